//! Proofs of knowledge in the form (challenge, response), the one form all version-1 proofs share.
//!
//! Everywhere the commitment is recomputed as `base^response * key^challenge`, so `response = w - secret * challenge`. Commitments
//! enter a hash, so each is computed by itself; [`Claims`] collects those of a whole ballot so that they are rendered together.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::group::{self, Group, scalar_text};
use crate::hash::hash_to_scalar;

/// A proof as it stands in JSON: two decimal exponents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofText {
    /// The challenge.
    pub challenge: String,
    /// The response.
    pub response: String,
}

/// A proof read.
#[derive(Clone, Copy)]
pub(crate) struct Proof<G: Group> {
    pub(crate) challenge: G::Scalar,
    pub(crate) response: G::Scalar,
}

impl<G: Group> Proof<G> {
    /// Reads a proof whose exponents must be canonical.
    pub(crate) fn parse(text: &ProofText) -> Option<Self> {
        let strict = |text: &str| group::parse_scalar::<G>(text).filter(|s| s.canonical).map(|s| s.value);
        Some(Proof { challenge: strict(&text.challenge)?, response: strict(&text.response)? })
    }

    pub(crate) fn render(&self) -> ProofText {
        ProofText { challenge: scalar_text::<G>(&self.challenge), response: scalar_text::<G>(&self.response) }
    }
}

/// Claims of the form "these commitments hash to that challenge", gathered first and checked together.
pub(crate) struct Claims<G: Group, F> {
    commitments: Vec<G::Element>,
    claims: Vec<Claim<G, F>>,
}

struct Claim<G: Group, F> {
    prefix: String,
    count: usize,
    challenge: G::Scalar,
    fault: F,
}

impl<G: Group, F> Claims<G, F> {
    pub(crate) fn new() -> Self {
        Claims { commitments: Vec::new(), claims: Vec::new() }
    }

    /// Claims `H(prefix; commitments) = challenge`; `fault` is what its failure means.
    pub(crate) fn push(
        &mut self,
        prefix: String,
        commitments: &[G::Element],
        challenge: G::Scalar,
        fault: F,
    ) {
        self.commitments.extend_from_slice(commitments);
        self.claims.push(Claim { prefix, count: commitments.len(), challenge, fault });
    }

    /// The faults of the claims that do not hold, in the order they were made.
    pub(crate) fn check(self) -> Vec<F> {
        let texts = G::texts(&self.commitments);
        let mut rest = texts.as_slice();
        let mut faults = Vec::new();
        for claim in self.claims {
            let (own, others) = rest.split_at(claim.count);
            rest = others;
            if hash_to_scalar::<G>(&[&claim.prefix], own) != claim.challenge {
                faults.push(claim.fault);
            }
        }
        faults
    }
}

/// Proves knowledge of `secret` behind `g^secret`, bound to `prefix`.
pub(crate) fn make_knowledge<G: Group>(
    prefix: &[&str],
    secret: &G::Scalar,
    rng: &mut dyn rand_core::CryptoRng,
) -> Proof<G> {
    let w = Zeroizing::new(group::random_scalar::<G>(rng));
    let commitment = group::made_text::<G>(&G::make(G::making_generator(), &w));
    let challenge = hash_to_scalar::<G>(prefix, &[commitment]);
    Proof { challenge, response: *w - *secret * challenge }
}

/// The commitment `g^response * key^challenge`, given `key^challenge`.
pub(crate) fn vartime_commitment<G: Group>(proof: &Proof<G>, key_to_challenge: &G::Element) -> G::Element {
    G::mul(&G::vartime_power(G::generator(), &proof.response), key_to_challenge)
}

/// Checks a proof of knowledge behind `key`, bound to `prefix`; false also when `key` is outside the group.
pub(crate) fn vartime_check_knowledge<G: Group>(prefix: String, key: &G::Element, proof: &Proof<G>) -> bool {
    let Some(powers) = G::vartime_powers_of_member(key, &[proof.challenge]) else { return false };
    let mut claims = Claims::<G, ()>::new();
    for power in &powers {
        claims.push(prefix.clone(), &[vartime_commitment(proof, power)], proof.challenge, ());
    }
    claims.check().is_empty()
}
