//! The `rankfile` program: parses arguments, runs a command, and turns its end into an exit status.
#![allow(clippy::print_stderr, reason = "this is where errors reach people")]

use clap::Parser as _;
use rankfile::cli::{Cli, Ended};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let json = cli.wants_json();
    match cli.run() {
        Ok(Ended::Holds) => ExitCode::SUCCESS,
        Ok(Ended::DoesNotHold) => ExitCode::from(1),
        Ok(Ended::NotJudged(why)) => {
            eprintln!("rankfile: {why}");
            ExitCode::from(2)
        }
        Err(fault) => {
            let chain: Vec<String> = fault.chain().map(ToString::to_string).collect();
            if json {
                let finding =
                    serde_json::json!({"code": "unreadable", "where": null, "message": chain.join(": ")});
                rankfile::say::json(&serde_json::json!({"verdict": null, "findings": [finding]}));
            }
            eprintln!("rankfile: {}", chain.join(": "));
            ExitCode::from(2)
        }
    }
}
