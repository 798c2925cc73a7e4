//! Ballot files in and out: bytes become an [`Election`] or an error with its place; an election becomes bytes others
//! can recount.
//!
//! A reader is lenient in what files in the wild do (and says so in its [`Warning`]s), and refuses what it would have to
//! guess; where the guess is plain it offers the mend ([`Fault::mend`]) and makes it under [`Repair::Yes`]. A writer is
//! strict. Not here: any counting, any file system; bytes come from the caller.

pub mod abif;
pub mod blt;
mod canonical;
pub mod cef;
pub mod concrete;
pub mod debian;
mod desk;
pub mod dossier;
mod fault;
mod gather;
mod json;
mod names;
pub mod nist;
mod place;
pub mod preflib;
pub mod rctab;
mod recognise;
pub mod scottish;
mod sheaf;
pub mod stage_table;
mod unsayable;

pub use fault::{Fault, Oddity, ReadError, Warning, What};
pub use gather::{Limits, gather};
pub use place::Place;
pub use recognise::{Format, recognise};
pub use unsayable::Unsayable;

use crate::Election;
use crate::tally::grades::Grades;

/// What a file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The election. Of a graded one, what the grades say about ranks.
    pub election: Election,
    /// The grades or points, where the file gives them.
    pub grades: Option<Grades>,
    /// What the returning officer should know.
    pub warnings: Vec<Warning>,
}

/// Whether plain faults are mended, each with a warning, or refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repair {
    /// Refused, with an offer to repair.
    #[default]
    No,
    /// Mended, with a warning.
    Yes,
}

/// Reads a ballot file of any format known here.
///
/// *Shape*: `file_name` may be empty; its ending helps to tell formats apart that look alike.
/// *Errors*: what is wrong, with line, column and remedy; an RCTab configuration is refused, as it has no papers
/// of its own (see [`rctab`]).
pub fn read(bytes: &[u8], file_name: &str, repair: Repair) -> Result<Read, ReadError> {
    match recognise(bytes, file_name)? {
        Format::Blt => blt::parse_with(bytes, repair),
        Format::Abif => abif::parse_with(bytes, repair),
        Format::PrefLib => preflib::parse_with(bytes, repair),
        Format::Nist => nist::parse_with(bytes, None, repair),
        Format::RcTab => Err(rctab::no_papers()),
        Format::RankColumns => rctab::parse_rank_columns(bytes, repair),
        Format::Cef => cef::parse_with(bytes, repair),
        Format::Debian => debian::parse_with(bytes, repair),
        Format::Scottish => scottish::parse_with(bytes, repair),
        Format::Concrete => concrete::parse_with(bytes, repair),
        Format::Dossier => dossier::parse(bytes).map(|dossier| dossier.into_read()),
    }
}
