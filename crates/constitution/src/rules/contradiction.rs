//! What a shape cannot see: two parts of one rule that do not go together, or of which one is needed. Whether a rule is
//! wise, or lawful, is for the linter.

use crate::block::Node;
use crate::source::Place;

/// Where, what is wrong, and what to do.
type Contradiction = (Place, String, String);

/// The first contradiction in a rule that fits its shape.
pub(super) fn find(node: &Node) -> Option<Contradiction> {
    if let (Some(first), Some(last)) = (node.prop_date("effective"), node.prop_date("expires"))
        && last < first
    {
        let message = "This rule ends before it begins.".to_owned();
        return Some((node.place, message, "Let `expires=` be later than `effective=`.".to_owned()));
    }
    let found = match node.word.as_str() {
        "term" if node.args.is_empty() == node.child("for").is_none() => Some((
            node.place,
            "This `term` must name its offices in one way.",
            "Write term { for all-offices; length \"2y\" }, or name offices after `for`.",
        )),
        "election" => {
            node.children_of("roll").skip(1).find(|line| line.prop("frozen").is_some()).map(|line| {
                let remedy = "Leave `frozen=` on the first `roll` line only.";
                (line.place, "The time the roll is frozen is given twice.", remedy)
            })
        }
        "quorum" => quorum(node),
        _ => node.children.iter().find_map(signers),
    };
    found.map(|(place, message, remedy)| (place, message.to_owned(), remedy.to_owned()))
}

fn quorum(node: &Node) -> Option<(Place, &'static str, &'static str)> {
    let (number, share) = (node.prop("number").is_some(), node.prop("share").is_some());
    match (number, share, node.prop("which")) {
        (true, true, None) | (false, false, _) => Some((
            node.place,
            "This `quorum` must say either `number=` or `share=`.",
            "Write number=25, or share=\"10%\" of=\"members\"; or both, and which=\"lesser\" or which=\"greater\".",
        )),
        (true, false, Some(which)) | (false, true, Some(which)) => Some((
            which.place,
            "`which=` chooses between a number and a share, and only one of them stands here.",
            "Take it out, or give both.",
        )),
        _ => None,
    }
}

/// Lines on signatures that say no number of them.
fn signers(line: &Node) -> Option<(Place, &'static str, &'static str)> {
    let counts = matches!(line.word.as_str(), "petition" | "signers" | "special");
    let says = ["number", "share", "each-unit"].iter().any(|name| line.prop(name).is_some());
    (counts && !says).then_some((
        line.place,
        "Nothing says how many must sign.",
        "Write share=\"10%\" of=\"good-standing\", or number=50.",
    ))
}
