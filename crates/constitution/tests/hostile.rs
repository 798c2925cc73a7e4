//! Hostile and huge documents: the reader never panics, never runs away, and a refusal always says where and why.

mod common;

use common::{DEMO, compiled, problems, read};
use proptest::prelude::*;
use rankfile_constitution::{Diagnostic, Document, canonical, compile, print::Printer};

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
            compile(&constitution).map_or_else(check, |_| Ok(()))
        }
    }
}

/// The demo with some pieces cut out, doubled, or replaced by other text.
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
    prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, piece), 1..6).prop_map(|edits| {
        let mut text: Vec<char> = DEMO.chars().collect();
        for (at, cut, piece) in edits {
            let from = at.index(text.len());
            let to = (from + cut).min(text.len());
            text.splice(from..to, piece.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

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
