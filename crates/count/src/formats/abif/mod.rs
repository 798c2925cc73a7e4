//! ABIF, the "aggregated ballot information format": `27: Ann/5 > Bob/3 = Cyd/3`.
//!
//! Orders, scores, or both; candidates declared (`=ann:[Ann Smith]`), in brackets or quotes, or bare; metadata in braces;
//! comments. A file whose papers all give scores is a graded election too. Not here: other formats of the same tools.

mod line;
mod parse;
mod render;

pub use parse::{parse, parse_with};
pub use render::{render, render_graded};
