//! Hostile and huge documents: the reader never panics, never runs away, and a refusal always says where and why.

mod common;

use common::{DEMO, compiled, problems, read};
use proptest::prelude::*;
use rankfile_constitution::{Constitution, Diagnostic, Document, canonical, compile, format, print::Printer};

/// Reads, compiles and prints; whatever the outcome, it is well formed.
fn run(text: &str) -> Result<(), TestCaseError> {
    let check = |found: Vec<Diagnostic>| {
        prop_assert!(!found.is_empty(), "a refusal gives a reason");
        for problem in found {
            prop_assert!(problem.line >= 1 && problem.column >= 1);
            prop_assert!(!problem.message.is_empty() && !problem.remedy.is_empty(), "{problem:?}");
            prop_assert!(problem.render().contains(&problem.message));
        }
        Ok(())
    };
    match Document::parse(text, "x.md") {
        Err(found) => check(found),
        Ok(constitution) => {
            let printer = Printer::new(&constitution);
            for (_, rule) in constitution.rules() {
                prop_assert!(!printer.sentences(rule).is_empty());
            }
            prop_assert_eq!(constitution.source.text(), &canonical(text));
            let tidy = format(text, "x.md").expect("what is read can be formatted");
            prop_assert_eq!(format(&tidy, "x.md"), Ok(tidy.clone()));
            let again = read(&tidy);
            let said = |constitution: &Constitution| {
                let printer = Printer::new(constitution);
                constitution.rules().map(|(_, rule)| printer.sentences(rule)).collect::<Vec<_>>()
            };
            prop_assert_eq!(said(&again), said(&constitution));
            compile(&constitution).map_or_else(check, |_| Ok(()))
        }
    }
}

/// The model: most kinds of rules.
const MODEL: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/model-local.md"));

/// The demo, or the model, with some pieces cut out, doubled, or replaced by other text.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(String::new()),
        ".{0,8}",
        prop::sample::select(vec![
            "{",
            "}",
            "\"",
            "```",
            "```rules\n",
            "---\n",
            "\n",
            "=",
            ";",
            "#",
            "## X {#x}\n",
            "/-",
            "/*",
            "(",
            "all-offices",
            "otherwise=\"clock\"",
            "\"30d\"",
            "within=\"0d\"",
            "\u{feff}",
            "\u{0}",
            "é",
            "- ",
            "> ",
            "    ",
            "\\",
            "1",
        ])
        .prop_map(str::to_owned),
    ];
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, piece), 1..6);
    (prop::sample::select(vec![DEMO, MODEL]), edits).prop_map(|(text, edits)| {
        let mut text: Vec<char> = text.chars().collect();
        for (at, cut, piece) in edits {
            let from = at.index(text.len());
            let to = (from + cut).min(text.len());
            text.splice(from..to, piece.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_mutated_constitution_panics(text in mutated()) {
        run(&text)?;
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        run(&text)?;
        run(&format!("---\nname: A\nkind: local\nsector: private\nprofile: p\n---\n## A {{#a}}\n```rules\n{text}\n```\n"))?;
    }

    #[test]
    fn what_is_accepted_is_accepted_in_any_line_form(text in mutated()) {
        let unix = Document::parse(&text, "x.md");
        let dos = Document::parse(&canonical(&text).replace('\n', " \t\r\n"), "x.md");
        prop_assert_eq!(unix, dos);
    }

    #[test]
    fn canonical_is_idempotent_on_constitutions(text in mutated()) {
        let form = canonical(&text);
        prop_assert_eq!(canonical(&form), form);
    }
}

fn document(articles: impl Iterator<Item = String>) -> String {
    let front = "---\nname: A\nkind: local\nsector: private\nprofile: p\nscope: all\nhappened: {}\n---\n\n";
    front.to_owned() + &articles.collect::<String>()
}

#[test]
fn ten_thousand_articles_are_read_and_compiled() {
    let founding = "## F {#f}\n\n```rules\nbody \"board\" kind=\"board\" seats=3\nstanding { kept-by \"board\" }\n```\n\n".to_owned();
    let article = |n: usize| {
        format!(
            "## Article {n}. Office {n} {{#a{n}}}\n\nThere is an office {n}.\n\n```rules\noffice \"o{n}\" seats=1\n\
             term {{ for \"o{n}\"; length \"3y\" }}\npublication \"p{n}\" to=\"members\" within=\"30d\" by=\"o{n}\"\n```\n\n"
        )
    };
    let text = document(std::iter::once(founding).chain((0..10_000).map(article)));
    assert_eq!(read(&text).articles.len(), 10_001);
    assert_eq!(compiled(&text).offices.len(), 10_000);
}

#[test]
fn ten_thousand_rules_of_kinds_that_are_only_read_are_printed_and_formatted() {
    let article = |n: usize| {
        format!(
            "## Article {n}. Duty {n} {{#a{n}}}\n\nWords.\n\n```rules\nduty \"d{n}\" {{\n    bearer \"secretary\"\n    action \"act\"\n}}\n\
             petition \"p{n}\" {{\n    signers share=\"10%\" of=\"members\"\n}}\n```\n\n"
        )
    };
    let text = document((0..5_000).map(article));
    let constitution = read(&text);
    let printer = Printer::new(&constitution);
    assert_eq!(constitution.rules().flat_map(|(_, rule)| printer.sentences(rule)).count(), 10_000);
    assert_eq!(format(&text, "x.md"), Ok(canonical(&text)));
}

#[test]
fn what_the_fuzz_targets_begin_with_is_read() {
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut blocks = 0;
    for entry in std::fs::read_dir(seeds.join("block")).expect("the seeds are there") {
        let block = std::fs::read_to_string(entry.expect("it can be listed").path()).expect("it can be read");
        let text = document(std::iter::once(format!("## A {{#a}}\n\n```rules\n{block}\n```\n")));
        assert_eq!(read(&text).rules().count(), 1, "{block}");
        blocks += 1;
    }
    assert!(blocks >= 40);
    let whole = std::fs::read_to_string(seeds.join("document/example.md")).expect("it can be read");
    read(&whole);
}

#[test]
fn rules_that_markdown_would_not_read_are_refused() {
    for (before, after) in [
        ("- ", ""),
        ("> ", ""),
        ("<div>\n", "\n</div>"),
        ("<pre>\n", "\n</pre>"),
        ("<script>\n", "\n</script>"),
        ("    ", ""),
        ("1. words\n\n   ", ""),
    ] {
        let text = format!(
            "## A {{#a}}\n\n{before}```rules\noffice \"x\"\n```{after}\n\n```rules\noffice \"y\"\n```\n"
        );
        let found = problems(&document(std::iter::once(text)));
        assert!(!found.is_empty(), "{before}");
        assert!(
            found[0].remedy.contains("left margin") || found[0].remedy.contains("line ```"),
            "{}",
            found[0]
        );
    }
    let hidden =
        "## A {#a}\n\n<!--\n```rules\noffice \"x\"\n```\n-->\n\n```rules\noffice \"y\"\n```\n".to_owned();
    assert_eq!(read(&document(std::iter::once(hidden))).rules().count(), 1);
}

#[test]
fn hostile_words_stay_words() {
    for words in [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1)) ![x](data:text/html,y)",
        "\u{202e}sdrow desrever\u{2066}",
        "&lt;b&gt; &#0; \u{0}",
        "[rules]: http://example.org",
        "```\nrules\n```",
        "{{#b}} {{=}} ${{x}} {{0}}",
    ] {
        let article = format!(
            "## A {{#a}}\n\n{words}\n\n```rules\noffice \"x\" title=\"<b>x</b> {{0}} [y] <z>\"\n```\n"
        );
        let constitution = read(&document(std::iter::once(article)));
        assert_eq!(constitution.articles[0].words, words.trim());
        let said = Printer::new(&constitution).sentences(&constitution.articles[0].rules[0]);
        assert_eq!(
            said,
            ["There is the office of <b>x</b> {0} [y] <z>."],
            "a title is a text and no template"
        );
    }
}

#[test]
fn ten_thousand_bad_articles_are_told_up_to_a_thousand_and_counted() {
    let article = |n: usize| format!("## Article {n} {{#a{n}}}\n\n```rules\nofice \"o{n}\"\n```\n\n");
    let found = problems(&document((0..10_000).map(article)));
    assert_eq!(found.len(), 1001);
    assert!(found[1000].message.contains("9000 more"), "{}", found[1000]);
}

#[test]
fn long_blocks_of_nonsense_are_refused_at_once() {
    for unit in ["a {", "a b= ", "\"", "a;", "a \"b\" "] {
        let text =
            document(std::iter::once(format!("## A {{#a}}\n\n```rules\n{}\n```\n", unit.repeat(3000))));
        let found = problems(&text);
        assert!(!found.is_empty(), "{unit}");
    }
}

#[test]
fn a_file_that_is_too_long_is_refused_before_it_is_read() {
    let found = problems(&"a".repeat(17 * 1024 * 1024));
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("16 MiB"));
}
