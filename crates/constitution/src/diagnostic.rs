//! What is wrong in a document, where, and what to do about it. A problem never stops the reading: all are collected
//! and told together, in the order of the text. This file words no problem: the readers do.

use crate::source::{Place, Source};
use crate::step::ArticleId;
use std::fmt;

/// One problem in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file's name, as the caller gave it.
    pub file: String,
    /// The line. *Units*: from 1.
    pub line: usize,
    /// The column. *Units*: characters, from 1.
    pub column: usize,
    /// The text of that line, cut off after 400 characters.
    pub source_line: String,
    /// What is wrong: one plain sentence.
    pub message: String,
    /// What to do: one or two plain sentences.
    pub remedy: String,
    /// The article it stands in, when it stands in one.
    pub article: Option<ArticleId>,
}

impl Diagnostic {
    /// The problem for a person: place, sentence, the line with a caret under the place, remedy.
    pub fn render(&self) -> String {
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        let mut out = format!("{}:{}:{}: {}\n", self.file, self.line, self.column, self.message);
        out.push_str(&format!("{gutter} |\n{number} | {}\n", self.source_line));
        let before: Vec<char> = self.source_line.chars().take(self.column.saturating_sub(1)).collect();
        if before.len() + 1 == self.column {
            // Tabs are repeated so that the caret lands under its character whatever their width.
            let pad: String = before.into_iter().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
            out.push_str(&format!("{gutter} | {pad}^\n"));
        }
        out.push_str(&format!("{gutter} = {}\n", self.remedy));
        out
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {} {}", self.file, self.line, self.column, self.message, self.remedy)
    }
}

impl std::error::Error for Diagnostic {}

/// No more problems than this are told; the rest are counted. A hostile text could otherwise hold millions.
const MOST_TOLD: usize = 1000;

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Report {
    found: Vec<Problem>,
    untold: usize,
}

#[derive(Debug)]
struct Problem {
    place: Place,
    message: String,
    remedy: String,
    article: Option<ArticleId>,
}

impl Report {
    /// Notes a problem.
    pub fn note(
        &mut self,
        place: Place,
        article: Option<&ArticleId>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if self.found.len() >= MOST_TOLD {
            self.untold += 1;
            return;
        }
        let (message, remedy) = (message.into(), remedy.into());
        self.found.push(Problem { place, message, remedy, article: article.cloned() });
    }

    /// Notes a problem whose words take long to find, unless no more are told anyway.
    pub fn note_with(
        &mut self,
        place: Place,
        article: Option<&ArticleId>,
        words: impl FnOnce() -> (String, String),
    ) {
        let (message, remedy) = if self.found.len() < MOST_TOLD { words() } else { Default::default() };
        self.note(place, article, message, remedy);
    }

    /// How many problems there are.
    pub fn count(&self) -> usize {
        self.found.len() + self.untold
    }

    /// Nothing when there is no problem, else all of them in the order of the text.
    pub fn settle(mut self, source: &Source) -> Result<(), Vec<Diagnostic>> {
        if self.found.is_empty() {
            return Ok(());
        }
        self.found.sort_by_key(|problem| problem.place);
        if self.untold > 0 {
            let message = format!("There are {} more problems, which are not listed.", self.untold);
            self.found.push(Problem {
                place: Place(source.text().len().saturating_sub(1)),
                message,
                remedy: "Mend the ones listed, then check again.".to_owned(),
                article: None,
            });
        }
        Err(self.found.into_iter().map(|problem| problem.locate(source)).collect())
    }
}

impl Problem {
    fn locate(self, source: &Source) -> Diagnostic {
        let (line, column) = source.line_column(self.place);
        Diagnostic {
            file: source.file().to_owned(),
            line,
            column,
            source_line: source.line(line),
            message: self.message,
            remedy: self.remedy,
            article: self.article,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_place() {
        let source = Source::new("x.md", "one\n\té tow\n".to_owned());
        let mut report = Report::default();
        report.note(Place(8), None, "No such word.", "Write \"two\".");
        let found = report.settle(&source).unwrap_err();
        assert_eq!(
            found[0].render(),
            "x.md:2:4: No such word.\n  |\n2 | \té tow\n  | \t  ^\n  = Write \"two\".\n"
        );
    }

    #[test]
    fn problems_come_in_the_order_of_the_text_and_the_rest_are_counted() {
        let source = Source::new("x.md", "a\nb\n".to_owned());
        let mut report = Report::default();
        report.note(Place(2), None, "second", "");
        for _ in 0..MOST_TOLD + 4 {
            report.note(Place(0), None, "first", "");
        }
        let found = report.settle(&source).unwrap_err();
        assert_eq!(found.len(), MOST_TOLD + 1);
        assert_eq!((found[0].line, found[MOST_TOLD - 1].line), (1, 2));
        assert!(found[MOST_TOLD].message.contains("5 more"));
    }
}
