//! Single values as a person reads them: titles in place of ids, words in place of signs.

use super::Printer;
use crate::block::{Datum, Value};
use crate::vocabulary::Holds;
use crate::vocabulary::words::{self, Words};

impl Printer<'_> {
    /// A value that stands where this is held.
    pub(crate) fn say(&self, holds: Holds, value: &Value) -> String {
        let text = match &value.is {
            Datum::Text(text) => text.as_str(),
            Datum::Number(number) => return number.to_string(),
            Datum::Flag(true) => return "yes".to_owned(),
            Datum::Flag(false) => return "no".to_owned(),
        };
        match holds {
            Holds::NewId | Holds::Who | Holds::Body => self.the(text),
            Holds::Office if text == words::ALL_OFFICES => "every office".to_owned(),
            Holds::Office => self.title(text),
            Holds::Article => match self.headings.get(text) {
                Some(heading) => format!("\"{heading}\""),
                None => format!("the article \"{text}\""),
            },
            Holds::BearerOrEnd => match end(text) {
                Some(end) => end.to_owned(),
                None => format!("it passes to {}", self.the(text)),
            },
            Holds::Time => value.span().map_or_else(|| text.to_owned(), |span| span.in_words()),
            Holds::Date => value.date().map_or_else(|| text.to_owned(), day),
            Holds::Yearly => match text.split_once(' ') {
                Some((day, month)) => format!("{day} {}", phrase(words::MONTHS, month)),
                None => text.to_owned(),
            },
            Holds::OneOf(list) => phrase(list, text),
            Holds::Row(list) => {
                text.split_whitespace().map(|word| phrase(list, word)).collect::<Vec<_>>().join(", ")
            }
            Holds::Share if text == "majority" => "a majority".to_owned(),
            Holds::Text => text.trim().trim_end_matches('.').to_owned(),
            Holds::Name | Holds::Election => plain(text),
            Holds::Share | Holds::Number(_) | Holds::Count(_) | Holds::Flag => text.to_owned(),
        }
    }

    /// The title given, else the id as words: "election committee".
    pub(super) fn title(&self, id: &str) -> String {
        self.titles.get(id).map_or_else(|| plain(id), |title| (*title).to_owned())
    }

    /// "the election committee".
    pub(crate) fn the(&self, id: &str) -> String {
        if id == words::UNINVOLVED {
            return "a member who is not involved".to_owned();
        }
        let title = self.title(id);
        if title.to_lowercase().starts_with("the ") { title } else { format!("the {title}") }
    }
}

/// What follows when nobody acts, in words.
fn end(word: &str) -> Option<&'static str> {
    Some(match word {
        "clock" => "the clock does it",
        "stands" => "nothing changes",
        "again" => "the time begins again, in public",
        "rerun" => "the election is held again",
        "nobody" => "nothing follows",
        "dismissed" => "it counts as dismissed",
        "upheld" => "it counts as upheld",
        "approved" => "it counts as approved",
        "draw-again" => "others are drawn by lot",
        "lapses" => "it lapses",
        "vacancy" => "the office is empty",
        _ => return None,
    })
}

/// What a sentence says for a word of a list.
pub(super) fn phrase(list: Words, word: &str) -> String {
    match list.iter().find(|(known, _)| *known == word) {
        Some((_, phrase)) if !phrase.is_empty() => (*phrase).to_owned(),
        _ => plain(word),
    }
}

/// "1 November 2026".
fn day(day: jiff::civil::Date) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|month| words::MONTHS.get(month));
    format!("{} {} {}", day.day(), month.map_or("", |(_, name)| name), day.year())
}

/// "a, b and c".
pub(crate) fn row(items: &[String], last_join: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {last_join} {last}", most.join(", ")),
    }
}

/// An id as words: "election records". The number of a form keeps its form: "LM-3".
fn plain(id: &str) -> String {
    let is_form = |(letters, number): (&str, &str)| {
        letters.len() <= 3
            && letters.bytes().all(|b| b.is_ascii_lowercase())
            && number.bytes().all(|b| b.is_ascii_digit())
    };
    if id.split_once('-').is_some_and(is_form) { id.to_uppercase() } else { id.replace('-', " ") }
}
