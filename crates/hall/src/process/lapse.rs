//! Lapses: what time does in a process when a deadline passes. The rules say it; this file only reads them out.

use super::command::{Command, Voice};
use super::effect::Effect;
use super::stages;
use super::state::Case;
use crate::clock::{self, Elapsed};
use crate::election::effect::How;
use crate::refusal::{Refusal, Rule};
use crate::state::{State, Union};
use rankfile_constitution::process::{End, Role, Who};

/// Decides the clock's command: lawful only if exactly this duty is the one whose time ran out first.
pub fn decide(
    state: &State,
    union: &Union,
    case: &Case,
    command: &Command,
    now: i64,
) -> Result<Vec<Effect>, Refusal> {
    let Command::Elapse { stage, due_at, .. } = command else { return Ok(Vec::new()) };
    let is_due = match clock::elapsed(state, now) {
        Some(Elapsed::Process(duty)) => {
            duty.process == case.id && duty.stage == *stage && duty.due_at == *due_at
        }
        _ => false,
    };
    if !is_due {
        let reason = format!("no duty of stage {stage} of {} ran out at this time", case.id);
        let advice = "Only what is on the docket happens by itself.";
        return Err(Refusal::new(&case.plan.article, Rule::DutyNotDue, reason, advice));
    }
    Ok(effects(state, union, case, *due_at))
}

fn effects(state: &State, union: &Union, case: &Case, at: i64) -> Vec<Effect> {
    let Some((number, open, stage)) = case.open() else { return Vec::new() };
    if let Some(held) = open.held {
        return stages::over(state, union, case, number, at, held.how, held.decision);
    }
    let finish = |how, decision| stages::finish(state, union, case, number, at, how, decision);
    if stage.role == Role::Window {
        return finish(How::ByClock, open.members);
    }
    let rung = open.rung + 1;
    match stage.rungs.get(rung as usize) {
        Some((Who::Clock, _)) => return finish(How::ByClock, None),
        Some(_) => {
            let due_at = stages::rung_due(&union.zone, stage, rung, at);
            let passed = Effect::DutyPassed { process: case.id.clone(), stage: number, rung, due_at };
            return [vec![passed], stages::next_year(state, union, case)].concat();
        }
        None => {}
    }
    let decides = |voice| (stage.role == Role::Decides).then_some(voice);
    match stage.end {
        _ if matches!(stage.rungs.last(), Some((Who::Clock, _))) => finish(How::ByClock, None),
        End::Clock => finish(How::ByClock, None),
        End::Goes => finish(How::Lapsed, decides(Voice::For)),
        End::Against => finish(How::Lapsed, decides(Voice::Against)),
        End::Again if stages::ladder_end(&union.zone, stage, at) > at => {
            let due_at = stages::rung_due(&union.zone, stage, 0, at);
            vec![Effect::StageOpened { process: case.id.clone(), stage: number, opens_at: at, due_at }]
        }
        // What would begin again in the same instant would do nothing else for ever.
        End::Again | End::Nothing => {
            let overdue = Effect::DutyOverdue { process: case.id.clone(), stage: number };
            [vec![overdue], stages::next_year(state, union, case)].concat()
        }
    }
}
