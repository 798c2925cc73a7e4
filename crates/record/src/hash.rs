//! The three hashes of the log's Merkle tree, and how one hash is written in text. It is not a tree: `tree` arranges
//! these values, `tile` stores them.
//!
//! A leaf and an inner node are hashed under different first bytes, so no entry can be passed off as a node.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

/// A SHA-256 value in the tree.
///
/// *Shape*: 32 bytes.
pub type Hash = [u8; 32];

/// The hash of one entry.
///
/// *Source*: RFC 6962 section 2.1: `SHA-256(0x00 || entry)`.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new_with_prefix([0x00]).chain_update(entry).finalize().into()
}

/// The hash of a node over its two children.
///
/// *Source*: RFC 6962 section 2.1: `SHA-256(0x01 || left || right)`.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new_with_prefix([0x01]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of the tree without leaves.
///
/// *Source*: RFC 6962 section 2.1: the hash of the empty string.
#[must_use]
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// A hash as checkpoints and receipts write it.
///
/// *Shape*: standard base64 with padding, 44 characters.
#[must_use]
pub fn render_hash(hash: &Hash) -> String {
    STANDARD.encode(hash)
}

/// Reads what [`render_hash`] wrote, and nothing else: one hash has one spelling.
///
/// *Errors*: `None` for any other text, also for base64 with stray trailing bits.
#[must_use]
pub fn parse_hash(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex_of(hash: Hash) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_published_hashes_of_the_first_test_tree_are_met() {
        // Certificate Transparency's reference test data: the empty tree, the empty leaf, and their node.
        assert_eq!(hex_of(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(
            hex_of(leaf_hash(b"")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            hex_of(node_hash(&leaf_hash(b""), &leaf_hash(&[0x00]))),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        );
    }

    #[test]
    fn a_hash_has_one_spelling() {
        let hash = leaf_hash(b"an entry");
        let text = render_hash(&hash);
        assert_eq!(parse_hash(&text), Some(hash));
        assert_eq!(text.len(), 44);
        let same_bits_other_letter: Vec<String> = (b'A'..=b'z')
            .map(|last| format!("{}{}=", &text[..42], last as char))
            .filter(|other| parse_hash(other) == Some(hash))
            .collect();
        assert_eq!(same_bits_other_letter, [text.as_str()]);
        assert_eq!(parse_hash(text.trim_end_matches('=')), None);
        assert_eq!(parse_hash(&format!("{text}\n")), None);
        assert_eq!(parse_hash("AAAA"), None);
    }
}
