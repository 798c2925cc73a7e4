//! What the checks of this group ask of a document: its lines and where they stand, how lengths compare with a floor,
//! whether the words speak of something. It judges nothing.

use super::super::people::People;
use super::super::{Case, Event};
use crate::block::Node;
use crate::civil::add;
use crate::document::Article;
use crate::share::Share;
use crate::source::Place;
use crate::step::{ArticleId, Span, Unit};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// A rule, or a line in one, and its article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub article: &'a Article,
    pub node: &'a Node,
}

impl<'a> Line<'a> {
    /// Where a finding about it stands.
    pub fn at(self) -> Option<(&'a ArticleId, Place)> {
        Some((&self.article.id, self.node.place))
    }

    /// A line in it.
    pub fn line(self, word: &str) -> Option<Self> {
        Some(Self { node: self.node.child(word)?, ..self })
    }

    /// All its lines of a word.
    pub fn lines(self, word: &'static str) -> impl Iterator<Item = Self> {
        self.node.children_of(word).map(move |node| Self { node, ..self })
    }

    /// The text after its word.
    pub fn name(self) -> &'a str {
        self.node.texts().next().unwrap_or_default()
    }

    /// The length of time after its word.
    pub fn time(self) -> Option<Span> {
        self.node.arg()?.span()
    }

    /// The flag after its word.
    pub fn flag(self) -> Option<bool> {
        self.node.arg()?.flag()
    }

    /// A flag among its properties.
    pub fn prop_flag(self, name: &str) -> Option<bool> {
        self.node.prop(name)?.flag()
    }

    /// A share among its properties.
    pub fn prop_share(self, name: &str) -> Option<Share> {
        self.node.prop(name)?.text()?.parse().ok()
    }

    /// The words of a row among its properties.
    pub fn prop_row(self, name: &str) -> Vec<String> {
        self.node.prop_row(name)
    }

    /// Whether it, or a line in it, is a flag of this value.
    pub fn says(self, word: &str, flag: bool) -> bool {
        self.line(word).and_then(Self::flag) == Some(flag)
    }
}

/// Every rule of a kind.
pub(super) fn rules<'a>(case: &Case<'a>, kind: &'static str) -> impl Iterator<Item = Line<'a>> + use<'a> {
    case.constitution
        .rules()
        .filter(move |(_, rule)| rule.node.word == kind)
        .map(|(article, rule)| Line { article, node: &rule.node })
}

/// The rules of a kind, by the election they belong to.
pub(super) fn by_election<'a>(case: &Case<'a>, kind: &'static str) -> BTreeMap<&'a str, Line<'a>> {
    rules(case, kind).map(|rule| (rule.name(), rule)).collect()
}

/// Whether the law of member elections is asked of an election: the members vote, or should. Above a local, officers can
/// be elected by delegates, whose elections have rules of their own.
pub(super) fn is_by_members(case: &Case<'_>, people: &People<'_>, election: Line<'_>) -> bool {
    case.is_local() || electors(people, election).is_none()
}

/// The board or committee that elects in place of the members, if the text says that one does.
pub(super) fn electors<'a>(people: &People<'_>, line: Line<'a>) -> Option<Line<'a>> {
    let by = line.line("elected-by")?;
    let post = people.post(by.name())?;
    let is_few = match post.sort {
        None => true,
        Some("board" | "committee") => true,
        // An assembly with seats, or with people chosen into it, is one of delegates.
        Some("assembly") => post.seats.is_some() || post.node.child("chosen").is_some(),
        Some(_) => false,
    };
    is_few.then_some(by)
}

/// Whether an article speaks of any of these: beginnings of words, in small letters. What the words of an article say is
/// not left out of the document, even where no rule repeats it.
pub(super) fn is_said(case: &Case<'_>, stems: &'static [&'static str]) -> bool {
    case.speaks_of(stems)
}

/// The days from which lengths are compared: every month's first day and the odd ones of a leap cycle.
fn starts() -> impl Iterator<Item = Date> {
    let firsts = (2025..2029).flat_map(|year| (1..=12).map(move |month| date(year, month, 1)));
    firsts.chain([date(2025, 1, 31), date(2027, 11, 30), date(2028, 2, 29)])
}

/// Whether these lengths, one after another, are longer than a limit, whatever day they begin. So nobody is told that
/// ninety days are more than three months because of a February.
pub(super) fn exceed(lengths: &[Span], limit: Span) -> bool {
    let lengths: Vec<Span> = lengths.iter().map(|span| calendar_days(*span)).collect();
    starts().all(|day| lengths.iter().fold(day, |day, span| add(day, *span)) > add(day, limit))
}

/// Thousands of business days are counted as days: no limit hangs on the weekends among them, and walking them is slow.
fn calendar_days(span: Span) -> Span {
    match span.unit {
        Unit::BusinessDays if span.amount > 1000 => Span::days(span.amount.saturating_mul(7) / 5),
        _ => span,
    }
}

/// Whether a length is shorter than the least there may be, whatever day it begins.
pub(super) fn falls_short(length: Span, least: Span) -> bool {
    // Hours that do not fill a day are none here.
    let whole = match length.unit {
        Unit::Hours => Span::days(length.amount / 24),
        _ => calendar_days(length),
    };
    starts().all(|day| add(day, whole) < add(day, least))
}

/// A length so many times.
pub(super) fn times(span: Span, times: u32) -> Span {
    Span { amount: span.amount.saturating_mul(times), ..span }
}

/// "1,097".
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The days from one date to a later one.
pub(super) fn days_between(from: Date, to: Date) -> u64 {
    from.until(to).map(|span| u64::try_from(span.get_days()).unwrap_or(0)).unwrap_or(0)
}

/// A line of a story.
pub(super) fn event(date: Date, event: impl Into<String>, article: &Article) -> Event {
    Event { date, event: event.into(), article: Some(article.id.clone()) }
}

/// "one of 400", "31 of 400".
pub(super) fn out_of(count: usize, all: usize) -> String {
    let count = if count == 1 { "one".to_owned() } else { thousands(count as u64) };
    format!("{count} of {}", thousands(all as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> Span {
        text.parse().expect("it is a length of time")
    }

    #[test]
    fn lengths_are_compared_without_quibbles() {
        for (length, limit, is_longer) in [
            ("3y", "3y", false),
            ("36 months", "3y", false),
            ("1096d", "3y", false),
            ("1097d", "3y", true),
            ("37 months", "3y", true),
            ("92d", "3 months", false),
            ("93d", "3 months", true),
            ("24 months", "2y", false),
        ] {
            assert_eq!(exceed(&[span(length)], span(limit)), is_longer, "{length} {limit}");
        }
        for (length, least, is_shorter) in [
            ("15d", "15d", false),
            ("14d", "15d", true),
            ("360h", "15d", false),
            ("350h", "15d", true),
            ("365d", "1y", false),
            ("364d", "1y", true),
            ("11 business-days", "15d", false),
        ] {
            assert_eq!(falls_short(span(length), span(least)), is_shorter, "{length} {least}");
        }
    }

    #[test]
    fn days_are_counted_and_written() {
        assert_eq!(thousands(days_between(date(2023, 1, 11), date(2026, 1, 12))), "1,097");
        assert_eq!((thousands(7), thousands(1_000_000)), ("7".to_owned(), "1,000,000".to_owned()));
        assert_eq!((out_of(1, 400), out_of(31, 400)), ("one of 400".to_owned(), "31 of 400".to_owned()));
    }
}
