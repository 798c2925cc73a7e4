//! Everything that can be wrong with one ballot by itself.

use crate::finding::Fault;

/// A fault of a ballot. Questions and choices are counted from 1; where blank is allowed, choice 1 is the blank flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BallotFault {
    /// The bytes are not a ballot.
    #[error("these bytes are not a ballot")]
    Malformed,
    /// The ballot is not written in the one canonical form.
    #[error(
        "the ballot is not written in canonical form; it must be taken as the program that made it wrote it"
    )]
    NotCanonical,
    /// A number or member inside the answers is spelled unusually, as some foreign programs have allowed.
    #[error("the ballot spells a number or a member of its answers unusually{}", if *alone { "; this alone is why it is refused, all its proofs hold" } else { "" })]
    Spelling {
        /// Whether this is the ballot's only fault.
        alone: bool,
    },
    /// The ballot names another election.
    #[error("the ballot belongs to another election")]
    WrongElection,
    /// The credential is not in the list.
    #[error("the ballot's credential is not in the list of public credentials")]
    UnknownCredential,
    /// The credential is not an element of the group.
    #[error("the ballot's credential is not an element of the group")]
    Credential,
    /// The signed hash is not that of the ballot.
    #[error("the signed hash is not the hash of the ballot")]
    SignatureHash,
    /// The signature does not hold.
    #[error("the signature does not hold")]
    Signature,
    /// The ballot answers another number of questions.
    #[error("the ballot does not answer every question once")]
    AnswerCount,
    /// An answer has another number of ciphertexts or proofs than its question asks for.
    #[error("answer {question} has a wrong number of choices or proofs")]
    Shape {
        /// The question.
        question: usize,
    },
    /// A ciphertext has a part that is not an element.
    #[error("answer {question}, choice {choice}: a part of the ciphertext cannot be read as an element")]
    Element {
        /// The question.
        question: usize,
        /// The choice.
        choice: usize,
    },
    /// A number of a proof cannot be read or is not below the order of the group.
    #[error("answer {question} has a proof with a number that is not below the order of the group")]
    Scalar {
        /// The question.
        question: usize,
    },
    /// A ciphertext has a part outside the prime-order group.
    #[error("answer {question}, choice {choice}: a part of the ciphertext lies outside the group")]
    OutsideGroup {
        /// The question.
        question: usize,
        /// The choice.
        choice: usize,
    },
    /// The proof that a choice is 0 or 1 does not hold.
    #[error("answer {question}, choice {choice}: the proof that it is 0 or 1 does not hold")]
    IndividualProof {
        /// The question.
        question: usize,
        /// The choice.
        choice: usize,
    },
    /// The proof that the number of choices is allowed does not hold.
    #[error("answer {question}: the proof that the number of choices is allowed does not hold")]
    OverallProof {
        /// The question.
        question: usize,
    },
    /// The proof that a blank answer chooses nothing does not hold.
    #[error("answer {question}: the proof that a blank answer chooses nothing does not hold")]
    BlankProof {
        /// The question.
        question: usize,
    },
}

impl BallotFault {
    /// The stable code under which findings report the fault.
    pub fn code(&self) -> &'static str {
        match self {
            BallotFault::Malformed => "ballot-malformed",
            BallotFault::NotCanonical => "ballot-not-canonical",
            BallotFault::Spelling { .. } => "ballot-spelling",
            BallotFault::WrongElection => "ballot-wrong-election",
            BallotFault::UnknownCredential => "ballot-unknown-credential",
            BallotFault::Credential => "ballot-credential",
            BallotFault::SignatureHash => "ballot-signature-hash",
            BallotFault::Signature => "ballot-signature",
            BallotFault::AnswerCount => "ballot-answer-count",
            BallotFault::Shape { .. } => "ballot-shape",
            BallotFault::Element { .. } => "ballot-element",
            BallotFault::Scalar { .. } => "ballot-scalar",
            BallotFault::OutsideGroup { .. } => "ballot-outside-group",
            BallotFault::IndividualProof { .. } => "ballot-individual-proof",
            BallotFault::OverallProof { .. } => "ballot-overall-proof",
            BallotFault::BlankProof { .. } => "ballot-blank-proof",
        }
    }
}

impl Fault for BallotFault {
    fn code(&self) -> &'static str {
        self.code()
    }
}
