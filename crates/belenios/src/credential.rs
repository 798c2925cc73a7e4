//! Credentials: the secret a voter types, and the public key it stands for in one election.
//!
//! There is no checksum; a mistyped credential simply is not in the list. Reading the older PBKDF2 forms is not supported: their
//! public keys are of the same kind, so old archives check alike.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::group::belenios2048::Belenios2048;
use crate::group::ed25519::Ed25519;
use crate::group::{Group, GroupName, made_text};
use crate::hash::pair_to_scalar;

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The lengths of the dash-separated parts.
const PARTS: [usize; 4] = [5, 6, 5, 6];

/// A voter's secret: 22 Base58 characters shown as `XXXXX-XXXXXX-XXXXX-XXXXXX`. It does not print, and is wiped when dropped.
///
/// *Source*: section 4.2.
pub struct Credential(Zeroizing<String>);

/// Why a text is no credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// Not four parts of 5, 6, 5 and 6 characters.
    #[error("a credential has the shape XXXXX-XXXXXX-XXXXX-XXXXXX; copy it whole, with its dashes")]
    Shape,
    /// Three parts of five: the shape of a website password.
    #[error("this looks like a password, not a credential; a credential has four parts")]
    MaybePassword,
    /// A character outside the Base58 alphabet.
    #[error("a credential never contains 0, O, I, l or signs; look at those characters again")]
    Alphabet,
}

impl Credential {
    /// Draws a credential, uniform over 58^22.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(25));
        for (i, length) in PARTS.into_iter().enumerate() {
            if i > 0 {
                text.push('-');
            }
            for _ in 0..length {
                text.push(char::from(draw_digit(rng)));
            }
        }
        Credential(text)
    }

    /// Reads a credential; space around it is ignored.
    ///
    /// *Errors*: [`CredentialError`] says what about the text is wrong, never what it was.
    pub fn parse(text: &str) -> Result<Self, CredentialError> {
        let text = text.trim();
        let lengths: Vec<usize> = text.split('-').map(|part| part.chars().count()).collect();
        if lengths == [5, 5, 5] {
            return Err(CredentialError::MaybePassword);
        }
        if lengths != PARTS {
            return Err(CredentialError::Shape);
        }
        if !text.bytes().all(|b| b == b'-' || BASE58.contains(&b)) {
            return Err(CredentialError::Alphabet);
        }
        Ok(Credential(Zeroizing::new(text.to_owned())))
    }

    /// The secret itself, to be shown to its voter and to nobody else.
    pub fn reveal(&self) -> String {
        self.0.as_str().to_owned()
    }

    /// The public credential in the election `uuid`.
    pub fn public(&self, group: GroupName, uuid: &str) -> String {
        match group {
            GroupName::Ed25519 => self.public_in::<Ed25519>(uuid),
            GroupName::Belenios2048 => self.public_in::<Belenios2048>(uuid),
        }
    }

    fn public_in<G: Group>(&self, uuid: &str) -> String {
        made_text::<G>(&G::make(G::making_generator(), &*self.secret::<G>(uuid)))
    }

    /// The secret exponent in the election `uuid`.
    pub(crate) fn secret<G: Group>(&self, uuid: &str) -> Zeroizing<G::Scalar> {
        let text = |i: u8| Zeroizing::new(format!("derive_credential|{uuid}|{i}|{}", self.0.as_str()));
        Zeroizing::new(pair_to_scalar::<G>(&text(0), &text(1)))
    }
}

/// One uniform Base58 character, by rejection.
fn draw_digit(rng: &mut dyn CryptoRng) -> u8 {
    loop {
        // 232 = 4 * 58: below it the remainder is uniform.
        let byte = (rng.next_u32() & 0xff) as usize;
        if byte < 232 {
            return BASE58[byte % 58];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha12Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn a_credential_made_can_be_read_again_and_none_is_like_another() {
        let rng = &mut ChaCha12Rng::seed_from_u64(1);
        let mut seen = std::collections::HashSet::new();
        for _ in 0..100 {
            let text = Credential::make(rng).reveal();
            assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), PARTS);
            assert_eq!(Credential::parse(&format!(" {text}\n")).map(|read| read.reveal()), Ok(text.clone()));
            assert!(seen.insert(text));
        }
        // Every character is drawn sooner or later: 2200 of 58.
        let all: std::collections::HashSet<char> = seen.iter().flat_map(|text| text.chars()).collect();
        assert_eq!(all.len(), 58 + 1);
    }

    #[test]
    fn what_is_no_credential_is_refused_for_its_reason() {
        let refusal = |text| Credential::parse(text).err();
        assert_eq!(refusal("biQfB-Qx9u5-noy2G"), Some(CredentialError::MaybePassword));
        assert_eq!(refusal("biQfB-Qx9u55-noy2G-h8cQF"), Some(CredentialError::Shape));
        assert_eq!(refusal("biQfBQx9u55noy2Gh8cQFU"), Some(CredentialError::Shape));
        assert_eq!(refusal(""), Some(CredentialError::Shape));
        assert_eq!(refusal("biQfB-Qx9u55-noy2G-h8cQF0"), Some(CredentialError::Alphabet));
        assert_eq!(refusal("biQfB-Qx9u55-noy2G-h8cQFé"), Some(CredentialError::Alphabet));
    }
}
