//! A ballot as it stands in JSON: borrowed texts, nothing decoded yet, and the canonical rendering of the same.
//!
//! *Source*: section 3.2, "ballot" and "ANS homomorphic".

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The outer members; `answers` keeps its exact bytes, which are what is hashed and signed.
#[derive(Deserialize)]
pub(crate) struct BallotWire<'a> {
    pub(crate) election_uuid: &'a str,
    pub(crate) election_hash: &'a str,
    pub(crate) credential: &'a str,
    #[serde(borrow)]
    pub(crate) answers: &'a RawValue,
    pub(crate) signature: SignatureWire<'a>,
}

/// The signature of a ballot.
#[derive(Serialize, Deserialize)]
pub(crate) struct SignatureWire<'a> {
    pub(crate) hash: &'a str,
    #[serde(borrow)]
    pub(crate) proof: ProofWire<'a>,
}

/// The answer to a choose-k question.
#[derive(Serialize, Deserialize)]
pub(crate) struct AnswerWire<'a> {
    #[serde(borrow)]
    pub(crate) choices: Vec<CipherWire<'a>>,
    pub(crate) individual_proofs: Vec<Vec<ProofWire<'a>>>,
    pub(crate) overall_proof: Vec<ProofWire<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) blank_proof: Option<Vec<ProofWire<'a>>>,
}

/// A ciphertext.
#[derive(Serialize, Deserialize)]
pub(crate) struct CipherWire<'a> {
    pub(crate) alpha: &'a str,
    pub(crate) beta: &'a str,
}

/// A proof.
#[derive(Serialize, Deserialize)]
pub(crate) struct ProofWire<'a> {
    pub(crate) challenge: &'a str,
    pub(crate) response: &'a str,
}

impl BallotWire<'_> {
    /// The signed part: the ballot up to and including the answers, without its closing brace.
    ///
    /// The texts were read without escapes, so quoting them is rendering them.
    pub(crate) fn signed_part(&self) -> String {
        signed_part(self.election_uuid, self.election_hash, self.credential, self.answers.get())
    }
}

/// The signed part of a ballot, without its closing brace.
pub(crate) fn signed_part(uuid: &str, hash: &str, credential: &str, answers: &str) -> String {
    format!(
        r#"{{"election_uuid":"{uuid}","election_hash":"{hash}","credential":"{credential}","answers":{answers}"#
    )
}

/// What follows the signed part in a whole ballot.
pub(crate) fn signature_part(signature: &SignatureWire<'_>) -> String {
    let SignatureWire { hash, proof: ProofWire { challenge, response } } = signature;
    format!(
        r#","signature":{{"hash":"{hash}","proof":{{"challenge":"{challenge}","response":"{response}"}}}}}}"#
    )
}
