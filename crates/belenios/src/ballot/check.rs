//! The checks of one ballot, as it is cast and as it is audited.
//!
//! Both run the same examination, which finds every fault. Comparing ballots with one another is not done here.

use super::answer::{AnswerRead, read_proof};
use super::fault::BallotFault;
use super::wire::{AnswerWire, BallotWire, signature_part};
use crate::election::ElectionIn;
use crate::group::{self, Group};
use crate::hash::{Hash, base64, sha256, tracker_of};
use crate::proof::{Claims, vartime_commitment};
use crate::tally::Rows;

/// What a ballot says of itself: enough to place it among others, nothing that was proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotHead {
    /// The public credential it was cast with.
    pub credential: String,
    /// The weight of that credential.
    pub weight: u64,
    /// The tracker the voter looks for.
    pub tracker: String,
    pub(crate) ciphertexts: Vec<Hash>,
}

impl BallotHead {
    /// A digest per ciphertext: one that occurred in an earlier ballot makes this a copy.
    pub fn ciphertext_digests(&self) -> &[[u8; 32]] {
        &self.ciphertexts
    }
}

/// A ballot that passed all checks that need no other ballot. It reads as its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedBallot(BallotHead);

impl std::ops::Deref for CheckedBallot {
    type Target = BallotHead;
    fn deref(&self) -> &BallotHead {
        &self.0
    }
}

/// What the examination of a ballot found.
pub(crate) struct Examined<G: Group> {
    /// All faults, in the order of section 4.4.
    pub(crate) faults: Vec<BallotFault>,
    /// The public credential, if it is in the list.
    pub(crate) credential: Option<String>,
    /// The ciphertexts by question, if all could be read.
    pub(crate) ciphertexts: Option<Rows<G>>,
    /// A digest per ciphertext that could be read.
    pub(crate) digests: Vec<Hash>,
}

impl<G: Group> ElectionIn<G> {
    pub(crate) fn check_ballot(&self, bytes: &[u8]) -> Result<CheckedBallot, BallotFault> {
        let examined = self.vartime_examine(bytes);
        match (examined.faults.first(), examined.credential) {
            (Some(fault), _) => Err(*fault),
            (None, None) => Err(BallotFault::UnknownCredential),
            (None, Some(credential)) => Ok(CheckedBallot(BallotHead {
                weight: self.credentials.get(&credential).map_or(0, |(weight, _)| *weight),
                credential,
                tracker: tracker_of(bytes),
                ciphertexts: examined.digests,
            })),
        }
    }

    /// The same without a list: any credential that is an element of the group will do.
    pub(crate) fn check_unlisted(&self, bytes: &[u8]) -> Result<BallotHead, BallotFault> {
        let examined = self.vartime_examine(bytes);
        let unlisted = |fault: &&BallotFault| **fault != BallotFault::UnknownCredential;
        if let Some(fault) = examined.faults.iter().find(unlisted) {
            return Err(*fault);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| BallotFault::Malformed)?;
        let ballot: BallotWire<'_> = serde_json::from_str(text).map_err(|_| BallotFault::Malformed)?;
        if ballot.credential == group::text::<G>(&G::one()) {
            // No list has the neutral element, under which anybody can sign.
            return Err(BallotFault::Credential);
        }
        Ok(BallotHead {
            weight: 1,
            credential: ballot.credential.to_owned(),
            tracker: tracker_of(bytes),
            ciphertexts: examined.digests,
        })
    }

    /// Finds every fault of a ballot.
    pub(crate) fn vartime_examine(&self, bytes: &[u8]) -> Examined<G> {
        let mut examined =
            Examined { faults: Vec::new(), credential: None, ciphertexts: None, digests: Vec::new() };
        let text = std::str::from_utf8(bytes).ok();
        let Some(ballot) = text.and_then(|text| serde_json::from_str::<BallotWire>(text).ok()) else {
            examined.faults.push(BallotFault::Malformed);
            return examined;
        };
        let faults = &mut examined.faults;
        let signed = ballot.signed_part();
        let whole = [signed.as_str(), &signature_part(&ballot.signature)].concat();
        if whole.as_bytes() != bytes || has_space_or_escape(ballot.answers.get()) {
            faults.push(BallotFault::NotCanonical);
        }
        if ballot.election_uuid != self.facts.template.uuid || ballot.election_hash != self.facts.fingerprint
        {
            faults.push(BallotFault::WrongElection);
        }
        let mut claims = Claims::<G, _>::new();
        examined.credential = self.vartime_claim_signature(&ballot, &signed, &mut claims, faults);
        let Ok(wires) = serde_json::from_str::<Vec<AnswerWire>>(ballot.answers.get()) else {
            faults.push(BallotFault::Malformed);
            return examined;
        };
        let canonical = self.vartime_examine_answers(&ballot, &wires, claims, &mut examined);
        if !canonical {
            let alone = examined.faults.is_empty();
            examined.faults.push(BallotFault::Spelling { alone });
        }
        examined
    }

    /// Claims the signature; returns the credential if it is in the list.
    fn vartime_claim_signature(
        &self,
        ballot: &BallotWire<'_>,
        signed: &str,
        claims: &mut Claims<G, BallotFault>,
        faults: &mut Vec<BallotFault>,
    ) -> Option<String> {
        let listed = self.credentials.get(ballot.credential).map(|(_, key)| *key);
        if listed.is_none() {
            faults.push(BallotFault::UnknownCredential);
        }
        let Some(key) = listed.or_else(|| group::vartime_parse_member::<G>(ballot.credential)) else {
            faults.push(BallotFault::Credential);
            return None;
        };
        let hash = base64(&sha256([signed, "}"].concat().as_bytes()));
        if ballot.signature.hash != hash {
            faults.push(BallotFault::SignatureHash);
        }
        let mut canonical = true;
        let proof = read_proof::<G>(&ballot.signature.proof, &mut canonical);
        let Some(proof) = proof.filter(|_| canonical) else {
            faults.push(BallotFault::NotCanonical);
            return listed.map(|_| ballot.credential.to_owned());
        };
        for power in G::vartime_powers(&key, &[proof.challenge]) {
            let prefix = format!("sig|{}|", ballot.signature.hash);
            claims.push(
                prefix,
                &[vartime_commitment(&proof, &power)],
                proof.challenge,
                BallotFault::Signature,
            );
        }
        listed.map(|_| ballot.credential.to_owned())
    }

    /// Examines the answers and settles all claims; whether everything in the answers was spelled canonically.
    fn vartime_examine_answers(
        &self,
        ballot: &BallotWire<'_>,
        wires: &[AnswerWire<'_>],
        mut claims: Claims<G, BallotFault>,
        examined: &mut Examined<G>,
    ) -> bool {
        let questions = &self.facts.template.questions;
        let mut canonical = serde_json::to_string(wires).is_ok_and(|text| text == ballot.answers.get());
        let mut ciphertexts = Vec::with_capacity(wires.len());
        if wires.len() != questions.len() {
            examined.faults.push(BallotFault::AnswerCount);
        }
        let bound = format!("{}|{}", self.facts.fingerprint, ballot.credential);
        for (n, (question, wire)) in (1..).zip(questions.iter().zip(wires)) {
            let answer = match AnswerRead::<G>::parse(question, n, wire) {
                Ok(answer) => answer,
                Err(fault) => {
                    examined.faults.push(fault);
                    continue;
                }
            };
            canonical &= answer.canonical;
            examined.faults.extend(self.vartime_claim_answer(question, n, &bound, &answer, &mut claims));
            for choice in &answer.choices {
                let text = [&*choice.alpha_text, ",", &*choice.beta_text].concat();
                examined.digests.push(sha256(text.as_bytes()));
            }
            ciphertexts.push(answer.choices.iter().map(|choice| (choice.alpha, choice.beta)).collect());
        }
        examined.faults.extend(claims.check());
        examined.ciphertexts = (ciphertexts.len() == questions.len()).then_some(ciphertexts);
        canonical
    }
}

/// White space or an escape: never in an answer, whichever program wrote it.
fn has_space_or_escape(answers: &str) -> bool {
    answers.bytes().any(|b| b.is_ascii_whitespace() || b == b'\\')
}
