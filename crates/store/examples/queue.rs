//! How many acts and ballots a second two hundred threads get through the queue, durable and answered, and what looking
//! at the record costs beside it: the view after each commit, and reading among many members.
//!
//! ```text
//! cargo run --release -p rankfile-store --example queue [VOTERS [FOLDER]]
//! ```
//!
//! The folder decides which disk is measured; without one it is a temporary folder. A measurement, not a test: nothing
//! depends on its figures.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement reads the clock and prints; it is not part of the program"
)]

#[path = "../tests/union/mod.rs"]
mod union;

use rankfile_store::contract::Opening;
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use rankfile_store::queue::{Queue, View};
use rankfile_store::reader::Reader;
use rankfile_store::writer::{Answer, Ask};
use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;
use union::{ARCHIVE, Keys, Union, clock, loading, log_key, nomination, opening};

const THREADS: usize = 200;
const EACH: usize = 20;

fn main() {
    let temporary = tempfile::tempdir().unwrap();
    let mut arguments = std::env::args_os().skip(1);
    let voters = arguments.next().map_or(5_000, |voters| voters.to_str().unwrap().parse().unwrap());
    let folder = arguments.next().map_or(temporary.path().to_owned(), Into::into).join("queue");
    let places = Places::within(&folder);
    let log = Log::create(places.create_parts().unwrap(), log_key()).unwrap();
    let mut union = Union::found(log, voters);
    union.until_nominations();
    println!("{THREADS} threads, {voters} voters");

    let numbers: Vec<u32> = (1_000_000..).take(THREADS * EACH).collect();
    let view = View::of(&union.writer);
    let asks = numbers.into_iter().map(|number| nomination(&view, number).1).collect();
    union.writer = through_the_queue("acts", union.writer, union.now, asks, &places, log_key);

    drop(std::fs::remove_dir_all(&folder));
    let mut union = Union::found(Log::create(places.create_parts().unwrap(), log_key()).unwrap(), voters);
    union.until_nominations();
    timed("from nominations to voting, with a credential for each voter", 1, || union.until_voting());
    let count = (THREADS * EACH).min(union.credentials.len());
    let ballots = (0..count).map(|voter| union.ballot(voter)).collect();
    union.writer = through_the_queue("ballots", union.writer, union.now, ballots, &places, log_key);
    measure_looking(union, &places);
    drop(std::fs::remove_dir_all(&folder));
}

/// Asks everything from many threads; gives the writer back, opened again.
fn through_the_queue(
    what: &str,
    writer: rankfile_store::writer::Writer,
    now: i64,
    asks: Vec<Ask>,
    places: &Places,
    key: fn() -> rankfile_record::note::LogKey,
) -> rankfile_store::writer::Writer {
    let (queue, running) = Queue::start(writer, clock(now).0).unwrap();
    let (count, waiting) = (asks.len(), Arc::new(Mutex::new(asks)));
    let (commits, slowest) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Vec::new())));
    let counted = commits.clone();
    queue.on_change(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let start = Instant::now();
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (queue, waiting, slowest) = (queue.clone(), waiting.clone(), slowest.clone());
            thread::spawn(move || {
                while let Some(ask) = { waiting.lock().unwrap().pop() } {
                    let asked = Instant::now();
                    let answer = queue.ask_wait(ask).unwrap();
                    assert!(!matches!(answer, Answer::Refused(_)), "{answer:?}");
                    slowest.lock().unwrap().push(asked.elapsed());
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let seconds = start.elapsed().as_secs_f64();
    let commits = commits.load(Ordering::SeqCst);
    let mut waits = slowest.lock().unwrap();
    waits.sort_unstable();
    println!(
        "{what:<9} {count} in {commits} commits: {:.0}/s; an answer takes {:.1} ms, of a hundred the slowest {:.1} ms",
        count as f64 / seconds,
        waits[waits.len() / 2].as_secs_f64() * 1e3,
        waits[waits.len() * 99 / 100].as_secs_f64() * 1e3
    );
    drop(queue);
    running.join().unwrap();
    let log = Log::open(places.open_parts().unwrap(), key()).unwrap();
    rankfile_store::writer::Writer::open(log).unwrap()
}

/// The view, and reading by tracker, by member and all members.
fn measure_looking(union: Union, places: &Places) {
    let voters = union.credentials.len();
    timed("a view", 200, || View::of(&union.writer));
    println!(
        "          of {} documents, {} acts",
        union.writer.hall().state.documents.iter().count(),
        union.writer.log_view().size()
    );
    let mut old = union.writer.hall().state.clone();
    (0..5_000_u32).for_each(|number| drop(old.documents.insert(&number.to_be_bytes())));
    timed("the state of a union with 5,000 documents, cloned", 200, || old.clone());
    let (queue, running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    let members: Vec<Opening> = (0..voters).map(member).collect();
    let known = members[voters / 2].subject.clone();
    let erased = vec![members[0].commitment];
    timed("a roll filed, one opening for each voter", 1, || {
        file(&queue, &union.keys, members.clone(), vec![])
    });
    let mut reader = Reader::open(&places.data, queue.sight()).unwrap();
    let ballot = reader.ballot(ARCHIVE, 7).unwrap().unwrap();
    let tracker = rankfile_belenios::tracker_of(&ballot);
    timed("a ballot found by its tracker", 200, || reader.ballot_place(ARCHIVE, &tracker).unwrap().unwrap());
    timed("one member's opening found", 200, || {
        assert_eq!(reader.openings(Some(&known), Some("member")).unwrap().len(), 1);
    });
    timed("a receipt", 200, || reader.receipt(1, None));
    timed("all members' openings at once", 3, || reader.openings(None, Some("member")).unwrap());
    timed("all members' openings streamed", 3, || {
        reader.openings_each(Some("member"), &mut |opening| {
            black_box(opening);
            ControlFlow::Continue(())
        })
    });
    timed("one opening erased", 1, || file(&queue, &union.keys, vec![], erased.clone()));
    drop(queue);
    running.join().unwrap();
}

fn member(number: usize) -> Opening {
    let salt = rankfile_record::hash::leaf_hash(&number.to_be_bytes());
    opening("member", &format!("m-{number:06}"), salt, &[b'x'; 200])
}

fn file(queue: &Queue, keys: &Keys, filed: Vec<Opening>, erased: Vec<[u8; 32]>) {
    let answer = queue.ask_wait(loading(&queue.view(), keys, filed, erased)).unwrap();
    assert!(matches!(answer, Answer::Recorded { .. }), "{answer:?}");
}

/// The median time of a step.
fn timed<T>(name: &str, times: usize, mut step: impl FnMut() -> T) {
    let mut taken: Vec<_> = (0..times)
        .map(|_| {
            let start = Instant::now();
            black_box(step());
            start.elapsed()
        })
        .collect();
    taken.sort_unstable();
    println!("{name:<60} {:>10.3} ms", taken[times / 2].as_secs_f64() * 1e3);
}
