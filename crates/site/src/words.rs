//! Words: every text a member reads, in the language they chose, with numbers, dates and plurals by its rules.
//!
//! Texts are in `texts/<language>/*.ftl`, one file for each subject, and both languages must know the same messages (a test
//! sees to it). Not here: the union's own words. Constitutions, names and statements stay as they were written.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::LazyLock;
use unic_langid::langid;

/// A language the site speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English, as in the United States.
    English,
    /// Spanish.
    Spanish,
}

/// Texts in one language; cheap to copy.
#[derive(Clone)]
pub struct Words {
    /// Which.
    pub language: Language,
    zone: TimeZone,
}

static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(langid!("en-US"), include_str!(concat!(env!("OUT_DIR"), "/en.ftl"))));
static SPANISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(langid!("es"), include_str!(concat!(env!("OUT_DIR"), "/es.ftl"))));

impl Language {
    /// All of them, the default first.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// The tag in HTML and in links.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// Its own name.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
        }
    }

    /// Reads a tag.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The first language of an `Accept-Language` header that the site speaks.
    pub fn accepted(header: &str) -> Option<Self> {
        header.split(',').find_map(|entry| {
            let tag = entry.split(';').next().unwrap_or_default().trim();
            Self::parse(tag.split('-').next().unwrap_or_default())
        })
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self {
            Self::English => &ENGLISH,
            Self::Spanish => &SPANISH,
        }
    }
}

impl Words {
    /// Words of a language, with dates in a zone.
    pub fn new(language: Language, zone: &str) -> Self {
        Self { language, zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC) }
    }

    /// A text without arguments.
    pub fn say(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A text about one thing.
    pub fn one<'a>(&self, id: &str, name: &'a str, value: impl Into<FluentValue<'a>>) -> String {
        self.with(id, &[(name, value.into())])
    }

    /// A text about two things: name and value, name and value.
    pub fn two<'a>(
        &self,
        id: &str,
        first: &'a str,
        one: impl Into<FluentValue<'a>>,
        second: &'a str,
        other: impl Into<FluentValue<'a>>,
    ) -> String {
        self.with(id, &[(first, one.into()), (second, other.into())])
    }

    /// A text with arguments by name. A message that a language lacks is said in English; one that nobody has shows its id,
    /// which the tests do not let through.
    pub fn with(&self, id: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in arguments {
            args.set(*name, value.clone());
        }
        let try_in = |language: Language| {
            let bundle = language.bundle();
            let (message, attribute) = id.split_once('.').map_or((id, None), |(m, a)| (m, Some(a)));
            let message = bundle.get_message(message)?;
            let pattern = match attribute {
                None => message.value()?,
                Some(name) => message.get_attribute(name)?.value(),
            };
            let mut faults = Vec::new();
            let text = bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned();
            Some(text)
        };
        try_in(self.language).or_else(|| try_in(Language::English)).unwrap_or_else(|| id.to_owned())
    }

    /// Whether a message exists in this very language.
    pub fn knows(&self, id: &str) -> bool {
        self.language.bundle().has_message(id)
    }

    /// A whole number with the language's grouping.
    pub fn number(&self, number: impl TryInto<i64>) -> String {
        number.try_into().map_or_else(|_| String::new(), |number| group(number, self.group_mark()))
    }

    /// A date: "Tuesday, November 3, 2026".
    pub fn date(&self, at: i64) -> String {
        let civil = self.civil(at);
        let weekday = self.say(&format!("weekday-{}", civil.weekday().to_monday_one_offset()));
        let month = self.say(&format!("month-{}", civil.month()));
        let (day, year) = (i64::from(civil.day()).to_string(), i64::from(civil.year()).to_string());
        self.with(
            "date-long",
            &[
                ("weekday", weekday.into()),
                ("month", month.into()),
                ("day", day.into()),
                ("year", year.into()),
            ],
        )
    }

    /// A date on a calendar, without its weekday: "November 3, 2026".
    pub fn calendar_day(&self, day: jiff::civil::Date) -> String {
        let month = self.say(&format!("month-{}", day.month()));
        let (number, year) = (i64::from(day.day()).to_string(), i64::from(day.year()).to_string());
        self.with("date-plain", &[("month", month.into()), ("day", number.into()), ("year", year.into())])
    }

    /// The same of a moment.
    pub fn day_of(&self, at: i64) -> String {
        self.calendar_day(self.civil(at).date())
    }

    /// A date without its weekday and year, for tight places: "Nov 3".
    pub fn day(&self, at: i64) -> String {
        let civil = self.civil(at);
        let month = self.say(&format!("month-short-{}", civil.month()));
        self.two("date-short", "month", month, "day", i64::from(civil.day()).to_string())
    }

    /// A date and the time of day: "Tuesday, November 3, 2026, 9:00 AM EST".
    pub fn moment(&self, at: i64) -> String {
        let civil = self.civil(at);
        let (hour, minute) = (i64::from(civil.hour()), i64::from(civil.minute()));
        let half = self.say(if hour < 12 { "time-am" } else { "time-pm" });
        let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
        let zone = civil.strftime("%Z").to_string();
        self.with(
            "date-and-time",
            &[
                ("date", self.date(at).into()),
                ("hour", hour.to_string().into()),
                ("hour12", hour12.to_string().into()),
                ("minute", format!("{minute:02}").into()),
                ("half", half.into()),
                ("zone", zone.into()),
            ],
        )
    }

    /// When something ends. People read a midnight as the wrong day: such an end is "the end of Monday, November 2, 2026 (EST)".
    pub fn until(&self, at: i64) -> String {
        if !self.is_midnight(at) {
            return self.moment(at);
        }
        let last = self.civil(at - 1);
        self.two("date-until", "date", self.date(at - 1), "zone", last.strftime("%Z").to_string())
    }

    /// When something begins; at midnight that is a day.
    pub fn from(&self, at: i64) -> String {
        if self.is_midnight(at) { self.date(at) } else { self.moment(at) }
    }

    fn is_midnight(&self, at: i64) -> bool {
        self.civil(at).time() == jiff::civil::Time::midnight()
    }

    /// A text with its `commands` set as code, ready for a page.
    pub fn coded(&self, id: &str) -> String {
        let escaped = self.say(id).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let pieces = escaped.split('`').enumerate();
        pieces
            .map(|(at, piece)| if at % 2 == 1 { format!("<code>{piece}</code>") } else { piece.to_owned() })
            .collect()
    }

    /// How far away a moment is, in the largest unit that fits: "in 3 days", "2 hours ago".
    pub fn distance(&self, at: i64, now: i64) -> String {
        let seconds = at - now;
        let (unit, size) = match seconds.abs() {
            0..3_600 => ("minutes", 60),
            3_600..172_800 => ("hours", 3_600),
            _ => ("days", 86_400),
        };
        let id = format!("{}-{unit}", if seconds >= 0 { "in" } else { "ago" });
        self.one(&id, "n", seconds.abs() / size)
    }

    /// The same moment for machines, in a `time` element.
    pub fn iso(&self, at: i64) -> String {
        Timestamp::from_second(at).map_or_else(|_| String::new(), |at| at.to_string())
    }

    /// A share of a whole, in tenths of a percent, exact: "41.5%".
    pub fn percent(&self, part: u64, whole: u64) -> String {
        if whole == 0 {
            return "–".to_owned();
        }
        let tenths = (u128::from(part) * 1000 + u128::from(whole) / 2) / u128::from(whole);
        let (units, tenth) = (tenths / 10, tenths % 10);
        let mark = if self.language == Language::Spanish { ',' } else { '.' };
        let space = if self.language == Language::Spanish { "\u{a0}" } else { "" };
        format!("{units}{mark}{tenth}{space}%")
    }

    fn civil(&self, at: i64) -> jiff::Zoned {
        Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(self.zone.clone())
    }

    fn group_mark(&self) -> char {
        if self.language == Language::Spanish { '.' } else { ',' }
    }
}

fn bundle(language: unic_langid::LanguageIdentifier, text: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.clone()]);
    bundle.set_use_isolating(false);
    let mark = if language.language.as_str() == "es" { '.' } else { ',' };
    bundle.set_formatter(Some(if mark == '.' { format_spanish } else { format_english }));
    // A text with a mistake in it must not take the site down: what could be read is used, and a test finds the rest.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

fn format_english(
    value: &FluentValue<'_>,
    _: &intl_memoizer::concurrent::IntlLangMemoizer,
) -> Option<String> {
    format_number(value, ',')
}

fn format_spanish(
    value: &FluentValue<'_>,
    _: &intl_memoizer::concurrent::IntlLangMemoizer,
) -> Option<String> {
    format_number(value, '.')
}

fn format_number(value: &FluentValue<'_>, mark: char) -> Option<String> {
    match value {
        // Texts get whole numbers only, far below 2^53.
        FluentValue::Number(number) => Some(group(number.value as i64, mark)),
        _ => None,
    }
}

fn group(number: i64, mark: char) -> String {
    let digits = number.unsigned_abs().to_string();
    // Four digits stand together in Spanish.
    let ungrouped = mark == '.' && digits.len() <= 4;
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) && !ungrouped {
            text.push(mark);
        }
        text.push(digit);
    }
    if number < 0 { format!("−{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    const TEXTS: [(&str, &str); 2] = [
        ("en", include_str!(concat!(env!("OUT_DIR"), "/en.ftl"))),
        ("es", include_str!(concat!(env!("OUT_DIR"), "/es.ftl"))),
    ];

    /// Message ids with the variables each uses.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut id = String::new();
        for line in text.lines() {
            if let Some((name, _)) = line.split_once('=')
                && !line.starts_with([' ', '#', '.', '*', '['])
            {
                id = name.trim().to_owned();
                assert!(found.insert(id.clone(), Default::default()).is_none(), "{id} is there twice");
            }
            for piece in line.split('$').skip(1) {
                let name: String =
                    piece.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
                if let Some(set) = found.get_mut(&id) {
                    set.insert(name);
                }
            }
        }
        found
    }

    #[test]
    fn every_language_can_be_read_whole() {
        for (language, text) in TEXTS {
            if let Err((_, faults)) = FluentResource::try_new(text.to_owned()) {
                panic!("{language}: {faults:?}");
            }
        }
    }

    #[test]
    fn every_language_has_the_same_messages() {
        let [english, spanish] = TEXTS.map(|(_, text)| messages(text).into_keys().collect::<Vec<_>>());
        let only = |a: &[String], b: &[String]| -> Vec<String> {
            a.iter().filter(|id| !b.contains(id)).cloned().collect()
        };
        assert_eq!(only(&english, &spanish), [""; 0], "missing in Spanish");
        assert_eq!(only(&spanish, &english), [""; 0], "missing in English");
    }

    #[test]
    fn every_message_a_page_asks_for_is_there() {
        let known = messages(TEXTS[0].1);
        let mut sources = Vec::new();
        for folder in ["src", "templates"] {
            gather(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut sources);
        }
        let calls = ["say(\"", "one(\"", "two(\"", "with(\"", "coded(\""];
        for (path, text) in sources {
            for call in calls {
                for piece in text.split(&format!("w.{call}")).skip(1) {
                    let id = piece.split(['"', '.']).next().unwrap_or_default();
                    assert!(known.contains_key(id), "{}: no text `{id}`", path.display());
                }
            }
        }
    }

    fn gather(folder: std::path::PathBuf, into: &mut Vec<(std::path::PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(path, into);
            } else {
                into.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn numbers_dates_and_shares_follow_the_language() {
        let (en, es) = (
            Words::new(Language::English, "America/New_York"),
            Words::new(Language::Spanish, "Europe/Madrid"),
        );
        assert_eq!((en.number(1_234_567), es.number(1_234_567)), ("1,234,567".into(), "1.234.567".into()));
        assert_eq!((en.number(1_234), es.number(1_234)), ("1,234".into(), "1234".into()));
        assert_eq!((en.percent(83, 200), es.percent(83, 200)), ("41.5%".into(), "41,5\u{a0}%".into()));
        assert_eq!(en.date(1_793_714_400), "Tuesday, November 3, 2026");
        assert_eq!(es.date(1_793_714_400), "martes, 3 de noviembre de 2026");
        assert_eq!(en.day_of(1_793_714_400), "November 3, 2026");
        assert_eq!(es.day_of(1_793_714_400), "3 de noviembre de 2026");
        assert_eq!(en.distance(90_000, 0), "in 25 hours");
    }

    #[test]
    fn a_midnight_is_said_as_the_day_it_ends_or_begins() {
        let (en, es) = (
            Words::new(Language::English, "America/New_York"),
            Words::new(Language::Spanish, "America/New_York"),
        );
        let midnight = 1_793_682_000;
        assert_eq!(en.moment(midnight), "Tuesday, November 3, 2026, 12:00 AM EST");
        assert_eq!(en.until(midnight), "the end of Monday, November 2, 2026 (EST)");
        assert_eq!(es.until(midnight), "final del lunes, 2 de noviembre de 2026 (EST)");
        assert_eq!(en.from(midnight), "Tuesday, November 3, 2026");
        assert_eq!(en.until(midnight + 60), "Tuesday, November 3, 2026, 12:01 AM EST");
        assert_eq!(en.from(midnight + 60), "Tuesday, November 3, 2026, 12:01 AM EST");
    }

    #[test]
    fn commands_in_a_text_are_code_and_nothing_else_is_markup() {
        let en = Words::new(Language::English, "UTC");
        let said = en.coded("voters-proof-what");
        assert!(said.contains("<code>rankfile roll check-proof</code>") && !said.contains('`'), "{said}");
    }
}
