//! `rankfile roll`: check a file, load it, prove that a member is on the frozen roll.

use super::{Ended, Signed, read_text};
use crate::house::{House, Signer, read_key};
use crate::ops::roll;
use crate::say::line;
use anyhow::{Context as _, Result};
use clap::Subcommand;
use rankfile_hall::election::command::ElectionId;
use rankfile_record::note::Vkey;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Command {
    /// Read a roll file and report on every row; nothing is loaded.
    Check {
        /// The file: CSV with or without header, commas, semicolons or tabs.
        file: PathBuf,
    },
    /// Load a roll, whole or not at all; it replaces the one in force.
    Load {
        #[command(flatten)]
        signed: Signed,
        /// The file.
        #[arg(long, value_name = "FILE.csv")]
        file: PathBuf,
    },
    /// Write a member's proof of being on an election's frozen roll.
    Proof {
        /// The union's data directory.
        data: PathBuf,
        /// The election.
        #[arg(long)]
        election: String,
        /// The member's id on the roll.
        #[arg(long)]
        member: String,
    },
    /// Check such a proof offline.
    CheckProof {
        /// The proof.
        file: PathBuf,
        /// The record's verifier key, from where you trust it.
        #[arg(long)]
        vkey: String,
    },
}

pub fn run(command: Command, now: i64) -> Result<Ended> {
    match command {
        Command::Check { file } => {
            let bytes = super::read(&file)?;
            let import = rankfile_roll::parse(&bytes, &rankfile_roll::Mapping::default());
            line(import.report().render().trim_end());
            return Ok(if import.report().is_clean() { Ended::Holds } else { Ended::DoesNotHold });
        }
        Command::Load { signed, file } => {
            let (members, report) = roll::import(&file)?;
            let key = read_key(&signed.sign)?;
            let mut house = House::open(&signed.data, now)?;
            let recorded = roll::load(&mut house, &members, Signer::Key(&key))?;
            line(report.trim_end());
            line(format!(
                "act {}: a roll of {} members is in force",
                recorded.index,
                members.members().len()
            ));
        }
        Command::Proof { data, election, member } => {
            let mut house = House::open(&data, now)?;
            let proof = roll::prove(&mut house, &ElectionId(election), &member)?;
            line(serde_json::to_string_pretty(&proof)?);
        }
        Command::CheckProof { file, vkey } => {
            let proof: roll::Proof = serde_json::from_str(&read_text(&file)?)
                .with_context(|| format!("{}: this is no proof of being on a roll", file.display()))?;
            let vkey = Vkey::parse(vkey.trim()).context("the verifier key cannot be read")?;
            return Ok(match proof.check(&vkey) {
                Ok(shown) => {
                    line(shown.sentence());
                    Ended::Holds
                }
                Err(why) => {
                    line(format!("this proof does not hold: {why}"));
                    Ended::DoesNotHold
                }
            });
        }
    }
    Ok(Ended::Holds)
}
