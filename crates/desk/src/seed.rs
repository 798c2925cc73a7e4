//! Randomness as an argument: 32 bytes of chance per call, and a stream of its own for every use of them.
//!
//! A stream depends on what it is used for, so the same seed used twice by mistake does not give two secrets the same
//! randomness: that would give one of them away.
//!
//! *Shape* of a stream: ChaCha20 (20 rounds, 64-bit counter and nonce both zero) keyed with SHA-256 of the label, a newline, for
//! every bound part its length in decimal, a colon, its bytes and a newline, and then the 32 bytes of the seed.

use crate::Problem;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// 32 bytes of chance. It does not print and is wiped when dropped.
pub struct Seed(Zeroizing<[u8; 32]>);

impl Seed {
    /// A seed of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads 64 hexadecimal digits; space between them, as on paper, is ignored.
    ///
    /// *Errors*: [`Problem::Hex`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let digits: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|c| !c.is_ascii_whitespace()).collect());
        let mut bytes = Zeroizing::new([0; 32]);
        hex::decode_to_slice(digits.as_bytes(), bytes.as_mut_slice())
            .map_err(|_| Problem::Hex("the seed"))?;
        Ok(Self(bytes))
    }

    /// The stream for one use, bound to what it is used on.
    pub fn stream(&self, label: &str, bound: &[&[u8]]) -> ChaCha20Rng {
        ChaCha20Rng::from_seed(*self.bytes(label, bound))
    }

    /// 32 bytes for one use, bound to what they are used on.
    pub fn bytes(&self, label: &str, bound: &[&[u8]]) -> Zeroizing<[u8; 32]> {
        let mut hasher = Sha256::new();
        hasher.update(label);
        hasher.update(b"\n");
        for part in bound {
            hasher.update(format!("{}:", part.len()));
            hasher.update(part);
            hasher.update(b"\n");
        }
        hasher.update(self.0.as_slice());
        Zeroizing::new(hasher.finalize().into())
    }
}

impl<'de> serde::Deserialize<'de> for Seed {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        Seed::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(seed: &Seed, label: &str, bound: &[&[u8]]) -> u64 {
        seed.stream(label, bound).next_u64()
    }

    #[test]
    fn a_seed_on_paper_reads_like_one_on_a_screen() {
        let plain = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
        let paper = "0011 2233 4455 6677 8899 aabb ccdd eeff\n0011 2233 4455 6677 8899 aabb ccdd eeff\n";
        let read = |text: &str| first(&Seed::parse(text).unwrap(), "x", &[]);
        assert_eq!(read(plain), read(paper));
        assert_eq!(Seed::parse(&plain[1..]).err(), Some(Problem::Hex("the seed")));
    }

    #[test]
    fn a_stream_is_the_one_described() {
        // Worked out by hand from the description: the SHA-256 is the key of the ChaCha20 stream.
        let seed = Seed::new([7; 32]);
        let key: [u8; 32] =
            Sha256::new_with_prefix(b"label\n1:a\n2:bc\n").chain_update([7; 32]).finalize().into();
        assert_eq!(first(&seed, "label", &[b"a", b"bc"]), ChaCha20Rng::from_seed(key).next_u64());
    }

    proptest! {
        #[test]
        fn streams_for_different_uses_differ(
            one in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..4), 0..4),
            two in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..4), 0..4),
        ) {
            let seed = Seed::new([1; 32]);
            let parts = |of: &[Vec<u8>]| {
                let parts: Vec<&[u8]> = of.iter().map(Vec::as_slice).collect();
                first(&seed, "label", &parts)
            };
            prop_assert_eq!(one == two, parts(&one) == parts(&two));
        }
    }
}
