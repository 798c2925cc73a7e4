//! Reading what is stored beside the writer: leaves with their proofs, archives, papers, openings. A reader has a
//! connection of its own and never waits for the writer; have as many as there are threads that read ([`Readers`]).
//!
//! What it shows ends where the last committed view ends: a batch that is on the disk but not yet signed for in the lock
//! store is not there. Within one call everything is of one view; over several calls, take [`Reader::view`] first.
//!
//! **Erasure.** A value can only be wiped from the disk while nobody reads an older state of the file, and the writer
//! waits no more than seconds for that. So no call keeps a read transaction for longer than it takes to copy a page of
//! rows, whatever the caller does with them meanwhile: long streams read page after page, and what is stored never
//! changes, it only grows. Openings alone can go away: see [`Reader::openings_each`].
//!
//! A fault of a reader stops nobody: it is the caller's to tell. What is read is checked on the way out.

mod ballot;
mod pool;

use crate::contract::{Archive, Opening, Paper, PaperHead, Piece, Storage};
use crate::fault::Fault;
use crate::queue::{Sight, View};
use crate::sqlite::SqliteStorage;
use rankfile_record::hash::{Hash, leaf_hash};
use rankfile_record::receipt::make_receipt;
use rankfile_record::tile::{EntriesPath, TilePath, make_bundle, tile_bytes};
use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::Arc;

pub use pool::{Lent, Readers};

/// Leaves read in one step.
const LEAVES_PAGE: u64 = 256;

/// Pieces read in one step; a setup can have megabytes, a ballot some kilobytes.
const PIECES_PAGE: u64 = 64;

/// How often a whole roll is read in short steps before it is read in one: only who erases all the time forces that.
const ATTEMPTS: usize = 3;

/// One reader of one record.
pub struct Reader {
    storage: Box<dyn Storage>,
    sight: Sight,
}

/// What became of a stream of openings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streamed {
    /// Openings given.
    pub given: u64,
    /// Openings that were erased before their turn came.
    pub erased: u64,
}

impl Reader {
    /// Opens the data for reading, with the sight of the writer's queue.
    ///
    /// *Errors*: as [`SqliteStorage::open_for_reading`].
    pub fn open(data: &Path, sight: Sight) -> Result<Reader, Fault> {
        Ok(Reader::on(Box::new(SqliteStorage::open_for_reading(data)?), sight))
    }

    /// Reads from a storage that is open already.
    pub fn on(storage: Box<dyn Storage>, sight: Sight) -> Reader {
        Reader { storage, sight }
    }

    /// The record as of the last commit.
    pub fn view(&self) -> Arc<View> {
        self.sight.view()
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.view().size
    }

    /// One leaf; `None` if there is no such leaf.
    ///
    /// *Errors*: among others [`Fault::LeafAltered`], if it is not the one that was signed for.
    pub fn leaf(&mut self, index: u64) -> Result<Option<Vec<u8>>, Fault> {
        if index >= self.size() {
            return Ok(None);
        }
        let leaf = self.storage.leaf(index)?.ok_or(Fault::LeafAltered { index: Some(index) })?;
        self.check_leaf(index, &leaf)?;
        Ok(Some(leaf))
    }

    /// Streams leaves in order, as far as they go, until the caller breaks off. The caller may take its time.
    ///
    /// *Errors*: as [`Reader::leaf`].
    pub fn for_each_leaf(
        &mut self,
        range: Range<u64>,
        each: &mut dyn FnMut(u64, &[u8]) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        let end = range.end.min(self.size());
        let mut from = range.start;
        while from < end {
            let page = self.leaves(from..end.min(from + LEAVES_PAGE))?;
            for (index, leaf) in (from..).zip(&page) {
                if each(index, leaf).is_break() {
                    return Ok(());
                }
            }
            from += page.len() as u64;
        }
        Ok(())
    }

    /// The leaves of a range inside the record, all at once.
    fn leaves(&mut self, range: Range<u64>) -> Result<Vec<Vec<u8>>, Fault> {
        let mut page = Vec::new();
        self.storage.for_each_leaf(range.clone(), &mut |_, leaf| page.push(leaf.to_vec()))?;
        for (index, leaf) in range.clone().zip(&page) {
            self.check_leaf(index, leaf)?;
        }
        let missing = range.start + page.len() as u64;
        if missing < range.end { Err(Fault::LeafAltered { index: Some(missing) }) } else { Ok(page) }
    }

    fn check_leaf(&self, index: u64, leaf: &[u8]) -> Result<(), Fault> {
        let known = self.sight.tree().read().node(0, index);
        if known == Some(leaf_hash(leaf)) { Ok(()) } else { Err(Fault::LeafAltered { index: Some(index) }) }
    }

    /// The bytes of an entry bundle; `None` if the record is too small to have it. Who may read it is the caller's
    /// question.
    pub fn bundle(&mut self, path: &EntriesPath) -> Result<Option<Vec<u8>>, Fault> {
        let Some(range) = path.indices().filter(|range| range.end <= self.size()) else { return Ok(None) };
        let leaves = self.leaves(range)?;
        let leaves: Vec<&[u8]> = leaves.iter().map(Vec::as_slice).collect();
        Ok(make_bundle(&leaves).ok())
    }

    /// The bytes of a hash tile; `None` if the record is too small to have it. Reads nothing from the disk.
    pub fn tile(&self, path: &TilePath) -> Option<Vec<u8>> {
        tile_bytes(&self.sight.tree().read(), path)
    }

    /// The receipt of a leaf in the last checkpoint; `None` if there is no such leaf. Reads nothing from the disk.
    ///
    /// *Shape*: the text of a `.tlog-proof` file; `extra` is carried unauthenticated.
    pub fn receipt(&self, index: u64, extra: Option<&[u8]>) -> Option<String> {
        let view = self.view();
        let proof = self.sight.tree().read().inclusion_proof(index, view.size)?;
        Some(make_receipt(index, &proof, &view.checkpoint, extra))
    }

    /// The inclusion proof of a leaf in the record of this size, the leaf's sibling first; `None` if there is none.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        (size <= self.size()).then(|| self.sight.tree().read().inclusion_proof(index, size))?
    }

    /// The proof that the record of one size is the beginning of that of another; `None` if there is none.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        (new <= self.size()).then(|| self.sight.tree().read().consistency_proof(old, new))?
    }

    /// Every election that has an archive, by Belenios id, and how far it goes.
    pub fn archives(&self) -> Vec<Archive> {
        self.view().archives.values().cloned().collect()
    }

    /// Streams one archive's pieces of these heights in order, as far as they go, until the caller breaks off. The caller
    /// may take its time.
    pub fn for_each_piece(
        &mut self,
        archive: &str,
        heights: Range<u64>,
        each: &mut dyn FnMut(&Piece) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        let end = self.view().archives.get(archive).map_or(0, |archive| archive.pieces).min(heights.end);
        let mut from = heights.start;
        while from < end {
            let next = end.min(from + PIECES_PAGE);
            let mut page = Vec::new();
            self.storage.for_each_piece(archive, from..next, &mut |piece| {
                page.push(piece.clone());
                Ok(())
            })?;
            if page.iter().any(|piece| each(piece).is_break()) {
                return Ok(());
            }
            from = next;
        }
        Ok(())
    }

    /// One archive, whole; `None` if there is none. A large one is better streamed, or served from the published file.
    pub fn archive_bytes(&mut self, archive: &str) -> Result<Option<Vec<u8>>, Fault> {
        if !self.view().archives.contains_key(archive) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        self.for_each_piece(archive, 0..u64::MAX, &mut |piece| {
            bytes.extend_from_slice(&piece.bytes);
            ControlFlow::Continue(())
        })?;
        Ok(Some(bytes))
    }

    /// One paper; `None` if it was never filed.
    pub fn paper(&mut self, digest: &[u8; 32]) -> Result<Option<Paper>, Fault> {
        self.storage.paper(digest)
    }

    /// Every paper's digest and kind.
    pub fn papers(&mut self) -> Result<Vec<PaperHead>, Fault> {
        self.storage.papers()
    }

    /// The opening of a commitment; `None` if it was never filed, or was erased.
    pub fn opening(&mut self, commitment: &[u8; 32]) -> Result<Option<Opening>, Fault> {
        self.storage.opening(commitment)
    }

    /// The openings about a subject, or under a label, or both, by commitment: all of them as of one commit. About one
    /// subject under one label they are found at once among any number.
    pub fn openings(&mut self, subject: Option<&str>, label: Option<&str>) -> Result<Vec<Opening>, Fault> {
        // What is about one subject is little. All there are can be a whole roll: they are read one by one, and what was
        // listed is whole if none went away meanwhile.
        for _ in 0..if subject.is_none() { ATTEMPTS } else { 0 } {
            let mut found = Vec::new();
            let streamed = self.openings_each(label, &mut |opening| {
                found.push(opening.clone());
                ControlFlow::Continue(())
            })?;
            if streamed.erased == 0 {
                return Ok(found);
            }
        }
        self.storage.openings(subject, label)
    }

    /// Streams the openings under a label, or all, by commitment, until the caller breaks off: those there were when it
    /// began. The caller may take its time.
    ///
    /// One that is erased meanwhile is not given but counted, so that a roll replaced in the middle is never taken for a
    /// whole one: begin again then.
    pub fn openings_each(
        &mut self,
        label: Option<&str>,
        each: &mut dyn FnMut(&Opening) -> ControlFlow<()>,
    ) -> Result<Streamed, Fault> {
        let mut streamed = Streamed { given: 0, erased: 0 };
        for commitment in self.storage.commitments(label)? {
            let Some(opening) = self.storage.opening(&commitment)? else {
                streamed.erased += 1;
                continue;
            };
            streamed.given += 1;
            if each(&opening).is_break() {
                break;
            }
        }
        Ok(streamed)
    }
}
