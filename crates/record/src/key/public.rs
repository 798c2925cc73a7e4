//! Public keys as acts name them, in their three text forms: one for key files, two for passkeys. What a passkey's
//! signature looks like is `passkey`'s business; here is only the key.

use super::KeyError;
use ed25519_dalek::{Signature, VerifyingKey};
use p256::ecdsa::VerifyingKey as Es256Key;
use sha2::{Digest, Sha256};

/// A public key as acts name it. One key has one spelling, and one spelling is one key.
///
/// *Shape*: `ed25519:` and 64 hexadecimal digits for a key file; for a passkey `passkey-es256:` and the 66 digits of a
/// compressed point, or `passkey-ed25519:` and 64 digits, each followed by `@` and the host name it was made for.
/// *Source*: SEC 1, section 2.3.3; RFC 8032, section 5.1.2; Web Authentication, "RP ID".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey {
    text: String,
}

/// What a key is held in, and by which arithmetic it signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Ed25519, in a key file of its holder.
    File,
    /// ECDSA over P-256 with SHA-256, in a passkey.
    PasskeyEs256,
    /// Ed25519, in a passkey.
    PasskeyEd25519,
}

/// The arithmetic of a key, ready to verify with.
pub(crate) enum Point {
    /// Ed25519, whatever it is held in.
    Ed25519(VerifyingKey),
    /// P-256.
    Es256(Es256Key),
}

/// What a browser puts before the two coordinates of a P-256 key: id-ecPublicKey, prime256v1, an uncompressed point.
/// *Source*: RFC 5480, section 2.
const SPKI_P256: [u8; 27] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];
/// What it puts before the 32 bytes of an Ed25519 key. *Source*: RFC 8410, section 4.
const SPKI_ED25519: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

impl KeyKind {
    /// What its text form begins with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::File => "ed25519:",
            Self::PasskeyEs256 => "passkey-es256:",
            Self::PasskeyEd25519 => "passkey-ed25519:",
        }
    }

    /// Whether the key is held in a passkey.
    pub fn is_passkey(self) -> bool {
        self != Self::File
    }
}

impl PublicKey {
    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reads the text form.
    ///
    /// *Errors*: bytes that are no point of the curve, a point of small order, any other spelling; a passkey made for
    /// something that is not a plain host name in small letters.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let no = || KeyError::Public(text.chars().take(80).collect());
        let (kind, digits, rp_id) = split(text).ok_or_else(no)?;
        if rp_id.is_some_and(|rp_id| !is_host_name(rp_id)) {
            return Err(KeyError::RpId);
        }
        let key = Self::make(&read_point(kind, digits).ok_or_else(no)?, rp_id);
        if key.text == text { Ok(key) } else { Err(no()) }
    }

    /// A passkey from what the browser's `getPublicKey()` gives, for the host name it was made for.
    ///
    /// *Shape*: DER, SubjectPublicKeyInfo. *Errors*: a key of another kind than ES256 and Ed25519, a point that is
    /// none, a host name that is none.
    pub fn from_spki(der: &[u8], rp_id: &str) -> Result<Self, KeyError> {
        if !is_host_name(rp_id) {
            return Err(KeyError::RpId);
        }
        let point = if let Some(coordinates) = der.strip_prefix(&SPKI_P256) {
            // The last byte of the prefix belongs to the point: it says that both coordinates follow.
            let uncompressed = [&[0x04], coordinates].concat();
            Es256Key::from_sec1_bytes(&uncompressed).ok().map(Point::Es256)
        } else if let Some(bytes) = der.strip_prefix(&SPKI_ED25519) {
            bytes.try_into().ok().and_then(ed25519_point)
        } else {
            None
        };
        Ok(Self::make(&point.ok_or(KeyError::Spki)?, Some(rp_id)))
    }

    /// The key of an Ed25519 key file.
    pub(super) fn of_file(key: &VerifyingKey) -> Self {
        Self::make(&Point::Ed25519(*key), None)
    }

    /// What the key is held in.
    pub fn kind(&self) -> KeyKind {
        self.parts().0
    }

    /// The host name a passkey was made for; `None` for a key file's key.
    pub fn rp_id(&self) -> Option<&str> {
        self.parts().2
    }

    /// Eight groups of four digits, for two people to compare aloud.
    pub fn fingerprint(&self) -> String {
        let digest = hex::encode(Sha256::digest(self.text.as_bytes()));
        let groups: Vec<&str> = (0..8).filter_map(|i| digest.get(i * 4..i * 4 + 4)).collect();
        groups.join(" ")
    }

    /// Checks a key file's signature, strictly (no small-order points, one encoding). A passkey never signs bare bytes:
    /// for it there is [`crate::passkey::check_assertion`].
    pub fn check(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), KeyError> {
        let (KeyKind::File, Point::Ed25519(key)) = (self.kind(), self.point()) else {
            return Err(KeyError::Signature);
        };
        key.verify_strict(message, &Signature::from_bytes(signature)).map_err(|_| KeyError::Signature)
    }

    /// What to verify with.
    pub(crate) fn point(&self) -> Point {
        let (kind, digits, _) = self.parts();
        read_point(kind, digits).expect("it was read when the key was made")
    }

    fn parts(&self) -> (KeyKind, &str, Option<&str>) {
        split(&self.text).expect("it was split when the key was made")
    }

    fn make(point: &Point, rp_id: Option<&str>) -> Self {
        let (digits, passkey) = match point {
            Point::Ed25519(key) => (hex::encode(key.as_bytes()), KeyKind::PasskeyEd25519),
            Point::Es256(key) => (hex::encode(key.to_sec1_point(true).as_bytes()), KeyKind::PasskeyEs256),
        };
        let text = match rp_id {
            Some(rp_id) => format!("{}{digits}@{rp_id}", passkey.prefix()),
            None => format!("{}{digits}", KeyKind::File.prefix()),
        };
        Self { text }
    }
}

impl TryFrom<String> for PublicKey {
    type Error = KeyError;
    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::parse(&text)
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.text
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// Kind, digits and host name; `None` when the text has no such parts.
fn split(text: &str) -> Option<(KeyKind, &str, Option<&str>)> {
    if let Some(digits) = text.strip_prefix(KeyKind::File.prefix()) {
        return Some((KeyKind::File, digits, None));
    }
    [KeyKind::PasskeyEs256, KeyKind::PasskeyEd25519].into_iter().find_map(|kind| {
        let (digits, rp_id) = text.strip_prefix(kind.prefix())?.split_once('@')?;
        Some((kind, digits, Some(rp_id)))
    })
}

fn read_point(kind: KeyKind, digits: &str) -> Option<Point> {
    match kind {
        KeyKind::File | KeyKind::PasskeyEd25519 => {
            let mut bytes = [0; 32];
            hex::decode_to_slice(digits, &mut bytes).ok()?;
            ed25519_point(&bytes)
        }
        KeyKind::PasskeyEs256 => {
            let mut bytes = [0; 33];
            hex::decode_to_slice(digits, &mut bytes).ok()?;
            Es256Key::from_sec1_bytes(&bytes).ok().map(Point::Es256)
        }
    }
}

/// An Ed25519 key in its only encoding, and not one that any signature fits.
fn ed25519_point(bytes: &[u8; 32]) -> Option<Point> {
    let key = VerifyingKey::from_bytes(bytes).ok()?;
    let is_canonical = key.to_edwards().compress().as_bytes() == bytes;
    (is_canonical && !key.is_weak()).then_some(Point::Ed25519(key))
}

/// Whether a text is a host name as a browser writes it: labels of small letters, digits and inner hyphens, and no
/// address. *Source*: RFC 1123, section 2.1; what "ends in a number" is an address to a browser.
fn is_host_name(text: &str) -> bool {
    let is_label = |label: &str| {
        let plain = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_number = |label: &str| {
        let hexadecimal =
            label.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()));
        hexadecimal || label.bytes().all(|b| b.is_ascii_digit())
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= 253 && text.split('.').all(is_label) && !is_number(last)
}

#[cfg(test)]
mod tests;
