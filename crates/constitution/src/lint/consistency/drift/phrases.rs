//! Phrases that say a number: "within thirty days", "two thirds", "every second November", "a majority". Names, dates and the
//! numbers of articles look like them and say nothing.

use super::facts::{Fact, Measure, Word};
use super::numbers::{PARTS, number, unit};
use crate::vocabulary::words::MONTHS;

/// A phrase: what it says, nothing for a name or date, and how many words it is.
type Phrase = (Option<Fact>, usize);

/// Words after which a number is a name.
const NAMED: [&str; 15] = [
    "article", "articles", "section", "sections", "local", "part", "no", "number", "chapter", "room", "form",
    "title", "u.s.c", "cfr", "page",
];

fn text(words: &[Word], at: usize) -> &str {
    words.get(at).map_or("", |word| word.text.as_str())
}

fn before(words: &[Word], at: usize) -> &str {
    at.checked_sub(1).map_or("", |at| text(words, at))
}

/// The phrase that begins at a word.
pub(super) fn fact(words: &[Word], at: usize) -> Option<Phrase> {
    if NAMED.contains(&before(words, at))
        && let Some((_, length)) = number(words, at)
    {
        return Some((None, length));
    }
    if month_at(words, at).is_some() {
        return month(words, at);
    }
    phrase(words, at)
        .or_else(|| repeated(words, at))
        .or_else(|| figures(words, at))
        .or_else(|| counted(words, at))
}

fn month_at(words: &[Word], at: usize) -> Option<usize> {
    MONTHS.iter().position(|(month, _)| *month == text(words, at))
}

/// A month by its name; "may" is a verb unless a word before it says otherwise.
fn month(words: &[Word], at: usize) -> Option<Phrase> {
    const TIMELY: [&str; 15] = [
        "in", "every", "of", "by", "before", "until", "each", "second", "third", "last", "first", "and",
        "or", "after", "since",
    ];
    let word = words.get(at)?;
    let is_month = word.is_upper && (word.text != "may" || TIMELY.contains(&before(words, at)));
    let is_dated = text(words, at + 1).bytes().all(|b| b.is_ascii_digit()) && !text(words, at + 1).is_empty();
    let fact = Fact::Month(month_at(words, at)? + 1);
    is_month.then_some((Some(fact), if is_dated { 2 } else { 1 }))
}

/// Words that say a share or a time by themselves.
fn phrase(words: &[Word], at: usize) -> Option<Phrase> {
    let next = text(words, at + 1);
    Some(match text(words, at) {
        "majority" => (Some(Fact::Majority), 1),
        "plurality" => (Some(Fact::Plurality), 1),
        "more" if next == "than" && text(words, at + 2) == "half" => (Some(Fact::Majority), 3),
        "most" if next == "votes" => (Some(Fact::Plurality), 2),
        "annual" | "annually" | "yearly" => (Some(Fact::Time(12, Measure::Months)), 1),
        "biennial" | "biennially" => (Some(Fact::Time(24, Measure::Months)), 1),
        "triennial" | "triennially" => (Some(Fact::Time(36, Measure::Months)), 1),
        "quarterly" => (Some(Fact::Time(3, Measure::Months)), 1),
        "monthly" => (Some(Fact::Time(1, Measure::Months)), 1),
        "weekly" => (Some(Fact::Time(7 * 24, Measure::Hours)), 1),
        "half" if next == "plus" => (Some(Fact::Majority), 3),
        "half" if matches!(next, "of" | "the") => (Some(Fact::Share(1, 2)), 1),
        _ => return None,
    })
}

/// "Every year", "each second November", "every 2 years".
fn repeated(words: &[Word], at: usize) -> Option<Phrase> {
    if !matches!(text(words, at), "every" | "each") {
        return None;
    }
    let next = text(words, at + 1);
    let skip = if next == "calendar" { 2 } else { 1 };
    if let Some((time, length)) = unit(words, at + skip, 1) {
        return Some((Some(time), skip + length));
    }
    let nth = match next {
        "second" | "other" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        _ => return None,
    };
    // The month is read by itself, the years here.
    if month_at(words, at + 2).is_some() {
        return Some((Some(Fact::Time(nth * 12, Measure::Months)), 2));
    }
    unit(words, at + 2, nth).map(|(time, length)| (Some(time), 2 + length))
}

/// "2/3", "20%", "$500".
fn figures(words: &[Word], at: usize) -> Option<Phrase> {
    let word = text(words, at);
    if let Some(part) = word.strip_suffix('/').and_then(|part| part.parse::<u64>().ok()) {
        let whole: u64 = text(words, at + 1).parse().ok()?;
        return Some(((whole > 0).then(|| Fact::share(part, whole)), 2));
    }
    if let Some(percent) = word.strip_suffix('%').and_then(|percent| percent.parse().ok()) {
        return Some(percentage(words, at, percent, 1));
    }
    let amount = word.strip_prefix('$')?;
    Some((amount.replace(',', "").parse().ok().map(Fact::Money), 1))
}

/// A percentage; "50% plus one" is a majority.
fn percentage(words: &[Word], at: usize, percent: u64, length: usize) -> Phrase {
    if percent == 50 && text(words, at + length) == "plus" {
        return (Some(Fact::Majority), length + 2);
    }
    (Some(Fact::share(percent, 100)), length)
}

/// A number and what it counts.
fn counted(words: &[Word], at: usize) -> Option<Phrase> {
    let (value, length) = number(words, at)?;
    let next = text(words, at + length);
    // "Twenty-one (21) days": the figures say it once more.
    if number(words, at + length).is_some_and(|(again, _)| again == value) {
        return Some((None, length));
    }
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
        return Some(percentage(words, at, value, length + if next == "per" { 2 } else { 1 }));
    }
    let is_part = |part: &str| {
        next == part || next.strip_suffix('s') == Some(part) || part == "half" && next == "halves"
    };
    if let Some((_, whole)) = PARTS.iter().find(|(part, _)| is_part(part)) {
        return Some((Some(Fact::share(value, *whole)), length + 1));
    }
    if let Some((time, more)) = unit(words, at + length, value) {
        return Some((Some(time), length + more));
    }
    Some(((!is_name(words, at, value, length)).then_some(Fact::Count(value)), length))
}

/// Whether a number is a date's, a year, a time of day, or only "one" and "a".
fn is_name(words: &[Word], at: usize, value: u64, length: usize) -> bool {
    let by_month = month_at(words, at + length).is_some() || at > 0 && month_at(words, at - 1).is_some();
    by_month
        || matches!(text(words, at + length), "cents" | "am" | "pm" | "o'clock" | "noon")
        || (1800..2200).contains(&value)
        || matches!(text(words, at), "one" | "a" | "an")
}
