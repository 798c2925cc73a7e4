//! What every ranked method needs first: withdrawn candidates removed, rankings closed up, equal papers merged, the valid
//! ones counted.
//!
//! Not here: counting. What a paper with a skipped rank, an over-vote or a repeated candidate still says is a [`Policy`];
//! the names follow RCTab's configuration where it has them.

use crate::election::{MAX_CANDIDATES, Paper};
use crate::method::{Options, Stop};
use crate::{Election, Mark, Papers};

/// An election ready to be counted.
///
/// *Shape*: candidates keep their numbers; `papers` names only standing ones, no skips, no repeats, no blank papers, and
/// ties (`Mark::equal`) only under [`Equals::Keep`]. Equal papers are merged as far as a bounded search finds them, in
/// order of first appearance: a method may gain from it, never rely on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// How many candidates the file names, withdrawn ones included.
    pub candidates: usize,
    /// How many are to be elected, at least one.
    pub seats: u32,
    /// Who stands: not withdrawn, not vacating a seat.
    pub standing: Vec<bool>,
    /// The valid papers.
    pub papers: Papers,
    /// How many valid papers.
    pub valid: u64,
    /// How many papers, blank and invalid ones included.
    pub ballots: u64,
}

/// A rank left empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skips {
    /// As if the later ranks moved up.
    CloseUp,
    /// The paper ends where more than so many ranks in a row are empty (`maxSkippedRanksAllowed`).
    StopAfter(u32),
}

/// Several candidates at one rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equals {
    /// The paper ends before that rank (`exhaustImmediately`).
    Stop,
    /// The rank is passed over (`alwaysSkipToNextRank`).
    Skip,
    /// The method deals with it.
    Keep,
}

/// A candidate named again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// The first mention counts.
    Ignore,
    /// The paper ends before the second mention (`exhaustOnDuplicateCandidate`).
    Stop,
}

/// What an odd paper still says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Empty ranks.
    pub skips: Skips,
    /// Over-votes. Judged after withdrawn candidates are gone.
    pub equals: Equals,
    /// Repeated candidates.
    pub repeats: Repeats,
    /// Ranks beyond this one are not read.
    pub max_ranks: Option<u32>,
}

impl Default for Policy {
    /// Gaps close up, nothing counts from an over-vote on, the first mention of a candidate counts.
    fn default() -> Self {
        Self { skips: Skips::CloseUp, equals: Equals::Stop, repeats: Repeats::Ignore, max_ranks: None }
    }
}

/// Prepares under the default [`Policy`].
///
/// *Errors*: as [`prepare_with`].
pub fn prepare(election: &Election, options: &Options) -> Result<Prepared, Stop> {
    prepare_with(election, options, &Policy::default())
}

/// Prepares under the default [`Policy`], every paper a line of its own, in the order of the file: for the few rules whose
/// result depends on the order of the papers.
///
/// *Errors*: as [`prepare_with`], and more than [`MOST_SINGLE`] papers.
pub fn prepare_in_order(election: &Election, options: &Options) -> Result<Prepared, Stop> {
    let candidates = check(election, election.seats, options)?;
    let ballots = election.papers.total().map_err(unfit)?;
    if ballots > MOST_SINGLE {
        let text = format!(
            "{ballots} papers are too many for a count paper by paper, which takes {MOST_SINGLE} at most"
        );
        return Err(Stop::Unfit(text));
    }
    let standing = standing(election, options, candidates);
    let policy = Policy::default();
    let mut reader = Reader::new(&standing, &policy);
    let mut papers = Papers::default();
    for paper in election.papers.iter().filter(|paper| paper.weight > 0) {
        if reader.read(paper) {
            for _ in 0..paper.weight {
                papers.push(1, &reader.marks).map_err(unfit)?;
            }
        }
    }
    let valid = papers.lines() as u64;
    Ok(Prepared { candidates, seats: election.seats, standing, papers, valid, ballots })
}

/// Most papers that [`prepare_in_order`] takes one by one.
pub const MOST_SINGLE: u64 = 2_000_000;

/// Prepares an election for a count.
///
/// *Errors*: [`Stop::Unfit`] for no seats, no candidates, a number that names nobody, or more papers than can be counted.
pub fn prepare_with(election: &Election, options: &Options, policy: &Policy) -> Result<Prepared, Stop> {
    prepare_for(election, election.seats, options, policy)
}

/// Prepares an election for a method that fills so many seats, whatever the file says.
///
/// *Errors*: as [`prepare_with`].
pub fn prepare_for(
    election: &Election,
    seats: u32,
    options: &Options,
    policy: &Policy,
) -> Result<Prepared, Stop> {
    let candidates = check(election, seats, options)?;
    let ballots = election.papers.total().map_err(unfit)?;
    let standing = standing(election, options, candidates);
    let mut reader = Reader::new(&standing, policy);
    let mut merged = Merged::for_lines(election.papers.lines());
    for paper in election.papers.iter() {
        if paper.weight > 0 && reader.read(paper) {
            merged.add(paper.weight, &reader.marks)?;
        }
    }
    let (papers, valid) = merged.finish()?;
    Ok(Prepared { candidates, seats, standing, papers, valid, ballots })
}

impl Prepared {
    /// Who stands, in file order.
    pub fn field(&self) -> impl Iterator<Item = u16> {
        self.standing.iter().zip(0u16..).filter_map(|(stands, candidate)| stands.then_some(candidate))
    }
}

fn check(election: &Election, seats: u32, options: &Options) -> Result<usize, Stop> {
    let candidates = election.candidates.len();
    if candidates == 0 || candidates > MAX_CANDIDATES {
        return Err(Stop::Unfit(format!(
            "{candidates} candidates cannot be counted; give between 1 and {MAX_CANDIDATES}"
        )));
    }
    if seats == 0 {
        return Err(Stop::Unfit("no seats to fill; say how many with --seats".into()));
    }
    let groups = options.groups.iter().flat_map(|group| &group.members);
    let mut named = election.withdrawn.iter().chain(&options.vacating).chain(groups);
    match named.find(|candidate| usize::from(**candidate) >= candidates) {
        Some(stranger) => {
            let number = usize::from(*stranger) + 1;
            Err(Stop::Unfit(format!("there is no candidate {number}; numbers run from 1 to {candidates}")))
        }
        None => Ok(candidates),
    }
}

fn standing(election: &Election, options: &Options, candidates: usize) -> Vec<bool> {
    let mut standing = vec![true; candidates];
    for gone in election.withdrawn.iter().chain(&options.vacating) {
        standing[usize::from(*gone)] = false;
    }
    standing
}

fn unfit(error: impl std::fmt::Display) -> Stop {
    Stop::Unfit(error.to_string())
}

/// Reads one paper after another into `marks`.
struct Reader<'a> {
    standing: &'a [bool],
    policy: &'a Policy,
    /// The last line that named this candidate: cheaper than clearing flags for each paper.
    seen: Vec<u32>,
    line: u32,
    marks: Vec<Mark>,
}

impl<'a> Reader<'a> {
    fn new(standing: &'a [bool], policy: &'a Policy) -> Self {
        Self { standing, policy, seen: vec![0; standing.len()], line: 0, marks: Vec::new() }
    }

    /// Whether anything is left of the paper.
    fn read(&mut self, paper: Paper<'_>) -> bool {
        self.line += 1;
        self.marks.clear();
        let (mut rank, mut skipped, mut rest) = (0, 0, paper.marks);
        while let Some(first) = rest.first() {
            rank += 1;
            if self.policy.max_ranks.is_some_and(|most| rank > most) {
                break;
            }
            let size = 1 + rest[1..].iter().take_while(|mark| mark.is_equal()).count();
            let (group, later) = rest.split_at(size);
            rest = later;
            skipped = if first.candidate().is_none() && size == 1 { skipped + 1 } else { 0 };
            if matches!(self.policy.skips, Skips::StopAfter(most) if skipped > most) || !self.read_rank(group)
            {
                break;
            }
        }
        !self.marks.is_empty()
    }

    /// Whether the paper goes on after this rank.
    fn read_rank(&mut self, group: &[Mark]) -> bool {
        let stands = |candidate: &u16| self.standing.get(usize::from(*candidate)).copied().unwrap_or(false);
        let standing = |mark: &Mark| mark.candidate().filter(stands);
        if let [mark] = group {
            return standing(mark).is_none_or(|candidate| self.name(candidate, false));
        }
        let mut tied: Vec<u16> = group.iter().filter_map(standing).collect();
        tied.sort_unstable();
        tied.dedup();
        if tied.len() > 1 && self.policy.equals != Equals::Keep {
            return self.policy.equals == Equals::Skip;
        }
        let before = self.marks.len();
        tied.into_iter().all(|candidate| self.name(candidate, self.marks.len() > before))
    }

    fn name(&mut self, candidate: u16, equal: bool) -> bool {
        let last = &mut self.seen[usize::from(candidate)];
        if *last == self.line {
            return self.policy.repeats == Repeats::Ignore;
        }
        *last = self.line;
        self.marks.push(if equal { Mark::equal(candidate) } else { Mark::next(candidate) });
        true
    }
}

/// Distinct papers in order of first appearance, found again through an open table.
struct Merged {
    weights: Vec<u64>,
    ends: Vec<u32>,
    marks: Vec<Mark>,
    table: Vec<u32>,
}

impl Merged {
    const EMPTY: u32 = u32::MAX;
    /// How far to look for an equal paper. Bounded, so that no file can make the table slow; a paper not found is kept
    /// as a line of its own, which changes no result.
    const PROBES: usize = 32;

    fn for_lines(lines: usize) -> Self {
        let slots = (lines * 2).next_power_of_two().max(16);
        Self { weights: Vec::new(), ends: Vec::new(), marks: Vec::new(), table: vec![Self::EMPTY; slots] }
    }

    fn add(&mut self, weight: u64, marks: &[Mark]) -> Result<(), Stop> {
        let mask = self.table.len() - 1;
        let mut slot = spread(marks) as usize & mask;
        for _ in 0..Self::PROBES {
            match self.table[slot] {
                Self::EMPTY => {
                    self.table[slot] = self.weights.len() as u32;
                    break;
                }
                line if self.line(line as usize) == marks => {
                    // Cannot overflow: the sum of all weights was checked before.
                    self.weights[line as usize] += weight;
                    return Ok(());
                }
                _ => slot = (slot + 1) & mask,
            }
        }
        self.marks.extend_from_slice(marks);
        self.ends.push(u32::try_from(self.marks.len()).map_err(unfit)?);
        self.weights.push(weight);
        Ok(())
    }

    fn line(&self, line: usize) -> &[Mark] {
        let start = if line == 0 { 0 } else { self.ends[line - 1] as usize };
        &self.marks[start..self.ends[line] as usize]
    }

    fn finish(self) -> Result<(Papers, u64), Stop> {
        let valid = self.weights.iter().sum();
        Ok((Papers::from_parts(self.weights, self.ends, self.marks), valid))
    }
}

/// A multiplying hash; good enough for rankings, and what it does badly costs [`Merged::PROBES`] steps at most.
fn spread(marks: &[Mark]) -> u64 {
    let mix = |hash: u64, mark: &Mark| {
        (hash.rotate_left(5) ^ u64::from(mark.bits())).wrapping_mul(0x517c_c1b7_2722_0a95)
    };
    let hash = marks.iter().fold(0, mix);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::method::Break;
    use proptest::prelude::*;

    const SKIP: Mark = Mark::SKIP;

    fn marks(ranks: &[&[u16]]) -> Vec<Mark> {
        let mark = |(place, candidate): (usize, &u16)| match place {
            0 => Mark::next(*candidate),
            _ => Mark::equal(*candidate),
        };
        let rank = |rank: &&[u16]| {
            if rank.is_empty() { vec![SKIP] } else { rank.iter().enumerate().map(mark).collect() }
        };
        ranks.iter().flat_map(rank).collect()
    }

    fn prepared(policy: &Policy, withdrawn: &[u16], papers: &[(u64, &[&[u16]])]) -> Prepared {
        let mut election = Election { seats: 1, withdrawn: withdrawn.to_vec(), ..Election::default() };
        election.candidates = (0..6).map(|number| number.to_string()).collect();
        for (weight, ranks) in papers {
            election.papers.push(*weight, &marks(ranks)).unwrap();
        }
        prepare_with(&election, &options(), policy).unwrap()
    }

    fn options() -> Options {
        Options { tie: Break::Stop, vacating: Vec::new(), groups: Vec::new() }
    }

    fn left(policy: &Policy, withdrawn: &[u16], ranks: &[&[u16]]) -> Vec<u16> {
        let prepared = prepared(policy, withdrawn, &[(1, ranks)]);
        prepared.papers.iter().flat_map(|paper| paper.marks).filter_map(|mark| mark.candidate()).collect()
    }

    #[test]
    fn gaps_close_up_and_withdrawn_candidates_leave_no_gap() {
        let plain = Policy::default();
        assert_eq!(left(&plain, &[], &[&[3], &[], &[1]]), [3, 1]);
        assert_eq!(left(&plain, &[3], &[&[3], &[], &[1]]), [1]);
        let strict = Policy { skips: Skips::StopAfter(0), ..plain };
        assert_eq!(left(&strict, &[], &[&[3], &[], &[1]]), [3]);
        assert_eq!(left(&strict, &[3], &[&[3], &[2], &[1]]), [2, 1], "a withdrawn candidate is no gap");
        let lenient = Policy { skips: Skips::StopAfter(1), ..plain };
        assert_eq!(left(&lenient, &[], &[&[3], &[], &[1], &[], &[2]]), [3, 1, 2]);
        assert_eq!(left(&lenient, &[], &[&[3], &[], &[], &[1]]), [3]);
    }

    #[test]
    fn an_over_vote_ends_the_paper_is_passed_over_or_kept() {
        let ranks: &[&[u16]] = &[&[0], &[1, 2], &[3]];
        let policy = |equals| Policy { equals, ..Policy::default() };
        assert_eq!(left(&policy(Equals::Stop), &[], ranks), [0]);
        assert_eq!(left(&policy(Equals::Skip), &[], ranks), [0, 3]);
        assert_eq!(left(&policy(Equals::Keep), &[], ranks), [0, 1, 2, 3]);
        assert_eq!(
            left(&policy(Equals::Stop), &[2], ranks),
            [0, 1, 3],
            "one of the two withdrew: no over-vote"
        );
    }

    #[test]
    fn a_repeated_candidate_is_ignored_or_ends_the_paper() {
        let ranks: &[&[u16]] = &[&[0], &[1], &[0], &[2]];
        assert_eq!(left(&Policy::default(), &[], ranks), [0, 1, 2]);
        assert_eq!(left(&Policy { repeats: Repeats::Stop, ..Policy::default() }, &[], ranks), [0, 1]);
        assert_eq!(left(&Policy { max_ranks: Some(1), ..Policy::default() }, &[], ranks), [0]);
    }

    #[test]
    fn equal_papers_are_merged_and_empty_ones_are_not_valid() {
        let papers: &[(u64, &[&[u16]])] =
            &[(3, &[&[0], &[1]]), (2, &[]), (1, &[&[1]]), (4, &[&[0], &[], &[1]]), (0, &[&[2]])];
        let prepared = prepared(&Policy::default(), &[], papers);
        let lines: Vec<(u64, usize)> =
            prepared.papers.iter().map(|paper| (paper.weight, paper.marks.len())).collect();
        assert_eq!(lines, [(7, 2), (1, 1)]);
        assert_eq!((prepared.ballots, prepared.valid), (10, 8));
    }

    #[test]
    fn what_cannot_be_counted_is_refused_with_a_remedy() {
        let refused =
            |election: &Election, options: &Options| prepare(election, options).unwrap_err().to_string();
        let mut election = Election::default();
        assert!(refused(&election, &options()).contains("0 candidates"));
        election.candidates = vec!["Ana".into()];
        assert!(refused(&election, &options()).contains("--seats"));
        election.seats = 1;
        let vacating = Options { vacating: vec![3], ..options() };
        assert!(refused(&election, &vacating).contains("no candidate 4"));
        for _ in 0..3 {
            election.papers.push(Papers::MAX / 2, &[Mark::next(0)]).unwrap();
        }
        assert!(refused(&election, &options()).contains("more papers"));
    }

    #[test]
    fn papers_in_order_are_single_and_too_many_are_refused() {
        let mut election = Election { seats: 1, ..Election::default() };
        election.candidates = ["Ana", "Bo"].map(String::from).to_vec();
        election.papers.push(2, &[Mark::next(1)]).unwrap();
        election.papers.push(1, &[]).unwrap();
        election.papers.push(1, &[Mark::next(0)]).unwrap();
        let prepared = prepare_in_order(&election, &options()).unwrap();
        let firsts: Vec<_> =
            prepared.papers.iter().map(|paper| (paper.weight, paper.marks[0].candidate())).collect();
        assert_eq!(firsts, [(1, Some(1)), (1, Some(1)), (1, Some(0))]);
        assert_eq!((prepared.valid, prepared.ballots), (3, 4));
        election.papers.push(MOST_SINGLE, &[Mark::next(0)]).unwrap();
        assert!(prepare_in_order(&election, &options()).unwrap_err().to_string().contains("paper by paper"));
    }

    proptest! {
        #[test]
        fn merging_loses_no_paper_and_keeps_no_ranking_twice(
            papers in prop::collection::vec((1u64..5, prop::collection::vec(0u16..4, 0..5)), 0..60)
        ) {
            let mut election = Election { seats: 1, ..Election::default() };
            election.candidates = (0..4).map(|number| number.to_string()).collect();
            let mut expected: BTreeMap<Vec<u16>, u64> = BTreeMap::new();
            for (weight, ranking) in &papers {
                let marks: Vec<Mark> = ranking.iter().copied().map(Mark::next).collect();
                election.papers.push(*weight, &marks).unwrap();
                let mut first_mentions = Vec::new();
                for candidate in ranking {
                    if !first_mentions.contains(candidate) {
                        first_mentions.push(*candidate);
                    }
                }
                *expected.entry(first_mentions).or_default() += weight;
            }
            expected.remove(&Vec::new());
            let prepared = prepare(&election, &options()).unwrap();
            let ranking = |paper: Paper<'_>| paper.marks.iter().filter_map(|mark| mark.candidate()).collect::<Vec<_>>();
            let merged: BTreeMap<Vec<u16>, u64> =
                prepared.papers.iter().map(|paper| (ranking(paper), paper.weight)).collect();
            prop_assert_eq!(prepared.papers.lines(), expected.len(), "so few papers are all found again");
            prop_assert_eq!(merged, expected);
        }
    }
}
