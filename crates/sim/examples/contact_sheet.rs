//! Takes the pictures of `docs/pages.md`: the pages of one union at every stage of its election, on phones and on a desk, light
//! and dark, put together into a few sheets. `cargo run -p rankfile-sim --example contact_sheet -- docs/images`, with
//! Node.js, Chromium and ChromeDriver there. It judges nothing; the tests do.

use anyhow::{Context as _, Result, ensure};
use rankfile_sim::stages;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> Result<()> {
    let out = std::env::args().nth(1).map(PathBuf::from).context("name the folder for the pictures")?;
    std::fs::create_dir_all(&out)?;
    let folder = tempfile::tempdir()?;
    let stages = stages::serve(folder.path())?;
    let mut plan = stages::plan(folder.path(), &stages)?;
    plan["folder"] = json!(folder.path());
    plan["out"] = json!(out.canonicalize()?);
    let file = folder.path().join("plan.json");
    std::fs::write(&file, plan.to_string())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contact_sheet.mjs");
    let status = Command::new("node").arg(script).arg(&file).status().context("node does not start")?;
    ensure!(status.success(), "the pictures were not taken");
    Ok(())
}
