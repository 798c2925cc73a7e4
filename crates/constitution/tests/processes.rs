//! What the rules order of somebody in some time becomes a process, whatever kind of rule it is. Whether the hall runs a
//! process as it says is tested with the hall; how long a guarantee takes, with the guarantees.

mod common;

use common::{DEMO, read};
use proptest::prelude::*;
use rankfile_constitution::process::{Begins, End, People, Process, Role, Who};
use rankfile_constitution::program::Program;
use rankfile_constitution::step::{Span, Unit};
use rankfile_constitution::{rehearse, vocabulary};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const MODEL: &str = include_str!("../../../examples/model-local.md");
const MANUAL: &str = include_str!("../../../docs/constitutions.md");

/// The kinds of rules that order nothing of anybody in any time, and why.
const ORDER_NOTHING: [(&str, &str); 17] = [
    ("body", "it is who acts"),
    ("unit", "it is part of the membership"),
    ("member-class", "it is part of the membership"),
    ("standing", "its times are those of dues and begin no duty"),
    ("office", "it is who acts"),
    ("term", "it ends with an election, which is a process"),
    ("nomination", "it is part of an election"),
    ("campaign-parity", "it has no time"),
    ("notice", "it is a time that other rules use, and nobody bears it"),
    ("quorum", "it says who suffices, in every process"),
    ("transition", "its election is the process of the election"),
    ("protected", "it has no time"),
    ("incorporate", "it has no time"),
    ("recusal", "it says who steps aside, in every process"),
    ("retention", "it forbids to destroy, and orders nothing by a day"),
    ("power", "it permits, and orders nothing"),
    ("forbid", "it has no time"),
];

/// Every document there is to read, by its name.
fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let folders = [root.clone(), root.join("constitutions")];
    let mut all = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).expect("the examples are there") {
            let path = entry.expect("it can be listed").path();
            if path.extension().is_some_and(|ending| ending == "md") {
                let text = std::fs::read_to_string(&path).expect("it can be read");
                all.push((path.display().to_string(), text));
            }
        }
    }
    all.sort();
    all
}

fn program(text: &str) -> Program {
    rehearse(&read(text))
}

/// A document of one article with these rules.
fn document(rules: &str) -> String {
    format!(
        "---\nname: Test\nkind: local\nsector: private\nprofile: none\nscope: all\nhappened: {{}}\n---\n\n\
         ## The rules {{#rules}}\n\n```rules\n{BODIES}{rules}\n```\n"
    )
}

const BODIES: &str = "body \"membership\" kind=\"membership\"\noffice \"president\"\noffice \"secretary\"\noffice \"guard\" seats=3\n\
                      body \"board\" kind=\"board\" seats=5\n\
                      body \"panel\" kind=\"board\" seats=3 { chosen how=\"lot\" }\n";

fn named<'a>(program: &'a Program, id: &str) -> &'a Process {
    let known = || program.processes.iter().map(|process| process.id.as_str()).collect::<Vec<_>>();
    program.processes.iter().find(|process| process.id == id).unwrap_or_else(|| panic!("{id}: {:?}", known()))
}

/// Whoever owes something, by seats: `president`, `guard 2 of 3`.
fn say_who(people: &People, who: &Who) -> String {
    match who {
        Who::One(person) => people.persons[*person].seat.clone(),
        Who::Panel { id, people, quorum } => format!("{id} {quorum} of {}", people.len()),
        Who::Everybody(id) => format!("everybody:{id}"),
        Who::Lot { id, seats, .. } => format!("lot:{id} {seats}"),
        Who::Clock => "clock".to_owned(),
        Who::Empty(id) => format!("empty:{id}"),
    }
}

fn say_span(span: Span) -> String {
    let unit = match span.unit {
        Unit::Hours => "h",
        Unit::Days => "d",
        Unit::BusinessDays => " business days",
        Unit::Months => " months",
        Unit::Years => "y",
    };
    format!("{}{unit}", span.amount)
}

/// One line for each stage of a process.
fn lines(people: &People, process: &Process) -> Vec<String> {
    let begins = match &process.begins {
        Begins::Every(span) => format!("every {}", say_span(*span)),
        other => format!("{other:?}").to_lowercase(),
    };
    let mut head = format!("{} ({begins})", process.id);
    if !process.opened_by.is_empty() {
        head.push_str(&format!(" opened by {}", process.opened_by.join(", ")));
    }
    let stage = |stage: &rankfile_constitution::process::Stage| {
        let rungs: Vec<String> = stage
            .rungs
            .iter()
            .map(|(who, span)| format!("{} {}", say_who(people, who), say_span(*span)))
            .collect();
        let wait =
            if stage.wait.amount == 0 { String::new() } else { format!("after {}, ", say_span(stage.wait)) };
        format!("    {}: {wait}{}; {:?}; {:?}", stage.words, rungs.join(", then "), stage.end, stage.role)
    };
    std::iter::once(head).chain(process.stages.iter().map(stage)).collect()
}

fn snapshot(program: &Program) -> String {
    program
        .processes
        .iter()
        .flat_map(|process| lines(&program.people, process))
        .map(|line| line + "\n")
        .collect()
}

#[test]
fn the_processes_of_the_model_constitution_are_what_records_depend_on() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/model-processes.txt");
    let kept = std::fs::read_to_string(&path).expect("it is there");
    let (comments, kept): (Vec<&str>, Vec<&str>) = kept.lines().partition(|line| line.starts_with('#'));
    let made = snapshot(&program(MODEL));
    if std::env::var_os("RANKFILE_WRITE_PROCESSES").is_some() {
        let text = format!("{}\n{made}", comments.join("\n"));
        std::fs::write(&path, text).expect("it can be written");
        return;
    }
    for (made, kept) in made.lines().zip(&kept) {
        assert_eq!(made, *kept, "a record that began this would be replayed otherwise");
    }
    assert_eq!(made.lines().count(), kept.len());
}

#[test]
fn every_document_becomes_processes_of_different_names_that_stand_in_its_articles() {
    let all = documents();
    assert!(all.len() > 20, "{}", all.len());
    for (path, text) in all {
        let program = program(&text);
        let articles: BTreeSet<&str> = program.articles.iter().map(|(id, _)| id.0.as_str()).collect();
        let mut ids = BTreeSet::new();
        for process in &program.processes {
            assert!(ids.insert(&process.id), "{path}: two processes are called {}", process.id);
            assert!(articles.contains(process.article.0.as_str()), "{path}: {}", process.id);
            assert!(process.opening.ends_with('.'), "{path}: {}", process.opening);
            for stage in &process.stages {
                assert!(
                    articles.contains(stage.article.0.as_str()),
                    "{path}: {} {}",
                    process.id,
                    stage.words
                );
                assert!(!stage.words.is_empty() && !stage.words.ends_with('.'), "{path}: {}", stage.words);
            }
        }
    }
}

/// The example of every kind in the manual, by kind.
fn examples() -> BTreeMap<&'static str, &'static str> {
    let words: BTreeSet<&str> = vocabulary::kind_words().collect();
    let mut all = BTreeMap::new();
    for section in MANUAL.split("\n### `").skip(1) {
        let (word, rest) = section.split_once('`').expect("a heading ends");
        let example = rest.split("```kdl\n").nth(1).and_then(|rest| rest.split("```").next());
        if words.contains(word) {
            all.insert(word, example.expect("every kind has an example"));
        }
    }
    assert_eq!(all.len(), words.len());
    all
}

#[test]
fn every_kind_that_orders_something_in_some_time_becomes_a_process() {
    let nothing: BTreeMap<&str, &str> = ORDER_NOTHING.into_iter().collect();
    let made = |rules: &str| program(&document(rules)).processes.len();
    let other: Vec<(&str, usize)> = examples()
        .into_iter()
        .map(|(word, example)| (word, made(example)))
        .filter(|(word, made)| (*made == 0) != nothing.contains_key(word))
        .collect();
    assert!(other.is_empty(), "these have processes and should not, or the other way round: {other:?}");
}

#[test]
fn each_kind_of_the_manual_becomes_these_processes() {
    let made = |word: &str| -> Vec<String> {
        let all = program(&document(examples()[word]));
        all.processes.into_iter().map(|process| process.id).filter(|id| !id.starts_with("vacancy/")).collect()
    };
    assert_eq!(made("meeting"), ["meeting/regular", "meeting/regular/special"]);
    assert_eq!(made("referendum"), ["referendum/general"]);
    assert_eq!(made("hearing"), ["hearing/discipline", "appeal/hearing/discipline"]);
    assert_eq!(
        made("removal-for-cause"),
        [
            "removal-for-cause/officers/president",
            "removal-for-cause/officers/treasurer",
            "appeal/removal-for-cause/officers"
        ]
    );
    assert_eq!(made("interpretation"), ["interpretation", "appeal/interpretation"]);
    assert_eq!(made("eligibility"), ["eligibility/officers", "appeal/eligibility/officers"]);
    assert_eq!(made("appeal"), ["appeal/to-members"]);
    assert_eq!(made("emergency"), ["emergency", "emergency/report"]);
    assert_eq!(made("trusteeship"), ["trusteeship/hearing", "trusteeship/exit-election"]);
    assert_eq!(made("sortition"), ["sortition/lot-committee"]);
    assert_eq!(made("duty"), ["duty/accounts"]);
    assert_eq!(made("publication"), ["accounts/accounts"]);
    assert_eq!(made("filing"), ["filing/lm-3"]);
    assert_eq!(made("finance"), ["finance/dues", "finance/assessments", "finance/audit"]);
    assert_eq!(made("threshold"), ["threshold/dues"]);
    assert_eq!(made("bargaining"), ["bargaining/ratification", "bargaining/strike"]);
    assert_eq!(
        made("conflict-of-interest"),
        ["conflict-of-interest/president", "conflict-of-interest/secretary", "conflict-of-interest/guard"]
    );
    assert_eq!(
        made("promise"),
        [
            "promise/campaign",
            "promise/status/campaign/president",
            "promise/status/campaign/secretary",
            "promise/status/campaign/guard"
        ]
    );
}

#[test]
fn a_duty_comes_again_passes_on_and_ends_as_the_rule_says() {
    let program = program(&document(
        "duty \"a\" { bearer \"secretary\"; action \"count\"; within \"3d\"; every \"1 month\"; otherwise \"president\"; \
         passes-to \"president\" within=\"4d\" otherwise=\"clock\" }\n\
         duty \"b\" { bearer \"secretary\"; action \"count\"; within \"3d\"; otherwise \"board\" }\n\
         duty \"c\" { bearer \"secretary\"; action \"count\"; every \"12 months\" }\n\
         duty \"d\" { bearer \"secretary\"; action \"count\" }\n\
         duty \"often\" { bearer \"secretary\"; action \"count\"; every \"1h\" }\n\
         duty \"daily\" { bearer \"secretary\"; action \"count\"; every \"24h\" }\n\
         duty \"e\" { bearer \"secretary\"; action \"count\"; when \"somebody asks.\"; within \"3d\"; otherwise \"stands\" }",
    ));
    let say = |id: &str| lines(&program.people, named(&program, id)).join("");
    let month = "duty/a (every 1 months)    count: secretary 3d, then president 4d; Clock; Plain";
    assert_eq!(say("duty/a"), month);
    assert_eq!(say("duty/b"), "duty/b (anyday)    count: secretary 3d, then board 3 of 5 3d; Nothing; Plain");
    // What comes once a year comes with the year of accounts, and there is a year for it.
    assert_eq!(say("duty/c"), "duty/c (yearly(1))    count: secretary 12 months; Nothing; Plain");
    assert!(program.processes.iter().all(|process| process.id != "duty/d"), "it has no time");
    assert_eq!(say("duty/often"), "duty/often (anyday)    count: secretary 1h; Nothing; Plain");
    assert_eq!(say("duty/daily"), "duty/daily (every 24h)    count: secretary 24h; Nothing; Plain");
    assert_eq!(say("duty/e"), "duty/e (anyday)    count: secretary 3d; Goes; Plain");
    assert_eq!(named(&program, "duty/e").opening, "Somebody asks.");
}

#[test]
fn everybody_who_holds_an_office_declares_interests() {
    let program = program(&document("conflict-of-interest { declare every=\"1y\" }"));
    let guards = named(&program, "conflict-of-interest/guard");
    assert_eq!(guards.begins, Begins::Yearly(1));
    let (who, _) = &guards.stages[0].rungs[0];
    assert!(!who.suffices(2) && who.suffices(3));
}

#[test]
fn a_removal_is_over_in_the_time_its_rule_names() {
    let rules = "removal-for-cause \"o\" { for \"guard\"; hearing within=\"30d\"; findings within=\"7d\"; \
                 decided-by \"panel\" within=\"20d\" otherwise=\"dismissed\"; vote share=\"majority\"; final-within \"90d\" }";
    let program = program(&document(rules));
    let removal = named(&program, "removal-for-cause/o/guard");
    let days: u32 = removal.stages.iter().flat_map(|stage| &stage.rungs).map(|(_, span)| span.amount).sum();
    assert_eq!(days, 90);
    let ends: Vec<(End, Role)> = removal.stages.iter().map(|stage| (stage.end, stage.role)).collect();
    let expected = [
        (End::Goes, Role::Plain),
        (End::Against, Role::Decides),
        (End::Goes, Role::Plain),
        (End::Nothing, Role::Decides),
    ];
    assert_eq!(ends, expected);
}

#[test]
fn whoever_the_charges_are_against_steps_aside_where_the_rules_say_so() {
    let rules = "removal-for-cause \"o\" { for \"president\"; decided-by \"court\" within=\"9d\" }\n\
                 body \"court\" kind=\"board\" seats=3 { seat \"president\" \"secretary\" }";
    let sits = |rules: &str| {
        let program = program(&document(rules));
        let removal = named(&program, "removal-for-cause/o/president");
        let seats = |who: &Who| {
            who.people().iter().map(|person| program.people.persons[*person].seat.clone()).collect()
        };
        let seats: Vec<String> = seats(&removal.stages[0].rungs[0].0);
        seats
    };
    assert_eq!(sits(rules), ["president", "secretary", "court"]);
    let recused = format!("{rules}\nrecusal {{ who \"party\"; replaced-by \"panel\" }}");
    assert_eq!(sits(&recused), ["secretary", "court"]);
    let from = |matter: &str| {
        format!("{rules}\nrecusal {{ who \"party\"; from \"{matter}\"; replaced-by \"panel\" }}")
    };
    assert_eq!(sits(&from("hearing")), ["secretary", "court"]);
    assert_eq!(sits(&from("removal-for-cause")), ["secretary", "court"]);
    assert_eq!(sits(&from("petition")), ["president", "secretary", "court"]);
}

#[test]
fn whoever_a_matter_is_against_is_not_heard_in_it_where_the_rules_say_so() {
    let rules = "complaint \"c\" { about \"members\"; decided-by \"board\" within=\"9d\" }\n\
                 hearing \"h\" { held-by \"board\"; decided-within \"9d\" }\n\
                 appeal \"a\" { from \"hearing\"; to \"board\"; decided-within \"9d\" }";
    let recused = |from: &str| -> Vec<String> {
        let program = program(&document(&format!("{rules}\n{from}")));
        program.processes.into_iter().filter(|process| process.recuses).map(|process| process.id).collect()
    };
    assert_eq!(recused(""), Vec::<String>::new());
    assert_eq!(recused("recusal { who \"party\"; from \"hearing\" }"), ["hearing/h"]);
    let of_complaints = ["complaint/c/president", "complaint/c/secretary", "complaint/c/guard"];
    let all = recused("recusal { who \"party\" }");
    let others: Vec<&String> = all.iter().filter(|id| !of_complaints.contains(&id.as_str())).collect();
    assert_eq!(others, ["hearing/h", "complaint/c/members", "appeal/a"]);
}

#[test]
fn an_emergency_that_nobody_agrees_to_is_over_whether_members_were_told_or_not() {
    let program = program(MODEL);
    let agreed = named(&program, "emergency");
    assert_eq!((agreed.stages.len(), agreed.stages[0].end), (1, End::Against));
    assert_eq!(agreed.opened_by, ["executive-board"]);
    assert_eq!(named(&program, "emergency/report").stages[0].end, End::Nothing);
}

#[test]
fn an_appeal_that_a_rule_on_appeals_covers_is_one_process() {
    let program = program(MODEL);
    let appeals: Vec<&str> = program
        .processes
        .iter()
        .map(|process| process.id.as_str())
        .filter(|id| id.starts_with("appeal/"))
        .collect();
    assert_eq!(
        appeals,
        [
            "appeal/panel",
            "appeal/removal-for-cause/officers",
            "appeal/eligibility/officers",
            "appeal/election-protest/officers",
            "appeal/interpretation"
        ]
    );
}

#[test]
fn silence_on_a_complaint_means_what_its_rule_says() {
    for (word, end) in [("upheld", End::Goes), ("stands", End::Against), ("dismissed", End::Against)] {
        let rules = format!(
            "complaint \"c\" {{ about \"anybody\"; decided-by \"board\" within=\"9d\" otherwise=\"{word}\" }}"
        );
        let program = program(&document(&rules));
        assert_eq!(named(&program, "complaint/c/president").stages[0].end, end, "{word}");
        assert_eq!(named(&program, "complaint/c/members").stages[0].end, end, "{word}");
    }
}

#[test]
fn a_change_that_somebody_outside_must_approve_waits_for_them() {
    let rules = "amendment \"a\" { decided-by \"membership\"; approved-by \"board\" within=\"60d\" otherwise=\"approved\" }";
    let program = program(&document(rules));
    let stages: Vec<(&str, End)> =
        named(&program, "amendment/a").stages.iter().map(|stage| (stage.words.as_str(), stage.end)).collect();
    assert_eq!(stages, [("decide on the change", End::Against), ("approve the change", End::Goes)]);
}

#[test]
fn what_keeps_no_guarantee_is_in_no_table_of_guarantees() {
    let known = [
        "election",
        "first-election",
        "protest",
        "complaint-acknowledged",
        "complaint-decided",
        "complaint-told",
        "petition",
        "recall",
        "vacancy",
        "promise",
        "accounts",
        "amendment",
    ];
    for (path, text) in documents() {
        for process in program(&text).processes {
            assert!(
                process.promises.iter().all(|promise| known.contains(&promise.id)),
                "{path}: {}",
                process.id
            );
        }
    }
}

/// The lines of every process, in an order that no order of rules changes.
fn sorted(text: &str) -> Vec<String> {
    let program = program(text);
    let mut all: Vec<String> =
        program.processes.iter().map(|process| lines(&program.people, process).join("\n")).collect();
    all.sort();
    all
}

/// The rules of a block, each as it stands there.
fn rules_of(block: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut depth = 0;
    for line in block.lines() {
        match all.last_mut().filter(|_| depth > 0) {
            Some(rule) => *rule = format!("{rule}\n{line}"),
            None => all.push(line.to_owned()),
        }
        depth += line.matches('{').count();
        depth -= line.matches('}').count();
    }
    all
}

#[test]
fn the_order_of_rules_in_an_article_changes_no_process() {
    let mut blocks = 0;
    let turned: Vec<String> = MODEL
        .split("```")
        .map(|part| {
            let Some(block) = part.strip_prefix("rules\n") else { return part.to_owned() };
            let mut rules = rules_of(block);
            blocks += usize::from(rules.len() > 1);
            rules.reverse();
            format!("rules\n{}\n", rules.join("\n"))
        })
        .collect();
    assert!(blocks > 10, "{blocks} blocks hold more than one rule");
    assert_eq!(sorted(&turned.join("```")), sorted(MODEL));
}

/// The model with its articles in another order.
fn reordered(seed: usize) -> String {
    let mut parts: Vec<&str> = MODEL.split("\n## ").collect();
    let head = parts.remove(0);
    let count = parts.len();
    // A step that has no divisor in common with the count comes by every article once.
    let step = (1..).map(|more| seed % count + more).find(|step| gcd(*step, count) == 1).expect("1 has none");
    let turned: Vec<&str> = (0..count).map(|place| parts[(seed + place * step) % count].trim_end()).collect();
    format!("{}\n\n## {}\n", head.trim_end(), turned.join("\n\n## "))
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_articles_changes_no_process(seed in 0usize..10_000) {
        prop_assert_eq!(sorted(&reordered(seed)), sorted(MODEL));
    }

    #[test]
    fn another_id_changes_names_and_nothing_else(
        which in prop::sample::select(vec![
            "president", "secretary", "treasurer", "auditors", "complaint-panel", "lot-committee", "executive-board",
        ]),
        id in "zz[a-z]{3,9}-[a-z]{3,9}",
    ) {
        // Only ids are in quotes; `vice-president` is another id.
        let renamed = MODEL.replace(&format!("\"{which}\""), &format!("\"{id}\""));
        prop_assert!(renamed != MODEL);
        let plain = |text: &str| text.replace('-', " ");
        let expected: Vec<String> = sorted(&renamed)
            .iter()
            .map(|process| process.replace(&id, which).replace(&plain(&id), &plain(which)))
            .collect();
        let mut expected = expected;
        expected.sort();
        prop_assert_eq!(expected, sorted(MODEL));
    }
}

#[test]
fn the_demo_can_be_asked_for_more_than_its_guarantees() {
    let program = program(DEMO);
    let asked: Vec<&str> = program
        .processes
        .iter()
        .filter(|process| process.is_run_by_steps() && process.promises.is_empty())
        .map(|process| process.id.as_str())
        .collect();
    assert_eq!(asked, ["publication/election-results", "publication/minutes"]);
}
