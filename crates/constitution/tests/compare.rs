//! Comparing two constitutions: nothing changes between a text and itself, every value changed is told once, and what is
//! told can be read without seeing the rules.

mod common;

use common::{DEMO, demo_with, read};
use jiff::civil::date;
use rankfile_constitution::compare::{Change, Weight, compare, turned};
use rankfile_constitution::lint::members::members_report;
use rankfile_constitution::lint::{Against, Member, Members, Profile};
use rankfile_constitution::{Constitution, Document};

fn changes(old: &str, new: &str) -> Vec<Change> {
    compare(&read(old), &read(new)).changes
}

fn told(found: &[Change]) -> Vec<String> {
    found.iter().map(|change| format!("{} {}", change.weight.word(), change.sentence)).collect()
}

#[test]
fn nothing_changes_between_a_text_and_itself() {
    assert!(changes(DEMO, DEMO).is_empty());
    let spread = DEMO
        .replace("\n    first within=\"150d\"\n", "\n\n    // The first one.\n    first   within=\"150d\"\n");
    assert_ne!(spread, DEMO);
    assert!(changes(DEMO, &spread).is_empty(), "{:?}", told(&changes(DEMO, &spread)));
}

#[test]
fn new_numbers_in_headings_are_no_change_of_rules() {
    let found = changes(DEMO, &DEMO.replace("## Article 1", "## Article 2"));
    assert_eq!(found.len(), 9, "{:?}", told(&found));
    assert!(found.iter().all(|change| change.weight == Weight::Form), "{:?}", told(&found));
}

#[test]
fn a_changed_value_is_told_once_in_plain_words() {
    for (from, to, sentence) in [
        (
            "every \"2y\" month",
            "every \"4y\" month",
            "how long from one to the next: was 2 years, becomes 4 years.",
        ),
        ("month=\"november\"", "month=\"may\"", "was November, becomes May."),
        ("voting \"7d\"", "voting \"9d\"", "how long voting stays open: was 7 days, becomes 9 days."),
        ("number=25", "number=30", "was 25, becomes 30."),
        (
            "share=\"20%\" of=\"good-standing\"\n",
            "share=\"25%\" of=\"good-standing\"\n",
            "20% of the members in good standing.\", becomes \"",
        ),
        ("secret=#true method", "secret=#false method", "is not secret"),
        ("    installed \"7d\"\n", "", "no longer says: The winners take office 7 days"),
        ("    tie \"lot\"\n", "    tie \"lot\"\n    not-later-than \"3y\"\n", "now says: "),
        (
            "called-by \"lot-committee\" within=\"30d\" otherwise=\"clock\"",
            "called-by \"lot-committee\" within=\"30d\" otherwise=\"nobody\"",
            "else nothing follows",
        ),
        ("exclude \"supervisor\" \"barred-by-law\"", "exclude \"supervisor\"", "becomes"),
        ("roll frozen=\"10d\"", "roll frozen=\"12d\"", "was 10 days, becomes 12 days."),
    ] {
        let found = changes(DEMO, &demo_with(from, to));
        assert_eq!(found.len(), 1, "{from} -> {to}: {:#?}", told(&found));
        assert!(found[0].sentence.contains(sentence), "{}", found[0].sentence);
        assert!(found[0].weight <= Weight::Rules, "{:?}", found[0]);
        assert!(found[0].article.is_some() && !found[0].sentence.contains('`'), "{:?}", found[0]);
    }
}

/// Every number in the rules of a text, changed by itself.
fn each_number_changed(text: &str) -> Vec<(String, Constitution)> {
    let mut out = Vec::new();
    let mut is_inside = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.starts_with("```") {
            is_inside = line.starts_with("```rules");
            continue;
        }
        let begins = |i: usize| {
            let before = line[..i].chars().next_back();
            line[i..].starts_with(|c: char| c.is_ascii_digit())
                && before.is_none_or(|c| matches!(c, '"' | '=' | ' '))
        };
        for from in (0..line.len()).filter(|i| is_inside && begins(*i)) {
            let digits = line[from..].find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len() - from);
            let number: u64 = line[from..from + digits].parse().expect("they are digits");
            let more = number + if line[from + digits..].starts_with('/') { 0 } else { 2 };
            let changed =
                format!("{}{}{more}{}", &text[..start], &line[..from], &text[start + from + digits..]);
            if changed != text
                && let Ok(read) = Document::parse(&changed, "changed.md")
            {
                out.push((line.trim().to_owned(), read));
            }
        }
    }
    out
}

#[test]
fn every_number_changed_in_the_rules_shows_up_exactly_once() {
    let model = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/model-local.md"));
    for text in [DEMO, model] {
        let old = read(text);
        let changed = each_number_changed(text);
        assert!(changed.len() > 30, "{}", changed.len());
        for (line, new) in changed {
            let found = compare(&old, &new).changes;
            assert_eq!(found.len(), 1, "{line}: {:#?}", told(&found));
            assert!(
                found[0].sentence.contains("was ") && found[0].sentence.contains("becomes "),
                "{}",
                found[0].sentence
            );
        }
    }
}

#[test]
fn articles_and_rules_come_go_and_move() {
    let start = DEMO.find("## Article 14. Recall").expect("it is there");
    let end = DEMO.find("## Article 15.").expect("it is there");
    let without = format!("{}{}", &DEMO[..start], &DEMO[end..]);
    let found = changes(DEMO, &without);
    assert_eq!(
        told(&found).iter().filter(|line| line.contains("No longer holds")).count(),
        2,
        "{:#?}",
        told(&found)
    );
    assert!(
        found
            .iter()
            .any(|change| change.sentence.starts_with("Taken out: the article \"Article 14. Recall\""))
    );
    let back = changes(&without, DEMO);
    assert!(back.iter().any(|change| change.sentence.starts_with("New article: \"Article 14. Recall\"")));
    assert_eq!(back[0].weight, Weight::Rights, "the weightiest comes first");
    assert!(back.is_sorted_by_key(|change| change.weight));
    let line = "retention \"election-records\" { keep \"3y\" }\n";
    let moved = DEMO.replace(line, "").replace(
        "standing { kept-by \"secretary\" }\n",
        &format!("standing {{ kept-by \"secretary\" }}\n{line}"),
    );
    let found = changes(DEMO, &moved);
    assert_eq!(told(&found).len(), 1, "{:#?}", told(&found));
    assert_eq!(found[0].weight, Weight::Form);
    let reworded = demo_with("Nobody holds two offices.", "Nobody holds more than one office.");
    let found = changes(DEMO, &reworded);
    assert_eq!(found.len(), 1);
    assert!(found[0].sentence.contains(
        "no longer say: \"Nobody holds two offices.\" They now say: \"Nobody holds more than one office.\""
    ));
    let id = DEMO.replace("{#records}", "{#archive}");
    let found = changes(DEMO, &id);
    assert!(found.iter().all(|change| change.weight == Weight::Form), "{:#?}", told(&found));
}

#[test]
fn findings_that_come_and_go_are_told_apart_from_those_that_only_move() {
    let profile = Profile::named("none").expect("it is there");
    let against = Against { profile: &profile, as_of: date(2026, 11, 22), members: None };
    let worse = demo_with(
        "called-by \"lot-committee\" within=\"30d\" otherwise=\"clock\"",
        "called-by \"lot-committee\" within=\"30d\" otherwise=\"nobody\"",
    );
    let down = worse.replace("# Constitution of Harbor", "\n\n# Constitution of Harbor");
    let found = turned(&read(DEMO), &read(&down), against);
    assert_eq!(found.new.iter().map(|finding| finding.id.0).collect::<Vec<_>>(), ["T02"], "{found:#?}");
    assert!(found.gone.is_empty());
    let back = turned(&read(&down), &read(DEMO), against);
    assert_eq!((back.new.len(), back.gone.len()), (0, 1));
}

#[test]
fn the_roll_answers_in_numbers() {
    let member = |number: i8| Member {
        joined: Some(date(2026, 1 + number % 12, 1)),
        in_good_standing: (number != 5).then_some(number % 4 != 0),
        has_address: number % 3 != 0,
        has_email: number % 2 == 0,
        unit: "dock".to_owned(),
    };
    let members = Members { each: (0..60).map(member).collect() };
    let report = members_report(&read(DEMO), &members, date(2026, 11, 22));
    let of = |words: &str| {
        let answer = report.iter().find(|answer| answer.sentence.contains(words));
        answer.unwrap_or_else(|| panic!("{words}: {report:#?}")).count
    };
    assert_eq!(of("are not in good standing"), 15);
    assert_eq!(of("no home address"), 20);
    assert_eq!(of("no e-mail address"), 30);
    assert_eq!(of("have neither"), 10);
    // Joined from January to May, and in good standing: five months of sixty, less every fourth, less the one unknown.
    let expected = (0..60).filter(|number| number % 12 < 5 && number % 4 != 0 && *number != 5).count();
    assert_eq!(of("could stand today"), u64::try_from(expected).expect("it is small"));
    assert_eq!(of("A recall needs"), 9, "a fifth of the 45 in good standing or unknown");
    assert_eq!(of("A meeting of the membership needs"), 25);
    assert!(members_report(&read(DEMO), &Members::default(), date(2026, 11, 22)).is_empty());
}
