//! An election as a ballot file gives it: candidates, seats, and the papers, each a weight and a ranking.
//!
//! Readers in [`crate::formats`] make it, methods count it. Not here: any rule of counting, and any judgement of a paper:
//! what a rule does with skipped ranks or over-votes is the rule's business, so the papers keep them.

use serde::{Deserialize, Serialize};

/// Most candidates an election may have; a file with more is refused by its reader.
pub const MAX_CANDIDATES: usize = 10_000;

/// Everything a count needs to know.
///
/// *Shape*: `withdrawn` and `tie_order` use zero-based candidate numbers; every number in `papers` is below
/// `candidates.len()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Election {
    /// As the file calls it; may be empty.
    pub title: String,
    /// Names in file order. Names need not differ; the number is the identity.
    pub candidates: Vec<String>,
    /// Parties or lists, where the file says; else empty.
    pub parties: Vec<String>,
    /// How many are to be elected; 0 where the file does not say and the caller must.
    pub seats: u32,
    /// Removed before the count, rankings closed up.
    pub withdrawn: Vec<u16>,
    /// The order in which the file says that ties fall, first wins; empty where it does not.
    pub tie_order: Vec<u16>,
    /// The papers, in file order.
    pub papers: Papers,
}

/// One thing a paper says at one place of its ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mark(u16);

impl Mark {
    const TIED: u16 = 0x8000;
    /// A rank the voter left empty.
    pub const SKIP: Self = Self(0x7fff);

    /// A candidate at a rank of its own (the first of a group of equals, if others follow by [`Mark::equal`]).
    pub const fn next(candidate: u16) -> Self {
        Self(candidate)
    }

    /// A candidate ranked equal to the one before it.
    pub fn equal(candidate: u16) -> Self {
        Self(candidate | Self::TIED)
    }

    /// The candidate, zero-based; `None` for a skipped rank.
    pub fn candidate(self) -> Option<u16> {
        (self != Self::SKIP).then_some(self.0 & !Self::TIED)
    }

    /// Whether it shares its rank with the mark before it.
    pub fn is_equal(self) -> bool {
        self.0 & Self::TIED != 0
    }

    /// For hashing.
    pub(crate) fn bits(self) -> u16 {
        self.0
    }
}

/// Papers kept flat: for 200,000 of them, one allocation instead of 200,000.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Papers {
    weights: Vec<u64>,
    ends: Vec<u32>,
    marks: Vec<Mark>,
}

/// One line of a ballot file: so many equal papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper<'a> {
    /// How many papers say this.
    pub weight: u64,
    /// What they say, best first; empty for a blank paper.
    pub marks: &'a [Mark],
}

/// A sum or a size that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there are more papers than this program can count (at most 2^40 papers and 2^32 marks); split the file"
)]
pub struct TooManyPapers;

impl Papers {
    /// Most papers, weights included: small enough that no sum or product of a count leaves 128 bits.
    pub const MAX: u64 = 1 << 40;

    /// Takes over lines made elsewhere: `ends[k]` is where line `k` stops in `marks`.
    pub(crate) fn from_parts(weights: Vec<u64>, ends: Vec<u32>, marks: Vec<Mark>) -> Self {
        debug_assert!(
            weights.len() == ends.len() && ends.last().copied().unwrap_or(0) as usize == marks.len()
        );
        Self { weights, ends, marks }
    }

    /// All marks in a row, for counts that keep positions into them.
    pub(crate) fn all_marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Adds papers.
    ///
    /// *Errors*: more papers or marks than can be counted; nothing is added then.
    pub fn push(&mut self, weight: u64, marks: &[Mark]) -> Result<(), TooManyPapers> {
        let end = u32::try_from(self.marks.len() + marks.len()).map_err(|_| TooManyPapers)?;
        if weight > Self::MAX {
            return Err(TooManyPapers);
        }
        self.weights.push(weight);
        self.ends.push(end);
        self.marks.extend_from_slice(marks);
        Ok(())
    }

    /// The lines, in file order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Paper<'_>> {
        (0..self.weights.len()).map(|line| self.line(line))
    }

    /// One line by its position.
    pub fn line(&self, position: usize) -> Paper<'_> {
        let start = if position == 0 { 0 } else { self.ends[position - 1] as usize };
        Paper { weight: self.weights[position], marks: &self.marks[start..self.ends[position] as usize] }
    }

    /// How many lines (not papers).
    pub fn lines(&self) -> usize {
        self.weights.len()
    }

    /// How many papers, blank ones included.
    ///
    /// *Errors*: more than [`Papers::MAX`].
    pub fn total(&self) -> Result<u64, TooManyPapers> {
        let sum = self.weights.iter().try_fold(0u64, |sum, weight| sum.checked_add(*weight));
        sum.filter(|sum| *sum <= Self::MAX).ok_or(TooManyPapers)
    }
}
