//! One contest as the tally hands it over: candidates, seats, votes. Checked once here, trusted afterwards.
//!
//! Not here: who was eligible to stand or vote, and where the numbers come from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A contest and the votes its candidates received.
///
/// *Shape*: `votes[i]` belongs to `candidates[i]`; names are unique and not empty.
/// *Units*: `votes`, `blank` and `ballots` count papers; `ballots` includes the blank ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// What is being decided, as members read it ("President").
    pub title: String,
    /// The candidates, by name as printed on the ballot.
    pub candidates: Vec<String>,
    /// How many are to be elected; a ballot gives at most this many votes, and at most one to each candidate.
    pub seats: u8,
    /// Votes for each candidate, in the order of `candidates`.
    pub votes: Vec<u64>,
    /// Blank ballots, where they were counted.
    pub blank: Option<u64>,
    /// All ballots counted, where known. Leave it out when votes are weighted.
    pub ballots: Option<u64>,
}

/// Why the numbers cannot be those of one contest. Positions are zero-based; the sentences count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ContestError {
    /// Nothing is to be filled.
    #[error("the contest has no seats; give at least one")]
    NoSeats,
    /// `votes` and `candidates` differ in length.
    #[error(
        "there are {candidates} candidates but {votes} vote totals; give exactly one total for each candidate"
    )]
    VotesDoNotMatch {
        /// How many candidates.
        candidates: usize,
        /// How many totals.
        votes: usize,
    },
    /// A candidate without a name could not be named in a result.
    #[error("candidate number {} has no name; name every candidate", .position + 1)]
    NameEmpty {
        /// Which candidate.
        position: usize,
    },
    /// Two candidates that a lot and a reader could not tell apart.
    #[error("candidates number {} and {} have the same name; tell them apart on the ballot", .first + 1, .second + 1)]
    NameTwice {
        /// The earlier one.
        first: usize,
        /// The later one.
        second: usize,
    },
    /// The totals do not fit in 64 bits.
    #[error("the votes add up to more than 64 bits can hold; check the totals")]
    SumOverflows,
    /// More blanks than papers.
    #[error("{blank} ballots are blank, but only {ballots} were counted; check both numbers")]
    MoreBlankThanBallots {
        /// Blank papers.
        blank: u64,
        /// All papers.
        ballots: u64,
    },
    /// A candidate has more votes than there are papers that could carry one.
    #[error("candidate number {} has {votes} votes from {papers} ballots that are not blank; check the totals", .position + 1)]
    MoreVotesThanBallots {
        /// Which candidate.
        position: usize,
        /// Votes of that candidate.
        votes: u64,
        /// Papers that are not blank.
        papers: u64,
    },
    /// Together the candidates have more votes than the papers could carry.
    #[error(
        "{total} votes cannot come from {papers} ballots of at most {choices} votes each; check the totals"
    )]
    MoreVotesThanChoices {
        /// All votes.
        total: u64,
        /// Papers that are not blank.
        papers: u64,
        /// Votes one paper can carry.
        choices: usize,
    },
}

impl Contest {
    /// Checks that the numbers can be those of one contest, and adds up the votes.
    ///
    /// *Errors*: the first contradiction found, in the order of [`ContestError`].
    pub fn check(&self) -> Result<u64, ContestError> {
        if self.seats == 0 {
            return Err(ContestError::NoSeats);
        }
        if self.candidates.len() != self.votes.len() {
            return Err(ContestError::VotesDoNotMatch {
                candidates: self.candidates.len(),
                votes: self.votes.len(),
            });
        }
        self.check_names()?;
        let total = self.votes.iter().try_fold(0u64, |sum, votes| sum.checked_add(*votes));
        let total = total.ok_or(ContestError::SumOverflows)?;
        self.check_papers(total)?;
        Ok(total)
    }

    fn check_names(&self) -> Result<(), ContestError> {
        let mut seen = BTreeMap::new();
        for (position, name) in self.candidates.iter().enumerate() {
            if name.trim().is_empty() {
                return Err(ContestError::NameEmpty { position });
            }
            if let Some(first) = seen.insert(name, position) {
                return Err(ContestError::NameTwice { first, second: position });
            }
        }
        Ok(())
    }

    /// Conservation: votes cannot come from nowhere. Only possible where the number of papers is known.
    fn check_papers(&self, total: u64) -> Result<(), ContestError> {
        let Some(ballots) = self.ballots else { return Ok(()) };
        let blank = self.blank.unwrap_or(0);
        let papers =
            ballots.checked_sub(blank).ok_or(ContestError::MoreBlankThanBallots { blank, ballots })?;
        for (position, &votes) in self.votes.iter().enumerate() {
            if votes > papers {
                return Err(ContestError::MoreVotesThanBallots { position, votes, papers });
            }
        }
        let choices = usize::from(self.seats).min(self.candidates.len());
        // 64 bits of papers times 8 bits of seats: 128 bits always hold it.
        if u128::from(total) > u128::from(papers) * choices as u128 {
            return Err(ContestError::MoreVotesThanChoices { total, papers, choices });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contest() -> Contest {
        Contest {
            title: "Stewards".into(),
            candidates: vec!["Ana".into(), "Bo".into(), "Cy".into()],
            seats: 2,
            votes: vec![5, 3, 2],
            blank: Some(1),
            ballots: Some(6),
        }
    }

    fn broken(change: impl FnOnce(&mut Contest)) -> ContestError {
        let mut contest = contest();
        change(&mut contest);
        contest.check().expect_err("the change makes it impossible")
    }

    #[test]
    fn numbers_that_fit_are_added_up() {
        assert_eq!(contest().check(), Ok(10));
    }

    #[test]
    fn every_contradiction_has_its_own_name() {
        assert_eq!(broken(|c| c.seats = 0), ContestError::NoSeats);
        assert_eq!(
            broken(|c| c.votes.truncate(2)),
            ContestError::VotesDoNotMatch { candidates: 3, votes: 2 }
        );
        assert_eq!(broken(|c| c.candidates[1] = " ".into()), ContestError::NameEmpty { position: 1 });
        assert_eq!(
            broken(|c| c.candidates[2] = "Ana".into()),
            ContestError::NameTwice { first: 0, second: 2 }
        );
        assert_eq!(broken(|c| c.votes[0] = u64::MAX), ContestError::SumOverflows);
        assert_eq!(
            broken(|c| c.blank = Some(7)),
            ContestError::MoreBlankThanBallots { blank: 7, ballots: 6 }
        );
        assert_eq!(
            broken(|c| c.blank = Some(2)),
            ContestError::MoreVotesThanBallots { position: 0, votes: 5, papers: 4 }
        );
        assert_eq!(
            broken(|c| c.votes = vec![5, 5, 1]),
            ContestError::MoreVotesThanChoices { total: 11, papers: 5, choices: 2 }
        );
    }

    #[test]
    fn without_a_number_of_ballots_weighted_votes_may_exceed_any() {
        let contest = Contest { ballots: None, votes: vec![500, 3, 2], ..contest() };
        assert_eq!(contest.check(), Ok(505));
    }

    #[test]
    fn the_largest_numbers_do_not_overflow_the_check() {
        let votes = vec![u64::MAX - 1, 1, 0];
        let contest = Contest { ballots: Some(u64::MAX), blank: None, votes, ..contest() };
        assert_eq!(contest.check(), Ok(u64::MAX));
    }
}
