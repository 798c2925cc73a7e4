//! How many are enough: "7 members, two thirds is 4.67, so 5". Exact integers, explained.
//!
//! Not here: what the base is (cast, present, eligible) and how abstentions count; the constitution says that.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How a fraction is to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// "at least two thirds": the fraction itself is enough.
    AtLeast,
    /// "more than half": the fraction itself is not.
    MoreThan,
}

/// How many are needed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needed {
    /// The smallest number that is enough; never 0.
    pub count: u64,
    /// To stand after the base: "two thirds is 4.67, so 5".
    pub arithmetic: String,
    /// To stand alone: "Two thirds of 7 is 4.67, so 5 are needed."
    pub sentence: String,
}

/// Why a fraction cannot be a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ThresholdError {
    /// Zero, more than one, or no fraction at all.
    #[error("{numerator}/{denominator} is no threshold; write a fraction above 0 and at most 1")]
    NotAFraction {
        /// The upper number.
        numerator: u64,
        /// The lower number.
        denominator: u64,
    },
    /// More than all can never be reached.
    #[error("more than all can never be reached; write \"at least\" or a smaller fraction")]
    MoreThanAll,
}

impl Needed {
    /// Whether `have` is enough.
    pub fn is_met_by(&self, have: u64) -> bool {
        have >= self.count
    }
}

/// Finds the smallest number that reaches a fraction of `base`.
///
/// At least 1 is always needed: two thirds of nobody would otherwise be reached by nobody.
/// *Errors*: a fraction that is none, or that nobody could reach.
pub fn needed(base: u64, numerator: u64, denominator: u64, rule: Rule) -> Result<Needed, ThresholdError> {
    if numerator == 0 || numerator > denominator {
        return Err(ThresholdError::NotAFraction { numerator, denominator });
    }
    if numerator == denominator && rule == Rule::MoreThan {
        return Err(ThresholdError::MoreThanAll);
    }
    let product = u128::from(base) * u128::from(numerator);
    let (whole, rest) = (product / u128::from(denominator), product % u128::from(denominator));
    let exact = match rule {
        Rule::AtLeast => whole + u128::from(rest > 0),
        Rule::MoreThan => whole + 1,
    };
    let count =
        u64::try_from(exact.max(1)).expect("at most base, or base + 1 below a fraction of less than one");
    let name = fraction_name(numerator, denominator);
    let value = decimal(whole, rest, denominator.into());
    let why = match (rule, exact) {
        (_, 0) => format!("but never fewer than 1: {count}"),
        (Rule::AtLeast, _) => format!("so {count}"),
        (Rule::MoreThan, _) => format!("and it takes more, so {count}"),
    };
    let is_needed = if count == 1 { "is needed" } else { "are needed" };
    Ok(Needed {
        count,
        arithmetic: format!("{name} is {value}, {why}"),
        sentence: format!("{} of {base} is {value}, {why} {is_needed}.", capital(&name)),
    })
}

/// The fraction in the words people use for it.
fn fraction_name(numerator: u64, denominator: u64) -> String {
    let divisor = greatest_common_divisor(numerator, denominator);
    let (n, d) = (numerator / divisor, denominator / divisor);
    let word = match (n, d) {
        (1, 1) => "all",
        (1, 2) => "half",
        (1, 3) => "one third",
        (2, 3) => "two thirds",
        (1, 4) => "one quarter",
        (3, 4) => "three quarters",
        (1, 5) => "one fifth",
        (2, 5) => "two fifths",
        (3, 5) => "three fifths",
        (4, 5) => "four fifths",
        _ if 100 % d == 0 => return format!("{} percent", n * (100 / d)),
        _ if 1000 % d == 0 => {
            let per_mille = n * (1000 / d);
            return format!("{}.{} percent", per_mille / 10, per_mille % 10);
        }
        _ => return format!("{n}/{d}"),
    };
    word.into()
}

/// `whole + rest/divisor` to two places, to more where two would look like a whole number it is not.
fn decimal(whole: u128, rest: u128, divisor: u128) -> String {
    if rest == 0 {
        return whole.to_string();
    }
    for places in 2..=9u32 {
        let scale = 10u128.pow(places);
        // `rest` is below 2^64 and `scale` at most 10^9: no overflow.
        let rounded = (2 * rest * scale + divisor) / (2 * divisor);
        if rounded > 0 && rounded < scale {
            return format!("{whole}.{rounded:0width$}", width = places as usize);
        }
    }
    format!("{whole} and {rest}/{divisor}")
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(base: u64, fraction: (u64, u64), rule: Rule, count: u64, sentence: &str) {
        let found = needed(base, fraction.0, fraction.1, rule).unwrap();
        assert_eq!((found.count, found.sentence.as_str()), (count, sentence));
    }

    #[test]
    fn seven_members_two_thirds_is_five() {
        check(7, (2, 3), Rule::AtLeast, 5, "Two thirds of 7 is 4.67, so 5 are needed.");
        assert_eq!(needed(7, 2, 3, Rule::AtLeast).unwrap().arithmetic, "two thirds is 4.67, so 5");
    }

    #[test]
    fn thresholds_people_use_read_well() {
        check(8, (1, 2), Rule::MoreThan, 5, "Half of 8 is 4, and it takes more, so 5 are needed.");
        check(9, (1, 2), Rule::MoreThan, 5, "Half of 9 is 4.50, and it takes more, so 5 are needed.");
        check(9, (6, 9), Rule::AtLeast, 6, "Two thirds of 9 is 6, so 6 are needed.");
        check(247, (1, 20), Rule::AtLeast, 13, "5 percent of 247 is 12.35, so 13 are needed.");
        check(8, (1, 8), Rule::AtLeast, 1, "12.5 percent of 8 is 1, so 1 is needed.");
        check(10, (3, 7), Rule::AtLeast, 5, "3/7 of 10 is 4.29, so 5 are needed.");
        check(12, (1, 1), Rule::AtLeast, 12, "All of 12 is 12, so 12 are needed.");
    }

    #[test]
    fn two_thirds_of_nobody_is_not_reached_by_nobody() {
        check(0, (2, 3), Rule::AtLeast, 1, "Two thirds of 0 is 0, but never fewer than 1: 1 is needed.");
        assert!(!needed(0, 2, 3, Rule::AtLeast).unwrap().is_met_by(0));
    }

    #[test]
    fn a_value_just_beside_a_whole_number_is_not_shown_as_one() {
        check(10_004, (1, 10_000), Rule::AtLeast, 2, "1/10000 of 10004 is 1.0004, so 2 are needed.");
        check(19_999, (1, 10_000), Rule::AtLeast, 2, "1/10000 of 19999 is 1.9999, so 2 are needed.");
        let tiny = needed(u64::MAX, u64::MAX - 1, u64::MAX, Rule::AtLeast).unwrap();
        assert_eq!(tiny.count, u64::MAX - 1);
        let near = needed(u64::MAX - 1, 1, u64::MAX, Rule::AtLeast).unwrap();
        assert!(near.sentence.contains(&format!("0 and {}/{}", u64::MAX - 1, u64::MAX)), "{}", near.sentence);
    }

    #[test]
    fn what_is_no_threshold_is_refused() {
        for (n, d) in [(0, 3), (4, 3), (1, 0), (0, 0)] {
            let refused = ThresholdError::NotAFraction { numerator: n, denominator: d };
            assert_eq!(needed(9, n, d, Rule::AtLeast), Err(refused));
        }
        assert_eq!(needed(9, 3, 3, Rule::MoreThan), Err(ThresholdError::MoreThanAll));
    }

    proptest! {
        #[test]
        fn it_is_the_smallest_number_that_is_enough(
            base in any::<u64>(), d in 1..=u64::MAX, n in 1..=u64::MAX, strict in any::<bool>()
        ) {
            let n = (n % d).max(1);
            let strict = strict && n < d;
            let rule = if strict { Rule::MoreThan } else { Rule::AtLeast };
            let found = needed(base, n, d, rule).unwrap();
            // Cross-multiplied: have/base against n/d without any division.
            let enough = |have: u64| {
                let (have, wanted) = (u128::from(have) * u128::from(d), u128::from(base) * u128::from(n));
                have >= wanted && !(strict && have == wanted)
            };
            prop_assert!(enough(found.count));
            prop_assert!(found.count == 1 || !enough(found.count - 1));
            prop_assert!(found.is_met_by(found.count) && !found.is_met_by(found.count - 1));
        }

        #[test]
        fn small_bodies_agree_with_trying_every_number(base in 0..60u64, d in 1..13u64, n in any::<u32>()) {
            let n = 1 + u64::from(n) % d;
            let by_hand = (1..=base + 1).find(|have| have * d >= base * n).unwrap();
            prop_assert_eq!(needed(base, n, d, Rule::AtLeast).unwrap().count, by_hand);
        }
    }
}
