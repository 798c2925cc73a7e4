//! Partial decryption: a trustee's factor for every ciphertext of the tally, with proofs.
//!
//! *Source*: section 4.5. The payload has the shape of the tally: `{"decryption_factors":[[..]],"decryption_proofs":[[..]]}`.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Pair, Tally};
use crate::election::ElectionIn;
use crate::finding::Fault;
use crate::group::{self, Group, random_scalar};
use crate::hash::hash_to_scalar;
use crate::proof::{Claims, Proof, ProofText, vartime_commitment};

/// Why a trustee cannot decrypt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecryptError {
    /// The share is not the one of the trustee named, or of another group.
    #[error("this private key is not the one of trustee {owner}; use the key made for this election")]
    NotTheTrustee {
        /// Counted from 1.
        owner: usize,
    },
    /// The tally is not one of this election.
    #[error("the tally does not belong to this election; fetch it again")]
    Tally,
}

/// What can be wrong with a trustee's part of the decryption. Questions and counters are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecryptionFault {
    /// There is no trustee of that number.
    #[error("there is no trustee {owner}")]
    Owner {
        /// Counted from 1.
        owner: usize,
    },
    /// The tally it decrypts is not one of this election.
    #[error("the tally it decrypts does not belong to this election")]
    Tally,
    /// The payload is malformed, not canonical, or of another shape than the tally.
    #[error("the partial decryption is malformed, not in canonical form, or does not fit the tally")]
    Malformed,
    /// A factor lies outside the group.
    #[error("question {question}, counter {counter}: the decryption factor lies outside the group")]
    Factor {
        /// The question.
        question: usize,
        /// The counter.
        counter: usize,
    },
    /// A proof does not hold.
    #[error("question {question}, counter {counter}: the proof of the decryption factor does not hold")]
    Proof {
        /// The question.
        question: usize,
        /// The counter.
        counter: usize,
    },
}

impl Fault for DecryptionFault {
    fn code(&self) -> &'static str {
        match self {
            DecryptionFault::Owner { .. } => "decryption-owner",
            DecryptionFault::Tally => "decryption-tally",
            DecryptionFault::Malformed => "decryption-malformed",
            DecryptionFault::Factor { .. } => "decryption-factor",
            DecryptionFault::Proof { .. } => "decryption-proof",
        }
    }
}

#[derive(Serialize, Deserialize)]
struct PayloadWire {
    decryption_factors: Vec<Vec<String>>,
    decryption_proofs: Vec<Vec<ProofText>>,
}

impl PayloadWire {
    /// Reads a payload that must be canonical and of the tally's shape.
    fn parse<T>(payload: &str, tally: &[Vec<T>]) -> Option<PayloadWire> {
        let wire: PayloadWire = serde_json::from_str(payload).ok()?;
        let lengths = |rows: &mut dyn Iterator<Item = usize>| rows.eq(tally.iter().map(Vec::len));
        let fits = lengths(&mut wire.decryption_factors.iter().map(Vec::len))
            && lengths(&mut wire.decryption_proofs.iter().map(Vec::len));
        let canonical = fits && serde_json::to_string(&wire).is_ok_and(|text| text == payload);
        canonical.then_some(wire)
    }
}

impl<G: Group> ElectionIn<G> {
    /// Decrypts with a share; `secret` is the share's exponent if it is of this group.
    pub(crate) fn decrypt(
        &self,
        secret: Option<&G::Scalar>,
        tally: &Tally,
        owner: usize,
        rng: &mut dyn CryptoRng,
    ) -> Result<String, DecryptError> {
        let trustee = owner.checked_sub(1).and_then(|i| self.facts.trustees.get(i));
        let public = secret.map(|x| group::made_text::<G>(&G::make(G::making_generator(), x)));
        let (Some(x), true) = (secret, trustee.is_some() && trustee == public.as_ref()) else {
            return Err(DecryptError::NotTheTrustee { owner });
        };
        let rows = self.vartime_read_tally(&tally.encrypted_tally).ok_or(DecryptError::Tally)?;
        let prefix = self.prefix(trustee.map_or("", String::as_str));
        let mut wire = PayloadWire { decryption_factors: Vec::new(), decryption_proofs: Vec::new() };
        for row in &rows {
            let parts = row.iter().map(|(alpha, _)| factor::<G>(&prefix, x, alpha, rng));
            let (factors, proofs) = parts.unzip();
            wire.decryption_factors.push(factors);
            wire.decryption_proofs.push(proofs);
        }
        Ok(serde_json::to_string(&wire).expect("strings and lists always render"))
    }

    pub(crate) fn check_decryption(
        &self,
        owner: usize,
        tally: &Tally,
        payload: &str,
    ) -> Vec<DecryptionFault> {
        let Some(rows) = self.vartime_read_tally(&tally.encrypted_tally) else {
            return vec![DecryptionFault::Tally];
        };
        self.vartime_factors(owner, &rows, payload).err().unwrap_or_default()
    }

    /// The checked factors of a partial decryption, or every fault.
    pub(crate) fn vartime_factors(
        &self,
        owner: usize,
        rows: &[Vec<Pair<G>>],
        payload: &str,
    ) -> Result<Vec<Vec<G::Element>>, Vec<DecryptionFault>> {
        let trustee =
            owner.checked_sub(1).and_then(|i| Some((self.facts.trustees.get(i)?, self.trustees.get(i)?)));
        let Some((text, key)) = trustee else { return Err(vec![DecryptionFault::Owner { owner }]) };
        let Some(wire) = PayloadWire::parse(payload, rows) else {
            return Err(vec![DecryptionFault::Malformed]);
        };
        let prefix = self.prefix(text);
        let mut claims = Claims::<G, _>::new();
        let mut faults = Vec::new();
        let mut factors = Vec::with_capacity(rows.len());
        for (question, ((row, texts), proofs)) in
            (1..).zip(rows.iter().zip(&wire.decryption_factors).zip(&wire.decryption_proofs))
        {
            let mut checked = Vec::with_capacity(row.len());
            for (counter, (((alpha, _), text), proof)) in (1..).zip(row.iter().zip(texts).zip(proofs)) {
                let Some(proof) = Proof::<G>::parse(proof) else {
                    return Err(vec![DecryptionFault::Malformed]);
                };
                let read = G::vartime_parse(text).filter(|read| read.canonical);
                let power = read.and_then(|read| {
                    Some((read.value, G::vartime_powers_of_member(&read.value, &[proof.challenge])?.pop()?))
                });
                let Some((factor, factor_to_challenge)) = power else {
                    faults.push(DecryptionFault::Factor { question, counter });
                    continue;
                };
                let commitments = vartime_commitments::<G>(key, alpha, &factor_to_challenge, &proof);
                let fault = DecryptionFault::Proof { question, counter };
                claims.push(prefix.clone(), &commitments, proof.challenge, fault);
                checked.push(factor);
            }
            factors.push(checked);
        }
        faults.extend(claims.check());
        if faults.is_empty() { Ok(factors) } else { Err(faults) }
    }

    fn prefix(&self, public_key: &str) -> String {
        format!("decrypt|{}|{public_key}|", self.facts.fingerprint)
    }
}

/// `A = g^r X^c` and `B = alpha^r F^c`.
fn vartime_commitments<G: Group>(
    key: &G::Element,
    alpha: &G::Element,
    factor_to_challenge: &G::Element,
    proof: &Proof<G>,
) -> [G::Element; 2] {
    let power = |base, exponent| G::vartime_powers(base, &[exponent]).pop().unwrap_or(G::one());
    let a = vartime_commitment(proof, &power(key, proof.challenge));
    let b = G::mul(&power(alpha, proof.response), factor_to_challenge);
    [a, b]
}

/// `F = alpha^x` with its proof.
fn factor<G: Group>(
    prefix: &str,
    x: &G::Scalar,
    alpha: &G::Element,
    rng: &mut dyn CryptoRng,
) -> (String, ProofText) {
    let w = Zeroizing::new(random_scalar::<G>(rng));
    let made = [G::make_power(alpha, x), G::make(G::making_generator(), &w), G::make_power(alpha, &w)];
    let [factor, a, b] = <[String; 3]>::try_from(G::made_texts(&made)).expect("one text per element");
    let challenge = hash_to_scalar::<G>(&[prefix], &[a, b]);
    (factor, Proof::<G> { challenge, response: *w - *x * challenge }.render())
}
