//! Everything a rule can say is read, refused, or left to people and told.

use super::*;
use crate::Document;
use crate::vocabulary;

/// What the compiler reads.
const READ: &[(&str, &[&str])] = &[
    ("body", &["kind", "seats", "title"]),
    ("office", &["seats", "title"]),
    ("term", &["for", "length"]),
    ("nomination", &["notice.by", "notice.content", "accept.within"]),
    ("eligibility", &["decided-by.within", "decided-by.otherwise", "appeal-to", "appeal-to.within"]),
    ("election-protest", &["decided-by.within", "decided-by.otherwise", "appeal-to", "appeal-to.within"]),
    (
        "election",
        &[
            "every.month",
            "first.within",
            "called-by.within",
            "called-by.otherwise",
            "notice.by",
            "notice.content",
            "notice-by.within",
            "notice-by.otherwise",
            "roll.frozen",
            "roll.by",
            "roll.within",
            "roll.otherwise",
            "key-holders.within",
            "key-holders.otherwise",
            "ballot.secret",
            "ballot.method",
            "ballot.write-ins",
            "ballot.blank",
            "ballot-by.within",
            "ballot-by.otherwise",
            "tally.within",
            "tally.otherwise",
            "certified-by.within",
            "certified-by.otherwise",
        ],
    ),
    ("standing", &["kept-by"]),
    ("nomination", &["notice", "window", "accept"]),
    ("eligibility", &["member-for", "good-standing", "exclude", "decided-by"]),
    (
        "election",
        &[
            "for",
            "every",
            "first",
            "called-by",
            "notice",
            "notice-by",
            "roll",
            "key-holders",
            "ballot",
            "ballot-by",
            "voting",
            "tie",
            "tally",
            "certified-by",
            "installed",
        ],
    ),
    ("election-protest", &["window", "decided-by"]),
];

/// What says nothing to a program: the body a body is part of only helps people find their way.
const HARMLESS: &[(&str, &str)] = &[("body", "parent")];

const FRONT: &str = "---\nname: A\nkind: local\nsector: private\nprofile: none\nscope: all\nhappened: {}\n---\n\n\
                     ## A {#a}\n\n```rules\n";
const UNION: &str = "body \"membership\" kind=\"membership\"\nbody \"committee\" kind=\"committee\" seats=3\n\
                     office \"president\" seats=1\n";

/// Each refusal: a rule that is refused, and a neighbour that is not.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    (
        "office",
        "elected-by",
        r#"office "x" { elected-by "committee" }"#,
        r#"office "x" { elected-by "membership" }"#,
    ),
    ("office", "appointed-by", r#"office "x" { appointed-by "president" }"#, r#"office "x""#),
    ("office", "exclude", r#"office "x" { exclude "staff" }"#, r#"office "x" { exclude "supervisor" }"#),
    (
        "term",
        "max-consecutive",
        r#"term "x" { length "2y"; max-consecutive 2 }"#,
        r#"term "x" { length "2y" }"#,
    ),
    (
        "term",
        "extended-by",
        r#"term "x" { length "2y"; extended-by "committee" by="1y" }"#,
        r#"term "x" { length "2y" }"#,
    ),
    ("nomination", "seconders", r#"nomination "x" { seconders 1 }"#, r#"nomination "x" { seconders 0 }"#),
    ("nomination", "self", r#"nomination "x" { self #false }"#, r#"nomination "x" { self #true }"#),
    ("nomination", "endorsed-by", r#"nomination "x" { endorsed-by "committee" }"#, r#"nomination "x""#),
    ("nomination", "closes", r#"nomination "x" { closes "1 october" }"#, r#"nomination "x" { window "9d" }"#),
    (
        "election",
        "issued",
        r#"election "x" { for "president"; issued "1 october" }"#,
        r#"election "x" { for "president"; voting "9d" }"#,
    ),
    (
        "nomination",
        "notice.counting",
        r#"nomination "x" { notice "9d" counting="clear-days" }"#,
        r#"nomination "x" { notice "9d" counting="day-of-service-not-counted" }"#,
    ),
    (
        "eligibility",
        "standing-for",
        r#"eligibility "x" { standing-for "1y" }"#,
        r#"eligibility "x" { member-for "1y" }"#,
    ),
    ("eligibility", "attendance", r#"eligibility "x" { attendance share="50%" }"#, r#"eligibility "x""#),
    ("eligibility", "judged-by", r#"eligibility "x" { judged-by "committee" }"#, r#"eligibility "x""#),
    (
        "eligibility",
        "prior-office",
        r#"eligibility "x" { prior-office #true }"#,
        r#"eligibility "x" { prior-office #false }"#,
    ),
    (
        "eligibility",
        "retroactive",
        r#"eligibility "x" { retroactive #true }"#,
        r#"eligibility "x" { retroactive #false }"#,
    ),
    (
        "election",
        "after",
        r#"election "x" { for "president"; after event="contract" within="9d" }"#,
        r#"election "x" { for "president" }"#,
    ),
    (
        "election",
        "postponed-by",
        r#"election "x" { for "president"; postponed-by "committee" }"#,
        r#"election "x" { for "president" }"#,
    ),
    (
        "election",
        "elected-by",
        r#"election "x" { for "president"; elected-by "committee" }"#,
        r#"election "x" { for "president"; elected-by "membership" }"#,
    ),
    (
        "election",
        "notice.counting",
        r#"election "x" { for "president"; notice "9d" counting="both-days" }"#,
        r#"election "x" { for "president"; notice "9d" }"#,
    ),
    (
        "election",
        "ballot.proxy",
        r#"election "x" { for "president"; ballot proxy=#true }"#,
        r#"election "x" { for "president"; ballot proxy=#false }"#,
    ),
    (
        "election",
        "ballot.serials",
        r#"election "x" { for "president"; ballot serials=#true }"#,
        r#"election "x" { for "president"; ballot serials=#false }"#,
    ),
    (
        "election",
        "ballot.linkable",
        r#"election "x" { for "president"; ballot linkable=#true }"#,
        r#"election "x" { for "president"; ballot linkable=#false }"#,
    ),
    (
        "election",
        "ballot.required",
        r#"election "x" { for "president"; ballot required=#true }"#,
        r#"election "x" { for "president"; ballot required=#false }"#,
    ),
    (
        "election",
        "ballot.medium",
        r#"election "x" { for "president"; ballot medium="paper" }"#,
        r#"election "x" { for "president"; ballot medium="paper online" }"#,
    ),
    (
        "election-protest",
        "standing",
        r#"election-protest "x" { standing "candidates" }"#,
        r#"election-protest "x" { standing "members" }"#,
    ),
    (
        "body",
        "expires",
        r#"body "x" kind="committee" seats=3 expires="2030-01-01""#,
        r#"body "x" kind="committee" seats=3"#,
    ),
    (
        "election",
        "effective",
        r#"election "x" effective="2030-01-01" { for "president" }"#,
        r#"election "x" { for "president" }"#,
    ),
];

#[test]
fn everything_a_rule_of_a_run_kind_can_say_is_read_refused_or_left_to_people() {
    let mut unknown = Vec::new();
    for kind in vocabulary::all().filter(|kind| RUN.contains(&kind.shape.word)) {
        let word = kind.shape.word;
        let says = |list: &[(&str, &str)], part: &str| list.contains(&(word, part));
        let read = |part: &str| READ.iter().any(|(known, parts)| *known == word && parts.contains(&part));
        let left: Vec<(&str, &str)> = LEFT.iter().map(|(kind, part, _)| (*kind, *part)).collect();
        let refused: Vec<(&str, &str)> = REFUSED.iter().map(|(kind, part, ..)| (*kind, *part)).collect();
        let ways = |part: &str| {
            [read(part), says(&left, part), says(HARMLESS, part), says(&refused, part)]
                .into_iter()
                .filter(|is_so| *is_so)
                .count()
        };
        let mut parts: Vec<String> = kind.shape.props.iter().map(|slot| slot.word.to_owned()).collect();
        for line in kind.shape.children {
            parts.push(line.word.to_owned());
            if read(line.word) {
                parts.extend(line.props.iter().map(|slot| format!("{}.{}", line.word, slot.word)));
            }
        }
        unknown.extend(parts.into_iter().filter(|part| ways(part) != 1).map(|part| format!("{word} {part}")));
    }
    assert!(unknown.is_empty(), "not in exactly one of the lists: {unknown:#?}");
}

#[test]
fn what_the_program_would_get_wrong_is_refused_with_its_place_and_its_neighbour_is_not() {
    let eligibility = "eligibility \"y\" { exclude \"supervisor\" }\n";
    for (kind, part, bad, good) in REFUSED {
        let found = |rule: &str| {
            let other = if *kind == "eligibility" { "" } else { eligibility };
            let text = format!("{FRONT}{UNION}{other}{rule}\n```\n");
            let constitution = Document::parse(&text, "x.md").expect("it fits the vocabulary");
            let mut report = Vec::new();
            let line = text[..text.find(rule).expect("it is there")].matches('\n').count() + 1;
            for problem in crate::compile(&constitution).expect_err("it has no keeper of the roll, at least")
            {
                let says = problem.message.contains("program") || problem.message.contains("here");
                if problem.line == line && (says || problem.message.contains("Nobody is made")) {
                    report.push(problem);
                }
            }
            report
        };
        assert!(!found(bad).is_empty(), "{kind} {part}: {bad}");
        // A rule of an election that is not there is told for another reason.
        let left: Vec<String> = found(good).into_iter().map(|problem| problem.message).collect();
        assert!(left.iter().all(|message| message.contains("which there is not")), "{kind} {part}: {left:?}");
        assert_ne!(found(bad).len(), left.len(), "{kind} {part}");
    }
}

#[test]
fn what_is_left_to_people_is_told_once_for_each_article() {
    let text = format!(
        "{FRONT}office \"a\" {{ other-offices #false }}\noffice \"b\" {{ other-offices #false }}\n\
         standing {{ kept-by \"a\"; grace \"60d\" }}\n```\n"
    );
    let constitution = Document::parse(&text, "x.md").expect("it fits the vocabulary");
    assert_eq!(
        left_to_people(&constitution),
        [
            "Article `a`: the program leaves this to people: whether one person can hold two offices.",
            "Article `a`: the program leaves this to people: how late dues can be.",
        ]
    );
}

#[test]
fn what_is_run_step_by_step_is_not_left_to_people() {
    let left = |rules: &str| {
        let text = format!("{FRONT}{UNION}{rules}\n```\n");
        left_to_people(&Document::parse(&text, "x.md").expect("it fits the vocabulary"))
    };
    let run = r#"duty "a" { bearer "president"; action "count"; within "3d"; otherwise "committee" }"#;
    assert!(left(run).is_empty());
    let appeal = r#"eligibility "x" { appeal-to "committee" within="5d" }"#;
    assert!(left(appeal).is_empty());
    let by_people = r#"recall "a" { for "president"; told within="3d"; vote within="9d" }"#;
    assert_eq!(
        left(by_people),
        ["Article `a`: the program leaves this to people: telling members of a recall."]
    );
    let whole = r#"forbid "proxy-votes""#;
    assert_eq!(left(whole).len(), 1);
}
