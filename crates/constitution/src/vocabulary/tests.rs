//! The tables hold together.

use super::*;

#[test]
fn there_are_forty_three_words_and_each_kind_belongs_to_a_subject() {
    let mut words: Vec<_> = kind_words().collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), 43);
    for kind in all() {
        assert!(SUBJECTS.iter().any(|(word, _)| *word == kind.subject), "{}", kind.shape.word);
    }
    for (subject, _) in SUBJECTS {
        assert!(all().any(|kind| kind.subject == subject), "nothing is about {subject}");
    }
}

/// Every example in one document, an article each.
pub(crate) fn examples() -> String {
    let mut text =
        "---\nname: A\nkind: local\nsector: private\nprofile: none\nscope: all\nhappened: {}\n---\n"
            .to_owned();
    for kind in all() {
        let word = kind.shape.word;
        text.push_str(&format!("\n## The {word} {{#{word}}}\n\nWords.\n\n```rules\n{}\n```\n", kind.example));
    }
    text
}

#[test]
fn every_example_fits_its_shape_and_uses_every_word_of_it() {
    let read = crate::Document::parse(&examples(), "examples.md");
    let constitution =
        read.unwrap_or_else(|found| panic!("{}", found.iter().map(|d| d.render()).collect::<String>()));
    let mut missing = Vec::new();
    for kind in all() {
        let (_, rule) =
            constitution.rules().find(|(_, rule)| rule.node.word == kind.shape.word).expect("it is there");
        unused(&rule.node, &kind.shape, kind.shape.word, &mut missing);
    }
    missing.retain(|path| !NOT_SHOWN.contains(&path.as_str()));
    assert!(missing.is_empty(), "not in the examples: {missing:#?}");
}

/// Signatures are counted by number or by share; the example of a petition shows both.
const NOT_SHOWN: [&str; 6] = [
    "meeting.special.number",
    "referendum.petition.number",
    "referendum.petition.each-unit",
    "recall.petition.number",
    "amendment.petition.number",
    "member-class.title",
];

/// What the shape offers and the example does not use.
fn unused(node: &crate::Node, shape: &Shape, path: &str, out: &mut Vec<String>) {
    for slot in shape.props {
        if !node.props.iter().any(|(name, _)| name == slot.word) {
            out.push(format!("{path}.{}", slot.word));
        }
    }
    for inner in shape.children {
        let at = format!("{path}.{}", inner.word);
        match node.children.iter().find(|line| line.word == inner.word) {
            Some(line) => unused(line, inner, &at, out),
            None => out.push(at),
        }
    }
}
