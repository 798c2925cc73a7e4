//! The result: the parts of all trustees combined, and the counters they open.
//!
//! *Source*: section 4.5. `{"result":[[3,1],[1,2,2]]}`, per question, the blank counter first; large counts as strings.

use serde::{Deserialize, Serialize};

use super::decryption::DecryptionFault;
use super::discrete_log::DiscreteLog;
use super::{Pair, Tally, Weight, WeightWire};
use crate::election::ElectionIn;
use crate::group::{Group, small};

/// The counts of an election, and the document that publishes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectionResult {
    /// The document.
    pub json: String,
    /// Per question and counter, the blank counter first where there is one. *Units*: weight.
    pub counts: Vec<Vec<u64>>,
}

/// Why no result can be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResultError {
    /// The tally is not one of this election.
    #[error("the tally does not belong to this election; fetch it again")]
    Tally,
    /// A trustee's part is missing.
    #[error("trustee {owner} has not decrypted yet; every trustee is needed")]
    Missing {
        /// Counted from 1.
        owner: usize,
    },
    /// A trustee's part was given twice.
    #[error("trustee {owner} decrypted twice; keep one part")]
    Repeated {
        /// Counted from 1.
        owner: usize,
    },
    /// A part does not hold.
    #[error("the part of trustee {owner} cannot be used: {fault}")]
    Part {
        /// Counted from 1.
        owner: usize,
        /// What is wrong with it.
        fault: DecryptionFault,
    },
    /// A counter is above the total weight, so some ballot counted here was never checked.
    #[error("a counter is above the total weight; check every ballot again")]
    NoCount,
}

impl ElectionResult {
    /// The result document of counts.
    pub(crate) fn render(counts: &[Vec<u64>]) -> String {
        let rows: Vec<Vec<Weight>> =
            counts.iter().map(|row| row.iter().map(|&count| Weight(count)).collect()).collect();
        let rows = serde_json::to_string(&rows).expect("numbers and strings always render");
        format!("{{\"result\":{rows}}}")
    }

    /// Reads a result document, which must be canonical.
    pub(crate) fn parse(json: &str) -> Option<ElectionResult> {
        #[derive(Deserialize)]
        struct Wire {
            result: Vec<Vec<WeightWire>>,
        }
        let wire: Wire = serde_json::from_str(json).ok()?;
        let counts: Option<Vec<Vec<u64>>> =
            wire.result.iter().map(|row| row.iter().map(WeightWire::value).collect()).collect();
        let counts = counts.filter(|counts| Self::render(counts) == json)?;
        Some(ElectionResult { json: json.to_owned(), counts })
    }
}

impl<G: Group> ElectionIn<G> {
    pub(crate) fn result(
        &self,
        tally: &Tally,
        parts: &[(usize, String)],
    ) -> Result<ElectionResult, ResultError> {
        let rows = self.vartime_read_tally(&tally.encrypted_tally).ok_or(ResultError::Tally)?;
        let masks = self.vartime_combine(&rows, parts)?;
        let counters = rows.iter().map(Vec::len).sum();
        let log = DiscreteLog::<G>::vartime_new(tally.total_weight, counters);
        let open = |((_, beta), mask): (&Pair<G>, &G::Element)| {
            log.vartime_find(&G::mul(beta, &G::vartime_inverse(mask))).ok_or(ResultError::NoCount)
        };
        let counts = rows
            .iter()
            .zip(&masks)
            .map(|(row, masks)| row.iter().zip(masks).map(open).collect())
            .collect::<Result<Vec<Vec<u64>>, _>>()?;
        Ok(ElectionResult { json: ElectionResult::render(&counts), counts })
    }

    /// Whether `g^count * F = beta` for every counter.
    pub(crate) fn counts_hold(&self, tally: &Tally, parts: &[(usize, String)], counts: &[Vec<u64>]) -> bool {
        let Some(rows) = self.vartime_read_tally(&tally.encrypted_tally) else { return false };
        let Ok(masks) = self.vartime_combine(&rows, parts) else { return false };
        let opens = |((_, beta), (mask, count)): (&Pair<G>, (&G::Element, &u64))| {
            G::mul(&G::vartime_power(G::generator(), &small::<G>(*count)), mask) == *beta
        };
        let lengths = |counts: &[Vec<u64>]| counts.iter().map(Vec::len).eq(rows.iter().map(Vec::len));
        lengths(counts)
            && (rows.iter().flatten().zip(masks.iter().flatten().zip(counts.iter().flatten()))).all(opens)
    }

    /// F for every counter: the product of the factors of all trustees, each present once and valid.
    fn vartime_combine(
        &self,
        rows: &[Vec<Pair<G>>],
        parts: &[(usize, String)],
    ) -> Result<Vec<Vec<G::Element>>, ResultError> {
        let mut masks: Vec<Vec<G::Element>> = rows.iter().map(|row| vec![G::one(); row.len()]).collect();
        let mut present = vec![false; self.trustees.len()];
        for (owner, payload) in parts {
            let owner = *owner;
            let refuse = |faults: Vec<DecryptionFault>| ResultError::Part {
                owner,
                fault: faults.first().copied().unwrap_or(DecryptionFault::Malformed),
            };
            let factors = self.vartime_factors(owner, rows, payload).map_err(refuse)?;
            match owner.checked_sub(1).and_then(|i| present.get_mut(i)) {
                Some(seen @ false) => *seen = true,
                _ => return Err(ResultError::Repeated { owner }),
            }
            for (mask, factor) in masks.iter_mut().flatten().zip(factors.iter().flatten()) {
                *mask = G::mul(mask, factor);
            }
        }
        match present.iter().position(|seen| !seen) {
            Some(i) => Err(ResultError::Missing { owner: i + 1 }),
            None => Ok(masks),
        }
    }
}
