//! The case: one constitution, held against one profile on one day. It answers what every check asks: which rules there
//! are of a kind, which floors hold, what the document does not cover. It judges nothing.

use super::Against;
use super::profile::{Floor, Profile};
use crate::block::Node;
use crate::document::{Article, Constitution};
use crate::front_matter::Scope;
use crate::rules::{ElectionRule, Rule, RuleKind};
use jiff::civil::Date;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

/// A constitution and what it is held against.
#[derive(Debug)]
pub struct Case<'a> {
    /// The constitution.
    pub constitution: &'a Constitution,
    /// The legal floors.
    pub profile: &'a Profile,
    /// The day the question is asked.
    pub as_of: Date,
    /// Numbers from a real roll, when there is one.
    pub members: Option<&'a Members>,
    words: Words,
}

/// The words of all articles, made ready once: many checks ask whether they speak of something.
#[derive(Debug, Default)]
struct Words {
    plain: OnceCell<String>,
    known: RefCell<BTreeMap<&'static [&'static str], bool>>,
}

/// Numbers from a real roll: no name, nobody singled out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    /// One entry for each member.
    pub each: Vec<Member>,
}

/// What the rules can ask of one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The day they joined, when it is known.
    pub joined: Option<Date>,
    /// Whether they are in good standing, when it is known.
    pub in_good_standing: Option<bool>,
    /// Whether there is a home address to mail to.
    pub has_address: bool,
    /// Whether there is an e-mail address.
    pub has_email: bool,
    /// Their unit.
    pub unit: String,
}

impl<'a> Case<'a> {
    pub(super) fn new(constitution: &'a Constitution, against: Against<'a>) -> Self {
        let Against { profile, as_of, members } = against;
        Self { constitution, profile, as_of, members, words: Words::default() }
    }

    /// Whether an article speaks of any of these: beginnings of words, in small letters.
    pub(super) fn speaks_of(&self, stems: &'static [&'static str]) -> bool {
        if let Some(known) = self.words.known.borrow().get(stems) {
            return *known;
        }
        let text = self.words.plain.get_or_init(|| {
            let articles = self.constitution.articles.iter();
            let words = articles
                .map(|article| format!(" {} {} ", article.heading, article.words))
                .collect::<String>();
            words.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
        });
        let is_said = stems.iter().any(|stem| text.contains(&format!(" {stem}")));
        self.words.known.borrow_mut().insert(stems, is_said);
        is_said
    }

    /// Every rule of a kind, with its article and its node.
    pub(super) fn of_kind(
        &self,
        kind: &'static str,
    ) -> impl Iterator<Item = (&'a Article, &'a Rule, &'a Node)> {
        let rules = self.constitution.rules().filter(move |(_, rule)| rule.node.word == kind);
        rules.map(|(article, rule)| (article, rule, &rule.node))
    }

    /// Every election of officers.
    pub(super) fn elections(&self) -> impl Iterator<Item = (&'a Article, &'a Rule, &'a ElectionRule)> {
        self.constitution.rules().filter_map(|(article, rule)| match &rule.kind {
            RuleKind::Election(election) => Some((article, rule, election.as_ref())),
            _ => None,
        })
    }

    /// Whether the document speaks of this subject, so that its silence says something.
    pub(super) fn covers(&self, subject: &str) -> bool {
        match &self.constitution.front.scope {
            Scope::All => true,
            Scope::Subjects(subjects) => subjects.iter().any(|known| known == subject),
        }
    }

    /// Whether the document tells the subject of this rule in full, so that a line the rule leaves out is really left out.
    /// In an excerpt it may stand elsewhere.
    pub(super) fn tells(&self, node: &Node) -> bool {
        crate::vocabulary::kind(&node.word).is_some_and(|kind| self.covers(kind.subject))
    }

    /// Whether this is the constitution of a local.
    pub(super) fn is_local(&self) -> bool {
        self.constitution.front.kind == "local"
    }

    /// Those of these floors that the profile has, that apply to this kind of organisation, on this day.
    pub(super) fn floors(&self, ids: &[&str]) -> Vec<&'a Floor> {
        let front = &self.constitution.front;
        ids.iter().filter_map(|id| self.profile.floor(id, &front.kind, &front.sector, self.as_of)).collect()
    }

    /// The floor of this id, when it holds here.
    pub(super) fn floor(&self, id: &str) -> Option<&'a Floor> {
        self.floors(&[id]).into_iter().next()
    }
}
