//! The text being read, and places in it. A place is a byte offset in the canonical text; lines and columns are worked
//! out only when somebody asks. Nothing here knows what the text means.

/// A place in the canonical text.
///
/// *Units*: bytes from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place(pub usize);

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub is: T,
    /// Where it stands.
    pub place: Place,
}

/// A canonical text, its file's name, and where its lines begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    file: String,
    text: String,
    starts: Vec<usize>,
}

/// A longer line is shown cut off, so that many problems on one huge line do not fill the memory.
const LONGEST_LINE_SHOWN: usize = 400;

impl Source {
    /// Takes a text that is already canonical.
    pub(crate) fn new(file: &str, text: String) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.to_owned(), text, starts }
    }

    /// The file's name, as the caller gave it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The canonical text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of a place.
    ///
    /// *Units*: both count from 1; columns count characters.
    pub fn line_column(&self, place: Place) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= place.0).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.as_bytes().get(start..place.0).unwrap_or_default();
        // A byte that continues a character is not a column of its own.
        let column = before.iter().filter(|byte| (**byte & 0xc0) != 0x80).count() + 1;
        (line, column)
    }

    /// The text of a line, without its end; cut off after 400 characters.
    ///
    /// *Units*: lines count from 1.
    pub fn line(&self, line: usize) -> String {
        let start = line.checked_sub(1).and_then(|i| self.starts.get(i)).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        let whole = rest.split('\n').next().unwrap_or_default();
        match whole.char_indices().nth(LONGEST_LINE_SHOWN) {
            Some((cut, _)) => format!("{}…", whole.get(..cut).unwrap_or_default()),
            None => whole.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let source = Source::new("x.md", "é ü\n\nabc\n".to_owned());
        for (offset, line, column) in
            [(0, 1, 1), (2, 1, 2), (3, 1, 3), (5, 1, 4), (6, 2, 1), (7, 3, 1), (9, 3, 3)]
        {
            assert_eq!(source.line_column(Place(offset)), (line, column), "byte {offset}");
        }
        assert_eq!(source.line(1), "é ü");
        assert_eq!(source.line(2), "");
        assert_eq!(source.line(9), "");
    }

    #[test]
    fn a_huge_line_is_shown_cut_off() {
        let source = Source::new("x.md", "é".repeat(1000));
        assert_eq!(source.line(1).chars().count(), LONGEST_LINE_SHOWN + 1);
    }
}
