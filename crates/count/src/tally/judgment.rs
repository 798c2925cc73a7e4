//! Majority judgment (Balinski and Laraki): the best majority grade wins, the lower middle one of all grades received.
//!
//! Equal majority grades: one is taken from each and they are compared again, and so on. The grades so taken run outwards
//! from the middle, below first; [`Merit`] compares these two runs without writing them out, so that a million papers
//! cost no more than ten. Not here: the gauge form, which agrees only in large electorates.

use std::cmp::Ordering;

use super::answer::{Found, Graded, answer, reserved};
use super::grades::Grades;
use super::most::most;
use super::{GradedMethod, rules};
use crate::report::Count;
use crate::ties::Ties;
use crate::{Options, Stop};

/// Majority judgment.
pub(super) const JUDGMENT: GradedMethod =
    GradedMethod { id: "majority-judgment", name: "Majority judgment", rules: rules::JUDGMENT_1, count };

/// Most numbers in the table of grades by candidates: 80 MB.
const MOST_CELLS: usize = 10_000_000;

fn count(grades: &Grades, options: &Options) -> Result<Count, Stop> {
    let graded = Graded::new("majority-judgment", grades, grades.seats, options)?;
    let scale = usize::from(grades.scale.highest()) + 1;
    if scale * grades.candidates.len() > MOST_CELLS {
        let text = format!(
            "a scale of {scale} grades for {} candidates is too large; use score",
            grades.candidates.len()
        );
        return Err(Stop::Unfit(text));
    }
    let merits = merits(grades, graded.valid);
    let mut ties = Ties::new(&options.tie, &graded.election);
    let contested = graded.field.len() > graded.reserve.places();
    let seated =
        most(&graded.field, &graded.reserve, |candidate| &merits[usize::from(candidate)], &mut ties)?;
    let mut ranking = graded.field.clone();
    ranking.sort_by(|a, b| merits[usize::from(*b)].cmp(&merits[usize::from(*a)]).then(a.cmp(b)));
    let told = ranking.iter().map(|candidate| tell(grades, *candidate, &merits[usize::from(*candidate)]));
    let mut explanation = reserved(options);
    explanation.extend(told);
    explanation.extend(ranking.windows(2).filter_map(|pair| tell_pair(grades, pair[0], pair[1], &merits)));
    let median = |candidate: u16| {
        if graded.field.contains(&candidate) { merits[usize::from(candidate)].majority() } else { 0 }
    };
    let totals = (0..grades.candidates.len() as u16).map(|candidate| median(candidate).to_string()).collect();
    let found = Found {
        rules: JUDGMENT.rule_set(),
        seats: grades.seats,
        ballots: graded.ballots,
        valid: graded.valid,
        totals: if contested { totals } else { Vec::new() },
        not_given: "0".into(),
        elected: if contested { seated.elected } else { graded.field },
        passed_over: seated.passed_over,
        ties: ties.into_record(),
        explanation: if contested { explanation } else { reserved(options) },
        warnings: graded.reserve.shortfalls().to_vec(),
    };
    Ok(answer(&grades.candidates, found))
}

/// How many papers give a candidate each grade, worst first; blanks are worst.
fn merits(grades: &Grades, valid: u64) -> Vec<Merit> {
    let scale = usize::from(grades.scale.highest()) + 1;
    let mut given = vec![vec![0u64; scale]; grades.candidates.len()];
    for paper in grades.papers.iter() {
        for grade in paper.given {
            given[usize::from(grade.candidate)][usize::from(grade.grade)] += paper.weight;
        }
    }
    for counts in &mut given {
        let graded: u64 = counts.iter().sum();
        counts[0] += valid.saturating_sub(graded);
    }
    given.into_iter().map(|counts| Merit { counts }).collect()
}

fn tell(grades: &Grades, candidate: u16, merit: &Merit) -> String {
    let name = &grades.candidates[usize::from(candidate)];
    let count = |(grade, count): (u16, &u64)| format!("{} {count}", grades.scale.name(grade));
    let mut each: Vec<String> = (0u16..).zip(&merit.counts).map(count).collect();
    each.reverse();
    format!("{name}: majority grade {} ({}).", grades.scale.name(merit.majority()), each.join(", "))
}

/// What decided between neighbours of the ranking with the same majority grade.
fn tell_pair(grades: &Grades, ahead: u16, behind: u16, merits: &[Merit]) -> Option<String> {
    let (one, other) = (&merits[usize::from(ahead)], &merits[usize::from(behind)]);
    if one.majority() != other.majority() {
        return None;
    }
    let [ahead, behind] = [ahead, behind].map(|candidate| &grades.candidates[usize::from(candidate)]);
    Some(match one.difference(other) {
        None => format!("{ahead} and {behind} have the same grades throughout."),
        Some((taken, better, worse)) => format!(
            "{ahead} is ahead of {behind}: after {taken} majority grades are taken from each, {ahead} has {} and {behind} {}.",
            grades.scale.name(better),
            grades.scale.name(worse)
        ),
    })
}

/// The grades a candidate received.
///
/// *Shape*: all merits compared have the same number of grades in all.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Merit {
    counts: Vec<u64>,
}

impl Merit {
    fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The lower middle grade; the worst of none.
    fn majority(&self) -> u16 {
        self.at(self.total().saturating_sub(1) / 2)
    }

    /// The grade at a position, grades sorted worst first.
    fn at(&self, position: u64) -> u16 {
        let mut below = 0;
        let beyond = |count: &u64| {
            below += count;
            below > position
        };
        self.counts.iter().position(beyond).unwrap_or(0) as u16
    }

    /// Where the runs outwards from the middle first differ: how many grades were taken from each before, and the two
    /// grades.
    fn difference(&self, other: &Self) -> Option<(u64, u16, u16)> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let middle = (total - 1) / 2;
        let odd = total % 2;
        // Step k takes position middle - k, then middle + k + 1 (for an odd number, middle alone at first, then
        // middle + k). Nothing changes between two boundaries of grades, so only those steps are looked at.
        let mut steps = vec![0];
        for merit in [self, other] {
            let mut below = 0;
            for count in &merit.counts {
                below += count;
                // The last position below a boundary, and the first above it.
                steps.extend((middle + 1).checked_sub(below));
                steps.extend((below + odd).checked_sub(middle + 1));
            }
        }
        steps.retain(|step| *step <= middle);
        steps.sort_unstable();
        for step in steps {
            let (low, high) = (middle - step, middle + step + 1 - odd);
            let taken = 2 * step - if odd == 1 && step > 0 { 1 } else { 0 };
            for (taken, position) in [(taken, low), (taken + 1, high)] {
                let (mine, theirs) = (self.at(position.min(total - 1)), other.at(position.min(total - 1)));
                if mine != theirs {
                    return Some((taken, mine, theirs));
                }
            }
        }
        None
    }
}

impl Ord for Merit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.difference(other).map_or(Ordering::Equal, |(_, mine, theirs)| mine.cmp(&theirs))
    }
}

impl PartialOrd for Merit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition: take the lower middle grade, again and again.
    fn run(counts: &[u64]) -> Vec<u16> {
        let mut grades: Vec<u16> =
            (0u16..).zip(counts).flat_map(|(grade, count)| vec![grade; *count as usize]).collect();
        let mut run = Vec::new();
        while !grades.is_empty() {
            run.push(grades.remove((grades.len() - 1) / 2));
        }
        run
    }

    proptest! {
        #[test]
        fn merits_compare_as_the_runs_written_out(
            grades in prop::collection::vec((0u16..5, 0u16..5), 1..24)
        ) {
            let counts = |pick: fn(&(u16, u16)) -> u16| {
                let mut counts = vec![0; 5];
                grades.iter().for_each(|pair| counts[usize::from(pick(pair))] += 1);
                counts
            };
            let (one, other) = (Merit { counts: counts(|pair| pair.0) }, Merit { counts: counts(|pair| pair.1) });
            let (mine, theirs) = (run(&one.counts), run(&other.counts));
            prop_assert_eq!(one.cmp(&other), mine.cmp(&theirs));
            prop_assert_eq!(one.majority(), mine[0]);
            let first = mine.iter().zip(&theirs).position(|(mine, theirs)| mine != theirs);
            let expected = first.map(|place| (place as u64, mine[place], theirs[place]));
            prop_assert_eq!(one.difference(&other), expected);
        }
    }

    #[test]
    fn a_trillion_papers_are_compared_at_once() {
        let big = 1u64 << 39;
        let (one, other) = (Merit { counts: vec![big, 5, big] }, Merit { counts: vec![big, 6, big - 1] });
        assert_eq!(one.cmp(&other), Ordering::Greater);
    }
}
