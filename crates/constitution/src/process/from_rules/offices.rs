//! Vacancies, promises, and the accounts.

use super::{From, name, names, plain, powers, process, window};
use crate::document::Article;
use crate::process::people::Who;
use crate::process::{Begins, End, Process, Role, Stage};
use crate::rules::Rule;
use crate::step::Span;
use std::collections::BTreeSet;

/// The publications by which members learn about their money.
pub(super) const ACCOUNTS: [&str; 3] = ["accounts", "financial-report", "annual-report"];

pub(super) fn processes(from: &From<'_>) -> Vec<Process> {
    let mut all = Vec::new();
    for office in from.all_offices() {
        all.extend(vacancy(from, &office));
    }
    for (article, rule) in from.of_kind("promise") {
        all.extend(promise(from, article, rule));
    }
    let accounts = from.of_kind("publication").filter(|(_, rule)| ACCOUNTS.contains(&name(&rule.node)));
    for (article, rule) in accounts {
        all.extend(published(from, article, rule));
    }
    all
}

/// How an empty office is filled.
fn vacancy(from: &From<'_>, office: &str) -> Option<Process> {
    let is_for = |rule: &Rule| from.offices(&rule.node).iter().any(|known| known == office);
    let aside: BTreeSet<usize> = from.people.holders(office).iter().copied().take(1).collect();
    let opening = format!("The office of {} is empty.", plain(office));
    let vacancy = from.of_kind("vacancy").find(|(_, rule)| is_for(rule));
    let succession = from.of_kind("succession").find(|(_, rule)| is_for(rule));
    let mut stages: Vec<Stage> = Vec::new();
    let mut article = None;
    if let Some((of, rule)) = succession {
        let within = rule.node.child_span("within").unwrap_or(Span::days(0));
        let then = rule.node.child("then").map(names).unwrap_or_default();
        let rungs = then.iter().map(|who| (from.people.who(who, &aside), within)).collect();
        let last = rule.node.child("last").map(names).unwrap_or_default().pop();
        let end = last.map_or(End::Nothing, |last| super::end(&last));
        let words = "take the empty office".to_owned();
        stages.push(Stage {
            words,
            article: of.id.clone(),
            wait: Span::days(0),
            rungs,
            end,
            role: Role::Plain,
        });
        article = Some(of);
    }
    if let Some((of, rule)) = vacancy {
        let mut filled = from.ladder(&of.id, &rule.node, "filled-by", "fill the empty office", &aside);
        let special = rule.node.child("special-election").and_then(|line| line.prop_span("within"));
        if let (Some(stage), Some(within)) = (&mut filled, special)
            && stage.end == End::Clock
        {
            // The clock calls a special election.
            stage.rungs.push(elected(within));
        }
        match (filled, special) {
            (Some(stage), _) => {
                // Where a successor is named first, the ladder is only what follows.
                match stages.first_mut() {
                    Some(first) if first.end == End::Nothing => {
                        first.rungs.extend(stage.rungs);
                        first.end = if stage.end == End::Goes { End::Nothing } else { stage.end };
                    }
                    Some(first) => {
                        // The clock holds no office: whom it calls to vote fills it.
                        let within = special.filter(|_| first.end == End::Clock);
                        first.rungs.extend(within.map(elected));
                    }
                    None => stages.push(Stage {
                        end: if stage.end == End::Goes { End::Nothing } else { stage.end },
                        ..stage
                    }),
                }
            }
            (None, Some(within)) if stages.is_empty() => {
                stages.push(window(&of.id, "hold a special election", within))
            }
            _ => {}
        }
        article = article.or(Some(of));
    }
    let article = article?;
    if stages.is_empty() {
        return None;
    }
    let mut vacancy = process("vacancy", &[office], &article.id, opening, stages);
    vacancy.recuses = true;
    powers::over_without(from, &mut vacancy, "vacancies", &aside);
    Some(vacancy)
}

/// A special election, in which everybody elects.
fn elected(within: Span) -> (Who, Span) {
    (Who::Everybody("members".to_owned()), within)
}

/// A promise past its date becomes public, with its remedy.
fn promise(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let (node, id, aside) = (&rule.node, &article.id, BTreeSet::new());
    let mut stages: Vec<Stage> = Vec::new();
    if let Some(published) = node.child("published") {
        let mut stage = from.one(id, published, "publish that the promise was missed", &aside)?;
        // `missed "published"` says that it becomes public by itself.
        let by_itself =
            node.child("missed").map(names).unwrap_or_default().iter().any(|word| word == "published");
        if by_itself && stage.end == End::Nothing {
            stage.end = End::Clock;
        }
        stages.push(stage);
    }
    stages.extend(
        node.child("remedy").and_then(|remedy| from.one(id, remedy, "say what remedy there is", &aside)),
    );
    if stages.is_empty() {
        return None;
    }
    let opening = "The day a promise was due goes by.".to_owned();
    let mut promise = process("promise", &[name(node)], id, opening, stages);
    powers::over(from, &mut promise, "promises");
    Some(promise)
}

/// A report that reaches members.
fn published(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let stage = from.one(&article.id, &rule.node, "report on the money", &BTreeSet::new())?;
    let opening = "The year of accounts ends.".to_owned();
    let mut accounts = process("accounts", &[name(&rule.node)], &article.id, opening, vec![stage]);
    accounts.subjects.clear();
    accounts.begins = Begins::Yearly(from.first_month());
    powers::over(from, &mut accounts, "money");
    Some(accounts)
}
