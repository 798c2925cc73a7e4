//! L02: an election that waits for something that may never come. A contract, a certification, a recognition are in other
//! hands; unless the event has happened, only a latest date makes sure that members ever vote.

use super::super::finding::{Findings, Said};
use super::super::{Case, Event, Severity};
use super::ask::{Line, days_between, event, exceed, is_said, rules, thousands};
use super::term;
use crate::civil::add;
use crate::document::Article;
use crate::step::{Span, Unit};
use jiff::civil::{Date, date};

const FLOORS: &[&str] = &["F01", "F02", "F03", "F04", "U01"];
const BASIS: &str = "An election that waits for an event in other hands may never be held";
/// How long a story waits where no law sets a limit.
const LONG_ENOUGH: Span = Span { amount: 3, unit: Unit::Years };
/// What a union can begin with that is in nobody else's hands.
const FOUNDING: &str = "founding";

/// L02.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let elections: Vec<_> = rules(case, "election").collect();
    for election in &elections {
        waiting(case, *election, findings);
        clockless(case, *election, findings);
        if let Some(line) = election.line("first") {
            late_first(case, line, findings);
        }
    }
    for transition in rules(case, "transition") {
        let Some(line) = transition.line("first-election") else { continue };
        let after = line.node.text_of("after").unwrap_or(FOUNDING);
        let is_backed = elections
            .iter()
            .any(|election| election.line("first").or(election.line("not-later-than")).is_some());
        if after != FOUNDING && happened(case, after).is_none() && !is_backed {
            note_wait(case, line, &[after], "first election", findings);
        }
        late_first(case, line, findings);
    }
}

/// The day of an outside event that has occurred.
fn happened(case: &Case<'_>, event: &str) -> Option<Date> {
    case.constitution.front.happened.iter().find(|known| known.event == event).map(day)
}

/// Whether the front matter tells of an election that was held.
fn has_been_held(case: &Case<'_>) -> bool {
    case.constitution.front.happened.iter().any(|known| known.event.contains("election"))
}

fn day(event: &crate::front_matter::Happened) -> Date {
    date(event.year, event.month, event.day)
}

fn waiting(case: &Case<'_>, election: Line<'_>, findings: &mut Findings<'_>) {
    let lines: Vec<_> = election.lines("after").collect();
    let events: Vec<&str> = lines.iter().filter_map(|line| line.node.text_of("event")).collect();
    // A cycle is counted from the last election: before the first, it has nothing to be counted from.
    let has_backstop = ["not-later-than", "first"].iter().any(|word| election.line(word).is_some())
        || election.line("every").is_some() && has_been_held(case);
    let is_over = events.iter().any(|event| happened(case, event).is_some());
    if let (Some(line), false, false) = (lines.first(), has_backstop, is_over) {
        note_wait(case, *line, &events, "election", findings);
    }
}

fn note_wait(case: &Case<'_>, line: Line<'_>, events: &[&str], what: &str, findings: &mut Findings<'_>) {
    let awaited = events.iter().map(|event| plain(event)).collect::<Vec<_>>().join(" or ");
    let message = format!(
        "This {what} waits for an outside event ({awaited}) that may never come, and \
                 nothing else sets its day."
    );
    let limit = term::cap(case).map_or("1y".to_owned(), |cap| cap.to_string());
    let repair = format!(
        "Add a latest date to the election: not-later-than \"{limit}\". Then the clock calls it in any case."
    );
    let story = never(case, line.article, &awaited);
    findings.note(
        line.at(),
        Said { message, story, repair, floors: FLOORS, without: Some(Severity::Broken), basis: BASIS },
    );
}

/// The event never comes, and the time the law allows runs out.
fn never(case: &Case<'_>, article: &Article, awaited: &str) -> Vec<Event> {
    let mut begun = case
        .constitution
        .front
        .happened
        .iter()
        .map(|known| (day(known), known.event.as_str()))
        .collect::<Vec<_>>();
    begun.sort();
    let (start, first) = match begun.first() {
        Some((start, event)) => (*start, format!("This has happened: {}.", plain(event))),
        None => (case.as_of, "The constitution is in force; no election has been held under it.".to_owned()),
    };
    let limit = term::cap(case).unwrap_or(LONG_ENOUGH);
    let end = add(start, limit);
    let end = end.tomorrow().unwrap_or(end);
    let half = add(start, Span::days(u32::try_from(days_between(start, end) / 2).unwrap_or(0)));
    vec![
        event(start, first, article),
        event(half, format!("Still awaited: {awaited}. Until it comes, no election is due."), article),
        event(
            end,
            format!("Day {}: nobody has ever been elected.", thousands(days_between(start, end))),
            article,
        ),
    ]
}

/// An election that neither a cycle nor a date nor an event ever makes due again.
fn clockless(case: &Case<'_>, election: Line<'_>, findings: &mut Findings<'_>) {
    let has_day = ["every", "not-later-than", "after"].iter().any(|word| election.line(word).is_some());
    let has_term = rules(case, "term").next().is_some();
    if has_day
        || has_term
        || !case.covers("elections")
        || !case.covers("officers")
        || is_said(case, &["every year", "every two years", "every three years", "annual"])
    {
        return;
    }
    let limit = term::cap(case).unwrap_or(LONG_ENOUGH);
    let end = add(case.as_of, limit);
    let end = end.tomorrow().unwrap_or(end);
    let story = vec![
        event(case.as_of, "The officers are elected.", election.article),
        event(
            end,
            format!("{} later no rule has made another election due.", limit.in_words()),
            election.article,
        ),
    ];
    let said = Said {
        message:
            "No rule says when this election is held again: neither a cycle nor a term nor a latest date."
                .to_owned(),
        story,
        repair: "Add a cycle to the election, for example: every \"2y\".".to_owned(),
        floors: term::FLOORS,
        without: Some(Severity::Broken),
        basis: BASIS,
    };
    findings.note(election.at(), said);
}

/// The first election of a new body comes at the latest when any other would.
fn late_first(case: &Case<'_>, line: Line<'_>, findings: &mut Findings<'_>) {
    let within = line.node.prop_span("within");
    let limit = case.floor("F04").and_then(|floor| floor.time());
    let (Some(within), Some(limit)) = (within, limit) else { return };
    if !exceed(&[within], limit) {
        return;
    }
    let end = add(case.as_of, limit);
    let story = vec![
        event(case.as_of, "The union begins to function.", line.article),
        event(
            end.tomorrow().unwrap_or(end),
            format!("{} later no election has been held, and none is due yet.", limit.in_words()),
            line.article,
        ),
    ];
    let message = format!(
        "The first election can come {} after the beginning, later than {}.",
        within.in_words(),
        limit.in_words()
    );
    let repair = "Write a time that is soon, for example: within=\"120d\".".to_owned();
    findings.note(line.at(), Said { message, story, repair, floors: &["F04"], ..Said::default() });
}

fn plain(event: &str) -> String {
    event.replace('-', " ")
}
