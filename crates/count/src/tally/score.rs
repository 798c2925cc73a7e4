//! Points added up, and approval as points of a scale with two grades.
//!
//! Not here: grades that are words and no numbers mean the same here as their places on the scale, worst 0.

use super::answer::{Found, Graded, answer, reserved};
use super::grades::Grades;
use super::most::most;
use super::{GradedMethod, rules};
use crate::report::Count;
use crate::ties::Ties;
use crate::{Options, Stop};

/// The largest sum.
pub(super) const SCORE: GradedMethod =
    GradedMethod { id: "score", name: "Score", rules: rules::SCORE_1, count: count_score };

/// A scale of two grades.
pub(super) const APPROVAL: GradedMethod =
    GradedMethod { id: "approval", name: "Approval", rules: rules::APPROVAL_1, count: count_approval };

fn count_approval(grades: &Grades, options: &Options) -> Result<Count, Stop> {
    if grades.scale.highest() != 1 {
        let grades = u32::from(grades.scale.highest()) + 1;
        return Err(Stop::Unfit(format!(
            "approval counts a scale of two grades, and this file has {grades}; use score, star or majority-judgment"
        )));
    }
    count(&APPROVAL, grades, options)
}

fn count_score(grades: &Grades, options: &Options) -> Result<Count, Stop> {
    count(&SCORE, grades, options)
}

fn count(method: &GradedMethod, grades: &Grades, options: &Options) -> Result<Count, Stop> {
    let graded = Graded::new(method.id, grades, grades.seats, options)?;
    let sums = sums(grades);
    let mut ties = Ties::new(&options.tie, &graded.election);
    let contested = graded.field.len() > graded.reserve.places();
    let seated = most(&graded.field, &graded.reserve, |candidate| sums[usize::from(candidate)], &mut ties)?;
    let totals = |candidate| if graded.field.contains(&candidate) { sums[usize::from(candidate)] } else { 0 };
    let totals = (0..grades.candidates.len() as u16).map(|candidate| totals(candidate).to_string()).collect();
    let found = Found {
        rules: method.rule_set(),
        seats: grades.seats,
        ballots: graded.ballots,
        valid: graded.valid,
        totals: if contested { totals } else { Vec::new() },
        not_given: "0".into(),
        elected: if contested { seated.elected } else { graded.field },
        passed_over: seated.passed_over,
        ties: ties.into_record(),
        explanation: reserved(options),
        warnings: graded.reserve.shortfalls().to_vec(),
    };
    Ok(answer(&grades.candidates, found))
}

/// Points of each candidate: 2^16 of each of 2^40 papers at most.
pub(super) fn sums(grades: &Grades) -> Vec<u64> {
    let mut sums = vec![0u64; grades.candidates.len()];
    for paper in grades.papers.iter() {
        for given in paper.given {
            sums[usize::from(given.candidate)] += paper.weight * u64::from(given.grade);
        }
    }
    sums
}
