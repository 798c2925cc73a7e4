//! The lints of the law as a reader meets them: dated stories, real members, documents that tell only a part, and texts that
//! must not be accused.

mod common;

use common::read;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rankfile_constitution::Document;
use rankfile_constitution::lint::{self, Against, Finding, Member, Members, Profile, Severity};

const COMPLIANT: &str = include_str!("data/compliant.md");
const WAREHOUSE_NEW: &str = include_str!("../../../examples/warehouse-new.md");
const WAREHOUSE_OLD: &str = include_str!("../../../examples/warehouse-old.md");

const AS_OF: Date = date(2026, 11, 22);

fn profile(name: &str) -> Profile {
    Profile::named(name).expect("it comes along")
}

fn found_with(text: &str, profile_name: &str, members: Option<&Members>) -> Vec<Finding> {
    let profile = profile(profile_name);
    let against = Against { profile: &profile, as_of: AS_OF, members };
    lint::lint(&read(text), against).into_iter().filter(|finding| finding.id.0.starts_with('L')).collect()
}

fn found(text: &str) -> Vec<Finding> {
    found_with(text, "us-lmrda", None)
}

/// The findings of one lint.
fn only(text: &str, id: &str) -> Vec<Finding> {
    found(text).into_iter().filter(|finding| finding.id.0 == id).collect()
}

fn with(from: &str, to: &str) -> String {
    assert!(COMPLIANT.contains(from), "the constitution does not say {from:?}");
    COMPLIANT.replace(from, to)
}

#[test]
fn the_warehouse_union_waits_for_a_contract_that_never_comes() {
    let found = only(WAREHOUSE_NEW, "L02");
    assert_eq!(found.len(), 1, "{found:#?}");
    let finding = &found[0];
    assert_eq!(finding.severity, Severity::Law);
    assert!(
        finding.citation.contains("29 CFR 452.14") && finding.citation.contains("481(b)"),
        "{}",
        finding.citation
    );
    assert!(
        finding.repair.contains("latest date") && finding.repair.contains("not-later-than"),
        "{}",
        finding.repair
    );
    let story = &finding.counterexample;
    assert_eq!(story[0].date, date(2023, 1, 11));
    assert!(story[0].event.contains("certification"), "{}", story[0].event);
    assert!(story[1].event.contains("contract ratified"), "{}", story[1].event);
    let last = story.last().expect("the story has lines");
    assert_eq!(last.date, date(2026, 1, 12));
    assert_eq!(last.event, "Day 1,097: nobody has ever been elected.");
    assert!(story.iter().all(|event| event.article.is_some()));
}

#[test]
fn without_a_law_the_warehouse_union_defeats_itself_all_the_same() {
    let found = found_with(WAREHOUSE_NEW, "none", None);
    let finding = found.iter().find(|finding| finding.id.0 == "L02").expect("it is found");
    assert_eq!(finding.severity, Severity::Broken);
    assert_eq!(finding.counterexample.last().map(|event| event.date), Some(date(2026, 1, 12)));
}

#[test]
fn an_event_that_has_happened_is_not_waited_for() {
    assert!(only(WAREHOUSE_OLD, "L02").is_empty());
    let ratified = WAREHOUSE_NEW
        .replace("{certification: 2023-01-11}", "{certification: 2023-01-11, contract-ratified: 2024-05-01}");
    assert!(only(&ratified, "L02").is_empty());
}

#[test]
fn a_latest_date_ends_every_wait() {
    for latest in ["1y", "3y", "30 months"] {
        let text =
            WAREHOUSE_NEW.replace("every \"2y\"", &format!("every \"2y\"; not-later-than \"{latest}\""));
        assert!(only(&text, "L02").is_empty() && only(&text, "L01").is_empty(), "{latest}");
    }
}

#[test]
fn a_beginning_that_waits_for_a_certification_needs_a_latest_date_too() {
    let waits = with("after=\"founding\"", "after=\"certification\"");
    assert!(only(&waits, "L02").is_empty(), "the election itself says when its first is held");
    let alone = waits.replace("    first within=\"120d\"\n", "");
    let found = only(&alone, "L02");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.contains("certification"), "{}", found[0].message);
    assert!(only(&alone.replace("happened: {}", "happened: {certification: 2026-01-11}"), "L02").is_empty());
}

#[test]
fn an_election_that_nothing_makes_due_again_is_found() {
    let start = COMPLIANT.find("term {").expect("there is a term");
    let end = start + COMPLIANT[start..].find("\n}\n").expect("it ends") + 3;
    let text = format!("{}{}", &COMPLIANT[..start], &COMPLIANT[end..]).replace("    every \"2y\"\n", "");
    let found = only(&text, "L02");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].severity, Severity::Law);
}

#[test]
fn a_term_too_long_is_told_by_its_anniversary() {
    let found = only(&with("length \"2y\"", "length \"4y\""), "L01");
    let days: Vec<Date> = found[0].counterexample.iter().map(|event| event.date).collect();
    assert_eq!(days, [date(2026, 11, 22), date(2029, 11, 22), date(2029, 11, 23)]);
    assert_eq!(found[0].repair, "Write at most: length \"3y\".");
    assert!(found[0].citation.starts_with("29 U.S.C. 481(b)"));
}

#[test]
fn a_first_vote_before_the_named_month_makes_three_years_longer() {
    // Nobody can put it off here: that would be a finding of its own.
    let fixed = |text: String| -> String {
        text.lines().filter(|line| !line.contains("postponed-by")).map(|line| format!("{line}\n")).collect()
    };
    let text = fixed(with("every \"2y\"", "every \"3y\" month=\"november\""));
    let found = only(&text, "L01");
    assert_eq!(found.len(), 1, "{found:#?}");
    let story = &found[0].counterexample;
    let (first, next) = (story[1].date, story.last().expect("it has lines").date);
    assert!(first.month() < 11 && next.month() == 11, "{story:#?}");
    assert!(next > first.checked_add(jiff::Span::new().years(3)).expect("a day"), "{story:#?}");
    for good in [
        // A shorter cycle, a latest date, or no first election to come.
        with("every \"2y\"", "every \"2y\" month=\"november\""),
        with("every \"2y\"", "every \"3y\" month=\"november\"; not-later-than \"3y\""),
        with("every \"2y\"\n    first within=\"120d\"", "every \"3y\" month=\"november\""),
        with("every \"2y\"", "every \"3y\" month=\"january\""),
    ] {
        let found = only(&fixed(good), "L01");
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn a_board_that_may_authorize_another_month_is_bounded_by_the_term() {
    let text = include_str!("../../../examples/constitutions/uaw-international.md");
    assert!(only(text, "L01").is_empty());
}

#[test]
fn delegates_above_a_local_elect_by_rules_of_their_own() {
    let assembly =
        "body \"convention\" kind=\"assembly\" { chosen how=\"elected\" by=\"membership\" }\nbody \"panel\"";
    let text = with("kind: local", "kind: national")
        .replace("body \"panel\"", assembly)
        .replace("elected-by \"membership\"", "elected-by \"convention\"")
        .replace("secret=#true method", "secret=#false method")
        .replace("notice \"21d\"", "notice \"5d\"");
    assert!(found(&text).is_empty(), "{:#?}", found(&text));
    let local = text.replace("kind: national", "kind: local");
    let ids: Vec<_> = found(&local).iter().map(|finding| finding.id.0).collect();
    assert!(["L03", "L04", "L07"].iter().all(|id| ids.contains(id)), "{ids:?}");
}

#[test]
fn an_assembly_of_all_members_is_no_detour() {
    let text = with("body \"panel\"", "body \"assembly\" kind=\"assembly\"\nbody \"panel\"")
        .replace("elected-by \"membership\"", "elected-by \"assembly\"");
    assert!(found(&text).is_empty(), "{:#?}", found(&text));
}

#[test]
fn whoever_is_appointed_to_the_board_of_elected_officers_is_found() {
    let seat = with("seat \"president\" \"secretary\" \"treasurer\"", "seat \"president\" \"secretary\"")
        .replace("for all-offices\n    every", "for \"president\" \"secretary\"\n    every")
        .replace("office \"treasurer\" {", "office \"treasurer\" { appointed-by \"president\";");
    assert!(only(&seat, "L03").is_empty(), "an appointed office without a seat is no officer");
    let sits = seat.replace("office \"treasurer\" {", "office \"treasurer\" { sits-on \"board\";");
    assert_eq!(only(&sits, "L03").len(), 1);
}

#[test]
fn nobody_judges_an_election_that_they_ran() {
    let text = with(
        "decided-by \"panel\" within=\"30d\" otherwise=\"stands\"\n    appeal",
        "decided-by \"committee\" within=\"30d\" otherwise=\"stands\"\n    appeal",
    );
    let found = only(&text, "L25");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].severity, Severity::Broken);
}

#[test]
fn members_are_not_suspended_without_a_hearing() {
    let start = COMPLIANT.find("hearing \"discipline\" {").expect("there is a hearing");
    let end = start + COMPLIANT[start..].find("\n}\n").expect("it ends") + 3;
    let text = format!(
        "{}power \"board\" {{ may \"suspend-members\" }}\n{}",
        &COMPLIANT[..start],
        &COMPLIANT[end..]
    );
    let found = only(&text, "L18");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].severity, Severity::Law);
}

#[test]
fn a_mailed_ballot_is_its_own_notice() {
    let posted = with("by=\"post\" by=\"email\" content", "by=\"email\" content")
        .replace("medium=\"paper online\"", "medium=\"post\"");
    assert_eq!(only(&posted, "L07").len(), 1, "seven days are too short for that");
    let posted = posted.replace("voting \"7d\"", "voting \"20d\"");
    assert!(only(&posted, "L07").is_empty(), "{:#?}", only(&posted, "L07"));
}

#[test]
fn where_nobody_comes_to_a_place_the_notice_names_none() {
    let unplaced = with("content=\"date time place offices\"", "content=\"date time offices\"");
    assert_eq!(only(&unplaced, "L07").len(), 1);
    let online = unplaced.replace("medium=\"paper online\"", "medium=\"online\"");
    assert!(only(&online, "L07").is_empty(), "{:#?}", only(&online, "L07"));
}

#[test]
fn a_conflict_is_likely_and_nothing_is_called_illegal() {
    for text in [WAREHOUSE_NEW, WAREHOUSE_OLD, &with("length \"2y\"", "length \"9y\"")] {
        for finding in found(text) {
            let all = format!("{finding:?}").to_lowercase();
            assert!(!all.contains("illegal") && !all.contains("unlawful"), "{all}");
        }
    }
}

fn member(number: usize) -> Member {
    Member {
        joined: Some(if number < 212 { date(2026, 3, 1) } else { date(2015, 3, 1) }),
        in_good_standing: Some(number >= 15),
        has_address: number >= 31,
        has_email: number >= 12,
        unit: "day".to_owned(),
    }
}

#[test]
fn real_members_are_counted_and_nobody_is_named() {
    let members = Members { each: (0..400).map(member).collect() };
    let message = |text: &str, id: &str| {
        let found = found_with(text, "us-lmrda", Some(&members));
        found
            .into_iter()
            .filter(|finding| finding.id.0 == id)
            .map(|finding| finding.message)
            .collect::<String>()
    };
    assert_eq!(message(COMPLIANT, "L07"), "31 of 400 members have no address to mail the notice to.");
    let long = message(&with("member-for \"6 months\"", "member-for \"3y\""), "L09");
    assert!(long.contains("212 of 400 members have not"), "{long}");
    // Since March they can have come to eight and a half of twelve months' meetings: not to 80% of them.
    let often = message(&with("share=\"20%\"", "share=\"80%\""), "L10");
    assert!(often.contains("212 of 400 members joined so late"), "{often}");
    let strict = message(&with("checkoff-protected #true", "checkoff-protected #false"), "L13");
    assert!(strict.contains("15 of 400 members are not in good standing"), "{strict}");
    // A rule that looks mild keeps most from standing in a union that is mostly new.
    let new = Members { each: (0..400).map(|number| member(number / 2)).collect() };
    let found =
        found_with(&with("share=\"20%\" over=\"1y\"", "share=\"50%\" over=\"2y\""), "us-lmrda", Some(&new));
    assert!(
        found.iter().any(|finding| finding.id.0 == "L10" && finding.message.contains("400 of 400")),
        "{found:#?}"
    );
}

#[test]
fn on_another_day_another_floor_holds() {
    let text = with("mandate \"6 months\"", "mandate \"9 months\"");
    let gb = profile("uk-gb");
    let on = |as_of| {
        let against = Against { profile: &gb, as_of, members: None };
        lint::lint(&read(&text), against).into_iter().filter(|finding| finding.id.0 == "L20").count()
    };
    assert_eq!((on(date(2026, 2, 17)), on(date(2026, 2, 18))), (1, 0));
}

#[test]
fn each_topic_that_is_not_told_is_asked_for_by_itself() {
    let empty = "---\nname: X\nkind: national\nsector: private\nprofile: us-lmrda\nscope: all\nhappened: {}\n---\n\n## Name {#name prose-only}\n\nWe are X.\n";
    let asked = only(empty, "L24");
    assert_eq!(asked.len(), 14, "thirteen topics, and the rights: {asked:#?}");
    assert!(asked.iter().all(|finding| finding.severity == Severity::Guidance));
    for scope in ["[recall]", "[bargaining]", "[money]", "[membership]", "excerpt"] {
        let part = empty.replace("scope: all", &format!("scope: {scope}"));
        let count = found(&part).len();
        let expected = match scope {
            "[recall]" => 1,
            "[bargaining]" => 3,
            "[money]" => 4,
            "[membership]" => 2,
            _ => 0,
        };
        assert_eq!(count, expected, "{scope} {:#?}", found(&part));
    }
}

#[test]
fn a_rule_that_a_repair_offers_can_be_written_so() {
    // Everything that is left unsaid at once: every rule is taken out but an election, a hearing power and the money.
    let bare = "---\nname: X\nkind: local\nsector: private\nprofile: us-lmrda\nscope: all\nhappened: {}\n---\n\n## A {#a}\n\n\
                ```rules\nelection \"o\" { for all-offices; every \"2y\" }\nfinance { signatories 2 }\n\
                power \"board\" { may \"suspend-members\" }\n```\n";
    let offered: Vec<String> = found(bare)
        .into_iter()
        .filter_map(|finding| Some(finding.repair.strip_prefix("Add: ")?.trim_end_matches('.').to_owned()))
        .collect();
    assert!(offered.len() > 6, "{offered:#?}");
    for rule in offered {
        let text = bare.replace("signatories 2 }\n", &format!("signatories 2 }}\n{rule}\n"));
        let read = Document::parse(&text, "x.md");
        assert!(read.is_ok(), "{rule}\n{:#?}", read.err());
    }
}

/// The lines of the rules, by number.
fn rule_lines() -> Vec<usize> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (number, line) in COMPLIANT.lines().enumerate() {
        match line {
            "```rules" => inside = true,
            "```" => inside = false,
            _ if inside && !line.ends_with('{') && line != "}" => lines.push(number),
            _ => {}
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// What is left out of an excerpt may stand elsewhere: whatever is taken away, nothing is found missing.
    #[test]
    fn an_excerpt_is_not_accused_of_what_it_leaves_out(out in prop::collection::vec(any::<prop::sample::Index>(), 1..12)) {
        let lines = rule_lines();
        let out: Vec<usize> = out.iter().map(|index| *index.get(&lines)).collect();
        let kept = COMPLIANT.lines().enumerate().filter(|(number, _)| !out.contains(number)).map(|(_, line)| line);
        let text = kept.collect::<Vec<_>>().join("\n").replace("scope: all", "scope: excerpt");
        // Some lines cannot be left out of a rule.
        prop_assume!(Document::parse(&text, "x.md").is_ok());
        let found = found(&text);
        prop_assert!(found.is_empty(), "{found:#?}");
    }

    /// Silence is in conflict with nothing, except that a local must have a way to remove officers, a trusteeship its
    /// limits, and an election its day.
    #[test]
    fn silence_is_guidance(out in prop::collection::vec(any::<prop::sample::Index>(), 1..12)) {
        let lines = rule_lines();
        let out: Vec<usize> = out.iter().map(|index| *index.get(&lines)).collect();
        let kept = COMPLIANT.lines().enumerate().filter(|(number, _)| !out.contains(number)).map(|(_, line)| line);
        let text = kept.collect::<Vec<_>>().join("\n");
        prop_assume!(Document::parse(&text, "x.md").is_ok());
        for finding in found(&text) {
            let is_asked = ["L02", "L21", "L23"].contains(&finding.id.0);
            prop_assert!(is_asked || finding.severity == Severity::Guidance, "{finding:#?}");
        }
    }
}
