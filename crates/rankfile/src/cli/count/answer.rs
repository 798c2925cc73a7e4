//! How `rankfile count` answers: lines for people, or one JSON object, for every ending.

use super::counting::Counting;
use super::input::Input;
use super::{Arguments, Done};
use crate::say;
use rankfile_count::formats::ReadError;
use rankfile_count::method::Stop;
use rankfile_count::page::{GradeTable, PageFacts};
use rankfile_count::words::Words;
use rankfile_count::{Election, RuleSet};
use serde_json::{Value, json};
use std::path::Path;

/// Why there is no answer: one line, and for programs whatever is known.
#[derive(Debug)]
pub struct Problem {
    /// For standard error.
    pub line: String,
    /// Merged into the JSON object.
    known: Value,
}

impl Problem {
    /// Nothing known but the line.
    pub fn plain(line: impl Into<String>) -> Self {
        Self { line: line.into(), known: json!({}) }
    }

    /// A file that could not be read, with the place.
    pub fn unreadable(path: &Path, error: &ReadError) -> Self {
        let offer = if error.fault.mend().is_some() { " (with --repair)" } else { "" };
        let place = json!({"where": {"line": error.at.line, "column": error.at.column}});
        Self { line: format!("{}: {error}{offer}", path.display()), known: place }
    }

    /// The method stopped.
    pub fn stopped(arguments: &Arguments, rules: &RuleSet, election: &Election, stop: Stop) -> Self {
        let mut known = json!({
            "method": rules.name,
            "rules_version": rules.version,
            "rules_digest": rules.digest,
            "seats": election.seats,
            "candidates": election.candidates,
        });
        if let Stop::Tie { stage, set, purpose } = &stop {
            known["tied"] = json!({"stage": stage, "set": set, "purpose": purpose});
        }
        Self { line: format!("{}: {stop}", arguments.file.display()), known }
    }
}

impl From<anyhow::Error> for Problem {
    fn from(fault: anyhow::Error) -> Self {
        let chain: Vec<String> = fault.chain().map(ToString::to_string).collect();
        Self::plain(chain.join(": "))
    }
}

/// What a program is told when there is no answer.
pub fn tell_problem(arguments: &Arguments, problem: &Problem) {
    let mut object = json!({"method": arguments.method, "elected": [], "error": problem.line});
    if let (Some(object), Some(known)) = (object.as_object_mut(), problem.known.as_object()) {
        object.extend(known.clone());
    }
    say::json(&object);
}

/// The answer.
pub fn tell(arguments: &Arguments, done: &Done) {
    if arguments.json {
        say::json(&as_json(arguments, done));
        return;
    }
    let count = &done.count;
    say::line(format!("{}: {}", arguments.file.display(), headline(done)));
    for sentence in &count.explanation {
        say::line(format!("  {sentence}"));
    }
    match &count.margin {
        Some(margin) => say::line(format!("  {}", margin.how)),
        None if !arguments.margin => say::line("  How close it was: --margin looks longer for that."),
        None => {}
    }
    say::line("Each candidate's own view:");
    for (name, view) in count.candidates.iter().zip(&count.views) {
        say::line(format!("  {name}: {view}"));
    }
    for warning in count.warnings.iter().chain(&done.noticed) {
        say::line(format!("Note: {warning}"));
    }
    if let (Some(seed), Some(key)) = (&arguments.seed, &done.key) {
        say::line(format!("Lots: seed \"{seed}\", key {key}"));
    }
    say::line(format!("Rules: {} version {}, {}", count.method, count.rules_version, count.rules_digest));
    for out in &done.written {
        say::line(format!("Written: {}", out.display()));
    }
}

/// The count as the contract shapes it, with what the reader noticed and why a tie is open.
fn as_json(arguments: &Arguments, done: &Done) -> Value {
    let mut value = json!(done.count);
    if let Some(rule) = &arguments.tie {
        value["tie_rule"] = json!({"rule": rule, "seed": arguments.seed, "key": done.key});
    }
    if !done.noticed.is_empty() {
        value["file_warnings"] = json!(done.noticed);
    }
    if let Some(line) = &done.open {
        value["error"] = json!(line);
        value["tied"] = json!({"stage": 1, "set": done.count.winners, "purpose": "for election"});
    }
    value
}

fn headline(done: &Done) -> String {
    let count = &done.count;
    let name = |number: &u32| match count.candidates.get((*number as usize).wrapping_sub(1)) {
        Some(name) => format!("{name} ({number})"),
        None => number.to_string(),
    };
    let list = |numbers: &[u32]| Words::english().list(&numbers.iter().map(name).collect::<Vec<_>>());
    match (&count.elected[..], &count.winners) {
        ([], Some(tied)) => format!("a tie between {}", list(tied)),
        (elected, _) => format!("elected: {}", list(elected)),
    }
}

/// What the page says beside the count.
pub fn facts(arguments: &Arguments, counting: &Counting<'_>, input: &Input) -> PageFacts {
    let file =
        arguments.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let graded = matches!(counting, Counting::Grades(_));
    PageFacts {
        title: input.election.title.clone(),
        method: counting.name().to_owned(),
        rules: counting.rules(),
        ballots_digest: Some(input.digest.clone()),
        recount: Some(recount(arguments, &file)),
        file: Some(file),
        noticed: input.noticed.clone(),
        grades: input.grades.as_ref().filter(|_| graded).map(GradeTable::of),
        ..PageFacts::default()
    }
}

/// The command that does it again.
fn recount(arguments: &Arguments, file: &str) -> String {
    let mut words = vec!["rankfile count".to_owned(), quoted(file)];
    let vacating: Vec<String> = arguments.vacating.iter().map(u16::to_string).collect();
    let mut options = vec![
        ("--method", arguments.method.clone()),
        ("--seats", arguments.seats.map(|seats| seats.to_string())),
        ("--tie", arguments.tie.clone()),
        ("--seed", arguments.seed.clone()),
        ("--vacating", (!vacating.is_empty()).then(|| vacating.join(","))),
        ("--contest", arguments.contest.clone()),
    ];
    options.extend(arguments.reserve.iter().map(|group| ("--reserve", Some(group.clone()))));
    for (name, value) in options {
        words.extend(value.into_iter().flat_map(|value| [name.to_owned(), quoted(&value)]));
    }
    if arguments.repair {
        words.push("--repair".into());
    }
    words.join(" ")
}

/// As a shell takes it for one word.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
