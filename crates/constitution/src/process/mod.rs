//! Processes: what a constitution compiles to, for the linter and the hall alike. A process is the stages by which
//! something that the rules order comes true: who must act, in what time, and what follows when nobody does. It knows no
//! date and no name. The hall runs processes; the calculus of guarantees asks how many people it takes to stop one.
//!
//! ```text
//! Constitution -> people     (who holds which seat)
//!              -> from_rules (processes)   -> hall::process runs them
//!                                          -> guarantee works out who can stall them
//! ```

mod from_rules;
pub mod people;

pub use from_rules::processes;
pub use people::{Coalition, People, Person, Who};

use crate::program::ElectionPlan;
use crate::step::{ArticleId, Span};
use jiff::civil::Date;

/// In place of a body, where no rule names who must act.
pub const NO_BEARER: &str = "no-bearer";

/// The steps to what one rule, or several that belong together, promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its name in the document: the kind of rule, the rule's own name, the office it is about, joined by `/`.
    pub id: String,
    /// The kind: `complaint`, `petition`, `first-election`, `duty`, ...
    pub kind: &'static str,
    /// The guarantees it keeps, and how many of its stages each of them needs. A process that keeps none is run all the same.
    pub promises: Vec<Promise>,
    /// Whom it is about: offices, or a rule of this name.
    pub subjects: Vec<String>,
    /// How its clock starts.
    pub begins: Begins,
    /// Who may set it going: offices, bodies, or `members`. Empty means anybody.
    pub opened_by: Vec<String>,
    /// Whether whoever it is against, or who has left the office it is about, takes no part in it.
    pub recuses: bool,
    /// What happens on the first day, in a sentence.
    pub opening: String,
    /// The article it stands in.
    pub article: ArticleId,
    /// The plan of the election, where it is one that the hall holds with ballots of its own.
    pub plan: Option<Box<ElectionPlan>>,
    /// The stages, in order: each opens when the one before it is over.
    pub stages: Vec<Stage>,
    /// The matter it belongs to, as rules on amendments and emergencies name it; empty for none.
    pub matter: &'static str,
    /// Where it is a way to change the rules: how far that reaches.
    pub changes: Option<Changes>,
    /// Powers to put it off.
    pub delays: Vec<Delay>,
    /// Powers to change the rules under it before it begins.
    pub amendments: Vec<Amendment>,
    /// A petition by which members outside the coalition could still force it.
    pub needs: Option<String>,
}

/// A guarantee that a process keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// Which.
    pub id: &'static str,
    /// How many of the stages it needs, from the first.
    pub stages: usize,
}

/// How far a way to change the rules reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The matters it can change; empty for all of them.
    pub reaches: Vec<String>,
    /// The matters in which a change binds only after the next election.
    pub deferred: Vec<String>,
    /// Whether no change binds before that.
    pub defers_all: bool,
}

impl Changes {
    /// Whether it can change the rules on a matter.
    pub fn reach(&self, matter: &str) -> bool {
        self.reaches.is_empty() || self.reaches.iter().any(|known| known == matter)
    }

    /// Whether a change of the rules on a matter waits for the next election.
    pub fn defer(&self, matter: &str) -> bool {
        self.defers_all || self.deferred.iter().any(|known| known == matter)
    }
}

/// How the clock of a process starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begins {
    /// On any day: somebody asks, or something happens.
    AnyDay,
    /// With the founding.
    Founding,
    /// Every year with the first day of this month, 1 to 12.
    Yearly(i8),
    /// Again and again, so long after the time before; the first so long after the founding.
    Every(Span),
    /// On this day, because the event has happened.
    On(Date),
    /// With an outside event that has not happened and may never.
    Outside(String),
    /// With the completion of the election before it.
    Cycle,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// What is owed, as the rest of a sentence.
    pub words: String,
    /// Its article.
    pub article: ArticleId,
    /// How long after the stage before it, it opens.
    pub wait: Span,
    /// Who owes it, in order, and in what time.
    pub rungs: Vec<(Who, Span)>,
    /// What follows when nobody acts.
    pub end: End,
    /// What it does beyond being done.
    pub role: Role,
}

/// What follows when nobody on the ladder acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The clock does it.
    Clock,
    /// It counts as done: what was there before stands, or the request counts as granted.
    Goes,
    /// It counts as decided against whoever asked.
    Against,
    /// It begins again, for ever if need be.
    Again,
    /// Nothing: it stays undone.
    Nothing,
}

/// What a stage does beyond being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing.
    Plain,
    /// Its time always runs in full, whoever acts.
    Window,
    /// It sets the day voting opens, which everything after it waits for.
    Calls,
    /// It has to be done before voting opens: its time is already in the date.
    BeforeVoting,
    /// It decides, for or against whoever asked.
    Decides,
    /// It decides again what was decided before it: a way that is open, and takes no time of the process itself.
    Appeals,
}

/// A power to put something off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delay {
    /// Who has it.
    pub who: Who,
    /// By how much, each time; `None` without a limit.
    pub by: Option<Span>,
    /// How often; `None` without a limit.
    pub times: Option<u64>,
    /// Its article.
    pub article: ArticleId,
    /// What it is, as the rest of a sentence.
    pub words: String,
}

/// A power to change the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Who has it.
    pub who: Who,
    /// Its article.
    pub article: ArticleId,
    /// Whether a change binds before the guarantee would next come true.
    pub binds_at_once: bool,
}

impl Process {
    /// The part of it that one guarantee needs.
    pub fn up_to(&self, promise: Promise) -> Self {
        let stages = self.stages.iter().take(promise.stages).cloned();
        // An appeal stands behind the decision it can undo, and belongs to every guarantee that the decision keeps.
        let appeals = self.stages.iter().skip(promise.stages).take_while(|stage| stage.role == Role::Appeals);
        let stages = if promise.stages == 0 { Vec::new() } else { stages.chain(appeals.cloned()).collect() };
        Self { promises: vec![promise], stages, ..self.clone() }
    }

    /// Whether the hall runs it step by step. An election with ballots of its own, and what is said against it, has its own
    /// pages and its own rules there.
    pub fn is_run_by_steps(&self) -> bool {
        self.plan.is_none() && !self.stages.is_empty()
    }
}
