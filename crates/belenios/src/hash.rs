//! The hashes and short texts of the protocol: SHA-256 in hex and Base64, and H, the hash to an exponent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sha2::{Digest, Sha256};

use crate::group::Group;

/// A SHA-256 digest.
pub(crate) type Hash = [u8; 32];

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Base64 in the standard alphabet without padding, 43 characters for a digest.
pub(crate) fn base64(hash: &Hash) -> String {
    STANDARD_NO_PAD.encode(hash)
}

/// `H(prefix; elements)`: SHA-256 of the prefix and the texts joined by commas, as a big-endian number modulo q.
///
/// *Source*: section 4. The prefix comes in parts so that long ones need not be copied together.
pub(crate) fn hash_to_scalar<G: Group>(prefix: &[&str], elements: &[String]) -> G::Scalar {
    let mut hasher = Sha256::new();
    for part in prefix {
        hasher.update(part);
    }
    for (i, element) in elements.iter().enumerate() {
        if i > 0 {
            hasher.update(b",");
        }
        hasher.update(element);
    }
    let mut wide = [0; 64];
    wide[32..].copy_from_slice(&hasher.finalize());
    G::reduce(&wide)
}

/// The number in two digests' hex written one after the other, modulo q: 512 bits.
pub(crate) fn pair_to_scalar<G: Group>(first: &str, second: &str) -> G::Scalar {
    let mut wide = [0; 64];
    wide[..32].copy_from_slice(&sha256(first.as_bytes()));
    wide[32..].copy_from_slice(&sha256(second.as_bytes()));
    G::reduce(&wide)
}

/// The tracker of a ballot: Base64 of the SHA-256 of its exact bytes.
///
/// *Source*: section 3.3.
pub fn tracker_of(ballot: &[u8]) -> String {
    base64(&sha256(ballot))
}

/// Reads a digest from 64 lower-case hex digits.
pub(crate) fn parse_hex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    let lower = !text.bytes().any(|b| b.is_ascii_uppercase());
    (lower && hex::decode_to_slice(text, &mut hash).is_ok()).then_some(hash)
}
