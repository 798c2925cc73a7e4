//! The pairwise matrix: for every two candidates, how many papers rank the one above the other.
//!
//! Ranked stands above unranked; two unranked, or two at one rank, are equal and give no vote either way. Not here: what
//! follows from the matrix.

use crate::method::{Options, Stop};
use crate::{Election, Mark};

/// Most candidates that are compared in pairs: the matrix and the work grow with the square and the cube.
pub const MAX_COMPARED: usize = 500;

/// Every candidate against every other.
///
/// *Shape*: candidates that do not stand keep their number and have zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs {
    candidates: usize,
    standing: Vec<u16>,
    prefer: Vec<u64>,
    /// All papers.
    pub ballots: u64,
    /// Papers that rank at least one candidate who stands.
    pub valid: u64,
}

impl Pairs {
    /// Compares all candidates who stand: neither withdrawn nor vacating.
    ///
    /// *Errors*: nobody stands, or more candidates than [`MAX_COMPARED`].
    pub fn of(election: &Election, options: &Options) -> Result<Self, Stop> {
        let candidates = election.candidates.len();
        if candidates > MAX_COMPARED {
            return Err(Stop::Unfit(format!(
                "{candidates} candidates are too many to compare in pairs (at most {MAX_COMPARED}); take a method that \
                 counts stage by stage, such as scottish-2011"
            )));
        }
        let out =
            |candidate: &u16| election.withdrawn.contains(candidate) || options.vacating.contains(candidate);
        let standing: Vec<u16> = (0u16..).take(candidates).filter(|candidate| !out(candidate)).collect();
        if standing.is_empty() {
            return Err(Stop::Unfit("nobody stands: every candidate has withdrawn".to_owned()));
        }
        let ballots = election.papers.total().map_err(|error| Stop::Unfit(error.to_string()))?;
        let mut tally = Tally::new(candidates, &standing);
        for paper in election.papers.iter() {
            tally.add(paper.weight, paper.marks);
        }
        Ok(Self { candidates, prefer: tally.prefer(&standing), standing, ballots, valid: tally.valid })
    }

    /// A matrix that is known already, as an answer carries it; all candidates stand.
    ///
    /// *Shape*: square; `None` otherwise.
    pub fn from_rows(rows: &[Vec<u64>]) -> Option<Self> {
        let candidates = rows.len();
        let square = candidates <= MAX_COMPARED && rows.iter().all(|row| row.len() == candidates);
        let standing = (0u16..).take(candidates).collect();
        square.then(|| Self { candidates, standing, prefer: rows.concat(), ballots: 0, valid: 0 })
    }

    /// How many candidates, those who do not stand included.
    pub fn candidates(&self) -> usize {
        self.candidates
    }

    /// Who stands, lowest number first.
    pub fn standing(&self) -> &[u16] {
        &self.standing
    }

    /// Papers ranking `one` above `other`.
    pub fn prefer(&self, one: u16, other: u16) -> u64 {
        self.prefer[usize::from(one) * self.candidates + usize::from(other)]
    }

    /// Whether more papers rank `one` above `other` than the other way.
    pub fn beats(&self, one: u16, other: u16) -> bool {
        self.prefer(one, other) > self.prefer(other, one)
    }

    /// The candidate who beats every other one by one, where there is one.
    pub fn beats_all(&self) -> Option<u16> {
        let beats_all =
            |one: &u16| self.standing.iter().all(|other| other == one || self.beats(*one, *other));
        self.standing.iter().copied().find(beats_all)
    }

    /// The rows, as an answer carries them.
    pub fn rows(&self) -> Vec<Vec<u64>> {
        self.prefer.chunks(self.candidates.max(1)).map(<[u64]>::to_vec).collect()
    }
}

/// The sum under way. Papers are short and candidates many, so what is added is who stands *at or above* a ranked
/// candidate; who stands below is the rest: half of the work, and the unranked cost nothing.
struct Tally {
    candidates: usize,
    stands: Vec<bool>,
    ranked: Vec<u64>,
    at_or_above: Vec<u64>,
    valid: u64,
    /// The paper at hand without those who do not stand and without repeats.
    order: Vec<u16>,
    seen: Vec<bool>,
}

impl Tally {
    fn new(candidates: usize, standing: &[u16]) -> Self {
        let mut stands = vec![false; candidates];
        for &candidate in standing {
            stands[usize::from(candidate)] = true;
        }
        Self {
            candidates,
            stands,
            ranked: vec![0; candidates],
            at_or_above: vec![0; candidates * candidates],
            valid: 0,
            order: Vec::with_capacity(candidates),
            seen: vec![false; candidates],
        }
    }

    fn add(&mut self, weight: u64, marks: &[Mark]) {
        let mut rank_start = 0;
        for mark in marks {
            if !mark.is_equal() {
                self.close_rank(rank_start, weight);
                rank_start = self.order.len();
            }
            let Some(candidate) = mark.candidate() else { continue };
            let position = usize::from(candidate);
            if self.stands[position] && !self.seen[position] {
                self.seen[position] = true;
                self.order.push(candidate);
            }
        }
        self.close_rank(rank_start, weight);
        self.valid += if self.order.is_empty() { 0 } else { weight };
        for candidate in self.order.drain(..) {
            self.seen[usize::from(candidate)] = false;
        }
    }

    /// Everybody at the rank that just ended stands below (or beside) all that the paper has named so far.
    fn close_rank(&mut self, rank_start: usize, weight: u64) {
        for &candidate in &self.order[rank_start..] {
            let row = usize::from(candidate) * self.candidates;
            self.ranked[usize::from(candidate)] += weight;
            let row = &mut self.at_or_above[row..row + self.candidates];
            for &other in &self.order {
                row[usize::from(other)] += weight;
            }
        }
    }

    fn prefer(&self, standing: &[u16]) -> Vec<u64> {
        let mut prefer = vec![0; self.candidates * self.candidates];
        for &one in standing {
            for &other in standing.iter().filter(|other| **other != one) {
                let cell = usize::from(one) * self.candidates + usize::from(other);
                prefer[cell] = self.ranked[usize::from(one)] - self.at_or_above[cell];
            }
        }
        prefer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::Break;

    fn options() -> Options {
        Options { tie: Break::Stop, vacating: Vec::new(), groups: Vec::new() }
    }

    fn election(candidates: usize, papers: &[(u64, &[Mark])]) -> Election {
        let mut election = Election {
            candidates: (1..=candidates).map(|n| format!("C{n}")).collect(),
            ..Election::default()
        };
        for (weight, marks) in papers {
            election.papers.push(*weight, marks).unwrap();
        }
        election
    }

    #[test]
    fn ranked_stands_above_unranked_and_equals_give_no_vote() {
        let paper = [Mark::next(0), Mark::next(1), Mark::equal(2)];
        let pairs = Pairs::of(&election(4, &[(7, &paper), (2, &[])]), &options()).unwrap();
        let expected = [[0, 7, 7, 7], [0, 0, 0, 7], [0, 0, 0, 7], [0, 0, 0, 0]];
        assert_eq!(pairs.rows(), expected);
        assert_eq!((pairs.ballots, pairs.valid), (9, 7));
    }

    #[test]
    fn a_withdrawn_first_of_equals_does_not_move_the_others_up() {
        // 1, then 2=3 at one rank; 2 has withdrawn: 3 stays below 1.
        let paper = [Mark::next(0), Mark::next(1), Mark::equal(2)];
        let mut election = election(3, &[(5, &paper)]);
        election.withdrawn = vec![1];
        assert_eq!(Pairs::of(&election, &options()).unwrap().prefer(0, 2), 5);
    }

    #[test]
    fn the_first_of_a_repeated_candidate_counts_and_empty_ranks_close_up() {
        let paper = [Mark::SKIP, Mark::next(1), Mark::SKIP, Mark::next(0), Mark::next(1)];
        let pairs = Pairs::of(&election(2, &[(3, &paper)]), &options()).unwrap();
        assert_eq!((pairs.prefer(1, 0), pairs.prefer(0, 1)), (3, 0));
    }

    #[test]
    fn too_many_candidates_are_refused_before_anything_is_allocated() {
        let refused = Pairs::of(&election(10_000, &[]), &options());
        assert!(matches!(refused, Err(Stop::Unfit(_))));
    }
}
