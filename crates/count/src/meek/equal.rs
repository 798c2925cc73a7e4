//! Papers that rank candidates equal, counted as if they were all their strict orders at once, each an equal part.
//!
//! A paper `a=b c` is half `a b c` and half `b a c`: while `a` is elected with keep factor k and `b` hopeful, `a` keeps
//! k/2 of it and `b` the rest. For larger groups the same follows without writing out the orders: a candidate gets its
//! keep factor times the mean, over all sets of the others that may come before it, of what these let through.
//!
//! Numbers are carried with fifteen places and kept with the places of the rule, rounded down; members are taken in the
//! order of their keep factors, never of their numbers, so that no order of candidates moves a unit.
//!
//! Not here: papers without equals ([`super::tree`]).

use std::collections::HashMap;

use super::split::Split;
use crate::arith::Votes;
use crate::election::Paper;
use crate::{Mark, Papers};

const ONE: u128 = 1_000_000_000_000_000;
/// Below this, a difference is what rounding left: one part in 10^13.
const DUST: u128 = 100;

/// The papers with equals.
pub(super) struct Equals<'p> {
    papers: &'p Papers,
    lines: Vec<u32>,
}

impl<'p> Equals<'p> {
    /// These lines of `papers`.
    pub(super) fn new(papers: &'p Papers, lines: Vec<u32>) -> Self {
        Self { papers, lines }
    }

    /// Whether a paper belongs here.
    pub(super) fn holds(paper: Paper<'_>) -> bool {
        paper.marks.iter().any(|mark| mark.is_equal())
    }

    /// Adds to `votes` what each candidate keeps of all these papers.
    pub(super) fn distribute(&self, split: Split, keep: &[u64], votes: &mut [Votes]) {
        let mut known = Known::default();
        for line in &self.lines {
            let paper = self.papers.line(*line as usize);
            let mut reaches = split.one();
            let mut rest = paper.marks;
            while !rest.is_empty() && reaches > 0 {
                let size = 1 + rest[1..].iter().take_while(|mark| mark.is_equal()).count();
                let (group, later) = rest.split_at(size);
                rest = later;
                reaches = share_out(group, reaches, split, keep, &mut known, |candidate, kept| {
                    votes[usize::from(candidate)] += Votes::from(kept) * Votes::from(paper.weight);
                });
            }
        }
    }
}

/// What groups met before give their members, under the same keep factors: by the members who let something through, in
/// the order of their numbers, and how many let nothing through.
#[derive(Default)]
struct Known {
    shares: HashMap<Vec<u16>, Shares>,
    key: Vec<u16>,
    members: Vec<u16>,
}

/// Parts of one group.
struct Shares {
    /// Of those who let something through, as in the key.
    parts: Vec<u128>,
    /// Of each other member.
    whole: u128,
    through: u128,
}

impl Shares {
    fn of(members: &[u16], keep: &[u64], split: Split) -> Self {
        let factor = |candidate: &u16| keep[usize::from(*candidate)];
        let mut order = members.to_vec();
        order.sort_by_key(|candidate| std::cmp::Reverse(factor(candidate)));
        let raise = ONE / u128::from(split.one());
        let factors: Vec<u128> =
            order.iter().map(|candidate| u128::from(factor(candidate)) * raise).collect();
        let part = |candidate: &u16| {
            let same = |other: &u16| factor(other) == factor(candidate);
            let place = order.iter().position(same).expect("who is asked for is a member");
            share_of(&factors, place)
        };
        let partial = members.iter().filter(|candidate| factor(candidate) < split.one());
        let whole = members.iter().find(|candidate| factor(candidate) >= split.one());
        Self {
            parts: partial.map(part).collect(),
            whole: whole.map_or(0, part),
            through: factors.iter().fold(ONE, |through, factor| through * (ONE - factor) / ONE),
        }
    }
}

/// Gives each of a group its part and answers what goes on.
fn share_out(
    group: &[Mark],
    reaches: u64,
    split: Split,
    keep: &[u64],
    known: &mut Known,
    mut give: impl FnMut(u16, u64),
) -> u64 {
    let factor = |candidate: u16| keep[usize::from(candidate)];
    let Known { shares, key, members } = known;
    members.clear();
    members.extend(group.iter().filter_map(|mark| mark.candidate()).filter(|one| factor(*one) > 0));
    if let [only] = members[..] {
        let kept = split.kept(reaches, factor(only));
        give(only, kept);
        return reaches - kept;
    }
    members.sort_unstable();
    key.clear();
    key.extend(members.iter().filter(|candidate| factor(**candidate) < split.one()));
    key.push((members.len() - key.len()) as u16);
    if !shares.contains_key(key.as_slice()) {
        shares.insert(key.clone(), Shares::of(members, keep, split));
    }
    let found = &shares[key.as_slice()];
    let part = |share: u128| cut(reaches, share + DUST);
    let whole = part(found.whole);
    let mut parts = found.parts.iter();
    for candidate in members.iter() {
        match factor(*candidate) < split.one() {
            true => {
                give(*candidate, part(*parts.next().expect("a part for each who lets something through")))
            }
            false => give(*candidate, whole),
        }
    }
    cut(reaches, found.through)
}

/// A part, of fifteen places, of what reaches the group.
fn cut(reaches: u64, part: u128) -> u64 {
    const NINE: u64 = 1_000_000_000;
    const SIX: u128 = 1_000_000;
    if reaches <= NINE && part <= ONE + DUST {
        // The same in two halves that fit 64 bits, which divide faster.
        let (high, low) = ((part / SIX) as u64, (part % SIX) as u64);
        return (reaches * high + reaches * low / SIX as u64) / NINE;
    }
    u64::try_from(u128::from(reaches) * part / ONE)
        .expect("a part of what reaches the group is at most all of it")
}

/// The part of one member: its factor, over the number of members, times the sum over j of the mean of what j of the
/// others let through.
fn share_of(factors: &[u128], place: usize) -> u128 {
    // means[j]: the mean of the products of j of the first `others` members' (1 - factor).
    let mut means = vec![ONE];
    let mut others: u128 = 0;
    for (_, factor) in factors.iter().enumerate().filter(|(other, _)| *other != place) {
        others += 1;
        let through = ONE - factor;
        // Whoever lets nothing through makes no longer products.
        if through > 0 {
            means.push(0);
        }
        for j in (1..means.len()).rev() {
            let count = j as u128;
            let with = through * means[j - 1] / ONE;
            means[j] = ((others - count.min(others)) * means[j] + count * with + others / 2) / others;
        }
    }
    let members = factors.len() as u128;
    let sum: u128 = means.iter().sum();
    factors[place] * (sum / members) / ONE + factors[place] * (sum % members) / members / ONE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group(size: u16) -> Vec<Mark> {
        (0..size)
            .map(|candidate| if candidate == 0 { Mark::next(0) } else { Mark::equal(candidate) })
            .collect()
    }

    fn shares(reaches: u64, keep: &[u64]) -> (Vec<u64>, u64) {
        let mut given = vec![0; keep.len()];
        let size = u16::try_from(keep.len()).unwrap();
        let through = share_out(
            &group(size),
            reaches,
            Split::Share9,
            keep,
            &mut Known::default(),
            |candidate, kept| given[usize::from(candidate)] += kept,
        );
        (given, through)
    }

    const BILLION: u64 = 1_000_000_000;

    #[test]
    fn hopefuls_share_alike_and_let_nothing_through() {
        assert_eq!(shares(BILLION, &[BILLION; 4]), (vec![250_000_000; 4], 0));
        assert_eq!(shares(BILLION, &[BILLION; 3]), (vec![333_333_333; 3], 0));
        assert_eq!(shares(BILLION, &[0, BILLION, 0]), (vec![0, BILLION, 0], 0));
    }

    #[test]
    fn the_elected_keep_their_part_and_the_hopeful_gets_the_rest() {
        // Half of the paper is a b: a keeps 0.6, b 0.4; the other half is b a: b keeps all.
        assert_eq!(shares(BILLION, &[600_000_000, BILLION]), (vec![300_000_000, 700_000_000], 0));
        let (given, through) = shares(BILLION, &[600_000_000, 600_000_000]);
        assert_eq!((given, through), (vec![420_000_000; 2], 160_000_000));
    }

    /// All orders written out, in exact fractions of 10^9 to the number of members.
    fn by_orders(keep: &[u64]) -> Vec<f64> {
        fn walk(order: &mut Vec<usize>, keep: &[u64], shares: &mut [f64], orders: &mut f64) {
            if order.len() == keep.len() {
                *orders += 1.0;
                let mut left = 1.0;
                for member in order.iter() {
                    let factor = keep[*member] as f64 / 1e9;
                    shares[*member] += left * factor;
                    left *= 1.0 - factor;
                }
                return;
            }
            for member in 0..keep.len() {
                if !order.contains(&member) {
                    order.push(member);
                    walk(order, keep, shares, orders);
                    order.pop();
                }
            }
        }
        let (mut shares, mut orders) = (vec![0.0; keep.len()], 0.0);
        walk(&mut Vec::new(), keep, &mut shares, &mut orders);
        shares.iter().map(|share| share / orders).collect()
    }

    proptest! {
        #[test]
        fn cutting_in_halves_is_cutting(reaches in 0..=BILLION, part in 0..=ONE + DUST) {
            prop_assert_eq!(u128::from(cut(reaches, part)), u128::from(reaches) * part / ONE);
        }

        #[test]
        fn the_shares_are_those_of_all_orders_written_out(
            keep in prop::collection::vec(prop_oneof![Just(BILLION), 1..BILLION], 2..6)
        ) {
            let (given, through) = shares(BILLION, &keep);
            for (given, expected) in given.iter().zip(by_orders(&keep)) {
                prop_assert!((*given as f64 / 1e9 - expected).abs() < 2e-9, "{given} {expected}");
            }
            let total: u64 = given.iter().sum::<u64>() + through;
            prop_assert!(total <= BILLION && total + 10 >= BILLION, "{total}");
        }

        #[test]
        fn the_order_of_the_members_moves_no_unit(
            keep in prop::collection::vec(prop_oneof![Just(BILLION), 1..BILLION], 2..6), reaches in 1..=BILLION
        ) {
            let (given, through) = shares(reaches, &keep);
            let turned: Vec<u64> = keep.iter().rev().copied().collect();
            let (mut back, same) = shares(reaches, &turned);
            back.reverse();
            prop_assert_eq!((given, through), (back, same));
        }
    }
}
