//! A graded election as a ballot file gives it: every paper gives candidates grades or points. Readers in
//! [`crate::formats`] make it; score, STAR, approval and majority judgment count it.
//!
//! Not here: what a blank means. That is a rule's business, so papers keep their blanks.

use crate::election::TooManyPapers;

/// Everything a count of grades needs to know.
///
/// *Shape*: `withdrawn` uses zero-based candidate numbers; every candidate in `papers` is below `candidates.len()` and
/// every grade at most `scale.highest()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grades {
    /// As the file calls it; may be empty.
    pub title: String,
    /// Names in file order. Names need not differ; the number is the identity.
    pub candidates: Vec<String>,
    /// How many are to be elected; 0 where the file does not say and the caller must.
    pub seats: u32,
    /// Left out of the count.
    pub withdrawn: Vec<u16>,
    /// What the grades mean.
    pub scale: Scale,
    /// The papers, in file order.
    pub papers: GradedPapers,
}

/// The grades a paper may give, worst first, numbered from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Points from 0 up to this.
    Points(u16),
    /// Words, worst first ("Reject", "Poor", ...); not empty.
    Words(Vec<String>),
}

impl Scale {
    /// The number of the best grade.
    pub fn highest(&self) -> u16 {
        match self {
            Self::Points(highest) => *highest,
            Self::Words(words) => u16::try_from(words.len().saturating_sub(1)).unwrap_or(u16::MAX),
        }
    }

    /// A grade as people read it.
    pub fn name(&self, grade: u16) -> String {
        match self {
            Self::Words(words) if usize::from(grade) < words.len() => words[usize::from(grade)].clone(),
            _ => grade.to_string(),
        }
    }
}

impl Default for Scale {
    /// Approval: 0 or 1.
    fn default() -> Self {
        Self::Points(1)
    }
}

/// One thing a graded paper says: this candidate, this grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Given {
    /// Zero-based.
    pub candidate: u16,
    /// From 0, the worst.
    pub grade: u16,
}

/// Graded papers, kept flat and without the blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GradedPapers {
    weights: Vec<u64>,
    ends: Vec<u32>,
    given: Vec<Given>,
}

/// One line of a ballot file: so many equal graded papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradedPaper<'a> {
    /// How many papers say this.
    pub weight: u64,
    /// What they say, at most once for each candidate; candidates not named are blank.
    pub given: &'a [Given],
}

impl GradedPapers {
    /// Adds papers. A candidate named again keeps the first grade.
    ///
    /// *Errors*: more papers or grades than can be counted; nothing is added then.
    pub fn push(&mut self, weight: u64, given: &[Given]) -> Result<(), TooManyPapers> {
        let end = u32::try_from(self.given.len() + given.len()).map_err(|_| TooManyPapers)?;
        if weight > crate::Papers::MAX {
            return Err(TooManyPapers);
        }
        let start = self.given.len();
        self.given.extend_from_slice(given);
        let line = &mut self.given[start..];
        line.sort_by_key(|given| given.candidate);
        let repeats = line.windows(2).any(|pair| pair[0].candidate == pair[1].candidate);
        self.weights.push(weight);
        if repeats {
            let mut kept = self.given.split_off(start);
            kept.dedup_by_key(|given| given.candidate);
            self.given.extend(kept);
        }
        self.ends.push(end.min(u32::try_from(self.given.len()).unwrap_or(end)));
        Ok(())
    }

    /// The lines, in file order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = GradedPaper<'_>> {
        (0..self.weights.len()).map(|line| self.line(line))
    }

    /// One line by its position.
    pub fn line(&self, position: usize) -> GradedPaper<'_> {
        let start = if position == 0 { 0 } else { self.ends[position - 1] as usize };
        GradedPaper {
            weight: self.weights[position],
            given: &self.given[start..self.ends[position] as usize],
        }
    }

    /// How many lines (not papers).
    pub fn lines(&self) -> usize {
        self.weights.len()
    }

    /// How many papers, blank ones included.
    ///
    /// *Errors*: more than [`crate::Papers::MAX`].
    pub fn total(&self) -> Result<u64, TooManyPapers> {
        let sum = self.weights.iter().try_fold(0u64, |sum, weight| sum.checked_add(*weight));
        sum.filter(|sum| *sum <= crate::Papers::MAX).ok_or(TooManyPapers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_graded_twice_keeps_the_first_grade_and_lines_stay_apart() {
        let mut papers = GradedPapers::default();
        let given = |candidate, grade| Given { candidate, grade };
        papers.push(2, &[given(1, 4), given(0, 3), given(1, 5)]).unwrap();
        papers.push(1, &[]).unwrap();
        papers.push(3, &[given(0, 1)]).unwrap();
        assert_eq!(papers.line(0).given, [given(0, 3), given(1, 4)]);
        assert!(papers.line(1).given.is_empty());
        assert_eq!(papers.line(2), GradedPaper { weight: 3, given: &[given(0, 1)] });
        assert_eq!(papers.total(), Ok(6));
    }

    #[test]
    fn weights_beyond_the_limit_are_refused() {
        let mut papers = GradedPapers::default();
        assert_eq!(papers.push(crate::Papers::MAX + 1, &[]), Err(TooManyPapers));
        papers.push(crate::Papers::MAX, &[]).unwrap();
        papers.push(1, &[]).unwrap();
        assert_eq!(papers.total(), Err(TooManyPapers));
    }
}
