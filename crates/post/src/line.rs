//! One line of text for a place that has room for one line: a subject, a sender's name, the phrase that shows a letter is
//! real. Whatever comes in, what is kept has no line end and no control sign, so nothing can slip into a mail's header.

use std::fmt;

/// One line of text.
///
/// *Shape*: no control signs, no line or paragraph ends of any script, no signs that turn the writing direction; words
/// parted by single blanks; at most [`Line::LONGEST`] signs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Line(String);

impl Line {
    /// The longest line kept, in signs; what is longer ends with `…`.
    pub const LONGEST: usize = 200;

    /// The text as one line. Never fails: what may not stand in a line becomes a blank, and blanks are drawn together.
    pub fn from_text(text: &str) -> Line {
        let plain: String =
            text.chars().map(|sign| if stands_in_a_line(sign) { sign } else { ' ' }).collect();
        let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= Line::LONGEST {
            return Line(line);
        }
        let mut cut: String = line.chars().take(Line::LONGEST - 1).collect();
        cut.truncate(cut.trim_end().len());
        cut.push('…');
        Line(cut)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left of it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Whether a sign may stand in a line. U+2028 and U+2029 end lines and paragraphs; U+202A to U+202E and U+2066 to U+2069
/// turn the writing direction, with which a subject can be made to read as another.
fn stands_in_a_line(sign: char) -> bool {
    !sign.is_control() && !matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_ends_and_controls_become_blanks() {
        for (text, expected) in [
            ("Vote\r\nBcc: all@example.org", "Vote Bcc: all@example.org"),
            ("  a \t b\u{0}c\u{2028}d ", "a b c d"),
            ("Votación · 3 de noviembre", "Votación · 3 de noviembre"),
            ("invoice\u{202e}fdp.exe", "invoice fdp.exe"),
            ("\n", ""),
        ] {
            assert_eq!(Line::from_text(text).as_str(), expected);
        }
    }

    proptest! {
        #[test]
        fn a_line_is_one_line_and_stays_what_it_is(text in any::<String>()) {
            let line = Line::from_text(&text);
            prop_assert!(line.as_str().chars().all(stands_in_a_line));
            prop_assert!(line.as_str().chars().count() <= Line::LONGEST);
            prop_assert_eq!(&Line::from_text(line.as_str()), &line);
        }
    }

    #[test]
    fn a_long_line_is_cut_and_says_so() {
        let line = Line::from_text(&"ñ".repeat(500));
        assert_eq!(line.as_str().chars().count(), Line::LONGEST);
        assert!(line.as_str().ends_with('…'));
    }
}
