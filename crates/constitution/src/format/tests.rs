//! Formatting is stable, keeps words and comments, and changes no meaning.

use super::*;
use crate::vocabulary::tests::examples;
use proptest::prelude::*;

const FRONT: &str =
    "---\nname: A\nkind: local\nsector: private\nprofile: none\nscope: all\nhappened: {}\n---\n\n";

fn document(block: &str) -> String {
    format!("{FRONT}## A {{#a}}\n\nWords  of\tthe article.\n\n```rules\n{block}\n```\n\nMore words.\n")
}

fn formatted(block: &str) -> String {
    let whole = super::format(&document(block), "x.md").expect("it is well formed");
    let (before, rest) = whole.split_once("```rules\n").expect("it has a block");
    let (inside, after) = rest.split_once("```\n").expect("the block has an end");
    assert_eq!(before, format!("{FRONT}## A {{#a}}\n\nWords  of\tthe article.\n\n"));
    assert_eq!(after, "\nMore words.\n");
    inside.to_owned()
}

#[test]
fn a_block_is_laid_out_in_the_one_way() {
    for (block, expected) in [
        ("term{for all-offices;length \"2y\"}", "term { for all-offices; length \"2y\" }\n"),
        ("term {for all-offices;length \"2y\"\n}", "term {\n    for all-offices\n    length \"2y\"\n}\n"),
        ("term {\nfor all-offices;length \"2y\"}", "term {\n    for all-offices\n    length \"2y\"\n}\n"),
        ("term{for all-offices;length \"2y\"} // so", "term { for all-offices; length \"2y\" } // so\n"),
        (
            "\n\n   office president   seats=01\n\n\n\n\toffice \"secretary\" title=scribe {}\n\n",
            "office \"president\" seats=1\n\noffice \"secretary\" title=\"scribe\"\n",
        ),
        (
            "threshold \"dues\" secret=#true of=cast share=\"2/3\" rank=\"bylaw\"",
            "threshold \"dues\" share=\"2/3\" of=\"cast\" secret=#true rank=\"bylaw\"\n",
        ),
        (
            "notice by=\"post\" lead=\"9d\" \"x\" by=\"email\"",
            "notice \"x\" lead=\"9d\" by=\"post\" by=\"email\"\n",
        ),
        ("office \"a\" title=\"a \\\"b\\\" \\\\ c\"", "office \"a\" title=\"a \\\"b\\\" \\\\ c\"\n"),
    ] {
        assert_eq!(formatted(block), expected);
    }
}

#[test]
fn comments_stay_where_they_stand() {
    for (block, expected) in [
        (
            "// first\nterm { // of the term\n// inside\nfor all-offices // who\nlength \"2y\"; // how long\n// last\n} // after\n// end",
            "// first\nterm { // of the term\n    // inside\n    for all-offices // who\n    length \"2y\" // how long\n    // last\n} // after\n// end\n",
        ),
        ("office \"a\" {\n// nothing yet\n}", "office \"a\" {\n    // nothing yet\n}\n"),
        ("office \"a\" { // nothing yet\n} // so", "office \"a\" {\n    // nothing yet\n} // so\n"),
        ("office \"a\" {} // so", "office \"a\" // so\n"),
        ("office \"a\" {\n} // so", "office \"a\" // so\n"),
        (
            "office \"a\"; office \"b\" // b\n\n\n// c\n\noffice \"d\"",
            "office \"a\"\noffice \"b\" // b\n\n// c\n\noffice \"d\"\n",
        ),
        ("office \"a\" title=\"no // comment\" //one", "office \"a\" title=\"no // comment\" //one\n"),
        ("office \"a\"\n// {\n// }", "office \"a\"\n// {\n// }\n"),
    ] {
        assert_eq!(formatted(block), expected, "{block}");
    }
}

#[test]
fn a_document_that_cannot_be_read_is_not_formatted() {
    assert!(super::format(&document("ofice \"a\""), "x.md").is_err());
    assert!(super::format("", "x.md").is_err());
}

#[test]
fn blocks_of_other_languages_and_nested_headings_stay() {
    let text = format!("{FRONT}## A {{#a prose-only}}\n\n```js\na  =  1\n```\n\n    rules  {{ x }}\n");
    assert_eq!(super::format(&text, "x.md").as_deref(), Ok(text.as_str()));
}

#[test]
fn every_example_is_written_in_the_one_way() {
    let text = examples();
    let tidy = super::format(&text, "x.md").expect("they are well formed");
    let differing: Vec<_> =
        tidy.lines().zip(text.lines()).filter(|(tidy, written)| tidy != written).collect();
    assert!(differing.is_empty(), "{differing:#?}");
    assert_eq!(tidy, text);
}

/// What a careless hand does to a line.
#[derive(Debug, Clone, Copy)]
enum Slip {
    /// Two blanks for one, or a tab.
    Wide(&'static str),
    /// A comment behind it.
    Behind,
    /// A comment on the next line.
    Below,
    /// A blank line or three.
    Gap(usize),
    /// A `;`, and the next line on the same.
    Joined,
}

/// Examples with slips where a reader would not mind them.
fn untidy() -> impl Strategy<Value = String> {
    let slips = vec![
        Slip::Wide("  "),
        Slip::Wide(" \t"),
        Slip::Behind,
        Slip::Below,
        Slip::Gap(1),
        Slip::Gap(3),
        Slip::Joined,
    ];
    prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(slips)), 0..60).prop_map(
        |slips| {
            let text = examples();
            let mut lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
            for (at, slip) in slips {
                let number = at.index(lines.len());
                let in_block =
                    lines[..=number].iter().filter(|line| line.starts_with("```")).count() % 2 == 1;
                let line = lines[number].trim_end_matches('\n').to_owned();
                if !in_block || line.starts_with("```") || line.contains("//") || line.trim().is_empty() {
                    continue;
                }
                let next_ends = lines.get(number + 1).is_none_or(|next| next.starts_with("```"));
                lines[number] = match slip {
                    // Blanks inside a text belong to it.
                    Slip::Wide(blanks) => match line.split_once('"') {
                        Some((word, rest)) => format!("{}\"{rest}\n", word.replace(' ', blanks)),
                        None => line.replace(' ', blanks) + "\n",
                    },
                    Slip::Behind => format!("{line} // note {{\n"),
                    Slip::Below => format!("{line}\n// note \"\n"),
                    Slip::Gap(lines) => format!("{line}\n{}", "\n".repeat(lines)),
                    Slip::Joined if line.ends_with('{') || next_ends || line.ends_with(['\n', ';']) => {
                        line + "\n"
                    }
                    Slip::Joined => format!("{line};"),
                };
            }
            lines.concat()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn formatting_is_stable_and_changes_no_meaning(text in untidy()) {
        let before = Document::parse(&text, "x.md");
        let before = before.unwrap_or_else(|found| panic!("{}", found[0].render()));
        let once = super::format(&text, "x.md").expect("it is well formed");
        prop_assert_eq!(super::format(&once, "x.md").expect("it stays well formed"), once.clone());
        let after = Document::parse(&once, "x.md").expect("it stays well formed");
        let meaning = |constitution: &crate::Constitution| {
            constitution.rules().map(|(article, rule)| (article.id.clone(), rule.node.meaning())).collect::<Vec<_>>()
        };
        prop_assert_eq!(meaning(&before), meaning(&after));
        let words = |constitution: &crate::Constitution| {
            constitution.articles.iter().map(|article| article.words.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(words(&before), words(&after));
        let notes = |text: &str| text.matches("// note").count();
        prop_assert_eq!(notes(&text), notes(&once));
        // Only the examples' own layout, the notes and single blank lines are left.
        let bare: String = once.lines().map(|line| line.split(" //").next().unwrap_or_default())
            .filter(|line| !line.trim().is_empty() && !line.starts_with("//")).collect::<Vec<_>>().join("\n");
        let plain = examples();
        let plain: Vec<&str> = plain.lines().filter(|line| !line.is_empty()).collect();
        for (bare, plain) in bare.lines().zip(&plain) {
            prop_assert_eq!(bare, *plain);
        }
        prop_assert_eq!(bare.lines().count(), plain.len());
    }
}
