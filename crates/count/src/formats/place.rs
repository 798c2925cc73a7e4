//! Where in a file something is, and a cursor that always knows.
//!
//! Not here: any format; a cursor knows bytes, lines and columns.

use std::cell::Cell;
use std::fmt;

/// A place in a text.
///
/// *Units*: line and column from 1; a column is a character, not a byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: u64,
    /// The column.
    pub column: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}", self.line, self.column)
    }
}

/// Walks over text byte by byte and counts lines.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
    line_start: usize,
    /// Where a column was last asked for, and which it was: a file that is one long line must not be walked from its
    /// start for every place in it.
    counted: Cell<(usize, u64)>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1, line_start: 0, counted: Cell::new((0, 1)) }
    }

    /// The place of the next byte.
    pub(super) fn place(&self) -> Place {
        let (from, column) = match self.counted.get() {
            known @ (from, _) if (self.line_start..=self.at).contains(&from) => known,
            _ => (self.line_start, 1),
        };
        let passed = &self.text[from..self.at];
        let column = column + passed.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64;
        self.counted.set((self.at, column));
        Place { line: self.line, column }
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// The byte after the next.
    #[inline]
    pub(super) fn second(&self) -> Option<u8> {
        self.text.get(self.at + 1).copied()
    }

    /// Steps over one byte that is no line end.
    #[inline]
    pub(super) fn step(&mut self) {
        self.at += 1;
    }

    /// Steps over a line end (`\n`, `\r\n` or a lone `\r`); whether there was one.
    #[inline]
    pub(super) fn line_end(&mut self) -> bool {
        match self.peek() {
            Some(b'\n') => self.at += 1,
            Some(b'\r') => self.at += if self.second() == Some(b'\n') { 2 } else { 1 },
            _ => return false,
        }
        self.line += 1;
        self.line_start = self.at;
        true
    }

    /// The bytes from here for which `wanted` holds; the cursor stands behind them.
    #[inline]
    pub(super) fn run(&mut self, wanted: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = &self.text[self.at..];
        let length = rest.iter().position(|byte| !wanted(*byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A whole number; `None` when there is no digit. Too large a number saturates.
    #[inline]
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut value = u64::from(self.peek().filter(u8::is_ascii_digit)? - b'0');
        self.at += 1;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        Some(value)
    }

    /// The rest of this line; the cursor stands at its end.
    pub(super) fn rest_of_line(&mut self) -> &'a str {
        text(self.run(|byte| byte != b'\n' && byte != b'\r'))
    }
}

/// Bytes cut from a `str` at ASCII bytes as text again.
pub(super) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_counts_characters_and_every_kind_of_line_end_counts_once() {
        let mut cursor = Cursor::new("é1\r\n2\r3\n4");
        assert_eq!(cursor.run(|byte| byte != b'1').len(), 2);
        assert_eq!(cursor.place(), Place { line: 1, column: 2 });
        for line in 1..=4 {
            assert_eq!(cursor.number(), Some(line));
            assert_eq!(cursor.place().line, line);
            assert_eq!(cursor.line_end(), line < 4);
        }
    }
}
