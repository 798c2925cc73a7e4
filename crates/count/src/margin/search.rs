//! A number of papers that is enough, found by changing papers and counting again.
//!
//! Two kinds of change are tried. *One for the other*: papers are taken from one who is elected and given to one who is
//! not, more and more until the result changes. *Another order*: at an exclusion that was close, so many papers are given
//! to the one who went that somebody else goes. Whatever is found has been counted; that there is nothing smaller is not
//! claimed.

use super::Question;
use super::papers::{Ballots, Changed, Edit, Says};
use crate::figures::Figure;
use crate::report::{Action, Count};

/// What may still be spent on counting again.
pub(super) struct Purse {
    left: u64,
    price: u64,
}

impl Purse {
    pub(super) fn new<B: Ballots>(ballots: &B, count: &Count, effort: u64) -> Self {
        let stages = count.stages.len().max(1) as u64;
        // A Meek round goes over the papers some twenty times.
        let rounds = if count.stages.iter().any(|stage| stage.action == Action::Round) { 20 } else { 1 };
        let candidates = count.candidates.len() as u64;
        let price = (ballots.lines() as u64 + candidates * candidates + 50)
            .saturating_mul(stages)
            .saturating_mul(rounds);
        Self { left: effort, price }
    }

    /// Pays for one more count, if there is enough left.
    pub(super) fn pay(&mut self) -> bool {
        let enough = self.left >= self.price;
        self.left = self.left.saturating_sub(self.price);
        enough
    }

    /// How many more counts there is enough for.
    pub(super) fn counts(&self) -> u64 {
        self.left / self.price.max(1)
    }
}

/// The smallest change found.
pub(super) fn enough<B: Ballots>(question: &Question<'_>, ballots: &B, purse: &mut Purse) -> Option<Changed> {
    let mut best: Option<Changed> = None;
    let mut search = Search { question, ballots, purse, sorted: sorted(&question.elected) };
    for (from, to) in search.pairs() {
        for lifted in [false, true] {
            if let Some(papers) = search.push(from, to, lifted, best.map(|best| best.papers)) {
                best = Some(Changed { papers, from, to, one_for_other: true });
            }
        }
    }
    for (papers, from, to) in search.close_exclusions() {
        if best.is_some_and(|best| best.papers <= papers) || search.purse.counts() == 0 {
            break;
        }
        if search.another_order(papers, from, to) {
            best = Some(Changed { papers, from, to, one_for_other: false });
        }
    }
    best
}

fn sorted(elected: &[u16]) -> Vec<u16> {
    let mut elected = elected.to_vec();
    elected.sort_unstable();
    elected
}

struct Search<'s, 'q, B> {
    question: &'s Question<'q>,
    ballots: &'s B,
    purse: &'s mut Purse,
    sorted: Vec<u16>,
}

impl<B: Ballots> Search<'_, '_, B> {
    /// The likeliest first: the last elected against who lasted longest.
    fn pairs(&self) -> Vec<(u16, u16)> {
        let lasted = |one: &u16| {
            let stages = &self.question.count.stages;
            let number = u32::from(*one) + 1;
            let out = stages.iter().position(|stage| stage.excluded.contains(&number));
            let votes = stages.last().and_then(|stage| stage.votes.get(usize::from(*one)));
            (out.unwrap_or(usize::MAX), votes.map_or(0, |votes| Figure::read(votes).units))
        };
        let mut others = self.question.others.clone();
        others.sort_by_key(|one| std::cmp::Reverse(lasted(one)));
        let mut pairs = Vec::new();
        for to in others.iter().take(8) {
            pairs.extend(self.question.elected.iter().rev().take(6).map(|from| (*from, *to)));
        }
        pairs
    }

    /// The smallest number of papers, below `limit`, that puts one in the place of the other, as far as halving finds it.
    fn push(&mut self, from: u16, to: u16, lifted: bool, limit: Option<u64>) -> Option<u64> {
        if self.purse.counts() == 0 {
            return None;
        }
        let lines = self.by_gain(from, to);
        let all: u64 = lines.iter().map(|line| self.ballots.weight(*line)).sum();
        let most = limit.map_or(all, |limit| (limit - 1).min(all));
        let says = if lifted { Says::Lifted { to, without: Some(from) } } else { Says::Only(to) };
        let (mut low, mut high) = (0, 1);
        // Doubling, then halving; with a limit, first whether there is anything to gain at all.
        if let (Some(_), true) = (limit, most > 0) {
            if !self.changes(&lines, most, &says)? {
                return None;
            }
            high = most;
        } else {
            while high <= most && !self.changes(&lines, high, &says)? {
                low = high;
                high = if high == most { most + 1 } else { (2 * high).min(most) };
            }
        }
        if high > most || most == 0 {
            return None;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match self.changes(&lines, middle, &says) {
                Some(true) => high = middle,
                Some(false) => low = middle,
                None => break,
            }
        }
        Some(high)
    }

    /// Lines worth changing, the most useful first.
    fn by_gain(&self, from: u16, to: u16) -> Vec<usize> {
        let gain = |line: usize| self.ballots.gain(line, from, to);
        let mut lines: Vec<(u64, usize)> = (0..self.ballots.lines()).map(|line| (gain(line), line)).collect();
        lines.retain(|(gain, line)| *gain > 0 && self.ballots.weight(*line) > 0);
        lines.sort_by_key(|(gain, line)| (std::cmp::Reverse(*gain), *line));
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// Whether so many papers change who is elected; `None` when the purse is empty.
    fn changes(&mut self, lines: &[usize], papers: u64, says: &Says) -> Option<bool> {
        let mut edits: Vec<Edit> = Vec::new();
        let mut left = papers;
        for line in lines {
            let taken = self.ballots.weight(*line).min(left);
            edits.push((*line, taken, says.clone()));
            left -= taken;
            if left == 0 {
                break;
            }
        }
        if left > 0 || !self.purse.pay() {
            return if left > 0 { Some(false) } else { None };
        }
        Some(self.ballots.elected_with(&edits).is_some_and(|elected| elected != self.sorted))
    }

    /// Exclusions that so many papers, given by another one still in to the one who went, would turn; the closest first.
    fn close_exclusions(&self) -> Vec<(u64, u16, u16)> {
        let stages = &self.question.count.stages;
        let mut found = Vec::new();
        for (index, stage) in stages.iter().enumerate() {
            let (Action::Exclusion, [out], true) = (stage.action, &stage.of[..], index > 0) else { continue };
            let before = &stages[index - 1];
            let votes = |one: u32| {
                before.votes.get(one as usize - 1).map(|votes| Figure::read(votes)).unwrap_or_default()
            };
            let gone = |one: u32| {
                stages[..index].iter().any(|s| s.elected.contains(&one) || s.excluded.contains(&one))
            };
            for other in (1..).take(before.votes.len()).filter(|other| other != out && !gone(*other)) {
                let gap = votes(other).minus(votes(*out));
                if gap.units >= 0 && !votes(other).is_zero() {
                    let whole = 10i128.pow(gap.places);
                    let papers = u64::try_from(gap.units / (2 * whole) + 1).unwrap_or(u64::MAX);
                    found.push((papers, (other - 1) as u16, (*out - 1) as u16));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn another_order(&mut self, papers: u64, from: u16, to: u16) -> bool {
        let mine = (0..self.ballots.lines()).filter(|line| self.ballots.first(*line) == Some(from));
        let lines: Vec<usize> = mine.filter(|line| self.ballots.weight(*line) > 0).collect();
        let says = Says::Lifted { to, without: None };
        self.changes(&lines, papers, &says).unwrap_or(false)
    }
}
