//! What one commit carries: leaves, pieces of election archives, papers, openings, and openings to erase. Plain data with
//! one check; how it is stored is each storage's own business.

use crate::fault::Malformed;
use rankfile_record::commit::commit;
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroize;

/// The longest leaf.
///
/// *Units*: bytes. *Source*: C2SP tlog-tiles, an entry's length has 16 bits.
pub const LARGEST_LEAF: usize = rankfile_record::tile::ENTRY_BYTES_MAX;

/// The longest name of an election, in bytes: it becomes a file name.
const LONGEST_ELECTION: usize = 100;

/// Everything that is stored by one commit, together or not at all.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// The leaves, in their order in the log.
    pub leaves: Vec<Vec<u8>>,
    /// Pieces of election archives; those of one election in order of height.
    pub pieces: Vec<Piece>,
    /// Documents kept by digest.
    pub papers: Vec<Paper>,
    /// Private values that leaves commit to.
    pub openings: Vec<Opening>,
    /// Commitments whose openings are destroyed.
    pub erased: Vec<[u8; 32]>,
}

/// The next part of an election's public archive.
///
/// An archive is its pieces' bytes, one after another in order of height, and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Piece {
    /// The election: letters, digits, `-` and `_`.
    pub election: String,
    /// The place in the archive: 0, 1, 2 without a gap.
    pub height: u64,
    /// What kind of piece it is, in the archive's own words.
    pub kind: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A document kept by digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Paper {
    /// SHA-256 of the bytes.
    pub digest: [u8; 32],
    /// What kind of paper it is.
    pub kind: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A private value with what is needed to show that a leaf commits to it. It can be erased.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// The commitment in the leaf, over label, salt and value.
    pub commitment: [u8; 32],
    /// The label it was made under.
    pub label: String,
    /// Whom or what it is about, so that it is found again.
    pub subject: String,
    /// The salt.
    pub salt: [u8; 32],
    /// The value.
    pub value: Vec<u8>,
}

impl Batch {
    /// Checks what can be checked without knowing what is stored. Every storage asks before it stores anything.
    ///
    /// *Errors*: the first thing that is wrong.
    pub fn check(&self) -> Result<(), Malformed> {
        for (position, leaf) in self.leaves.iter().enumerate() {
            if leaf.len() > LARGEST_LEAF {
                return Err(Malformed::LeafTooLong { position, length: leaf.len(), largest: LARGEST_LEAF });
            }
        }
        for (position, piece) in self.pieces.iter().enumerate() {
            if !is_election_name(&piece.election) {
                return Err(Malformed::ElectionName { position });
            }
        }
        for (position, paper) in self.papers.iter().enumerate() {
            if !paper.holds() {
                return Err(Malformed::PaperDigest { position });
            }
        }
        for (position, opening) in self.openings.iter().enumerate() {
            if !opening.holds() {
                return Err(Malformed::OpeningCommitment { position });
            }
        }
        Ok(())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        *self == Batch::default()
    }
}

impl Paper {
    /// Makes a paper of bytes.
    pub fn make(kind: &str, bytes: Vec<u8>) -> Paper {
        Paper { digest: Sha256::digest(&bytes).into(), kind: kind.into(), bytes }
    }

    /// Whether the bytes have the digest.
    pub fn holds(&self) -> bool {
        <[u8; 32]>::from(Sha256::digest(&self.bytes)) == self.digest
    }
}

impl Opening {
    /// Whether it opens its commitment.
    pub fn holds(&self) -> bool {
        commit(&self.label, &self.salt, &self.value) == self.commitment
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        self.salt.zeroize();
        self.value.zeroize();
    }
}

fn is_election_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_ELECTION
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

// Contents never print: a batch holds ballots, papers and private values.

impl fmt::Debug for Batch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Batch {{ {} leaves, {} pieces, {} papers, {} openings, {} erased }}",
            self.leaves.len(),
            self.pieces.len(),
            self.papers.len(),
            self.openings.len(),
            self.erased.len()
        )
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Piece {{ {} height {}, {}, {} bytes }}",
            self.election,
            self.height,
            self.kind,
            self.bytes.len()
        )
    }
}

impl fmt::Debug for Paper {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Paper {{ {}, {} bytes }}", self.kind, self.bytes.len())
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Opening { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(label: &str, value: &[u8]) -> Opening {
        let salt = [7; 32];
        let commitment = commit(label, &salt, value);
        Opening { commitment, label: label.into(), subject: "m-1".into(), salt, value: value.into() }
    }

    #[test]
    fn a_sound_batch_is_accepted() {
        let batch = Batch {
            leaves: vec![vec![0; LARGEST_LEAF]],
            pieces: vec![Piece {
                election: "fTCYtAeNWENSra".into(),
                height: 0,
                kind: "data".into(),
                bytes: vec![],
            }],
            papers: vec![Paper::make("minutes", b"text".to_vec())],
            openings: vec![opening("name", b"value")],
            erased: vec![[0; 32]],
        };
        assert_eq!(batch.check(), Ok(()));
    }

    #[test]
    fn each_malformed_part_is_named() {
        let long = Batch { leaves: vec![vec![], vec![0; LARGEST_LEAF + 1]], ..Batch::default() };
        assert!(matches!(long.check(), Err(Malformed::LeafTooLong { position: 1, .. })));
        for name in ["", "..", "a/b", "a.b", "é", &"x".repeat(101)] {
            let piece = Piece { election: name.into(), height: 0, kind: "data".into(), bytes: vec![] };
            let batch = Batch { pieces: vec![piece], ..Batch::default() };
            assert_eq!(batch.check(), Err(Malformed::ElectionName { position: 0 }), "{name}");
        }
        let mut paper = Paper::make("minutes", b"text".to_vec());
        paper.bytes.push(b' ');
        let batch = Batch { papers: vec![paper], ..Batch::default() };
        assert_eq!(batch.check(), Err(Malformed::PaperDigest { position: 0 }));
        let mut wrong = opening("name", b"value");
        wrong.label = "mail".into();
        let batch = Batch { openings: vec![wrong], ..Batch::default() };
        assert_eq!(batch.check(), Err(Malformed::OpeningCommitment { position: 0 }));
    }

    #[test]
    fn contents_do_not_print() {
        let mut batch = Batch { leaves: vec![b"canary".to_vec()], ..Batch::default() };
        batch.openings.push(opening("canary", b"canary"));
        batch.papers.push(Paper::make("letter", b"canary".to_vec()));
        let printed = format!("{batch:?} {:?} {:?}", batch.openings, batch.papers);
        assert!(!printed.contains("canary") && !printed.contains("99, 97, 110"), "{printed}");
    }
}
