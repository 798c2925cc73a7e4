//! Worlds: years of a union from one seed. Members complain, petition and leave office; elections are held with real
//! ballots; some officers do what they owe, now or on the last day, and up to three of them let it lie, vote against
//! everybody, put off what they can and change what rules they can. Every guarantee that the calculus gives a bound for is
//! watched, and what the hall did is audited at the end.

use super::{Against, Rehearsal, date, documents, midnight, name, rehearsed, scene};
use crate::play::{Deed, Done, Who as Asker};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use rankfile_constitution::guarantee;
use rankfile_constitution::process::people::KEY_HOLDERS;
use rankfile_constitution::process::{Begins, Process, Role};
use rankfile_constitution::program::Program;
use rankfile_constitution::step::Actor as Bearer;
use rankfile_hall::clock;
use rankfile_hall::command::Command;
use rankfile_hall::election;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::process::command::{Command as ProcessCommand, ProcessId, Voice};
use rankfile_hall::process::due;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What became of a world.
pub struct Lived {
    /// The seed.
    pub seed: u64,
    /// The document it lived by.
    pub document: String,
    /// Who worked against it, by seat.
    pub against: Vec<String>,
    /// How many acts its record holds.
    pub acts: usize,
    /// How many guarantees were watched to their end.
    pub watched: usize,
    /// By how many days the closest of them came in time.
    pub closest: Option<i32>,
    /// How many elections with ballots of their own were finished.
    pub elections: usize,
    /// By how many days the closest of them came in time.
    pub closest_election: Option<i32>,
    /// What should not have been.
    pub findings: Vec<String>,
    /// The record, act by act.
    pub story: Vec<String>,
}

/// A guarantee under way.
struct Watched {
    process: ProcessId,
    promise: &'static str,
    begun: Date,
    /// The longest it can take against those who are against it; `None` is for ever.
    bound: Option<i32>,
}

/// What those who are against it do besides letting things lie.
struct Habits {
    oppose: bool,
    put_off: bool,
    amend: bool,
    /// Not theirs: whether somebody protests against every election.
    protest: bool,
}

struct World {
    union: Rehearsal,
    rng: ChaCha12Rng,
    against: Against,
    habits: Habits,
    /// Of a hundred chances to do what is owed before the last moment, how many free people take.
    prompt: u64,
    watched: Vec<Watched>,
    seen: BTreeSet<ProcessId>,
    original: Arc<Program>,
    text: String,
    findings: Vec<String>,
}

/// Lives a world: the document, the people and all that happens follow from the seed. `less` days are taken off every
/// bound, to see that the judge can say no.
pub fn live(seed: u64, years: i64, less: i32) -> Lived {
    let mut rng = ChaCha12Rng::seed_from_u64(seed);
    // A document that makes no promise has nothing to be watched.
    let makes_promises = |text: &str| rehearsed(text).processes.iter().any(|plan| !plan.promises.is_empty());
    let all: Vec<_> = documents().into_iter().filter(|(_, text)| makes_promises(text)).collect();
    let wanted = match below(&mut rng, 10) {
        0..=3 => "model-local",
        4..=5 => "demo-local",
        _ => "",
    };
    let known = all.iter().find(|(name, _)| name == wanted);
    let (document, text) = known.unwrap_or(&all[below(&mut rng, all.len())]).clone();
    let founded =
        jiff::civil::date(2026, 1, 1).checked_add((below(&mut rng, 1461) as i64).days()).expect("a day");
    let mut union = Rehearsal::found(seed, &text, founded);
    union.load_roll();
    let original = union.program();
    let persons: Vec<usize> = holders(&original);
    let mut against = Against::new();
    for _ in 0..below(&mut rng, 4) {
        against.extend(persons.get(below(&mut rng, persons.len())));
    }
    let mut coin = || below(&mut rng, 2) == 0;
    let habits = Habits { oppose: coin(), put_off: coin(), amend: coin(), protest: coin() };
    let prompt = if coin() { 0 } else { 12 };
    let mut world = World {
        union,
        rng,
        against,
        habits,
        prompt,
        original,
        text,
        watched: Vec::new(),
        seen: BTreeSet::new(),
        findings: Vec::new(),
    };
    let last = founded.checked_add(years.years()).expect("a day of this age");
    world.go_on_until(midnight(last));
    world.judge(seed, document, founded, last, less)
}

impl World {
    fn go_on_until(&mut self, end: i64) {
        while self.union.play.now < end {
            self.notice_what_began();
            let next = self.next_moment().min(end);
            self.union.play.jump(next.max(self.union.play.now + 1));
            self.notice_what_began();
            self.work_on_elections();
            if self.chance(30) {
                self.somebody_asks();
            }
            if self.habits.amend && self.chance(3) {
                self.somebody_amends();
            }
            // What somebody asks or does can leave something to do for others on the same day.
            for _ in 0..12 {
                if !self.work_on_processes() {
                    break;
                }
            }
        }
    }

    /// The next moment worth looking at: just before or just when time does something, or some day soon.
    fn next_moment(&mut self) -> i64 {
        let now = self.union.play.now;
        let some_day =
            now + 86_400 * (1 + below(&mut self.rng, 9) as i64) + below(&mut self.rng, 86_400) as i64;
        let due = clock::next_instant(&self.union.play.hall().state).unwrap_or(some_day);
        let before = if due - 1 > now { due - 1 } else { due };
        before.min(some_day)
    }

    /// Every process that has begun is watched by the rules it began with.
    fn notice_what_began(&mut self) {
        let cases: Vec<(ProcessId, Arc<Process>, i64)> = {
            let cases =
                self.union.play.hall().state.cases.values().filter(|case| !self.seen.contains(&case.id));
            cases.map(|case| (case.id.clone(), case.plan.clone(), case.begun_at)).collect()
        };
        for (id, plan, begun_at) in cases {
            self.seen.insert(id.clone());
            let people = self.union.case(&id).map(|case| case.people.clone()).expect("it has begun");
            for promise in plan.promises.iter().filter(|promise| promise.stages > 0) {
                // What it began with is settled: nobody can amend it away any more.
                let part = Process { amendments: Vec::new(), ..plan.up_to(*promise) };
                let begun = date(begun_at);
                let bound = guarantee::days(&part, &people, &self.against, begun);
                self.watched.push(Watched { process: id.clone(), promise: promise.id, begun, bound });
            }
            if self.habits.put_off {
                let against = self.against.clone();
                self.union.put_off(&id, &against);
            }
        }
    }

    /// Whether anybody did anything.
    fn work_on_processes(&mut self) -> bool {
        let (now, before) = (self.union.play.now, self.union.play.hall().chain.size());
        let open: Vec<due::Duty> = due::docket(&self.union.play.hall().state);
        for duty in open.iter().filter(|duty| duty.opens_at <= now) {
            if self.habits.oppose {
                self.oppose(&duty.process);
            }
            if now >= duty.due_at - 1 || self.chance(self.prompt) {
                let against = self.against.clone();
                self.union.free_people_act(&duty.process, &against);
            }
        }
        self.notice_what_began();
        self.union.play.hall().chain.size() > before
    }

    /// Those against it say no where something is decided.
    fn oppose(&mut self, id: &ProcessId) {
        let Some((_, _, stage)) = self.union.case(id).and_then(|case| case.open()) else { return };
        if stage.role != Role::Decides {
            return;
        }
        for person in self.against.clone() {
            let command = ProcessCommand::Speak { process: id.clone(), voice: Voice::Against };
            let _refused_when_not_theirs: Done = self.union.play.ask(Deed::of(&name(person), command));
        }
    }

    /// Elections with ballots of their own: whoever is free and in turn does what is owed.
    fn work_on_elections(&mut self) {
        let now = self.union.play.now;
        let ids: Vec<ElectionId> = self.union.play.hall().state.elections.keys().cloned().collect();
        for id in ids {
            for _ in 0..24 {
                let duties = election::due::docket(&self.union.play.hall().state);
                let mine: Vec<_> =
                    duties.iter().filter(|duty| duty.election == id && duty.opens_at <= now).collect();
                let is_last_moment = mine.iter().any(|duty| now >= duty.due_at - 1);
                if mine.is_empty() || !is_last_moment && !self.chance(self.prompt) {
                    break;
                }
                // Somebody who lost protests, on the last day like everybody else.
                let known = self.union.play.election(&id);
                let can_protest =
                    mine.iter().any(|duty| duty.step.0 == "protest") && known.protests.is_empty();
                let deed = match self.habits.protest && can_protest {
                    true => Some(self.union.play.protest(&id).1),
                    false => self.union.play.next_deed(&id),
                };
                let Some(deed) = deed else { break };
                let Some(deed) = self.by_bearer(deed, &mine) else { break };
                if self.union.play.ask(deed).is_err() {
                    break;
                }
            }
        }
    }

    /// A deed as the one in turn would ask for it; `None` when that is somebody who is against it.
    fn by_bearer(&self, deed: Deed, duties: &[&election::due::Duty]) -> Option<Deed> {
        let Asker::Key(asker) = &deed.who else { return Some(deed) };
        if asker.starts_with("key-holder") {
            return Some(deed);
        }
        let Command::Election(command) = &deed.command else { return Some(deed) };
        let step = command.step();
        let duty = duties.iter().find(|duty| duty.step.0 == step);
        let bearer = match duty.map(|duty| &duty.bearer) {
            Some(Bearer::Office(id)) => id.0.clone(),
            Some(Bearer::Body(id)) => id.0.clone(),
            _ => asker.clone(),
        };
        let held = self.original.people.who(&bearer, &Default::default()).is_held(&self.against);
        (!held && self.union.play.keys.contains_key(&bearer)).then(|| deed.by(&bearer))
    }

    /// A member asks for something that the rules let anybody ask for.
    fn somebody_asks(&mut self) {
        let original = self.original.clone();
        let asked: Vec<&Process> = original
            .processes
            .iter()
            .filter(|plan| {
                plan.is_run_by_steps()
                    && plan.begins == Begins::AnyDay
                    && plan.kind != "amendment"
                    && plan.opened_by.is_empty()
            })
            .collect();
        if asked.is_empty() || self.open_processes() > 12 {
            return;
        }
        let plan = asked[below(&mut self.rng, asked.len())];
        let can_be_changed = plan.amendments.iter().any(|it| it.who.is_carried(&self.against));
        if let Err(refusal) = self.union.begin(plan)
            && !can_be_changed
        {
            self.findings.push(format!("{} could not be begun: {refusal}", plan.id));
        }
    }

    /// Those against it write a rule out of the constitution, if that is theirs to decide.
    fn somebody_amends(&mut self) {
        let program = self.union.program();
        let ruled: Vec<&Process> = program.processes.iter().filter(|plan| !plan.matter.is_empty()).collect();
        if ruled.is_empty() {
            return;
        }
        let plan = ruled[below(&mut self.rng, ruled.len())];
        let to = scene::without(&self.text, plan);
        if to != self.text && self.union.amend(&to, &self.against.clone()).unwrap_or(false) {
            self.text = to;
        }
    }

    fn open_processes(&self) -> usize {
        self.union.play.hall().state.cases.values().filter(|case| case.ended.is_none()).count()
    }

    fn chance(&mut self, of_hundred: u64) -> bool {
        (below(&mut self.rng, 100) as u64) < of_hundred
    }

    /// Holds what happened against what the calculus said.
    fn judge(mut self, seed: u64, document: String, founded: Date, last: Date, less: i32) -> Lived {
        let (mut closest, mut ended): (Option<i32>, usize) = (None, 0);
        for watched in &self.watched {
            let Some(bound) = watched.bound.map(|bound| bound - less) else { continue };
            let kept = self.union.case(&watched.process).and_then(|case| case.kept_at(watched.promise));
            let over = kept.map_or(last, date);
            let took = (over - watched.begun).get_days();
            if took > bound {
                let (process, promise) = (&watched.process, watched.promise);
                self.findings.push(format!(
                    "{promise} of {process}: {bound} days at most, and it took {took} or more"
                ));
            } else if kept.is_some() {
                ended += 1;
                closest = Some(closest.map_or(bound - took, |closest| closest.min(bound - took)));
            }
        }
        let (elections, closest_election) = self.judge_elections(founded, last, less);
        let report = self.union.play.audit();
        self.findings
            .extend(report.findings.iter().map(|finding| format!("the auditor: {}", finding.message)));
        let people = &self.original.people;
        let against = self.against.iter().map(|person| people.persons[*person].seat.clone()).collect();
        let story = self.story();
        let (acts, findings) = (story.len(), self.findings);
        Lived {
            seed,
            document,
            against,
            acts,
            watched: ended,
            closest,
            elections,
            closest_election,
            findings,
            story,
        }
    }

    /// Elections with ballots of their own, from founding to the first, and from one to the next.
    fn judge_elections(&mut self, founded: Date, last: Date, less: i32) -> (usize, Option<i32>) {
        let (mut finished, mut closest): (usize, Option<i32>) = (0, None);
        let mut voted: BTreeMap<String, Date> = BTreeMap::new();
        let elections: Vec<election::state::Election> =
            self.union.play.hall().state.elections.values().cloned().collect();
        for known in &elections {
            let plan = &known.plan.name;
            let kind = if voted.contains_key(plan) { "election" } else { "first-election" };
            let of = |process: &&Process| {
                process.kind == kind && process.plan.as_ref().is_some_and(|it| it.name == *plan)
            };
            let Some(process) = self.original.processes.iter().find(of) else { continue };
            let process = Process { amendments: Vec::new(), ..process.clone() };
            let from = voted.get(plan).copied().unwrap_or(founded);
            let latest = guarantee::tell(&process, &self.original.people, &self.against, from).over;
            let done = known.step("install").and_then(|step| step.done).map(|(at, _)| date(at));
            let over = done.unwrap_or(last);
            if let Some(latest) = latest.and_then(|day| day.checked_sub(less.days()).ok())
                && over > latest
            {
                self.findings.push(format!(
                    "{} of {}: by {latest}, and it took until {over} or longer",
                    kind, known.id
                ));
            }
            if let (Some(done), Some(opened)) = (done, known.voting_opens) {
                finished += 1;
                let spare = latest.map(|latest| (latest - done).get_days());
                closest = spare.into_iter().chain(closest).min();
                voted.insert(plan.clone(), date(opened));
            }
        }
        (finished, closest)
    }

    /// The record, act by act.
    fn story(&self) -> Vec<String> {
        let line = |act: rankfile_record::act::Act| {
            let who = match &act.inner.actor {
                rankfile_record::act::Actor::Key { role, .. } => role.clone(),
                rankfile_record::act::Actor::Host => "a member".to_owned(),
                rankfile_record::act::Actor::Clock => "time".to_owned(),
            };
            let (day, article) = (date(act.outer.recorded_at), &act.inner.basis.article);
            format!("{day}  {who} (article {article}): {}", act.inner.command)
        };
        self.union.play.acts().into_iter().map(line).collect()
    }
}

/// Everybody who has a key. Key holders of elections are drawn for each of them, and never against it here.
fn holders(program: &Program) -> Vec<usize> {
    let persons = program.people.persons.iter().enumerate();
    persons.filter(|(_, person)| person.seat != KEY_HOLDERS).map(|(number, _)| number).collect()
}

fn below(rng: &mut ChaCha12Rng, number: usize) -> usize {
    (rng.next_u64() % number.max(1) as u64) as usize
}
