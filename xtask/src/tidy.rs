//! `cargo xtask tidy`: everything about the shape of the project that a program can check. The rules are pure functions
//! over what was read, each with tests that show it failing; this file reads, runs the formatter and the linter, and
//! reports every finding, not the first.

mod allowed;
mod arrows;
mod carried;
mod dependencies;
mod links;
mod manifests;
mod text;

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::path::Path;

/// One thing that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where: a file, a file and line, or a package.
    pub place: String,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl Finding {
    fn new(place: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding { place: place.into(), message: message.into() }
    }
}

/// Runs every rule, then the formatter and the linter.
///
/// *Errors*: at least one finding, after all have been printed.
pub fn run() -> Result<()> {
    let workspace = Workspace::load()?;
    let findings = read_and_judge(&workspace)?;
    for finding in &findings {
        eprintln!("{}: {}", finding.place, finding.message);
    }
    let mut failed = vec![];
    if !findings.is_empty() {
        failed.push(format!("{} finding(s) above", findings.len()));
    }
    for (name, arguments) in [
        ("rustfmt", &["fmt", "--all", "--check", "--", "-l"][..]),
        ("clippy", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"][..]),
    ] {
        if let Err(complaint) = shell::run(shell::cargo().current_dir(&workspace.root).args(arguments)) {
            failed.push(format!("{name}: {complaint:#}"));
        }
    }
    if !failed.is_empty() {
        bail!("not tidy: {}", failed.join("; "));
    }
    println!("tidy: every rule holds");
    Ok(())
}

/// Whether a package is a room of floors 0 and 1, which do no I/O and build for the browser.
pub fn is_on_lower_floors(package: &str) -> bool {
    arrows::floor_of(package).is_some_and(|floor| floor <= 1)
}

fn read_and_judge(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = arrows::check(&workspace.packages);
    findings.extend(carried::check(&workspace.carried(is_on_lower_floors)?));
    let table = std::fs::read_to_string(workspace.root.join(dependencies::TABLE)).unwrap_or_default();
    findings.extend(dependencies::check(&workspace.packages, &table));
    for package in &workspace.packages {
        findings.extend(manifests::check(package, &std::fs::read_to_string(&package.manifest)?));
    }
    let files = workspace.files()?;
    let exists = |path: &Path| workspace.root.join(path).exists();
    for path in &files {
        let bytes = std::fs::read(workspace.root.join(path))?;
        // What is not text (an image, an archive) has no lines to judge.
        let Ok(content) = String::from_utf8(bytes) else { continue };
        findings.extend(text::check(path, &content));
        if path.extension().is_some_and(|kind| kind == "md") {
            findings.extend(links::check(path, &content, &exists));
        }
    }
    Ok(findings)
}
