//! The example documents: each is read, said in sentences, and judged by the linter exactly as its golden list says: no
//! finding fewer, none that is not true. The reasons stand beside the ids.

use jiff::civil::date;
use rankfile_constitution::guarantee::guarantees;
use rankfile_constitution::lint::{Against, Finding, Profile, lint};
use rankfile_constitution::print::Printer;
use rankfile_constitution::{Constitution, Diagnostic, Document, compile, format};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What the linter finds in a document: lint and article, in any order.
type Golden = (&'static str, &'static [(&'static str, &'static str)]);

const GOLDEN: &[Golden] = &[
    ("demo-local.md", &[]),
    ("model-local.md", &[]),
    (
        "warehouse-new.md",
        &[
            // The election waits for a contract that may never be ratified: the story of this document.
            ("L02", "elections"),
            ("P02", "officers"),
            ("P02", "vacancies"),
            ("P02", "vacancies"),
            ("T02", "petitions"),
            ("P03", "amendments"),
            ("P05", "amendments"),
            ("P07", "amendments"),
        ],
    ),
    (
        "warehouse-old.md",
        &[
            // Those who founded it sit on the board because they chose themselves.
            ("P02", "officers"),
            // The board may leave a seat empty, and may fill one for ever.
            ("P02", "vacancies"),
            ("P02", "vacancies"),
            // A petition on which nobody has to act.
            ("T02", "petitions"),
            // Three people on the board change everything, at once, their own terms too; nobody else can propose a change.
            ("P03", "amendments"),
            ("P05", "amendments"),
            ("P07", "amendments"),
        ],
    ),
    ("constitutions/afscme.md", &[]),
    (
        "constitutions/cwa-3680.md",
        &[
            // The board of the accused officer chooses the judges.
            ("P01", "trials"),
            // A majority of whoever comes changes the bylaws; no quorum.
            ("P03", "amendments"),
        ],
    ),
    (
        "constitutions/geu-article-22.md",
        &[
            // The review chair picks the panel, also when complained about.
            ("P01", "misconduct"),
            // A ban from everything, for as long as it takes.
            ("P08", "misconduct"),
        ],
    ),
    // Two members in five have to take part: not changed since 2001.
    ("constitutions/geu-msu.md", &[("P04", "amendments")]),
    // Elections begin again when the trustee chooses.
    ("constitutions/ibt.md", &[("L23", "trusteeship"), ("T03", "trusteeship")]),
    (
        "constitutions/iww-2020.md",
        &[
            // 3 years a member.
            ("L09", "candidates"),
            // The convention can adjourn on 17 September; 30 days of notice from there end after 15 October.
            ("T01", "nominations"),
            // Numbered ballots beside "nothing on a ballot tells whose it is".
            ("L06", "annual-vote"),
            // Appointed "until another is elected", with no day for it.
            ("P02", "vacancies"),
            // Told within 3 days, voted on within 30, after 30 days of notice.
            ("T01", "recall"),
            // Charges against most of the board go to the board.
            ("P01", "charges"),
            // Any part can be suspended, the elections too.
            ("T03", "suspension"),
        ],
    ),
    (
        "constitutions/iww-baltimore.md",
        // Both need a majority of everybody, whether they vote or not.
        &[("P04", "recall"), ("P04", "amendments")],
    ),
    ("constitutions/newsguild-new-york.md", &[]),
    (
        "constitutions/providence-guild.md",
        &[
            // 24 hours' notice, for anything.
            ("T04", "meetings"),
            // 13 of a quorum of 25.
            ("P03", "decisions"),
        ],
    ),
    // No first officers before the first contract.
    ("constitutions/psu-geu-2018.md", &[("L02", "elections")]),
    // Every campus by itself must reach the share.
    ("constitutions/uaw-2865.md", &[("P07", "special-meetings")]),
    // Late is suspended.
    ("constitutions/uaw-4121.md", &[("L13", "arrears")]),
    // 250 people from half of the campuses in one meeting.
    ("constitutions/uaw-4811.md", &[("P04", "quorum")]),
    (
        "constitutions/uaw-international.md",
        &[
            // The board that screens charges can hold the accused.
            ("P01", "charges"),
            // "Except as otherwise authorized": only the length of the term bounds it.
            ("T02", "elections"),
        ],
    ),
    ("constitutions/ue.md", &[]),
    // 2 days' notice, for anything.
    ("constitutions/washington-baltimore-2002.md", &[("T04", "meetings")]),
    ("constitutions/washington-baltimore-2020.md", &[]),
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
        let mut text =
            format!("  {} {article} {}: {}\n", finding.id, finding.severity.word(), finding.message);
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
        let (_, golden) = GOLDEN.iter().find(|(known, _)| *known == name).expect("it has a golden list");
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

#[test]
fn the_model_keeps_its_guarantees_against_everybody_in_office() {
    let text = std::fs::read_to_string(examples().join("model-local.md")).expect("it is there");
    let all = guarantees(&read("model-local.md", &text), date(2026, 11, 22));
    for id in [
        "election",
        "first-election",
        "complaint-told",
        "vacancy",
        "petition",
        "recall",
        "protest",
        "promise",
        "accounts",
        "amendment",
    ] {
        assert!(all.iter().any(|guarantee| guarantee.id == id), "{id}");
    }
    for guarantee in &all {
        assert_eq!((guarantee.stall, guarantee.capture), (None, None), "{guarantee:?}");
        assert!(guarantee.bounds.iter().all(|bound| bound.days.is_some()), "{guarantee:?}");
    }
}

#[test]
fn the_decisions_of_the_model_are_captured_by_the_lot_alone() {
    let text = std::fs::read_to_string(examples().join("model-local.md")).expect("it is there");
    let all = guarantees(&read("model-local.md", &text), date(2026, 11, 22));
    let bodies = |id: &str| -> BTreeSet<&str> {
        let chances = all.iter().filter(|it| it.id == id).flat_map(|it| &it.chances);
        chances.map(|chance| chance.body.as_str()).collect()
    };
    // Beside whoever decides stands whoever could undo it.
    assert!(bodies("complaint-decided").is_superset(&["complaint-panel", "appeal-panel"].into()));
    assert_eq!(bodies("protest"), ["protest-panel", "lot-committee", "appeal-panel"].into());
    assert_eq!(
        bodies("first-election"),
        ["election-committee", "lot-committee", "key-holder", "protest-panel"].into()
    );
    // One of three key holders blocks them, and only all of them together carry.
    let keys = all.iter().filter(|it| it.id == "first-election").flat_map(|it| &it.chances);
    for chance in keys.filter(|chance| chance.body == "key-holder") {
        assert!(chance.blocked > 250_000 && chance.carried < 36_000, "{chance:?}");
    }
}

#[test]
fn every_example_is_laid_out_in_the_one_way() {
    let loose: Vec<String> = documents()
        .into_iter()
        .filter(|(name, text)| format(text, name).as_deref() != Ok(text))
        .map(|(name, _)| name)
        .collect();
    assert!(loose.is_empty(), "format these: {loose:?}");
}

#[test]
fn what_an_excerpt_does_not_tell_is_unknown_and_what_it_tells_is_checked() {
    let document = |scope: &str, rest: &str| {
        let front = format!(
            "---\nname: A\nkind: local\nsector: private\nprofile: us-lmrda\nscope: {scope}\nhappened: {{}}\n---\n\n"
        );
        let rules =
            format!("recall \"officers\" {{ for all-offices; petition share=\"20%\" of=\"members\"{rest} }}");
        format!(
            "{front}## Recall {{#recall}}\n\nA petition of 20% recalls an officer.\n\n```rules\noffice \"secretary\"\n{rules}\n```\n"
        )
    };
    let found = |scope: &str, rest: &str| {
        findings(&read("x.md", &document(scope, rest))).iter().any(|finding| finding.id.0 == "T02")
    };
    assert!(found("[recall]", ""), "told in full, and nobody is bound to call the vote");
    assert!(!found("excerpt", ""), "who calls the vote may stand elsewhere");
    let nobody = "; called-by \"secretary\" within=\"5d\" otherwise=\"nobody\"";
    assert!(found("excerpt", nobody), "it says that nothing follows");
}
