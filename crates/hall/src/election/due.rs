//! What is due: the docket of all elections, and the one duty whose time has run out first.

use super::command::ElectionId;
use super::effect::Effect;
use super::state::{Election, Status, StepState};
use super::{bearer, steps};
use crate::state::{State, Union};
use rankfile_constitution::step::{Actor as Bearer, ArticleId, Opens, StepId};

/// A duty on the docket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The election it belongs to.
    pub election: ElectionId,
    /// The step.
    pub step: StepId,
    /// The article that orders it.
    pub article: ArticleId,
    /// Whose turn it is.
    pub bearer: Bearer,
    /// What is owed: "call the election".
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
    let mut duties: Vec<Duty> = state.elections.values().flat_map(of_election).collect();
    duties.sort_by(|a, b| (a.due_at, &a.election, &a.step).cmp(&(b.due_at, &b.election, &b.step)));
    duties
}

/// When a step opens and when it is due: as it was dated, or as it will be if voting opens on its day and the step before it,
/// open now, is done at `at`. `None` while that is open.
///
/// *Units*: seconds since 1970.
pub fn foreseen(union: &Union, election: &Election, step: &str, at: i64) -> Option<(i64, i64)> {
    if let Some(step) = election.step(step) {
        return Some((step.opens_at, step.due_at));
    }
    let step = election.plan.step(step)?;
    let Opens::After { step: before, .. } = &step.opens else { return None };
    let voting = election.voting_opens;
    let base = if before.0 == "open" { voting? } else { election.step(&before.0).map(|_| at)? };
    match steps::open(&union.zone, election, step, base, voting.unwrap_or(base)) {
        Effect::StepOpened { opens_at, due_at, .. } => Some((opens_at, due_at)),
        _ => None,
    }
}

/// The duty whose time ran out first, if any has at `now`; ties fall in the order of the plan's steps.
pub fn elapsed(state: &State, now: i64) -> Option<Duty> {
    let all = state.elections.values().flat_map(of_election);
    all.filter(|duty| !duty.overdue && duty.opens_at <= now && duty.due_at <= now)
        .min_by_key(|duty| duty.due_at)
}

/// The next instant at which time will do something, so that nobody has to ask all the time.
pub fn next_instant(state: &State) -> Option<i64> {
    let all = state.elections.values().flat_map(of_election);
    all.filter(|duty| !duty.overdue).map(|duty| duty.due_at.max(duty.opens_at)).min()
}

fn of_election(election: &Election) -> Vec<Duty> {
    if election.void.is_some() {
        return Vec::new();
    }
    let open = election.plan.steps.iter().filter_map(|step| {
        let state = election.steps.get(&step.id).filter(|state| state.done.is_none())?;
        Some(Duty {
            election: election.id.clone(),
            step: step.id.clone(),
            article: step.article.clone(),
            bearer: bearer::in_turn(step, state.rung).clone(),
            words: step.words.clone(),
            opens_at: state.opens_at,
            due_at: effective_due(election, &step.id, state),
            overdue: state.overdue,
        })
    });
    open.collect()
}

/// A step with nothing left to do is over as soon as it opens.
fn effective_due(election: &Election, step: &StepId, state: &StepState) -> i64 {
    let pending = |status| election.candidacies.values().any(|standing| standing.status == status);
    let moot = match step.0.as_str() {
        "accept" => !pending(Status::Nominated),
        "eligibility" => !pending(Status::Accepted),
        "decide-protest" => !election.protests.values().any(Option::is_none),
        _ => false,
    };
    if moot { state.opens_at.min(state.due_at) } else { state.due_at }
}

/// The earliest and the latest date a call made at `now` can set for voting.
pub fn voting_window(union: &Union, election: &Election, last_voting: Option<i64>, now: i64) -> (i64, i64) {
    let cycle = steps::cycle(union, &election.plan, last_voting);
    let earliest =
        steps::earliest_voting(&union.zone, &election.plan, "nomination-notice", now).max(cycle.earliest);
    (earliest, cycle.latest.max(earliest))
}

/// When voting opened in the election of the same plan before this one that was not void.
pub fn last_voting(state: &State, election: &Election) -> Option<i64> {
    let same = state
        .elections
        .values()
        .filter(|other| other.plan.name == election.plan.name && other.id != election.id);
    same.filter(|other| other.void.is_none() && other.is_done("certify"))
        .filter_map(|other| other.voting_opens)
        .max()
}
