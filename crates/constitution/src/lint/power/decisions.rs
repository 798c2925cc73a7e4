//! The decisions of a document as arithmetic: what is decided, by whom, by what share of what, in a meeting or by everybody's
//! ballot, and how few people that can be. P03 and P04 read it from both ends.

use super::super::Case;
use super::super::people::People;
use crate::Share;
use crate::block::Node;
use crate::document::Article;
use crate::source::Place;

/// One decision.
#[derive(Debug)]
pub(super) struct Decision<'a> {
    pub article: &'a Article,
    pub place: Place,
    /// What is decided, as the rest of a sentence: "change this constitution".
    pub deed: String,
    /// Who decides.
    pub body: Option<&'a str>,
    pub share: Option<Share>,
    /// What the share is a share of.
    pub of: &'a str,
    pub secret: Option<bool>,
    /// The share of those who can vote that must take part.
    pub turnout: Option<Share>,
}

/// How few can be enough for a body to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fewest {
    /// So many people.
    People(u64),
    /// Nothing says how many must be there.
    Unsaid,
}

/// The words that say of what a share is a share of everybody, whether they come or not.
const WHOLE: [&str; 4] = ["members", "good-standing", "eligible", "locals"];

/// Every decision of a document that binds or removes somebody.
pub(super) fn all<'a>(case: &Case<'a>) -> Vec<Decision<'a>> {
    let rules = case.constitution.rules();
    rules
        .flat_map(|(article, rule)| {
            let node = &rule.node;
            let bargained =
                ["ratification", "strike"].into_iter().filter_map(|word| bargained(article, node, word));
            decision(article, node).into_iter().chain(bargained)
        })
        .collect()
}

/// A vote on a contract or a strike.
fn bargained<'a>(article: &'a Article, node: &'a Node, word: &str) -> Option<Decision<'a>> {
    let line = node.child(word).filter(|_| node.word == "bargaining")?;
    Some(Decision {
        article,
        place: line.place,
        deed: if word == "strike" { "call a strike" } else { "ratify a contract" }.to_owned(),
        body: None,
        share: line.prop_share("share"),
        of: line.text_of("of").unwrap_or("cast"),
        secret: line.prop_flag("secret"),
        turnout: line.prop_share("turnout"),
    })
}

fn decision<'a>(article: &'a Article, node: &'a Node) -> Option<Decision<'a>> {
    let name = node.texts().next().unwrap_or_default();
    let (line, deed, body, turnout) = match node.word.as_str() {
        "amendment" => {
            let deed = match name {
                "constitution" => "change this constitution".to_owned(),
                other => format!("change the {}", other.replace('-', " ")),
            };
            (
                node.child("share").unwrap_or(node),
                deed,
                node.child_text("decided-by"),
                node.child_share("turnout"),
            )
        }
        "threshold" => {
            let deed = format!("decide on {}", name.replace('-', " "));
            (node, deed, node.child_text("decided-by"), node.child_share("turnout"))
        }
        "recall" => (node.child("decided")?, "recall an officer".to_owned(), None, None),
        "removal-for-cause" => (node.child("vote")?, "remove an officer".to_owned(), None, None),
        _ => return None,
    };
    let share = line.prop_share("share").or_else(|| line.arg()?.share());
    let prop = |name: &str| node.prop_share(name).or_else(|| line.prop_share(name));
    Some(Decision {
        article,
        place: line.place,
        deed,
        body: body.or_else(|| node.text_of("decided-by")),
        share,
        of: line.text_of("of").unwrap_or("cast"),
        secret: line.prop_flag("secret"),
        turnout: turnout.or_else(|| prop("turnout")),
    })
}

impl Decision<'_> {
    /// Whether the share is of everybody, so that staying away counts against.
    pub fn is_of_all(&self) -> bool {
        WHOLE.contains(&self.of)
    }

    /// Whether it is taken in a meeting, where only those present count; a secret ballot of all members is not.
    pub fn is_in_a_meeting(&self, people: &People<'_>) -> bool {
        let in_body = self.body.is_some_and(|body| !people.is_membership(body));
        self.of == "present" || in_body || self.of == "cast" && self.secret == Some(false)
    }

    /// The fewest people who, in a meeting that just has its quorum, are enough.
    pub fn fewest(&self, case: &Case<'_>, people: &People<'_>) -> Option<Fewest> {
        let share = self.share?;
        let size = match self.of {
            "seats" => return Some(Fewest::People(share.least_of(people.size(self.body?)?))),
            _ if self.is_of_all() => {
                return Some(Fewest::People(share.least_of(members(case)?)));
            }
            _ => quorum(case, people, self.body),
        };
        Some(match size {
            Some(present) => Fewest::People(share.least_of(present)),
            None => Fewest::Unsaid,
        })
    }
}

/// How many members a real roll has.
pub(super) fn members(case: &Case<'_>) -> Option<u64> {
    let count = case.members.map(|members| members.each.len())?;
    u64::try_from(count).ok().filter(|count| *count > 0)
}

/// How many of a body must be there, by the rule on its quorum; of the membership when none is named.
pub(super) fn quorum(case: &Case<'_>, people: &People<'_>, body: Option<&str>) -> Option<u64> {
    let is_it = |id: &str| match body {
        Some(body) => id == body || people.is_membership(body) && people.is_membership(id),
        None => people.is_membership(id),
    };
    let (.., node) = case.of_kind("quorum").find(|(.., node)| node.texts().next().is_some_and(is_it))?;
    let number = node.prop_number("number");
    let base = || match node.text_of("of") {
        Some("seats") => people.size(node.texts().next()?),
        _ => members(case),
    };
    let share = node.prop_share("share").and_then(|share| Some(share.least_of(base()?)));
    match (number, share, node.text_of("which")) {
        (Some(number), Some(share), Some("greater")) => Some(number.max(share)),
        (Some(number), Some(share), _) => Some(number.min(share)),
        // The lesser of a number and a share is at most the number; the greater at least.
        (number, share, _) => number.or(share),
    }
}
