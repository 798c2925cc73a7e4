//! The numbers of an answer as people read them: decimal strings into whole units and back, without floats.
//!
//! Not here: counting. A rule's own arithmetic is in [`crate::arith`].

/// A number of votes: so many units of 10^-places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Units of the last place.
    pub units: i128,
    /// Decimal places.
    pub places: u32,
}

/// Most places that are read; no rule has so many.
const MAX_PLACES: usize = 18;
/// The most digits before the point: far more than there are papers.
const MOST_DIGITS: usize = 19;

impl Figure {
    /// Reads what an answer carries ("939.05324").
    ///
    /// *Errors*: `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || !plain(whole)
            || !plain(part)
            || part.len() > MAX_PLACES
            || whole.len() > MOST_DIGITS
        {
            return None;
        }
        let units: i128 = format!("{whole}{part}").parse().ok()?;
        Some(Self { units: if negative { -units } else { units }, places: u32::try_from(part.len()).ok()? })
    }

    /// Reads, taking what is no number as nothing.
    pub fn read(text: &str) -> Self {
        Self::parse(text).unwrap_or_default()
    }

    /// So many whole papers.
    pub fn whole(papers: u64) -> Self {
        Self { units: i128::from(papers), places: 0 }
    }

    /// The difference, in the finer of both scales.
    pub fn minus(self, other: Self) -> Self {
        let places = self.places.max(other.places);
        Self { units: self.units_at(places) - other.units_at(places), places }
    }

    /// The sum, in the finer of both scales.
    pub fn plus(self, other: Self) -> Self {
        let places = self.places.max(other.places);
        Self { units: self.units_at(places) + other.units_at(places), places }
    }

    /// Units of another scale, at least as fine.
    pub fn units_at(self, places: u32) -> i128 {
        self.units * 10i128.pow(places.saturating_sub(self.places))
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// Which is more.
    pub fn compare(self, other: Self) -> std::cmp::Ordering {
        let places = self.places.max(other.places);
        self.units_at(places).cmp(&other.units_at(places))
    }

    /// How many parts in `of` it is of a whole, rounded down; 0 of nothing. For drawing.
    pub fn share(self, whole: Self, of: u32) -> u32 {
        let places = self.places.max(whole.places);
        let whole = whole.units_at(places);
        if whole <= 0 {
            return 0;
        }
        let share = self.units_at(places).clamp(0, whole) * i128::from(of) / whole;
        u32::try_from(share).unwrap_or(of)
    }

    /// With all its places, grouped by thousands.
    pub fn full(self, thousands: &str, point: &str) -> String {
        let digits = format!("{:0width$}", self.units.unsigned_abs(), width = self.places as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - self.places as usize);
        let mut text = String::from(if self.units < 0 { "\u{2212}" } else { "" });
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position) % 3 == 0 {
                text.push_str(thousands);
            }
            text.push(digit);
        }
        if !part.is_empty() {
            text.push_str(point);
            text.push_str(part);
        }
        text
    }

    /// Without zeros at the end, for sentences.
    pub fn short(self, thousands: &str, point: &str) -> String {
        let mut figure = self;
        while figure.places > 0 && figure.units % 10 == 0 {
            figure = Self { units: figure.units / 10, places: figure.places - 1 };
        }
        figure.full(thousands, point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_read_as_people_write_them() {
        let read = |text: &str| Figure::read(text);
        assert_eq!(read("939.05324").full(",", "."), "939.05324");
        assert_eq!(read("1234567.50000").short(",", "."), "1,234,567.5");
        assert_eq!(read("103.00000").short(",", "."), "103");
        assert_eq!(read("-0.04").full(",", "."), "\u{2212}0.04");
        assert_eq!(read("100").short(",", "."), "100");
        assert_eq!(read("3.5").minus(read("1.25")), read("2.25"));
        assert_eq!(read("1.5").share(Figure::whole(3), 1000), 500);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", ".", "-", "1,5", "1e9", "0x1", " 1", "1.2.3", "99999999999999999999"] {
            assert_eq!(Figure::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parse_and_print_are_inverse(units in -1i128 << 60..1i128 << 60, places in 0u32..10) {
            let figure = Figure { units, places };
            let text = figure.full("", ".").replace('\u{2212}', "-");
            prop_assert_eq!(Figure::parse(&text), Some(figure));
        }
    }
}
