//! Powers over a guarantee: to change the rules under it, and to put it off.

use super::{From, names, process};
use crate::block::{Node, Value};
use crate::document::Article;
use crate::guarantee::process::{Amendment, Delay, Process};
use std::collections::BTreeSet;

/// The guarantee that people in office cannot change the rules behind the others by themselves.
pub(super) fn amendment(from: &From<'_>) -> Vec<Process> {
    let amendments = amendments(from, "");
    let Some(first) = amendments.first() else { return Vec::new() };
    let opening = "Somebody in office wants other rules.".to_owned();
    let mut process = process("amendment", None, &first.article, opening, Vec::new());
    process.amendments = amendments;
    vec![process]
}

/// Adds to a process what can be done to the rules under it.
pub(super) fn over(from: &From<'_>, process: &mut Process, matter: &str) {
    process.amendments = amendments(from, matter);
    process.needs = from.needs();
    for (article, rule) in from.of_kind("emergency") {
        let never = rule.node.child("never").map(names).unwrap_or_default();
        if never
            .iter()
            .any(|word| word == matter || word == "protected" && is_protected(from, &process.article.0))
        {
            continue;
        }
        let Some(by) = rule.node.child("declared-by").and_then(|line| names(line).pop()) else { continue };
        let at_most = rule.node.child_span("at-most");
        let renewals = rule.node.child("renewals").and_then(Node::arg).and_then(Value::number::<u64>);
        process.delays.push(Delay {
            who: from.people.who(&by, &BTreeSet::new()),
            by: at_most,
            times: at_most.and(renewals.map(|renewals| renewals + 1)),
            article: article.id.clone(),
            words: "an emergency is declared".to_owned(),
        });
    }
}

/// Adds the powers to put an election off.
pub(super) fn postponing(from: &From<'_>, process: &mut Process, article: &Article, node: &Node) {
    for line in node.children_of("postponed-by") {
        let Some(by) = names(line).pop() else { continue };
        process.delays.push(Delay {
            who: from.people.who(&by, &BTreeSet::new()),
            by: line.prop_span("at-most"),
            times: line.prop("times").and_then(Value::number),
            article: article.id.clone(),
            words: "the election is postponed".to_owned(),
        });
    }
    for (article, rule) in from.of_kind("power") {
        let may = rule.node.child("may").map(names).unwrap_or_default();
        let Some(by) = names(&rule.node).pop().filter(|_| may.iter().any(|act| act == "postpone-election"))
        else {
            continue;
        };
        process.delays.push(Delay {
            who: from.people.who(&by, &BTreeSet::new()),
            by: rule.node.child_span("at-most"),
            times: None,
            article: article.id.clone(),
            words: "the election is postponed".to_owned(),
        });
    }
}

/// Every power to change the rules on a matter; all of them when no matter is named.
fn amendments(from: &From<'_>, matter: &str) -> Vec<Amendment> {
    let mut all = Vec::new();
    for (article, rule) in from.of_kind("amendment") {
        let node = &rule.node;
        let Some(by) = node.child("decided-by").and_then(|line| names(line).pop()) else { continue };
        let reaches = node.child("reaches").map(names).unwrap_or_default();
        if !reaches.is_empty() && !matter.is_empty() && !reaches.iter().any(|word| word == matter) {
            continue;
        }
        let deferred = node.child("deferred").map(names).unwrap_or_default();
        let effective = node.child("effective").map(names).unwrap_or_default();
        let waits = deferred.iter().any(|word| word == matter)
            || effective.iter().any(|word| word == "after-next-election");
        let who = from.people.who(&by, &BTreeSet::new());
        all.push(Amendment { who, article: article.id.clone(), binds_at_once: !waits });
    }
    for (article, rule) in from.of_kind("power") {
        let may = rule.node.child("may").map(names).unwrap_or_default();
        if let Some(by) = names(&rule.node).pop().filter(|_| may.iter().any(|act| act == "amend")) {
            let who = from.people.who(&by, &BTreeSet::new());
            all.push(Amendment { who, article: article.id.clone(), binds_at_once: true });
        }
    }
    all
}

fn is_protected(from: &From<'_>, article: &str) -> bool {
    from.of_kind("protected").any(|(_, rule)| names(&rule.node).iter().any(|known| known == article))
}
