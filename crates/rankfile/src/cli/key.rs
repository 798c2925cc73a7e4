//! `rankfile key`: make, show, admit and revoke keys.

use super::{Ended, Signed};
use crate::ambient;
use crate::house::{Asked, House, Signer, read_key, read_key_file, write_secret};
use crate::say::line;
use anyhow::Result;
use clap::Subcommand;
use rankfile_hall::command::Command as AnyCommand;
use rankfile_hall::key::command::Command as KeyCommand;
use rankfile_record::key::SecretKey;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Command {
    /// Make a key file, and beside it `.pub` with the public half.
    New {
        /// The office, body or other role it is for, by its id in the constitution (`key-holder` for key holders).
        #[arg(long)]
        role: String,
        /// Where to write it; nothing is ever overwritten.
        #[arg(long)]
        out: PathBuf,
    },
    /// Show a key and the fingerprint to compare in person.
    Show {
        /// A key file or its public half.
        file: PathBuf,
    },
    /// Admit a key into the register: a founding key alone, or two officers of different roles one after the other.
    Admit {
        #[command(flatten)]
        signed: Signed,
        /// The public half of the key to admit.
        #[arg(long)]
        key: PathBuf,
    },
    /// Revoke a key: one's own, or as for admitting.
    Revoke {
        #[command(flatten)]
        signed: Signed,
        /// The public half of the key to revoke.
        #[arg(long)]
        key: PathBuf,
    },
}

pub fn run(command: Command, now: i64) -> Result<Ended> {
    match command {
        Command::New { role, out } => {
            let key = SecretKey::make(&role, &ambient::bytes32());
            write_secret(&out, key.render().as_bytes())?;
            let mut public = out.clone().into_os_string();
            public.push(".pub");
            write_secret(&PathBuf::from(public), key.render_public().as_bytes())?;
            line(format!(
                "{}: a key for {role}. Keep it secret; hand around {}.pub",
                out.display(),
                out.display()
            ));
            line(format!("fingerprint: {}", key.public().fingerprint()));
        }
        Command::Show { file } => {
            let file = read_key_file(&file)?;
            line(format!(
                "role: {}\npublic: {}\nfingerprint: {}",
                file.role,
                file.public,
                file.public.fingerprint()
            ));
        }
        Command::Admit { signed, key } => {
            let file = read_key_file(&key)?;
            change(&signed, KeyCommand::Admit { role: file.role, key: file.public }, now)?;
        }
        Command::Revoke { signed, key } => {
            change(&signed, KeyCommand::Revoke { key: read_key_file(&key)?.public }, now)?;
        }
    }
    Ok(Ended::Holds)
}

fn change(signed: &Signed, command: KeyCommand, now: i64) -> Result<()> {
    let mut house = House::open(&signed.data, now)?;
    let key = read_key(&signed.sign)?;
    let (KeyCommand::Admit { key: about, .. } | KeyCommand::Revoke { key: about }) = command.clone();
    let recorded = house.act(Asked::new(AnyCommand::Key(command), Signer::Key(&key)))?;
    let in_force = house.hall().state.keys.contains_key(&about);
    line(format!(
        "act {}: the key {} is {}",
        recorded.index,
        about.fingerprint(),
        if in_force {
            "in force"
        } else {
            "not in force; if it should be, a second officer must ask the same"
        }
    ));
    Ok(())
}
