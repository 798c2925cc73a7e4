//! Reports: what is published to members, the audit of the books, and what is filed with an authority. The yearly accounts
//! are with the guarantees, in `offices`.

use super::offices::ACCOUNTS;
use super::steps::{occasion, ordered, owed, passes, recurs};
use super::{From, name, names, plain};
use crate::document::Article;
use crate::process::{Begins, Process};
use crate::rules::Rule;
use std::collections::BTreeSet;

pub(super) fn processes(from: &From<'_>) -> Vec<Process> {
    let mut all = Vec::new();
    for (article, rule) in
        from.of_kind("publication").filter(|(_, rule)| !ACCOUNTS.contains(&name(&rule.node)))
    {
        all.extend(publication(from, article, rule));
    }
    for (article, rule) in from.of_kind("finance") {
        all.extend(audit(from, article, rule));
    }
    for (article, rule) in from.of_kind("filing") {
        all.extend(filing(from, article, rule));
    }
    all
}

/// What somebody makes known; what nobody is named for is owed by nobody.
fn publication(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let node = &rule.node;
    let who = from.people.who(&node.prop_text("by")?, &BTreeSet::new());
    let name = name(node);
    let to = node.prop_text("to").unwrap_or_else(|| "members".to_owned());
    let deed = format!("make known to {}: {}", plain(&to), plain(name));
    let mut stage = owed(&article.id, &deed, vec![(who, node.prop_span("within")?)]);
    passes(from, &mut stage, node.prop_text("otherwise"));
    let begins = recurs(from, node.prop_span("every"));
    let opening = occasion(&begins, &format!("There is something to make known: {}.", plain(name)));
    let mut publication = ordered("publication", &[name], &article.id, &opening, vec![stage])?;
    publication.begins = begins;
    Some(publication)
}

/// The books are checked once in so long a time, on any day of it.
fn audit(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let line = rule.node.child("audit")?;
    let every = line.prop_span("every")?;
    let who = from.people.who(&line.prop_text("by")?, &BTreeSet::new());
    let stage = owed(&article.id, "check the books", vec![(who, every)]);
    let begins = recurs(from, Some(every));
    let opening = occasion(&begins, "The books are to be checked again.");
    let mut audit = ordered("finance", &["audit"], &article.id, &opening, vec![stage])?;
    audit.begins = begins;
    Some(audit)
}

/// A report to an authority. The year of accounts ends where the next begins, and a constitution is adopted when a union
/// is founded on it.
fn filing(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let node = &rule.node;
    let who = from.people.who(&names(node.child("by")?).pop()?, &BTreeSet::new());
    let deed = format!("file the report {}", name(node));
    let stage = owed(&article.id, &deed, vec![(who, node.child_span("within")?)]);
    let (begins, opening) = match node.child_text("after") {
        Some("fiscal-year-end") => {
            (Begins::Yearly(from.first_month()), "The year of accounts ends.".to_owned())
        }
        Some("adoption") => (Begins::Founding, "The constitution is adopted.".to_owned()),
        Some(event) => (Begins::AnyDay, format!("There is occasion for a report: {}.", plain(event))),
        None => (Begins::AnyDay, "There is occasion for a report.".to_owned()),
    };
    let mut filing = ordered("filing", &[name(node)], &article.id, &opening, vec![stage])?;
    filing.begins = begins;
    Some(filing)
}
