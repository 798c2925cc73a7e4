//! One vote each for the first few named: plurality, block vote, limited vote; and one for everybody named: approval.
//!
//! The union's own elections of officers are counted from a homomorphic tally by [`crate::plurality`](fn@crate::plurality);
//! here the papers are at hand. Not here: whether a plurality is enough ([`crate::threshold`]).

use super::answer::{Found, answer, no_vacancy, reserved};
use super::most::most;
use super::rules;
use crate::grouped::{Equals, Policy, Prepared, prepare_with};
use crate::method::Method;
use crate::report::Count;
use crate::reserve::Reserve;
use crate::ties::Ties;
use crate::{Election, Mark, Options, Stop};

/// One vote for each paper; with several seats, the single non-transferable vote.
pub(super) const PLURALITY: Method =
    Method { id: "plurality", name: "Plurality", rules: rules::PLURALITY_2, count: count_plurality };

/// As many votes as seats.
pub(super) const BLOCK: Method =
    Method { id: "block", name: "Block vote", rules: rules::BLOCK_1, count: count_block };

/// One vote fewer than seats.
pub(super) const LIMITED: Method =
    Method { id: "limited", name: "Limited vote", rules: rules::LIMITED_1, count: count_limited };

/// A vote for everybody named.
pub(super) const APPROVAL: Method =
    Method { id: "approval", name: "Approval", rules: rules::APPROVAL_1, count: count_approval };

fn count_plurality(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(&PLURALITY, Equals::Stop, Some(1), election, options)
}

fn count_block(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(&BLOCK, Equals::Keep, Some(election.seats), election, options)
}

fn count_limited(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(&LIMITED, Equals::Keep, Some(election.seats.saturating_sub(1).max(1)), election, options)
}

fn count_approval(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(&APPROVAL, Equals::Keep, None, election, options)
}

/// Counts with so many votes for each paper; `None`: as many as it names.
fn count(
    method: &Method,
    equals: Equals,
    each: Option<u32>,
    election: &Election,
    options: &Options,
) -> Result<Count, Stop> {
    no_vacancy(method.id, options)?;
    let prepared = prepare_with(election, options, &Policy { equals, ..Policy::default() })?;
    let field: Vec<u16> = prepared.field().collect();
    let reserve = Reserve::new(&prepared, &options.groups)?;
    let mut ties = Ties::new(&options.tie, election);
    let mut found = Found {
        rules: method.rule_set(),
        seats: prepared.seats,
        ballots: prepared.ballots,
        valid: prepared.valid,
        totals: Vec::new(),
        not_given: "0".into(),
        elected: field.clone(),
        passed_over: Vec::new(),
        ties: Vec::new(),
        explanation: reserved(options),
        warnings: reserve.shortfalls().to_vec(),
    };
    if field.len() > reserve.places() {
        let (votes, valid) = add_up(&prepared, each);
        let seated = most(&field, &reserve, |candidate| votes[usize::from(candidate)], &mut ties)?;
        (found.elected, found.passed_over) = (seated.elected, seated.passed_over);
        found.valid = valid;
        // With 2^40 papers and 2^32 votes each this needs more than 64 bits.
        let given: u128 = votes.iter().map(|votes| u128::from(*votes)).sum();
        let possible = each.map_or(given, |each| u128::from(valid) * u128::from(each));
        found.not_given = (possible - given).to_string();
        found.totals = votes.iter().map(u64::to_string).collect();
        found.ties = ties.into_record();
    }
    Ok(answer(&election.candidates, found))
}

/// Votes of each candidate, and how many papers gave any.
fn add_up(prepared: &Prepared, each: Option<u32>) -> (Vec<u64>, u64) {
    let mut votes = vec![0u64; prepared.candidates];
    let mut valid = 0;
    for paper in prepared.papers.iter() {
        let chosen = first(paper.marks, each);
        for candidate in chosen.iter().filter_map(|mark| mark.candidate()) {
            votes[usize::from(candidate)] += paper.weight;
        }
        valid += if chosen.is_empty() { 0 } else { paper.weight };
    }
    (votes, valid)
}

/// The first `most` marks; a rank that does not fit into them whole is left out with all that follows.
fn first(marks: &[Mark], most: Option<u32>) -> &[Mark] {
    let Some(most) = most.map(|most| most as usize).filter(|most| *most < marks.len()) else { return marks };
    let mut end = most;
    while end > 0 && marks[end].is_equal() {
        end -= 1;
    }
    &marks[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_that_does_not_fit_gets_nothing() {
        let [a, b, c, d] = [Mark::next(0), Mark::next(1), Mark::equal(2), Mark::next(3)];
        let marks = [a, b, c, d];
        assert_eq!(first(&marks, Some(1)), [a]);
        assert_eq!(first(&marks, Some(2)), [a]);
        assert_eq!(first(&marks, Some(3)), [a, b, c]);
        assert_eq!(first(&marks, Some(9)), marks);
        assert_eq!(first(&marks, None), marks);
        assert_eq!(first(&marks[1..3], Some(1)), []);
    }
}
