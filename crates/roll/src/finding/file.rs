//! Facts about a file as a whole.

use serde::Serialize;

use super::Severity::{self, Noted, Refused};

/// What can be said of a file before its rows are read, or of all its rows together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "`words` says each fact in a sentence; the fields are the numbers in that sentence"
)]
pub enum FileFact {
    FileEmpty,
    FileTooLarge { limit_mib: usize },
    NotText { looks_like: &'static str },
    ZeroByte,
    EncodingBroken { encoding: &'static str },
    ReadAsWindows1252,
    LettersGarbled,
    QuoteNotClosed,
    RowTooLong { limit_kib: usize },
    TooManyColumns { limit: usize },
    TooManyRows { limit: u64 },
    NoMembers,
    DateOrderHint { two_readings: u64, day_first: u64, month_first: u64 },
}

impl FileFact {
    /// Severity, message and remedy.
    pub(super) fn words(&self) -> (Severity, String, &'static str) {
        match self {
            Self::FileEmpty => {
                (Refused, "the file is empty".into(), "Choose the file with the members in it.")
            }
            Self::FileTooLarge { limit_mib } => (
                Refused,
                format!("the file is larger than {limit_mib} MiB"),
                "Check that it is the roll; leave out columns that are not needed.",
            ),
            Self::NotText { looks_like } => (
                Refused,
                format!("this is {looks_like}, not a text file"),
                "Open it in the program it came from and save it as CSV (UTF-8).",
            ),
            Self::ZeroByte => (
                Refused,
                "there is a zero byte in this line, which no text has".into(),
                "Save the file again as CSV (UTF-8).",
            ),
            Self::EncodingBroken { encoding } => (
                Refused,
                format!("the file says it is {encoding}, but this line is not"),
                "Save the file again as CSV (UTF-8).",
            ),
            Self::ReadAsWindows1252 => (
                Noted,
                "this line is not UTF-8, so the file was read as Windows-1252 (Latin-1)".into(),
                "Check names with accents; if they are wrong, save the file again as CSV (UTF-8).",
            ),
            Self::LettersGarbled => (
                Noted,
                "a letter with an accent seems to be shown as two odd characters in this line".into(),
                "If names look wrong, save the file again as CSV (UTF-8) from where it came.",
            ),
            Self::QuoteNotClosed => (
                Refused,
                "a quote mark is opened in this line and never closed".into(),
                "Close it, or write it twice where the quote mark itself is meant.",
            ),
            Self::RowTooLong { limit_kib } => (
                Refused,
                format!("the row that begins in this line is longer than {limit_kib} KiB"),
                "Look for a quote mark that is not closed, or for a file that is no table.",
            ),
            Self::TooManyColumns { limit } => (
                Refused,
                format!("the row that begins in this line has more than {limit} columns"),
                "Check that the file is a table of members.",
            ),
            Self::TooManyRows { limit } => (
                Refused,
                format!("there are more than {limit} rows, and the rest was not read"),
                "Check that the file is the roll of one union.",
            ),
            Self::NoMembers => (
                Refused,
                "there is no row with a member in it".into(),
                "Add a row for each member below the header.",
            ),
            Self::DateOrderHint { two_readings, day_first, month_first } => (
                Noted,
                format!(
                    "dates that can be read two ways: {two_readings}; that can only have the day first: {day_first}; \
                     that can only have the month first: {month_first}"
                ),
                "Say which comes first (dates=day-first or dates=month-first), or write dates as YYYY-MM-DD.",
            ),
        }
    }
}
