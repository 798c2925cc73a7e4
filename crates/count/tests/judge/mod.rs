//! Test data with known answers: where it lies and how it is read.
//!
//! Not every test file uses every function of it.
#![allow(dead_code)]

use std::path::PathBuf;

use rankfile_count::lot::TieRule;
use rankfile_count::method::Break;
use rankfile_count::{Count, Election, Mark, Options, formats};
use serde_json::Value;

/// The folder of ballot data, or `None`, said aloud, where this machine has none.
pub fn data() -> Option<PathBuf> {
    let given = std::env::var_os("RANKFILE_TEST_DATA").map(PathBuf::from);
    let root = given.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").into());
    let folder = root.join("counting");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no ballot data at {}; set RANKFILE_TEST_DATA", folder.display());
    None
}

/// A file that must be there.
pub fn bytes(path: PathBuf) -> Vec<u8> {
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A BLT file.
pub fn blt(path: PathBuf) -> Election {
    let read = formats::blt::parse(&bytes(path.clone()));
    read.unwrap_or_else(|error| panic!("{}: {error}", path.display())).election
}

/// A file of JSON.
pub fn json(path: PathBuf) -> Value {
    serde_json::from_slice(&bytes(path)).unwrap()
}

/// A file with one JSON object in each line.
pub fn json_lines(path: PathBuf) -> Vec<Value> {
    let text = String::from_utf8(bytes(path)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Candidate numbers.
pub fn numbers(value: &Value) -> Vec<u32> {
    value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap() as u32).collect()
}

/// Strings.
pub fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// Ties fall in file order, lowest number first, as in all reference files.
pub fn preset() -> Options {
    options(Break::Preset)
}

/// A tie stops the count.
pub fn stopping() -> Options {
    options(Break::Stop)
}

/// Ties fall by a lot from this seed.
pub fn by_lot(seed: u8) -> Options {
    options(Break::Lot(TieRule::Lot { seed: [seed; 32], context: "test".into() }))
}

fn options(tie: Break) -> Options {
    Options { tie, vacating: Vec::new(), groups: Vec::new() }
}

/// Decimal text as units of its last place, for arithmetic in tests.
pub fn units(text: &str) -> i128 {
    text.replace('.', "").parse().unwrap_or_else(|_| panic!("{text}"))
}

/// Votes and non-transferable are all valid papers, in every stage.
pub fn assert_conserved(count: &Count) {
    for (place, stage) in count.stages.iter().enumerate() {
        let votes: i128 = stage.votes.iter().map(|votes| units(votes)).sum();
        let places = stage.non_transferable.split('.').nth(1).map_or(0, str::len) as u32;
        let valid = i128::from(count.valid) * 10i128.pow(places);
        assert_eq!(votes + units(&stage.non_transferable), valid, "{} stage {}", count.method, place + 1);
    }
}

/// One of the tiny elections.
pub fn micro(value: &Value) -> Election {
    let candidates = value["candidates"].as_u64().unwrap();
    let mut election = Election { seats: value["seats"].as_u64().unwrap() as u32, ..Election::default() };
    election.candidates = (1..=candidates).map(|number| format!("Candidate {number}")).collect();
    for line in value["ballots"].as_array().unwrap() {
        let marks: Vec<Mark> =
            numbers(&line[1]).iter().map(|number| Mark::next(*number as u16 - 1)).collect();
        election.papers.push(line[0].as_u64().unwrap(), &marks).unwrap();
    }
    election
}
