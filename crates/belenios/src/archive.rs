//! The `.bel` archive: an append-only tar file of events, each naming the one before by digest.
//!
//! Writing is a pure function: what to append, and the head after it. Whether an event may come now is the caller's business and
//! the verifier's check; the bytes are the same either way. *Source*: section 3.1.

pub(crate) mod event;
pub(crate) mod layout;
pub(crate) mod read;
pub(crate) mod tar;

use serde::{Deserialize, Serialize};

use crate::hash::{Hash, sha256};
use crate::setup::Setup;
use event::{Event, EventKind};

/// The name of the first member.
pub(crate) const FIRST_MEMBER: &str = "BELENIOS";

/// Where an archive ends: all that is needed to append to it.
///
/// *Units*: `timestamp` in seconds since 1970; `height` counts events so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveHead {
    /// The digest of the last event; none before the setup.
    pub head: Option<[u8; 32]>,
    /// Events so far.
    pub height: u64,
    /// The time in every member's header.
    pub timestamp: u64,
}

/// Something to append to an archive after its setup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A ballot.
    Ballot(&'a [u8]),
    /// The end of voting.
    EndBallots,
    /// The encrypted tally.
    EncryptedTally {
        /// [`crate::Tally::encrypted_tally`].
        encrypted_tally: &'a str,
        /// [`crate::Tally::sized`].
        sized: &'a str,
    },
    /// A trustee's part of the decryption.
    PartialDecryption {
        /// The trustee, counted from 1.
        owner: usize,
        /// The part.
        payload: &'a str,
    },
    /// The result, [`crate::ElectionResult::json`].
    Result(&'a str),
}

/// The writing of archives.
pub enum Archive {}

impl Archive {
    /// The first bytes of an archive: its header and the setup.
    ///
    /// *Units*: `timestamp` in seconds since 1970, before the year 2242.
    pub fn begin(timestamp: u64, setup: &Setup) -> (Vec<u8>, ArchiveHead) {
        let mut bytes = Vec::new();
        tar::push_member(&mut bytes, FIRST_MEMBER, timestamp, first_body(timestamp).as_bytes());
        let head = ArchiveHead { head: None, height: 0, timestamp };
        for document in [&setup.election, &setup.trustees, &setup.credentials] {
            push_data(&mut bytes, timestamp, document.as_bytes());
        }
        let head = push_event(&mut bytes, &head, EventKind::Setup, Some(setup.render().as_bytes()));
        (bytes, head)
    }

    /// The bytes to append for a piece, and the head after it.
    pub fn append(head: &ArchiveHead, piece: Piece<'_>) -> (Vec<u8>, ArchiveHead) {
        let mut bytes = Vec::new();
        let head = match piece {
            Piece::Ballot(ballot) => push_event(&mut bytes, head, EventKind::Ballot, Some(ballot)),
            Piece::EndBallots => push_event(&mut bytes, head, EventKind::EndBallots, None),
            Piece::EncryptedTally { encrypted_tally, sized } => {
                push_data(&mut bytes, head.timestamp, encrypted_tally.as_bytes());
                push_event(&mut bytes, head, EventKind::EncryptedTally, Some(sized.as_bytes()))
            }
            Piece::PartialDecryption { owner, payload } => {
                push_data(&mut bytes, head.timestamp, payload.as_bytes());
                let owned = event::render_owned(owner, &sha256(payload.as_bytes()));
                push_event(&mut bytes, head, EventKind::PartialDecryption, Some(owned.as_bytes()))
            }
            Piece::Result(result) => push_event(&mut bytes, head, EventKind::Result, Some(result.as_bytes())),
        };
        (bytes, head)
    }
}

/// The body of the first member, as 2.0 to 3.3 write it.
pub(crate) fn first_body(timestamp: u64) -> String {
    format!(r#"{{"version":1,"timestamp":"{timestamp}"}}"#)
}

fn push_data(bytes: &mut Vec<u8>, timestamp: u64, body: &[u8]) -> Hash {
    let hash = sha256(body);
    tar::push_member(bytes, &format!("{}.data.json", hex::encode(hash)), timestamp, body);
    hash
}

fn push_event(
    bytes: &mut Vec<u8>,
    head: &ArchiveHead,
    kind: EventKind,
    payload: Option<&[u8]>,
) -> ArchiveHead {
    let payload = payload.map(|payload| push_data(bytes, head.timestamp, payload));
    let body = Event { parent: head.head, height: head.height, kind, payload }.render();
    let hash = sha256(body.as_bytes());
    tar::push_member(bytes, &format!("{}.event.json", hex::encode(hash)), head.timestamp, body.as_bytes());
    ArchiveHead { head: Some(hash), height: head.height + 1, timestamp: head.timestamp }
}

#[cfg(test)]
mod tests;
