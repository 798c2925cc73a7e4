//! Whatever any reader makes of any bytes, the writers write so that it reads back the same.
//!
//! `cargo +nightly fuzz run round_trip fuzz/corpus/round_trip fuzz/seeds`, in `crates/count`. Not here: names that are
//! special in a format; the property tests have those.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankfile_count::Election;
use rankfile_count::formats::{Repair, abif, blt, cef, nist, preflib, read};

fuzz_target!(|bytes: &[u8]| {
    let Ok(read) = read(bytes, "", Repair::Yes) else { return };
    let election = Election {
        title: String::new(),
        candidates: (0..read.election.candidates.len()).map(|number| format!("C{number}")).collect(),
        parties: Vec::new(),
        tie_order: Vec::new(),
        ..read.election
    };
    if let Ok(text) = blt::render(&election) {
        assert_eq!(blt::parse(text.as_bytes()).map(|back| back.election), Ok(election.clone()));
    }
    if let Ok(text) = abif::render(&election) {
        assert_eq!(abif::parse(text.as_bytes()).map(|back| back.election), Ok(election.clone()));
    }
    if let Ok(text) = cef::render(&election) {
        assert_eq!(cef::parse(text.as_bytes()).map(|back| back.election), Ok(election.clone()));
    }
    if let Ok(text) = preflib::render_soi(&election) {
        let back = preflib::parse(text.as_bytes()).map(|back| preflib::render_soi(&back.election));
        assert_eq!(back, Ok(Ok(text)));
    }
    if election.papers.total().is_ok_and(|total| total < 100)
        && let Ok(text) = nist::render(&election, "2026-01-01T00:00:00Z")
    {
        assert!(nist::parse(text.as_bytes()).is_ok());
    }
    if let Some(grades) = read.grades
        && let Ok(text) = preflib::render_cat(&grades)
    {
        let back = preflib::parse(text.as_bytes())
            .map(|back| back.grades.map(|grades| preflib::render_cat(&grades)));
        assert_eq!(back, Ok(Some(Ok(text))));
    }
});
