//! Charges and complaints that keep no guarantee: against an officer for cause, against a member, and what holds until a
//! complaint is decided.

use super::steps::{deciding, ordered, owed, the};
use super::{From, name, names, window};
use crate::block::Node;
use crate::document::Article;
use crate::process::people::Who;
use crate::process::{End, Process, Role, Stage};
use crate::rules::Rule;
use crate::step::{Span, Unit};
use std::collections::BTreeSet;

pub(super) fn processes(from: &From<'_>) -> Vec<Process> {
    let mut all = Vec::new();
    for (article, rule) in from.of_kind("removal-for-cause") {
        for office in from.offices(&rule.node) {
            all.extend(removal(from, article, rule, &office));
        }
    }
    for (article, rule) in from.of_kind("hearing") {
        all.extend(hearing(from, article, rule));
    }
    for (article, rule) in from.of_kind("complaint") {
        all.extend(super::cases::about_members(from, article, rule));
        all.extend(interim(from, article, rule));
    }
    all
}

/// Charges against the holder of an office: heard, decided, told, voted on. Neither a hearing nor a report that somebody
/// lets pass holds up what comes after it.
fn removal(from: &From<'_>, article: &Article, rule: &Rule, office: &str) -> Option<Process> {
    let (node, id) = (&rule.node, &article.id);
    // Charges against an officer are heard like any others.
    let aside_in = |matter| from.people.aside_in(matter, office);
    let aside = aside_in("removal-for-cause").union(&aside_in("hearing")).copied().collect();
    let decides = deciding(from, id, node, "decided-by", "decide on the charges", (&aside, End::Against))?;
    let decider = decides.rungs.first().map(|(who, _)| who.clone())?;
    let members_decide = matches!(decider, Who::Everybody(_));
    let timed = |word: &str, deed: &str| {
        let within = node.child(word)?.prop_span("within")?;
        Some(Stage { end: End::Goes, ..owed(id, deed, vec![(decider.clone(), within)]) })
    };
    let mut stages: Vec<Stage> = Vec::new();
    // Where members decide, they hold no hearing among themselves: its time runs.
    stages.extend(match node.child("hearing").and_then(|line| line.prop_span("within")) {
        Some(within) if members_decide => Some(window(id, "hold the hearing", within)),
        _ => timed("hearing", "hold the hearing"),
    });
    stages.push(decides);
    if !members_decide {
        stages.extend(timed("findings", "tell members the findings"));
        stages.extend(node.child("vote").map(|_| vote(from, article, node, &stages)));
    }
    let opening = format!("Somebody brings charges against {}.", the(office));
    ordered("removal-for-cause", &[name(node), office], id, &opening, stages)
}

/// The members' vote: within what is left of the time in which all of it has to be over.
fn vote(from: &From<'_>, article: &Article, node: &Node, before: &[Stage]) -> Stage {
    let members = from.people.who("membership", &BTreeSet::new());
    let left = node.child_span("final-within").map_or(Span::days(0), |all| left_of(all, before));
    Stage { role: Role::Decides, ..owed(&article.id, "vote on the removal", vec![(members, left)]) }
}

/// What these stages leave of a time, where all are counted in days; else all of it.
fn left_of(all: Span, stages: &[Stage]) -> Span {
    let taken = stages.iter().flat_map(|stage| &stage.rungs).map(|(_, within)| *within);
    let in_days = |span: Span| (span.unit == Unit::Days).then_some(span.amount);
    let taken: Option<u32> = taken.map(in_days).try_fold(0u32, |sum, days| sum.checked_add(days?));
    match (in_days(all), taken) {
        (Some(all), Some(taken)) => Span::days(all.saturating_sub(taken)),
        _ => all,
    }
}

/// Charges against a member. They are served before anything else, and the time to prepare always runs in full: nothing is
/// imposed on a member by somebody letting time pass.
fn hearing(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let (node, id) = (&rule.node, &article.id);
    let who = from.people.who(&names(node.child("held-by")?).pop()?, &BTreeSet::new());
    let mut stages: Vec<Stage> = Vec::new();
    if let Some(within) = node.child("served").and_then(|line| line.prop_span("within")) {
        stages.push(owed(id, "serve the charges", vec![(who.clone(), within)]));
    }
    stages.extend(node.child_span("prepare").map(|length| window(id, "let the member prepare", length)));
    if let Some(within) = node.child_span("decided-within") {
        let decides = owed(id, "hear both sides and decide", vec![(who, within)]);
        stages.push(Stage { role: Role::Decides, ..decides });
    }
    ordered("hearing", &[name(node)], id, "A member is charged.", stages)
}

/// What was ordered until a complaint is decided is looked at again.
fn interim(from: &From<'_>, article: &Article, rule: &Rule) -> Vec<Process> {
    let review = |line: &Node| {
        let (by, every) = (line.prop_text("by")?, line.prop_span("review")?);
        let who = from.people.who(&by, &BTreeSet::new());
        let stage = owed(&article.id, "look at the measure again", vec![(who, every)]);
        let opening = "A measure holds until a complaint is decided.";
        let names = ["interim", name(&rule.node)];
        let interim = ordered("complaint", &names, &article.id, opening, vec![stage])?;
        Some(Process { opened_by: vec![by], ..interim })
    };
    rule.node.children_of("interim").filter_map(review).collect()
}
