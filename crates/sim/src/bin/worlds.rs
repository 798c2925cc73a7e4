//! `worlds`: lives one union after another from seeds, years of each, and holds what happened against what the linter says
//! of its constitution. A seed that fails is written down, and `--replay` tells it step by step.
#![allow(clippy::print_stdout, reason = "its lines are its answers")]

use anyhow::Result;
use clap::Parser;
use rankfile_sim::rehearsal::world::{Lived, live};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Lives unions from seeds and judges them
#[derive(Parser)]
struct Arguments {
    /// The first seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many worlds
    #[arg(long, default_value_t = 1000)]
    worlds: u64,
    /// How many years of each
    #[arg(long, default_value_t = 5)]
    years: i64,
    /// Where seeds that fail are written down
    #[arg(long, default_value = "failing-seeds.txt")]
    failing: PathBuf,
    /// Tell this seed step by step, and no other
    #[arg(long)]
    replay: Option<u64>,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(seed) = arguments.replay {
        let lived = live(seed, arguments.years, 0);
        lived.story.iter().for_each(|line| println!("{line}"));
        say(&lived);
        return Ok(if lived.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let mut failed = 0;
    for seed in arguments.seed..arguments.seed.saturating_add(arguments.worlds) {
        let lived = live(seed, arguments.years, 0);
        say(&lived);
        if !lived.findings.is_empty() {
            failed += 1;
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&arguments.failing)?;
            writeln!(
                file,
                "{seed}  # {} years of {}: {}",
                arguments.years, lived.document, lived.findings[0]
            )?;
        }
    }
    println!("{failed} of {} worlds failed", arguments.worlds);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say(lived: &Lived) {
    let closest = lived.closest.map_or_else(|| "none".to_owned(), |days| format!("{days} days to spare"));
    let election =
        lived.closest_election.map_or_else(String::new, |days| format!(" (one with {days} days to spare)"));
    println!(
        "seed {}: {} against {:?}: {} acts, {} elections{election}, {} guarantees kept ({closest})",
        lived.seed, lived.document, lived.against, lived.acts, lived.elections, lived.watched
    );
    lived.findings.iter().for_each(|finding| println!("  ! {finding}"));
}
