//! The store's three ports as written contracts: [`Storage`] keeps the data, [`Lock`] the last signed checkpoint,
//! [`Publish`] the files the public reads. What each call promises stands here and is held against every implementation
//! by `conformance`. What a batch is made of is in [`batch`]. Nothing here does I/O.
//!
//! Rules for all three:
//!
//! - **`Ok` means it holds.** For `append` and `swap` it means *durable*: it survives the loss of power at the next
//!   instant. For `Publish` it means readers see it; it may be lost with the power, because it can be made again.
//! - **An error is a fault, and a fault may mean either**: *failed and not persisted*, or *failed but persisted*. It never
//!   means half of it: a transaction and a swap are there completely or not at all.
//! - **Nobody retries**, neither the implementation nor the caller. A port that has failed is dropped and the process
//!   ends; a new process opens what is there and finds out. (After a failed `fsync` the page cache lies: reading back
//!   and carrying on is exactly the mistake.)
//! - One caller, one thread at a time: `&mut self`. One process at a time: an implementation refuses a second holder
//!   with [`Fault::Held`].

pub mod batch;

use crate::fault::Fault;
use std::ops::Range;

pub use batch::{Batch, LARGEST_LEAF, Opening, Paper, Piece};

/// The three ports of one log.
pub struct Parts {
    /// Where the data is.
    pub storage: Box<dyn Storage>,
    /// Where the last signed checkpoint is.
    pub lock: Box<dyn Lock>,
    /// Where the public reads.
    pub publish: Box<dyn Publish>,
}

/// What the data says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// The number of leaves.
    pub size: u64,
    /// The checkpoint signed over exactly these leaves, stored in the transaction that completed them.
    pub checkpoint_note: String,
}

/// One election's archive, as far as it has grown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// The election.
    pub election: String,
    /// The number of pieces; the next one has this height.
    pub pieces: u64,
    /// The length of all pieces together, in bytes.
    pub length: u64,
}

/// A paper without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperHead {
    /// SHA-256 of the bytes.
    pub digest: [u8; 32],
    /// What kind of paper it was first filed as.
    pub kind: String,
}

/// How much of a piece [`Storage::pieces_beginning`] compares: the name of its first file, as archives write ballots.
///
/// *Units*: bytes.
pub const BEGINNING: usize = 64;

/// Keeps leaves, archives, papers and openings.
///
/// Reads see everything that was ever appended with `Ok`, and from an append that failed either everything or nothing.
/// They report [`Fault::Damaged`] rather than bytes that are not the ones appended, wherever the bytes carry a digest:
/// papers, pieces and openings are checked on each read. Leaves are not: the log re-hashes them all when it opens.
pub trait Storage: Send {
    /// How far the data goes, with the checkpoint stored beside it; `None` before the first append.
    fn staged(&mut self) -> Result<Option<Staged>, Fault>;

    /// Stores a batch and the checkpoint over all leaves including it: one atomic, durable transaction.
    ///
    /// In the order of their effect: `size_before` is compared with the leaves present, leaves are appended from there,
    /// pieces are appended to their archives, papers and openings are filed, `erased` openings are destroyed, the
    /// checkpoint replaces the one before. A paper already there stays as it is, with its first kind; so does an opening.
    /// Erasing what is not there is no error. An opening that is filed and erased by one batch is erased.
    ///
    /// Erased means: when `Ok` is returned, no file of the medium holds salt or value any more, unless somebody was
    /// reading at that moment and went on for seconds; then the next append or opening destroys the last copy. Who reads
    /// beside the writer therefore reads in short steps, as [`Reader`](crate::reader::Reader) does.
    ///
    /// *Errors*: [`Fault::Malformed`] and [`Fault::OutOfStep`] mean that nothing was stored; any other fault may mean either.
    fn append(&mut self, batch: &Batch, size_before: u64, checkpoint_note: &str) -> Result<(), Fault>;

    /// Streams leaves in order, each with its index, as far as they go; memory stays bounded by the longest leaf.
    ///
    /// *Errors*: an index missing between two leaves is [`Fault::Damaged`].
    fn for_each_leaf(&mut self, range: Range<u64>, each: &mut dyn FnMut(u64, &[u8])) -> Result<(), Fault>;

    /// One leaf; `None` if the data does not reach so far.
    fn leaf(&mut self, index: u64) -> Result<Option<Vec<u8>>, Fault>;

    /// Every election that has pieces, by name.
    fn archives(&mut self) -> Result<Vec<Archive>, Fault>;

    /// Streams one election's pieces of these heights in order, as far as they go; none for an unknown election.
    fn for_each_piece(
        &mut self,
        election: &str,
        heights: Range<u64>,
        each: &mut dyn FnMut(&Piece) -> Result<(), Fault>,
    ) -> Result<(), Fault>;

    /// The heights of one election's pieces whose bytes begin with these, lowest first, without reading the archive.
    ///
    /// *Shape*: exactly [`BEGINNING`] bytes; other lengths find nothing.
    fn pieces_beginning(&mut self, election: &str, beginning: &[u8]) -> Result<Vec<u64>, Fault>;

    /// One paper; `None` if it was never filed.
    fn paper(&mut self, digest: &[u8; 32]) -> Result<Option<Paper>, Fault>;

    /// Every paper's digest and kind, by digest.
    fn papers(&mut self) -> Result<Vec<PaperHead>, Fault>;

    /// One opening; `None` if it was never filed, or was erased.
    fn opening(&mut self, commitment: &[u8; 32]) -> Result<Option<Opening>, Fault>;

    /// The openings about a subject, or under a label, or both, by commitment; all of them for `None, None`.
    fn openings(&mut self, subject: Option<&str>, label: Option<&str>) -> Result<Vec<Opening>, Fault>;

    /// The commitments that have an opening under a label, or under any, in their own order: so that many openings are
    /// read one by one, without holding them or the medium.
    fn commitments(&mut self, label: Option<&str>) -> Result<Vec<[u8; 32]>, Fault>;
}

/// Keeps the last signed checkpoint, apart from the data and outside every backup of it.
///
/// It is the authority on what was signed: the log never answers anybody, and never publishes, before its checkpoint is
/// here. Nothing is ever deleted from it.
pub trait Lock: Send {
    /// The last checkpoint swapped in; `None` if there never was one.
    fn load(&mut self) -> Result<Option<String>, Fault>;

    /// Compares the checkpoint on the medium (not a remembered one) with `expected` and, if they are equal, replaces it
    /// by `new`: atomic and durable. Swapping a checkpoint for itself is allowed and changes nothing.
    ///
    /// *Errors*: [`Fault::LockMoved`] means they differed and nothing changed; any other fault may mean either.
    fn swap(&mut self, expected: Option<&str>, new: &str) -> Result<(), Fault>;
}

/// Puts files where the public reads them: hash tiles and election archives, then the checkpoint.
///
/// A path is plain: segments of letters, digits, `-`, `_` and `.` joined by `/`, none beginning with a dot; anything else
/// is [`Malformed::Path`](crate::fault::Malformed::Path). A reader sees the old file or the new one, never a part, except
/// of a file being extended. Nothing here needs to survive the loss of power: opening the log checks every file and makes
/// it again.
pub trait Publish: Send {
    /// A file's bytes; `None` if it is not there.
    fn load(&mut self, path: &str) -> Result<Option<Vec<u8>>, Fault>;

    /// A file's length and SHA-256 without holding it in memory; `None` if it is not there.
    fn digest(&mut self, path: &str) -> Result<Option<(u64, [u8; 32])>, Fault>;

    /// Publishes a file that never changes. Doing it again with the same bytes is no error.
    ///
    /// *Errors*: [`Fault::AlreadyPublished`] if it is there with other bytes, and it stays as it is.
    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault>;

    /// Publishes a file, or its next version.
    fn replace(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault>;

    /// Writes bytes at `offset` of a growing file and ends the file behind them. Offset 0 begins it.
    ///
    /// A fault may leave a part of the bytes.
    ///
    /// *Errors*: [`Fault::Damaged`] if the file is shorter than `offset`, and it stays as it is.
    fn extend(&mut self, path: &str, offset: u64, bytes: &[u8]) -> Result<(), Fault>;

    /// Removes a folder and everything in it; a folder that is not there is no error.
    fn prune(&mut self, folder: &str) -> Result<(), Fault>;
}

/// Whether a published path is plain.
///
/// *Errors*: [`Malformed::Path`](crate::fault::Malformed::Path).
pub fn check_path(path: &str) -> Result<(), Fault> {
    let plain = |segment: &str| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && segment.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    if path.split('/').all(plain) { Ok(()) } else { Err(crate::fault::Malformed::Path.into()) }
}
