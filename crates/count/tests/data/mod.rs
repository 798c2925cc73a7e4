//! What the tests on known answers share: the data folder, and counting by id.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::print_stderr, reason = "a skipped test says so loudly")]

use rankfile_count::method::{self, Break, Method, Options};
use rankfile_count::pairs::{Majority, Pairs, lock, majorities};
use rankfile_count::{Count, Election, Mark};
use std::path::{Path, PathBuf};

/// The folder with ballots and known answers; `None`, said loudly, where it is absent.
pub fn folder() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder = PathBuf::from(std::env::var("RANKFILE_TEST_DATA").unwrap_or_else(|_| default.into()))
        .join("counting");
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is absent, so nothing was compared with known answers", folder.display());
        return None;
    }
    Some(folder)
}

/// A file of that folder; a missing file is a failure.
pub fn read(path: &str) -> Option<Vec<u8>> {
    let path = folder()?.join(path);
    Some(std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// A JSON file of that folder.
pub fn read_json(path: &str) -> Option<serde_json::Value> {
    Some(serde_json::from_slice(&read(path)?).unwrap())
}

/// A file of one JSON object a line.
pub fn read_lines(path: &str) -> Option<Vec<serde_json::Value>> {
    let text = String::from_utf8(read(path)?).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// An election of that folder, in whatever format.
pub fn election(path: &str) -> Option<Election> {
    Some(election_at(&folder()?.join(path)))
}

/// An election by its path.
pub fn election_at(path: &Path) -> Election {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.file_name().unwrap().to_string_lossy();
    let read = rankfile_count::formats::read(&bytes, &name, rankfile_count::formats::Repair::No);
    read.unwrap_or_else(|error| panic!("{}: {error}", path.display())).election
}

/// Every file below a folder.
pub fn all_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all_files(&path, found) } else { found.push(path) }
    }
}

/// The same election with every paper cut before the first rank that several candidates share.
pub fn stopped_at_over_votes(election: &Election) -> Election {
    let mut cut = Election { papers: rankfile_count::Papers::default(), ..election.clone() };
    for paper in election.papers.iter() {
        let shared = paper.marks.iter().position(|mark| mark.is_equal());
        let marks: &[Mark] = shared.map_or(paper.marks, |at| &paper.marks[..at - 1]);
        cut.papers.push(paper.weight, marks).unwrap();
    }
    cut
}

/// Nothing special.
pub fn options(tie: Break) -> Options {
    Options { tie, vacating: Vec::new(), groups: Vec::new() }
}

/// Every method that was asked for.
pub const ISSUED: [&str; 24] = [
    "plurality",
    "block",
    "limited",
    "approval",
    "score",
    "borda",
    "irv",
    "two-round",
    "scottish-2011",
    "ers97",
    "meek-prf",
    "schulze",
    "schulze-margins",
    "ranked-pairs",
    "majority-judgment",
    "star",
    "meek-1987",
    "warren",
    "wright",
    "minneapolis",
    "cambridge",
    "senate-au",
    "prsa-1977",
    "meek-nz",
];

/// A method by its id, which must be there.
pub fn find(id: &str) -> &'static Method {
    method::find(id).unwrap_or_else(|| panic!("{id} is not in the table of methods"))
}

/// Counts by id, and must come to an answer.
pub fn counted(id: &str, election: &Election, tie: Break) -> Count {
    (find(id).count)(election, &options(tie)).unwrap_or_else(|stop| panic!("{id}: {stop}"))
}

/// Candidates as letters.
pub fn letters(candidates: &[u16]) -> serde_json::Value {
    candidates.iter().map(|one| char::from(b'A' + *one as u8).to_string()).collect()
}

/// Everybody some order of equal majorities elects, every order tried; `None` where there are more than `limit`.
pub fn every_order(pairs: &Pairs, limit: usize) -> Option<Vec<u16>> {
    let all = majorities(pairs);
    let mut orders: Vec<Vec<Majority>> = vec![Vec::new()];
    for group in all.chunk_by(Majority::equals) {
        let ways = permutations(group, limit)?;
        if orders.len() * ways.len() > limit {
            return None;
        }
        orders = orders
            .iter()
            .flat_map(|head| ways.iter().map(move |way| [head.as_slice(), way].concat()))
            .collect();
    }
    let mut winners: Vec<u16> = orders.iter().flat_map(|order| lock(pairs, order).winners).collect();
    winners.sort_unstable();
    winners.dedup();
    Some(winners)
}

fn permutations(group: &[Majority], limit: usize) -> Option<Vec<Vec<Majority>>> {
    let mut found = vec![Vec::new()];
    for (size, one) in group.iter().enumerate() {
        let insert = |head: &Vec<Majority>| {
            (0..=size)
                .map(|at| {
                    let mut longer = head.clone();
                    longer.insert(at, *one);
                    longer
                })
                .collect::<Vec<_>>()
        };
        found = found.iter().flat_map(insert).collect();
        if found.len() > limit {
            return None;
        }
    }
    Some(found)
}
