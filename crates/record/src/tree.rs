//! The Merkle tree of a log held in memory: it grows leaf by leaf, answers the root of any earlier size, and makes the two
//! kinds of proof. It stores nothing (`tile` gives it a stored form) and knows nothing of what a leaf means, so rolls use
//! it as well.
//!
//! The checkers of the proofs are in [`check`](self::check) and share no code with the makers here.

pub mod check;
pub mod edge;

use crate::hash::{Hash, empty_root, node_hash};

pub use check::{ProofError, check_consistency, check_inclusion};
pub use edge::Edge;

/// The root of every complete subtree of a growing tree.
///
/// *Shape*: level `l` keeps one hash for each run of `2^l` leaves that is full; in all fewer than two hashes a leaf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hashes {
    levels: Vec<Vec<Hash>>,
}

impl Hashes {
    /// The tree without leaves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one leaf at the right edge.
    ///
    /// *Shape*: the argument is the leaf's hash ([`crate::hash::leaf_hash`]), not the entry.
    pub fn push(&mut self, leaf: Hash) {
        let mut rising = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let row = &mut self.levels[level];
            row.push(rising);
            // An even row means its last two nodes just became a pair; only then does the level above gain a node.
            match row.as_slice() {
                [.., left, right] if row.len().is_multiple_of(2) => rising = node_hash(left, right),
                _ => return,
            }
        }
    }

    /// The number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |row| row.len() as u64)
    }

    /// The root of the complete subtree over leaves `index * 2^level` up to `(index + 1) * 2^level`.
    ///
    /// *Errors*: `None` while that run of leaves is not full.
    #[must_use]
    pub fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self.levels.get(usize::from(level))?.get(usize::try_from(index).ok()?).copied()
    }

    /// The root of the whole tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root_at(self.size()).expect("a tree knows the root of its own size")
    }

    /// The root the tree had when it had `size` leaves.
    ///
    /// *Errors*: `None` if it never had so many.
    #[must_use]
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        if size == 0 { Some(empty_root()) } else { self.range(0, size) }
    }

    /// The hashes that lead from leaf `index` to the root of `size`, the leaf's sibling first.
    ///
    /// *Errors*: `None` if the leaf is not in that tree, or the tree never had that size.
    ///
    /// *Source*: RFC 6962 section 2.1.1.
    #[must_use]
    pub fn inclusion_proof(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut from, mut to) = (0, size);
        let mut proof = Vec::new();
        while to - from > 1 {
            let middle = from + split(to - from);
            if index < middle {
                proof.push(self.range(middle, to)?);
                to = middle;
            } else {
                proof.push(self.range(from, middle)?);
                from = middle;
            }
        }
        proof.reverse();
        Some(proof)
    }

    /// The hashes that show the tree of `old` leaves to be the beginning of the tree of `new` leaves.
    ///
    /// *Shape*: empty if `old` is zero or equals `new`.
    ///
    /// *Errors*: `None` if `old` is larger than `new`, or the tree never had `new` leaves.
    ///
    /// *Source*: RFC 6962 section 2.1.2.
    #[must_use]
    pub fn consistency_proof(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        if old > new || new > self.size() {
            return None;
        }
        if old == 0 {
            return Some(Vec::new());
        }
        let (mut from, mut to) = (0, new);
        // The old root itself is left out as long as the old tree is a left edge of the new one: the checker has it.
        let mut old_root_is_known = true;
        let mut proof = Vec::new();
        while old < to {
            let middle = from + split(to - from);
            if old <= middle {
                proof.push(self.range(middle, to)?);
                to = middle;
            } else {
                proof.push(self.range(from, middle)?);
                from = middle;
                old_root_is_known = false;
            }
        }
        if !old_root_is_known {
            proof.push(self.range(from, to)?);
        }
        proof.reverse();
        Some(proof)
    }

    /// Goes back to the first `size` leaves; a larger size changes nothing.
    pub fn truncate(&mut self, size: u64) {
        let mut complete = usize::try_from(size).unwrap_or(usize::MAX);
        for row in &mut self.levels {
            row.truncate(complete);
            complete /= 2;
        }
        self.levels.retain(|row| !row.is_empty());
    }

    /// The root over leaves `from..to`, not empty, where `from` is a multiple of the largest power of two in the range:
    /// true of every range RFC 6962 asks for.
    fn range(&self, from: u64, to: u64) -> Option<Hash> {
        let mut runs = Vec::new();
        let mut at = from;
        while at < to {
            let level = (to - at).ilog2();
            runs.push(self.node(u8::try_from(level).ok()?, at >> level)?);
            at += 1 << level;
        }
        runs.into_iter().rev().reduce(|right, left| node_hash(&left, &right))
    }
}

impl Extend<Hash> for Hashes {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

impl FromIterator<Hash> for Hashes {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut tree = Self::new();
        tree.extend(leaves);
        tree
    }
}

/// The root over leaf hashes that nobody needs to keep.
///
/// *Shape*: the empty root if there are none; memory grows with the logarithm of their number.
#[must_use]
pub fn merkle_root(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    let mut edge = Edge::default();
    edge.extend(leaves);
    edge.root()
}

/// The largest power of two below `width`, which is at least 2.
fn split(width: u64) -> u64 {
    1 << (width - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;
    use proptest::prelude::*;

    fn leaves(count: u64) -> impl Iterator<Item = Hash> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes()))
    }

    /// The definition of the root, word for word: slow, recursive, and nothing like the code above.
    fn defined_root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty_root(),
            [only] => *only,
            _ => {
                let mut k = 1;
                while k * 2 < leaves.len() {
                    k *= 2;
                }
                node_hash(&defined_root(&leaves[..k]), &defined_root(&leaves[k..]))
            }
        }
    }

    #[test]
    fn every_root_is_the_one_defined() {
        let all: Vec<Hash> = leaves(130).collect();
        let tree: Hashes = all.iter().copied().collect();
        for size in 0..=130 {
            let defined = defined_root(&all[..size]);
            assert_eq!(tree.root_at(size as u64), Some(defined), "size {size}");
            assert_eq!(merkle_root(all[..size].iter().copied()), defined, "size {size}");
        }
        assert_eq!(tree.root_at(131), None);
    }

    #[test]
    fn what_the_tree_does_not_have_is_not_proved() {
        let tree: Hashes = leaves(10).collect();
        assert_eq!(tree.inclusion_proof(10, 10), None);
        assert_eq!(tree.inclusion_proof(0, 11), None);
        assert_eq!(tree.inclusion_proof(0, 0), None);
        assert_eq!(tree.consistency_proof(4, 11), None);
        assert_eq!(tree.consistency_proof(5, 4), None);
        assert_eq!(tree.node(4, 0), None);
        assert_eq!(tree.node(1, 5), None);
        assert_eq!(tree.node(255, u64::MAX), None);
    }

    proptest! {
        #[test]
        fn a_truncated_tree_is_the_tree_of_fewer_leaves(full in 0u64..300, kept in 0u64..300) {
            let mut tree: Hashes = leaves(full).collect();
            tree.truncate(kept);
            let kept = kept.min(full);
            prop_assert_eq!(&tree, &leaves(kept).collect::<Hashes>());
            tree.push(leaf_hash(b"another"));
            prop_assert_eq!(tree.root(), merkle_root(leaves(kept).chain([leaf_hash(b"another")])));
        }
    }
}
