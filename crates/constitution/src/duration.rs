//! How lengths of civil time are written: `30d`, `10 business-days`, `3 months`, `2y`, `24h`. There is one way to write
//! each, so that reading and writing are inverse. No length here is added to a date: the hall does that.

use crate::step::{Span, Unit};
use std::fmt;
use std::str::FromStr;

/// Why a text is not a length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// It means a length of time, but is written another way.
    #[error("this length of time is written another way; write \"{0}\"")]
    Spelling(Span),
    /// It means nothing.
    #[error(
        "this is no length of time; write it like \"30d\", \"24h\", \"2y\", \"3 months\" or \"10 business-days\""
    )]
    Unreadable,
}

impl FromStr for Span {
    type Err = SpanError;

    /// Reads a length of time.
    ///
    /// *Errors*: `Spelling` when the meaning is clear but the form is not the one form there is, else `Unreadable`.
    fn from_str(text: &str) -> Result<Self, SpanError> {
        let span = meaning(text).ok_or(SpanError::Unreadable)?;
        if span.to_string() == text { Ok(span) } else { Err(SpanError::Spelling(span)) }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.amount;
        match self.unit {
            Unit::Hours => write!(f, "{n}h"),
            Unit::Days => write!(f, "{n}d"),
            Unit::Years => write!(f, "{n}y"),
            Unit::Months => write!(f, "{n} month{}", plural(n)),
            Unit::BusinessDays => write!(f, "{n} business-day{}", plural(n)),
        }
    }
}

impl Span {
    /// The length as a person says it: `30 days`, `1 year`.
    pub fn in_words(&self) -> String {
        let word = match self.unit {
            Unit::Hours => "hour",
            Unit::Days => "day",
            Unit::BusinessDays => "business day",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        format!("{} {word}{}", self.amount, plural(self.amount))
    }

    /// Whether a document may use this length: more than nothing, and at most a hundred years.
    pub fn is_plausible(&self) -> bool {
        let most = match self.unit {
            Unit::Hours => 876_600,
            Unit::Days | Unit::BusinessDays => 36_525,
            Unit::Months => 1_200,
            Unit::Years => 100,
        };
        (1..=most).contains(&self.amount)
    }
}

fn plural(n: u32) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// The length a text means, however it is written; `None` for an `m`, which could be minutes or months.
fn meaning(text: &str) -> Option<Span> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let amount = text.get(..digits)?.parse().ok()?;
    let unit = match text.get(digits..)?.trim().to_ascii_lowercase().as_str() {
        "h" | "hour" | "hours" => Unit::Hours,
        "d" | "day" | "days" => Unit::Days,
        "business-day" | "business-days" | "business day" | "business days" => Unit::BusinessDays,
        "month" | "months" => Unit::Months,
        "y" | "year" | "years" => Unit::Years,
        "w" | "week" | "weeks" => {
            return Some(Span { amount: u32::checked_mul(amount, 7)?, unit: Unit::Days });
        }
        _ => return None,
    };
    Some(Span { amount, unit })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_unit_has_its_one_form() {
        for (text, amount, unit) in [
            ("30d", 30, Unit::Days),
            ("24h", 24, Unit::Hours),
            ("2y", 2, Unit::Years),
            ("3 months", 3, Unit::Months),
            ("1 month", 1, Unit::Months),
            ("10 business-days", 10, Unit::BusinessDays),
            ("1 business-day", 1, Unit::BusinessDays),
        ] {
            assert_eq!(text.parse(), Ok(Span { amount, unit }), "{text}");
        }
    }

    #[test]
    fn another_spelling_is_refused_with_the_right_one() {
        for (text, right) in [
            ("30 days", "30d"),
            ("1 year", "1y"),
            ("3months", "3 months"),
            ("1 months", "1 month"),
            ("030d", "30d"),
            (" 30d", "30d"),
            ("2 weeks", "14d"),
            ("10 business days", "10 business-days"),
        ] {
            let Err(SpanError::Spelling(span)) = text.parse::<Span>() else { panic!("{text} was accepted") };
            assert_eq!(span.to_string(), right, "{text}");
        }
    }

    #[test]
    fn what_means_no_length_is_refused() {
        for text in
            ["", "d", "30", "30m", "-3d", "3.5d", "99999999999d", "9999999999w", "soon", "३d", "30d 2h"]
        {
            assert_eq!(text.parse::<Span>(), Err(SpanError::Unreadable), "{text}");
        }
    }

    fn spans() -> impl Strategy<Value = Span> {
        let units = prop_oneof![
            Just(Unit::Hours),
            Just(Unit::Days),
            Just(Unit::BusinessDays),
            Just(Unit::Months),
            Just(Unit::Years)
        ];
        (any::<u32>(), units).prop_map(|(amount, unit)| Span { amount, unit })
    }

    proptest! {
        #[test]
        fn writing_then_reading_gives_the_same_length(span in spans()) {
            prop_assert_eq!(span.to_string().parse::<Span>(), Ok(span));
        }

        #[test]
        fn what_is_read_is_written_the_same(text in "[0-9]{0,4} ?(d|h|y|days?|months?|business-days?|m|w)?") {
            if let Ok(span) = text.parse::<Span>() {
                prop_assert_eq!(span.to_string(), text);
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<Span>();
        }
    }
}
