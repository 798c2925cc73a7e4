//! RCTab: its configuration (candidates, rules, and which files hold the papers), the tables with papers it reads, and its
//! report.
//!
//! A configuration has no papers of its own; [`parse`] gives a [`Config`], its [`Config::sources`] say which files the
//! caller must read, and [`Config::read`] puts them together. Read here: generic CSV, ES&S sheets saved as CSV, NIST
//! JSON. Not here: Dominion, Hart, Clear Ballot and Unisyn exports.

mod config;
mod report;
mod rules;
mod source;
mod table;

pub use config::{Config, Named, Provider, Source, parse};
pub use report::{About, render};
pub use rules::{Mode, Several, TieMode};
pub use source::SourceError;
pub use table::parse_rank_columns;

use super::{Fault, Place, ReadError};

/// Why a configuration alone is no ballot file.
pub(super) fn no_papers() -> ReadError {
    let what = "an RCTab configuration alone";
    let remedy = "the files with the papers that it names must be read with it";
    ReadError { at: Place { line: 1, column: 1 }, fault: Fault::NotRead { what, remedy } }
}
