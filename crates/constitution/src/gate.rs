//! What of KDL 2 a rules block may use. The gate reads a block before the KDL parser does: a constitution needs only the
//! plain part of KDL (a rule struck out with `/-` would look as if it were in force), and a small language has few ways
//! to surprise a reader, a parser or a clock.
//! What passes is a flat row of words, quoted strings, whole numbers, `#true`, `#false`, `=`, `;`, braces and `//`
//! comments. The gate does not say what the row means.

use crate::diagnostic::Report;
use crate::source::Place;
use crate::step::ArticleId;

/// The deepest nesting of braces; the vocabulary itself needs two.
const DEEPEST: usize = 8;
/// The most braces opened in one block.
const MOST_BRACES: usize = 400;
/// The longest block. *Units*: bytes.
const LONGEST_BLOCK: usize = 64 * 1024;
/// After this many problems the rest of a block is not read: it is probably not KDL at all.
const MOST_PROBLEMS: usize = 10;

/// Lets a block through that uses only the plain part of KDL 2, and notes what does not.
///
/// *Shape*: `start` is where the block's first byte stands in the document. What passes has blanks in place of its
/// comments, byte for byte, so that places stay the same; `None` when a problem was noted.
pub(crate) fn pass(
    block: &str,
    start: usize,
    article: Option<&ArticleId>,
    report: &mut Report,
) -> Option<String> {
    let before = report.count();
    let passed = String::with_capacity(block.len());
    let mut gate = Gate { rest: block, passed, at: start, open: Vec::new(), braces: 0, article, report };
    if block.len() > LONGEST_BLOCK {
        gate.note(start, "This rules block is longer than 64 KiB.", "Divide it over several articles.");
        return None;
    }
    while gate.report.count() < before + MOST_PROBLEMS {
        if !gate.token() {
            gate.end();
            break;
        }
    }
    let passed = gate.passed;
    (report.count() == before).then_some(passed)
}

struct Gate<'a> {
    rest: &'a str,
    passed: String,
    at: usize,
    open: Vec<usize>,
    braces: usize,
    article: Option<&'a ArticleId>,
    report: &'a mut Report,
}

impl Gate<'_> {
    fn note(&mut self, at: usize, message: impl Into<String>, remedy: impl Into<String>) {
        self.report.note(Place(at), self.article, message, remedy);
    }

    /// Takes `bytes` from the front.
    fn take(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.passed.push_str(taken);
        self.rest = rest;
        self.at += taken.len();
    }

    /// Takes the rest of the line as a comment.
    fn take_comment(&mut self) {
        let length = self.rest.find('\n').unwrap_or(self.rest.len());
        self.passed.extend(std::iter::repeat_n(' ', length));
        self.rest = self.rest.get(length..).unwrap_or_default();
        self.at += length;
    }

    /// What is still open at the end was never closed.
    fn end(&mut self) {
        for place in std::mem::take(&mut self.open) {
            self.note(place, "This `{` is never closed.", "Add the missing `}`.");
        }
    }

    /// Reads one token; `false` at the end.
    fn token(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        match first {
            ' ' | '\t' | '\n' | ';' => self.take(1),
            '=' => {
                let remedy = "Write name=\"value\", the name without quotes and no blank beside the `=`.";
                self.note(self.at, "`=` does not stand between a name and a value here.", remedy);
                self.take(1);
            }
            '{' => self.open_brace(),
            '}' => self.close_brace(),
            '"' => self.string(),
            '/' => self.slash(),
            '#' => self.keyword(),
            _ if is_word(first) => self.word(),
            _ => {
                let remedy = "A block holds words, \"quoted texts\", whole numbers, #true, #false and braces; \
                              put anything else inside quotes.";
                self.note(self.at, format!("`{}` cannot stand here.", first.escape_default()), remedy);
                self.take(first.len_utf8());
            }
        }
        true
    }

    fn open_brace(&mut self) {
        self.braces += 1;
        if self.open.len() == DEEPEST {
            self.note(self.at, "Braces are nested too deep here.", "No rule needs more than two levels.");
            return self.take(self.rest.len());
        }
        if self.braces > MOST_BRACES {
            self.note(self.at, "This block opens too many braces.", "Divide it over several articles.");
            return self.take(self.rest.len());
        }
        self.open.push(self.at);
        self.take(1);
    }

    fn close_brace(&mut self) {
        if self.open.pop().is_none() {
            self.note(self.at, "This `}` closes nothing.", "Take it out, or add the `{` it belongs to.");
        }
        self.take(1);
    }

    fn string(&mut self) {
        let start = self.at;
        let mut escaped = false;
        let inside = self.rest.get(1..).unwrap_or_default();
        for (offset, c) in inside.char_indices() {
            match c {
                '\n' => break,
                _ if escaped => {
                    if !matches!(c, '"' | '\\') {
                        let message = format!("`\\{}` is not used in texts here.", c.escape_default());
                        self.note(start + offset, message, "After `\\` only `\"` or `\\` may follow.");
                    }
                    escaped = false;
                }
                '\\' => escaped = true,
                '"' => {
                    self.take(offset + 2);
                    return self.end_of_value(start);
                }
                // KDL refuses these everywhere; in a text they are never meant.
                _ if c.is_control() && c != '\t' => {
                    let message = format!("The invisible character `{}` stands here.", c.escape_default());
                    self.note(start + 1 + offset, message, "Take it out.");
                }
                _ => {}
            }
        }
        self.note(start, "This quoted text is not closed on its line.", "Add the missing `\"`.");
        self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
    }

    /// KDL wants a space between a value and the next word.
    fn end_of_value(&mut self, start: usize) {
        let next = self.rest.chars().next();
        if next.is_some_and(|c| is_word(c) || matches!(c, '"' | '#')) {
            self.note(start, "A space is missing after this value.", "Put a space between the two.");
        }
    }

    /// After `name=` a value must follow at once.
    fn start_of_value(&mut self, start: usize, name: &str) {
        if !self.rest.starts_with(|c| is_word(c) || matches!(c, '"' | '#')) {
            self.note(start, format!("`{name}=` has no value."), format!("Write {name}=\"value\"."));
        }
    }

    fn slash(&mut self) {
        if self.rest.starts_with("/-") {
            let remedy =
                "A rule is either in force or gone: take it out. The record keeps every older version.";
            self.note(self.at, "A rule is struck out with `/-`.", remedy);
        } else if !self.rest.starts_with("//") {
            self.note(
                self.at,
                "`/` cannot stand here.",
                "A comment begins with `//` and ends with its line.",
            );
        }
        self.take_comment();
    }

    fn keyword(&mut self) {
        let start = self.at;
        let word = self.rest.get(1..).unwrap_or_default();
        let length = word.find(|c| !is_word(c)).unwrap_or(word.len());
        if !matches!(word.get(..length), Some("true" | "false")) {
            self.note(start, "After `#` only `true` or `false` may follow.", "Write #true or #false.");
        }
        self.take(1 + length);
        self.end_of_value(start);
    }

    fn word(&mut self) {
        let start = self.at;
        let length = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        let word = self.rest.get(..length).unwrap_or_default().to_owned();
        let is_name = word.starts_with(|c: char| c.is_ascii_lowercase());
        if is_name && self.rest.get(length..).unwrap_or_default().starts_with('=') {
            self.take(length + 1);
            return self.start_of_value(start, &word);
        }
        if matches!(word.as_str(), "true" | "false") {
            self.note(start, format!("`{word}` needs a `#`."), format!("Write #{word}."));
        } else if matches!(word.as_str(), "null" | "inf" | "nan" | "-inf") {
            self.note(start, format!("`{word}` is not used here."), "Take it out.");
        } else if !word.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) {
            self.note(start, format!("`{word}` is no word."), "A bare word begins with a small letter.");
        } else if word.starts_with(|c: char| c.is_ascii_digit()) && !word.bytes().all(|b| b.is_ascii_digit())
        {
            self.note(
                start,
                format!("`{word}` is neither a number nor a word."),
                format!("Write \"{word}\"."),
            );
        }
        self.take(length);
        self.end_of_value(start);
    }
}

/// A character of a bare word or number.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(block: &str) -> bool {
        pass(block, 0, None, &mut Report::default()).is_some()
    }

    #[test]
    fn the_plain_part_of_kdl_passes() {
        for block in [
            "",
            "// a comment: /* \" {\n",
            "a { b \"2y\" c=\"x\"; d #true e=#false 3 }\n",
            "a \"quoted \\\" and \\\\ {{{\"\n",
            "a\n{\n}\n",
        ] {
            assert!(passes(block), "{block}");
        }
    }

    #[test]
    fn comments_become_blanks_of_the_same_length() {
        let passed = pass("a // é {\nb \"//\"", 0, None, &mut Report::default());
        assert_eq!(passed.as_deref(), Some("a        \nb \"//\""));
    }

    #[test]
    fn the_rest_of_kdl_is_refused() {
        for block in [
            "/-a",
            "/* a */",
            "a \\\n b",
            "(t)a",
            "a #\"raw\"#",
            "a \"\"\"\nx\n\"\"\"",
            "a \"\\u{41}\"",
            "a #null",
            "a true",
            "a 30d",
            "a 1.5",
            "a -1",
            "a \"b\"c",
            "a \"b",
            "a {",
            "a }",
            "é",
            "a\u{2028}b",
            "a \"\u{1b}\"",
            "a b=\"c\"\"d\"",
            "a b=",
            "a b =\"c\"",
            "a \"b\"=\"c\"",
        ] {
            assert!(!passes(block), "{block}");
        }
    }

    #[test]
    fn deep_nesting_and_huge_blocks_are_refused() {
        assert!(passes(&("a {".repeat(DEEPEST) + &"}".repeat(DEEPEST))));
        assert!(!passes(&("a {".repeat(DEEPEST + 1) + &"}".repeat(DEEPEST + 1))));
        assert!(passes(&"a {}\n".repeat(MOST_BRACES)));
        assert!(!passes(&"a {}\n".repeat(MOST_BRACES + 1)));
        assert!(!passes(&" ".repeat(LONGEST_BLOCK + 1)));
    }
}
