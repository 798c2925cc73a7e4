//! L20: votes that the law gives to the members: on dues and assessments, and, where it says so, on strikes.

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::ask::{Line, event, exceed, falls_short, is_said, rules};
use crate::share::Share;

const FLOORS: &[&str] = &["F26", "F27"];
const BASIS: &str = "Who pays the dues should decide them, without being watched";

/// L20.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    let of_dues = |rule: &Line<'_>| rule.name().contains("dues") || rule.name().contains("assessment");
    let is_secret =
        rules(case, "threshold").filter(of_dues).any(|rule| rule.prop_flag("secret") == Some(true));
    let is_noticed = rules(case, "threshold").filter(of_dues).any(|rule| rule.node.prop("notice").is_some());
    for finance in rules(case, "finance") {
        for (word, what) in [("dues", "dues"), ("assessments", "assessments")] {
            let Some(line) = finance.line(word) else { continue };
            vote(case, &people, line, what, findings);
            let has_secret = line.node.prop("secret").is_some() || is_secret;
            let has_notice = line.node.prop("notice").is_some() || is_noticed;
            let is_members = line.node.text_of("decided-by").is_none_or(|by| people.is_open(by));
            if case.is_local() && case.covers("money") && is_members {
                unsaid(case, line, what, (has_secret, has_notice), findings);
            }
        }
    }
    for threshold in rules(case, "threshold").filter(of_dues) {
        vote(case, &people, threshold, "dues", findings);
    }
    for power in rules(case, "power").filter(|power| case.is_local() && !people.is_open(power.name())) {
        if let Some(line) = power.line("may").filter(|line| line.node.texts().any(|act| act == "raise-dues"))
        {
            let who = people.the_upper(power.name());
            findings.note(line.at(), not_theirs(case, line, &who, "dues"));
        }
    }
    for bargaining in rules(case, "bargaining") {
        strike(case, bargaining, findings);
    }
}

fn not_theirs(case: &Case<'_>, line: Line<'_>, who: &str, what: &str) -> Said {
    Said {
        message: format!("{who} can raise {what}, without a vote of the members."),
        story: vec![event(
            case.as_of,
            format!("{who} raises {what}. No member was asked; the rise may not stand."),
            line.article,
        )],
        repair: "Write: decided-by=\"membership\" secret=#true notice=\"14d\".".to_owned(),
        floors: FLOORS,
        ..Said::default()
    }
}

fn vote(case: &Case<'_>, people: &People<'_>, line: Line<'_>, what: &str, findings: &mut Findings<'_>) {
    let by = line.node.text_of("decided-by").and_then(|by| people.post(by).map(|post| (by, post.sort)));
    match by {
        // Above a local a board with express authority may, until the next convention; an officer alone may nowhere.
        Some((by, sort)) if !people.is_open(by) && (case.is_local() || sort.is_none()) => {
            findings.note(line.at(), not_theirs(case, line, &people.the_upper(by), what));
        }
        _ => {}
    }
    let is_members = by.is_none_or(|(by, _)| people.is_membership(by));
    if line.prop_flag("secret") == Some(false) && (case.is_local() || is_members) {
        let said = Said {
            message: format!("The vote on {what} is not secret."),
            story: vec![event(
                case.as_of,
                format!("A show of hands raises {what}. The vote may not stand."),
                line.article,
            )],
            repair: "Write: secret=#true.".to_owned(),
            floors: FLOORS,
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
    if line.prop_share("share").is_some_and(|share| share.compare(&Share::Majority).is_lt()) {
        let said = Said {
            message: format!("Less than a majority can raise {what}."),
            repair: "Write: share=\"majority\".".to_owned(),
            floors: FLOORS,
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
}

fn unsaid(case: &Case<'_>, line: Line<'_>, what: &str, has: (bool, bool), findings: &mut Findings<'_>) {
    let (has_secret, has_notice) = has;
    let secret = (!has_secret && !is_said(case, &["secret", "ballot"])).then_some("that the vote is secret");
    let notice =
        (!has_notice && !is_said(case, &["notice", "aviso"])).then_some("that members are told beforehand");
    let missing: Vec<&str> = secret.into_iter().chain(notice).collect();
    if missing.is_empty() {
        return;
    }
    let said = Said {
        message: format!("Where {what} are changed, no rule says {}.", missing.join(" or ")),
        repair: "Write: secret=#true notice=\"14d\".".to_owned(),
        floors: FLOORS,
        basis: BASIS,
        ..Said::default()
    };
    findings.note_silence(line.at(), said);
}

fn strike(case: &Case<'_>, bargaining: Line<'_>, findings: &mut Findings<'_>) {
    let mut note = |line: Line<'_>, message: String, repair: String, floors: &'static [&'static str]| {
        findings.note(line.at(), Said { message, repair, floors, ..Said::default() });
    };
    let share = |id: &str| case.floor(id).and_then(|floor| floor.share());
    let time = |id: &str| case.floor(id).and_then(|floor| floor.time());
    if let Some(line) = bargaining.line("strike") {
        if let (Some(asked), Some(least)) = (line.prop_share("share"), share("U06"))
            && asked.compare(&least).is_lt()
        {
            note(
                line,
                format!("A strike needs only {asked}, less than a majority of those voting."),
                "Write: share=\"majority\" of=\"cast\".".to_owned(),
                &["U06"],
            );
        }
        if let (Some(asked), Some(least)) = (line.prop_share("turnout"), share("U07"))
            && asked.compare(&least).is_lt()
        {
            note(
                line,
                format!("A strike vote needs a turnout of only {asked}."),
                format!("Write: turnout=\"{least}\"."),
                &["U07"],
            );
        }
        if line.prop_flag("secret") == Some(false) {
            note(
                line,
                "The vote on a strike is not secret.".to_owned(),
                "Write: secret=#true.".to_owned(),
                &["U10"],
            );
        }
    }
    if let Some(line) = bargaining.line("mandate")
        && let (Some(mandate), Some(most)) = (line.time(), time("U08"))
        && exceed(&[mandate], most)
    {
        let message = format!(
            "A mandate to strike is good for {}, longer than {}.",
            mandate.in_words(),
            most.in_words()
        );
        note(line, message, format!("Write at most: mandate \"{most}\"."), &["U08"]);
    }
    if let Some(line) = bargaining.line("notice-to-employer")
        && let (Some(notice), Some(least)) = (line.time(), time("U09"))
        && falls_short(notice, least)
    {
        let message =
            format!("The employer has {} of notice, less than {}.", notice.in_words(), least.in_words());
        note(line, message, format!("Write at least: notice-to-employer \"{least}\"."), &["U09"]);
    }
}
