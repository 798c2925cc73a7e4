//! Meek's method as New Zealand counts local elections (Local Electoral Regulations 2001, Schedule 1A).
//!
//! Experimental: where the Schedule and the official calculator are known to differ (rounding of what is passed on,
//! exclusions in the first iteration, candidates without votes, pseudo-random numbers), this file follows what is reported
//! of the calculator, and every answer says so. *Source*: the Schedule's clauses as the project's counting reference gives
//! them, in brackets here. A single seat is Part 2, instant runoff.

use super::answer::{Notes, answer};
use super::board::{Board, Quota};
use super::reserved::{groups, lawful};
use super::split::Split;
use crate::arith::Votes;
use crate::grouped::{Equals, Policy, Skips, prepare_with};
use crate::method::Method;
use crate::report::Count;
use crate::reserve::Reserve;
use crate::single::{self, check_size, irv};
use crate::ties::Ties;
use crate::{Election, Options, Stop};

/// Meek's method of New Zealand.
pub(super) const MEEK_NZ: Method =
    Method { id: "meek-nz", name: "Meek (New Zealand)", rules: MEEK_NZ_1, count };

const MEEK_NZ_1: &str = concat!(
    r#"{"arithmetic":"fixed, 9 places","#,
    r#""elect":"votes >= quota; together: by number","#,
    r#""equal_rankings":"the paper stops there","#,
    r#""exclude":"surplus < 0.0001: everybody without votes while enough are left, else the lowest; "#,
    r#"before: the lowest if its votes and the surplus are fewer than the next","#,
    r#""keep_factor":"times quota rounded up, over votes rounded up; at most 1","#,
    r#""kept":"share, rounded up; the rest goes on","#,
    r#""method":"meek-nz","#,
    r#""quota":"(valid - non-transferable) / (seats + 1), cut, + 0.000000001; in every iteration","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything "#,
    r#"else, who is needed is not excluded","#,
    r#""single_seat":"instant runoff; ties by the earliest difference, then preset order or declared "#,
    r#"lot","#,
    r#""skipped_ranks":"the paper stops there","#,
    r#""tie":"fewest at the earliest iteration with a difference, then pseudo-random numbers from "#,
    r#"candidates, seats and valid papers, reversed in even iterations","#,
    r#""uncontested":"all elected without a count","#,
    r#""vacancy":"recount without the vacating member, sitting members guarded","#,
    r#""version":"1"}"#
);

const CAVEAT: &str = "meek-nz is experimental: it follows what is reported of the official calculator (rounding, exclusions in the first iteration, candidates without votes together, pseudo-random numbers), which is not verified, and which differs in places from Schedule 1A.";

const QUOTA: Quota = Quota { plus: 1, least: 0 };

/// 0.0001 (cl. 13).
const LIMIT: Votes = 100_000;

fn count(election: &Election, options: &Options) -> Result<Count, Stop> {
    check_size(MEEK_NZ.id, election)?;
    if election.seats == 1 {
        return single_seat(election, options);
    }
    let (groups, explanation) = groups(&MEEK_NZ, election, options)?;
    let policy = Policy { equals: Equals::Stop, skips: Skips::StopAfter(0), ..Policy::default() };
    let prepared = prepare_with(election, options, &policy)?;
    let mut ties = Ties::new(&options.tie, election);
    let mut board = Board::new(&prepared, Split::Share9, QUOTA, Reserve::new(&prepared, &groups)?);
    let field: Vec<u16> = prepared.field().collect();
    let numbers = pseudo_random(&field, u64::from(prepared.seats), prepared.valid);
    let mut history: Vec<Vec<Votes>> = Vec::new();
    let mut last = None;
    while board.undecided() {
        if board.drop_doomed() {
            continue;
        }
        board.distribute();
        board.set_quota();
        history.push(board.votes.clone());
        let elected = lawful(&board, board.reaching(), &mut ties)?;
        board.elect(&elected);
        let mut out = Vec::new();
        if board.undecided() {
            let surplus = board.surplus();
            // The surplus may stop falling before the limit; the Schedule leaves that case vague (cl. 23).
            let stuck = elected.is_empty() && last.is_some_and(|last| surplus >= last);
            out = excluded(&board, surplus, stuck, &history, &numbers, &mut ties);
            last = (elected.is_empty() && out.is_empty()).then_some(surplus);
        }
        if !elected.is_empty() || !out.is_empty() {
            board.end_round(&elected, &out);
        }
        board.exclude(&out);
        board.update_keep_factors();
    }
    board.elect_remaining();
    Ok(answer(
        &MEEK_NZ,
        election,
        &prepared,
        board,
        ties.into_record(),
        Notes { explanation, warnings: vec![CAVEAT.into()] },
    ))
}

fn single_seat(election: &Election, options: &Options) -> Result<Count, Stop> {
    let policy = single::Policy {
        skipped_ranks: Some(0),
        look: single::policy::Look::Forwards,
        ..single::Policy::plain()
    };
    let mut count = irv::count(election, options, &policy)?;
    let rules = MEEK_NZ.rule_set();
    (count.method, count.rules_version, count.rules_digest) = (rules.name, rules.version, rules.digest);
    count.warnings.insert(0, CAVEAT.into());
    Ok(count)
}

/// Who goes after this iteration; often nobody.
fn excluded(
    board: &Board<'_>,
    surplus: Votes,
    stuck: bool,
    history: &[Vec<Votes>],
    numbers: &[(u16, u64)],
    ties: &mut Ties<'_>,
) -> Vec<u16> {
    let mut order = board.excludable();
    order.sort_by_key(|candidate| (board.of(*candidate), *candidate));
    let settled = surplus < LIMIT;
    if settled {
        let empty: Vec<u16> = order.iter().copied().filter(|candidate| board.of(*candidate) == 0).collect();
        let hopefuls: Vec<u16> = board.hopefuls().collect();
        if !empty.is_empty() && board.reserve.may_exclude(&board.elected, &hopefuls, &empty) {
            return empty;
        }
    }
    let Some(lowest) = order.first().copied() else { return order };
    if order.get(1).is_some_and(|next| board.of(lowest) + surplus < board.of(*next)) {
        return vec![lowest];
    }
    if !settled && !stuck {
        return Vec::new();
    }
    let fewest = board.of(lowest);
    let tied: Vec<u16> = order.into_iter().filter(|candidate| board.of(*candidate) == fewest).collect();
    vec![decide(&tied, board.stages.len() as u32 + 1, history, numbers, ties)]
}

/// Behind at the earliest difference (cl. 40), else by number.
fn decide(
    tied: &[u16],
    stage: u32,
    history: &[Vec<Votes>],
    numbers: &[(u16, u64)],
    ties: &mut Ties<'_>,
) -> u16 {
    let mut left = tied.to_vec();
    for votes in history {
        let fewest = left.iter().map(|candidate| votes[usize::from(*candidate)]).min();
        left.retain(|candidate| Some(votes[usize::from(*candidate)]) == fewest);
    }
    let reversed = history.len().is_multiple_of(2);
    let number = |candidate: &u16| {
        let number = numbers.iter().find(|(other, _)| other == candidate).map_or(0, |(_, number)| *number);
        if reversed { u64::MAX - number } else { number }
    };
    let chosen = left.iter().copied().min_by_key(number).unwrap_or(tied[0]);
    if tied.len() > 1 {
        let rule = if left.len() == 1 {
            "ahead at first difference"
        } else {
            "pseudo-random numbers of Schedule 1A"
        };
        ties.note(stage, tied, rule.into(), chosen);
    }
    chosen
}

/// A different number for every candidate (cl. 42 to 48, in the form reported of the calculator).
fn pseudo_random(field: &[u16], seats: u64, valid: u64) -> Vec<(u16, u64)> {
    let mut x = field.len() as u64 + 5;
    let mut y = seats;
    let mut z = (valid % 30323 + 10000 * (valid % 10)) % 30323;
    let mut next = move || {
        x = 171 * x % 30269;
        y = 172 * y % 30307;
        z = 170 * z % 30323;
        10000 - (10000 * x / 30269 + 10000 * y / 30307 + 10000 * z / 30323) % 10000
    };
    for _ in 0..4 {
        next();
    }
    let mut numbers: Vec<(u16, u64)> = Vec::new();
    for candidate in field {
        // At most a thousand candidates ([`check_size`]) share ten thousand numbers; the period is far longer than that.
        let fresh =
            std::iter::repeat_with(&mut next).find(|number| numbers.iter().all(|(_, taken)| taken != number));
        numbers.push((*candidate, fresh.unwrap_or(0)));
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_candidate_has_a_number_of_its_own() {
        let field: Vec<u16> = (0..200).collect();
        let mut numbers: Vec<u64> =
            pseudo_random(&field, 3, 1234).into_iter().map(|(_, number)| number).collect();
        assert!(numbers.iter().all(|number| (1..=10000).contains(number)));
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 200);
    }

    #[test]
    fn the_first_number_is_the_one_worked_out_by_hand() {
        // x = 8, y = 2, z = 17 + 70000 mod 30323 = 9371; stepped four times, then once more.
        let step = |x: u64, by: u64, modulus: u64| (0..5).fold(x, |x, _| by * x % modulus);
        let (x, y, z) = (step(8, 171, 30269), step(2, 172, 30307), step(9371, 170, 30323));
        let sum = 10000 * x / 30269 + 10000 * y / 30307 + 10000 * z / 30323;
        assert_eq!(pseudo_random(&[0, 1, 2], 2, 17)[0].1, 10000 - sum % 10000);
    }
}
