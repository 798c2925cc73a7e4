//! The lock store as a folder of its own: the file `checkpoint` with the last signed checkpoint, and `owner`, held while
//! open. Keep it on another disk than the data if there is one, and out of the data's backups: a restored old lock store
//! beside restored old data looks whole, and would sign a second history.

use crate::contract::Lock;
use crate::fault::{Fault, Place};
use crate::hold::Hold;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const CHECKPOINT: &str = "checkpoint";
const NEXT: &str = "checkpoint.next";
const OWNER: &str = "owner";

/// A lock store in a folder.
pub struct LockFile {
    folder: PathBuf,
    /// The folder itself stays open: its fsync is what makes a rename durable.
    opened: File,
    _hold: Hold,
}

impl LockFile {
    /// Makes the folder if it is not there and holds it: only for beginning a log.
    ///
    /// *Errors*: [`Fault::Held`] names the process that has it.
    pub fn create(folder: &Path) -> Result<LockFile, Fault> {
        let fault = |e| Fault::from_io(Place::lock(folder), "making its folder", e);
        fs::create_dir_all(folder).map_err(fault)?;
        if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            File::open(parent).and_then(|parent| parent.sync_all()).map_err(fault)?;
        }
        LockFile::open(folder)
    }

    /// Holds an existing lock store.
    ///
    /// *Errors*: [`Fault::LockMissing`] if there is no such folder (it is never made by opening: a log that lost its
    /// lock store must not go on as if nothing had been signed), [`Fault::Held`] names the process that has it.
    pub fn open(folder: &Path) -> Result<LockFile, Fault> {
        let opened = match File::open(folder) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(Fault::LockMissing),
            opened => opened.map_err(|e| Fault::from_io(Place::lock(folder), "opening its folder", e))?,
        };
        let hold = Hold::take(&folder.join(OWNER), Place::lock(folder))?;
        Ok(LockFile { folder: folder.into(), opened, _hold: hold })
    }

    fn write(&self, note: &str) -> io::Result<()> {
        let next = self.folder.join(NEXT);
        let mut file = File::create(&next)?;
        file.write_all(note.as_bytes())?;
        file.sync_all()?;
        fs::rename(&next, self.folder.join(CHECKPOINT))?;
        self.opened.sync_all()
    }
}

impl Lock for LockFile {
    fn load(&mut self) -> Result<Option<String>, Fault> {
        match fs::read(self.folder.join(CHECKPOINT)) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Fault::from_io(Place::lock(&self.folder), "reading its checkpoint", e)),
            Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| Fault::Damaged {
                place: Place::lock(&self.folder),
                what: "its checkpoint is not text".into(),
            }),
        }
    }

    fn swap(&mut self, expected: Option<&str>, new: &str) -> Result<(), Fault> {
        if self.load()?.as_deref() != expected {
            return Err(Fault::LockMoved);
        }
        self.write(new).map_err(|e| Fault::from_io(Place::lock(&self.folder), "writing its checkpoint", e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_outlives_its_holder() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("deep/lock");
        let mut lock = LockFile::create(&folder).unwrap();
        assert_eq!(lock.load().unwrap(), None);
        lock.swap(None, "one\n").unwrap();
        drop(lock);
        assert_eq!(LockFile::open(&folder).unwrap().load().unwrap().unwrap(), "one\n");
    }

    #[test]
    fn a_half_written_next_checkpoint_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut lock = LockFile::create(folder.path()).unwrap();
        lock.swap(None, "one\n").unwrap();
        fs::write(folder.path().join(NEXT), "tw").unwrap();
        assert_eq!(lock.load().unwrap().unwrap(), "one\n");
        lock.swap(Some("one\n"), "two\n").unwrap();
        assert_eq!(lock.load().unwrap().unwrap(), "two\n");
    }

    #[test]
    fn a_missing_folder_is_missed_and_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("gone");
        assert!(matches!(LockFile::open(&missing), Err(Fault::LockMissing)));
        assert!(!missing.exists());
    }

    #[test]
    fn a_checkpoint_that_is_not_text_is_damage() {
        let folder = tempfile::tempdir().unwrap();
        let mut lock = LockFile::create(folder.path()).unwrap();
        fs::write(folder.path().join(CHECKPOINT), [0xff, 0xfe]).unwrap();
        assert!(matches!(lock.load(), Err(Fault::Damaged { .. })));
    }
}
