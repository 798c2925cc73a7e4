//! How a rule that orders something, and keeps no guarantee, becomes a process: the parts that every kind needs. What a
//! kind of rule means is in the file of its family.

use super::{From, end, plain, process};
use crate::block::Node;
use crate::process::people::Who;
use crate::process::{Begins, End, Process, Role, Stage};
use crate::step::{ArticleId, Span, Unit};
use std::collections::BTreeSet;

/// A process that keeps no guarantee; `None` where nobody owes anything in it.
pub(super) fn ordered(
    kind: &'static str,
    names: &[&str],
    article: &ArticleId,
    opening: &str,
    stages: Vec<Stage>,
) -> Option<Process> {
    let mut ordered = process(kind, names, article, opening.to_owned(), stages);
    ordered.promises.clear();
    (!ordered.stages.is_empty()).then_some(ordered)
}

/// A stage that these owe, in order; nothing follows when none of them acts.
pub(super) fn owed(article: &ArticleId, deed: &str, rungs: Vec<(Who, Span)>) -> Stage {
    Stage {
        words: deed.to_owned(),
        article: article.clone(),
        wait: Span::days(0),
        rungs,
        end: End::Nothing,
        role: Role::Plain,
    }
}

/// What comes again so often: once a year with the year of accounts, or so long after the time before.
pub(super) fn recurs(from: &From<'_>, every: Option<Span>) -> Begins {
    match every {
        Some(Span { amount: 1, unit: Unit::Years } | Span { amount: 12, unit: Unit::Months }) => {
            Begins::Yearly(from.first_month())
        }
        // Nothing comes again after no time at all, and nothing more than once a day.
        Some(every) if every.amount > 0 && (every.unit != Unit::Hours || every.amount >= 24) => {
            Begins::Every(every)
        }
        _ => Begins::AnyDay,
    }
}

/// What opens a process that comes again, or waits for an occasion.
pub(super) fn occasion(begins: &Begins, otherwise: &str) -> String {
    match begins {
        Begins::Yearly(_) => "The year of accounts begins.".to_owned(),
        Begins::Every(_) => "The day has come round again.".to_owned(),
        _ => otherwise.to_owned(),
    }
}

/// A stage that decides. `stands` says what it means that what was before stands: for whoever asked, or against.
pub(super) fn deciding(
    from: &From<'_>,
    article: &ArticleId,
    node: &Node,
    word: &str,
    deed: &str,
    (aside, stands): (&BTreeSet<usize>, End),
) -> Option<Stage> {
    let mut stage = from.ladder(article, node, word, deed, aside)?;
    stage.role = Role::Decides;
    let last = node.children_of(word).last().and_then(|line| line.prop_text("otherwise"));
    stage.end = match last.as_deref() {
        Some("stands") => stands,
        Some("lapses") => End::Against,
        _ => stage.end,
    };
    Some(stage)
}

/// Adds to a stage who else owes it, where `otherwise` names somebody: in the same time, for the rules name no other.
pub(super) fn passes(from: &From<'_>, stage: &mut Stage, otherwise: Option<String>) {
    let Some(word) = otherwise else { return };
    match from.people.who(&word, &BTreeSet::new()) {
        Who::Clock | Who::Empty(_) => stage.end = end(&word),
        who => {
            let within = stage.rungs.last().map_or(Span::days(0), |(_, within)| *within);
            stage.rungs.push((who, within));
        }
    }
}

/// An occasion in the words of the rule, as a sentence.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// The office or body as people say it.
pub(super) fn the(id: &str) -> String {
    format!("the {}", plain(id))
}
