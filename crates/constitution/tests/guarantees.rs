//! Guarantees: the table worked out by hand, and what must hold of every answer.

use jiff::civil::date;
use rankfile_constitution::Document;
use rankfile_constitution::guarantee::{Guarantee, guarantees};

/// Three officers P, S, T who are also the board; an election every two years called by P; complaints decided by the
/// board; amendments by board majority with effect at once. The parts that differ come in.
fn three_officers(call: &str, amendment: &str, decided: &str, more: &str) -> Vec<Guarantee> {
    let text = format!(
        "---\nname: Three\nkind: local\nsector: private\nprofile: none\nscope: [elections, complaints]\n---\n\n\
         ## All {{#all}}\n\nWords.\n\n```rules\n\
         office \"p\" seats=1\noffice \"s\" seats=1 {{ {more} }}\noffice \"t\" seats=1\n\
         body \"board\" kind=\"board\" seats=3 {{ seat \"p\" \"s\" \"t\" }}\n\
         body \"lot\" kind=\"committee\" seats=3 {{ chosen how=\"lot\" }}\n\
         election \"officers\" {{\n    for all-offices\n    every \"2y\"\n    {call}\n}}\n\
         complaint \"c\" {{\n    about \"officers\"\n    filed-with \"board\" \"lot\"\n    {decided}\n}}\n\
         recusal {{ who \"party\" \"appointee\"; from \"complaint\" }}\n{amendment}\n```\n"
    );
    let constitution = Document::parse(&text, "three.md").unwrap_or_else(|all| panic!("{}", all[0].render()));
    guarantees(&constitution, date(2026, 1, 1))
}

const NO_BACKSTOP: &str = "called-by \"p\" within=\"30d\"";
const CLOCK: &str = "called-by \"p\" within=\"30d\" otherwise=\"clock\"";
const AT_ONCE: &str = "amendment \"constitution\" { decided-by \"board\"; effective \"at-once\" }";
const AFTER_NEXT: &str = "amendment \"constitution\" { decided-by \"board\"; effective \"at-once\"; deferred \"elections\" \"complaints\" }";
const BOARD: &str = "decided-by \"board\" within=\"60d\"";

fn of<'a>(all: &'a [Guarantee], id: &str, subject: &str) -> &'a Guarantee {
    let found = all.iter().find(|g| g.id == id && g.subject.as_deref() == Some(subject));
    found.unwrap_or_else(|| panic!("no {id} of {subject} in {all:#?}"))
}

#[test]
fn without_a_backstop_on_the_call_the_president_alone_stalls_an_election() {
    let all = three_officers(NO_BACKSTOP, AT_ONCE, BOARD, "");
    let election = of(&all, "election", "p");
    assert_eq!((election.stall, election.stalled_by.as_slice()), (Some(1), ["p".to_owned()].as_slice()));
    assert!(!election.story.is_empty() && election.repair.is_some());
}

#[test]
fn with_a_clock_backstop_any_two_amend_it_away_unless_amendments_wait() {
    let all = three_officers(CLOCK, AT_ONCE, BOARD, "");
    assert_eq!(of(&all, "election", "t").stall, Some(2));
    let all = three_officers(CLOCK, AFTER_NEXT, BOARD, "");
    let election = of(&all, "election", "t");
    assert_eq!(election.stall, None);
    // Two years from one to the next, at most 731 days; thirty days to call it, and the day on which the clock acts.
    // 731 days of two years and the day on which they are over, 30 for the call; the clock needs the beginning of the day
    // after when the president lets that pass.
    let days: Vec<Option<i32>> = election.bounds.iter().map(|bound| bound.days).collect();
    assert_eq!(days, [Some(762), Some(763)]);
}

#[test]
fn a_complaint_against_the_treasurer_is_stalled_by_either_of_the_two_others() {
    let all = three_officers(CLOCK, AFTER_NEXT, BOARD, "");
    let complaint = of(&all, "complaint-decided", "t");
    assert_eq!(complaint.stall, Some(1));
    assert!(["p", "s"].contains(&complaint.stalled_by[0].as_str()));
    // Both of the two must agree, so it takes both to decide against the complainant.
    assert_eq!(complaint.capture, Some(2));
    let all = three_officers(
        CLOCK,
        AFTER_NEXT,
        &format!("{BOARD} otherwise=\"lot\"\n    decided-by \"lot\" within=\"30d\" otherwise=\"draw-again\""),
        "",
    );
    assert_eq!(of(&all, "complaint-decided", "t").stall, None);
}

#[test]
fn when_the_president_appointed_the_secretary_the_treasurer_sits_alone() {
    let all = three_officers(CLOCK, AFTER_NEXT, BOARD, "appointed-by \"p\"");
    let complaint = of(&all, "complaint-decided", "p");
    assert_eq!((complaint.stall, complaint.stalled_by.as_slice()), (Some(1), ["t".to_owned()].as_slice()));
}

#[test]
fn deemed_dismissed_ends_in_time_and_is_captured_by_whoever_lets_it_run() {
    let all = three_officers(CLOCK, AFTER_NEXT, &format!("{BOARD} otherwise=\"dismissed\""), "");
    let complaint = of(&all, "complaint-decided", "t");
    assert_eq!((complaint.stall, complaint.capture), (None, Some(1)));
    let bounds: Vec<Option<i32>> = complaint.bounds.iter().map(|bound| bound.days).collect();
    // Decided on the last day; or let run, and dismissed when the next day begins.
    assert_eq!(bounds, [Some(60), Some(61)]);
}

#[test]
fn one_key_holder_stalls_an_election_until_key_holders_are_drawn_by_lot() {
    let path = format!("{}/../../examples/model-local.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let election = |text: &str| {
        let constitution = Document::parse(text, "model").unwrap_or_else(|all| panic!("{}", all[0].render()));
        let all = guarantees(&constitution, date(2026, 11, 22));
        of(&all, "election", "president").clone()
    };
    let drawn = election(&text);
    assert_eq!((drawn.stall, drawn.repair), (None, None));
    let named = text
        .replace("how=\"lot\" within=\"7d\" otherwise=\"draw-again\"", "within=\"7d\" otherwise=\"again\"");
    assert_ne!(named, text);
    let named = election(&named);
    assert_eq!((named.stall, named.stalled_by.as_slice()), (Some(1), ["key-holder".to_owned()].as_slice()));
    assert!(named.repair.is_some_and(|repair| repair.contains("drawn by lot")));
    assert!(named.chances.iter().all(|chance| chance.body != "key-holder"), "{:?}", named.chances);
}

#[test]
fn the_stories_of_the_examples_run_forwards_and_tell_before_voting_what_comes_before_voting() {
    for name in ["demo-local", "model-local", "warehouse-new"] {
        let path = format!("{}/../../examples/{name}.md", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let constitution = Document::parse(&text, name).unwrap_or_else(|all| panic!("{}", all[0].render()));
        for guarantee in guarantees(&constitution, date(2026, 11, 22)) {
            let story = &guarantee.story;
            assert!(story.windows(2).all(|pair| pair[0].date <= pair[1].date), "{name} {guarantee:#?}");
        }
    }
}
