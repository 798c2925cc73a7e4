//! Numbers and lengths of time in prose, in figures or spelled out, read at one word and the words after it.

use super::facts::{Fact, Measure, Word};

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
pub(super) const PARTS: [(&str, u64); 9] = [
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

/// A number in figures or words, and how many words it is. "A" and "an" are one before a unit of time or a part.
pub(super) fn number(words: &[Word], at: usize) -> Option<(u64, usize)> {
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
pub(super) fn unit(words: &[Word], at: usize, value: u64) -> Option<(Fact, usize)> {
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
