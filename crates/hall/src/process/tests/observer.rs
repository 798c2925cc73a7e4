//! An observer of processes: it sees nothing but effects, as they are recorded, and holds them against the laws. It counts
//! people by another way than the hall does.

use super::*;
use crate::effect::Effect as AnyEffect;
use crate::election::effect::How;
use crate::process::effect::{Effect, Speaker};
use rankfile_constitution::process::{People, Process, Stage, Who};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What an observer knows of a process.
struct Seen {
    plan: Arc<Process>,
    people: Arc<People>,
    against: Option<PublicKey>,
    opens_at: i64,
    due_at: i64,
    stage: Option<u32>,
    rung: usize,
    said: BTreeMap<Speaker, Voice>,
    done: BTreeSet<u32>,
    ended: bool,
}

impl Seen {
    fn stage(&self) -> &Stage {
        &self.plan.stages[self.stage.unwrap() as usize]
    }
}

/// Sees effects as they happen and holds them against the laws.
#[derive(Default)]
pub(super) struct Observer {
    seen: BTreeMap<ProcessId, Seen>,
    /// What it saw, and how often.
    pub(super) tally: BTreeMap<&'static str, u64>,
}

impl Observer {
    /// Something was seen.
    pub(super) fn note(&mut self, what: &'static str) {
        *self.tally.entry(what).or_default() += 1;
    }

    /// One act: who asked, when it was recorded, the keys in force before it, and what it did.
    pub(super) fn see(
        &mut self,
        before: &Hall,
        after: &Hall,
        by_clock: bool,
        now: i64,
        effects: &[AnyEffect],
    ) {
        let about: BTreeSet<&ProcessId> = effects
            .iter()
            .filter_map(|effect| match effect {
                AnyEffect::Process(Effect::StageDone { process, .. } | Effect::Heard { process, .. }) => {
                    Some(process)
                }
                _ => None,
            })
            .collect();
        assert!(about.len() <= 1, "one act, one process");
        for effect in effects {
            let AnyEffect::Process(effect) = effect else { continue };
            if let Some(id) = super::super::evolve::id_of(effect) {
                assert!(
                    self.seen.get(id).is_none_or(|seen| !seen.ended),
                    "{id} is over and changes: {effect:?}"
                );
            }
            self.see_one(before, after, by_clock, now, effect);
        }
    }

    fn see_one(&mut self, before: &Hall, after: &Hall, by_clock: bool, now: i64, effect: &Effect) {
        match effect {
            Effect::Begun { process, plan, .. } => {
                let case = &after.state.cases[process];
                assert_eq!(&case.plan.id, plan);
                // Whom it is against steps aside where the rules say so.
                let (plan, people, against) = (case.plan.clone(), case.people.clone(), case.aside().cloned());
                let seen = Seen {
                    plan,
                    people,
                    against,
                    opens_at: i64::MAX,
                    due_at: i64::MAX,
                    stage: None,
                    rung: 0,
                    said: BTreeMap::new(),
                    done: BTreeSet::new(),
                    ended: false,
                };
                assert!(self.seen.insert(process.clone(), seen).is_none(), "{process} begins twice");
                self.note("begun");
            }
            Effect::StageOpened { process, stage, opens_at, due_at } => {
                let seen = self.seen.get_mut(process).unwrap();
                assert!(!seen.done.contains(stage), "stage {stage} of {process} is over and opens");
                assert!(seen.done.last().is_none_or(|last| last < stage), "stages follow their order");
                assert!(due_at >= opens_at);
                let again = seen.stage == Some(*stage);
                (seen.stage, seen.opens_at, seen.due_at, seen.rung) = (Some(*stage), *opens_at, *due_at, 0);
                seen.said.clear();
                self.note(if again { "opened again" } else { "opened" });
            }
            Effect::Heard { process, by, voice } => {
                let seen = self.seen.get_mut(process).unwrap();
                assert!(now >= seen.opens_at, "{process}: heard before it opened");
                if let Some(by) = by {
                    assert!(Some(&by.key) != seen.against.as_ref(), "{process} is against whoever is heard");
                    assert_eq!(before.state.keys[&by.key].role, by.seat);
                    assert!(seen.said.insert(by.clone(), *voice).is_none(), "heard twice");
                }
                self.note("heard");
            }
            Effect::DutyPassed { process, rung, due_at, .. } => {
                let seen = self.seen.get_mut(process).unwrap();
                assert!(by_clock && now >= seen.due_at && *due_at > seen.due_at);
                (seen.rung, seen.due_at) = (*rung as usize, *due_at);
                seen.said.clear();
                self.note("passed on");
            }
            Effect::StageDone { process, stage, how, decision, .. } => {
                self.see_done(before, process, *stage, *how, *decision, by_clock, now);
            }
            Effect::Ended { process, .. } => {
                self.seen.get_mut(process).unwrap().ended = true;
                self.note("ended");
            }
            Effect::Amended { constitution, .. } => {
                assert_eq!(&after.state.union.as_ref().unwrap().program.digest, constitution);
                self.note("amended");
            }
            Effect::PutOff { .. } => self.note("put off"),
            Effect::DutyOverdue { process, .. } => {
                assert!(by_clock && now >= self.seen[process].due_at);
                self.note("overdue");
            }
            Effect::Held { .. } => self.note("held"),
            Effect::DelayAsked { process, by, .. } => {
                assert!(
                    Some(&by.key) != self.seen[process].against.as_ref(),
                    "{process}: put off by the one"
                );
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "all there is to know of the end of a stage")]
    fn see_done(
        &mut self,
        before: &Hall,
        process: &ProcessId,
        stage: u32,
        how: How,
        decision: Option<Voice>,
        by_clock: bool,
        now: i64,
    ) {
        let seen = self.seen.get_mut(process).unwrap();
        assert_eq!(seen.stage, Some(stage), "only the open stage ends");
        assert!(seen.done.insert(stage), "stage {stage} of {process} is over twice");
        assert!(now >= seen.opens_at);
        let held = before.state.cases.get(process).and_then(|case| case.open()?.1.held).is_some();
        if by_clock {
            assert!(held || now >= seen.due_at, "{process}: the clock came early");
        }
        let who = seen.stage().rungs.get(seen.rung).map(|(who, _)| who.clone());
        if how == How::Acted && !held && !by_clock {
            match who.unwrap() {
                Who::Panel { people, quorum, .. } => {
                    self.majority(before, process, people.len() as u64, quorum, decision);
                }
                Who::Lot { seats, .. } => self.majority(before, process, seats, 0, decision),
                Who::One(_) => assert_eq!(self.seen[process].said.len(), 1),
                Who::Everybody(_) => {}
                other => panic!("{other:?} acts"),
            }
        }
        self.note("done");
    }

    /// More than half of so many people, counted by another way than the hall's: no more keys of one seat than it has people.
    fn majority(
        &mut self,
        before: &Hall,
        process: &ProcessId,
        all: u64,
        quorum: u64,
        decision: Option<Voice>,
    ) {
        let seen = &self.seen[process];
        let wanted = decision.unwrap_or(Voice::For);
        let mut by_seat: BTreeMap<&str, u64> = BTreeMap::new();
        for (speaker, voice) in &seen.said {
            let is_in_force =
                before.state.keys.get(&speaker.key).is_some_and(|entry| entry.role == speaker.seat);
            if *voice == wanted && is_in_force {
                *by_seat.entry(&speaker.seat).or_default() += 1;
            }
        }
        let seats =
            |seat: &str| seen.people.persons.iter().filter(|person| person.seat == seat).count() as u64;
        let most: u64 = by_seat.iter().map(|(seat, keys)| (*keys).min(seats(seat).max(3))).sum();
        assert!(2 * most > all && most >= quorum, "{process}: {most} of {all} decided");
        self.note(if all > 1 { "decided by several" } else { "decided" });
    }
}
