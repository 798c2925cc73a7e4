//! The steps of an officer election: nineteen, always these, always in this order. What differs between constitutions is
//! who bears each, in what time, and what follows; that comes in as a timetable.

use super::ladder::Ladder;
use super::timetable::Timetable;
use crate::program::ElectionPlan;
use crate::step::{Actor, ArticleId, Opens, Otherwise, Rung, Span, Step, StepId};

/// What is owed at a step, as the rest of a sentence.
pub(super) fn deed(step: &str) -> &'static str {
    match step {
        "call" => "call the election",
        "nomination-notice" => "serve notice of nominations on every member",
        "nominate" => "nominate members for office",
        "accept" => "accept or decline a nomination",
        "eligibility" => "decide who may stand",
        "freeze" => "freeze the roll of voters",
        "keys" => "make the keys of the election",
        "ballot" => "draw up the ballot",
        "notice" => "serve notice of the election on every member",
        "open" => "open the voting",
        "close" => "close the voting",
        "tally" => "add up the encrypted ballots",
        "decrypt" => "decrypt the result",
        "result" => "declare the result",
        "protest" => "protest against the election",
        "decide-protest" => "decide the protests",
        "certify" => "certify the result",
        "install" => "install the winners",
        "retain" => "release the records of the election",
        _ => "do this",
    }
}

/// What may follow when nobody on the ladder of a step acts.
///
/// The clock can call, notify, freeze and let time pass; it cannot decide, decrypt, sign or make keys. Something can stand
/// only where there was something before. Once voting has begun, its date cannot move: no `again` after it.
pub(super) fn ends(step: &str) -> &'static [Otherwise] {
    match step {
        "call" => &[Otherwise::Clock, Otherwise::Again, Otherwise::Nothing],
        "nomination-notice" | "freeze" | "notice" => {
            &[Otherwise::Clock, Otherwise::Again, Otherwise::Rerun, Otherwise::Nothing]
        }
        "eligibility" => &[Otherwise::Stands, Otherwise::Again, Otherwise::Rerun, Otherwise::Nothing],
        "keys" | "ballot" => &[Otherwise::Again, Otherwise::Rerun, Otherwise::Nothing],
        "decrypt" => &[Otherwise::Rerun, Otherwise::Nothing],
        "decide-protest" | "certify" => &[Otherwise::Stands, Otherwise::Rerun, Otherwise::Nothing],
        _ => &[],
    }
}

/// The steps of an election.
pub(super) fn make(plan: &ElectionPlan, times: &Timetable) -> Vec<Step> {
    let election = &plan.article;
    let bearers = &times.bearers;
    let (nomination, protest) = (&plan.nomination.article, &plan.protest_article);
    let cycle = Opens::Cycle { every: times.every, month: times.month, first_within: times.first_within };
    let at_once = Span::days(0);
    vec![
        step("call", election, cycle, bearers.called_by.clone()),
        step("nomination-notice", nomination, after("call", at_once), bearers.notice_by.clone()),
        step(
            "nominate",
            nomination,
            after("nomination-notice", plan.nomination.notice.lead),
            lone(Actor::Members, times.nomination_window, Otherwise::Clock),
        ),
        step(
            "accept",
            nomination,
            after("nominate", at_once),
            lone(Actor::Nominees, times.accept_within, Otherwise::Stands),
        ),
        step("eligibility", &plan.eligibility.article, after("accept", at_once), bearers.eligible_by.clone()),
        step("freeze", election, before_voting("eligibility", times.frozen), bearers.frozen_by.clone()),
        step(
            "keys",
            election,
            after("eligibility", at_once),
            lone(Actor::KeyHolders, times.keys_within, times.keys_otherwise),
        ),
        step("ballot", election, after("keys", at_once), bearers.ballot_by.clone()),
        step("notice", election, before_voting("ballot", plan.notice.lead), bearers.notice_by.clone()),
        step("open", election, before_voting("notice", at_once), clock()),
        step("close", election, after("open", times.voting), clock()),
        step("tally", election, after("close", at_once), clock()),
        step(
            "decrypt",
            election,
            after("tally", at_once),
            lone(Actor::KeyHolders, times.tally_within, times.tally_otherwise),
        ),
        step("result", election, after("decrypt", at_once), clock()),
        step(
            "protest",
            protest,
            after("result", at_once),
            lone(Actor::Members, times.protest_window, Otherwise::Clock),
        ),
        step("decide-protest", protest, after("protest", at_once), bearers.decided_by.clone()),
        step("certify", election, after("decide-protest", at_once), bearers.certified_by.clone()),
        step("install", election, after("certify", times.installed), clock()),
        step("retain", &times.retention_article, after("certify", times.retention), clock()),
    ]
}

fn step(id: &str, article: &ArticleId, opens: Opens, (bearers, otherwise): Ladder) -> Step {
    let words = deed(id).to_owned();
    Step { id: StepId(id.to_owned()), article: article.clone(), words, opens, bearers, otherwise }
}

fn lone(who: Actor, within: Span, otherwise: Otherwise) -> Ladder {
    (vec![Rung { who, within }], otherwise)
}

fn clock() -> Ladder {
    lone(Actor::Clock, Span::days(0), Otherwise::Clock)
}

fn after(step: &str, wait: Span) -> Opens {
    Opens::After { step: StepId(step.to_owned()), wait }
}

/// Opened by one step, and due by so much before voting opens.
fn before_voting(after: &str, lead: Span) -> Opens {
    Opens::Before { after: StepId(after.to_owned()), before: StepId("open".to_owned()), lead }
}
