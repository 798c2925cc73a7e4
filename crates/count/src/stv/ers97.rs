//! ERS97: the rules of the Electoral Reform Society, third edition, 1997 (Newland and Britton), which most British unions
//! name in their rule books.
//!
//! *Source*: clause numbers in brackets are those of the rules. The rules say "batch" for all papers of one value moved
//! together; here each batch is a parcel of its own, because a surplus looks at the last one only.

use std::collections::BTreeMap;

use super::run::{Notes, Reading, Rule, Vacancies, run};
use super::steps::{
    FOR_EXCLUSION, FOR_TRANSFER, doomed, explain_reserve, fill_last, room_for_all, transfer_last_parcel,
};
use super::table::{Filing, Parcel, Status, Table};
use crate::arith::{Scale, Votes, mul_div_ceil};
use crate::grouped::Prepared;
use crate::method::{Method, Options, Stop};
use crate::report::Action;
use crate::ties::{Pick, Ties, narrow};
use crate::{Count, Election};

/// Every parameter, in words.
const TEXT: &str = concat!(
    r#"{"deferral":"5.2.2: while the surpluses cannot change who is excluded next","#,
    r#""elected":"votes at or above the quota, or above active votes / (unfilled places + 1); after stage 1, each surplus, each batch","#,
    r#""equal_marks":"the paper ends there","exclusion":"as many of the lowest as safe, batches by value, highest first","#,
    r#""last_places":"5.5.1: an exclusion that would leave as many as places elects them instead","method":"ers97","places":2,"#,
    r#""quota":"valid / (seats + 1), up to 0.01; less non-transferable until somebody is elected","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything else, who is needed is not excluded","#,
    r#""rounding":"transfer value down, once","skipped_ranks":"closed up","source":"ERS97, sections 5 to 7","#,
    r#""surplus":"largest first; last batch only; over its transferable papers, at most their present value","#,
    r#""tie":"forwards, earliest batch with a difference, step by step; then the declared rule; 5.6.2: too few places and never a difference elects none","#,
    r#""uncontested":"all elected without a count","vacancy":"7.1: recount without the vacating member, sitting members guarded","version":"1"}"#
);

const RULE: Rule = Rule {
    id: "ers97",
    version: "1",
    text: TEXT,
    scale: Scale::new(2),
    filing: Filing::ByArrival,
    reading: Reading::Merged,
    caveats: &[],
    vacancies: Vacancies::Recount,
    count,
};

/// ERS97.
pub(super) const METHOD: Method = Method {
    id: RULE.id,
    name: "Single transferable vote, Electoral Reform Society rules 1997",
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
    let valid = table.scale.whole(prepared.valid);
    let mut ers =
        Ers { table, ties, valid, divisor: Votes::from(prepared.seats) + 1, quota: 0, points: Vec::new() };
    ers.set_quota();
    notes.explanation.push(format!(
        "Quota: {} valid papers divided by {} (seats and one more), to two places and up: {}.",
        prepared.valid,
        ers.divisor,
        ers.table.scale.text(ers.quota)
    ));
    ers.point(String::new());
    let mut done = ers.finish_stage(Action::First, &[]);
    while !done {
        done = ers.next_stage()?;
    }
    Ok(())
}

struct Ers<'c, 't, 'r> {
    table: &'c mut Table<'t>,
    ties: &'c mut Ties<'r>,
    valid: Votes,
    /// Seats and one more.
    divisor: Votes,
    quota: Votes,
    /// Votes after every batch, with the name of the point: where ties look.
    points: Vec<(String, Vec<Votes>)>,
}

impl Ers<'_, '_, '_> {
    /// [5.1.6, 5.4.8]
    fn set_quota(&mut self) {
        self.quota = mul_div_ceil(self.valid - self.table.lost, 1, self.divisor);
    }

    fn point(&mut self, batch: String) {
        self.points.push((format!("stage {}{batch}", self.table.stage()), self.table.votes.clone()));
    }

    fn finish_stage(&mut self, action: Action, of: &[u16]) -> bool {
        self.elect();
        let done = fill_last(self.table);
        self.table.close(action, of, Some(self.quota));
        done
    }

    /// [5.2]
    fn next_stage(&mut self) -> Result<bool, Stop> {
        self.table.check_room(self.points.len())?;
        let out = doomed(self.table);
        if !out.is_empty() {
            return Ok(self.exclude(&out));
        }
        if let Some(group) = self.safe_group()? {
            return Ok(self.exclude(&group));
        }
        if let Some(candidate) = self.largest_surplus()? {
            self.transfer(candidate);
            return Ok(self.finish_stage(Action::Surplus, &[candidate]));
        }
        let lowest = self.lowest(1)?;
        Ok(self.exclude(&lowest))
    }

    /// Elects by quota, or by the share of the active vote that suffices [5.1.7, 5.3.13, 5.4.9].
    fn elect(&mut self) {
        while let Some(next) = self.next_elected() {
            self.table.elect(next);
        }
    }

    fn next_elected(&mut self) -> Option<u16> {
        let unfilled = self.table.unfilled();
        let active = self.active();
        let continuing = self.table.continuing();
        let enough =
            |votes: Votes| votes > 0 && (votes >= self.quota || votes * (unfilled as Votes + 1) >= active);
        let may = |candidate: &u16| {
            enough(self.table.of(*candidate))
                && self.table.reserve.may_elect(&self.table.elected, &continuing, *candidate)
        };
        let ready: Vec<u16> = continuing.iter().copied().filter(may).collect();
        let most = ready.iter().map(|candidate| self.table.of(*candidate)).max()?;
        let equal: Vec<u16> =
            ready.into_iter().filter(|candidate| self.table.of(*candidate) == most).collect();
        if room_for_all(self.table, &equal) {
            return equal.first().copied();
        }
        self.ahead(&equal)
    }

    /// Equal votes and too few places [5.6.2]: those ahead at the earliest difference; none, if there never was one.
    fn ahead(&mut self, equal: &[u16]) -> Option<u16> {
        let points = self.points.iter().map(|(name, votes)| (name.clone(), votes.as_slice()));
        let (left, used) = narrow(equal, points, Pick::Highest);
        let stage = self.table.stage();
        if room_for_all(self.table, &left) {
            self.ties.note(stage, equal, used.join(", then "), left[0]);
            return left.first().copied();
        }
        let names = self.table.called(&left);
        self.table.remark(&format!(
            "{names} have enough votes but were equal at every point, and there are too few places for all: none of them is elected here (5.6.2)."
        ));
        None
    }

    /// The total active vote [6.20]: continuing votes, surpluses not transferred, papers in hand.
    fn active(&self) -> Votes {
        let part = |(status, votes): (&Status, &Votes)| match status {
            Status::Continuing | Status::Excluded => *votes,
            Status::Elected | Status::Pending => (*votes - self.quota).max(0),
            Status::Absent => 0,
        };
        self.table.status.iter().zip(&self.table.votes).map(part).sum()
    }

    fn surpluses(&self) -> impl Iterator<Item = (u16, Votes)> {
        let elected = self.table.having(Status::Elected).into_iter();
        elected
            .map(|candidate| (candidate, self.table.of(candidate) - self.quota))
            .filter(|(_, surplus)| *surplus > 0)
    }

    /// The largest group of lowest candidates that may go together, deferring every surplus [5.2.2, 5.2.5].
    ///
    /// Clause 5.2.2 defers exactly when such a group exists: (a) is the group of one, (b) the larger ones.
    fn safe_group(&mut self) -> Result<Option<Vec<u16>>, Stop> {
        let deferred: Votes = self.surpluses().map(|(_, surplus)| surplus).sum();
        let field = self.table.continuing().len();
        let votes: Vec<Votes> =
            self.excludable().into_iter().map(|candidate| self.table.of(candidate)).collect();
        let most = field.saturating_sub(self.table.unfilled()).min(votes.len().saturating_sub(1));
        for size in (1..=most).rev() {
            if votes[..size].iter().sum::<Votes>() + deferred > votes[size] {
                continue;
            }
            let group = self.lowest(size)?;
            if self.table.reserve.may_exclude(&self.table.elected, &self.table.continuing(), &group) {
                return Ok(Some(group));
            }
        }
        Ok(None)
    }

    /// Continuing candidates, fewest votes first, without those whom reserved seats guard.
    fn excludable(&self) -> Vec<u16> {
        let mut list = self.table.reserve.excludable(&self.table.elected, &self.table.continuing());
        list.sort_by_key(|candidate| self.table.of(*candidate));
        list
    }

    /// The lowest so many; where equal votes straddle the edge, the earliest difference decides who goes, then the rule.
    fn lowest(&mut self, size: usize) -> Result<Vec<u16>, Stop> {
        let list = self.excludable();
        let Some(edge) = list.get(size - 1).map(|candidate| self.table.of(*candidate)) else {
            // Unreachable while `fill_last` runs before: if nobody may go, everybody left is needed.
            return Err(Stop::Unfit("nobody can be excluded under the reserved seats".into()));
        };
        let mut group: Vec<u16> =
            list.iter().copied().filter(|candidate| self.table.of(*candidate) < edge).collect();
        let mut equal: Vec<u16> =
            list.into_iter().filter(|candidate| self.table.of(*candidate) == edge).collect();
        while group.len() < size {
            let next = match equal.len() == size - group.len() {
                true => equal[0],
                false => self.untie(FOR_EXCLUSION, &equal, Pick::Lowest)?,
            };
            equal.retain(|candidate| *candidate != next);
            group.push(next);
        }
        Ok(group)
    }

    /// [5.2.3]
    fn largest_surplus(&mut self) -> Result<Option<u16>, Stop> {
        let Some(most) = self.surpluses().map(|(_, surplus)| surplus).max() else { return Ok(None) };
        let equal: Vec<u16> = self
            .surpluses()
            .filter(|(_, surplus)| *surplus == most)
            .map(|(candidate, _)| candidate)
            .collect();
        match equal[..] {
            [only] => Ok(Some(only)),
            _ => self.untie(FOR_TRANSFER, &equal, Pick::Highest).map(Some),
        }
    }

    fn untie(&mut self, purpose: &'static str, set: &[u16], pick: Pick) -> Result<u16, Stop> {
        let points = self.points.iter().map(|(name, votes)| (name.clone(), votes.as_slice()));
        self.ties.along(self.table.stage(), purpose, set, points, pick)
    }

    /// [5.3]
    fn transfer(&mut self, candidate: u16) {
        transfer_last_parcel(self.table, candidate, self.quota);
        self.point(String::new());
    }

    /// [5.4, 5.5.1]; answers whether all places are filled.
    fn exclude(&mut self, group: &[u16]) -> bool {
        explain_reserve(self.table, group);
        self.table.exclude(group);
        if fill_last(self.table) {
            self.table.close(Action::Exclusion, group, Some(self.quota));
            return true;
        }
        let mut batches: BTreeMap<Votes, Vec<(u16, Parcel)>> = BTreeMap::new();
        for from in group {
            for parcel in std::mem::take(&mut self.table.held[usize::from(*from)]) {
                batches.entry(parcel.value).or_default().push((*from, parcel));
            }
        }
        for (value, batch) in batches.into_iter().rev() {
            self.move_batch(value, batch);
            self.point(format!(", papers of {}", self.table.scale.text(value)));
            if self.table.elected.is_empty() {
                self.set_quota();
            }
            self.elect();
            if self.table.unfilled() == 0 {
                break;
            }
        }
        self.finish_stage(Action::Exclusion, group)
    }

    /// One sub-stage: what a receiver gets from several of the excluded is one batch.
    fn move_batch(&mut self, value: Votes, batch: Vec<(u16, Parcel)>) {
        let mut received: BTreeMap<u16, Parcel> = BTreeMap::new();
        for (from, parcel) in batch {
            let sorted = self.table.sort(&parcel.lines);
            for (to, lines, papers) in sorted.piles {
                let pile = received.entry(to).or_insert_with(|| Parcel { value, ..Parcel::default() });
                pile.lines.extend_from_slice(&lines);
                pile.papers += papers;
                self.table.note_flow(from, Some(to), value * Votes::from(papers));
            }
            self.table.votes[usize::from(from)] -= value * Votes::from(parcel.papers);
            self.table.lose(from, value * Votes::from(sorted.stuck));
        }
        for (to, parcel) in received {
            self.table.credit(to, parcel);
        }
    }
}
