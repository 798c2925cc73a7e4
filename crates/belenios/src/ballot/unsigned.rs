//! A ballot before it is signed. Making one in two steps lets the maker draw the randomness of the answers and that of the
//! signature from two sources: the first may be shown to prove what the ballot says, the second would give the credential away.

use rand_core::CryptoRng;

use super::encrypt::EncryptError;
use super::wire::{BallotWire, ProofWire, SignatureWire, signature_part};
use crate::credential::Credential;
use crate::group::belenios2048::Belenios2048;
use crate::group::ed25519::Ed25519;
use crate::group::{Group, GroupName};
use crate::proof::{ProofText, make_knowledge};

/// Encrypted and proved answers of one voter, not signed yet.
pub struct Unsigned {
    pub(super) group: GroupName,
    pub(super) uuid: String,
    pub(super) public: String,
    /// The JSON of each answer.
    pub(super) answers: Vec<String>,
    pub(super) signed: String,
    pub(super) hash: String,
}

impl Unsigned {
    /// The hash that the signature covers, in Base64: no two ballots have the same.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Signs; the result is the ballot.
    ///
    /// *Errors*: [`EncryptError::UnknownCredential`] if the answers were made for another one.
    pub fn sign(&self, credential: &Credential, rng: &mut dyn CryptoRng) -> Result<Vec<u8>, EncryptError> {
        if credential.public(self.group, &self.uuid) != self.public {
            return Err(EncryptError::UnknownCredential);
        }
        let ProofText { challenge, response } = match self.group {
            GroupName::Ed25519 => self.prove::<Ed25519>(credential, rng),
            GroupName::Belenios2048 => self.prove::<Belenios2048>(credential, rng),
        };
        let proof = ProofWire { challenge: &challenge, response: &response };
        let signature = signature_part(&SignatureWire { hash: &self.hash, proof });
        Ok([self.signed.as_str(), &signature].concat().into_bytes())
    }

    fn prove<G: Group>(&self, credential: &Credential, rng: &mut dyn CryptoRng) -> ProofText {
        let secret = credential.secret::<G>(&self.uuid);
        make_knowledge::<G>(&["sig|", &self.hash, "|"], &secret, rng).render()
    }

    /// The first question, counted from 1, that a ballot answers with other bytes; `None` if it has all of these answers.
    ///
    /// A text that is no ballot differs in the first.
    pub fn first_difference(&self, ballot: &[u8]) -> Option<usize> {
        let text = std::str::from_utf8(ballot).unwrap_or_default();
        let Ok(ballot) = serde_json::from_str::<BallotWire<'_>>(text) else { return Some(1) };
        if ballot.signed_part() == self.signed {
            return None;
        }
        let found: Vec<&serde_json::value::RawValue> =
            serde_json::from_str(ballot.answers.get()).unwrap_or_default();
        let same = found.iter().zip(&self.answers).take_while(|(found, own)| found.get() == own.as_str());
        Some(same.count().min(self.answers.len().saturating_sub(1)) + 1)
    }
}
