//! What an amendment changes: two constitutions go in, plain sentences come out, the weightiest first. Members read this
//! before they vote. Rules are compared value by value, whatever article they stand in and however they are laid out; words
//! sentence by sentence; headings and numbers are said, and are no change of rules.

mod articles;
mod rules;

use crate::document::Constitution;
use crate::lint::{Against, Finding, lint};
use crate::step::ArticleId;

/// What changes from one constitution to another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// The changes, the weightiest first; of one weight, in the order of the new text, then of the old.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How much it weighs.
    pub weight: Weight,
    /// The article it stands in: of the new constitution, or of the old one where it is taken out. `None` for the front
    /// matter.
    pub article: Option<ArticleId>,
    /// The heading of that article.
    pub heading: String,
    /// What changes: one plain sentence.
    pub sentence: String,
}

/// How much a change weighs for a member who votes on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// A rule by which members choose, remove or bind those in office, or are judged by them.
    Rights,
    /// Another rule.
    Rules,
    /// Words, without the rules beside them.
    Words,
    /// A heading, a number, an id, a place.
    Form,
}

impl Weight {
    /// The word for it: `rights`, `rules`, `words` or `form`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rights => "rights",
            Self::Rules => "rules",
            Self::Words => "words",
            Self::Form => "form",
        }
    }
}

/// How the findings of the linter change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turned {
    /// Found in the new constitution and not in the old one.
    pub new: Vec<Finding>,
    /// Found in the old constitution and no longer in the new one.
    pub gone: Vec<Finding>,
}

/// Compares two constitutions.
///
/// *Shape*: nothing where only the layout differs.
pub fn compare(old: &Constitution, new: &Constitution) -> Comparison {
    let mut changes = articles::front(&old.front, &new.front);
    changes.extend(rules::compare(old, new));
    changes.extend(articles::compare(old, new));
    changes.sort_by_key(|change| change.weight);
    Comparison { changes }
}

/// Compares what the linter finds in two constitutions, held against the same.
///
/// *Shape*: a finding is the same when its lint, its article and its sentence are, wherever it stands.
pub fn turned(old: &Constitution, new: &Constitution, against: Against<'_>) -> Turned {
    let (before, after) = (lint(old, against), lint(new, against));
    let beyond = |these: &[Finding], those: &[Finding]| {
        let is_same = |one: &Finding, other: &Finding| {
            (one.id, &one.article, &one.message) == (other.id, &other.article, &other.message)
        };
        these.iter().filter(|one| !those.iter().any(|other| is_same(one, other))).cloned().collect()
    };
    Turned { new: beyond(&after, &before), gone: beyond(&before, &after) }
}

impl Comparison {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether any rule changes.
    pub fn changes_rules(&self) -> bool {
        self.changes.iter().any(|change| change.weight <= Weight::Rules)
    }
}
