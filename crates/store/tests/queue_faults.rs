//! The queue when the store fails under it: everybody is told, nothing answered is lost, nothing said to be unrecorded is
//! there.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod union;

use rankfile_hall::election::command::Candidacy;
use rankfile_store::failing::{Failing, FaultPlan};
use rankfile_store::fault::Fault;
use rankfile_store::log::Log;
use rankfile_store::memory::Memory;
use rankfile_store::queue::{Bounds, Queue, Unanswered};
use rankfile_store::reader::Reader;
use rankfile_store::writer::{Answer, Writer};
use std::collections::BTreeMap;
use std::sync::mpsc;
use std::thread;
use union::{Gate, clock, election, log_key, nominating, nomination};

/// Who was told what, by number.
type Told = BTreeMap<u32, (Candidacy, Result<Answer, Unanswered>)>;

/// Twenty ask in batches of four at the most, while one call of the store fails; everybody is told exactly once.
fn ask_twenty(memory: &Memory, plan: &FaultPlan) -> (Told, Result<(), Fault>) {
    let union = nominating(memory, plan);
    let bounds = Bounds { batch: 4, ..Bounds::default() };
    let (queue, running) = Queue::start_within(bounds, union.writer, clock(union.now).0).unwrap();
    let gate = Gate::before(&queue);
    let (send, receive) = mpsc::channel();
    let threads: Vec<_> = (0..20)
        .map(|number| {
            let (queue, send) = (queue.clone(), send.clone());
            thread::spawn(move || {
                let (candidacy, ask) = nomination(&queue.view(), number);
                queue.ask(ask, move |answer| send.send((number, candidacy, answer)).unwrap());
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    gate.open();
    drop(send);
    let mut told = Told::new();
    for (number, candidacy, answer) in receive {
        assert!(told.insert(number, (candidacy, answer)).is_none(), "{number} was told twice");
    }
    assert_eq!(told.len(), 20, "everybody is told");
    if !plan.has_struck() {
        queue.stop();
    }
    let ended = running.join();
    let (send, receive) = mpsc::channel();
    queue.ask(nomination(&queue.view(), 99).1, move |answer| send.send(answer).unwrap());
    let late = receive.try_recv().unwrap();
    let by_fault = matches!(late, Err(Unanswered::Closed { first: Some(_) }));
    assert!(by_fault == ended.is_err() && late.is_err(), "nothing more is taken: {late:?}");
    (told, ended)
}

/// Opens the record again and compares it with what was said.
fn check(memory: &Memory, told: &Told) {
    let log = Log::open(memory.parts().unwrap(), log_key()).unwrap();
    let writer = Writer::open(log).unwrap();
    let recorded = &writer.hall().state.elections[&election()].candidacies;
    let mut unknown = Vec::new();
    for (candidacy, answer) in told.values() {
        let is_there = recorded.contains_key(candidacy);
        match answer {
            Ok(Answer::Recorded { .. }) => assert!(is_there, "an answered act was lost"),
            Ok(other) => panic!("{other:?}"),
            Err(Unanswered::Unknown { .. }) => unknown.push(is_there),
            Err(told) => assert!(told.is_recorded() == Some(false) && !is_there, "{told}"),
        }
    }
    assert!(unknown.len() <= 4, "at most one batch is in doubt");
    assert!(unknown.iter().all(|one| *one == unknown[0]), "a batch is there whole or not at all");
}

#[test]
fn whichever_call_fails_everybody_is_told_and_nothing_answered_is_lost() {
    let plan = FaultPlan::none();
    drop(nominating(&Memory::new(), &plan));
    let before = plan.calls().len();
    let (told, ended) = ask_twenty(&Memory::new(), &FaultPlan::none());
    ended.unwrap();
    assert!(told.values().all(|(_, answer)| answer.is_ok()));
    let (mut ends, mut outcomes) = (0, [0; 3]);
    for number in before.. {
        for failing in Failing::ALL {
            let (memory, plan) = (Memory::new(), FaultPlan::at(number, failing));
            let (told, ended) = ask_twenty(&memory, &plan);
            assert_eq!(ended.is_err(), plan.has_struck(), "the fault ends it, and nothing else");
            check(&memory, &told);
            for (_, answer) in told.values() {
                let kind =
                    answer.as_ref().err().map_or(0, |why| 1 + usize::from(why.is_recorded().is_some()));
                outcomes[kind] += 1;
            }
            ends += usize::from(ended.is_err());
            if !plan.has_struck() {
                assert!(ends >= 20, "only {ends} runs met a fault");
                assert!(
                    outcomes.iter().all(|count| *count > 0),
                    "answered, in doubt, sent away: {outcomes:?}"
                );
                return;
            }
        }
    }
}

#[test]
fn the_joined_fault_is_the_first_one() {
    let plan = FaultPlan::none();
    drop(nominating(&Memory::new(), &plan));
    let plan = FaultPlan::at(plan.calls().len(), Failing::NotPersisted);
    let (told, ended) = ask_twenty(&Memory::new(), &plan);
    let fault = ended.unwrap_err();
    assert!(matches!(&fault, Fault::Medium { doing: "failing on purpose", .. }), "{fault}");
    let words = fault.to_string();
    let same = told.values().all(|(_, answer)| match answer {
        Err(Unanswered::Unknown { first } | Unanswered::Closed { first: Some(first) }) => *first == words,
        _ => false,
    });
    assert!(same, "everybody hears of the same fault: {told:?}");
}

#[test]
fn what_is_stored_but_not_signed_for_is_shown_to_nobody() {
    let plan = FaultPlan::none();
    drop(nominating(&Memory::new(), &plan));
    // The first call of a commit stores, the second swaps the lock store's checkpoint.
    let (memory, plan) = (Memory::new(), FaultPlan::at(plan.calls().len() + 1, Failing::NotPersisted));
    let union = nominating(&memory, &plan);
    let (queue, running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    let before = queue.view();
    let (candidacy, ask) = nomination(&before, 1);
    assert!(matches!(queue.ask_wait(ask), Err(Unanswered::Unknown { .. })));
    assert_eq!(plan.calls().last().unwrap(), "lock.swap");
    assert_eq!(memory.contents().leaves.len() as u64, before.size + 1, "it is stored");
    let mut reader = Reader::on(memory.reading(), queue.sight());
    assert_eq!(reader.size(), before.size);
    assert_eq!(reader.leaf(before.size).unwrap(), None);
    assert_eq!(reader.receipt(before.size, None), None);
    assert!(!reader.view().state.elections[&election()].candidacies.contains_key(&candidacy));
    assert!(running.join().is_err());
    let log = Log::open(memory.parts().unwrap(), log_key()).unwrap();
    assert_eq!(log.recovered().rolled_forward, 1, "the next process rolls it forward");
}

#[test]
fn a_fault_met_by_who_was_given_the_writer_ends_the_queue() {
    let plan = FaultPlan::none();
    drop(nominating(&Memory::new(), &plan));
    let plan = FaultPlan::at(plan.calls().len(), Failing::NotPersisted);
    let union = nominating(&Memory::new(), &plan);
    let (queue, running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    queue.with(Box::new(|writer| assert!(writer.log().leaf(0).is_err())));
    let told = queue.ask_wait(nomination(&queue.view(), 1).1).unwrap_err();
    assert_eq!(told.is_recorded(), Some(false), "{told}");
    assert!(running.join().is_err());
}

#[test]
fn a_bug_on_the_thread_leaves_nobody_waiting() {
    let memory = Memory::new();
    let union = nominating(&memory, &FaultPlan::none());
    let (queue, running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    let gate = Gate::before(&queue);
    queue.with(Box::new(|_| panic!("on purpose")));
    let (send, receive) = mpsc::channel();
    queue.ask(nomination(&queue.view(), 1).1, move |answer| send.send(answer).unwrap());
    gate.open();
    assert_eq!(receive.recv().unwrap().unwrap_err().is_recorded(), Some(false));
    let fault = running.join().unwrap_err();
    assert!(fault.to_string().contains("a bug"), "{fault}");
    assert!(Log::open(memory.parts().unwrap(), log_key()).is_ok(), "it let go of the record");
}

#[test]
fn a_bug_in_one_answer_hurts_nobody_else() {
    let union = nominating(&Memory::new(), &FaultPlan::none());
    let (queue, running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    let gate = Gate::before(&queue);
    queue.on_change(|_| panic!("on purpose, on each change"));
    let (send, receive) = mpsc::channel();
    queue.ask(nomination(&queue.view(), 1).1, |_| panic!("on purpose, when answered"));
    queue.ask(nomination(&queue.view(), 2).1, move |answer| send.send(answer).unwrap());
    gate.open();
    assert!(receive.recv().unwrap().is_ok());
    assert!(queue.ask_wait(nomination(&queue.view(), 3).1).is_ok(), "and it goes on");
    drop(queue);
    running.join().unwrap();
}
