//! Does the order of equally strong majorities matter? Every order is tried, as far as it can make a difference.
//!
//! Used by ranked pairs before anything is drawn: where every order gives one winner, there is no tie to break.

use std::collections::BTreeSet;

use super::matrix::Pairs;
use super::ranked::{Above, Majority, majorities};

/// Most different states that are looked at; beyond it the answer is "not known".
const MAX_STATES: usize = 20_000;

/// Most steps in all, so that a large field gets an answer in some seconds too.
const MAX_STEPS: usize = 2_000_000_000;

/// How many states there is time for: each locks up to every majority, and each lock may go over the whole relation.
fn most_states(candidates: usize) -> usize {
    let relation = candidates * candidates.div_ceil(64);
    let all = (candidates * candidates / 2).saturating_mul(relation).max(1);
    (MAX_STEPS / all).clamp(1, MAX_STATES)
}

/// What all orders of equal majorities can lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Possible {
    /// Everybody whom some order makes a winner, lowest number first.
    pub winners: Vec<u16>,
    /// Whether some order leaves several unbeaten at once (candidates exactly equal in pairs).
    pub several_at_once: bool,
    /// Whether all orders were looked at.
    pub complete: bool,
}

impl Possible {
    /// The one winner whatever the order.
    pub fn certain(&self) -> Option<u16> {
        match self.winners[..] {
            [only] if self.complete && !self.several_at_once => Some(only),
            _ => None,
        }
    }
}

/// Looks at every order.
pub fn possible(pairs: &Pairs) -> Possible {
    if let Some(winner) = pairs.beats_all() {
        return Possible { winners: vec![winner], several_at_once: false, complete: true };
    }
    let all = majorities(pairs);
    let mut search = Search {
        pairs,
        groups: all.chunk_by(Majority::equals).collect(),
        seen: BTreeSet::new(),
        winners: BTreeSet::new(),
        several_at_once: false,
    };
    let mut open = vec![(0, Above::new(pairs.candidates()))];
    let mut complete = true;
    let most = most_states(pairs.candidates());
    while let Some((group, above)) = open.pop() {
        if search.seen.len() >= most {
            complete = false;
            break;
        }
        search.step(group, above, &mut open);
    }
    let Search { winners, several_at_once, .. } = search;
    Possible { winners: winners.into_iter().collect(), several_at_once, complete }
}

struct Search<'a> {
    pairs: &'a Pairs,
    /// Majorities of equal strength, the strongest first.
    groups: Vec<&'a [Majority]>,
    seen: BTreeSet<(usize, Above)>,
    winners: BTreeSet<u16>,
    several_at_once: bool,
}

impl Search<'_> {
    /// Goes on from one state until the order matters; then each possible next majority opens a state of its own.
    fn step(&mut self, mut group: usize, mut above: Above, open: &mut Vec<(usize, Above)>) {
        loop {
            let unbeaten = above.unbeaten(self.pairs.standing());
            if unbeaten.len() == 1 || group == self.groups.len() {
                // What is locked stays locked: with one left unbeaten, no later majority can change the winner.
                self.several_at_once |= unbeaten.len() > 1;
                self.winners.extend(unbeaten);
                return;
            }
            let contested = settle(self.groups[group], &mut above);
            if contested.is_empty() {
                group += 1;
                continue;
            }
            if self.seen.insert((group, above.clone())) {
                for majority in contested {
                    let mut next = above.clone();
                    next.add(majority.over, majority.under);
                    open.push((group, next));
                }
            }
            return;
        }
    }
}

/// Locks what every order of the group locks, and returns the rest: majorities that are on a circle with one another.
fn settle(group: &[Majority], above: &mut Above) -> Vec<Majority> {
    if let [alone] = group {
        if !above.holds(alone.under, alone.over) {
            above.add(alone.over, alone.under);
        }
        return Vec::new();
    }
    let open = |m: &&Majority| !above.holds(m.under, m.over) && !above.holds(m.over, m.under);
    let open: Vec<Majority> = group.iter().filter(open).copied().collect();
    let mut all = above.clone();
    for majority in &open {
        all.add(majority.over, majority.under);
    }
    let (contested, safe): (Vec<Majority>, Vec<Majority>) =
        open.into_iter().partition(|majority| all.holds(majority.under, majority.over));
    for majority in safe {
        above.add(majority.over, majority.under);
    }
    // What was safe may imply or forbid something contested.
    contested.into_iter().filter(|m| !above.holds(m.under, m.over) && !above.holds(m.over, m.under)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_three_equal_majorities_can_elect_any_of_the_three() {
        let rows = [vec![0, 6, 3], vec![3, 0, 6], vec![6, 3, 0]];
        let possible = possible(&Pairs::from_rows(&rows).unwrap());
        assert_eq!(possible, Possible { winners: vec![0, 1, 2], several_at_once: false, complete: true });
    }

    #[test]
    fn equal_majorities_without_a_circle_leave_no_choice() {
        // The Tennessee example has three majorities of 58 and two of 68; all orders agree.
        let rows = [vec![0, 42, 42, 42], vec![58, 0, 68, 68], vec![58, 32, 0, 83], vec![58, 32, 17, 0]];
        assert_eq!(possible(&Pairs::from_rows(&rows).unwrap()).certain(), Some(1));
    }

    #[test]
    fn two_who_are_equal_in_pairs_both_stay_unbeaten() {
        let rows = [vec![0, 5, 6], vec![5, 0, 7], vec![4, 3, 0]];
        let possible = possible(&Pairs::from_rows(&rows).unwrap());
        assert_eq!((possible.winners.as_slice(), possible.several_at_once), ([0, 1].as_slice(), true));
    }
}
