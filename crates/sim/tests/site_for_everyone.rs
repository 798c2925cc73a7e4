//! Every page for everybody: in a real browser, at the width of a small phone, each kind of page that anybody comes to, in both
//! languages and both themes, judged by axe-core and by the keyboard; and every form that needs no cryptography filled in with
//! scripts off. The judges are first shown to find what is broken on purpose.

use anyhow::{Context as _, Result, ensure};
use clap::Parser as _;
use rankfile::cli::Cli;
use rankfile_post::print::{Block, Paper, Sheet, Style, page};
use rankfile_sim::outsiders::{HOW, absent, axe, find};
use rankfile_sim::stages;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const BALLOTS: &str =
    "4 2\n6 1 2 0\n4 2 1 3 0\n3 3 4 0\n2 4 3 0\n0\n\"Ana\"\n\"Bo\"\n\"Cy\"\n\"Di\"\n\"Branch committee\"\n";

/// The page that counting writes into a file.
fn counted(folder: &Path) -> Result<Value> {
    let (ballots, page) = (folder.join("b.blt"), folder.join("count.html"));
    std::fs::write(&ballots, BALLOTS)?;
    let words = ["rankfile", "count", "--method", "scottish-2011", "--json", "--html"].map(Into::into);
    let words: Vec<std::ffi::OsString> =
        words.into_iter().chain([page.clone().into(), ballots.into()]).collect();
    Cli::try_parse_from(words)?.run()?;
    ensure!(page.is_file(), "no page was written");
    Ok(json!({ "name": "the page of a count", "path": page, "language": "en", "paper": false }))
}

/// Letters as they go to the printer.
fn letters(folder: &Path, paper: Paper, language: &str) -> Result<Value> {
    let sheet = Sheet {
        language: language.to_owned(),
        union: "Harbor Logistics Workers, Local 12".into(),
        return_lines: vec!["Local 12".into(), "Box 12".into(), "Harbortown".into()],
        recipient_lines: vec!["Zora Fairwindle".into(), "140 Sample Avenue".into(), "Harbortown".into()],
        date: "October 3, 2026".into(),
        subject: "Your credential".into(),
        body: vec![
            Block::Paragraph("With it you vote.".into()),
            Block::List(vec!["Keep it.".into(), "Tell nobody.".into()]),
            Block::Code { caption: "Your credential".into(), code: "aB3-xY9-Kp2".into() },
        ],
        check_phrase: "harbor lamp twelve".into(),
    };
    let path = folder.join(format!("letters-{language}.html"));
    std::fs::write(&path, page("Letters", language, &[sheet.clone(), sheet], paper, Style::Within)?)?;
    Ok(json!({ "name": format!("letters, {language}"), "path": path, "language": language, "paper": true }))
}

/// Everything that is found against any page; nothing if a judge is absent.
fn judged() -> Result<Option<Value>> {
    for program in ["node", "chromium", "chromedriver"] {
        if find(program).is_none() {
            absent(program, "install Node.js, Chromium and its driver from your system's packages");
            return Ok(None);
        }
    }
    let Some(axe) = axe() else {
        absent("axe-core", HOW);
        return Ok(None);
    };
    let folder = tempfile::tempdir()?;
    let stages = stages::serve(folder.path())?;
    let mut plan = stages::plan(folder.path(), &stages)?;
    plan["axe"] = json!(axe);
    plan["alone"] = json!([
        counted(folder.path())?,
        letters(folder.path(), Paper::A4, "es")?,
        letters(folder.path(), Paper::UsLetter, "en")?,
    ]);
    let file = folder.path().join("plan.json");
    std::fs::write(&file, plan.to_string())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/everyone.mjs");
    let output = Command::new("node").arg(script).arg(&file).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(Some(serde_json::from_slice(&output.stdout)?))
}

#[test]
fn every_page_is_for_everybody() -> Result<()> {
    let Some(shown) = judged()? else { return Ok(()) };
    let faults = shown["proof"].as_object().context("what was broken on purpose")?;
    assert_eq!(faults.len(), 7);
    for (fault, found) in faults {
        assert_ne!(found, &json!(0), "a page with a fault on purpose passed: {fault}");
    }
    let count = |name: &str| shown[name].as_u64().unwrap_or_default();
    assert!(count("kinds") >= 38, "only {} kinds of page were found: {}", count("kinds"), shown["list"]);
    assert!(
        count("errands") >= 60 && count("views") >= 300,
        "{} errands, {} views",
        count("errands"),
        count("views")
    );
    let mut found: Vec<String> = shown["found"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| one.as_str().unwrap_or_default().to_owned())
        .collect();
    for (title, kinds) in shown["titles"].as_object().into_iter().flatten() {
        let kinds = kinds.as_array().map(Vec::as_slice).unwrap_or_default();
        if kinds.iter().any(|kind| Some(kind) != kinds.first()) {
            found.push(format!("two kinds of page have the title {title}: {kinds:?}"));
        }
    }
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
    Ok(())
}
