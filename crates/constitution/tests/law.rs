//! The lints of the law, each floor by itself: a constitution that meets them all is pushed past one, and exactly the lint
//! of that floor speaks. Other profiles change only what is a matter of law; other names change only names.

mod common;

use common::read;
use jiff::civil::date;
use proptest::prelude::*;
use rankfile_constitution::lint::{self, Against, Finding, Profile, Severity};
use std::collections::BTreeSet;

const COMPLIANT: &str = include_str!("data/compliant.md");

/// A line pushed past a floor.
struct Push {
    /// The floor.
    floor: &'static str,
    /// The lint that must speak, and how much it weighs.
    lint: &'static str,
    weighs: Severity,
    /// What kind of organisation it is.
    kind: &'static str,
    /// What is replaced, which must be there; in the replacement `{}` stands for an amount.
    from: &'static str,
    to: &'static str,
    /// Amounts past the floor, and amounts that are not.
    past: std::ops::RangeInclusive<u32>,
    within: Option<std::ops::RangeInclusive<u32>>,
}

const LAW: Severity = Severity::Law;
const GUIDANCE: Severity = Severity::Guidance;

/// A number past its floor.
const fn number(
    floor: &'static str,
    lint: &'static str,
    (from, to): (&'static str, &'static str),
    past: std::ops::RangeInclusive<u32>,
    within: std::ops::RangeInclusive<u32>,
) -> Push {
    Push { floor, lint, weighs: LAW, kind: "local", from, to, past, within: Some(within) }
}

/// A flag or word past its floor.
const fn flag(floor: &'static str, lint: &'static str, from: &'static str, to: &'static str) -> Push {
    Push { floor, lint, weighs: LAW, kind: "local", from, to, past: 0..=0, within: None }
}

const fn of(kind: &'static str, push: Push) -> Push {
    Push { kind, ..push }
}

const fn advised(push: Push) -> Push {
    Push { weighs: GUIDANCE, ..push }
}

fn us() -> Vec<Push> {
    let every = ("every \"2y\"", "every \"{}y\"");
    let months = ("length \"2y\"", "length \"{} months\"");
    let first = ("first within=\"120d\"", "first within=\"{} months\"");
    vec![
        number("F01", "L01", every, 4..=90, 1..=2),
        number("F01", "L01", months, 37..=1000, 1..=33),
        number("F01", "L01", ("holdover-at-most \"90d\"", "holdover-at-most \"{}d\""), 367..=3000, 1..=364),
        number("F01", "L01", ("by=\"30d\" times=1", "by=\"30d\" times={}"), 13..=99, 1..=12),
        number("F01", "L01", ("at-most=\"20d\" times=1", "at-most=\"{}d\" times=1"), 367..=3000, 1..=364),
        number("F01", "L01", ("at-most=\"20d\" times=1", "at-most=\"20d\" times={}"), 19..=99, 1..=18),
        number(
            "F01",
            "L01",
            ("every \"2y\"", "every \"2y\"; not-later-than \"{} months\""),
            37..=500,
            24..=36,
        ),
        flag("F01", "L01", "every \"2y\"", "every \"3y\" month=\"november\""),
        flag("F01", "L01", "at-most=\"20d\" times=1", "times=1"),
        flag("F01", "L01", "may \"borrow\"", "may \"postpone-election\""),
        of("intermediate", number("F02", "L01", every, 5..=90, 1..=3)),
        of("national", number("F03", "L01", every, 6..=90, 1..=4)),
        number("F04", "L02", first, 37..=500, 1..=36),
        of("intermediate", number("F04", "L02", first, 49..=500, 1..=48)),
        of("national", number("F04", "L02", first, 61..=500, 1..=60)),
        number("F04", "L02", ("within=\"120d\" after", "within=\"{} months\" after"), 37..=500, 1..=36),
        flag("F05", "L04", "secret=#true method", "secret=#false method"),
        of("national", flag("F05", "L04", "secret=#true method", "secret=#false method")),
        flag("F05-proxy", "L04", "proxy=#false", "proxy=#true"),
        flag("F05-direct", "L03", "elected-by \"membership\"", "elected-by \"board\""),
        flag("F05-direct", "L03", "office \"president\" {", "office \"president\" { elected-by \"board\";"),
        flag("F05-linkable", "L06", "linkable=#false", "linkable=#true"),
        flag("F05-linkable", "L06", "linkable=#false", "serials=#true"),
        flag("F38", "L05", "write-ins=#false", "write-ins=#true"),
        number("F06", "L07", ("notice \"21d\"", "notice \"{}d\""), 1..=14, 15..=90),
        number("F06", "L07", ("notice \"21d\" by", "notice \"{}h\" by"), 1..=359, 360..=900),
        number(
            "F06",
            "L07",
            (
                "notice \"21d\" by=\"post\" by=\"email\" content=\"date time place offices\" to=\"members\" counting=\"day-of-service-not-counted\"",
                "notice \"{}d\" by=\"post\" by=\"email\" content=\"date time place offices\" to=\"members\" counting=\"both-days\"",
            ),
            1..=15,
            16..=90,
        ),
        flag("F07", "L07", "by=\"post\" by=\"email\"", "by=\"email\""),
        flag("F07", "L07", "offices\" to=\"members\" counting", "offices\" to=\"eligible\" counting"),
        flag("F08", "L07", "content=\"date time place offices\"", "content=\"date time place\""),
        flag("F08", "L07", "content=\"date time place offices\"", "content=\"offices\""),
        flag("F08", "L07", "content=\"date time place offices\"", "content=\"date time offices\""),
        number("F09", "L07", ("again=\"21d\"", "again=\"{}d\""), 1..=14, 15..=60),
        advised(flag("F09", "L07", " again=\"21d\"", "")),
        advised(flag(
            "F39",
            "L07",
            "medium=\"paper online\"\n    opportunity \"absentee\" \"online\"",
            "medium=\"paper\"",
        )),
        flag(
            "F10",
            "L08",
            "content=\"offices time place form\" to=\"members\"",
            "content=\"offices time place form\" to=\"voters\"",
        ),
        flag("F10", "L08", "content=\"offices time place form\"", "content=\"time place form\""),
        number("F10", "L08", ("notice \"14d\" by=\"post\"", "notice \"{}h\" by=\"post\""), 1..=47, 48..=900),
        advised(number(
            "F11",
            "L09",
            ("member-for \"6 months\"", "member-for \"{} months\""),
            25..=500,
            1..=24,
        )),
        advised(number(
            "F11",
            "L09",
            ("good-standing #true", "standing-for \"{} months\""),
            25..=500,
            1..=24,
        )),
        advised(number("F13", "L10", ("share=\"20%\"", "share=\"{}%\""), 51..=100, 1..=50)),
        advised(number("F13-years", "L10", ("over=\"1y\"", "over=\"{} months\""), 25..=500, 1..=24)),
        flag("F14", "L11", "prior-office #false", "prior-office #true"),
        flag("F14", "L11", "window \"14d\"", "window \"14d\"; endorsed-by \"board\""),
        flag("F41", "L12", "retroactive #false", "judged-by \"board\" of=\"good character\""),
        flag("F42", "L12", "retroactive #false", "retroactive #true"),
        flag("F12", "L13", "checkoff-protected #true", "checkoff-protected #false"),
        flag(
            "F20",
            "L15",
            "configuration casting recording tally verification\"\n    unopposed \"elected\"\n    ballot secret=#true method=\"plurality\" write-ins=#false proxy=#false linkable=#false medium=\"paper online\"",
            "tally\"\n    unopposed \"elected\"\n    ballot secret=#true method=\"plurality\" write-ins=#false proxy=#false linkable=#false medium=\"paper\"",
        ),
        flag("F20-remote", "L15", "casting recording tally", "casting tally"),
        flag("F17", "L16", "list-inspection #true", "list-inspection #false"),
        flag("F18", "L16", "distribution #true", "distribution #false"),
        flag("F18", "L16", "equal-cost #true", "equal-cost #false"),
        flag("F19", "L16", "union-money #false", "union-money #true"),
        flag("F19", "L16", "official-channels \"neutral\"", "official-channels \"incumbents\""),
        number("F21", "L17", ("keep \"2y\"", "keep \"{} months\""), 1..=11, 12..=500),
        flag("F21", "L17", "all-ballots #true", "all-ballots #false"),
        flag("F21", "L17", "on-dispute \"kept\"", "on-dispute \"destroyed\""),
        number("F34", "L17", ("keep \"6y\"", "keep \"{} months\""), 1..=59, 60..=500),
        flag(
            "F22",
            "L17",
            "publication \"election-results\" to=\"members\"",
            "publication \"election-results\" to=\"board\"",
        ),
        number(
            "F23",
            "L25",
            ("appeal-to \"membership\" within=\"30d\"", "appeal-to \"membership\" within=\"{}d\""),
            63..=900,
            1..=59,
        ),
        number("F24", "L19", ("decided-within \"30d\"", "decided-within \"{}d\""), 80..=900, 1..=75),
        flag("F44", "L19", " { except \"whoever has used the ways of this constitution\" }", ""),
        flag("F43", "L19", "forbid \"retaliation\" for=\"officers\"", "forbid \"criticism\""),
        flag(
            "F43",
            "L19",
            "forbid \"retaliation\" for=\"officers\"",
            "forbid \"outside-speech\" for=\"members\"",
        ),
        flag("F25", "L18", "prepare \"14d\"", "prepare \"1d\""),
        flag(
            "F25",
            "L18",
            "charges written=#true specific=#true\n    served",
            "charges written=#false specific=#true\n    served",
        ),
        flag(
            "F25",
            "L18",
            "charges written=#true specific=#true\n    served",
            "charges written=#true specific=#false\n    served",
        ),
        flag("F25", "L18", "both-sides #true", "both-sides #false"),
        flag("F25", "L18", "automatic #false\n    except \"non-payment\"", "automatic #true"),
        flag("F25", "L18", "except \"non-payment\"", "except \"non-payment\" \"disloyalty\""),
        advised(flag("F25", "L18", "    prepare \"14d\"\n", "")),
        flag("F26", "L20", "dues decided-by=\"membership\"", "dues decided-by=\"board\""),
        flag(
            "F26",
            "L20",
            "secret=#true notice=\"14d\"\n    assessments",
            "secret=#false notice=\"14d\"\n    assessments",
        ),
        flag("F26", "L20", "assessments decided-by=\"membership\"", "assessments decided-by=\"treasurer\""),
        flag(
            "F26",
            "L20",
            "may \"borrow\" \"amend\" }",
            "may \"amend\" }\npower \"board\" { may \"raise-dues\" }",
        ),
        number(
            "F26",
            "L20",
            (
                "share=\"majority\" of=\"cast\" secret=#true notice",
                "share=\"{}%\" of=\"cast\" secret=#true notice",
            ),
            1..=50,
            51..=100,
        ),
        of("national", flag("F27", "L20", "dues decided-by=\"membership\"", "dues decided-by=\"treasurer\"")),
        of(
            "intermediate",
            flag(
                "F27",
                "L20",
                "secret=#true notice=\"14d\"\n    assessments",
                "secret=#false notice=\"14d\"\n    assessments",
            ),
        ),
        flag(
            "F28",
            "L21",
            "charges written=#true specific=#true served-within",
            "charges written=#false specific=#true served-within",
        ),
        flag("F28", "L21", "hearing open=#true", "hearing open=#false"),
        flag("F28", "L21", "evidence=#true", "evidence=#false"),
        flag("F28", "L21", "protected-from-retaliation #true", "protected-from-retaliation #false"),
        flag(
            "F28",
            "L21",
            "vote share=\"majority\" of=\"cast\" secret=#true",
            "vote share=\"majority\" of=\"cast\" secret=#false",
        ),
        flag("F28", "L21", "    vote share=\"majority\" of=\"cast\" secret=#true\n", ""),
        flag("F29", "L22", "liability \"full\"", "liability \"exempt\""),
        number("F30", "L22", ("loans at-most=1000", "loans at-most={}"), 2001..=90000, 0..=2000),
        number("F31", "L22", ("bond share=\"10%\"", "bond share=\"{}%\""), 1..=9, 10..=100),
        flag("F31", "L22", "bond share=\"10%\"", "bond #false"),
        flag("F45", "L22", "abstain #true", "abstain #false"),
        number(
            "F32",
            "L24",
            ("within \"60d\"; after \"adoption\"", "within \"{}d\"; after \"adoption\""),
            91..=900,
            1..=90,
        ),
        number(
            "F33",
            "L24",
            ("within \"60d\"; after \"fiscal", "within \"{}d\"; after \"fiscal"),
            91..=900,
            1..=90,
        ),
        flag(
            "F37",
            "L24",
            "publication \"contract\" to=\"members\"",
            "publication \"contract\" to=\"board\"",
        ),
        advised(flag("F36", "L24", "    audit every=\"1y\" by=\"panel\"\n", "")),
        advised(flag("F36", "L24", "We issue no work permits and", "We")),
        advised(flag("F40", "L24", "Members are told their rights.", "")),
        number(
            "F35",
            "L23",
            (
                "at-most \"12 months\"\n    renewals 0\n    exit-election within=\"12 months\"",
                "at-most \"{} months\"",
            ),
            19..=500,
            1..=18,
        ),
        number(
            "F35",
            "L23",
            ("renewals 0\n    exit-election within=\"12 months\"", "renewals {}"),
            1..=50,
            0..=0,
        ),
        number(
            "F35",
            "L23",
            (
                "at-most \"12 months\"\n    renewals 0\n    exit-election within=\"12 months\"",
                "exit-election within=\"{} months\"",
            ),
            19..=500,
            1..=18,
        ),
        flag(
            "F35",
            "L23",
            "at-most \"12 months\"\n    renewals 0\n    exit-election within=\"12 months\"\n",
            "",
        ),
        flag("F35-purposes", "L23", "    purposes \"corruption\" \"democracy\"\n", ""),
        flag("F35-hearing", "L23", "hearing #true within=\"30d\"", "hearing #false"),
        flag("F35-funds", "L23", "funds \"kept\"", "funds \"transferred\""),
        advised(flag("F15", "L14", "\"supervisor\" ", "")),
        advised(flag("F16", "L14", " \"barred-by-law\"", "")),
    ]
}

fn gb() -> Vec<Push> {
    let secret = "strike share=\"2/3\" of=\"cast\" secret=#true";
    vec![
        number("U01", "L01", ("every \"2y\"", "every \"{}y\""), 6..=90, 1..=4),
        flag("U02", "L04", "secret=#true method", "secret=#false method"),
        flag("U03", "L06", "linkable=#false", "serials=#false"),
        flag("U04", "L12", "retroactive #false", "judged-by \"board\""),
        flag("U05", "L16", "distribution #true", "distribution #false"),
        number("U06", "L20", ("strike share=\"2/3\"", "strike share=\"{}%\""), 1..=50, 51..=100),
        number("U07", "L20", ("turnout=\"60%\"", "turnout=\"{}%\""), 1..=49, 50..=100),
        number("U08", "L20", ("mandate \"6 months\"", "mandate \"{} months\""), 13..=500, 1..=12),
        number("U09", "L20", ("notice-to-employer \"20d\"", "notice-to-employer \"{}d\""), 1..=9, 10..=90),
        flag("U10", "L20", secret, "strike share=\"2/3\" of=\"cast\" secret=#false"),
    ]
}

fn profile(name: &str) -> Profile {
    Profile::named(name).expect("it comes along")
}

/// What the law group finds.
fn found(text: &str, profile: &Profile) -> Vec<Finding> {
    let constitution = read(text);
    let against = Against { profile, as_of: date(2026, 11, 22), members: None };
    lint::lint(&constitution, against).into_iter().filter(|finding| finding.id.0.starts_with('L')).collect()
}

fn shown(found: &[Finding]) -> String {
    found.iter().map(|f| format!("{} {} {}: {}\n", f.id, f.severity.word(), f.line, f.message)).collect()
}

impl Push {
    fn text(&self, amount: u32) -> String {
        assert!(COMPLIANT.contains(self.from), "the constitution does not say {:?}", self.from);
        let text = COMPLIANT.replace("kind: local", &format!("kind: {}", self.kind));
        // One month is no plural in the language.
        let to = self.to.replace("{}", &amount.to_string()).replace("\"1 months\"", "\"1 month\"");
        text.replace(self.from, &to)
    }
}

#[test]
fn a_constitution_that_meets_every_floor_has_no_finding() {
    for kind in ["local", "intermediate", "national"] {
        for sector in ["private", "public", "federal", "postal", "mixed"] {
            let text = COMPLIANT
                .replace("kind: local", &format!("kind: {kind}"))
                .replace("sector: private", &format!("sector: {sector}"));
            for name in Profile::names() {
                let found = found(&text, &profile(name));
                assert!(found.is_empty(), "{kind} {sector} {name}\n{}", shown(&found));
            }
        }
    }
}

#[test]
fn every_floor_is_pushed_by_a_test() {
    for (name, pushes) in [("us-lmrda", us()), ("uk-gb", gb())] {
        let pushed: BTreeSet<&str> = pushes.iter().map(|push| push.floor).collect();
        let profile = profile(name);
        let ids: BTreeSet<&str> =
            profile.floors.iter().map(|floor| floor.id.as_str()).filter(|id| !id.starts_with('G')).collect();
        assert_eq!(ids, pushed, "{name}");
    }
}

fn check(push: &Push, profile: &Profile, amount: u32) {
    let found = found(&push.text(amount), profile);
    let ids: BTreeSet<&str> = found.iter().map(|finding| finding.id.0).collect();
    let what = format!("{} {:?} {amount}\n{}", push.floor, push.to, shown(&found));
    assert_eq!(ids, BTreeSet::from([push.lint]), "{what}");
    assert!(found.iter().all(|finding| finding.severity == push.weighs), "{what}");
    let floor = profile.floors.iter().find(|floor| {
        floor.id == push.floor && (floor.kinds.is_empty() || floor.kinds.iter().any(|kind| kind == push.kind))
    });
    let cite = floor.expect("the floor is there").cite.split("; ").next().expect("it cites").to_owned();
    assert!(found.iter().any(|finding| finding.citation.contains(&cite)), "{what} {cite}");
    assert!(
        found.iter().all(|finding| !finding.repair.is_empty() && !finding.message.contains("illegal")),
        "{what}"
    );
}

#[test]
fn past_its_floor_every_line_raises_exactly_its_lint() {
    for (name, pushes) in [("us-lmrda", us()), ("uk-gb", gb())] {
        let profile = profile(name);
        for push in pushes {
            check(&push, &profile, *push.past.start());
            check(&push, &profile, *push.past.end());
            for amount in push.within.iter().flat_map(|within| [*within.start(), *within.end()]) {
                let found = found(&push.text(amount), &profile);
                assert!(found.is_empty(), "{} {:?} {amount}\n{}", push.floor, push.to, shown(&found));
            }
        }
    }
}

#[test]
fn another_profile_changes_only_what_is_law_under_one_of_them() {
    let profiles: Vec<Profile> = Profile::names().map(profile).collect();
    for push in us().into_iter().chain(gb()) {
        let text = push.text(*push.past.start());
        let rest = |profile: &Profile| -> Vec<(String, Severity, usize, String)> {
            let found = found(&text, profile).into_iter().filter(|finding| finding.severity != LAW);
            found.map(|f| (f.id.to_string(), f.severity, f.line, f.message)).collect()
        };
        let first = rest(&profiles[0]);
        assert!(profiles.iter().all(|profile| rest(profile) == first), "{:?}", push.to);
    }
}

#[test]
fn other_names_change_nothing_but_names() {
    let names = [
        ("president", "speaker"),
        ("secretary", "scribe"),
        ("treasurer", "keeper"),
        ("board", "council"),
        ("committee", "crew"),
        ("panel", "jury"),
    ];
    let profile = profile("us-lmrda");
    for push in us() {
        let text = push.text(*push.past.start());
        let renamed = names.iter().fold(text.clone(), |text, (old, new)| {
            text.replace(&format!("\"{old}\""), &format!("\"{new}\""))
        });
        // A sort of body, and the audience of a publication, are no names.
        let renamed = renamed
            .replace("kind=\"council\"", "kind=\"board\"")
            .replace("kind=\"crew\"", "kind=\"committee\"")
            .replace("to=\"council\"", "to=\"board\"");
        let told = |found: Vec<Finding>| -> Vec<(String, Severity, usize, String)> {
            found
                .into_iter()
                .map(|f| {
                    let message = names.iter().fold(f.message, |message, (old, new)| {
                        message.replace(&format!("he {new}"), &format!("he {old}"))
                    });
                    (f.id.to_string(), f.severity, f.line, message)
                })
                .collect()
        };
        assert_eq!(told(found(&renamed, &profile)), told(found(&text, &profile)), "{:?}", push.to);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_amount_past_a_floor_raises_exactly_its_lint(pick in any::<prop::sample::Index>(), part in 0u32..=10_000) {
        let pushes = us();
        let push = pick.get(&pushes);
        let (start, end) = (*push.past.start(), *push.past.end());
        check(push, &profile("us-lmrda"), start + part % (end - start + 1));
    }

    #[test]
    fn no_amount_within_a_floor_raises_anything(pick in any::<prop::sample::Index>(), part in 0u32..=10_000) {
        let pushes: Vec<Push> = us().into_iter().filter(|push| push.within.is_some()).collect();
        let push = pick.get(&pushes);
        let within = push.within.clone().expect("it was filtered");
        let amount = within.start() + part % (within.end() - within.start() + 1);
        let found = found(&push.text(amount), &profile("us-lmrda"));
        prop_assert!(found.is_empty(), "{} {:?} {amount}\n{}", push.floor, push.to, shown(&found));
    }
}
