//! What a format cannot say about an election. A writer refuses it rather than leave it out: a file that says less would
//! be counted differently by the next program.
//!
//! Not here: any format.

use crate::{Election, Mark};

/// Something a format has no words for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{format} cannot say {what}; {remedy}")]
pub struct Unsayable {
    /// The format's name.
    pub format: &'static str,
    /// What.
    pub what: &'static str,
    /// What to do instead.
    pub remedy: &'static str,
}

impl Unsayable {
    pub(super) fn seats(election: &Election, format: &'static str) -> Result<(), Self> {
        let (what, remedy) = ("that the number of seats is open", "give --seats");
        if election.seats == 0 { Err(Self { format, what, remedy }) } else { Ok(()) }
    }

    pub(super) fn withdrawn(election: &Election, format: &'static str) -> Result<(), Self> {
        let (what, remedy) = ("that a candidate has withdrawn", "write BLT, or remove the candidate first");
        if election.withdrawn.is_empty() { Ok(()) } else { Err(Self { format, what, remedy }) }
    }

    pub(super) fn skipped(election: &Election, format: &'static str) -> Result<(), Self> {
        let (what, remedy) =
            ("that a rank was left empty", "write BLT or NIST JSON, or close the rankings up first");
        let skips = election.papers.iter().any(|paper| paper.marks.contains(&Mark::SKIP));
        if skips { Err(Self { format, what, remedy }) } else { Ok(()) }
    }

    pub(super) fn repeated(election: &Election, format: &'static str) -> Result<(), Self> {
        let (what, remedy) =
            ("that a paper names a candidate twice", "write BLT, or let a rule decide first what counts");
        let mut seen = vec![usize::MAX; election.candidates.len()];
        let twice = election.papers.iter().enumerate().any(|(line, paper)| {
            let mut named = paper.marks.iter().filter_map(|mark| mark.candidate());
            named.any(|candidate| std::mem::replace(&mut seen[usize::from(candidate)], line) == line)
        });
        if twice { Err(Self { format, what, remedy }) } else { Ok(()) }
    }

    pub(super) fn equal(election: &Election, format: &'static str) -> Result<(), Self> {
        let (what, remedy) = ("that candidates are ranked equal", "write BLT, ABIF or PrefLib TOC");
        let equal = election.papers.iter().any(|paper| paper.marks.iter().any(|mark| mark.is_equal()));
        if equal { Err(Self { format, what, remedy }) } else { Ok(()) }
    }
}
