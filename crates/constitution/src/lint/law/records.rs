//! L17: what is kept, how long, and by whom; and whether the result of an election reaches the members.

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::{Case, Severity};
use super::ask::{Line, event, falls_short, is_said, rules};
use crate::civil::add;
use crate::step::{Span, Unit};

const ELECTION: [&str; 3] = ["election", "ballot", "vote"];
const MONEY: [&str; 6] = ["financ", "account", "money", "book", "receipt", "dues"];

/// L17.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let of = |line: &Line<'_>, stems: &[&str]| stems.iter().any(|stem| line.name().contains(stem));
    let mut has_ballots = false;
    for retention in rules(case, "retention") {
        if of(&retention, &ELECTION) {
            has_ballots = true;
            period(case, retention, "F21", "records of an election", findings);
            every_ballot(case, retention, findings);
            custodian(case, retention, findings);
        } else if of(&retention, &MONEY) {
            period(case, retention, "F34", "records of money", findings);
        }
    }
    let first = rules(case, "election").next();
    if let Some(election) = first.filter(|_| !has_ballots && case.covers("records"))
        && !is_said(case, &["kept", "keeps", "keep", "retain", "preserv", "conserv", "guarda"])
    {
        let said = Said {
            message: "No rule says how long the ballots and records of an election are kept.".to_owned(),
            story: vec![
                event(case.as_of, "The result is announced; the ballots are thrown away.", election.article),
                event(
                    add(case.as_of, Span { amount: 5, unit: Unit::Months }),
                    "A protest reaches an authority. There is nothing left to count.",
                    election.article,
                ),
            ],
            repair: "Add: retention \"election-records\" { keep \"3y\"; all-ballots #true }.".to_owned(),
            floors: &["F21"],
            basis: "What was destroyed cannot be counted again",
            ..Said::default()
        };
        findings.note_silence(election.at(), said);
    }
    results(case, findings);
}

fn period(case: &Case<'_>, retention: Line<'_>, id: &'static str, what: &str, findings: &mut Findings<'_>) {
    let least = case.floor(id).and_then(|floor| floor.time());
    let line = retention.line("keep");
    let Some(((line, keep), least)) = line.and_then(|line| Some((line, line.time()?))).zip(least) else {
        return;
    };
    if !falls_short(keep, least) {
        return;
    }
    let gone = add(case.as_of, keep);
    let said = Said {
        message: format!("The {what} are kept for {}, less than {}.", keep.in_words(), least.in_words()),
        story: vec![
            event(gone, format!("The {what} of {} are destroyed.", case.as_of), line.article),
            event(
                gone.tomorrow().unwrap_or(gone),
                "A complaint is made that they would have answered.",
                line.article,
            ),
        ],
        repair: format!("Write at least: keep \"{least}\"."),
        floors: if id == "F21" { &["F21"] } else { &["F34"] },
        ..Said::default()
    };
    findings.note(line.at(), said);
}

fn every_ballot(case: &Case<'_>, retention: Line<'_>, findings: &mut Findings<'_>) {
    if let Some(line) = retention.line("all-ballots").filter(|line| line.flag() == Some(false)) {
        let said = Said {
            message: "Not every ballot of an election is kept.".to_owned(),
            story: vec![event(
                case.as_of,
                "Void and unused ballots are thrown away; nobody can say how many there were.",
                line.article,
            )],
            repair: "Write: all-ballots #true.".to_owned(),
            floors: &["F21"],
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
    if let Some(line) = retention.line("on-dispute").filter(|line| line.name() == "destroyed") {
        let said = Said {
            message: "The records of an election are destroyed although there is a dispute about it."
                .to_owned(),
            repair: "Write: on-dispute \"kept\".".to_owned(),
            floors: &["F21"],
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
}

/// The law lets the secretary keep the ballots; better is somebody who does not stand in the election.
fn custodian(case: &Case<'_>, retention: Line<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    let Some(line) = retention.line("custodian") else { return };
    let id = line.name();
    let is_office = people.post(id).is_some_and(|post| post.sort.is_none());
    let stands = rules(case, "election")
        .any(|election| election.node.line_texts("for").any(|named| named == id || named == "all-offices"));
    if is_office && stands {
        let said = Said {
            message: format!(
                "{} keeps the ballots of an election that {} can stand in.",
                people.the_upper(id),
                people.the(id)
            ),
            repair: "Name a custodian who is not elected there, for example the election committee."
                .to_owned(),
            without: Some(Severity::Advice),
            basis: "Whoever stands in an election should not hold its ballots",
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
}

fn results(case: &Case<'_>, findings: &mut Findings<'_>) {
    for publication in rules(case, "publication")
        .filter(|rule| rule.name().contains("result") && rule.name().contains("election"))
    {
        if publication.node.text_of("to") == Some("board") {
            let said = Said {
                message: "The result of an election is told to the board and not to the members.".to_owned(),
                repair: "Write: to=\"members\".".to_owned(),
                floors: &["F22"],
                ..Said::default()
            };
            findings.note(publication.at(), said);
        }
    }
}
