//! People and the seats they hold. The calculus counts people: a board member who sits on the board as president is one
//! person. Seats that the rules treat alike are interchangeable, so a coalition is a number from each class. Nobody here
//! has a name, and nobody does anything.

use crate::block::{Node, Value};
use crate::defaults;
use crate::document::Constitution;
use crate::rules::Rule;
use crate::share::Share;
use std::collections::{BTreeMap, BTreeSet};

/// Everybody who holds a seat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Every person, by number.
    pub persons: Vec<Person>,
    posts: BTreeMap<String, Post>,
    recusal: Recusal,
}

/// A person, as a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The seat, as its id: `president`, `executive-board`.
    pub seat: String,
}

/// An office or body.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Post {
    people: Vec<usize>,
    is_open: Open,
    quorum: Option<Quorum>,
    /// Who appoints its people.
    appointed_by: Vec<String>,
}

/// Whether a body can be held at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// These people and nobody else.
    Seats,
    /// Everybody, or whoever everybody sends.
    Everybody,
    /// Drawn by lot: free for bounds, its chances are reported beside.
    Lot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quorum {
    Number(u64),
    Share(Share),
}

/// Who steps aside in a process about somebody, and who comes instead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Recusal {
    is_there: bool,
    /// From what, where a rule says it; a rule that does not is from everything.
    from: BTreeSet<String>,
    from_everything: bool,
    instead: Vec<String>,
    majority_to: Option<String>,
}

/// Who owes a duty, after recusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// This person.
    One(usize),
    /// These people, deciding together.
    Panel {
        /// The body's id.
        id: String,
        /// The people.
        people: Vec<usize>,
        /// How many must be present.
        quorum: u64,
    },
    /// Everybody: nobody can hold it.
    Everybody(String),
    /// A body drawn by lot: free for bounds.
    Lot {
        /// The body's id.
        id: String,
        /// How many are drawn.
        seats: u64,
        /// How many of them have to say the same.
        needed: u64,
    },
    /// Time itself.
    Clock,
    /// Nobody is left: the body is empty.
    Empty(String),
}

/// The seat of a key holder.
pub const KEY_HOLDERS: &str = "key-holder";
/// The words for everybody.
const EVERYBODY: [&str; 4] = ["members", "membership", "voters", "nominees"];

impl People {
    /// The people of a constitution.
    pub fn of(constitution: &Constitution) -> Self {
        let mut people = Self::default();
        for (_, rule) in constitution.rules().filter(|(_, rule)| rule.node.word == "office") {
            people.office(&rule.node);
        }
        for (_, rule) in constitution.rules().filter(|(_, rule)| rule.node.word == "body") {
            people.body(&rule.node);
        }
        for (_, rule) in constitution.rules() {
            people.learn(rule);
        }
        people.key_holders(constitution);
        people
    }

    /// The key holders of elections: people of their own, all of whom are needed. Where every election draws them by lot,
    /// nobody has the seat.
    fn key_holders(&mut self, constitution: &Constitution) {
        let elections = constitution.rules().filter(|(_, rule)| rule.node.word == "election");
        let named = elections.filter(|(_, rule)| !draws_key_holders(&rule.node));
        let Some(holders) = named.map(|(_, rule)| holds_keys(&rule.node)).max() else { return };
        let people = self.seat(KEY_HOLDERS, holders);
        let quorum = Some(Quorum::Number(holders));
        let post = Post { people, is_open: Open::Seats, quorum, appointed_by: Vec::new() };
        self.posts.insert(KEY_HOLDERS.to_owned(), post);
    }

    fn office(&mut self, node: &Node) {
        let Some(id) = name(node) else { return };
        let seats = node.prop("seats").and_then(Value::number).unwrap_or(1);
        let people = self.seat(&id, seats);
        let appointed_by = node.child("appointed-by").map(names).unwrap_or_default();
        self.posts.insert(id, Post { people, is_open: Open::Seats, quorum: None, appointed_by });
    }

    fn body(&mut self, node: &Node) {
        let Some(id) = name(node) else { return };
        let how = node.child("chosen").and_then(|line| line.prop_text("how")).unwrap_or_default();
        let is_open = match (node.prop_text("kind").as_deref(), how.as_str()) {
            (_, "lot") => Open::Lot,
            (Some("membership" | "assembly" | "unit"), _) => Open::Everybody,
            _ => Open::Seats,
        };
        let by_office = node.child("seat").map(names).unwrap_or_default();
        let mut people: Vec<usize> = by_office
            .iter()
            .filter_map(|office| self.posts.get(office))
            .flat_map(|post| post.people.clone())
            .collect();
        let least = u64::from(people.is_empty());
        let seats: u64 = node.prop("seats").and_then(Value::number).unwrap_or(least);
        if is_open == Open::Seats {
            people.extend(self.seat(&id, seats.saturating_sub(people.len() as u64)));
        } else {
            people = (0..seats).map(|_| usize::MAX).collect();
        }
        let appointed_by = match how.as_str() {
            "appointed" => node.child("chosen").and_then(|line| line.prop_text("by")).into_iter().collect(),
            _ => Vec::new(),
        };
        self.posts.insert(id, Post { people, is_open, quorum: None, appointed_by });
    }

    /// New people for the seats of an office or body.
    fn seat(&mut self, id: &str, seats: u64) -> Vec<usize> {
        let first = self.persons.len();
        self.persons.extend((0..seats).map(|_| Person { seat: id.to_owned() }));
        (first..self.persons.len()).collect()
    }

    /// What other rules say about the people of offices and bodies.
    fn learn(&mut self, rule: &Rule) {
        let node = &rule.node;
        match node.word.as_str() {
            "office" => {
                let sits = node.child("sits-on").map(names).unwrap_or_default();
                let Some(holders) =
                    name(node).and_then(|id| self.posts.get(&id)).map(|post| post.people.clone())
                else {
                    return;
                };
                for body in sits {
                    self.sit(&body, &holders);
                }
            }
            "sortition" => {
                if let Some(post) = name(node).and_then(|id| self.posts.get_mut(&id)) {
                    post.is_open = Open::Lot;
                    let seats = node.child("seats").and_then(Node::arg).and_then(Value::number::<u64>);
                    let drawn = seats.unwrap_or(post.people.len() as u64);
                    post.people = (0..drawn).map(|_| usize::MAX).collect();
                }
            }
            "quorum" => {
                let number = node.prop("number").and_then(Value::number).map(Quorum::Number);
                let share = node.prop_text("share").and_then(|text| text.parse().ok()).map(Quorum::Share);
                if let Some(post) = name(node).and_then(|id| self.posts.get_mut(&id)) {
                    post.quorum = number.or(share);
                }
            }
            "recusal" => {
                self.recusal.is_there = true;
                let from = node.child("from").map(names).unwrap_or_default();
                self.recusal.from_everything |= from.is_empty();
                self.recusal.from.extend(from);
                self.recusal.instead.extend(node.children_of("replaced-by").filter_map(name));
                self.recusal.majority_to = node.child("majority-to").and_then(name);
            }
            _ => {}
        }
    }

    /// The holders of an office sit on a body, in seats it has anyway.
    fn sit(&mut self, body: &str, holders: &[usize]) {
        let Some(post) = self.posts.get_mut(body) else { return };
        if post.is_open != Open::Seats || holders.iter().all(|holder| post.people.contains(holder)) {
            return;
        }
        // Seats made for the body itself give way to those who sit on it by office.
        let (own, others): (Vec<usize>, Vec<usize>) =
            post.people.iter().partition(|person| self.persons.get(**person).is_some_and(|p| p.seat == body));
        let kept = own.len().saturating_sub(holders.len());
        post.people =
            others.into_iter().chain(holders.iter().copied()).chain(own.into_iter().take(kept)).collect();
    }

    /// The key holders of one election. All of them are needed, drawn by lot or not.
    pub fn key_holders_of(&self, election: &Node) -> Who {
        if !draws_key_holders(election) {
            return self.who(KEY_HOLDERS, &BTreeSet::new());
        }
        let seats = holds_keys(election);
        Who::Lot { id: KEY_HOLDERS.to_owned(), seats, needed: seats }
    }

    /// The people of an office or body.
    pub fn holders(&self, id: &str) -> &[usize] {
        self.posts.get(id).map(|post| post.people.as_slice()).unwrap_or_default()
    }

    /// Who steps aside in a process about one holder of an office: that holder and whoever the office appoints, when the
    /// rules provide for recusal at all.
    pub fn aside(&self, respondent: &str) -> BTreeSet<usize> {
        if !self.recusal.is_there {
            return BTreeSet::new();
        }
        let appointed =
            self.posts.values().filter(|post| post.appointed_by.iter().any(|by| by == respondent));
        let appointees =
            appointed.filter(|post| post.is_open == Open::Seats).flat_map(|post| post.people.iter().copied());
        self.holders(respondent).first().copied().into_iter().chain(appointees).collect()
    }

    /// Who steps aside in a matter about one holder of an office, where the rules provide for it in such a matter.
    pub fn aside_in(&self, matter: &str, respondent: &str) -> BTreeSet<usize> {
        if self.recuses_in(matter) { self.aside(respondent) } else { BTreeSet::new() }
    }

    /// Whether the rules provide for stepping aside in such a matter.
    pub fn recuses_in(&self, matter: &str) -> bool {
        self.recusal.from_everything || self.recusal.from.contains(matter)
    }

    /// Who owes a duty that falls to an office or body, when these step aside.
    pub fn who(&self, id: &str, aside: &BTreeSet<usize>) -> Who {
        if id == "clock" {
            return Who::Clock;
        }
        let Some(post) = self.posts.get(id) else {
            let everybody = EVERYBODY.contains(&id);
            return if everybody { Who::Everybody(id.to_owned()) } else { Who::Empty(id.to_owned()) };
        };
        match post.is_open {
            Open::Everybody => return Who::Everybody(id.to_owned()),
            Open::Lot => return drawn(id, post.people.len() as u64),
            Open::Seats => {}
        }
        let left: Vec<usize> = post.people.iter().copied().filter(|person| !aside.contains(person)).collect();
        let most_are_out = left.len() * 2 <= post.people.len() && left.len() < post.people.len();
        if most_are_out && (left.is_empty() || self.recusal.majority_to.is_some()) {
            return self.instead_of(id, aside);
        }
        match left.as_slice() {
            [one] if post.people.len() == 1 => Who::One(*one),
            _ => Who::Panel { id: id.to_owned(), quorum: quorum(post, left.len() as u64), people: left },
        }
    }

    /// Who comes when nobody, or only a minority, of an office or body is left.
    fn instead_of(&self, id: &str, aside: &BTreeSet<usize>) -> Who {
        let ladder = self.recusal.majority_to.iter().chain(&self.recusal.instead);
        for next in ladder.filter(|next| next.as_str() != id) {
            let Some(post) = self.posts.get(next.as_str()) else { continue };
            match post.is_open {
                Open::Everybody => return Who::Everybody(next.clone()),
                Open::Lot => return drawn(next, post.people.len() as u64),
                Open::Seats => {
                    let left: Vec<usize> =
                        post.people.iter().copied().filter(|p| !aside.contains(p)).collect();
                    match left.as_slice() {
                        [] => {}
                        [one] if post.people.len() == 1 => return Who::One(*one),
                        _ => {
                            return Who::Panel {
                                id: next.clone(),
                                quorum: quorum(post, left.len() as u64),
                                people: left,
                            };
                        }
                    }
                }
            }
        }
        Who::Empty(id.to_owned())
    }
}

/// A body of so many, drawn by lot: a majority of them decides.
pub(super) fn drawn(id: &str, seats: u64) -> Who {
    Who::Lot { id: id.to_owned(), seats, needed: Share::Majority.least_of(seats) }
}

/// Whether an election draws its key holders by lot.
fn draws_key_holders(election: &Node) -> bool {
    election.child("key-holders").and_then(|line| line.prop_text("how")).as_deref() == Some("lot")
}

/// How many key holders an election has.
fn holds_keys(election: &Node) -> u64 {
    let said = election.child("key-holders").and_then(Node::arg).and_then(Value::number);
    said.unwrap_or_else(|| defaults::KEY_HOLDERS.value.into())
}

/// How many of those who are not recused must be present.
fn quorum(post: &Post, left: u64) -> u64 {
    match post.quorum {
        Some(Quorum::Number(number)) => number,
        Some(Quorum::Share(share)) => share.least_of(left),
        None => Share::Majority.least_of(left),
    }
}

/// A coalition: for every person, whether they are in it.
pub type Coalition = BTreeSet<usize>;

impl Who {
    /// Whether so many of its people, all of one mind, speak for it: the quorum, and a majority of all its people.
    pub fn suffices(&self, people: u64) -> bool {
        match self {
            Self::One(_) | Self::Everybody(_) => people >= 1,
            Self::Panel { people: all, quorum, .. } => {
                people >= *quorum && Share::Majority.is_reached(people, all.len() as u64)
            }
            Self::Lot { needed, .. } => people >= *needed,
            Self::Clock | Self::Empty(_) => false,
        }
    }

    /// Whether a coalition keeps it from acting: it is in it, or those who are free fall short.
    pub fn is_held(&self, coalition: &Coalition) -> bool {
        match self {
            Self::One(_) | Self::Panel { .. } => {
                !self.suffices((self.people().len() - self.within(coalition)) as u64)
            }
            Self::Empty(_) => true,
            Self::Everybody(_) | Self::Lot { .. } | Self::Clock => false,
        }
    }

    /// Whether a coalition can make it act as the coalition likes, with everybody else present and against.
    pub fn is_carried(&self, coalition: &Coalition) -> bool {
        match self {
            Self::One(_) | Self::Panel { .. } => self.suffices(self.within(coalition) as u64),
            Self::Empty(_) | Self::Everybody(_) | Self::Lot { .. } | Self::Clock => false,
        }
    }

    /// How many of its people are in a coalition.
    fn within(&self, coalition: &Coalition) -> usize {
        self.people().iter().filter(|person| coalition.contains(person)).count()
    }

    /// The people it is made of.
    pub fn people(&self) -> &[usize] {
        match self {
            Self::One(person) => std::slice::from_ref(person),
            Self::Panel { people, .. } => people,
            _ => &[],
        }
    }
}

fn name(node: &Node) -> Option<String> {
    Some(node.arg()?.text()?.to_owned())
}

fn names(node: &Node) -> Vec<String> {
    node.args.iter().filter_map(|arg| Some(arg.text()?.to_owned())).collect()
}
