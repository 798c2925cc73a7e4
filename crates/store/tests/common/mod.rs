//! What the tests of the log share: machines to run it on, batches, and one check of everything a log must hold. Each test
//! program uses its own part of it.
#![allow(dead_code, reason = "each test program uses a part")]

use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::commit::commit;
use rankfile_record::hash::leaf_hash;
use rankfile_record::note::LogKey;
use rankfile_record::receipt::check_receipt;
use rankfile_record::tile::{TilePath, changed_tiles, parse_tile};
use rankfile_record::tree::{check_consistency, merkle_root};
use rankfile_store::conformance::Medium;
use rankfile_store::contract::{Batch, Opening, Paper, Parts, Piece};
use rankfile_store::fault::Fault;
use rankfile_store::log::Log;
use rankfile_store::memory::Memory;
use rankfile_store::place::Places;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

pub fn key() -> LogKey {
    LogKey::from_seed("local42.example/record", [7; 32]).unwrap()
}

/// A machine whose published files can be looked at.
pub trait Machine: Medium {
    fn published(&self) -> BTreeMap<String, Vec<u8>>;
}

pub struct InMemory(pub Memory);

impl Medium for InMemory {
    fn parts(&mut self) -> Result<Parts, Fault> {
        self.0.parts()
    }
}

impl Machine for InMemory {
    fn published(&self) -> BTreeMap<String, Vec<u8>> {
        self.0.contents().published.clone()
    }
}

pub struct OnDisk(pub TempDir);

impl OnDisk {
    pub fn new() -> OnDisk {
        OnDisk(tempfile::tempdir().unwrap())
    }

    pub fn places(&self) -> Places {
        Places::within(self.0.path())
    }
}

impl Medium for OnDisk {
    fn parts(&mut self) -> Result<Parts, Fault> {
        let places = self.places();
        if places.data.exists() { places.open_parts() } else { places.create_parts() }
    }
}

impl Machine for OnDisk {
    fn published(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        read_folder(&self.places().published, "", &mut files);
        files
    }
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read_folder(&entry.path(), &format!("{name}/"), files);
        } else if !name.starts_with('.') {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

pub fn leaves(from: usize, count: usize) -> Batch {
    let leaves =
        (from..from + count).map(|i| format!("{{\"act\":\"test\",\"seq\":{i}}}").into_bytes()).collect();
    Batch { leaves, ..Batch::default() }
}

pub fn piece(election: &str, height: u64) -> Piece {
    let bytes = format!("<piece {height} of {election}>").into_bytes();
    Piece { election: election.into(), height, kind: "event".into(), bytes }
}

pub fn paper(number: usize) -> Paper {
    Paper::make("minutes", format!("minutes of meeting {number}").into_bytes())
}

pub fn opening(number: u8) -> Opening {
    let (salt, value) = ([number; 32], vec![number; 5]);
    let commitment = commit("name", &salt, &value);
    Opening { commitment, label: "name".into(), subject: format!("m-{}", number % 3), salt, value }
}

/// Checks that a log holds exactly these batches, one after another, and that the public sees exactly that.
pub fn check(log: &mut Log, published: &BTreeMap<String, Vec<u8>>, batches: &[Batch]) {
    let expected: Vec<Vec<u8>> = batches.iter().flat_map(|batch| batch.leaves.clone()).collect();
    let mut found = Vec::new();
    log.for_each_leaf(0..u64::MAX, &mut |index, leaf| found.push((index, leaf.to_vec()))).unwrap();
    assert_eq!(found, (0..).zip(expected.clone()).collect::<Vec<_>>(), "leaves: none lost, none doubled");
    check_proofs(log, &expected);
    check_side_data(log, batches);
    log.scrub().unwrap();
    check_published(log, published, batches);
}

fn check_proofs(log: &mut Log, leaves: &[Vec<u8>]) {
    let size = leaves.len();
    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    let signed = Checkpoint::open(log.checkpoint().as_bytes(), key().verifier()).unwrap();
    assert_eq!((signed.size, signed.root), (size as u64, merkle_root(hashes.iter().copied())));
    assert_eq!(log.size(), size as u64);
    let step = (size / 7).max(1);
    for index in (0..size).step_by(step).chain(size.checked_sub(1)) {
        let receipt = log.receipt(index as u64, None).unwrap().unwrap();
        check_receipt(&receipt, &leaves[index], key().verifier()).unwrap();
        let proof = log.consistency(index as u64).unwrap().unwrap();
        let old_root = merkle_root(hashes[..index].iter().copied());
        check_consistency(index as u64, &old_root, signed.size, &signed.root, &proof).unwrap();
    }
    assert_eq!(log.receipt(size as u64, None).unwrap(), None);
}

fn check_side_data(log: &mut Log, batches: &[Batch]) {
    let mut archives: BTreeMap<String, Vec<Piece>> = BTreeMap::new();
    let mut openings: BTreeMap<[u8; 32], Opening> = BTreeMap::new();
    for batch in batches {
        for piece in &batch.pieces {
            archives.entry(piece.election.clone()).or_default().push(piece.clone());
        }
        for paper in &batch.papers {
            assert_eq!(log.paper(&paper.digest).unwrap().as_ref(), Some(paper));
        }
        openings.extend(batch.openings.iter().map(|opening| (opening.commitment, opening.clone())));
        openings.retain(|commitment, _| !batch.erased.contains(commitment));
    }
    let known: Vec<String> = log.archives().map(|archive| archive.election.clone()).collect();
    assert_eq!(known, archives.keys().cloned().collect::<Vec<_>>());
    for (election, pieces) in archives {
        let bytes: Vec<u8> = pieces.iter().flat_map(|piece| piece.bytes.clone()).collect();
        assert_eq!(log.archive(&election).unwrap().length, bytes.len() as u64);
        assert_eq!(log.archive(&election).unwrap().pieces, pieces.len() as u64);
        assert_eq!(log.archive_bytes(&election).unwrap(), Some(bytes));
        assert_eq!(log.pieces(&election).unwrap(), pieces);
    }
    let found = log.openings(None, None).unwrap();
    assert!(found == openings.into_values().collect::<Vec<_>>(), "openings: none lost, none back");
}

/// The public's view, computed from the published files alone.
fn check_published(log: &Log, published: &BTreeMap<String, Vec<u8>>, batches: &[Batch]) {
    assert_eq!(String::from_utf8_lossy(&published["checkpoint"]), log.checkpoint());
    let mut hashes = Vec::new();
    for tile in changed_tiles(0, log.size()) {
        let found = parse_tile(&tile, &published[&tile.render()]).expect("a published tile has its length");
        if tile.level == 0 {
            hashes.extend(found);
        }
    }
    assert_eq!(merkle_root(hashes), log.root(), "the published tiles lead to the signed root");
    let mut size = 0;
    for batch in batches {
        size += batch.leaves.len() as u64;
        for tile in changed_tiles(size.saturating_sub(1), size) {
            let full = TilePath { width: 256, ..tile }.render();
            let served = published.contains_key(&tile.render()) || published.contains_key(&full);
            assert!(served, "{} of the published checkpoint {size} must be served", tile.render());
            let superseded = tile.width < 256 && published.contains_key(&full);
            let left = superseded && published.contains_key(&tile.render());
            assert!(!left, "{} is superseded and must go", tile.render());
        }
    }
    let elections = published.keys().filter(|path| path.starts_with("elections/")).count();
    assert_eq!(elections, log.archives().count());
    for batch in batches {
        for piece in &batch.pieces {
            let file = &published[&format!("elections/{}.bel", piece.election)];
            assert_eq!(file.len() as u64, log.archive(&piece.election).unwrap().length);
            assert!(file.windows(piece.bytes.len()).any(|window| window == piece.bytes));
        }
    }
}
