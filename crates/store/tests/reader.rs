//! Readers beside the writer, on a disk: whole batches, proofs that verify, and values that are gone when they were erased
//! however slowly somebody reads.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod union;

use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::hash::leaf_hash;
use rankfile_record::receipt::check_receipt;
use rankfile_record::tile::{EntriesPath, parse_bundle};
use rankfile_record::tree::{check_consistency, check_inclusion};
use rankfile_store::contract::Opening;
use rankfile_store::failing::FaultPlan;
use rankfile_store::fault::Fault;
use rankfile_store::log::Log;
use rankfile_store::memory::Memory;
use rankfile_store::place::Places;
use rankfile_store::queue::{Queue, Running};
use rankfile_store::reader::{Reader, Readers, Streamed};
use rankfile_store::writer::{Answer, Ask};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, thread};
use tempfile::TempDir;
use union::{ARCHIVE, Keys, Union, clock, election, loading, log_key, nominating, nomination, opening};

/// A union on a disk.
struct OnDisk {
    folder: TempDir,
    union: Union,
}

impl OnDisk {
    fn new(voters: u64) -> OnDisk {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::create(Places::within(folder.path()).create_parts().unwrap(), log_key()).unwrap();
        let mut union = Union::found(log, voters);
        union.until_nominations();
        OnDisk { folder, union }
    }

    fn start(self) -> (Disk, Queue, Running) {
        let (queue, running) = Queue::start(self.union.writer, clock(self.union.now).0).unwrap();
        (Disk(self.folder, self.union.keys), queue, running)
    }
}

struct Disk(TempDir, Keys);

impl Disk {
    fn reader(&self, queue: &Queue) -> Reader {
        Reader::open(&Places::within(self.0.path()).data, queue.sight()).unwrap()
    }

    /// Whether any file beside the record holds these bytes.
    fn holds(&self, bytes: &[u8]) -> bool {
        let files = fs::read_dir(self.0.path()).unwrap().map(|file| file.unwrap().path());
        let mut found = files.filter(|path| path.is_file()).map(|path| fs::read(path).unwrap());
        found.any(|held| held.windows(bytes.len()).any(|window| window == bytes))
    }
}

/// Files openings and erases others, durably.
fn file(queue: &Queue, keys: &Keys, filed: Vec<Opening>, erased: Vec<[u8; 32]>) {
    let answer = queue.ask_wait(loading(&queue.view(), keys, filed, erased));
    assert!(matches!(answer, Ok(Answer::Recorded { .. })), "{answer:?}");
}

/// Openings nobody mistakes for something else.
fn marked(number: u8) -> Opening {
    let mark = leaf_hash(&[number]);
    opening("member", &format!("m-{number}"), mark, &leaf_hash(&mark))
}

#[test]
fn everything_read_verifies_and_ends_with_the_view() {
    let (disk, queue, _running) = OnDisk::new(10).start();
    for number in 0..5 {
        file(&queue, &disk.1, vec![marked(number)], vec![]);
    }
    let (mut reader, view) = (disk.reader(&queue), queue.view());
    let signed = Checkpoint::open(view.checkpoint.as_bytes(), log_key().verifier()).unwrap();
    assert_eq!((signed.size, signed.root, &signed.origin), (view.size, view.root, &view.origin));
    assert_eq!(view.vkey, log_key().vkey());
    let mut leaves = Vec::new();
    let mut gather = |index: u64, leaf: &[u8]| {
        leaves.push((index, leaf.to_vec()));
        ControlFlow::Continue(())
    };
    reader.for_each_leaf(0..u64::MAX, &mut gather).unwrap();
    assert_eq!(
        leaves.iter().map(|(index, _)| *index).collect::<Vec<_>>(),
        (0..view.size).collect::<Vec<_>>()
    );
    for (index, leaf) in &leaves {
        let receipt = reader.receipt(*index, Some(b"extra")).unwrap();
        assert_eq!(check_receipt(&receipt, leaf, log_key().verifier()).unwrap().index, *index);
        assert_eq!(reader.leaf(*index).unwrap().as_ref(), Some(leaf));
        let proof = reader.inclusion(*index, view.size).unwrap();
        check_inclusion(&leaf_hash(leaf), *index, view.size, &view.root, &proof).unwrap();
    }
    let proof = reader.consistency(2, view.size).unwrap();
    let old_root = rankfile_record::tree::merkle_root(leaves[..2].iter().map(|(_, leaf)| leaf_hash(leaf)));
    check_consistency(2, &old_root, view.size, &view.root, &proof).unwrap();
    let path = EntriesPath::parse(&format!("tile/entries/000.p/{}", view.size)).unwrap();
    let bundled = parse_bundle(&reader.bundle(&path).unwrap().unwrap()).unwrap();
    assert_eq!(bundled, leaves.iter().map(|(_, leaf)| leaf.clone()).collect::<Vec<_>>());
    for beyond in [view.size, u64::MAX] {
        assert_eq!(reader.leaf(beyond).unwrap(), None);
        assert_eq!((reader.receipt(beyond, None), reader.inclusion(beyond, view.size)), (None, None));
        assert_eq!(
            (reader.inclusion(0, beyond.max(view.size + 1)), reader.consistency(0, u64::MAX)),
            (None, None)
        );
    }
}

#[test]
fn papers_openings_and_archives_are_found() {
    let mut on_disk = OnDisk::new(3);
    on_disk.union.until_voting();
    let ballots: Vec<Ask> = (0..3).map(|voter| on_disk.union.ballot(voter)).collect();
    let (disk, queue, running) = on_disk.start();
    let constitution = queue.view().state.union.as_ref().unwrap().program.digest.clone();
    let mut reader = disk.reader(&queue);
    let digest = rankfile_record::commit::parse_digest(&constitution).unwrap();
    assert!(reader.paper(&digest).unwrap().unwrap().holds());
    assert!(reader.papers().unwrap().iter().any(|head| head.digest == digest));
    assert_eq!(reader.paper(&[0; 32]).unwrap(), None);
    assert_eq!(reader.archive_bytes("unknown").unwrap(), None);
    let mut trackers = Vec::new();
    for ballot in ballots {
        let Ok(Answer::Cast { tracker, .. }) = queue.ask_wait(ballot) else { panic!("a ballot was refused") };
        trackers.push(tracker);
        let published =
            fs::read(Places::within(disk.0.path()).published.join(format!("elections/{ARCHIVE}.bel")));
        assert!(reader.archive_bytes(ARCHIVE).unwrap().unwrap() == published.unwrap());
    }
    for (place, tracker) in (0..).zip(&trackers) {
        assert_eq!(reader.ballot_place(ARCHIVE, tracker).unwrap(), Some(place));
        assert_eq!(rankfile_belenios::tracker_of(&reader.ballot(ARCHIVE, place).unwrap().unwrap()), *tracker);
        assert_eq!(reader.ballot_place("unknown", tracker).unwrap(), None);
    }
    assert_eq!(reader.ballot(ARCHIVE, 3).unwrap(), None);
    assert_eq!(reader.ballot(ARCHIVE, u64::MAX).unwrap(), None);
    let other = rankfile_belenios::tracker_of(b"no ballot of this election");
    assert_eq!(reader.ballot_place(ARCHIVE, &other).unwrap(), None);
    let archives = reader.archives();
    assert!(matches!(archives.as_slice(), [one] if one.election == ARCHIVE && one.pieces == 4));
    // A reader goes on when the queue has ended: it shows the last view.
    drop(queue);
    running.join().unwrap();
    assert_eq!(reader.ballot_place(ARCHIVE, &trackers[2]).unwrap(), Some(2));
}

#[test]
fn readers_beside_heavy_writing_see_whole_batches() {
    let on_disk = OnDisk::new(10);
    let now = on_disk.union.now;
    let (disk, queue, running) = on_disk.start();
    let over = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (mut reader, over) = (disk.reader(&queue), over.clone());
            thread::spawn(move || {
                let (mut sizes, mut last) = (0, 0);
                while !over.load(Ordering::SeqCst) {
                    last = look_for_whole_batches(&mut reader, last, &mut sizes);
                }
                sizes
            })
        })
        .collect();
    // Batches of ten, each with ten openings under one label.
    for batch in 0..40 {
        let (done, is_done) = std::sync::mpsc::channel();
        let asks: Vec<Ask> = (0..10).map(|n| nomination(&queue.view(), batch * 10 + n).1).collect();
        queue.with(Box::new(move |writer| done.send(writer.commit(asks, now)).unwrap()));
        assert!(
            is_done.recv().unwrap().unwrap().iter().all(|answer| matches!(answer, Answer::Recorded { .. }))
        );
    }
    queue.settle().unwrap();
    over.store(true, Ordering::SeqCst);
    let sizes: Vec<u64> = readers.into_iter().map(|reader| reader.join().unwrap()).collect();
    assert!(sizes.iter().all(|sizes| *sizes > 3), "the readers saw it grow: {sizes:?}");
    drop(queue);
    running.join().unwrap();
}

/// One look; the result is the size seen.
fn look_for_whole_batches(reader: &mut Reader, last: u64, sizes: &mut u64) -> u64 {
    let view = reader.view();
    assert!(view.size >= last, "the record shrank");
    *sizes += u64::from(view.size > last);
    let openings = reader.openings(Some(&election().0), Some("candidacy")).unwrap();
    let candidacies = &view.state.elections[&election()].candidacies;
    assert_eq!((openings.len() % 10, candidacies.len() % 10), (0, 0), "half a batch was seen");
    assert!(openings.len() >= candidacies.len(), "the view was ahead of the disk");
    let (mut next, signed) = (last.min(view.size), view.size);
    reader
        .for_each_leaf(next..signed, &mut |index, _| {
            assert_eq!(index, next);
            next += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(next, signed, "the disk was behind the view");
    let index = signed - 1;
    let (receipt, leaf) = (reader.receipt(index, None).unwrap(), reader.leaf(index).unwrap().unwrap());
    check_receipt(&receipt, &leaf, log_key().verifier()).unwrap();
    signed
}

#[test]
fn an_erased_value_is_gone_however_slowly_somebody_reads() {
    let mut on_disk = OnDisk::new(2);
    on_disk.union.until_voting();
    let ballots: Vec<Ask> = (0..2).map(|voter| on_disk.union.ballot(voter)).collect();
    let (disk, queue, _running) = on_disk.start();
    ballots.into_iter().for_each(|ballot| assert!(queue.ask_wait(ballot).is_ok()));
    file(&queue, &disk.1, (0..3).map(marked).collect(), vec![]);
    let mut reader = disk.reader(&queue);
    // In the middle of each stream, while the caller takes its time, one value is erased.
    let mut erase_one = {
        let (queue, mut number) = (queue.clone(), 0);
        move |disk: &Disk| {
            let erased = marked(number);
            number += 1;
            assert!(disk.holds(&erased.salt) && disk.holds(&erased.value), "the search finds what is there");
            file(&queue, &disk.1, vec![], vec![erased.commitment]);
            assert!(!disk.holds(&erased.salt) && !disk.holds(&erased.value), "a reader kept an erased value");
            ControlFlow::Break(())
        }
    };
    reader.for_each_leaf(0..u64::MAX, &mut |_, _| erase_one(&disk)).unwrap();
    reader.for_each_piece(ARCHIVE, 0..u64::MAX, &mut |_| erase_one(&disk)).unwrap();
    reader.openings_each(None, &mut |_| erase_one(&disk)).unwrap();
}

#[test]
fn an_erased_value_is_gone_at_once_while_many_read() {
    let (disk, queue, running) = OnDisk::new(10).start();
    let over = Arc::new(AtomicBool::new(false));
    file(&queue, &disk.1, (0..20).map(marked).collect(), vec![]);
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (mut reader, over) = (disk.reader(&queue), over.clone());
            thread::spawn(move || {
                let mut looks = 0;
                while !over.load(Ordering::SeqCst) {
                    reader.for_each_leaf(0..u64::MAX, &mut |_, _| ControlFlow::Continue(())).unwrap();
                    reader.openings_each(None, &mut |_| ControlFlow::Continue(())).unwrap();
                    reader.openings(None, Some("member")).unwrap();
                    looks += 1;
                }
                looks
            })
        })
        .collect();
    for erased in (0..20).map(marked) {
        file(&queue, &disk.1, vec![], vec![erased.commitment]);
        assert!(!disk.holds(&erased.salt) && !disk.holds(&erased.value), "a reader kept an erased value");
    }
    over.store(true, Ordering::SeqCst);
    let looks: Vec<u64> = readers.into_iter().map(|reader| reader.join().unwrap()).collect();
    assert!(looks.iter().all(|looks| *looks > 0), "all of them read: {looks:?}");
    drop(queue);
    running.join().unwrap();
}

#[test]
fn what_is_erased_during_a_stream_is_counted_and_not_given() {
    let (disk, queue, _running) = OnDisk::new(10).start();
    file(&queue, &disk.1, (0..9).map(marked).collect(), vec![]);
    let mut reader = disk.reader(&queue);
    let mut given = Vec::new();
    let streamed = reader.openings_each(Some("member"), &mut |opening| {
        if given.is_empty() {
            // A roll is loaded: all others go, new ones come.
            let old = (0..9).map(marked).map(|opening| opening.commitment);
            let others = old.filter(|commitment| *commitment != opening.commitment).collect();
            file(&queue, &disk.1, (20..29).map(marked).collect(), others);
        }
        given.push(opening.commitment);
        ControlFlow::Continue(())
    });
    assert_eq!(streamed.unwrap(), Streamed { given: 1, erased: 8 });
    assert_eq!(given.len(), 1);
    let mut again = Vec::new();
    let streamed = reader.openings_each(Some("member"), &mut |opening| {
        again.push(opening.commitment);
        ControlFlow::Continue(())
    });
    assert_eq!(streamed.unwrap(), Streamed { given: 10, erased: 0 });
    assert!(again.is_sorted());
    let all: Vec<[u8; 32]> =
        reader.openings(None, Some("member")).unwrap().iter().map(|opening| opening.commitment).collect();
    assert_eq!(again, all);
    let streamed = reader.openings_each(Some("member"), &mut |_| ControlFlow::Break(()));
    assert_eq!(streamed.unwrap(), Streamed { given: 1, erased: 0 });
}

#[test]
fn a_leaf_that_is_not_the_signed_one_is_not_shown() {
    let memory = Memory::new();
    let union = nominating(&memory, &FaultPlan::none());
    let (queue, _running) = Queue::start(union.writer, clock(union.now).0).unwrap();
    let mut reader = Reader::on(memory.reading(), queue.sight());
    memory.contents().leaves[1][0] ^= 1;
    assert!(matches!(reader.leaf(1), Err(Fault::LeafAltered { index: Some(1) })));
    let streamed = reader.for_each_leaf(0..u64::MAX, &mut |_, _| ControlFlow::Continue(()));
    assert!(matches!(streamed, Err(Fault::LeafAltered { index: Some(1) })));
    assert!(reader.leaf(2).unwrap().is_some(), "a reader's fault stops nobody");
    memory.contents().leaves.truncate(2);
    assert!(matches!(reader.leaf(2), Err(Fault::LeafAltered { index: Some(2) })));
    let streamed = reader.for_each_leaf(2..9, &mut |_, _| ControlFlow::Continue(()));
    assert!(matches!(streamed, Err(Fault::LeafAltered { index: Some(2) })));
}

#[test]
fn readers_are_lent_and_come_back() {
    let (disk, queue, running) = OnDisk::new(10).start();
    let data = Places::within(disk.0.path()).data;
    let readers = Readers::of(&data, queue.sight());
    {
        let (mut one, mut other) = (readers.lend().unwrap(), readers.lend().unwrap());
        assert_eq!(one.leaf(0).unwrap(), other.leaf(0).unwrap());
    }
    // Those that came back are lent again: no file has to be opened.
    drop(queue);
    running.join().unwrap();
    fs::rename(&data, disk.0.path().join("elsewhere")).unwrap();
    let (one, other) = (readers.lend().unwrap(), readers.lend().unwrap());
    assert_eq!(one.size(), other.size());
    assert!(matches!(readers.lend(), Err(Fault::NotBegun)));
}
