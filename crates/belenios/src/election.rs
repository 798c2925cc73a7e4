//! A checked election: immutable, shareable between threads, with the tables that make ballots fast to make and check.
//!
//! [`Election`] hides the group; [`ElectionIn`] is the same election in one group, where the work is done.

use std::collections::HashMap;
use std::fmt;

use rand_core::CryptoRng;

use crate::ballot::check::{BallotHead, CheckedBallot};
use crate::ballot::encrypt::{Answer, EncryptError};
use crate::ballot::fault::BallotFault;
use crate::ballot::unsigned::Unsigned;
use crate::credential::Credential;
use crate::document::{Question, Template};
use crate::group::belenios2048::Belenios2048;
use crate::group::ed25519::Ed25519;
use crate::group::{Group, GroupName};
use crate::setup::Documents;
use crate::setup_check::PublicCredential;
use crate::tally::decryption::{DecryptError, DecryptionFault};
use crate::tally::result::{ElectionResult, ResultError};
use crate::tally::{Tally, TallyFault};
use crate::trustee::KeyShare;
use crate::verify::ballots::{BallotAudit, Progress};

/// An election whose documents have been checked.
pub struct Election(Core);

/// The election in its group.
enum Core {
    Ed25519(Box<ElectionIn<Ed25519>>),
    Belenios2048(Box<ElectionIn<Belenios2048>>),
}

/// An election in the group `G`, with its tables.
pub(crate) struct ElectionIn<G: Group> {
    pub(crate) facts: Facts,
    /// The trustees' public keys.
    pub(crate) trustees: Vec<G::Element>,
    /// Weight and element by public credential.
    pub(crate) credentials: HashMap<String, (u64, G::Element)>,
    /// Powers of the election key y, for checking.
    pub(crate) key: G::Table,
    /// Powers of the election key y, for making.
    pub(crate) making_key: G::MakingTable,
}

/// What an election says about itself, in texts.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) fingerprint: String,
    pub(crate) template: Template,
    pub(crate) credentials: Vec<(String, u64)>,
    pub(crate) trustees: Vec<String>,
    pub(crate) documents: Documents,
}

impl fmt::Debug for Election {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Election").field("facts", self.facts()).finish_non_exhaustive()
    }
}

impl Election {
    /// The identifier.
    pub fn uuid(&self) -> &str {
        &self.facts().template.uuid
    }

    /// The fingerprint that ballots carry: Base64 of the SHA-256 of the election document.
    pub fn fingerprint(&self) -> &str {
        &self.facts().fingerprint
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.facts().template.name
    }

    /// The group.
    pub fn group(&self) -> GroupName {
        self.facts().template.group
    }

    /// Everything the election document says apart from the key.
    pub fn template(&self) -> &Template {
        &self.facts().template
    }

    /// The questions, in order.
    pub fn questions(&self) -> &[Question] {
        &self.facts().template.questions
    }

    /// The public credentials with their weights, in the order of the document.
    pub fn credentials(&self) -> &[(String, u64)] {
        &self.facts().credentials
    }

    /// The trustees' public keys; owner n of a partial decryption is number n here, counted from 1.
    pub fn trustees(&self) -> &[String] {
        &self.facts().trustees
    }

    /// The digests of the documents.
    pub fn documents(&self) -> &Documents {
        &self.facts().documents
    }

    /// Makes a ballot: one answer per question, encrypted, proved and signed.
    ///
    /// *Errors*: [`EncryptError`] when the answers do not fit the questions or the credential is not in the list.
    pub fn encrypt(
        &self,
        credential: &Credential,
        choices: &[Answer],
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, EncryptError> {
        match &self.0 {
            Core::Ed25519(e) => e.encrypt(credential, choices, rng),
            Core::Belenios2048(e) => e.encrypt(credential, choices, rng),
        }
    }

    /// Encrypted and proved answers for a public credential, whether or not it is on the list.
    pub(crate) fn unsigned(
        &self,
        public_credential: &str,
        choices: &[Answer],
        rng: &mut dyn CryptoRng,
    ) -> Result<Unsigned, EncryptError> {
        match &self.0 {
            Core::Ed25519(e) => e.unsigned(public_credential, choices, rng),
            Core::Belenios2048(e) => e.unsigned(public_credential, choices, rng),
        }
    }

    /// Checks everything in a ballot but whether its credential is on the list.
    pub(crate) fn check_unlisted(&self, bytes: &[u8]) -> Result<BallotHead, BallotFault> {
        match &self.0 {
            Core::Ed25519(e) => e.check_unlisted(bytes),
            Core::Belenios2048(e) => e.check_unlisted(bytes),
        }
    }

    /// Checks a ballot as it is cast: everything that needs no other ballot, unusual spellings refused.
    ///
    /// Whether the same bytes or ciphertexts were cast before is for the caller, with the tracker and
    /// [`CheckedBallot::ciphertext_digests`].
    ///
    /// *Errors*: the first fault. *Source*: section 4.4.
    pub fn check_ballot(&self, bytes: &[u8]) -> Result<CheckedBallot, BallotFault> {
        match &self.0 {
            Core::Ed25519(e) => e.check_ballot(bytes),
            Core::Belenios2048(e) => e.check_ballot(bytes),
        }
    }

    /// The encrypted tally of checked ballots in the order they were cast; the last one of each credential counts.
    ///
    /// *Errors*: [`TallyFault::Ballot`] names the first ballot that is not one of this election. Proofs are not checked again.
    pub fn tally(&self, ballots: &[Vec<u8>]) -> Result<Tally, TallyFault> {
        match &self.0 {
            Core::Ed25519(e) => e.tally(ballots),
            Core::Belenios2048(e) => e.tally(ballots),
        }
    }

    /// A trustee's part of the decryption, with proofs: the payload of a partial decryption.
    ///
    /// *Units*: `owner` counts trustees from 1. *Errors*: the share is not that trustee's, or the tally is not one of this election.
    pub fn decrypt(
        &self,
        share: &KeyShare,
        tally: &Tally,
        owner: usize,
        rng: &mut dyn CryptoRng,
    ) -> Result<String, DecryptError> {
        match &self.0 {
            Core::Ed25519(e) => e.decrypt(share.ed25519(), tally, owner, rng),
            Core::Belenios2048(e) => e.decrypt(share.belenios2048(), tally, owner, rng),
        }
    }

    /// Checks a trustee's part of the decryption.
    ///
    /// *Units*: `owner` counts trustees from 1. *Errors*: the first fault.
    pub fn check_decryption(
        &self,
        owner: usize,
        tally: &Tally,
        payload: &str,
    ) -> Result<(), DecryptionFault> {
        let faults = match &self.0 {
            Core::Ed25519(e) => e.check_decryption(owner, tally, payload),
            Core::Belenios2048(e) => e.check_decryption(owner, tally, payload),
        };
        faults.into_iter().next().map_or(Ok(()), Err)
    }

    /// Combines the parts of all trustees, checked again, and counts.
    ///
    /// *Errors*: a part is missing, given twice or does not hold, or a counter exceeds the total weight.
    pub fn result(&self, tally: &Tally, parts: &[(usize, String)]) -> Result<ElectionResult, ResultError> {
        match &self.0 {
            Core::Ed25519(e) => e.result(tally, parts),
            Core::Belenios2048(e) => e.result(tally, parts),
        }
    }

    pub(crate) fn audit_ballots(&self, ballots: &[(u64, &[u8])], progress: Progress<'_>) -> BallotAudit {
        match &self.0 {
            Core::Ed25519(e) => e.audit_ballots(ballots, progress),
            Core::Belenios2048(e) => e.audit_ballots(ballots, progress),
        }
    }

    /// All faults of a trustee's part of the decryption.
    pub(crate) fn decryption_faults(
        &self,
        owner: usize,
        tally: &Tally,
        payload: &str,
    ) -> Vec<DecryptionFault> {
        match &self.0 {
            Core::Ed25519(e) => e.check_decryption(owner, tally, payload),
            Core::Belenios2048(e) => e.check_decryption(owner, tally, payload),
        }
    }

    /// Whether a text is an encrypted tally of this election's shape, with all elements in the group.
    pub(crate) fn reads_tally(&self, encrypted_tally: &str) -> bool {
        match &self.0 {
            Core::Ed25519(e) => e.vartime_read_tally(encrypted_tally).is_some(),
            Core::Belenios2048(e) => e.vartime_read_tally(encrypted_tally).is_some(),
        }
    }

    /// Whether the counts are what the parts of the decryption open the tally to.
    pub(crate) fn counts_hold(&self, tally: &Tally, parts: &[(usize, String)], counts: &[Vec<u64>]) -> bool {
        match &self.0 {
            Core::Ed25519(e) => e.counts_hold(tally, parts, counts),
            Core::Belenios2048(e) => e.counts_hold(tally, parts, counts),
        }
    }

    /// The election in its group, for tests that forge.
    #[cfg(test)]
    pub(crate) fn ed25519(&self) -> &ElectionIn<Ed25519> {
        match &self.0 {
            Core::Ed25519(election) => election,
            Core::Belenios2048(_) => panic!("forging is tested in Ed25519"),
        }
    }

    pub(crate) fn weight_of(&self, credential: &str) -> Option<u64> {
        match &self.0 {
            Core::Ed25519(e) => e.credentials.get(credential).map(|(weight, _)| *weight),
            Core::Belenios2048(e) => e.credentials.get(credential).map(|(weight, _)| *weight),
        }
    }

    fn facts(&self) -> &Facts {
        match &self.0 {
            Core::Ed25519(e) => &e.facts,
            Core::Belenios2048(e) => &e.facts,
        }
    }
}

impl<G: Group> ElectionIn<G> {
    /// Builds the tables of a checked election.
    pub(crate) fn load(
        facts: Facts,
        key: G::Element,
        trustees: Vec<G::Element>,
        credentials: Vec<PublicCredential<G>>,
    ) -> Self {
        let credentials = credentials.into_iter().map(|(text, weight, key)| (text, (weight, key))).collect();
        ElectionIn { facts, trustees, credentials, key: G::table(&key), making_key: G::making_table(&key) }
    }
}

impl From<ElectionIn<Ed25519>> for Election {
    fn from(election: ElectionIn<Ed25519>) -> Self {
        Election(Core::Ed25519(Box::new(election)))
    }
}

impl From<ElectionIn<Belenios2048>> for Election {
    fn from(election: ElectionIn<Belenios2048>) -> Self {
        Election(Core::Belenios2048(Box::new(election)))
    }
}
