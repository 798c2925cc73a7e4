//! Calendars: meetings, votes and deadlines as an iCalendar feed or as a part of a letter. Times are instants in UTC and
//! every reader's program shows them in its own zone; whole days stay whole days. What is an event is the caller's.

use crate::line::Line;
use icalendar::{Component, EventLike, Property, ValueType};
use jiff::Timestamp;
use jiff::civil::Date;

/// An event of the union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Names the event for ever, `meeting-12@union.example.org`: a later version with the same `uid` replaces it.
    pub uid: String,
    /// What it is, in one line.
    pub title: String,
    /// What to know about it; may have several lines.
    pub description: String,
    /// Where it is, if anywhere.
    pub place: Option<String>,
    /// When it is.
    pub when: When,
    /// How often it was changed since it was first announced.
    pub sequence: u32,
    /// The page about it.
    pub url: Option<String>,
    /// When it was last changed. *Units*: seconds since 1970.
    pub updated: i64,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// When an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From an instant, until another if it has an end. *Units*: seconds since 1970.
    Time {
        /// Its start.
        starts_at: i64,
        /// Its end; one that is not after the start is left out.
        ends_at: Option<i64>,
    },
    /// Whole days, the last one included.
    Days {
        /// The first day.
        first: Date,
        /// The last day; one before the first is left out.
        last: Date,
    },
}

/// An iCalendar text.
///
/// *Source*: RFC 5545; method `PUBLISH` of RFC 5546: an announcement nobody has to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar(String);

impl Calendar {
    /// The text, with the line ends of its format.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A text this module made before.
    pub(crate) fn stored(text: String) -> Calendar {
        Calendar(text)
    }
}

/// All events under the calendar's name, to be subscribed to.
pub fn feed(name: &str, events: &[Event]) -> Calendar {
    let mut calendar = icalendar::Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Rank & File//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", Line::from_text(name).as_str()),
        // How often programs that subscribe should look again.
        ("X-PUBLISHED-TTL", "PT1H"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.extend(events.iter().map(component));
    Calendar(calendar.to_string())
}

/// One event, to go with a letter.
pub fn announcement(event: &Event) -> Calendar {
    feed(&event.title, std::slice::from_ref(event))
}

fn component(event: &Event) -> icalendar::Event {
    let mut component = icalendar::Event::new();
    component
        .uid(Line::from_text(&event.uid).as_str())
        .summary(Line::from_text(&event.title).as_str())
        .description(&paragraphs(&event.description))
        .sequence(event.sequence)
        .status(if event.cancelled {
            icalendar::EventStatus::Cancelled
        } else {
            icalendar::EventStatus::Confirmed
        });
    for key in ["DTSTAMP", "LAST-MODIFIED"] {
        component.add_property(key, instant(event.updated));
    }
    if let Some(place) = &event.place {
        component.location(Line::from_text(place).as_str());
    }
    if let Some(url) = &event.url {
        // A value of this kind has no escapes, so nothing that would need one may be in it.
        component.url(&Line::from_text(url).as_str().replace(' ', "%20"));
    }
    match event.when {
        When::Time { starts_at, ends_at } => {
            component.add_property("DTSTART", instant(starts_at));
            if let Some(ends_at) = ends_at.filter(|ends_at| *ends_at > starts_at) {
                component.add_property("DTEND", instant(ends_at));
            }
        }
        When::Days { first, last } => {
            component.append_property(day("DTSTART", first));
            // The format names the day after the last one.
            if last >= first
                && let Ok(after) = last.tomorrow()
            {
                component.append_property(day("DTEND", after));
            }
        }
    }
    component.done()
}

/// *Shape*: `20261103T140000Z`.
fn instant(at: i64) -> String {
    let earliest = Timestamp::MIN.as_second().max(-62_135_596_800);
    let at = Timestamp::from_second(at.clamp(earliest, Timestamp::MAX.as_second()))
        .unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn day(key: &str, date: Date) -> Property {
    Property::new(key, date.strftime("%Y%m%d").to_string()).append_parameter(ValueType::Date).done()
}

/// Text of several lines without the signs the format has no escape for.
fn paragraphs(text: &str) -> String {
    let text =
        text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}'], "\n");
    text.chars().filter(|sign| *sign == '\n' || !sign.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn event() -> Event {
        Event {
            uid: "meeting-12@union.example.org".into(),
            title: "General meeting".into(),
            description: "Agenda; minutes, and so on.\nBring your card.".into(),
            place: None,
            when: When::Time { starts_at: 1_793_712_600, ends_at: Some(1_793_719_800) },
            sequence: 2,
            url: None,
            updated: 1_793_000_000,
            cancelled: false,
        }
    }

    /// The value of a property after folded lines are joined again.
    fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
        text.lines().find_map(|line| line.strip_prefix(key))
    }

    #[test]
    fn times_are_instants_and_days_end_on_the_day_after() {
        let text = feed("Union", &[event()]).0;
        assert_eq!(value(&text, "DTSTART:"), Some("20261103T133000Z"));
        assert_eq!(value(&text, "DTEND:"), Some("20261103T153000Z"));
        let days = When::Days { first: date(2026, 12, 30), last: date(2026, 12, 31) };
        let text = feed("Union", &[Event { when: days, ..event() }]).0;
        assert_eq!(value(&text, "DTSTART;VALUE=DATE:"), Some("20261230"));
        assert_eq!(value(&text, "DTEND;VALUE=DATE:"), Some("20270101"));
    }

    #[test]
    fn an_end_that_is_not_after_the_start_is_left_out() {
        for when in [
            When::Time { starts_at: 100, ends_at: Some(100) },
            When::Time { starts_at: 100, ends_at: None },
            When::Days { first: date(2026, 1, 2), last: date(2026, 1, 1) },
        ] {
            let text = feed("Union", &[Event { when, ..event() }]).0;
            assert!(!text.contains("DTEND"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_line_of_its_own(text in "([\r\n]|\\PC|END:VEVENT|BEGIN:VALARM){0,40}", at in any::<i64>()) {
            let hostile = Event {
                uid: text.clone(), title: text.clone(), description: text.clone(), place: Some(text.clone()),
                url: Some(text.clone()), when: When::Time { starts_at: at, ends_at: None }, updated: at, ..event()
            };
            let calendar = feed(&text, &[hostile]).0;
            let keys: Vec<&str> = calendar
                .split("\r\n")
                .filter(|line| !line.starts_with(' ') && !line.is_empty())
                .map(|line| line.split([':', ';']).next().unwrap())
                .collect();
            prop_assert_eq!(keys.iter().filter(|key| **key == "BEGIN").count(), 2);
            prop_assert_eq!(keys.len(), 8 + 12, "{}", calendar);
            prop_assert!(!calendar.replace("\r\n", "").contains(['\r', '\n']));
        }
    }

    #[test]
    fn the_same_event_gives_the_same_bytes() {
        assert_eq!(feed("Union", &[event()]), feed("Union", &[event()]));
    }
}
