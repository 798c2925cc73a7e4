//! The demo constitution: it compiles to exactly the steps an election has, and its words agree with its blocks.

mod common;

use common::{DEMO, compiled, demo_with, read};
use rankfile_constitution::canonical;
use rankfile_constitution::print::Printer;
use rankfile_constitution::process::People;
use rankfile_constitution::program::{Method, NoticeTerms, Program, Tie};
use rankfile_constitution::step::{
    Actor, ArticleId, BodyId, OfficeId, Opens, Otherwise, Rung, Span, Step, StepId, Unit,
};

#[test]
fn it_names_its_offices_and_bodies() {
    let program = compiled(DEMO);
    assert_eq!(program.name, "Harbor Logistics Workers, Local 12");
    let two_years = Span { amount: 2, unit: Unit::Years };
    let offices: Vec<_> =
        program.offices.iter().map(|o| (o.id.0.as_str(), o.title.as_str(), o.seats, o.term)).collect();
    assert_eq!(
        offices,
        [
            ("president", "President", 1, two_years),
            ("vice-president", "Vice president", 1, two_years),
            ("secretary", "Secretary", 1, two_years),
            ("treasurer", "Treasurer", 1, two_years),
            ("executive-board", "Executive board", 3, two_years),
        ]
    );
    let bodies: Vec<_> = program.bodies.iter().map(|body| (body.id.0.as_str(), body.seats)).collect();
    assert_eq!(
        bodies,
        [
            ("membership", None),
            ("election-committee", Some(3)),
            ("protest-board", Some(3)),
            ("lot-committee", Some(3))
        ]
    );
    assert_eq!(program.standing.kept_by, Actor::Office(OfficeId("secretary".to_owned())));
    assert_eq!(program.keys_article, ArticleId("keys".to_owned()));
    assert_eq!(program.articles.len(), 17);
}

#[test]
fn it_leaves_nothing_to_be_assumed() {
    assert_eq!(compiled(DEMO).assumed, Vec::<String>::new());
}

#[test]
fn it_gives_the_terms_of_its_election() {
    let program = compiled(DEMO);
    let plan = &program.elections[0];
    assert_eq!(program.elections.len(), 1);
    assert_eq!((plan.name.as_str(), plan.offices.len()), ("officers", 5));
    assert_eq!((plan.method, plan.tie, plan.blank, plan.key_holders), (Method::Plurality, Tie::Lot, true, 3));
    assert_eq!((plan.voting, plan.protest_window), (Span::days(7), Span::days(10)));
    assert_eq!(plan.retention, Span { amount: 3, unit: Unit::Years });
    assert_eq!(plan.nomination.window, Span::days(14));
    assert_eq!(plan.nomination.accept_within, Span::days(7));
    assert_eq!(plan.nomination.notice, notice(14, "offices how eligibility deadline", "nominations"));
    assert_eq!(plan.notice, notice(21, "date time place offices how protest", "elections"));
    let eligibility = &plan.eligibility;
    assert_eq!(eligibility.member_for, Some(Span { amount: 6, unit: Unit::Months }));
    assert_eq!(
        (eligibility.good_standing, eligibility.excluded.as_slice()),
        (true, words("supervisor barred-by-law").as_slice())
    );
}

#[test]
fn it_compiles_to_the_nineteen_steps_of_an_election() {
    let every = Span { amount: 2, unit: Unit::Years };
    let opens = Opens::Cycle { every, month: Some(11), first_within: Some(Span::days(150)) };
    let committee = || body("election-committee", 5);
    let expected = [
        step(
            "call",
            "elections",
            opens,
            vec![body("election-committee", 30), body("lot-committee", 30)],
            Otherwise::Clock,
        ),
        step("nomination-notice", "nominations", after("call", 0), vec![secretary(5)], Otherwise::Clock),
        step(
            "nominate",
            "nominations",
            after("nomination-notice", 14),
            vec![rung(Actor::Members, 14)],
            Otherwise::Clock,
        ),
        step(
            "accept",
            "nominations",
            after("nominate", 0),
            vec![rung(Actor::Nominees, 7)],
            Otherwise::Stands,
        ),
        step("eligibility", "eligibility", after("accept", 0), vec![committee()], Otherwise::Stands),
        step("freeze", "elections", before_open("eligibility", 10), vec![secretary(4)], Otherwise::Clock),
        step(
            "keys",
            "elections",
            after("eligibility", 0),
            vec![rung(Actor::KeyHolders, 7)],
            Otherwise::Again,
        ),
        step("ballot", "elections", after("keys", 0), vec![committee()], Otherwise::Again),
        step("notice", "elections", before_open("ballot", 21), vec![secretary(5)], Otherwise::Clock),
        step("open", "elections", before_open("notice", 0), vec![rung(Actor::Clock, 0)], Otherwise::Clock),
        step("close", "elections", after("open", 7), vec![rung(Actor::Clock, 0)], Otherwise::Clock),
        step("tally", "elections", after("close", 0), vec![rung(Actor::Clock, 0)], Otherwise::Clock),
        step("decrypt", "elections", after("tally", 0), vec![rung(Actor::KeyHolders, 3)], Otherwise::Rerun),
        step("result", "elections", after("decrypt", 0), vec![rung(Actor::Clock, 0)], Otherwise::Clock),
        step("protest", "protests", after("result", 0), vec![rung(Actor::Members, 10)], Otherwise::Clock),
        step(
            "decide-protest",
            "protests",
            after("protest", 0),
            vec![body("protest-board", 30)],
            Otherwise::Stands,
        ),
        step("certify", "elections", after("decide-protest", 0), vec![committee()], Otherwise::Stands),
        step("install", "elections", after("certify", 7), vec![rung(Actor::Clock, 0)], Otherwise::Clock),
        step(
            "retain",
            "records",
            after_span("certify", Span { amount: 3, unit: Unit::Years }),
            vec![rung(Actor::Clock, 0)],
            Otherwise::Clock,
        ),
    ];
    let program = compiled(DEMO);
    let steps = &program.elections[0].steps;
    for (expected, step) in expected.iter().zip(steps) {
        let words = step.words.clone();
        assert!(!words.is_empty() && words.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{words}");
        assert_eq!(&Step { words: String::new(), ..step.clone() }, expected);
    }
    assert_eq!(steps.len(), expected.len());
}

#[test]
fn every_step_waits_only_for_steps_before_it_and_cites_an_article_of_the_document() {
    let program = compiled(DEMO);
    let mut done: Vec<&StepId> = Vec::new();
    for step in &program.elections[0].steps {
        match &step.opens {
            Opens::After { step: before, .. } | Opens::Before { after: before, .. } => {
                assert!(done.contains(&before), "{} waits for {before}", step.id)
            }
            Opens::Cycle { .. } => assert!(done.is_empty()),
        }
        assert!(program.articles.iter().any(|(id, _)| *id == step.article), "{}", step.article);
        done.push(&step.id);
    }
}

/// Every length of time and every number in a block stands in the words of its article too.
#[test]
fn its_words_agree_with_its_blocks() {
    let demo = canonical(DEMO);
    for article in &read(DEMO).articles {
        let words = article.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let from = demo.find(&format!("{{#{}", article.id)).expect("the heading is there");
        let text = demo[from..].split("\n## ").next().unwrap_or_default();
        let blocks: Vec<&str> = text.split("```").skip(1).step_by(2).collect();
        for token in blocks.iter().flat_map(|block| block.split('"').skip(1).step_by(2)) {
            if let Ok(span) = token.parse::<Span>() {
                assert!(words.contains(&span.in_words()), "{}: {}", article.id, span.in_words());
            }
        }
        for rule in &article.rules {
            for sentence in Printer::new(&read(DEMO)).sentences(rule) {
                assert!(sentence.ends_with('.') && !sentence.contains("  "), "{sentence}");
            }
        }
    }
}

#[test]
fn its_rules_are_printed_as_plain_sentences() {
    let constitution = read(DEMO);
    let printer = Printer::new(&constitution);
    let all: Vec<String> = constitution.rules().flat_map(|(_, rule)| printer.sentences(rule)).collect();
    for sentence in [
        "The secretary keeps the roll.",
        "A quorum of the membership is 25 people.",
        "3 people hold the office of executive board.",
        "The term of every office is 2 years.",
        "The protest board is a board of 3.",
        "The election of officers fills every office every 2 years, in November; the first is held within 150 days of the founding.",
        "The election committee must call the election within 30 days, else the lot committee within 30 days, else the clock does it.",
        "The secretary must freeze the roll within 4 days, else the clock does it.",
        "The ballot is secret, is won by the most votes, takes no write-ins and can be left blank.",
        "The key holders decrypt the result within 3 days, else the election is held again.",
        "Notice of nominations is served at least 14 days before they open, by post and by e-mail. It tells: offices, how, eligibility, deadline.",
        "Whoever is a member in good standing and has been one for 6 months can stand in the election of officers, except a supervisor and somebody barred by law.",
        "The protest board must decide protests within 30 days, else the result stands.",
        "Duty keys: the secretary must keep the register of keys.",
        "A decision on amendment needs 2/3 of the votes cast, by secret ballot.",
    ] {
        assert!(all.iter().any(|printed| printed == sentence), "{sentence}\n{all:#?}");
    }
}

fn words(row: &str) -> Vec<String> {
    row.split(' ').map(str::to_owned).collect()
}

fn notice(days: u32, content: &str, article: &str) -> NoticeTerms {
    let article = ArticleId(article.to_owned());
    NoticeTerms { lead: Span::days(days), channels: words("post email"), content: words(content), article }
}

fn rung(who: Actor, days: u32) -> Rung {
    Rung { who, within: Span::days(days) }
}

fn body(id: &str, days: u32) -> Rung {
    rung(Actor::Body(BodyId(id.to_owned())), days)
}

fn secretary(days: u32) -> Rung {
    rung(Actor::Office(OfficeId("secretary".to_owned())), days)
}

fn after(step: &str, days: u32) -> Opens {
    after_span(step, Span::days(days))
}

fn after_span(step: &str, wait: Span) -> Opens {
    Opens::After { step: StepId(step.to_owned()), wait }
}

fn before_open(after: &str, days: u32) -> Opens {
    let id = |step: &str| StepId(step.to_owned());
    Opens::Before { after: id(after), before: id("open"), lead: Span::days(days) }
}

fn step(id: &str, article: &str, opens: Opens, bearers: Vec<Rung>, otherwise: Otherwise) -> Step {
    let (id, article) = (StepId(id.to_owned()), ArticleId(article.to_owned()));
    Step { id, article, words: String::new(), opens, bearers, otherwise }
}

#[test]
fn the_digest_of_the_program_is_that_of_the_canonical_document() {
    let program: Program = compiled(DEMO);
    assert_eq!(program.digest, rankfile_constitution::digest(DEMO));
    assert_eq!(compiled(&DEMO.replace('\n', "  \r\n")).digest, program.digest);
    assert_ne!(compiled(&DEMO.replacen("7d", "8d", 1)).digest, program.digest);
}

/// Old records hold constitutions written before a word of the vocabulary was added; they must compile to what they did.
#[test]
fn it_compiles_to_the_program_it_always_did() {
    let plain = Program { people: People::default(), processes: Vec::new(), ..compiled(DEMO) };
    let program = format!("{plain:#?}\n");
    assert_eq!(program, include_str!("data/demo-program.txt"));
}

#[test]
fn words_the_program_does_not_act_on_change_nothing_in_it() {
    let plain = compiled(DEMO);
    for (from, to) in [
        (
            "standing { kept-by \"secretary\" }",
            "standing { kept-by \"secretary\"; grace \"60d\"; requires \"home-address\" }",
        ),
        (
            "office \"president\" seats=1",
            "office \"president\" seats=1 rank=\"bylaw\" { elected-by \"membership\"; pay \"none\" }",
        ),
        (
            "    voting \"7d\"",
            "    voting \"7d\"\n    not-later-than \"3y\"\n    observers phases=\"casting tally\"\n    unopposed \"ballot\"",
        ),
        ("    window \"14d\"", "    window \"14d\"\n    seconders 0\n    self #true"),
        ("number=25", "number=25 share=\"10%\" of=\"members\" which=\"lesser\""),
    ] {
        let more = compiled(&demo_with(from, to));
        assert_eq!(Program { digest: plain.digest.clone(), ..more }, plain, "{to}");
    }
}
