//! Numbers in prose: lengths of time, shares, counts and months, in figures or spelled out, each with its sentence. It reads
//! English as constitutions are written, claims nothing it is not sure of, and knows no rule.

use crate::step::{Span, Unit};
use crate::vocabulary::words::MONTHS;

/// What a number in prose, or in a rule, says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact {
    /// A length of time. *Units*: months, hours or business days, by the second.
    Time(u64, Measure),
    /// A share, reduced.
    Share(u64, u64),
    /// More than half.
    Majority,
    /// The most votes, however few.
    Plurality,
    /// A number of people or things.
    Count(u64),
    /// An amount of money.
    Money(u64),
    /// A month, from 1.
    Month(usize),
}

/// Lengths of time that compare exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    Months,
    Hours,
    BusinessDays,
}

/// A fact in prose.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub fact: Fact,
    /// The words it is said in.
    pub words: String,
    /// Its sentence, as words in small letters.
    pub sentence: Vec<String>,
    /// Which word of the sentence.
    pub position: usize,
}

impl Fact {
    pub fn time(span: Span) -> Self {
        let amount = u64::from(span.amount);
        match span.unit {
            Unit::Years => Self::Time(amount * 12, Measure::Months),
            Unit::Months => Self::Time(amount, Measure::Months),
            Unit::Days => Self::Time(amount * 24, Measure::Hours),
            Unit::Hours => Self::Time(amount, Measure::Hours),
            Unit::BusinessDays => Self::Time(amount, Measure::BusinessDays),
        }
    }

    pub fn share(part: u64, whole: u64) -> Self {
        fn divisor(a: u64, b: u64) -> u64 {
            if b == 0 { a.max(1) } else { divisor(b, a % b) }
        }
        let by = divisor(part, whole);
        Self::Share(part / by, whole / by)
    }

    /// Whether two facts are of one sort, so that one can contradict the other.
    pub fn is_like(&self, other: &Self) -> bool {
        let sort = |fact: &Self| match fact {
            Self::Time(..) => 0,
            Self::Share(..) | Self::Majority => 1,
            Self::Plurality => 2,
            Self::Count(_) => 3,
            Self::Month(_) => 4,
            Self::Money(_) => 5,
        };
        sort(self) == sort(other)
    }
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// The lower half of a fraction.
const PARTS: [(&str, u64); 9] = [
    ("half", 2),
    ("third", 3),
    ("quarter", 4),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("eighth", 8),
    ("tenth", 10),
    ("twentieth", 20),
];

/// A word of prose.
#[derive(Debug, Clone)]
struct Word {
    /// In small letters.
    text: String,
    /// As it stands there.
    said: String,
    ends_sentence: bool,
    is_upper: bool,
}

/// Every fact in a prose.
pub(super) fn of(prose: &str) -> Vec<Found> {
    let words = split(prose);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        if word.ends_sentence || at + 1 == words.len() {
            sentence(words.get(start..=at).unwrap_or_default(), &mut found);
            start = at + 1;
        }
    }
    found
}

/// Words in small letters; a hyphen divides, so that "two-year term" is three words.
fn split(prose: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for raw in
        prose.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | '(' | ')' | '/'))
    {
        let is_fraction = raw.ends_with('/') && raw.trim_end_matches('/').bytes().all(|b| b.is_ascii_digit());
        let body = raw
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | '(' | ')' | '/'));
        let core = body.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | '$'));
        let ends = body
            .trim_end_matches(['"', '\'', ')', '*', '_', '\u{201d}'])
            .ends_with(['.', '!', '?', ';', ':'])
            || raw.matches('\n').count() > 1;
        if core.is_empty() {
            if ends && let Some(last) = out.last_mut() {
                last.ends_sentence = true;
            }
            continue;
        }
        let is_upper = core.starts_with(|c: char| c.is_uppercase());
        let said = if is_fraction { format!("{core}/") } else { core.to_owned() };
        let mut text = core.to_lowercase();
        if is_fraction {
            text.push('/');
        }
        out.push(Word { text, said, ends_sentence: ends, is_upper });
    }
    out
}

fn sentence(words: &[Word], found: &mut Vec<Found>) {
    let all: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
    let mut at = 0;
    while at < words.len() {
        let Some((fact, length)) = fact(words, at) else {
            at += 1;
            continue;
        };
        let length = length.max(1);
        if let Some(fact) = fact {
            let said: Vec<&str> = words.iter().skip(at).take(length).map(|word| word.said.as_str()).collect();
            found.push(Found {
                fact,
                words: said.join(" ").replace("/ ", "/"),
                sentence: all.clone(),
                position: at,
            });
        }
        at += length;
    }
}

/// The fact that begins at a word and how many words it is; no fact for numbers that say nothing here, like a date's.
fn fact(words: &[Word], at: usize) -> Option<(Option<Fact>, usize)> {
    let text = |offset: usize| words.get(at + offset).map_or("", |word| word.text.as_str());
    let word = words.get(at)?;
    // Numbers of articles, of the union itself, and the days of dates are names.
    if at > 0
        && matches!(
            words.get(at - 1).map_or("", |word| word.text.as_str()),
            "article"
                | "articles"
                | "section"
                | "sections"
                | "local"
                | "part"
                | "no"
                | "number"
                | "chapter"
                | "room"
                | "form"
                | "title"
                | "u.s.c"
                | "cfr"
        )
        && number(words, at).is_some()
    {
        return Some((None, number(words, at)?.1));
    }
    if let Some(month) = MONTHS.iter().position(|month| month_word(month) == word.text) {
        let is_may = word.text == "may";
        let in_time = at > 0
            && matches!(
                words.get(at - 1).map_or("", |word| word.text.as_str()),
                "in" | "every"
                    | "of"
                    | "by"
                    | "before"
                    | "until"
                    | "each"
                    | "second"
                    | "third"
                    | "last"
                    | "first"
                    | "and"
                    | "or"
            );
        let named = word.is_upper && (!is_may || in_time && at > 0);
        let day = text(1).parse::<u64>().is_ok();
        return named.then_some((Some(Fact::Month(month + 1)), if day { 2 } else { 1 }));
    }
    match word.text.as_str() {
        "majority" => return Some((Some(Fact::Majority), 1)),
        "plurality" => return Some((Some(Fact::Plurality), 1)),
        "more" if text(1) == "than" && text(2) == "half" => return Some((Some(Fact::Majority), 3)),
        "most" if text(1) == "votes" => return Some((Some(Fact::Plurality), 2)),
        "annually" | "yearly" => return Some((Some(Fact::Time(12, Measure::Months)), 1)),
        "monthly" => return Some((Some(Fact::Time(1, Measure::Months)), 1)),
        "half" if matches!(text(1), "of" | "the") => return Some((Some(Fact::Share(1, 2)), 1)),
        "every" | "each" => {
            let skip = if text(1) == "calendar" { 2 } else { 1 };
            if let Some(one) = unit(words, at + skip, 1) {
                return Some((Some(one.0), skip + one.1));
            }
            let nth = match text(1) {
                "second" | "other" => 2,
                "third" => 3,
                "fourth" => 4,
                "fifth" => 5,
                _ => return None,
            };
            // "every second November": the month is read by itself, the years here.
            if MONTHS.iter().any(|month| month_word(month) == text(2)) {
                return Some((Some(Fact::Time(nth * 12, Measure::Months)), 2));
            }
            return unit(words, at + 2, nth).map(|(fact, length)| (Some(fact), 2 + length));
        }
        _ => {}
    }
    if let Some((part, whole)) = word
        .text
        .strip_suffix('/')
        .and_then(|part| Some((part.parse::<u64>().ok()?, text(1).parse::<u64>().ok()?)))
    {
        return Some(((whole > 0).then(|| Fact::share(part, whole)), 2));
    }
    if let Some(percent) = word.text.strip_suffix('%').and_then(|percent| percent.parse::<u64>().ok()) {
        return Some((Some(Fact::share(percent, 100)), 1));
    }
    if let Some(amount) = word.text.strip_prefix('$') {
        return Some((amount.replace(',', "").parse().ok().map(Fact::Money), 1));
    }
    let (value, length) = number(words, at)?;
    let next = text(length);
    if matches!(next, "dollars" | "dollar" | "usd") {
        return Some((Some(Fact::Money(value)), length + 1));
    }
    // "4 to 6 months": the first number is of months too.
    if matches!(next, "to" | "or")
        && let Some((_, more)) = number(words, at + length + 1)
        && let Some((time, _)) = unit(words, at + length + 1 + more, value)
    {
        return Some((Some(time), length));
    }
    if matches!(next, "percent" | "per") {
        return Some((Some(Fact::share(value, 100)), length + if next == "per" { 2 } else { 1 }));
    }
    if let Some((_, whole)) = PARTS.iter().find(|(part, _)| {
        next == *part || next.strip_suffix('s') == Some(part) || *part == "half" && next == "halves"
    }) {
        return Some((Some(Fact::share(value, *whole)), length + 1));
    }
    if let Some((time, more)) = unit(words, at + length, value) {
        return Some((Some(time), length + more));
    }
    // A date, an amount, an ordinal, a year, the time of day.
    let is_other = MONTHS.iter().any(|month| month_word(month) == next)
        || at > 0
            && words
                .get(at - 1)
                .is_some_and(|word| MONTHS.iter().any(|month| month_word(month) == word.text))
        || matches!(next, "cents" | "am" | "pm" | "o'clock" | "noon")
        || (1800..2200).contains(&value)
        || word.text == "one"
        || word.text == "a"
        || word.text == "an";
    Some(((!is_other).then_some(Fact::Count(value)), length))
}

fn month_word(month: &(&'static str, &'static str)) -> &'static str {
    month.0
}

/// A number in figures or words, and how many words it is. "A" and "an" are one before a unit of time or a part.
fn number(words: &[Word], at: usize) -> Option<(u64, usize)> {
    let text = |offset: usize| words.get(at + offset).map_or("", |word| word.text.as_str());
    let first = text(0);
    if first.bytes().all(|b| b.is_ascii_digit() || b == b',')
        && first.starts_with(|c: char| c.is_ascii_digit())
    {
        return Some((first.replace(',', "").parse().ok()?, 1));
    }
    let small =
        |word: &str| ONES.iter().position(|one| *one == word).and_then(|value| u64::try_from(value).ok());
    let tens = |word: &str| {
        TENS.iter()
            .position(|ten| *ten == word && !word.is_empty())
            .and_then(|value| u64::try_from(value * 10).ok())
    };
    let below_hundred = |offset: usize| {
        if let Some(ten) = tens(text(offset)) {
            return match small(text(offset + 1)).filter(|one| (1..10).contains(one)) {
                Some(one) => Some((ten + one, 2)),
                None => Some((ten, 1)),
            };
        }
        small(text(offset)).map(|value| (value, 1))
    };
    if matches!(first, "a" | "an") {
        if text(1) == "hundred" {
            return hundreds(1, 2, &below_hundred, &text);
        }
        let counts = is_unit(text(1)) || PARTS.iter().any(|(part, _)| *part == text(1) && *part != "half");
        return counts.then_some((1, 1));
    }
    let (value, length) = below_hundred(0)?;
    if text(length) == "hundred" {
        return hundreds(value, length + 1, &below_hundred, &text);
    }
    Some((value, length))
}

fn hundreds<'w>(
    value: u64,
    length: usize,
    below: &impl Fn(usize) -> Option<(u64, usize)>,
    text: &impl Fn(usize) -> &'w str,
) -> Option<(u64, usize)> {
    let skip = usize::from(text(length) == "and");
    match below(length + skip) {
        Some((rest, more)) => Some((value * 100 + rest, length + skip + more)),
        None => Some((value * 100, length)),
    }
}

fn is_unit(word: &str) -> bool {
    matches!(word.strip_suffix('s').unwrap_or(word), "hour" | "day" | "week" | "month" | "year")
}

/// A length of time whose unit stands at a word.
fn unit(words: &[Word], at: usize, value: u64) -> Option<(Fact, usize)> {
    let text = |offset: usize| words.get(at + offset).map_or("", |word| word.text.as_str());
    let (skip, is_business) = match text(0) {
        "business" | "working" => (1, true),
        "calendar" | "full" | "consecutive" | "whole" | "clear" => (1, false),
        _ => (0, false),
    };
    let fact = match text(skip)
        .trim_end_matches("'s")
        .trim_end_matches("\u{2019}s")
        .trim_end_matches('\u{2019}')
        .trim_end_matches('s')
    {
        "day" if is_business => Fact::Time(value, Measure::BusinessDays),
        "hour" => Fact::Time(value, Measure::Hours),
        "day" => Fact::Time(value * 24, Measure::Hours),
        "week" => Fact::Time(value * 7 * 24, Measure::Hours),
        "month" => Fact::Time(value, Measure::Months),
        "year" => Fact::Time(value * 12, Measure::Months),
        _ => return None,
    };
    Some((fact, skip + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str) -> Vec<Fact> {
        of(text).into_iter().map(|found| found.fact).collect()
    }

    fn days(count: u64) -> Fact {
        Fact::Time(count * 24, Measure::Hours)
    }
    const fn months(count: u64) -> Fact {
        Fact::Time(count, Measure::Months)
    }

    #[test]
    fn lengths_of_time_are_read_in_figures_and_in_words() {
        for (text, fact) in [
            ("within 30 days", days(30)),
            ("within thirty days", days(30)),
            ("forty-five days", days(45)),
            ("a hundred and twenty days", days(120)),
            ("a two-year term", months(24)),
            ("for a year", months(12)),
            ("three weeks", days(21)),
            ("72 hours", days(3)),
            ("10 business days", Fact::Time(10, Measure::BusinessDays)),
            ("every year", months(12)),
            ("30 days' notice", days(30)),
            ("six months", months(6)),
        ] {
            assert_eq!(facts(text), [fact], "{text}");
        }
        assert_eq!(facts("held every second November"), [months(24), Fact::Month(11)]);
    }

    #[test]
    fn shares_counts_and_months_are_read() {
        for (text, fact) in [
            ("two thirds of the votes", Fact::Share(2, 3)),
            ("a two-thirds vote", Fact::Share(2, 3)),
            ("2/3 of those present", Fact::Share(2, 3)),
            ("one fifth of the members", Fact::Share(1, 5)),
            ("20 percent", Fact::Share(1, 5)),
            ("20% of us", Fact::Share(1, 5)),
            ("a majority of them", Fact::Majority),
            ("more than half agree", Fact::Majority),
            ("a plurality wins", Fact::Plurality),
            ("whoever has the most votes", Fact::Plurality),
            ("25 members are a quorum", Fact::Count(25)),
            ("Three members sit on it", Fact::Count(3)),
            ("it falls in October", Fact::Month(10)),
        ] {
            assert_eq!(facts(text), [fact], "{text}");
        }
    }

    #[test]
    fn names_dates_and_amounts_are_no_counts() {
        for text in [
            "Article 12 and Section 3 say so",
            "We are Local 12",
            "on 15 October 2026",
            "a fee of 50 dollars",
            "up to $500",
            "one of them",
            "members may vote",
            "Nobody holds an office twice",
        ] {
            assert!(
                !facts(text).iter().any(|fact| matches!(fact, Fact::Count(_))),
                "{text}: {:?}",
                facts(text)
            );
        }
        assert!(facts("Members may vote. May they?").is_empty());
    }
}
