//! The closed lists of words that parameters take, each with the words a person reads in its place. A list grows when
//! rules need a new word; what a word means to the hall is said elsewhere.

mod cases;
mod deciding;
mod powers;
mod union;

pub(crate) use cases::*;
pub(crate) use deciding::*;
pub(crate) use powers::*;
pub(crate) use union::*;

/// Words, each with what a sentence says for it; nothing where the word itself, hyphens as blanks, says it.
pub(crate) type Words = &'static [(&'static str, &'static str)];

/// Whether a list has this word.
pub(crate) fn has(list: Words, word: &str) -> bool {
    list.iter().any(|(known, _)| *known == word)
}

/// The words of a list.
pub(crate) fn each(list: Words) -> impl Iterator<Item = &'static str> {
    list.iter().map(|(word, _)| *word)
}

/// What may follow when nobody on a ladder acts.
pub(crate) const ENDS: &[&str] = &[
    "clock",
    "stands",
    "again",
    "rerun",
    "nobody",
    "dismissed",
    "upheld",
    "approved",
    "draw-again",
    "lapses",
];

/// Words that mean something in place of an office or body, so that none may be called so.
pub(crate) const RESERVED: &[&str] = &[
    UNINVOLVED,
    "all-offices",
    "clock",
    "stands",
    "again",
    "rerun",
    "nobody",
    "members",
    "nominees",
    "key-holders",
    "dismissed",
    "upheld",
    "approved",
    "draw-again",
    "lapses",
];

/// The word for any member who has no part in a matter.
pub(crate) const UNINVOLVED: &str = "uninvolved-member";

/// The word for every office of the document.
pub(crate) const ALL_OFFICES: &str = "all-offices";

/// The sort of body that is everybody.
pub(crate) const MEMBERSHIP: &str = "membership";

/// Months, in order.
pub(crate) const MONTHS: Words = &[
    ("january", "January"),
    ("february", "February"),
    ("march", "March"),
    ("april", "April"),
    ("may", "May"),
    ("june", "June"),
    ("july", "July"),
    ("august", "August"),
    ("september", "September"),
    ("october", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// A day of every year, `15 october`: the month from 1, the day from 1. The last of February is the twenty-eighth.
pub(crate) fn yearly(text: &str) -> Option<(i8, i8)> {
    let (day, month) = text.split_once(' ')?;
    let day: i8 = day.parse().ok().filter(|number: &i8| number.to_string() == day)?;
    let month = i8::try_from(each(MONTHS).position(|known| known == month)? + 1).ok()?;
    jiff::civil::Date::new(2001, month, day).ok().map(|date| (date.month(), date.day()))
}
