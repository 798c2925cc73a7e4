//! Laws of processes: whatever anybody asks, in whatever order, at whatever time, these hold. What is asked is drawn at
//! random, rightly and wrongly; an observer who sees only effects holds them against the laws.

use super::observer::Observer;
use super::*;
use crate::effect::Effect as AnyEffect;
use crate::process::due;
use crate::process::effect::Effect;
use crate::refusal::Rule;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rankfile_constitution::process::{Begins, End, Role};

const PEOPLE: [&str; 11] = [
    "president",
    "secretary",
    "trustee-1",
    "trustee-2",
    "trustee-3",
    "panel-1",
    "panel-2",
    "panel-3",
    "spare-1",
    "spare-2",
    "host",
];

/// One move of a sequence.
#[derive(Debug, Clone)]
enum Move {
    /// Somebody begins something, against somebody or nobody.
    Begin { by: u8, plan: u8, against: Option<u8> },
    /// Somebody speaks in something.
    Speak { by: u8, process: u8, no: bool },
    /// Those whose turn it is say the same, until the stage is over or so many have spoken.
    Do { process: u8, people: u8, no: bool },
    /// Somebody puts something off.
    PutOff { by: u8, process: u8, power: u8 },
    /// The board puts something off.
    Delay { process: u8 },
    /// Somebody proposes another constitution.
    Propose { by: u8, text: u8, whole: bool },
    /// A key is admitted, or withdrawn.
    Key { who: u8 },
    /// Nonsense.
    Nonsense { by: u8, kind: u8 },
    /// Time passes, in seconds; the clock of the machine may also go back.
    Wait(i64),
    /// Time jumps to the next deadline, and so many seconds beyond.
    ToDeadline(i64),
}

fn any_move() -> impl Strategy<Value = Move> {
    let by = || 0..PEOPLE.len() as u8;
    prop_oneof![
        6 => (prop_oneof![3 => Just(10_u8), 1 => by()], any::<u8>(), prop::option::weighted(0.4, by()))
            .prop_map(|(by, plan, against)| Move::Begin { by, plan, against }),
        14 => (by(), any::<u8>(), prop::bool::weighted(0.2))
            .prop_map(|(by, process, no)| Move::Speak { by, process, no }),
        8 => (any::<u8>(), 1_u8..6, prop::bool::weighted(0.3))
            .prop_map(|(process, people, no)| Move::Do { process, people, no }),
        3 => (by(), any::<u8>(), 0_u8..2).prop_map(|(by, process, power)| Move::PutOff { by, process, power }),
        1 => any::<u8>().prop_map(|process| Move::Delay { process }),
        3 => (by(), any::<u8>(), prop::bool::weighted(0.9))
            .prop_map(|(by, text, whole)| Move::Propose { by, text, whole }),
        2 => (2_u8..10).prop_map(|who| Move::Key { who }),
        3 => (by(), 0_u8..6).prop_map(|(by, kind)| Move::Nonsense { by, kind }),
        5 => prop_oneof![5 => 0..6 * DAY, 1 => -90 * DAY..0, 1 => Just(500 * DAY)].prop_map(Move::Wait),
        6 => (-2_i64..3).prop_map(Move::ToDeadline),
    ]
}

/// Other constitutions: with other people, other times, another article, fewer rules; and one that cannot be read.
fn texts() -> [String; 6] {
    let usual = usual();
    [
        usual.replace("office \"trustee\" seats=3", "office \"trustee\" seats=2\noffice \"clerk\" seats=1"),
        usual.replace("within=\"10d\"", "within=\"2d\"").replace("{#rules}", "{#new}"),
        usual.replace("number=3", "number=5"),
        document(SEATS),
        usual.clone(),
        usual.replace("seats=5", "seats="),
    ]
}

/// A bench that is observed.
struct Watched {
    bench: Bench,
    observer: Observer,
}

impl Watched {
    fn found(text: &str) -> Self {
        let bench = Bench::found(text);
        let mut observer = Observer::default();
        let begun: Vec<AnyEffect> = bench
            .hall
            .state
            .cases
            .values()
            .flat_map(|case| {
                let (stage, open) = case.stages.iter().next().unwrap();
                let (process, at) = (case.id.clone(), case.begun_at);
                let (plan, about) = (case.plan.id.clone(), String::new());
                [
                    Effect::Begun { process: process.clone(), plan, about, against: None, at },
                    Effect::StageOpened {
                        process,
                        stage: *stage,
                        opens_at: open.opens_at,
                        due_at: open.due_at,
                    },
                ]
            })
            .map(AnyEffect::Process)
            .collect();
        observer.see(&Hall::default(), &bench.hall, false, bench.now, &begun);
        Self { bench, observer }
    }

    /// Asks; a refusal changes nothing.
    fn ask(&mut self, who: &str, command: impl Into<Command>, documents: Vec<Vec<u8>>) -> Done {
        self.tick();
        let request = self.bench.request(who, &command.into(), documents);
        let print = |hall: &Hall| {
            let documents = hall.state.documents.iter().count();
            format!("{:?}{:?}{documents}{:?}", hall.state.cases, hall.state.keys, hall.chain)
        };
        let before = self.bench.hall.clone();
        match self.bench.hall.accept(request, self.bench.now) {
            Ok(accepted) => {
                self.bench.take(&accepted);
                let at = accepted.act.outer.recorded_at;
                self.observer.see(&before, &self.bench.hall, false, at, &accepted.effects);
                Ok(())
            }
            Err(refusal) => {
                assert!(print(&before) == print(&self.bench.hall), "a refusal changed something: {refusal}");
                self.observer.note("refused");
                Err(refusal)
            }
        }
    }

    fn tick(&mut self) {
        for _ in 0..MANY {
            let now = self.bench.now;
            let before = self.bench.hall.clone();
            let Some(accepted) = self.bench.hall.next_elapsed(now, &mut NoBallots).unwrap() else { return };
            self.bench.take(&accepted);
            let at = accepted.act.outer.recorded_at;
            self.observer.see(&before, &self.bench.hall, true, at, &accepted.effects);
        }
        panic!("time stands still at {}", self.bench.now);
    }

    /// Of all processes one, mostly one that is not over.
    fn pick(&self, pick: u8) -> Option<ProcessId> {
        let cases = &self.bench.hall.state.cases;
        let open: Vec<&Case> = cases.values().filter(|case| case.ended.is_none()).collect();
        let all: Vec<&Case> = cases.values().collect();
        let from = if pick.is_multiple_of(8) { all } else { open };
        from.get(usize::from(pick / 8) % from.len().max(1)).map(|case| case.id.clone())
    }

    fn speak(&mut self, who: &str, process: ProcessId, no: bool) -> Done {
        let voice = if no { Voice::Against } else { Voice::For };
        self.ask(who, ProcessCommand::Speak { process, voice }, Vec::new())
    }

    fn apply(&mut self, made: &Move) {
        let name = |by: &u8| PEOPLE[usize::from(*by)];
        match made {
            Move::Begin { by, plan, against } => {
                let union = self.bench.hall.state.union.as_ref().unwrap();
                let plans = &union.program.processes;
                let plan = plans.get(usize::from(*plan) % plans.len().max(1)).map(|plan| plan.id.clone());
                let against = against.and_then(|who| self.bench.keys.get(name(&who))).map(SecretKey::public);
                let plan = plan.unwrap_or_else(|| "complaint/any/president".to_owned());
                let _done = self.ask(
                    name(by),
                    ProcessCommand::Begin { plan, about: "ab".repeat(32), against },
                    Vec::new(),
                );
            }
            Move::Speak { by, process, no } => {
                let Some(id) = self.pick(*process) else { return };
                let _done = self.speak(name(by), id, *no);
            }
            Move::Do { process, people, no } => {
                let Some(id) = self.pick(*process) else { return };
                let stage = self.bench.stage(&id);
                let mut left = *people;
                for who in PEOPLE {
                    if left == 0 || self.bench.stage(&id) != stage {
                        return;
                    }
                    left -= u8::from(self.speak(who, id.clone(), *no).is_ok());
                }
            }
            Move::PutOff { by, process, power } => {
                let Some(process) = self.pick(*process) else { return };
                let _done = self.ask(
                    name(by),
                    ProcessCommand::PutOff { process, power: u32::from(*power) },
                    Vec::new(),
                );
            }
            Move::Delay { process } => {
                let Some(process) = self.pick(*process) else { return };
                for who in &PEOPLE[..5] {
                    let _done = self.ask(
                        who,
                        ProcessCommand::PutOff { process: process.clone(), power: 0 },
                        Vec::new(),
                    );
                }
            }
            Move::Propose { by, text, whole } => {
                let texts = texts();
                let text = texts[usize::from(*text) % texts.len()].as_bytes().to_vec();
                let (plan, about) = ("amendment/bylaws".to_owned(), digest_text(&text));
                let documents = if *whole { vec![text] } else { Vec::new() };
                let _done =
                    self.ask(name(by), ProcessCommand::Begin { plan, about, against: None }, documents);
            }
            Move::Key { who } => {
                let name = name(who);
                let is_in_force = self
                    .bench
                    .keys
                    .get(name)
                    .is_some_and(|key| self.bench.hall.state.keys.contains_key(&key.public()));
                if is_in_force {
                    let key = self.bench.public(name);
                    let _done = self.ask("secretary", Command::Key(KeyCommand::Revoke { key }), Vec::new());
                } else {
                    let seat = if name.starts_with("panel") { "panel" } else { "trustee" };
                    self.bench.make_key(name, seat);
                    let (role, key) = (seat.to_owned(), self.bench.public(name));
                    let _done =
                        self.ask("secretary", Command::Key(KeyCommand::Admit { role, key }), Vec::new());
                }
            }
            Move::Nonsense { by, kind } => {
                let process = self.pick(9).unwrap_or(ProcessId("accounts/accounts#1".to_owned()));
                let (plan, about) = ("complaint/any/president".to_owned(), "AB".repeat(32));
                let command = match kind {
                    0 => ProcessCommand::Begin { plan, about, against: None },
                    1 => ProcessCommand::Begin {
                        plan: "nothing/at/all".to_owned(),
                        about: "ab".repeat(32),
                        against: None,
                    },
                    2 => ProcessCommand::Speak {
                        process: ProcessId("complaint/any/president#99".to_owned()),
                        voice: Voice::For,
                    },
                    3 => ProcessCommand::Elapse { process, stage: 0, due_at: self.bench.now },
                    4 => ProcessCommand::PutOff { process, power: u32::MAX },
                    _ => ProcessCommand::Begin {
                        plan: "accounts/accounts".to_owned(),
                        about: "ab".repeat(32),
                        against: None,
                    },
                };
                assert!(self.ask(name(by), command, Vec::new()).is_err());
            }
            Move::Wait(seconds) => {
                self.bench.now = (self.bench.now + seconds).max(0);
                self.tick();
            }
            Move::ToDeadline(beyond) => {
                if let Some(next) = crate::clock::next_instant(&self.bench.hall.state) {
                    self.bench.now = next + beyond;
                    self.tick();
                }
            }
        }
    }

    /// Nobody does anything any more: whatever does not wait for people for ever comes to its end.
    fn time_alone(&mut self) {
        self.bench.now = self.bench.now.max(self.bench.hall.chain.last_recorded_at());
        for _ in 0..30 {
            self.bench.now += 90 * DAY;
            self.tick();
        }
        for case in self.bench.hall.state.cases.values().filter(|case| case.ended.is_none()) {
            let (_, open, stage) = case.open().unwrap();
            let waits = matches!(stage.end, End::Nothing | End::Again);
            let is_of_next_year = matches!(case.plan.begins, Begins::Yearly(_) | Begins::Every(_));
            assert!(waits || is_of_next_year, "{} is forgotten: {open:?}", case.id);
            assert!(due::due_at(case).is_none_or(|due_at| due_at > self.bench.now), "{} is late", case.id);
        }
    }
}

fn run(moves: &[Move]) -> BTreeMap<&'static str, u64> {
    let mut watched = Watched::found(&usual());
    for made in moves {
        watched.apply(made);
    }
    watched.bench.audit();
    watched.time_alone();
    watched.bench.audit();
    watched.observer.tally
}

fn config(cases: u32) -> Config {
    let asked = Config::default();
    Config { cases: (asked.cases / 256).max(1) * cases, max_shrink_iters: 400, ..asked }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn whatever_is_asked_the_laws_of_processes_hold(moves in prop::collection::vec(any_move(), 10..120)) {
        run(&moves);
    }
}

#[test]
fn the_sequences_reach_everything_that_can_happen() {
    // The same sequences on every run, so that what they reach can be asserted.
    let mut runner = TestRunner::new_with_rng(config(48), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let tally = std::cell::RefCell::new(BTreeMap::<&'static str, u64>::new());
    runner
        .run(&prop::collection::vec(any_move(), 100..160), |moves| {
            run(&moves)
                .into_iter()
                .for_each(|(what, times)| *tally.borrow_mut().entry(what).or_default() += times);
            Ok(())
        })
        .unwrap();
    let tally = tally.into_inner();
    for what in [
        "amended",
        "begun",
        "decided by several",
        "done",
        "ended",
        "heard",
        "held",
        "opened",
        "opened again",
        "overdue",
        "passed on",
        "put off",
        "refused",
    ] {
        assert!(tally.get(what).is_some_and(|times| *times > 0), "no sequence came to `{what}`: {tally:?}");
    }
}

#[test]
fn a_matter_that_is_over_hears_nobody() {
    let mut bench = Bench::found(&usual());
    let id = bench.begin("complaint/any/president", Some("president"));
    bench.wait(40);
    assert_eq!(bench.case(&id).ended.unwrap().1, Some(Voice::Against), "nobody decided it");
    for name in ["secretary", "president", "trustee-1", "host"] {
        let done = bench.speak(name, &id, Voice::For);
        assert_eq!(done.map_err(|refusal| refusal.rule), Err(Rule::StepClosed));
    }
    assert!(matches!(bench.case(&id).plan.stages[1].role, Role::Decides));
}
