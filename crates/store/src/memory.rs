//! The three ports in memory, for tests and simulations. A [`Memory`] is the machine: parts are opened on it, dropped, and
//! opened again, as processes come and go before one disk. Nothing survives the value itself.

use crate::contract::{
    Archive, BEGINNING, Batch, Lock, Opening, Paper, PaperHead, Parts, Piece, Publish, Staged, Storage,
    check_path,
};
use crate::fault::{Fault, Malformed, Place};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// A machine without disks. Clones share it.
#[derive(Clone, Default)]
pub struct Memory {
    contents: Arc<Mutex<Contents>>,
    holder: Arc<Mutex<Weak<()>>>,
}

/// What is on the machine, for a test to look at and to alter behind everybody's back.
#[derive(Default, Clone)]
pub struct Contents {
    /// The size and checkpoint of the data.
    pub staged: Option<Staged>,
    /// The leaves.
    pub leaves: Vec<Vec<u8>>,
    /// The pieces, by election.
    pub pieces: BTreeMap<String, Vec<Piece>>,
    /// The papers, by digest.
    pub papers: BTreeMap<[u8; 32], Paper>,
    /// The openings, by commitment.
    pub openings: BTreeMap<[u8; 32], Opening>,
    /// The lock store.
    pub lock: Option<String>,
    /// The published files, by path.
    pub published: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// An empty machine.
    pub fn new() -> Memory {
        Memory::default()
    }

    /// Opens the parts of a new process.
    ///
    /// *Errors*: [`Fault::Held`] while the parts of another one live.
    pub fn parts(&self) -> Result<Parts, Fault> {
        let mut holder = self.holder.lock().unwrap_or_else(PoisonError::into_inner);
        if holder.upgrade().is_some() {
            return Err(Fault::Held { place: Place::Lock("memory".into()), pid: Some(std::process::id()) });
        }
        let held = Arc::new(());
        *holder = Arc::downgrade(&held);
        let part = || Part { contents: self.contents.clone(), held: Some(held.clone()) };
        Ok(Parts { storage: Box::new(part()), lock: Box::new(part()), publish: Box::new(part()) })
    }

    /// Opens the data to look at it, while a writer may hold it. Appending gives [`Fault::ReadOnly`].
    pub fn reading(&self) -> Box<dyn Storage> {
        Box::new(Part { contents: self.contents.clone(), held: None })
    }

    /// Everything on the machine.
    pub fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One port of the machine; each implementation uses its own fields of the contents.
struct Part {
    contents: Arc<Mutex<Contents>>,
    /// `None` for a reader.
    held: Option<Arc<()>>,
}

impl Part {
    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Contents {
    /// The contents after a batch. Built aside, so that a malformed batch leaves nothing.
    fn with(&self, batch: &Batch, checkpoint_note: &str) -> Result<Contents, Malformed> {
        let mut next = self.clone();
        next.leaves.extend(batch.leaves.iter().cloned());
        for (position, piece) in batch.pieces.iter().enumerate() {
            let archive = next.pieces.entry(piece.election.clone()).or_default();
            let expected = archive.len() as u64;
            if piece.height != expected {
                return Err(Malformed::PieceOutOfOrder { position, expected, found: piece.height });
            }
            archive.push(piece.clone());
        }
        for paper in &batch.papers {
            next.papers.entry(paper.digest).or_insert_with(|| paper.clone());
        }
        for opening in &batch.openings {
            next.openings.entry(opening.commitment).or_insert_with(|| opening.clone());
        }
        next.openings.retain(|commitment, _| !batch.erased.contains(commitment));
        next.staged =
            Some(Staged { size: next.leaves.len() as u64, checkpoint_note: checkpoint_note.into() });
        Ok(next)
    }
}

impl Storage for Part {
    fn staged(&mut self) -> Result<Option<Staged>, Fault> {
        Ok(self.contents().staged.clone())
    }

    fn append(&mut self, batch: &Batch, size_before: u64, checkpoint_note: &str) -> Result<(), Fault> {
        if self.held.is_none() {
            return Err(Fault::ReadOnly);
        }
        batch.check()?;
        let mut contents = self.contents();
        let found = contents.leaves.len() as u64;
        if found != size_before {
            return Err(Fault::OutOfStep { expected: size_before, found });
        }
        *contents = contents.with(batch, checkpoint_note)?;
        Ok(())
    }

    fn for_each_leaf(&mut self, range: Range<u64>, each: &mut dyn FnMut(u64, &[u8])) -> Result<(), Fault> {
        // Copied first, so that the caller may use the other parts of the machine meanwhile.
        let leaves = self.contents().leaves.clone();
        let within = (0..).zip(&leaves).filter(|(index, _)| range.contains(index));
        within.for_each(|(index, leaf)| each(index, leaf));
        Ok(())
    }

    fn leaf(&mut self, index: u64) -> Result<Option<Vec<u8>>, Fault> {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        Ok(self.contents().leaves.get(index).cloned())
    }

    fn archives(&mut self) -> Result<Vec<Archive>, Fault> {
        let contents = self.contents();
        let archives = contents.pieces.iter().map(|(election, pieces)| Archive {
            election: election.clone(),
            pieces: pieces.len() as u64,
            length: pieces.iter().map(|piece| piece.bytes.len() as u64).sum(),
        });
        Ok(archives.collect())
    }

    fn for_each_piece(
        &mut self,
        election: &str,
        heights: Range<u64>,
        each: &mut dyn FnMut(&Piece) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let pieces = self.contents().pieces.get(election).cloned().unwrap_or_default();
        pieces.iter().filter(|piece| heights.contains(&piece.height)).try_for_each(each)
    }

    fn pieces_beginning(&mut self, election: &str, beginning: &[u8]) -> Result<Vec<u64>, Fault> {
        let contents = self.contents();
        let pieces = contents.pieces.get(election).map_or(&[][..], |pieces| pieces);
        let begins = |piece: &&Piece| beginning.len() == BEGINNING && piece.bytes.starts_with(beginning);
        Ok(pieces.iter().filter(begins).map(|piece| piece.height).collect())
    }

    fn paper(&mut self, digest: &[u8; 32]) -> Result<Option<Paper>, Fault> {
        match self.contents().papers.get(digest) {
            Some(paper) if !paper.holds() => Err(damaged("a paper no longer has its digest")),
            found => Ok(found.cloned()),
        }
    }

    fn papers(&mut self) -> Result<Vec<PaperHead>, Fault> {
        let contents = self.contents();
        let heads = contents.papers.values().map(|p| PaperHead { digest: p.digest, kind: p.kind.clone() });
        Ok(heads.collect())
    }

    fn opening(&mut self, commitment: &[u8; 32]) -> Result<Option<Opening>, Fault> {
        match self.contents().openings.get(commitment) {
            Some(opening) if !opening.holds() => Err(damaged("an opening no longer opens its commitment")),
            found => Ok(found.cloned()),
        }
    }

    fn openings(&mut self, subject: Option<&str>, label: Option<&str>) -> Result<Vec<Opening>, Fault> {
        let wanted = |opening: &&Opening| {
            subject.is_none_or(|subject| opening.subject == subject)
                && label.is_none_or(|label| opening.label == label)
        };
        let found: Vec<Opening> = self.contents().openings.values().filter(wanted).cloned().collect();
        if found.iter().all(Opening::holds) { Ok(found) } else { Err(damaged("an opening no longer opens")) }
    }

    fn commitments(&mut self, label: Option<&str>) -> Result<Vec<[u8; 32]>, Fault> {
        let contents = self.contents();
        let wanted = contents.openings.values().filter(|o| label.is_none_or(|label| o.label == label));
        Ok(wanted.map(|opening| opening.commitment).collect())
    }
}

impl Lock for Part {
    fn load(&mut self) -> Result<Option<String>, Fault> {
        Ok(self.contents().lock.clone())
    }

    fn swap(&mut self, expected: Option<&str>, new: &str) -> Result<(), Fault> {
        let mut contents = self.contents();
        if contents.lock.as_deref() != expected {
            return Err(Fault::LockMoved);
        }
        contents.lock = Some(new.into());
        Ok(())
    }
}

impl Publish for Part {
    fn load(&mut self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        check_path(path)?;
        Ok(self.contents().published.get(path).cloned())
    }

    fn digest(&mut self, path: &str) -> Result<Option<(u64, [u8; 32])>, Fault> {
        let bytes = Publish::load(self, path)?;
        Ok(bytes.map(|bytes| (bytes.len() as u64, Sha256::digest(&bytes).into())))
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        match Publish::load(self, path)? {
            Some(there) if there != bytes => {
                Err(Fault::AlreadyPublished { place: Place::Published(path.into()) })
            }
            _ => self.replace(path, bytes),
        }
    }

    fn replace(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        check_path(path)?;
        self.contents().published.insert(path.into(), bytes.into());
        Ok(())
    }

    fn extend(&mut self, path: &str, offset: u64, bytes: &[u8]) -> Result<(), Fault> {
        check_path(path)?;
        let mut contents = self.contents();
        let there = contents.published.get(path).map_or(&[][..], |file| file);
        let kept = usize::try_from(offset).ok().and_then(|offset| there.get(..offset));
        let short =
            || Fault::Damaged { place: Place::Published(path.into()), what: "it ends too early".into() };
        let file = [kept.ok_or_else(short)?, bytes].concat();
        contents.published.insert(path.into(), file);
        Ok(())
    }

    fn prune(&mut self, folder: &str) -> Result<(), Fault> {
        check_path(folder)?;
        let below = format!("{folder}/");
        self.contents().published.retain(|path, _| !path.starts_with(&below));
        Ok(())
    }
}

fn damaged(what: &str) -> Fault {
    Fault::Damaged { place: Place::Data("memory".into()), what: what.into() }
}
