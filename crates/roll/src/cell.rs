//! What every cell goes through before anything reads it: one form for one text, whatever the file looked like.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The longest cell that is still somebody's data; beyond it a quote mark has usually swallowed other rows.
pub(crate) const LONGEST_CELL_CHARS: usize = 4_000;

/// A cell of several lines: NFC, line feeds only, trimmed.
pub(crate) fn tidy_lines(raw: &str) -> String {
    let text = raw.trim_matches(is_blank);
    let mut text = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    };
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    text
}

/// A cell of one line: as [`tidy_lines`], and every run of white space is one space.
pub(crate) fn tidy(raw: &str) -> String {
    let text = tidy_lines(raw);
    let plain = |c: char| !c.is_whitespace() || c == ' ';
    if text.chars().all(plain) && !text.contains("  ") {
        return text;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits only, lower case, without accents: how headings and words of a vocabulary are compared.
pub(crate) fn fold(text: &str) -> String {
    let letters = text.nfkd().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a cell contains a character that no text has. Tab and line feed are text.
pub(crate) fn has_control_character(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
}

/// Whether a number was shortened by a spreadsheet and is lost ("5.55E+09").
pub(crate) fn is_shortened_number(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let whole = mantissa.split_once(['.', ',']).map_or(digits(mantissa), |(a, b)| digits(a) && digits(b));
    whole && digits(exponent)
}

/// Words for "nothing" that people type into a cell.
pub(crate) fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 10] = ["-", "--", "---", "n/a", "na", "none", "null", "nil", "unknown", "ninguno"];
    WORDS.contains(&text.to_lowercase().as_str())
}

/// White space, and the invisible characters that stand for it in exported files.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_that_look_the_same_become_the_same() {
        assert_eq!(tidy(" \u{a0}Zoe\u{308}  Fernhollow\t\u{feff}"), "Zoë Fernhollow");
        assert_eq!(tidy("12 Example\r\nStreet"), "12 Example Street");
        assert_eq!(tidy_lines("12 Example\r\nStreet\rSampleton \n"), "12 Example\nStreet\nSampleton");
    }

    #[test]
    fn folding_keeps_letters_and_digits_only() {
        assert_eq!(fold("Member_ID"), "memberid");
        assert_eq!(fold(" Teléfono Móvil "), "telefonomovil");
        assert_eq!(fold("N.º de socio"), "nodesocio");
        assert_eq!(fold("№"), "no");
    }

    #[test]
    fn a_number_a_spreadsheet_shortened_is_recognised() {
        assert!(is_shortened_number("5.55E+09") && is_shortened_number("1,23457E+11"));
        assert!(is_shortened_number("5E+09"));
        for kept in ["5.55", "1E5", "E+5", "5.E+5", "12E+", "A1E+5", ""] {
            assert!(!is_shortened_number(kept), "{kept}");
        }
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(raw in "\\PC{0,20}|[ \\t\\r\\n\u{a0}\u{301}a\u{200b}\u{2000}]{0,12}") {
            prop_assert_eq!(tidy(&tidy(&raw)), tidy(&raw));
            prop_assert_eq!(tidy_lines(&tidy_lines(&raw)), tidy_lines(&raw));
        }
    }
}
