//! The example documents: each is read, said in sentences, and judged by the linter exactly as its golden list says: no
//! finding fewer, none that is not true. The reasons stand beside the ids.

use jiff::civil::date;
use rankfile_constitution::lint::{Against, Finding, Profile, lint};
use rankfile_constitution::print::Printer;
use rankfile_constitution::{Constitution, Diagnostic, Document, compile};
use std::path::{Path, PathBuf};

/// What the linter finds in a document: lint and article, in any order.
type Golden = (&'static str, &'static [(&'static str, &'static str)]);

const GOLDEN: &[Golden] = &[
    ("demo-local.md", &[]),
    ("model-local.md", &[]),
];

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// Every example document: its path below `examples`, and its text.
fn documents() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["", "constitutions"] {
        let entries = std::fs::read_dir(examples().join(folder)).expect("the examples are there");
        for path in entries.map(|entry| entry.expect("it can be listed").path()) {
            if path.extension().is_some_and(|end| end == "md") {
                let name = path.file_name().expect("it is a file").to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&path).expect("it can be read");
                found.push((if folder.is_empty() { name } else { format!("{folder}/{name}") }, text));
            }
        }
    }
    found.sort();
    found
}

fn read(name: &str, text: &str) -> Constitution {
    Document::parse(text, name).unwrap_or_else(|found| panic!("{}", shown(&found)))
}

fn shown(found: &[Diagnostic]) -> String {
    found.iter().map(Diagnostic::render).collect()
}

/// What the linter finds under the document's own profile.
fn findings(constitution: &Constitution) -> Vec<Finding> {
    let profile = Profile::named(&constitution.front.profile).expect("the profile is known");
    lint(constitution, Against { profile: &profile, as_of: date(2026, 11, 22), members: None })
}

fn said(found: &[&Finding]) -> String {
    let line = |finding: &&Finding| {
        let article = finding.article.as_ref().map_or("", |article| article.0.as_str());
        let mut text = format!("  {} {article} {}: {}\n", finding.id, finding.severity.word(), finding.message);
        for event in &finding.counterexample {
            text.push_str(&format!("      {} {}\n", event.date, event.event));
        }
        text.push_str(&format!("      repair: {}\n      {}\n", finding.repair, finding.citation));
        text
    };
    found.iter().map(line).collect()
}

#[test]
fn every_example_is_well_formed() {
    let wrong: String = documents()
        .iter()
        .filter_map(|(name, text)| Document::parse(text, name).err())
        .map(|found| shown(&found))
        .collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_example_has_exactly_the_findings_of_its_golden_list() {
    let mut wrong = String::new();
    for (name, text) in documents() {
        let found = findings(&read(&name, &text));
        let golden = GOLDEN.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, list)| *list);
        let mut missing = golden.to_vec();
        let mut extra = Vec::new();
        for finding in &found {
            let article = finding.article.as_ref().map_or("", |article| article.0.as_str());
            match missing.iter().position(|known| *known == (finding.id.0, article)) {
                Some(at) => drop(missing.remove(at)),
                None => extra.push(finding),
            }
        }
        if !(missing.is_empty() && extra.is_empty()) {
            wrong.push_str(&format!("{name}\n  missing: {missing:?}\n{}", said(&extra)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_of_every_example_is_said_in_a_sentence() {
    for (name, text) in documents() {
        let constitution = read(&name, &text);
        let printer = Printer::new(&constitution);
        for (article, rule) in constitution.rules() {
            let sentences = printer.sentences(rule);
            assert!(!sentences.is_empty(), "{name} {} {}", article.id, rule.node.word);
        }
    }
}

#[test]
fn the_model_can_be_run_and_leaves_nothing_to_be_assumed() {
    let text = std::fs::read_to_string(examples().join("model-local.md")).expect("it is there");
    let program = compile(&read("model-local.md", &text)).unwrap_or_else(|found| panic!("{}", shown(&found)));
    assert_eq!(program.assumed, Vec::<String>::new());
}
