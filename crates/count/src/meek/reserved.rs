//! Reserved seats and casual vacancies under Meek's method, by "guard and doom" as in [`crate::stv`]: whoever can no longer
//! be elected without breaking a minimum or a maximum is excluded at once; whoever is needed to keep one is not excluded.
//!
//! A casual vacancy is a count of all papers without the vacating member in which the sitting members are such a group, of
//! whom everybody must be elected. Not here: which completions of a count are lawful ([`crate::stv`]).

use super::board::Board;
use crate::Election;
use crate::method::{Group, Method, Options, Stop};
use crate::reserve;
use crate::ties::Ties;

/// The groups in force, those of a vacancy included, and a sentence about each.
///
/// *Errors*: nobody of the vacating was elected by these papers.
pub(super) fn groups(
    method: &Method,
    election: &Election,
    options: &Options,
) -> Result<(Vec<Group>, Vec<String>), Stop> {
    let mut sentences: Vec<String> = options.groups.iter().map(reserve::told).collect();
    let mut groups = options.groups.clone();
    if !options.vacating.is_empty() {
        let first = (method.count)(election, &Options { vacating: Vec::new(), ..options.clone() })?;
        let elected = first.elected.iter().map(|number| (number - 1) as u16);
        let (gone, members): (Vec<u16>, Vec<u16>) =
            elected.partition(|candidate| options.vacating.contains(candidate));
        let names = |candidates: &[u16]| {
            let name = |candidate: &u16| {
                election.candidates.get(usize::from(*candidate)).map_or("?", String::as_str)
            };
            candidates.iter().map(name).collect::<Vec<_>>().join(", ")
        };
        if gone.is_empty() {
            let vacating = names(&options.vacating);
            let text =
                format!("no seat is vacant: {vacating} was not elected by these papers under {}", method.id);
            return Err(Stop::Unfit(text));
        }
        sentences.push(format!(
            "Casual vacancy: all papers are counted again without {}. Sitting members ({}) are not excluded, and the count ends when the vacant seats are filled.",
            names(&options.vacating),
            names(&members)
        ));
        let seats = members.len() as u32;
        groups.push(Group { name: "sitting members".into(), members, min: seats, max: seats });
    }
    Ok((groups, sentences))
}

/// Of those who reach the quota, the ones who may be elected together; most votes first where not all may.
///
/// *Errors*: equal votes, not all of whom may be elected, and no rule.
pub(super) fn lawful(board: &Board<'_>, reaching: Vec<u16>, ties: &mut Ties<'_>) -> Result<Vec<u16>, Stop> {
    if !board.reserve.binds() {
        return Ok(reaching);
    }
    let mut order = reaching;
    order.sort_by_key(|candidate| (std::cmp::Reverse(board.of(*candidate)), *candidate));
    let mut chosen: Vec<u16> = Vec::new();
    for equal in order.chunk_by(|one, other| board.of(*one) == board.of(*other)) {
        let mut equal = equal.to_vec();
        equal.retain(|candidate| may_join(board, &chosen, *candidate));
        while !equal.is_empty() {
            let mut together = chosen.clone();
            let all = equal.iter().all(|candidate| {
                let joins = may_join(board, &together, *candidate);
                together.push(*candidate);
                joins
            });
            if all {
                chosen = together;
                break;
            }
            let first = ties.lot(board.stages.len() as u32 + 1, "for election", &equal)?;
            chosen.push(first);
            equal.retain(|candidate| may_join(board, &chosen, *candidate));
        }
    }
    chosen.sort_unstable();
    Ok(chosen)
}

/// Whether one may still be elected when these are.
fn may_join(board: &Board<'_>, chosen: &[u16], candidate: u16) -> bool {
    if chosen.contains(&candidate) {
        return false;
    }
    let elected = [board.elected.as_slice(), chosen].concat();
    let continuing: Vec<u16> = board.hopefuls().filter(|other| !chosen.contains(other)).collect();
    board.reserve.may_elect(&elected, &continuing, candidate)
}
