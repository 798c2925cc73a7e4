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
    let mut text = "---\nname: A\nkind: local\nsector: private\nprofile: none\nscope: all\nhappened: {}\n---\n".to_owned();
    for kind in all() {
        let word = kind.shape.word;
        text.push_str(&format!("\n## The {word} {{#{word}}}\n\nWords.\n\n```rules\n{}\n```\n", kind.example));
    }
    text
}

#[test]
fn every_example_fits_its_shape_and_uses_every_word_of_it() {
    let read = crate::Document::parse(&examples(), "examples.md");
    let constitution = read.unwrap_or_else(|found| panic!("{}", found.iter().map(|d| d.render()).collect::<String>()));
    for kind in all() {
        let (_, rule) = constitution.rules().find(|(_, rule)| rule.node.word == kind.shape.word).expect("it is there");
        uses(&rule.node, &kind.shape, kind.shape.word);
    }
}

/// A `term` names its offices in one way, a meeting counts by number or by share: these are shown elsewhere.
const NOT_SHOWN: [&str; 8] = [
    "body.seats",
    "meeting.special.number",
    "recall.petition.number",
    "referendum.petition.number",
    "referendum.petition.each-unit",
    "amendment.petition.number",
    "finance.assessments.share",
    "finance.assessments.of",
];

fn uses(node: &crate::Node, shape: &Shape, path: &str) {
    for slot in shape.props {
        let at = format!("{path}.{}", slot.word);
        let is_there = node.props.iter().any(|(name, _)| name == slot.word);
        assert!(is_there || NOT_SHOWN.contains(&at.as_str()), "{at} is not in the example");
    }
    for inner in shape.children {
        let at = format!("{path}.{}", inner.word);
        let lines: Vec<_> = node.children.iter().filter(|line| line.word == inner.word).collect();
        assert!(!lines.is_empty(), "{at} is not in the example");
        if !inner.repeats {
            lines.iter().for_each(|line| uses(line, inner, &at));
        }
    }
}
