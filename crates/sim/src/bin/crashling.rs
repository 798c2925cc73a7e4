//! `crashling FOLDER LETTERS NOW [CALL:HOW]`: a server to be killed in tests. It answers the letters named on its input,
//! and with `CALL:HOW` the call of the store of that number fails, `before` or `after` it took effect or `torn`. It is
//! no part of what a union runs.
#![allow(clippy::print_stdout, reason = "its lines are its answers")]

use anyhow::{Context as _, Result, bail};
use rankfile_sim::crash::server::{Serving, serve};
use rankfile_store::failing::{Failing, FaultPlan};
use std::io::Write as _;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, inbox, now, fault @ ..] = &arguments[..] else {
        bail!("usage: crashling FOLDER LETTERS NOW [CALL:HOW]");
    };
    let plan = fault.first().map_or(Ok(FaultPlan::none()), |fault| plan(fault))?;
    let serving = Serving { folder: folder.into(), inbox: inbox.into(), now: now.parse()?, plan };
    let mut output = std::io::stdout();
    serve(&serving, &mut std::io::stdin().lock(), &mut |said| {
        let line = serde_json::to_string(said).expect("lines are plain data");
        // Whoever asked may be gone; that is no reason to end otherwise than told.
        writeln!(output, "{line}").and_then(|()| output.flush()).ok();
    });
    Ok(())
}

fn plan(fault: &str) -> Result<FaultPlan> {
    let (call, how) = fault.split_once(':').context("CALL:HOW")?;
    let how = match how {
        "before" => Failing::NotPersisted,
        "after" => Failing::Persisted,
        "torn" => Failing::Torn,
        _ => bail!("HOW is before, after or torn"),
    };
    Ok(FaultPlan::at(call.parse()?, how))
}
