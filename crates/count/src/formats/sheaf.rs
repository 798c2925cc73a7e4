//! Papers being gathered by a reader: weights summed and limited, blank papers and repeated candidates noted, ranks given
//! as numbers put in order.
//!
//! Not here: any format.

use super::desk::Desk;
use super::{Fault, Oddity, Place, ReadError};
use crate::{Mark, Papers};

/// Papers being gathered.
#[derive(Debug)]
pub(super) struct Sheaf {
    pub(super) papers: Papers,
    total: u64,
    /// For each candidate the last line that named it, to notice repetitions.
    seen: Vec<u32>,
    /// How many marks may still be written that are not in the file one by one: empty ranks before a high one, the
    /// candidates of a list, an over-vote of everybody. A short file can ask for thousands of them in every line; memory
    /// must stay in proportion to the file.
    spare: usize,
    marks: Vec<Mark>,
}

impl Sheaf {
    /// For a file of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            papers: Papers::default(),
            total: 0,
            seen: Vec::new(),
            spare: bytes.saturating_mul(16).saturating_add(1 << 20),
            marks: Vec::new(),
        }
    }

    /// Adds a line of papers.
    pub(super) fn add(
        &mut self,
        desk: &mut Desk,
        at: Place,
        weight: u64,
        marks: &[Mark],
    ) -> Result<(), ReadError> {
        if weight == 0 {
            return desk.mend(at, Fault::ZeroWeight);
        }
        self.total = self.total.saturating_add(weight);
        if self.total > Papers::MAX || self.papers.push(weight, marks).is_err() {
            return Err(ReadError { at, fault: Fault::TooManyPapers });
        }
        if marks.is_empty() {
            desk.note(at, Oddity::Blank);
        }
        let line = self.papers.lines() as u32;
        let mut repeated = false;
        for candidate in marks.iter().filter_map(|mark| mark.candidate()) {
            let candidate = usize::from(candidate);
            if candidate >= self.seen.len() {
                self.seen.resize(candidate + 1, 0);
            }
            repeated |= std::mem::replace(&mut self.seen[candidate], line) == line;
        }
        if repeated {
            desk.note(at, Oddity::Repeated);
        }
        Ok(())
    }

    /// Adds a line of papers given as (rank from 1, candidate) in any order; missing ranks are kept as empty ones.
    pub(super) fn add_ranks(
        &mut self,
        desk: &mut Desk,
        at: Place,
        weight: u64,
        ranks: &mut [(u32, Ranked)],
    ) -> Result<(), ReadError> {
        // Stable: among equals the order of the file is kept.
        ranks.sort_by_key(|(rank, _)| *rank);
        let mut marks = std::mem::take(&mut self.marks);
        marks.clear();
        let mut last = 0;
        for (rank, ranked) in ranks.iter() {
            let empty = rank.saturating_sub(last).saturating_sub(1) as usize;
            self.spend(at, empty)?;
            marks.extend(std::iter::repeat_n(Mark::SKIP, empty));
            match ranked {
                Ranked::Candidate(candidate) if *rank == last => marks.push(Mark::equal(*candidate)),
                Ranked::Candidate(candidate) => marks.push(Mark::next(*candidate)),
                Ranked::Nobody | Ranked::Everybody if *rank == last => {}
                Ranked::Nobody | Ranked::Everybody => marks.push(Mark::SKIP),
            }
            last = *rank;
        }
        while marks.last() == Some(&Mark::SKIP) {
            marks.pop();
        }
        let done = self.add(desk, at, weight, &marks);
        self.marks = marks;
        done
    }

    /// Asks for marks that are not in the file one by one.
    pub(super) fn spend(&mut self, at: Place, marks: usize) -> Result<(), ReadError> {
        let fault = Fault::Expected { what: "fewer ranks than a short file can mean" };
        self.spare = self.spare.checked_sub(marks).ok_or(ReadError { at, fault })?;
        Ok(())
    }

    /// How many papers so far.
    pub(super) fn total(&self) -> u64 {
        self.total
    }
}

/// What stands at a rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ranked {
    Candidate(u16),
    /// Somebody who is no candidate: the rank is taken, and empty.
    Nobody,
    /// Several candidates, and the file does not say which; its reader writes all of them in.
    Everybody,
}
