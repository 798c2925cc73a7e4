//! Bearers: who may act on a step now, and how a refusal names those who may.

use super::state::Election;
use crate::refusal::{Refusal, Rule};
use crate::request::Ask;
use crate::state::Union;
use rankfile_constitution::step::{Actor as Bearer, Step};
use rankfile_record::act::Actor;

/// Checks that a step is open and that the asker is on a rung its ladder has reached.
///
/// A bearer who let a deadline pass may still act while the step is open: late is better than never.
pub fn check<'e>(
    union: &Union,
    election: &'e Election,
    step_id: &str,
    ask: &Ask<'_>,
) -> Result<&'e super::state::StepState, Refusal> {
    let Some(step) = election.plan.step(step_id) else {
        let reason = format!("this election's rules have no step `{step_id}`");
        return Err(Refusal::new(&election.plan.article, Rule::StepNotOpen, reason, "Look at the docket."));
    };
    let no = |rule, reason: String, advice: &str| Err(Refusal::new(&step.article, rule, reason, advice));
    if let Some(why) = &election.void {
        return no(
            Rule::StepClosed,
            format!("this election is void: {why}"),
            "Look at the docket for the one that follows.",
        );
    }
    let Some(state) = election.steps.get(&step.id) else {
        return no(
            Rule::StepNotOpen,
            format!("it is not yet time to {}", step.words),
            "Look at the docket for what comes before.",
        );
    };
    if let Some((at, _)) = state.done {
        let reason = format!("the time to {} ended on {}", step.words, union.zone.say(at));
        return no(Rule::StepClosed, reason, "Who is harmed by this can protest once the result is out.");
    }
    if ask.now < state.opens_at {
        let reason = format!("the time to {} begins on {}", step.words, union.zone.say(state.opens_at));
        return no(Rule::StepTooEarly, reason, "Come back then.");
    }
    let reached = step.bearers.iter().take(state.rung as usize + 1);
    if !reached.clone().any(|rung| is_actor(&rung.who, ask.actor)) {
        let who: Vec<String> = reached.map(|rung| say(union, &rung.who)).collect();
        let reason = format!("to {} is the duty of {}", step.words, who.join(", then of "));
        return no(Rule::NotTheBearer, reason, "Ask them, or wait for the deadline: then it passes on.");
    }
    Ok(state)
}

/// Whether an actor is this bearer. That its key is in force for the role was checked when the request came in.
pub fn is_actor(bearer: &Bearer, actor: &Actor) -> bool {
    match (bearer, actor) {
        (Bearer::Office(id), Actor::Key { role, .. }) => &id.0 == role,
        (Bearer::Body(id), Actor::Key { role, .. }) => &id.0 == role,
        (Bearer::KeyHolders, Actor::Key { role, .. }) => role.starts_with("key-holder:"),
        (Bearer::Members | Bearer::Nominees, Actor::Key { .. } | Actor::Host) => true,
        (Bearer::Clock, Actor::Clock) => true,
        _ => false,
    }
}

/// A bearer in words.
pub fn say(union: &Union, bearer: &Bearer) -> String {
    let program = &union.program;
    match bearer {
        Bearer::Office(id) => program
            .offices
            .iter()
            .find(|o| &o.id == id)
            .map_or(format!("the {id}"), |o| format!("the {}", o.title)),
        Bearer::Body(id) => program
            .bodies
            .iter()
            .find(|b| &b.id == id)
            .map_or(format!("the {id}"), |b| format!("the {}", b.title)),
        Bearer::KeyHolders => "each key holder".to_owned(),
        Bearer::Members => "any member".to_owned(),
        Bearer::Nominees => "the nominee".to_owned(),
        Bearer::Clock => "the clock".to_owned(),
    }
}

/// The bearer whose turn it is.
pub fn in_turn(step: &Step, rung: u32) -> &Bearer {
    step.bearers.get(rung as usize).map_or(&Bearer::Clock, |rung| &rung.who)
}
