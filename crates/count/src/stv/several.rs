//! Several winners at once as RCTab counts them: weighted transfers, everybody at the threshold elected in a round, papers
//! and ties by the configuration ([`crate::formats::rctab`]).
//!
//! *Source*: RCTab's behaviour, judged by its own expected reports. A round in which somebody reaches the threshold is
//! followed by one in which their surpluses pass on, also when all seats are filled. Not here: one winner
//! ([`crate::single`]).

use super::run::{Notes, oddities, uncontested};
use super::steps::{self, FOR_ELECTION, FOR_EXCLUSION, doomed, transfer_by_fraction};
use super::table::{Filing, Table, number};
use crate::arith::{Scale, Votes};
use crate::formats::rctab::Several;
use crate::grouped::{Prepared, prepare_with};
use crate::method::{Options, Stop};
use crate::report::Action;
use crate::reserve::{self, Reserve};
use crate::single::irv::reading;
use crate::single::policy::{FinalTie, Look, OverVote, Policy};
use crate::ties::{Pick, Ties};
use crate::{Count, Election, RuleSet};

const ID: &str = "rctab-several";

/// Counts by the rules of an RCTab configuration with several winners at once.
///
/// *Shape*: stages are rounds; a stage `surplus` names all whose surpluses pass on together.
///
/// *Errors*: a tie without a rule; rules that RCTab does not have for several winners either, more than twelve decimal
/// places, or over-votes that depend on who is continuing.
pub fn count(
    election: &Election,
    options: &Options,
    policy: &Policy,
    several: &Several,
) -> Result<Count, Stop> {
    check(policy, several)?;
    if !options.vacating.is_empty() {
        return Err(Stop::Unfit(
            "RCTab has no rule for filling a vacancy by a recount; count with scottish-2011, ers97 or meek-prf".into(),
        ));
    }
    let prepared = prepare_with(election, options, &reading(policy))?;
    let reserve = Reserve::new(&prepared, &options.groups)?;
    let rule_set = rule_set(policy, several);
    let mut answer = Count {
        method: rule_set.name,
        rules_version: rule_set.version,
        rules_digest: rule_set.digest,
        seats: election.seats,
        candidates: election.candidates.clone(),
        ballots: prepared.ballots,
        valid: prepared.valid,
        ..Count::default()
    };
    let mut notes = Notes::default();
    notes.warnings.extend_from_slice(reserve.shortfalls());
    answer.explanation.extend(options.groups.iter().map(reserve::told));
    let field: Vec<u16> = prepared.field().collect();
    if field.len() == reserve.places() {
        answer.elected = field.iter().copied().map(number).collect();
        answer.explanation.push(uncontested(field.len(), prepared.seats));
        return Ok(answer);
    }
    let table = Table::new(election, &prepared, Scale::new(several.places), Filing::ByValue, reserve)?;
    let threshold = threshold(&table, &prepared, several);
    let mut rounds = Rounds { table, ties: Ties::new(&options.tie, election), policy, several, threshold };
    rounds.run()?;
    let Rounds { table, ties, .. } = rounds;
    oddities(&table, election, &prepared, &mut notes);
    answer.elected = table.elected.iter().copied().map(number).collect();
    answer.stages = table.stages;
    answer.ties = ties.into_record();
    answer.explanation.extend(table.remarks);
    answer.warnings = notes.warnings;
    Ok(answer)
}

/// Name, version and digest of these rules.
pub fn rule_set(policy: &Policy, several: &Several) -> RuleSet {
    RuleSet::of(ID, "1", &rules(policy, several))
}

fn check(policy: &Policy, several: &Several) -> Result<(), Stop> {
    let refused = |text: &str| Err(Stop::Unfit(text.into()));
    if several.places > 12 {
        return refused(
            "more than 12 decimal places are not counted here; set decimalPlacesForVoteArithmetic to 12 or fewer",
        );
    }
    if policy.over_vote == OverVote::ExhaustIfSeveral {
        return refused(
            "over-votes that depend on who is continuing are not counted with several winners at once; choose exhaustImmediately or alwaysSkipToNextRank",
        );
    }
    if policy.batch || policy.until_two {
        return refused("batch elimination and continuing to two are for one winner; switch them off");
    }
    Ok(())
}

/// Votes over seats and one more (or over seats), and one unit of the last place that counts.
fn threshold(table: &Table<'_>, prepared: &Prepared, several: &Several) -> Votes {
    let divisor = Votes::from(prepared.seats) + Votes::from(!several.hare);
    let valid = table.scale.whole(prepared.valid);
    match several.fractional_threshold {
        true => valid / divisor + 1,
        false => table.scale.cut(valid / divisor) + table.scale.one(),
    }
}

struct Rounds<'a, 'p, 't> {
    table: Table<'p>,
    ties: Ties<'t>,
    policy: &'a Policy,
    several: &'a Several,
    threshold: Votes,
}

impl Rounds<'_, '_, '_> {
    fn run(&mut self) -> Result<(), Stop> {
        let (mut action, mut of) = (Action::First, Vec::new());
        loop {
            self.table.check_room(0)?;
            let winners = self.elect()?;
            self.table.close(action, &of, Some(self.threshold));
            let stopped = self.policy.stop_after.is_some_and(|last| self.table.stage() > last);
            if stopped || (winners.is_empty() && self.table.unfilled() == 0) {
                return Ok(());
            }
            (action, of) = if winners.is_empty() { self.exclude()? } else { self.transfer(winners) };
        }
    }

    /// Everybody at the threshold, or the one with most votes; all, if only as many are left as places. Nobody while names
    /// that were not declared hold papers.
    fn elect(&mut self) -> Result<Vec<u16>, Stop> {
        let before = self.table.elected.len();
        if self.table.unfilled() == 0 || !self.write_ins().is_empty() {
            return Ok(Vec::new());
        }
        let mut ready = self.table.continuing();
        let all = ready.len() - doomed(&self.table).len() <= self.table.unfilled();
        ready.retain(|candidate| all || self.table.of(*candidate) >= self.threshold);
        while let Some(next) = self.highest(&ready)? {
            ready.retain(|candidate| *candidate != next);
            let continuing = self.table.continuing();
            if self.table.reserve.may_elect(&self.table.elected, &continuing, next) {
                self.table.elect(next);
            }
            if self.several.one_per_round && self.table.elected.len() > before {
                break;
            }
        }
        Ok(self.table.elected[before..].to_vec())
    }

    fn highest(&mut self, ready: &[u16]) -> Result<Option<u16>, Stop> {
        let Some(most) = ready.iter().map(|candidate| self.table.of(*candidate)).max() else {
            return Ok(None);
        };
        let mut equal: Vec<u16> =
            ready.iter().copied().filter(|candidate| self.table.of(*candidate) == most).collect();
        if !self.several.one_per_round && steps::room_for_all(&self.table, &equal) {
            return Ok(equal.first().copied());
        }
        if self.policy.final_tie == FinalTie::Elect {
            return self.untie(FOR_ELECTION, &equal, Pick::Highest).map(Some);
        }
        // As in RCTab, where the declared order says who loses.
        while equal.len() > 1 {
            let loser = self.untie(FOR_ELECTION, &equal, Pick::Lowest)?;
            equal.retain(|candidate| *candidate != loser);
        }
        Ok(equal.first().copied())
    }

    /// Surpluses pass on; once all seats are filled nobody receives them.
    fn transfer(&mut self, winners: Vec<u16>) -> (Action, Vec<u16>) {
        for winner in &winners {
            let surplus = self.table.of(*winner) - self.threshold;
            if surplus > 0 && self.table.unfilled() > 0 {
                transfer_by_fraction(&mut self.table, *winner, self.threshold);
            } else if surplus > 0 {
                self.table.lose(*winner, surplus);
                self.table.votes[usize::from(*winner)] = self.threshold;
            }
        }
        (Action::Surplus, winners)
    }

    /// Names that were not declared, then those whom reserved seats rule out or who have too few votes, then the lowest.
    fn exclude(&mut self) -> Result<(Action, Vec<u16>), Stop> {
        let mut out = self.write_ins();
        if out.is_empty() {
            out = doomed(&self.table);
        }
        if out.is_empty() {
            out = self.below_minimum();
        }
        if out.is_empty() {
            out.push(self.lowest()?);
        }
        steps::exclude(&mut self.table, &out);
        Ok((Action::Exclusion, out))
    }

    fn write_ins(&self) -> Vec<u16> {
        let mut names = self.table.continuing();
        names.retain(|candidate| self.policy.write_ins.contains(candidate) && self.table.of(*candidate) > 0);
        names
    }

    fn below_minimum(&self) -> Vec<u16> {
        let minimum = self.table.scale.whole(self.policy.minimum_votes);
        let continuing = self.table.continuing();
        let mut below = continuing.clone();
        below.retain(|candidate| self.table.of(*candidate) < minimum);
        match self.table.reserve.may_exclude(&self.table.elected, &continuing, &below) {
            true => below,
            false => Vec::new(),
        }
    }

    fn lowest(&mut self) -> Result<u16, Stop> {
        let mut set = self.table.reserve.excludable(&self.table.elected, &self.table.continuing());
        let fewest = set.iter().map(|candidate| self.table.of(*candidate)).min();
        set.retain(|candidate| Some(self.table.of(*candidate)) == fewest);
        match set.is_empty() {
            // Unreachable while `elect` runs before: if nobody may go, everybody left is needed.
            true => Err(Stop::Unfit("nobody can be excluded under the reserved seats".into())),
            false => self.untie(FOR_EXCLUSION, &set, Pick::Lowest),
        }
    }

    fn untie(&mut self, purpose: &'static str, set: &[u16], pick: Pick) -> Result<u16, Stop> {
        let (stage, history) = (self.table.stage(), &self.table.history);
        match (set, self.policy.look) {
            ([only], _) => Ok(*only),
            (_, Look::Backwards) => self.ties.backwards(stage, purpose, set, history, pick),
            (_, Look::Forwards) => self.ties.forwards(stage, purpose, set, history, pick),
            (_, Look::Nothing) => self.ties.lot(stage, purpose, set),
        }
    }
}

/// The rule text: canonical JSON, every parameter written out.
pub fn rules(policy: &Policy, several: &Several) -> String {
    let limit =
        |limit: Option<u32>, none: &str| limit.map_or(format!(r#""{none}""#), |limit| limit.to_string());
    let word = |word: &dyn std::fmt::Debug| format!("{word:?}").to_lowercase();
    let write_ins: Vec<String> =
        policy.write_ins.iter().map(|candidate| number(*candidate).to_string()).collect();
    let parts = [
        format!(r#""final_tie":"{}""#, word(&policy.final_tie)),
        format!(r#""look":"{}""#, word(&policy.look)),
        format!(r#""maximum_rankings":{}"#, limit(policy.rankings, "all")),
        format!(r#""method":"{ID}""#),
        format!(r#""minimum_votes":{}"#, policy.minimum_votes),
        format!(r#""one_per_round":{}"#, several.one_per_round),
        format!(r#""over_vote":"{}""#, word(&policy.over_vote)),
        format!(r#""places":{}"#, several.places),
        format!(r#""repeated":"{}""#, word(&policy.repeated)),
        format!(r#""skipped_ranks":{}"#, limit(policy.skipped_ranks, "close up")),
        format!(r#""stop_after":{}"#, limit(policy.stop_after, "never")),
        r#""surplus":"all of a round together; fraction = floor(surplus / votes), each paper at floor(fraction x value)""#.into(),
        format!(r#""threshold":"valid / (seats{}), {}""#, if several.hare { "" } else { " + 1" }, match several.fractional_threshold {
            true => "and one unit of the last place",
            false => "fractions dropped, and 1",
        }),
        r#""version":"1""#.into(),
        format!(r#""write_ins":[{}]"#, write_ins.join(",")),
    ];
    format!("{{{}}}", parts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn every_rule_text_is_canonical_json() {
        let fractional = Several { fractional_threshold: true, places: 4, ..Several::default() };
        let odd = Policy { skipped_ranks: Some(1), write_ins: vec![2, 5], ..Policy::plain() };
        for text in
            [rules(&Policy::plain(), &fractional), rules(&odd, &Several { hare: true, ..Several::default() })]
        {
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
    }
}
