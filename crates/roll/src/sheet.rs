//! Text into rows: which separator a file has, and which line each row begins in.
//!
//! Lines are counted as an editor counts them, also where a quoted cell runs over several. Not here: what a cell means.

use csv::{ReaderBuilder, StringRecord};

use crate::finding::FileFact;
use crate::headings::{Meaning, meaning};
use crate::mapping::{Delimiter, Field};
use crate::report::Findings;

/// The most columns a row may have.
pub const MOST_COLUMNS: usize = 1_000;

/// The longest row.
pub const LONGEST_ROW_KIB: usize = 1_024;

/// How much of a file is looked at to tell its separator.
const SAMPLE_BYTES: usize = 64 << 10;
const SAMPLE_ROWS: usize = 50;

/// A text whose rows can be read within bounds.
pub(crate) struct Sheet<'t> {
    text: &'t str,
    first_line: u64,
    pub(crate) delimiter: Delimiter,
}

impl<'t> Sheet<'t> {
    /// Finds the separator and makes sure every row is of a sane size.
    ///
    /// *Errors*: `None`, with the refusal among the findings.
    pub(crate) fn open(text: &'t str, said: Option<Delimiter>, findings: &mut Findings) -> Option<Self> {
        let (declared, text, first_line) = declared_separator(text);
        let delimiter = said.or(declared).unwrap_or_else(|| most_likely(text));
        match check_rows(text, delimiter) {
            Ok(()) => Some(Self { text, first_line, delimiter }),
            Err((line, fact)) => {
                findings.add(first_line + line, None, fact);
                None
            }
        }
    }

    /// The rows from the beginning.
    pub(crate) fn rows(&self) -> Rows<'t> {
        Rows::of(self.text, self.delimiter, self.first_line)
    }
}

/// Rows under way.
pub(crate) struct Rows<'t> {
    reader: csv::Reader<&'t [u8]>,
    record: StringRecord,
    text: &'t str,
    counted_to: usize,
    line: u64,
    /// Rows of empty cells met so far.
    pub(crate) blank: u64,
}

impl<'t> Rows<'t> {
    fn of(text: &'t str, delimiter: Delimiter, first_line: u64) -> Self {
        let mut builder = ReaderBuilder::new();
        let reader = builder.delimiter(delimiter.byte()).has_headers(false).flexible(true);
        let reader = reader.from_reader(text.as_bytes());
        Self { reader, record: StringRecord::new(), text, counted_to: 0, line: first_line, blank: 0 }
    }

    /// The next row that is not blank, with the line it begins in.
    pub(crate) fn next_row(&mut self) -> Option<(u64, &StringRecord)> {
        loop {
            // The text is UTF-8 and rows may differ in length: there is no error left for the reader to have.
            if !self.reader.read_record(&mut self.record).unwrap_or(false) {
                return None;
            }
            self.count_lines();
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Some((self.line, &self.record));
            }
            self.blank += 1;
        }
    }

    /// A record is said to begin before the empty lines in front of it; step over them.
    fn count_lines(&mut self) {
        let begins = self.record.position().map_or(self.counted_to, |position| position.byte() as usize);
        let rest = self.text.get(begins..).unwrap_or_default();
        let begins = begins + (rest.len() - rest.trim_start_matches('\n').len());
        let passed = self.text.get(self.counted_to..begins).unwrap_or_default();
        self.line += passed.bytes().filter(|&byte| byte == b'\n').count() as u64;
        self.counted_to = begins;
    }
}

/// Spreadsheets understand a first line `sep=;`.
fn declared_separator(text: &str) -> (Option<Delimiter>, &str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let declared = first.trim_matches('"').strip_prefix("sep=").map(str::as_bytes);
    let found = Delimiter::ALL.into_iter().find(|delimiter| declared == Some(&[delimiter.byte()]));
    if found.is_some() { (found, rest, 2) } else { (None, text, 1) }
}

/// The separator under which the beginning of the file looks most like a roll.
fn most_likely(text: &str) -> Delimiter {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end).unwrap_or_default();
    let mut best = (Delimiter::Comma, (0, 0, 0));
    for delimiter in Delimiter::ALL {
        let likeness = likeness(sample, delimiter);
        if likeness > best.1 {
            best = (delimiter, likeness);
        }
    }
    best.0
}

/// Known headings first, then rows of one width, then width.
fn likeness(sample: &str, delimiter: Delimiter) -> (usize, usize, usize) {
    let mut rows = Rows::of(sample, delimiter, 1);
    let Some((_, first)) = rows.next_row() else { return (0, 0, 0) };
    let width = first.len();
    if width < 2 {
        return (0, 0, 0);
    }
    let is_headed = |field: &Field| {
        first.iter().any(|cell| matches!(meaning(cell), Some(Meaning::Field(f, _)) if f == *field))
    };
    let headings = Field::ALL.iter().filter(|field| is_headed(field)).count();
    let (mut read, mut even) = (1, 1);
    while let Some((_, row)) = rows.next_row() {
        read += 1;
        even += usize::from(row.len() == width);
        if read == SAMPLE_ROWS {
            break;
        }
    }
    (headings, even * 100 / read, width)
}

/// One pass over the text, the way the rows will be cut: is every quote closed, every row of a sane size?
///
/// *Errors*: the fact, and how many lines come before its line.
fn check_rows(text: &str, delimiter: Delimiter) -> Result<(), (u64, FileFact)> {
    #[derive(PartialEq)]
    enum At {
        CellStart,
        InCell,
        InQuotes,
        AfterQuote,
    }
    let (mut at, mut line, mut row_line, mut quote_line) = (At::CellStart, 0, 0, 0);
    let (mut row_bytes, mut columns) = (0, 1);
    for byte in text.bytes() {
        row_bytes += 1;
        let feed = byte == b'\n';
        line += u64::from(feed);
        at = match (at, byte) {
            (At::InQuotes, b'"') => At::AfterQuote,
            (At::InQuotes, _) => At::InQuotes,
            (At::AfterQuote, b'"') => At::InQuotes,
            (At::CellStart, b'"') => {
                quote_line = line;
                At::InQuotes
            }
            _ if feed => {
                (row_line, row_bytes, columns) = (line, 0, 1);
                At::CellStart
            }
            (_, byte) if byte == delimiter.byte() => {
                columns += 1;
                At::CellStart
            }
            _ => At::InCell,
        };
        if columns > MOST_COLUMNS {
            return Err((row_line, FileFact::TooManyColumns { limit: MOST_COLUMNS }));
        }
        if row_bytes > LONGEST_ROW_KIB << 10 {
            return Err((row_line, FileFact::RowTooLong { limit_kib: LONGEST_ROW_KIB }));
        }
    }
    if at == At::InQuotes { Err((quote_line, FileFact::QuoteNotClosed)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let sheet = Sheet::open(text, None, &mut Findings::default()).unwrap();
        let mut rows = sheet.rows();
        let mut all = Vec::new();
        while let Some((line, record)) = rows.next_row() {
            all.push((line, record.iter().map(str::to_owned).collect()));
        }
        all
    }

    fn lines(text: &str) -> Vec<u64> {
        rows(text).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn rows_know_the_line_they_begin_in() {
        assert_eq!(lines("id,name\n1,Ana\n2,Bo"), [1, 2, 3]);
        assert_eq!(lines("\n\nid,name\n\n\n1,\"12\nExample\n\"\n,,\n\n2,Bo\n"), [3, 6, 11]);
        assert_eq!(lines("sep=;\nid;name\n1;Ana"), [2, 3]);
    }

    #[test]
    fn the_separator_is_the_one_that_makes_a_table() {
        for (text, wanted) in [
            ("id,name\n1,\"a;b;c;d\"", Delimiter::Comma),
            ("id;name\n1;a,b\n", Delimiter::Semicolon),
            ("member_id\tname\n1\ta, b; c\n", Delimiter::Tab),
            ("1|Ana Oakfen|x, y\n2|Bo Tern|z\n", Delimiter::Pipe),
            ("1;Ana;12 Example Street, Sampleton\n2;Bo;14 Example Street, Sampleton\n", Delimiter::Semicolon),
            ("member_id\n1\n2\n", Delimiter::Comma),
            // Known headings count for more than width, and rows of one width for more than a wide first row.
            ("id,notes a;b;c\n1,x;y;z\n", Delimiter::Comma),
            ("1|Ana Oakfenwick,b,c\n2|Bo van Tern\n3|Cy Amberlow\n", Delimiter::Pipe),
            ("sep=|\nid,name|x\n", Delimiter::Pipe),
        ] {
            let sheet = Sheet::open(text, None, &mut Findings::default()).unwrap();
            assert_eq!(sheet.delimiter, wanted, "{text}");
        }
    }

    #[test]
    fn rows_out_of_bounds_are_refused_before_they_are_cut() {
        let check = |text: &str| check_rows(text, Delimiter::Comma);
        assert_eq!(check("a\n1,\"b\n\n2,c\n"), Err((1, FileFact::QuoteNotClosed)));
        assert_eq!(check("a\n1,\"b \"\"c\"\"\"\n5\" pipe,\"d\"e\"\n"), Ok(()));
        assert_eq!(
            check(&format!("a\n{}", ",".repeat(1_000))),
            Err((1, FileFact::TooManyColumns { limit: 1_000 }))
        );
        assert_eq!(check(&",".repeat(999)), Ok(()));
        let long = format!("a\n\n{}", "x".repeat((1 << 20) + 1));
        assert_eq!(check(&long), Err((2, FileFact::RowTooLong { limit_kib: 1_024 })));
    }

    proptest! {
        /// The check cuts rows as the reader does: where it finds every quote closed, and only there, a row added at
        /// the end stands by itself.
        #[test]
        fn the_check_and_the_reader_agree(text in "[a,\"\n]{0,30}") {
            let last = rows_of(&format!("{text}\nz")).pop();
            prop_assert_eq!(check_rows(&text, Delimiter::Comma).is_ok(), last == Some(vec!["z".to_string()]));
        }
    }

    fn rows_of(text: &str) -> Vec<Vec<String>> {
        let mut rows = Rows::of(text, Delimiter::Comma, 1);
        let mut all = Vec::new();
        while let Some((_, record)) = rows.next_row() {
            all.push(record.iter().map(str::to_owned).collect());
        }
        all
    }
}
