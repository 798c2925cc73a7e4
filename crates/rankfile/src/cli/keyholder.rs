//! `rankfile keyholder`: what a key holder does.

use super::{Ended, Signed};
use crate::house::{House, read_key};
use crate::ops::keyholder;
use crate::say::line;
use anyhow::Result;
use clap::Subcommand;
use rankfile_hall::election::command::ElectionId;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Command {
    /// Make a share of the election's key and present its public half.
    Present {
        #[command(flatten)]
        signed: Signed,
        /// The election.
        election: String,
        /// Where to keep the secret share and the seed for lots.
        #[arg(long, value_name = "FILE")]
        secret: PathBuf,
    },
    /// Decrypt the tally after voting, and reveal the seed.
    Decrypt {
        #[command(flatten)]
        signed: Signed,
        /// The election.
        election: String,
        /// The secret written by `present`.
        #[arg(long, value_name = "FILE")]
        secret: PathBuf,
    },
}

pub fn run(command: Command, now: i64) -> Result<Ended> {
    let (recorded, what) = match command {
        Command::Present { signed, election, secret } => {
            let (mut house, key) = (House::open(&signed.data, now)?, read_key(&signed.sign)?);
            (keyholder::present(&mut house, &ElectionId(election), &key, &secret)?, "the share is presented")
        }
        Command::Decrypt { signed, election, secret } => {
            let (mut house, key) = (House::open(&signed.data, now)?, read_key(&signed.sign)?);
            (
                keyholder::decrypt(&mut house, &ElectionId(election), &key, &secret)?,
                "this part of the tally is decrypted",
            )
        }
    };
    line(format!("act {}: {what}", recorded.index));
    Ok(Ended::Holds)
}
