//! Decimal fixed-point on `i128`: a value is a whole number of units of 10^-places, and every operation says which way it
//! rounds. No floats, and nothing wraps: what cannot fit stops the count at once.
//!
//! Bounds: papers are at most 2^40 ([`crate::Papers::MAX`]) and places at most 12, so a sum of votes stays below 2^80 and
//! a product of votes with a value of at most one below 2^120.
//!
//! Not here: fractions without an end; a rule that needs them carries numerator and denominator itself.

/// Votes in units of the rule's last place.
pub type Votes = i128;

const FITS: &str = "papers are at most 2^40 and places at most 12, so no product leaves 128 bits";

/// How many decimal places a rule counts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    places: u32,
    unit: Votes,
}

impl Scale {
    /// A scale of so many decimal places, at most 12.
    pub const fn new(places: u32) -> Self {
        assert!(places <= 12, "more places than the bounds of this file allow");
        Self { places, unit: 10i128.pow(places) }
    }

    /// How many decimal places.
    pub const fn places(self) -> u32 {
        self.places
    }

    /// One vote.
    pub const fn one(self) -> Votes {
        self.unit
    }

    /// So many whole votes.
    pub fn whole(self, papers: u64) -> Votes {
        i128::from(papers) * self.unit
    }

    /// `a` times `b`, rounded down.
    pub fn mul_floor(self, a: Votes, b: Votes) -> Votes {
        mul_div_floor(a, b, self.unit)
    }

    /// `a` times `b`, rounded up.
    pub fn mul_ceil(self, a: Votes, b: Votes) -> Votes {
        mul_div_ceil(a, b, self.unit)
    }

    /// `a` over `b`, rounded down; `b` is positive.
    pub fn div_floor(self, a: Votes, b: Votes) -> Votes {
        mul_div_floor(a, self.unit, b)
    }

    /// `a` over `b`, rounded up; `b` is positive.
    pub fn div_ceil(self, a: Votes, b: Votes) -> Votes {
        mul_div_ceil(a, self.unit, b)
    }

    /// Cut down to whole votes.
    pub fn cut(self, votes: Votes) -> Votes {
        votes - votes.rem_euclid(self.unit)
    }

    /// As printed: all places of the rule, a point, no thousands separator.
    pub fn text(self, votes: Votes) -> String {
        let sign = if votes < 0 { "-" } else { "" };
        let size = votes.unsigned_abs();
        let unit = self.unit.unsigned_abs();
        match self.places {
            0 => format!("{sign}{size}"),
            places => format!("{sign}{}.{:0width$}", size / unit, size % unit, width = places as usize),
        }
    }
}

/// `a` times `b` over `c`, rounded down in one step: the order of operations that the Scottish reports need.
pub fn mul_div_floor(a: Votes, b: Votes, c: Votes) -> Votes {
    debug_assert!(c > 0);
    a.checked_mul(b).expect(FITS).div_euclid(c)
}

/// `a` times `b` over `c`, rounded up in one step.
pub fn mul_div_ceil(a: Votes, b: Votes, c: Votes) -> Votes {
    debug_assert!(c > 0);
    let product = a.checked_mul(b).expect(FITS);
    product.div_euclid(c) + Votes::from(product.rem_euclid(c) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_carries_all_places() {
        let five = Scale::new(5);
        assert_eq!(five.text(0), "0.00000");
        assert_eq!(five.text(93_905_324), "939.05324");
        assert_eq!(five.text(-1), "-0.00001");
        assert_eq!(Scale::new(0).text(17), "17");
        assert_eq!(five.text(five.whole(1 << 40)), "1099511627776.00000");
    }

    #[test]
    fn the_order_of_operations_changes_the_last_place() {
        // Why rules name it: floor(floor(439 / 1378) x 3) is not floor(439 x 3 / 1378).
        let five = Scale::new(5);
        let (surplus, value, votes) = (five.whole(439), five.whole(3), five.whole(1378));
        assert_eq!(mul_div_floor(surplus, value, votes), 95573);
        assert_eq!(five.mul_floor(five.div_floor(surplus, votes), value), 95571);
    }

    proptest! {
        #[test]
        fn down_and_up_enclose_the_product_and_differ_by_one_unit_at_most(
            a in 0i128..1 << 70, b in 0i128..1 << 30, places in 0u32..10
        ) {
            let scale = Scale::new(places);
            let (down, up) = (scale.mul_floor(a, b), scale.mul_ceil(a, b));
            prop_assert!(down * scale.one() <= a * b && a * b <= up * scale.one());
            prop_assert!(up - down <= 1);
        }

        #[test]
        fn dividing_what_was_multiplied_gives_it_back(a in 0i128..1 << 70, b in 1i128..1 << 20) {
            prop_assert_eq!(mul_div_floor(a, b, b), a);
            prop_assert_eq!(mul_div_ceil(a, b, b), a);
        }
    }
}
