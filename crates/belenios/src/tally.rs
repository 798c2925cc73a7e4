//! The tally: the last ballots of all credentials multiplied together, still encrypted.

pub(crate) mod decryption;
pub(crate) mod discrete_log;
pub(crate) mod result;

use std::collections::HashMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ballot::answer::AnswerRead;
use crate::ballot::wire::{AnswerWire, BallotWire, CipherWire};
use crate::election::{Election, ElectionIn};
use crate::group::{Group, vartime_is_member};
use crate::hash::sha256;

/// An encrypted tally with its sizes, as the two documents that are published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Per question and counter a ciphertext; the blank counter comes first.
    pub encrypted_tally: String,
    /// The sizes with the digest of the encrypted tally.
    pub sized: String,
    /// How many credentials' ballots count.
    pub num_tallied: u64,
    /// The sum of their weights.
    pub total_weight: u64,
}

/// Why a tally is refused or cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TallyFault {
    /// A ballot is not one of this election; counted from 0 in the order given.
    #[error("ballot {0} is not a ballot of this election; check ballots when they are cast")]
    Ballot(usize),
    /// The document with the sizes is malformed or not canonical.
    #[error("the sizes of the tally are malformed or not in canonical form")]
    Sizes,
    /// The sizes name another encrypted tally.
    #[error("the sizes of the tally belong to another encrypted tally")]
    Digest,
    /// The encrypted tally has another shape than the questions, or holds what is no member of the group.
    #[error("the encrypted tally does not fit the questions, or a part of it lies outside the group")]
    Malformed,
    /// The tally is not the product of the ballots.
    #[error("the tally is not the product of the last ballots of all credentials")]
    Mismatch,
}

impl Tally {
    /// Reads a published tally of this election.
    ///
    /// *Errors*: [`TallyFault::Sizes`], [`TallyFault::Digest`] or [`TallyFault::Malformed`].
    pub fn parse(election: &Election, encrypted_tally: &str, sized: &str) -> Result<Tally, TallyFault> {
        let wire: SizedWire = serde_json::from_str(sized).map_err(|_| TallyFault::Sizes)?;
        let total_weight = wire.total_weight.value().ok_or(TallyFault::Sizes)?;
        let tally = Tally {
            encrypted_tally: encrypted_tally.to_owned(),
            sized: sized.to_owned(),
            num_tallied: wire.num_tallied,
            total_weight,
        };
        if render_sized(wire.num_tallied, total_weight, &wire.encrypted_tally) != sized {
            return Err(TallyFault::Sizes);
        }
        if wire.encrypted_tally != hex::encode(sha256(encrypted_tally.as_bytes())) {
            return Err(TallyFault::Digest);
        }
        if !election.reads_tally(encrypted_tally) {
            return Err(TallyFault::Malformed);
        }
        Ok(tally)
    }

    /// Checks that this is, byte for byte, the tally of the given ballots in the order they were cast.
    ///
    /// *Errors*: [`TallyFault::Ballot`] or [`TallyFault::Mismatch`].
    pub fn check(&self, election: &Election, ballots: &[Vec<u8>]) -> Result<(), TallyFault> {
        if election.tally(ballots)? == *self { Ok(()) } else { Err(TallyFault::Mismatch) }
    }
}

/// A weight or count: a JSON number up to 2^30 - 1, a string above.
///
/// *Source*: section 3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weight(pub(crate) u64);

impl Serialize for Weight {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const LARGEST_NUMBER: u64 = (1 << 30) - 1;
        if self.0 <= LARGEST_NUMBER {
            serializer.serialize_u64(self.0)
        } else {
            serializer.serialize_str(&self.0.to_string())
        }
    }
}

/// A weight read in either form; rendering it again tells whether the form was right.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum WeightWire {
    Number(u64),
    Text(String),
}

impl WeightWire {
    pub(crate) fn value(&self) -> Option<u64> {
        match self {
            WeightWire::Number(value) => Some(*value),
            WeightWire::Text(text) => text.parse().ok(),
        }
    }
}

#[derive(Deserialize)]
struct SizedWire {
    num_tallied: u64,
    total_weight: WeightWire,
    encrypted_tally: String,
}

fn render_sized(num_tallied: u64, total_weight: u64, digest: &str) -> String {
    #[derive(Serialize)]
    struct Sized<'a> {
        num_tallied: u64,
        total_weight: Weight,
        encrypted_tally: &'a str,
    }
    let sized = Sized { num_tallied, total_weight: Weight(total_weight), encrypted_tally: digest };
    serde_json::to_string(&sized).expect("numbers and strings always render")
}

/// A ciphertext without its texts.
pub(crate) type Pair<G> = (<G as Group>::Element, <G as Group>::Element);
/// Ciphertexts by question and counter.
pub(crate) type Rows<G> = Vec<Vec<Pair<G>>>;

impl<G: Group> ElectionIn<G> {
    pub(crate) fn tally(&self, ballots: &[Vec<u8>]) -> Result<Tally, TallyFault> {
        let read: Vec<_> = ballots
            .par_iter()
            .enumerate()
            .map(|(i, bytes)| self.vartime_read_ciphertexts(bytes).ok_or(TallyFault::Ballot(i)))
            .collect::<Result<_, _>>()?;
        let last: HashMap<&str, _> =
            read.iter().map(|(credential, weight, answers)| (*credential, (*weight, answers))).collect();
        Ok(self.vartime_tally(last.values().map(|(weight, answers)| (*weight, answers.as_slice()))))
    }

    /// Multiplies answers, each to the power of its weight.
    pub(crate) fn vartime_tally<'a>(
        &self,
        counted: impl Iterator<Item = (u64, &'a [Vec<Pair<G>>])>,
    ) -> Tally {
        let questions = &self.facts.template.questions;
        let mut products: Rows<G> =
            questions.iter().map(|question| vec![(G::one(), G::one()); question.counters()]).collect();
        let (mut num_tallied, mut total_weight) = (0, 0);
        for (weight, answers) in counted {
            num_tallied += 1;
            total_weight += weight;
            for (product, pair) in products.iter_mut().flatten().zip(answers.iter().flatten()) {
                product.0 = G::mul(&product.0, &vartime_small_power::<G>(&pair.0, weight));
                product.1 = G::mul(&product.1, &vartime_small_power::<G>(&pair.1, weight));
            }
        }
        let encrypted_tally = render_tally::<G>(&products);
        let digest = hex::encode(sha256(encrypted_tally.as_bytes()));
        let sized = render_sized(num_tallied, total_weight, &digest);
        Tally { encrypted_tally, sized, num_tallied, total_weight }
    }

    /// A ballot's credential, weight and ciphertexts; its proofs are taken as checked.
    fn vartime_read_ciphertexts<'a>(&self, bytes: &'a [u8]) -> Option<(&'a str, u64, Rows<G>)> {
        let ballot: BallotWire = serde_json::from_slice(bytes).ok()?;
        let answers: Vec<AnswerWire> = serde_json::from_str(ballot.answers.get()).ok()?;
        let (weight, _) = self.credentials.get(ballot.credential)?;
        let questions = &self.facts.template.questions;
        let own = ballot.election_hash == self.facts.fingerprint && answers.len() == questions.len();
        let read = |(question, wire)| {
            let answer = AnswerRead::<G>::parse(question, 0, wire).ok()?;
            Some(answer.choices.iter().map(|choice| (choice.alpha, choice.beta)).collect())
        };
        let pairs = own.then(|| questions.iter().zip(&answers).map(read).collect::<Option<Vec<_>>>())??;
        Some((ballot.credential, *weight, pairs))
    }

    /// Reads an encrypted tally: canonical, of the questions' shape, everything in the group.
    pub(crate) fn vartime_read_tally(&self, text: &str) -> Option<Rows<G>> {
        let wire: Vec<Vec<CipherWire>> = serde_json::from_str(text).ok()?;
        let questions = &self.facts.template.questions;
        let fits = wire.len() == questions.len()
            && wire.iter().zip(questions).all(|(row, question)| row.len() == question.counters());
        let element = |text: &str| G::vartime_parse(text).filter(|e| vartime_is_member::<G>(&e.value));
        let pair = |wire: &CipherWire| Some((element(wire.alpha)?.value, element(wire.beta)?.value));
        let rows: Rows<G> =
            fits.then(|| wire.iter().map(|row| row.iter().map(pair).collect()).collect::<Option<_>>())??;
        (render_tally::<G>(&rows) == text).then_some(rows)
    }
}

/// `base^exponent` for a weight; most weights are 1.
fn vartime_small_power<G: Group>(base: &G::Element, exponent: u64) -> G::Element {
    let Some(top) = exponent.checked_ilog2() else { return G::one() };
    (0..top).rev().fold(*base, |power, bit| {
        let squared = G::mul(&power, &power);
        if exponent >> bit & 1 == 1 { G::mul(&squared, base) } else { squared }
    })
}

fn render_tally<G: Group>(rows: &[Vec<Pair<G>>]) -> String {
    let flat: Vec<G::Element> = rows.iter().flatten().flat_map(|(alpha, beta)| [*alpha, *beta]).collect();
    let texts = G::texts(&flat);
    let mut pairs = texts.as_chunks::<2>().0.iter().map(|[alpha, beta]| CipherWire { alpha, beta });
    let wires: Vec<Vec<CipherWire>> =
        rows.iter().map(|row| pairs.by_ref().take(row.len()).collect()).collect();
    serde_json::to_string(&wires).expect("strings and lists always render")
}
