//! Any text as a rules block of an otherwise sound constitution.
//!
//! `cargo +nightly fuzz run block fuzz/corpus/block fuzz/seeds/block`, in `crates/constitution`.
#![no_main]

mod checks;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|block: &str| {
    checks::check(&format!(
        "---\nname: A\nkind: local\nsector: private\nprofile: us-lmrda\nscope: all\nhappened: {{}}\n---\n\n\
         ## A {{#a}}\n\nWords.\n\n```rules\n{block}\n```\n"
    ));
});
