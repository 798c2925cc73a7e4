//! The one table of methods: id, rule text, and the function that counts. `rankfile count --method` reads it.
//!
//! Not here: any counting.

use crate::lot::TieRule;
use crate::words::Words;
use crate::{Count, Election, RuleSet};

/// What the caller decides beside the papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What breaks a tie that the method's own rule leaves.
    pub tie: Break,
    /// Candidates who give up a seat already won: a casual vacancy is filled by a recount without them.
    pub vacating: Vec<u16>,
    /// Reserved seats, in force together.
    pub groups: Vec<Group>,
}

/// What breaks a tie that the method's own rule leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// Nothing: the count stops and names the set.
    Stop,
    /// The candidates' order in the file, lowest number first: excluded first, transferred first, elected first.
    Preset,
    /// A lot anyone can draw again ([`crate::lot`]).
    Lot(TieRule),
}

/// Seats reserved for a named group, or capped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// As members call it.
    pub name: String,
    /// Its candidates, zero-based.
    pub members: Vec<u16>,
    /// At least so many of them are elected, while candidates last.
    pub min: u32,
    /// At most so many.
    pub max: u32,
}

/// Why a count gave no answer. Nothing is half counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// A tie nobody may break.
    #[error("stage {stage}: a tie between candidates {} ({purpose}), and no rule to break it; give --tie lot --seed TEXT, or --tie preset", numbers(.set))]
    Tie {
        /// The stage, from 1.
        stage: u32,
        /// The tied, numbered from 1.
        set: Vec<u32>,
        /// What the tie is about ("for exclusion").
        purpose: &'static str,
    },
    /// The election is not one this method counts.
    #[error("{0}")]
    Unfit(String),
}

/// One method.
pub struct Method {
    /// As on the command line.
    pub id: &'static str,
    /// As people say it.
    pub name: &'static str,
    /// The rule set's canonical JSON, every parameter written out; its digest goes into the answer.
    pub rules: &'static str,
    /// Counts.
    pub count: fn(&Election, &Options) -> Result<Count, Stop>,
}

impl Method {
    /// Counts, and tells the count in plain sentences.
    ///
    /// *Errors*: as the method's own.
    pub fn apply(&self, election: &Election, options: &Options, words: &Words) -> Result<Count, Stop> {
        let mut count = (self.count)(election, options)?;
        crate::narrate::tell(&mut count, words);
        Ok(count)
    }

    /// Name, version and digest of its rules.
    pub fn rule_set(&self) -> RuleSet {
        let version = self.rules.rsplit_once(r#""version":""#).and_then(|(_, rest)| rest.split('"').next());
        RuleSet::of(self.id, version.unwrap_or("1"), self.rules)
    }
}

fn numbers(set: &[u32]) -> String {
    set.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// Every method, folder by folder.
pub static METHODS: &[&[Method]] = &[
    crate::tally::METHODS,
    crate::single::METHODS,
    crate::stv::METHODS,
    crate::meek::METHODS,
    crate::pairs::METHODS,
];

/// A method by its id.
pub fn find(id: &str) -> Option<&'static Method> {
    METHODS.iter().flat_map(|folder| folder.iter()).find(|method| method.id == id)
}
