//! What is due in processes.

use super::command::ProcessId;
use super::state::Case;
use crate::state::State;
use rankfile_constitution::process::Who;
use rankfile_constitution::step::ArticleId;

/// A duty on the docket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The process it belongs to.
    pub process: ProcessId,
    /// The stage, from 0.
    pub stage: u32,
    /// The article that orders it.
    pub article: ArticleId,
    /// Whose turn it is; `None` where only time is waited for.
    pub bearer: Option<Who>,
    /// What is owed: "call the vote".
    pub words: String,
    /// When it opens.
    pub opens_at: i64,
    /// When it is due.
    pub due_at: i64,
    /// Whether its time is over and nothing follows by rule.
    pub overdue: bool,
}

/// Every open duty, soonest first.
pub fn docket(state: &State) -> Vec<Duty> {
    let mut duties: Vec<Duty> = state.cases.values().filter_map(of_case).collect();
    duties.sort_by(|a, b| (a.due_at, &a.process).cmp(&(b.due_at, &b.process)));
    duties
}

/// The duty of a process that is open.
pub fn of_case(case: &Case) -> Option<Duty> {
    let (number, state, stage) = case.open()?;
    let (due_at, overdue, bearer) = match state.held {
        // Over but for the time by which it was put off.
        Some(held) => (held.until.unwrap_or(i64::MAX), held.until.is_none(), None),
        None => {
            (state.due_at, state.overdue, stage.rungs.get(state.rung as usize).map(|(who, _)| who.clone()))
        }
    };
    Some(Duty {
        process: case.id.clone(),
        stage: number,
        article: stage.article.clone(),
        bearer,
        words: stage.words.clone(),
        opens_at: state.opens_at,
        due_at,
        overdue,
    })
}

/// When time will do something in a process; `None` when it waits for people only.
pub fn due_at(case: &Case) -> Option<i64> {
    let (_, state, _) = case.open()?;
    match state.held {
        Some(held) => held.until,
        None => (!state.overdue).then_some(state.due_at.max(state.opens_at)),
    }
}

/// The duty whose time ran out first, if any has at `now`.
pub fn elapsed(state: &State, now: i64) -> Option<Duty> {
    let dues = state.cases.values().filter_map(|case| Some((due_at(case)?, case)));
    let (_, first) = dues.filter(|(due_at, _)| *due_at <= now).min_by_key(|(due_at, _)| *due_at)?;
    of_case(first)
}
