//! What has to follow when somebody takes a power that the rules watch: an emergency, a trusteeship; and the draw of lots
//! that everything drawn depends on.

use super::steps::{deciding, ordered, owed, the};
use super::{From, names};
use crate::document::Article;
use crate::process::{End, Process, Stage};
use crate::rules::Rule;
use std::collections::BTreeSet;

pub(super) fn processes(from: &From<'_>) -> Vec<Process> {
    let mut all = Vec::new();
    for (article, rule) in from.of_kind("emergency") {
        all.extend(emergency(from, article, rule));
    }
    for (article, rule) in from.of_kind("trusteeship") {
        all.extend(trusteeship(from, article, rule));
    }
    for (article, rule) in from.of_kind("sortition") {
        all.extend(names(&rule.node).iter().filter_map(|body| draw(from, article, rule, body)));
    }
    all
}

/// Whoever declares an emergency tells members, and others agree or it is over. Both times run from the declaration, so
/// that a report that is not made does not keep an emergency alive.
fn emergency(from: &From<'_>, article: &Article, rule: &Rule) -> Vec<Process> {
    let (node, id, none) = (&rule.node, &article.id, BTreeSet::new());
    let Some(by) = node.child("declared-by").and_then(|line| names(line).pop()) else { return Vec::new() };
    let opening = "An emergency is declared.";
    let ratified = deciding(from, id, node, "ratified-by", "agree to the emergency", (&none, End::Goes));
    let report = node.child("report").and_then(|line| line.prop_span("within"));
    let report = report
        .map(|within| owed(id, "tell members of the emergency", vec![(from.people.who(&by, &none), within)]));
    let both = [
        ordered("emergency", &[], id, opening, ratified.into_iter().collect()),
        ordered("emergency", &["report"], id, opening, report.into_iter().collect()),
    ];
    both.into_iter().flatten().map(|process| Process { opened_by: vec![by.clone()], ..process }).collect()
}

/// Whoever imposes a trusteeship owes a hearing, and an election at its end. The rules know the trustee by no seat.
fn trusteeship(from: &From<'_>, article: &Article, rule: &Rule) -> Vec<Process> {
    let (node, id) = (&rule.node, &article.id);
    let Some(by) = node.child("imposed-by").and_then(|line| names(line).pop()) else { return Vec::new() };
    let opening = "A trusteeship is imposed.";
    let stages = |word: &str, deed: &str| -> Vec<Stage> {
        let within = node.child(word).and_then(|line| line.prop_span("within"));
        let who = from.people.who(&by, &BTreeSet::new());
        within.map(|within| owed(id, deed, vec![(who, within)])).into_iter().collect()
    };
    let both = [
        ordered("trusteeship", &["hearing"], id, opening, stages("hearing", "hold the hearing")),
        ordered(
            "trusteeship",
            &["exit-election"],
            id,
            "A trusteeship is at its end.",
            stages("exit-election", "have officers elected"),
        ),
    ];
    both.into_iter().flatten().map(|process| Process { opened_by: vec![by.clone()], ..process }).collect()
}

/// A body is drawn by lot when it is needed.
fn draw(from: &From<'_>, article: &Article, rule: &Rule, body: &str) -> Option<Process> {
    let deed = format!("draw {} by lot", the(body));
    let stage = from.ladder(&article.id, &rule.node, "drawn-by", &deed, &BTreeSet::new())?;
    let opening = format!("{} is needed.", capital(&the(body)));
    ordered("sortition", &[body], &article.id, &opening, vec![stage])
}

fn capital(words: &str) -> String {
    super::steps::sentence(words).trim_end_matches('.').to_owned()
}
