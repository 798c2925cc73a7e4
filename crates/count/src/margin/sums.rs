//! Methods that add up: the exact number, because one paper can close a gap by a known amount at most.
//!
//! For somebody else to be elected, one who is not must overtake one who is. The papers that close the gap most are
//! changed first, and each of them to the most that it can do: a vote for the one and none for the other.

use super::papers::grade;
use super::{Change, Question};
use crate::figures::Figure;
use crate::tally::Grades;
use crate::{Election, Mark};

/// The exact change for a method that adds up votes or Borda points; `None` for other methods.
pub(super) fn of_rankings(question: &Question<'_>, election: &Election) -> Option<Change> {
    match question.count.method.as_str() {
        "plurality" | "block" | "limited" | "approval" => of_votes(question),
        "borda" => {
            let best = 2 * (question.elected.len() + question.others.len() - 1) as u64;
            least(question, best, |from, to| borda(question, election, from, to))
        }
        _ => None,
    }
}

/// The exact change for score and approval by points.
pub(super) fn of_grades(question: &Question<'_>, grades: &Grades) -> Option<Change> {
    if !matches!(question.count.method.as_str(), "score" | "approval") {
        return None;
    }
    let best = u64::from(grades.scale.highest());
    least(question, 2 * best, |from, to| {
        let gap = total(question, from)?.checked_sub(total(question, to)?)?;
        let gain = |given: &[_]| (best + grade(given, from)).saturating_sub(grade(given, to));
        papers_to_close(gap, grades.papers.iter().map(|paper| (gain(paper.given), paper.weight)))
    })
}

/// One vote at most from a paper to a candidate: a changed paper takes one and gives one, so it closes the gap by two.
/// There are enough such papers: more papers name only the one ahead than only the other, by just the gap.
pub(super) fn of_votes(question: &Question<'_>) -> Option<Change> {
    least(question, 2, |from, to| {
        let gap = total(question, from)?.checked_sub(total(question, to)?)?;
        (question.count.ballots > 0).then_some(gap / 2 + 1)
    })
}

/// The cheapest overtaking; of equal ones the last elected and the most voted other.
///
/// `gain` is the most that one paper can close; it says which pairs need no closer look.
fn least(question: &Question<'_>, gain: u64, papers: impl Fn(u16, u16) -> Option<u64>) -> Option<Change> {
    let mut pairs = Vec::new();
    for &from in question.elected.iter().rev() {
        for &to in &question.others {
            let gap = halves_of(question, from)?.checked_sub(halves_of(question, to)?)?;
            pairs.push((gap, from, to));
        }
    }
    pairs.sort_by_key(|(gap, _, _)| *gap);
    let mut best: Option<Change> = None;
    for (gap, from, to) in pairs {
        let needed = gap / (2 * u128::from(gain)).max(1) + 1;
        if best.is_some_and(|best| u128::from(best.papers) <= needed) {
            break;
        }
        if let Some(papers) = papers(from, to).filter(|papers| best.is_none_or(|best| *papers < best.papers))
        {
            best = Some(Change { papers, from, to });
        }
    }
    best
}

/// A total in halves, as Borda's equals share points.
fn halves_of(question: &Question<'_>, candidate: u16) -> Option<u128> {
    let figure = Figure::parse(question.count.stages.first()?.votes.get(usize::from(candidate))?)?;
    let tenths = u128::try_from(figure.units).ok()?.checked_mul(if figure.places == 0 { 10 } else { 1 })?;
    (figure.places <= 1).then_some(tenths / 5)
}

fn total(question: &Question<'_>, candidate: u16) -> Option<u64> {
    let figure = Figure::parse(question.count.stages.first()?.votes.get(usize::from(candidate))?)?;
    u64::try_from(figure.units).ok().filter(|_| figure.places == 0)
}

/// In halves, as equals share points.
fn borda(question: &Question<'_>, election: &Election, from: u16, to: u16) -> Option<u64> {
    let stands = |one: u16| question.elected.contains(&one) || question.others.contains(&one);
    let field = question.elected.len() + question.others.len();
    let best = 2 * (field as u64 - 1);
    let mut gap = 0i128;
    let mut gains = Vec::with_capacity(election.papers.lines());
    for paper in election.papers.iter() {
        let (one, other) =
            (halves(paper.marks, field, &stands, from), halves(paper.marks, field, &stands, to));
        gap += (i128::from(one) - i128::from(other)) * i128::from(paper.weight);
        gains.push((best + one - other, paper.weight));
    }
    papers_to_close(u64::try_from(gap).ok()?, gains.into_iter())
}

/// Twice the points a paper gives a candidate: n-1 for the first of n, equals share, unranked nothing.
fn halves(marks: &[Mark], field: usize, stands: &impl Fn(u16) -> bool, candidate: u16) -> u64 {
    let (mut seen, mut place, mut at) = (Vec::new(), 0usize, 0usize);
    while at < marks.len() {
        let size = 1 + marks[at + 1..].iter().take_while(|mark| mark.is_equal()).count();
        let mut rank: Vec<u16> = Vec::new();
        for one in marks[at..at + size].iter().filter_map(|mark| mark.candidate()).filter(|one| stands(*one))
        {
            if !seen.contains(&one) {
                seen.push(one);
                rank.push(one);
            }
        }
        if rank.contains(&candidate) {
            return (2 * (field - 1 - place) + 1 - rank.len()) as u64;
        }
        place += rank.len();
        at += size;
    }
    0
}

/// How many papers, the most useful first, close a gap and a little more; `None` if all of them cannot.
fn papers_to_close(gap: u64, gains: impl Iterator<Item = (u64, u64)>) -> Option<u64> {
    let mut gains: Vec<(u64, u64)> = gains.filter(|(gain, weight)| *gain > 0 && *weight > 0).collect();
    gains.sort_unstable_by(|a, b| b.cmp(a));
    let (mut left, mut papers) = (u128::from(gap) + 1, 0u64);
    for (gain, weight) in gains {
        let wanted = left.div_ceil(u128::from(gain));
        if wanted <= u128::from(weight) {
            return u64::try_from(wanted).ok()?.checked_add(papers);
        }
        papers = papers.checked_add(weight)?;
        left -= u128::from(gain) * u128::from(weight);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_useful_papers_are_changed_first() {
        // A gap of 10 must be overtaken: three papers close 4 each, all is done by the third.
        assert_eq!(papers_to_close(10, [(2, 50), (4, 3)].into_iter()), Some(3));
        assert_eq!(papers_to_close(10, [(2, 50), (4, 2)].into_iter()), Some(4));
        assert_eq!(papers_to_close(10, [(1, 10)].into_iter()), None);
    }

    #[test]
    fn equals_share_points_and_repeats_count_once() {
        let marks = [Mark::next(0), Mark::next(1), Mark::equal(2), Mark::next(0)];
        let all = |_: u16| true;
        let points: Vec<u64> = (0..4).map(|one| halves(&marks, 4, &all, one)).collect();
        assert_eq!(points, [6, 3, 3, 0]);
    }
}
