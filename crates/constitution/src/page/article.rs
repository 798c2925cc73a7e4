//! One article on the page: words on the left; on the right what its rules say in sentences, and what was found.

use super::Shown;
use super::html::{esc, finding};
use super::say::fill;
use super::words::words_as_html;
use crate::document::Article;
use crate::print::Printer;

/// The list of articles, with a mark where something was found.
pub(super) fn contents(shown: &Shown<'_>) -> String {
    let words = shown.words;
    let lines: String = shown
        .constitution
        .articles
        .iter()
        .map(|article| {
            let found = shown.found_in(Some(&article.id)).count();
            let mark = match found {
                0 => String::new(),
                1 => badge(words.one_finding),
                more => badge(&fill(words.findings, &[("n", &more.to_string())])),
            };
            format!("<li><a href=\"#{}\">{}</a>{mark}</li>\n", esc(&article.id.0), esc(&article.heading))
        })
        .collect();
    format!(
        "<nav class=\"lp-contents\" aria-label=\"{0}\">\n<details open>\n<summary>{0}</summary>\n<ol>\n{lines}</ol>\n</details>\n{1}</nav>\n",
        words.articles,
        beyond(shown)
    )
}

/// Where the reader finds what was worked out, when the words come first.
fn beyond(shown: &Shown<'_>) -> String {
    if shown.is_report {
        return String::new();
    }
    let words = shown.words;
    let mut links = Vec::new();
    if shown.findings.is_some() {
        links.push(format!("<a href=\"#lint-found\">{}</a>", words.found));
    }
    if !shown.guarantees.is_empty() {
        links.push(format!("<a href=\"#guarantees\">{}</a>", words.promises));
    }
    if links.is_empty() {
        String::new()
    } else {
        format!("<p class=\"lp-more\">{}</p>\n", links.join(" \u{b7} "))
    }
}

fn badge(text: &str) -> String {
    format!(" <span class=\"lp-badge\">{text}</span>")
}

pub(super) fn section(shown: &Shown<'_>, article: &Article, printer: &Printer<'_>) -> String {
    let id = esc(&article.id.0);
    let sentences: Vec<String> = article.rules.iter().flat_map(|rule| printer.sentences(rule)).collect();
    let rules = if sentences.is_empty() {
        format!("<p class=\"lp-silent\">{}</p>\n", shown.words.prose_only)
    } else {
        let lines: String =
            sentences.iter().map(|sentence| format!("<li>{}</li>\n", esc(sentence))).collect();
        format!("<h3>{}</h3>\n<ul>\n{lines}</ul>\n", shown.words.rules_say)
    };
    let findings: String =
        shown.found_in(Some(&article.id)).map(|found| finding(found, shown.words)).collect();
    format!(
        "<section class=\"lp-article\" id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{}</h2>\n\
         <div class=\"lp-words\">\n{}</div>\n<div class=\"lp-margin\">\n<div class=\"lp-rules\">\n{rules}</div>\n{findings}</div>\n</section>\n",
        esc(&article.heading),
        words_as_html(&article.words)
    )
}
