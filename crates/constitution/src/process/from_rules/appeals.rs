//! Appeals, each a process of its own; who may stand, where the hall holds no election that decides it; and what this
//! constitution means.

use super::steps::{deciding, ordered, owed, sentence};
use super::{From, name, names, plain};
use crate::block::Node;
use crate::document::Article;
use crate::process::{End, Process, Role, Stage};
use crate::rules::Rule;
use crate::step::Span;
use std::collections::BTreeSet;

/// The kinds whose rules name themselves whom one can appeal to.
const APPEALED: [&str; 6] =
    ["complaint", "hearing", "removal-for-cause", "eligibility", "election-protest", "interpretation"];

pub(super) fn processes(from: &From<'_>) -> Vec<Process> {
    let mut all = Vec::new();
    for (article, rule) in from.of_kind("eligibility") {
        all.extend(eligibility(from, article, rule));
    }
    for (article, rule) in from.of_kind("interpretation") {
        all.extend(interpretation(from, article, rule));
    }
    for (article, rule) in from.of_kind("appeal") {
        all.extend(appeal(from, article, rule));
    }
    for kind in APPEALED {
        for (article, rule) in from.of_kind(kind) {
            all.extend(own(from, kind, article, rule));
        }
    }
    all
}

/// Who may stand, in a document whose elections people hold.
fn eligibility(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let (node, none) = (&rule.node, BTreeSet::new());
    if from.plans.iter().any(|plan| plan.name == name(node)) {
        return None;
    }
    let stage = deciding(from, &article.id, node, "decided-by", "decide who may stand", (&none, End::Goes))?;
    ordered("eligibility", &[name(node)], &article.id, "A member is nominated.", vec![stage])
}

fn interpretation(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let node = &rule.node;
    let who = from.people.who(&names(node.child("by")?).pop()?, &BTreeSet::new());
    let stage = owed(&article.id, "say what the article means", vec![(who, node.child_span("within")?)]);
    ordered("interpretation", &[], &article.id, "Members differ about what an article means.", vec![stage])
}

/// An appeal under a rule of its own.
fn appeal(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let (node, id, none) = (&rule.node, &article.id, BTreeSet::new());
    let ladder = deciding(from, id, node, "decided-by", "decide the appeal", (&none, End::Against));
    let stage = match ladder {
        Some(stage) => stage,
        None => heard(from, article, &names(node.child("to")?).pop()?, node.child_span("decided-within")?),
    };
    let against: Vec<String> =
        node.child("from").map(names).unwrap_or_default().iter().map(|of| plain(of)).collect();
    let opening = sentence(&format!("somebody appeals ({})", against.join(", ")));
    ordered("appeal", &[name(node)], id, &opening, vec![stage])
}

/// The appeal that another rule names. Where a rule on appeals says how it goes, that rule is enough; where no rule gives a
/// time, it has none, and stays open until it is decided.
fn own(from: &From<'_>, kind: &'static str, article: &Article, rule: &Rule) -> Option<Process> {
    let line = rule.node.child("appeal-to")?;
    let to = names(line).pop()?;
    let says = |node: &Node, word: &str, name: &str| {
        node.child(word).map(names).unwrap_or_default().iter().any(|known| known == name)
    };
    if from.of_kind("appeal").any(|(_, rule)| says(&rule.node, "from", kind) && says(&rule.node, "to", &to)) {
        return None;
    }
    let stage = heard(from, article, &to, line.prop_span("within").unwrap_or(Span::days(0)));
    let opening = sentence(&format!("somebody appeals ({})", plain(kind)));
    let named = [kind, name(&rule.node)];
    let names = if rule.node.arg().is_some() { &named[..] } else { &named[..1] };
    ordered("appeal", names, &article.id, &opening, vec![stage])
}

fn heard(from: &From<'_>, article: &Article, to: &str, within: Span) -> Stage {
    let who = from.people.who(to, &BTreeSet::new());
    Stage { role: Role::Decides, ..owed(&article.id, "decide the appeal", vec![(who, within)]) }
}
