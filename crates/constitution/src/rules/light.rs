//! Rules typed lightly: the program prints and checks them, and the linter will reason about them; the hall does not act on
//! them yet, except on retention.

use super::{NoticeRule, OfficeSet, RungRule};
use crate::block::{Node, Value};
use crate::source::At;
use crate::step::Span;

/// Keeping of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionRule {
    /// The class of records, for example `election-records`.
    pub class: At<String>,
    /// How long.
    pub keep: Span,
}

/// A notice of something other than an election.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedNoticeRule {
    /// What it announces.
    pub of: At<String>,
    /// Its terms.
    pub notice: NoticeRule,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationRule {
    /// What is published.
    pub what: At<String>,
    /// Whom it reaches: `members`, `public` or `board`.
    pub to: String,
    /// In what time.
    pub within: Span,
    /// Which office or body publishes it.
    pub by: Option<At<String>>,
}

/// A quorum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuorumRule {
    /// Of which body.
    pub body: At<String>,
    /// A number of people.
    pub number: Option<u32>,
    /// A share, as written: `majority`, `2/3`, `10%`.
    pub share: Option<String>,
    /// What it is a share of.
    pub of: Option<String>,
}

/// A threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThresholdRule {
    /// For which decisions.
    pub class: At<String>,
    /// The share, as written: `majority`, `2/3`, `10%`.
    pub share: String,
    /// What it is a share of.
    pub of: String,
    /// Whether the vote is secret.
    pub secret: Option<bool>,
}

/// How an empty office is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VacancyRule {
    /// Which offices.
    pub offices: OfficeSet,
    /// Who fills it.
    pub filled_by: Vec<RungRule>,
    /// The longest time to a special election.
    pub special_election_within: Option<Span>,
}

impl RetentionRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self { class: node.arg()?.named()?, keep: node.child_span("keep")? })
    }
}

impl NamedNoticeRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self { of: node.arg()?.named()?, notice: node.notice(node.prop_span("lead")?) })
    }
}

impl PublicationRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self {
            what: node.arg()?.named()?,
            to: node.prop_text("to")?,
            within: node.prop_span("within")?,
            by: node.prop("by").and_then(Value::named),
        })
    }
}

impl QuorumRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self {
            body: node.arg()?.named()?,
            number: node.prop("number").and_then(Value::number),
            share: node.prop_text("share"),
            of: node.prop_text("of"),
        })
    }
}

impl ThresholdRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self {
            class: node.arg()?.named()?,
            share: node.prop_text("share")?,
            of: node.prop_text("of")?,
            secret: node.prop("secret").and_then(Value::flag),
        })
    }
}

impl VacancyRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self {
            offices: node.child("for")?.offices()?,
            filled_by: node.ladder("filled-by"),
            special_election_within: node.child("special-election").and_then(|line| line.prop_span("within")),
        })
    }
}
