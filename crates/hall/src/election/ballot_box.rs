//! The ballot box: what the archive of one open election looks like from inside. It is derived: the archive is the
//! ground. A ballot is not an act; the acts only say how many there are and the archive's head.

use super::state::Election;
use crate::refusal::{Refusal, Rule};
use rankfile_belenios::{Archive, ArchiveHead, BallotHead, Piece};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The box of one election.
#[derive(Debug, Clone)]
pub struct BallotBox {
    /// The election, for checking ballots outside the writer.
    pub belenios: Arc<rankfile_belenios::Election>,
    head: ArchiveHead,
    ballots: u64,
    trackers: BTreeSet<String>,
    ciphertexts: BTreeSet<[u8; 32]>,
    last: BTreeMap<String, u64>,
}

impl BallotBox {
    /// An empty box after its setup was written.
    pub fn new(belenios: Arc<rankfile_belenios::Election>, head: ArchiveHead) -> Self {
        Self {
            belenios,
            head,
            ballots: 0,
            trackers: BTreeSet::new(),
            ciphertexts: BTreeSet::new(),
            last: BTreeMap::new(),
        }
    }

    /// How many ballots it holds, superseded ones included.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// The archive's head, 64 hexadecimal digits.
    pub fn head(&self) -> String {
        hex::encode(self.head.head.unwrap_or_default())
    }

    /// Whether a tracker is in the box.
    pub fn holds(&self, tracker: &str) -> bool {
        self.trackers.contains(tracker)
    }

    /// How many voters have voted.
    pub fn voters(&self) -> usize {
        self.last.len()
    }

    /// Places of the ballots that count: the last of each credential, in casting order.
    pub fn counting(&self) -> Vec<u64> {
        let mut places: Vec<u64> = self.last.values().copied().collect();
        places.sort_unstable();
        places
    }

    /// Takes a ballot in that was checked, now or when it was cast; the result is what the archive grows by.
    ///
    /// *Errors*: a ballot that is in the box already, or copies a ciphertext of another one.
    pub fn admit(
        &mut self,
        election: &Election,
        ballot: &BallotHead,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let article = election.plan.step("close").map_or(&election.plan.article, |step| &step.article);
        let no =
            |reason: &str, advice: &str| Err(Refusal::new(article, Rule::BallotRepeated, reason, advice));
        if self.trackers.contains(&ballot.tracker) {
            return no(
                "this very ballot is in the box already",
                "It counts; look for its tracker. To change it, vote again.",
            );
        }
        let digests = ballot.ciphertext_digests();
        if digests.iter().any(|digest| self.ciphertexts.contains(digest)) {
            return no("a part of this ballot was copied from another ballot", "Make a new ballot.");
        }
        self.ciphertexts.extend(digests);
        self.trackers.insert(ballot.tracker.clone());
        self.last.insert(ballot.credential.clone(), self.ballots);
        self.ballots += 1;
        Ok(self.append(Piece::Ballot(bytes)))
    }

    /// Writes an event after the ballots.
    pub fn append(&mut self, piece: Piece<'_>) -> Vec<u8> {
        let (bytes, head) = Archive::append(&self.head, piece);
        self.head = head;
        bytes
    }
}
