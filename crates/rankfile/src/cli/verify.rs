//! `rankfile verify`: one election, from its public archive alone.

use super::{Ended, read};
use crate::say::{self, following, line};
use anyhow::{Context as _, Result};
use rankfile_belenios::{Report, Verdict, verify};
use serde_json::json;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Arguments {
    /// The archive.
    pub file: PathBuf,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    pub json: bool,
}

pub fn run(arguments: &Arguments) -> Result<Ended> {
    let bytes = read(&arguments.file)?;
    let bar = say::progress(0, "ballots");
    let follow = following(&bar);
    let report = verify(&bytes, &|done, of| follow(done as u64, of as u64, "ballots"))
        .with_context(|| arguments.file.display().to_string())?;
    bar.finish_and_clear();
    if arguments.json {
        say::json(&as_json(&report)?);
    } else {
        tell(&arguments.file, &report);
    }
    Ok(match report.verdict {
        Verdict::Valid | Verdict::Open => Ended::Holds,
        Verdict::Invalid => Ended::DoesNotHold,
        Verdict::Unsupported => Ended::NotJudged(format!(
            "{}: this election is of a kind that this version cannot check yet, so it says neither valid nor invalid",
            arguments.file.display()
        )),
    })
}

/// The report as the command line's contract shapes it: each finding says `where`.
fn as_json(report: &Report) -> Result<serde_json::Value> {
    let mut value = serde_json::to_value(report)?;
    let findings = report.findings.iter().map(|finding| {
        let place = json!({"height": finding.height, "tracker": finding.tracker});
        json!({"code": finding.code, "where": place, "message": finding.message})
    });
    if let Some(object) = value.as_object_mut() {
        object.insert("findings".to_owned(), findings.collect());
    }
    Ok(value)
}

fn tell(file: &std::path::Path, report: &Report) {
    line(format!("{}: {}", file.display(), sentence(report.verdict)));
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
    line(format!(
        "  election {} ({}), fingerprint {}",
        said(&report.name),
        said(&report.uuid),
        said(&report.fingerprint)
    ));
    let counted = report.num_tallied.map_or_else(String::new, |counted| format!(", {counted} of them count"));
    line(format!("  {} ballots{counted}", report.ballots));
    if let Some(result) = &report.result {
        line(format!("  result, one row for each question: {}", json!(result)));
    }
    for finding in &report.findings {
        let height = finding.height.map_or_else(String::new, |height| format!(" at event {height}"));
        let tracker =
            finding.tracker.as_ref().map_or_else(String::new, |tracker| format!(" (ballot {tracker})"));
        line(format!("  {}{height}{tracker}: {}", finding.code, finding.message));
    }
}

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "valid. Every ballot, the tally, its decryption and the result hold",
        Verdict::Open => "open. Everything so far holds; the election is not over",
        Verdict::Invalid => "INVALID. Do not trust its result",
        Verdict::Unsupported => "not supported by this version",
    }
}
