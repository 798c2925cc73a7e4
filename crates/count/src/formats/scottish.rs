//! The comma-separated files of the Scottish council elections collection: `4,3,`, papers as `155,1,2,`, candidates as
//! `"Candidate 1","Name","Party (P)",`, the ward.
//!
//! Not here: BLT files with commas at the ends of lines, which are BLT.

use super::desk::{self, Desk};
use super::sheaf::Sheaf;
use super::{Fault, Oddity, Place, Read, ReadError, Repair};
use crate::election::MAX_CANDIDATES;
use crate::{Election, Mark};

/// Reads such a file; every fault is refused.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse(bytes: &[u8]) -> Result<Read, ReadError> {
    parse_with(bytes, Repair::No)
}

/// Reads such a file, mending what can plainly be mended if asked to.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse_with(bytes: &[u8], repair: Repair) -> Result<Read, ReadError> {
    let mut desk = Desk::new(repair);
    let text = desk::table(bytes, &mut desk);
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut election = Election::default();
    let mut sheaf = Sheaf::new(text.len());
    let mut named = 0;
    for row in rows.records() {
        let row = row.map_err(|error| ReadError {
            at: Place { line: error.position().map_or(1, csv::Position::line), column: 1 },
            fault: Fault::Expected { what: "a row of fields separated by commas" },
        })?;
        let at = Place { line: row.position().map_or(1, csv::Position::line), column: 1 };
        let fields: Vec<&str> = row.iter().map(str::trim).filter(|field| !field.is_empty()).collect();
        match fields.as_slice() {
            [] => {}
            [candidates, seats] if election.candidates.is_empty() => {
                head(&mut election, &mut desk, at, candidates, seats)?
            }
            _ if election.candidates.is_empty() => {
                let what = "the number of candidates and the number of seats";
                return Err(ReadError { at, fault: Fault::Expected { what } });
            }
            [label, name, party @ ..] if label.starts_with("Candidate") => {
                let Some(slot) = election.candidates.get_mut(named) else {
                    let candidates = election.candidates.len();
                    return Err(ReadError {
                        at,
                        fault: Fault::NoSuchCandidate { number: named as u64 + 1, candidates },
                    });
                };
                (*name).clone_into(slot);
                election.parties.push(party.first().map(|party| (*party).to_owned()).unwrap_or_default());
                named += 1;
            }
            [weight, marks @ ..] if named == 0 => {
                paper(&mut sheaf, &mut desk, at, weight, marks, election.candidates.len())?
            }
            [title] if election.title.is_empty() => (*title).clone_into(&mut election.title),
            _ => desk.note(at, Oddity::AfterTitle),
        }
    }
    finish(election, sheaf, desk, named)
}

fn finish(mut election: Election, sheaf: Sheaf, mut desk: Desk, named: usize) -> Result<Read, ReadError> {
    let top = Place { line: 1, column: 1 };
    let candidates = election.candidates.len();
    if candidates == 0 {
        return Err(ReadError { at: top, fault: Fault::Empty });
    }
    if named == 0 {
        desk.note(top, Oddity::NoNames);
    } else if named < candidates {
        desk.mend(top, Fault::FewNames { given: named, candidates })?;
    }
    election.parties.resize(candidates, String::new());
    if election.parties.iter().all(String::is_empty) {
        election.parties.clear();
    }
    election.papers = sheaf.papers;
    Ok(Read { election, grades: None, warnings: desk.warnings() })
}

fn head(
    election: &mut Election,
    desk: &mut Desk,
    at: Place,
    candidates: &str,
    seats: &str,
) -> Result<(), ReadError> {
    let number = |words: &str, what| {
        words.parse::<u32>().map_err(|_| ReadError { at, fault: Fault::Expected { what } })
    };
    let count = number(candidates, "the number of candidates")?;
    let fault = match count {
        0 => Some(Fault::NoCandidates),
        count if count as usize > MAX_CANDIDATES => Some(Fault::TooManyCandidates { count: count.into() }),
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(ReadError { at, fault });
    }
    election.seats = number(seats, "the number of seats")?;
    if election.seats == 0 {
        desk.mend(at, Fault::NoSeats)?;
    }
    election.candidates = (1..=count).map(|number| format!("Candidate {number}")).collect();
    Ok(())
}

fn paper(
    sheaf: &mut Sheaf,
    desk: &mut Desk,
    at: Place,
    weight: &str,
    fields: &[&str],
    candidates: usize,
) -> Result<(), ReadError> {
    if weight.starts_with('-') {
        return Err(ReadError { at, fault: Fault::NegativeWeight });
    }
    let weight = weight
        .parse()
        .map_err(|_| ReadError { at, fault: Fault::Expected { what: "a number of papers" } })?;
    let mut marks = Vec::with_capacity(fields.len());
    for field in fields {
        let what = "a candidate's number";
        let number: u64 = field.parse().map_err(|_| ReadError { at, fault: Fault::Expected { what } })?;
        if (1..=candidates as u64).contains(&number) {
            marks.push(Mark::next((number - 1) as u16));
        } else {
            desk.mend(at, Fault::NoSuchCandidate { number, candidates })?;
        }
    }
    sheaf.add(desk, at, weight, &marks)
}
