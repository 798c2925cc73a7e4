//! The manual of the language, made from the definitions the reader itself uses: what it shows parses, what it says of a
//! word is what the word is checked against. The prose at its front stands in `front.txt`; nothing else is written by hand.

mod kinds;

use crate::document::{Constitution, Document};
use crate::front_matter;
use crate::lint;
use crate::print::Printer;
use crate::vocabulary::words::{self, Words};
use crate::vocabulary::{self, ON_EVERY_RULE, SUBJECTS};

/// The prose at the front, with places for what is made.
const FRONT: &str = include_str!("front.txt");

/// The first constitution a reader sees.
const FIRST: &str = include_str!("first.md");

/// The manual.
///
/// *Shape*: Markdown; each line ends in LF.
pub fn manual() -> String {
    let mut out = front();
    out.push_str("\n## The kinds of rules\n");
    for (subject, about) in SUBJECTS {
        out.push_str(&format!("\n{}: ", crate::print::upper(about)));
        let of_subject = vocabulary::all().filter(|kind| kind.subject == subject);
        let links: Vec<String> = of_subject.map(|kind| format!("[`{0}`](#{0})", kind.shape.word)).collect();
        out.push_str(&format!("{}.\n", links.join(", ")));
    }
    for kind in vocabulary::all() {
        out.push_str(&kinds::section(kind));
    }
    out.push_str(&lints());
    out
}

/// The front half, filled in.
fn front() -> String {
    let mut out = FRONT.to_owned();
    for (name, text) in made() {
        let place = format!("{{{{{name}}}}}");
        debug_assert!(out.contains(&place), "the front has no place for {name}");
        out = out.replace(&place, &text);
    }
    out
}

/// What is made for the front, by the name of its place.
fn made() -> Vec<(&'static str, String)> {
    let first = read(FIRST);
    vec![
        ("example", format!("````markdown\n{FIRST}````")),
        ("example-sentences", sentences(&first)),
        ("mistake", mistake()),
        ("kind-count", vocabulary::all().count().to_string()),
        ("front-kinds", inline(front_matter::KINDS.into_iter())),
        ("front-sectors", inline(front_matter::SECTORS.into_iter())),
        ("profiles", inline(lint::Profile::names())),
        ("subjects", table("subject", SUBJECTS.iter().map(|(word, about)| (*word, (*about).to_owned())))),
        ("channels", inline(words::each(words::CHANNELS))),
        ("content", inline(words::each(words::CONTENT))),
        ("recipients", inline(words::each(words::RECIPIENTS))),
        ("countings", table("counting", phrases(words::COUNTINGS))),
        ("bases", table("of", phrases(words::BASES))),
        (
            "on-every-rule",
            table(
                "property",
                ON_EVERY_RULE.iter().map(|slot| (slot.word, kinds::says(slot.holds, slot.about))),
            ),
        ),
    ]
}

/// Every rule of a document as a list of sentences.
fn sentences(constitution: &Constitution) -> String {
    let printer = Printer::new(constitution);
    let lines: Vec<String> = constitution
        .rules()
        .flat_map(|(_, rule)| printer.sentences(rule))
        .map(|sentence| format!("- {sentence}"))
        .collect();
    lines.join("\n")
}

/// A slip of the pen in the first constitution, as the program tells it.
fn mistake() -> String {
    let slipped = FIRST.replacen("    window \"14d\"", "    windwo \"14d\"", 1);
    let found = Document::parse(&slipped, "constitution.md").err().unwrap_or_default();
    let told: String = found.iter().map(crate::Diagnostic::render).collect();
    format!("```text\n{told}```")
}

/// The lints, by group.
fn lints() -> String {
    let mut out = "\n## What the linter looks for\n\nEach finding has one of these ids. Its weight is `law` where a floor of \
                   the profile is likely not met, `broken` where a constitution defeats itself, `guidance` where an \
                   authority advises otherwise, `advice` where it works and could be better. Another profile can give \
                   another weight.\n\n| id | weight | looks for |\n| --- | --- | --- |\n"
        .to_owned();
    for lint in lint::all() {
        out.push_str(&format!("| {} | {} | {} |\n", lint.id, lint.severity.word(), cell(lint.about)));
    }
    out
}

fn read(text: &str) -> Constitution {
    Document::parse(text, "manual.md").expect("the examples of the manual are part of the program and tested")
}

/// Words in a row, as code.
fn inline<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn phrases(list: Words) -> impl Iterator<Item = (&'static str, String)> {
    list.iter().map(|(word, phrase)| match *phrase {
        "" => (*word, word.replace('-', " ")),
        phrase => (*word, phrase.to_owned()),
    })
}

fn table<'a>(head: &str, rows: impl Iterator<Item = (&'a str, String)>) -> String {
    let rows: Vec<String> = rows.map(|(word, says)| format!("| `{word}` | {} |", cell(&says))).collect();
    format!("| {head} | says |\n| --- | --- |\n{}", rows.join("\n"))
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests;
