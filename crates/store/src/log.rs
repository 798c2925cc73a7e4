//! The log: sequences batches, signs, commits, publishes, and proves. It is the only holder of the log's key in use and
//! the only writer of the three ports. It does not know what a leaf means, gathers no batch (its caller does) and keeps
//! no thread of its own.

use crate::contract::{Archive, Batch, Opening, Paper, PaperHead, Parts, Piece};
use crate::fault::Fault;
use crate::publishing::{self, Mended};
use crate::recovery;
use crate::tree::Tree;
use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::hash::{Hash, leaf_hash};
use rankfile_record::note::{LogKey, sign_note};
use rankfile_record::receipt::make_receipt;
use rankfile_record::tile::{EntriesPath, make_bundle};
use rankfile_record::tree::Hashes;
use std::collections::BTreeMap;
use std::ops::Range;

/// An open log.
///
/// The first fault stops it: every later call that would do anything returns [`Fault::Stopped`], and the process must end,
/// because nobody here knows whether the failed call took effect. [`Log::open`] in a new process finds out.
pub struct Log {
    parts: Parts,
    key: LogKey,
    tree: Tree,
    checkpoint: Checkpoint,
    checkpoint_note: String,
    archives: BTreeMap<String, Archive>,
    recovered: Recovered,
    stopped: Option<String>,
}

/// What one commit did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The index of the batch's first leaf.
    pub first_index: u64,
    /// The number of leaves with it.
    pub size: u64,
    /// The signed checkpoint over them.
    pub checkpoint_note: String,
}

/// What opening found undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Leaves that were durable but not yet signed for in the lock store, and now are. Nobody had been answered.
    pub rolled_forward: u64,
    /// Published files that were missing or wrong and were made again.
    pub mended: Mended,
}

impl Log {
    /// Begins a log on empty parts: signs and publishes the checkpoint of no leaves. Can be repeated if it fails.
    ///
    /// *Errors*: [`Fault::AlreadyBegun`] if there is anything already.
    pub fn create(mut parts: Parts, key: LogKey) -> Result<Log, Fault> {
        let data = parts.storage.staged()?.map_or(0, |staged| staged.size);
        let published = parts.publish.load(publishing::CHECKPOINT)?;
        if data > 0 || published.is_some() || parts.lock.load()?.is_some() {
            return Err(Fault::AlreadyBegun);
        }
        let note = checkpoint_of(&Hashes::new(), &key).sign(&key);
        parts.storage.append(&Batch::default(), 0, &note)?;
        parts.lock.swap(None, &note)?;
        // Opening publishes the checkpoint; at the beginning that is no mending.
        Ok(Log { recovered: Recovered::default(), ..Log::open(parts, key)? })
    }

    /// Opens a log: re-hashes every leaf, holds the data against the lock store and the public's checkpoint, completes what
    /// a crash left undone, and mends the published files.
    ///
    /// *Errors*: whatever does not fit is a refusal to start, each with its own fault; nothing is changed then.
    pub fn open(mut parts: Parts, key: LogKey) -> Result<Log, Fault> {
        let found = recovery::recover(&mut parts, &key)?;
        let (archives, mended) = publishing::mend(&mut parts, &key, &found.tree, &found.checkpoint_note)?;
        Ok(Log {
            checkpoint: checkpoint_of(&found.tree, &key),
            checkpoint_note: found.checkpoint_note,
            tree: Tree::new(found.tree),
            archives,
            recovered: Recovered { rolled_forward: found.rolled_forward, mended },
            stopped: None,
            parts,
            key,
        })
    }

    /// Commits a batch: durable, signed for and published when it returns. Only then may anybody be answered.
    ///
    /// *Errors*: the batch may or may not be part of the log; the log has stopped.
    pub fn commit(&mut self, batch: &Batch) -> Result<Committed, Fault> {
        self.attempt(|log| log.commit_once(batch))
    }

    fn commit_once(&mut self, batch: &Batch) -> Result<Committed, Fault> {
        let first_index = self.checkpoint.size;
        self.tree.extend(batch.leaves.iter().map(|leaf| leaf_hash(leaf)));
        let next = checkpoint_of(&self.tree.read(), &self.key);
        let note = next.sign(&self.key);
        self.parts.storage.append(batch, first_index, &note)?;
        // The commit point. Before it the batch may still vanish; after it nothing else may ever be signed at this size.
        self.parts.lock.swap(Some(&self.checkpoint_note), &note)?;
        let publish = self.parts.publish.as_mut();
        publishing::extend_archives(publish, &mut self.archives, &batch.pieces)?;
        publishing::publish_growth(publish, &self.tree.read(), first_index, &note)?;
        self.checkpoint = next;
        self.checkpoint_note.clone_from(&note);
        Ok(Committed { first_index, size: self.checkpoint.size, checkpoint_note: note })
    }

    /// The number of leaves committed.
    pub fn size(&self) -> u64 {
        self.checkpoint.size
    }

    /// The last checkpoint committed, as signed.
    pub fn checkpoint(&self) -> &str {
        &self.checkpoint_note
    }

    /// The root of the last checkpoint committed.
    pub fn root(&self) -> Hash {
        self.checkpoint.root
    }

    /// The tree over the leaves, for readers to prove with.
    pub fn tree(&self) -> Tree {
        self.tree.clone()
    }

    /// Where the record is kept: the name under which its key signs.
    pub fn origin(&self) -> &str {
        self.key.name()
    }

    /// The verifier key of this log.
    pub fn vkey(&self) -> String {
        self.key.vkey()
    }

    /// Signs a text that is not about the tree, such as the digest of a program the union hands out: a signed note by the
    /// log's own key. `None` if it is no plain text, or could be taken for a checkpoint: those are signed by commits alone.
    pub fn sign_note(&self, text: &str) -> Option<String> {
        let second = text.lines().nth(1).unwrap_or_default();
        let could_be_a_checkpoint = second.bytes().all(|byte| byte.is_ascii_digit());
        if could_be_a_checkpoint { None } else { sign_note(text, &self.key).ok() }
    }

    /// What opening found undone.
    pub fn recovered(&self) -> &Recovered {
        &self.recovered
    }

    /// The first fault in words, if the log has stopped.
    pub fn stopped(&self) -> Option<&str> {
        self.stopped.as_deref()
    }

    /// The receipt of a leaf in the last checkpoint; `None` if there is no such leaf.
    ///
    /// *Shape*: the text of a `.tlog-proof` file; `extra` is carried unauthenticated.
    pub fn receipt(&mut self, index: u64, extra: Option<&[u8]>) -> Result<Option<String>, Fault> {
        let proof = self.inclusion(index)?;
        Ok(proof.map(|proof| make_receipt(index, &proof, &self.checkpoint_note, extra)))
    }

    /// The inclusion proof of a leaf in the last checkpoint, the leaf's sibling first; `None` if there is no such leaf.
    pub fn inclusion(&mut self, index: u64) -> Result<Option<Vec<Hash>>, Fault> {
        self.attempt(|log| Ok(log.tree.read().inclusion_proof(index, log.checkpoint.size)))
    }

    /// The proof that an earlier size is the beginning of the last checkpoint; `None` if the log never was that large.
    pub fn consistency(&mut self, size: u64) -> Result<Option<Vec<Hash>>, Fault> {
        self.attempt(|log| Ok(log.tree.read().consistency_proof(size, log.checkpoint.size)))
    }

    /// One leaf; `None` if there is no such leaf.
    pub fn leaf(&mut self, index: u64) -> Result<Option<Vec<u8>>, Fault> {
        self.attempt(|log| log.parts.storage.leaf(index))
    }

    /// Streams leaves in order: how the state is folded when the program starts.
    pub fn for_each_leaf(
        &mut self,
        range: Range<u64>,
        each: &mut dyn FnMut(u64, &[u8]),
    ) -> Result<(), Fault> {
        self.attempt(|log| log.parts.storage.for_each_leaf(range, each))
    }

    /// The bytes of an entry bundle; `None` if the log is too small to have it. Who may read it is the caller's question.
    pub fn bundle(&mut self, path: &EntriesPath) -> Result<Option<Vec<u8>>, Fault> {
        let Some(range) = path.indices().filter(|range| range.end <= self.checkpoint.size) else {
            return Ok(None);
        };
        let mut leaves = Vec::new();
        self.for_each_leaf(range, &mut |_, leaf| leaves.push(leaf.to_vec()))?;
        let leaves: Vec<&[u8]> = leaves.iter().map(Vec::as_slice).collect();
        Ok(make_bundle(&leaves).ok())
    }

    /// Re-hashes every stored leaf and compares: a changed bit is found before it is needed.
    ///
    /// *Errors*: [`Fault::LeafAltered`] names the first leaf that changed.
    pub fn scrub(&mut self) -> Result<(), Fault> {
        self.attempt(|log| {
            let (tree, mut altered, mut count) = (log.tree.read(), None, 0);
            log.parts.storage.for_each_leaf(0..u64::MAX, &mut |index, leaf| {
                count += 1;
                if altered.is_none() && tree.node(0, index) != Some(leaf_hash(leaf)) {
                    altered = Some(index);
                }
            })?;
            if altered.is_none() && count != log.checkpoint.size {
                altered = Some(count);
            }
            altered.map_or(Ok(()), |index| Err(Fault::LeafAltered { index: Some(index) }))
        })
    }

    /// Every election that has an archive, by name.
    pub fn archives(&self) -> impl Iterator<Item = &Archive> {
        self.archives.values()
    }

    /// How far one election's archive goes; `None` if it has none.
    pub fn archive(&self, election: &str) -> Option<&Archive> {
        self.archives.get(election)
    }

    /// Streams one election's pieces of these heights.
    pub fn for_each_piece(
        &mut self,
        election: &str,
        heights: Range<u64>,
        each: &mut dyn FnMut(&Piece) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.attempt(|log| log.parts.storage.for_each_piece(election, heights, each))
    }

    /// One election's pieces.
    pub fn pieces(&mut self, election: &str) -> Result<Vec<Piece>, Fault> {
        let mut pieces = Vec::new();
        self.for_each_piece(election, 0..u64::MAX, &mut |piece| {
            pieces.push(piece.clone());
            Ok(())
        })?;
        Ok(pieces)
    }

    /// One election's archive, whole; `None` if it has none. A large one is better streamed.
    pub fn archive_bytes(&mut self, election: &str) -> Result<Option<Vec<u8>>, Fault> {
        if !self.archives.contains_key(election) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        self.for_each_piece(election, 0..u64::MAX, &mut |piece| {
            bytes.extend_from_slice(&piece.bytes);
            Ok(())
        })?;
        Ok(Some(bytes))
    }

    /// One paper; `None` if it was never filed.
    pub fn paper(&mut self, digest: &[u8; 32]) -> Result<Option<Paper>, Fault> {
        self.attempt(|log| log.parts.storage.paper(digest))
    }

    /// Every paper's digest and kind.
    pub fn papers(&mut self) -> Result<Vec<PaperHead>, Fault> {
        self.attempt(|log| log.parts.storage.papers())
    }

    /// The opening of a commitment; `None` if it was never filed, or was erased.
    pub fn opening(&mut self, commitment: &[u8; 32]) -> Result<Option<Opening>, Fault> {
        self.attempt(|log| log.parts.storage.opening(commitment))
    }

    /// The openings about a subject, or under a label, or both.
    pub fn openings(&mut self, subject: Option<&str>, label: Option<&str>) -> Result<Vec<Opening>, Fault> {
        self.attempt(|log| log.parts.storage.openings(subject, label))
    }

    /// Runs one call, unless the log has stopped; stops it if the call fails.
    fn attempt<T>(&mut self, call: impl FnOnce(&mut Log) -> Result<T, Fault>) -> Result<T, Fault> {
        if let Some(first) = &self.stopped {
            return Err(Fault::Stopped { first: first.clone() });
        }
        let done = call(self);
        if let Err(fault) = &done {
            self.stopped = Some(fault.to_string());
        }
        done
    }
}

fn checkpoint_of(tree: &Hashes, key: &LogKey) -> Checkpoint {
    Checkpoint { origin: key.name().into(), size: tree.size(), root: tree.root() }
}
