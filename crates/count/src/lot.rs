//! Lots that anyone can draw again: a deterministic order of names from a seed. Not a source of chance: where the seed
//! comes from, and that nobody knew it before the ballots were in, is the caller's business.
//!
//! # The draw, `rnf/lot/v1`
//!
//! Each tied candidate gets a digest; the smallest digest, read as bytes, is drawn first:
//!
//! ```text
//! digest(name) = SHA-256( "rnf/lot/v1\n" || seed[32] || len(context) || context || name )
//! ```
//!
//! `len` is the byte length as 8 bytes, most significant first; `context` and `name` are UTF-8, exactly as printed. The
//! context names the one contest the lot is for (the election's id and the question), so that one seed serves many
//! contests. Only the name enters, so neither the order of the list nor who else is tied can move anybody.
//!
//! The same in Python, for who wants to redo it:
//!
//! ```python
//! from hashlib import sha256
//!
//! def draw(seed_hex, context, names):
//!     seed, context = bytes.fromhex(seed_hex), context.encode()
//!     head = b"rnf/lot/v1\n" + seed + len(context).to_bytes(8, "big") + context
//!     return sorted(names, key=lambda name: sha256(head + name.encode()).digest())
//!
//! print(draw("00" * 32, "example", ["Ana", "Bo", "Cy"]))
//! ```
//!
//! `vectors/lot.json` was written by that program (`vectors/lot.py`), and the tests hold this file to it.

use sha2::{Digest, Sha256};

/// What happens when candidates tie for the last seats. There is no rule "list order".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TieRule {
    /// The tie stays open, for a run-off or a later lot.
    None,
    /// It falls by the lot described in [`self`].
    Lot {
        /// Fixed beforehand by commitment, or a public beacon after the close.
        seed: [u8; 32],
        /// Names this contest and no other.
        context: String,
    },
}

/// A drawn place: whose it is, and the digest that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Position in the names given to [`draw`].
    pub position: usize,
    /// Smallest first.
    pub digest: [u8; 32],
}

/// Draws an order of names.
///
/// *Shape*: a permutation of the positions of `names`; names must differ, as [`crate::Contest::check`] ensures.
pub fn draw(seed: &[u8; 32], context: &str, names: &[&str]) -> Vec<Drawn> {
    let place = |(position, name): (usize, &&str)| Drawn { position, digest: digest(seed, context, name) };
    let mut drawn: Vec<Drawn> = names.iter().enumerate().map(place).collect();
    drawn.sort_by_key(|place| place.digest);
    drawn
}

fn digest(seed: &[u8; 32], context: &str, name: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"rnf/lot/v1\n");
    hash.update(seed);
    hash.update((context.len() as u64).to_be_bytes());
    hash.update(context);
    hash.update(name);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_draws_a_python_program_made_are_drawn_again() {
        let vectors: Value = serde_json::from_str(include_str!("../vectors/lot.json")).unwrap();
        let vectors = vectors.as_array().unwrap();
        assert!(vectors.len() >= 4);
        for vector in vectors {
            let seed: [u8; 32] = hex::decode(vector["seed"].as_str().unwrap()).unwrap().try_into().unwrap();
            let names: Vec<&str> =
                vector["names"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
            let drawn = draw(&seed, vector["context"].as_str().unwrap(), &names);
            for (place, expected) in drawn.iter().zip(vector["drawn"].as_array().unwrap()) {
                assert_eq!(names[place.position], expected["name"]);
                assert_eq!(hex::encode(place.digest), expected["digest"].as_str().unwrap());
            }
        }
    }

    #[test]
    fn context_and_name_cannot_run_into_each_other() {
        assert_ne!(digest(&[0; 32], "ab", "c"), digest(&[0; 32], "a", "bc"));
    }

    #[test]
    fn over_many_seeds_each_name_comes_first_equally_often() {
        let mut firsts = [0u32; 3];
        for number in 0..3000u32 {
            let mut seed = [0; 32];
            seed[..4].copy_from_slice(&number.to_be_bytes());
            firsts[draw(&seed, "office", &["Ana", "Bo", "Cy"])[0].position] += 1;
        }
        // Expected 1000 each, standard deviation about 26; the seeds are fixed, so this never flickers.
        assert!(firsts.iter().all(|count| (900..1100).contains(count)), "{firsts:?}");
    }
}
