//! Every way of changing so many papers, for elections small enough to try them all.

use super::Question;
use super::papers::{Ballots, Edit, Says};
use super::search::Purse;

/// What trying every way found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// None of them changes who is elected.
    Nothing,
    /// One of them does.
    Enough,
    /// There are more than may be tried.
    TooMany,
}

/// More things to say than this are not listed.
const MOST_SAYINGS: usize = 400;

/// Tries every way of changing exactly so many papers.
pub(super) fn way<B: Ballots>(question: &Question<'_>, ballots: &B, papers: u64, purse: &mut Purse) -> Tried {
    let standing: Vec<u16> = question.elected.iter().chain(&question.others).copied().collect();
    let Some(sayings) = ballots.sayings(&standing, MOST_SAYINGS) else { return Tried::TooMany };
    let lines: Vec<usize> = (0..ballots.lines()).filter(|line| ballots.weight(*line) > 0).collect();
    let ways = choose(lines.len() as u64, papers).saturating_mul(choose(sayings.len() as u64, papers));
    if ways > purse.counts() {
        return Tried::TooMany;
    }
    let mut sorted = question.elected.clone();
    sorted.sort_unstable();
    let mut trial = Trial { ballots, lines: &lines, sayings: &sayings, sorted, edits: Vec::new(), purse };
    if trial.pick_lines(papers as usize, 0, &mut Vec::new()) { Tried::Enough } else { Tried::Nothing }
}

/// How many ways there are of choosing so many of so many kinds, the same kind more than once.
fn choose(kinds: u64, picks: u64) -> u64 {
    let mut ways = 1u128;
    for pick in 0..picks {
        ways = ways.saturating_mul(u128::from(kinds) + u128::from(pick)) / (u128::from(pick) + 1);
    }
    u64::try_from(ways).unwrap_or(u64::MAX)
}

struct Trial<'t, B> {
    ballots: &'t B,
    lines: &'t [usize],
    sayings: &'t [Says],
    sorted: Vec<u16>,
    edits: Vec<Edit>,
    purse: &'t mut Purse,
}

impl<B: Ballots> Trial<'_, B> {
    fn pick_lines(&mut self, left: usize, from: usize, picked: &mut Vec<usize>) -> bool {
        if left == 0 {
            return self.pick_sayings(picked, 0, 0);
        }
        for at in from..self.lines.len() {
            let line = self.lines[at];
            let used = picked.iter().filter(|other| **other == line).count() as u64;
            if used < self.ballots.weight(line) {
                picked.push(line);
                if self.pick_lines(left - 1, at, picked) {
                    return true;
                }
                picked.pop();
            }
        }
        false
    }

    fn pick_sayings(&mut self, picked: &[usize], done: usize, from: usize) -> bool {
        if done == picked.len() {
            self.purse.pay();
            return self.ballots.elected_with(&self.edits).is_some_and(|elected| elected != self.sorted);
        }
        for at in from..self.sayings.len() {
            self.edits.push((picked[done], 1, self.sayings[at].clone()));
            let found = self.pick_sayings(picked, done + 1, at);
            self.edits.pop();
            if found {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn the_number_of_ways_is_that_of_multisets() {
        assert_eq!((choose(3, 2), choose(16, 1), choose(5, 3), choose(1, 9)), (6, 16, 35, 1));
        assert_eq!(choose(u64::MAX, 40), u64::MAX);
    }
}
