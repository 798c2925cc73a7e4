//! The front matter: what kind of organisation this is the constitution of. A small subset of YAML, one `key: value` to a
//! line, between two lines of three dashes; `[a, b]` and `{event: 2023-01-11}` on one line, `# comments` after a blank.
//! It says nothing about articles or rules.

use crate::diagnostic::Report;
use crate::nearest;
use crate::source::{At, Place, Source};

/// The front matter of a constitution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// The union's name.
    pub name: String,
    /// `local`, `intermediate` or `national`.
    pub kind: String,
    /// `private`, `public`, `federal`, `postal` or `mixed`.
    pub sector: String,
    /// The legal floors it is held against, for example `us-lmrda`.
    pub profile: String,
    /// What it covers.
    pub scope: Scope,
    /// Outside events that have occurred.
    pub happened: Vec<Happened>,
    /// The least stall number its own authors promise, when they promise one.
    pub minimum_stall: Option<u32>,
    /// What it left out: plain sentences about the values taken instead.
    pub assumed: Vec<String>,
}

/// What a document covers. A partial one silences findings about what is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// A whole constitution.
    All,
    /// Only these subjects; none for an excerpt, which tells no subject in full.
    Subjects(Vec<String>),
}

/// An outside event that has occurred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Its name, for example `certification`.
    pub event: String,
    /// The year. *Units*: Gregorian.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The day, from 1.
    pub day: i8,
}

pub(crate) const KEYS: [&str; 7] =
    ["name", "kind", "sector", "profile", "scope", "happened", "minimum-stall"];
pub(crate) const KINDS: [&str; 3] = ["local", "intermediate", "national"];
pub(crate) const SECTORS: [&str; 5] = ["private", "public", "federal", "postal", "mixed"];
const EXAMPLE: &str = "Begin the file with `---`, then `name: ...`, `kind: local`, `sector: private`, `profile: us-lmrda`, \
                       one to a line, then `---`.";

/// Reads the front matter.
///
/// *Shape*: also returns where the text after it begins. The front matter is `None` when a problem was noted.
pub(crate) fn read(source: &Source, report: &mut Report) -> (Option<FrontMatter>, usize) {
    let text = source.text();
    if !text.starts_with("---\n") {
        report.note(Place(0), None, "The file does not begin with a front matter.", EXAMPLE);
        return (None, 0);
    }
    let before = report.count();
    let mut at = "---\n".len();
    let mut lines: Vec<(&'static str, At<&str>)> = Vec::new();
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let here = at;
        at += line.len();
        if line.trim_end() == "---" {
            let front = fields(&lines, here, report);
            return (front.filter(|_| report.count() == before), at);
        }
        if let Some((key, value)) = entry(line, here, report) {
            if lines.iter().any(|(known, _)| *known == key) {
                report.note(Place(here), None, format!("`{key}` is given twice."), "Keep one of the two.");
            }
            lines.push((key, value));
        }
        // Without an end this would complain about every line of the document.
        if report.count() > before + KEYS.len() {
            break;
        }
    }
    report.note(Place(0), None, "The front matter has no end.", "Close it with a line `---`.");
    (None, text.len())
}

/// One line: a known key and its text.
fn entry<'a>(line: &'a str, start: usize, report: &mut Report) -> Option<(&'static str, At<&'a str>)> {
    let body = without_comment(line);
    if body.trim().is_empty() {
        return None;
    }
    let indent = body.len() - body.trim_start().len();
    let Some((key, value)) = body.split_once(':').filter(|_| indent == 0) else {
        let remedy =
            "Write one `key: value` to a line, at the left margin; a map on one line: {event: 2023-01-11}.";
        report.note(Place(start + indent), None, "This line of the front matter is no `key: value`.", remedy);
        return None;
    };
    let Some(known) = KEYS.into_iter().find(|known| *known == key.trim()) else {
        let message = format!("The front matter knows no `{}`.", key.trim());
        report.note(Place(start), None, message, nearest::remedy(key.trim(), &KEYS));
        return None;
    };
    let place = Place(start + key.len() + 1 + (value.len() - value.trim_start().len()));
    Some((known, At { is: unquoted(value.trim()), place }))
}

/// Cuts a comment off. A `#` begins one when blanks stand on both sides, so that "Local #12" stays whole.
fn without_comment(line: &str) -> &str {
    let line = line.trim_end_matches('\n');
    let begins = |at: usize| {
        let before = line.get(..at).unwrap_or_default();
        let after = line.get(at + 1..).unwrap_or_default();
        (before.is_empty() || before.ends_with([' ', '\t']))
            && (after.is_empty() || after.starts_with([' ', '\t', '#']))
    };
    let cut = line.match_indices('#').map(|(at, _)| at).find(|at| begins(*at)).unwrap_or(line.len());
    line.get(..cut).unwrap_or_default()
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)
}

fn fields(lines: &[(&'static str, At<&str>)], end: usize, report: &mut Report) -> Option<FrontMatter> {
    let find = |key: &str| lines.iter().find(|(known, _)| *known == key).map(|(_, value)| value);
    let mut assumed = Vec::new();
    let mut required = |key: &str, known: &[&str]| match find(key) {
        None => {
            report.note(Place(end), None, format!("The front matter does not give `{key}`."), EXAMPLE);
            None
        }
        Some(value) if value.is.is_empty() => {
            report.note(
                value.place,
                None,
                format!("`{key}` is empty."),
                format!("Write {key}: and a value."),
            );
            None
        }
        Some(value) if !known.is_empty() && !known.contains(&value.is) => {
            let message = format!("`{}` is no {key}.", value.is);
            report.note(value.place, None, message, nearest::remedy(value.is, known));
            None
        }
        Some(value) => Some(value.is.to_owned()),
    };
    let (name, kind) = (required("name", &[]), required("kind", &KINDS));
    let (sector, profile) = (required("sector", &SECTORS), required("profile", &[]));
    let scope = match find("scope") {
        Some(value) => scope(value, report),
        None => {
            assumed.push(
                "The front matter gives no scope; the document is taken as a whole constitution.".to_owned(),
            );
            Some(Scope::All)
        }
    };
    let happened = match find("happened") {
        Some(value) => happened(value, report),
        None => {
            assumed
                .push("The front matter names no outside event; none is taken to have occurred.".to_owned());
            Some(Vec::new())
        }
    };
    let minimum_stall = find("minimum-stall").map(|value| {
        value.is.parse().unwrap_or_else(|_| {
            report.note(
                value.place,
                None,
                "`minimum-stall` is no whole number.",
                "Write a number of people.",
            );
            0
        })
    });
    Some(FrontMatter {
        name: name?,
        kind: kind?,
        sector: sector?,
        profile: profile?,
        scope: scope?,
        happened: happened?,
        minimum_stall,
        assumed,
    })
}

fn scope(value: &At<&str>, report: &mut Report) -> Option<Scope> {
    if value.is == "all" {
        return Some(Scope::All);
    }
    if value.is == "excerpt" {
        return Some(Scope::Subjects(Vec::new()));
    }
    let subjects: Option<Vec<String>> = value
        .is
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .map(|list| list.split(',').map(|subject| subject.trim().to_owned()).collect());
    match subjects {
        Some(subjects) if subjects.iter().all(|subject| is_id(subject)) => Some(Scope::Subjects(subjects)),
        _ => {
            let remedy = "Write `scope: all`, `scope: excerpt`, or the subjects told in full, like [elections, complaints].";
            report.note(value.place, None, "This scope cannot be read.", remedy);
            None
        }
    }
}

fn happened(value: &At<&str>, report: &mut Report) -> Option<Vec<Happened>> {
    let inside = value.is.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).map(str::trim);
    let events: Option<Vec<Happened>> = match inside {
        Some("") => Some(Vec::new()),
        Some(list) => list.split(',').map(event).collect(),
        None => None,
    };
    if events.is_none() {
        let remedy = "Write {} when none has, or {certification: 2023-01-11}, with real dates, year first.";
        report.note(value.place, None, "These outside events cannot be read.", remedy);
    }
    events
}

fn event(text: &str) -> Option<Happened> {
    let (event, date) = text.split_once(':')?;
    let event = event.trim();
    let mut parts = date.trim().splitn(3, '-');
    let mut part = |digits: usize| {
        let part = parts.next()?;
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then_some(part)
    };
    let (year, month, day) = (part(4)?.parse().ok()?, part(2)?.parse().ok()?, part(2)?.parse().ok()?);
    let real =
        (1800..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
    (is_id(event) && real).then(|| Happened { event: event.to_owned(), year, month, day })
}

/// The days of a month, in the Gregorian calendar.
fn days(year: i16, month: i8) -> i8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// An id: small letters, digits and hyphens, beginning with a letter and not ending with a hyphen.
pub(crate) fn is_id(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && !word.ends_with('-')
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;

    fn reading(text: &str) -> Result<FrontMatter, Vec<Diagnostic>> {
        let source = Source::new("x.md", text.to_owned());
        let mut report = Report::default();
        let (front, _) = read(&source, &mut report);
        report.settle(&source)?;
        Ok(front.expect("no problem was noted"))
    }

    const GOOD: &str = "---\nname: \"Local: 12\"  # the union\nkind: local\nsector: private\nprofile: us-lmrda\n\
                        scope: [elections, complaints]\nhappened: {certification: 2024-02-29, first-contract: 2025-01-01}\n\
                        minimum-stall: 3\n---\n";

    #[test]
    fn every_key_is_read() {
        let front = reading(GOOD).expect("it is whole");
        assert_eq!(front.name, "Local: 12");
        assert_eq!(front.scope, Scope::Subjects(vec!["elections".to_owned(), "complaints".to_owned()]));
        assert_eq!(
            front.happened[0],
            Happened { event: "certification".to_owned(), year: 2024, month: 2, day: 29 }
        );
        assert_eq!((front.happened.len(), front.minimum_stall), (2, Some(3)));
        assert!(front.assumed.is_empty());
    }

    #[test]
    fn what_is_left_out_is_assumed_in_a_sentence_or_refused() {
        let short = "---\nname: Local #12\nkind: local\nsector: private\nprofile: us-lmrda\n---\n";
        let front = reading(short).expect("it is whole");
        assert_eq!((front.name.as_str(), front.scope, front.assumed.len()), ("Local #12", Scope::All, 2));
        for key in ["name", "kind", "sector", "profile"] {
            let without: String =
                short.split_inclusive('\n').filter(|line| !line.starts_with(&format!("{key}:"))).collect();
            let found = reading(&without).unwrap_err();
            assert!(found[0].message.contains(&format!("`{key}`")), "{found:?}");
            assert_eq!(found[0].line, 5);
        }
    }

    #[test]
    fn an_excerpt_tells_no_subject_in_full() {
        let front = reading(&GOOD.replace("[elections, complaints]", "excerpt")).expect("it is whole");
        assert_eq!(front.scope, Scope::Subjects(Vec::new()));
    }

    #[test]
    fn leap_days_follow_the_gregorian_calendar() {
        for (year, is_leap) in [(2024, true), (2000, true), (1900, false), (2023, false)] {
            let found = reading(&GOOD.replace("2024-02-29", &format!("{year}-02-29")));
            assert_eq!(found.is_ok(), is_leap, "{year}");
        }
    }

    #[test]
    fn a_broken_front_matter_is_told_with_place_and_remedy() {
        for (from, to, line, column, remedy) in [
            ("---\nname", "name", 1, 1, "Begin the file with `---`"),
            ("kind: local", "kind: locale", 3, 7, "Did you mean `local`?"),
            ("kind: local", "knid: local", 3, 1, "Did you mean `kind`?"),
            ("kind: local", "kind: local\nkind: local", 4, 1, "Keep one of the two."),
            ("kind: local", "kind:", 3, 6, "Write kind: and a value."),
            ("kind: local", "  kind: local", 3, 3, "Write one `key: value` to a line"),
            ("[elections, complaints]", "elections", 6, 8, "Write `scope: all`"),
            ("[elections, complaints]", "[]", 6, 8, "Write `scope: all`"),
            ("2024-02-29", "2023-02-29", 7, 11, "with real dates"),
            ("2024-02-29", "29.2.2024", 7, 11, "with real dates"),
            ("{certification", "certification", 7, 11, "with real dates"),
            ("stall: 3", "stall: many", 8, 16, "Write a number of people."),
            ("3\n---\n", "3\n", 1, 1, "Close it with a line `---`."),
        ] {
            let text = GOOD.replace(from, to);
            let found = reading(&text).unwrap_err();
            assert!(
                found.iter().any(|d| (d.line, d.column) == (line, column) && d.remedy.contains(remedy)),
                "{to}: {found:#?}"
            );
        }
    }
}
