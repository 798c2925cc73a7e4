//! One answer of a ballot: read from JSON, and the claims its proofs make.
//!
//! A ciphertext's alpha and beta are each the base of several powers (two for its own proof, more where it also stands in another);
//! all of them, and the membership check, share one chain of squarings.

use std::borrow::Cow;

use super::fault::BallotFault;
use super::wire::{AnswerWire, ProofWire};
use crate::document::Question;
use crate::election::ElectionIn;
use crate::group::{self, Group, small};
use crate::proof::{Claims, Proof};

/// A ciphertext with its canonical texts.
pub(crate) struct Cipher<'a, G: Group> {
    pub(crate) alpha: G::Element,
    pub(crate) beta: G::Element,
    pub(crate) alpha_text: Cow<'a, str>,
    pub(crate) beta_text: Cow<'a, str>,
}

/// An answer read, its shape right for its question.
pub(crate) struct AnswerRead<'a, G: Group> {
    pub(crate) choices: Vec<Cipher<'a, G>>,
    individual: Vec<Vec<Proof<G>>>,
    overall: Vec<Proof<G>>,
    blank: Vec<Proof<G>>,
    /// Whether every text was in its canonical spelling.
    pub(crate) canonical: bool,
}

impl<'a, G: Group> AnswerRead<'a, G> {
    /// Reads the answer to question number `n`, counted from 1.
    pub(crate) fn parse(question: &Question, n: usize, wire: &AnswerWire<'a>) -> Result<Self, BallotFault> {
        if !has_shape(question, wire) {
            return Err(BallotFault::Shape { question: n });
        }
        let mut canonical = true;
        let mut choices = Vec::with_capacity(wire.choices.len());
        for (i, choice) in wire.choices.iter().enumerate() {
            let fault = BallotFault::Element { question: n, choice: i + 1 };
            let (alpha, alpha_text) = read_element::<G>(choice.alpha, &mut canonical).ok_or(fault)?;
            let (beta, beta_text) = read_element::<G>(choice.beta, &mut canonical).ok_or(fault)?;
            choices.push(Cipher { alpha, beta, alpha_text, beta_text });
        }
        let mut proofs = |wires: &[ProofWire]| {
            let read = wires.iter().map(|wire| read_proof(wire, &mut canonical)).collect::<Option<Vec<_>>>();
            read.ok_or(BallotFault::Scalar { question: n })
        };
        let individual =
            wire.individual_proofs.iter().map(|wires| proofs(wires)).collect::<Result<_, _>>()?;
        let overall = proofs(&wire.overall_proof)?;
        let blank = proofs(wire.blank_proof.as_deref().unwrap_or_default())?;
        Ok(AnswerRead { choices, individual, overall, blank, canonical })
    }
}

fn has_shape(question: &Question, wire: &AnswerWire<'_>) -> bool {
    // One branch per allowed count, and one for blank; written without a sum that foreign limits could overflow.
    let others = wire.overall_proof.len().checked_sub(1 + usize::from(question.blank));
    wire.choices.len() == question.counters()
        && wire.individual_proofs.len() == question.counters()
        && wire.individual_proofs.iter().all(|proofs| proofs.len() == 2)
        && others == question.max.checked_sub(question.min)
        && wire.blank_proof.as_ref().map(Vec::len) == question.blank.then_some(2)
}

fn read_element<'a, G: Group>(text: &'a str, canonical: &mut bool) -> Option<(G::Element, Cow<'a, str>)> {
    let read = G::vartime_parse(text)?;
    *canonical &= read.canonical;
    let text = if read.canonical { Cow::Borrowed(text) } else { Cow::Owned(group::text::<G>(&read.value)) };
    Some((read.value, text))
}

/// Reads a proof, tolerating unusual spellings and noting them.
pub(crate) fn read_proof<G: Group>(wire: &ProofWire<'_>, canonical: &mut bool) -> Option<Proof<G>> {
    let challenge = group::parse_scalar::<G>(wire.challenge)?;
    let response = group::parse_scalar::<G>(wire.response)?;
    *canonical &= challenge.canonical && response.canonical;
    Some(Proof { challenge: challenge.value, response: response.value })
}

/// The use of a ciphertext in a proof: that it encrypts `value`.
struct Use<G: Group> {
    proof: Proof<G>,
    value: usize,
}

/// The two commitments of a use: `g^r alpha^c` and `y^r (beta / g^value)^c`.
type Commitments<G> = [<G as Group>::Element; 2];

impl<G: Group> ElectionIn<G> {
    /// Claims what the proofs of an answer claim; returns the faults that need no hash.
    ///
    /// `bound` is S0: the fingerprint, `|`, and the credential. *Source*: section 4.4.
    pub(crate) fn vartime_claim_answer(
        &self,
        question: &Question,
        n: usize,
        bound: &str,
        answer: &AnswerRead<'_, G>,
        claims: &mut Claims<G, BallotFault>,
    ) -> Vec<BallotFault> {
        let mut faults = Vec::new();
        let mut flag = Vec::new();
        for (i, choice) in answer.choices.iter().enumerate() {
            let mut uses = uses(&answer.individual[i], 0);
            if question.blank && i == 0 {
                // The blank flag also stands in the first place of the two other proofs.
                uses.extend(answer.blank.first().map(|&proof| Use { proof, value: 0 }));
                uses.extend(answer.overall.first().map(|&proof| Use { proof, value: 1 }));
            }
            let Some(commitments) = self.vartime_commit_member(choice, &uses) else {
                faults.push(BallotFault::OutsideGroup { question: n, choice: i + 1 });
                continue;
            };
            let (own, shared) = commitments.split_at(2);
            let prefix = format!("prove|{bound}|{},{}|", choice.alpha_text, choice.beta_text);
            let fault = BallotFault::IndividualProof { question: n, choice: i + 1 };
            claims.push(prefix, own.as_flattened(), sum(&answer.individual[i]), fault);
            flag.extend_from_slice(shared);
        }
        if faults.is_empty() {
            self.vartime_claim_whole(question, n, bound, answer, &flag, claims);
        }
        faults
    }

    /// Claims the overall proof and, where blank is allowed, the blank proof.
    fn vartime_claim_whole(
        &self,
        question: &Question,
        n: usize,
        bound: &str,
        answer: &AnswerRead<'_, G>,
        flag: &[Commitments<G>],
        claims: &mut Claims<G, BallotFault>,
    ) {
        let listed: Vec<String> =
            answer.choices.iter().map(|c| format!("{},{}", c.alpha_text, c.beta_text)).collect();
        let bound = format!("{bound}|{}", listed.join(","));
        let chosen = &answer.choices[usize::from(question.blank)..];
        let alpha = chosen.iter().fold(G::one(), |product, choice| G::mul(&product, &choice.alpha));
        let beta = chosen.iter().fold(G::one(), |product, choice| G::mul(&product, &choice.beta));
        let overall = sum(&answer.overall);
        let fault = BallotFault::OverallProof { question: n };
        if let (true, [blank_zero, overall_one], [_, nothing]) =
            (question.blank, flag, answer.blank.as_slice())
        {
            let mut uses = uses(&answer.overall[1..], question.min);
            uses.insert(0, Use { proof: *nothing, value: 0 });
            let commitments = self.vartime_commit(&alpha, &beta, &uses);
            let (blank, counts) = commitments.split_at(1);
            let blank_fault = BallotFault::BlankProof { question: n };
            let pair = [*blank_zero, blank[0]];
            claims.push(format!("bproof0|{bound}|"), pair.as_flattened(), sum(&answer.blank), blank_fault);
            let all = [&[*overall_one], counts].concat();
            claims.push(format!("bproof1|{bound}|"), all.as_flattened(), overall, fault);
        } else {
            let commitments = self.vartime_commit(&alpha, &beta, &uses(&answer.overall, question.min));
            let [alpha, beta] =
                <[String; 2]>::try_from(G::texts(&[alpha, beta])).expect("one text per element");
            claims.push(format!("prove|{bound}|{alpha},{beta}|"), commitments.as_flattened(), overall, fault);
        }
    }

    /// The commitments of all uses of a ciphertext, or `None` if it lies outside the group.
    fn vartime_commit_member(&self, cipher: &Cipher<'_, G>, uses: &[Use<G>]) -> Option<Vec<Commitments<G>>> {
        let challenges = challenges(uses);
        let alphas = G::vartime_powers_of_member(&cipher.alpha, &challenges)?;
        let betas = G::vartime_powers_of_member(&cipher.beta, &challenges)?;
        Some(self.vartime_finish(&alphas, &betas, uses))
    }

    /// The commitments of all uses of a product of ciphertexts already known to be in the group.
    fn vartime_commit(&self, alpha: &G::Element, beta: &G::Element, uses: &[Use<G>]) -> Vec<Commitments<G>> {
        let challenges = challenges(uses);
        let alphas = G::vartime_powers(alpha, &challenges);
        let betas = G::vartime_powers(beta, &challenges);
        self.vartime_finish(&alphas, &betas, uses)
    }

    /// `(g^r alpha^c, y^r beta^c g^(-value c))` from the powers of alpha and beta.
    fn vartime_finish(
        &self,
        alphas: &[G::Element],
        betas: &[G::Element],
        uses: &[Use<G>],
    ) -> Vec<Commitments<G>> {
        let g = G::generator();
        let finish = |((alpha, beta), Use { proof, value }): ((&G::Element, &G::Element), &Use<G>)| {
            let a = G::mul(&G::vartime_power(g, &proof.response), alpha);
            let mut b = G::mul(&G::vartime_power(&self.key, &proof.response), beta);
            if *value > 0 {
                let shift = small::<G>(0) - small::<G>(*value as u64) * proof.challenge;
                b = G::mul(&b, &G::vartime_power(g, &shift));
            }
            [a, b]
        };
        alphas.iter().zip(betas).zip(uses).map(finish).collect()
    }
}

/// The uses of proofs for the values from `first` on.
fn uses<G: Group>(proofs: &[Proof<G>], first: usize) -> Vec<Use<G>> {
    proofs.iter().zip(first..).map(|(&proof, value)| Use { proof, value }).collect()
}

fn challenges<G: Group>(uses: &[Use<G>]) -> Vec<G::Scalar> {
    uses.iter().map(|use_| use_.proof.challenge).collect()
}

fn sum<G: Group>(proofs: &[Proof<G>]) -> G::Scalar {
    proofs.iter().fold(small::<G>(0), |sum, proof| sum + proof.challenge)
}
