//! What each column of a file turned out to be. How that is found out: [`crate::settle`].

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::mapping::Field;

/// What a column was read as, for the preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnUse {
    /// Its place; the first is 1.
    pub position: usize,
    /// Its heading, if the file has a header.
    pub heading: Option<String>,
    /// What it was read as.
    pub read_as: ReadAs,
    /// How that is known.
    pub told_by: ToldBy,
}

/// What a column was read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadAs {
    /// One of the columns the program knows.
    Field(Field),
    /// First or last name: joined into the name, and kept under its heading as well.
    NamePart(String),
    /// Kept under this heading.
    Extra(String),
}

/// How the use of a column is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldBy {
    /// The mapping says so.
    Mapping,
    /// Its heading says so.
    Heading,
    /// There is no header; its content fits nothing else.
    Content,
}

impl fmt::Display for ColumnUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}", self.position)?;
        if let Some(heading) = &self.heading {
            write!(f, " \"{heading}\"")?;
        }
        match (&self.read_as, self.told_by) {
            (ReadAs::Field(field), ToldBy::Content) => write!(f, ": {field}, told by its content"),
            (ReadAs::Field(field), _) => write!(f, ": {field}"),
            (ReadAs::NamePart(_), _) => write!(f, ": part of the name, also kept as an extra column"),
            (ReadAs::Extra(_), _) => write!(f, ": kept as an extra column"),
        }
    }
}

/// The columns of a file, settled by [`crate::settle`].
pub(crate) struct Columns {
    pub(crate) uses: Vec<ColumnUse>,
    pub(crate) header_line: Option<u64>,
    pub(crate) fields: BTreeMap<Field, usize>,
    pub(crate) given_name: Option<usize>,
    pub(crate) family_name: Option<usize>,
    /// The names findings give the columns: the heading, or `column 3`.
    pub(crate) labels: Vec<String>,
}
