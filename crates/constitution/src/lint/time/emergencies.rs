//! T04: an emergency power needs facts that call for it, a last day, a limit on renewals, a list of what it never touches,
//! and a report or vote soon after. What it lacks is told in one finding.

use super::super::finding::{Findings, Said};
use super::super::people::{People, row};
use super::super::stories::Story;
use super::super::{Case, Event, Severity};
use crate::block::{Node, Value};
use crate::document::Article;
use crate::step::{Span, Unit};

/// T04.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for (article, rule, node) in case.of_kind("emergency") {
        let (missing, is_open) = missing(node);
        if missing.is_empty() {
            continue;
        }
        let lacks: Vec<String> = missing.iter().map(|(what, _)| (*what).to_owned()).collect();
        let adds: Vec<String> = missing.iter().map(|(_, add)| (*add).to_owned()).collect();
        let said = Said {
            message: format!("This emergency power has {}.", row(&lacks)),
            story: if is_open { story(case, &people, article, node) } else { Vec::new() },
            repair: format!("Add: {}.", adds.join("; ")),
            without: Some(if is_open { Severity::Broken } else { Severity::Guidance }),
            basis: "An emergency must end by itself, and must not outlast an election.",
            ..Said::default()
        };
        findings.note(Some((&article.id, rule.place)), said);
    }
    meetings(case, findings);
}

type Missing = Vec<(&'static str, &'static str)>;

/// What an emergency lacks, and whether it can therefore last or reach without limit.
fn missing(node: &Node) -> (Missing, bool) {
    let never: Vec<&str> = node.line_texts("never").collect();
    let spares_elections = never.iter().any(|what| matches!(*what, "elections" | "protected"));
    let limits = [
        (node.child("at-most").is_some(), "no last day", "at-most \"30d\""),
        (node.child("renewals").is_some(), "no limit on renewals", "renewals 1"),
        (
            spares_elections,
            "no list of what it never touches that spares elections",
            "never \"elections\" \"protected\"",
        ),
    ];
    let checks = [
        (node.child("when").is_some(), "no facts that call for it", "when \"...\""),
        (
            node.child("report").is_some() || node.child("ratified-by").is_some(),
            "no report to members and no vote of theirs",
            "ratified-by \"membership\" within=\"30d\" otherwise=\"...\"",
        ),
    ];
    let lacking = |rows: &[(bool, &'static str, &'static str)]| -> Missing {
        rows.iter().filter(|(is_there, ..)| !is_there).map(|(_, what, add)| (*what, *add)).collect()
    };
    let open = lacking(&limits);
    let is_open = !open.is_empty();
    (open.into_iter().chain(lacking(&checks)).collect(), is_open)
}

fn story(case: &Case<'_>, people: &People<'_>, article: &Article, node: &Node) -> Vec<Event> {
    let who = node.line_texts("declared-by").next().map_or("Somebody".to_owned(), |id| people.the_upper(id));
    let each = node.child_span("at-most").unwrap_or(Span { amount: 1, unit: Unit::Years });
    let mut story = Story::from(case.as_of).tell(&article.id, format!("{who} declares an emergency."));
    let renewals = node.child("renewals").and_then(Node::arg).and_then(Value::number::<u32>);
    for number in 0..renewals.unwrap_or(3).min(3) {
        let word = if number == 0 { "renews it" } else { "renews it again" };
        story = story.wait(each).tell(&article.id, format!("{who} {word}."));
    }
    let end = match case.elections().next() {
        Some(_) => "An election that was due in this time has not been held.",
        None => "Nothing in the rules has ended it.",
    };
    story.wait(each).tell(&article.id, end).told()
}

/// A meeting on short notice that can do anything.
fn meetings(case: &Case<'_>, findings: &mut Findings<'_>) {
    for (article, _, node) in case.of_kind("meeting") {
        let Some(line) = node.child("emergency") else { continue };
        if line.prop("limit").is_some() {
            continue;
        }
        let notice = line.prop_span("notice").map_or("short".to_owned(), |span| span.in_words());
        let regular = node.child_span("notice").map(|span| span.in_words());
        let instead = regular.map(|span| format!(" instead of {span}")).unwrap_or_default();
        let day = Story::from(case.as_of);
        let story = day
            .tell(&article.id, "An emergency meeting is called on a matter that divides the members.")
            .wait(line.prop_span("notice").unwrap_or(Span::days(1)))
            .tell(&article.id, "It meets and decides. Most members learn of it afterwards.");
        let said = Said {
            message: format!(
                "An emergency meeting on {notice} of notice{instead} can decide anything: nothing says what an emergency is or what such a meeting may do."
            ),
            story: story.told(),
            repair: "Add limit=\"...\" with what such a meeting may decide.".to_owned(),
            without: Some(Severity::Broken),
            basis: "An emergency must end by itself, and must not outlast an election.",
            ..Said::default()
        };
        findings.note(Some((&article.id, line.place)), said);
    }
}
