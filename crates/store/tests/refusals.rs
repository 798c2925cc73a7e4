//! What a log refuses to open, each with its own fault, and what it mends without a word.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use common::{InMemory, Machine, OnDisk, check, key, leaves, opening, paper, piece};
use rankfile_record::note::LogKey;
use rankfile_record::tile::EntriesPath;
use rankfile_store::conformance::Medium;
use rankfile_store::contract::{Batch, Parts};
use rankfile_store::fault::{Fault, Malformed};
use rankfile_store::log::{Committed, Log};
use rankfile_store::memory::{Contents, Memory};
use std::fs;

fn batches() -> Vec<Batch> {
    vec![
        Batch { pieces: vec![piece("e", 0)], papers: vec![paper(1)], ..leaves(0, 300) },
        Batch { pieces: vec![piece("e", 1)], openings: vec![opening(1)], ..leaves(300, 5) },
        leaves(305, 20),
    ]
}

/// A machine on which a log of these batches lies, closed.
fn written(batches: &[Batch]) -> InMemory {
    let mut machine = InMemory(Memory::new());
    write(&mut machine, batches);
    machine
}

fn write(machine: &mut dyn Medium, batches: &[Batch]) {
    let mut log = Log::create(machine.parts().unwrap(), key()).unwrap();
    batches.iter().for_each(|batch| drop(log.commit(batch).unwrap()));
}

fn open(machine: &mut dyn Medium) -> Result<Log, Fault> {
    Log::open(machine.parts().unwrap(), key())
}

/// Opens after an alteration, sees it refused, and sees that refusing changed nothing.
fn refused(machine: &mut InMemory, alter: impl FnOnce(&mut Contents)) -> Fault {
    alter(&mut machine.0.contents());
    let lock = machine.0.contents().lock.clone();
    let published = machine.published();
    let fault = open(machine).err().expect("this must not open");
    assert_eq!(machine.0.contents().lock, lock, "a refusal must not touch the lock store");
    assert_eq!(machine.published(), published, "a refusal must not touch the published files");
    fault
}

/// Data as it was before the last batch, everything else as it is.
fn older(machine: &InMemory) -> Contents {
    let all = batches();
    let older = written(&all[..all.len() - 1]);
    let before = older.0.contents().clone();
    let now = machine.0.contents().clone();
    Contents { lock: now.lock, published: now.published, ..before }
}

#[test]
fn an_older_copy_of_the_data_is_refused() {
    let mut machine = written(&batches());
    let older = older(&machine);
    let fault = refused(&mut machine, |contents| *contents = older);
    assert!(matches!(fault, Fault::OlderCopy { data_size: 305, lock_size: 325 }), "{fault}");
    assert!(fault.to_string().contains("older copy of the data"), "{fault}");
}

#[test]
fn a_restored_pair_of_old_copies_is_told_by_what_was_published() {
    let mut machine = written(&batches());
    let older = older(&machine);
    let fault = refused(&mut machine, |contents| {
        *contents = older;
        contents.lock = contents.staged.clone().map(|staged| staged.checkpoint_note);
    });
    assert!(matches!(fault, Fault::PublishedAhead { published_size: 325, lock_size: 305 }), "{fault}");
}

#[test]
fn another_history_is_refused() {
    let mut forked = batches();
    forked[1].leaves[2] = b"another act".to_vec();
    let fork = written(&forked);
    for longer in [false, true] {
        let mut machine = written(&batches());
        if longer {
            let mut log = open(&mut InMemory(fork.0.clone())).unwrap();
            log.commit(&leaves(400, 3)).unwrap();
        }
        let fork = fork.0.contents().clone();
        let fault = refused(&mut machine, |contents| {
            contents.leaves = fork.leaves;
            contents.staged = fork.staged;
        });
        assert!(matches!(fault, Fault::OtherHistory { lock_size: 325 }), "{fault}");
    }
}

#[test]
fn a_flipped_bit_in_a_leaf_is_found_and_named() {
    for index in [0, 255, 256, 324] {
        let mut machine = written(&batches());
        let fault = refused(&mut machine, |contents| contents.leaves[index][5] ^= 0x10);
        assert!(matches!(fault, Fault::LeafAltered { index: Some(i) } if i == index as u64), "{fault}");
        let mut machine = written(&batches());
        let fault = refused(&mut machine, |contents| {
            contents.leaves[index][5] ^= 0x10;
            contents.published.clear();
        });
        assert!(matches!(fault, Fault::LeafAltered { index: None }), "{fault}");
    }
}

#[test]
fn a_leaf_altered_while_running_is_found_by_a_scrub() {
    let mut machine = written(&batches());
    for (lost, index) in [(false, 300), (true, 324)] {
        let before = machine.0.contents().clone();
        let mut log = open(&mut machine).unwrap();
        log.scrub().unwrap();
        if lost {
            machine.0.contents().leaves.pop();
        } else {
            machine.0.contents().leaves[300].push(b' ');
        }
        let fault = log.scrub().unwrap_err();
        assert!(matches!(fault, Fault::LeafAltered { index: Some(i) } if i == index), "{fault}");
        assert!(matches!(log.commit(&leaves(0, 1)), Err(Fault::Stopped { .. })));
        drop(log);
        *machine.0.contents() = before;
    }
}

#[test]
fn a_missing_part_is_missed() {
    let mut machine = written(&batches());
    let fault = refused(&mut machine, |contents| contents.lock = None);
    assert!(matches!(fault, Fault::LockMissing), "{fault}");
    let mut machine = written(&batches());
    let fault = refused(&mut machine, |contents| {
        *contents = Contents { lock: contents.lock.clone(), ..Contents::default() };
    });
    assert!(matches!(fault, Fault::DataMissing { lock_size: 325 }), "{fault}");
    let fault = Log::open(Memory::new().parts().unwrap(), key()).err().unwrap();
    assert!(matches!(fault, Fault::NotBegun), "{fault}");
}

#[test]
fn a_damaged_stored_checkpoint_is_refused() {
    let mut machine = written(&batches());
    let fault = refused(&mut machine, |contents| contents.staged.as_mut().unwrap().size += 1);
    assert!(matches!(fault, Fault::Damaged { .. }), "{fault}");
    let mut machine = written(&batches());
    let fault = refused(&mut machine, |contents| drop(contents.leaves.pop()));
    assert!(fault.to_string().contains("325 entries were signed, 324 are there"), "{fault}");
    let mut machine = written(&batches());
    let fault = refused(&mut machine, |contents| {
        let note = &mut contents.staged.as_mut().unwrap().checkpoint_note;
        *note = note.replace("\n325\n", "\n326\n");
    });
    assert!(matches!(fault, Fault::Damaged { .. }), "{fault}");
    let mut machine = written(&batches());
    let fault = refused(&mut machine, |contents| contents.lock.as_mut().unwrap().truncate(50));
    assert!(matches!(fault, Fault::Damaged { .. }), "{fault}");
}

#[test]
fn another_key_does_not_open_the_log() {
    let mut machine = written(&batches());
    for (name, seed) in [("local42.example/record", [8; 32]), ("local43.example/record", [7; 32])] {
        let other = LogKey::from_seed(name, seed).unwrap();
        let fault = Log::open(machine.parts().unwrap(), other).err().unwrap();
        assert!(matches!(fault, Fault::WrongKey { .. }), "{fault}");
    }
    assert!(open(&mut machine).is_ok());
}

#[test]
fn a_folder_that_publishes_another_log_is_not_overwritten() {
    let mut machine = written(&batches());
    let fault = refused(&mut machine, |contents| {
        contents.published.insert("checkpoint".into(), b"local43.example/record\n7\n".to_vec());
    });
    assert!(matches!(fault, Fault::WrongKey { .. }), "{fault}");
}

#[test]
fn a_log_is_begun_once() {
    let mut machine = written(&[]);
    assert!(matches!(Log::create(machine.parts().unwrap(), key()), Err(Fault::AlreadyBegun)));
    machine.0.contents().lock = None;
    assert!(matches!(Log::create(machine.parts().unwrap(), key()), Err(Fault::AlreadyBegun)));
    machine.0.contents().published.clear();
    assert!(Log::create(machine.parts().unwrap(), key()).is_ok(), "nothing was signed for: begin again");
    let mut machine = written(&batches());
    machine.0.contents().lock = None;
    machine.0.contents().published.clear();
    assert!(
        matches!(Log::create(machine.parts().unwrap(), key()), Err(Fault::AlreadyBegun)),
        "there is data"
    );
}

#[test]
fn a_lock_store_left_behind_is_rolled_forward() {
    let all = batches();
    let mut machine = written(&all[..1]);
    let old_lock = machine.0.contents().lock.clone();
    let mut log = open(&mut machine).unwrap();
    log.commit(&all[1]).unwrap();
    log.commit(&all[2]).unwrap();
    drop(log);
    machine.0.contents().lock = old_lock;
    let mut log = open(&mut machine).unwrap();
    assert_eq!(log.recovered().rolled_forward, 25);
    check(&mut log, &machine.published(), &all);
    assert_eq!(machine.0.contents().lock.as_deref(), Some(log.checkpoint()));
}

#[test]
fn spoiled_published_files_are_made_again() {
    let all = batches();
    let paths: Vec<String> = written(&all).published().into_keys().collect();
    assert!(paths.len() > 5);
    for path in paths {
        for spoiled in
            [None, Some(Vec::new()), Some(vec![0; 64]), Some(b"local42.example/record\n32".to_vec())]
        {
            let mut machine = written(&all);
            match spoiled {
                None => drop(machine.0.contents().published.remove(&path)),
                Some(bytes) => drop(machine.0.contents().published.insert(path.clone(), bytes)),
            }
            let mut log = open(&mut machine).unwrap();
            // That a tile of an earlier checkpoint was there at all is not known once it is gone.
            if !["tile/0/001.p/44", "tile/0/001.p/49"].contains(&path.as_str()) {
                assert_ne!(*log.recovered(), Default::default(), "{path}");
            }
            check(&mut log, &machine.published(), &all);
        }
    }
}

#[test]
fn a_checkpoint_with_more_signatures_is_left_alone() {
    let mut machine = written(&batches());
    let cosigned = {
        let mut contents = machine.0.contents();
        let note = contents.published.get_mut("checkpoint").unwrap();
        note.extend_from_slice("\u{2014} witness.example/w1 AAAAAAAAAAAAAAAAAAAA\n".as_bytes());
        note.clone()
    };
    let log = open(&mut machine).unwrap();
    assert_eq!(*log.recovered(), Default::default());
    assert_eq!(machine.published()["checkpoint"], cosigned);
}

#[test]
fn a_malformed_batch_stops_the_log_and_stores_nothing() {
    let mut machine = written(&batches());
    let mut log = open(&mut machine).unwrap();
    let fault = log.commit(&Batch { pieces: vec![piece("e", 3)], ..leaves(0, 1) }).unwrap_err();
    let due = Malformed::PieceOutOfOrder { position: 0, expected: 2, found: 3 };
    assert!(matches!(&fault, Fault::Malformed(found) if *found == due), "{fault}");
    assert_eq!(log.stopped(), Some(fault.to_string().as_str()));
    drop(log);
    check(&mut open(&mut machine).unwrap(), &machine.published(), &batches());
}

#[test]
fn bundles_hold_the_entries_and_end_with_the_log() {
    let mut machine = written(&batches());
    let mut log = open(&mut machine).unwrap();
    let bundle = log.bundle(&EntriesPath { index: 1, width: 69 }).unwrap().unwrap();
    let entries = rankfile_record::tile::parse_bundle(&bundle).unwrap();
    let all: Vec<Vec<u8>> = batches().into_iter().flat_map(|batch| batch.leaves).collect();
    assert_eq!(entries, all[256..325]);
    assert_eq!(log.bundle(&EntriesPath { index: 1, width: 70 }).unwrap(), None);
    assert_eq!(log.bundle(&EntriesPath { index: u64::MAX, width: 1 }).unwrap(), None);
}

#[test]
fn a_second_process_is_told_who_is_running() {
    let machine = OnDisk::new();
    let places = machine.places();
    let log = Log::create(places.create_parts().unwrap(), key()).unwrap();
    for second in [places.open_parts(), places.create_parts()] {
        let fault = second.err().unwrap();
        assert!(matches!(fault, Fault::Held { pid: Some(pid), .. } if pid == std::process::id()), "{fault}");
    }
    // Another lock store does not help: the data is held as well.
    let mut aside = places.clone();
    aside.lock = machine.0.path().join("another-lock");
    let fault = aside.create_parts().err().unwrap();
    assert!(matches!(fault, Fault::Held { .. }), "{fault}");
    drop(log);
    assert!(places.open_parts().is_ok());
}

#[test]
fn a_flipped_byte_in_the_file_is_found() {
    let machine = &mut OnDisk::new();
    write(machine, &batches());
    let data = machine.places().data;
    let whole = fs::read(&data).unwrap();
    for seq in [0, 17, 260, 324] {
        let leaf = format!("{{\"act\":\"test\",\"seq\":{seq}}}").into_bytes();
        let at = whole.windows(leaf.len()).position(|window| window == leaf).unwrap();
        let mut flipped = whole.clone();
        flipped[at + 3] ^= 1;
        fs::write(&data, flipped).unwrap();
        let fault = open(machine).err().unwrap();
        assert!(matches!(fault, Fault::LeafAltered { index: Some(index) } if index == seq), "{fault}");
    }
    fs::write(&data, whole).unwrap();
    check(&mut open(machine).unwrap(), &machine.published(), &batches());
}

#[test]
fn missing_parts_on_disk_are_told_apart() {
    let machine = OnDisk::new();
    let places = machine.places();
    let refusal = |places: &rankfile_store::place::Places| places.open_parts().err().unwrap();
    assert!(matches!(refusal(&places), Fault::NotBegun));
    let Committed { size, .. } = {
        let mut log = Log::create(places.create_parts().unwrap(), key()).unwrap();
        log.commit(&leaves(0, 4)).unwrap()
    };
    assert_eq!(size, 4);
    assert!(matches!(places.create_parts().err().unwrap(), Fault::AlreadyBegun));
    let aside = machine.0.path().join("aside");
    fs::rename(&places.data, &aside).unwrap();
    assert!(matches!(refusal(&places), Fault::DataMissing { lock_size: 4 }));
    fs::rename(&aside, &places.data).unwrap();
    fs::rename(&places.lock, &aside).unwrap();
    assert!(matches!(refusal(&places), Fault::LockMissing));
    fs::rename(&aside, &places.lock).unwrap();
    fs::remove_file(places.lock.join("checkpoint")).unwrap();
    let Parts { storage, lock, publish } = places.open_parts().unwrap();
    assert!(matches!(Log::open(Parts { storage, lock, publish }, key()), Err(Fault::LockMissing)));
}
