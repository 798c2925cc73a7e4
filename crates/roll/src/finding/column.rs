//! Facts about a column.

use serde::Serialize;

use super::Severity::{self, Noted, Refused};
use crate::mapping::Field;

/// What can be said of a column, or of a field no column was found for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "`words` says each fact in a sentence; the fields are the numbers in that sentence"
)]
pub enum ColumnFact {
    MemberIdColumnMissing,
    NameColumnMissing,
    StandingColumnMissing,
    FieldAmbiguous { field: Field, columns: Vec<usize> },
    ColumnSetAside { field: Field },
    ColumnUntold,
    HeaderUnknown,
    MappedColumnMissing,
    MappedColumnTwice,
}

impl ColumnFact {
    /// Severity, message and remedy.
    pub(super) fn words(&self) -> (Severity, String, &'static str) {
        match self {
            Self::MemberIdColumnMissing => (
                Refused,
                "no column could be told to be the member number".into(),
                "Head it \"member_id\", or map it, for example member_id=1.",
            ),
            Self::NameColumnMissing => (
                Noted,
                "there is no column with names; members are shown by number".into(),
                "Nothing need be done; a column headed \"name\" adds them.",
            ),
            Self::StandingColumnMissing => (
                Noted,
                "there is no column with standing; everybody is read as in good standing".into(),
                "If that is not so, add a column headed \"standing\".",
            ),
            Self::FieldAmbiguous { field, columns } => {
                let places: Vec<String> = columns.iter().map(ToString::to_string).collect();
                (
                    Refused,
                    format!("{field} could be any of the columns {}", places.join(", ")),
                    "Say which, for example email=3, or head one of them with the field's own name.",
                )
            }
            Self::ColumnSetAside { field } => (
                Noted,
                format!("another column fits {field} better; this one is kept as an extra column"),
                "If this is the right one, map it, for example phone=5.",
            ),
            Self::ColumnUntold => (
                Refused,
                "there is no header, and what this column holds could not be told from its content".into(),
                "Add a header line, or map the column: unit=6, or extra=6 to keep it as it is.",
            ),
            Self::HeaderUnknown => (
                Refused,
                "this line looks like a header, but its headings are not known".into(),
                "Head the columns member_id, name, email and so on, or say header=no if it is a member.",
            ),
            Self::MappedColumnMissing => (
                Refused,
                "the mapping names this column, and the file has no such column".into(),
                "Check the mapping against the file's header.",
            ),
            Self::MappedColumnTwice => {
                (Refused, "the mapping uses this column twice".into(), "Give each column one use.")
            }
        }
    }
}
