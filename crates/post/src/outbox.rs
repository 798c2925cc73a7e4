//! The outbox: every letter on its way, in one SQLite file (write-ahead log, every commit forced to the disk), with the
//! number of acts already turned into letters. What is put into it is durable before the caller goes on; a crash loses no
//! letter, and a letter whose Message-ID is known is never added again. It words nothing, sends nothing and reads no clock.
//!
//! Letters come in by two ways: [`Outbox::follow`] turns acts of the record into letters and moves the cursor in the same
//! transaction; [`Outbox::put`] takes letters no act causes. `sending` is the carrier's view, `health` everybody's.
//!
//! Several connections to one file may be open: the site's and the carrier's. Opening it wakes nobody; poke the carrier.

mod erase;
mod health;
mod layout;
mod rows;
mod sending;

pub use health::{GivenUp, Health, Server};
pub use sending::{Due, Fate};

use crate::fault::{Fault, Malformed};
use crate::letter::Letter;
use crate::message_id::MessageId;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another connection that writes. Nobody holds a transaction for longer than its own writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open outbox.
pub struct Outbox {
    connection: Connection,
    path: PathBuf,
    /// Whether copies of words erased one by one may still stand in the files.
    unwiped: bool,
}

/// What following the record did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// Acts turned into letters by now: where to follow from next.
    pub cursor: u64,
    /// Letters that were new.
    pub added: u64,
}

impl Outbox {
    /// Opens the outbox at a path, or makes it.
    ///
    /// *Errors*: [`Fault::NotOurs`], [`Fault::TooNew`], [`Fault::Damaged`], [`Fault::DiskFull`], [`Fault::Medium`].
    pub fn open(path: &Path) -> Result<Outbox, Fault> {
        let doing = |doing| move |error| Fault::from_sqlite(path, doing, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(doing("opening it"))?;
        connection.busy_timeout(PATIENCE).map_err(doing("opening it"))?;
        // A file of somebody else is not written to, not even a pragma; so this comes before everything.
        layout::check_whose(&connection, path)?;
        layout::configure(&connection, path)?;
        layout::make_or_check(&mut connection, path)?;
        sync_folder(path)?;
        Ok(Outbox { connection, path: path.to_owned(), unwiped: true })
    }

    /// Keeps letters that no act causes. When it returns, they are on the disk.
    ///
    /// A letter whose Message-ID is known is left as it is. Gives the number of new ones.
    ///
    /// *Errors*: none of the letters was kept.
    pub fn put(&mut self, letters: &[Letter]) -> Result<u64, Fault> {
        let mut seen = Seen::default();
        for letter in letters {
            seen.check(letter)?;
        }
        self.write("keeping letters", |transaction| rows::insert(transaction, letters))
    }

    /// How many acts were turned into letters.
    pub fn cursor(&self) -> Result<u64, Fault> {
        rows::cursor(&self.connection).map_err(self.doing("reading its cursor"))
    }

    /// Turns acts into letters: asks `make` for the letters of each act, keeps them all and moves the cursor past the acts,
    /// in one transaction. When it returns, they are on the disk; after a crash anywhere, either all of it happened or
    /// nothing, and following again from [`Outbox::cursor`] adds what is missing.
    ///
    /// *Shape*: `acts` are those of the record from index `from_act` on, in order; `make` gets each with its index and must
    /// make the same Message-IDs for it whenever it is asked.
    ///
    /// *Errors*: [`Fault::OutOfStep`] if `from_act` is not the cursor; [`Fault::Malformed`] if a letter is; nothing was kept.
    pub fn follow<A>(
        &mut self,
        from_act: u64,
        acts: &[A],
        make: &mut dyn FnMut(u64, &A) -> Vec<Letter>,
    ) -> Result<Followed, Fault> {
        self.check_step(from_act)?;
        // Made before the transaction begins: nobody waits for the wording of a thousand letters.
        let mut letters = vec![];
        for (index, act) in (from_act..).zip(acts) {
            let made = make(index, act);
            if made.iter().any(|letter| letter.act != Some(index)) {
                return Err(Malformed::OtherAct.into());
            }
            letters.extend(made);
        }
        let mut seen = Seen::default();
        for letter in &letters {
            seen.check(letter)?;
        }
        let cursor = from_act.saturating_add(acts.len() as u64);
        let moved = self.write("following the record", |transaction| {
            // Checked again: another connection may have followed meanwhile.
            if rows::cursor(transaction)? != from_act {
                return Ok(None);
            }
            let added = rows::insert(transaction, &letters)?;
            rows::set_cursor(transaction, cursor)?;
            Ok(Some(Followed { cursor, added }))
        })?;
        match moved {
            Some(followed) => Ok(followed),
            None => Err(Fault::OutOfStep { expected: self.cursor()?, found: from_act }),
        }
    }

    /// Sets the cursor without making letters: when mail is first turned on for a record that has acts, or when a record
    /// begins anew under another origin.
    pub fn begin_at(&mut self, cursor: u64) -> Result<(), Fault> {
        self.write("setting its cursor", |transaction| rows::set_cursor(transaction, cursor))
    }

    fn check_step(&self, from_act: u64) -> Result<(), Fault> {
        match self.cursor()? {
            cursor if cursor == from_act => Ok(()),
            cursor => Err(Fault::OutOfStep { expected: cursor, found: from_act }),
        }
    }

    /// One transaction, committed durably.
    fn write<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&Transaction) -> rusqlite::Result<T>,
    ) -> Result<T, Fault> {
        let path = self.path.clone();
        let all = || {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        all().map_err(|error| Fault::from_sqlite(&path, doing, error))
    }

    fn doing(&self, doing: &'static str) -> impl Fn(rusqlite::Error) -> Fault + use<> {
        let path = self.path.clone();
        move |error| Fault::from_sqlite(&path, doing, error)
    }
}

/// The letters of one call, to find two that would be taken for one.
#[derive(Default)]
struct Seen<'a>(HashMap<&'a MessageId, &'a Letter>);

impl<'a> Seen<'a> {
    fn check(&mut self, letter: &'a Letter) -> Result<(), Malformed> {
        letter.check()?;
        match self.0.insert(&letter.message_id, letter) {
            Some(other) if other != letter => Err(Malformed::TwoWithOneId),
            _ => Ok(()),
        }
    }
}

/// Makes the names of the file and its write-ahead log durable.
fn sync_folder(path: &Path) -> Result<(), Fault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| Fault::Medium {
        place: path.display().to_string(),
        doing: "forcing its folder to the disk",
        source: error.into(),
    })
}

#[cfg(test)]
mod crashes;
#[cfg(test)]
mod tests;
