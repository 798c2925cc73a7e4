//! Any text as a constitution.
//!
//! `cargo +nightly fuzz run document fuzz/corpus/document fuzz/seeds/document ../../examples`, in `crates/constitution`.
#![no_main]

mod checks;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| checks::check(text));
