//! The keys people sign acts with, and the small text files they are kept in. The secret of a passkey is in no file and
//! never here. The log's own key is another thing and lives in `note`.

mod public;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use zeroize::Zeroizing;

pub(crate) use public::Point;
pub use public::{KeyKind, PublicKey};

const FIRST_LINE: &str = "rank-and-file key 1";

/// A secret key with the role it was made for. It does not print and wipes itself.
pub struct SecretKey {
    role: String,
    signing: SigningKey,
}

/// What a key file holds: always a role and a public key, and the secret one unless the file is for showing around.
pub struct KeyFile {
    /// The office, body or other role the key was made for.
    pub role: String,
    /// The public half.
    pub public: PublicKey,
    /// The secret half, when the file has it.
    pub secret: Option<SecretKey>,
}

/// Why a key, a key file or a signature was not accepted.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum KeyError {
    /// A line of a key file is missing or not understood.
    #[error("line {line} of the key file should read `{expected}`; make a new one with `rankfile key new`")]
    File {
        /// Counted from 1.
        line: usize,
        /// What was expected there.
        expected: &'static str,
    },
    /// Text that is no public key.
    #[error(
        "`{0}` is not a public key: expected `ed25519:` and 64 hexadecimal digits of a point of full order, or a passkey's \
         `passkey-es256:` and 66 or `passkey-ed25519:` and 64, then `@` and a host name; copy it again, whole"
    )]
    Public(String),
    /// A passkey for something that is no host name.
    #[error(
        "a passkey belongs to a plain host name in small letters, such as `union.example`; make it again there"
    )]
    RpId,
    /// A browser's key of a kind that is not supported.
    #[error(
        "this passkey's public key is neither ES256 nor Ed25519; make one with another device or browser"
    )]
    Spki,
    /// The two halves do not belong together.
    #[error("the secret and the public line of the key file do not belong together")]
    Halves,
    /// The signature does not verify.
    #[error("the signature does not belong to this key and these bytes")]
    Signature,
}

impl SecretKey {
    /// A key from 32 fresh random bytes.
    pub fn make(role: &str, seed: &[u8; 32]) -> Self {
        Self { role: role.to_owned(), signing: SigningKey::from_bytes(seed) }
    }

    /// The role the key was made for.
    pub fn role(&self) -> &str {
        &self.role
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::of_file(&self.signing.verifying_key())
    }

    /// Signs bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// The key file with the secret in it.
    pub fn render(&self) -> Zeroizing<String> {
        let secret = Zeroizing::new(BASE64.encode(self.signing.as_bytes()));
        Zeroizing::new(format!("{}secret: {}\n", self.render_public(), secret.as_str()))
    }

    /// The key file without the secret, for handing around.
    pub fn render_public(&self) -> String {
        KeyFile::render_public(&self.role, &self.public())
    }
}

impl KeyFile {
    /// A file without a secret, for handing around: of a key file's key or of a passkey.
    pub fn render_public(role: &str, public: &PublicKey) -> String {
        format!("{FIRST_LINE}\nrole: {role}\npublic: {public}\n")
    }

    /// Reads a key file, with or without its secret line.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut lines = text.lines();
        let mut field = |line: usize, expected: &'static str, prefix: &str| {
            let found = lines.next().map(str::trim_end).and_then(|text| text.strip_prefix(prefix));
            found.map(str::to_owned).ok_or(KeyError::File { line, expected })
        };
        field(1, "rank-and-file key 1", FIRST_LINE)?;
        let role = field(2, "role: NAME", "role: ")?;
        if role.is_empty() || !role.chars().all(|c| c.is_ascii_alphanumeric() || "-:".contains(c)) {
            return Err(KeyError::File { line: 2, expected: "role: NAME" });
        }
        let public = PublicKey::parse(&field(3, "public: KEY", "public: ")?)?;
        let secret = match field(4, "secret: ...", "secret: ") {
            Err(_) => None,
            Ok(text) => {
                let wrong = KeyError::File { line: 4, expected: "secret: 44 characters of Base64" };
                let bytes = Zeroizing::new(BASE64.decode(&text).map_err(|_| wrong.clone())?);
                let seed: Zeroizing<[u8; 32]> =
                    Zeroizing::new(bytes.as_slice().try_into().map_err(|_| wrong.clone())?);
                Some(SecretKey::make(&role, &seed))
            }
        };
        if secret.as_ref().is_some_and(|secret| secret.public() != public) {
            return Err(KeyError::Halves);
        }
        Ok(Self { role, public, secret })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_comes_back_as_it_was_written() {
        let key = SecretKey::make("secretary", &[7; 32]);
        let back = KeyFile::parse(&key.render()).unwrap();
        assert_eq!((back.role.as_str(), &back.public), ("secretary", &key.public()));
        assert!(back.secret.is_some());
        assert!(KeyFile::parse(&key.render_public()).unwrap().secret.is_none());
    }

    #[test]
    fn halves_of_two_keys_are_refused() {
        let (one, two) = (SecretKey::make("secretary", &[7; 32]), SecretKey::make("secretary", &[8; 32]));
        let mixed = one.render().replace(one.public().as_str(), two.public().as_str());
        assert_eq!(KeyFile::parse(&mixed).err(), Some(KeyError::Halves));
    }

    #[test]
    fn a_passkey_can_be_handed_around_in_a_file_but_has_no_secret_in_one() {
        let text =
            "passkey-es256:036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296@union.example";
        let passkey = PublicKey::parse(text).unwrap();
        let file = KeyFile::render_public("treasurer", &passkey);
        let back = KeyFile::parse(&file).unwrap();
        assert_eq!((back.role.as_str(), &back.public), ("treasurer", &passkey));
        assert!(back.secret.is_none());
        let key = SecretKey::make("treasurer", &[7; 32]);
        let mixed = key.render().replace(key.public().as_str(), text);
        assert_eq!(KeyFile::parse(&mixed).err(), Some(KeyError::Halves));
    }

    #[test]
    fn every_flipped_bit_of_a_signature_is_found() {
        let key = SecretKey::make("secretary", &[7; 32]);
        let signature = key.sign(b"act");
        key.public().check(b"act", &signature).unwrap();
        for bit in 0..512 {
            let mut bad = signature;
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(key.public().check(b"act", &bad).is_err(), "bit {bit}");
        }
    }
}
