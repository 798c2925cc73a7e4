//! What `rankfile process` answers, in lines for people or one JSON object. It words the state and changes nothing.

use crate::house::House;
use crate::say::{self, line};
use anyhow::{Context as _, Result};
use rankfile_clerk::process as clerk;
use rankfile_constitution::process::{End, People, Role, Stage, Who};
use rankfile_hall::election::effect::How;
use rankfile_hall::process::bearer;
use rankfile_hall::process::command::{ProcessId, Voice};
use rankfile_hall::process::due::{self, Duty};
use rankfile_hall::process::state::{Case, StageState};
use rankfile_hall::state::Union;
use serde_json::{Value, json};

/// Everything under way, over, and to be begun.
pub fn list(house: &House, as_json: bool) -> Result<()> {
    let (union, state) = (union(house)?, &house.hall().state);
    let can_begin: Vec<_> = clerk::can_begin(state).collect();
    if as_json {
        let cases: Vec<Value> = state.cases.values().map(case_json).collect();
        let begin = can_begin.iter().map(|(plan, _)| {
            json!({"plan": plan.id, "opening": plan.opening, "article": plan.article.0, "opened_by": plan.opened_by})
        });
        say::json(&json!({"processes": cases, "can_begin": begin.collect::<Vec<_>>()}));
        return Ok(());
    }
    let (over, open): (Vec<&Case>, Vec<&Case>) = state.cases.values().partition(|case| case.ended.is_some());
    line("Under way");
    for case in open {
        line(format!("  {}", case.id));
        if let Some(duty) = due::of_case(case) {
            line(format!("    {}", duty_line(union, &case.people, &duty, house.now)));
        }
    }
    line("\nOver");
    for case in over {
        line(format!("  {}: {}", case.id, ended(union, case)));
    }
    line("\nWhat can be begun");
    for (plan, _) in can_begin {
        line(format!("  {}  (article {})  {}", plan.id, plan.article, plan.opening));
    }
    Ok(())
}

/// One process, stage by stage.
pub fn show(house: &House, id: &str, as_json: bool) -> Result<()> {
    let union = union(house)?;
    let case = clerk::known(&house.hall().state, id)?;
    if as_json {
        say::json(&case_json(case));
        return Ok(());
    }
    let begun = union.zone.say(case.begun_at);
    line(format!("{}: {} Begun {begun} (article {}).", case.id, case.plan.opening, case.plan.article));
    if !case.about.is_empty() {
        line(format!("  about {}", case.about));
    }
    for (stage, number) in case.plan.stages.iter().zip(0_u32..) {
        line(format!("  {}. {} (article {})", number + 1, stage.words, stage.article));
        match case.stages.get(&number) {
            Some(state) => at(union, &case.people, stage, state),
            None => ladder(&case.people, stage),
        }
    }
    for (delay, number) in case.plan.delays.iter().zip(0_u32..) {
        let used = case.used.get(&number).copied().unwrap_or(0);
        let times = delay.times.map_or_else(String::new, |times| format!(" of {times}"));
        let by = delay.by.map_or_else(|| "without an end".to_owned(), |by| format!("by {}", by.in_words()));
        let who = bearer::say(&case.people, &delay.who);
        line(format!(
            "  Power {number}: {who} can put it off {by}; used {used}{times} times (article {})",
            delay.article
        ));
    }
    if case.ended.is_some() {
        line(format!("  {}", ended(union, case)));
    }
    Ok(())
}

/// How a process stands after somebody acted.
pub fn stand(house: &House, id: &ProcessId) -> Result<()> {
    let union = union(house)?;
    let case = clerk::known(&house.hall().state, &id.0)?;
    match due::of_case(case) {
        Some(duty) => line(duty_line(union, &case.people, &duty, house.now)),
        None => line(ended(union, case)),
    }
    Ok(())
}

fn union(house: &House) -> Result<&Union> {
    house.hall().state.union.as_ref().context("no union was founded here")
}

/// A duty as the docket says it.
fn duty_line(union: &Union, people: &People, duty: &Duty, now: i64) -> String {
    let zone = &union.zone;
    let who = duty.bearer.as_ref().map_or_else(|| "time itself".to_owned(), |who| bearer::say(people, who));
    let opens =
        if duty.opens_at > now { format!("opens {}, ", zone.say(duty.opens_at)) } else { String::new() };
    let due = match duty.due_at {
        i64::MAX => "put off without an end".to_owned(),
        at => format!("due {}", zone.say(at)),
    };
    let late = if duty.overdue { " OVERDUE" } else { "" };
    format!("to {}: {who}; {opens}{due}{late} (article {})", duty.words, duty.article)
}

/// A stage that was opened.
fn at(union: &Union, people: &People, stage: &Stage, state: &StageState) {
    let who = |rung: u32| {
        stage
            .rungs
            .get(rung as usize)
            .map_or_else(|| "nobody".to_owned(), |(who, _)| bearer::say(people, who))
    };
    for rung in 0..state.rung {
        line(format!("     {} let the time pass", who(rung)));
    }
    for (speaker, voice) in &state.heard {
        line(format!("     {} said {}", speaker.seat.replace('-', " "), voice_word(*voice)));
    }
    let zone = &union.zone;
    match (state.done, state.held) {
        (Some((at, how, decision)), _) => {
            let how = match how {
                How::Acted => format!("done by {}", who(state.rung)),
                How::ByClock => "done by time itself".to_owned(),
                How::Lapsed => "nobody acted; the rules say what follows".to_owned(),
            };
            let decided = decision.map_or_else(String::new, |voice| format!(", {}", voice_word(voice)));
            line(format!("     {how}{decided}, {}", zone.say(at)));
        }
        (None, Some(held)) => {
            let until = held
                .until
                .map_or_else(|| "without an end".to_owned(), |at| format!("until {}", zone.say(at)));
            line(format!("     over, and put off {until}"));
        }
        (None, None) => {
            let late = if state.overdue { ", OVERDUE" } else { "" };
            if stage.role == Role::Window {
                line(format!("     its time runs until {}", zone.say(state.due_at)));
                return;
            }
            line(format!(
                "     it is the turn of {}, until {}{late}",
                who(state.rung),
                zone.say(state.due_at)
            ));
            line(format!("     {}", follows(people, stage, state.rung as usize + 1)));
        }
    }
}

/// A stage that is to come.
fn ladder(people: &People, stage: &Stage) {
    for (who, within) in &stage.rungs {
        let who = bearer::say(people, who);
        line(match stage.role {
            Role::Appeals => format!("     whoever disagrees can appeal to {who}"),
            Role::Window => format!("     its time runs in full: {}", within.in_words()),
            _ if within.amount == 0 => format!("     {who}"),
            _ => format!("     {who}, within {}", within.in_words()),
        });
    }
    if !matches!(stage.role, Role::Appeals | Role::Window) {
        line(format!("     {}", follows(people, stage, stage.rungs.len())));
    }
}

fn follows(people: &People, stage: &Stage, rung: usize) -> String {
    match stage.rungs.get(rung) {
        Some((Who::Clock, _)) => "else time itself does it".to_owned(),
        Some((who, within)) => format!("else {}, within {}", bearer::say(people, who), within.in_words()),
        None => match stage.end {
            End::Clock => "else time itself does it",
            End::Goes => "else it counts as done, or as a yes",
            End::Against => "else it counts as a no",
            End::Again => "else the time begins anew, with others where they are drawn by lot",
            End::Nothing => "else it stays owed: no rule says what follows",
        }
        .to_owned(),
    }
}

fn ended(union: &Union, case: &Case) -> String {
    let Some((at, decision)) = case.ended else { return "under way".to_owned() };
    let decided = decision.map_or_else(String::new, |voice| format!(": {}", voice_word(voice)));
    format!("over{decided}, {}", union.zone.say(at))
}

const fn voice_word(voice: Voice) -> &'static str {
    match voice {
        Voice::For => "yes",
        Voice::Against => "no",
    }
}

fn case_json(case: &Case) -> Value {
    let people = &case.people;
    let stage = |(stage, number): (&Stage, u32)| {
        let state = case.stages.get(&number);
        let rungs = stage
            .rungs
            .iter()
            .map(|(who, within)| json!({"who": bearer::say(people, who), "within": within.to_string()}));
        let done = state.and_then(|state| state.done);
        let heard = state.map(|state| {
            let said = state.heard.iter();
            said.map(|(speaker, voice)| json!({"seat": speaker.seat, "voice": voice})).collect::<Vec<_>>()
        });
        json!({
            "words": stage.words,
            "article": stage.article.0,
            "ladder": rungs.collect::<Vec<_>>(),
            "opens_at": state.map(|state| state.opens_at),
            "due_at": state.map(|state| state.due_at),
            "rung": state.map(|state| state.rung),
            "overdue": state.map(|state| state.overdue),
            "heard": heard,
            "done_at": done.map(|(at, ..)| at),
            "how": done.map(|(_, how, _)| how),
            "decision": done.and_then(|(.., decision)| decision),
        })
    };
    json!({
        "id": case.id,
        "kind": case.plan.kind,
        "article": case.plan.article.0,
        "about": case.about,
        "begun_at": case.begun_at,
        "stages": case.plan.stages.iter().zip(0..).map(stage).collect::<Vec<_>>(),
        "put_off": case.used,
        "ended_at": case.ended.map(|(at, _)| at),
        "decision": case.ended.and_then(|(_, decision)| decision),
    })
}
