//! Words against rules, and words that point at nothing: what is told, and what is left alone.

mod common;

use common::{DEMO, read};
use jiff::civil::date;
use rankfile_constitution::lint::{Against, Finding, Profile, lint};

const FRONT: &str =
    "---\nname: Test\nkind: local\nsector: private\nprofile: none\nscope: all\nhappened: {}\n---\n\n";
const PEOPLE: &str = "body \"membership\" kind=\"membership\"\noffice \"president\"\noffice \"secretary\"\noffice \"treasurer\"\n";

/// A whole document with one article of these words and rules.
fn worded(words: &str, rules: &str) -> String {
    format!(
        "{FRONT}## The union {{#union}}\n\nWords.\n\n```rules\n{PEOPLE}```\n\n## The rules {{#rules}}\n\n{words}\n\n```rules\n{rules}\n```\n"
    )
}

fn of(id: &str, text: &str) -> Vec<Finding> {
    let profile = Profile::named("none").expect("it is there");
    let found = lint(&read(text), Against { profile: &profile, as_of: date(2026, 3, 1), members: None });
    found.into_iter().filter(|finding| finding.id.0 == id).collect()
}

/// Words, rules, and what the finding must quote; nothing where the two agree.
const DRIFTS: &[(&str, &str, &str)] = &[
    ("Members vote within 60 days.", "recall \"o\" { for all-offices; vote within=\"30d\" }", "60 days"),
    ("Members vote within thirty days.", "recall \"o\" { for all-offices; vote within=\"30d\" }", ""),
    ("Officers serve three years.", "term { for all-offices; length \"2y\" }", "three years"),
    ("Officers serve a two-year term.", "term { for all-offices; length \"24 months\" }", ""),
    (
        "Two thirds of the votes cast must agree.",
        "threshold \"amendment\" share=\"3/4\" of=\"cast\"",
        "Two thirds",
    ),
    ("A majority of the votes cast decides.", "threshold \"amendment\" share=\"majority\" of=\"cast\"", ""),
    (
        "Whoever has a majority wins.",
        "election \"o\" { for all-offices; ballot method=\"plurality\" }",
        "majority",
    ),
    (
        "Whoever has the most votes wins.",
        "election \"o\" { for all-offices; ballot method=\"plurality\" }",
        "",
    ),
    (
        "Elections are held every second October.",
        "election \"o\" { for all-offices; every \"2y\" month=\"november\" }",
        "October",
    ),
    ("Forty members are a quorum.", "quorum \"membership\" number=25", "Forty"),
    ("40 members are a quorum, and we have 3 meetings.", "quorum \"membership\" number=40", ""),
    (
        "One tenth of the members can sign.",
        "petition \"p\" { signers share=\"5%\"; acted-on-by \"secretary\" within=\"9d\" otherwise=\"clock\" }",
        "One tenth",
    ),
    ("We are Local 12. Article 5 of 1 March 2026 costs 30 dollars.", "quorum \"membership\" number=25", ""),
];

#[test]
fn words_that_contradict_their_rules_are_told_and_words_that_agree_are_not() {
    for (words, rules, quoted) in DRIFTS {
        let found = of("C03", &worded(words, rules));
        if quoted.is_empty() {
            assert!(found.is_empty(), "{words} / {rules}\n{found:#?}");
        } else {
            assert_eq!(found.len(), 1, "{words} / {rules}\n{found:#?}");
            assert!(found[0].message.contains(&format!("\"{quoted}\"")), "{}", found[0].message);
        }
    }
    let found = of("C03", &worded("", "quorum \"membership\" number=25"));
    assert!(found[0].message.contains("no words"), "{found:#?}");
}

#[test]
fn words_that_point_at_no_article_are_told() {
    let text = |words: &str| {
        format!(
            "{FRONT}## Article 1. Name {{#name prose-only}}\n\n{words}\n\n## Article 2. Elections {{#elections prose-only}}\n\nWe elect.\n\n## Article 3. Money {{#money prose-only}}\n\nDues.\n"
        )
    };
    for (words, told) in [
        ("As Article 9 says.", "there is none"),
        ("As Article 3 (Elections) says.", "that is \"Article 3. Money\""),
        ("See [elections](#voting).", "no article has this id"),
        (
            "As Article 2 (Elections) says, and Article 9 of the constitution of the parent. See [money](#money).",
            "",
        ),
    ] {
        let found = of("C01", &text(words));
        assert_eq!(found.len(), usize::from(!told.is_empty()), "{words}\n{found:#?}");
        assert!(found.iter().all(|finding| finding.message.contains(told)), "{words}\n{found:#?}");
    }
}

#[test]
fn most_numbers_changed_in_the_rules_of_the_demo_contradict_its_words() {
    let mut is_inside = false;
    let (mut seen, mut all) = (0, 0);
    let mut at = 0;
    for line in DEMO.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.starts_with("```") {
            is_inside = line.starts_with("```rules");
            continue;
        }
        for (from, _) in line.match_indices('"').filter(|_| is_inside) {
            let value = &line[from + 1..];
            let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            if digits == 0 || value[digits..].starts_with('/') {
                continue;
            }
            let more: u64 = value[..digits].parse::<u64>().expect("they are digits") + 3;
            let changed =
                format!("{}{}{more}{}", &DEMO[..start], &line[..=from], &DEMO[start + from + 1 + digits..]);
            all += 1;
            seen += usize::from(!of("C03", &changed).is_empty());
        }
    }
    assert!(of("C03", DEMO).is_empty());
    // What is left is a number that the words tell once for two rules.
    assert!(all > 30 && seen * 6 >= all * 5, "{seen} of {all}");
}
