//! `rankfile process`: whatever else the constitution orders step by step: complaints, petitions, empty offices, changes of
//! the constitution. It draws up what somebody asks and words what the hall knows; it decides nothing.

mod tell;

use super::{Ended, read_text};
use crate::ambient;
use crate::house::{Asked, House, Recorded, Signer, read_key, read_key_file};
use crate::say::line;
use anyhow::{Context as _, Result, bail};
use clap::{Subcommand, ValueEnum};
use rankfile_clerk::{Draft, process as clerk};
use rankfile_hall::process::command::{ProcessId, Voice};
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Command {
    /// List what is under way, what is over, and what can be begun.
    List {
        /// The union's data directory.
        data: PathBuf,
        /// Print one JSON object and nothing else.
        #[arg(long)]
        json: bool,
    },
    /// Show one: its stages, who spoke, whose turn it is, and what follows if nobody acts.
    Show {
        /// The union's data directory.
        data: PathBuf,
        /// Which, as `list` names it: `vacancy/president#1`.
        process: String,
        /// Print one JSON object and nothing else.
        #[arg(long)]
        json: bool,
    },
    /// Begin one. Without a key the host says that a member asked.
    Begin {
        #[command(flatten)]
        asker: Asker,
        /// What, as `list` names it: `complaint/any/president`.
        plan: String,
        /// What it is about, in private: those who decide it read it, and the record gets a commitment.
        #[arg(long, value_name = "FILE", conflicts_with = "document")]
        text: Option<PathBuf>,
        /// The new constitution, where one is proposed; it is public.
        #[arg(long, value_name = "FILE.md")]
        document: Option<PathBuf>,
        /// Public half of the key of the person it is against, who is not heard in it.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
    /// Say that what is owed is done, or yes, or no. Without a key the host says what members decided.
    Speak {
        #[command(flatten)]
        asker: Asker,
        /// Which.
        process: String,
        /// What.
        #[arg(long, value_enum)]
        say: Said,
    },
    /// Use a power to put it off.
    PutOff {
        #[command(flatten)]
        asker: Asker,
        /// Which.
        process: String,
        /// Which power, by its number in `show`.
        #[arg(long)]
        power: u32,
    },
}

/// The data directory, and the key that signs if one does.
#[derive(clap::Args)]
pub struct Asker {
    /// The union's data directory.
    data: PathBuf,
    /// The key file to sign with.
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Said {
    /// What is owed is done.
    Done,
    /// Yes, for whoever asked.
    Yes,
    /// No, against whoever asked.
    No,
}

pub fn run(command: Command, now: i64) -> Result<Ended> {
    match command {
        Command::List { data, json } => tell::list(&settled(&data, now)?, json)?,
        Command::Show { data, process, json } => tell::show(&settled(&data, now)?, &process, json)?,
        Command::Begin { asker, plan, text, document, against } => {
            begin(&asker, &plan, text, document, against, now)?;
        }
        Command::Speak { asker, process, say } => {
            let voice = match say {
                Said::Done | Said::Yes => Voice::For,
                Said::No => Voice::Against,
            };
            let process = ProcessId(process);
            let (house, recorded) = act(&asker, clerk::speak(&process, voice), now)?;
            line(format!("act {}: said", recorded.index));
            tell::stand(&house, &process)?;
        }
        Command::PutOff { asker, process, power } => {
            let process = ProcessId(process);
            let (house, recorded) = act(&asker, clerk::put_off(&process, power), now)?;
            line(format!("act {}: asked to put it off", recorded.index));
            tell::stand(&house, &process)?;
        }
    }
    Ok(Ended::Holds)
}

fn settled(data: &std::path::Path, now: i64) -> Result<House> {
    let mut house = House::open(data, now)?;
    house.writer.tick(now)?;
    Ok(house)
}

fn begin(
    asker: &Asker,
    plan: &str,
    text: Option<PathBuf>,
    document: Option<PathBuf>,
    against: Option<PathBuf>,
    now: i64,
) -> Result<()> {
    let is_amendment = plan.starts_with("amendment/");
    let (about, draft) = match document {
        Some(document) if is_amendment => {
            let text = read_text(&document)?;
            clerk::propose(plan, &text, None, &mut ambient::rng())
        }
        Some(_) => bail!("`{plan}` changes no constitution and takes no --document; write a --text"),
        None if is_amendment => {
            bail!("`{plan}` changes the constitution: give the whole new text with --document FILE.md")
        }
        None => {
            let text = text.as_deref().map(read_text).transpose()?.unwrap_or_default();
            let against = against.as_deref().map(read_key_file).transpose()?.map(|key| key.public);
            clerk::begin(plan, &text, against, None, &mut ambient::rng())?
        }
    };
    let (house, recorded) = act(asker, draft, now)?;
    // The same text can be proposed again: the newest is this one.
    let cases = house.hall().state.cases.values().filter(|case| case.about == about);
    let case = cases.max_by_key(|case| case.begun_at).context("what was recorded is under way")?;
    let id = case.id.clone();
    line(format!("act {}: begun; it is called {id}", recorded.index));
    tell::stand(&house, &id)
}

fn act(asker: &Asker, draft: Draft, now: i64) -> Result<(House, Recorded)> {
    let key = asker.sign.as_deref().map(read_key).transpose()?;
    let mut house = settled(&asker.data, now)?;
    let signer = key.as_ref().map_or(Signer::Host, Signer::Key);
    let recorded = house.act(Asked { draft, signer })?;
    Ok((house, recorded))
}
