//! One stage, one table: the answer of every method here, and what all of them check first.

use super::grades::Grades;
use super::most;
use crate::election::MAX_CANDIDATES;
use crate::report::{Count, Stage, Tie};
use crate::reserve::Reserve;
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
    /// Whom reserved seats ruled out although they had enough.
    pub passed_over: Vec<u16>,
    pub ties: Vec<Tie>,
    pub explanation: Vec<String>,
    pub warnings: Vec<String>,
}

/// What reserved seats say for themselves.
pub(super) fn reserved(options: &Options) -> Vec<String> {
    options.groups.iter().map(most::told).collect()
}

/// The report; without a table where nothing was counted.
pub(super) fn answer(candidates: &[String], found: Found) -> Count {
    let elected: Vec<u32> = found.elected.iter().map(|candidate| u32::from(*candidate) + 1).collect();
    let stage = Stage {
        votes: found.totals,
        non_transferable: found.not_given,
        elected: elected.clone(),
        excluded: found.passed_over.iter().map(|candidate| u32::from(*candidate) + 1).collect(),
        ..Stage::default()
    };
    let mut warnings = found.warnings;
    let empty = (found.seats as usize).saturating_sub(found.elected.len());
    if !found.passed_over.is_empty() && empty > 0 {
        warnings.push(format!(
            "{empty} of {} seats stay empty: the reserved seats' maximum leaves nobody for them.",
            found.seats
        ));
    }
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

/// Refuses a recount for a vacancy, which no method here has a rule for.
pub(super) fn no_vacancy(id: &str, options: &Options) -> Result<(), Stop> {
    if options.vacating.is_empty() {
        return Ok(());
    }
    Err(Stop::Unfit(format!(
        "{id} has no rule for filling a vacancy by a recount; hold a new election, or count with scottish-2011, ers97 or meek-prf"
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
    pub reserve: Reserve,
}

impl Graded {
    /// Checks.
    ///
    /// *Errors*: no candidates, no seats, numbers that name nobody, grades off the scale, too many papers.
    pub(super) fn new(id: &str, grades: &Grades, seats: u32, options: &Options) -> Result<Self, Stop> {
        no_vacancy(id, options)?;
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
        let members = options.groups.iter().flat_map(|group| &group.members);
        if let Some(other) = members.copied().find(|member| usize::from(*member) >= candidates) {
            return Err(stranger(other, candidates));
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
        let field: Vec<u16> = standing
            .iter()
            .zip(0u16..)
            .filter_map(|(stands, candidate)| stands.then_some(candidate))
            .collect();
        let reserve = Reserve::over(candidates, &field, seats, &options.groups)?;
        let (title, candidates) = (grades.title.clone(), grades.candidates.clone());
        Ok(Self {
            field,
            ballots,
            valid,
            election: Election { title, candidates, seats, ..Election::default() },
            reserve,
        })
    }
}

fn stranger(candidate: u16, candidates: usize) -> Stop {
    Stop::Unfit(format!(
        "there is no candidate {}; numbers run from 1 to {candidates}",
        u32::from(candidate) + 1
    ))
}
