//! How shares are written: `majority`, `2/3`, `10%`. Exact arithmetic on people and votes; no rounding, no floating point.
//! What a share is a share of is said beside it, by the rule.

use std::fmt;
use std::str::FromStr;

/// A share of people, votes or seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Share {
    /// More than half.
    Majority,
    /// At least this part: the part, and the whole it is a part of.
    Part {
        /// The part.
        part: u32,
        /// The whole.
        whole: u32,
        /// Whether it is written with a percent sign.
        is_percent: bool,
    },
}

/// A text that is no share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no share; write it like \"majority\", \"2/3\" or \"10%\"")]
pub struct ShareError;

impl FromStr for Share {
    type Err = ShareError;

    /// Reads a share.
    ///
    /// *Errors*: when the text is neither `majority`, nor a fraction up to one, nor a percentage up to a hundred.
    fn from_str(text: &str) -> Result<Self, ShareError> {
        let number = |part: &str| part.parse::<u32>().ok().filter(|n| (1..=1000).contains(n));
        let share = match (text.strip_suffix('%'), text.split_once('/')) {
            (Some(percent), _) => number(percent).filter(|n| *n <= 100).map(|part| Self::Part {
                part,
                whole: 100,
                is_percent: true,
            }),
            (None, Some((part, whole))) => number(part)
                .zip(number(whole))
                .filter(|(part, whole)| part <= whole)
                .map(|(part, whole)| Self::Part { part, whole, is_percent: false }),
            (None, None) => (text == "majority").then_some(Self::Majority),
        };
        share.ok_or(ShareError)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Majority => f.write_str("majority"),
            Self::Part { part, is_percent: true, .. } => write!(f, "{part}%"),
            Self::Part { part, whole, .. } => write!(f, "{part}/{whole}"),
        }
    }
}

impl Share {
    /// The share as two whole numbers: `(1, 2)` for a majority.
    pub fn fraction(&self) -> (u64, u64) {
        match self {
            Self::Majority => (1, 2),
            Self::Part { part, whole, .. } => (u64::from(*part), u64::from(*whole)),
        }
    }

    /// Whether exactly the fraction is too little: a majority is more than half.
    pub fn is_more_than(&self) -> bool {
        matches!(self, Self::Majority)
    }

    /// The fewest of a base that reach the share.
    ///
    /// *Units*: people, votes or seats. Of nothing, a majority is one: nobody decides alone by nobody coming.
    pub fn least_of(&self, base: u64) -> u64 {
        let (part, whole) = self.fraction();
        // A base is people or votes and fits 64 bits many times over; the product is taken in 128.
        let product = u128::from(base) * u128::from(part);
        let whole = u128::from(whole);
        let least = if self.is_more_than() { product / whole + 1 } else { product.div_ceil(whole) };
        u64::try_from(least).unwrap_or(u64::MAX)
    }

    /// Whether so many of a base reach the share.
    pub fn is_reached(&self, count: u64, base: u64) -> bool {
        count >= self.least_of(base)
    }

    /// Compares the shares as fractions; a majority comes right after one half.
    pub fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let ((a, b), (c, d)) = (self.fraction(), other.fraction());
        (a * d).cmp(&(c * b)).then(self.is_more_than().cmp(&other.is_more_than()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    #[test]
    fn shares_are_exact() {
        for (text, base, least) in [
            ("majority", 10, 6),
            ("majority", 11, 6),
            ("majority", 0, 1),
            ("1/2", 10, 5),
            ("1/2", 11, 6),
            ("2/3", 3, 2),
            ("2/3", 100, 67),
            ("3/4", 4, 3),
            ("10%", 8301, 831),
            ("50%", 0, 0),
            ("100%", 7, 7),
        ] {
            let share: Share = text.parse().expect("it is a share");
            assert_eq!(share.least_of(base), least, "{text} of {base}");
            assert_eq!(share.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", "3/2", "0%", "101%", "2/0", "0/3", "half", "Majority", "2 / 3", "-1/3", "1001/1001"]
        {
            assert_eq!(text.parse::<Share>(), Err(ShareError), "{text}");
        }
    }

    #[test]
    fn shares_compare_as_fractions() {
        let share = |text: &str| text.parse::<Share>().expect("it is a share");
        for (one, other, order) in [
            ("2/3", "60%", Ordering::Greater),
            ("1/2", "50%", Ordering::Equal),
            ("majority", "50%", Ordering::Greater),
            ("majority", "51%", Ordering::Less),
        ] {
            assert_eq!(share(one).compare(&share(other)), order, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn one_fewer_than_the_least_does_not_reach(part in 1u32..=1000, more in 0u32..1000, base in 0u64..1_000_000) {
            let whole = (part + more).min(1000);
            prop_assume!(part <= whole);
            let share = Share::Part { part, whole, is_percent: false };
            let least = share.least_of(base);
            // Crosswise, without any division.
            prop_assert!(u128::from(least) * u128::from(whole) >= u128::from(base) * u128::from(part));
            prop_assert!(least == 0 || u128::from(least - 1) * u128::from(whole) < u128::from(base) * u128::from(part));
            prop_assert!(share.is_reached(least, base));
        }
    }
}
