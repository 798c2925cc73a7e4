//! Ranked pairs: majorities locked from the strongest down, each unless it would close a circle.
//!
//! Strength is by winning votes: more papers for the winning side first, then fewer for the losing side. Majorities equal
//! in both are put in a declared order; whether that order matters at all is found out first ([`super::orders`]).
//!
//! *Source*: "Independence of clones as a criterion for voting rules" (1987); the order of candidates among equals as
//! proposed two years later.

use super::matrix::Pairs;

/// One majority: more papers rank `over` above `under` than the other way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Majority {
    /// Who wins it.
    pub over: u16,
    /// Who loses it.
    pub under: u16,
    /// Papers for the winner.
    pub votes: u64,
    /// Papers for the loser.
    pub against: u64,
}

impl Majority {
    /// Whether neither comes before the other by votes.
    pub fn equals(&self, other: &Self) -> bool {
        (self.votes, self.against) == (other.votes, other.against)
    }
}

/// All majorities, the strongest first; equal ones lowest numbers first.
pub fn majorities(pairs: &Pairs) -> Vec<Majority> {
    let mut found = Vec::new();
    for &over in pairs.standing() {
        for &under in pairs.standing() {
            if pairs.beats(over, under) {
                let (votes, against) = (pairs.prefer(over, under), pairs.prefer(under, over));
                found.push(Majority { over, under, votes, against });
            }
        }
    }
    let strength = |m: &Majority| (std::cmp::Reverse(m.votes), m.against, m.over, m.under);
    found.sort_by_key(strength);
    found
}

/// What was locked, in that order, and what would have closed a circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Kept.
    pub kept: Vec<Majority>,
    /// Left out.
    pub dropped: Vec<Majority>,
    /// Those nothing locked stands above, lowest number first.
    pub winners: Vec<u16>,
}

/// Locks majorities in the order given.
pub fn lock(pairs: &Pairs, order: &[Majority]) -> Locked {
    let mut above = Above::new(pairs.candidates());
    let mut beaten = vec![false; pairs.candidates()];
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for majority in order {
        if above.holds(majority.under, majority.over) {
            dropped.push(*majority);
        } else {
            above.add(majority.over, majority.under);
            beaten[usize::from(majority.under)] = true;
            kept.push(*majority);
        }
    }
    let winners = pairs.standing().iter().copied().filter(|one| !beaten[usize::from(*one)]).collect();
    Locked { kept, dropped, winners }
}

/// Puts equal majorities in a declared order of the candidates: the place of the winning side, then of the losing side.
pub fn arrange(majorities: &mut [Majority], places: &[usize]) {
    for equals in majorities.chunk_by_mut(Majority::equals) {
        equals.sort_by_key(|m| (places[usize::from(m.over)], places[usize::from(m.under)]));
    }
}

/// Who stands above whom by what is locked, directly or through others: a closed relation, in bits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Above {
    words: usize,
    bits: Vec<u64>,
}

impl Above {
    pub(super) fn new(candidates: usize) -> Self {
        let words = candidates.div_ceil(64);
        Self { words, bits: vec![0; words * candidates] }
    }

    pub(super) fn holds(&self, one: u16, other: u16) -> bool {
        let (row, bit) = (usize::from(one) * self.words, usize::from(other));
        self.bits[row + bit / 64] >> (bit % 64) & 1 == 1
    }

    /// Adds one above other, and all that follows from it.
    pub(super) fn add(&mut self, one: u16, other: u16) {
        if self.holds(one, other) {
            return;
        }
        let start = usize::from(other) * self.words;
        let mut below: Vec<u64> = self.bits[start..start + self.words].to_vec();
        below[usize::from(other) / 64] |= 1 << (other % 64);
        let rows = self.bits.len() / self.words;
        for row in 0..rows {
            let start = row * self.words;
            let reaches =
                row == usize::from(one) || self.bits[start + usize::from(one) / 64] >> (one % 64) & 1 == 1;
            if reaches {
                for (word, more) in self.bits[start..start + self.words].iter_mut().zip(&below) {
                    *word |= more;
                }
            }
        }
    }

    /// Those of the given candidates that nobody stands above.
    pub(super) fn unbeaten(&self, candidates: &[u16]) -> Vec<u16> {
        let mut beaten = vec![0u64; self.words];
        for row in self.bits.chunks(self.words.max(1)) {
            beaten.iter_mut().zip(row).for_each(|(all, row)| *all |= row);
        }
        let stands_free = |one: &u16| beaten[usize::from(*one) / 64] >> (one % 64) & 1 == 0;
        candidates.iter().copied().filter(stands_free).collect()
    }
}
