//! Civil time in the union's zone: how spans of the constitution become instants. It never asks what time it is.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
pub use rankfile_constitution::civil::add;
use rankfile_constitution::civil::last_day_before;
use rankfile_constitution::step::{Span, Unit};

/// A named time zone.
#[derive(Debug, Clone)]
pub struct Zone {
    zone: TimeZone,
}

impl Zone {
    /// The zone of this IANA name, for example `America/New_York`; `None` when there is none.
    pub fn parse(name: &str) -> Option<Self> {
        let zone = if name == "UTC" { TimeZone::UTC } else { TimeZone::get(name).ok()? };
        Some(Self { zone })
    }

    /// The civil date of an instant.
    pub fn date(&self, at: i64) -> Date {
        instant(at).to_zoned(self.zone.clone()).date()
    }

    /// The first instant of a civil date.
    pub fn start_of(&self, date: Date) -> i64 {
        date.to_zoned(self.zone.clone()).map_or(Timestamp::MAX.as_second(), |z| z.timestamp().as_second())
    }

    /// The end of the last day of a span that starts at `at`.
    ///
    /// The day of `at` is not counted and the last day is: "within 5 days" of the 3rd ends when the 8th does.
    /// Hours are counted on the clock. *Source*: 29 CFR 452.99 counts notice so.
    pub fn deadline(&self, at: i64, span: Span) -> i64 {
        if span.unit == Unit::Hours {
            return later(at, span);
        }
        self.start_of(add(self.date(at), span).tomorrow().unwrap_or(Date::MAX))
    }

    /// The first instant that is a whole span after `at`: "21 days' notice" served on the 3rd allows the 24th.
    pub fn earliest(&self, at: i64, span: Span) -> i64 {
        match (span.amount, span.unit) {
            (0, _) => at,
            (_, Unit::Hours) => later(at, span),
            _ => self.start_of(add(self.date(at), span)),
        }
    }

    /// The latest instant from which `earliest` still reaches `at`: the end of the last day of service.
    pub fn latest_before(&self, at: i64, span: Span) -> i64 {
        match (span.amount, span.unit) {
            (0, _) => at,
            (hours, Unit::Hours) => at.saturating_sub(i64::from(hours) * 3600),
            _ => self.start_of(last_day_before(self.date(at), span).tomorrow().unwrap_or(Date::MAX)),
        }
    }

    /// The date and time for a person: `3 November 2026, 09:00`.
    pub fn say(&self, at: i64) -> String {
        let time = instant(at).to_zoned(self.zone.clone());
        format!("{} {}, {}", time.day(), time.strftime("%B %Y"), time.strftime("%H:%M"))
    }
}

/// Whether an instant has a date: from 1970 to the end of the year 9999.
pub fn in_calendar(at: i64) -> bool {
    (0..=Timestamp::MAX.as_second()).contains(&at)
}

/// Hours on the clock, to where the calendar ends.
fn later(at: i64, hours: Span) -> i64 {
    at.saturating_add(i64::from(hours.amount) * 3600).min(Timestamp::MAX.as_second().max(at))
}

fn instant(at: i64) -> Timestamp {
    // A leaf from outside may carry any number; the calendar simply ends there.
    Timestamp::from_second(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn zone() -> Zone {
        Zone::parse("America/New_York").unwrap()
    }

    #[test]
    fn the_day_of_service_is_not_counted_and_the_election_day_is() {
        // 29 CFR 452.99: for an election on the 20th, fifteen days' notice is mailed by the 5th.
        let zone = zone();
        let served = zone.start_of(date(2026, 11, 5)) + 17 * 3600;
        assert_eq!(zone.earliest(served, Span::days(15)), zone.start_of(date(2026, 11, 20)));
        assert_eq!(
            zone.latest_before(zone.start_of(date(2026, 11, 20)), Span::days(15)),
            zone.start_of(date(2026, 11, 6))
        );
    }

    #[test]
    fn a_deadline_is_midnight_in_the_unions_zone_across_the_change_of_clocks() {
        let zone = zone();
        let start = zone.start_of(date(2026, 10, 31)) + 3600;
        assert_eq!(zone.deadline(start, Span::days(1)), zone.start_of(date(2026, 11, 2)));
        // The night from the 31st to the 1st has 25 hours.
        assert_eq!(zone.start_of(date(2026, 11, 2)) - zone.start_of(date(2026, 11, 1)), 25 * 3600);
    }

    proptest! {
        #[test]
        fn no_instant_and_no_span_panics(at in any::<i64>(), amount in any::<u32>()) {
            let zone = zone();
            for unit in [Unit::Hours, Unit::Days, Unit::Months, Unit::Years] {
                let span = Span { amount, unit };
                let _ = (zone.deadline(at, span), zone.earliest(at, span), zone.latest_before(at, span), zone.say(at));
            }
        }

        #[test]
        fn notice_served_by_the_latest_day_is_always_in_time(
            at in 0i64..4_000_000_000,
            amount in 1u32..400,
            unit in prop::sample::select(vec![Unit::Hours, Unit::Days, Unit::BusinessDays, Unit::Months, Unit::Years]),
        ) {
            let (zone, span) = (zone(), Span { amount: if unit == Unit::Years { amount % 30 + 1 } else { amount }, unit });
            let event = zone.start_of(zone.date(at));
            // Hours end at their moment; days end when the day does.
            let last_moment = zone.latest_before(event, span) - i64::from(unit != Unit::Hours);
            prop_assert!(zone.earliest(last_moment, span) <= event);
            prop_assert!(zone.earliest(last_moment + 1, span) > event);
        }

        #[test]
        fn whatever_is_announced_at_the_earliest_can_still_be_served_now(
            at in 0i64..4_000_000_000,
            amount in 1u32..60,
            unit in prop::sample::select(vec![Unit::Hours, Unit::Days, Unit::BusinessDays, Unit::Months, Unit::Years]),
        ) {
            let (zone, span) = (zone(), Span { amount, unit });
            prop_assert!(zone.latest_before(zone.earliest(at, span), span) >= at);
        }
    }
}
