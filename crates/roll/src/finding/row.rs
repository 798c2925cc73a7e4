//! Facts about a row or a cell.

use serde::Serialize;

use super::Severity::{self, Noted, Refused};
use crate::dates::DateFault;
use crate::email::EmailFault;

/// What can be said of a row or one of its cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "`words` says each fact in a sentence; the fields are the numbers in that sentence"
)]
pub enum RowFact {
    MoreCells { cells: usize, columns: usize },
    FewerCells { cells: usize, columns: usize },
    CellTooLong { limit_chars: usize },
    ControlCharacter,
    Placeholder,
    MemberIdMissing,
    MemberIdTwice { first_line: u64 },
    MemberIdShortened,
    PhoneShortened,
    NameMissing,
    EmailMalformed { fault: EmailFault },
    EmailShared { first_line: u64 },
    EmailAtEmployer,
    DateUnreadable { fault: DateFault },
    StandingUnknown { nearest: Option<&'static str> },
    StandingMissing,
}

const SHORTENED: &str = "a spreadsheet has shortened this number, and its last digits are lost";
const AS_TEXT: &str = "Format the column as text in the spreadsheet, type the number again, and export.";

impl RowFact {
    /// Severity, message and remedy.
    pub(super) fn words(&self) -> (Severity, String, &'static str) {
        match self {
            Self::MoreCells { cells, columns } => (
                Refused,
                format!("this row has {cells} cells, the file has {columns} columns"),
                "Put quote marks around a cell that contains the separator.",
            ),
            Self::FewerCells { cells, columns } => (
                Noted,
                format!(
                    "this row has {cells} cells, the file has {columns} columns; the rest is read as empty"
                ),
                "Check that the row is not broken over two lines.",
            ),
            Self::CellTooLong { limit_chars } => (
                Refused,
                format!("this cell is longer than {limit_chars} characters"),
                "Look for a quote mark that is not closed.",
            ),
            Self::ControlCharacter => (
                Refused,
                "this cell contains a control character, which no text has".into(),
                "Type the cell again, or save the file again as CSV (UTF-8).",
            ),
            Self::Placeholder => {
                (Noted, "this cell holds a word for nothing; it is read as empty".into(), "Leave it empty.")
            }
            Self::MemberIdMissing => (
                Refused,
                "this row has no member number".into(),
                "Give the member a number, or delete the row.",
            ),
            Self::MemberIdTwice { first_line } => (
                Refused,
                format!("line {first_line} has the same member number"),
                "Give each member one row and one number.",
            ),
            Self::MemberIdShortened => (Refused, SHORTENED.into(), AS_TEXT),
            Self::PhoneShortened => (Noted, SHORTENED.into(), AS_TEXT),
            Self::NameMissing => (
                Noted,
                "this member has no name".into(),
                "Nothing need be done; the number is shown instead.",
            ),
            Self::EmailMalformed { fault } => (
                Refused,
                format!("this is not an e-mail address: {}", fault.words()),
                "Correct it, or leave it empty.",
            ),
            Self::EmailShared { first_line } => (
                Noted,
                format!("line {first_line} has the same e-mail address"),
                "Whoever reads that mailbox reads the mail of both; ask for an address each.",
            ),
            Self::EmailAtEmployer => (
                Noted,
                "this address lies at the employer's domain".into(),
                "Ask for a personal address: the employer can read that mailbox.",
            ),
            Self::DateUnreadable { fault } => (Refused, fault.words().into(), fault.remedy()),
            Self::StandingUnknown { nearest: Some(nearest) } => (
                Refused,
                format!("this word for standing is not known; the nearest known is \"{nearest}\""),
                "Write \"good\", a known word, or \"not good: \" and the reason.",
            ),
            Self::StandingUnknown { nearest: None } => (
                Refused,
                "this word for standing is not known".into(),
                "Write \"good\", or \"not good: \" and the reason.",
            ),
            Self::StandingMissing => (
                Noted,
                "standing is empty; the member is read as in good standing".into(),
                "If that is not so, write \"not good: \" and the reason.",
            ),
        }
    }
}
