//! The answer of `rankfile lint` for people: each finding at its line, with what could happen and what would mend it.

use super::{Arguments, Asked, Linted};
use crate::say::line;
use rankfile_constitution::Diagnostic;
use rankfile_constitution::compare::{compare, turned};
use rankfile_constitution::guarantee::{shifts, table};
use rankfile_constitution::lint::members::members_report;
use rankfile_constitution::lint::{Against, Finding, Severity};
use rankfile_constitution::print::Printer;
use std::path::Path;

/// The answer.
pub fn tell(arguments: &Arguments, linted: &Linted, before: Option<&Linted>, asked: &Asked) {
    let file = arguments.new.as_ref().unwrap_or(&arguments.file);
    for finding in &linted.findings {
        one(file, finding);
    }
    if let Some(before) = before {
        changes(before, linted, asked);
    }
    members(linted, asked);
    guarantees(linted);
    line(summary(file, linted, asked));
}

fn one(file: &Path, finding: &Finding) {
    let place = if finding.article.is_some() {
        format!("{}:{}:{}", file.display(), finding.line, finding.column)
    } else {
        format!("{} as a whole", file.display())
    };
    line(format!("{place}: {} ({}): {}", finding.id, finding.severity.word(), finding.message));
    for event in &finding.counterexample {
        let article = event.article.as_ref().map_or_else(String::new, |article| format!("  [{article}]"));
        line(format!("    {}  {}{article}", event.date, event.event));
    }
    if !finding.repair.is_empty() {
        line(format!("  = {}", finding.repair));
    }
    match (finding.citation.as_str(), finding.severity) {
        ("", _) => {}
        (citation, Severity::Law) => line(format!("  = likely in conflict with {citation}")),
        (citation, _) => line(format!("  = {citation}")),
    }
    line("");
}

/// What a real roll answers: numbers, no names.
fn members(linted: &Linted, asked: &Asked) {
    let Some(members) = &asked.members else { return };
    line("With the members on this roll:");
    for answer in members_report(&linted.constitution, members, asked.as_of) {
        let article = answer.article.as_ref().map_or_else(String::new, |article| format!("  [{article}]"));
        line(format!("  {}{article}", answer.sentence));
    }
    line("");
}

/// What members are promised, and how many people break it: a short table, then how.
fn guarantees(linted: &Linted) {
    let printer = Printer::new(&linted.constitution);
    let rows = table(&linted.guarantees, &printer);
    if rows.is_empty() {
        return;
    }
    line("How many people would it take?");
    for row in &rows {
        let longest = if row.longest.is_empty() { String::new() } else { format!(" ({})", row.longest) };
        line(format!(
            "  {}: {}{}.",
            row.harm,
            row.who,
            if row.is_possible { String::new() } else { longest }
        ));
        if let Some(who) = &row.capture {
            line(format!("    Deciding it against whoever asked: {who}."));
        }
    }
    for row in rows.iter().filter(|row| !row.of.story.is_empty()) {
        line(format!("\n{}: {}", row.harm, row.who));
        for event in &row.of.story {
            let article = event.article.as_ref().map_or_else(String::new, |article| format!("  [{article}]"));
            line(format!("    {}  {}{article}", event.date, event.event));
        }
        if let Some(repair) = &row.of.repair {
            line(format!("  = {repair}"));
        }
        if let Some(needs) = &row.of.needs {
            line(format!("  = What members could still do: {needs}"));
        }
    }
    line("");
}

/// What the newer document changes: rules, whose power grows, what is found now that was not.
fn changes(before: &Linted, after: &Linted, asked: &Asked) {
    let comparison = compare(&before.constitution, &after.constitution);
    if comparison.changes.is_empty() {
        line("The two documents have the same rules and the same words.");
    } else {
        line("What changes:");
    }
    for change in &comparison.changes {
        line(format!("  {}", change.sentence));
    }
    let (old, new) = (Printer::new(&before.constitution), Printer::new(&after.constitution));
    for shift in shifts((&before.guarantees, &old), (&after.guarantees, &new)) {
        line(format!("  {}", shift.sentence()));
    }
    let against = Against { profile: &asked.profile, as_of: asked.as_of, members: asked.members.as_ref() };
    let turned = turned(&before.constitution, &after.constitution, against);
    for finding in &turned.new {
        line(format!("  Found now: {} {}", finding.id, finding.message));
    }
    for finding in &turned.gone {
        line(format!("  No longer found: {} {}", finding.id, finding.message));
    }
    line("");
}

fn summary(file: &Path, linted: &Linted, asked: &Asked) -> String {
    let counted: Vec<String> = [Severity::Law, Severity::Broken, Severity::Guidance, Severity::Advice]
        .into_iter()
        .filter_map(|severity| {
            let count = linted.findings.iter().filter(|finding| finding.severity == severity).count();
            (count > 0).then(|| format!("{count} {}", severity.word()))
        })
        .collect();
    let what = if counted.is_empty() { "nothing found".to_owned() } else { counted.join(", ") };
    format!(
        "{}: {what} (held against {} as of {}; this is no legal advice).",
        file.display(),
        asked.profile.name,
        asked.as_of
    )
}

/// Problems of form, each with its line.
pub fn problems(problems: &[Diagnostic]) {
    for problem in problems {
        line(problem.render());
    }
}

/// The lines that formatting would change.
pub fn would_change(file: &Path, text: &str, formatted: &str) {
    let first = text.lines().zip(formatted.lines()).position(|(is, would)| is != would);
    let at = first.unwrap_or_else(|| text.lines().count().min(formatted.lines().count()));
    line(format!(
        "{}:{}: not in its one form; `rankfile fmt {}` writes it",
        file.display(),
        at + 1,
        file.display()
    ));
}
