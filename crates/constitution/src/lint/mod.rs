//! The linter: a well-formed constitution goes in, findings come out. It reads what the rules say, holds them against a
//! profile of legal floors and against themselves, and shows for each finding what could happen and what would mend it.
//! It changes nothing, reads no file, and never says that something is illegal.
//!
//! ```text
//! Constitution + Profile + as-of day (+ numbers from a roll) -> Case -> forty checks -> findings, in the order of the text
//! ```
//!
//! A check is a function from a case to findings. Each stands in the file of its group under the name of its lint, and
//! `ALL` lists them; nothing else knows that they exist.

mod case;
mod consistency;
mod finding;
mod law;
pub mod members;
mod people;
mod power;
pub mod profile;
mod stories;
mod time;

pub use case::{Case, Member, Members};
pub use finding::{Event, Finding, LintId, Severity};
pub use profile::Profile;

use crate::document::Constitution;
use finding::Findings;
use jiff::civil::Date;

/// What a constitution is held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The legal floors.
    pub profile: &'a Profile,
    /// The day the question is asked: floors in force on it are used, and stories begin after it.
    pub as_of: Date,
    /// Numbers from a real roll, when there is one.
    pub members: Option<&'a Members>,
}

/// One of the forty lints.
#[derive(Debug, Clone, Copy)]
pub struct Lint {
    /// Its id, for example `L02`.
    pub id: LintId,
    /// Its severity where the profile says nothing else.
    pub severity: Severity,
    /// What it looks for: one plain sentence, for the manual.
    pub about: &'static str,
    check: fn(&Case<'_>, &mut Findings<'_>),
}

/// Every lint, in the order of the manual.
pub fn all() -> impl Iterator<Item = &'static Lint> {
    [law::ALL, time::ALL, power::ALL, consistency::ALL].into_iter().flatten()
}

/// Runs every lint.
///
/// *Shape*: findings in the order of the text; of one place, in the order of the lints.
pub fn lint(constitution: &Constitution, against: Against<'_>) -> Vec<Finding> {
    let case = Case::new(constitution, against);
    let mut found = Vec::new();
    for lint in all() {
        (lint.check)(&case, &mut Findings::new(lint, &case, &mut found));
    }
    found.sort_by_key(|finding: &Finding| (finding.line, finding.column));
    found
}
