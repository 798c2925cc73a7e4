//! Where the three parts of a log lie on one machine, and opening them in the right order: the lock store first, because
//! it says in the clearest words who else is running.

use crate::contract::{Lock, Parts};
use crate::fault::{Fault, Place};
use crate::files::Files;
use crate::lockfile::LockFile;
use crate::sqlite::SqliteStorage;
use std::fs;
use std::path::{Path, PathBuf};

/// The paths of a log's parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The SQLite file.
    pub data: PathBuf,
    /// The folder of the lock store; better on another disk, never in a backup of the data.
    pub lock: PathBuf,
    /// The folder of published files.
    pub published: PathBuf,
}

impl Places {
    /// Everything in one data folder: `record.db`, `lock/`, `public/`.
    pub fn within(folder: &Path) -> Places {
        Places { data: folder.join("record.db"), lock: folder.join("lock"), published: folder.join("public") }
    }

    /// Makes the parts, for [`Log::create`](crate::log::Log::create).
    ///
    /// *Errors*: [`Fault::AlreadyBegun`] if there is data, [`Fault::Held`] if somebody uses it.
    pub fn create_parts(&self) -> Result<Parts, Fault> {
        if let Some(folder) = self.data.parent() {
            fs::create_dir_all(folder)
                .map_err(|e| Fault::from_io(Place::data(folder), "making the folder", e))?;
        }
        let lock = LockFile::create(&self.lock)?;
        let storage = SqliteStorage::create(&self.data)?;
        let publish = Files::open(&self.published)?;
        Ok(Parts { storage: Box::new(storage), lock: Box::new(lock), publish: Box::new(publish) })
    }

    /// Opens the parts, for [`Log::open`](crate::log::Log::open).
    ///
    /// *Errors*: [`Fault::NotBegun`], [`Fault::LockMissing`], [`Fault::DataMissing`], [`Fault::Held`], or what a part says.
    pub fn open_parts(&self) -> Result<Parts, Fault> {
        let mut lock = match LockFile::open(&self.lock) {
            Err(Fault::LockMissing) if !self.data.exists() => return Err(Fault::NotBegun),
            opened => opened?,
        };
        let storage = match SqliteStorage::open(&self.data) {
            Err(Fault::NotBegun) => return Err(without_data(&mut lock)?),
            opened => opened?,
        };
        let publish = Files::open(&self.published)?;
        Ok(Parts { storage: Box::new(storage), lock: Box::new(lock), publish: Box::new(publish) })
    }
}

/// What it means that there is no data: nothing, unless something was signed.
fn without_data(lock: &mut LockFile) -> Result<Fault, Fault> {
    Ok(match lock.load()? {
        Some(note) => Fault::DataMissing { lock_size: crate::recovery::claimed_size(&note) },
        None => Fault::NotBegun,
    })
}
