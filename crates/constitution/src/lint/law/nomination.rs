//! L08: nominations. Every member hears in time which offices are open, when, where and how to nominate.

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::super::people::{People, row};
use super::ask::{Line, by_election, event, is_by_members, is_said, rules};
use crate::step::Unit;

const FLOORS: &[&str] = &["F10"];
const BASIS: &str = "Whoever does not hear of nominations cannot stand";
/// What tells a nominee when, and what tells how and where.
const SAME: [(&str, &[&str]); 3] = [
    ("time", &["time", "date", "deadline"]),
    ("place", &["place", "how", "form"]),
    ("form", &["form", "how", "place"]),
];

/// L08.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    let nominations = by_election(case, "nomination");
    for election in rules(case, "election").filter(|election| is_by_members(case, &people, *election)) {
        match nominations.get(election.name()).copied() {
            Some(nomination) => notice(case, nomination, findings),
            None if case.covers("nominations") && !is_said(case, &["nominat", "candidatura", "postula"]) => {
                let said = Said {
                    message: "No rule says how members are nominated for this election.".to_owned(),
                    repair: format!(
                        "Add: nomination \"{}\" \
                 {{ notice \"14d\" by=\"post\" content=\"offices how form deadline\"; window \"14d\" }}.",
                        election.name()
                    ),
                    floors: FLOORS,
                    basis: BASIS,
                    ..Said::default()
                };
                findings.note_silence(election.at(), said);
            }
            None => {}
        }
    }
}

fn notice(case: &Case<'_>, nomination: Line<'_>, findings: &mut Findings<'_>) {
    let Some(notice) = nomination.line("notice") else {
        if case.covers("nominations") && !is_said(case, &["notice", "notify", "aviso", "notific"]) {
            let said = Said {
                message: "No rule says that members are told when nominations open.".to_owned(),
                repair: "Add a line: notice \"14d\" by=\"post\" content=\"offices how form deadline\" \
                 to=\"members\"."
                    .to_owned(),
                floors: FLOORS,
                basis: BASIS,
                ..Said::default()
            };
            findings.note_silence(nomination.at(), said);
        }
        return;
    };
    // "Reasonable" has no number; less than two days is what nobody calls so.
    if let Some(lead) = notice.time().filter(|lead| {
        lead.unit == Unit::Hours && lead.amount < 48 || lead.unit == Unit::Days && lead.amount < 2
    }) {
        let said = Said {
            message: format!("Nominations open {} after they are announced.", lead.in_words()),
            story: vec![event(
                case.as_of,
                "Nominations open and close at a meeting that was announced the day before.",
                notice.article,
            )],
            repair: "Give members time, for example: notice \"14d\".".to_owned(),
            floors: FLOORS,
            ..Said::default()
        };
        findings.note(notice.at(), said);
    }
    if notice.node.text_of("to").is_some_and(|to| to != "members") {
        let said = Said {
            message: "The notice of nominations does not go to every member.".to_owned(),
            story: vec![event(
                case.as_of,
                "Half of the members are on furlough and are not told that nominations are open.",
                notice.article,
            )],
            repair: "Write: to=\"members\".".to_owned(),
            floors: FLOORS,
            ..Said::default()
        };
        findings.note(notice.at(), said);
    }
    let told = notice.prop_row("content");
    let Some(floor) = case.floor("F10").filter(|_| !told.is_empty()) else { return };
    let is_told = |word: &String| {
        let same = SAME.iter().find(|(known, _)| known == word).map(|(_, same)| *same);
        told.iter().any(|other| other == word || same.is_some_and(|same| same.contains(&other.as_str())))
    };
    let missing: Vec<String> = floor.words().iter().filter(|word| !is_told(word)).cloned().collect();
    if !missing.is_empty() {
        let said = Said {
            message: format!("The notice of nominations does not tell: {}.", row(&missing)),
            repair: format!("Add to content=: {}.", missing.join(" ")),
            floors: FLOORS,
            ..Said::default()
        };
        findings.note(notice.at(), said);
    }
}
