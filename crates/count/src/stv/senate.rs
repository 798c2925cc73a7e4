//! Australian Senate, Commonwealth Electoral Act 1918 section 273 as amended in 2021: whole votes, one transfer value for a
//! surplus whatever the papers were worth before, exclusions by falling transfer value.
//!
//! *Source*: numbers in brackets are subsections of section 273. When (17) and (18) apply is disputed; here, as in
//! ConcreteSTV's reading, only when no surplus waits and no exclusion is under way. Each transfer value of an exclusion is
//! a stage of its own, as in the official distributions.
//!
//! Not here: marks above the line; a reader turns them into rankings.

use std::cmp::Ordering;
use std::collections::VecDeque;

use super::run::{Notes, Reading, Rule, Vacancies, run};
use super::steps::{FOR_ELECTION, Look, doomed, explain_reserve, fill_last, lowest};
use super::table::{Filing, Sorted, Table};
use crate::arith::{Scale, Votes};
use crate::grouped::Prepared;
use crate::method::{Method, Options, Stop};
use crate::report::Action;
use crate::ties::Ties;
use crate::{Count, Election};

/// Every parameter, in words.
const TEXT: &str = concat!(
    r#"{"bulk_exclusion":"none, as for a count by computer","elected":"votes at or above the quota, after every stage","equal_marks":"the paper ends there","#,
    r#""exclusion":"one candidate, the lowest; papers by transfer value, highest first, each value a stage, each receiver's sum cut to whole votes","#,
    r#""last_places":"(17) of the last two for the last place the larger, (18) as many continuing as places: all; only when no surplus waits and no exclusion is under way","#,
    r#""method":"senate-au","places":0,"quota":"floor(valid / (seats + 1)) + 1, fixed","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything else, who is needed is not excluded","#,
    r#""skipped_ranks":"closed up","source":"Commonwealth Electoral Act 1918 s. 273, as amended 2021","#,
    r#""surplus":"in order of election; all papers at surplus / papers, each receiver's sum cut to whole votes","#,
    r#""tie":"exclusion: backwards, latest stage with a difference, step by step; order of election: latest stage at which all differ; (17): none; then the declared rule","#,
    r#""uncontested":"all elected without a count","vacancy":"none by recount","version":"1"}"#
);

const RULE: Rule = Rule {
    id: "senate-au",
    version: "1",
    text: TEXT,
    scale: Scale::new(0),
    filing: Filing::ByValue,
    reading: Reading::Merged,
    caveats: &[
        "Senate: when subsections 273(17) and (18) apply is disputed; here only when no surplus waits and no exclusion is under way. Non-transferable votes include those lost, or gained, by fractions.",
    ],
    vacancies: Vacancies::Refused(
        "a Senate vacancy is filled by the state's parliament, not by a recount; use another method for --vacating",
    ),
    count,
};

/// Australian Senate.
pub(super) const METHOD: Method = Method {
    id: RULE.id,
    name: "Single transferable vote, Australian Senate from 2021",
    rules: TEXT,
    count: method,
};

fn method(election: &Election, options: &Options) -> Result<Count, Stop> {
    run(&RULE, election, options)
}

fn count(
    table: &mut Table<'_>,
    ties: &mut Ties<'_>,
    notes: &mut Notes,
    prepared: &Prepared,
) -> Result<(), Stop> {
    let (valid, divisor) = (prepared.valid, u64::from(prepared.seats) + 1);
    let quota = Votes::from(valid / divisor + 1);
    notes.explanation.push(format!(
        "Quota: {valid} valid papers divided by {divisor} (seats and one more), fractions dropped, and one more: {quota}."
    ));
    let piles = std::mem::take(&mut table.held);
    let first = |parcel: super::table::Parcel| Pile {
        value: Value::ONE,
        votes: Votes::from(parcel.papers),
        papers: parcel.papers,
        lines: parcel.lines,
    };
    let piles = piles.into_iter().map(|held| held.into_iter().map(first).collect()).collect();
    let mut senate = Senate { table, ties, quota, piles, waiting: VecDeque::new() };
    senate.finish_stage(Action::First, &[], true)?;
    while senate.table.unfilled() > 0 {
        senate.next_stage()?;
    }
    Ok(())
}

/// A transfer value: surplus over papers, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Value {
    surplus: u64,
    papers: u64,
}

impl Value {
    const ONE: Self = Self { surplus: 1, papers: 1 };

    fn new(surplus: u64, papers: u64) -> Self {
        let (mut a, mut b) = (surplus, papers);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        Self { surplus: surplus / a.max(1), papers: papers / a.max(1) }
    }

    /// Cut to whole votes.
    fn of(self, papers: u64) -> Votes {
        Votes::from(self.surplus) * Votes::from(papers) / Votes::from(self.papers)
    }

    fn by_size(self, other: Self) -> Ordering {
        let (left, right) = (
            u128::from(self.surplus) * u128::from(other.papers),
            u128::from(other.surplus) * u128::from(self.papers),
        );
        left.cmp(&right)
    }
}

/// A candidate's papers of one transfer value, and the whole votes they brought.
struct Pile {
    value: Value,
    lines: Vec<u32>,
    papers: u64,
    votes: Votes,
}

struct Senate<'c, 't, 'r> {
    table: &'c mut Table<'t>,
    ties: &'c mut Ties<'r>,
    quota: Votes,
    piles: Vec<Vec<Pile>>,
    /// Elected, with a surplus not yet transferred, in order of election.
    waiting: VecDeque<u16>,
}

impl Senate<'_, '_, '_> {
    fn next_stage(&mut self) -> Result<(), Stop> {
        let out = doomed(self.table);
        if !out.is_empty() {
            return self.exclude(&out);
        }
        if let Some(candidate) = self.waiting.pop_front() {
            self.transfer(candidate);
            return self.finish_stage(Action::Surplus, &[candidate], true);
        }
        let candidate = lowest(self.table, self.ties, Look::Back)?;
        self.exclude(&[candidate])
    }

    fn finish_stage(&mut self, action: Action, of: &[u16], complete: bool) -> Result<(), Stop> {
        self.table.check_room(0)?;
        self.elect_at_quota()?;
        if complete && self.waiting.is_empty() {
            self.elect_larger_of_last_two()?;
            fill_last(self.table);
        }
        self.table.close(action, of, Some(self.quota));
        Ok(())
    }

    fn elect_at_quota(&mut self) -> Result<(), Stop> {
        let mut ready = self.table.continuing();
        ready.retain(|candidate| self.table.of(*candidate) >= self.quota);
        while let Some(most) = ready.iter().map(|candidate| self.table.of(*candidate)).max() {
            let (equal, rest): (Vec<u16>, Vec<u16>) =
                ready.into_iter().partition(|candidate| self.table.of(*candidate) == most);
            ready = rest;
            for candidate in self.in_order(equal, most)? {
                if self.table.reserve.may_elect(&self.table.elected, &self.table.continuing(), candidate) {
                    self.table.elect(candidate);
                    if most > self.quota {
                        self.waiting.push_back(candidate);
                    }
                }
            }
        }
        Ok(())
    }

    /// Equal votes (20)(b), (22): by the latest stage at which all of them differed, else by lot. Without a surplus and
    /// with room for all, the order has no effect and nobody need decide it.
    fn in_order(&mut self, mut equal: Vec<u16>, votes: Votes) -> Result<Vec<u16>, Stop> {
        if equal.len() < 2 || (votes == self.quota && super::steps::room_for_all(self.table, &equal)) {
            return Ok(equal);
        }
        let stage = self.table.stage();
        let differ = |history: &&Vec<Votes>| {
            let mut votes: Vec<Votes> =
                equal.iter().map(|candidate| history[usize::from(*candidate)]).collect();
            votes.sort_unstable();
            votes.windows(2).all(|pair| pair[0] != pair[1])
        };
        if let Some(index) = self.table.history.iter().rposition(|history| differ(&history)) {
            let set = equal.clone();
            equal.sort_by_key(|candidate| -self.table.history[index][usize::from(*candidate)]);
            self.ties.note(stage, &set, format!("stage {}", index + 1), equal[0]);
            return Ok(equal);
        }
        let mut order = Vec::new();
        while equal.len() > 1 {
            let next = self.ties.lot(stage, FOR_ELECTION, &equal)?;
            equal.retain(|candidate| *candidate != next);
            order.push(next);
        }
        order.extend(equal);
        Ok(order)
    }

    /// (17), equal votes by lot at once.
    fn elect_larger_of_last_two(&mut self) -> Result<(), Stop> {
        let continuing = self.table.continuing();
        let may =
            |candidate: &u16| self.table.reserve.may_elect(&self.table.elected, &continuing, *candidate);
        let two: Vec<u16> = continuing.iter().copied().filter(may).collect();
        if let ([one, other], 1) = (&two[..], self.table.unfilled()) {
            let larger = match self.table.of(*one).cmp(&self.table.of(*other)) {
                Ordering::Greater => *one,
                Ordering::Less => *other,
                Ordering::Equal => self.ties.lot(self.table.stage(), FOR_ELECTION, &two)?,
            };
            self.table.elect(larger);
        }
        Ok(())
    }

    /// (9), (14): every paper at one value, whatever it was worth before.
    fn transfer(&mut self, candidate: u16) {
        let surplus = self.table.of(candidate) - self.quota;
        let piles = std::mem::take(&mut self.piles[usize::from(candidate)]);
        let papers = piles.iter().map(|pile| pile.papers).sum();
        let lines: Vec<u32> = piles.into_iter().flat_map(|pile| pile.lines).collect();
        let value = Value::new(u64::try_from(surplus).unwrap_or(0), papers);
        let sorted = self.table.sort(&lines);
        let credited = self.hand_over(candidate, sorted, value);
        self.table.lose(candidate, surplus - credited);
        self.table.votes[usize::from(candidate)] = self.quota;
        self.table.remark(&format!(
            "{papers} papers share a surplus of {surplus} votes; each passes on at {surplus}/{papers}."
        ));
    }

    /// (13AA)
    fn exclude(&mut self, out: &[u16]) -> Result<(), Stop> {
        explain_reserve(self.table, out);
        self.table.exclude(out);
        let mut piles: Vec<(u16, Pile)> = Vec::new();
        for candidate in out {
            let held = std::mem::take(&mut self.piles[usize::from(*candidate)]);
            piles.extend(held.into_iter().map(|pile| (*candidate, pile)));
        }
        if piles.is_empty() {
            return self.finish_stage(Action::Exclusion, out, true);
        }
        piles.sort_by(|(_, one), (_, other)| other.value.by_size(one.value));
        while let Some(value) = piles.first().map(|(_, pile)| pile.value) {
            let step = piles.iter().take_while(|(_, pile)| pile.value == value).count();
            for (from, pile) in piles.drain(..step) {
                let sorted = self.table.sort(&pile.lines);
                let credited = self.hand_over(from, sorted, value);
                self.table.lose(from, pile.votes - credited);
                self.table.votes[usize::from(from)] -= pile.votes;
            }
            self.finish_stage(Action::Exclusion, out, piles.is_empty())?;
            if self.table.unfilled() == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Whole votes to each receiver; papers of one value lie together.
    fn hand_over(&mut self, from: u16, sorted: Sorted, value: Value) -> Votes {
        let mut credited = 0;
        for (to, lines, papers) in sorted.piles {
            let votes = value.of(papers);
            credited += votes;
            self.table.votes[usize::from(to)] += votes;
            self.table.note_flow(from, Some(to), votes);
            let held = &mut self.piles[usize::from(to)];
            match held.iter_mut().find(|pile| pile.value == value) {
                Some(pile) => {
                    pile.lines.extend_from_slice(&lines);
                    pile.papers += papers;
                    pile.votes += votes;
                }
                None => held.push(Pile { value, lines, papers, votes }),
            }
        }
        credited
    }
}
