//! The hall judges the linter: officers who stall, everybody else at the last permitted moment, and the clock. No election
//! takes longer than the bound worked out from the rules, and some take all of it but a day.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use jiff::civil::Date;
use rankfile_constitution::guarantee::{guarantees, longest_against, tell};
use rankfile_constitution::lint::Event;
use rankfile_constitution::process::Coalition;
use rankfile_constitution::program::Program;
use rankfile_constitution::step::Actor as Bearer;
use rankfile_constitution::{Constitution, Document, compile};
use rankfile_hall::command::Command;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::election::due;
use rankfile_record::act::Actor;
use rankfile_sim::play::Play;
use rankfile_sim::rehearsal;
use rankfile_sim::world::{CONSTITUTION, FOUNDED_AT};

const DAY: i64 = 86_400;

/// Whom a coalition can hold, and how many people that takes.
const HELD: [(&str, usize); 3] = [("secretary", 1), ("election-committee", 2), ("protest-board", 2)];

fn constitution() -> Constitution {
    Document::parse(CONSTITUTION, "demo-local.md").unwrap()
}

/// Whether a bearer works against the election.
fn is_held(bearer: &Bearer, held: &[&str]) -> bool {
    match bearer {
        Bearer::Office(id) => held.contains(&id.0.as_str()),
        Bearer::Body(id) => held.contains(&id.0.as_str()),
        Bearer::KeyHolders => held.contains(&"key-holder"),
        Bearer::Members | Bearer::Nominees | Bearer::Clock => false,
    }
}

/// A founded union with a roll.
fn founded(seed: u64, founded_at: i64) -> Play {
    let mut play = Play::empty(seed, CONSTITUTION);
    play.now = founded_at;
    let found = play.found();
    play.ask(found).unwrap();
    let load = play.load(5, 5);
    play.ask(load).unwrap();
    play
}

/// The days from founding to the winners in office, or `None` when that has not come in so many years.
fn days_until_installed(seed: u64, founded_at: i64, held: &[&str], years: i64) -> Option<i64> {
    let mut play = founded(seed, founded_at);
    let installed = run(&mut play, &ElectionId("officers-1".to_owned()), held, years)?;
    Some((installed - founded_at) / DAY)
}

/// Runs one election until its winners are in office, with these people against it; `None` when that has not come in so
/// many years.
fn run(play: &mut Play, id: &ElectionId, held: &[&str], years: i64) -> Option<i64> {
    let last = play.now + years * 366 * DAY;
    while play.now < last {
        let election = play.election(id);
        if let Some((at, _)) = election.steps.get(&step("install")).and_then(|step| step.done) {
            return Some(at);
        }
        let mut duties = due::docket(&play.hall().state).into_iter();
        let duty = duties.find(|duty| !duty.overdue && duty.election == *id)?;
        let moment = duty.due_at.max(duty.opens_at);
        if is_held(&duty.bearer, held) || duty.bearer == Bearer::Clock {
            play.jump(moment.max(play.now));
            continue;
        }
        // Free people act at the last permitted moment.
        play.jump((moment - 1).max(play.now));
        let before = play.acts().len();
        if duty.step == step("protest") && play.election(id).protests.is_empty() {
            let (_, protest) = play.protest(id);
            play.ask(protest).unwrap();
        }
        while let Some(deed) = play.next_deed(id) {
            // Nobody does today what another duty still gives them time for.
            let is_due = matches!(&deed.command, Command::Election(command) if command.step() == duty.step.0);
            if !is_due || is_held_deed(&deed, held) || play.ask(deed).is_err() {
                break;
            }
            let state = &play.election(id).steps;
            if state.get(&duty.step).is_some_and(|step| step.done.is_some()) {
                break;
            }
        }
        if play.acts().len() == before {
            play.jump(moment.max(play.now + 1));
        }
    }
    None
}

fn is_held_deed(deed: &rankfile_sim::play::Deed, held: &[&str]) -> bool {
    match &deed.who {
        rankfile_sim::play::Who::Key(name) => held.contains(&name.as_str()),
        _ => false,
    }
}

fn step(id: &str) -> rankfile_constitution::step::StepId {
    rankfile_constitution::step::StepId(id.to_owned())
}

#[test]
fn no_coalition_makes_an_election_later_than_its_bound_and_some_make_it_that_late() {
    let constitution = constitution();
    let as_of = Date::new(2026, 9, 1).unwrap();
    let mut closest = i64::MAX;
    for mask in 0..1 << HELD.len() {
        let seats: Vec<(&str, usize)> =
            HELD.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, held)| *held).collect();
        let held: Vec<&str> = seats.iter().map(|(name, _)| *name).collect();
        let bound = longest_against(&constitution, "first-election", Some("president"), &seats, as_of);
        let bound = bound.expect("it makes this guarantee");
        for (seed, shift) in [(1, 0), (2, 17), (3, 181)] {
            let took = days_until_installed(seed, FOUNDED_AT + shift * DAY, &held, 6);
            match bound {
                Some(bound) => {
                    let took =
                        took.unwrap_or_else(|| panic!("{held:?} stalled what has a bound of {bound} days"));
                    assert!(
                        took <= i64::from(bound),
                        "{held:?} made it {took} days, and the bound is {bound}"
                    );
                    closest = closest.min(i64::from(bound) - took);
                }
                None => assert_eq!(took, None, "{held:?} cannot stall it after all"),
            }
        }
    }
    assert!(closest <= 1, "no bound is tight: the closest is {closest} days off");
}

#[test]
fn the_smallest_coalition_that_the_linter_names_stalls_the_hall_too() {
    let all = guarantees(&constitution(), Date::new(2026, 9, 1).unwrap());
    let first = all.iter().find(|it| it.id == "first-election").unwrap();
    let seats: Vec<&str> = first.stalled_by.iter().map(String::as_str).collect();
    assert!(!seats.is_empty(), "the example has a weak point, and this test is about it");
    assert_eq!(days_until_installed(4, FOUNDED_AT, &seats, 6), None);
}

/// The people of these seats, one of each.
fn coalition(program: &Program, seats: &[&str]) -> Coalition {
    seats.iter().filter_map(|seat| program.people.holders(seat).first().copied()).collect()
}

/// Whether what a line of a story tells is in the record: of the same article, and on the same day where somebody lets
/// time pass or time acts. What free people do, they may have done before the last day that the story gives them.
fn happened(play: &Play, line: &Event) -> bool {
    let article = line.article.as_ref().map(|article| article.0.as_str());
    let may_be_earlier =
        !["let the time pass", "begins again", "clock"].iter().any(|it| line.event.contains(it));
    play.acts().iter().any(|act| {
        let at = act.outer.recorded_at;
        let is_that_day = rehearsal::date(at) == line.date
            || act.inner.actor == Actor::Clock && rehearsal::date(at - 1) == line.date;
        let is_in_time = may_be_earlier && rehearsal::date(at) < line.date;
        article.is_none_or(|article| act.inner.basis.article == article) && (is_that_day || is_in_time)
    })
}

#[test]
fn the_story_of_an_election_that_is_stalled_happens_day_by_day() {
    let program = compile(&constitution()).unwrap();
    let process = |kind: &str| program.processes.iter().find(|process| process.kind == kind).unwrap();
    let against = coalition(&program, &["key-holder"]);
    let (first, second) = (ElectionId("officers-1".to_owned()), ElectionId("officers-2".to_owned()));

    let mut play = founded(4, FOUNDED_AT);
    assert_eq!(run(&mut play, &first, &["key-holder"], 6), None);
    let story = tell(process("first-election"), &program.people, &against, rehearsal::date(FOUNDED_AT)).story;
    for line in story.iter().skip(1) {
        assert!(happened(&play, line), "the first: not in the record: {line:?}");
    }

    let mut play = founded(5, FOUNDED_AT);
    run(&mut play, &first, &[], 6).unwrap();
    let voted = rehearsal::date(play.election(&first).voting_opens.unwrap());
    assert_eq!(run(&mut play, &second, &["key-holder"], 6), None);
    let story = tell(process("election"), &program.people, &against, voted).story;
    for line in story.iter().skip(1) {
        assert!(happened(&play, line), "the next: not in the record: {line:?}");
    }
}
