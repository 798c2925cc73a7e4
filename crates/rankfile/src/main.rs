//! The `rankfile` program: parses arguments, runs a command, and turns its end into an exit status.
#![allow(clippy::print_stderr, reason = "this is where errors reach people")]

use clap::Parser as _;
use rankfile::cli::{Asked, Cli, Ended, one_line};
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let asked = Asked::of(&words);
    let cli = match Cli::try_parse_from(&words) {
        Ok(cli) => cli,
        // Help and version are answers, not faults.
        Err(fault) if !fault.use_stderr() => fault.exit(),
        Err(fault) => return not_done(&asked, "usage", &one_line(&fault)),
    };
    match cli.run() {
        Ok(Ended::Holds) => ExitCode::SUCCESS,
        Ok(Ended::DoesNotHold) => ExitCode::from(1),
        Ok(Ended::NotJudged(why)) => {
            eprintln!("rankfile: {why}");
            ExitCode::from(2)
        }
        Err(fault) => {
            let chain: Vec<String> = fault.chain().map(ToString::to_string).collect();
            not_done(&asked, "unreadable", &chain.join(": "))
        }
    }
}

/// One line on standard error, and where it was asked for one object on standard output.
fn not_done(asked: &Asked, code: &str, why: &str) -> ExitCode {
    asked.tell_failure(code, why);
    eprintln!("rankfile: {why}");
    ExitCode::from(2)
}
