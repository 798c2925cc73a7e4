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
use std::hash::{BuildHasherDefault, Hasher};

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
        let mut known = Known::new(split, keep);
        known.shares.reserve(self.lines.len().min(4096));
        for line in &self.lines {
            let paper = self.papers.line(*line as usize);
            let mut reaches = split.one();
            let mut rest = paper.marks;
            while !rest.is_empty() && reaches > 0 {
                let size = 1 + rest[1..].iter().take_while(|mark| mark.is_equal()).count();
                let (group, later) = rest.split_at(size);
                rest = later;
                reaches = share_out(group, reaches, &mut known, |candidate, kept| {
                    votes[usize::from(candidate)] += Votes::from(kept) * Votes::from(paper.weight);
                });
            }
        }
    }
}

/// What groups met before give their members, under the same keep factors.
struct Known<'k> {
    split: Split,
    keep: &'k [u64],
    /// For each candidate who lets something through, a place in the bits of a key; [`WHOLE`] or [`OUT`] for the others.
    place: Vec<u8>,
    shares: HashMap<Key, Shares, BuildHasherDefault<Mixer>>,
    /// The parts of all groups, one group behind the other.
    parts: Vec<u128>,
    desk: Desk,
    /// For keys that do not tell groups apart, where too many let something through.
    crowded: bool,
}

/// Who of a group lets something through, as bits, and how many let nothing through.
type Key = (u128, u16);

/// Lets nothing through.
const WHOLE: u8 = 254;
/// Takes no part any more.
const OUT: u8 = 255;

/// Parts of one group.
#[derive(Clone, Copy)]
struct Shares {
    /// Where the parts begin of those who let something through, in the order of their bits.
    parts: usize,
    /// Of each other member.
    whole: u128,
    through: u128,
}

/// Room to work in, kept from one group to the next.
#[derive(Default)]
struct Desk {
    members: Vec<u16>,
    order: Vec<u16>,
    factors: Vec<u128>,
    means: Vec<u128>,
}

impl<'k> Known<'k> {
    fn new(split: Split, keep: &'k [u64]) -> Self {
        let mut next = 0u8;
        let mut crowded = false;
        let place = |factor: &u64| match *factor {
            0 => OUT,
            factor if factor >= split.one() => WHOLE,
            _ => {
                crowded |= next == 128;
                let place = next.min(127);
                next = place + 1;
                place
            }
        };
        let place = keep.iter().map(place).collect();
        Self {
            split,
            keep,
            place,
            shares: HashMap::default(),
            parts: Vec::new(),
            desk: Desk::default(),
            crowded,
        }
    }

    fn factor(&self, candidate: u16) -> u64 {
        self.keep[usize::from(candidate)]
    }

    /// The parts of a group, worked out; they are behind all others.
    fn work_out(&mut self, group: &[Mark]) -> Shares {
        let (keep, one) = (self.keep, self.split.one());
        let factor = |candidate: u16| keep[usize::from(candidate)];
        let Desk { members, order, factors, means } = &mut self.desk;
        members.clear();
        members.extend(group.iter().filter_map(|mark| mark.candidate()).filter(|one| factor(*one) > 0));
        members.sort_unstable();
        order.clone_from(members);
        order.sort_by_key(|candidate| std::cmp::Reverse(factor(*candidate)));
        let raise = ONE / u128::from(one);
        factors.clear();
        factors.extend(order.iter().map(|candidate| u128::from(factor(*candidate)) * raise));
        let mut part = |candidate: u16| {
            let same = |other: &u16| factor(*other) == factor(candidate);
            let place = order.iter().position(same).expect("who is asked for is a member");
            share_of(factors, place, means) + DUST
        };
        let start = self.parts.len();
        let whole = order.first().filter(|first| factor(**first) >= one).map_or(0, |first| part(*first));
        self.parts.extend(members.iter().filter(|candidate| factor(**candidate) < one).map(|one| part(*one)));
        let through = match whole {
            0 => factors.iter().fold(ONE, |through, factor| through * (ONE - factor) / ONE),
            _ => 0,
        };
        Shares { parts: start, whole, through }
    }
}

/// Keys are small and come from the count itself, so mixing them is enough.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(u64::from(number));
    }

    fn write_u128(&mut self, number: u128) {
        self.write_u64(number as u64 ^ (number >> 64) as u64);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Gives each of a group its part and answers what goes on.
fn share_out(group: &[Mark], reaches: u64, known: &mut Known<'_>, mut give: impl FnMut(u16, u64)) -> u64 {
    let (mut bits, mut whole, mut only) = (0u128, 0u16, None);
    let members = || group.iter().filter_map(|mark| mark.candidate());
    for candidate in members() {
        match known.place[usize::from(candidate)] {
            OUT => continue,
            WHOLE => whole += 1,
            place => bits |= 1 << place,
        }
        only = Some(candidate);
    }
    let Some(only) = only else { return reaches };
    if !known.crowded && bits.count_ones() + u32::from(whole) == 1 {
        let kept = known.split.kept(reaches, known.factor(only));
        give(only, kept);
        return reaches - kept;
    }
    if known.crowded {
        return share_out_crowded(group, reaches, known, give);
    }
    if bits == 0 {
        // Members who let nothing through share alike.
        let each = cut(reaches, u128::from(ONE as u64 / u64::from(whole)) + DUST);
        members().filter(|one| known.place[usize::from(*one)] == WHOLE).for_each(|one| give(one, each));
        return 0;
    }
    let key = (bits, whole);
    let found = match known.shares.get(&key) {
        Some(found) => *found,
        None => {
            let found = known.work_out(group);
            known.shares.insert(key, found);
            found
        }
    };
    let of_whole = cut(reaches, found.whole);
    for candidate in members() {
        match known.place[usize::from(candidate)] {
            OUT => {}
            WHOLE => give(candidate, of_whole),
            place => {
                let before = (bits & ((1 << place) - 1)).count_ones();
                give(candidate, cut(reaches, known.parts[found.parts + before as usize]));
            }
        }
    }
    cut(reaches, found.through)
}

/// The same where more than a hundred and twenty-eight let something through: nothing is remembered.
#[cold]
fn share_out_crowded(
    group: &[Mark],
    reaches: u64,
    known: &mut Known<'_>,
    mut give: impl FnMut(u16, u64),
) -> u64 {
    let mut members: Vec<u16> = group.iter().filter_map(|mark| mark.candidate()).collect();
    members.retain(|candidate| known.factor(*candidate) > 0);
    members.sort_unstable();
    if let [only] = members[..] {
        let kept = known.split.kept(reaches, known.factor(only));
        give(only, kept);
        return reaches - kept;
    }
    let found = known.work_out(group);
    let mut parts = known.parts.split_off(found.parts).into_iter();
    for candidate in members {
        let part = match known.factor(candidate) < known.split.one() {
            true => parts.next().expect("a part for each who lets something through"),
            false => found.whole,
        };
        give(candidate, cut(reaches, part));
    }
    cut(reaches, found.through)
}

/// A part, of fifteen places, of what reaches the group.
fn cut(reaches: u64, part: u128) -> u64 {
    const NINE: u64 = 1_000_000_000;
    const SIX: u64 = 1_000_000;
    if reaches <= NINE && part <= ONE + DUST {
        // The same in two halves that fit 64 bits, which divide faster.
        let (high, low) = (part as u64 / SIX, part as u64 % SIX);
        return (reaches * high + reaches * low / SIX) / NINE;
    }
    u64::try_from(u128::from(reaches) * part / ONE)
        .expect("a part of what reaches the group is at most all of it")
}

/// The part of one member: its factor, over the number of members, times the sum over j of the mean of what j of the
/// others let through.
fn share_of(factors: &[u128], place: usize, means: &mut Vec<u128>) -> u128 {
    // means[j]: the mean of the products of j of the first `others` members' (1 - factor).
    means.clear();
    means.push(ONE);
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
        let mut known = Known::new(Split::Share9, keep);
        let give = |candidate: u16, kept| given[usize::from(candidate)] += kept;
        let through = share_out(&group(size), reaches, &mut known, give);
        (given, through)
    }

    #[test]
    fn what_is_not_remembered_is_shared_out_alike() {
        let keep = [600_000_000, BILLION, 0, 250_000_000];
        let shared = |crowded| {
            let mut given = [0; 4];
            let mut known = Known::new(Split::Share9, &keep);
            known.crowded = crowded;
            let give = |candidate: u16, kept: u64| given[usize::from(candidate)] += kept;
            let through = share_out(&group(4), 900_000_000, &mut known, give);
            (given, through)
        };
        assert_eq!(shared(true), shared(false));
        assert!(shared(true).0[0] > 0);
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
