//! Meetings, votes of all members, and what members decide on money, contracts and strikes.

use super::powers::decision;
use super::steps::{occasion, ordered, recurs};
use super::{From, name, names, plain, window};
use crate::block::Node;
use crate::document::Article;
use crate::process::people::Who;
use crate::process::{Process, Role, Stage};
use crate::rules::Rule;
use crate::step::{ArticleId, Span};
use std::collections::BTreeSet;

pub(super) fn processes(from: &From<'_>) -> Vec<Process> {
    let mut all = Vec::new();
    for (article, rule) in from.of_kind("meeting") {
        all.extend(meetings(from, article, rule));
    }
    for (article, rule) in from.of_kind("referendum") {
        all.extend(referendum(from, article, rule));
    }
    for (article, rule) in from.of_kind("bargaining") {
        all.extend([ratification(from, article, rule), strike(from, article, rule)].into_iter().flatten());
    }
    for (article, rule) in from.of_kind("threshold") {
        all.extend(decided(from, &article.id, &rule.node, "threshold", name(&rule.node)));
    }
    for (article, rule) in from.of_kind("finance") {
        let lines =
            rule.node.children.iter().filter(|line| matches!(line.word.as_str(), "dues" | "assessments"));
        all.extend(lines.filter_map(|line| decided(from, &article.id, line, "finance", &line.word)));
    }
    all
}

/// The regular meeting, from the day it is due to the day it can be held, and the one that members demand.
fn meetings(from: &From<'_>, article: &Article, rule: &Rule) -> Vec<Process> {
    let (node, name) = (&rule.node, name(&rule.node));
    let Some(called) = from.ladder(&article.id, node, "called-by", "call the meeting", &BTreeSet::new())
    else {
        return Vec::new();
    };
    let notice = node.child_span("notice").map(|lead| window(&article.id, "let the notice run", lead));
    let stages: Vec<Stage> = std::iter::once(called).chain(notice).collect();
    let begins = recurs(from, node.child_span("every"));
    let opening = occasion(&begins, "A meeting is due.");
    let regular = ordered("meeting", &[name], &article.id, &opening, stages.clone());
    let demanded = node.child("special").and_then(|_| {
        let opening = "Enough members demand a meeting.";
        let special = ordered("meeting", &[name, "special"], &article.id, opening, stages)?;
        Some(Process { opened_by: vec!["members".to_owned()], ..special })
    });
    regular.map(|regular| Process { begins, ..regular }).into_iter().chain(demanded).collect()
}

/// A vote of all members. It is over on the last day on which it can be held; where none is named, when notice and voting
/// have run.
fn referendum(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let (node, id) = (&rule.node, &article.id);
    let mut stages = vec![from.ladder(id, node, "called-by", "call the vote", &BTreeSet::new())?];
    match node.child_span("held-within") {
        Some(within) => stages.push(window(id, "hold the vote", within)),
        None => {
            stages.extend(node.child_span("notice").map(|lead| window(id, "let the notice run", lead)));
            stages.extend(node.child_span("open").map(|open| window(id, "vote", open)));
        }
    }
    let opening = "A vote of all members is asked for.";
    let mut referendum = ordered("referendum", &[name(node)], id, opening, stages)?;
    referendum.opened_by = node.child("initiated-by").map(names).unwrap_or_default();
    if node.child("petition").is_some() && !referendum.opened_by.iter().any(|who| who == "members") {
        referendum.opened_by.push("members".to_owned());
    }
    Some(referendum)
}

/// Members accept a contract or refuse it, after they have had time to read it.
fn ratification(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let line = rule.node.child("ratification")?;
    let voting = line.prop_span("window")?;
    let reading =
        line.prop_span("contents").map(|lead| window(&article.id, "let members read the contract", lead));
    let vote = window(&article.id, "vote on the contract", voting);
    let opening = "There is a contract to vote on.";
    let stages = reading.into_iter().chain([vote]).collect();
    let mut ratification = ordered("bargaining", &["ratification"], &article.id, opening, stages)?;
    ratification.opened_by = committee(from, &rule.node);
    Some(ratification)
}

/// Members decide on a strike, and the employer is told before it begins.
fn strike(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    rule.node.child("strike")?;
    let notice = rule.node.child_span("notice-to-employer")?;
    let vote = Stage { words: "vote on a strike".to_owned(), ..decision(from, &article.id, "membership") };
    let told = window(&article.id, "let the employer's notice run", notice);
    ordered("bargaining", &["strike"], &article.id, "Somebody asks for a strike.", vec![vote, told])
}

/// Who bargains, if it is anybody of this constitution.
fn committee(from: &From<'_>, node: &Node) -> Vec<String> {
    let known = |id: &String| !matches!(from.people.who(id, &BTreeSet::new()), Who::Empty(_));
    node.child("committee").map(names).unwrap_or_default().into_iter().filter(known).collect()
}

/// A decision for which the rules name who takes it and how long before it notice is served.
fn decided(
    from: &From<'_>,
    article: &ArticleId,
    line: &Node,
    kind: &'static str,
    matter: &str,
) -> Option<Process> {
    let (by, lead): (String, Span) = (line.prop_text("decided-by")?, line.prop_span("notice")?);
    let mut decides = decision(from, article, &by);
    decides.role = Role::Decides;
    decides.words = format!("decide on {}", plain(matter));
    let stages = vec![window(article, "let the notice run", lead), decides];
    ordered(kind, &[matter], article, &format!("A decision is proposed on {}.", plain(matter)), stages)
}
