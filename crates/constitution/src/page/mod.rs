//! The constitution as a page: its words, beside each article its rules in sentences, what the linter found in the margin,
//! and an election worked out with real dates. One self-contained file, or a fragment for a site that has its own frame.
//! A pure function of what is shown: no script, no other file, no network. It lints nothing itself.

mod article;
mod days;
mod head;
mod html;
mod promises;
mod say;
mod words;

use crate::calendar::Dated;
use crate::document::Constitution;
use crate::guarantee::Guarantee;
use crate::lint::Finding;
use crate::print::Printer;
use html::esc;
use jiff::civil::Date;
pub use say::{ENGLISH, SPANISH, Words};
pub use words::words_as_html;

/// The style sheet of [`fragment`], for a site that serves it itself. Every class begins with `lp-`.
pub const STYLE: &str = include_str!("style.css");

/// What a page shows.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The constitution.
    pub constitution: &'a Constitution,
    /// What the linter found; `None` when it was not asked.
    pub findings: Option<&'a [Finding]>,
    /// What it promises, and how many people break it; empty when it was not asked.
    pub guarantees: &'a [Guarantee],
    /// Whether what was found comes first; else the words do.
    pub is_report: bool,
    /// How a person reads the profile it was held against.
    pub profile: &'a str,
    /// The day the question was asked.
    pub as_of: Date,
    /// The language of the page's own words.
    pub words: &'a Words,
    /// For each election, its name and its days.
    pub calendars: &'a [(String, Vec<Dated>)],
}

/// The whole page.
pub fn render(shown: &Shown<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body class=\"lp-body\">\n<main class=\"lp-page\">\n{}{}</main>\n</body>\n</html>\n",
        shown.words.language,
        esc(shown.title()),
        head::head(shown),
        fragment(shown)
    )
}

/// Everything below the head: what was found, the calendars, the articles.
pub fn fragment(shown: &Shown<'_>) -> String {
    let printer = Printer::new(shown.constitution);
    let mut about = head::found(shown);
    about.push_str(&promises::section(shown, &printer));
    for (name, days) in shown.calendars {
        about.push_str(&days::section(name, days, &printer, shown.words));
    }
    let mut articles = article::contents(shown);
    for article in &shown.constitution.articles {
        articles.push_str(&article::section(shown, article, &printer));
    }
    if shown.is_report { about + &articles } else { articles + &about }
}

impl Shown<'_> {
    fn title(&self) -> &str {
        self.constitution.title.as_deref().unwrap_or(&self.constitution.front.name)
    }

    /// What was found in an article; `None` for what the document as a whole leaves out.
    fn found_in(&self, article: Option<&crate::step::ArticleId>) -> impl Iterator<Item = &Finding> {
        self.findings.unwrap_or_default().iter().filter(move |finding| finding.article.as_ref() == article)
    }
}
