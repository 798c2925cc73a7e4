//! Lapses: what time does when a deadline passes. The rules say it; this file only reads them out: the duty passes on,
//! the clock acts on the constitution's own terms, or what was there before stands.

use super::command::{Command, Facts};
use super::due::{self, Duty};
use super::effect::{Effect, How};
use super::outcome;
use super::state::{Election, Status};
use super::steps;
use crate::clock::{self, Elapsed};
use crate::election::command::{Candidacy, Notice};
use crate::refusal::{Refusal, Rule};
use crate::state::{State, Union};
use rankfile_constitution::step::{Actor as Bearer, Otherwise};
use serde_json::{Value, json};

/// Decides the clock's command: lawful only if the docket holds exactly this duty and its time is over.
pub fn decide(
    state: &State,
    union: &Union,
    election: &Election,
    command: &Command,
    now: i64,
) -> Result<Vec<Effect>, Refusal> {
    let Command::Elapse { step, due_at, facts, .. } = command else { return Ok(Vec::new()) };
    let due = match clock::elapsed(state, now) {
        Some(Elapsed::Election(duty)) => Some(duty),
        _ => None,
    };
    let Some(duty) = due.filter(|d| d.election == election.id && &d.step == step && d.due_at == *due_at)
    else {
        let reason = format!("no duty `{step}` of {} ran out at this time", election.id);
        return Err(Refusal::new(
            &election.plan.article,
            Rule::DutyNotDue,
            reason,
            "Only what is on the docket happens by itself.",
        ));
    };
    let needs_facts = matches!(step.0.as_str(), "tally" | "result");
    if !needs_facts && *facts != Facts::None {
        let reason = format!("to {} needs no facts from the archive, and some came along", duty.words);
        return Err(Refusal::new(&duty.article, Rule::BallotsMiscounted, reason, "Let the writer make it."));
    }
    effects(state, union, election, &duty, facts)
}

fn effects(
    state: &State,
    union: &Union,
    election: &Election,
    duty: &Duty,
    facts: &Facts,
) -> Result<Vec<Effect>, Refusal> {
    let (Some(step), Some(at_rung)) = (election.plan.step(&duty.step.0), election.steps.get(&duty.step))
    else {
        return Ok(Vec::new());
    };
    let at = duty.due_at;
    let next = step.bearers.get(at_rung.rung as usize + 1);
    let is_moot = at < at_rung.due_at;
    let otherwise = match next {
        _ if is_moot => Otherwise::Stands,
        Some(rung) if rung.who != Bearer::Clock => {
            let rung = at_rung.rung + 1;
            let due_at =
                steps::rung_due(&union.zone, step, rung, at, election.voting_opens.unwrap_or(i64::MAX));
            return Ok(vec![Effect::DutyPassed {
                election: election.id.clone(),
                step: duty.step.clone(),
                rung,
                due_at,
            }]);
        }
        Some(_) => Otherwise::Clock,
        None if duty.bearer == Bearer::Clock => Otherwise::Clock,
        None => step.otherwise,
    };
    match otherwise {
        Otherwise::Clock => by_clock(state, union, election, duty, facts),
        Otherwise::Stands => Ok(stands(state, union, election, duty)),
        Otherwise::Again => Ok(again(union, election, duty)),
        Otherwise::Rerun => {
            Ok(rerun(state, union, election, at, &format!("nobody did in time: {}", step.words)))
        }
        Otherwise::Nothing => Ok(vec![overdue(election, duty)]),
    }
}

/// What the clock does itself.
fn by_clock(
    state: &State,
    union: &Union,
    election: &Election,
    duty: &Duty,
    facts: &Facts,
) -> Result<Vec<Effect>, Refusal> {
    let (id, at) = (election.id.clone(), duty.due_at);
    let finish = |how| steps::finish(union, election, &duty.step.0, at, how);
    let mut effects = Vec::new();
    match duty.step.0.as_str() {
        "call" => {
            return Ok(call(
                union,
                election,
                at,
                due::voting_window(union, election, due::last_voting(state, election), at).0,
                How::ByClock,
            ));
        }
        "nomination-notice" | "notice" => {
            let notice = if duty.step.0 == "notice" { Notice::Election } else { Notice::Nominations };
            effects.push(Effect::NoticeServed { election: id, notice, sent: Default::default(), at });
        }
        "freeze" => match &state.roll {
            Some(roll) => {
                let (eligible, root) = (roll.in_good_standing, roll.good_root.clone());
                effects.push(Effect::RollFrozen { election: id, eligible, root });
            }
            None => return Ok(vec![overdue(election, duty)]),
        },
        "open" => effects.push(Effect::VotingOpened { election: id, at }),
        "close" => effects.push(Effect::VotingClosed { election: id, at }),
        "tally" => effects.push(tally(state, election, duty, facts)?),
        "result" => effects.push(result(state, union, election, duty, facts)?),
        "install" => effects.extend(install(union, election, at)),
        "retain" => effects.push(Effect::RecordsReleased { election: id }),
        "accept" | "eligibility" | "certify" | "decide-protest" => {
            return Ok(stands(state, union, election, duty));
        }
        _ => {}
    }
    effects.extend(finish(How::ByClock));
    if duty.step.0 == "install" {
        effects.extend(await_following(union, election, at));
    }
    Ok(effects)
}

/// What was there before stands: silence neither elects nor excludes anybody.
fn stands(state: &State, union: &Union, election: &Election, duty: &Duty) -> Vec<Effect> {
    let (id, at) = (election.id.clone(), duty.due_at);
    let with =
        |status| election.candidacies.iter().filter(move |(_, s)| s.status == status).map(|(c, _)| c.clone());
    let mut effects: Vec<Effect> = match duty.step.0.as_str() {
        "accept" => {
            let declined =
                |candidacy: Candidacy| Effect::NominationDeclined { election: id.clone(), candidacy };
            with(Status::Nominated).map(declined).collect()
        }
        "eligibility" => {
            let reasons = vec!["presumed eligible: nobody decided in time".to_owned()];
            let presumed = |candidacy: Candidacy| Effect::EligibilityFound {
                election: id.clone(),
                candidacy,
                eligible: true,
                reasons: reasons.clone(),
            };
            with(Status::Accepted).map(presumed).collect()
        }
        "certify" => vec![Effect::ElectionCertified { election: id, at }],
        _ => Vec::new(),
    };
    if duty.step.0 == "eligibility" && with(Status::Eligible).count() + effects.len() == 0 {
        return rerun(state, union, election, at, "nobody eligible stood for any office");
    }
    effects.extend(steps::finish(union, election, &duty.step.0, at, How::Lapsed));
    effects
}

/// The ladder starts again and voting moves to the earliest lawful date.
fn again(union: &Union, election: &Election, duty: &Duty) -> Vec<Effect> {
    let Some(step) = election.plan.step(&duty.step.0) else { return Vec::new() };
    let opens_at = steps::earliest_voting(&union.zone, &election.plan, &duty.step.0, duty.due_at);
    let opens_at = opens_at.max(election.voting_opens.unwrap_or(opens_at));
    let due_at = steps::rung_due(&union.zone, step, 0, duty.due_at, opens_at);
    let id = election.id.clone();
    let reopened =
        Effect::StepOpened { election: id.clone(), step: duty.step.clone(), opens_at: duty.due_at, due_at };
    if election.voting_opens.is_none() {
        // The call itself starts again: there is no date yet to move.
        return vec![reopened];
    }
    vec![Effect::VotingDated { election: id, opens_at, moved: true }, reopened]
}

/// The election is void and the next one is awaited at once.
pub fn rerun(state: &State, union: &Union, election: &Election, at: i64, why: &str) -> Vec<Effect> {
    let mut effects = vec![Effect::ElectionVoided { election: election.id.clone(), why: why.to_owned() }];
    let last = due::last_voting(state, election);
    let mut next = steps::await_next(union, &election.plan, number(election) + 1, last, at);
    // A rerun does not wait for the cycle: its call opens now.
    if let (Some(Effect::StepOpened { opens_at, due_at, .. }), Some(call)) =
        (next.last_mut(), election.plan.step("call"))
    {
        *opens_at = at;
        *due_at = steps::rung_due(&union.zone, call, 0, at, i64::MAX);
    }
    effects.append(&mut next);
    effects
}

/// The effects of calling the election for this date.
pub fn call(union: &Union, election: &Election, at: i64, opens_at: i64, how: How) -> Vec<Effect> {
    let mut dated = election.clone();
    dated.voting_opens = Some(opens_at);
    let mut effects = vec![Effect::VotingDated { election: election.id.clone(), opens_at, moved: false }];
    effects.extend(steps::finish(union, &dated, "call", at, how));
    effects
}

fn tally(state: &State, election: &Election, duty: &Duty, facts: &Facts) -> Result<Effect, Refusal> {
    // Both documents are there, the sizes belong to this tally, and their number is the one in the act. Whether it is the
    // sum of the ballots is for whoever verifies the archive.
    let belongs = |tally: &str, sized: &str, counted: u64| {
        let sized: Value = serde_json::from_str(state.documents.text(sized)?).ok()?;
        let (digest, number) = (sized.get("encrypted_tally")?.as_str()?, sized.get("num_tallied")?.as_u64()?);
        state.documents.text(tally)?;
        (tally.strip_prefix("sha256:") == Some(digest) && number == counted).then_some(())
    };
    match facts {
        Facts::Tally { tally, sized, counted }
            if *counted <= election.ballots && belongs(tally, sized, *counted).is_some() =>
        {
            Ok(Effect::TallyEncrypted {
                election: election.id.clone(),
                tally: tally.clone(),
                sized: sized.clone(),
                counted: *counted,
            })
        }
        _ => Err(facts_missing(duty, "the encrypted tally")),
    }
}

fn result(
    state: &State,
    union: &Union,
    election: &Election,
    duty: &Duty,
    facts: &Facts,
) -> Result<Effect, Refusal> {
    let Facts::Result { votes, result } = facts else {
        return Err(facts_missing(duty, "the decrypted tally"));
    };
    let document = state.documents.text(result).and_then(|text| serde_json::from_str::<Value>(text).ok());
    if document.as_ref().and_then(|document| document.get("result")) != Some(&json!(votes)) {
        return Err(facts_missing(duty, "the result's own document with these numbers"));
    }
    let seeds: Vec<&str> = election
        .holders
        .iter()
        .filter_map(|holder| holder.share.as_ref())
        .map(|(_, seed)| seed.as_str())
        .collect();
    let seed = outcome::lot_seed(&election.id, &seeds);
    let outcomes = outcome::outcomes(&union.program, election, seed, votes)
        .map_err(|why| Refusal::new(&duty.article, Rule::BallotsMiscounted, why, "Verify the archive."))?;
    Ok(Effect::ResultDeclared {
        election: election.id.clone(),
        result: result.clone(),
        seed: hex::encode(seed),
        outcomes,
    })
}

fn facts_missing(duty: &Duty, what: &str) -> Refusal {
    let reason = format!("the clock did not bring {what}");
    Refusal::new(&duty.article, Rule::BallotsMiscounted, reason, "Verify the archive of ballots.")
}

fn install(union: &Union, election: &Election, at: i64) -> Vec<Effect> {
    let mut effects = Vec::new();
    for outcome in &election.outcomes {
        let office = union.program.offices.iter().find(|office| office.id == outcome.office);
        let Some(office) = office else { continue };
        for (winner, seat) in outcome.winners.iter().zip(1..) {
            effects.push(Effect::OfficeTaken {
                election: election.id.clone(),
                office: office.id.clone(),
                seat,
                candidacy: winner.clone(),
                from: at,
                until: union.zone.earliest(at, office.term),
            });
        }
    }
    effects
}

/// The election that follows, by the rules in force: this one finished by those it began with.
fn await_following(union: &Union, election: &Election, at: i64) -> Vec<Effect> {
    let plan = union.program.elections.iter().find(|plan| plan.name == election.plan.name);
    let following =
        plan.map(|plan| steps::await_next(union, plan, number(election) + 1, election.voting_opens, at));
    following.unwrap_or_default()
}

/// The number of an election among those of its plan.
pub(super) fn number(election: &Election) -> u32 {
    election.id.0.rsplit('-').next().and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn overdue(election: &Election, duty: &Duty) -> Effect {
    Effect::DutyOverdue { election: election.id.clone(), step: duty.step.clone() }
}
