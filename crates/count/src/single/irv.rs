//! Instant runoff (alternative vote) under a [`Policy`]: count each paper for its highest candidate still in the race; a
//! majority of these votes elects; otherwise the fewest go.
//!
//! Not here: what the choices of a policy mean ([`super::policy`]), and how papers move (`race`).

use super::policy::{FinalTie, Look, OverVote, Policy, Repeated, Winners};
use super::race::Race;
use super::{check, head, number, oddities, one_seat, rules, vacancy};
use crate::grouped::{self, Equals, Prepared, Repeats, Skips, prepare_for};
use crate::method::Method;
use crate::report::Count;
use crate::ties::{Pick, Ties};
use crate::{Election, Options, RuleSet, Stop};

/// Instant runoff under [`Policy::plain`].
pub(super) const IRV: Method =
    Method { id: "irv", name: "Instant runoff (alternative vote)", rules: rules::IRV_1, count: count_plain };

fn count_plain(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(election, options, &Policy::plain())
}

/// Counts by instant runoff under any policy.
///
/// *Shape*: stages are rounds; `quota` is the number of votes that elects in that round. One winner, whatever the file's
/// seats, unless the policy says otherwise; under [`Winners::MultiPass`] the rounds of all counts follow each other, and
/// each count begins with a stage `first`.
///
/// *Errors*: a tie nobody may break; an election that cannot be counted.
pub fn count(election: &Election, options: &Options, policy: &Policy) -> Result<Count, Stop> {
    check("irv", election, options)?;
    let one = policy.winners == Winners::Majority;
    let seats = if one { 1 } else { election.seats.max(1) };
    let prepared = prepare_for(election, seats, options, &reading(policy))?;
    let mut ties = Ties::new(&options.tie, election);
    let warnings = if one { one_seat("irv", election) } else { Vec::new() };
    let mut count = head(rule_set(policy), election, &prepared, warnings, Vec::new());
    count.explanation = vacancy(election, options);
    let field: Vec<u16> = prepared.field().collect();
    let alone = seats as usize >= field.len()
        && !matches!(policy.winners, Winners::BottomsUpPercent(_) | Winners::CutOffPercent(_));
    if alone {
        count.elected = field.iter().copied().map(number).collect();
    } else if policy.winners == Winners::MultiPass {
        passes(&prepared, policy, &mut ties, &mut count)?;
    } else {
        pass(&prepared, prepared.standing.clone(), policy, &mut ties, &mut count)?;
    }
    count.ties = ties.into_record();
    if !alone {
        oddities(election, &prepared, &mut count);
    }
    Ok(count)
}

/// The rule text under a policy: canonical JSON, every parameter written out.
pub fn rules(policy: &Policy) -> String {
    rules::irv(policy)
}

/// Name, version and digest of these rules.
pub fn rule_set(policy: &Policy) -> RuleSet {
    RuleSet::of("irv", "1", &rules(policy))
}

/// What odd papers say under a policy.
pub(crate) fn reading(policy: &Policy) -> grouped::Policy {
    grouped::Policy {
        skips: policy.skipped_ranks.map_or(Skips::CloseUp, Skips::StopAfter),
        equals: match policy.over_vote {
            OverVote::Exhaust => Equals::Stop,
            OverVote::Skip => Equals::Skip,
            OverVote::ExhaustIfSeveral => Equals::Keep,
        },
        repeats: match policy.repeated {
            Repeated::Ignore => Repeats::Ignore,
            Repeated::Exhaust => Repeats::Stop,
        },
        max_ranks: policy.rankings,
    }
}

/// One count after the other, each without the earlier winners.
fn passes(prepared: &Prepared, policy: &Policy, ties: &mut Ties<'_>, count: &mut Count) -> Result<(), Stop> {
    let single = Policy { winners: Winners::Majority, ..policy.clone() };
    let mut standing = prepared.standing.clone();
    for _ in 0..prepared.seats {
        let before = count.elected.len();
        pass(prepared, standing.clone(), &single, ties, count)?;
        let Some(winner) = count.elected.get(before) else { break };
        standing[*winner as usize - 1] = false;
    }
    Ok(())
}

/// One count.
fn pass(
    prepared: &Prepared,
    standing: Vec<bool>,
    policy: &Policy,
    ties: &mut Ties<'_>,
    count: &mut Count,
) -> Result<(), Stop> {
    let earlier = count.stages.len() as u32;
    let race = Race::new(&prepared.papers, standing, (earlier > 0).then_some(count.valid));
    let mut runoff = Runoff { race, policy, ties, earlier, elected: Vec::new(), enough: 0 };
    runoff.run(prepared.seats as usize)?;
    let Runoff { race, elected, .. } = runoff;
    count.valid = race.valid;
    count.elected.extend(elected.iter().copied().map(number));
    count.stages.extend(race.stages);
    Ok(())
}

struct Runoff<'a, 'p, 't> {
    race: Race<'p>,
    policy: &'a Policy,
    ties: &'a mut Ties<'t>,
    /// Stages of earlier counts.
    earlier: u32,
    elected: Vec<u16>,
    /// The votes that elect.
    enough: u64,
}

impl Runoff<'_, '_, '_> {
    fn run(&mut self, seats: usize) -> Result<(), Stop> {
        loop {
            self.set_enough();
            if self.elected.is_empty() {
                self.elected = self.winners(seats)?;
                self.race.elect(&self.elected);
            }
            let left = self.race.left();
            let stopped = self.policy.stop_after.is_some_and(|last| self.race.stage() >= last);
            let goes_on = self.policy.until_two && left.len() > 2;
            if stopped || left.len() <= 1 || !(self.elected.is_empty() || goes_on) {
                return Ok(());
            }
            let out = self.out(&left)?;
            self.race.exclude(&out);
        }
    }

    /// The votes that elect now: more than half of those in the race, or the percentage; never fewer than the minimum.
    fn set_enough(&mut self) {
        if self.race.stage() == 1 || !self.policy.first_round_threshold {
            let active = u128::from(self.race.active());
            let enough = match self.policy.winners {
                Winners::BottomsUpPercent(percent) | Winners::CutOffPercent(percent) => {
                    (active * u128::from(percent)).div_ceil(100)
                }
                _ => active / 2 + 1,
            };
            self.enough = u64::try_from(enough).unwrap_or(u64::MAX).max(self.policy.minimum_votes);
        }
        if self.policy.winners != Winners::BottomsUp {
            self.race.set_quota(self.enough);
        }
    }

    /// Who is elected now; most votes first.
    fn winners(&mut self, seats: usize) -> Result<Vec<u16>, Stop> {
        let mut left = self.race.left();
        left.sort_by_key(|candidate| (std::cmp::Reverse(self.race.of(*candidate)), *candidate));
        match self.policy.winners {
            Winners::BottomsUp => Ok(if left.len() <= seats { left } else { Vec::new() }),
            Winners::BottomsUpPercent(_) | Winners::CutOffPercent(_) => {
                let all = left.iter().all(|candidate| self.race.of(*candidate) >= self.enough);
                Ok(if all { left } else { Vec::new() })
            }
            Winners::Majority | Winners::MultiPass => {
                self.winner(&left).map(|winner| winner.into_iter().collect())
            }
        }
    }

    fn winner(&mut self, left: &[u16]) -> Result<Option<u16>, Stop> {
        let has_enough =
            |candidate: &&u16| self.race.of(**candidate) >= self.enough && !self.is_write_in(**candidate);
        if let Some(winner) = left.iter().find(has_enough) {
            return Ok(Some(*winner));
        }
        match left {
            [only] => Ok(Some(*only)),
            [one, other] if self.race.of(*one) > self.race.of(*other) && !self.is_write_in(*one) => {
                Ok(Some(*one))
            }
            [one, other] if self.race.of(*one) == self.race.of(*other) => {
                self.final_tie(*one, *other).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn final_tie(&mut self, one: u16, other: u16) -> Result<u16, Stop> {
        let stage = self.earlier + self.race.stage();
        if self.policy.final_tie == FinalTie::Elect {
            return self.ties.lot(stage, "for election", &[one, other]);
        }
        let loser = self.lowest_of(stage, &[one, other])?;
        Ok(if loser == one { other } else { one })
    }

    /// Who goes now: write-ins, then those below the minimum, then a batch, then the lowest.
    fn out(&mut self, left: &[u16]) -> Result<Vec<u16>, Stop> {
        let of = |candidate: &u16| self.race.of(*candidate);
        let write_ins: Vec<u16> =
            left.iter().copied().filter(|c| self.is_write_in(*c) && of(c) > 0).collect();
        if !write_ins.is_empty() {
            return Ok(write_ins);
        }
        let below: Vec<u16> = left.iter().copied().filter(|c| of(c) < self.policy.minimum_votes).collect();
        if below.len() == left.len() {
            let minimum = self.policy.minimum_votes;
            return Err(Stop::Unfit(format!("nobody has the minimum of {minimum} votes; lower the minimum")));
        }
        if !below.is_empty() {
            return Ok(below);
        }
        if matches!(self.policy.winners, Winners::CutOffPercent(_)) {
            return Ok(left
                .iter()
                .copied()
                .filter(|candidate| self.race.of(*candidate) < self.enough)
                .collect());
        }
        let batch = if self.policy.batch { self.batch(left) } else { Vec::new() };
        if batch.len() > 1 {
            return Ok(batch);
        }
        let fewest = left.iter().map(of).min();
        let lowest: Vec<u16> = left.iter().copied().filter(|c| Some(of(c)) == fewest).collect();
        match lowest[..] {
            [only] => Ok(vec![only]),
            _ => Ok(vec![self.lowest_of(self.earlier + self.race.stage() + 1, &lowest)?]),
        }
    }

    /// The largest group of lowest candidates who together have fewer votes than the next above, equals kept together.
    fn batch(&self, left: &[u16]) -> Vec<u16> {
        let mut order = left.to_vec();
        order.sort_by_key(|candidate| (self.race.of(*candidate), *candidate));
        let (mut sum, mut sizes) = (0, vec![0]);
        for (place, candidate) in order.iter().enumerate() {
            let votes = self.race.of(*candidate);
            let first_of_equals = place == 0 || self.race.of(order[place - 1]) < votes;
            if place > 0 && first_of_equals && sum < votes {
                sizes.push(place);
            }
            sum += votes;
        }
        // Two must be left to be compared.
        let too_many = self.policy.until_two && sizes.last().is_some_and(|size| left.len() - size == 1);
        let size = if too_many { sizes[sizes.len() - 2] } else { sizes[sizes.len() - 1] };
        order.truncate(size);
        order
    }

    /// Who of the equal goes.
    fn lowest_of(&mut self, stage: u32, set: &[u16]) -> Result<u16, Stop> {
        let purpose = "for exclusion";
        match self.policy.look {
            Look::Backwards => self.ties.backwards(stage, purpose, set, &self.race.history, Pick::Lowest),
            Look::Forwards => self.ties.forwards(stage, purpose, set, &self.race.history, Pick::Lowest),
            Look::Nothing => self.ties.lot(stage, purpose, set),
        }
    }

    fn is_write_in(&self, candidate: u16) -> bool {
        self.policy.write_ins.contains(&candidate)
    }
}
