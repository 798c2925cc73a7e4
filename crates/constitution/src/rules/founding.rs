//! The rules a union stands on: bodies, offices, terms, good standing.

use super::OfficeSet;
use crate::block::{Node, Value};
use crate::source::At;
use crate::step::Span;

/// A body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyRule {
    /// Its id.
    pub id: At<String>,
    /// What sort: `membership`, `assembly`, `board`, `committee` or `unit`.
    pub sort: String,
    /// How many people sit on it.
    pub seats: Option<u8>,
    /// How a person reads it.
    pub title: Option<String>,
}

/// An office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeRule {
    /// Its id.
    pub id: At<String>,
    /// How many people hold it at once.
    pub seats: Option<u8>,
    /// How a person reads it.
    pub title: Option<String>,
}

/// How long offices are held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRule {
    /// Which offices.
    pub offices: OfficeSet,
    /// How long.
    pub length: Span,
}

/// Good standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRule {
    /// The office or body that keeps the roll.
    pub kept_by: At<String>,
}

impl BodyRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self {
            id: node.arg()?.named()?,
            sort: node.prop_text("kind")?,
            seats: node.prop("seats").and_then(Value::number),
            title: node.prop_text("title"),
        })
    }
}

impl OfficeRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self {
            id: node.arg()?.named()?,
            seats: node.prop("seats").and_then(Value::number),
            title: node.prop_text("title"),
        })
    }
}

impl TermRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        let named = node.child("for").and_then(Node::offices).or_else(|| node.offices());
        // Without any office the rule is refused as a contradiction right after.
        let offices = named.unwrap_or(OfficeSet::Named(Vec::new()));
        Some(Self { offices, length: node.child_span("length")? })
    }
}

impl StandingRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self { kept_by: node.child("kept-by")?.arg()?.named()? })
    }
}
