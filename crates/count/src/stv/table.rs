//! The counting table: who holds which papers at what value, who is in, and the sheet of stages so far.
//!
//! It moves papers and keeps the books; it decides nothing. Rules (quota, order, values, ties) are in the files named
//! after them.

use std::collections::BTreeMap;

use crate::arith::{Scale, Votes};
use crate::grouped::Prepared;
use crate::method::Stop;
use crate::report::{Action, Moved, Stage};
use crate::reserve::Reserve;
use crate::{Election, Mark};

/// Every stage reports every candidate, so memory grows with the square of the field.
const MOST_CANDIDATES: usize = 1_000;

/// Most cells of the stage table, whatever the file: about 200 MB.
const MOST_CELLS: usize = 4_000_000;

/// Where a candidate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Withdrawn or vacating: receives nothing.
    Absent,
    /// Neither elected nor excluded.
    Continuing,
    /// Has the quota, and receives papers until the surplus is transferred.
    Pending,
    /// Deemed elected.
    Elected,
    /// Out.
    Excluded,
}

/// Papers of one value, as their holder received them.
#[derive(Clone, Debug, Default)]
pub(super) struct Parcel {
    /// Of each paper.
    pub value: Votes,
    /// Positions in the prepared papers.
    pub lines: Vec<u32>,
    /// How many papers these lines are.
    pub papers: u64,
}

/// Papers sorted by their next available preference.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Who gets what, by candidate number.
    pub piles: Vec<(u16, Vec<u32>, u64)>,
    /// Papers naming nobody who continues.
    pub stuck: u64,
}

impl Sorted {
    /// Papers that can move on.
    pub fn transferable(&self) -> u64 {
        self.piles.iter().map(|(_, _, papers)| papers).sum()
    }
}

/// How a holder files what it receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filing {
    /// Equal values lie together: for rules that ask only how much a paper is worth.
    ByValue,
    /// Each delivery stays a parcel of its own: for rules that ask what came last.
    ByArrival,
}

struct Line {
    weight: u64,
    /// The next mark to look at.
    at: u32,
    end: u32,
}

/// The state of a count.
pub(super) struct Table<'a> {
    names: &'a [String],
    pub scale: Scale,
    /// Votes now, by candidate.
    pub votes: Vec<Votes>,
    /// What no candidate holds.
    pub lost: Votes,
    pub status: Vec<Status>,
    /// Papers now, by candidate.
    pub held: Vec<Vec<Parcel>>,
    /// In order of election.
    pub elected: Vec<u16>,
    /// Votes after each finished stage.
    pub history: Vec<Vec<Votes>>,
    /// Reserved seats and how many places there are to fill.
    pub reserve: Reserve,
    pub stages: Vec<Stage>,
    /// What only the rule knows of a stage, in sentences.
    pub remarks: Vec<String>,
    filing: Filing,
    lines: Vec<Line>,
    marks: &'a [Mark],
    newly_elected: Vec<u16>,
    newly_excluded: Vec<u16>,
    flow: BTreeMap<(u16, u16), Votes>,
    scratch: Vec<(Vec<u32>, u64)>,
}

const NOBODY: u16 = u16::MAX;

impl<'a> Table<'a> {
    /// A table with every paper at its first preference, worth one vote.
    ///
    /// *Errors*: too many candidates for a count by stages.
    pub fn new(
        election: &'a Election,
        prepared: &'a Prepared,
        scale: Scale,
        filing: Filing,
        reserve: Reserve,
    ) -> Result<Self, Stop> {
        let candidates = prepared.candidates;
        if candidates > MOST_CANDIDATES {
            let text = format!(
                "{candidates} candidates are too many for a count by stages, which takes {MOST_CANDIDATES} at most"
            );
            return Err(Stop::Unfit(text));
        }
        let mut end = 0;
        let mut line = |weight: u64, marks: usize| {
            let at = end;
            end += marks as u32;
            Line { weight, at, end }
        };
        let stand = |stands: &bool| if *stands { Status::Continuing } else { Status::Absent };
        let mut table = Self {
            names: &election.candidates,
            scale,
            votes: vec![0; candidates],
            lost: 0,
            status: prepared.standing.iter().map(stand).collect(),
            held: vec![Vec::new(); candidates],
            elected: Vec::new(),
            history: Vec::new(),
            reserve,
            stages: Vec::new(),
            remarks: Vec::new(),
            filing,
            lines: prepared.papers.iter().map(|paper| line(paper.weight, paper.marks.len())).collect(),
            marks: prepared.papers.all_marks(),
            newly_elected: Vec::new(),
            newly_excluded: Vec::new(),
            flow: BTreeMap::new(),
            scratch: vec![(Vec::new(), 0); candidates],
        };
        table.deal();
        Ok(table)
    }

    /// Puts every paper to its first preference for somebody who continues, worth one vote.
    fn deal(&mut self) {
        let mut start = 0;
        for line in &mut self.lines {
            line.at = start;
            start = line.end;
        }
        self.votes.fill(0);
        self.held.iter_mut().for_each(Vec::clear);
        let all: Vec<u32> = (0..self.lines.len() as u32).collect();
        let first = self.sort(&all);
        self.lost = self.scale.whole(first.stuck);
        for (to, lines, papers) in first.piles {
            self.credit(to, Parcel { value: self.scale.one(), lines, papers });
        }
    }

    /// Starts again with everybody who is not excluded, all papers at full value; elections so far are undone.
    pub fn restart(&mut self) {
        for status in &mut self.status {
            if matches!(*status, Status::Elected | Status::Pending) {
                *status = Status::Continuing;
            }
        }
        self.elected.clear();
        self.newly_elected.clear();
        self.deal();
    }

    /// Candidates neither elected nor excluded, in file order.
    pub fn continuing(&self) -> Vec<u16> {
        self.having(Status::Continuing)
    }

    /// Candidates of one status, in file order.
    pub fn having(&self, status: Status) -> Vec<u16> {
        let numbered = self.status.iter().zip(0u16..);
        numbered.filter_map(|(is, candidate)| (*is == status).then_some(candidate)).collect()
    }

    /// Places still to fill.
    pub fn unfilled(&self) -> usize {
        self.reserve.places().saturating_sub(self.elected.len())
    }

    /// The stage being counted, from 1.
    pub fn stage(&self) -> u32 {
        self.stages.len() as u32 + 1
    }

    /// Whether there is room for another stage; ask before each.
    ///
    /// *Errors*: more stages than can be reported.
    pub fn check_room(&self, points: usize) -> Result<(), Stop> {
        match (self.stages.len() + points).saturating_mul(self.votes.len()) > MOST_CELLS {
            true => Err(Stop::Unfit(format!(
                "the count takes more than {} stages for {} candidates, too many to report",
                self.stages.len(),
                self.votes.len()
            ))),
            false => Ok(()),
        }
    }

    /// Says something of the stage being counted.
    pub fn remark(&mut self, text: &str) {
        self.remarks.push(format!("Stage {}: {text}", self.stage()));
    }

    /// Candidates as a remark calls them: "Ana (1), Bo (2)".
    pub fn called(&self, candidates: &[u16]) -> String {
        let called = |candidate: &u16| {
            let name = self.names.get(usize::from(*candidate)).map_or("?", String::as_str);
            format!("{name} ({})", number(*candidate))
        };
        candidates.iter().map(called).collect::<Vec<_>>().join(", ")
    }

    /// Votes of one candidate.
    pub fn of(&self, candidate: u16) -> Votes {
        self.votes[usize::from(candidate)]
    }

    /// Turns one line's papers to their next available preference.
    pub fn advance(&mut self, number: u32) -> Option<u16> {
        let line = &mut self.lines[number as usize];
        for mark in &self.marks[line.at as usize..line.end as usize] {
            line.at += 1;
            if let Some(candidate) = mark.candidate()
                && matches!(self.status[usize::from(candidate)], Status::Continuing | Status::Pending)
            {
                return Some(candidate);
            }
        }
        None
    }

    /// Sorts papers to their next available preferences; they are then nobody's until credited.
    pub fn sort(&mut self, lines: &[u32]) -> Sorted {
        let mut touched = Vec::new();
        let mut stuck = 0;
        for number in lines {
            let Some(to) = self.advance(*number) else {
                stuck += self.lines[*number as usize].weight;
                continue;
            };
            let weight = self.lines[*number as usize].weight;
            let pile = &mut self.scratch[usize::from(to)];
            if pile.0.is_empty() {
                touched.push(to);
            }
            pile.0.push(*number);
            pile.1 += weight;
        }
        touched.sort_unstable();
        let take = |to: u16| {
            let (lines, papers) = std::mem::take(&mut self.scratch[usize::from(to)]);
            (to, lines, papers)
        };
        Sorted { piles: touched.into_iter().map(take).collect(), stuck }
    }

    /// Gives a parcel to a candidate.
    pub fn credit(&mut self, to: u16, parcel: Parcel) {
        self.votes[usize::from(to)] += parcel.value * Votes::from(parcel.papers);
        let held = &mut self.held[usize::from(to)];
        if self.filing == Filing::ByArrival {
            return held.push(parcel);
        }
        match held.binary_search_by(|other| parcel.value.cmp(&other.value)) {
            Ok(index) => {
                held[index].lines.extend_from_slice(&parcel.lines);
                held[index].papers += parcel.papers;
            }
            Err(index) => held.insert(index, parcel),
        }
    }

    /// Lays one whole paper behind those a candidate has, without touching the votes.
    pub fn file(&mut self, holder: u16, line: u32) {
        let held = &mut self.held[usize::from(holder)];
        if held.is_empty() {
            held.push(Parcel { value: self.scale.one(), ..Parcel::default() });
        }
        if let Some(last) = held.last_mut() {
            last.lines.push(line);
            last.papers += 1;
        }
    }

    /// Moves papers on at a new value, and answers how many votes were credited. The giver's votes are not touched:
    /// what it loses is the rule's business.
    pub fn pass_on(&mut self, from: u16, sorted: Sorted, value: Votes) -> Votes {
        let mut credited = 0;
        for (to, lines, papers) in sorted.piles {
            let votes = value * Votes::from(papers);
            credited += votes;
            self.note_flow(from, Some(to), votes);
            self.credit(to, Parcel { value, lines, papers });
        }
        credited
    }

    /// Takes votes from a candidate into the non-transferable.
    pub fn lose(&mut self, from: u16, votes: Votes) {
        self.lost += votes;
        self.note_flow(from, None, votes);
    }

    /// Records votes moved, for the picture of the flow.
    pub fn note_flow(&mut self, from: u16, to: Option<u16>, votes: Votes) {
        if votes != 0 {
            *self.flow.entry((from, to.unwrap_or(NOBODY))).or_default() += votes;
        }
    }

    /// Deems a candidate elected.
    pub fn elect(&mut self, candidate: u16) {
        self.status[usize::from(candidate)] = Status::Elected;
        self.elected.push(candidate);
        self.newly_elected.push(candidate);
    }

    /// Excludes; the papers stay where they are until the rule moves them.
    pub fn exclude(&mut self, candidates: &[u16]) {
        for candidate in candidates {
            self.status[usize::from(*candidate)] = Status::Excluded;
            self.newly_excluded.push(*candidate);
        }
    }

    /// Ends a stage and writes it down.
    pub fn close(&mut self, action: Action, of: &[u16], quota: Option<Votes>) {
        let flow = std::mem::take(&mut self.flow);
        let moved = |((from, to), votes): ((u16, u16), Votes)| Moved {
            from: number(from),
            to: (to != NOBODY).then(|| number(to)),
            votes: self.scale.text(votes),
        };
        self.stages.push(Stage {
            action,
            of: of.iter().copied().map(number).collect(),
            votes: self.votes.iter().map(|votes| self.scale.text(*votes)).collect(),
            non_transferable: self.scale.text(self.lost),
            quota: quota.map(|quota| self.scale.text(quota)),
            elected: self.newly_elected.drain(..).map(number).collect(),
            excluded: self.newly_excluded.drain(..).map(number).collect(),
            moved: flow.into_iter().map(moved).collect(),
        });
        self.history.push(self.votes.clone());
    }
}

/// A candidate's number as people read it.
pub(super) fn number(candidate: u16) -> u32 {
    u32::from(candidate) + 1
}

/// "Ana (3)", for explanations.
pub(super) fn called(election: &Election, candidate: u16) -> String {
    format!("{} ({})", election.candidates[usize::from(candidate)], number(candidate))
}
