//! PrefLib files: orders (`.soc`, `.soi`, `.toc`, `.toi`) and categories (`.cat`), with a header of `# KEY: value` lines.
//!
//! They do not say how many are elected. A category file is a graded election. Not here: the format of PrefLib before
//! 2022, which has no keys.

mod parse;
mod render;

pub use parse::{parse, parse_with};
pub use render::{render_cat, render_soi, render_toc};
