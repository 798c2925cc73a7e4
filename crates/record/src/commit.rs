//! Commitments: how a leaf speaks of private things without saying them. A leaf holds the commitment; the opening
//! (label, salt, value) lives in an erasable store. Without the salt nobody can test a guess, not even of yes or no.

use crate::hash::Hash;
use sha2::{Digest, Sha256};

/// Commits to a value under a label.
///
/// *Shape*: SHA-256 of `rnf/commit/v1\n`, the label, `\n`, the 32 bytes of salt, the value. *Source*: the record's
/// reference, "erasure commitments".
pub fn commit(label: &str, salt: &[u8; 32], value: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(b"rnf/commit/v1\n");
    hasher.update(label.as_bytes());
    hasher.update(b"\n");
    hasher.update(salt);
    hasher.update(value);
    hasher.finalize().into()
}

/// SHA-256 of a document kept beside the log, written `sha256:` and 64 hexadecimal digits.
pub fn digest_text(bytes: &[u8]) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(bytes)))
}

/// Reads a digest written by [`digest_text`]; `None` when it is not one.
pub fn parse_digest(text: &str) -> Option<Hash> {
    let digits = text.strip_prefix("sha256:")?;
    let mut hash = [0; 32];
    hex::decode_to_slice(digits, &mut hash).ok()?;
    (digits == hex::encode(hash)).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_binds_label_salt_and_value() {
        let base = commit("name", &[1; 32], b"x");
        assert_ne!(base, commit("mail", &[1; 32], b"x"));
        assert_ne!(base, commit("name", &[2; 32], b"x"));
        assert_ne!(base, commit("name", &[1; 32], b"y"));
    }

    #[test]
    fn a_digest_has_one_spelling() {
        let text = digest_text(b"abc");
        assert!(parse_digest(&text).is_some());
        assert!(parse_digest(&text.to_uppercase().replace("SHA256", "sha256")).is_none());
        assert!(parse_digest(&text[7..]).is_none());
    }
}
