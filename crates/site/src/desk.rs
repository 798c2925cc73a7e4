//! The desk that this site serves: the program that makes ballots, keys and signatures in people's browsers, as one file, and
//! its digest, by which anybody can tell it from another.
//!
//! It is part of the binary (see `build.rs`). The pages that load it show the digest, and the record keeps it.

use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The module's bytes, as browsers get them.
pub const MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/desk.wasm"));

static DIGEST: LazyLock<String> = LazyLock::new(|| hex::encode(Sha256::digest(MODULE)));

/// SHA-256 of the module, 64 hexadecimal digits: what `sha256sum desk.wasm` prints.
pub fn digest() -> &'static str {
    &DIGEST
}
