//! Rules about lines: how files begin and end, how long they are, and words that must not be in them. The words are put
//! together from halves here, so that this file passes its own rule.

use super::Finding;
use std::path::Path;

/// No source file is longer: it has stopped being one room.
const LINES_AT_MOST: usize = 600;

/// Text that must be in no file, and why.
const NOWHERE: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a path of somebody's machine"),
    (concat!("/tmp/", "target"), "a path of somebody's machine"),
    (concat!("/ro", "ot/."), "a path of somebody's machine"),
    (concat!("://", "deb."), "the host of a package registry"),
    (concat!("://", "security."), "the host of a package registry"),
    (concat!("://", "index."), "the host of a package registry"),
    (concat!("://", "static."), "the host of a package registry"),
    (concat!("://", "registry."), "the host of a package registry"),
    (concat!("://", "files."), "the host of a package registry"),
    (concat!("proxy.", "golang.org"), "the host of a package registry"),
    (concat!("language ", "model"), "how the text came to be is not the reader's business"),
    (concat!("AI ", "assistant"), "how the text came to be is not the reader's business"),
    (concat!("this ", "session"), "how the text came to be is not the reader's business"),
    (concat!("lorem ", "ipsum"), "text to be replaced"),
];

/// Text that must not be in code: left-overs, and names that say nothing.
const NOT_IN_CODE: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "finish it, or file an issue"),
    (concat!("FIX", "ME"), "finish it, or file an issue"),
    (concat!("XX", "X:"), "finish it, or file an issue"),
    (concat!("to", "do!("), "finish it, or file an issue"),
    (concat!("unimplemen", "ted!("), "finish it, or return an error that says what is not supported"),
    (concat!("db", "g!("), "a left-over of debugging"),
    (concat!("#[ig", "nore"), "a test that does not run shows nothing: mend or remove it"),
    (concat!("thread::", "sleep("), "wait for the thing itself, not for time to pass"),
    (concat!("fn ", "get_"), "name what comes back, without the verb"),
    (concat!("mod ", "utils"), "name the room after its one job"),
];

/// Every rule that this file breaks.
pub fn check(path: &Path, content: &str) -> Vec<Finding> {
    let is_code =
        path.extension().is_some_and(|kind| ["rs", "go", "sh", "py", "js", "sql"].iter().any(|k| kind == *k));
    // Kept outputs and captured inputs are bytes to compare with, not text that somebody wrote. A licence and a lock
    // file are other people's words.
    let is_kept = path.iter().any(|part| part == "vectors" || part == "corpus")
        || path.extension().is_some_and(|kind| kind == "snap" || kind == "lock");
    let mut findings = vec![];
    let mut found = |line: Option<usize>, message: String| {
        let place = path.display();
        findings.push(match line {
            Some(line) => Finding::new(format!("{place}:{line}"), message),
            None => Finding::new(place.to_string(), message),
        });
    };
    if path.extension().is_some_and(|kind| kind == "rs") && !content.starts_with("//!") {
        found(None, "opens without `//!`: say what the file is and what it is not".to_owned());
    }
    let lines = content.lines().count();
    if is_code && lines > LINES_AT_MOST {
        found(None, format!("{lines} lines, more than {LINES_AT_MOST}: divide it"));
    }
    if !is_kept && content.contains('\r') {
        found(None, "lines end in CR LF: use LF".to_owned());
    }
    if !is_kept && !content.is_empty() && !content.ends_with('\n') {
        found(None, "the last line has no end".to_owned());
    }
    for (index, line) in content.lines().enumerate() {
        if !is_kept && line.ends_with([' ', '\t']) {
            found(Some(index + 1), "trailing blanks".to_owned());
        }
        let words = NOWHERE.iter().chain(NOT_IN_CODE.iter().filter(|_| is_code));
        for (needle, why) in words.filter(|(needle, _)| line.contains(needle)) {
            found(Some(index + 1), format!("`{needle}` must not stand here: {why}"));
        }
        if has_word(line, concat!("L", "LM")) {
            found(Some(index + 1), "how the text came to be is not the reader's business".to_owned());
        }
    }
    findings
}

/// Whether a word stands in a line by itself, not inside a longer one.
fn has_word(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, content: &str) -> Vec<String> {
        check(Path::new(path), content).into_iter().map(|finding| finding.message).collect()
    }

    fn one(path: &str, content: &str, expected: &str) {
        let found = messages(path, content);
        assert!(matches!(&found[..], [message] if message.contains(expected)), "{expected}: {found:?}");
    }

    #[test]
    fn a_plain_file_passes() {
        assert_eq!(messages("a.rs", "//! A file.\n\nfn main() {}\n"), [""; 0]);
        assert_eq!(messages("a.md", "# Title\n"), [""; 0]);
    }

    #[test]
    fn a_source_file_that_does_not_say_what_it_is_is_found() {
        one("a.rs", "fn main() {}\n", "opens without");
        one("a.rs", "\n//! Too late.\n", "opens without");
    }

    #[test]
    fn a_source_file_that_is_too_long_is_found() {
        let long = format!("//! Long.\n{}", "// x\n".repeat(LINES_AT_MOST));
        one("a.rs", &long, "divide it");
        assert_eq!(messages("a.md", &long), [""; 0]);
    }

    #[test]
    fn foreign_line_ends_trailing_blanks_and_a_missing_end_are_found() {
        one("a.md", "one\r\ntwo\n", "use LF");
        one("a.md", "one \ntwo\n", "trailing blanks");
        one("a.toml", "one\ntwo\t\n", "trailing blanks");
        one("a.md", "one", "has no end");
        assert_eq!(messages("crates/roll/vectors/a.csv", "one \r\ntwo"), [""; 0]);
    }

    #[test]
    fn every_forbidden_text_is_found() {
        for (needle, _) in NOWHERE.iter().chain(NOT_IN_CODE) {
            one("a.rs", &format!("//! {needle}x\n"), needle);
        }
        for (needle, _) in NOWHERE {
            one("a.md", &format!("see {needle}x\n"), needle);
        }
        one("a.md", concat!("an L", "LM\n"), "not the reader's business");
        assert_eq!(messages("a.md", concat!("HELL", "MAN and FULL", "MOON\n")), [""; 0]);
    }

    #[test]
    fn the_rules_pass_their_own_file() {
        assert_eq!(messages("text.rs", include_str!("text.rs")), [""; 0]);
    }
}
