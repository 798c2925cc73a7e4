//! Duties of officers and bodies: whatever a rule calls a duty, declarations of interests, and telling members how a
//! promise stands.

use super::steps::{occasion, ordered, owed, passes, recurs, sentence, the};
use super::{From, name, names};
use crate::document::Article;
use crate::process::Process;
use crate::process::people::Who;
use crate::rules::Rule;
use std::collections::BTreeSet;

pub(super) fn processes(from: &From<'_>) -> Vec<Process> {
    let mut all = Vec::new();
    for (article, rule) in from.of_kind("duty") {
        all.extend(duty(from, article, rule));
    }
    for (article, rule) in from.of_kind("conflict-of-interest") {
        for office in from.all_offices() {
            all.extend(declaration(from, article, rule, &office));
        }
    }
    for (article, rule) in from.of_kind("promise") {
        for office in from.all_offices() {
            all.extend(status(from, article, rule, &office));
        }
    }
    all
}

/// A duty with a time: its own, or else how often it comes again.
fn duty(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let (node, aside) = (&rule.node, BTreeSet::new());
    let every = node.child_span("every");
    let within = node.child_span("within").or(every)?;
    let bearer = names(node.child("bearer")?).pop()?;
    let deed = node.child_text("action")?;
    let mut stage = owed(&article.id, deed, vec![(from.people.who(&bearer, &aside), within)]);
    match from.ladder(&article.id, node, "passes-to", deed, &aside) {
        Some(later) => {
            stage.rungs.extend(later.rungs);
            stage.end = later.end;
        }
        None => passes(from, &mut stage, node.child_text("otherwise").map(str::to_owned)),
    }
    let begins = recurs(from, every);
    let when = node.child_text("when").map_or_else(|| format!("It falls due to {deed}."), sentence);
    let mut duty = ordered("duty", &[name(node)], &article.id, &occasion(&begins, &when), vec![stage])?;
    duty.begins = begins;
    Some(duty)
}

/// Everybody who holds the office declares: of three holders, all three.
fn declaration(from: &From<'_>, article: &Article, rule: &Rule, office: &str) -> Option<Process> {
    let every = rule.node.child("declare")?.prop_span("every")?;
    let who = match from.people.who(office, &BTreeSet::new()) {
        Who::Panel { id, people, .. } => Who::Panel { id, quorum: people.len() as u64, people },
        who => who,
    };
    let stage = owed(&article.id, "declare all interests", vec![(who, every)]);
    let begins = recurs(from, Some(every));
    let opening = occasion(&begins, "Interests are declared again.");
    let mut declaration = ordered("conflict-of-interest", &[office], &article.id, &opening, vec![stage])?;
    declaration.begins = begins;
    Some(declaration)
}

/// Whoever made a promise and holds an office tells members how it stands. It begins whenever it is due again: how many
/// promises there are, and since when, is in no rule.
fn status(from: &From<'_>, article: &Article, rule: &Rule, office: &str) -> Option<Process> {
    let every = rule.node.child_span("status-every")?;
    let who = from.people.who(office, &BTreeSet::new());
    let stage = owed(&article.id, "tell members how the promise stands", vec![(who, every)]);
    let opening = format!("It is time to tell how a promise of {} stands.", the(office));
    let mut status =
        ordered("promise", &["status", name(&rule.node), office], &article.id, &opening, vec![stage])?;
    status.subjects = vec![office.to_owned()];
    Some(status)
}
