//! A rehearsal: any document that can be read, founded in the real hall with a key for every seat, and run by people who
//! work against it and people who do not. What the calculus of guarantees says of a document is held against this.
//! Nothing here knows what the calculus answers.
//!
//! Those who are free do what they owe at the last permitted moment. The others do nothing that they owe, and use every
//! power they have to put things off.

pub mod scene;
pub mod world;

use crate::play::{Deed, Done, Play, Who as Asker};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rankfile_constitution::canonical;
use rankfile_constitution::process::people::KEY_HOLDERS;
use rankfile_constitution::process::{Begins, Coalition, Process, Role, Who};
use rankfile_constitution::program::Program;
use rankfile_constitution::step::Actor as Bearer;
use rankfile_hall::Refusal;
use rankfile_hall::command::Command;
use rankfile_hall::process::command::{Command as ProcessCommand, ProcessId, Voice};
use rankfile_hall::process::due;
use rankfile_hall::process::state::Case;
use rankfile_hall::union::command::{Command as UnionCommand, FoundingKey};
use rankfile_record::commit::digest_text;
use rankfile_record::key::SecretKey;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The zone every rehearsal is in.
pub const ZONE: &str = "America/New_York";
/// How often people who can put something off without a limit are made to do so.
const WITHOUT_LIMIT: u64 = 60;

/// A document founded, with everybody's keys.
pub struct Rehearsal {
    /// The union.
    pub play: Play,
}

/// People who work against something: persons by their number in the program, and bodies drawn by lot, which never do.
pub type Against = Coalition;

impl Rehearsal {
    /// Founds a document at the beginning of a day.
    pub fn found(seed: u64, document: &str, day: Date) -> Self {
        let mut play = Play::empty(seed, document);
        play.now = midnight(day);
        let program = rehearsed(document);
        play.keys = keys(&program);
        let text = canonical(document).into_bytes();
        let founder = play.keys.keys().next().expect("every document has an office or a body").clone();
        let command = UnionCommand::Found {
            constitution: digest_text(&text),
            zone: ZONE.to_owned(),
            keys: play
                .keys
                .values()
                .map(|key| FoundingKey { role: key.role().to_owned(), key: key.public() })
                .collect(),
            rehearsal: true,
        };
        play.ask(Deed::of(&founder, Command::Union(command)).with(vec![text])).expect("a founding");
        Self { play }
    }

    /// A roll of invented members, kept by whoever keeps it, and keys under the names of the roles that elections know.
    pub fn load_roll(&mut self) {
        let program = self.program();
        for (number, (name, role)) in seats(&program).into_iter().enumerate() {
            // The first of each seat also acts under the seat's own name.
            if !self.play.keys.contains_key(&role) {
                self.play.keys.insert(role.clone(), SecretKey::make(&role, &secret(number)));
            }
            assert!(self.play.keys.contains_key(&name), "everybody has a key");
        }
        for number in 1..=3 {
            let (holder, seed) = (format!("key-holder-{number}"), secret(1000 + number));
            self.play.keys.insert(holder, SecretKey::make("key-holder", &seed));
        }
        let keeper = match &program.standing.kept_by {
            Bearer::Office(id) => id.0.clone(),
            Bearer::Body(id) => id.0.clone(),
            _ => return,
        };
        if self.play.keys.contains_key(&keeper) {
            let load = self.play.load(20, 20).by(&keeper);
            self.play.ask(load).expect("a roll");
        }
    }

    /// The program in force.
    pub fn program(&self) -> Arc<Program> {
        self.play.hall().state.union.as_ref().expect("it is founded").program.clone()
    }

    /// A process under way or over.
    pub fn case(&self, id: &ProcessId) -> Option<&Case> {
        self.play.hall().state.cases.get(id)
    }

    /// The date it is.
    pub fn date(&self) -> Date {
        date(self.play.now)
    }

    /// Sets a process going for members. Against whom it is, when it is about somebody, is the first who holds the office.
    pub fn begin(&mut self, plan: &Process) -> Result<ProcessId, Refusal> {
        let about = hex::encode(self.play.random32());
        let respondent = respondent(&self.program(), plan);
        let against = respondent.map(|person| self.play.public(&name(person)));
        let command = ProcessCommand::Begin { plan: plan.id.clone(), about, against };
        self.play.ask(Deed::of("host", command))?;
        let of_plan = |id: &&ProcessId| id.0.rsplit_once('#').is_some_and(|(known, _)| known == plan.id);
        let cases = &self.play.hall().state.cases;
        let number = |id: &&ProcessId| id.0.rsplit_once('#').and_then(|(_, n)| n.parse::<u64>().ok());
        Ok(cases.keys().filter(of_plan).max_by_key(number).expect("it has just begun").clone())
    }

    /// Runs one process until a guarantee is kept or the last day is over, with these people against it. The result is the
    /// instant at which it was kept.
    pub fn run(&mut self, id: &ProcessId, promise: &str, against: &Against, last: Date) -> Option<i64> {
        let end = midnight(last);
        self.put_off(id, against);
        loop {
            let case = self.case(id)?;
            if let Some(at) = case.kept_at(promise) {
                return Some(at);
            }
            let duty = due::of_case(case)?;
            if duty.overdue && self.play.now >= duty.due_at.min(end) {
                // Nothing follows by rule: however long anybody waits.
                self.play.jump(end);
                return self.case(id)?.kept_at(promise);
            }
            if duty.due_at.max(duty.opens_at) > end {
                self.play.jump(end);
                return self.case(id)?.kept_at(promise);
            }
            let last_moment = (duty.due_at - 1).max(duty.opens_at);
            if last_moment > self.play.now {
                self.play.jump(last_moment);
            }
            self.free_people_act(id, against);
            if self.case(id).and_then(due::of_case).is_some_and(|now| now == duty) {
                self.play.jump(duty.due_at.max(duty.opens_at));
            }
        }
    }

    /// Everybody who is free and in turn says that what is owed is done, or yes.
    pub fn free_people_act(&mut self, id: &ProcessId, against: &Against) {
        let program = self.program();
        let Some(case) = self.case(id) else { return };
        let plan = case.plan.clone();
        let Some((number, open, stage)) = case.open() else { return };
        if stage.role == Role::Window || open.held.is_some() {
            return;
        }
        let Some((who, _)) = stage.rungs.get(open.rung as usize) else { return };
        let aside = respondent(&program, &plan);
        let speakers: Vec<Asker> = match who {
            Who::Everybody(_) => vec![Asker::Host],
            Who::Lot { id, seats, .. } => (0..*seats).map(|seat| Asker::Key(drawn(id, seat))).collect(),
            _ => {
                let free = who.people().iter().filter(|it| !against.contains(it) && Some(**it) != aside);
                free.map(|person| Asker::Key(name(*person))).collect()
            }
        };
        for who in speakers {
            let is_open = self.case(id).and_then(Case::open).is_some_and(|(now, ..)| now == number);
            if !is_open {
                return;
            }
            let command = ProcessCommand::Speak { process: id.clone(), voice: Voice::For };
            let _refused_when_done: Done =
                self.play.ask(Deed { who, command: command.into(), documents: Vec::new() });
        }
    }

    /// Whoever is against it uses every power to put it off, as often as permitted.
    pub fn put_off(&mut self, id: &ProcessId, against: &Against) {
        let Some(case) = self.case(id) else { return };
        let plan = case.plan.clone();
        for (delay, power) in plan.delays.iter().zip(0..) {
            let times = if delay.by.is_none() { 1 } else { delay.times.unwrap_or(WITHOUT_LIMIT) };
            for _ in 0..times {
                for person in delay.who.people().iter().filter(|person| against.contains(person)) {
                    let command = ProcessCommand::PutOff { process: id.clone(), power };
                    let _refused_when_used_up: Done = self.play.ask(Deed::of(&name(*person), command));
                }
            }
        }
    }

    /// These people change the constitution to another text, by whatever way is theirs.
    ///
    /// *Errors*: the refusal, when the document is not taken.
    pub fn amend(&mut self, to: &str, by: &Against) -> Result<bool, Refusal> {
        let program = self.program();
        let text = canonical(to).into_bytes();
        let ways = program.processes.iter().filter(|plan| plan.kind == "amendment");
        let carried = ways.filter(|plan| {
            plan.stages
                .iter()
                .filter(|stage| stage.role == Role::Decides)
                .all(|stage| stage.rungs.first().is_some_and(|(who, _)| who.is_carried(by)))
        });
        let Some(plan) = carried.into_iter().next() else { return Ok(false) };
        let Some(proposer) = by.iter().next() else { return Ok(false) };
        let begin = ProcessCommand::Begin { plan: plan.id.clone(), about: digest_text(&text), against: None };
        self.play.ask(Deed::of(&name(*proposer), begin).with(vec![text.clone()]))?;
        let of_plan = |id: &&ProcessId| id.0.starts_with(&format!("{}#", plan.id));
        let id = self.play.hall().state.cases.keys().rfind(of_plan).expect("it has just begun").clone();
        for _ in 0..20 {
            if self.program().digest == digest_text(&text) {
                return Ok(true);
            }
            let Some(duty) = self.case(&id).and_then(due::of_case) else { break };
            for person in by {
                let command = ProcessCommand::Speak { process: id.clone(), voice: Voice::For };
                let _refused_when_not_theirs: Done = self.play.ask(Deed::of(&name(*person), command));
            }
            if self.case(&id).and_then(due::of_case).is_some_and(|now| now == duty) {
                self.play.jump(duty.due_at.max(duty.opens_at));
            }
        }
        Ok(self.program().digest == digest_text(&text))
    }
}

/// The program by which a document is rehearsed.
///
/// # Panics
/// If it cannot be read: tests hand in documents that can.
pub fn rehearsed(document: &str) -> Program {
    let read = rankfile_constitution::Document::parse(document, "rehearsal.md");
    rankfile_constitution::rehearse(&read.unwrap_or_else(|all| panic!("{all:?}")))
}

/// A key for every seat.
fn keys(program: &Program) -> BTreeMap<String, SecretKey> {
    let numbered = seats(program).into_iter().enumerate();
    numbered.map(|(number, (name, seat))| (name, SecretKey::make(&seat, &secret(number)))).collect()
}

/// Whoever has a key, and the seat it is for: persons by their number, of bodies drawn by lot body and seat.
fn seats(program: &Program) -> Vec<(String, String)> {
    let persons = program.people.persons.iter().enumerate().filter(|(_, person)| person.seat != KEY_HOLDERS);
    let mut all: Vec<(String, String)> =
        persons.map(|(number, person)| (name(number), person.seat.clone())).collect();
    for body in &program.bodies {
        if let Who::Lot { id, seats, .. } = program.people.who(&body.id.0, &Coalition::new()) {
            all.extend((0..seats).map(|seat| (drawn(&id, seat), id.clone())));
        }
    }
    if all.is_empty() {
        // Nobody holds anything: somebody signs the founding all the same.
        all.extend(program.bodies.first().map(|body| (name(0), body.id.0.clone())));
    }
    all
}

fn secret(number: usize) -> [u8; 32] {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&(number as u64).to_be_bytes());
    seed
}

/// Every example document, by its name.
///
/// # Panics
/// If the examples are not where the sources are.
pub fn documents() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files: Vec<PathBuf> = Vec::new();
    for place in [folder.clone(), folder.join("constitutions")] {
        let entries = std::fs::read_dir(place).expect("the examples").flatten().map(|entry| entry.path());
        files.extend(entries.filter(|path| path.extension().is_some_and(|end| end == "md")));
    }
    files.sort();
    let name =
        |path: &Path| path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let text = |path: &Path| std::fs::read_to_string(path).expect("an example");
    files.into_iter().map(|path| (name(&path), text(&path))).collect()
}

/// What the key of a person is called.
pub fn name(person: usize) -> String {
    format!("person-{person}")
}

fn drawn(body: &str, seat: u64) -> String {
    format!("{body}-{seat}")
}

/// Against whom, or about whose empty seat, a process is: somebody who takes no part in it.
pub fn respondent(program: &Program, plan: &Process) -> Option<usize> {
    let office = plan.subjects.first().filter(|_| plan.recuses && plan.begins == Begins::AnyDay)?;
    program.people.holders(office).first().copied().filter(|person| program.people.persons.len() > *person)
}

/// The first instant of a day.
pub fn midnight(day: Date) -> i64 {
    let zone = TimeZone::get(ZONE).expect("a zone that exists");
    day.to_zoned(zone).expect("a day of this age").timestamp().as_second()
}

/// The day of an instant.
pub fn date(at: i64) -> Date {
    let zone = TimeZone::get(ZONE).expect("a zone that exists");
    jiff::Timestamp::from_second(at).expect("an instant of this age").to_zoned(zone).date()
}
