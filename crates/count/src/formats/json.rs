//! JSON from strangers: errors with their place, and the place of a part of a document.
//!
//! Depth is limited by the JSON reader itself. Not here: any format.

use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::{Fault, Place, ReadError};

/// Reads a whole document.
pub(super) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ReadError> {
    serde_json::from_str(text).map_err(|error| refusal(&error, Place { line: 1, column: 1 }))
}

/// Knows where in the document a part of it stands. Parts must come in the order of the document; a step back costs a walk
/// from the start.
#[derive(Debug)]
pub(super) struct Finder<'a> {
    text: &'a str,
    offset: usize,
    line: u64,
    line_start: usize,
}

impl<'a> Finder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, offset: 0, line: 1, line_start: 0 }
    }

    /// The place of a part cut from the document.
    pub(super) fn place(&mut self, part: &RawValue) -> Place {
        let offset =
            (part.get().as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize).min(self.text.len());
        if offset < self.offset {
            *self = Self::new(self.text);
        }
        let passed = &self.text.as_bytes()[self.offset..offset];
        for (at, _) in passed.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
            self.line += 1;
            self.line_start = self.offset + at + 1;
        }
        self.offset = offset;
        Place { line: self.line, column: (offset - self.line_start) as u64 + 1 }
    }

    /// Reads a part.
    pub(super) fn parse<T: Deserialize<'a>>(&mut self, part: &'a RawValue) -> Result<(Place, T), ReadError> {
        let at = self.place(part);
        Ok((at, serde_json::from_str(part.get()).map_err(|error| refusal(&error, at))?))
    }
}

/// The reader's own words could quote the file, so only their kind is passed on.
fn refusal(error: &serde_json::Error, base: Place) -> ReadError {
    let (line, column) = (error.line() as u64, error.column() as u64);
    let at = if line > 1 {
        Place { line: base.line + line - 1, column }
    } else {
        Place { line: base.line, column: base.column + column.saturating_sub(1) }
    };
    let why = match error.classify() {
        Category::Eof => "it breaks off",
        Category::Data => "something is missing here or is of another kind than it must be",
        _ => "a sign stands where none may, or it is nested too deeply",
    };
    ReadError { at, fault: Fault::Json { why } }
}
