//! Every value of every rule is said, and saying another value gives another sentence.

use super::*;
use crate::block::Value;
use crate::vocabulary::Slot;
use crate::vocabulary::tests::examples;
use crate::vocabulary::words::each;
use crate::{Constitution, Document};

fn read(text: &str) -> Constitution {
    Document::parse(text, "x.md")
        .unwrap_or_else(|found| panic!("{}", found.iter().map(|d| d.render()).collect::<String>()))
}

#[test]
fn every_example_prints_as_plain_sentences() {
    let constitution = read(&examples());
    let printer = Printer::new(&constitution);
    for (_, rule) in constitution.rules() {
        for sentence in printer.sentences(rule) {
            let first = sentence.chars().next().expect("it is not empty");
            assert!(first.is_uppercase() || first.is_ascii_digit(), "{sentence}");
            assert!(sentence.ends_with('.') && !sentence.ends_with(".."), "{sentence}");
            assert!(!sentence.contains(['{', '}', '[', ']', '<', '>', '|', '^', '~']), "{sentence}");
            assert!(!sentence.contains("  ") && !sentence.contains(" ,"), "{sentence}");
        }
    }
}

#[test]
fn another_value_gives_another_sentence() {
    let constitution = read(&examples());
    let printer = Printer::new(&constitution);
    let mut changed = 0;
    for (_, rule) in constitution.rules() {
        let kind = vocabulary::kind(&rule.node.word).expect("it is a kind");
        let said = printer.sentences(rule);
        for (node, path) in variants(&rule.node, &kind.shape) {
            changed += 1;
            let other = Rule { node, ..rule.clone() };
            assert_ne!(printer.sentences(&other), said, "{}: {path} is not said", rule.node.word);
        }
    }
    assert!(changed > 400, "{changed}");
}

#[test]
fn another_value_of_what_every_rule_can_carry_gives_another_sentence() {
    let text = examples().replace(
        "forbid \"staff-in-elections\"",
        "forbid \"staff-in-elections\" rank=\"bylaw\" exception-to=\"power\" effective=\"2026-01-01\" expires=\"2026-12-31\"",
    );
    let constitution = read(&text);
    let (_, rule) = constitution.rules().find(|(_, rule)| rule.node.word == "forbid").expect("it is there");
    let said = Printer::new(&constitution).sentences(rule);
    for sentence in [
        "This ranks as a bylaw.",
        "This is an exception to \"The power\".",
        "This holds from 1 January 2026.",
        "This holds until 31 December 2026.",
    ] {
        assert!(said.iter().any(|known| known == sentence), "{sentence} {said:#?}");
    }
}

/// The node with one value changed, for each value and what it is.
fn variants(node: &Node, shape: &Shape) -> Vec<(Node, String)> {
    let mut out = Vec::new();
    let has_title = node.prop("title").is_some();
    for (number, arg) in node.args.iter().enumerate() {
        // Whoever has a title is called by it, and not by the id.
        if has_title && matches!(shape.args.holds, Holds::NewId) {
            continue;
        }
        if let Some(other) = other(shape.args.holds, arg) {
            let mut changed = node.clone();
            changed.args[number] = other;
            out.push((changed, format!("{} argument {number}", node.word)));
        }
    }
    for (number, (name, value)) in node.props.iter().enumerate() {
        let slot: &Slot = shape.props.iter().find(|slot| slot.word == name).expect("it is known");
        // A title is read from the document and not from the node.
        if let Some(other) = other(slot.holds, value).filter(|_| name != "title") {
            let mut changed = node.clone();
            changed.props[number].1 = other;
            out.push((changed, format!("{} {name}=", node.word)));
        }
    }
    for (number, child) in node.children.iter().enumerate() {
        let inner = shape.children.iter().find(|inner| inner.word == child.word).expect("it is known");
        let is_followed = node.children.get(number + 1).is_some_and(|next| next.word == child.word);
        for (other, path) in variants(child, inner) {
            // What follows an inner line of a ladder is the next line, which says so itself.
            if is_followed && path.ends_with("otherwise=") {
                continue;
            }
            let mut changed = node.clone();
            changed.children[number] = other;
            out.push((changed, path));
        }
    }
    out
}

/// Another value that fits, where there is one.
fn other(holds: Holds, value: &Value) -> Option<Value> {
    let is = match (&value.is, holds) {
        (Datum::Flag(flag), _) => Datum::Flag(!flag),
        (Datum::Number(number), _) => Datum::Number(number + 1),
        (Datum::Text(text), Holds::OneOf(list)) => {
            Datum::Text(each(list).find(|word| word != text)?.to_owned())
        }
        (Datum::Text(text), Holds::Row(list)) => {
            Datum::Text(each(list).find(|word| !text.contains(word))?.to_owned())
        }
        (Datum::Text(_), Holds::Time) => Datum::Text("17 business-days".to_owned()),
        (Datum::Text(_), Holds::Yearly) => Datum::Text("3 march".to_owned()),
        (Datum::Text(_), Holds::Date) => Datum::Text("2027-03-03".to_owned()),
        (Datum::Text(_), Holds::Share) => Datum::Text("17/30".to_owned()),
        (Datum::Text(text), _) => Datum::Text(format!("{text}-other")),
    };
    Some(Value { is, place: value.place })
}
