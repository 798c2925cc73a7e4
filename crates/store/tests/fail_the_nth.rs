//! Every call of every port is made to fail in turn, with and without having taken effect; then a new process opens what
//! is there. Nothing answered may be lost, nothing may be doubled, and a fault during that opening changes nothing of it.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use common::{InMemory, Machine, OnDisk, check, key, leaves, opening, paper, piece};
use rankfile_store::contract::Batch;
use rankfile_store::failing::{Failing, FaultPlan};
use rankfile_store::fault::Fault;
use rankfile_store::log::Log;
use rankfile_store::memory::Memory;

/// Batches that between them touch every port in every way: full tiles, upper tiles, pruning, two archives, an erasure.
fn script() -> Vec<Batch> {
    vec![
        Batch {
            pieces: vec![piece("e", 0), piece("f", 0)],
            papers: vec![paper(1)],
            openings: vec![opening(1), opening(2)],
            ..leaves(0, 3)
        },
        Batch {
            pieces: vec![piece("e", 1), piece("e", 2)],
            erased: vec![opening(1).commitment],
            ..leaves(3, 254)
        },
        Batch { papers: vec![paper(2)], ..Batch::default() },
        Batch { pieces: vec![piece("f", 1)], ..leaves(257, 1) },
    ]
}

/// Opens the log, or begins it if it was never begun.
fn open(machine: &mut dyn Machine, plan: &FaultPlan) -> Result<Log, Fault> {
    match Log::open(plan.wrap(machine.parts()?), key()) {
        Err(Fault::NotBegun) => Log::create(plan.wrap(machine.parts()?), key()),
        opened => opened,
    }
}

/// One process that works through the batches until it is done or fails. Returns how many were answered.
fn process(machine: &mut dyn Machine, plan: &FaultPlan, batches: &[Batch]) -> usize {
    let Ok(mut log) = open(machine, plan) else {
        return 0;
    };
    assert!(!plan.has_struck(), "the opening swallowed a fault: {:?}", plan.calls().last());
    for (answered, batch) in batches.iter().enumerate() {
        if let Err(fault) = log.commit(batch) {
            assert_stopped(&mut log, &fault);
            return answered;
        }
        assert!(!plan.has_struck(), "the commit swallowed a fault: {:?}", plan.calls().last());
    }
    batches.len()
}

fn assert_stopped(log: &mut Log, first: &Fault) {
    let stopped = |result: Result<(), Fault>| match result {
        Err(Fault::Stopped { first: told }) => assert_eq!(told, first.to_string()),
        other => panic!("a log that failed must stay stopped: {other:?}"),
    };
    stopped(log.commit(&Batch::default()).map(drop));
    stopped(log.leaf(0).map(drop));
    stopped(log.receipt(0, None).map(drop));
    stopped(log.paper(&[0; 32]).map(drop));
    stopped(log.scrub());
}

/// Opens without faults, checks that it holds the answered batches and at most the one in flight, and does the rest.
fn recover_and_finish(machine: &mut dyn Machine, batches: &[Batch], answered: usize) {
    let none = FaultPlan::none();
    let mut log = open(machine, &none).unwrap();
    let kept = usize::from(holds_batch_in_flight(&mut log, batches, answered));
    check(&mut log, &machine.published(), &batches[..answered + kept]);
    for batch in &batches[answered + kept..] {
        log.commit(batch).unwrap();
    }
    check(&mut log, &machine.published(), batches);
    drop(log);
    let mut log = open(machine, &none).unwrap();
    assert_eq!(*log.recovered(), Default::default(), "after a clean end there is nothing to recover");
    check(&mut log, &machine.published(), batches);
}

fn holds_batch_in_flight(log: &mut Log, batches: &[Batch], answered: usize) -> bool {
    let Some(batch) = batches.get(answered) else {
        return false;
    };
    let before: usize = batches[..answered].iter().map(|batch| batch.leaves.len()).sum();
    match batch.leaves.len() {
        // A batch without leaves is recognised by its paper.
        0 => log.paper(&batch.papers[0].digest).unwrap().is_some(),
        _ => log.size() > before as u64,
    }
}

/// Fails every call in turn, until one is beyond the last.
fn fail_each_call(fresh: &mut dyn FnMut() -> Box<dyn Machine>, batches: &[Batch]) -> usize {
    for number in 0.. {
        for failing in Failing::ALL {
            let mut machine = fresh();
            let plan = FaultPlan::at(number, failing);
            let answered = process(machine.as_mut(), &plan, batches);
            if !plan.has_struck() {
                assert_eq!(answered, batches.len());
                return number;
            }
            recover_and_finish(machine.as_mut(), batches, answered);
        }
    }
    unreachable!("the loop ends when no call is left")
}

#[test]
fn every_call_fails_in_turn_in_memory() {
    let calls = fail_each_call(&mut || Box::new(InMemory(Memory::new())), &script());
    assert!(calls > 30, "the script makes {calls} calls, too few to mean anything");
}

#[test]
fn every_call_fails_in_turn_on_disk() {
    let script = script();
    let calls = fail_each_call(&mut || Box::new(OnDisk::new()), &script[..2]);
    assert!(calls > 20, "the script makes {calls} calls, too few to mean anything");
}

#[test]
fn a_fault_during_recovery_changes_nothing() {
    let script = script();
    for (number, first) in
        commit_calls(&script).into_iter().flat_map(|n| Failing::ALL.map(|failing| (n, failing)))
    {
        for second_number in 0.. {
            let mut struck = false;
            for second in Failing::ALL {
                let mut machine = InMemory(Memory::new());
                let answered = process(&mut machine, &FaultPlan::at(number, first), &script);
                let plan = FaultPlan::at(second_number, second);
                let reopened = open(&mut machine, &plan);
                if plan.has_struck() {
                    assert!(reopened.is_err(), "call {second_number} of the opening failed unseen");
                    struck = true;
                }
                drop(reopened);
                recover_and_finish(&mut machine, &script, answered);
            }
            if !struck {
                break;
            }
        }
    }
}

/// The numbers of the calls that one commit makes: the second batch's, which does everything.
fn commit_calls(script: &[Batch]) -> Vec<usize> {
    let plan = FaultPlan::none();
    let mut log = open(&mut InMemory(Memory::new()), &plan).unwrap();
    log.commit(&script[0]).unwrap();
    let before = plan.calls().len();
    log.commit(&script[1]).unwrap();
    (before..plan.calls().len()).collect()
}

#[test]
fn the_commit_keeps_its_order() {
    let plan = FaultPlan::none();
    let script = script();
    let mut log = open(&mut InMemory(Memory::new()), &plan).unwrap();
    log.commit(&script[0]).unwrap();
    let before = plan.calls().len();
    log.commit(&script[1]).unwrap();
    let expected = [
        "storage.append",
        "lock.swap",
        "publish.extend elections/e.bel",
        "publish.put tile/0/000",
        "publish.put tile/0/001.p/1",
        "publish.put tile/1/000.p/1",
        "publish.replace checkpoint",
        "publish.prune tile/0/000.p",
    ];
    assert_eq!(plan.calls()[before..], expected);
}
