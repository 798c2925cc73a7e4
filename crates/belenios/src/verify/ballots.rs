//! All ballots of an archive: each by itself, all cores at work, then against one another, then multiplied together.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::ballot::check::Examined;
use crate::ballot::fault::BallotFault;
use crate::election::ElectionIn;
use crate::finding::{Fault, Finding};
use crate::group::Group;
use crate::hash::{Hash, base64, sha256};
use crate::tally::Tally;

/// Told how many ballots are checked, of how many.
pub(crate) type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// What the ballots of an archive come to.
pub(crate) struct BallotAudit {
    pub(crate) findings: Vec<Finding>,
    /// The tally they should have; none if a ballot that counts cannot be read.
    pub(crate) tally: Option<Tally>,
}

/// What can be wrong between ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Copied {
    #[error("the same ballot stands in the archive before, at height {0}")]
    Ballot(u64),
    #[error("the ballot repeats a ciphertext of the ballot at height {0}")]
    Ciphertext(u64),
    #[error(transparent)]
    Fault(BallotFault),
}

impl Fault for Copied {
    fn code(&self) -> &'static str {
        match self {
            Copied::Ballot(_) => "ballot-repeated",
            Copied::Ciphertext(_) => "ballot-repeated-ciphertext",
            Copied::Fault(fault) => fault.code(),
        }
    }
}

impl<G: Group> ElectionIn<G> {
    pub(crate) fn audit_ballots(&self, ballots: &[(u64, &[u8])], progress: Progress<'_>) -> BallotAudit {
        let done = AtomicUsize::new(0);
        let examined: Vec<(Hash, Examined<G>)> = ballots
            .par_iter()
            .map(|(_, bytes)| {
                let examined = (sha256(bytes), self.vartime_examine(bytes));
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, ballots.len());
                examined
            })
            .collect();
        let mut findings = Vec::new();
        let mut seen = Seen::default();
        for ((height, _), (hash, examined)) in ballots.iter().zip(&examined) {
            let copied = seen.compare(*height, *hash, &examined.digests);
            let faults = examined.faults.iter().map(|fault| Copied::Fault(*fault)).chain(copied);
            findings.extend(faults.map(|fault| Finding { tracker: Some(base64(hash)), ..fault.at(*height) }));
        }
        BallotAudit { findings, tally: self.vartime_expected_tally(&examined) }
    }

    /// The tally of the last ballot of every credential.
    fn vartime_expected_tally(&self, examined: &[(Hash, Examined<G>)]) -> Option<Tally> {
        let mut last: HashMap<&str, &Examined<G>> = HashMap::new();
        for (_, examined) in examined {
            if let Some(credential) = &examined.credential {
                last.insert(credential, examined);
            }
        }
        let mut counted = Vec::with_capacity(last.len());
        for (credential, examined) in last {
            let (weight, _) = self.credentials.get(credential)?;
            counted.push((*weight, examined.ciphertexts.as_deref()?));
        }
        Some(self.vartime_tally(counted.into_iter()))
    }
}

/// Ballots and ciphertexts seen so far, with the height of their first ballot.
#[derive(Default)]
struct Seen {
    ballots: HashMap<Hash, u64>,
    ciphertexts: HashMap<Hash, u64>,
}

impl Seen {
    fn compare(&mut self, height: u64, hash: Hash, digests: &[Hash]) -> Option<Copied> {
        if let Some(first) = self.ballots.insert(hash, height) {
            self.ballots.insert(hash, first);
            return Some(Copied::Ballot(first));
        }
        let mut copied = None;
        for digest in digests {
            let first = *self.ciphertexts.entry(*digest).or_insert(height);
            if first != height {
                copied = copied.or(Some(Copied::Ciphertext(first)));
            }
        }
        copied
    }
}
