//! Minneapolis, Code of Ordinances chapter 167 in its text of 2009: transfers of weighted papers to four places, sure losers
//! defeated together, elected only when the surplus is transferred, ties by lot alone.
//!
//! *Source*: clause letters are those of 167.70(1), definitions those of 167.20. Three readings are those of the Droop
//! program, whose reports the tests reproduce: a candidate who could still draw level is no sure loser; a candidate exactly
//! at the threshold has a surplus of nothing, which is transferred; and the count also ends after clause c once only as
//! many continue as there are places.

use super::run::{Notes, Reading, Rule, Vacancies, run};
use super::steps::{FOR_ELECTION, FOR_TRANSFER};
use super::steps::{Look, doomed, exclude, fill_last, lowest, room_for_all, transfer_by_fraction, untie};
use super::table::{Filing, Status, Table};
use crate::arith::{Scale, Votes};
use crate::grouped::{Equals, Policy, Prepared, Repeats, Skips};
use crate::method::{Method, Options, Stop};
use crate::report::Action;
use crate::ties::{Pick, Ties};
use crate::{Count, Election};

/// Every parameter, in words.
const TEXT: &str = concat!(
    r#"{"deferral":"while there are sure losers","elected":"votes at or above the quota, at the end of every round; receives further papers until the surplus is transferred","#,
    r#""equal_marks":"the paper ends there","#,
    r#""exclusion":"all sure losers together: whose votes, with all lower votes and all surpluses, stay below the next above, equal votes not split; else the one lowest","#,
    r#""last_places":"as many continuing as places: all elected","method":"minneapolis","places":4,"quota":"floor(valid / (seats + 1)) + 1, fixed","#,
    r#""repeated_candidates":"the paper ends there","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything else, who is needed is not excluded","#,
    r#""rounding":"down, the fraction and its product with the value","skipped_ranks":"one closes up, two in a row end the paper","source":"Minneapolis Code of Ordinances 167.20, 167.70 as of 2009-10-02","#,
    r#""surplus":"largest first; fraction = floor(surplus / votes), each paper at floor(fraction x value)","tie":"the declared rule alone","#,
    r#""uncontested":"all elected without a count","vacancy":"on demand: recount without the vacating member, sitting members guarded","version":"1"}"#
);

const RULE: Rule = Rule {
    id: "minneapolis",
    version: "1",
    text: TEXT,
    scale: Scale::new(4),
    filing: Filing::ByValue,
    reading: Reading::With(Policy {
        skips: Skips::StopAfter(1),
        equals: Equals::Stop,
        repeats: Repeats::Stop,
        max_ranks: None,
    }),
    caveats: &[
        "Minneapolis rules as of 2009; a candidate who could still draw level with the next above is not treated as a sure loser, though the ordinance's wording would.",
    ],
    vacancies: Vacancies::OnDemand(
        "Minneapolis does not fill vacancies by a recount; this one follows ERS97 clause 7.1 with the Minneapolis rules.",
    ),
    count,
};

/// Minneapolis.
pub(super) const METHOD: Method =
    Method { id: RULE.id, name: "Single transferable vote, Minneapolis 2009", rules: TEXT, count: method };

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
    let whole = valid / divisor + 1;
    let quota = table.scale.whole(whole);
    notes.explanation.push(format!(
        "Quota: {valid} valid papers divided by {divisor} (seats and one more), fractions dropped, and one more: {whole}."
    ));
    let mut done = elect(table, ties, quota)?;
    table.close(Action::First, &[], Some(quota));
    while !done {
        table.check_room(0)?;
        let (action, of) = step(table, ties, quota)?;
        done = elect(table, ties, quota)?;
        table.close(action, &of, Some(quota));
    }
    Ok(())
}

/// Clauses a and f.
fn elect(table: &mut Table<'_>, ties: &mut Ties<'_>, quota: Votes) -> Result<bool, Stop> {
    loop {
        let continuing = table.continuing();
        let may = |candidate: &u16| {
            table.of(*candidate) >= quota && table.reserve.may_elect(&table.elected, &continuing, *candidate)
        };
        let mut ready: Vec<u16> = continuing.iter().copied().filter(may).collect();
        let Some(most) = ready.iter().map(|candidate| table.of(*candidate)).max() else { break };
        ready.retain(|candidate| table.of(*candidate) == most);
        let next = match room_for_all(table, &ready) {
            true => ready[0],
            false => untie(table, ties, Look::Nowhere, FOR_ELECTION, &ready, Pick::Highest)?,
        };
        table.elect(next);
        table.status[usize::from(next)] = Status::Pending;
    }
    Ok(fill_last(table))
}

/// Clauses b to e.
fn step(table: &mut Table<'_>, ties: &mut Ties<'_>, quota: Votes) -> Result<(Action, Vec<u16>), Stop> {
    let mut out = doomed(table);
    if out.is_empty() {
        out = sure_losers(table, quota);
    }
    if out.is_empty() {
        if let Some(candidate) = next_surplus(table, ties)? {
            table.status[usize::from(candidate)] = Status::Elected;
            // 167.20 cuts the surplus fraction to four places, and its product with each paper's value too.
            transfer_by_fraction(table, candidate, quota);
            return Ok((Action::Surplus, vec![candidate]));
        }
        out.push(lowest(table, ties, Look::Nowhere)?);
    }
    exclude(table, &out);
    Ok((Action::Exclusion, out))
}

/// Clause d: the largest first, nothing counted as a surplus too.
fn next_surplus(table: &Table<'_>, ties: &mut Ties<'_>) -> Result<Option<u16>, Stop> {
    let mut with = table.having(Status::Pending);
    let Some(most) = with.iter().map(|candidate| table.of(*candidate)).max() else { return Ok(None) };
    with.retain(|candidate| table.of(*candidate) == most);
    untie(table, ties, Look::Nowhere, FOR_TRANSFER, &with, Pick::Highest).map(Some)
}

/// Clause c: the largest group of lowest candidates who cannot reach the next above, whatever is transferred.
fn sure_losers(table: &Table<'_>, quota: Votes) -> Vec<u16> {
    let surplus = |candidate: u16| table.of(candidate) - quota;
    let in_hand: Votes = table.having(Status::Pending).into_iter().map(surplus).sum();
    let continuing = table.continuing();
    let mut order = continuing.clone();
    order.sort_by_key(|candidate| table.of(*candidate));
    let most = order.len().saturating_sub(table.unfilled()).min(order.len().saturating_sub(1));
    let mut below: Vec<Votes> = Vec::new();
    for candidate in &order {
        below.push(below.last().unwrap_or(&in_hand) + table.of(*candidate));
    }
    let sure = |size: &usize| {
        let (group, next) = (&order[..*size], table.of(order[*size]));
        let apart = table.of(order[*size - 1]) < next;
        apart && below[*size - 1] < next && table.reserve.may_exclude(&table.elected, &continuing, group)
    };
    let size = (1..=most).rev().find(sure).unwrap_or(0);
    order.truncate(size);
    order.sort_unstable();
    order
}
