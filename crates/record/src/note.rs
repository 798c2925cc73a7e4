//! Signed notes: a text with signature lines under it, the envelope of every checkpoint. A note says who signed which
//! text; what the text means is for `checkpoint` to read.
//!
//! *Source*: C2SP signed-note v1.0.0; cosignature lines: C2SP tlog-cosignature v1.0.1.

pub mod key;

use base64::{Engine as _, engine::general_purpose::STANDARD};

pub use key::{LogKey, SignatureType, Vkey};

/// The signature lines a note may carry; more are refused unread.
pub const SIGNATURES_MAX: usize = 100;

/// What every signature line begins with: an em dash and a space.
const SIGNATURE_PREFIX: &str = "\u{2014} ";

/// Why a note or a key was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Bytes that no note contains: broken UTF-8, or a control character other than the newline.
    #[error("the note is not plain text; fetch it again without conversion")]
    NotText,
    /// There is no empty line with signature lines below it, or the last line is not ended.
    #[error("the note has no signature lines below an empty line; it was cut or never signed")]
    NoSignatureLines,
    /// A line in the place of signatures is not one.
    #[error("line {line} under the note's text is not a signature line; fetch the note again")]
    BadSignatureLine {
        /// Counted from one, below the empty line.
        line: usize,
    },
    /// More lines than [`SIGNATURES_MAX`].
    #[error("the note has more than 100 signature lines; ask the host for one with fewer")]
    TooManySignatures,
    /// A key we know has a line under the note, and it is not its signature of this text.
    #[error("the signature of {name} is not that key's signature of this text; keep the note as evidence")]
    BadSignature {
        /// The key's name.
        name: String,
    },
    /// No line is by a key we know.
    #[error("no signature is by a key you trust; compare the key with the one on paper")]
    NoKnownSignature,
    /// A key name must not be empty nor contain spaces or a plus sign.
    #[error("a key name must not be empty and has no spaces and no plus sign")]
    BadKeyName,
    /// The text is not a verifier key.
    #[error("this is not a verifier key (name+8 hexadecimal digits+base64); copy it again, whole")]
    BadVkey,
    /// A verifier key of a kind this program does not know.
    #[error("the key is of kind {byte:#04x}, which this version cannot verify; update it")]
    UnknownSignatureType {
        /// The type byte.
        byte: u8,
    },
}

/// A signature that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedSignature {
    /// The name of the key.
    pub name: String,
    /// The id of the key.
    pub key_id: [u8; 4],
    /// The kind of signature.
    pub kind: SignatureType,
    /// When a witness cosigned, by its own clock; `None` for a plain signature.
    ///
    /// *Units*: seconds since 1970-01-01T00:00:00Z.
    pub cosigned_at_s: Option<u64>,
}

/// A note at least one of whose signatures was verified, and none of whose known ones was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenNote {
    /// The signed text, with its final newline.
    pub text: String,
    /// The verified signatures, each key once, in the order of the lines.
    pub signatures: Vec<CheckedSignature>,
}

/// Signs a text.
///
/// *Shape*: the text, an empty line, one signature line.
///
/// *Errors*: the text contains control characters or does not end with a newline.
pub fn sign_note(text: &str, key: &LogKey) -> Result<String, NoteError> {
    if !is_plain(text) || !text.ends_with('\n') {
        return Err(NoteError::NotText);
    }
    Ok(format!("{text}\n{}", key.sign_line(text)))
}

/// Opens a note with the keys one trusts; lines of other keys are ignored.
///
/// *Errors*: the note is malformed, a known key's signature is wrong, or no line is by a known key.
pub fn open_note(bytes: &[u8], known: &[Vkey]) -> Result<OpenNote, NoteError> {
    let (text, lines) = parse_note(bytes)?;
    let mut signatures: Vec<CheckedSignature> = Vec::new();
    for line in lines {
        let mut keys =
            known.iter().filter(|key| key.name() == line.name && key.key_id() == line.key_id).peekable();
        if keys.peek().is_none() {
            continue;
        }
        let checked = keys.find_map(|key| check_signature(key, text, &line.signature));
        let checked = checked.ok_or_else(|| NoteError::BadSignature { name: line.name.to_owned() })?;
        if !signatures.iter().any(|other| other.name == checked.name && other.key_id == checked.key_id) {
            signatures.push(checked);
        }
    }
    if signatures.is_empty() {
        return Err(NoteError::NoKnownSignature);
    }
    Ok(OpenNote { text: text.to_owned(), signatures })
}

/// A signature line before anything is believed of it.
struct SignatureLine<'a> {
    name: &'a str,
    key_id: [u8; 4],
    signature: Vec<u8>,
}

/// Splits a note at its last empty line into the text, final newline included, and its signature lines.
fn parse_note(bytes: &[u8]) -> Result<(&str, Vec<SignatureLine<'_>>), NoteError> {
    let note = std::str::from_utf8(bytes).ok().filter(|note| is_plain(note)).ok_or(NoteError::NotText)?;
    let (text, below) = note.rsplit_once("\n\n").ok_or(NoteError::NoSignatureLines)?;
    // The newline that ends the text belongs to what is signed.
    let text = note.get(..=text.len()).ok_or(NoteError::NoSignatureLines)?;
    let below = below.strip_suffix('\n').ok_or(NoteError::NoSignatureLines)?;
    let mut lines = Vec::new();
    for (above, line) in below.split('\n').enumerate() {
        if above == SIGNATURES_MAX {
            return Err(NoteError::TooManySignatures);
        }
        lines.push(parse_signature_line(line).ok_or(NoteError::BadSignatureLine { line: above + 1 })?);
    }
    Ok((text, lines))
}

/// Reads `— name base64(key id || signature)`.
fn parse_signature_line(line: &str) -> Option<SignatureLine<'_>> {
    let (name, blob) = line.strip_prefix(SIGNATURE_PREFIX)?.split_once(' ')?;
    let blob = STANDARD.decode(blob).ok()?;
    let (key_id, signature) = blob.split_first_chunk::<4>()?;
    (is_key_name(name) && !signature.is_empty()).then(|| SignatureLine {
        name,
        key_id: *key_id,
        signature: signature.to_vec(),
    })
}

/// Verifies one blob with one key; `None` if it is not that key's signature of the text.
fn check_signature(key: &Vkey, text: &str, blob: &[u8]) -> Option<CheckedSignature> {
    let cosigned_at_s = match key.kind() {
        SignatureType::Ed25519 => key.verifies(text, blob).then_some(None)?,
        SignatureType::CosignatureV1 => {
            let (time_s, signature) = blob.split_first_chunk::<8>()?;
            let time_s = u64::from_be_bytes(*time_s);
            let in_range = i64::try_from(time_s).is_ok();
            (in_range && key.verifies(&cosigned_text(time_s, text), signature)).then_some(Some(time_s))?
        }
    };
    Some(CheckedSignature {
        name: key.name().to_owned(),
        key_id: key.key_id(),
        kind: key.kind(),
        cosigned_at_s,
    })
}

/// What a witness signs: the text, below the time it vouches for.
fn cosigned_text(time_s: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time_s}\n{text}")
}

/// A signature line for a blob that a key of this name and id made.
fn render_signature_line(name: &str, key_id: [u8; 4], signature: &[u8]) -> String {
    format!("{SIGNATURE_PREFIX}{name} {}\n", STANDARD.encode([&key_id, signature].concat()))
}

/// A note has no control characters but the newline.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte >= 0x20 || byte == b'\n')
}

/// A key name is not empty and has neither spaces of any kind nor a plus sign nor control characters.
fn is_key_name(name: &str) -> bool {
    !name.is_empty() && is_plain(name) && !name.contains(|c: char| c.is_whitespace() || c == '+')
}

#[cfg(test)]
mod tests;
