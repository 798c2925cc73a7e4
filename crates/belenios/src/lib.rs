//! Secret ballots and a count anyone can check: the Belenios protocol, version 1.
//!
//! In come templates, keys, credentials and foreign bytes; out go documents, ballots, tallies, archives (`.bel`) and a verifier's
//! report. Time and randomness are arguments; nothing here reads a file, a clock or a source of chance.
//!
//! Supported are choose-k questions with and without blank, mandatory trustees, weights and revotes, in the groups Ed25519 and
//! BELENIOS-2048. What is lawful but not supported yet is listed in [`Unsupported`]; archives of such kinds are never called valid
//! or invalid.
//!
//! Section numbers in *Source* lines refer to the project's reference on the protocol. The life of an election:
//! [`KeyShare`] -> [`Setup::make`] -> [`Setup::check`] -> [`Election::encrypt`] -> [`Election::check_ballot`] -> [`Election::tally`] ->
//! [`Election::decrypt`] -> [`Election::result`], written down with [`Archive`] and judged by [`verify`].

mod archive;
mod ballot;
mod credential;
mod document;
mod election;
mod finding;
mod group;
mod hash;
mod outline;
mod proof;
mod setup;
mod setup_check;
mod tally;
mod trustee;
mod verify;

pub use archive::event::EventKind;
pub use archive::{Archive, ArchiveHead, Piece};
pub use ballot::check::{BallotHead, CheckedBallot};
pub use ballot::encrypt::{Answer, EncryptError};
pub use ballot::fault::BallotFault;
pub use ballot::unsigned::Unsigned;
pub use credential::{Credential, CredentialError};
pub use document::{Question, Template};
pub use election::Election;
pub use finding::{Finding, UNSUPPORTED, Unsupported};
pub use group::{GroupName, UnknownGroup};
pub use hash::tracker_of;
pub use outline::Outline;
pub use proof::ProofText;
pub use setup::{Documents, MAX_TOTAL_WEIGHT, Setup, SetupError};
pub use tally::decryption::{DecryptError, DecryptionFault};
pub use tally::result::{ElectionResult, ResultError};
pub use tally::{Tally, TallyFault};
pub use trustee::{KeyShare, TrusteeError, TrusteeKey};
pub use verify::{EventSummary, NotAnArchive, Report, Verdict, verify};
