//! What to write instead, where somebody wrote the right thing in the wrong form: a value without its name, a line where a
//! property belongs, a property where a line belongs. It judges nothing: the shapes do.

use super::shape::{Holds, Shape, Slot, example, fits};
use crate::block::{Node, Value, kdl};
use crate::nearest;

/// A line of this shape as it could be written, with what must stand in it.
pub(super) fn line(shape: &Shape) -> String {
    let mut out = shape.word.to_owned();
    if shape.args.least > 0 {
        out.push_str(&format!(" {}", example(shape.args.holds)));
    }
    let must = shape.props.iter().filter(|slot| slot.is_required);
    let mut props: Vec<&Slot> = must.collect();
    if props.is_empty() && shape.args.least == 0 {
        // A share says more of what is meant than a number of people does.
        let share = shape.props.iter().find(|slot| matches!(slot.holds, Holds::Share));
        props.extend(share.or(shape.props.first()));
    }
    for slot in props {
        out.push_str(&format!(" {}={}", slot.word, example(slot.holds)));
    }
    out
}

/// For a value that a node does not take: the property or the line it could be meant for.
pub(super) fn for_value(node: &Node, shape: &Shape, value: &Value) -> Option<String> {
    let is_free = |slot: &&Slot| node.prop(slot.word).is_none() && fits(slot.holds, value).is_ok();
    let slots = || shape.props.iter().filter(is_free);
    // What must be there is meant before what may be; a name or a text would take anything.
    if let Some(slot) =
        slots().find(|slot| slot.is_required).or_else(|| slots().find(|slot| slot.holds.is_telling()))
    {
        return Some(format!("Did you mean {}={}?", slot.word, kdl(&value.is)));
    }
    let is_free = |inner: &&Shape| {
        node.child(inner.word).is_none()
            && inner.args.most > 0
            && inner.args.holds.is_telling()
            && fits(inner.args.holds, value).is_ok()
    };
    let lines = || shape.children.iter().filter(is_free);
    let inner = lines().find(|inner| inner.is_required).or_else(|| lines().next())?;
    Some(format!("Did you mean a line of its own, in braces: {{ {} {} }}?", inner.word, kdl(&value.is)))
}

/// For a property that a node does not know.
pub(super) fn for_property(shape: &Shape, name: &str, value: &Value, known: &[&str]) -> String {
    match shape.children.iter().find(|inner| inner.word == name) {
        Some(inner) if inner.args.most > 0 => {
            format!("Write it as a line of its own, in braces: {{ {name} {} }}.", kdl(&value.is))
        }
        Some(inner) => format!("Write it as a line of its own, in braces: {{ {} }}.", line(inner)),
        None => nearest::remedy(name, known),
    }
}

/// For a line that a node does not know.
pub(super) fn for_line(node: &Node, shape: &Shape, child: &Node, known: &[&str]) -> String {
    match (shape.props.iter().find(|slot| slot.word == child.word), child.args.first()) {
        (Some(slot), value) => {
            let value = value.map_or_else(|| example(slot.holds), |value| kdl(&value.is));
            format!("Write it on the line of `{}`: {}={value}.", node.word, slot.word)
        }
        _ => nearest::remedy(&child.word, known),
    }
}

#[cfg(test)]
mod tests {
    use crate::Document;

    /// What to do about each problem of a block.
    fn told(block: &str) -> Vec<String> {
        let text = format!(
            "---\nname: A\nkind: local\nsector: private\nprofile: none\nscope: excerpt\nhappened: {{}}\n---\n\n## A {{#a}}\n\n\
             ```rules\n{block}\n```\n"
        );
        let found = Document::parse(&text, "x.md").expect_err("it is wrong");
        found.into_iter().map(|problem| problem.remedy).collect()
    }

    #[test]
    fn what_stands_in_the_wrong_form_is_told_with_the_right_one() {
        for (block, remedy) in [
            ("quorum \"branch\" 5", "Did you mean number=5?"),
            ("quorum \"branch\" \"10%\"", "Did you mean share=\"10%\"?"),
            ("quorum \"branch\" { number 5 }", "Write it on the line of `quorum`: number=5."),
            ("retention \"ballots\" \"1y\"", "Did you mean a line of its own, in braces: { keep \"1y\" }?"),
            (
                "retention \"ballots\" keep=\"1y\"",
                "Write it as a line of its own, in braces: { keep \"1y\" }.",
            ),
            ("threshold \"recall\" \"2/3\" of=\"cast\"", "Did you mean share=\"2/3\"?"),
            ("recall \"o\" { for all-offices; petition \"5%\" }", "Did you mean share=\"5%\"?"),
            ("recall \"o\" { for all-offices; vote \"45d\" }", "Did you mean within=\"45d\"?"),
            (
                "recall \"o\" for=\"president\"",
                "Write it as a line of its own, in braces: { for \"president\" }.",
            ),
            (
                "trusteeship imposed-by=\"parent\"",
                "Write it as a line of its own, in braces: { imposed-by \"parent\" }.",
            ),
            ("trusteeship { at-most \"1y\" }", "Add a line: imposed-by \"small-letters-and-hyphens\"."),
            ("office \"president\" \"secretary\"", "Write only one id."),
        ] {
            let told = told(block);
            assert!(told.iter().any(|known| known == remedy), "{block} {told:?}");
        }
        // A line without a value of its own is shown with its first property.
        let told = told("petition \"meeting\" { for \"meeting\" }");
        assert!(
            told.iter().any(|known| known.starts_with("Add a line: signers ") && known.contains('=')),
            "{told:?}"
        );
    }
}
