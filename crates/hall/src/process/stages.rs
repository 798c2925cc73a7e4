//! The mechanics of stages: what opens when something is over. It knows what a kind of process is only where one thing
//! leads to another: a decided amendment to other rules, a recall or a removal to an empty office, an election to the
//! next.

use super::command::{ProcessId, Voice};
use super::effect::Effect;
use super::state::Case;
use crate::election;
use crate::election::effect::{Effect as ElectionEffect, How};
use crate::state::{State, Union};
use crate::union::decide::compile;
use crate::zone::{Zone, add};
use jiff::civil::Date;
use rankfile_constitution::process::{Begins, Process, Role, Stage, Who};
use rankfile_constitution::program::{ElectionPlan, Program};
use rankfile_constitution::step::{Span, Unit};
use rankfile_record::key::PublicKey;
use std::collections::BTreeSet;

/// What begins a process: what it is about, and against whom.
#[derive(Debug, Clone, Default)]
pub struct Matter {
    /// The commitment or digest; empty where time itself begins it.
    pub about: String,
    /// Whose key is not heard.
    pub against: Option<PublicKey>,
}

/// The effects that set a process going.
pub fn begin(state: &State, zone: &Zone, plan: &Process, matter: Matter, at: i64) -> Vec<Effect> {
    let before = state.cases.values().filter(|case| case.plan.id == plan.id).count();
    let process = ProcessId(format!("{}#{}", plan.id, before + 1));
    let Matter { about, against } = matter;
    let begun = Effect::Begun { process: process.clone(), plan: plan.id.clone(), about, against, at };
    [vec![begun], next(zone, plan, &process, 0, at, None)].concat()
}

/// The effects of founding: whatever begins with it, or with time.
pub fn begin_with_the_founding(state: &State, union: &Union) -> Vec<Effect> {
    let with_time = union.program.processes.iter().filter(|plan| plan.is_run_by_steps());
    with_time
        .filter_map(|plan| Some((plan, first_day(union, plan, union.founded_at)?)))
        .flat_map(|(plan, at)| begin(state, &union.zone, plan, Matter::default(), at))
        .collect()
}

/// When a process begins by itself in a union of this program, from an instant on; `None` when it waits for somebody.
fn first_day(union: &Union, plan: &Process, from: i64) -> Option<i64> {
    match &plan.begins {
        Begins::Founding => Some(from),
        Begins::On(date) => Some(union.zone.start_of(*date).max(from)),
        Begins::Yearly(_) | Begins::Every(_) => again(&union.zone, plan, from),
        // The next election follows the first, where the rules speak of a first.
        Begins::Cycle => first_of(&union.program, plan).is_none().then_some(from),
        Begins::AnyDay | Begins::Outside(_) => None,
    }
}

/// When what comes by itself comes the first time after an instant; `None` for what does not.
fn again(zone: &Zone, plan: &Process, from: i64) -> Option<i64> {
    match &plan.begins {
        Begins::Yearly(month) => Some(zone.start_of(next_first(zone.date(from), *month))),
        // What came again at once would never be over.
        Begins::Every(span) => Some(zone.earliest(from, *span)).filter(|at| *at > from),
        _ => None,
    }
}

/// The first election that goes before an election held in a cycle.
fn first_of<'a>(program: &'a Program, plan: &Process) -> Option<&'a Process> {
    let id = format!("first-{}", plan.id);
    program.processes.iter().find(|first| first.id == id)
}

/// The first day of a month, on or after a date.
fn next_first(date: Date, month: i8) -> Date {
    let this_year = date.with().day(1).month(month).build().unwrap_or(date);
    if this_year >= date { this_year } else { add(this_year, Span { amount: 1, unit: Unit::Years }) }
}

/// When whoever is in turn on a rung must have acted, counted from when it is their turn.
pub fn rung_due(zone: &Zone, stage: &Stage, rung: u32, from: i64) -> i64 {
    match stage.rungs.get(rung as usize) {
        None | Some((Who::Clock, _)) => from,
        Some((_, within)) if stage.role == Role::Window && within.amount == 0 => from,
        Some((_, within)) => zone.deadline(from, *within),
    }
}

/// When everybody on a ladder has let their time pass.
pub fn ladder_end(zone: &Zone, stage: &Stage, from: i64) -> i64 {
    let rungs = 0..u32::try_from(stage.rungs.len()).unwrap_or(u32::MAX);
    rungs.fold(from, |from, rung| rung_due(zone, stage, rung, from))
}

/// The effects that open the next stage from this number on, or end the process.
fn next(
    zone: &Zone,
    plan: &Process,
    process: &ProcessId,
    number: usize,
    at: i64,
    decision: Option<Voice>,
) -> Vec<Effect> {
    // A refusal is not decided again here, and a refused change or strike has nothing to wait for. An appeal is a way of
    // its own.
    let is_left_out = |stage: &Stage| match (stage.role, decision) {
        (Role::Appeals, _) => true,
        (Role::Decides, Some(Voice::Against)) => true,
        _ => matches!(plan.kind, "amendment" | "bargaining") && decision == Some(Voice::Against),
    };
    let following = plan.stages.iter().enumerate().skip(number).find(|(_, stage)| !is_left_out(stage));
    let Some((number, stage)) = following else {
        return vec![Effect::Ended { process: process.clone(), at, decision }];
    };
    let opens_at = zone.earliest(at, stage.wait);
    let due_at = rung_due(zone, stage, 0, opens_at);
    vec![Effect::StageOpened { process: process.clone(), stage: place(number), opens_at, due_at }]
}

/// The effects of a stage coming to its end: what was put off waits first.
pub fn finish(
    state: &State,
    union: &Union,
    case: &Case,
    number: u32,
    at: i64,
    how: How,
    decision: Option<Voice>,
) -> Vec<Effect> {
    let keeps_a_promise = case.plan.promises.iter().any(|promise| promise.stages == number as usize + 1)
        || is_last(case, number);
    if case.owed.is_empty() || !keeps_a_promise {
        return over(state, union, case, number, at, how, decision);
    }
    let until = put_off(&union.zone, case, &case.owed, at);
    vec![Effect::Held { process: case.id.clone(), stage: number, until, how, decision }]
}

/// When something put off by these powers comes after all; `None` for never.
pub fn put_off(zone: &Zone, case: &Case, powers: &[u32], at: i64) -> Option<i64> {
    powers
        .iter()
        .try_fold(at, |at, power| Some(zone.earliest(at, case.plan.delays.get(*power as usize)?.by?)))
}

fn is_last(case: &Case, number: u32) -> bool {
    let mut later = case.plan.stages.iter().skip(number as usize + 1);
    later.all(|stage| stage.role == Role::Appeals)
}

/// The effects of a stage that is over, with all that follows.
pub fn over(
    state: &State,
    union: &Union,
    case: &Case,
    number: u32,
    at: i64,
    how: How,
    decision: Option<Voice>,
) -> Vec<Effect> {
    let process = case.id.clone();
    let mut effects = vec![Effect::StageDone { process: process.clone(), stage: number, at, how, decision }];
    let earlier = case.stages.values().filter_map(|stage| stage.done?.2).next_back();
    let so_far = decision.or(earlier);
    effects.extend(next(&union.zone, &case.plan, &process, number as usize + 1, at, so_far));
    effects.extend(next_year(state, union, case));
    if let Some(Effect::Ended { .. }) = effects.iter().rfind(|effect| matches!(effect, Effect::Ended { .. }))
    {
        effects.extend(follows(state, union, case, at, so_far));
    }
    effects
}

/// What comes by itself is awaited again as soon as anything has become of it this time.
pub fn next_year(state: &State, union: &Union, case: &Case) -> Vec<Effect> {
    let last =
        state.cases.values().filter(|other| other.plan.id == case.plan.id).max_by_key(|other| other.begun_at);
    let is_last = last.is_none_or(|last| last.id == case.id);
    let Some(plan) = in_force(union, &case.plan.id).filter(|_| is_last) else { return Vec::new() };
    let from = match plan.begins {
        Begins::Yearly(_) => {
            union.zone.start_of(union.zone.date(case.begun_at).tomorrow().unwrap_or(Date::MAX))
        }
        _ => case.begun_at,
    };
    let at = again(&union.zone, plan, from);
    // The calendar has a last year.
    let at = at.filter(|at| *at > case.begun_at);
    at.map_or_else(Vec::new, |at| begin(state, &union.zone, plan, Matter::default(), at))
}

/// The plan of this name in the constitution in force, if it is run step by step.
pub fn in_force<'a>(union: &'a Union, id: &str) -> Option<&'a Process> {
    union.process(id).map(|(plan, _)| plan)
}

/// What follows from a process that is over.
fn follows(state: &State, union: &Union, case: &Case, at: i64, decision: Option<Voice>) -> Vec<Effect> {
    let rest = |kind: &str| case.plan.id.strip_prefix(kind).unwrap_or_default().to_owned();
    let then = |id: &str| {
        let plan = in_force(union, id);
        plan.map_or_else(Vec::new, |plan| begin(state, &union.zone, plan, Matter::default(), at))
    };
    match (case.plan.kind, decision) {
        ("first-election", _) => then(&rest("first-")),
        // An election that takes no time at all is followed by none: others would follow it in the same instant for ever.
        ("election", _) if at > case.begun_at => then(&case.plan.id),
        ("recall" | "removal-for-cause", Some(Voice::For)) => {
            let office = case.plan.subjects.first().map_or("", String::as_str);
            then(&format!("vacancy/{office}"))
        }
        ("amendment", Some(Voice::For)) => amended(state, union, case, at),
        _ => Vec::new(),
    }
}

/// Other rules are in force. What is under way finishes by the rules it began with; what they newly begin, begins.
fn amended(state: &State, union: &Union, case: &Case, at: i64) -> Vec<Effect> {
    let Some(changed) = after(state, union, case) else { return Vec::new() };
    let constitution = case.about.clone();
    let mut effects = vec![Effect::Amended { process: case.id.clone(), constitution, at }];
    let is_under_way = |plan: &Process| {
        let first = format!("first-{}", plan.id);
        let mut open = state.cases.values().filter(|case| case.ended.is_none());
        open.any(|case| case.plan.id == plan.id || case.plan.id == first)
    };
    let ids = changed.program.processes.iter().map(|plan| &plan.id);
    for plan in ids.filter_map(|id| in_force(&changed, id)).filter(|plan| !is_under_way(plan)) {
        let begins = match &plan.begins {
            Begins::Cycle => Some(at),
            _ => again(&union.zone, plan, at),
        };
        let now = begins.map(|at| begin(state, &union.zone, plan, Matter::default(), at));
        effects.extend(now.unwrap_or_default());
    }
    effects
}

/// The first matter on which another program has other rules than the union has now, and which a way to change the rules
/// does not reach.
pub fn out_of_reach<'a>(union: &'a Union, plan: &Process, program: &'a Program) -> Option<&'a str> {
    let changes = plan.changes.as_ref()?;
    let on = |program: &'a Program, matter: &str| -> Vec<&'a Process> {
        program.processes.iter().filter(|plan| plan.matter == matter).collect()
    };
    let both = union.program.processes.iter().chain(&program.processes);
    let matters: BTreeSet<&str> = both.map(|plan| plan.matter).filter(|matter| !matter.is_empty()).collect();
    let changed = |matter: &&str| !changes.reach(matter) && on(&union.program, matter) != on(program, matter);
    matters.into_iter().find(changed)
}

/// The union as it is when what a process decided is in force.
fn after(state: &State, union: &Union, case: &Case) -> Option<Union> {
    let program = compile(state.documents.text(&case.about)?, union.rehearsal).ok()?;
    // Others may have changed the rules since it was proposed: what it does not reach, it does not change back either.
    if out_of_reach(union, &case.plan, &program).is_some() {
        return None;
    }
    let mut changed = union.clone();
    changed.amend(program, case.plan.changes.as_ref()?);
    Some(changed)
}

/// The elections that an amendment among these effects brings, and that have none under way.
pub fn elections_after(state: &State, union: &Union, effects: &[Effect]) -> Vec<ElectionEffect> {
    let mut awaited = Vec::new();
    for effect in effects {
        let Effect::Amended { process, at, .. } = effect else { continue };
        let changed = state.cases.get(process).and_then(|case| after(state, union, case));
        let Some(changed) = changed else { continue };
        let is_new =
            |plan: &&ElectionPlan| state.elections.values().all(|known| known.plan.name != plan.name);
        for plan in changed.program.elections.iter().filter(is_new) {
            awaited.extend(election::steps::await_next(&changed, plan, 1, None, *at));
        }
    }
    awaited
}

fn place(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
