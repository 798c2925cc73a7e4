//! Ballots into winners, explained: the room that says who won and shows the arithmetic.
//!
//! **In:** what a contest gave: candidates, seats, and how many votes each received (a homomorphic tally yields just
//! that). **Out:** an [`Outcome`]: winners, or a tie nobody broke, with plain sentences a member can check on paper and
//! the [`RuleSet`] (name, version, digest) that was applied.
//!
//! Invariants, each held by a property test:
//! - Integers only; sums are checked for overflow; nothing is rounded before it is compared.
//! - List order never decides. The order of the candidates changes indices and nothing else, not even a sentence.
//! - A tie falls by the declared [`TieRule`] or stays open; every lot can be drawn again by an outsider ([`lot`]).
//!
//! What it is not: it reads no files, no clock and no chance; it knows nothing of offices, quorums or who may vote.
//! Ranked methods and ballot files are a later part of this room; they will answer in the same shape.
//!
//! [`threshold`] is the other arithmetic members argue about: how many are two thirds of seven.

mod contest;
mod explain;
pub mod lot;
mod outcome;
mod plurality;
mod rule_set;
pub mod threshold;

pub use contest::{Contest, ContestError};
pub use lot::TieRule;
pub use outcome::{Answer, LotRank, Outcome, TieBroken};
pub use plurality::plurality;
pub use rule_set::RuleSet;
