//! The act: one leaf of the record. The inner part is what somebody asked and signed; the outer part is what the one
//! writer added when it took its place. What a command means is the hall's business, not this room's: here it is JSON.

use crate::canonical::{self, CanonicalError};
use crate::commit::digest_text;
use crate::hash::Hash;
use crate::key::{KeyError, PublicKey, SecretKey};
use crate::passkey::{self, Assertion, AssertionError, Origins};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The largest leaf, in bytes; what is longer is kept by digest.
pub const LARGEST_LEAF: usize = 65_535;

/// An accepted act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// What was asked, and by whom.
    pub inner: Inner,
    /// The signature over the inner part, when a key asked: 128 hexadecimal digits of a key file's key, or a passkey's
    /// [`Assertion`] as text.
    pub signature: Option<String>,
    /// The act's place in the record.
    pub outer: Outer,
}

/// A command as its actor signed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inner {
    /// The union's origin: an act signed for one union is worth nothing in another.
    pub origin: String,
    /// The command, as the hall reads it.
    pub command: serde_json::Value,
    /// The rules the actor relied on.
    pub basis: Basis,
    /// Who asked.
    pub actor: Actor,
    /// 32 hexadecimal digits, never repeated.
    pub nonce: String,
    /// The record as the actor saw it; a key's act always says.
    pub seen: Option<Seen>,
}

/// The rules an act rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Digest of the constitution.
    pub constitution: String,
    /// The article.
    pub article: String,
}

/// A tree head the actor had seen when signing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Leaves in it.
    pub size: u64,
    /// Its root, 64 hexadecimal digits.
    pub root: String,
}

/// Who asked for an act.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Actor {
    /// The holder of a registered key, in a role.
    Key {
        /// The key.
        key: PublicKey,
        /// The office, body or other role in which it acts.
        role: String,
    },
    /// A member without a key: the host says that a member asked. Readers see that this is the host's word.
    Host,
    /// Time itself: lawful only if the docket held exactly this duty.
    Clock,
}

/// The registers of the record. Each counts its acts without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names say it; the glossary has the words
pub enum Register {
    Rules,
    Roll,
    Office,
    Election,
    Petition,
    Meeting,
    Case,
    Promise,
    Statement,
    Drive,
    Action,
    Bargaining,
    Key,
    Draw,
    Protest,
    Retention,
    Heartbeat,
}

/// What the writer adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outer {
    /// Place in the record, from 0.
    pub index: u64,
    /// The register it belongs to.
    pub register: Register,
    /// Place in the register, from 0, without a gap.
    pub number: u64,
    /// Index of the register's act before this one.
    pub previous: Option<u64>,
    /// When it was recorded: seconds since 1970, UTC. Never decreases.
    pub recorded_at: i64,
    /// Version of the hall's rules that decided it.
    pub rules: u32,
    /// Digest of the effects the hall derived.
    pub effects: String,
}

/// Why bytes are not an act.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ActError {
    /// Not canonical JSON.
    #[error("{0}")]
    Canonical(#[from] CanonicalError),
    /// JSON of another shape.
    #[error("this leaf is not an act: {0}")]
    Shape(String),
    /// More bytes than a leaf can hold.
    #[error(
        "an act can hold {LARGEST_LEAF} bytes and this has {0}; keep the long part as a document and name its digest"
    )]
    TooLong(usize),
    /// A key's act without signature, or a signature where nobody signs.
    #[error("a key's act carries exactly one signature, and only a key's act does")]
    SignatureMissing,
    /// A passkey's signature for a key file's key, or the other way round.
    #[error("the signature is a {found}'s and the key is not; sign with what the key is held in")]
    SignatureKind {
        /// `passkey` or `key file`.
        found: &'static str,
    },
    /// A key file's signature is wrong.
    #[error("{0}")]
    Signature(#[from] KeyError),
    /// A passkey's signature is wrong.
    #[error("{0}")]
    Assertion(#[from] AssertionError),
}

impl Inner {
    /// The bytes that are signed: a label, then the SHA-256 of the canonical inner part.
    pub fn signed_bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        let digest = digest_text(&canonical::render_of(self)?);
        Ok(format!("rnf/act/v1\n{digest}\n").into_bytes())
    }

    /// What a passkey is asked to sign: the SHA-256 of [`Inner::signed_bytes`].
    pub fn challenge(&self) -> Result<Hash, CanonicalError> {
        Ok(Sha256::digest(self.signed_bytes()?).into())
    }

    /// Signs the inner part with a key file's key; the result is the hexadecimal signature.
    pub fn sign(&self, key: &SecretKey) -> Result<String, CanonicalError> {
        Ok(hex::encode(key.sign(&self.signed_bytes()?)))
    }

    /// Checks that the signature is there when a key acts, and only then, that it is of the key's kind, and that it
    /// verifies.
    pub fn check_signature(&self, signature: Option<&str>) -> Result<(), ActError> {
        let (key, text) = match (&self.actor, signature) {
            (Actor::Key { key, .. }, Some(text)) => (key, text),
            (Actor::Host | Actor::Clock, None) => return Ok(()),
            _ => return Err(ActError::SignatureMissing),
        };
        match (key.kind().is_passkey(), passkey::is_assertion(text)) {
            (true, true) => {
                let assertion = Assertion::parse(text)?;
                Ok(passkey::check_assertion(key, &self.challenge()?, &assertion, Origins::OfTheKey)?)
            }
            (false, false) => self.check_hexadecimal(key, text),
            (true, false) => Err(ActError::SignatureKind { found: "key file" }),
            (false, true) => Err(ActError::SignatureKind { found: "passkey" }),
        }
    }

    fn check_hexadecimal(&self, key: &PublicKey, text: &str) -> Result<(), ActError> {
        let mut bytes = [0; 64];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| KeyError::Signature)?;
        if hex::encode(bytes) != text {
            return Err(KeyError::Signature.into());
        }
        Ok(key.check(&self.signed_bytes()?, &bytes)?)
    }
}

impl Act {
    /// The leaf.
    ///
    /// *Errors*: longer than [`LARGEST_LEAF`], or a number that no act may hold.
    pub fn render(&self) -> Result<Vec<u8>, ActError> {
        let leaf = canonical::render_of(self)?;
        if leaf.len() > LARGEST_LEAF {
            return Err(ActError::TooLong(leaf.len()));
        }
        Ok(leaf)
    }

    /// Reads a leaf; refuses every spelling but the canonical one, and unknown members.
    pub fn parse(leaf: &[u8]) -> Result<Self, ActError> {
        if leaf.len() > LARGEST_LEAF {
            return Err(ActError::TooLong(leaf.len()));
        }
        let value = canonical::parse(leaf)?;
        let act: Self = serde_json::from_value(value).map_err(|e| ActError::Shape(e.to_string()))?;
        // A missing optional member reads as null; writing again shows the difference.
        if act.render()? != leaf {
            return Err(ActError::Shape("a member is missing or spelled otherwise".to_owned()));
        }
        Ok(act)
    }
}
