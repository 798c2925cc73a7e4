//! The names of a document: its offices and bodies, and how other rules refer to them.

use crate::diagnostic::Report;
use crate::document::{Article, Constitution};
use crate::nearest;
use crate::rules::{BodyRule, OfficeRule, OfficeSet, RuleKind};
use crate::source::At;
use crate::step::{Actor, ArticleId, BodyId, OfficeId};
use crate::vocabulary::words::ALL_OFFICES;

/// Offices and bodies, in document order, each with its article.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub offices: Vec<(&'a Article, &'a OfficeRule)>,
    pub bodies: Vec<(&'a Article, &'a BodyRule)>,
    /// The same ids, sorted, to look them up.
    index: std::collections::BTreeMap<&'a str, Sort>,
}

/// What an id is of; for an office, its position in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Office(usize),
    Body,
}

impl<'a> Names<'a> {
    /// Collects the names; an id that is given twice is noted.
    pub fn collect(constitution: &'a Constitution, report: &mut Report) -> Self {
        let mut names = Self::default();
        for (article, rule) in constitution.rules() {
            let (id, sort) = match &rule.kind {
                RuleKind::Office(office) => (&office.id, Sort::Office(names.offices.len())),
                RuleKind::Body(body) => (&body.id, Sort::Body),
                _ => continue,
            };
            if names.index.contains_key(id.is.as_str()) {
                let message = format!("There is already an office or body called `{}`.", id.is);
                report.note(
                    id.place,
                    Some(&article.id),
                    message,
                    "Give this one another id, or take it out.",
                );
                continue;
            }
            names.index.insert(&id.is, sort);
            match &rule.kind {
                RuleKind::Office(office) => names.offices.push((article, office)),
                RuleKind::Body(body) => names.bodies.push((article, body)),
                _ => {}
            }
        }
        names
    }

    /// The office or body of this id.
    pub fn find(&self, name: &str) -> Option<Actor> {
        Some(match self.index.get(name)? {
            Sort::Office(_) => Actor::Office(OfficeId(name.to_owned())),
            Sort::Body => Actor::Body(BodyId(name.to_owned())),
        })
    }

    /// The office or body of this id; notes when there is none.
    pub fn actor(&self, name: &At<String>, article: &ArticleId, report: &mut Report) -> Option<Actor> {
        let found = self.find(&name.is);
        if found.is_none() {
            report.note_with(name.place, Some(article), || {
                (format!("No office or body is called `{}`.", name.is), define(&name.is, self.ids()))
            });
        }
        found
    }

    /// Notes when there is no body of this id.
    pub fn body(&self, name: &At<String>, article: &ArticleId, report: &mut Report) {
        if self.index.get(name.is.as_str()) != Some(&Sort::Body) {
            report.note_with(name.place, Some(article), || {
                let known = self.bodies.iter().map(|(_, body)| body.id.is.as_str());
                (format!("No body is called `{}`.", name.is), define(&name.is, known))
            });
        }
    }

    /// The offices of a set, in document order; notes those there are not, and those named twice.
    pub fn offices(&self, set: &OfficeSet, article: &ArticleId, report: &mut Report) -> Vec<OfficeId> {
        let id = |office: &OfficeRule| OfficeId(office.id.is.clone());
        let named = match set {
            OfficeSet::All(place) => {
                if self.offices.is_empty() {
                    let remedy = "Add offices: office \"president\" seats=1.";
                    report.note(*place, Some(article), "This document has no offices.", remedy);
                }
                return self.offices.iter().map(|(_, office)| id(office)).collect();
            }
            OfficeSet::Named(named) => named,
        };
        let mut seen: Vec<&str> = Vec::new();
        let mut positions = Vec::new();
        for name in named {
            match self.index.get(name.is.as_str()) {
                _ if name.is == ALL_OFFICES => {
                    let remedy = "Write all-offices alone, or name the offices.";
                    report.note(name.place, Some(article), "`all-offices` stands beside an office.", remedy);
                }
                _ if seen.contains(&name.is.as_str()) => {
                    let message = format!("`{}` is named twice.", name.is);
                    report.note(name.place, Some(article), message, "Name it once.");
                }
                Some(Sort::Office(position)) => positions.push(*position),
                _ => report.note_with(name.place, Some(article), || {
                    let known = self.offices.iter().map(|(_, office)| office.id.is.as_str());
                    (format!("No office is called `{}`.", name.is), define(&name.is, known))
                }),
            }
            seen.push(&name.is);
        }
        positions.sort_unstable();
        positions
            .into_iter()
            .filter_map(|position| self.offices.get(position))
            .map(|(_, office)| id(office))
            .collect()
    }

    /// Every id of an office or body.
    pub fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.index.keys().copied()
    }
}

/// A remedy for a name that is not there.
fn define<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> String {
    match nearest::nearest(name, known) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => {
            format!("Define it: office \"{name}\" seats=1, or body \"{name}\" kind=\"committee\" seats=3.")
        }
    }
}
