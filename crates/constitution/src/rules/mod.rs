//! The rules of a document, typed. A rule here is what the author wrote and where; nothing is filled in, no id is looked
//! up. The compiler does both. Readers trust that a node fits its shape, which `vocabulary::check` has made sure of.

mod contradiction;
mod election;
mod founding;
mod light;
mod read;

pub use election::{
    BallotRule, ElectionProtestRule, ElectionRule, EligibilityRule, KeyHoldersRule, NominationRule, TallyRule,
};
pub use founding::{BodyRule, OfficeRule, StandingRule, TermRule};
pub use light::{NamedNoticeRule, PublicationRule, QuorumRule, RetentionRule, ThresholdRule, VacancyRule};

use crate::block::{Node, Value};
use crate::diagnostic::Report;
use crate::nearest;
use crate::source::{At, Place};
use crate::step::{ArticleId, Span};
use crate::vocabulary;

/// A rule and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Where its word stands.
    pub place: Place,
    /// What it says.
    pub kind: RuleKind,
    /// The node it was read from: all that was written, also what the type leaves out.
    pub node: Node,
}

/// What a rule says, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleKind {
    /// A body.
    Body(BodyRule),
    /// An office.
    Office(OfficeRule),
    /// A term.
    Term(TermRule),
    /// Good standing.
    Standing(StandingRule),
    /// Nomination.
    Nomination(NominationRule),
    /// Eligibility.
    Eligibility(EligibilityRule),
    /// An election.
    Election(Box<ElectionRule>),
    /// Protests against an election.
    ElectionProtest(ElectionProtestRule),
    /// Keeping of records.
    Retention(RetentionRule),
    /// A notice.
    Notice(NamedNoticeRule),
    /// A publication.
    Publication(PublicationRule),
    /// A quorum.
    Quorum(QuorumRule),
    /// A threshold.
    Threshold(ThresholdRule),
    /// A vacancy.
    Vacancy(VacancyRule),
    /// A kind without a type of its own: the hall does not act on it; it is printed, checked and linted from its node.
    Other(OtherRule),
}

/// A rule of a kind without a type of its own: kept as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherRule {
    /// The kind's word.
    pub kind: &'static str,
    /// Its first argument, when that is a text.
    pub name: Option<String>,
    /// All of it.
    pub node: Node,
}

/// Which offices a rule is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfficeSet {
    /// All offices of the document.
    All(Place),
    /// These.
    Named(Vec<At<String>>),
}

/// One line of a ladder of bearers, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RungRule {
    /// The office or body.
    pub who: At<String>,
    /// How long it has.
    pub within: Span,
    /// What follows: the next bearer, or one of `clock stands again rerun nobody`.
    pub otherwise: Option<At<String>>,
}

/// A notice, as written inside another rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRule {
    /// The shortest time beforehand.
    pub lead: Span,
    /// The channels, all of which must be used.
    pub channels: Vec<String>,
    /// What it must contain.
    pub content: Vec<String>,
}

impl Rule {
    /// Types a node; notes what does not fit.
    pub(crate) fn read(node: Node, article: &ArticleId, report: &mut Report) -> Option<Self> {
        let place = node.place;
        let Some(kind) = vocabulary::kind(&node.word) else {
            let near = nearest::nearest(&node.word, vocabulary::kind_words());
            let remedy = match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => {
                    format!("The kinds are: {}.", vocabulary::kind_words().collect::<Vec<_>>().join(", "))
                }
            };
            let message = format!("No kind of rule is called `{}`.", node.word);
            report.note(place, Some(article), message, remedy);
            return None;
        };
        let before = report.count();
        vocabulary::check(&node, &kind.shape, article, report);
        if report.count() > before {
            return None;
        }
        let Some(read) = RuleKind::read(&node, kind.shape.word) else {
            // A shape that lets through what the reader cannot take is a mistake here; a rule is never dropped in silence.
            let message = format!("This `{}` cannot be read.", node.word);
            report.note(place, Some(article), message, "Compare it with the example in the manual.");
            return None;
        };
        if let Some((place, message, remedy)) = contradiction::find(&node) {
            report.note(place, Some(article), message, remedy);
            return None;
        }
        Some(Self { place, kind: read, node })
    }
}

impl RuleKind {
    fn read(node: &Node, kind: &'static str) -> Option<Self> {
        Some(match kind {
            "body" => Self::Body(BodyRule::read(node)?),
            "office" => Self::Office(OfficeRule::read(node)?),
            "term" => Self::Term(TermRule::read(node)?),
            "standing" => Self::Standing(StandingRule::read(node)?),
            "nomination" => Self::Nomination(NominationRule::read(node)?),
            "eligibility" => Self::Eligibility(EligibilityRule::read(node)?),
            "election" => Self::Election(Box::new(ElectionRule::read(node)?)),
            "election-protest" => Self::ElectionProtest(ElectionProtestRule::read(node)?),
            "retention" => Self::Retention(RetentionRule::read(node)?),
            "notice" => Self::Notice(NamedNoticeRule::read(node)?),
            "publication" => Self::Publication(PublicationRule::read(node)?),
            "quorum" => Self::Quorum(QuorumRule::read(node)?),
            "threshold" => Self::Threshold(ThresholdRule::read(node)?),
            "vacancy" => Self::Vacancy(VacancyRule::read(node)?),
            _ => {
                let name = node.args.first().and_then(Value::text).map(str::to_owned);
                Self::Other(OtherRule { kind, name, node: node.clone() })
            }
        })
    }
}
