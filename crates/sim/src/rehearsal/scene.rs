//! Scenes: a rehearsal brought to the day on which a process of its document begins, and documents changed as people change
//! them who want to be rid of a rule.

use super::{Rehearsal, date, rehearsed};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rankfile_constitution::guarantee;
use rankfile_constitution::process::{Begins, Coalition, Process};
use rankfile_hall::process::command::ProcessId;

/// A process that begins.
pub struct Scene {
    /// The union it begins in.
    pub union: Rehearsal,
    /// Which process.
    pub id: ProcessId,
    /// The day it begins.
    pub from: Date,
}

/// Brings a document to the day on which one of its processes begins, as near to a day as it can begin. `None` when it
/// waits for an outside event that has not happened.
pub fn begin(seed: u64, document: &str, plan: &Process, day: Date) -> Option<Scene> {
    let first = |union: Rehearsal, from| Some(Scene { union, id: ProcessId(format!("{}#1", plan.id)), from });
    match &plan.begins {
        Begins::AnyDay => {
            let mut union = Rehearsal::found(seed, document, day);
            let id = union.begin(plan).expect("anybody can ask for it");
            Some(Scene { union, id, from: day })
        }
        Begins::Founding => first(Rehearsal::found(seed, document, day), day),
        Begins::Every(span) => {
            let union = Rehearsal::found(seed, document, day);
            first(union, rankfile_constitution::civil::add(day, *span))
        }
        Begins::Yearly(month) => {
            let from = (0..366).filter_map(|days| day.checked_add(days.days()).ok());
            let from = from.into_iter().find(|day| day.day() == 1 && day.month() == *month)?;
            first(Rehearsal::found(seed, document, from), from)
        }
        Begins::On(date) => first(Rehearsal::found(seed, document, *date), *date),
        Begins::Outside(_) => None,
        Begins::Cycle => after_the_first(seed, document, plan, day),
    }
}

/// An election that follows the first, which nobody holds up, and which is over as near to a day as it can be.
fn after_the_first(seed: u64, document: &str, plan: &Process, day: Date) -> Option<Scene> {
    let program = rehearsed(document);
    let first_id = format!("first-{}", plan.id);
    let Some(first) = program.processes.iter().find(|first| first.id == first_id) else {
        let union = Rehearsal::found(seed, document, day);
        return Some(Scene { union, id: ProcessId(format!("{}#1", plan.id)), from: day });
    };
    let (union, _) = until_first_is_over(seed, document, first, day)?;
    let id = ProcessId(format!("{}#1", plan.id));
    let from = date(union.case(&id)?.begun_at);
    Some(Scene { union, id, from })
}

/// A union whose first election is over as near to a day as it can be, and the founding.
fn until_first_is_over(seed: u64, document: &str, first: &Process, day: Date) -> Option<(Rehearsal, Date)> {
    let program = rehearsed(document);
    let nobody = Coalition::new();
    let mut founded = day;
    for _ in 0..8 {
        let counted = Process { begins: Begins::Founding, ..first.clone() };
        let takes = guarantee::days(&counted, &program.people, &nobody, founded)?;
        let over = founded.checked_add(takes.days()).ok()?;
        founded = founded.checked_add((day - over).get_days().days()).ok()?;
    }
    let document = match &first.begins {
        Begins::Outside(event) => happened(document, event, founded),
        Begins::On(_) => on(document, founded),
        _ => document.to_owned(),
    };
    let mut union = Rehearsal::found(seed, &document, founded);
    let id = ProcessId(format!("{}#1", first.id));
    union.run(&id, "first-election", &nobody, founded.checked_add(4.years()).ok()?)?;
    Some((union, founded))
}

/// A document in which an outside event has happened on a day.
pub fn happened(document: &str, event: &str, day: Date) -> String {
    let line = |line: &str| match line.strip_prefix("happened:") {
        Some(_) => format!("happened: {{{event}: {day}}}"),
        None => line.to_owned(),
    };
    document.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// A document in which whatever has happened has happened on a day.
fn on(document: &str, day: Date) -> String {
    let line = |line: &str| match line.strip_prefix("happened: {").and_then(|rest| rest.split_once(':')) {
        Some((event, _)) => format!("happened: {{{event}: {day}}}"),
        None => line.to_owned(),
    };
    document.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// The document without the rule that a process comes from: what people write who want to be rid of it.
pub fn without(document: &str, plan: &Process) -> String {
    let word = match plan.kind {
        "first-election" | "election" => "election",
        "accounts" => "publication",
        "protest" => "election-protest",
        kind => kind,
    };
    let (mut kept, mut depth, mut is_inside, mut is_here) = (Vec::new(), 0_i32, false, false);
    for line in document.split('\n') {
        if line.starts_with('#') {
            is_here = line.contains(&format!("{{#{}", plan.article));
        }
        if line.starts_with("```") {
            is_inside = line == "```rules";
        }
        let begins = is_inside && is_here && depth == 0 && line.split([' ', '{']).next() == Some(word);
        if begins || depth > 0 {
            depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
            continue;
        }
        kept.push(line.to_owned());
    }
    prose_only(&kept.join("\n"), &plan.article.0)
}

/// An article whose block has become empty says that it has none.
fn prose_only(document: &str, article: &str) -> String {
    let empty = "```rules\n```\n";
    if !document.contains(empty) {
        return document.to_owned();
    }
    document.replace(empty, "").replace(&format!("{{#{article}}}"), &format!("{{#{article} prose-only}}"))
}
