//! An election known from its election document and its trustees document alone: what a voter's or a key holder's machine
//! needs, without the list of credentials, which can be long.
//!
//! Everything the two documents say is checked, the trustees' proofs and the election key among it. What only the list can
//! tell is left open: whether a credential is on it, and with what weight.

use rand_core::CryptoRng;

use crate::ballot::check::BallotHead;
use crate::ballot::encrypt::{Answer, EncryptError};
use crate::ballot::fault::BallotFault;
use crate::ballot::unsigned::Unsigned;
use crate::document::{Question, Template};
use crate::election::Election;
use crate::finding::{Fault, Finding};
use crate::group::GroupName;
use crate::setup_check::audit_documents;
use crate::tally::decryption::{DecryptError, DecryptionFault};
use crate::tally::{Tally, TallyFault};
use crate::trustee::KeyShare;

/// An election without its list of credentials.
#[derive(Debug)]
pub struct Outline(Election);

impl Outline {
    /// Reads and checks the two documents.
    ///
    /// *Errors*: all findings, among them `unsupported` ones for kinds not supported yet.
    pub fn parse(election: &str, trustees: &str) -> Result<Self, Vec<Finding>> {
        match audit_documents(election, trustees, None) {
            (Some(election), faults) if faults.is_empty() => Ok(Outline(election)),
            (_, faults) => Err(faults.iter().map(Fault::finding).collect()),
        }
    }

    /// The identifier.
    pub fn uuid(&self) -> &str {
        self.0.uuid()
    }

    /// The fingerprint that ballots carry.
    pub fn fingerprint(&self) -> &str {
        self.0.fingerprint()
    }

    /// The group.
    pub fn group(&self) -> GroupName {
        self.0.group()
    }

    /// Everything the election document says apart from the key.
    pub fn template(&self) -> &Template {
        self.0.template()
    }

    /// The questions, in order.
    pub fn questions(&self) -> &[Question] {
        self.0.questions()
    }

    /// The trustees' public keys; owner n of a partial decryption is number n here, counted from 1.
    pub fn trustees(&self) -> &[String] {
        self.0.trustees()
    }

    /// Encrypts and proves one answer per question for a public credential; [`Unsigned::sign`] makes the ballot of it.
    ///
    /// *Errors*: the answers do not fit the questions.
    pub fn answer(
        &self,
        public_credential: &str,
        choices: &[Answer],
        rng: &mut dyn CryptoRng,
    ) -> Result<Unsigned, EncryptError> {
        self.0.unsigned(public_credential, choices, rng)
    }

    /// Checks everything in a ballot but whether its credential is on the list; the head says weight 1.
    ///
    /// *Errors*: the first fault.
    pub fn check_ballot(&self, bytes: &[u8]) -> Result<BallotHead, BallotFault> {
        self.0.check_unlisted(bytes)
    }

    /// Reads a published tally of this election.
    ///
    /// *Errors*: see [`Tally::parse`].
    pub fn read_tally(&self, encrypted_tally: &str, sized: &str) -> Result<Tally, TallyFault> {
        Tally::parse(&self.0, encrypted_tally, sized)
    }

    /// A trustee's part of the decryption, see [`Election::decrypt`].
    ///
    /// *Errors*: the share is not that trustee's, or the tally is not one of this election.
    pub fn decrypt(
        &self,
        share: &KeyShare,
        tally: &Tally,
        owner: usize,
        rng: &mut dyn CryptoRng,
    ) -> Result<String, DecryptError> {
        self.0.decrypt(share, tally, owner, rng)
    }

    /// Checks a trustee's part of the decryption.
    ///
    /// *Errors*: the first fault.
    pub fn check_decryption(
        &self,
        owner: usize,
        tally: &Tally,
        payload: &str,
    ) -> Result<(), DecryptionFault> {
        self.0.check_decryption(owner, tally, payload)
    }
}
