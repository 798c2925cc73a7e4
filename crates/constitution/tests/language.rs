//! The language: what parses, what is assumed, what every word of the vocabulary does.

mod common;

use common::{DEMO, EXAMPLE, compiled, demo_with, problems, read, shown};
use rankfile_constitution::print::Printer;
use rankfile_constitution::rules::{OfficeSet, RuleKind};
use rankfile_constitution::step::{Actor, ArticleId, BodyId, OfficeId, Opens, Otherwise, Span, Unit};
use rankfile_constitution::{Scope, left_to_people, vocabulary};

/// The example of the description of the language, with what it leaves out added to it.
fn completed_example() -> String {
    EXAMPLE.to_owned()
        + "\n## The rest {#rest}\n\nWords.\n\n```rules\n\
           body \"election-committee\" kind=\"committee\" seats=3\n\
           body \"lot-committee\" kind=\"committee\" seats=5\n\
           office \"president\"\noffice \"secretary\" seats=2\n\
           nomination \"officers\"\n\
           election-protest \"officers\" { decided-by \"lot-committee\" within=\"30d\" }\n```\n"
}

#[test]
fn the_example_of_the_description_parses_word_for_word() {
    let constitution = read(EXAMPLE);
    assert_eq!(constitution.front.name, "Example Local 100");
    assert_eq!(constitution.front.scope, Scope::All);
    assert_eq!(constitution.articles.len(), 1);
    let article = &constitution.articles[0];
    assert_eq!((article.id.0.as_str(), article.heading.as_str()), ("elections", "Article 4. Elections"));
    assert!(article.words.starts_with("Officers serve two years.") && !article.words.contains("called-by"));
    let RuleKind::Election(rule) = &article.rules[0].kind else { panic!("it is an election") };
    assert!(matches!(rule.offices, OfficeSet::All(_)));
    assert_eq!((rule.every, rule.month), (Some(Span { amount: 2, unit: Unit::Years }), Some(11)));
    let ladder: Vec<_> = rule.called_by.iter().map(|rung| (rung.who.is.as_str(), rung.within)).collect();
    assert_eq!(ladder, [("election-committee", Span::days(30)), ("lot-committee", Span::days(30))]);
    let notice = rule.notice.as_ref().expect("it is given");
    assert_eq!(
        (notice.lead, notice.channels.as_slice()),
        (Span::days(21), ["post".to_owned(), "email".to_owned()].as_slice())
    );
    assert_eq!(notice.content, ["date", "time", "place", "offices", "how", "protest"]);
    let ballot = rule.ballot.as_ref().expect("it is given");
    assert_eq!((ballot.secret, ballot.write_ins, ballot.blank), (Some(true), Some(false), None));
    assert_eq!(constitution.source.line_column(article.rules[0].place), (17, 1));
}

#[test]
fn every_value_that_is_assumed_is_said_in_a_sentence() {
    let program = compiled(&completed_example());
    let plan = &program.elections[0];
    assert_eq!((plan.voting, plan.key_holders, plan.blank), (Span::days(7), 3, true));
    assert_eq!(plan.retention, Span { amount: 1, unit: Unit::Years });
    assert_eq!((plan.nomination.notice.lead, plan.nomination.window), (Span::days(15), Span::days(14)));
    assert_eq!(
        plan.step("notice").expect("it is a step").bearers[0].who,
        Actor::Office(OfficeId("secretary".to_owned()))
    );
    assert_eq!(
        plan.step("certify").expect("it is a step").bearers[0].who,
        Actor::Body(BodyId("election-committee".to_owned()))
    );
    let term = Span { amount: 2, unit: Unit::Years };
    assert!(program.offices.iter().all(|office| office.term == term));
    for sentence in [
        "Article `elections` does not say how long voting stays open. Assumed: 7 days.",
        "Article `elections` does not say how many key holders there are. Assumed: 3.",
        "Article `elections` does not say who serves the notices. Assumed: `secretary`, who keeps the roll, within 5 days, else the clock does it.",
        "Article `elections` does not say how long after founding the first election is held. Assumed: one whole time between elections (2 years).",
        "Article `elections` does not say whether a nominee must be in good standing. Assumed: yes.",
        "Article `elections` does not say how long election records are kept. Assumed: 1 year.",
        "Article `rest` does not say who keeps the roll. Assumed: `secretary`.",
        "Article `rest` does not say how long nominations stay open. Assumed: 14 days.",
        "Article `rest` does not say what the notice of nominations must contain. Assumed: offices, how, eligibility, deadline.",
        "Article `rest` does not say how long the term of `president` is. Assumed: the time between its elections (2 years).",
        "Article `rest` does not say how many people hold this office at once (`president`). Assumed: 1.",
    ] {
        assert!(
            program.assumed.iter().any(|assumed| assumed == sentence),
            "{sentence}\n{:#?}",
            program.assumed
        );
    }
    assert_eq!(program.assumed.len(), 27, "{:#?}", program.assumed);
}

#[test]
fn a_ladder_that_names_no_end_ends_in_nothing() {
    for (from, to) in [
        ("within=\"30d\" otherwise=\"clock\"\n    notice ", "within=\"30d\"\n    notice "),
        (
            "within=\"30d\" otherwise=\"clock\"\n    notice ",
            "within=\"30d\" otherwise=\"nobody\"\n    notice ",
        ),
    ] {
        let program = compiled(&demo_with(from, to));
        assert_eq!(program.elections[0].step("call").map(|step| step.otherwise), Some(Otherwise::Nothing));
    }
}

#[test]
fn a_first_election_without_a_time_is_left_open() {
    let program = compiled(&demo_with("    first within=\"150d\"\n", ""));
    let call = program.elections[0].step("call").expect("it is a step");
    assert!(matches!(call.opens, Opens::Cycle { first_within: None, .. }));
    assert_eq!(program.assumed.len(), 1);
}

#[test]
fn a_term_of_a_named_office_goes_before_one_for_all() {
    let both_ways = ["term { for \"treasurer\"; length \"3y\" }", "term \"treasurer\" { length \"3y\" }"];
    for term in both_ways {
        let program = compiled(&demo_with("office \"president\"", &format!("{term}\noffice \"president\"")));
        let years: Vec<u32> = program.offices.iter().map(|office| office.term.amount).collect();
        assert_eq!(years, [2, 2, 2, 3, 2], "{term}");
    }
}

#[test]
fn an_election_fills_the_offices_it_names_in_document_order() {
    let offices = "for \"treasurer\" \"president\"\n    every";
    let program = compiled(&demo_with("for all-offices\n    every", offices));
    let filled: Vec<&str> = program.elections[0].offices.iter().map(|office| office.0.as_str()).collect();
    assert_eq!(filled, ["president", "treasurer"]);
}

#[test]
fn the_roll_can_pass_on_like_any_duty() {
    let line = "roll frozen=\"10d\" by=\"secretary\" within=\"4d\" otherwise=\"clock\"";
    let two = "roll frozen=\"10d\" by=\"secretary\" within=\"4d\" otherwise=\"lot-committee\"\n    \
               roll by=\"lot-committee\" within=\"2d\" otherwise=\"clock\"";
    let program = compiled(&demo_with(line, two));
    let freeze = program.elections[0].step("freeze").expect("it is a step");
    assert_eq!((freeze.bearers.len(), freeze.bearers[1].within), (2, Span::days(2)));
}

#[test]
fn no_kind_of_the_vocabulary_is_an_unknown_word() {
    assert!(vocabulary::kind_words().count() >= 40);
    for kind in vocabulary::kind_words() {
        let text = EXAMPLE.replace(
            "election \"officers\" {",
            &format!("{kind} \"x\" {{\n    odd 1\n}}\nelection \"officers\" {{"),
        );
        for problem in problems(&text) {
            assert!(!problem.message.contains("No kind of rule"), "{kind}: {problem}");
        }
    }
}

#[test]
fn a_kind_without_a_type_of_its_own_is_kept_whole_with_its_place() {
    let constitution = read(DEMO);
    let (article, rule) = constitution
        .rules()
        .find(|(_, rule)| matches!(&rule.kind, RuleKind::Other(other) if other.kind == "recall"))
        .expect("the demo has a recall");
    let RuleKind::Other(other) = &rule.kind else { panic!("it is not typed") };
    assert_eq!((article.id.0.as_str(), other.name.as_deref()), ("recall", Some("officers")));
    assert_eq!(
        other.node.children.iter().map(|child| child.word.as_str()).collect::<Vec<_>>(),
        ["for", "petition", "called-by", "vote"]
    );
    assert!(constitution.source.text()[rule.place.0..].starts_with("recall \"officers\""));
    assert_eq!(Printer::new(&constitution).sentences(rule).len(), 4);
}

#[test]
fn without_a_rule_on_keys_the_first_article_keeps_the_register() {
    let program = compiled(&demo_with("duty \"keys\"", "duty \"doors\""));
    assert_eq!(program.keys_article, ArticleId("name".to_owned()));
}

#[test]
fn a_partial_document_without_an_election_compiles() {
    let text = "---\nname: A\nkind: local\nsector: public\nprofile: us-lmrda\nscope: [members]\nhappened: {}\n---\n\n\
                ## Members {#members}\n\nWords.\n\n```rules\nbody \"board\" kind=\"board\" seats=5\n\
                standing { kept-by \"board\" }\n```\n\n### History {#history prose-only}\n\nOld words.\n";
    let program = compiled(text);
    assert!(program.elections.is_empty() && program.assumed.is_empty());
    assert_eq!(
        program.articles.iter().map(|(id, _)| id.0.as_str()).collect::<Vec<_>>(),
        ["members", "history"]
    );
    let found = problems(&text.replace("standing { kept-by \"board\" }\n", ""));
    assert_eq!(found.len(), 1, "{}", shown(&found));
    assert!(found[0].remedy.contains("standing { kept-by"));
}

#[test]
fn only_the_first_heading_of_the_first_level_can_do_without_an_id() {
    let found = problems(&EXAMPLE.replace(" {#elections}", ""));
    assert_eq!(
        (found.len(), found[0].line, found[0].remedy.contains("{#elections}")),
        (1, 10, true),
        "{}",
        shown(&found)
    );
    let found = problems(&EXAMPLE.replace("## Article 4", "# One\n\n# Two\n\n## Article 4"));
    assert_eq!(found[0].line, 12, "{}", shown(&found));
    assert!(found[0].message.contains("\"Two\" has no id"));
}

#[test]
fn words_and_headings_are_kept_apart_from_rules() {
    let constitution = read(DEMO);
    assert_eq!(constitution.title.as_deref(), Some("Constitution of Harbor Logistics Workers, Local 12"));
    for article in &constitution.articles {
        assert!(!article.words.contains("```") && !article.words.contains("{#"), "{}", article.id);
        assert!(!article.words.trim().is_empty(), "{}", article.id);
        assert_eq!(article.rules.is_empty(), article.is_prose_only, "{}", article.id);
        assert!(constitution.source.text()[article.place.0..].starts_with("## "), "{}", article.id);
    }
}

#[test]
fn the_model_constitution_can_be_run_and_says_what_it_leaves_to_people() {
    let text = include_str!("../../../examples/model-local.md");
    let constitution = read(text);
    let program = compiled(text);
    assert_eq!(program.elections.len(), 1);
    let left = left_to_people(&constitution);
    let mut once = left.clone();
    once.dedup();
    assert_eq!(left, once);
    assert!(left.iter().any(|sentence| sentence.contains("observers")), "{left:#?}");
    // What it runs step by step it does not leave to people: the duties of officers, reports, appeals.
    assert!(left.iter().all(|sentence| !sentence.contains("an appeal by a nominee")), "{left:#?}");
    assert!(left.iter().all(|sentence| !sentence.starts_with("Article `reports`")), "{left:#?}");
    let of_demo: Vec<String> = left_to_people(&read(DEMO))
        .iter()
        .map(|sentence| sentence.replace("the program leaves this to people: ", ""))
        .collect();
    let counted = "how many must agree: people count and tell the program the outcome.";
    let expected = [
        "Article `membership`: serving the notice that this rule asks for.".to_owned(),
        "Article `committees`: how those who sit on it are chosen.".to_owned(),
        "Article `recall`: whether enough members have signed, and where it is handed in.".to_owned(),
        format!("Article `recall`: {counted}"),
        format!("Article `money`: {counted}"),
        format!("Article `amendments`: {counted}"),
        "Article `amendments`: serving the notice that this rule asks for.".to_owned(),
    ];
    assert_eq!(of_demo, expected);
}
