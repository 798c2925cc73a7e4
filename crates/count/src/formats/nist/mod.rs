//! Cast vote records of the NIST common data format (SP 1500-103, version 1.0), as JSON.
//!
//! Not here: the XML form of the same records, and several contests at once: one of them is chosen.

mod parse;
mod render;

pub(super) use parse::parse_known;
pub use parse::{parse, parse_with};
pub use render::render;
