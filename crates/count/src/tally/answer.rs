//! One stage, one table: the answer of every method here, and what all of them check first.

use super::grades::Grades;
use crate::election::MAX_CANDIDATES;
use crate::report::{Count, Stage, Tie};
use crate::{Election, Options, RuleSet, Stop};

/// What a method found.
pub(super) struct Found {
    pub rules: RuleSet,
    pub seats: u32,
    pub ballots: u64,
    pub valid: u64,
    pub totals: Vec<String>,
    /// Votes that papers could have given and did not.
    pub not_given: String,
    pub elected: Vec<u16>,
    pub ties: Vec<Tie>,
    pub explanation: Vec<String>,
    pub warnings: Vec<String>,
}

/// The report; without a table where nothing was counted.
pub(super) fn answer(candidates: &[String], found: Found) -> Count {
    let elected: Vec<u32> = found.elected.iter().map(|candidate| u32::from(*candidate) + 1).collect();
    let stage = Stage {
        votes: found.totals,
        non_transferable: found.not_given,
        elected: elected.clone(),
        ..Stage::default()
    };
    let mut warnings = found.warnings;
    if found.valid == 0 {
        warnings.push("No paper is valid: only the tie rule decided.".into());
    }
    let invalid = found.ballots - found.valid;
    if invalid > 0 {
        let ballots = found.ballots;
        warnings.push(format!(
            "{invalid} of {ballots} papers name nobody who stands, or nobody clearly, and do not count."
        ));
    }
    Count {
        method: found.rules.name,
        rules_version: found.rules.version,
        rules_digest: found.rules.digest,
        seats: found.seats,
        candidates: candidates.to_vec(),
        ballots: found.ballots,
        valid: found.valid,
        elected,
        stages: if stage.votes.is_empty() { Vec::new() } else { vec![stage] },
        ties: found.ties,
        explanation: found.explanation,
        warnings,
        ..Count::default()
    }
}

/// Refuses reserved seats and recounts for a vacancy, which no method here has a rule for.
pub(super) fn plain(id: &str, options: &Options) -> Result<(), Stop> {
    if !options.vacating.is_empty() {
        return Err(Stop::Unfit(format!(
            "{id} has no rule for filling a vacancy by a recount; hold a new election, or count with scottish-2011, ers97 or meek-prf"
        )));
    }
    if options.groups.is_empty() {
        return Ok(());
    }
    Err(Stop::Unfit(format!(
        "{id} has no rule for reserved seats; count with scottish-2011, ers97 or meek-prf, or without --reserve"
    )))
}

/// A graded election checked: who stands, how many papers, who is whom for a tie.
pub(super) struct Graded {
    pub field: Vec<u16>,
    pub ballots: u64,
    /// Papers that grade at least one candidate who stands.
    pub valid: u64,
    /// Names and title, for the tie engine.
    pub election: Election,
}

impl Graded {
    /// Checks.
    ///
    /// *Errors*: no candidates, no seats, numbers that name nobody, grades off the scale, too many papers.
    pub(super) fn new(id: &str, grades: &Grades, seats: u32, options: &Options) -> Result<Self, Stop> {
        plain(id, options)?;
        let candidates = grades.candidates.len();
        if candidates == 0 || candidates > MAX_CANDIDATES {
            return Err(Stop::Unfit(format!(
                "{candidates} candidates cannot be counted; give between 1 and {MAX_CANDIDATES}"
            )));
        }
        if seats == 0 {
            return Err(Stop::Unfit("no seats to fill; say how many with --seats".into()));
        }
        let mut standing = vec![true; candidates];
        for gone in &grades.withdrawn {
            let stands = standing.get_mut(usize::from(*gone));
            *stands.ok_or_else(|| stranger(*gone, candidates))? = false;
        }
        let ballots = grades.papers.total().map_err(|error| Stop::Unfit(error.to_string()))?;
        let mut valid = 0;
        for paper in grades.papers.iter() {
            let mut counts = false;
            for given in paper.given {
                let stands = standing.get(usize::from(given.candidate));
                counts |= *stands.ok_or_else(|| stranger(given.candidate, candidates))?;
                if given.grade > grades.scale.highest() {
                    return Err(Stop::Unfit(format!(
                        "grade {} is above the best, {}",
                        given.grade,
                        grades.scale.highest()
                    )));
                }
            }
            valid += if counts { paper.weight } else { 0 };
        }
        let field = standing
            .iter()
            .zip(0u16..)
            .filter_map(|(stands, candidate)| stands.then_some(candidate))
            .collect();
        let (title, candidates) = (grades.title.clone(), grades.candidates.clone());
        Ok(Self {
            field,
            ballots,
            valid,
            election: Election { title, candidates, seats, ..Election::default() },
        })
    }
}

fn stranger(candidate: u16, candidates: usize) -> Stop {
    Stop::Unfit(format!(
        "there is no candidate {}; numbers run from 1 to {candidates}",
        u32::from(candidate) + 1
    ))
}
