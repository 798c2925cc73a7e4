//! Complaints, petitions and recall.

use super::steps::deciding;
use super::{From, name, names, nobody, plain, powers, process, window};
use crate::block::Node;
use crate::document::Article;
use crate::process::people::Who;
use crate::process::{End, NO_BEARER, Process, Promise, Role, Stage};
use crate::rules::Rule;
use crate::step::Span;
use std::collections::BTreeSet;

pub(super) fn processes(from: &From<'_>) -> Vec<Process> {
    let mut all = Vec::new();
    for (article, rule) in from.of_kind("complaint") {
        let about = rule.node.child("about").and_then(|line| line.arg()?.text().map(str::to_owned));
        if about.as_deref() == Some("members") {
            continue;
        }
        for office in from.all_offices() {
            all.extend(complaint(from, article, rule, &office));
        }
    }
    for (article, rule) in from.of_kind("petition") {
        all.push(petition(from, article, rule));
    }
    for (article, rule) in from.of_kind("recall") {
        for office in from.offices(&rule.node) {
            all.push(recall(from, article, rule, &office));
        }
    }
    all
}

/// A complaint against the holder of an office.
fn complaint(from: &From<'_>, article: &Article, rule: &Rule, office: &str) -> Option<Process> {
    let opening = format!("A member complains about the {}.", plain(office));
    heard(from, article, rule, (office, opening), &from.people.aside_in("complaint", office))
}

/// A complaint about somebody who holds no office: run like the others, but no guarantee is counted on it.
pub(super) fn about_members(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let (about, whom) = match rule.node.child_text("about")? {
        "candidates" => ("candidates", "a candidate"),
        "members" | "anybody" => ("members", "another member"),
        _ => return None,
    };
    let opening = format!("A member complains about {whom}.");
    let complaint = heard(from, article, rule, (about, opening), &BTreeSet::new())?;
    Some(Process { promises: Vec::new(), ..complaint })
}

/// A complaint: acknowledged, decided, told.
fn heard(
    from: &From<'_>,
    article: &Article,
    rule: &Rule,
    (about, opening): (&str, String),
    aside: &BTreeSet<usize>,
) -> Option<Process> {
    let (node, id) = (&rule.node, &article.id);
    let mut promises = Vec::new();
    let mut stages = Vec::new();
    if let Some(stage) = from.ladder(id, node, "acknowledged-by", "acknowledge the complaint", aside) {
        stages.push(stage);
        promises.push(Promise { id: "complaint-acknowledged", stages: stages.len() });
    }
    stages.extend(decided(from, article, node, aside));
    if let Some(last) = stages.iter().rposition(|stage| stage.role == Role::Decides) {
        promises.push(Promise { id: "complaint-decided", stages: last + 1 });
    }
    if let Some(told) = node.child("told") {
        stages.push(
            from.one(id, told, "tell the parties the outcome", aside)
                .unwrap_or_else(|| nobody(id, "tell the parties")),
        );
        promises.push(Promise { id: "complaint-told", stages: stages.len() });
    }
    let mut complaint = process("complaint", &[name(node), about], id, opening, stages);
    complaint.promises = promises;
    complaint.recuses = !aside.is_empty();
    powers::over_without(from, &mut complaint, "complaints", aside);
    (!complaint.promises.is_empty()).then_some(complaint)
}

/// The stages from a complaint acknowledged to a complaint decided, with the appeals that could undo it.
fn decided(from: &From<'_>, article: &Article, node: &Node, aside: &BTreeSet<usize>) -> Vec<Stage> {
    let id = &article.id;
    let mut stages = Vec::new();
    if let Some(mut screened) = from.ladder(id, node, "screened-by", "let the complaint go on", aside) {
        screened.role = Role::Decides;
        stages.push(screened);
    }
    if let Some(chooser) = node.child("panel-chosen-by").and_then(|line| names(line).pop()) {
        let rungs = vec![(from.people.who(&chooser, aside), Span::days(0))];
        let words = "choose the panel".to_owned();
        stages.push(Stage {
            words,
            article: id.clone(),
            wait: Span::days(0),
            rungs,
            end: End::Nothing,
            role: Role::Decides,
        });
    }
    let decides = deciding(from, id, node, "decided-by", "decide the complaint", (aside, End::Against));
    if let Some(decides) = decides {
        stages.push(decides);
        stages.extend(appeals(from, "complaint", node, article, aside));
    }
    stages
}

/// The appeals against a decision of this sort: they can undo it, and take no part in how long it takes.
pub(super) fn appeals(
    from: &From<'_>,
    sort: &str,
    node: &Node,
    article: &Article,
    aside: &BTreeSet<usize>,
) -> Vec<Stage> {
    let stage = |article: &Article, to: String| Stage {
        words: "decide the appeal".to_owned(),
        article: article.id.clone(),
        wait: Span::days(0),
        rungs: vec![(from.people.who(&to, aside), Span::days(0))],
        end: End::Nothing,
        role: Role::Appeals,
    };
    let own = node.child("appeal-to").map(names).unwrap_or_default();
    let mut stages: Vec<Stage> = own.into_iter().take(1).map(|to| stage(article, to)).collect();
    for (article, rule) in from.of_kind("appeal") {
        let is_for = rule.node.child("from").map(names).unwrap_or_default().iter().any(|from| from == sort);
        let to = rule.node.child("to").map(names).unwrap_or_default();
        if let Some(to) = to.into_iter().next().filter(|_| is_for) {
            stages.push(stage(article, to));
        }
    }
    stages
}

/// A petition, from the signatures to what it asks for.
fn petition(from: &From<'_>, article: &Article, rule: &Rule) -> Process {
    let (node, id, aside) = (&rule.node, &article.id, BTreeSet::new());
    let mut stages: Vec<Stage> =
        from.ladder(id, node, "validated-by", "check the signatures", &aside).into_iter().collect();
    stages.push(match from.ladder(id, node, "acted-on-by", "act on the petition", &aside) {
        Some(stage) => still_undone(stage),
        None => nobody(id, "act on the petition"),
    });
    stages.extend(node.child_span("held-within").map(|within| window(id, "hold what was asked for", within)));
    let name = name(node);
    let opening = format!("Members hand in a petition with enough signatures: {}.", plain(name));
    let mut petition = process("petition", &[name], id, opening, stages);
    powers::over(from, &mut petition, "petitions");
    petition
}

/// A recall, from the petition to the members' vote.
fn recall(from: &From<'_>, article: &Article, rule: &Rule, office: &str) -> Process {
    let (node, id) = (&rule.node, &article.id);
    let aside = from.people.aside_in("recall", office);
    let mut stages = vec![match from.ladder(id, node, "called-by", "call the vote", &aside) {
        Some(stage) => still_undone(stage),
        None => nobody(id, "call the vote"),
    }];
    let vote = node.child("vote").and_then(|line| line.prop_span("within"));
    stages.extend(vote.map(|within| window(id, "vote on the recall", within)));
    let opening = format!("Members hand in a petition to recall the {}.", plain(office));
    let mut recall = process("recall", &[name(node), office], id, opening, stages);
    recall.recuses = !aside.is_empty();
    powers::over_without(from, &mut recall, "recall", &aside);
    recall
}

/// Where `stands` means that nothing happens, nothing happens.
fn still_undone(mut stage: Stage) -> Stage {
    if stage.end == End::Goes {
        stage.end = End::Nothing;
    }
    if stage.rungs.is_empty() {
        stage.rungs.push((Who::Empty(NO_BEARER.to_owned()), Span::days(0)));
    }
    stage
}
