//! `rankfile audit`, `pack` and `receipt`: what an outsider does with a record.

use super::{Ended, read, read_text};
use crate::pack;
use crate::say::{self, following, line};
use anyhow::{Context as _, Result};
use rankfile_hall::audit::{Report, audit};
use rankfile_record::act::Act;
use rankfile_record::note::Vkey;
use rankfile_record::receipt::check_receipt;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Arguments {
    /// A union's data directory, or a pack it handed over.
    pub record: PathBuf,
    /// The record's verifier key from where you trust it, instead of the one lying with the record.
    #[arg(long)]
    pub vkey: Option<String>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    pub json: bool,
}

#[derive(clap::Args)]
pub struct PackArguments {
    /// The union's data directory.
    data: PathBuf,
    /// The folder to write; it must not be there yet.
    out: PathBuf,
}

#[derive(clap::Args)]
pub struct ReceiptArguments {
    /// The receipt (`.tlog-proof`).
    receipt: PathBuf,
    /// The leaf it is about.
    #[arg(long, value_name = "FILE")]
    leaf: PathBuf,
    /// The record's verifier key, from where you trust it.
    #[arg(long)]
    vkey: String,
}

pub fn run(arguments: &Arguments) -> Result<Ended> {
    let report = audit_folder(&arguments.record, arguments.vkey.as_deref())?;
    if arguments.json {
        say::json(&serde_json::to_value(&report)?);
    } else {
        tell(&arguments.record, &report);
    }
    Ok(if report.findings.is_empty() { Ended::Holds } else { Ended::DoesNotHold })
}

/// Audits a data directory or a pack with the public files beside it.
pub fn audit_folder(folder: &Path, vkey: Option<&str>) -> Result<Report> {
    let mut on_disk = pack::read(folder)?;
    if let Some(text) = vkey {
        on_disk.record.vkey = Vkey::parse(text.trim()).context("the verifier key cannot be read")?;
    }
    let bar = say::progress(0, "acts");
    let (mut report, _) = audit(&on_disk.record, &following(&bar));
    bar.finish_and_clear();
    report.findings.extend(pack::check_public(&on_disk));
    if !report.findings.is_empty() {
        report.verdict = "invalid";
    }
    Ok(report)
}

fn tell(folder: &Path, report: &Report) {
    let verdict = if report.findings.is_empty() {
        "the history holds. Every act is signed, lawful and in its place; every election agrees with its archive"
    } else {
        "THE HISTORY DOES NOT HOLD"
    };
    line(format!("{}: {verdict}", folder.display()));
    line(format!("  {} ({}), {} acts", report.union, report.origin, report.acts));
    let registers: Vec<String> =
        report.registers.iter().map(|(register, count)| format!("{register} {count}")).collect();
    line(format!("  registers: {}", registers.join(", ")));
    for election in &report.elections {
        let counted = election.counted.map_or_else(String::new, |counted| format!(", {counted} count"));
        line(format!(
            "  {} ({}): {}, {} ballots{counted}",
            election.election, election.uuid, election.verdict, election.ballots
        ));
        for desk in &election.desks {
            line(format!("    served to browsers while it ran: desk {desk}"));
        }
    }
    for duty in &report.overdue {
        line(format!("  OVERDUE {duty}"));
    }
    for finding in &report.findings {
        line(format!("  act {}: {}: {}", finding.index, finding.code, finding.message));
    }
}

pub fn pack(arguments: &PackArguments) -> Result<Ended> {
    let on_disk = pack::read(&arguments.data)?;
    pack::write(&on_disk, &arguments.out)?;
    line(format!(
        "{}: {} acts. Check it with `rankfile audit {}`",
        arguments.out.display(),
        on_disk.record.leaves.len(),
        arguments.out.display()
    ));
    Ok(Ended::Holds)
}

pub fn receipt(arguments: &ReceiptArguments) -> Result<Ended> {
    let (receipt, leaf) = (read_text(&arguments.receipt)?, read(&arguments.leaf)?);
    let vkey = Vkey::parse(arguments.vkey.trim()).context("the verifier key cannot be read")?;
    match check_receipt(&receipt, &leaf, &vkey) {
        Ok(checked) => {
            line(format!("this leaf is act {} of {}", checked.index, checked.checkpoint.origin));
            if let Ok(act) = Act::parse(&leaf) {
                line(json!(act.inner.command).to_string());
            }
            Ok(Ended::Holds)
        }
        Err(why) => {
            line(format!("this receipt does not hold: {why}"));
            Ok(Ended::DoesNotHold)
        }
    }
}
