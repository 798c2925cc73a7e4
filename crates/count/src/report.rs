//! The answer of every ranked or graded count, in the shape `rankfile count --json` prints.
//!
//! Not here: the plain totals of a homomorphic tally, which have their own small answer ([`crate::Outcome`]).

use serde::{Deserialize, Serialize};

/// A finished count.
///
/// *Shape*: candidates are numbered from 1 in file order everywhere in this file, as people read them; votes are decimal
/// strings with all places of the rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The method's id ("scottish-2011").
    pub method: String,
    /// The version of its rule text.
    pub rules_version: String,
    /// `sha256:` over the rule's canonical JSON, every parameter written out.
    pub rules_digest: String,
    /// Seats to fill.
    pub seats: u32,
    /// Names in file order.
    pub candidates: Vec<String>,
    /// All papers.
    pub ballots: u64,
    /// Those that count.
    pub valid: u64,
    /// In order of election.
    pub elected: Vec<u32>,
    /// What happened, step by step.
    pub stages: Vec<Stage>,
    /// Every tie met.
    pub ties: Vec<Tie>,
    /// Plain sentences a member can follow.
    pub explanation: Vec<String>,
    /// What a returning officer should know: points of the rule that are not verified, odd papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Ballots ranking row above column, for methods that compare in pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairwise: Option<Vec<Vec<u64>>>,
    /// The unbeaten, for methods that compare in pairs; several are a tie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub winners: Option<Vec<u32>>,
    /// Each candidate's own view of the count, in file order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<String>,
    /// How many papers would have to change to change who is elected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<Margin>,
}

impl Count {
    /// Whether it is one table of totals, without stages.
    pub fn is_totals(&self) -> bool {
        matches!(&self.stages[..], [only] if only.quota.is_none() && only.action != Action::Round)
    }
}

/// One stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// What was done.
    pub action: Action,
    /// Whose surplus, or who was excluded, or who ended a Meek round; empty for the first.
    pub of: Vec<u32>,
    /// Votes after it, in candidate order.
    pub votes: Vec<String>,
    /// What no candidate holds.
    pub non_transferable: String,
    /// The quota, where there is one.
    pub quota: Option<String>,
    /// Newly elected, in order.
    pub elected: Vec<u32>,
    /// Newly excluded.
    pub excluded: Vec<u32>,
    /// Votes moved by this stage: from whom, to whom (`null`: to nobody), how many. For the picture of the flow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
}

/// Votes that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// From this candidate.
    pub from: u32,
    /// To this one, or to the non-transferable.
    pub to: Option<u32>,
    /// How many votes.
    pub votes: String,
}

/// What a stage did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Counted first preferences.
    #[default]
    First,
    /// Transferred a surplus.
    Surplus,
    /// Excluded.
    Exclusion,
    /// A round of a method that counts everything anew.
    Round,
}

/// A tie, and what broke it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// The stage, from 1.
    pub stage: u32,
    /// Who was tied.
    pub set: Vec<u32>,
    /// What broke it ("stage 2", "lot", "preset order").
    pub rule: String,
    /// Who was elected, transferred or excluded by it.
    pub chosen: u32,
}

/// How close it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Margin {
    /// So many papers, changed as one likes, are enough (an upper bound) or are needed (if exact, both).
    pub papers: u64,
    /// Whether no smaller number can do it.
    pub exact: bool,
    /// How it was found, in a sentence.
    pub how: String,
}
