//! An RCTab configuration and a table of papers, divided by the first zero byte.
//!
//! `cargo +nightly fuzz run rctab`, in `crates/count`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankfile_count::formats::{Repair, rctab};

fuzz_target!(|bytes: &[u8]| {
    let (config, papers) = match bytes.iter().position(|byte| *byte == 0) {
        Some(zero) => (&bytes[..zero], &bytes[zero + 1..]),
        None => (bytes, b"id,A,B\n1,1,2\n".as_slice()),
    };
    if let Ok(config) = rctab::parse(config) {
        let papers = vec![papers; config.sources.len().min(4)];
        if let Ok(read) = config.read(&papers, Repair::Yes) {
            let candidates = read.election.candidates.len();
            for paper in read.election.papers.iter() {
                assert!(
                    paper
                        .marks
                        .iter()
                        .filter_map(|mark| mark.candidate())
                        .all(|it| usize::from(it) < candidates)
                );
            }
        }
    }
});
