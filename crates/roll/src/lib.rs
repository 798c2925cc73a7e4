//! The roll of members: from whatever file people have to a checked list, all or nothing, and back.
//!
//! **In:** the bytes of a member list and, where somebody said more, a [`Mapping`]. **Out:** an [`Import`]: a [`Roll`]
//! and its [`Report`], or only the report, with a line, a sentence and a remedy for everything that stood in the way.
//!
//! Understood without being told:
//! - UTF-8 with or without byte order mark, UTF-16 with it, else Windows-1252, and the report says so;
//! - commas, semicolons, tab stops, pipes; quoted cells over several lines; a first line `sep=;`;
//! - headings in any order, in English and Spanish and some in German and French; extra columns are kept;
//! - without a header, columns whose content has one reading; any other is refused, with what to say instead;
//! - dates with one reading; a date with two is refused until the mapping says which;
//! - good standing and its opposite, in the words rolls use.
//!
//! Invariants:
//! - One refusal anywhere and nothing loads. Lines are those an editor shows.
//! - Any bytes give a report: no panic, and memory bounded by the size of the file.
//! - A finding never repeats a cell, and `Debug` never prints one: a report may be shown or kept without the roll.
//! - `parse(render_csv(roll))` is the roll.
//!
//! What it is not: no file is opened here, no clock is read, and nothing is decided about anybody's rights.

mod canonical;
mod cell;
mod columns;
mod dates;
mod email;
mod example;
mod finding;
mod guess;
mod headings;
mod import;
mod mapping;
mod member;
mod render;
mod report;
mod roll;
mod row;
mod settle;
mod sheet;
mod standing;
mod text;

pub use columns::{ColumnUse, ReadAs, ToldBy};
pub use dates::DateFault;
pub use email::EmailFault;
pub use example::example_roll;
pub use finding::{ColumnFact, Fact, FileFact, RowFact, RowFinding, Severity};
pub use import::{Import, MOST_ROWS, parse};
pub use mapping::{ColumnRef, DateOrder, Delimiter, Field, Mapping, MappingError};
pub use member::{Member, MemberId, Standing};
pub use render::render_csv;
pub use report::{KEPT_FINDINGS, Report, SHOWN_FINDINGS};
pub use roll::{Roll, RollError};
pub use sheet::{LONGEST_ROW_KIB, MOST_COLUMNS};
pub use text::{Encoding, LARGEST_FILE_MIB};
