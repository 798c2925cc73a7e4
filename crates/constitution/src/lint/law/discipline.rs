//! L18 and L19: the rights of a member who is accused, and of one who speaks. Nobody is disciplined without written charges,
//! time and a hearing (L18); nobody is kept from speaking, or for more than a while from suing (L19).

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::ask::{Line, event, exceed, is_said, rules};
use crate::civil::add;
use crate::step::{Span, Unit};
use std::cell::LazyCell;

const FAIR: &str = "Nobody should be punished unheard";
/// What needs no hearing under the law: dues that are not paid.
const UNPAID: [&str; 4] = ["pay", "dues", "arrears", "cuota"];

/// L18.
pub(super) fn hearing(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    let mut has_hearing = false;
    for hearing in rules(case, "hearing") {
        has_hearing = true;
        charges(case, hearing, findings);
        for (word, message, repair) in UNFAIR {
            if let Some(line) = hearing.line(word).filter(|line| line.flag() == Some(false)) {
                findings.note(line.at(), unfair(case, line, message, repair));
            }
        }
        preparation(case, hearing, findings);
        automatic(case, hearing, findings);
    }
    let is_told = has_hearing || is_said(case, &["hearing", "trial", "charges", "audiencia"]);
    for power in rules(case, "power") {
        let may = power.node.line_texts("may").any(|act| act == "suspend-members");
        if let (Some(line), true, false, true) = (power.line("may"), may, is_told, case.covers("discipline"))
        {
            let who = people.the_upper(power.name());
            let said = Said {
                message: format!(
                    "{who} may suspend members, and no rule gives them charges, time and a hearing."
                ),
                story: vec![event(
                    case.as_of,
                    format!("{who} suspends a member by a motion under new business."),
                    line.article,
                )],
                repair: "Add: hearing \"discipline\" { charges written=#true specific=#true; \
                         served within=\"7d\"; prepare \"14d\"; held-by \"trial-board\"; both-sides #true }."
                    .to_owned(),
                floors: &["F25"],
                ..Said::default()
            };
            findings.note(line.at(), said);
        }
    }
}

const UNFAIR: [(&str, &str, &str); 2] = [
    ("both-sides", "Only one side is heard before somebody is disciplined.", "Write: both-sides #true."),
    ("witnesses", "The accused cannot bring witnesses or question them.", "Write: witnesses #true."),
];

fn unfair(case: &Case<'_>, line: Line<'_>, message: &str, repair: &str) -> Said {
    Said {
        message: message.to_owned(),
        story: vec![event(case.as_of, "A member is expelled and was never able to answer.", line.article)],
        repair: repair.to_owned(),
        floors: &["F25"],
        ..Said::default()
    }
}

fn charges(case: &Case<'_>, hearing: Line<'_>, findings: &mut Findings<'_>) {
    let Some(line) = hearing.line("charges") else {
        if case.covers("discipline") && !is_said(case, &["charge", "accus", "cargos"]) {
            let said = Said {
                message: "No rule says that the accused gets written and specific charges.".to_owned(),
                repair: "Add a line: charges written=#true specific=#true.".to_owned(),
                floors: &["F25"],
                basis: FAIR,
                ..Said::default()
            };
            findings.note_silence(hearing.at(), said);
        }
        return;
    };
    for (name, message) in [
        ("written", "Charges need not be in writing."),
        ("specific", "Charges need not say exactly what was done."),
    ] {
        if line.prop_flag(name) == Some(false) {
            findings.note(line.at(), unfair(case, line, message, &format!("Write: {name}=#true.")));
        }
    }
}

fn preparation(case: &Case<'_>, hearing: Line<'_>, findings: &mut Findings<'_>) {
    let Some(line) = hearing.line("prepare") else {
        if case.covers("discipline") && !is_said(case, &["prepare", "preparar"]) {
            let said = Said {
                message: "No rule gives the accused time to prepare.".to_owned(),
                repair: "Add a line: prepare \"14d\".".to_owned(),
                floors: &["F25"],
                basis: FAIR,
                ..Said::default()
            };
            findings.note_silence(hearing.at(), said);
        }
        return;
    };
    // "Reasonable" has no number; less than two days is what nobody calls so.
    let is_short = |time: Span| match time.unit {
        Unit::Hours => time.amount < 48,
        Unit::Days => time.amount < 2,
        _ => false,
    };
    if let Some(time) = line.time().filter(|time| is_short(*time)) {
        let message = format!("The accused has {} to prepare.", time.in_words());
        findings
            .note(line.at(), unfair(case, line, &message, "Give more time, for example: prepare \"14d\"."));
    }
}

fn automatic(case: &Case<'_>, hearing: Line<'_>, findings: &mut Findings<'_>) {
    let is_unpaid = |reason: &&str| UNPAID.iter().any(|stem| reason.contains(stem));
    let others: Vec<&str> = hearing.node.line_texts("except").filter(|reason| !is_unpaid(reason)).collect();
    let has_exception = hearing.line("except").is_some();
    if let Some(line) = hearing.line("automatic").filter(|line| line.flag() == Some(true) && !has_exception) {
        let message = "A sanction can be imposed without a hearing.";
        findings
            .note(line.at(), unfair(case, line, message, "Write: automatic #false; except \"non-payment\"."));
    }
    if let Some(line) = hearing.line("except").filter(|_| !others.is_empty()) {
        let message = format!("No hearing is needed for: {}.", others.join(", ").replace('-', " "));
        findings.note(line.at(), unfair(case, line, &message, "Leave only: except \"non-payment\"."));
    }
}

/// L19.
pub(super) fn speech(case: &Case<'_>, findings: &mut Findings<'_>) {
    let path = LazyCell::new(|| longest_path(case));
    for forbid in rules(case, "forbid") {
        let binds_members = matches!(forbid.node.text_of("for"), None | Some("members" | "officers"));
        match forbid.name() {
            act @ ("outside-speech" | "criticism") if binds_members => silenced(case, forbid, act, findings),
            "suing" if binds_members => suing(case, forbid, &path, findings),
            _ => {}
        }
    }
}

fn silenced(case: &Case<'_>, forbid: Line<'_>, act: &str, findings: &mut Findings<'_>) {
    let what =
        if act == "criticism" { "criticise officers" } else { "speak to people outside about the union" };
    let said = Said {
        message: format!("Members may not {what}."),
        story: vec![event(
            case.as_of,
            "A member writes to a newspaper about the accounts and is charged for it.",
            forbid.article,
        )],
        repair: "Take the rule out, or limit it to what would keep the union from its work.".to_owned(),
        floors: &["F43"],
        basis: "Members who may not speak cannot choose",
        ..Said::default()
    };
    // What is excepted can make it the reasonable rule that the law allows; the words of it are for people to judge.
    if forbid.line("except").is_some() {
        findings.note_silence(forbid.at(), said);
    } else {
        findings.note(forbid.at(), said);
    }
}

fn suing(
    case: &Case<'_>,
    forbid: Line<'_>,
    path: &LazyCell<Vec<Span>, impl FnOnce() -> Vec<Span>>,
    findings: &mut Findings<'_>,
) {
    if forbid.line("except").is_none() {
        let said = Said {
            message: "Members may not go to a court or an authority.".to_owned(),
            story: vec![event(
                case.as_of,
                "A member sues over an election and is fined for it.",
                forbid.article,
            )],
            repair: "Take the rule out, or except whoever has used the union's own ways for four months."
                .to_owned(),
            floors: &["F44"],
            ..Said::default()
        };
        return findings.note(forbid.at(), said);
    }
    let Some(most) = case.floor("F24").and_then(|floor| floor.time()) else { return };
    let path: &[Span] = path;
    if !exceed(path, most) {
        return;
    }
    let end = path.iter().fold(case.as_of, |day, span| add(day, *span));
    let limit = add(case.as_of, most);
    let said = Said {
        message: format!(
            "Members may not sue before they have used the union's own ways, which can take longer than {}.",
            most.in_words()
        ),
        story: vec![
            event(case.as_of, "A member complains, as this constitution asks.", forbid.article),
            event(
                limit.tomorrow().unwrap_or(limit),
                format!(
                    "{} have passed without an end; the member sues and is charged for it.",
                    most.in_words()
                ),
                forbid.article,
            ),
            event(end, "The last appeal is decided.", forbid.article),
        ],
        repair: format!(
            "Shorten the times for decisions and appeals to at most {} in all, or except \
                 whoever has waited that long.",
            most.in_words()
        ),
        floors: &["F24"],
        ..Said::default()
    };
    findings.note(forbid.at(), said);
}

/// The longest way through complaint or hearing and all appeals from it.
fn longest_path(case: &Case<'_>) -> Vec<Span> {
    let begin = add(case.as_of, Span::days(0));
    let length = |path: &Vec<Span>| path.iter().fold(begin, |day, span| add(day, *span));
    let kinds = ["complaint", "hearing"].map(|kind| (kind, appeals(case, kind)));
    let starts = kinds.iter().flat_map(|(kind, appeals)| rules(case, kind).map(move |rule| (appeals, rule)));
    let paths = starts.map(|(appeals, rule)| {
        let mut path: Vec<Span> = ["acknowledged-by", "screened-by", "decided-by"]
            .into_iter()
            .flat_map(|word| rule.node.ladder(word).into_iter().map(|rung| rung.within))
            .collect();
        path.extend(["prepare", "decided-within"].into_iter().filter_map(|word| rule.line(word)?.time()));
        path.extend(appeals);
        path
    });
    paths.max_by_key(length).unwrap_or_default()
}

/// The times of the appeals from a proceeding, and of those from an appeal.
pub(super) fn appeals(case: &Case<'_>, from: &str) -> Vec<Span> {
    let from = [from, "appeal"];
    let heard =
        rules(case, "appeal").filter(|rule| rule.node.line_texts("from").any(|kind| from.contains(&kind)));
    let mut path = Vec::new();
    for appeal in heard {
        path.extend(appeal.line("file-within").and_then(Line::time));
        let rungs: Vec<Span> = appeal.node.ladder("decided-by").into_iter().map(|rung| rung.within).collect();
        match appeal.line("decided-within").and_then(Line::time) {
            Some(all) => path.push(all),
            None => path.extend(rungs),
        }
    }
    path
}
