//! Finding one ballot among all by its tracker, as a voter looks for it. The tracker spells the digest of the ballot's
//! bytes; the archive files the ballot under the same digest in other letters, and the store has an index on that.

use super::Reader;
use crate::fault::{Fault, Place};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use rankfile_belenios::tracker_of;
use rankfile_hall::election::archive::ballot_in;
use std::ops::ControlFlow;

impl Reader {
    /// The place of a ballot in its archive, from 0 in casting order; `None` if no ballot there has this tracker. Reads
    /// that ballot, not the archive.
    pub fn ballot_place(&mut self, archive: &str, tracker: &str) -> Result<Option<u64>, Fault> {
        let Some(beginning) = name_of(tracker) else { return Ok(None) };
        for height in self.storage.pieces_beginning(archive, beginning.as_bytes())? {
            // Piece 0 is the setup, which begins otherwise; ballots follow in casting order.
            let Some(place) = height.checked_sub(1) else { continue };
            if self.ballot(archive, place)?.is_some_and(|ballot| tracker_of(&ballot) == tracker) {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// The ballot at a place of an archive, as it was cast; `None` if there is none.
    pub fn ballot(&mut self, archive: &str, place: u64) -> Result<Option<Vec<u8>>, Fault> {
        let Some(height) = place.checked_add(1) else { return Ok(None) };
        let mut found = Ok(None);
        self.for_each_piece(archive, height..height.saturating_add(1), &mut |piece| {
            if piece.kind == "ballot" {
                let damaged = || Fault::Damaged {
                    place: Place::Data("archives".into()),
                    what: format!("piece {height} of the archive of {archive} is no ballot"),
                };
                found = ballot_in(&piece.bytes).map(<[u8]>::to_vec).ok_or_else(damaged).map(Some);
            }
            ControlFlow::Break(())
        })?;
        found
    }
}

/// How a ballot's first file in the archive is named, up to its ending: the digest in hexadecimal digits.
///
/// *Source*: the Belenios archive format; `rankfile_belenios::Archive` writes it.
fn name_of(tracker: &str) -> Option<String> {
    let digest: [u8; 32] = STANDARD_NO_PAD.decode(tracker).ok()?.try_into().ok()?;
    Some(hex::encode(digest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::BEGINNING;
    use rankfile_belenios::{Archive, ArchiveHead, Piece};

    #[test]
    fn the_name_is_the_beginning_of_what_the_archive_writes() {
        let head = ArchiveHead { head: Some([0; 32]), height: 1, timestamp: 0 };
        let (bytes, _) = Archive::append(&head, Piece::Ballot(b"{\"a\":\"ballot\"}"));
        let name = name_of(&tracker_of(b"{\"a\":\"ballot\"}")).unwrap();
        assert_eq!(name.len(), BEGINNING);
        assert!(bytes.starts_with(name.as_bytes()));
    }

    #[test]
    fn what_is_no_tracker_names_nothing() {
        for text in ["", "x", "é", &"A".repeat(42), &"A".repeat(44), "abc=", &"=".repeat(43)] {
            assert_eq!(name_of(text), None, "{text}");
        }
    }
}
