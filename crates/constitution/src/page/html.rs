//! The few pieces of HTML that every part of the page shares. Not here: layout, and what is said.

use super::say::Words;
use crate::lint::{Event, Finding, Severity};

/// Text as HTML holds it, in elements and in attributes. Control characters, also those that turn the direction of a
/// line, are left out: a constitution must not rearrange the page around it.
pub(super) fn esc(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {}
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// A finding, as a card.
pub(super) fn finding(finding: &Finding, words: &Words) -> String {
    let (word, meaning) = words.severity(finding.severity);
    let mut card = format!(
        "<article class=\"lp-finding lp-{}\" id=\"finding-{}-{}\">\n<p class=\"lp-mark\"><strong>{word}</strong> \
         <span>{meaning}</span> <code>{}</code></p>\n<p class=\"lp-says\">{}</p>\n",
        finding.severity.word(),
        esc(finding.id.0),
        finding.line,
        esc(finding.id.0),
        esc(&finding.message)
    );
    card.push_str(&story(&finding.counterexample, words));
    if !finding.repair.is_empty() {
        card.push_str(&format!(
            "<p class=\"lp-repair\"><strong>{}</strong> {}</p>\n",
            words.would_mend,
            esc(&finding.repair)
        ));
    }
    if !finding.citation.is_empty() {
        let with = if finding.severity == Severity::Law { words.conflict } else { "" };
        card.push_str(&format!("<p class=\"lp-cite\">{with}{}</p>\n", esc(&finding.citation)));
    }
    card.push_str("</article>\n");
    card
}

/// A story: dated lines on a rail, one below the other.
pub(super) fn story(events: &[Event], words: &Words) -> String {
    if events.is_empty() {
        return String::new();
    }
    let lines: String = events
        .iter()
        .map(|event| {
            format!(
                "<li><time datetime=\"{}\">{}</time> {}</li>",
                event.date,
                words.day(event.date),
                esc(&event.event)
            )
        })
        .collect();
    format!("<p class=\"lp-so\">{}</p>\n<ol class=\"lp-story\">{lines}</ol>\n", words.could_happen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_text_stays_text() {
        assert_eq!(esc("<b>\"'&\u{202e}\u{7}"), "&lt;b&gt;&quot;&#39;&amp; ");
    }
}
