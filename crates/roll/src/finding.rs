//! What the import found, as facts with a place, a sentence and a remedy. A finding never repeats a cell: the person
//! at the file has it before them, and nobody else should read it in a log.

mod column;
mod file;
mod row;

use serde::Serialize;

pub use column::ColumnFact;
pub use file::FileFact;
pub use row::RowFact;

/// Whether a finding stops the import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing loads until it is put right.
    Refused,
    /// Worth knowing; it loads all the same.
    Noted,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowFinding {
    /// The line of the file the row begins in, counted as an editor counts; 0 where it is about the whole file.
    pub line: u64,
    /// The column, by its heading or as `column 3`.
    pub column: Option<String>,
    /// Whether it stops the import.
    pub severity: Severity,
    /// The fact, for programs.
    pub fact: Fact,
    /// The fact, for people.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl RowFinding {
    /// Puts a fact into words.
    pub(crate) fn make(line: u64, column: Option<String>, fact: Fact) -> Self {
        let (severity, message, remedy) = match &fact {
            Fact::File(fact) => fact.words(),
            Fact::Column(fact) => fact.words(),
            Fact::Row(fact) => fact.words(),
        };
        Self { line, column, severity, message, remedy: remedy.into(), fact }
    }
}

/// Everything that can be said of a file, a column or a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Fact {
    /// Of the file as a whole, or of a line before it is known what the columns are.
    File(FileFact),
    /// Of a column.
    Column(ColumnFact),
    /// Of a row or one of its cells.
    Row(RowFact),
}

impl From<FileFact> for Fact {
    fn from(fact: FileFact) -> Self {
        Self::File(fact)
    }
}

impl From<ColumnFact> for Fact {
    fn from(fact: ColumnFact) -> Self {
        Self::Column(fact)
    }
}

impl From<RowFact> for Fact {
    fn from(fact: RowFact) -> Self {
        Self::Row(fact)
    }
}
