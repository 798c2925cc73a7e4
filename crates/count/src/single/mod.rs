//! Methods that fill one seat from rankings: instant runoff with its policies, and two rounds.
//!
//! Not here: methods that compare in pairs ([`crate::pairs`]).

pub mod irv;
pub mod policy;
mod race;
mod rules;
mod two_round;

pub use policy::Policy;

use crate::grouped::Prepared;
use crate::report::{Count, Tie};
use crate::{Election, Method, Options, RuleSet, Stop};

/// The methods of this folder.
pub static METHODS: &[Method] = &[irv::IRV, two_round::TWO_ROUND];

/// Most candidates a count in stages tells about: a table of stages has a number for each of them in each stage.
pub(crate) const MOST_CANDIDATES: usize = 1000;

/// Refuses what no method here can do.
fn check(id: &str, election: &Election, options: &Options) -> Result<(), Stop> {
    if !options.groups.is_empty() {
        let text = format!(
            "{id} has no rule for reserved seats; count with scottish-2011, ers97 or meek-prf, or without --reserve"
        );
        return Err(Stop::Unfit(text));
    }
    check_size(id, election)
}

/// Refuses an election too large for a table of stages.
pub(crate) fn check_size(id: &str, election: &Election) -> Result<(), Stop> {
    let candidates = election.candidates.len();
    if candidates <= MOST_CANDIDATES {
        return Ok(());
    }
    Err(Stop::Unfit(format!(
        "{id} counts at most {MOST_CANDIDATES} candidates, and there are {candidates}; leave out those nobody voted for"
    )))
}

/// What is done about a casual vacancy.
fn vacancy(election: &Election, options: &Options) -> Vec<String> {
    let names: Vec<&str> = options
        .vacating
        .iter()
        .filter_map(|candidate| election.candidates.get(usize::from(*candidate)))
        .map(String::as_str)
        .collect();
    let names = names.join(", ");
    let told = format!("Casual vacancy: all papers are counted again without {names}.");
    if names.is_empty() { Vec::new() } else { vec![told] }
}

/// A warning where the file asks for more seats than the method fills.
fn one_seat(id: &str, election: &Election) -> Vec<String> {
    let asked = election.seats;
    let warning = format!("{id} fills one seat; the file asks for {asked}. One candidate is elected.");
    if asked > 1 { vec![warning] } else { Vec::new() }
}

/// What a returning officer should look at twice.
fn oddities(election: &Election, prepared: &Prepared, count: &mut Count) {
    if count.valid == 0 {
        count.warnings.push("No paper is valid: only the tie rule decided.".into());
    }
    let last = count.stages.last().map(|stage| stage.votes.as_slice()).unwrap_or_default();
    for number in &count.elected {
        let place = *number as usize - 1;
        if last.get(place).is_some_and(|votes| votes == "0") {
            count.warnings.push(format!("{} is elected with no votes.", election.candidates[place]));
        }
    }
    let invalid = prepared.ballots - count.valid;
    if invalid > 0 {
        let ballots = prepared.ballots;
        count.warnings.push(format!(
            "{invalid} of {ballots} papers name nobody who stands, or nobody clearly, and do not count."
        ));
    }
}

/// The report without its stages.
fn head(
    rules: RuleSet,
    election: &Election,
    prepared: &Prepared,
    warnings: Vec<String>,
    ties: Vec<Tie>,
) -> Count {
    Count {
        method: rules.name,
        rules_version: rules.version,
        rules_digest: rules.digest,
        seats: prepared.seats,
        candidates: election.candidates.clone(),
        ballots: prepared.ballots,
        valid: prepared.valid,
        ties,
        warnings,
        ..Count::default()
    }
}

fn number(candidate: u16) -> u32 {
    u32::from(candidate) + 1
}
