//! What the tests of the language share: the demo constitution and short ways to read and compile.
#![allow(dead_code)] // Each test binary uses its own part.

use rankfile_constitution::program::Program;
use rankfile_constitution::{Constitution, Diagnostic, Document, compile};

/// The constitution of the demo union.
pub const DEMO: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/demo-local.md"));

/// The example in the description of the language, as it stands there.
pub const EXAMPLE: &str = include_str!("../data/example-100.md");

/// Reads a text that must be well formed.
pub fn read(text: &str) -> Constitution {
    Document::parse(text, "demo.md").unwrap_or_else(|found| panic!("{}", shown(&found)))
}

/// Reads and compiles a text that must compile.
pub fn compiled(text: &str) -> Program {
    compile(&read(text)).unwrap_or_else(|found| panic!("{}", shown(&found)))
}

/// What is wrong with a text: the problems of the first stage that finds any.
pub fn problems(text: &str) -> Vec<Diagnostic> {
    match Document::parse(text, "demo.md") {
        Err(found) => found,
        Ok(constitution) => compile(&constitution).err().unwrap_or_default(),
    }
}

/// Problems as a person sees them.
pub fn shown(found: &[Diagnostic]) -> String {
    found.iter().map(Diagnostic::render).collect()
}

/// The demo with one passage replaced, which must be in it.
pub fn demo_with(from: &str, to: &str) -> String {
    assert!(DEMO.contains(from), "the demo does not contain {from:?}");
    DEMO.replacen(from, to, 1)
}
