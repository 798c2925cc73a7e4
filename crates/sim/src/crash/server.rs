//! A server reduced to what can be lost: it opens a data directory, takes letters in batches, commits each batch and says
//! what became of it, a line for each answer, only after the commit returned. `crashling` runs it as a process of its
//! own; [`super::process`] is the other end of its lines.

use super::letter::{Letter, is_repeated};
use super::scene::log_key;
use anyhow::{Context as _, Result};
use rankfile_record::hash::leaf_hash;
use rankfile_store::failing::FaultPlan;
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use rankfile_store::writer::{Answer, Writer};
use serde::{Deserialize, Serialize};
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// What a server is started with.
pub struct Serving {
    /// The data directory.
    pub folder: PathBuf,
    /// The folder of letters, each named by its number.
    pub inbox: PathBuf,
    /// The time, which stands still.
    pub now: i64,
    /// Calls of the store that fail.
    pub plan: FaultPlan,
}

/// A line a server says. Letters are named by their numbers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Said {
    /// The record is open and has so many acts.
    Open(u64),
    /// These letters are about to be committed, together.
    Asked(Vec<usize>),
    /// The letter's act is recorded.
    Acted {
        /// The letter.
        letter: usize,
        /// Index of the act.
        index: u64,
        /// Hash of its leaf, hexadecimal.
        leaf: String,
        /// Its receipt.
        receipt: String,
    },
    /// The letter's ballot is cast.
    Cast {
        /// The letter.
        letter: usize,
        /// Its tracker.
        tracker: String,
        /// Index of the act that names the archive's head with it.
        index: u64,
        /// The receipt of that act.
        receipt: String,
    },
    /// The letter is in the record since an earlier time.
    Repeated(usize),
    /// The letter is refused.
    Refused(usize, String),
    /// The store failed; nothing more will be answered.
    Stopped(String),
    /// Every letter was answered; these calls of the store were made.
    Done(Vec<String>),
}

/// Serves the batches that `input` names, a line of numbers for each, until it ends.
///
/// After a fault it says so and waits, with the store as the fault left it, until the input ends or it is killed.
pub fn serve(serving: &Serving, input: &mut dyn BufRead, say: &mut dyn FnMut(&Said)) {
    let mut writer = None;
    let served = open_and_serve(serving, &mut writer, input, say);
    say(&match served {
        Ok(()) => Said::Done(serving.plan.calls()),
        Err(fault) => Said::Stopped(format!("{fault:#}")),
    });
    // The end of the input says nothing new, and neither would an error of it.
    std::io::copy(input, &mut std::io::sink()).ok();
}

fn open_and_serve(
    serving: &Serving,
    kept: &mut Option<Writer>,
    input: &mut dyn BufRead,
    say: &mut dyn FnMut(&Said),
) -> Result<()> {
    let parts = Places::within(&serving.folder).open_parts()?;
    let writer = kept.insert(Writer::open(Log::open(serving.plan.wrap(parts), log_key())?)?);
    say(&Said::Open(writer.log_view().size()));
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let numbers: Vec<usize> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        line.clear();
        let asks = numbers.iter().map(|number| read(&serving.inbox, *number)?.ask(writer));
        let asks = asks.collect::<Result<Vec<_>>>()?;
        say(&Said::Asked(numbers.clone()));
        for (letter, answer) in numbers.into_iter().zip(writer.commit(asks, serving.now)?) {
            say(&answered(letter, answer));
        }
    }
    Ok(())
}

fn read(inbox: &Path, number: usize) -> Result<Letter> {
    let bytes = std::fs::read(inbox.join(number.to_string()));
    Ok(serde_json::from_slice(&bytes.with_context(|| format!("letter {number}"))?)?)
}

fn answered(letter: usize, answer: Answer) -> Said {
    if is_repeated(&answer) {
        return Said::Repeated(letter);
    }
    match answer {
        Answer::Recorded { index, leaf, receipt } => {
            Said::Acted { letter, index, leaf: hex::encode(leaf_hash(&leaf)), receipt }
        }
        Answer::Cast { tracker, index, receipt } => Said::Cast { letter, tracker, index, receipt },
        Answer::Refused(refusal) => Said::Refused(letter, refusal.to_string()),
    }
}
