//! Applying effects on processes. Nothing is worked out here: effects carry every value.

use super::command::ProcessId;
use super::effect::Effect;
use super::state::{Case, Held, StageState};
use crate::state::State;
use crate::union::decide::compile;
use std::sync::Arc;

/// Applies.
pub fn evolve(state: &mut State, effect: &Effect) {
    match effect {
        Effect::Begun { process, plan, about, against, at } => {
            let Some(union) = &state.union else { return };
            let Some((plan, people)) = union.process(plan) else { return };
            let case = Case {
                id: process.clone(),
                plan: Arc::new(plan.clone()),
                people: Arc::new(people.clone()),
                about: about.clone(),
                against: against.clone(),
                begun_at: *at,
                stages: Default::default(),
                asked: Default::default(),
                used: Default::default(),
                owed: Vec::new(),
                ended: None,
            };
            state.cases.insert(process.clone(), case);
        }
        Effect::Amended { process, constitution, .. } => {
            let changes = state.cases.get(process).and_then(|case| case.plan.changes.as_ref());
            let (Some(union), Some(changes)) = (&mut state.union, changes) else { return };
            let text = state.documents.text(constitution);
            if let Some(Ok(program)) = text.map(|text| compile(text, union.rehearsal)) {
                union.amend(program, changes);
            }
        }
        Effect::Ended { process, .. } => {
            let case = state.cases.get_mut(process);
            let kind = case.as_ref().map(|case| case.plan.kind);
            if let Some(case) = case {
                evolve_one(case, effect);
            }
            if let (Some("election" | "first-election"), Some(union)) = (kind, &mut state.union) {
                union.deferred.clear();
            }
        }
        other => {
            if let Some(case) = id_of(other).and_then(|id| state.cases.get_mut(id)) {
                evolve_one(case, other);
            }
        }
    }
}

pub(super) fn id_of(effect: &Effect) -> Option<&ProcessId> {
    match effect {
        Effect::Begun { process, .. }
        | Effect::StageOpened { process, .. }
        | Effect::Heard { process, .. }
        | Effect::DutyPassed { process, .. }
        | Effect::DutyOverdue { process, .. }
        | Effect::DelayAsked { process, .. }
        | Effect::PutOff { process, .. }
        | Effect::Held { process, .. }
        | Effect::StageDone { process, .. }
        | Effect::Ended { process, .. } => Some(process),
        // What it changes is the union.
        Effect::Amended { .. } => None,
    }
}

fn evolve_one(case: &mut Case, effect: &Effect) {
    let mut open = case.stages.iter_mut().next_back().map(|(_, stage)| stage);
    match effect {
        Effect::StageOpened { stage, opens_at, due_at, .. } => {
            let fresh = StageState {
                opens_at: *opens_at,
                due_at: *due_at,
                rung: 0,
                heard: Default::default(),
                members: None,
                overdue: false,
                held: None,
                done: None,
            };
            case.stages.insert(*stage, fresh);
        }
        Effect::Heard { by, voice, .. } => {
            if let Some(open) = &mut open {
                match by {
                    Some(speaker) => drop(open.heard.insert(speaker.clone(), *voice)),
                    None => open.members = Some(*voice),
                }
            }
        }
        Effect::DutyPassed { rung, due_at, .. } => {
            if let Some(open) = &mut open {
                (open.rung, open.due_at) = (*rung, *due_at);
                open.heard.clear();
            }
        }
        Effect::DutyOverdue { .. } => {
            if let Some(open) = &mut open {
                open.overdue = true;
            }
        }
        Effect::DelayAsked { power, by, .. } => {
            case.asked.entry(*power).or_default().insert(by.clone());
        }
        Effect::PutOff { power, .. } => {
            case.asked.remove(power);
            *case.used.entry(*power).or_default() += 1;
            case.owed.push(*power);
        }
        Effect::Held { until, how, decision, .. } => {
            case.owed.clear();
            if let Some(open) = &mut open {
                open.held = Some(Held { until: *until, how: *how, decision: *decision });
            }
        }
        Effect::StageDone { stage, at, how, decision, .. } => {
            if let Some(stage) = case.stages.get_mut(stage) {
                stage.done = Some((*at, *how, *decision));
            }
        }
        Effect::Ended { at, decision, .. } => case.ended = Some((*at, *decision)),
        Effect::Begun { .. } | Effect::Amended { .. } => {}
    }
}
