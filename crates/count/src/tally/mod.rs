//! Methods that add up: plurality, block, limited, approval, Borda, score, STAR; and majority judgment, which orders
//! grades instead.
//!
//! Rankings ([`crate::Election`]) are counted by [`METHODS`], points and grades ([`Grades`]) by [`GRADED`]; approval is in
//! both. Not here: methods in stages.

mod answer;
mod borda;
pub mod grades;
mod judgment;
mod most;
mod rules;
mod score;
mod star;
mod votes;

pub use grades::{Given, GradedPapers, Grades, Scale};

use crate::words::Words;
use crate::{Count, Election, Method, Options, RuleSet, Stop};

/// The methods of this folder that count rankings. Those that need grades are listed and say so.
pub static METHODS: &[Method] = &[
    votes::PLURALITY,
    votes::BLOCK,
    votes::LIMITED,
    votes::APPROVAL,
    borda::BORDA,
    borda::BORDA_SHARED,
    borda::BORDA_MODIFIED,
    Method { id: "score", name: "Score", rules: rules::SCORE_1, count: needs_grades },
    Method { id: "star", name: "STAR", rules: rules::STAR_1, count: needs_grades },
    Method {
        id: "majority-judgment",
        name: "Majority judgment",
        rules: rules::JUDGMENT_1,
        count: needs_grades,
    },
];

/// The methods that count grades.
pub static GRADED: &[GradedMethod] = &[score::APPROVAL, score::SCORE, star::STAR, judgment::JUDGMENT];

/// One method that counts grades.
pub struct GradedMethod {
    /// As on the command line.
    pub id: &'static str,
    /// As people say it.
    pub name: &'static str,
    /// The rule set's canonical JSON; the same as that of the [`Method`] of this id.
    pub rules: &'static str,
    /// Counts.
    pub count: fn(&Grades, &Options) -> Result<Count, Stop>,
}

impl GradedMethod {
    /// Counts, and tells the count in plain sentences.
    ///
    /// *Errors*: as the method's own.
    pub fn apply(&self, grades: &Grades, options: &Options, words: &Words) -> Result<Count, Stop> {
        let mut count = (self.count)(grades, options)?;
        crate::narrate::tell(&mut count, words);
        Ok(count)
    }

    /// Name, version and digest of its rules.
    pub fn rule_set(&self) -> RuleSet {
        RuleSet::of(self.id, "1", self.rules)
    }
}

/// A method of grades by its id.
pub fn find_graded(id: &str) -> Option<&'static GradedMethod> {
    GRADED.iter().find(|method| method.id == id)
}

fn needs_grades(_: &Election, _: &Options) -> Result<Count, Stop> {
    Err(Stop::Unfit("this method counts points or grades, and the file has rankings only; give ABIF with scores or PrefLib categories".into()))
}
