//! The state of the union: the fold of its acts. Nothing in here is authoritative; all of it can be rebuilt.

use crate::documents::Documents;
use crate::effect::Effect;
use crate::election::command::ElectionId;
use crate::election::state::Election;
use crate::process::command::ProcessId;
use crate::process::state::Case;
use crate::zone::Zone;
use crate::{election, key, process, roll, union};
use rankfile_constitution::process::{Changes, People, Process};
use rankfile_constitution::program::Program;
use rankfile_constitution::step::{ArticleId, OfficeId};
use rankfile_record::key::PublicKey;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The whole state.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Documents kept by digest.
    pub documents: Documents,
    /// The union, once founded.
    pub union: Option<Union>,
    /// Keys in force, with the roles they act for.
    pub keys: BTreeMap<PublicKey, KeyEntry>,
    /// What one officer asked about a key and a second must ask too: (key, role or none to revoke) and who asked.
    pub key_proposals: BTreeSet<(PublicKey, Option<String>, PublicKey)>,
    /// The roll in force.
    pub roll: Option<Roll>,
    /// Who holds office.
    pub offices: BTreeMap<OfficeId, Vec<Holder>>,
    /// Elections by id.
    pub elections: BTreeMap<ElectionId, Election>,
    /// Processes by id, those that are over too.
    pub cases: BTreeMap<ProcessId, Case>,
    /// The desks the host has served, in order of time; the last is the one it serves.
    pub desks: Vec<ServedDesk>,
}

/// A desk the host said it serves: the program for people's browsers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedDesk {
    /// SHA-256 of its module, 64 hexadecimal digits.
    pub digest: String,
    /// Since when; until the next one.
    pub from: i64,
}

/// A founded union.
#[derive(Debug, Clone)]
pub struct Union {
    /// Where its record is kept.
    pub origin: String,
    /// Its constitution, compiled.
    pub program: Arc<Program>,
    /// Matters that an amendment changes only after the next election, and the rules on them until then.
    pub deferred: BTreeMap<&'static str, Arc<Program>>,
    /// Its time zone.
    pub zone: Zone,
    /// The zone's name.
    pub zone_name: String,
    /// When it was founded.
    pub founded_at: i64,
    /// Whether it was founded to rehearse a document that is not complete enough to govern by.
    pub rehearsal: bool,
}

impl Union {
    /// What runs step by step under this name, by the rules on its matter in force, and the people those rules speak of.
    pub fn process(&self, id: &str) -> Option<(&Process, &People)> {
        let of = |program: &'_ Arc<Program>, fits: &dyn Fn(&Process) -> bool| {
            program.processes.iter().position(|plan| plan.id == id && fits(plan))
        };
        let kept = self.deferred.iter().find_map(|(matter, program)| {
            let place = of(program, &|plan| plan.matter == *matter)?;
            Some((program, place))
        });
        let found = kept.or_else(|| {
            let place = of(&self.program, &|plan| !self.deferred.contains_key(plan.matter))?;
            Some((&self.program, place))
        });
        let (program, place) = found?;
        Some((program.processes.get(place)?, &program.people)).filter(|(plan, _)| plan.is_run_by_steps())
    }

    /// Puts another program in force, as far as a way to change the rules lets it bind at once.
    pub fn amend(&mut self, program: Program, changes: &Changes) {
        let old = std::mem::replace(&mut self.program, Arc::new(program));
        let matters = old.processes.iter().chain(&self.program.processes).map(|plan| plan.matter);
        for matter in matters.collect::<BTreeSet<_>>() {
            if !matter.is_empty() && changes.defer(matter) {
                self.deferred.entry(matter).or_insert_with(|| old.clone());
            } else {
                self.deferred.remove(matter);
            }
        }
    }
}

/// A key in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEntry {
    /// The office or body it acts for.
    pub role: String,
    /// Whether it was named at the founding.
    pub founding: bool,
}

/// The roll in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    /// How many members.
    pub members: u64,
    /// How many in good standing.
    pub in_good_standing: u64,
    /// Fingerprint of the whole roll.
    pub root: String,
    /// Fingerprint of those in good standing.
    pub good_root: String,
    /// Since when.
    pub since: i64,
}

/// Somebody in office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The seat, from 1.
    pub seat: u8,
    /// The candidacy that won it.
    pub candidacy: String,
    /// First instant of the term.
    pub from: i64,
    /// End of the term.
    pub until: i64,
}

impl State {
    /// Applies one effect. It never fails: what cannot be is ignored, and the audit says so.
    pub fn evolve(&mut self, effect: &Effect) {
        match effect {
            Effect::Union(effect) => union::evolve::evolve(self, effect),
            Effect::Key(effect) => key::evolve::evolve(self, effect),
            Effect::Roll(effect) => roll::evolve::evolve(self, effect),
            Effect::Election(effect) => election::evolve::evolve(self, effect),
            Effect::Process(effect) => process::evolve::evolve(self, effect),
        }
    }

    /// The article a decision cites before the union has any: the founding itself.
    pub fn first_article(&self) -> ArticleId {
        let first = self.union.as_ref().and_then(|union| union.program.articles.first());
        first.map_or_else(|| ArticleId("founding".to_owned()), |(id, _)| id.clone())
    }

    /// The desk that is served, if the host ever said.
    pub fn desk(&self) -> Option<&ServedDesk> {
        self.desks.last()
    }

    /// The digests of every desk served while an election ran, from its call to its result: what its keys, credentials and
    /// ballots were made with by people who used the site.
    pub fn desks_of(&self, election: &Election) -> Vec<&str> {
        let done = |step| election.step(step).and_then(|step| step.done).map(|(at, _)| at);
        let Some(from) = done("call") else { return Vec::new() };
        let until = done("result").unwrap_or(i64::MAX);
        let ends = self.desks.iter().skip(1).map(|next| next.from).chain([i64::MAX]);
        let served = self.desks.iter().zip(ends);
        served
            .filter(|(desk, end)| desk.from < until && from < *end)
            .map(|(desk, _)| desk.digest.as_str())
            .collect()
    }

    /// Ids of every office and body: what a key can act for.
    pub fn has_role(&self, role: &str) -> bool {
        self.union.as_ref().is_some_and(|union| has_role(&union.program, role))
    }
}

/// Whether a program has an office or body of this id.
pub fn has_role(program: &Program, role: &str) -> bool {
    program.offices.iter().any(|office| office.id.0 == role)
        || program.bodies.iter().any(|body| body.id.0 == role)
}
