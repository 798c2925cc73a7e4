//! Papers in piles, one pile a candidate: what instant runoff and two rounds share. A paper moves when its candidate
//! goes, to the next one still in the race; its list is read once, from front to back, over the whole count.
//!
//! Not here: who goes when ([`super::irv`], [`super::two_round`]).

use crate::Papers;
use crate::arith::Votes;
use crate::report::{Action, Moved, Stage};

const NONE: u32 = u32::MAX;

/// The race.
///
/// *Shape*: `papers` holds single candidates, and groups of equals only where the policy looks at who is continuing.
pub(super) struct Race<'p> {
    papers: &'p Papers,
    /// For each line, how many marks have been read.
    read: Vec<u16>,
    /// For each line, the next on the same pile.
    next: Vec<u32>,
    /// For each candidate, the first line of the pile.
    piles: Vec<u32>,
    pub(super) votes: Vec<u64>,
    pub(super) continuing: Vec<bool>,
    pub(super) exhausted: u64,
    /// Papers that counted for somebody at the start.
    pub(super) valid: u64,
    /// Votes after each stage, for ties.
    pub(super) history: Vec<Vec<Votes>>,
    pub(super) stages: Vec<Stage>,
}

impl<'p> Race<'p> {
    /// Deals all papers to their first candidates. In a later pass over the same papers, `valid` are those of the first.
    pub(super) fn new(papers: &'p Papers, continuing: Vec<bool>, valid: Option<u64>) -> Self {
        let mut race = Self {
            papers,
            read: vec![0; papers.lines()],
            next: vec![NONE; papers.lines()],
            piles: vec![NONE; continuing.len()],
            votes: vec![0; continuing.len()],
            continuing,
            exhausted: 0,
            valid: 0,
            history: Vec::new(),
            stages: Vec::new(),
        };
        for line in 0..papers.lines() as u32 {
            if let Some(candidate) = race.deal(line) {
                race.put(candidate, line);
            }
        }
        let dealt = race.votes.iter().sum();
        race.valid = valid.unwrap_or(dealt);
        race.exhausted = race.valid.saturating_sub(dealt);
        race.write_stage(&[], Vec::new());
        race
    }

    /// Who is in the race, in file order.
    pub(super) fn left(&self) -> Vec<u16> {
        self.continuing
            .iter()
            .zip(0u16..)
            .filter_map(|(goes_on, candidate)| goes_on.then_some(candidate))
            .collect()
    }

    /// Votes of one candidate.
    pub(super) fn of(&self, candidate: u16) -> u64 {
        self.votes[usize::from(candidate)]
    }

    /// Votes of all who are in the race.
    pub(super) fn active(&self) -> u64 {
        self.valid - self.exhausted
    }

    /// The number of the stage just written, from 1.
    pub(super) fn stage(&self) -> u32 {
        self.stages.len() as u32
    }

    /// Excludes candidates together, moves their papers and writes the stage.
    pub(super) fn exclude(&mut self, out: &[u16]) {
        for candidate in out {
            self.continuing[usize::from(*candidate)] = false;
        }
        let mut moved = Vec::new();
        for candidate in out {
            self.move_pile(*candidate, &mut moved);
        }
        self.write_stage(out, moved);
    }

    /// Notes who is elected at the stage just written.
    pub(super) fn elect(&mut self, candidates: &[u16]) {
        if let Some(stage) = self.stages.last_mut() {
            stage.elected.extend(candidates.iter().map(|candidate| u32::from(*candidate) + 1));
        }
    }

    /// Notes the votes that were enough to be elected at the stage just written.
    pub(super) fn set_quota(&mut self, enough: u64) {
        if let Some(stage) = self.stages.last_mut() {
            stage.quota = Some(enough.to_string());
        }
    }

    fn move_pile(&mut self, from: u16, moved: &mut Vec<Moved>) {
        let mut gains = vec![0u64; self.votes.len()];
        let mut lost = 0;
        let mut line = std::mem::replace(&mut self.piles[usize::from(from)], NONE);
        while line != NONE {
            let next = self.next[line as usize];
            let weight = self.papers.line(line as usize).weight;
            match self.deal(line) {
                Some(candidate) => {
                    gains[usize::from(candidate)] += weight;
                    self.put(candidate, line);
                }
                None => lost += weight,
            }
            line = next;
        }
        self.votes[usize::from(from)] = 0;
        self.exhausted += lost;
        let to = gains.iter().enumerate().map(|(candidate, votes)| (Some(candidate as u32 + 1), *votes));
        let flows = to.chain([(None, lost)]).filter(|(_, votes)| *votes > 0);
        moved.extend(flows.map(|(to, votes)| Moved {
            from: u32::from(from) + 1,
            to,
            votes: votes.to_string(),
        }));
    }

    fn put(&mut self, candidate: u16, line: u32) {
        let candidate = usize::from(candidate);
        self.next[line as usize] = std::mem::replace(&mut self.piles[candidate], line);
        self.votes[candidate] += self.papers.line(line as usize).weight;
    }

    /// The next candidate of a line who is in the race; a rank with several of them ends the paper.
    fn deal(&mut self, line: u32) -> Option<u16> {
        let marks = self.papers.line(line as usize).marks;
        let read = &mut self.read[line as usize];
        let mut found = None;
        while let Some(mark) = marks.get(usize::from(*read)) {
            if found.is_some() && !mark.is_equal() {
                return found;
            }
            *read += 1;
            match mark.candidate().filter(|candidate| self.continuing[usize::from(*candidate)]) {
                Some(_) if found.is_some() => {
                    *read = marks.len() as u16;
                    return None;
                }
                Some(candidate) => found = Some(candidate),
                None => {}
            }
        }
        found
    }

    fn write_stage(&mut self, out: &[u16], moved: Vec<Moved>) {
        let numbers: Vec<u32> = out.iter().map(|candidate| u32::from(*candidate) + 1).collect();
        self.history.push(self.votes.iter().map(|votes| Votes::from(*votes)).collect());
        self.stages.push(Stage {
            action: if self.stages.is_empty() { Action::First } else { Action::Exclusion },
            of: numbers.clone(),
            votes: self.votes.iter().map(u64::to_string).collect(),
            non_transferable: self.exhausted.to_string(),
            quota: None,
            elected: Vec::new(),
            excluded: numbers,
            moved,
        });
    }
}
