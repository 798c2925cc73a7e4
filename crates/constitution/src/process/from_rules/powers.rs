//! Powers over a guarantee: to change the rules under it, and to put it off.

use super::steps::deciding;
use super::{From, name, names, process, window};
use crate::block::{Node, Value};
use crate::document::Article;
use crate::process::people::Who;
use crate::process::{Amendment, Begins, Changes, Delay, End, Process, Promise, Role, Stage};
use crate::rules::Rule;
use crate::share::Share;
use crate::step::{ArticleId, Span, Unit};
use std::collections::BTreeSet;

/// A proposal that nobody decides in this time lapses.
const LAPSES_AFTER: Span = Span { amount: 1, unit: Unit::Years };

/// The ways in which this document is changed. The first keeps the guarantee that people in office cannot change the rules
/// behind the others by themselves, which is about who decides and not about time.
pub(super) fn amendment(from: &From<'_>) -> Vec<Process> {
    let powers = amendments(from, "");
    let mut all: Vec<Process> = Vec::new();
    for (article, rule) in from.of_kind("amendment") {
        all.extend(amending(from, article, rule));
    }
    for (article, by) in amending_powers(from) {
        let stages = vec![decision(from, &article.id, &by)];
        let mut process = process("amendment", &[&by], &article.id, OPENING.to_owned(), stages);
        process.opened_by = vec![by];
        process.changes = Some(Changes::default());
        all.push(process);
    }
    for process in &mut all {
        process.promises.clear();
        process.subjects.clear();
        process.matter = "amendment";
    }
    if let Some(first) = all.first_mut() {
        first.promises.push(Promise { id: "amendment", stages: 0 });
        first.amendments = powers;
    }
    all
}

const OPENING: &str = "Other rules are proposed.";

/// Powers to change the rules that are ways of their own. Where a rule on amendments says how a body changes them, its power
/// to do so is that way and no other.
fn amending_powers<'a>(from: &From<'a>) -> Vec<(&'a Article, String)> {
    let decided =
        from.of_kind("amendment").filter_map(|(_, rule)| names(rule.node.child("decided-by")?).pop());
    let by_rule: BTreeSet<String> = decided.collect();
    let powers = from.of_kind("power").filter(|(_, rule)| may(rule, "amend"));
    let named = powers.filter_map(|(article, rule)| Some((article, names(&rule.node).pop()?)));
    named.filter(|(_, by)| !by_rule.contains(by)).collect()
}

/// One way to change this document: notice, decision, and the time until it is in force.
fn amending(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let node = &rule.node;
    let by = node.child("decided-by").and_then(|line| names(line).pop())?;
    let mut stages: Vec<Stage> = Vec::new();
    stages.extend(node.child_span("notice").map(|lead| window(&article.id, "let the notice run", lead)));
    let mut decided = decision(from, &article.id, &by);
    for (who, _) in &mut decided.rungs {
        demand_share(who, node);
    }
    stages.push(decided);
    let none = BTreeSet::new();
    let approved = ("approved-by", "approve the change");
    stages.extend(deciding(from, &article.id, node, approved.0, approved.1, (&none, End::Against)));
    stages.extend(node.child_span("delay").map(|wait| window(&article.id, "let the change wait", wait)));
    let mut process = process("amendment", &[name(node)], &article.id, OPENING.to_owned(), stages);
    process.opened_by = node.children_of("proposed-by").flat_map(names).collect();
    if node.child("petition").is_some() {
        process.opened_by.push("members".to_owned());
    }
    process.changes = Some(changes(node));
    Some(process)
}

/// Where a share of the seats is demanded, so many must agree, and a majority does not do.
fn demand_share(who: &mut Who, node: &Node) {
    let Some(line) = node.child("share").filter(|line| line.prop_text("of").as_deref() == Some("seats"))
    else {
        return;
    };
    let share: Option<Share> = names(line).pop().and_then(|share| share.parse().ok());
    if let (Who::Panel { people, quorum, .. }, Some(share)) = (who, share) {
        *quorum = (*quorum).max(share.least_of(people.len() as u64));
    }
}

fn changes(node: &Node) -> Changes {
    let listed = |word: &str| node.child(word).map(names).unwrap_or_default();
    let defers_all = listed("effective").iter().any(|word| word == "after-next-election");
    Changes { reaches: listed("reaches"), deferred: listed("deferred"), defers_all }
}

/// Somebody decides on what is proposed, before it lapses.
pub(super) fn decision(from: &From<'_>, article: &ArticleId, by: &str) -> Stage {
    Stage {
        words: "decide on the change".to_owned(),
        article: article.clone(),
        wait: Span::days(0),
        rungs: vec![(from.people.who(by, &BTreeSet::new()), LAPSES_AFTER)],
        end: End::Against,
        role: Role::Decides,
    }
}

fn may(rule: &Rule, act: &str) -> bool {
    rule.node.child("may").map(names).unwrap_or_default().iter().any(|known| known == act)
}

/// Adds to a process what can be done to the rules under it.
pub(super) fn over(from: &From<'_>, process: &mut Process, matter: &'static str) {
    over_without(from, process, matter, &BTreeSet::new());
}

/// The same for a process in which these take no part, in putting it off as little as in anything else.
pub(super) fn over_without(
    from: &From<'_>,
    process: &mut Process,
    matter: &'static str,
    aside: &BTreeSet<usize>,
) {
    // What is under way finishes by the rules it began with, and a running deadline is never put off: a first election that
    // began with the founding cannot be amended away.
    let is_under_way = matches!(process.begins, Begins::Founding | Begins::On(_));
    process.matter = matter;
    process.amendments = if is_under_way { Vec::new() } else { amendments(from, matter) };
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
        if !puts_off(&rule.node, matter) {
            continue;
        }
        let at_most = rule.node.child_span("at-most");
        let renewals = rule.node.child("renewals").and_then(Node::arg).and_then(Value::number::<u64>);
        process.delays.push(Delay {
            who: from.people.who(&by, aside),
            by: at_most,
            times: at_most.and(renewals.map(|renewals| renewals + 1)),
            article: article.id.clone(),
            words: "an emergency is declared".to_owned(),
        });
    }
}

/// Whether an emergency can put a matter off: where the rule says what it allows, it allows nothing else.
fn puts_off(emergency: &Node, matter: &str) -> bool {
    emergency.child("may").map(names).is_none_or(|acts| {
        acts.iter()
            .any(|act| act == "suspend-constitution" || act == "postpone-election" && matter == "elections")
    })
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
        let Some(by) = names(&rule.node).pop().filter(|_| may(rule, "postpone-election")) else { continue };
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
        let changes = changes(node);
        if !matter.is_empty() && !changes.reach(matter) {
            continue;
        }
        let mut who = from.people.who(&by, &BTreeSet::new());
        demand_share(&mut who, node);
        all.push(Amendment { who, article: article.id.clone(), binds_at_once: !changes.defer(matter) });
    }
    for (article, by) in amending_powers(from) {
        let who = from.people.who(&by, &BTreeSet::new());
        all.push(Amendment { who, article: article.id.clone(), binds_at_once: true });
    }
    all
}

fn is_protected(from: &From<'_>, article: &str) -> bool {
    from.of_kind("protected").any(|(_, rule)| names(&rule.node).iter().any(|known| known == article))
}
