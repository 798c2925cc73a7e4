//! What a served demonstration remembers beside the record, and its clock: it starts where the story stands, runs on in
//! real time, can jump, and stands still while nobody serves it. Nothing in here is part of the union.

use crate::ambient;
use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Where a demonstration stands.
///
/// *Shape*: `demo.json` in its folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The simulated time. *Units*: seconds since 1970.
    pub at: i64,
    /// How many of the cast have voted, in the order of the committee's list.
    pub voted: usize,
    /// How many of the cast vote in all.
    pub voters: usize,
    /// The protest of the story, once it is filed.
    pub protest: Option<String>,
}

/// A demonstration's memory, on the disk and running.
pub struct Memory {
    file: PathBuf,
    now: Mutex<Running>,
}

struct Running {
    saved: Saved,
    /// What to add to the real time.
    ahead: i64,
}

impl Saved {
    /// Reads what a demonstration left in its folder; `None` if none was served from there.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let file = file(folder);
        if !file.exists() {
            return Ok(None);
        }
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("{}: cannot read it", file.display()))?;
        let saved = serde_json::from_str(&text);
        saved
            .map(Some)
            .with_context(|| format!("{}: it is damaged; make a new demonstration", file.display()))
    }

    /// Writes it, whole or not at all.
    pub fn write(&self, folder: &Path) -> Result<()> {
        self.write_to(&file(folder))
    }

    fn write_to(&self, file: &Path) -> Result<()> {
        let fresh = file.with_extension("new");
        std::fs::write(&fresh, serde_json::to_string(self)?)
            .and_then(|()| std::fs::rename(&fresh, file))
            .with_context(|| format!("{}: cannot write it", file.display()))
    }
}

impl Memory {
    /// Goes on where a demonstration stood, but never before the last act of its record.
    pub fn resume(folder: &Path, saved: Saved, last_act: i64) -> Self {
        let ahead = saved.at.max(last_act) - ambient::now();
        Self { file: file(folder), now: Mutex::new(Running { saved, ahead }) }
    }

    /// The simulated time.
    pub fn now(&self) -> i64 {
        ambient::now() + self.running().ahead
    }

    /// Jumps to a moment, if it is not past.
    pub fn jump(&self, to: i64) -> Result<()> {
        let mut running = self.running();
        running.ahead = running.ahead.max(to - ambient::now());
        running.keep(&self.file)
    }

    /// What is remembered.
    pub fn saved(&self) -> Saved {
        self.running().saved.clone()
    }

    /// Changes what is remembered.
    pub fn change(&self, change: impl FnOnce(&mut Saved)) -> Result<()> {
        let mut running = self.running();
        change(&mut running.saved);
        running.keep(&self.file)
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    fn keep(&mut self, file: &Path) -> Result<()> {
        self.saved.at = ambient::now() + self.ahead;
        self.saved.write_to(file)
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("demo.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demonstration_goes_on_where_it_stood() {
        let folder = tempfile::tempdir().unwrap();
        let saved = Saved { at: 1_800_000_000, voted: 10, voters: 20, protest: None };
        let memory = Memory::resume(folder.path(), saved, 1_700_000_000);
        assert!((1_800_000_000..1_800_000_060).contains(&memory.now()));
        memory.jump(1_800_100_000).unwrap();
        memory.jump(1_800_000_000).unwrap();
        memory.change(|saved| saved.voted = 20).unwrap();
        let left = Saved::read(folder.path()).unwrap().unwrap();
        assert!((1_800_100_000..1_800_100_060).contains(&left.at), "{left:?}");
        assert_eq!(left.voted, 20);
        let later = Memory::resume(folder.path(), left, 1_800_200_000);
        assert!(later.now() >= 1_800_200_000);
    }
}
