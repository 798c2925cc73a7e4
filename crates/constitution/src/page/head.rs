//! The top of the page: whose constitution, which text exactly, and what was found, in one look.

use super::Shown;
use super::html::{esc, finding};
use super::say::fill;
use crate::lint::Severity;

pub(super) fn head(shown: &Shown<'_>) -> String {
    let constitution = shown.constitution;
    let words = shown.words;
    let chips = [
        format!("{}: {}", words.articles, constitution.articles.len()),
        format!("{}: {}", words.rules, constitution.rules().count()),
        fill(words.held_against, &[("profile", shown.profile)]),
        fill(words.as_of, &[("date", &words.day(shown.as_of))]),
    ];
    let chips: String = chips.iter().map(|chip| format!("<li>{}</li>", esc(chip))).collect();
    format!(
        "<header class=\"lp-head\">\n<p class=\"lp-over\">{}</p>\n<h1>{}</h1>\n<ul class=\"lp-chips\">{chips}</ul>\n\
         <p class=\"lp-digest\">{} <code>{}</code></p>\n</header>\n",
        esc(&constitution.front.name),
        esc(shown.title()),
        words.fingerprint,
        esc(&constitution.digest)
    )
}

/// What was found: how much of each weight, and where.
pub(super) fn found(shown: &Shown<'_>) -> String {
    let Some(findings) = shown.findings else { return String::new() };
    let (mut inside, words) = (String::new(), shown.words);
    if findings.is_empty() {
        inside.push_str(&format!("<p class=\"lp-clear\">{}</p>\n", words.clear));
    } else {
        inside.push_str("<ul class=\"lp-counts\">");
        for weight in [Severity::Law, Severity::Broken, Severity::Guidance, Severity::Advice] {
            let count = findings.iter().filter(|finding| finding.severity == weight).count();
            let (word, meaning) = words.severity(weight);
            let none = if count == 0 { " lp-none" } else { "" };
            inside.push_str(&format!(
                "<li class=\"lp-{}{none}\"><b>{count}</b> <strong>{word}</strong> <span>{meaning}</span></li>",
                weight.word()
            ));
        }
        inside.push_str("</ul>\n<ol class=\"lp-list\">\n");
        for finding in findings {
            inside.push_str(&format!(
                "<li class=\"lp-{}\"><a href=\"#finding-{}-{}\"><code>{}</code> {}</a></li>\n",
                finding.severity.word(),
                esc(finding.id.0),
                finding.line,
                esc(finding.id.0),
                esc(&finding.message)
            ));
        }
        inside.push_str("</ol>\n");
        inside.push_str(&format!("<p class=\"lp-modest\">{}</p>\n", words.modest));
    }
    for whole in shown.found_in(None) {
        inside.push_str(&finding(whole, words));
    }
    format!(
        "<section class=\"lp-section\" id=\"lint-found\" aria-labelledby=\"lint-found-h\">\n\
         <h2 id=\"lint-found-h\">{}</h2>\n{inside}</section>\n",
        words.found
    )
}
