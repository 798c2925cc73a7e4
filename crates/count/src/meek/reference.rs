//! The PR Foundation's reference rule for Meek's method, nine places, and Warren's method counted in the same frame.
//!
//! *Source*: reference Meek rule (prfound.org); the letters M1 to M4 are those of the project's counting reference.

use super::answer::{Notes, answer};
use super::board::{Board, Quota};
use super::reserved::{groups, lawful};
use super::split::Split;
use crate::arith::Votes;
use crate::grouped::{Equals, Policy, prepare_with};
use crate::method::Method;
use crate::report::Count;
use crate::reserve::Reserve;
use crate::single::check_size;
use crate::ties::Ties;
use crate::{Election, Options, Stop};

/// A round ends without an election once the surpluses together are below this many units: a millionth of a vote.
const OMEGA: Votes = 1000;

const QUOTA: Quota = Quota { plus: 1, least: 0 };

/// Meek's method by the reference rule.
pub(super) const MEEK_PRF: Method = Method {
    id: "meek-prf",
    name: "Meek (PR Foundation reference rule)",
    rules: MEEK_PRF_1,
    count: count_meek_prf,
};

/// Warren's method.
pub(super) const WARREN: Method =
    Method { id: "warren", name: "Warren", rules: WARREN_1, count: count_warren };

const MEEK_PRF_1: &str = concat!(
    r#"{"arithmetic":"fixed, 9 places","#,
    r#""elect":"votes >= quota; together: by number","#,
    r#""equal_rankings":"all strict orders at once, each an equal part; shares of a group rounded down "#,
    r#"(not in the reference rule)","#,
    r#""exclude":"one, the lowest","#,
    r#""keep_factor":"times quota rounded up, over votes rounded up; at most 1","#,
    r#""kept":"share, rounded up; the rest goes on","#,
    r#""method":"meek-prf","#,
    r#""omega":"0.000001","#,
    r#""quota":"votes in play / (seats + 1), cut, + 0.000000001; in every pass","#,
    r#""remaining":"elected while places last, by number","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything "#,
    r#"else, who is needed is not excluded","#,
    r#""round_ends":"election; surplus < omega; surplus not falling","#,
    r#""tie":"all within the total surplus of the lowest; preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""vacancy":"recount without the vacating member, sitting members guarded","#,
    r#""version":"1"}"#
);

const WARREN_1: &str = concat!(
    r#"{"arithmetic":"fixed, 9 places","#,
    r#""elect":"votes >= quota; together: by number","#,
    r#""equal_rankings":"the paper stops there","#,
    r#""exclude":"one, the lowest","#,
    r#""keep_factor":"times quota rounded up, over votes rounded up; at most 1","#,
    r#""kept":"amount: the keep factor, or what reaches the candidate if less; the rest goes on","#,
    r#""method":"warren","#,
    r#""omega":"0.000001","#,
    r#""quota":"votes in play / (seats + 1), cut, + 0.000000001; in every pass","#,
    r#""remaining":"elected while places last, by number","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything "#,
    r#"else, who is needed is not excluded","#,
    r#""round_ends":"election; surplus < omega; surplus not falling","#,
    r#""tie":"all within the total surplus and omega of the lowest; preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""vacancy":"recount without the vacating member, sitting members guarded","#,
    r#""version":"1"}"#
);

fn count_meek_prf(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(&MEEK_PRF, Split::Share9, Equals::Keep, election, options)
}

fn count_warren(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(&WARREN, Split::Amount9, Equals::Stop, election, options)
}

fn count(
    method: &Method,
    split: Split,
    equals: Equals,
    election: &Election,
    options: &Options,
) -> Result<Count, Stop> {
    check_size(method.id, election)?;
    let (groups, explanation) = groups(method, election, options)?;
    let prepared = prepare_with(election, options, &Policy { equals, ..Policy::default() })?;
    let mut ties = Ties::new(&options.tie, election);
    let mut board = Board::new(&prepared, split, QUOTA, Reserve::new(&prepared, &groups)?);
    // The reference rule lets rounding decide between votes that are equal but for it; Warren's need not.
    let blur = if split == Split::Amount9 { OMEGA } else { 0 };
    // M1.
    while board.undecided() {
        if board.drop_doomed() {
            continue;
        }
        match round(&mut board, &mut ties)? {
            Ended::Elected(elected) => board.end_round(&elected, &[]),
            Ended::Settled(surplus) => defeat(&mut board, surplus + blur, &mut ties)?,
        }
    }
    // M4.
    board.elect_remaining();
    Ok(answer(
        method,
        election,
        &prepared,
        board,
        ties.into_record(),
        Notes { explanation, ..Notes::default() },
    ))
}

enum Ended {
    Elected(Vec<u16>),
    Settled(Votes),
}

/// M2: passes until somebody is elected or the surplus is small or no longer falls.
fn round(board: &mut Board<'_>, ties: &mut Ties<'_>) -> Result<Ended, Stop> {
    let mut last = board.valid();
    loop {
        board.distribute();
        board.set_quota();
        let elected = lawful(board, board.reaching(), ties)?;
        if !elected.is_empty() {
            board.elect(&elected);
            return Ok(Ended::Elected(elected));
        }
        let surplus = board.surplus();
        if surplus < OMEGA || surplus >= last {
            return Ok(Ended::Settled(surplus));
        }
        last = surplus;
        board.update_keep_factors();
    }
}

/// M3: the lowest goes; whoever is no more than this above the lowest is tied with it.
fn defeat(board: &mut Board<'_>, above: Votes, ties: &mut Ties<'_>) -> Result<(), Stop> {
    let mut tied = board.excludable();
    let lowest = tied.iter().map(|candidate| board.of(*candidate)).min().unwrap_or(0);
    tied.retain(|candidate| board.of(*candidate) <= lowest + above);
    let stage = board.stages.len() as u32 + 1;
    let out = match tied[..] {
        [only] => only,
        _ => ties.lot(stage, "for exclusion", &tied)?,
    };
    board.end_round(&[], &[out]);
    board.exclude(&[out]);
    Ok(())
}
