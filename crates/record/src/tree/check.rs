//! The checkers of inclusion and consistency proofs: what a member runs. They hold no tree and see only hashes from
//! elsewhere, and they follow RFC 9162's bit-shifting procedure rather than the makers' splitting, so that a mistake in
//! one is not a mistake in both.

use crate::hash::{Hash, empty_root, node_hash};

/// Why a proof was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The entry's index is not below the size.
    #[error(
        "the record has {size} entries, so there is none at index {index}; ask for a proof in a later checkpoint"
    )]
    OutsideTree {
        /// The index claimed.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The tree called old is the larger one.
    #[error(
        "the earlier checkpoint has {old_size} entries and the later one {new_size}; a record never shrinks"
    )]
    Shrunk {
        /// The size of the earlier tree.
        old_size: u64,
        /// The size of the later tree.
        new_size: u64,
    },
    /// The proof has more or fewer hashes than its place in the tree requires.
    #[error("the proof has {hashes} hashes, which does not fit its place in the tree; fetch it again")]
    WrongLength {
        /// How many hashes it has.
        hashes: usize,
    },
    /// The hashes lead to another root than the checkpoint's.
    #[error("the proof does not lead to the root of the checkpoint; keep both and show them to a witness")]
    OtherRoot,
    /// The hashes lead to another root than the earlier checkpoint's.
    #[error(
        "the proof does not lead to the root of the earlier checkpoint; keep all three and show them to a witness"
    )]
    OtherOldRoot,
}

/// Checks that `leaf` is the entry at `index` of the tree of `size` leaves with that `root`.
///
/// The size must come from the same checkpoint as the root: a proof alone fixes the path, not the number of leaves.
///
/// *Errors*: the proof is refused.
///
/// *Source*: RFC 9162 section 2.1.3.2.
pub fn check_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutsideTree { index, size });
    }
    let wrong_length = ProofError::WrongLength { hashes: proof.len() };
    let (mut fn_, mut sn) = (index, size - 1);
    let mut r = *leaf;
    for p in proof {
        if sn == 0 {
            return Err(wrong_length);
        }
        if fn_ & 1 == 1 || fn_ == sn {
            r = node_hash(p, &r);
            skip_levels_without_sibling(&mut fn_, &mut sn);
        } else {
            r = node_hash(&r, p);
        }
        fn_ >>= 1;
        sn >>= 1;
    }
    if sn != 0 {
        return Err(wrong_length);
    }
    if r == *root { Ok(()) } else { Err(ProofError::OtherRoot) }
}

/// Checks that the tree of `old_size` is the beginning of the tree of `new_size`.
///
/// *Errors*: the proof is refused.
///
/// *Source*: RFC 9162 section 2.1.4.2; for equal sizes and for an empty old tree, which it leaves out, C2SP tlog-witness:
/// the proof is empty, and equal sizes have equal roots.
pub fn check_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old_size > new_size {
        return Err(ProofError::Shrunk { old_size, new_size });
    }
    let wrong_length = ProofError::WrongLength { hashes: proof.len() };
    if old_size == 0 || old_size == new_size {
        return check_without_proof(old_size, old_root, new_size, new_root, proof.is_empty(), wrong_length);
    }
    // The maker leaves the old root out when the old tree is one complete subtree; put it back in front.
    let left_out = old_size.is_power_of_two().then_some(old_root);
    let mut path = left_out.into_iter().chain(proof);
    let (mut fn_, mut sn) = (old_size - 1, new_size - 1);
    while fn_ & 1 == 1 {
        fn_ >>= 1;
        sn >>= 1;
    }
    let first = path.next().ok_or(wrong_length)?;
    let (mut fr, mut sr) = (*first, *first);
    for c in path {
        if sn == 0 {
            return Err(wrong_length);
        }
        if fn_ & 1 == 1 || fn_ == sn {
            fr = node_hash(c, &fr);
            sr = node_hash(c, &sr);
            skip_levels_without_sibling(&mut fn_, &mut sn);
        } else {
            sr = node_hash(&sr, c);
        }
        fn_ >>= 1;
        sn >>= 1;
    }
    if sn != 0 {
        return Err(wrong_length);
    }
    if fr != *old_root {
        return Err(ProofError::OtherOldRoot);
    }
    if sr == *new_root { Ok(()) } else { Err(ProofError::OtherRoot) }
}

/// The cases in which there is nothing to prove: only roots to compare.
fn check_without_proof(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof_is_empty: bool,
    wrong_length: ProofError,
) -> Result<(), ProofError> {
    if !proof_is_empty {
        return Err(wrong_length);
    }
    if old_size == 0 && *old_root != empty_root() {
        return Err(ProofError::OtherOldRoot);
    }
    if old_size == new_size && old_root != new_root {
        return Err(ProofError::OtherRoot);
    }
    Ok(())
}

/// At the right edge a node may rise several levels before it meets a sibling.
fn skip_levels_without_sibling(fn_: &mut u64, sn: &mut u64) {
    while *fn_ & 1 == 0 && *fn_ != 0 {
        *fn_ >>= 1;
        *sn >>= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;
    use crate::tree::Hashes;
    use proptest::prelude::*;

    fn leaf(index: u64) -> Hash {
        leaf_hash(&index.to_be_bytes())
    }

    fn tree(size: u64) -> Hashes {
        (0..size).map(leaf).collect()
    }

    /// Which side the sibling is on at each step from the leaf up, by the recursive definition.
    fn sides(index: u64, size: u64) -> Vec<bool> {
        if size == 1 {
            return Vec::new();
        }
        let half = size.next_power_of_two() / 2;
        let on_the_left = index >= half;
        let mut below = if on_the_left { sides(index - half, size - half) } else { sides(index, half) };
        below.push(on_the_left);
        below
    }

    /// Every way to spoil a proof a little: a bit of each hash, a hash less, a hash more, two neighbours swapped.
    fn spoiled(proof: &[Hash], bit: usize) -> Vec<Vec<Hash>> {
        let mut all = Vec::new();
        for at in 0..proof.len() {
            let mut flipped = proof.to_vec();
            flipped[at][bit / 8] ^= 1 << (bit % 8);
            let mut shorter = proof.to_vec();
            shorter.remove(at);
            let mut doubled = proof.to_vec();
            doubled.insert(at, proof[at]);
            all.extend([flipped, shorter, doubled]);
            if at > 0 {
                let mut swapped = proof.to_vec();
                swapped.swap(at - 1, at);
                all.push(swapped);
            }
        }
        let mut longer = proof.to_vec();
        longer.push([0; 32]);
        all.push(longer);
        all
    }

    #[test]
    fn every_small_proof_is_accepted() {
        let tree = tree(70);
        for size in 1..=70 {
            let root = tree.root_at(size).unwrap();
            for index in 0..size {
                let proof = tree.inclusion_proof(index, size).unwrap();
                assert_eq!(check_inclusion(&leaf(index), index, size, &root, &proof), Ok(()));
            }
            for old in 0..=size {
                let proof = tree.consistency_proof(old, size).unwrap();
                let old_root = tree.root_at(old).unwrap();
                assert_eq!(check_consistency(old, &old_root, size, &root, &proof), Ok(()), "{old} {size}");
            }
        }
    }

    #[test]
    fn impossible_sizes_are_refused_before_any_hashing() {
        let root = empty_root();
        assert_eq!(
            check_inclusion(&root, 0, 0, &root, &[]),
            Err(ProofError::OutsideTree { index: 0, size: 0 })
        );
        assert_eq!(
            check_consistency(2, &root, 1, &root, &[]),
            Err(ProofError::Shrunk { old_size: 2, new_size: 1 })
        );
        assert_eq!(check_consistency(3, &root, 4, &root, &[]), Err(ProofError::WrongLength { hashes: 0 }));
        assert_eq!(check_consistency(0, &leaf(0), 1, &leaf(0), &[]), Err(ProofError::OtherOldRoot));
        assert_eq!(check_consistency(1, &leaf(0), 1, &leaf(1), &[]), Err(ProofError::OtherRoot));
        assert_eq!(
            check_consistency(1, &leaf(0), 1, &leaf(0), &[leaf(1)]),
            Err(ProofError::WrongLength { hashes: 1 })
        );
        // The widest numbers neither overflow nor loop.
        let long = [root; 64];
        assert!(check_inclusion(&root, u64::MAX - 1, u64::MAX, &root, &long).is_err());
        assert!(check_consistency(u64::MAX - 1, &root, u64::MAX, &root, &long).is_err());
        assert!(check_consistency(1 << 63, &root, u64::MAX, &root, &long).is_err());
    }

    /// Roots made to measure, as a log that signs anything could: the sizes still fix how long a proof is.
    #[test]
    fn a_proof_that_goes_on_past_the_root_is_refused() {
        let (a, b, c, d, beyond) = (leaf(0), leaf(1), leaf(2), leaf(3), leaf(4));
        let above = |root: &Hash| node_hash(&beyond, root);
        assert_eq!(
            check_inclusion(&a, 0, 1, &above(&a), &[beyond]),
            Err(ProofError::WrongLength { hashes: 1 })
        );
        let old = node_hash(&node_hash(&a, &b), &c);
        let new = node_hash(&node_hash(&a, &b), &node_hash(&c, &d));
        let proof = [c, d, node_hash(&a, &b)];
        assert_eq!(check_consistency(3, &old, 4, &new, &proof), Ok(()));
        let longer = [c, d, node_hash(&a, &b), beyond];
        assert_eq!(
            check_consistency(3, &above(&old), 4, &above(&new), &longer),
            Err(ProofError::WrongLength { hashes: 4 })
        );
    }

    proptest! {
        #[test]
        fn a_spoiled_inclusion_proof_is_refused(
            (size, index) in (1u64..2000).prop_flat_map(|size| (Just(size), 0..size)),
            bit in 0usize..256,
            other_index in any::<prop::sample::Index>(),
            other_size in 1u64..2000,
        ) {
            let tree = tree(size.max(other_size));
            let root = tree.root_at(size).unwrap();
            let proof = tree.inclusion_proof(index, size).unwrap();
            prop_assert_eq!(check_inclusion(&leaf(index), index, size, &root, &proof), Ok(()));
            for bad in spoiled(&proof, bit) {
                prop_assert!(check_inclusion(&leaf(index), index, size, &root, &bad).is_err());
            }
            let mut other = leaf(index);
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(check_inclusion(&other, index, size, &root, &proof), Err(ProofError::OtherRoot));
            let mut other = root;
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(check_inclusion(&leaf(index), index, size, &other, &proof), Err(ProofError::OtherRoot));
            let other = other_index.index(size as usize) as u64;
            if other != index {
                prop_assert!(check_inclusion(&leaf(index), other, size, &root, &proof).is_err());
            }
            if other_size != size {
                // With its own root another size never passes; with the old root it passes only where the path to the
                // leaf is the same, which is why a size is believed only together with its root.
                let other_root = tree.root_at(other_size).unwrap();
                prop_assert!(check_inclusion(&leaf(index), index, other_size, &other_root, &proof).is_err());
                let accepted = check_inclusion(&leaf(index), index, other_size, &root, &proof).is_ok();
                let same_path = index < other_size && sides(index, other_size) == sides(index, size);
                prop_assert_eq!(accepted, same_path);
            }
        }

        #[test]
        fn a_spoiled_consistency_proof_is_refused(
            (new, old) in (2u64..2000).prop_flat_map(|new| (Just(new), 1..new)),
            bit in 0usize..256,
            other in 0u64..2000,
        ) {
            let tree = tree(new.max(other));
            let (old_root, new_root) = (tree.root_at(old).unwrap(), tree.root_at(new).unwrap());
            let proof = tree.consistency_proof(old, new).unwrap();
            prop_assert_eq!(check_consistency(old, &old_root, new, &new_root, &proof), Ok(()));
            for bad in spoiled(&proof, bit) {
                prop_assert!(check_consistency(old, &old_root, new, &new_root, &bad).is_err());
            }
            for (left, right) in [(&new_root, &new_root), (&old_root, &old_root), (&new_root, &old_root)] {
                prop_assert!(check_consistency(old, left, new, right, &proof).is_err());
            }
            let mut flipped = old_root;
            flipped[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(check_consistency(old, &flipped, new, &new_root, &proof).is_err());
            let mut flipped = new_root;
            flipped[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(check_consistency(old, &old_root, new, &flipped, &proof).is_err());
            let other_root = tree.root_at(other).unwrap();
            if other != old {
                prop_assert!(check_consistency(other, &other_root, new, &new_root, &proof).is_err());
            }
            if other != new {
                prop_assert!(check_consistency(old, &old_root, other, &other_root, &proof).is_err());
            }
        }

        #[test]
        fn a_rewritten_history_is_never_consistent(
            (new, old, at) in (2u64..600).prop_flat_map(|new| (Just(new), 1..new))
                .prop_flat_map(|(new, old)| (Just(new), Just(old), 0..old)),
        ) {
            let honest = tree(new);
            let forked: Hashes = (0..new).map(|i| if i == at { leaf(u64::MAX) } else { leaf(i) }).collect();
            let proof = forked.consistency_proof(old, new).unwrap();
            // An old tree that is one complete subtree starts the path itself; then only the new root differs.
            let expected = if old.is_power_of_two() { ProofError::OtherRoot } else { ProofError::OtherOldRoot };
            let refused = check_consistency(old, &honest.root_at(old).unwrap(), new, &forked.root(), &proof);
            prop_assert_eq!(refused, Err(expected));
        }
    }
}
