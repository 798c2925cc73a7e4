//! What an elected candidate keeps of a paper: a share of what reaches it (Meek) or an amount (Warren), in nine or
//! twelve decimal places.
//!
//! Not here: how papers are walked ([`super::tree`]).

use crate::arith::Scale;

/// How what reaches a candidate is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// The keep factor times what reaches it, rounded up at nine places; the rest goes on.
    Share9,
    /// The same at twelve places.
    Share12,
    /// The keep factor, or all that reaches it if that is less, at nine places.
    Amount9,
}

impl Split {
    const NINE: u64 = 1_000_000_000;
    const TWELVE: u64 = 1_000_000_000_000;

    /// One whole paper.
    pub(super) fn one(self) -> u64 {
        match self {
            Self::Share9 | Self::Amount9 => Self::NINE,
            Self::Share12 => Self::TWELVE,
        }
    }

    /// The scale of votes.
    pub(super) fn scale(self) -> Scale {
        match self {
            Self::Share9 | Self::Amount9 => Scale::new(9),
            Self::Share12 => Scale::new(12),
        }
    }

    /// What is kept, by the keep factor, of what reaches the candidate; neither is above one.
    pub(super) fn kept(self, reaches: u64, keep: u64) -> u64 {
        match self {
            Self::Share9 => self.share9(reaches, keep),
            Self::Share12 => self.share12(reaches, keep),
            Self::Amount9 => reaches.min(keep),
        }
    }

    /// Nine places: the product of two numbers up to 10^9 fits 64 bits, with room to round up.
    #[inline]
    pub(super) fn share9(self, reaches: u64, keep: u64) -> u64 {
        (reaches * keep).div_ceil(Self::NINE)
    }

    /// Twelve places: up to 10^24. Hopeful candidates, the most frequent, need no division.
    #[inline]
    pub(super) fn share12(self, reaches: u64, keep: u64) -> u64 {
        if keep == Self::TWELVE {
            return reaches;
        }
        let product = u128::from(reaches) * u128::from(keep);
        u64::try_from(product.div_ceil(u128::from(Self::TWELVE)))
            .expect("a product of numbers up to one is at most one")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nobody_keeps_more_than_reaches_them(reaches in 0u64..=1_000_000_000, keep in 0u64..=1_000_000_000) {
            for split in [Split::Share9, Split::Amount9, Split::Share12] {
                let scale = split.one() / 1_000_000_000;
                prop_assert!(split.kept(reaches * scale, keep * scale) <= reaches * scale);
                prop_assert_eq!(split.kept(reaches * scale, split.one()), reaches * scale);
            }
        }

        #[test]
        fn the_kept_share_is_the_exact_one_rounded_up(reaches in 0u64..=1_000_000_000, keep in 0u64..=1_000_000_000) {
            let exact = u128::from(reaches) * u128::from(keep);
            let kept = u128::from(Split::Share9.kept(reaches, keep)) * 1_000_000_000;
            prop_assert!(exact <= kept && kept < exact + 1_000_000_000);
        }
    }
}
