//! A process: the steps by which one guarantee comes true, as the solver sees them. It is what the hall's steps become when
//! only time, bearers and backstops are left. It knows no date and no coalition.

use super::people::Who;
use crate::program::ElectionPlan;
use crate::step::{ArticleId, Span};

/// The steps to one guarantee.
#[derive(Debug, Clone)]
pub struct Process {
    /// Which guarantee.
    pub id: &'static str,
    /// Whom it is about: an office, or a rule of this name.
    pub subject: Option<String>,
    /// How its clock starts.
    pub begins: Begins,
    /// What happens on the first day, in a sentence.
    pub opening: String,
    /// The article it stands in.
    pub article: ArticleId,
    /// The plan of the election, where it is one that the hall could run.
    pub plan: Option<Box<ElectionPlan>>,
    /// The stages, in order: each opens when the one before it is over.
    pub stages: Vec<Stage>,
    /// Powers to put it off.
    pub delays: Vec<Delay>,
    /// Powers to change the rules under it before it comes true.
    pub amendments: Vec<Amendment>,
    /// A petition by which members outside the coalition could still force it.
    pub needs: Option<String>,
}

/// How the clock of a process starts.
#[derive(Debug, Clone)]
pub enum Begins {
    /// On any day.
    AnyDay,
    /// On this day, because the event has happened.
    On(jiff::civil::Date),
    /// With an outside event that has not happened and may never.
    Outside(String),
    /// With the completion of the election before it.
    Cycle,
}

/// One stage.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// It decides again what was decided before it.
    Appeals,
}

/// A power to put something off.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub struct Amendment {
    /// Who has it.
    pub who: Who,
    /// Its article.
    pub article: ArticleId,
    /// Whether a change binds before the guarantee would next come true.
    pub binds_at_once: bool,
}
