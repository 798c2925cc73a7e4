//! The hall judges the linter: in every example document, every process is run against people who work against it. None
//! takes longer than the bound worked out from the rules, whoever can stall it does, each bound is reached but for a day,
//! and every story that the linter tells happens, step by step. 2,000 runs here; `cargo run --release -p rankfile-sim --bin
//! worlds` goes on for as long as one likes.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use rankfile_constitution::guarantee::{self, Worst};
use rankfile_constitution::lint::Event;
use rankfile_constitution::process::{Begins, Coalition, People, Process, Promise};
use rankfile_record::act::Actor;
use rankfile_sim::rehearsal::scene::{self, Scene};
use rankfile_sim::rehearsal::{self, Rehearsal, documents, rehearsed};

const AS_OF: Date = date(2026, 1, 1);
/// How long nobody may be able to finish what is said to be put off for ever.
const YEARS: i64 = 12;

/// A document and one guarantee that it makes.
struct Made {
    name: String,
    document: String,
    people: People,
    plan: Process,
    promise: Promise,
}

impl Made {
    /// The part of the process that the guarantee is about.
    fn part(&self) -> Process {
        self.plan.up_to(self.promise)
    }

    fn can_be_amended_away(&self, coalition: &Coalition) -> bool {
        self.plan.amendments.iter().any(|it| it.binds_at_once && it.who.is_carried(coalition))
    }

    fn say(&self, coalition: &Coalition) -> String {
        let seats: Vec<&str> =
            coalition.iter().map(|person| self.people.persons[*person].seat.as_str()).collect();
        format!("{}: {} of {} against {seats:?}", self.name, self.promise.id, self.plan.id)
    }
}

/// Every guarantee of the examples whose process runs step by step. Elections with ballots of their own are judged in
/// `guarantees.rs`.
fn all_made() -> Vec<Made> {
    let mut made = Vec::new();
    for (name, document) in documents() {
        let program = rehearsed(&document);
        for plan in program.processes.iter().filter(|plan| plan.is_run_by_steps()) {
            for promise in plan.promises.iter().filter(|promise| promise.stages > 0) {
                let (name, document) = (name.clone(), document.clone());
                let (people, plan) = (program.people.clone(), plan.clone());
                made.push(Made { name, document, people, plan, promise: *promise });
            }
        }
    }
    made
}

/// How long it took in the hall, from the day it began; `None` when it never was.
fn took(made: &Made, scene: &mut Scene, against: &Coalition) -> Option<i32> {
    let last = scene.from.checked_add(YEARS.years()).unwrap();
    let kept = scene.union.run(&scene.id, made.promise.id, against, last)?;
    Some((rehearsal::date(kept) - scene.from).get_days())
}

/// One run against people who cannot change the rules: the hall takes as long as the rules say, to the day but one.
fn judge(made: &Made, against: &Coalition, day: Date) {
    let Some(mut scene) = scene::begin(1, &made.document, &made.plan, day) else {
        assert!(matches!(made.plan.begins, Begins::Outside(_) | Begins::Cycle), "{}", made.say(against));
        return;
    };
    let said = guarantee::days(&made.part(), &made.people, against, scene.from);
    let took = took(made, &mut scene, against);
    let say = || format!("{}, from {}: said {said:?}, took {took:?}", made.say(against), scene.from);
    match (said, took) {
        (None, None) => {}
        (Some(said), Some(took)) => assert!(took <= said && said <= took + 1, "{}", say()),
        _ => panic!("{}", say()),
    }
}

/// The rules are changed first, and then nothing begins by them.
fn judge_amended(made: &Made, by: &Coalition, day: Date) {
    let (document, to) = (&made.document, scene::without(&made.document, &made.plan));
    let before = day.checked_sub(1.day()).unwrap();
    match made.plan.begins {
        Begins::AnyDay => {
            let mut union = Rehearsal::found(1, document, before);
            assert!(union.amend(&to, by).unwrap(), "{}", made.say(by));
            union.play.jump(rehearsal::midnight(day));
            let refusal = union.begin(&made.plan).unwrap_err();
            assert_eq!(refusal.rule, rankfile_hall::Rule::ProcessUnknown, "{}", made.say(by));
        }
        Begins::Cycle => {
            // What follows an election is gone before that election is over.
            let first = format!("first-{}", made.plan.id);
            let program = rehearsed(document);
            let Some(first) = program.processes.iter().find(|plan| plan.id == first) else {
                panic!("{}: no election goes before it", made.say(by));
            };
            let document = match &first.begins {
                Begins::Outside(event) => scene::happened(document, event, before),
                _ => document.clone(),
            };
            let to = scene::without(&document, &made.plan);
            let Scene { mut union, id, .. } = scene::begin(
                1,
                &document,
                &rehearsed(&document).processes.iter().find(|plan| plan.id == first.id).unwrap().clone(),
                before,
            )
            .unwrap();
            assert!(union.amend(&to, by).unwrap(), "{}", made.say(by));
            let last = day.checked_add(4.years()).unwrap();
            assert!(union.run(&id, "first-election", by, last).is_some(), "what is under way finishes");
            union.play.jump(rehearsal::midnight(last));
            let begun = union.play.hall().state.cases.values().any(|case| case.plan.id == made.plan.id);
            assert!(!begun, "{}", made.say(by));
        }
        _ => panic!("{}: what is under way cannot be amended away", made.say(by)),
    }
}

/// Somebody's number below another.
fn below(rng: &mut ChaCha12Rng, number: usize) -> usize {
    (rng.next_u64() % number.max(1) as u64) as usize
}

#[test]
fn every_bound_is_reached_but_for_a_day_by_the_worst_coalition_from_the_worst_day() {
    let mut runs = 0;
    for made in all_made() {
        for size in 0..=5 {
            let Worst { days, coalition, from } = guarantee::worst(&made.part(), &made.people, size, AS_OF);
            if coalition.len() < size && days.is_some() {
                break;
            }
            runs += 1;
            if made.can_be_amended_away(&coalition) {
                judge_amended(&made, &coalition, from);
                break;
            }
            judge(&made, &coalition, from);
            if days.is_none() {
                break;
            }
        }
    }
    assert!(runs > 100, "{runs} runs are few");
}

#[test]
fn no_coalition_makes_anything_later_than_the_rules_say() {
    let all = all_made();
    let mut rng = ChaCha12Rng::seed_from_u64(5);
    for _ in 0..2000 {
        let made = &all[below(&mut rng, all.len())];
        let mut coalition = Coalition::new();
        for _ in 0..below(&mut rng, 4) {
            coalition.insert(below(&mut rng, made.people.persons.len()));
        }
        coalition.retain(|person| *person < made.people.persons.len());
        let day = AS_OF.checked_add((below(&mut rng, 1461) as i64).days()).unwrap();
        match made.can_be_amended_away(&coalition) {
            true => judge_amended(made, &coalition, day),
            false => judge(made, &coalition, day),
        }
    }
}

/// Whether an act of the record is what a line of a story tells: of the same article and the same day.
fn happened(union: &Rehearsal, line: &Event) -> bool {
    let article = line.article.as_ref().map(|article| article.0.as_str());
    union.play.acts().iter().any(|act| {
        let at = act.outer.recorded_at;
        // What is let pass is told on its last day, and recorded when that day is over.
        let is_that_day = rehearsal::date(at) == line.date
            || act.inner.actor == Actor::Clock && rehearsal::date(at - 1) == line.date;
        article.is_none_or(|article| act.inner.basis.article == article) && is_that_day
    })
}

#[test]
fn every_story_happens_in_the_hall_step_by_step_and_ends_with_the_guarantee_unmet() {
    let mut stories = 0;
    for made in all_made() {
        let part = made.part();
        let stall = (0..=made.people.persons.len().min(7)).find_map(|size| {
            let worst = guarantee::worst(&part, &made.people, size, AS_OF);
            worst.days.is_none().then_some(worst)
        });
        let Some(Worst { coalition, from, .. }) = stall else { continue };
        stories += 1;
        if made.can_be_amended_away(&coalition) {
            judge_amended(&made, &coalition, from);
            continue;
        }
        let Some(mut scene) = scene::begin(1, &made.document, &made.plan, from) else {
            // It waits for what may never come: ten years later it has not begun.
            let mut union = Rehearsal::found(1, &made.document, from);
            union.play.jump(rehearsal::midnight(from.checked_add(10.years()).unwrap()));
            assert!(!union.play.hall().state.cases.values().any(|case| case.plan.id == made.plan.id));
            continue;
        };
        let story = guarantee::tell(&part, &made.people, &coalition, scene.from).story;
        assert_eq!(took(&made, &mut scene, &coalition), None, "{}", made.say(&coalition));
        for line in story.iter().skip(1) {
            assert!(happened(&scene.union, line), "{}: not in the record: {line:?}", made.say(&coalition));
        }
    }
    assert!(stories > 20, "{stories} stories are few");
}
