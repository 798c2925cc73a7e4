//! The log's tree, shared between the one writer, who makes it grow, and readers, who make proofs with it. It is derived:
//! the leaves are the ground. What it knows beyond the last committed checkpoint is nobody's business: a reader always
//! asks for the proof of a size that a signed checkpoint names.

use rankfile_record::hash::Hash;
use rankfile_record::tree::Hashes;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// The hashes of one log. Clones share them.
#[derive(Clone)]
pub struct Tree(Arc<RwLock<Hashes>>);

impl Tree {
    pub(crate) fn new(hashes: Hashes) -> Tree {
        Tree(Arc::new(RwLock::new(hashes)))
    }

    /// The hashes, to be let go of soon: the writer waits meanwhile.
    pub fn read(&self) -> RwLockReadGuard<'_, Hashes> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds leaves at the right edge.
    pub(crate) fn extend(&self, leaves: impl Iterator<Item = Hash>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).extend(leaves);
    }
}
