//! `cargo xtask`: the one door for everybody who works on the project. It runs other programs (cargo, rustfmt, clippy,
//! the distribution's package manager) and reports; it is no part of the software and no room may depend on it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on its streams")]

mod outsiders;
mod shell;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test [--strict] [FILTER]   install what the tests need where that is allowed, then run them all
                             --strict: nothing may be absent (what .ci/run uses)
  tidy                       formatting, lints, arrows between rooms, dependencies, words, links
  demo [OPTIONS]             the worked example union: cargo run --release -- demo OPTIONS
  outsiders                  only fetch and prepare the outside programs the tests are judged by
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((command, rest)) => match (command.as_str(), test::Options::parse(rest)) {
            ("test", Ok(options)) => test::run(&options),
            ("test", Err(complaint)) => Err(complaint),
            ("tidy", _) if rest.is_empty() => tidy::run(),
            ("demo", _) => demo(rest),
            ("outsiders", _) if rest.is_empty() => outsiders_only(),
            ("help" | "--help" | "-h", _) => {
                print!("{USAGE}");
                Ok(())
            }
            _ => Err(anyhow::anyhow!("`{}` is not a command of xtask\n\n{USAGE}", arguments.join(" "))),
        },
        None => Err(anyhow::anyhow!("no command given\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => {
            eprintln!("xtask: {complaint:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the worked example union as a newcomer would.
fn demo(rest: &[String]) -> anyhow::Result<()> {
    let mut cargo = shell::cargo();
    cargo.args(["run", "--release", "--package", "rankfile", "--", "demo"]).args(rest);
    shell::run(&mut cargo)
}

/// Prepares the outside programs and says which are absent.
fn outsiders_only() -> anyhow::Result<()> {
    let workspace = workspace::Workspace::load()?;
    let prepared = outsiders::prepare(&workspace);
    println!("outside programs are in {}", prepared.folder.display());
    if prepared.absent.is_empty() {
        return Ok(());
    }
    outsiders::announce(&prepared.absent);
    anyhow::bail!("{} outside check(s) absent", prepared.absent.len())
}
