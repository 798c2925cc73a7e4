//! The state of a count by Meek's method, and the steps all its variants share: distribute, quota, elect, surplus, keep
//! factors, exclude.
//!
//! Not here: in which order the steps come, and when a round ends ([`super::reference`], [`super::algorithm_123`],
//! [`super::new_zealand`]).

use super::equal::Equals;
use super::split::Split;
use super::tree::{Standing, Tree};
use crate::arith::{Scale, Votes, mul_div_ceil};
use crate::grouped::Prepared;
use crate::report::{Action, Stage};
use crate::reserve::Reserve;

/// How a variant makes its quota: the votes in play over seats plus one, cut, plus so many units, but at least so much.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quota {
    pub(super) plus: Votes,
    pub(super) least: Votes,
}

/// Candidates, keep factors, votes.
pub(super) struct Board<'p> {
    split: Split,
    rule: Quota,
    /// Who may lawfully be elected or excluded.
    pub(super) reserve: Reserve,
    pub(super) scale: Scale,
    tree: Tree<'p>,
    equals: Equals<'p>,
    standing: Vec<Standing>,
    keep: Vec<u64>,
    pub(super) votes: Vec<Votes>,
    /// What nobody keeps.
    pub(super) residual: Votes,
    pub(super) quota: Votes,
    valid: Votes,
    seats: usize,
    /// In order of election.
    pub(super) elected: Vec<u16>,
    pub(super) stages: Vec<Stage>,
}

impl<'p> Board<'p> {
    /// Everybody who stands is hopeful and keeps all.
    pub(super) fn new(prepared: &'p Prepared, split: Split, rule: Quota, reserve: Reserve) -> Self {
        let standing: Vec<Standing> = prepared
            .standing
            .iter()
            .map(|stands| if *stands { Standing::Hopeful } else { Standing::Out })
            .collect();
        let (with_equals, plain) =
            (0u32..).zip(prepared.papers.iter()).partition::<Vec<_>, _>(|(_, paper)| Equals::holds(*paper));
        let plain = plain.into_iter().map(|(line, _)| line);
        let equals = with_equals.into_iter().map(|(line, _)| line).collect();
        let scale = split.scale();
        Self {
            split,
            rule,
            reserve,
            scale,
            tree: Tree::new(&prepared.papers, plain, &standing),
            equals: Equals::new(&prepared.papers, equals),
            keep: standing.iter().map(|is| if *is == Standing::Hopeful { split.one() } else { 0 }).collect(),
            votes: vec![0; standing.len()],
            standing,
            residual: 0,
            quota: 0,
            valid: scale.whole(prepared.valid),
            seats: prepared.seats as usize,
            elected: Vec::new(),
            stages: Vec::new(),
        }
    }

    /// All valid papers, in votes.
    pub(super) fn valid(&self) -> Votes {
        self.valid
    }

    /// Who is in the running, in file order.
    pub(super) fn hopefuls(&self) -> impl Iterator<Item = u16> {
        self.standing
            .iter()
            .zip(0u16..)
            .filter_map(|(is, candidate)| (*is == Standing::Hopeful).then_some(candidate))
    }

    /// Places not filled yet.
    pub(super) fn vacancies(&self) -> usize {
        self.reserve.places() - self.elected.len()
    }

    /// Whether anything is left to decide: places, and more hopefuls than places.
    pub(super) fn undecided(&self) -> bool {
        self.vacancies() > 0 && self.hopefuls().count() > self.vacancies()
    }

    /// Votes of one candidate.
    pub(super) fn of(&self, candidate: u16) -> Votes {
        self.votes[usize::from(candidate)]
    }

    /// Counts all papers with the keep factors as they are.
    pub(super) fn distribute(&mut self) {
        self.votes.fill(0);
        self.tree.distribute(self.split, &self.keep, &mut self.votes);
        self.equals.distribute(self.split, &self.keep, &mut self.votes);
        self.residual = self.valid - self.votes.iter().sum::<Votes>();
    }

    /// Sets the quota.
    pub(super) fn set_quota(&mut self) {
        let in_play = self.valid - self.residual;
        let quota = in_play.div_euclid(self.seats as Votes + 1) + self.rule.plus;
        self.quota = quota.max(self.rule.least);
    }

    /// Hopefuls with at least the quota, in file order.
    pub(super) fn reaching(&self) -> Vec<u16> {
        self.hopefuls().filter(|candidate| self.of(*candidate) >= self.quota).collect()
    }

    /// Hopefuls of whom each may go, in file order: all of them where no seats are reserved.
    pub(super) fn excludable(&self) -> Vec<u16> {
        let hopefuls: Vec<u16> = self.hopefuls().collect();
        if self.reserve.binds() { self.reserve.excludable(&self.elected, &hopefuls) } else { hopefuls }
    }

    /// Excludes, in a round of their own, those whom no lawful end of the count elects; whether there were any.
    pub(super) fn drop_doomed(&mut self) -> bool {
        let hopefuls: Vec<u16> = self.hopefuls().collect();
        let doomed = self.reserve.doomed(&self.elected, &hopefuls);
        if doomed.is_empty() {
            return false;
        }
        self.distribute();
        self.set_quota();
        self.end_round(&[], &doomed);
        self.exclude(&doomed);
        true
    }

    /// What the elected have above the quota, together; not below zero.
    pub(super) fn surplus(&self) -> Votes {
        let surplus: Votes = self.elected.iter().map(|candidate| self.of(*candidate) - self.quota).sum();
        surplus.max(0)
    }

    /// Elects; their papers go on from the next distribution.
    pub(super) fn elect(&mut self, candidates: &[u16]) {
        for candidate in candidates {
            self.standing[usize::from(*candidate)] = Standing::Elected;
            self.elected.push(*candidate);
        }
        for candidate in candidates {
            self.tree.elect(*candidate, &self.standing);
        }
    }

    /// Excludes; their papers move at the next distribution.
    pub(super) fn exclude(&mut self, candidates: &[u16]) {
        for candidate in candidates {
            self.standing[usize::from(*candidate)] = Standing::Out;
            self.keep[usize::from(*candidate)] = 0;
        }
        for candidate in candidates {
            self.tree.exclude(*candidate, &self.standing);
        }
    }

    /// The keep factor of each elected: times the quota, over the votes, each rounded up; never above one, which only a
    /// candidate below the quota could ask for.
    pub(super) fn update_keep_factors(&mut self) {
        let one = Votes::from(self.split.one());
        for candidate in self.elected.iter().map(|candidate| usize::from(*candidate)) {
            let (keep, votes) = (Votes::from(self.keep[candidate]), self.votes[candidate]);
            // Nobody is elected without votes, and a positive factor keeps some; the guard is for rounding alone.
            if votes > 0 {
                let kept = mul_div_ceil(self.scale.mul_ceil(keep, self.quota), one, votes).min(one);
                self.keep[candidate] = u64::try_from(kept).expect("between nothing and one");
            }
        }
    }

    /// Lets candidates just elected keep only the quota from now on.
    pub(super) fn keep_quota(&mut self, candidates: &[u16]) {
        let one = Votes::from(self.split.one());
        for candidate in candidates.iter().map(|candidate| usize::from(*candidate)) {
            let kept = self.scale.div_ceil(self.quota, self.votes[candidate]).min(one);
            self.keep[candidate] = u64::try_from(kept).expect("between nothing and one");
        }
    }

    /// Ends a round and writes its stage.
    pub(super) fn end_round(&mut self, elected: &[u16], excluded: &[u16]) {
        let numbers = |candidates: &[u16]| -> Vec<u32> {
            candidates.iter().map(|candidate| u32::from(*candidate) + 1).collect()
        };
        self.stages.push(Stage {
            action: Action::Round,
            of: numbers(&[elected, excluded].concat()),
            votes: self.votes.iter().map(|votes| self.scale.text(*votes)).collect(),
            non_transferable: self.scale.text(self.residual),
            quota: Some(self.scale.text(self.quota)),
            elected: numbers(elected),
            excluded: numbers(excluded),
            moved: Vec::new(),
        });
    }

    /// Elects whoever is left if places are, as part of the last round.
    pub(super) fn elect_remaining(&mut self) {
        let left: Vec<u16> = self.hopefuls().collect();
        if self.vacancies() == 0 || left.is_empty() {
            return;
        }
        debug_assert!(left.len() <= self.vacancies());
        if let Some(stage) = self.stages.last_mut() {
            stage.elected.extend(left.iter().map(|candidate| u32::from(*candidate) + 1));
        }
        self.elect(&left);
    }
}
