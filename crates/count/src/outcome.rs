//! The shape of every answer this room gives, whatever the method.

use serde::{Deserialize, Serialize};

use crate::RuleSet;

/// What the count found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The rules decide it.
    Decided(Answer),
    /// A tie for the last seats, and no rule to break it: somebody must, and then it is counted again.
    Tied {
        /// Candidates certainly elected, most votes first.
        elected: Vec<usize>,
        /// Candidates with equal votes, more of them than seats left.
        tied: Vec<usize>,
        /// How many of them are to be elected.
        seats_left: usize,
        /// The arithmetic in plain sentences.
        sentences: Vec<String>,
        /// The rules applied.
        rule_set: RuleSet,
    },
}

/// A decided contest.
///
/// *Shape*: every `usize` is a zero-based index into the contest's candidates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The elected, most votes first; those a lot chose last, in the order drawn. Between equal votes the order is
    /// that of the names and means nothing.
    pub winners: Vec<usize>,
    /// Seats nobody stood for.
    pub vacant_seats: usize,
    /// Every tie that was met, and how it fell.
    pub ties: Vec<TieBroken>,
    /// The arithmetic in plain sentences.
    pub sentences: Vec<String>,
    /// The rules applied.
    pub rule_set: RuleSet,
}

/// A tie and the lot that broke it, with all that is needed to draw it again ([`crate::lot`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieBroken {
    /// The candidates with equal votes, by name.
    pub tied: Vec<usize>,
    /// Those the lot elected, in the order drawn.
    pub winners: Vec<usize>,
    /// The seed, 64 hexadecimal digits.
    pub seed: String,
    /// The context the seed was bound to.
    pub context: String,
    /// The whole draw, first place first.
    pub ranks: Vec<LotRank>,
}

/// One place in a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotRank {
    /// Who.
    pub candidate: usize,
    /// The digest that gave the place, 64 hexadecimal digits; the smallest comes first.
    pub digest: String,
}
