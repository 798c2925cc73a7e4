//! The lints of time, power and consistency: for each the smallest rules that raise it, and the same rules mended. Only the
//! lint in question is looked at; the golden documents show that the others stay silent.

mod common;

use common::{DEMO, read};
use jiff::civil::date;
use proptest::prelude::*;
use rankfile_constitution::lint::{Against, Finding, Member, Members, Profile, Severity, lint};

const BODIES: &str = "body \"membership\" kind=\"membership\"\noffice \"president\"\noffice \"secretary\"\noffice \"treasurer\"\n\
                      body \"board\" kind=\"board\" { seat \"president\" \"secretary\" \"treasurer\" }\n\
                      body \"panel\" kind=\"board\" seats=3 { chosen how=\"lot\" }\n";

/// A whole document around some rules.
fn document(rules: &str) -> String {
    worded("Words.", rules)
}

fn worded(words: &str, rules: &str) -> String {
    format!(
        "---\nname: Test\nkind: local\nsector: private\nprofile: none\nscope: all\nhappened: {{founding: 2020-01-01}}\n---\n\n\
         ## The union {{#union}}\n\nWords.\n\n```rules\n{BODIES}```\n\n## The rules {{#rules}}\n\n{words}\n\n```rules\n{rules}\n```\n"
    )
}

fn findings_with(text: &str, members: Option<&Members>) -> Vec<Finding> {
    let profile = Profile::named("none").expect("it is there");
    lint(&read(text), Against { profile: &profile, as_of: date(2026, 3, 1), members })
}

fn of(id: &str, text: &str) -> Vec<Finding> {
    findings_with(text, None).into_iter().filter(|finding| finding.id.0 == id).collect()
}

/// The lint, rules that raise it, what of them is replaced by what, so that it is silent.
const CASES: &[(&str, &str, &str, &str)] = &[
    (
        "T01",
        "referendum \"r\" { called-by \"secretary\" within=\"3d\" otherwise=\"clock\"; notice \"30d\"; held-within \"30d\" }",
        "held-within \"30d\"",
        "held-within \"33d\"",
    ),
    (
        "T01",
        "emergency { declared-by \"board\"; ratified-by \"membership\" within=\"10d\" otherwise=\"lapses\" }\nnotice \"meetings\" lead=\"14d\"",
        "lead=\"14d\"",
        "lead=\"7d\"",
    ),
    (
        "T01",
        "removal-for-cause \"o\" { for \"president\"; hearing within=\"60d\"; decided-by \"panel\" within=\"70d\" otherwise=\"dismissed\"; final-within \"120d\" }",
        "final-within \"120d\"",
        "final-within \"130d\"",
    ),
    (
        "T01",
        "vacancy { for \"president\"; filled-by \"secretary\" within=\"7d\" otherwise=\"clock\"; special-election within=\"120d\"; acting-at-most \"90d\" }",
        "acting-at-most \"90d\"",
        "acting-at-most \"120d\"",
    ),
    (
        "T01",
        "transition { provisional \"board\"; first-election within=\"2y\" after=\"founding\"; expires \"1y\" }",
        "within=\"2y\"",
        "within=\"120d\"",
    ),
    (
        "T01",
        "complaint \"c\" { about \"officers\"; filed-with \"secretary\" \"panel\"; decided-by \"panel\" within=\"10d\" otherwise=\"upheld\" }\nhearing \"h\" { held-by \"panel\"; served within=\"3d\"; prepare \"14d\"; decided-within \"5d\" }",
        "within=\"10d\"",
        "within=\"30d\"",
    ),
    (
        "T01",
        "nomination \"o\" { closes \"17 september\" }\nelection \"o\" { for all-offices; notice \"30d\"; issued \"15 october\" }",
        "17 september",
        "15 september",
    ),
    (
        "T02",
        "complaint \"c\" { about \"members\"; filed-with \"secretary\"; decided-by \"panel\" otherwise=\"upheld\" }",
        "\"panel\" otherwise",
        "\"panel\" within=\"30d\" otherwise",
    ),
    (
        "T02",
        "petition \"p\" { signers share=\"10%\"; for \"meeting\" }",
        "for \"meeting\"",
        "for \"meeting\"; acted-on-by \"secretary\" within=\"7d\" otherwise=\"clock\"",
    ),
    (
        "T02",
        "petition \"p\" { signers share=\"10%\"; acted-on-by \"secretary\" within=\"7d\" otherwise=\"nobody\" }",
        "\"nobody\"",
        "\"clock\"",
    ),
    (
        "T02",
        "recall \"o\" { for all-offices; petition share=\"20%\" }",
        "petition",
        "called-by \"secretary\" within=\"5d\" otherwise=\"clock\"; petition",
    ),
    (
        "T02",
        "duty \"d\" { bearer \"secretary\"; action \"tell what was decided\" }",
        "}",
        "; within \"5d\"; otherwise \"clock\" }",
    ),
    ("T02", "hearing \"h\" { held-by \"panel\" }", "}", "; decided-within \"30d\" }"),
    ("T02", "appeal \"a\" { from \"hearing\"; to \"membership\" }", "}", "; decided-within \"30d\" }"),
    ("T02", "publication \"minutes\" to=\"members\" within=\"5d\"", "within", "by=\"secretary\" within"),
    (
        "T03",
        "term { for all-offices; length \"2y\"; extended-by \"board\" by=\"1y\" }",
        "by=\"1y\"",
        "by=\"1y\" times=1",
    ),
    ("T03", "trusteeship { imposed-by \"parent\" }", "}", "; exit-election within=\"12 months\" }"),
    (
        "T03",
        "power \"membership\" { may \"suspend-constitution\"; at-most \"1y\"; renewals 0 }\nelection \"o\" { for all-offices }",
        "renewals 0",
        "renewals 0; never \"elections\" \"protected\"",
    ),
    (
        "T03",
        "transition { provisional \"board\"; expires \"1y\"; renewable }",
        "renewable",
        "renewable times=1",
    ),
    (
        "T04",
        "emergency { declared-by \"board\"; when \"a flood\"; renewals 1; never \"elections\"; report within=\"3d\" }",
        "renewals",
        "at-most \"30d\"; renewals",
    ),
    (
        "T04",
        "emergency { declared-by \"board\"; at-most \"30d\"; renewals 1; never \"elections\"; report within=\"3d\" }",
        "at-most",
        "when \"a flood\"; at-most",
    ),
    (
        "T04",
        "meeting \"m\" { body \"membership\"; emergency notice=\"24h\" }",
        "notice=\"24h\"",
        "notice=\"24h\" limit=\"safety at work\"",
    ),
    (
        "P01",
        "complaint \"c\" { about \"officers\"; filed-with \"secretary\" \"panel\"; decided-by \"board\" within=\"30d\" otherwise=\"upheld\" }",
        "\"board\"",
        "\"panel\"",
    ),
    (
        "P01",
        "complaint \"c\" { about \"officers\"; filed-with \"secretary\"; decided-by \"panel\" within=\"30d\" otherwise=\"upheld\" }",
        "\"secretary\"",
        "\"secretary\" \"panel\"",
    ),
    (
        "P01",
        "complaint \"c\" { about \"officers\"; filed-with \"secretary\" \"panel\"; panel-chosen-by \"president\"; decided-by \"panel\" within=\"30d\" otherwise=\"upheld\" }",
        "panel-chosen-by \"president\"; ",
        "",
    ),
    (
        "P01",
        "complaint \"c\" { about \"officers\"; filed-with \"secretary\" \"panel\"; decided-by \"board\" within=\"30d\" otherwise=\"upheld\" }\nrecusal { who \"party\" \"appointee\"; from \"complaint\"; replaced-by \"panel\" }",
        "replaced-by",
        "majority-to \"membership\"; replaced-by",
    ),
    (
        "P01",
        "hearing \"h\" { held-by \"panel\"; decided-within \"9d\" }\nappeal \"a\" { from \"hearing\"; to \"panel\"; decided-within \"9d\" }",
        "to \"panel\"",
        "to \"membership\"",
    ),
    (
        "P02",
        "vacancy { for all-offices; filled-by \"membership\" within=\"30d\" otherwise=\"nobody\" }",
        "\"nobody\"",
        "\"clock\"",
    ),
    (
        "P02",
        "vacancy { for all-offices; filled-by \"board\" within=\"30d\" otherwise=\"stands\"; until \"next-election\" }",
        "filled-by \"board\" within=\"30d\" otherwise=\"stands\"",
        "filled-by \"membership\" within=\"30d\" otherwise=\"stands\"",
    ),
    (
        "P02",
        "vacancy { for all-offices; filled-by \"board\" within=\"30d\" otherwise=\"clock\" }",
        "\"clock\"",
        "\"clock\"; special-election within=\"120d\"",
    ),
    (
        "P02",
        "vacancy { for \"president\"; filled-by \"secretary\" within=\"5d\" otherwise=\"stands\"; until \"next-election\" }\nvacancy { for \"secretary\" \"treasurer\"; filled-by \"president\" within=\"5d\" otherwise=\"stands\"; until \"next-election\" }",
        "filled-by \"secretary\" within=\"5d\" otherwise=\"stands\"",
        "filled-by \"secretary\" within=\"5d\" otherwise=\"clock\"",
    ),
    (
        "P02",
        "body \"club\" kind=\"board\" seats=5 { chosen how=\"self\" }\nvacancy { for all-offices; filled-by \"membership\" within=\"5d\" otherwise=\"clock\" }",
        "how=\"self\"",
        "how=\"elected\" by=\"membership\"",
    ),
    (
        "P02",
        "succession { for \"president\"; then \"secretary\" }\nvacancy { for \"secretary\" \"treasurer\"; filled-by \"membership\" within=\"5d\" otherwise=\"clock\" }",
        "then \"secretary\"",
        "then \"secretary\"; last \"clock\"",
    ),
    (
        "P02",
        "vacancy { for \"president\" \"secretary\"; filled-by \"membership\" within=\"5d\" otherwise=\"clock\" }",
        "for \"president\" \"secretary\"",
        "for all-offices",
    ),
    (
        "P03",
        "quorum \"membership\" number=5\namendment \"constitution\" { decided-by \"membership\"; share \"majority\" of=\"present\" }",
        "number=5",
        "number=60",
    ),
    (
        "P03",
        "amendment \"constitution\" { decided-by \"membership\"; share \"majority\" of=\"present\" }",
        "of=\"present\"",
        "of=\"cast\" secret=#true",
    ),
    (
        "P04",
        "amendment \"constitution\" { decided-by \"membership\"; share \"2/3\" of=\"cast\" secret=#true; turnout \"40%\" }",
        "\"40%\"",
        "\"25%\"",
    ),
    ("P04", "threshold \"amendment\" share=\"majority\" of=\"eligible\"", "\"eligible\"", "\"cast\""),
    ("P04", "quorum \"membership\" number=250", "250", "25"),
    ("P04", "petition \"p\" { signers share=\"50%\" of=\"members\" }", "50%", "10%"),
    (
        "P05",
        "amendment \"constitution\" { decided-by \"board\"; share \"majority\" of=\"seats\" }",
        "decided-by",
        "deferred \"terms\" \"elections\" \"pay\"; decided-by",
    ),
    ("P05", "power \"board\" { may \"set-own-pay\" }", "\"board\"", "\"membership\""),
    (
        "P06",
        "amendment \"bylaws\" { decided-by \"membership\"; share \"majority\"; reaches \"terms\" \"dues\" }",
        "\"terms\" \"dues\"",
        "\"dues\"",
    ),
    (
        "P06",
        "term { for all-offices; length \"6y\" }\nterm \"president\" rank=\"standing-rule\" exception-to=\"rules\" { length \"9y\" }",
        "rank=\"standing-rule\" ",
        "",
    ),
    (
        "P06",
        "amendment \"constitution\" { decided-by \"membership\"; share \"2/3\" of=\"cast\" }\nprotected \"union\" { share \"majority\" of=\"cast\" }",
        "share \"majority\" of=\"cast\" }",
        "share \"3/4\" of=\"cast\" }",
    ),
    ("P06", "protected \"union\"", "\"union\"", "\"union\" { immune-to \"emergency\" }"),
    ("P07", "petition \"p\" { signers share=\"5%\" each-unit=\"5%\" }", " each-unit=\"5%\"", ""),
    (
        "P07",
        "recall \"o\" { for \"president\"; filed-with \"president\" }",
        "filed-with \"president\"",
        "filed-with \"president\" \"panel\"",
    ),
    (
        "P07",
        "amendment \"constitution\" { proposed-by \"board\"; share \"2/3\" }",
        "proposed-by \"board\"",
        "proposed-by \"board\" \"members\"",
    ),
    (
        "P08",
        "complaint \"c\" { about \"members\"; interim \"suspension\"; retaliation \"forbidden\" }",
        "interim \"suspension\"",
        "interim \"suspension\" at-most=\"30d\"",
    ),
    (
        "P08",
        "complaint \"c\" { about \"officers\"; on-resignation \"ends\"; retaliation \"forbidden\" }",
        "\"ends\"",
        "\"continues\"",
    ),
    (
        "P08",
        "complaint \"c\" { about \"officers\"; on-resignation \"continues\" }",
        "}",
        "; retaliation \"forbidden\" }",
    ),
    ("P08", "power \"board\" { may \"reassign-duties\" }", "\"reassign-duties\"", "\"appoint\""),
    ("P08", "power \"board\" { may \"suspend-members\" }", "}", "; at-most \"30d\" }"),
    ("C01", "retention \"r\" exception-to=\"gone\" { keep \"3y\" }", "gone", "union"),
    ("C01", "standing { kept-by \"registrar\" }", "registrar", "secretary"),
    (
        "C01",
        "nomination \"o\" { window \"9d\" }",
        "nomination",
        "election \"o\" { for all-offices }\nnomination",
    ),
    ("C01", "incorporate \"rules-of-order\"", "\"rules-of-order\"", "\"rules-of-order\" { edition \"12\" }"),
    ("C01", "retention \"r\" expires=\"2025-12-31\" { keep \"3y\" }", "2025", "2027"),
    ("C01", "transition { first-election within=\"120d\"; expires \"1y\" }", "\"1y\"", "\"9y\""),
    (
        "C02",
        "term { for all-offices; length \"2y\" }\nterm \"treasurer\" { length \"3y\" }",
        "term \"treasurer\"",
        "term \"treasurer\" exception-to=\"rules\"",
    ),
    (
        "C02",
        "term { for all-offices; length \"2y\" }\nelection \"o\" { for all-offices; every \"3y\" }",
        "every \"3y\"",
        "every \"24 months\"",
    ),
    ("C02", "quorum \"membership\" number=25\nquorum \"membership\" number=30", "number=30", "number=25"),
    (
        "C02",
        "threshold \"recall\" share=\"2/3\" of=\"cast\"\nrecall \"o\" { for all-offices; decided share=\"majority\" of=\"cast\" }",
        "\"majority\"",
        "\"2/3\"",
    ),
    (
        "C02",
        "retention \"r\" { keep \"1y\" }\nretention \"r\" effective=\"2027-01-01\" { keep \"3y\" }",
        "{ keep \"1y\" }",
        "expires=\"2026-12-31\" { keep \"1y\" }",
    ),
    (
        "C02",
        "forbid \"trusteeship\"\ntrusteeship { imposed-by \"parent\"; exit-election within=\"1y\" }",
        "forbid \"trusteeship\"",
        "forbid \"suing\"",
    ),
];

#[test]
fn each_lint_speaks_of_its_smallest_document_and_is_silent_when_that_is_mended() {
    let mut wrong = Vec::new();
    for (id, rules, from, to) in CASES {
        assert!(rules.contains(from), "{id}: {rules} has no {from}");
        let said = |rules: &str| {
            of(id, &document(rules)).into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        let (found, left) = (said(rules), said(&rules.replacen(from, to, 1)));
        if found.len() != 1 || !left.is_empty() {
            wrong.push(format!("{id}: {rules}\n  raises {found:#?}\n  and mended {left:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_finding_says_what_would_mend_it_and_why_it_is_looked_for() {
    for (id, rules, ..) in CASES {
        for finding in of(id, &document(rules)) {
            assert!(!finding.repair.is_empty() && !finding.citation.is_empty(), "{finding:#?}");
            assert!(finding.message.ends_with('.') && !finding.message.contains("illegal"), "{finding:#?}");
            assert!(finding.line > 1 && finding.column >= 1);
            let days: Vec<_> = finding.counterexample.iter().map(|event| event.date).collect();
            assert!(days.is_sorted(), "{finding:#?}");
        }
    }
}

#[test]
fn a_recall_whose_notice_takes_all_its_time_leaves_only_the_first_day() {
    let rules = "election \"general\" { for all-offices; notice \"30d\" }\n\
                 recall \"officers\" { for all-offices; told within=\"3d\"; vote within=\"30d\"; under \"general\" }";
    let found = of("T01", &document(rules));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].severity, Severity::Broken);
    assert!(found[0].message.contains("only if everything is done on the first day"), "{}", found[0].message);
    assert!(found[0].message.contains("3 days late"), "{}", found[0].message);
    let last = found[0].counterexample.last().expect("there is a story");
    assert_eq!(last.date, date(2026, 4, 3));
    let wider = rules.replace("vote within=\"30d\"", "vote within=\"33d\"");
    assert!(of("T01", &document(&wider)).is_empty());
}

#[test]
fn the_fewest_who_can_decide_are_counted_against_the_roll() {
    let member = |_| Member {
        joined: None,
        in_good_standing: None,
        has_address: true,
        has_email: true,
        unit: String::new(),
    };
    let members = |count: usize| Members { each: (0..count).map(member).collect() };
    let rules = "quorum \"membership\" number=5\namendment \"constitution\" { decided-by \"membership\"; share \"majority\" of=\"present\" }";
    let found = findings_with(&document(rules), Some(&members(900)));
    let found: Vec<_> = found.iter().filter(|finding| finding.id.0 == "P03").collect();
    assert_eq!(
        found[0].message,
        "Three people of 900 members can change this constitution, when just the quorum of 5 is there."
    );
    let small = findings_with(&document(rules), Some(&members(9)));
    assert!(!small.iter().any(|finding| finding.id.0 == "P03"), "three of nine is not few");
    let half = "quorum \"membership\" share=\"50%\" of=\"members\"";
    let found = findings_with(&document(half), Some(&members(900)));
    assert!(
        found.iter().any(|finding| finding.id.0 == "P04" && finding.message.contains("450 of its 900")),
        "{found:#?}"
    );
}

/// The lints of these three groups on the demo.
fn of_structure(text: &str) -> Vec<Finding> {
    let found = findings_with(text, None);
    found.into_iter().filter(|finding| !finding.id.0.starts_with('L')).collect()
}

#[test]
fn other_names_change_nothing_but_names() {
    let mut renamed = DEMO.to_owned();
    let mut back: Vec<(String, String)> = Vec::new();
    for (number, id) in [
        "election-committee",
        "protest-board",
        "lot-committee",
        "vice-president",
        "president",
        "secretary",
        "treasurer",
        "executive-board",
        "membership",
    ]
    .into_iter()
    .enumerate()
    {
        // A name in words is the name in the rules with blanks.
        for (from, to) in
            [(id.to_owned(), format!("zed-{number}")), (id.replace('-', " "), format!("zed {number}"))]
        {
            renamed = renamed.replace(&from, &to);
            back.push((to, from));
        }
    }
    assert_ne!(renamed, DEMO);
    // A kind of body is called like the body of all members; it keeps its name.
    let renamed = renamed.replace("kind=\"zed-8\"", "kind=\"membership\"");
    let plain = |found: Vec<Finding>| -> Vec<(String, usize, String)> {
        let unname =
            |text: &str| back.iter().rev().fold(text.to_owned(), |text, (to, from)| text.replace(to, from));
        found.iter().map(|finding| (finding.id.to_string(), finding.line, unname(&finding.message))).collect()
    };
    assert_eq!(plain(of_structure(&renamed)), plain(of_structure(DEMO)));
}

/// A text with each ladder that waits for somebody ended by the clock instead, one at a time.
fn backstopped(text: &str) -> Vec<String> {
    let ends = ["nobody", "stands", "dismissed", "lapses", "upheld"];
    let each =
        ends.iter().flat_map(|end| text.match_indices(&format!("otherwise=\"{end}\"")).collect::<Vec<_>>());
    each.map(|(at, end)| format!("{}otherwise=\"clock\"{}", &text[..at], &text[at + end.len()..])).collect()
}

#[test]
fn a_backstop_never_adds_a_finding() {
    let warehouse = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/warehouse-new.md"));
    let mut tried = 0;
    for text in
        CASES.iter().map(|(_, rules, ..)| document(rules)).chain([DEMO.to_owned(), warehouse.to_owned()])
    {
        let before = of_structure(&text);
        for better in backstopped(&text) {
            tried += 1;
            for finding in of_structure(&better) {
                let is_old = |old: &Finding| {
                    (old.id, old.line, &old.message) == (finding.id, finding.line, &finding.message)
                };
                assert!(before.iter().any(is_old), "{better}\n{finding:#?}");
            }
        }
    }
    assert!(tried > 12, "{tried}");
}

/// Any of the rules above together.
fn heaps() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..CASES.len(), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rules_in_any_company_are_read_without_harm(picked in heaps()) {
        let mut picked = picked;
        picked.sort_unstable();
        picked.dedup();
        let rules: Vec<&str> = picked.iter().map(|at| CASES[*at].1).collect();
        let text = document(&rules.join("\n"));
        // Company can mend a rule (a protection, a recusal, a hearing); it cannot break the linter.
        let found = findings_with(&text, None);
        prop_assert!(found.iter().all(|finding| !finding.message.is_empty() && finding.line > 0));
        prop_assert!(found.is_sorted_by_key(|finding| (finding.line, finding.column)));
    }
}

#[test]
fn formatting_changes_no_finding() {
    let model = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/model-local.md"));
    let spread = |text: &str| text.replace("; ", "\n").replace(" within=", "   within=");
    let said = |text: &str| {
        let mut said: Vec<String> = findings_with(text, None)
            .into_iter()
            .map(|finding| format!("{} {}", finding.id, finding.message))
            .collect();
        said.sort();
        said
    };
    let smallest = CASES.iter().map(|(_, rules, ..)| document(&spread(rules)));
    for text in smallest.chain([DEMO.to_owned(), model.to_owned()]) {
        let formatted = rankfile_constitution::format(&text, "test.md").expect("it can be read");
        assert_eq!(said(&formatted), said(&text), "{text}");
    }
}
