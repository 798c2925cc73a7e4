//! Reading a ballot again that was checked when it was cast: its credential, tracker and ciphertexts, and no proof. For
//! whoever rebuilds what was derived from an archive; [`crate::verify`] is what checks one.

use super::check::BallotHead;
use super::fault::BallotFault;
use super::wire::{AnswerWire, BallotWire};
use crate::election::Election;
use crate::hash::{sha256, tracker_of};

impl Election {
    /// Reads a ballot without checking its proofs or its signature.
    ///
    /// *Errors*: it is no ballot, or its credential is not in the list.
    pub fn read_ballot(&self, bytes: &[u8]) -> Result<BallotHead, BallotFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| BallotFault::Malformed)?;
        let ballot: BallotWire<'_> = serde_json::from_str(text).map_err(|_| BallotFault::Malformed)?;
        let answers: Vec<AnswerWire<'_>> =
            serde_json::from_str(ballot.answers.get()).map_err(|_| BallotFault::Malformed)?;
        let weight = self.weight_of(ballot.credential).ok_or(BallotFault::UnknownCredential)?;
        let choices = answers.iter().flat_map(|answer| &answer.choices);
        let digest = |choice: &super::wire::CipherWire<'_>| {
            sha256([choice.alpha, ",", choice.beta].concat().as_bytes())
        };
        Ok(BallotHead {
            credential: ballot.credential.to_owned(),
            weight,
            tracker: tracker_of(bytes),
            ciphertexts: choices.map(digest).collect(),
        })
    }
}
