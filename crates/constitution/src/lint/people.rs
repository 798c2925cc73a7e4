//! Who is who: the offices and bodies of a document, who sits on what by office, who appoints whom, who is everybody. The
//! checks on power walk this. It judges nothing, and knows people only as seats.

use super::Case;
use crate::block::{Node, Value};
use crate::document::Article;
use std::collections::{BTreeMap, BTreeSet};

/// The offices and bodies of a document.
#[derive(Debug)]
pub(super) struct People<'a> {
    posts: BTreeMap<&'a str, Post<'a>>,
    /// Bodies drawn by lot by a rule of their own.
    by_lot: BTreeSet<&'a str>,
}

/// An office or a body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Post<'a> {
    /// Its id.
    pub id: &'a str,
    /// The sort of body; `None` for an office.
    pub sort: Option<&'a str>,
    /// How many people.
    pub seats: Option<u64>,
    /// The article it is defined in.
    pub article: &'a Article,
    /// Its rule.
    pub node: &'a Node,
}

/// Words for everybody.
const EVERYBODY: [&str; 3] = ["members", "membership", "voters"];
/// Sorts of body in which everybody, or whom everybody sent, decides.
const OPEN_SORTS: [&str; 2] = ["membership", "assembly"];

impl<'a> People<'a> {
    /// The people of a case.
    pub fn of(case: &Case<'a>) -> Self {
        let post = |(article, rule): (&'a Article, &'a crate::rules::Rule)| {
            let node = &rule.node;
            let sort = match node.word.as_str() {
                "office" => None,
                "body" => Some(node.text_of("kind").unwrap_or_default()),
                _ => return None,
            };
            let id = node.texts().next()?;
            let seats = node.prop("seats").and_then(Value::number);
            Some((id, Post { id, sort, seats, article, node }))
        };
        let posts = case.constitution.rules().filter_map(post).collect();
        let by_lot = case.of_kind("sortition").flat_map(|(.., node)| node.texts()).collect();
        Self { posts, by_lot }
    }

    /// The office or body of this id.
    pub fn post(&self, id: &str) -> Option<&Post<'a>> {
        self.posts.get(id)
    }

    /// Every body, by id.
    pub fn bodies(&self) -> impl Iterator<Item = &Post<'a>> {
        self.posts.values().filter(|post| post.sort.is_some())
    }

    /// Every office, by id.
    pub fn offices(&self) -> impl Iterator<Item = &Post<'a>> {
        self.posts.values().filter(|post| post.sort.is_none())
    }

    /// "the election committee".
    pub fn the(&self, id: &str) -> String {
        match self.post(id).and_then(|post| post.node.text_of("title")) {
            Some(title) => format!("the {title}"),
            None => format!("the {}", id.replace('-', " ")),
        }
    }

    /// "The election committee".
    pub fn the_upper(&self, id: &str) -> String {
        self.the(id).replacen('t', "T", 1)
    }

    /// "the president, the secretary and the board".
    pub fn all_of<'s>(&self, ids: impl IntoIterator<Item = &'s str>) -> String {
        row(&ids.into_iter().map(|id| self.the(id)).collect::<Vec<_>>())
    }

    /// Whether these are all members together, or an assembly.
    pub fn is_open(&self, id: &str) -> bool {
        let sort = self.post(id).and_then(|post| post.sort);
        EVERYBODY.contains(&id) || sort.is_some_and(|sort| OPEN_SORTS.contains(&sort))
    }

    /// Whether this is all members together.
    pub fn is_membership(&self, id: &str) -> bool {
        EVERYBODY.contains(&id) || self.post(id).and_then(|post| post.sort) == Some("membership")
    }

    /// Whether its people are drawn by lot.
    pub fn is_drawn(&self, id: &str) -> bool {
        self.by_lot.contains(id) || self.ways(id).any(|(how, _)| how == "lot")
    }

    /// How the people of a body are chosen, and by whom, as its `chosen` lines say.
    pub fn ways(&self, id: &str) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        let lines = self.post(id).map(|post| post.node.children_of("chosen")).into_iter().flatten();
        lines.map(|line| (line.text_of("how").unwrap_or_default(), line.text_of("by")))
    }

    /// The offices that sit on a body by office; of an office, itself.
    pub fn sitters(&self, id: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let Some(post) = self.post(id) else { return found };
        if post.sort.is_none() {
            found.insert(post.id);
            return found;
        }
        let seats = post.node.children_of("seat").flat_map(Node::texts);
        found.extend(seats.filter(|office| self.post(office).is_some_and(|post| post.sort.is_none())));
        let on = |office: &&Post<'a>| {
            office.node.children_of("sits-on").flat_map(Node::texts).any(|body| body == id)
        };
        found.extend(self.offices().filter(on).map(|office| office.id));
        found
    }

    /// Who appoints the holder of an office or the people of a body.
    pub fn appointers(&self, id: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let Some(post) = self.post(id) else { return found };
        found.extend(post.node.children_of("appointed-by").flat_map(Node::texts));
        let by =
            self.ways(id).filter(|(how, _)| matches!(*how, "appointed" | "co-opted" | "elected" | "self"));
        found.extend(by.filter_map(|(_, by)| by).filter(|by| !self.is_open(by)));
        found
    }

    /// How many people a body or office is, as far as the document says.
    pub fn size(&self, id: &str) -> Option<u64> {
        let post = self.post(id)?;
        if post.sort.is_none() {
            return Some(post.seats.unwrap_or(1));
        }
        let sitting: u64 = self.sitters(id).iter().filter_map(|office| self.size(office)).sum();
        post.seats.or((sitting > 0).then_some(sitting))
    }
}

/// "a, b and c".
pub(super) fn row(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// "one person", "three people", "25 people".
pub(super) fn people(count: u64) -> String {
    const WORDS: [&str; 12] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen",
    ];
    let word = count.checked_sub(2).and_then(|at| WORDS.get(usize::try_from(at).ok()?));
    match (count, word) {
        (1, _) => "one person".to_owned(),
        (_, Some(word)) => format!("{word} people"),
        (count, None) => format!("{count} people"),
    }
}

impl Node {
    /// Its arguments that are texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.args.iter().filter_map(Value::text)
    }

    /// The text of a property.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.prop(name)?.text()
    }

    /// The texts of every line of this word.
    pub(crate) fn line_texts<'n>(&'n self, word: &'n str) -> impl Iterator<Item = &'n str> {
        self.children_of(word).flat_map(Node::texts)
    }

    /// The flag that is the argument of a line.
    pub(crate) fn line_flag(&self, word: &str) -> Option<bool> {
        self.child(word)?.arg()?.flag()
    }
}
