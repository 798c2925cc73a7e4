//! The queue before the writer: many threads at once, bounds, ends, and time that passes by itself.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod union;

use rankfile_record::receipt::check_receipt;
use rankfile_store::failing::FaultPlan;
use rankfile_store::log::Log;
use rankfile_store::memory::Memory;
use rankfile_store::queue::{Bounds, Queue, Unanswered};
use rankfile_store::reader::Reader;
use rankfile_store::writer::{Answer, Ask, Writer};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use union::{ARCHIVE, Gate, Union, clock, election, in_memory, log_key, nominating, nomination};

/// Commits seen, told from inside.
fn count_commits(queue: &Queue) -> Arc<AtomicUsize> {
    let commits = Arc::new(AtomicUsize::new(0));
    let counted = commits.clone();
    queue.on_change(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    commits
}

#[test]
fn two_hundred_threads_are_each_answered_once_in_fewer_batches() {
    let memory = Memory::new();
    let union = nominating(&memory, &FaultPlan::none());
    let (queue, running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    let (commits, before) = (count_commits(&queue), queue.view().size);
    // Until all 200 have asked, the thread is busy: so they must share batches.
    let gate = Gate::before(&queue);
    let answered = Arc::new(AtomicUsize::new(0));
    let (send, receive) = mpsc::channel();
    let threads: Vec<_> = (0..200)
        .map(|number| {
            let (queue, send, answered) = (queue.clone(), send.clone(), answered.clone());
            thread::spawn(move || {
                let (candidacy, ask) = nomination(&queue.view(), number);
                let (seen, own) = (queue.sight(), candidacy.clone());
                queue.ask(ask, move |answer| {
                    let view = seen.view();
                    let known = view.state.elections[&election()].candidacies.contains_key(&own);
                    answered.fetch_add(1, Ordering::SeqCst);
                    send.send((number, answer, known)).unwrap();
                });
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    gate.open();
    drop(send);
    let (mut indices, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    for (number, answer, known) in receive {
        let Ok(Answer::Recorded { index, leaf, receipt }) = answer else { panic!("{number}: {answer:?}") };
        assert!(known, "the view was older than the answer");
        check_receipt(&receipt, &leaf, log_key().verifier()).unwrap();
        indices.insert(index);
        numbers.insert(number);
    }
    assert_eq!((indices.len(), numbers.len(), answered.load(Ordering::SeqCst)), (200, 200, 200));
    assert_eq!(queue.view().size, before + 200);
    assert_eq!(queue.changed(), before + 200);
    queue.stop();
    running.join().unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1, "who waits together is committed together");
}

#[test]
fn two_hundred_ballots_are_each_cast_once_and_found_by_their_trackers() {
    let memory = Memory::new();
    let mut union = Union::found(in_memory(&memory, &FaultPlan::none()), 200);
    union.until_nominations();
    union.until_voting();
    let ballots: Vec<Ask> = (0..200).map(|voter| union.ballot(voter)).collect();
    let bytes: Vec<Vec<u8>> = ballots
        .iter()
        .map(|ask| match ask {
            Ask::Ballot { bytes, .. } => bytes.clone(),
            Ask::Act { .. } => panic!("an act is no ballot"),
        })
        .collect();
    let (queue, running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    let (commits, acts) = (count_commits(&queue), queue.view().size);
    let threads: Vec<_> = ballots
        .into_iter()
        .map(|ballot| {
            let queue = queue.clone();
            thread::spawn(move || {
                let answer = queue.ask_wait(ballot);
                let Ok(Answer::Cast { tracker, index, receipt }) = answer else { panic!("{answer:?}") };
                assert!(queue.view().size > index, "the view was older than the answer");
                (tracker, index, receipt)
            })
        })
        .collect();
    let answers: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let view = queue.view();
    assert_eq!((view.boxes[&election()].ballots, view.boxes[&election()].voters), (200, 200));
    assert_eq!(view.archives[ARCHIVE].pieces, 201);
    let mut reader = Reader::on(memory.reading(), queue.sight());
    let mut places = BTreeSet::new();
    for ((tracker, index, receipt), cast) in answers.iter().zip(bytes) {
        check_receipt(receipt, &reader.leaf(*index).unwrap().unwrap(), log_key().verifier()).unwrap();
        let place = reader.ballot_place(ARCHIVE, tracker).unwrap().unwrap();
        assert!(reader.ballot(ARCHIVE, place).unwrap() == Some(cast), "{place}");
        places.insert(place);
    }
    assert_eq!(places.into_iter().collect::<Vec<_>>(), (0..200).collect::<Vec<_>>());
    // Each batch reports once, and no batch is without a ballot.
    queue.stop();
    running.join().unwrap();
    let batches = commits.load(Ordering::SeqCst) as u64;
    assert_eq!(view.size - acts, batches);
    assert!(batches < 200, "{batches} batches for 200 ballots");
    let again = Log::open(memory.parts().unwrap(), log_key()).unwrap();
    assert_eq!(Writer::open(again).unwrap().hall().boxes[&election()].ballots(), 200);
}

#[test]
fn who_finds_the_line_full_is_told_at_once() {
    let bounds = Bounds { waiting: 3, ..Bounds::default() };
    let union = nominating(&Memory::new(), &FaultPlan::none());
    let (queue, running) = Queue::start_within(bounds, union.writer, clock(union.now).0).unwrap();
    let gate = Gate::before(&queue);
    let heard = Arc::new(Mutex::new(Vec::new()));
    for number in 0..5 {
        let heard = heard.clone();
        queue.ask(nomination(&queue.view(), number).1, move |answer| {
            heard.lock().unwrap().push((number, answer))
        });
    }
    let at_once = std::mem::take(&mut *heard.lock().unwrap());
    let busy = Err(Unanswered::Busy { waiting: 3 });
    assert_eq!(at_once, [(3, busy.clone()), (4, busy)]);
    gate.open();
    queue.settle().unwrap();
    let later =
        heard.lock().unwrap().iter().map(|(number, answer)| (*number, answer.is_ok())).collect::<Vec<_>>();
    assert_eq!(later, [(0, true), (1, true), (2, true)], "who was let in is served, in order");
    assert!(queue.ask_wait(nomination(&queue.view(), 9).1).is_ok(), "then there is room again");
    drop(queue);
    running.join().unwrap();
}

/// A nomination that weighs more than a thousand bytes.
fn large(queue: &Queue, number: u32) -> Ask {
    let (_, mut ask) = nomination(&queue.view(), number);
    let Ask::Act { openings, .. } = &mut ask else { panic!("a nomination is an act") };
    openings.push(union::opening("note", "large", [7; 32], &[7; 1000]));
    ask
}

#[test]
fn bytes_that_wait_are_bounded_but_one_request_always_can() {
    for (waiting_bytes, let_in) in [(100, 1), (2_500, 2), (3_700, 3)] {
        let bounds = Bounds { waiting_bytes, ..Bounds::default() };
        let union = nominating(&Memory::new(), &FaultPlan::none());
        let (queue, _running) = Queue::start_within(bounds, union.writer, clock(union.now).0).unwrap();
        assert!(queue.ask_wait(large(&queue, 0)).is_ok(), "alone it can wait, however large");
        let gate = Gate::before(&queue);
        let (send, receive) = mpsc::channel();
        for number in 1..=4 {
            let send = send.clone();
            queue.ask(large(&queue, number), move |answer| send.send((number, answer.is_ok())).unwrap());
        }
        drop(send);
        let at_once: Vec<_> = receive.try_iter().collect();
        assert_eq!(at_once, (let_in + 1..=4).map(|number| (number, false)).collect::<Vec<_>>());
        gate.open();
        let later: Vec<_> = receive.iter().collect();
        assert_eq!(later, (1..=let_in).map(|number| (number, true)).collect::<Vec<_>>());
    }
}

#[test]
fn a_commit_takes_no_more_than_its_bounds() {
    for (batch, batch_bytes, expected) in [(4, usize::MAX, 3), (1_000, 2_500, 4), (0, 0, 10)] {
        let bounds = Bounds { batch, batch_bytes, ..Bounds::default() };
        let union = nominating(&Memory::new(), &FaultPlan::none());
        let (queue, running) = Queue::start_within(bounds, union.writer, clock(union.now).0).unwrap();
        let (commits, sight, size) = (count_commits(&queue), queue.sight(), queue.view().size);
        let gate = Gate::before(&queue);
        for number in 0..10 {
            queue.ask(large(&queue, number), drop);
        }
        gate.open();
        queue.stop();
        running.join().unwrap();
        assert_eq!(sight.view().size, size + 10);
        assert_eq!(commits.load(Ordering::SeqCst), expected, "{bounds:?}");
    }
}

#[test]
fn a_stopped_queue_serves_who_waits_and_nobody_after() {
    for by_dropping in [false, true] {
        let memory = Memory::new();
        let union = nominating(&memory, &FaultPlan::none());
        let (queue, running) = Queue::start(union.writer, clock(union.now).0).unwrap();
        let (gate, sight, size) = (Gate::before(&queue), queue.sight(), queue.view().size);
        let (send, receive) = mpsc::channel();
        queue.ask(nomination(&queue.view(), 1).1, move |answer| send.send(answer).unwrap());
        let late = (!by_dropping).then(|| queue.clone());
        queue.stop();
        drop(queue);
        if let Some(queue) = late {
            let refused = queue.ask_wait(nomination(&queue.view(), 2).1);
            assert_eq!(refused, Err(Unanswered::Closed { first: None }));
            assert_eq!(refused.unwrap_err().is_recorded(), Some(false));
            assert!(queue.settle().is_err());
        }
        gate.open();
        assert!(matches!(receive.recv().unwrap(), Ok(Answer::Recorded { .. })));
        running.join().unwrap();
        assert_eq!(sight.view().size, size + 1);
        assert_eq!(
            Log::open(memory.parts().unwrap(), log_key()).unwrap().size(),
            size + 1,
            "it let go of the record"
        );
    }
}

#[test]
fn the_last_hand_dropped_ends_the_queue() {
    let union = nominating(&Memory::new(), &FaultPlan::none());
    let (queue, running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    let other = queue.clone();
    drop(queue);
    assert!(other.ask_wait(nomination(&other.view(), 1).1).is_ok(), "one hand is enough");
    drop(other);
    running.join().unwrap();
}

#[test]
fn duties_fall_due_by_the_clock_alone() {
    let union = nominating(&Memory::new(), &FaultPlan::none());
    let (clock, time) = clock(union.now);
    let (queue, _running) = Queue::start(union.writer, clock).unwrap();
    // Nobody asks; the clock jumps past the end of nominations, once with a word about it and once without.
    for with_a_word in [true, false] {
        let view = queue.view();
        time.store(view.next_due.unwrap(), Ordering::SeqCst);
        if with_a_word {
            queue.tick();
        }
        let size = queue.sight().wait_beyond(view.size, Duration::from_secs(60));
        assert!(size > view.size, "the duty due at {:?} was not applied", view.next_due);
        assert!(queue.view().next_due > view.next_due);
    }
}

#[test]
fn a_settled_queue_has_done_all_that_is_due() {
    let union = nominating(&Memory::new(), &FaultPlan::none());
    let (clock, time) = clock(union.now);
    let (queue, _running) = Queue::start(union.writer, clock).unwrap();
    let later = union.now + 400 * 86_400;
    time.store(later, Ordering::SeqCst);
    queue.settle().unwrap();
    assert!(queue.view().next_due.is_none_or(|due| due > later));
    // A clock that goes back does not trouble the record.
    time.store(union.now, Ordering::SeqCst);
    queue.tick();
    queue.settle().unwrap();
    assert!(queue.view().last_recorded_at > union.now);
}

#[test]
fn a_refusal_is_an_answer_and_changes_nothing() {
    let union = nominating(&Memory::new(), &FaultPlan::none());
    let (queue, _running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    let ask = || nomination(&queue.view(), 1).1;
    assert!(matches!(queue.ask_wait(ask()), Ok(Answer::Recorded { .. })));
    let view = queue.view();
    assert!(matches!(queue.ask_wait(ask()), Ok(Answer::Refused(_))), "the same nomination twice");
    assert!(Arc::ptr_eq(&view, &queue.view()), "no new view without a new act");
}
