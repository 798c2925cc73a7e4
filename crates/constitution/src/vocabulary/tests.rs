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

/// What the check says of a rule: places and remedies.
fn told(node: &crate::Node, shape: &Shape) -> Vec<crate::Diagnostic> {
    let mut report = crate::diagnostic::Report::default();
    check(node, shape, &crate::step::ArticleId("a".to_owned()), &mut report);
    // As many blanks as places, so that the column tells the place.
    let source = crate::Source::new("x", " ".repeat(100_000));
    report.settle(&source).err().unwrap_or_default()
}

/// Every node of an example with its shape, as a path of positions among children.
fn paths(node: &crate::Node, shape: &'static Shape) -> Vec<(Vec<usize>, &'static Shape)> {
    let mut out = vec![(Vec::new(), shape)];
    for (number, child) in node.children.iter().enumerate() {
        let inner = shape.children.iter().find(|inner| inner.word == child.word).expect("it is known");
        out.extend(paths(child, inner).into_iter().map(|(mut path, shape)| {
            path.insert(0, number);
            (path, shape)
        }));
    }
    out
}

fn at<'a>(node: &'a mut crate::Node, path: &[usize]) -> &'a mut crate::Node {
    path.iter().fold(node, |node, number| &mut node.children[*number])
}

/// Each rule of the examples with its kind.
fn each_example() -> Vec<(crate::Node, &'static Kind)> {
    let constitution = crate::Document::parse(&examples(), "x.md").expect("the examples are well formed");
    constitution
        .rules()
        .map(|(_, rule)| (rule.node.clone(), kind(&rule.node.word).expect("it is known")))
        .collect()
}

#[test]
fn a_slip_in_any_word_is_told_at_its_place_with_a_word_that_is_known() {
    for (rule, kind) in each_example() {
        for (path, shape) in paths(&rule, &kind.shape) {
            if !path.is_empty() {
                let mut slipped = rule.clone();
                let node = at(&mut slipped, &path);
                node.word = format!("{}q", node.word);
                let (place, right) = (node.place.0 + 1, shape.word);
                let found = told(&slipped, &kind.shape);
                let it = found.iter().find(|problem| problem.column == place).expect("the place is told");
                assert!(it.remedy.contains(&format!("`{right}`")), "{} {right}: {}", rule.word, it.remedy);
            }
            for number in 0..at(&mut rule.clone(), &path).props.len() {
                let mut slipped = rule.clone();
                let (name, value) = &mut at(&mut slipped, &path).props[number];
                let (place, right) = (value.place.0 + 1, std::mem::replace(name, format!("{name}q")));
                let found = told(&slipped, &kind.shape);
                let it = found.iter().find(|problem| problem.column == place).expect("the place is told");
                assert!(it.remedy.contains("Did you mean `"), "{} {right}: {}", rule.word, it.remedy);
            }
        }
    }
}

#[test]
fn a_value_that_cannot_fit_is_told_at_its_place_wherever_it_stands() {
    use crate::Datum;
    for (rule, kind) in each_example() {
        for (path, shape) in paths(&rule, &kind.shape) {
            let node = at(&mut rule.clone(), &path).clone();
            let holds =
                node.args.iter().map(|_| shape.args.holds).chain(node.props.iter().map(|(name, _)| {
                    shape.props.iter().find(|slot| slot.word == name).expect("it is known").holds
                }));
            for (number, holds) in holds.enumerate() {
                for bad in
                    [Datum::Text("\u{a7} 7 zebras".to_owned()), Datum::Number(u64::MAX), Datum::Flag(true)]
                {
                    let fits = matches!(
                        (&bad, holds),
                        (Datum::Flag(_), Holds::Flag) | (Datum::Text(_), Holds::Text)
                    );
                    if fits {
                        continue;
                    }
                    let mut wrong = rule.clone();
                    let node = at(&mut wrong, &path);
                    let least = node.args.len();
                    let value = match node.args.get_mut(number) {
                        Some(arg) => arg,
                        None => &mut node.props[number - least].1,
                    };
                    value.is = bad.clone();
                    let place = value.place.0 + 1;
                    let found = told(&wrong, &kind.shape);
                    let is_told =
                        found.iter().any(|problem| problem.column == place && !problem.remedy.is_empty());
                    assert!(is_told, "{} {}: {bad:?}", rule.word, shape.word);
                }
            }
        }
    }
}

#[test]
fn what_must_be_there_is_missed_and_what_may_come_once_is_not_taken_twice() {
    for (rule, kind) in each_example() {
        for (path, shape) in paths(&rule, &kind.shape) {
            for inner in shape.children {
                let mut without = rule.clone();
                at(&mut without, &path).children.retain(|child| child.word != inner.word);
                let missed = told(&without, &kind.shape)
                    .iter()
                    .any(|problem| problem.message.contains("does not say"));
                assert_eq!(missed, inner.is_required, "{} {}", rule.word, inner.word);
                let mut twice = rule.clone();
                let lines = &mut at(&mut twice, &path).children;
                let line = lines.iter().find(|child| child.word == inner.word).cloned();
                lines.extend(line);
                let refused =
                    told(&twice, &kind.shape).iter().any(|problem| problem.message.contains("comes twice"));
                assert_eq!(refused, !inner.repeats, "{} {}", rule.word, inner.word);
            }
            for slot in shape.props {
                let mut without = rule.clone();
                at(&mut without, &path).props.retain(|(name, _)| name != slot.word);
                let missed = told(&without, &kind.shape)
                    .iter()
                    .any(|problem| problem.message.contains("does not say"));
                assert_eq!(missed, slot.is_required, "{} {}", rule.word, slot.word);
            }
        }
    }
}
