//! What can go wrong underneath the record, as facts: which part, which place, whose move it is. A fault is never a
//! refusal (the hall's word for "a rule says no"). No fault carries an entry, a name or a value of a member.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;

/// Where something went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The data: leaves, archives, papers, openings.
    Data(String),
    /// The lock store: the last signed checkpoint.
    Lock(String),
    /// The published files: checkpoint, hash tiles, election archives.
    Published(String),
}

impl Place {
    /// The data kept at a path.
    pub fn data(path: &Path) -> Place {
        Place::Data(path.display().to_string())
    }

    /// The lock store kept at a path.
    pub fn lock(path: &Path) -> Place {
        Place::Lock(path.display().to_string())
    }

    /// The published file at a path.
    pub fn published(path: &Path) -> Place {
        Place::Published(path.display().to_string())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Data(at) => write!(out, "the data ({at})"),
            Place::Lock(at) => write!(out, "the lock store ({at})"),
            Place::Published(at) => write!(out, "the published files ({at})"),
        }
    }
}

/// Whose move it is after a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The machine failed: a disk, a file system. Mend it and start again.
    Machine,
    /// Whoever runs the server put the wrong thing in the wrong place, or started it twice.
    Operator,
    /// This program asked for something no caller may ask for: a bug.
    Program,
}

/// A fault of the store.
///
/// Every fault ends the process: nobody retries. After a fault of [`Whose::Machine`] the operation may or may not have
/// reached the disk; opening the log again finds out.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No room left.
    #[error(
        "the disk holding {place} is full; nothing that was answered is lost: free some space and start again"
    )]
    DiskFull {
        /// Which disk.
        place: Place,
    },
    /// The operating system or the database reported an error.
    #[error(
        "{place} could not be used ({doing}: {source}): check the disk and its permissions, then start again"
    )]
    Medium {
        /// Which part.
        place: Place,
        /// What was being done.
        doing: &'static str,
        /// What was reported.
        source: Box<dyn Error + Send + Sync>,
    },
    /// Another process, or another part of this one, holds it.
    #[error("{place} is in use by {}: stop that process first, or send your command to it", holder(*pid))]
    Held {
        /// What is held.
        place: Place,
        /// By which process, when it left its number.
        pid: Option<u32>,
    },
    /// The file is something else.
    #[error("{place} was not made by this program: name the right file, or begin a new one elsewhere")]
    NotOurs {
        /// Which file.
        place: Place,
    },
    /// The file was made by a later release.
    #[error("{place} has layout {found}, this release knows up to {known}: use a release at least as new")]
    TooNew {
        /// Which file.
        place: Place,
        /// The layout found.
        found: i64,
        /// The newest layout this release reads.
        known: i64,
    },
    /// The bytes on the disk are not the bytes that were written.
    #[error("{place} is damaged ({what}): put back the newest intact copy and start again")]
    Damaged {
        /// Which part.
        place: Place,
        /// What gave it away.
        what: String,
    },
    /// The leaves do not add up to the root that was signed over them.
    #[error(
        "a stored entry has changed since it was signed ({}): put back the newest intact copy of the data",
        which_leaf(*index)
    )]
    LeafAltered {
        /// The first altered entry, when the published tiles give it away.
        index: Option<u64>,
    },
    /// The data ends before the last signed checkpoint.
    #[error(
        "this is an older copy of the data: it holds {data_size} entries, {lock_size} were already signed; put back the \
         newest copy, or open a new origin from this one"
    )]
    OlderCopy {
        /// Entries found.
        data_size: u64,
        /// Entries the lock store vouches for.
        lock_size: u64,
    },
    /// The data is not the one the lock store belongs to.
    #[error(
        "the data tells another history than the one signed at {lock_size} entries: bring the data and the lock store of \
         one and the same log together"
    )]
    OtherHistory {
        /// Entries the lock store vouches for.
        lock_size: u64,
    },
    /// The public has seen more, or something else, than the lock store knows.
    #[error(
        "a checkpoint for {published_size} entries was already published, but data and lock store end at {lock_size} or \
         disagree with it: both are older copies; put back the newest ones, or open a new origin"
    )]
    PublishedAhead {
        /// Entries of the published checkpoint.
        published_size: u64,
        /// Entries the lock store vouches for.
        lock_size: u64,
    },
    /// There is data but no lock store.
    #[error(
        "the lock store is missing although there is data, so nobody can tell whether this copy is the newest: bring the \
         lock store back, or open a new origin from this copy"
    )]
    LockMissing,
    /// There is a lock store but no data.
    #[error(
        "the data is missing although {lock_size} entries were signed: put back the newest copy of the data"
    )]
    DataMissing {
        /// Entries the lock store vouches for.
        lock_size: u64,
    },
    /// No log was begun here.
    #[error("no record was begun here: begin one first, or name the folder that holds it")]
    NotBegun,
    /// A log was already begun here.
    #[error("a record was already begun here: open it, or begin the new one in an empty folder")]
    AlreadyBegun,
    /// A checkpoint that does not verify under the log's key.
    #[error(
        "the checkpoint in {place} was not signed by this log's key: use the key this record was begun with"
    )]
    WrongKey {
        /// Where the checkpoint lies.
        place: Place,
    },
    /// Somebody else appended.
    #[error(
        "the data holds {found} entries where {expected} were expected: only one program may write to it"
    )]
    OutOfStep {
        /// Entries the writer knew of.
        expected: u64,
        /// Entries found.
        found: u64,
    },
    /// Somebody else signed.
    #[error(
        "the lock store holds another checkpoint than this program left there: only one program may write to it"
    )]
    LockMoved,
    /// A published file that never changes is there with other bytes.
    #[error(
        "{place} is already published with other bytes: start again, and the published files are checked and mended"
    )]
    AlreadyPublished {
        /// Which file.
        place: Place,
    },
    /// A batch no caller may ask for.
    #[error("a batch was malformed ({0}): this is a bug, please report it")]
    Malformed(#[from] Malformed),
    /// Opened only to look.
    #[error("the data was opened for reading only: open it as its writer to append")]
    ReadOnly,
    /// An earlier fault stopped this log.
    #[error("the record stopped after a fault and must be opened again; the fault was: {first}")]
    Stopped {
        /// The first fault, in words.
        first: String,
    },
}

/// What is wrong with a batch or a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// A leaf longer than an entry may be.
    #[error("leaf {position} of the batch has {length} bytes, {largest} are allowed")]
    LeafTooLong {
        /// Position in the batch.
        position: usize,
        /// Its length in bytes.
        length: usize,
        /// The longest allowed, in bytes.
        largest: usize,
    },
    /// An election's name that could not be a file name.
    #[error("piece {position} of the batch names an election by other signs than letters, digits, - and _")]
    ElectionName {
        /// Position in the batch.
        position: usize,
    },
    /// A piece that leaves a gap or repeats a height.
    #[error("piece {position} of the batch has height {found}, the next one is {expected}")]
    PieceOutOfOrder {
        /// Position in the batch.
        position: usize,
        /// The height due.
        expected: u64,
        /// The height given.
        found: u64,
    },
    /// A paper whose bytes have another digest.
    #[error("paper {position} of the batch does not have the digest it is filed under")]
    PaperDigest {
        /// Position in the batch.
        position: usize,
    },
    /// An opening that does not open its commitment.
    #[error("opening {position} of the batch does not open its commitment")]
    OpeningCommitment {
        /// Position in the batch.
        position: usize,
    },
    /// A path that could leave the published folder.
    #[error("a published path is not plain")]
    Path,
}

impl Fault {
    /// Whose move it is.
    pub fn whose(&self) -> Whose {
        match self {
            Fault::DiskFull { .. }
            | Fault::Medium { .. }
            | Fault::Damaged { .. }
            | Fault::LeafAltered { .. } => Whose::Machine,
            Fault::OutOfStep { .. }
            | Fault::LockMoved
            | Fault::AlreadyPublished { .. }
            | Fault::Malformed(_)
            | Fault::ReadOnly
            | Fault::Stopped { .. } => Whose::Program,
            _ => Whose::Operator,
        }
    }

    /// The fault an error of the operating system stands for.
    pub(crate) fn from_io(place: Place, doing: &'static str, source: io::Error) -> Fault {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Fault::DiskFull { place },
            _ => Fault::Medium { place, doing, source: source.into() },
        }
    }
}

fn holder(pid: Option<u32>) -> String {
    match pid {
        Some(pid) => format!("process {pid}"),
        None => "another process".into(),
    }
}

fn which_leaf(index: Option<u64>) -> String {
    match index {
        Some(index) => format!("entry {index} is the first"),
        None => "it is not known which".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_broken_one() {
        let place = || Place::Lock("lock".into());
        let full = Fault::from_io(place(), "writing", io::Error::from_raw_os_error(28));
        assert!(matches!(full, Fault::DiskFull { .. }), "{full}");
        let broken = Fault::from_io(place(), "writing", io::Error::from_raw_os_error(5));
        assert!(matches!(broken, Fault::Medium { .. }), "{broken}");
        assert_eq!(broken.whose(), Whose::Machine);
    }
}
