//! Checkpoints: one log's claim of how many entries it has and which. It is the only thing a log signs; everything else
//! is checked against one. Whether two checkpoints agree is for `tree::check_consistency` to say.
//!
//! *Source*: C2SP tlog-checkpoint v1.0.0. Extension lines are refused: cosignatures to come do not cover them.

use crate::hash::{Hash, empty_root, parse_hash, render_hash};
use crate::note::{CheckedSignature, LogKey, NoteError, SignatureType, Vkey, open_note, sign_note};

/// The claim of one checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// The log's name, the same through all its keys.
    pub origin: String,
    /// The number of entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// Why a checkpoint was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The envelope is malformed, or not signed by the log.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The key given for the log is a witness's.
    #[error("the key of {name} is a witness key; a checkpoint needs the key of its log")]
    NotALogKey {
        /// The name of the key.
        name: String,
    },
    /// The text is not origin, size, root and nothing else.
    #[error("line {line} of the checkpoint is not what a checkpoint has there; fetch it again")]
    BadLine {
        /// Counted from one.
        line: usize,
    },
    /// The log's own signature is missing, whoever else signed.
    #[error("the checkpoint is not signed by the log {name}; compare the key with the one on paper")]
    NotSignedByLog {
        /// The name of the log's key.
        name: String,
    },
    /// The checkpoint is of another log than the key.
    #[error("the checkpoint is of the log {origin}, not of {expected}; fetch the right one")]
    OtherOrigin {
        /// The origin it names.
        origin: String,
        /// The name of the key.
        expected: String,
    },
}

/// A checkpoint with what known witnesses said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// The claim.
    pub checkpoint: Checkpoint,
    /// The verified cosignatures, each key once. How many are enough is a policy's matter.
    pub cosignatures: Vec<CheckedSignature>,
}

impl Checkpoint {
    /// The three lines that are signed.
    #[must_use]
    pub fn render_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, render_hash(&self.root))
    }

    /// Reads what [`Checkpoint::render_text`] wrote, and nothing else.
    ///
    /// *Errors*: a line is missing, malformed or one too many, or an empty log claims another root than the empty one.
    pub fn parse_text(text: &str) -> Result<Self, CheckpointError> {
        let bad = |line| CheckpointError::BadLine { line };
        let mut lines = text.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty()).ok_or(bad(1))?.to_owned();
        let size = lines.next().and_then(parse_decimal).ok_or(bad(2))?;
        let root = lines.next().and_then(parse_hash).ok_or(bad(3))?;
        if size == 0 && root != empty_root() {
            return Err(bad(3));
        }
        // After the third newline comes the end of the text: nothing, and nothing behind that.
        match (lines.next(), lines.next()) {
            (Some(""), None) => Ok(Self { origin, size, root }),
            _ => Err(bad(4)),
        }
    }

    /// The whole signed note. Never sign two checkpoints of one origin that are not consistent.
    ///
    /// # Panics
    /// If the origin is not the key's name: a log signs under its own name only, and a program that mixes up two logs
    /// must not go on.
    #[must_use]
    pub fn sign(&self, key: &LogKey) -> String {
        assert!(self.origin == key.name(), "a log signs under its own name");
        sign_note(&self.render_text(), key).expect("a key name, a number and base64 are plain text")
    }

    /// Opens a signed checkpoint of the log whose key one trusts.
    ///
    /// *Errors*: it is malformed, of another log, or not signed by it.
    pub fn open(bytes: &[u8], log: &Vkey) -> Result<Self, CheckpointError> {
        Self::open_cosigned(bytes, log, &[]).map(|cosigned| cosigned.checkpoint)
    }

    /// Opens a signed checkpoint and verifies the cosignatures of the witnesses one knows.
    ///
    /// *Errors*: as [`Checkpoint::open`], or a known witness's line is not its cosignature.
    pub fn open_cosigned(bytes: &[u8], log: &Vkey, witnesses: &[Vkey]) -> Result<Cosigned, CheckpointError> {
        let name = || log.name().to_owned();
        if log.kind() != SignatureType::Ed25519 {
            return Err(CheckpointError::NotALogKey { name: name() });
        }
        let known: Vec<Vkey> = std::iter::once(log).chain(witnesses).cloned().collect();
        let note = open_note(bytes, &known)?;
        let (by_log, others): (Vec<_>, Vec<_>) =
            note.signatures.into_iter().partition(|by| by.name == log.name() && by.key_id == log.key_id());
        if by_log.is_empty() {
            return Err(CheckpointError::NotSignedByLog { name: name() });
        }
        let checkpoint = Self::parse_text(&note.text)?;
        if checkpoint.origin != log.name() {
            return Err(CheckpointError::OtherOrigin { origin: checkpoint.origin, expected: name() });
        }
        let cosignatures = others.into_iter().filter(|by| by.cosigned_at_s.is_some()).collect();
        Ok(Cosigned { checkpoint, cosignatures })
    }
}

/// A decimal number with one spelling: digits only, no leading zero unless it is `0`.
pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;
    use proptest::prelude::*;

    const ORIGIN: &str = "local42.example/record";

    fn key() -> LogKey {
        LogKey::from_seed(ORIGIN, [7; 32]).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: ORIGIN.into(), size: 17, root: leaf_hash(b"any") }
    }

    #[test]
    fn a_checkpoint_is_three_lines_and_nothing_else() {
        let root = render_hash(&leaf_hash(b"any"));
        let parse = |text: &str| Checkpoint::parse_text(text).map(|checkpoint| checkpoint.size);
        let bad = |line| Err(CheckpointError::BadLine { line });
        assert_eq!(parse(&format!("{ORIGIN}\n17\n{root}\n")), Ok(17));
        assert_eq!(parse(""), bad(1));
        assert_eq!(parse(&format!("\n17\n{root}\n")), bad(1));
        for size in ["", "017", "+17", "-1", "00", "0x11", "17 ", " 17", "1_7", "18446744073709551616"] {
            assert_eq!(parse(&format!("{ORIGIN}\n{size}\n{root}\n")), bad(2), "{size:?}");
        }
        for root in ["", "AAAA", root.trim_end_matches('='), &format!("{root} ")] {
            assert_eq!(parse(&format!("{ORIGIN}\n17\n{root}\n")), bad(3), "{root:?}");
        }
        for end in ["", "\n\n", "\nan extension\n", "\nan extension"] {
            assert_eq!(parse(&format!("{ORIGIN}\n17\n{root}{end}")), bad(4), "{end:?}");
        }
    }

    #[test]
    fn an_empty_log_has_the_empty_root() {
        let empty = Checkpoint { origin: ORIGIN.into(), size: 0, root: empty_root() };
        assert_eq!(Checkpoint::open(empty.sign(&key()).as_bytes(), key().verifier()), Ok(empty.clone()));
        let lie = Checkpoint { root: leaf_hash(b""), ..empty };
        assert_eq!(Checkpoint::parse_text(&lie.render_text()), Err(CheckpointError::BadLine { line: 3 }));
    }

    #[test]
    fn a_checkpoint_of_another_log_is_refused_though_signed() {
        let other = Checkpoint { origin: "elsewhere.example/record".into(), ..checkpoint() };
        let note = sign_note(&other.render_text(), &key()).unwrap();
        assert_eq!(
            Checkpoint::open(note.as_bytes(), key().verifier()),
            Err(CheckpointError::OtherOrigin { origin: other.origin, expected: ORIGIN.into() })
        );
    }

    #[test]
    #[should_panic(expected = "a log signs under its own name")]
    fn a_log_never_signs_under_another_name() {
        let _ = Checkpoint { origin: "elsewhere.example/record".into(), ..checkpoint() }.sign(&key());
    }

    #[test]
    fn a_witness_alone_cannot_speak_for_the_log() {
        // A witness's plain signature over the very same text, with a key one knows.
        let witness = LogKey::from_seed("witness.example/w1", [8; 32]).unwrap();
        let note = sign_note(&checkpoint().render_text(), &witness).unwrap();
        let known = [witness.verifier().clone()];
        assert_eq!(
            Checkpoint::open_cosigned(note.as_bytes(), key().verifier(), &known),
            Err(CheckpointError::NotSignedByLog { name: ORIGIN.into() })
        );
        let both =
            checkpoint().sign(&key()) + note.rsplit_once('\n').unwrap().0.rsplit_once('\n').unwrap().1 + "\n";
        let opened = Checkpoint::open_cosigned(both.as_bytes(), key().verifier(), &known).unwrap();
        assert!(opened.cosignatures.is_empty(), "a plain signature is no cosignature");
    }

    #[test]
    fn a_witness_key_is_not_taken_for_the_log_key() {
        let public = ed25519_dalek::SigningKey::from_bytes(&[7; 32]).verifying_key();
        let witness = Vkey::new(ORIGIN, SignatureType::CosignatureV1, public).unwrap();
        assert_eq!(
            Checkpoint::open(checkpoint().sign(&key()).as_bytes(), &witness),
            Err(CheckpointError::NotALogKey { name: ORIGIN.into() })
        );
    }

    proptest! {
        #[test]
        fn a_signed_checkpoint_opens(size in 1u64.., root: [u8; 32]) {
            let checkpoint = Checkpoint { origin: ORIGIN.into(), size, root };
            prop_assert_eq!(Checkpoint::parse_text(&checkpoint.render_text()), Ok(checkpoint.clone()));
            let note = checkpoint.sign(&key());
            prop_assert_eq!(Checkpoint::open(note.as_bytes(), key().verifier()), Ok(checkpoint));
        }

        #[test]
        fn foreign_text_is_a_checkpoint_only_as_we_would_write_it(
            text in "[a-z]{0,3}\n[0-9+]{0,3}\n[A-Za-z0-9+/]{42,43}={0,2}\n?[a-z\n]{0,2}",
        ) {
            if let Ok(checkpoint) = Checkpoint::parse_text(&text) {
                prop_assert_eq!(checkpoint.render_text(), text);
            }
        }
    }
}
