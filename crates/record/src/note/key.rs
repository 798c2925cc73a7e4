//! The keys of notes: the log's signing key, which never prints, and verifier keys as they travel on paper. Members' and
//! officers' keys are another matter (`crate::key`).
//!
//! *Source*: C2SP signed-note v1.0.0, "Signatures" and "Verifier keys"; tlog-cosignature v1.0.1.

use super::{NoteError, is_key_name, render_signature_line};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroize as _;

/// How a key signs; one byte in verifier keys and key ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureType {
    /// Ed25519 over the text: logs. Byte 0x01.
    Ed25519,
    /// Ed25519 over the text and the time a witness saw it: cosignature v1. Byte 0x04.
    CosignatureV1,
}

impl SignatureType {
    /// The byte of this kind.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::CosignatureV1 => 0x04,
        }
    }

    /// The kind of this byte.
    ///
    /// *Errors*: a kind that cannot be verified here.
    pub fn parse(byte: u8) -> Result<Self, NoteError> {
        [Self::Ed25519, Self::CosignatureV1]
            .into_iter()
            .find(|kind| kind.byte() == byte)
            .ok_or(NoteError::UnknownSignatureType { byte })
    }
}

/// The key a log signs its checkpoints with. It has no `Debug` and is wiped when dropped.
pub struct LogKey {
    verifier: Vkey,
    key: SigningKey,
}

impl LogKey {
    /// The key of a log of this name.
    ///
    /// *Shape*: the name is the log's origin; the seed is 32 bytes of true chance.
    ///
    /// *Errors*: the name is not a key name.
    pub fn from_seed(name: &str, mut seed: [u8; 32]) -> Result<Self, NoteError> {
        let key = SigningKey::from_bytes(&seed);
        seed.zeroize();
        let verifier = Vkey::new(name, SignatureType::Ed25519, key.verifying_key())?;
        Ok(Self { verifier, key })
    }

    /// The key's name: the log's origin.
    #[must_use]
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    /// What others verify its signatures with.
    #[must_use]
    pub fn verifier(&self) -> &Vkey {
        &self.verifier
    }

    /// The verifier key as text, to be printed on paper.
    #[must_use]
    pub fn vkey(&self) -> String {
        self.verifier.render()
    }

    /// The signature line under a text, its newline included.
    pub(super) fn sign_line(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        render_signature_line(self.name(), self.verifier.key_id(), &signature)
    }
}

/// A verifier key: a public key, its name and how it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vkey {
    name: String,
    key_id: [u8; 4],
    kind: SignatureType,
    key: VerifyingKey,
}

impl Vkey {
    /// The verifier key of a public key.
    ///
    /// *Errors*: the name is not a key name, or the key is one that verifies anything.
    pub fn new(name: &str, kind: SignatureType, key: VerifyingKey) -> Result<Self, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::BadKeyName);
        }
        if key.is_weak() {
            return Err(NoteError::BadVkey);
        }
        let digest = Sha256::new_with_prefix(name)
            .chain_update([b'\n', kind.byte()])
            .chain_update(key.as_bytes())
            .finalize();
        let key_id = *digest.first_chunk::<4>().expect("a digest has 32 bytes");
        Ok(Self { name: name.to_owned(), key_id, kind, key })
    }

    /// Reads `name+key id+base64(type byte || public key)`; no surrounding blanks.
    ///
    /// *Errors*: it is not such a text, its key id is another key's, or its kind is unknown.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let (name, rest) = text.split_once('+').ok_or(NoteError::BadVkey)?;
        let (_, encoded) = rest.split_once('+').ok_or(NoteError::BadVkey)?;
        let decoded = STANDARD.decode(encoded).map_err(|_| NoteError::BadVkey)?;
        let (kind, public) = decoded.split_first().ok_or(NoteError::BadVkey)?;
        let kind = SignatureType::parse(*kind)?;
        let public: &[u8; 32] = public.try_into().map_err(|_| NoteError::BadVkey)?;
        let key = VerifyingKey::from_bytes(public).map_err(|_| NoteError::BadVkey)?;
        let vkey = Self::new(name, kind, key)?;
        // The key id is in the text only to catch a slip of the pen: it must be the computed one.
        if vkey.render() == text { Ok(vkey) } else { Err(NoteError::BadVkey) }
    }

    /// The text [`Vkey::parse`] reads.
    #[must_use]
    pub fn render(&self) -> String {
        let public = [&[self.kind.byte()], self.key.as_bytes().as_slice()].concat();
        format!("{}+{}+{}", self.name, hex::encode(self.key_id), STANDARD.encode(public))
    }

    /// The key's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of the digest of name, kind and public key: a hint which key to try, not an identity.
    #[must_use]
    pub fn key_id(&self) -> [u8; 4] {
        self.key_id
    }

    /// How the key signs.
    #[must_use]
    pub fn kind(&self) -> SignatureType {
        self.kind
    }

    /// Whether these 64 bytes are this key's signature of exactly this message.
    pub(super) fn verifies(&self, message: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(message.as_bytes(), &signature).is_ok())
    }
}
