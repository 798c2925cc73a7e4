//! Meek's method as published in 1987 (Hill, Wichmann and Woodall, Algorithm 123), in twelve decimal places instead of
//! floating point.
//!
//! Unlike the reference rule, a round ends only when every elected candidate is within a hundred-thousandth of the quota,
//! and only then is anybody elected. *Source*: the published program. What floating point made of equal votes cannot be
//! redone; here votes count as equal that rounding may have set apart (a unit of the last place for each paper), and the
//! published pseudo-random draw is replaced by the declared tie rule.

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

/// Meek's method of 1987.
pub(super) const MEEK_1987: Method =
    Method { id: "meek-1987", name: "Meek (Algorithm 123, 1987)", rules: MEEK_1987_1, count };

const MEEK_1987_1: &str = concat!(
    r#"{"arithmetic":"fixed, 12 places","#,
    r#""elect":"votes >= quota, after convergence; together: by number","#,
    r#""equal_rankings":"all strict orders at once, each an equal part; shares of a group rounded down "#,
    r#"(not in the published program)","#,
    r#""exclude":"one, the lowest","#,
    r#""keep_factor":"times quota over votes, rounded up; at most 1; when elected: quota over votes","#,
    r#""kept":"share, rounded up; the rest goes on","#,
    r#""method":"meek-1987","#,
    r#""quota":"(valid - excess) / (seats + 1), cut, at least 0.0001; in every pass","#,
    r#""remaining":"elected while places last, by number","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything "#,
    r#"else, who is needed is not excluded","#,
    r#""round_ends":"quota / votes of every elected within 0.00001 of 1, or 500 passes","#,
    r#""tie":"within a unit of the last place for each valid paper; preset order or declared lot","#,
    r#""too_many_at_quota":"the others are excluded, then the lowest of them","#,
    r#""uncontested":"all elected without a count","#,
    r#""vacancy":"recount without the vacating member, sitting members guarded","#,
    r#""version":"1"}"#
);

/// A hundred-thousandth: how far from the quota the elected may be.
const CLOSE: Votes = 100_000;
const MOST_PASSES: u32 = 500;
/// 0.0001 at least, a safeguard of the published program.
const QUOTA: Quota = Quota { plus: 0, least: 100_000_000 };

fn count(election: &Election, options: &Options) -> Result<Count, Stop> {
    check_size(MEEK_1987.id, election)?;
    let (groups, explanation) = groups(&MEEK_1987, election, options)?;
    let prepared = prepare_with(election, options, &Policy { equals: Equals::Keep, ..Policy::default() })?;
    let mut ties = Ties::new(&options.tie, election);
    let mut board = Board::new(&prepared, Split::Share12, QUOTA, Reserve::new(&prepared, &groups)?);
    let mut unsettled = 0;
    while board.undecided() {
        if board.drop_doomed() {
            continue;
        }
        unsettled += u32::from(!settle(&mut board));
        let reaching = lawful(&board, board.reaching(), &mut ties)?;
        if reaching.len() > board.vacancies() {
            thin_out(&mut board, &reaching, &mut ties)?;
        } else if reaching.is_empty() {
            let out = lowest(&board, &board.excludable(), &mut ties)?;
            board.end_round(&[], &[out]);
            board.exclude(&[out]);
        } else {
            board.end_round(&reaching, &[]);
            board.elect(&reaching);
            board.keep_quota(&reaching);
        }
    }
    board.elect_remaining();
    let mut warnings = Vec::new();
    if unsettled > 0 {
        warnings.push(format!("{unsettled} rounds ended after {MOST_PASSES} passes without settling, as the published program allows."));
    }
    Ok(answer(&MEEK_1987, election, &prepared, board, ties.into_record(), Notes { explanation, warnings }))
}

/// Passes until every elected candidate has the quota, nearly; whether that was reached.
fn settle(board: &mut Board<'_>) -> bool {
    for _ in 0..MOST_PASSES {
        board.distribute();
        board.set_quota();
        let settled = board.elected.iter().all(|candidate| {
            let difference = (board.quota - board.of(*candidate)).abs();
            difference * CLOSE <= board.of(*candidate)
        });
        board.update_keep_factors();
        if settled {
            return true;
        }
    }
    false
}

/// Equal votes may bring more candidates to the quota than there are places: the others go, and the lowest of these.
fn thin_out(board: &mut Board<'_>, reaching: &[u16], ties: &mut Ties<'_>) -> Result<(), Stop> {
    let mut out: Vec<u16> = board.hopefuls().filter(|candidate| !reaching.contains(candidate)).collect();
    let mut left = reaching.to_vec();
    while left.len() > board.vacancies() {
        let gone = lowest(board, &left, ties)?;
        left.retain(|candidate| *candidate != gone);
        out.push(gone);
    }
    board.end_round(&[], &out);
    board.exclude(&out);
    Ok(())
}

fn lowest(board: &Board<'_>, among: &[u16], ties: &mut Ties<'_>) -> Result<u16, Stop> {
    let fewest = among.iter().map(|candidate| board.of(*candidate)).min().unwrap_or(0);
    let blur = board.valid() / board.scale.one();
    let tied: Vec<u16> =
        among.iter().copied().filter(|candidate| board.of(*candidate) <= fewest + blur).collect();
    match tied[..] {
        [only] => Ok(only),
        _ => ties.lot(board.stages.len() as u32 + 1, "for exclusion", &tied),
    }
}
