//! Holding a place for one process: an advisory lock on a small file that names the holder. The lock goes with the
//! process, however it ends, so nothing has to be cleaned up; the file stays and means nothing by itself.

use crate::fault::{Fault, Place};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// An exclusive hold, released on drop.
pub(crate) struct Hold {
    _file: File,
}

impl Hold {
    /// Takes the hold, or says who has it.
    ///
    /// *Errors*: [`Fault::Held`] if anybody, this process included, holds it already.
    pub(crate) fn take(path: &Path, place: Place) -> Result<Hold, Fault> {
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = opened.map_err(|e| Fault::from_io(place.clone(), "opening its owner file", e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Fault::Held { place, pid: read_pid(&mut file) }),
            Err(TryLockError::Error(e)) => return Err(Fault::from_io(place, "locking its owner file", e)),
        }
        write_pid(&mut file).map_err(|e| Fault::from_io(place, "writing its owner file", e))?;
        Ok(Hold { _file: file })
    }
}

fn write_pid(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(format!("{}\n", std::process::id()).as_bytes())
}

/// The number the holder left; it may be about to write it.
fn read_pid(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_hold_is_refused_until_the_first_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("owner");
        let first = Hold::take(&path, Place::lock(&path)).unwrap();
        let second = Hold::take(&path, Place::lock(&path));
        assert!(matches!(second, Err(Fault::Held { pid: Some(pid), .. }) if pid == std::process::id()));
        drop(first);
        assert!(Hold::take(&path, Place::lock(&path)).is_ok());
    }
}
