//! The commands: what each takes and where it goes. One file for each subject.

mod asked;
mod audit;
mod booth;
mod count;
mod election;
mod init;
mod key;
mod keyholder;
mod lint;
mod process;
mod roll;
mod serve;
mod verify;

pub use asked::{Asked, one_line};
pub use audit::audit_folder;
pub use election::result_lines;
pub use init::{duty_bearers, found, read_constitution};

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};

/// How a command ended when it could be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The thing holds, or was done: status 0.
    Holds,
    /// It was read and does not hold: status 1.
    DoesNotHold,
    /// It could not be judged, and the answer was given already: status 2, with this line on standard error.
    NotJudged(String),
}

/// The software a member-run union governs itself with.
#[derive(Parser)]
#[command(name = "rankfile", version, propagate_version = true)]
pub struct Cli {
    /// Act as if it were then, for rehearsals: seconds since 1970, or a time such as 2026-11-22T09:00:00-05:00.
    #[arg(long, global = true, value_name = "TIME")]
    at: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Work through an example union: a whole officer election, verified and audited.
    Demo(crate::demo::Arguments),
    /// Found a union's record from a constitution and a roll.
    Init(init::Arguments),
    /// Make, show and admit the keys that officers and bodies sign with.
    #[command(subcommand)]
    Key(key::Command),
    /// Check, load and prove the roll of members.
    #[command(subcommand)]
    Roll(roll::Command),
    /// Run an election of officers, step by step.
    #[command(subcommand)]
    Election(election::Command),
    /// Run whatever else the constitution orders step by step: complaints, petitions, empty offices, changes of it.
    #[command(subcommand)]
    Process(process::Command),
    /// What a key holder does: present a share, decrypt the tally.
    #[command(subcommand)]
    Keyholder(keyholder::Command),
    /// Count ballots: who is elected, with the arithmetic.
    Count(count::Arguments),
    /// Check a constitution: what its rules promise, what could go wrong, what the law likely asks.
    Lint(lint::Arguments),
    /// Write the rules of a constitution in their one form.
    Fmt(lint::FmtArguments),
    /// Serve the union's site.
    Serve(serve::Arguments),
    /// Check one election from its public archive alone.
    Verify(verify::Arguments),
    /// Check a union's whole history.
    Audit(audit::Arguments),
    /// Copy what an outsider needs for an audit into a folder.
    Pack(audit::PackArguments),
    /// Check a voting page that you keep, against its signature.
    Booth(booth::Arguments),
    /// Check a receipt (`.tlog-proof`) offline.
    Receipt(audit::ReceiptArguments),
}

impl Cli {
    /// Runs the command.
    pub fn run(self) -> Result<Ended> {
        let now = match &self.at {
            Some(text) => parse_time(text)?,
            None => crate::ambient::now(),
        };
        match self.command {
            Command::Demo(arguments) => crate::demo::run(&arguments),
            Command::Init(arguments) => init::run(&arguments, now),
            Command::Key(command) => key::run(command, now),
            Command::Roll(command) => roll::run(command, now),
            Command::Election(command) => election::run(command, now),
            Command::Process(command) => process::run(command, now),
            Command::Keyholder(command) => keyholder::run(command, now),
            Command::Count(arguments) => count::run(&arguments, now),
            Command::Lint(arguments) => lint::run(&arguments, now),
            Command::Fmt(arguments) => lint::fmt(&arguments),
            Command::Serve(arguments) => serve::run(arguments, now),
            Command::Verify(arguments) => verify::run(&arguments),
            Command::Audit(arguments) => audit::run(&arguments),
            Command::Pack(arguments) => audit::pack(&arguments),
            Command::Booth(arguments) => booth::run(&arguments),
            Command::Receipt(arguments) => audit::receipt(&arguments),
        }
    }
}

/// Reads a time: seconds since 1970, or RFC 3339.
pub fn parse_time(text: &str) -> Result<i64> {
    if let Ok(seconds) = text.parse() {
        return Ok(seconds);
    }
    let time: jiff::Timestamp = text.parse().with_context(|| {
        format!("`{text}` is no time; write one like 2026-11-22T09:00:00-05:00, or seconds since 1970")
    })?;
    Ok(time.as_second())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{}: cannot read it", path.display()))
}

fn read_text(path: &Path) -> Result<String> {
    String::from_utf8(read(path)?).with_context(|| format!("{}: it is not UTF-8 text", path.display()))
}

/// The data directory and the key that signs.
#[derive(clap::Args)]
struct Signed {
    /// The union's data directory.
    data: PathBuf,
    /// The key file to sign with.
    #[arg(long, value_name = "KEY")]
    sign: PathBuf,
}
