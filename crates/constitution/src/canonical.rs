//! The canonical form of a constitution and its digest, which is the constitution's identity. Two files that differ only
//! in line endings, blanks at line ends or the number of final newlines are the same constitution. Nothing else is
//! changed: no letter, no order, no inner blank.

use sha2::{Digest, Sha256};

/// The canonical form of a document.
///
/// *Shape*: UTF-8 without byte order marks at the start, lines ended by LF, no space or tab at a line's end, one final newline.
pub fn canonical(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(unified.len() + 1);
    for line in unified.split('\n') {
        out.push_str(line.trim_end_matches([' ', '\t']));
        out.push('\n');
    }
    out.truncate(out.trim_end_matches('\n').len());
    out.push('\n');
    out
}

/// The digest of a document's canonical form.
///
/// *Shape*: `sha256:` and 64 lower-case hexadecimal digits.
pub fn digest(text: &str) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(canonical(text).as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_endings_trailing_blanks_and_final_newlines_do_not_change_the_digest() {
        let plain = "# A\n\nwords\n";
        for same in
            ["# A\r\n\r\nwords\r\n", "# A  \n\t\nwords \t\n\n\n", "# A\n\nwords", "\u{feff}# A\r\rwords\r"]
        {
            assert_eq!(digest(same), digest(plain), "{same:?}");
        }
    }

    #[test]
    fn any_other_change_gives_another_digest() {
        let plain = "# A\n\nwords\n";
        for other in
            ["# A\n\nword\n", "# A\nwords\n", " # A\n\nwords\n", "# A\n\n words\n", "# A\n\nwords\u{a0}\n"]
        {
            assert_ne!(digest(other), digest(plain), "{other:?}");
        }
    }

    #[test]
    fn the_digest_is_sha256_of_the_canonical_bytes() {
        // Known answer: `printf 'abc\n' | sha256sum`.
        assert_eq!(digest("abc"), "sha256:edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb");
    }

    proptest! {
        #[test]
        fn canonical_is_idempotent(text in "[ \\t\\r\\na-c\\x{feff}]{0,60}") {
            let once = canonical(&text);
            prop_assert_eq!(canonical(&once), once);
        }

        #[test]
        fn canonical_text_has_one_final_newline_and_no_blank_at_a_line_end(text in any::<String>()) {
            let form = canonical(&text);
            prop_assert!(form.ends_with('\n') && !form.ends_with("\n\n"));
            prop_assert!(!form.contains('\r'));
            prop_assert!(form.lines().all(|line| !line.ends_with([' ', '\t'])));
        }
    }
}
