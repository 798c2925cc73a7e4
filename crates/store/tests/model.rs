//! Random batches, crashes at random calls and spoiled published files against the simplest model there is: a list of
//! batches. After every opening the log holds the answered batches, and at most the one that was in flight.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use common::{InMemory, Machine, check, key, leaves, opening, paper, piece};
use proptest::prelude::*;
use proptest::sample::Index;
use rankfile_store::conformance::Medium;
use rankfile_store::contract::Batch;
use rankfile_store::failing::{Failing, FaultPlan};
use rankfile_store::log::Log;
use rankfile_store::memory::Memory;

#[derive(Debug, Clone)]
enum Step {
    /// Commit a batch.
    Commit { leaves: usize, elections: Vec<u8>, openings: u8, erased: Vec<Index> },
    /// End the process and start one in which this call fails.
    Restart { at: usize, failing: Failing },
    /// End the process, spoil a published file, start again.
    Spoil { file: Index, how: Spoiling },
}

#[derive(Debug, Clone, Copy)]
enum Spoiling {
    Remove,
    Empty,
    Zeros,
    Flip,
    Lengthen,
}

fn step() -> impl Strategy<Value = Step> {
    let leaves = prop_oneof![4 => 0usize..5, 2 => 0usize..80, 1 => 200usize..300];
    let erased = prop::collection::vec(any::<Index>(), 0..3);
    let commit = (leaves, prop::collection::vec(0u8..3, 0..4), 0u8..3, erased).prop_map(
        |(leaves, elections, openings, erased)| Step::Commit { leaves, elections, openings, erased },
    );
    let failing = prop::sample::select(&Failing::ALL[..]);
    let restart = (0usize..60, failing).prop_map(|(at, failing)| Step::Restart { at, failing });
    let how = prop::sample::select(vec![
        Spoiling::Remove,
        Spoiling::Empty,
        Spoiling::Zeros,
        Spoiling::Flip,
        Spoiling::Lengthen,
    ]);
    let spoil = (any::<Index>(), how).prop_map(|(file, how)| Step::Spoil { file, how });
    prop_oneof![6 => commit, 3 => restart, 1 => spoil]
}

struct Model {
    machine: InMemory,
    log: Option<Log>,
    answered: Vec<Batch>,
    in_flight: Option<Batch>,
    batches_made: usize,
}

impl Model {
    fn new() -> Model {
        let mut machine = InMemory(Memory::new());
        let log = Log::create(machine.parts().unwrap(), key()).unwrap();
        Model { machine, log: Some(log), answered: Vec::new(), in_flight: None, batches_made: 0 }
    }

    fn restart(&mut self, plan: &FaultPlan) {
        self.log = None;
        match Log::open(plan.wrap(self.machine.parts().unwrap()), key()) {
            Ok(mut log) => {
                self.settle(&mut log, plan);
                self.log = Some(log);
            }
            Err(fault) => assert!(plan.has_struck(), "refused to open without a planned fault: {fault}"),
        }
    }

    /// Finds out whether the batch in flight was kept, and checks everything.
    fn settle(&mut self, log: &mut Log, plan: &FaultPlan) {
        if let Some(batch) = self.in_flight.take() {
            // Every batch has a paper of its own, by which it is known.
            match log.paper(&batch.papers[0].digest) {
                Ok(Some(_)) => self.answered.push(batch),
                Ok(None) => {}
                Err(fault) => {
                    assert!(plan.has_struck(), "{fault}");
                    self.in_flight = Some(batch);
                }
            }
        }
        // The check makes calls of its own; they are not the ones to fail.
        if !plan.can_strike() {
            check(log, &self.machine.published(), &self.answered);
        }
    }

    fn commit(&mut self, batch: Batch) {
        if let Some(log) = &mut self.log {
            match log.commit(&batch) {
                Ok(committed) => {
                    self.answered.push(batch);
                    let size: usize = self.answered.iter().map(|batch| batch.leaves.len()).sum();
                    assert_eq!(committed.size, size as u64);
                    let lock = self.machine.0.contents().lock.clone();
                    assert_eq!(
                        lock.as_ref(),
                        Some(&committed.checkpoint_note),
                        "signed for before it is answered"
                    );
                }
                Err(_) => {
                    self.in_flight = Some(batch);
                    self.log = None;
                }
            }
        }
    }

    fn batch(&mut self, count: usize, elections: &[u8], openings: u8, erased: &[Index]) -> Batch {
        let size: usize = self.answered.iter().map(|batch| batch.leaves.len()).sum();
        self.batches_made += 1;
        let mut batch = Batch { papers: vec![paper(self.batches_made)], ..leaves(size, count) };
        for election in elections.iter().map(|number| format!("e{number}")) {
            let pieces = self.answered.iter().chain([&batch]).flat_map(|batch| &batch.pieces);
            let height = pieces.filter(|piece| piece.election == election).count() as u64;
            batch.pieces.push(piece(&election, height));
        }
        let known = self.answered.iter().flat_map(|batch| &batch.openings).map(|opening| opening.commitment);
        let known: Vec<[u8; 32]> = known.collect();
        batch.erased = erased.iter().filter(|_| !known.is_empty()).map(|index| *index.get(&known)).collect();
        let first = u8::try_from(known.len() % 200).unwrap();
        batch.openings = (first..first + openings).map(opening).collect();
        batch
    }

    fn spoil(&mut self, file: Index, how: Spoiling) {
        self.log = None;
        let mut contents = self.machine.0.contents();
        let paths: Vec<String> = contents.published.keys().cloned().collect();
        let Some(path) = paths.get(file.index(paths.len().max(1))) else {
            return;
        };
        let bytes = contents.published.get_mut(path).unwrap();
        match how {
            Spoiling::Remove => drop(contents.published.remove(path)),
            Spoiling::Empty => bytes.clear(),
            Spoiling::Zeros => bytes.fill(0),
            // The checkpoint's first line must stay the log's own, or it is another log's.
            Spoiling::Flip => bytes.iter_mut().rev().take(1).for_each(|byte| *byte ^= 1),
            Spoiling::Lengthen => bytes.push(b'x'),
        }
    }

    fn run(&mut self, step: Step) {
        if self.log.is_none() {
            self.restart(&FaultPlan::none());
        }
        match step {
            Step::Commit { leaves, elections, openings, erased } => {
                let batch = self.batch(leaves, &elections, openings, &erased);
                self.commit(batch);
            }
            Step::Restart { at, failing } => self.restart(&FaultPlan::at(at, failing)),
            Step::Spoil { file, how } => {
                self.spoil(file, how);
                self.restart(&FaultPlan::none());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_happens_the_log_is_the_list_of_answered_batches(
        steps in prop::collection::vec(step(), 1..25),
    ) {
        let mut model = Model::new();
        for step in steps {
            model.run(step);
        }
        model.restart(&FaultPlan::none());
        prop_assert!(model.in_flight.is_none());
    }
}
