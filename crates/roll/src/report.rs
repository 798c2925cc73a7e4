//! The report of an import: how the file was read, what was found, and how much of each.
//!
//! Not here: any decision. It keeps a bounded number of findings, however many there are, and counts them all.

use std::fmt::Write;

use serde::Serialize;

use crate::columns::ColumnUse;
use crate::finding::{Fact, RowFinding, Severity};
use crate::mapping::Delimiter;
use crate::text::Encoding;

/// Findings of each severity that are kept; beyond it they are only counted.
pub const KEPT_FINDINGS: usize = 1_000;

/// Findings of each severity that [`Report::render`] shows.
pub const SHOWN_FINDINGS: usize = 20;

/// What happened to a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How bytes became text; `None` where they did not.
    pub encoding: Option<Encoding>,
    /// What stands between cells.
    pub delimiter: Option<Delimiter>,
    /// The line the header is in, if there is one.
    pub header_line: Option<u64>,
    /// What each column was read as.
    pub columns: Vec<ColumnUse>,
    /// Rows with something in them, the header left out.
    pub rows: u64,
    /// Rows of empty cells, which were skipped. Lines without any cell are not counted.
    pub blank_rows: u64,
    /// Rows with at least one refusal.
    pub rows_refused: u64,
    /// All refusals, of rows and of the file.
    pub refusals: u64,
    /// All notes.
    pub notes: u64,
    /// The findings kept: refusals before notes, each in the order of the lines.
    ///
    /// *Shape*: at most [`KEPT_FINDINGS`] of each severity.
    pub findings: Vec<RowFinding>,
}

impl Report {
    /// Whether nothing stands in the way of loading.
    pub fn is_clean(&self) -> bool {
        self.refusals == 0
    }

    /// The report as plain text.
    pub fn render(&self) -> String {
        self.render_at_most(SHOWN_FINDINGS)
    }

    /// The report as plain text, with at most `shown` findings of each severity and the number of the others.
    pub fn render_at_most(&self, shown: usize) -> String {
        let mut out = self.verdict();
        out.push_str(&self.how_read());
        for column in &self.columns {
            out.push_str(&format!("  {column}\n"));
        }
        if self.findings.is_empty() {
            return out;
        }
        out.push('\n');
        for (severity, total) in [(Severity::Refused, self.refusals), (Severity::Noted, self.notes)] {
            let mut printed = 0;
            for finding in self.findings.iter().filter(|finding| finding.severity == severity).take(shown) {
                out.push_str(&line_of(finding));
                printed += 1;
            }
            if total > printed {
                let _ = writeln!(out, "... and {} more {}", total - printed, word(severity));
            }
        }
        out
    }

    fn verdict(&self) -> String {
        let rows = counted(self.rows, "row", "rows");
        if self.is_clean() {
            format!("The roll loads: {rows}, none refused, {}.\n", counted(self.notes, "note", "notes"))
        } else {
            format!(
                "Nothing was loaded: {rows}, {} refused; {}, {}.\n",
                self.rows_refused,
                counted(self.refusals, "refusal", "refusals"),
                counted(self.notes, "note", "notes"),
            )
        }
    }

    fn how_read(&self) -> String {
        let Some(encoding) = self.encoding else { return String::new() };
        let mut out = format!("Read as {}", encoding.words());
        if let Some(delimiter) = self.delimiter {
            let _ = write!(out, ", separated by {}", delimiter.words());
        }
        match self.header_line {
            Some(line) => {
                let _ = write!(out, ", header in line {line}");
            }
            None if !self.columns.is_empty() => out.push_str(", without a header"),
            None => {}
        }
        if self.blank_rows > 0 {
            let _ = write!(out, ", {} skipped", counted(self.blank_rows, "empty row", "empty rows"));
        }
        out.push_str(".\n");
        out
    }
}

/// Findings under way.
#[derive(Default)]
pub(crate) struct Findings {
    refused: Vec<RowFinding>,
    noted: Vec<RowFinding>,
    refusals: u64,
    notes: u64,
}

impl Findings {
    /// Adds a finding about a line; line 0 is the whole file.
    pub(crate) fn add(&mut self, line: u64, column: Option<&str>, fact: impl Into<Fact>) {
        let finding = RowFinding::make(line, column.map(str::to_owned), fact.into());
        let (kept, count) = match finding.severity {
            Severity::Refused => (&mut self.refused, &mut self.refusals),
            Severity::Noted => (&mut self.noted, &mut self.notes),
        };
        *count += 1;
        if kept.len() < KEPT_FINDINGS {
            kept.push(finding);
        }
    }

    /// How many refusals there are so far.
    pub(crate) fn refusals(&self) -> u64 {
        self.refusals
    }

    /// Moves everything into a report.
    pub(crate) fn close(mut self, report: &mut Report) {
        // Some notes are known late and belong to an early line or to line 0. Refusals come as the file is read.
        self.noted.sort_by_key(|finding| finding.line);
        self.refused.append(&mut self.noted);
        report.findings = self.refused;
        report.refusals = self.refusals;
        report.notes = self.notes;
    }
}

fn line_of(finding: &RowFinding) -> String {
    let place = match (finding.line, &finding.column) {
        (0, None) => "the file".into(),
        (0, Some(column)) => column_words(column),
        (line, None) => format!("line {line}"),
        (line, Some(column)) => format!("line {line}, {}", column_words(column)),
    };
    format!("{}: {place}: {}. {}\n", word(finding.severity), finding.message, finding.remedy)
}

/// A heading stands in quotes; a column without one is already called `column 3`.
fn column_words(label: &str) -> String {
    match label.strip_prefix("column ").map(str::parse::<usize>) {
        Some(Ok(_)) => label.to_owned(),
        _ => format!("column \"{label}\""),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Refused => "refused",
        Severity::Noted => "noted",
    }
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
