//! Small discrete logarithms, for the counters of a result: baby steps and giant steps up to a known bound.

use std::collections::HashMap;

use crate::group::{Group, small};

/// The most baby steps kept; above, giant steps do the rest. About 50 MB while a result is computed.
const MAX_BABY_STEPS: u64 = 1 << 20;

/// `g^0 .. g^(m-1)` by a short key of each, for several logarithms up to the same bound.
pub(crate) struct DiscreteLog<G: Group> {
    baby: HashMap<u64, u64>,
    steps: u64,
    bound: u64,
    /// `g^-m`.
    giant: G::Element,
}

impl<G: Group> DiscreteLog<G> {
    /// Prepares for `count` logarithms between 0 and `bound`.
    pub(crate) fn vartime_new(bound: u64, count: usize) -> Self {
        let steps = (bound.saturating_mul(count.max(1) as u64)).isqrt().clamp(1, MAX_BABY_STEPS);
        let g = G::vartime_power(G::generator(), &small::<G>(1));
        let mut powers = Vec::with_capacity(steps as usize);
        let mut power = G::one();
        for _ in 0..steps {
            powers.push(power);
            power = G::mul(&power, &g);
        }
        let baby = G::keys(&powers).into_iter().zip(0..).collect();
        DiscreteLog { baby, steps, bound, giant: G::vartime_inverse(&power) }
    }

    /// The exponent e with `g^e = element`, or `None` if it is above the bound.
    pub(crate) fn vartime_find(&self, element: &G::Element) -> Option<u64> {
        const BATCH: usize = 64;
        let giants = self.bound / self.steps + 1;
        let mut current = *element;
        for start in (0..giants).step_by(BATCH) {
            let mut batch = Vec::with_capacity(BATCH);
            for _ in 0..BATCH {
                batch.push(current);
                current = G::mul(&current, &self.giant);
            }
            for (i, key) in (start..giants).zip(G::keys(&batch)) {
                let found = self.baby.get(&key).map(|baby| i * self.steps + baby);
                // The key is short, so what it finds is verified.
                let right = |e: &u64| {
                    *e <= self.bound && G::vartime_power(G::generator(), &small::<G>(*e)) == *element
                };
                if let Some(exponent) = found.filter(right) {
                    return Some(exponent);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::belenios2048::Belenios2048;
    use crate::group::ed25519::Ed25519;

    fn finds<G: Group>(bound: u64, exponents: &[u64]) {
        let log = DiscreteLog::<G>::vartime_new(bound, 1);
        for &e in exponents {
            let element = G::vartime_power(G::generator(), &small::<G>(e));
            assert_eq!(log.vartime_find(&element), (e <= bound).then_some(e), "{e} of {bound}");
        }
    }

    #[test]
    fn logarithms_up_to_the_bound_are_found_and_none_above() {
        for bound in [0, 1, 2, 7, 100] {
            finds::<Ed25519>(bound, &(0..=bound + 20).collect::<Vec<_>>());
        }
        finds::<Ed25519>(100_000_000, &[0, 99_999_999, 100_000_000, 100_000_001]);
        finds::<Belenios2048>(1000, &[0, 1, 31, 32, 999, 1000, 1001]);
    }
}
