//! What an instant-runoff count does with odd papers, when it stops, and how it breaks ties: the points on which
//! officials really differ. The names in brackets are those of RCTab configuration files.
//!
//! Not here: the counting ([`super::irv`]) and the reading of configuration files ([`crate::formats`]).

/// Every choice of an instant-runoff count, written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How winners are found (`winnerElectionMode`).
    pub winners: Winners,
    /// A rank with several candidates (`overvoteRule`).
    pub over_vote: OverVote,
    /// How many empty ranks in a row a paper may have before it stops; `None`: any number
    /// (`maxSkippedRanksAllowed`, "unlimited").
    pub skipped_ranks: Option<u32>,
    /// A candidate ranked again (`exhaustOnDuplicateCandidate`).
    pub repeated: Repeated,
    /// How many ranks are read at most; `None`: all (`maxRankingsAllowed`, "max").
    pub rankings: Option<u32>,
    /// Whether candidates who together cannot catch up with the next above are excluded at once (`batchElimination`).
    pub batch: bool,
    /// Whether exclusions go on until two are left even when somebody has a majority
    /// (`continueUntilTwoCandidatesRemain`).
    pub until_two: bool,
    /// Whether the majority is that of the first round for good (`doesFirstRoundDetermineThreshold`).
    pub first_round_threshold: bool,
    /// Candidates with fewer votes are excluded first, together; 0: none (`minimumVoteThreshold`).
    pub minimum_votes: u64,
    /// The last round to count; `None`: as many as it takes (`stopTabulationEarlyAfterRound`).
    pub stop_after: Option<u32>,
    /// What is looked at before a tie goes to the declared break (`tiebreakMode`).
    pub look: Look,
    /// What an equal vote of the last two does.
    pub final_tie: FinalTie,
    /// Candidates that stand for names nobody declared: zero-based, excluded first, never elected by a majority.
    pub write_ins: Vec<u16>,
}

/// How winners are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Winners {
    /// One winner, by a majority of the continuing votes (`singleWinnerMajority`).
    Majority,
    /// Exclusions until as many are left as there are seats (`bottomsUp`).
    BottomsUp,
    /// Exclusions until everybody left has this percentage of the votes
    /// (`bottomsUpUsingPercentageThreshold`, `multiSeatBottomsUpPercentageThreshold`).
    BottomsUpPercent(u32),
    /// The same, but all who have less go together (`cutoffElimination`).
    CutOffPercent(u32),
    /// One winner after the other, each by a count of its own without the earlier winners (`multiPassIrv`).
    MultiPass,
}

/// What a rank with several candidates does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverVote {
    /// The paper stops there (`exhaustImmediately`).
    Exhaust,
    /// The rank is passed over (`alwaysSkipToNextRank`).
    Skip,
    /// It counts for the one of them who is continuing, and the paper stops if several are
    /// (`exhaustIfMultipleContinuing`).
    ExhaustIfSeveral,
}

/// What a candidate ranked again does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// Nothing: the later rank is passed over, and does not count as an empty one.
    Ignore,
    /// The paper stops there.
    Exhaust,
}

/// What is looked at before a tie goes to the declared break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Earlier rounds, the latest first, keeping those with fewest (`previousRoundCountsThenRandom`).
    Backwards,
    /// Earlier rounds, the first one first.
    Forwards,
    /// Nothing (`random`, `useCandidateOrder`, `generatePermutation`, `stopCountingAndAsk`).
    Nothing,
}

/// What an equal vote of the last two does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalTie {
    /// The declared rule elects one of them, and the count ends there.
    Elect,
    /// One of them loses like any other tied for fewest, and the other is elected, as in RCTab.
    Exclude,
}

impl Policy {
    /// The policy of the method `irv`: papers stop at an over-vote, empty ranks close up, later repeats are ignored,
    /// one exclusion at a time until a majority of the continuing votes, ties backwards.
    pub fn plain() -> Self {
        Self {
            winners: Winners::Majority,
            over_vote: OverVote::Exhaust,
            skipped_ranks: None,
            repeated: Repeated::Ignore,
            rankings: None,
            batch: false,
            until_two: false,
            first_round_threshold: false,
            minimum_votes: 0,
            stop_after: None,
            look: Look::Backwards,
            final_tie: FinalTie::Elect,
            write_ins: Vec::new(),
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::plain()
    }
}
