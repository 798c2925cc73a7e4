//! The answer of `rankfile lint` for programs: one JSON object, for every ending. Its shape is in `docs/schemas/lint.json`.

use super::{Arguments, Asked, Linted};
use crate::say;
use rankfile_constitution::Diagnostic;
use rankfile_constitution::compare::compare;
use rankfile_constitution::guarantee::{Chance, Guarantee};
use rankfile_constitution::lint::members::members_report;
use rankfile_constitution::lint::{Event, Finding};
use serde_json::{Value, json};
use std::path::Path;

/// The answer.
pub fn tell(arguments: &Arguments, linted: &Linted, before: Option<&Linted>, asked: &Asked) {
    let file = arguments.new.as_ref().unwrap_or(&arguments.file);
    let mut answer = json!({
        "file": file.display().to_string(),
        "digest": linted.constitution.digest,
        "profile": asked.profile.name,
        "as_of": asked.as_of.to_string(),
        "findings": linted.findings.iter().map(finding).collect::<Vec<_>>(),
        "guarantees": linted.guarantees.iter().map(guarantee).collect::<Vec<_>>(),
    });
    if let Some(members) = &asked.members {
        let answers = members_report(&linted.constitution, members, asked.as_of);
        answer["members"] = answers.into_iter().map(|answer| answer.sentence).collect();
    }
    if let Some(before) = before {
        answer["before"] = json!({
            "file": arguments.file.display().to_string(),
            "digest": before.constitution.digest,
            "findings": before.findings.iter().map(finding).collect::<Vec<_>>(),
            "guarantees": before.guarantees.iter().map(guarantee).collect::<Vec<_>>(),
        });
    }
    if let Some(before) = before {
        let comparison = compare(&before.constitution, &linted.constitution);
        answer["changes"] = comparison
            .changes
            .iter()
            .map(|change| {
                let article = change.article.as_ref().map(|article| &article.0);
                json!({"weight": change.weight.word(), "article": article, "says": change.sentence})
            })
            .collect();
    }
    say::json(&answer);
}

/// What a program is told when there is no answer.
pub fn no_answer(file: &Path, problems: &[Diagnostic], fault: Option<&anyhow::Error>) {
    let mut told: Vec<Value> = problems.iter().map(problem).collect();
    if let Some(fault) = fault {
        let chain: Vec<String> = fault.chain().map(ToString::to_string).collect();
        told.push(json!({"line": null, "column": null, "article": null, "message": chain.join(": "), "remedy": null}));
    }
    say::json(&json!({"file": file.display().to_string(), "problems": told}));
}

fn finding(finding: &Finding) -> Value {
    json!({
        "id": finding.id.0,
        "severity": finding.severity.word(),
        "article": finding.article.as_ref().map(|article| &article.0),
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "counterexample": finding.counterexample.iter().map(event).collect::<Vec<_>>(),
        "repair": finding.repair,
        "citation": finding.citation,
    })
}

fn guarantee(guarantee: &Guarantee) -> Value {
    let bounds = guarantee.bounds.iter().map(|bound| json!({"people": bound.people, "days": bound.days}));
    json!({
        "id": guarantee.id,
        "subject": guarantee.subject,
        "bounds": bounds.collect::<Vec<_>>(),
        "stall": guarantee.stall,
        "stalled_by": guarantee.stalled_by,
        "capture": guarantee.capture,
        "captured_by": guarantee.captured_by,
        "needs": guarantee.needs,
        "chances": guarantee.chances.iter().map(chance).collect::<Vec<_>>(),
        "story": guarantee.story.iter().map(event).collect::<Vec<_>>(),
        "repair": guarantee.repair,
        "exact": guarantee.is_exact,
    })
}

/// Chances in millionths, so that no reader has to trust a floating point number.
fn chance(chance: &Chance) -> Value {
    json!({
        "body": chance.body,
        "allies_percent": chance.allies_percent,
        "members": chance.members,
        "blocked_millionths": chance.blocked,
        "carried_millionths": chance.carried,
    })
}

fn event(event: &Event) -> Value {
    json!({
        "date": event.date.to_string(),
        "event": event.event,
        "article": event.article.as_ref().map(|article| &article.0),
    })
}

fn problem(problem: &Diagnostic) -> Value {
    json!({
        "line": problem.line,
        "column": problem.column,
        "article": problem.article.as_ref().map(|article| &article.0),
        "message": problem.message,
        "remedy": problem.remedy,
    })
}
