//! The published files in a folder, as any static host would serve them: `checkpoint`, `tile/...`, `elections/*.bel`.
//! Whole files are written beside and renamed into place. None is forced to the disk: a power cut may lose them, and
//! opening the log makes them again.

use crate::contract::{Publish, check_path};
use crate::fault::{Fault, Place};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The file being written; it begins with a dot, so no published path can be it.
const NEXT: &str = ".next";

/// A folder of published files.
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// Publishes into a folder, which is made if it is not there.
    pub fn open(root: &Path) -> Result<Files, Fault> {
        fs::create_dir_all(root)
            .map_err(|e| Fault::from_io(Place::published(root), "making the folder", e))?;
        Ok(Files { root: root.into() })
    }

    fn at(&self, path: &str) -> Result<PathBuf, Fault> {
        check_path(path)?;
        Ok(self.root.join(path))
    }

    fn write(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        let next = self.root.join(NEXT);
        fs::write(&next, bytes)?;
        with_folder(target, || fs::rename(&next, target))
    }
}

impl Publish for Files {
    fn load(&mut self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        let at = self.at(path)?;
        present(fs::read(&at)).map_err(|e| Fault::from_io(Place::published(&at), "reading", e))
    }

    fn digest(&mut self, path: &str) -> Result<Option<(u64, [u8; 32])>, Fault> {
        let at = self.at(path)?;
        present(digest_file(&at)).map_err(|e| Fault::from_io(Place::published(&at), "reading", e))
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let at = self.at(path)?;
        match self.load(path)? {
            Some(there) if there == bytes => Ok(()),
            Some(_) => Err(Fault::AlreadyPublished { place: Place::published(&at) }),
            None => self.replace(path, bytes),
        }
    }

    fn replace(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let at = self.at(path)?;
        self.write(&at, bytes).map_err(|e| Fault::from_io(Place::published(&at), "writing", e))
    }

    fn extend(&mut self, path: &str, offset: u64, bytes: &[u8]) -> Result<(), Fault> {
        let at = self.at(path)?;
        let fault = |e| Fault::from_io(Place::published(&at), "extending", e);
        let open = || OpenOptions::new().write(true).create(offset == 0).truncate(false).open(&at);
        let short = || Fault::Damaged { place: Place::published(&at), what: "it ends too early".into() };
        let Some(mut file) = present(with_folder(&at, open)).map_err(fault)? else {
            return Err(short());
        };
        if file.metadata().map_err(fault)?.len() < offset {
            return Err(short());
        }
        file.set_len(offset).map_err(fault)?;
        file.seek(SeekFrom::Start(offset)).map_err(fault)?;
        file.write_all(bytes).map_err(fault)
    }

    fn prune(&mut self, folder: &str) -> Result<(), Fault> {
        let at = self.at(folder)?;
        let removed = present(fs::remove_dir_all(&at));
        removed.map(|_| ()).map_err(|e| Fault::from_io(Place::published(&at), "removing", e))
    }
}

/// Runs something that needs the target's folder, making the folder only if it turns out to be missing.
fn with_folder<T>(target: &Path, mut run: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    match run() {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)?;
            }
            run()
        }
        done => done,
    }
}

fn digest_file(path: &Path) -> io::Result<(u64, [u8; 32])> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let count = match file.read(&mut buffer) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            count => count?,
        };
        let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else {
            return Ok((length, hasher.finalize().into()));
        };
        hasher.update(read);
        length += count as u64;
    }
}

fn present<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Malformed;

    #[test]
    fn a_path_out_of_the_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::open(folder.path()).unwrap();
        for path in ["../x", "/x", "a//b", "", ".next", "a/.b", "a b", "a\\b", "a/"] {
            let refused = files.replace(path, b"x");
            assert!(matches!(refused, Err(Fault::Malformed(Malformed::Path))), "{path}");
        }
    }

    #[test]
    fn a_half_written_file_is_never_seen() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NEXT), "left over").unwrap();
        let mut files = Files::open(folder.path()).unwrap();
        files.put("tile/0/000.p/1", b"hash").unwrap();
        assert_eq!(fs::read(folder.path().join("tile/0/000.p/1")).unwrap(), b"hash");
        assert!(!folder.path().join(NEXT).exists());
    }
}
