//! Formatting real constitutions: stable, the same words, the same rules, the same findings.

mod common;

use common::{compiled, read, shown};
use rankfile_constitution::lint::{Against, Profile, lint};
use rankfile_constitution::print::Printer;
use rankfile_constitution::program::Program;
use rankfile_constitution::{Constitution, Document, format};
use std::path::{Path, PathBuf};

/// Every constitution in the repository.
fn constitutions() -> Vec<(PathBuf, String)> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut found = Vec::new();
    for folder in [examples.clone(), examples.join("constitutions")] {
        for entry in std::fs::read_dir(folder).expect("the examples are there") {
            let path = entry.expect("it can be read").path();
            if path.extension().is_some_and(|kind| kind == "md") {
                let text = std::fs::read_to_string(&path).expect("it can be read");
                // A page beside them that is no constitution begins without a front matter.
                if text.starts_with("---\n") {
                    found.push((path, text));
                }
            }
        }
    }
    assert!(found.len() > 15, "{}", found.len());
    found
}

/// A document written as carelessly as its words allow: every blank in a block is doubled, every rule set in.
fn careless(text: &str) -> String {
    let mut in_block = false;
    let lines = text.lines().map(|line| {
        let is_fence = line.starts_with("```");
        in_block ^= is_fence;
        match line.split_once('"') {
            _ if is_fence || !in_block => format!("{line}\n"),
            Some((word, rest)) => format!("\t {}\"{rest}   \n\n", word.replace(' ', "  ")),
            None => format!("\t {line}   \n\n"),
        }
    });
    lines.collect()
}

fn said(constitution: &Constitution) -> Vec<String> {
    let printer = Printer::new(constitution);
    constitution.rules().flat_map(|(_, rule)| printer.sentences(rule)).collect()
}

/// What was found, without where it stands in the text.
fn found(constitution: &Constitution) -> Vec<String> {
    let profile = Profile::named("us-lmrda").expect("it is a profile");
    let as_of = jiff::civil::date(2026, 11, 22);
    let against = Against { profile: &profile, as_of, members: None };
    let mut found: Vec<String> = lint(constitution, against)
        .into_iter()
        .map(|finding| {
            format!("{} {:?} {} {:?}", finding.id, finding.article, finding.message, finding.counterexample)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn formatting_changes_no_word_no_rule_and_no_finding() {
    for (path, text) in constitutions() {
        let path = path.display();
        let before =
            Document::parse(&text, "x.md").unwrap_or_else(|found| panic!("{path}\n{}", shown(&found)));
        for text in [text.clone(), careless(&text)] {
            let tidy = format(&text, "x.md").unwrap_or_else(|found| panic!("{path}\n{}", shown(&found)));
            assert_eq!(format(&tidy, "x.md").as_ref(), Ok(&tidy), "{path}");
            let after = read(&tidy);
            let words = |constitution: &Constitution| {
                constitution.articles.iter().map(|article| article.words.clone()).collect::<Vec<_>>()
            };
            assert_eq!(words(&after), words(&before), "{path}");
            assert_eq!(said(&after), said(&before), "{path}");
            assert_eq!(found(&after), found(&before), "{path}");
        }
    }
}

#[test]
fn formatting_changes_nothing_in_the_program_but_its_digest() {
    let before = compiled(common::DEMO);
    let after = compiled(&format(&careless(common::DEMO), "x.md").expect("it is well formed"));
    assert_eq!(Program { digest: before.digest.clone(), ..after }, before);
}
