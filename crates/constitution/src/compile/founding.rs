//! What a union stands on: offices with their terms, bodies, and who keeps the roll.

use super::Compiler;
use crate::defaults;
use crate::program::{Body, Office, Standing};
use crate::rules::{OfficeSet, RuleKind};
use crate::source::{At, Place};
use crate::step::{BodyId, OfficeId, Span};
use crate::vocabulary::words::MEMBERSHIP;
use std::collections::BTreeMap;

impl Compiler<'_> {
    /// Offices with seats and terms.
    pub(super) fn offices(&mut self) -> Option<Vec<Office>> {
        let before = self.report.count();
        let terms = self.terms();
        let cycles = self.cycles();
        let mut offices = Vec::new();
        for (article, rule) in self.names.offices.clone() {
            let id = OfficeId(rule.id.is.clone());
            let term = terms.get(&id).copied().or_else(|| {
                // An office whose term is not given is held from one of its elections to the next.
                let cycle = cycles.get(&id).copied()?;
                let unsaid = format!("how long the term of `{id}` is");
                self.assumed.note(
                    &article.id,
                    &unsaid,
                    &format!("the time between its elections ({})", cycle.in_words()),
                );
                Some(cycle)
            });
            let Some(term) = term else {
                let message = format!("Nothing says how long the term of `{id}` is.");
                let remedy = format!("Add: term {{ for \"{id}\"; length \"2y\" }}.");
                self.report.note(rule.id.place, Some(&article.id), message, remedy);
                continue;
            };
            let seats = rule.seats.unwrap_or_else(|| {
                let assumed = defaults::SEATS;
                let unsaid = format!("{} (`{id}`)", assumed.unsaid);
                self.assumed.note(&article.id, &unsaid, &assumed.value.to_string());
                assumed.value
            });
            let title = rule.title.clone().unwrap_or_else(|| title(&rule.id.is));
            offices.push(Office { id, title, seats, term, article: article.id.clone() });
        }
        (self.report.count() == before).then_some(offices)
    }

    /// The term of each office. A rule that names an office goes before one for all offices.
    fn terms(&mut self) -> BTreeMap<OfficeId, Span> {
        let constitution = self.constitution;
        let mut named: BTreeMap<OfficeId, Span> = BTreeMap::new();
        let mut for_all: Option<Span> = None;
        for (article, rule) in constitution.rules() {
            let RuleKind::Term(term) = &rule.kind else { continue };
            let offices = self.names.offices(&term.offices, &article.id, &mut self.report);
            let is_double = match &term.offices {
                OfficeSet::All(_) => for_all.replace(term.length).is_some(),
                OfficeSet::Named(_) => {
                    let given = offices.into_iter().map(|office| named.insert(office, term.length).is_some());
                    given.fold(false, |any, one| any | one)
                }
            };
            if is_double {
                let remedy =
                    "Keep one of the two; a term for a named office goes before one for all offices.";
                self.report.note(
                    rule.place,
                    Some(&article.id),
                    "A term of these offices is given twice.",
                    remedy,
                );
            }
        }
        if let Some(length) = for_all {
            for (_, office) in &self.names.offices {
                named.entry(OfficeId(office.id.is.clone())).or_insert(length);
            }
        }
        named
    }

    /// For each office, the time between its elections.
    fn cycles(&self) -> BTreeMap<OfficeId, Span> {
        let mut cycles = BTreeMap::new();
        for (_, rule) in self.constitution.rules() {
            let RuleKind::Election(election) = &rule.kind else { continue };
            let Some(every) = election.every else { continue };
            let offices: Vec<&str> = match &election.offices {
                OfficeSet::All(_) => {
                    self.names.offices.iter().map(|(_, office)| office.id.is.as_str()).collect()
                }
                OfficeSet::Named(named) => named.iter().map(|name| name.is.as_str()).collect(),
            };
            for office in offices {
                cycles.entry(OfficeId(office.to_owned())).or_insert(every);
            }
        }
        cycles
    }

    /// Bodies with seats.
    pub(super) fn bodies(&mut self) -> Option<Vec<Body>> {
        let before = self.report.count();
        let mut bodies = Vec::new();
        for (article, rule) in self.names.bodies.clone() {
            let id = BodyId(rule.id.is.clone());
            let is_everybody = rule.sort == MEMBERSHIP;
            if is_everybody == rule.seats.is_some() {
                let (message, remedy) = match is_everybody {
                    true => (format!("`{id}` is the whole membership and has no seats."), "Take out seats=."),
                    false => (
                        format!("Nothing says how many people sit on `{id}`."),
                        "Add seats=3, or as many as sit.",
                    ),
                };
                self.report.note(rule.id.place, Some(&article.id), message, remedy);
            }
            let title = rule.title.clone().unwrap_or_else(|| title(&rule.id.is));
            bodies.push(Body { id, title, seats: rule.seats, article: article.id.clone() });
        }
        (self.report.count() == before).then_some(bodies)
    }

    /// Who keeps the roll.
    pub(super) fn standing(&mut self) -> Option<Standing> {
        let constitution = self.constitution;
        let mut found = None;
        for (article, rule) in constitution.rules() {
            let RuleKind::Standing(standing) = &rule.kind else { continue };
            if found.is_some() {
                let message = "Who keeps the roll is said twice.";
                self.report.note(rule.place, Some(&article.id), message, "Keep one of the two.");
            }
            found = Some((article, &standing.kept_by));
        }
        if let Some((article, kept_by)) = found {
            let kept_by = self.names.actor(kept_by, &article.id, &mut self.report)?;
            return Some(Standing { kept_by, article: article.id.clone() });
        }
        let keeper = defaults::ROLL_KEEPER;
        let office = self.names.offices.iter().find(|(_, office)| office.id.is == keeper.value);
        let Some((article, office)) = office else {
            let remedy =
                "Add: standing { kept-by \"secretary\" }, naming an office or body of this document.";
            self.report.note(Place(0), None, "Nothing says who keeps the roll.", remedy);
            return None;
        };
        let named = At { is: office.id.is.clone(), place: office.id.place };
        self.assumed.note(&article.id, keeper.unsaid, &format!("`{}`", keeper.value));
        let kept_by = self.names.actor(&named, &article.id, &mut self.report)?;
        Some(Standing { kept_by, article: article.id.clone() })
    }
}

/// How a person reads an id: `vice-president` is "Vice president".
pub(crate) fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}
