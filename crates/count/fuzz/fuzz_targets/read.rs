//! Any bytes under the name of any format: a reader refuses them or reads something sound.
//!
//! `cargo +nightly fuzz run read fuzz/corpus/read fuzz/seeds`, in `crates/count`. Not here: what the formats mean; that is
//! tested on files with known answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankfile_count::formats::{Repair, read};

fuzz_target!(|bytes: &[u8]| {
    for name in ["", "a.blt", "a.abif", "a.toi", "a.cvotes"] {
        let strict = read(bytes, name, Repair::No);
        let mended = read(bytes, name, Repair::Yes);
        for read in [&strict, &mended].into_iter().flatten() {
            let candidates = read.election.candidates.len();
            assert!(candidates > 0 && read.election.papers.total().is_ok());
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
        match (strict, mended) {
            (Ok(strict), mended) => assert_eq!(mended, Ok(strict)),
            (Err(error), Ok(_)) => assert!(error.fault.mend().is_some()),
            (Err(_), Err(_)) => {}
        }
    }
});
