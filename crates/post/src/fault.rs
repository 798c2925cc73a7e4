//! What can go wrong with the outbox, as facts. What can go wrong on the way of a letter is `trouble`'s. No fault carries
//! an address or a word of a letter.

use std::path::Path;

/// A fault of the outbox.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No room left.
    #[error(
        "the disk holding the outbox ({place}) is full; no letter is lost: free some space and start again"
    )]
    DiskFull {
        /// Its path.
        place: String,
    },
    /// The operating system or the database reported an error.
    #[error("the outbox ({place}) could not be used ({doing}: {source}): check the disk and its permissions")]
    Medium {
        /// Its path.
        place: String,
        /// What was being done.
        doing: &'static str,
        /// What was reported.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Somebody else held it for too long.
    #[error("the outbox ({place}) is in use by another program: stop that program and try again")]
    Held {
        /// Its path.
        place: String,
    },
    /// The file is something else.
    #[error("{place} is no outbox of this program: name the right file, or move that one away")]
    NotOurs {
        /// Its path.
        place: String,
    },
    /// The file was made by a later release.
    #[error(
        "the outbox ({place}) has layout {found}, this release knows up to {known}: use a release at least as new"
    )]
    TooNew {
        /// Its path.
        place: String,
        /// The layout found.
        found: i64,
        /// The newest layout this release reads.
        known: i64,
    },
    /// The bytes on the disk are not the bytes that were written.
    #[error("the outbox ({place}) is damaged ({what}): put back the newest intact copy")]
    Damaged {
        /// Its path.
        place: String,
        /// What gave it away.
        what: String,
    },
    /// Acts were offered that do not follow the last one turned into letters.
    #[error(
        "the outbox has turned {expected} acts into letters, acts from {found} on were offered: follow from its cursor"
    )]
    OutOfStep {
        /// Acts turned into letters.
        expected: u64,
        /// The first act offered.
        found: u64,
    },
    /// A letter no caller may make.
    #[error("a letter was malformed ({0}): this is a bug, please report it")]
    Malformed(#[from] Malformed),
}

/// What is wrong with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Nobody could check that it is real.
    #[error("it has no check phrase")]
    NoCheckPhrase,
    /// The language is no tag.
    #[error("its language is no tag such as en or es-MX")]
    Language,
    /// A letter the record causes may be late, never dropped.
    #[error("an act causes it, and yet it should expire")]
    ActLetterExpires,
    /// An act's index beyond what a record can hold.
    #[error("its act has an index no record reaches")]
    Act,
    /// A letter made from an act names that act.
    #[error("it was made from one act and names another")]
    OtherAct,
    /// Two different letters with one Message-ID: one of them would be lost.
    #[error("another letter made with it has the same Message-ID")]
    TwoWithOneId,
}

impl Fault {
    /// The fault an error of SQLite stands for.
    pub(crate) fn from_sqlite(path: &Path, doing: &'static str, error: rusqlite::Error) -> Fault {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase};
        let place = path.display().to_string();
        match error.sqlite_error_code() {
            Some(DiskFull) => Fault::DiskFull { place },
            Some(NotADatabase) => Fault::NotOurs { place },
            Some(DatabaseCorrupt) => Fault::Damaged { place, what: format!("{doing}: {error}") },
            Some(DatabaseBusy | DatabaseLocked) => Fault::Held { place },
            Some(_) => Fault::Medium { place, doing, source: error.into() },
            // Not SQLite but our reading of a row: a column holds what this program never wrote.
            None => Fault::Damaged { place, what: format!("{doing}: a row is not of its layout") },
        }
    }
}
