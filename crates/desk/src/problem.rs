//! Why a call was not answered. Every problem has a code, under which pages find their own words, and one plain sentence.
//! None carries what was typed.

use rankfile_belenios::{
    BallotFault, CredentialError, DecryptError, DecryptionFault, EncryptError, Finding, SetupError,
    TallyFault,
};
use rankfile_hall::election::share_file::ShareFileError;
use rankfile_hall::roll::proof::ProofFault;
use rankfile_record::checkpoint::CheckpointError;
use rankfile_record::key::KeyError;
use rankfile_record::note::NoteError;
use rankfile_record::receipt::ReceiptError;
use serde_json::{Value, json};

/// Why a call was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is no call of this name.
    #[error("the desk has no call `{0}`; page and desk are of different versions, load both again")]
    UnknownCall(String),
    /// The JSON is not what the call takes.
    #[error("this call takes something else: {0}")]
    Input(String),
    /// A member that should be 64 hexadecimal digits.
    #[error("{0} should be 64 hexadecimal digits; copy it again, whole")]
    Hex(&'static str),
    /// A member that should be Base64 of whole values.
    #[error("{0} is damaged; fetch it again")]
    Base64(&'static str),
    /// The documents of an election do not hold.
    #[error("the election's documents do not hold ({}); do not vote with them", first(.0))]
    Election(Vec<Finding>),
    /// An archive that does not hold.
    #[error("the archive of ballots does not hold ({}); keep it as evidence", first(.0))]
    Archive(Vec<Finding>),
    /// Bytes that are no archive.
    #[error("this is not an archive of ballots; take the .bel file as it was published")]
    NotAnArchive,
    /// A credential mistyped.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// A credential that is not on the list that came along.
    #[error("this credential is not on the list of this election; use the one that was sent for it")]
    CredentialUnknown,
    /// Choices that the ballot does not allow.
    #[error(transparent)]
    Choices(#[from] EncryptError),
    /// A ballot that does not hold.
    #[error(transparent)]
    Ballot(#[from] BallotFault),
    /// A ballot that says something else than its voter was told.
    #[error(
        "question {question}: the ballot is not what these choices and this seed make; do not cast it, and show it to the \
         election committee"
    )]
    OtherChoices {
        /// Counted from 1.
        question: usize,
    },
    /// The ballot of another credential.
    #[error("this ballot was made with another credential")]
    OtherCredential,
    /// No ballot can be set like this.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The questions are not the slate.
    #[error("question {question} is not what the slate says; do not sign, and ask who made the ballot")]
    OtherSlate {
        /// Counted from 1.
        question: usize,
    },
    /// A key holder's file that cannot be used.
    #[error(transparent)]
    Share(#[from] ShareFileError),
    /// A tally that is not one of this election.
    #[error(transparent)]
    Tally(#[from] TallyFault),
    /// The share does not fit.
    #[error(transparent)]
    Decrypt(#[from] DecryptError),
    /// The own work did not pass its check.
    #[error("the decryption does not pass its own check ({0}); try another machine")]
    Decryption(#[from] DecryptionFault),
    /// A key file that cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The public half of a key, where the secret is needed.
    #[error("this file holds no secret key; choose the file without `.pub` at its end")]
    NoSecret,
    /// Somebody else's act.
    #[error("this act is to be signed with another key; choose the key file it asks for")]
    OtherKey,
    /// Text that is no act.
    #[error("this is not an act: {0}")]
    NotAnAct(String),
    /// An act of a kind that the desk has no words for.
    #[error("this act is {0}, for which this desk has no words; it signs nothing it cannot say")]
    NotDescribed(String),
    /// A verifier key that is none.
    #[error(transparent)]
    Vkey(#[from] NoteError),
    /// A receipt that does not hold.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// A member's proof that does not hold.
    #[error(transparent)]
    Proof(#[from] ProofFault),
    /// A checkpoint that does not hold.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// More or fewer acts than the checkpoint says.
    #[error("the checkpoint is signed over {signed} acts and {found} were handed over; fetch them again")]
    OtherSize {
        /// As signed.
        signed: u64,
        /// As found.
        found: u64,
    },
    /// The acts are not those of the checkpoint.
    #[error(
        "the acts are not those the record signed for; keep them and the checkpoint, and show both to a witness"
    )]
    OtherRoot,
    /// Another act stands in its place.
    #[error("act {index} of the record is another one; keep both and show them to a witness")]
    OtherAct {
        /// Its index.
        index: u64,
    },
}

fn first(findings: &[Finding]) -> &str {
    findings.first().map_or("", |first| first.message.as_str())
}

impl Problem {
    /// The code under which pages have their own words for it.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::UnknownCall(_) => "desk-unknown-call",
            Problem::Input(_) => "desk-input",
            Problem::Hex(_) => "desk-hex",
            Problem::Base64(_) => "desk-base64",
            Problem::Election(_) => "election-documents",
            Problem::Archive(_) => "archive-invalid",
            Problem::NotAnArchive => "archive-none",
            Problem::Credential(why) => credential_code(why),
            Problem::CredentialUnknown => "credential-unknown",
            Problem::Choices(why) => choices_code(why),
            Problem::Ballot(fault) => fault.code(),
            Problem::OtherChoices { .. } => "ballot-other-choices",
            Problem::OtherCredential => "ballot-other-credential",
            Problem::Setup(_) => "ballot-setup",
            Problem::OtherSlate { .. } => "ballot-other-slate",
            Problem::Share(ShareFileError::Malformed) => "share-malformed",
            Problem::Share(ShareFileError::OtherElection { .. }) => "share-other-election",
            Problem::Share(ShareFileError::OtherHolder) => "share-other-holder",
            Problem::Tally(_) => "tally-other",
            Problem::Decrypt(_) => "share-does-not-fit",
            Problem::Decryption(_) => "decryption-check",
            Problem::Key(_) => "key-file",
            Problem::NoSecret => "key-no-secret",
            Problem::OtherKey => "key-other",
            Problem::NotAnAct(_) => "act-malformed",
            Problem::NotDescribed(_) => "act-without-words",
            Problem::Vkey(_) => "vkey",
            Problem::Receipt(_) => "receipt",
            Problem::Proof(_) => "proof",
            Problem::Checkpoint(_) => "checkpoint",
            Problem::OtherSize { .. } => "record-other-size",
            Problem::OtherRoot => "record-other-root",
            Problem::OtherAct { .. } => "record-other-act",
        }
    }

    /// As a page gets it; what a verification found goes along.
    pub fn render(&self) -> Value {
        let mut error = json!({ "code": self.code(), "message": self.to_string() });
        if let Problem::Election(findings) | Problem::Archive(findings) = self {
            error["findings"] = crate::input::json_of(findings);
        }
        json!({ "error": error })
    }
}

fn credential_code(why: &CredentialError) -> &'static str {
    match why {
        CredentialError::Shape => "credential-shape",
        CredentialError::MaybePassword => "credential-maybe-password",
        CredentialError::Alphabet => "credential-alphabet",
    }
}

fn choices_code(why: &EncryptError) -> &'static str {
    match why {
        EncryptError::UnknownCredential => "credential-unknown",
        EncryptError::AnswerCount => "choices-count",
        EncryptError::Limits { .. } => "choices-limits",
        EncryptError::NoSuchAnswer { .. } => "choices-no-such-answer",
        EncryptError::BlankNotAllowed { .. } => "choices-blank",
    }
}
