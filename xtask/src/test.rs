//! `cargo xtask test`: prepares the outside programs, says what is absent, checks that floors 0 and 1 build for the
//! browser, and runs every test. The test runner speaks last, so that its summary is the last thing printed.

use crate::outsiders;
use crate::shell;
use crate::tidy;
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::process::Command;

/// What was asked on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Nothing may be absent.
    strict: bool,
    /// Run only tests whose name contains this.
    filter: Option<String>,
}

impl Options {
    /// Reads the words after `test`.
    ///
    /// *Errors*: an unknown option, or more than one filter.
    pub fn parse(words: &[String]) -> Result<Options> {
        let mut options = Options::default();
        for word in words {
            match word.as_str() {
                "--strict" => options.strict = true,
                option if option.starts_with('-') => bail!("`{option}` is no option of test (--strict is)"),
                filter if options.filter.is_none() => options.filter = Some(filter.to_owned()),
                more => bail!("one filter at a time: what is `{more}`?"),
            }
        }
        Ok(options)
    }
}

/// Runs the tests.
///
/// *Errors*: a test fails, or in strict form something is absent.
pub fn run(options: &Options) -> Result<()> {
    let workspace = Workspace::load()?;
    let prepared = outsiders::prepare(&workspace);
    outsiders::announce(&prepared.absent);
    if options.strict && !prepared.absent.is_empty() {
        bail!("strict: {} outside check(s) absent", prepared.absent.len());
    }
    let cargo = || {
        let mut command = shell::cargo();
        command.current_dir(&workspace.root).env("RANKFILE_OUTSIDERS", &prepared.folder);
        if options.strict {
            command.env("RANKFILE_STRICT", "1");
        }
        command
    };
    if options.filter.is_none() {
        if !prepared.absent.iter().any(|absent| absent.what.contains("wasm32")) {
            shell::run(&mut check_for_the_browser(cargo(), &workspace))?;
        }
        shell::run(cargo().args(["test", "--quiet", "--workspace", "--doc"]))?;
    }
    shell::run(&mut runner(cargo(), options))?;
    if !prepared.absent.is_empty() {
        eprintln!("\nThe tests passed, but not everything was checked:");
        outsiders::announce(&prepared.absent);
    }
    Ok(())
}

/// Floors 0 and 1 must build for the browser too.
fn check_for_the_browser(mut cargo: Command, workspace: &Workspace) -> Command {
    cargo.args(["check", "--quiet", "--lib", "--target", "wasm32-unknown-unknown"]);
    for package in workspace.packages.iter().filter(|package| tidy::is_on_lower_floors(&package.name)) {
        cargo.arg("--package").arg(&package.name);
    }
    cargo
}

/// nextest where it is installed, for its speed and its summary; else cargo's own runner.
fn runner(mut cargo: Command, options: &Options) -> Command {
    if shell::find("cargo-nextest").is_some() {
        cargo.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
    } else {
        cargo.args(["test", "--workspace", "--all-targets", "--no-fail-fast"]);
    }
    cargo.args(options.filter.as_deref());
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Options> {
        Options::parse(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_read_in_any_order() {
        let expected = Options { strict: true, filter: Some("ballot".to_owned()) };
        assert_eq!(parse(&["--strict", "ballot"]).expect("readable"), expected);
        assert_eq!(parse(&["ballot", "--strict"]).expect("readable"), expected);
        assert_eq!(parse(&[]).expect("readable"), Options::default());
    }

    #[test]
    fn unknown_options_and_second_filters_are_refused() {
        assert!(parse(&["--slow"]).is_err());
        assert!(parse(&["one", "two"]).is_err());
    }
}
