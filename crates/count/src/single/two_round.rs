//! Two rounds in one ballot (the contingent vote): a majority of first preferences elects; otherwise the two with most
//! go on, and the other papers move to whichever of the two they rank higher.
//!
//! Not here: a second round with a ballot of its own. That is a second election, counted by plurality.

use super::race::Race;
use super::{check, head, number, oddities, one_seat, rules, vacancy};
use crate::grouped::{Policy, prepare_for};
use crate::method::Method;
use crate::report::Count;
use crate::ties::{Pick, Ties};
use crate::{Election, Options, Stop};

/// Two rounds.
pub(super) const TWO_ROUND: Method =
    Method { id: "two-round", name: "Two rounds (contingent vote)", rules: rules::TWO_ROUND_1, count };

fn count(election: &Election, options: &Options) -> Result<Count, Stop> {
    check("two-round", election, options)?;
    let prepared = prepare_for(election, 1, options, &Policy::default())?;
    let mut count =
        head(TWO_ROUND.rule_set(), election, &prepared, one_seat("two-round", election), Vec::new());
    count.explanation = vacancy(election, options);
    let mut ties = Ties::new(&options.tie, election);
    let field: Vec<u16> = prepared.field().collect();
    if field.len() <= 1 {
        count.elected = field.into_iter().map(number).collect();
        return Ok(count);
    }
    let mut race = Race::new(&prepared.papers, prepared.standing.clone(), None);
    race.set_quota(race.active() / 2 + 1);
    let leader = field.iter().copied().max_by_key(|candidate| race.of(*candidate)).unwrap_or(0);
    let winner = if 2 * race.of(leader) > race.active() {
        leader
    } else {
        second_round(&mut race, &field, &mut ties)?
    };
    race.elect(&[winner]);
    count.elected = vec![number(winner)];
    count.stages = race.stages;
    count.ties = ties.into_record();
    oddities(election, &prepared, &mut count);
    Ok(count)
}

fn second_round(race: &mut Race<'_>, field: &[u16], ties: &mut Ties<'_>) -> Result<u16, Stop> {
    let two = leading_two(race, field, ties)?;
    let out: Vec<u16> = field.iter().copied().filter(|candidate| !two.contains(candidate)).collect();
    if !out.is_empty() {
        race.exclude(&out);
        race.set_quota(race.active() / 2 + 1);
    }
    match race.of(two[0]).cmp(&race.of(two[1])) {
        std::cmp::Ordering::Greater => Ok(two[0]),
        std::cmp::Ordering::Less => Ok(two[1]),
        std::cmp::Ordering::Equal => {
            ties.backwards(race.stage(), "for election", &two, &race.history, Pick::Highest)
        }
    }
}

/// The two with most first preferences.
fn leading_two(race: &Race<'_>, field: &[u16], ties: &mut Ties<'_>) -> Result<[u16; 2], Stop> {
    let mut chosen = Vec::new();
    while chosen.len() < 2 {
        let rest: Vec<u16> = field.iter().copied().filter(|candidate| !chosen.contains(candidate)).collect();
        let most = rest.iter().map(|candidate| race.of(*candidate)).max();
        let ahead: Vec<u16> =
            rest.into_iter().filter(|candidate| Some(race.of(*candidate)) == most).collect();
        let room = 2 - chosen.len();
        if ahead.len() <= room {
            chosen.extend(ahead);
        } else {
            chosen.push(ties.lot(race.stage(), "for the second round", &ahead)?);
        }
    }
    Ok([chosen[0], chosen[1]])
}
