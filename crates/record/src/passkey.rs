//! Passkeys: what a browser's authenticator signs, read and checked without any outside service. A signed act keeps all
//! three parts of the assertion, so that every auditor checks them again; a sign-in is checked by the same function. Here is
//! no registration: a key comes into force by an act, and who the authenticator's maker is does not matter.
//!
//! *Source*: Web Authentication Level 2, sections 5.8.1, 6.1 and 7.2; of Level 3 the member `topOrigin`.

mod client_data;

use crate::key::{Point, PublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use client_data::ClientData;
use p256::ecdsa::signature::Verifier as _;
use sha2::{Digest, Sha256};

/// The most authenticator data an assertion may hold, in bytes: the 37 there always are, and room for extensions.
pub const LARGEST_AUTHENTICATOR_DATA: usize = 1_024;
/// The most client data, in bytes.
pub const LARGEST_CLIENT_DATA: usize = 4_096;
/// The longest signature of any kind, in bytes: two numbers of 33 bytes in DER.
pub const LARGEST_SIGNATURE: usize = 72;

/// What a passkey's signature begins with in an act.
const PREFIX: &str = "passkey:";
/// The hash of the host name, the flags, the counter.
const AUTHENTICATOR_DATA_HEAD: usize = 32 + 1 + 4;
const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const ATTESTED: u8 = 1 << 6;
const EXTENSIONS: u8 = 1 << 7;

/// What the browser hands back when a passkey has signed, byte for byte.
///
/// *Shape*: as text `passkey:`, then the three parts in unpadded base64url with dots between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// The hash of the host name, flags and a counter, from the authenticator.
    pub authenticator_data: Vec<u8>,
    /// JSON that the browser wrote: what it was asked to have signed, and by which page.
    pub client_data: Vec<u8>,
    /// The signature: DER for ES256, 64 bytes for Ed25519.
    pub signature: Vec<u8>,
}

/// Which pages may have asked for a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origins<'a> {
    /// Any page of the host the passkey was made for: over https, or over http on `localhost`. An act is judged by this.
    OfTheKey,
    /// Of those only pages of this origin, port and all, as the browser spells it. A site asks this of a sign-in.
    Only(&'a str),
}

/// Why an assertion was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssertionError {
    /// Text of another shape.
    #[error("this is no passkey's signature: expected `passkey:` and three parts in base64url; sign again")]
    Text,
    /// A part is too long.
    #[error(
        "the {part} of the passkey's signature has {bytes} bytes and may have {most}; sign without extensions"
    )]
    TooLong {
        /// Which part.
        part: &'static str,
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// The key is a key file's.
    #[error("this key is held in a key file and no passkey can sign for it; sign with the file")]
    NotAPasskey,
    /// The browser's JSON cannot be read.
    #[error(
        "what the browser wrote about the signature cannot be read ({0}); sign again with another browser"
    )]
    ClientData(String),
    /// A ceremony of another kind.
    #[error("the passkey was asked for `{0}` and not for a signature; sign again")]
    Type(String),
    /// Something else was signed.
    #[error("the passkey signed something else than this; sign what is shown now")]
    Challenge,
    /// A page of another host, or one that anybody on the way can change.
    #[error(
        "the passkey was used on `{found}` and belongs to `{rp_id}`; sign on the union's own pages, over https"
    )]
    Origin {
        /// The page's origin.
        found: String,
        /// The host name the passkey was made for.
        rp_id: String,
    },
    /// A page of the right host that is not the one that asked.
    #[error("the passkey was used on `{found}` and asked for by `{expected}`; go there and sign in again")]
    OtherSite {
        /// The page's origin.
        found: String,
        /// The origin that asked.
        expected: String,
    },
    /// The page was inside another site's page.
    #[error(
        "the passkey was used inside a page of another site; open the union's page by itself and sign there"
    )]
    Framed,
    /// The authenticator's bytes are not an assertion's.
    #[error(
        "the authenticator's data ({0} bytes) is not that of a signature; sign again with another device"
    )]
    AuthenticatorData(usize),
    /// The authenticator signed for another host name.
    #[error("the authenticator signed for another host than `{0}`; sign on the union's own pages")]
    RpId(String),
    /// Nobody touched the authenticator.
    #[error("the passkey signed without anybody being there; confirm on the device when it asks")]
    NotPresent,
    /// The authenticator did not ask who is there.
    #[error("the passkey signed without a PIN, fingerprint or face; sign again with one that asks for it")]
    NotVerified,
    /// The signature is not even of the key's kind.
    #[error("the signature is not of the kind this passkey makes; sign again with the right passkey")]
    SignatureForm,
    /// The signature does not verify.
    #[error(
        "the signature does not belong to this passkey and these bytes; sign again with the right passkey"
    )]
    Signature,
}

impl Assertion {
    /// Reads the text form; it has one spelling.
    pub fn parse(text: &str) -> Result<Self, AssertionError> {
        // The parts' own bounds are tighter; this one is for text that is no assertion at all.
        if text.len() > 2 * (LARGEST_AUTHENTICATOR_DATA + LARGEST_CLIENT_DATA + LARGEST_SIGNATURE) {
            let (bytes, most) = (text.len() / 4 * 3, LARGEST_CLIENT_DATA);
            return Err(AssertionError::TooLong { part: "whole", bytes, most });
        }
        let mut parts = text.strip_prefix(PREFIX).ok_or(AssertionError::Text)?.split('.');
        let mut part = || BASE64URL.decode(parts.next()?).ok().filter(|bytes| !bytes.is_empty());
        let (Some(authenticator_data), Some(client_data), Some(signature)) = (part(), part(), part()) else {
            return Err(AssertionError::Text);
        };
        if parts.next().is_some() {
            return Err(AssertionError::Text);
        }
        let assertion = Self { authenticator_data, client_data, signature };
        assertion.check_sizes()?;
        Ok(assertion)
    }

    /// The text form.
    pub fn render(&self) -> String {
        let [data, client, signature] =
            [&self.authenticator_data, &self.client_data, &self.signature].map(|part| BASE64URL.encode(part));
        format!("{PREFIX}{data}.{client}.{signature}")
    }

    fn check_sizes(&self) -> Result<(), AssertionError> {
        let parts = [
            ("authenticator data", &self.authenticator_data, LARGEST_AUTHENTICATOR_DATA),
            ("client data", &self.client_data, LARGEST_CLIENT_DATA),
            ("signature", &self.signature, LARGEST_SIGNATURE),
        ];
        for (part, bytes, most) in parts {
            if bytes.len() > most {
                return Err(AssertionError::TooLong { part, bytes: bytes.len(), most });
            }
        }
        Ok(())
    }
}

/// Whether a signature's text claims to be a passkey's; whether it is one, [`Assertion::parse`] says.
pub fn is_assertion(text: &str) -> bool {
    text.starts_with(PREFIX)
}

/// Checks that this passkey signed this challenge, on one of these pages, with its holder there and recognised.
///
/// *Errors*: the first thing that is wrong, in the order of the specification; the signature comes last. *Source*: Web
/// Authentication Level 2, section 7.2, steps 11 to 20. The counter is not looked at: synchronised passkeys have none.
pub fn check_assertion(
    key: &PublicKey,
    challenge: &[u8; 32],
    assertion: &Assertion,
    origins: Origins<'_>,
) -> Result<(), AssertionError> {
    let rp_id = key.rp_id().ok_or(AssertionError::NotAPasskey)?;
    assertion.check_sizes()?;
    ClientData::parse(&assertion.client_data)?.check(challenge, rp_id, origins)?;
    check_authenticator_data(&assertion.authenticator_data, rp_id)?;
    check_signature(key, assertion)
}

fn check_authenticator_data(data: &[u8], rp_id: &str) -> Result<(), AssertionError> {
    let malformed = AssertionError::AuthenticatorData(data.len());
    let Some((head, rest)) = data.split_at_checked(AUTHENTICATOR_DATA_HEAD) else { return Err(malformed) };
    let (host, flags) = (&head[..32], head[32]);
    if host != Sha256::digest(rp_id.as_bytes()).as_slice() {
        return Err(AssertionError::RpId(rp_id.to_owned()));
    }
    if flags & USER_PRESENT == 0 {
        return Err(AssertionError::NotPresent);
    }
    if flags & USER_VERIFIED == 0 {
        return Err(AssertionError::NotVerified);
    }
    // What is being made is never attested when it signs; what comes after the head is extensions or nothing.
    if flags & ATTESTED != 0 || (flags & EXTENSIONS == 0) != rest.is_empty() {
        return Err(malformed);
    }
    Ok(())
}

fn check_signature(key: &PublicKey, assertion: &Assertion) -> Result<(), AssertionError> {
    let client_digest = Sha256::digest(&assertion.client_data);
    let message = [assertion.authenticator_data.as_slice(), client_digest.as_slice()].concat();
    let verified = match key.point() {
        Point::Es256(point) => {
            let signature = p256::ecdsa::Signature::from_der(&assertion.signature)
                .map_err(|_| AssertionError::SignatureForm)?;
            // The specification leaves both values of S lawful, and authenticators give either.
            point.verify(&message, &signature)
        }
        Point::Ed25519(point) => {
            let signature = ed25519_dalek::Signature::from_slice(&assertion.signature)
                .map_err(|_| AssertionError::SignatureForm)?;
            point.verify_strict(&message, &signature)
        }
    };
    verified.map_err(|_| AssertionError::Signature)
}
