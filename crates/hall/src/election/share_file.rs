//! What a key holder keeps secret for one election, and the two commands that come of it. The command line and the browser
//! write the same file, so a share made in one can be used in the other.
//!
//! It knows nothing of where the file lies, and cannot make another share: who loses the file stops the tally.

use super::command::{Command, ElectionId};
use super::decide::GROUP;
use rand_core::CryptoRng;
use rankfile_belenios::{KeyShare, TrusteeKey};
use rankfile_record::commit::digest_text;
use rankfile_record::key::PublicKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// A key holder's secrets for one election. They do not print and are wiped when dropped.
///
/// *Shape*: a JSON object `election`, `key`, `share`, `seed`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareFile {
    election: ElectionId,
    /// Whose it is: the key that presents it.
    key: PublicKey,
    /// The share of the election's key, as Belenios writes it.
    share: String,
    /// The seed for lots, 64 hexadecimal digits.
    seed: String,
}

impl Drop for ShareFile {
    fn drop(&mut self) {
        self.share.zeroize();
        self.seed.zeroize();
    }
}

/// Why a share file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareFileError {
    /// Text of another shape.
    #[error("this is not a key holder's file; use the one that was written when the share was made")]
    Malformed,
    /// The share of another election.
    #[error("this share was made for {made_for}, not for {asked}")]
    OtherElection {
        /// The election in the file.
        made_for: ElectionId,
        /// The election asked about.
        asked: ElectionId,
    },
    /// Another key holder's.
    #[error("this is the file of another key holder; each makes a share of their own")]
    OtherHolder,
}

impl ShareFile {
    /// Draws a share of an election's key and a seed for lots.
    pub fn make(election: &ElectionId, key: &PublicKey, rng: &mut dyn CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut_slice());
        Self {
            election: election.clone(),
            key: key.clone(),
            share: KeyShare::make(GROUP, rng).render().to_string(),
            seed: hex::encode(seed.as_slice()),
        }
    }

    /// The content of the file.
    pub fn render(&self) -> Zeroizing<String> {
        Zeroizing::new(serde_json::to_string_pretty(self).expect("plain texts always render"))
    }

    /// Reads the content of a file.
    ///
    /// *Errors*: [`ShareFileError::Malformed`], also when the share is none.
    pub fn parse(text: &str) -> Result<Self, ShareFileError> {
        let file: Self = serde_json::from_str(text).map_err(|_| ShareFileError::Malformed)?;
        file.share()?;
        let digits = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        let seed_is_one = file.seed.len() == 64 && file.seed.bytes().all(digits);
        seed_is_one.then_some(file).ok_or(ShareFileError::Malformed)
    }

    /// The election it was made for.
    pub fn election(&self) -> &ElectionId {
        &self.election
    }

    /// The key that presents it.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Refuses a file that was made for another election or by another key holder.
    pub fn check(&self, election: &ElectionId, key: &PublicKey) -> Result<(), ShareFileError> {
        if self.election != *election {
            let (made_for, asked) = (self.election.clone(), election.clone());
            return Err(ShareFileError::OtherElection { made_for, asked });
        }
        if self.key == *key { Ok(()) } else { Err(ShareFileError::OtherHolder) }
    }

    /// The share, to decrypt with.
    ///
    /// *Errors*: [`ShareFileError::Malformed`].
    pub fn share(&self) -> Result<KeyShare, ShareFileError> {
        KeyShare::parse(GROUP, &self.share).map_err(|_| ShareFileError::Malformed)
    }

    /// The public half with a fresh proof, under the name that stands in the election.
    ///
    /// *Errors*: [`ShareFileError::Malformed`].
    pub fn trustee(&self, holder: u8, rng: &mut dyn CryptoRng) -> Result<TrusteeKey, ShareFileError> {
        Ok(self.share()?.public(Some(&format!("Key holder {holder}")), rng))
    }

    /// What commits to the seed: SHA-256 of its digits.
    pub fn seed_commitment(&self) -> String {
        hex::encode(Sha256::digest(self.seed.as_bytes()))
    }

    /// The seed itself, once the tally is decrypted.
    pub fn reveal_seed(&self) -> &str {
        &self.seed
    }

    /// The command that presents the public half.
    pub fn present(&self, holder: u8, trustee: &TrusteeKey) -> Command {
        Command::PresentKey {
            election: self.election.clone(),
            holder,
            trustee: serde_json::to_string(trustee).expect("plain texts always render"),
            seed_commitment: self.seed_commitment(),
        }
    }

    /// The command that shares a decryption, which goes along as a document, and reveals the seed.
    pub fn decrypted(&self, holder: u8, payload: &str) -> Command {
        Command::ShareDecryption {
            election: self.election.clone(),
            holder,
            share: digest_text(payload.as_bytes()),
            seed: self.seed.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankfile_record::key::SecretKey;

    /// Chance that is none: a counter, enough to tell draws apart.
    struct Counter(u64);

    impl rand_core::TryRng for Counter {
        type Error = std::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            self.try_next_u64().map(|n| n as u32)
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            self.0 += 1;
            Ok(self.0)
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
            for byte in bytes {
                *byte = self.try_next_u64()? as u8;
            }
            Ok(())
        }
    }

    impl rand_core::TryCryptoRng for Counter {}

    fn election(name: &str) -> ElectionId {
        ElectionId(name.to_owned())
    }

    #[test]
    fn a_file_comes_back_as_it_was_written() {
        let key = SecretKey::make("key-holder", &[7; 32]).public();
        let file = ShareFile::make(&election("officers-1"), &key, &mut Counter(0));
        let back = ShareFile::parse(&file.render()).unwrap();
        assert_eq!(back.check(&election("officers-1"), &key), Ok(()));
        let (one, two) =
            (file.trustee(2, &mut Counter(5)).unwrap(), back.trustee(2, &mut Counter(9)).unwrap());
        assert_eq!((&one.public_key, one.name.as_deref()), (&two.public_key, Some("Key holder 2")));
        assert_ne!(one.pok, two.pok);
        assert_eq!(one.check(GROUP), Ok(()));
        assert_eq!(file.seed_commitment(), hex::encode(Sha256::digest(back.reveal_seed())));
    }

    #[test]
    fn the_file_of_another_is_refused() {
        let [own, other] = [7, 8].map(|seed| SecretKey::make("key-holder", &[seed; 32]).public());
        let file = ShareFile::make(&election("officers-1"), &own, &mut Counter(0));
        assert_eq!(file.check(&election("officers-1"), &other), Err(ShareFileError::OtherHolder));
        let (made_for, asked) = (election("officers-1"), election("officers-2"));
        let refused = file.check(&asked, &own);
        assert_eq!(refused, Err(ShareFileError::OtherElection { made_for, asked }));
    }

    #[test]
    fn what_is_no_share_file_is_refused() {
        let key = SecretKey::make("key-holder", &[7; 32]).public();
        let text = ShareFile::make(&election("officers-1"), &key, &mut Counter(0)).render();
        let seed = ShareFile::parse(&text).unwrap().reveal_seed().to_owned();
        let shorter = text.replace(&seed, &seed[1..]);
        let spoiled = text.replace("\"share\": \"\\\"", "\"share\": \"\\\"x");
        for bad in ["", "{}", &shorter, &spoiled, &text.replace("seed", "sead"), &format!("{}x", *text)] {
            assert!(bad != text.as_str() && ShareFile::parse(bad).is_err(), "{bad}");
        }
    }
}
