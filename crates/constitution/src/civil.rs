//! Civil time: dates and lengths of the constitution added up, with one meaning for the linter and the hall. It knows no
//! zone, no hour and no date of today.

use crate::step::{Span, Unit};
use jiff::civil::{Date, Weekday};
use jiff::{Span as JiffSpan, ToSpan as _};

/// Adds a civil span to a date; months and years are clamped at the month's end.
pub fn add(date: Date, span: Span) -> Date {
    match span.unit {
        Unit::BusinessDays => business(date, span.amount, |d| d.tomorrow().ok()),
        _ => date.checked_add(civil(span)).unwrap_or(Date::MAX),
    }
}

/// The last day from which `add` does not go beyond a date.
///
/// Counting back is not enough: months are clamped and weekends skipped, so several days can lead to the same date. A
/// notice "1 month" before 30 November can be served on 31 October; one day less here, and the clock would wait for a
/// day that has passed.
pub fn last_day_before(date: Date, span: Span) -> Date {
    let mut day = subtract(date, span);
    while let Ok(before) = day.yesterday()
        && add(day, span) > date
    {
        day = before;
    }
    while let Ok(after) = day.tomorrow()
        && add(after, span) <= date
        && after < date
    {
        day = after;
    }
    day
}

fn subtract(date: Date, span: Span) -> Date {
    match span.unit {
        Unit::BusinessDays => business(date, span.amount, |d| d.yesterday().ok()),
        _ => date.checked_sub(civil(span)).unwrap_or(Date::MIN),
    }
}

fn civil(span: Span) -> JiffSpan {
    let amount = i64::from(span.amount.min(9_000));
    match span.unit {
        Unit::Hours => ((amount + 23) / 24).days(),
        Unit::Days | Unit::BusinessDays => amount.days(),
        Unit::Months => amount.months(),
        Unit::Years => amount.years(),
    }
}

fn business(mut date: Date, mut left: u32, step: impl Fn(Date) -> Option<Date>) -> Date {
    while left > 0 {
        let Some(next) = step(date) else { return date };
        date = next;
        if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    date
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_are_clamped_and_business_days_skip_the_weekend() {
        assert_eq!(add(date(2026, 1, 31), Span { amount: 1, unit: Unit::Months }), date(2026, 2, 28));
        assert_eq!(add(date(2026, 11, 20), Span { amount: 1, unit: Unit::BusinessDays }), date(2026, 11, 23));
    }
}
