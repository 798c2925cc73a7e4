//! The right edge of a tree: as much of it as adding leaves and knowing the root takes, a few dozen hashes at most. It
//! answers no earlier root and makes no proof; [`super::Hashes`] does.

use crate::hash::{Hash, empty_root, node_hash};
use serde::{Deserialize, Serialize};

/// The complete subtrees that a tree of some size consists of, largest first: one for each binary digit 1 of its size.
///
/// *Shape* as JSON: `{"size":5,"runs":["64 hexadecimal digits",..]}`, so that a long computation can be put down and taken up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Text", into = "Text")]
pub struct Edge {
    size: u64,
    runs: Vec<Hash>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    size: u64,
    runs: Vec<String>,
}

/// Why an edge could not be taken up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the edge of a tree of {size} leaves; begin again with the first leaf")]
pub struct NoEdge {
    /// The size it claims.
    pub size: u64,
}

impl Edge {
    /// Adds one leaf, by its hash.
    pub fn push(&mut self, leaf: Hash) {
        self.size += 1;
        let mut rising = leaf;
        for _ in 0..self.size.trailing_zeros() {
            rising = self.runs.pop().map_or(rising, |left| node_hash(&left, &rising));
        }
        self.runs.push(rising);
    }

    /// The number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        let joined = self.runs.iter().copied().rev().reduce(|right, left| node_hash(&left, &right));
        joined.unwrap_or_else(empty_root)
    }
}

impl Extend<Hash> for Edge {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

impl From<Edge> for Text {
    fn from(edge: Edge) -> Self {
        Self { size: edge.size, runs: edge.runs.iter().map(hex::encode).collect() }
    }
}

impl TryFrom<Text> for Edge {
    type Error = NoEdge;
    fn try_from(text: Text) -> Result<Self, NoEdge> {
        let no = NoEdge { size: text.size };
        let read = |digits: &String| {
            let mut hash = [0; 32];
            hex::decode_to_slice(digits, &mut hash).ok()?;
            Some(hash)
        };
        let runs: Option<Vec<Hash>> = text.runs.iter().map(read).collect();
        let runs = runs.filter(|runs| runs.len() as u64 == u64::from(text.size.count_ones())).ok_or(no)?;
        // The largest size there is could not grow.
        if text.size == u64::MAX { Err(no) } else { Ok(Self { size: text.size, runs }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;
    use crate::tree::Hashes;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_edge_put_down_and_taken_up_anywhere_has_the_root_of_the_whole_tree(size in 0u64..600, cut in 0u64..600) {
            let leaf = |i: u64| leaf_hash(&i.to_be_bytes());
            let cut = cut.min(size);
            let mut edge = Edge::default();
            edge.extend((0..cut).map(leaf));
            let text = serde_json::to_string(&edge).unwrap();
            let mut edge: Edge = serde_json::from_str(&text).unwrap();
            edge.extend((cut..size).map(leaf));
            let tree: Hashes = (0..size).map(leaf).collect();
            prop_assert_eq!((edge.size(), edge.root()), (size, tree.root()));
        }
    }

    #[test]
    fn what_is_no_edge_is_refused() {
        let run = "00".repeat(32);
        let read = |size: u64, runs: &[&str]| {
            let json = serde_json::json!({ "size": size, "runs": runs });
            serde_json::from_value::<Edge>(json).is_ok()
        };
        assert!(read(0, &[]) && read(4, &[&run]) && read(3, &[&run, &run]));
        for (size, runs) in
            [(0, vec![run.as_str()]), (3, vec![&run]), (1, vec![&run[1..]]), (u64::MAX, vec![&run; 64])]
        {
            assert!(!read(size, &runs), "{size}");
        }
    }
}
