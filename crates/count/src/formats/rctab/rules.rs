//! The rules of a configuration as values.
//!
//! Not here: counting by them. RCTab breaks ties by the generator of Java's `Random`; a seed is kept for the record, but
//! no draw here uses it.

use std::collections::BTreeMap;

use super::config::{Loose, refuse};
use crate::formats::{Fault, ReadError};
use crate::single::policy::{FinalTie, Look, OverVote, Policy, Repeated, Winners};

/// How winners are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As an instant-runoff count of the configuration's [`Policy`].
    Single,
    /// Several at once, by transferable votes (`multiWinnerAllowMultipleWinnersPerRound` and
    /// `multiWinnerAllowOnlyOneWinnerPerRound`).
    Several,
}

/// What several winners at once need beside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Several {
    /// Only the one with most votes is elected in a round.
    pub one_per_round: bool,
    /// Decimal places of the arithmetic.
    pub places: u32,
    /// The threshold is not rounded up to a whole number.
    pub fractional_threshold: bool,
    /// The threshold is votes divided by seats.
    pub hare: bool,
}

/// How ties fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieMode {
    /// By the order of the candidates: the first of them wins, the last loses.
    CandidateOrder,
    /// By chance, perhaps after a look at earlier rounds; with the seed for Java's `Random`.
    Random(i64),
    /// By an order drawn once, with the seed for Java's `Random`.
    Permutation(i64),
    /// The count stops and asks.
    Ask,
}

/// Everything the rules say.
pub(super) struct Rules {
    pub(super) seats: u32,
    pub(super) mode: Mode,
    pub(super) policy: Policy,
    pub(super) several: Several,
    pub(super) tie: TieMode,
}

/// Reads the `rules` of a configuration.
pub(super) fn read(wire: &BTreeMap<String, Loose>) -> Result<Rules, ReadError> {
    let rules = Settings(wire);
    let seats = rules
        .number("numberOfWinners", Fault::Expected { what: "a whole number for numberOfWinners" })?
        .unwrap_or(1);
    let seed = rules.text("randomSeed").parse().unwrap_or_default();
    let tie_mode = rules.text("tiebreakMode");
    let (tie, look) = match tie_mode.as_str() {
        "useCandidateOrder" => (TieMode::CandidateOrder, Look::Nothing),
        "random" => (TieMode::Random(seed), Look::Nothing),
        "generatePermutation" => (TieMode::Permutation(seed), Look::Nothing),
        "previousRoundCountsThenRandom" => (TieMode::Random(seed), Look::Backwards),
        "previousRoundCountsThenAsk" => (TieMode::Ask, Look::Backwards),
        "stopCountingAndAsk" => (TieMode::Ask, Look::Nothing),
        _ => return Err(refuse(Fault::Expected { what: "a known word for tiebreakMode" })),
    };
    let (mode, winners, one_per_round) = rules.mode()?;
    let over_vote = match rules.text("overvoteRule").as_str() {
        "exhaustImmediately" => OverVote::Exhaust,
        "alwaysSkipToNextRank" => OverVote::Skip,
        "exhaustIfMultipleContinuing" => OverVote::ExhaustIfSeveral,
        _ => return Err(refuse(Fault::Expected { what: "a known word for overvoteRule" })),
    };
    let policy = Policy {
        winners,
        over_vote,
        skipped_ranks: rules.limit("maxSkippedRanksAllowed", "unlimited")?,
        repeated: if rules.flag("exhaustOnDuplicateCandidate") {
            Repeated::Exhaust
        } else {
            Repeated::Ignore
        },
        rankings: rules.limit("maxRankingsAllowed", "max")?,
        batch: rules.flag("batchElimination"),
        until_two: rules.flag("continueUntilTwoCandidatesRemain"),
        first_round_threshold: rules.flag("doesFirstRoundDetermineThreshold"),
        minimum_votes: rules.limit("minimumVoteThreshold", "")?.unwrap_or_default().into(),
        stop_after: rules.limit("stopTabulationEarlyAfterRound", "")?,
        look,
        final_tie: FinalTie::Exclude,
        write_ins: Vec::new(),
    };
    let several = Several {
        one_per_round,
        places: rules.limit("decimalPlacesForVoteArithmetic", "")?.unwrap_or(4),
        fractional_threshold: rules.flag("nonIntegerWinningThreshold"),
        hare: rules.flag("hareQuota"),
    };
    Ok(Rules { seats, mode, policy, several, tie })
}

struct Settings<'a>(&'a BTreeMap<String, Loose>);

impl Settings<'_> {
    fn text(&self, key: &str) -> String {
        self.0.get(key).map(Loose::text).unwrap_or_default()
    }

    fn flag(&self, key: &str) -> bool {
        self.text(key).eq_ignore_ascii_case("true")
    }

    fn number(&self, key: &str, fault: Fault) -> Result<Option<u32>, ReadError> {
        match self.text(key) {
            text if text.is_empty() => Ok(None),
            text => text.parse().map(Some).map_err(|_| refuse(fault)),
        }
    }

    /// A number, or a word that stands for none.
    fn limit(&self, key: &str, none: &str) -> Result<Option<u32>, ReadError> {
        if self.text(key).eq_ignore_ascii_case(none) {
            return Ok(None);
        }
        self.number(key, Fault::Expected { what: "whole numbers for the limits of ranks, rounds and votes" })
    }

    fn mode(&self) -> Result<(Mode, Winners, bool), ReadError> {
        Ok(match self.text("winnerElectionMode").as_str() {
            "singleWinnerMajority" => (Mode::Single, Winners::Majority, false),
            "multiPassIrv" => (Mode::Single, Winners::MultiPass, false),
            "bottomsUp" => (Mode::Single, Winners::BottomsUp, false),
            "bottomsUpUsingPercentageThreshold" => {
                let what = "a whole number for multiSeatBottomsUpPercentageThreshold";
                let percent =
                    self.number("multiSeatBottomsUpPercentageThreshold", Fault::Expected { what })?;
                let percent = percent.ok_or_else(|| refuse(Fault::Expected { what }))?;
                let at_once = self.flag("cutoffElimination");
                let winners = if at_once {
                    Winners::CutOffPercent(percent)
                } else {
                    Winners::BottomsUpPercent(percent)
                };
                (Mode::Single, winners, false)
            }
            "multiWinnerAllowMultipleWinnersPerRound" => (Mode::Several, Winners::Majority, false),
            "multiWinnerAllowOnlyOneWinnerPerRound" => (Mode::Several, Winners::Majority, true),
            _ => return Err(refuse(Fault::Expected { what: "a known word for winnerElectionMode" })),
        })
    }
}
