//! Borda: points by place. The variants differ in what truncated papers give, and that changes winners, so each has a
//! name of its own.
//!
//! Points are counted in halves, because equals share the points of their places; they are printed as whole numbers
//! where all of them are whole.

use super::answer::{Found, answer, no_vacancy, reserved};
use super::most::most;
use super::rules;
use crate::arith::{Scale, Votes};
use crate::election::Paper;
use crate::grouped::{Equals, Policy, prepare_with};
use crate::method::Method;
use crate::report::Count;
use crate::reserve::Reserve;
use crate::ties::Ties;
use crate::{Election, Options, Stop};

/// n-1 for the first; unranked 0.
pub(super) const BORDA: Method =
    Method { id: "borda", name: "Borda", rules: rules::BORDA_1, count: count_plain };

/// n-1 for the first; unranked share what is left.
pub(super) const BORDA_SHARED: Method = Method {
    id: "borda-shared",
    name: "Borda, unranked share the rest",
    rules: rules::BORDA_SHARED_1,
    count: count_shared,
};

/// k-1 for the first of k ranked.
pub(super) const BORDA_MODIFIED: Method = Method {
    id: "borda-modified",
    name: "Borda, points by how many are ranked",
    rules: rules::BORDA_MODIFIED_1,
    count: count_modified,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Truncated {
    Nothing,
    Share,
    Fewer,
}

fn count_plain(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(&BORDA, Truncated::Nothing, election, options)
}

fn count_shared(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(&BORDA_SHARED, Truncated::Share, election, options)
}

fn count_modified(election: &Election, options: &Options) -> Result<Count, Stop> {
    count(&BORDA_MODIFIED, Truncated::Fewer, election, options)
}

fn count(
    method: &Method,
    truncated: Truncated,
    election: &Election,
    options: &Options,
) -> Result<Count, Stop> {
    no_vacancy(method.id, options)?;
    let prepared = prepare_with(election, options, &Policy { equals: Equals::Keep, ..Policy::default() })?;
    let field: Vec<u16> = prepared.field().collect();
    let reserve = Reserve::new(&prepared, &options.groups)?;
    let mut ties = Ties::new(&options.tie, election);
    let mut halves = vec![0; prepared.candidates];
    for paper in prepared.papers.iter() {
        add_points(&mut halves, paper, truncated, &field);
    }
    let seated = most(&field, &reserve, |candidate| halves[usize::from(candidate)], &mut ties)?;
    let contested = field.len() > reserve.places();
    let found = Found {
        rules: method.rule_set(),
        seats: prepared.seats,
        ballots: prepared.ballots,
        valid: prepared.valid,
        totals: if contested { printed(&halves) } else { Vec::new() },
        not_given: "0".into(),
        elected: if contested { seated.elected } else { field },
        passed_over: seated.passed_over,
        ties: ties.into_record(),
        explanation: reserved(options),
        warnings: reserve.shortfalls().to_vec(),
    };
    Ok(answer(&election.candidates, found))
}

fn printed(halves: &[Votes]) -> Vec<String> {
    if halves.iter().all(|points| points % 2 == 0) {
        return halves.iter().map(|points| (points / 2).to_string()).collect();
    }
    halves.iter().map(|points| Scale::new(1).text(points * 5)).collect()
}

fn add_points(halves: &mut [Votes], paper: Paper<'_>, truncated: Truncated, field: &[u16]) {
    let weight = Votes::from(paper.weight);
    let best = if truncated == Truncated::Fewer { paper.marks.len() } else { field.len() } as Votes - 1;
    let (mut place, mut rest) = (0, paper.marks);
    while !rest.is_empty() {
        let size = 1 + rest[1..].iter().take_while(|mark| mark.is_equal()).count();
        // The mean of the places taken, doubled: 2 (best - place) for one, less for equals.
        let points = 2 * (best - place) - (size as Votes - 1);
        for candidate in rest[..size].iter().filter_map(|mark| mark.candidate()) {
            halves[usize::from(candidate)] += weight * points;
        }
        place += size as Votes;
        rest = &rest[size..];
    }
    if truncated == Truncated::Share && paper.marks.len() < field.len() {
        let ranked: Vec<Option<u16>> = paper.marks.iter().map(|mark| mark.candidate()).collect();
        let left = (field.len() - paper.marks.len()) as Votes - 1;
        for candidate in field.iter().filter(|candidate| !ranked.contains(&Some(**candidate))) {
            halves[usize::from(*candidate)] += weight * left;
        }
    }
}
