//! The default storage: one SQLite file (write-ahead log, every commit forced to the disk), one connection, one holder.
//! Beside it lie SQLite's own `-wal` and `-shm` and a file `.owner` naming the holder. It decides nothing: which batch
//! comes when, and what a checkpoint is worth, is the log's business.

mod append;
mod layout;
mod read;

use crate::contract::{Archive, BEGINNING, Batch, Opening, Paper, PaperHead, Piece, Staged, Storage};
use crate::fault::{Fault, Place};
use crate::hold::Hold;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::ffi::OsString;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another process that reads or backs up the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// Settings of every connection, reading ones too: an opening that is sorted never reaches a temporary file, where no
/// erasure would find it.
const READING: [(&str, &str); 3] =
    [("temp_store", "memory"), ("cell_size_check", "on"), ("trusted_schema", "off")];

/// A storage in one SQLite file.
pub struct SqliteStorage {
    connection: Connection,
    place: Place,
    /// `None` for a reader.
    hold: Option<Hold>,
    /// Whether an erased value may still stand in the write-ahead log, because somebody was reading.
    unwiped: bool,
}

impl SqliteStorage {
    /// Makes the file, or takes one that was made and holds no leaf yet: only for beginning a log.
    ///
    /// *Errors*: [`Fault::AlreadyBegun`] if there is data in it, [`Fault::NotOurs`] if it is something else.
    pub fn create(path: &Path) -> Result<SqliteStorage, Fault> {
        let place = Place::data(path);
        let hold = Hold::take(&owner_of(path), place.clone())?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        let blank = layout::is_blank(&connection).map_err(fault(&place, "reading its header"))?;
        if !blank {
            layout::check(&connection, &place)?;
        }
        configure(&connection, &place)?;
        if blank {
            layout::make(&connection).map_err(fault(&place, "laying it out"))?;
        }
        layout::advance(&connection).map_err(fault(&place, "laying it out"))?;
        let mut storage = SqliteStorage { connection, place, hold: Some(hold), unwiped: false };
        sync_folder(path)?;
        // A checkpoint of no leaves is a beginning that was interrupted; the log decides what to make of it.
        if storage.staged()?.is_some_and(|staged| staged.size > 0) {
            return Err(Fault::AlreadyBegun);
        }
        Ok(storage)
    }

    /// Opens the file to append to it, after checking its structure from end to end.
    ///
    /// *Errors*: [`Fault::NotBegun`] if it is missing or empty, [`Fault::NotOurs`], [`Fault::TooNew`], [`Fault::Damaged`],
    /// [`Fault::Held`] by another process.
    pub fn open(path: &Path) -> Result<SqliteStorage, Fault> {
        let place = Place::data(path);
        let connection = connect_existing(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // A file of somebody else is not written to, not even a pragma; so this comes before everything.
        layout::check(&connection, &place)?;
        let hold = Hold::take(&owner_of(path), place.clone())?;
        configure(&connection, &place)?;
        layout::check_structure(&connection, &place)?;
        layout::advance(&connection).map_err(fault(&place, "bringing its layout up to date"))?;
        // The last process may have ended between erasing a value and wiping its last copy.
        let unwiped = !append::wipe(&connection).map_err(fault(&place, "emptying its write-ahead log"))?;
        if !unwiped {
            layout::check_length(&connection, &place, path)?;
        }
        sync_folder(path)?;
        Ok(SqliteStorage { connection, place, hold: Some(hold), unwiped })
    }

    /// Opens the file to look at it, while a writer may hold it: for audits and packs.
    ///
    /// *Errors*: as [`SqliteStorage::open`], without [`Fault::Held`]. Appending gives [`Fault::ReadOnly`].
    pub fn open_for_reading(path: &Path) -> Result<SqliteStorage, Fault> {
        let place = Place::data(path);
        let connection = connect_existing(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        layout::check(&connection, &place)?;
        for (name, value) in READING {
            connection.pragma_update(None, name, value).map_err(fault(&place, "configuring it"))?;
        }
        Ok(SqliteStorage { connection, place, hold: None, unwiped: false })
    }

    /// Makes the file unable to grow beyond so many pages, to rehearse a full disk.
    #[cfg(test)]
    fn limit_pages(&self, pages: i64) {
        self.connection.pragma_update(None, "max_page_count", pages).unwrap();
    }
}

impl Storage for SqliteStorage {
    fn staged(&mut self) -> Result<Option<Staged>, Fault> {
        append::staged(&self.connection).map_err(fault(&self.place, "reading the stored checkpoint"))
    }

    fn append(&mut self, batch: &Batch, size_before: u64, checkpoint_note: &str) -> Result<(), Fault> {
        if self.hold.is_none() {
            return Err(Fault::ReadOnly);
        }
        batch.check()?;
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(fault(&self.place, "beginning a batch"))?;
        append::append(&transaction, &self.place, batch, size_before, checkpoint_note)?;
        transaction.commit().map_err(fault(&self.place, "committing a batch"))?;
        if self.unwiped || !batch.erased.is_empty() {
            let wiped =
                append::wipe(&self.connection).map_err(fault(&self.place, "wiping an erased value"))?;
            self.unwiped = !wiped;
        }
        Ok(())
    }

    fn for_each_leaf(&mut self, range: Range<u64>, each: &mut dyn FnMut(u64, &[u8])) -> Result<(), Fault> {
        read::for_each_leaf(&self.connection, &self.place, range, each)
    }

    fn leaf(&mut self, index: u64) -> Result<Option<Vec<u8>>, Fault> {
        read::leaf(&self.connection, index).map_err(fault(&self.place, "reading an entry"))
    }

    fn archives(&mut self) -> Result<Vec<Archive>, Fault> {
        read::archives(&self.connection).map_err(fault(&self.place, "listing archives"))
    }

    fn for_each_piece(
        &mut self,
        election: &str,
        heights: Range<u64>,
        each: &mut dyn FnMut(&Piece) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        read::for_each_piece(&self.connection, &self.place, election, heights, each)
    }

    fn pieces_beginning(&mut self, election: &str, beginning: &[u8]) -> Result<Vec<u64>, Fault> {
        if beginning.len() != BEGINNING {
            return Ok(Vec::new());
        }
        let found = read::pieces_beginning(&self.connection, election, beginning);
        found.map_err(fault(&self.place, "looking for a piece of an archive"))
    }

    fn paper(&mut self, digest: &[u8; 32]) -> Result<Option<Paper>, Fault> {
        read::paper(&self.connection, &self.place, digest)
    }

    fn papers(&mut self) -> Result<Vec<PaperHead>, Fault> {
        read::papers(&self.connection).map_err(fault(&self.place, "listing papers"))
    }

    fn opening(&mut self, commitment: &[u8; 32]) -> Result<Option<Opening>, Fault> {
        read::opening(&self.connection, &self.place, commitment)
    }

    fn openings(&mut self, subject: Option<&str>, label: Option<&str>) -> Result<Vec<Opening>, Fault> {
        read::openings(&self.connection, &self.place, subject, label)
    }

    fn commitments(&mut self, label: Option<&str>) -> Result<Vec<[u8; 32]>, Fault> {
        read::commitments(&self.connection, label).map_err(fault(&self.place, "listing openings"))
    }
}

/// What an error of SQLite means for the log.
fn fault(place: &Place, doing: &'static str) -> impl Fn(rusqlite::Error) -> Fault + use<> {
    let place = place.clone();
    move |error| {
        let place = place.clone();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Fault::DiskFull { place },
            _ if has_no_room_for_shared_memory(&error) => Fault::DiskFull { place },
            Some(ErrorCode::NotADatabase) => Fault::NotOurs { place },
            Some(ErrorCode::DatabaseCorrupt) => Fault::Damaged { place, what: format!("{doing}: {error}") },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Fault::Held { place, pid: None },
            Some(_) => Fault::Medium { place, doing, source: error.into() },
            // Not SQLite but our reading of a row: a column holds what this program never wrote.
            None => Fault::Damaged { place, what: format!("{doing}: a row is not of its layout") },
        }
    }
}

/// Whether the `-shm` file could not grow, which SQLite reports as an I/O error.
///
/// *Source*: SQLite's result codes, `SQLITE_IOERR_SHMSIZE`: "may indicate that the underlying filesystem volume is out of
/// space".
fn has_no_room_for_shared_memory(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

fn connect_existing(path: &Path, access: OpenFlags) -> Result<Connection, Fault> {
    match std::fs::metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(Fault::NotBegun),
        Err(e) => return Err(Fault::from_io(Place::data(path), "looking for it", e)),
        Ok(found) if found.is_dir() => return Err(Fault::NotOurs { place: Place::data(path) }),
        Ok(found) if found.len() == 0 => return Err(Fault::NotBegun),
        Ok(_) => {}
    }
    connect(path, access)
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, Fault> {
    let doing = fault(&Place::data(path), "opening it");
    let connection =
        Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(&doing)?;
    connection.busy_timeout(PATIENCE).map_err(&doing)?;
    Ok(connection)
}

/// Settings of the connection; all but the journal mode must be made anew each time.
fn configure(connection: &Connection, place: &Place) -> Result<(), Fault> {
    let doing = fault(place, "configuring it");
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0)).map_err(&doing)?;
    if mode != "wal" {
        let source = "its file system does not allow a write-ahead log".into();
        return Err(Fault::Medium { place: place.clone(), doing: "configuring it", source });
    }
    for (name, value) in [
        ("synchronous", "full"),
        ("fullfsync", "on"),
        ("checkpoint_fullfsync", "on"),
        // An erased value is overwritten.
        ("secure_delete", "on"),
    ]
    .into_iter()
    .chain(READING)
    {
        connection.pragma_update(None, name, value).map_err(&doing)?;
    }
    Ok(())
}

/// Makes the names of the file and its write-ahead log durable: SQLite tries to, but overlooks it when that fails.
fn sync_folder(path: &Path) -> Result<(), Fault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|e| Fault::from_io(Place::data(folder), "forcing its folder to the disk", e))
}

fn owner_of(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".owner");
    name.into()
}

#[cfg(test)]
mod tests;
