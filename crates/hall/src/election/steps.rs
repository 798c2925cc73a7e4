//! The interpreter of steps: it opens what a finished step lets open, works out deadlines, and finds the earliest lawful
//! date. It knows no step by name except `open`, the dated one; what a step *means* is said in `decide` and `lapse`.

use super::command::ElectionId;
use super::effect::{Effect, How};
use super::state::Election;
use crate::effect::Effect as AnyEffect;
use crate::state::Union;
use crate::zone::{Zone, add};
use rankfile_constitution::program::ElectionPlan;
use rankfile_constitution::step::{Actor as Bearer, Opens, Span, Step, StepId};
use std::collections::BTreeMap;

/// Effects that end a step and open every step that waited for it.
///
/// If notice can no longer be given before the date that was set, the date moves to the earliest lawful one, in public.
pub fn finish(union: &Union, election: &Election, step: &str, at: i64, how: How) -> Vec<Effect> {
    let done = StepId(step.to_owned());
    let mut effects = vec![Effect::StepDone { election: election.id.clone(), step: done.clone(), at, how }];
    let mut voting_opens = election.voting_opens.unwrap_or(at);
    // Whoever was late took the time from the voters; the date gives it back.
    if let Some(Step { opens: Opens::Before { lead, .. }, .. }) = election.plan.step(step)
        && voting_opens < union.zone.earliest(at, *lead)
    {
        voting_opens = union.zone.earliest(at, *lead);
        effects.push(Effect::VotingDated {
            election: election.id.clone(),
            opens_at: voting_opens,
            moved: true,
        });
    }
    let waiting = election.plan.steps.iter().filter(|next| waits_for(next, &done));
    for next in waiting.filter(|next| !election.steps.contains_key(&next.id)) {
        if let Opens::Before { lead, .. } = &next.opens {
            let soonest = union.zone.earliest(ladder_end(&union.zone, next, at), *lead);
            if voting_opens < union.zone.earliest(at, *lead) {
                voting_opens = soonest;
                let election = election.id.clone();
                effects.push(Effect::VotingDated { election, opens_at: voting_opens, moved: true });
            }
        }
        effects.push(open(&union.zone, election, next, at, voting_opens));
    }
    effects
}

/// The effect that opens a step.
pub fn open(zone: &Zone, election: &Election, step: &Step, at: i64, voting_opens: i64) -> Effect {
    let opens_at = match &step.opens {
        Opens::After { wait, .. } => zone.earliest(at, *wait),
        Opens::Before { .. } | Opens::Cycle { .. } => at,
    };
    let due_at = rung_due(zone, step, 0, opens_at, voting_opens);
    Effect::StepOpened { election: election.id.clone(), step: step.id.clone(), opens_at, due_at }
}

/// When the bearer on a rung must have acted, counted from when the rung is reached.
pub fn rung_due(zone: &Zone, step: &Step, rung: u32, from: i64, voting_opens: i64) -> i64 {
    let own = match step.bearers.get(rung as usize) {
        Some(rung) if rung.who != Bearer::Clock => zone.deadline(from, rung.within),
        _ => from,
    };
    match &step.opens {
        Opens::Before { lead, .. } => {
            let last = zone.latest_before(voting_opens, *lead);
            // The clock itself waits for the date; people have their time, but never past the date.
            if step.bearers.get(rung as usize).is_some_and(|rung| rung.who == Bearer::Clock) {
                last
            } else {
                own.min(last)
            }
        }
        _ => own,
    }
}

/// The earliest date voting can open if `from` opens at `at` and everybody takes all the time the rules give them.
pub fn earliest_voting(zone: &Zone, plan: &ElectionPlan, from: &str, at: i64) -> i64 {
    let mut ends: BTreeMap<&StepId, i64> = BTreeMap::new();
    let mut earliest = at;
    let steps = plan.steps.iter().skip_while(|step| step.id.0 != from).take_while(|step| step.id.0 != "open");
    for step in steps {
        let base = |id: &StepId| ends.get(id).copied().unwrap_or(at);
        match &step.opens {
            Opens::After { step: before, wait } => {
                let end = ladder_end(zone, step, zone.earliest(base(before), *wait));
                ends.insert(&step.id, end);
                earliest = earliest.max(end);
            }
            Opens::Before { after, lead, .. } => {
                let end = ladder_end(zone, step, base(after));
                ends.insert(&step.id, end);
                earliest = earliest.max(zone.earliest(end, *lead));
            }
            Opens::Cycle { .. } => {}
        }
    }
    // Voting opens at the start of a day.
    zone.earliest(earliest.saturating_sub(1), Span::days(1))
}

/// When an election is due by its cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    /// When the call opens.
    pub call_opens: i64,
    /// The earliest date voting may open, as far as the cycle says: the first of the month it names.
    pub earliest: i64,
    /// The latest date voting may open.
    pub latest: i64,
}

/// The cycle of the election that follows the one whose voting opened then; the first is counted from the founding.
pub fn cycle(union: &Union, plan: &ElectionPlan, last_voting: Option<i64>) -> Cycle {
    let zone = &union.zone;
    let (call_opens, earliest) = (union.founded_at, union.founded_at);
    let Some(Step { opens: Opens::Cycle { every, month, first_within }, .. }) = plan.step("call") else {
        return Cycle { call_opens, earliest, latest: union.founded_at };
    };
    if last_voting.is_none() {
        let latest = zone.deadline(union.founded_at, first_within.unwrap_or(*every));
        return Cycle { call_opens, earliest, latest };
    }
    let last = last_voting.unwrap_or(union.founded_at);
    let target = add(zone.date(last), *every);
    let target = month.and_then(|month| target.with().day(1).month(month).build().ok()).unwrap_or(target);
    let latest = match month {
        Some(_) => zone.start_of(target.last_of_month().tomorrow().unwrap_or(target)),
        None => zone.deadline(last, *every),
    };
    let start = zone.start_of(target);
    // Open the call early enough that everybody can take all their time and voting still opens with the cycle.
    let year_before = start.saturating_sub(365 * 86_400);
    let call_ends = plan.step("call").map_or(year_before, |call| ladder_end(zone, call, year_before));
    let preparation = earliest_voting(zone, plan, "nomination-notice", call_ends).saturating_sub(year_before);
    let call_opens = zone.start_of(zone.date(start.saturating_sub(preparation)));
    Cycle { call_opens, earliest: if month.is_some() { start } else { call_opens }, latest }
}

/// The effects that make the first election of every plan awaited.
pub fn first_elections(union: &Union) -> Vec<AnyEffect> {
    let awaited =
        union.program.elections.iter().flat_map(|plan| await_next(union, plan, 1, None, union.founded_at));
    awaited.map(AnyEffect::Election).collect()
}

/// The effects that make the next election of a plan awaited. `at` is the earliest its call can open.
pub fn await_next(
    union: &Union,
    plan: &ElectionPlan,
    number: u32,
    last: Option<i64>,
    at: i64,
) -> Vec<Effect> {
    let election = ElectionId(format!("{}-{number}", plan.name));
    let Some(call) = plan.step("call") else { return Vec::new() };
    let opens_at = cycle(union, plan, last).call_opens.max(at);
    let due_at = rung_due(&union.zone, call, 0, opens_at, i64::MAX);
    vec![
        Effect::ElectionAwaited { election: election.clone(), plan: plan.name.clone() },
        Effect::StepOpened { election, step: call.id.clone(), opens_at, due_at },
    ]
}

fn waits_for(step: &Step, done: &StepId) -> bool {
    match &step.opens {
        Opens::After { step, .. } => step == done,
        Opens::Before { after, .. } => after == done,
        Opens::Cycle { .. } => false,
    }
}

/// When the last rung's time is over if every bearer lets theirs pass.
fn ladder_end(zone: &Zone, step: &Step, at: i64) -> i64 {
    let people = step.bearers.iter().filter(|rung| rung.who != Bearer::Clock);
    people.fold(at, |from, rung| zone.deadline(from, rung.within))
}
