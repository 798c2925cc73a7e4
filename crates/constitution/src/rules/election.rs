//! The rules of an officer election: election, nomination, eligibility, protest. What is `None` or empty was not written.

use super::{NoticeRule, OfficeSet, RungRule};
use crate::block::{Node, Value};
use crate::source::{At, Place};
use crate::step::Span;
use crate::vocabulary::words::MONTHS;

/// An election of officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionRule {
    /// Its name, by which nomination, eligibility and protest rules belong to it.
    pub name: At<String>,
    /// Which offices it fills.
    pub offices: OfficeSet,
    /// How long from one to the next.
    pub every: Option<Span>,
    /// The month it falls in. *Units*: 1 to 12.
    pub month: Option<i8>,
    /// The longest time from founding to the first.
    pub first_within: Option<Span>,
    /// Who calls it.
    pub called_by: Vec<RungRule>,
    /// Notice of it.
    pub notice: Option<NoticeRule>,
    /// Who serves the notices.
    pub notice_by: Vec<RungRule>,
    /// How long before voting the roll is frozen.
    pub frozen: Option<Span>,
    /// Who freezes the roll.
    pub frozen_by: Vec<RungRule>,
    /// The key holders.
    pub key_holders: Option<KeyHoldersRule>,
    /// The ballot.
    pub ballot: Option<BallotRule>,
    /// Who draws up the ballot.
    pub ballot_by: Vec<RungRule>,
    /// How long voting stays open.
    pub voting: Option<Span>,
    /// What breaks a tie.
    pub tie: Option<String>,
    /// The decryption of the result.
    pub tally: Option<TallyRule>,
    /// Who certifies the result.
    pub certified_by: Vec<RungRule>,
    /// How long after certification the winners take office.
    pub installed: Option<Span>,
}

/// Key holders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHoldersRule {
    /// Where it stands.
    pub place: Place,
    /// How many there are.
    pub count: u8,
    /// Whether they are members drawn by lot.
    pub by_lot: bool,
    /// How long they have to make the keys.
    pub within: Span,
    /// What follows when they do not.
    pub otherwise: Option<At<String>>,
}

/// The ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotRule {
    /// Where it stands.
    pub place: Place,
    /// Whether it is secret.
    pub secret: Option<bool>,
    /// How winners are named.
    pub method: Option<At<String>>,
    /// Whether a voter can write a name in.
    pub write_ins: Option<bool>,
    /// Whether a voter can hand in a blank vote.
    pub blank: Option<bool>,
}

/// The decryption of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRule {
    /// Where it stands.
    pub place: Place,
    /// How long the key holders have.
    pub within: Span,
    /// What follows when they do not.
    pub otherwise: Option<At<String>>,
}

/// Nomination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NominationRule {
    /// The election it belongs to.
    pub name: At<String>,
    /// Notice of nominations.
    pub notice: Option<NoticeRule>,
    /// How long nominations stay open.
    pub window: Option<Span>,
    /// How long a nominee has to accept.
    pub accept_within: Option<Span>,
}

/// Eligibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EligibilityRule {
    /// The election it belongs to.
    pub name: At<String>,
    /// Shortest membership.
    pub member_for: Option<Span>,
    /// Whether good standing is needed.
    pub good_standing: Option<bool>,
    /// Facts that exclude.
    pub excluded: Vec<String>,
    /// Who decides.
    pub decided_by: Vec<RungRule>,
}

/// Protests against an election.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionProtestRule {
    /// The election it belongs to.
    pub name: At<String>,
    /// How long after the result a protest can be filed.
    pub window: Option<Span>,
    /// Who decides.
    pub decided_by: Vec<RungRule>,
}

impl ElectionRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        let every = node.child("every");
        let rolls = node.children_of("roll");
        Some(Self {
            name: node.arg()?.named()?,
            offices: node.child("for")?.offices()?,
            every: node.child_span("every"),
            month: every.and_then(|line| line.prop("month")).and_then(Value::text).and_then(month),
            first_within: node.child("first").and_then(|line| line.prop_span("within")),
            called_by: node.ladder("called-by"),
            notice: node.child_notice("notice"),
            notice_by: node.ladder("notice-by"),
            frozen: node.child("roll").and_then(|line| line.prop_span("frozen")),
            frozen_by: rolls.filter_map(|line| line.rung(line.prop("by")?.named()?)).collect(),
            key_holders: node.child("key-holders").and_then(KeyHoldersRule::read),
            ballot: node.child("ballot").map(BallotRule::read),
            ballot_by: node.ladder("ballot-by"),
            voting: node.child_span("voting"),
            tie: node.child("tie").and_then(|line| Some(line.arg()?.text()?.to_owned())),
            tally: node.child("tally").and_then(TallyRule::read),
            certified_by: node.ladder("certified-by"),
            installed: node.child_span("installed"),
        })
    }
}

fn month(word: &str) -> Option<i8> {
    let index = MONTHS.iter().position(|(known, _)| *known == word)?;
    i8::try_from(index + 1).ok()
}

impl KeyHoldersRule {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            place: node.place,
            count: node.arg()?.number()?,
            by_lot: node.prop_text("how").as_deref() == Some("lot"),
            within: node.prop_span("within")?,
            otherwise: node.prop("otherwise").and_then(Value::named),
        })
    }
}

impl BallotRule {
    fn read(node: &Node) -> Self {
        let flag = |name| node.prop(name).and_then(Value::flag);
        Self {
            place: node.place,
            secret: flag("secret"),
            method: node.prop("method").and_then(Value::named),
            write_ins: flag("write-ins"),
            blank: flag("blank"),
        }
    }
}

impl TallyRule {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            place: node.place,
            within: node.prop_span("within")?,
            otherwise: node.prop("otherwise").and_then(Value::named),
        })
    }
}

impl NominationRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self {
            name: node.arg()?.named()?,
            notice: node.child_notice("notice"),
            window: node.child_span("window"),
            accept_within: node.child("accept").and_then(|line| line.prop_span("within")),
        })
    }
}

impl EligibilityRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        let excluded = node.child("exclude").map(|line| line.args.as_slice()).unwrap_or_default();
        Some(Self {
            name: node.arg()?.named()?,
            member_for: node.child_span("member-for"),
            good_standing: node.child("good-standing").and_then(Node::arg).and_then(Value::flag),
            excluded: excluded.iter().filter_map(|fact| Some(fact.text()?.to_owned())).collect(),
            decided_by: node.ladder("decided-by"),
        })
    }
}

impl ElectionProtestRule {
    pub(super) fn read(node: &Node) -> Option<Self> {
        Some(Self {
            name: node.arg()?.named()?,
            window: node.child_span("window"),
            decided_by: node.ladder("decided-by"),
        })
    }
}
