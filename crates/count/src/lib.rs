//! Ballots into winners, explained: the room that says who won and shows the arithmetic.
//!
//! **In:** ballot files in any format people have ([`formats`]), as an [`Election`] of rankings or as grades
//! ([`tally::Grades`]); or what a homomorphic tally gave, the votes of each candidate ([`Contest`]). **Out:** a [`Count`]
//! under a named method: who is elected, every stage, every tie and what broke it, plain sentences a member can check on
//! paper, and name, version and digest of the rules; or a [`Stop`] that names the tied. And a page ([`page`]) that shows it.
//!
//! The contests of a homomorphic tally are counted by [`plurality()`] and shown through [`tallied()`].
//!
//! The way through: [`formats::read`], [`method::find`], [`Method::apply`], then [`margin`] and [`page::render`]. Methods
//! are in five folders, each with its table: [`tally`] adds up, [`single`] fills one seat in rounds, [`stv`] and [`meek`]
//! fill several, [`pairs`] compares candidates one by one. What they share: [`grouped`] (which papers count, and for what),
//! [`ties`], [`arith`]; [`narrate`] and [`words`] tell the count.
//!
//! Invariants, each held by a property test:
//! - Integers only; sums are checked for overflow; nothing is rounded before it is compared but where a rule says so.
//! - Votes and non-transferable votes are all valid papers, at every stage.
//! - List order never decides in silence. The order of candidates and papers changes numbers and nothing else.
//! - A tie falls by the method's own rule, then by the declared one, or stays open; every lot can be drawn again by an
//!   outsider ([`lot`]).
//!
//! What it is not: it opens no files, reads no clock and draws no chance; it knows nothing of offices, quorums or who may
//! vote.
//!
//! [`threshold`] is the other arithmetic members argue about: how many are two thirds of seven.

pub mod arith;
mod contest;
pub mod election;
mod explain;
pub mod figures;
pub mod formats;
pub mod grouped;
pub mod lot;
pub mod margin;
pub mod meek;
pub mod method;
pub mod narrate;
mod outcome;
pub mod page;
pub mod pairs;
mod plurality;
pub mod report;
pub(crate) mod reserve;
mod rule_set;
pub mod single;
pub mod stv;
mod tallied;
pub mod tally;
pub mod threshold;
pub mod ties;
pub mod words;

pub use contest::{Contest, ContestError};
pub use election::{Election, Mark, Paper, Papers};
pub use lot::TieRule;
pub use method::{Method, Options, Stop};
pub use outcome::{Answer, LotRank, Outcome, TieBroken};
pub use plurality::{plurality, plurality_in};
pub use report::Count;
pub use rule_set::RuleSet;
pub use tallied::tallied;
