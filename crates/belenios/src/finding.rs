//! Findings: what a verifier has to say, each with its place, and the list of what this room does not support yet.

use serde::Serialize;

/// Something that is wrong with an election, or not supported, and where.
///
/// *Shape*: serialises as an object with the four members; `code` is stable, `message` is for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A stable name such as `ballot-signature`.
    pub code: &'static str,
    /// The event concerned, if one is.
    pub height: Option<u64>,
    /// The ballot concerned, if one is.
    pub tracker: Option<String>,
    /// One plain sentence.
    pub message: String,
}

/// A typed fault that can be reported under a stable code.
pub(crate) trait Fault: std::fmt::Display {
    /// The stable code.
    fn code(&self) -> &'static str;

    /// The finding without a place.
    fn finding(&self) -> Finding {
        Finding { code: self.code(), height: None, tracker: None, message: self.to_string() }
    }

    /// The finding about an event.
    fn at(&self, height: u64) -> Finding {
        Finding { height: Some(height), ..self.finding() }
    }
}

/// Lawful kinds of election this room does not support yet. Such an archive is never called valid or invalid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Unsupported {
    /// A protocol version other than 1.
    #[error("protocol version {0} is not supported; use a program that is")]
    Version(u64),
    /// A group other than Ed25519 and BELENIOS-2048, for example RFC-3526-2048.
    #[error("the group of this election is not supported")]
    Group(String),
    /// A ranked question (NonHomomorphic), counted after shuffles.
    #[error("question {question} is a ranked question, which is not supported")]
    RankedQuestion {
        /// Counted from 1.
        question: usize,
    },
    /// A question with lists of candidates (Lists).
    #[error("question {question} is a lists question, which is not supported")]
    ListsQuestion {
        /// Counted from 1.
        question: usize,
    },
    /// A question of a kind version 1 does not describe.
    #[error("question {question} is of an unknown kind")]
    QuestionKind {
        /// Counted from 1.
        question: usize,
    },
    /// A threshold group of trustees (Pedersen).
    #[error("this election has threshold trustees, which are not supported")]
    ThresholdTrustees,
    /// The credential authority's own keys in the setup.
    #[error("this election has a credentials certificate, which is not supported")]
    CredentialsCertificate,
}

impl Fault for Unsupported {
    fn code(&self) -> &'static str {
        UNSUPPORTED
    }
}

/// The code of every [`Unsupported`] finding.
pub const UNSUPPORTED: &str = "unsupported";
