//! The tally sheets of Debian votes: options listed as a ladder, then `V: 2-1-3` for each paper, a rank for each option.
//!
//! Not here: the quorum and the default option ("None of the above"), which is an ordinary candidate in the file.

use super::desk::{self, Desk};
use super::names::Names;
use super::sheaf::{Ranked, Sheaf};
use super::{Fault, Oddity, Place, Read, ReadError, Repair};
use crate::Election;

/// Reads a tally sheet; every fault is refused.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse(bytes: &[u8]) -> Result<Read, ReadError> {
    parse_with(bytes, Repair::No)
}

/// Reads a tally sheet, mending what can plainly be mended if asked to.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse_with(bytes: &[u8], repair: Repair) -> Result<Read, ReadError> {
    let mut desk = Desk::new(repair);
    let text = desk::text(bytes, &mut desk);
    let mut names = Names::default();
    let mut sheaf = Sheaf::new(text.len());
    let mut ranks = Vec::new();
    for (line, words) in (1..).zip(text.lines()) {
        let at = Place { line, column: 1 };
        if let Some(vote) = words.strip_prefix("V:") {
            ranks.clear();
            column(at, vote, names.candidates.len(), &mut ranks)?;
            sheaf.add_ranks(&mut desk, at, 1, &mut ranks)?;
        } else if let Some((number, name)) = option(words) {
            if number != names.candidates.len() + 1 || sheaf.total() > 0 {
                return Err(ReadError {
                    at,
                    fault: Fault::Expected { what: "the options in order, before the papers" },
                });
            }
            names.declare(at, name)?;
        }
    }
    let top = Place { line: 1, column: 1 };
    if names.candidates.is_empty() {
        return Err(ReadError { at: top, fault: Fault::NoCandidates });
    }
    desk.note(top, Oddity::SeatsUnknown);
    let election = Election { candidates: names.candidates, papers: sheaf.papers, ..Election::default() };
    Ok(Read { election, grades: None, warnings: desk.warnings() })
}

/// `||/  Option 4------>: Name`.
fn option(line: &str) -> Option<(usize, &str)> {
    let (_, rest) = line.split_once("Option ")?;
    let (number, rest) = rest.split_once('-')?;
    let name = rest.trim_start_matches('-').strip_prefix(">:")?;
    Some((number.trim().parse().ok()?, name.trim()))
}

/// `57213846`: the rank of each option, `A` for 10; ranks nobody has are closed up, as only the order counts there.
fn column(at: Place, vote: &str, options: usize, ranks: &mut Vec<(u32, Ranked)>) -> Result<(), ReadError> {
    let vote = vote.split_whitespace().next().unwrap_or_default();
    let fault = Fault::Expected { what: "one rank (1 to 9, A to Z, or a dash) for each option" };
    if vote.len() != options {
        return Err(ReadError { at, fault });
    }
    for (option, rank) in (0..).zip(vote.chars()) {
        match rank.to_digit(36) {
            Some(rank) if rank > 0 => ranks.push((rank, Ranked::Candidate(option))),
            _ if rank == '-' => {}
            _ => return Err(ReadError { at, fault }),
        }
    }
    ranks.sort_by_key(|(rank, _)| *rank);
    let (mut last, mut dense) = (0, 0);
    for (rank, _) in ranks.iter_mut() {
        dense += u32::from(std::mem::replace(&mut last, *rank) != *rank);
        *rank = dense;
    }
    Ok(())
}
