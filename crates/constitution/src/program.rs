//! The program: a constitution after compilation, as the hall uses it. Everything here is typed and complete; what the
//! document left out has been filled from `defaults` and is listed in `Program::assumed`, so that no value is silent.

use crate::process::{People, Process};
use crate::step::{Actor, ArticleId, BodyId, OfficeId, Span, Step, StepId};
use serde::{Deserialize, Serialize};

/// A compiled constitution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The union's name, from the front matter.
    pub name: String,
    /// SHA-256 of the canonical document, as `sha256:` and 64 hexadecimal digits. The constitution's identity.
    pub digest: String,
    /// Every article: id and heading, in document order.
    pub articles: Vec<(ArticleId, String)>,
    /// Offices, in document order.
    pub offices: Vec<Office>,
    /// Bodies, in document order.
    pub bodies: Vec<Body>,
    /// Who keeps the roll and by what rule a member is in good standing.
    pub standing: Standing,
    /// Who keeps the register of keys: the article that says so (else the first article).
    pub keys_article: ArticleId,
    /// Elections of officers.
    pub elections: Vec<ElectionPlan>,
    /// Who holds which seat.
    pub people: People,
    /// Everything else that runs step by step.
    pub processes: Vec<Process>,
    /// Values the document did not give, filled from the defaults: plain sentences.
    pub assumed: Vec<String>,
}

/// An office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Its id.
    pub id: OfficeId,
    /// How a person reads it: "President".
    pub title: String,
    /// How many people hold it at once.
    pub seats: u8,
    /// Length of a term.
    pub term: Span,
    /// The article that creates it.
    pub article: ArticleId,
}

/// A body that can owe duties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its id.
    pub id: BodyId,
    /// How a person reads it: "Election committee".
    pub title: String,
    /// How many people sit on it; `None` for the whole membership.
    pub seats: Option<u8>,
    /// The article that creates it.
    pub article: ArticleId,
}

/// Good standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The office or body that keeps the roll.
    pub kept_by: Actor,
    /// The article.
    pub article: ArticleId,
}

/// How ties fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tie {
    /// By lot, from seeds that key holders commit to before voting and reveal after it.
    Lot,
}

/// How votes become winners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The most votes win; with several seats a voter may choose as many as there are seats.
    Plurality,
}

/// A notice the constitution demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeTerms {
    /// The shortest time between service and what it announces. The day of service is not counted, the announced day is.
    pub lead: Span,
    /// Channels that must all be used: `post`, `email`, ...
    pub channels: Vec<String>,
    /// What it must contain.
    pub content: Vec<String>,
    /// The article.
    pub article: ArticleId,
}

/// Terms of nomination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NominationTerms {
    /// Notice before nominations open.
    pub notice: NoticeTerms,
    /// How long nominations stay open.
    pub window: Span,
    /// How long a nominee has to accept once nominations have closed.
    pub accept_within: Span,
    /// The article.
    pub article: ArticleId,
}

/// Terms of eligibility for office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EligibilityTerms {
    /// Shortest membership before nominations close.
    pub member_for: Option<Span>,
    /// Whether the nominee must be in good standing.
    pub good_standing: bool,
    /// Facts that exclude, for example `supervisor`.
    pub excluded: Vec<String>,
    /// The article.
    pub article: ArticleId,
}

/// One kind of election of officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectionPlan {
    /// Its name in the document, for example `officers`.
    pub name: String,
    /// The article.
    pub article: ArticleId,
    /// Offices filled, in document order.
    pub offices: Vec<OfficeId>,
    /// How winners are named.
    pub method: Method,
    /// Whether a voter can hand in a blank vote.
    pub blank: bool,
    /// What breaks a tie.
    pub tie: Tie,
    /// How long voting stays open.
    pub voting: Span,
    /// How many key holders there are; all must decrypt.
    pub key_holders: u8,
    /// Notice of the election.
    pub notice: NoticeTerms,
    /// Nominations.
    pub nomination: NominationTerms,
    /// Eligibility.
    pub eligibility: EligibilityTerms,
    /// How long after the result a protest can be filed.
    pub protest_window: Span,
    /// The article on protests.
    pub protest_article: ArticleId,
    /// How long records are kept.
    pub retention: Span,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

impl ElectionPlan {
    /// The step of this name.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == StepId(id.to_owned()))
    }
}
