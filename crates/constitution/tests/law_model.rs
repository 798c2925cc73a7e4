//! The model constitution has no finding; pushed past a floor in one place, exactly the lint of that floor speaks among
//! those of the law.

mod common;

use common::read;
use jiff::civil::date;
use rankfile_constitution::lint::{self, Against, Profile};
use std::collections::BTreeSet;

const MODEL: &str = include_str!("../../../examples/model-local.md");

/// What is replaced, by what, and the lint that must speak.
const PUSHES: &[(&str, &str, &str)] = &[
    ("not-later-than \"30 months\"", "not-later-than \"40 months\"", "L01"),
    ("length \"2y\"", "length \"4y\"", "L01"),
    ("holdover-at-most \"120d\"", "holdover-at-most \"400d\"", "L01"),
    ("first within=\"", "first within=\"9", "L02"),
    ("elected-by \"membership\"", "elected-by \"executive-board\"", "L03"),
    ("ballot secret=#true", "ballot secret=#false", "L04"),
    ("proxy=#false", "proxy=#true", "L04"),
    ("serials=#false", "serials=#true", "L06"),
    ("linkable=#false", "linkable=#true", "L06"),
    ("again=\"21d\"", "again=\"14d\"", "L07"),
    ("content=\"date time place offices how protest\"", "content=\"date time place how protest\"", "L07"),
    ("counting=\"day-of-service-not-counted\"", "counting=\"both-days\"", ""),
    ("member-for \"6 months\"", "member-for \"25 months\"", "L09"),
    ("declared \"before-nominations\"", "retroactive #true", "L12"),
    ("declared \"before-nominations\"", "prior-office #true", "L11"),
    ("declared \"before-nominations\"", "attendance share=\"60%\" over=\"1y\"", "L10"),
    ("checkoff-protected #true", "checkoff-protected #false", "L13"),
    ("configuration casting recording tally verification", "configuration casting tally verification", "L15"),
    ("list-inspection #true", "list-inspection #false", "L16"),
    ("union-money #false", "union-money #true", "L16"),
    ("keep \"3y\"", "keep \"11 months\"", "L17"),
    ("keep \"7y\"", "keep \"4y\"", "L17"),
    ("both-sides #true", "both-sides #false", "L18"),
    ("forbid \"proxy-votes\"", "forbid \"criticism\"", "L19"),
    ("dues decided-by=\"membership\"", "dues decided-by=\"executive-board\"", "L20"),
    ("hearing open=#true", "hearing open=#false", "L21"),
    ("bond share=\"10%\"", "bond share=\"9%\"", "L22"),
    ("liability \"full\"", "liability \"exempt\"", "L22"),
    ("within \"60d\"; after \"adoption\"", "within \"120d\"; after \"adoption\"", "L24"),
    ("decided-by \"protest-panel\" within=\"15d\"", "decided-by \"protest-panel\" within=\"95d\"", "L25"),
    ("decided-by \"protest-panel\" within", "decided-by \"election-committee\" within", "L25"),
];

fn lints(text: &str) -> BTreeSet<&'static str> {
    let profile = Profile::named("us-lmrda").expect("it comes along");
    let against = Against { profile: &profile, as_of: date(2026, 11, 22), members: None };
    let found = lint::lint(&read(text), against);
    found.into_iter().map(|finding| finding.id.0).filter(|id| id.starts_with('L')).collect()
}

#[test]
fn the_model_is_in_conflict_with_no_floor() {
    assert_eq!(lints(MODEL), BTreeSet::new());
}

#[test]
fn past_a_floor_the_model_raises_exactly_its_lint() {
    // The layout of a file puts a line of a rule on one line or on several; here it is asked in one way.
    let model = MODEL.replace("\n    after \"adoption\"", "; after \"adoption\"");
    for (from, to, lint) in PUSHES {
        assert!(model.contains(from), "the model does not say {from:?}");
        let expected: BTreeSet<&str> = Some(*lint).filter(|lint| !lint.is_empty()).into_iter().collect();
        assert_eq!(lints(&model.replacen(from, to, 1)), expected, "{from:?} -> {to:?}");
    }
}
