//! Reads cast vote records.
//!
//! What counts is the snapshot that `CurrentSnapshotId` names, and in it every mark with `HasIndication` yes. Not here:
//! `IsAllocable` where marks have ranks. Programs that tabulate set it to "no" on every mark that a round did not use, so
//! for a ranking it says nothing about what the voter wrote.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::formats::desk::{self, Desk};
use crate::formats::json::{self, Finder};
use crate::formats::sheaf::{Ranked, Sheaf};
use crate::formats::{Fault, Oddity, Place, Read, ReadError, Repair};
use crate::{Election, Papers};

/// Reads records of a single contest; every fault is refused.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse(bytes: &[u8]) -> Result<Read, ReadError> {
    parse_with(bytes, None, Repair::No)
}

/// Reads records of one contest, given by name or identifier where there are several.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse_with(bytes: &[u8], contest: Option<&str>, repair: Repair) -> Result<Read, ReadError> {
    let mut desk = Desk::new(repair);
    let text = desk::text(bytes, &mut desk);
    let report = report(&text)?;
    let contest = find(&report, contest)?;
    let top = Place { line: 1, column: 1 };
    let fault = match contest.selections.len() {
        0 => Some(Fault::NoCandidates),
        count if count > crate::election::MAX_CANDIDATES => {
            Some(Fault::TooManyCandidates { count: count as u64 })
        }
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(ReadError { at: top, fault });
    }
    let names = report.names();
    let mut candidates = Vec::new();
    let mut selections = HashMap::new();
    for (number, selection) in (0..).zip(&contest.selections) {
        // Two candidates may have one name; their selections tell them apart.
        candidates.push(name(selection, number, &names));
        selections.insert(selection.id.as_str(), Ranked::Candidate(number));
    }
    let papers = papers(&text, &report, &contest.id, &selections, &mut desk)?;
    let seats = contest.seats.unwrap_or_default();
    if seats == 0 {
        desk.note(top, Oddity::SeatsUnknown);
    }
    let title = contest.name.clone().unwrap_or_default();
    let election = Election { title, candidates, seats, papers, ..Election::default() };
    Ok(Read { election, grades: None, warnings: desk.warnings() })
}

/// Reads records for candidates known beforehand, by their names or by what the file calls them.
pub(in crate::formats) fn parse_known(
    bytes: &[u8],
    contest: Option<&str>,
    known: &dyn Fn(&str) -> Option<Ranked>,
    desk: &mut Desk,
) -> Result<Papers, ReadError> {
    let text = desk::text(bytes, desk);
    let report = report(&text)?;
    let contest = find(&report, contest)?;
    let names = report.names();
    let mut selections = HashMap::new();
    for selection in &contest.selections {
        let ranked = known(&name(selection, 0, &names)).or_else(|| known(&selection.id));
        // A selection nobody marks does no harm, so it is only refused where a paper names it.
        if let Some(ranked) = ranked {
            selections.insert(selection.id.as_str(), ranked);
        }
    }
    papers(&text, &report, &contest.id, &selections, desk)
}

fn report(text: &str) -> Result<Report<'_>, ReadError> {
    if text.trim_start().starts_with('<') {
        let (what, remedy) = ("the XML form of these records", "export them as JSON, and give that");
        return Err(ReadError { at: Place { line: 1, column: 1 }, fault: Fault::NotRead { what, remedy } });
    }
    json::parse(text)
}

fn find<'r>(report: &'r Report<'_>, wanted: Option<&str>) -> Result<&'r Contest, ReadError> {
    let at = Place { line: 1, column: 1 };
    let contests: Vec<&Contest> = report.elections.iter().flat_map(|election| &election.contests).collect();
    let named = |contest: &&&Contest| {
        wanted.is_some_and(|wanted| contest.id == wanted || contest.name.as_deref() == Some(wanted))
    };
    match (contests.iter().find(named), wanted, contests.as_slice()) {
        (Some(contest), ..) | (None, None, [contest]) => Ok(contest),
        (None, None, []) => Err(ReadError { at, fault: Fault::Missing { what: "the list of contests is" } }),
        (None, None, several) => {
            Err(ReadError { at, fault: Fault::SeveralContests { count: several.len() } })
        }
        (None, Some(_), _) => {
            Err(ReadError { at, fault: Fault::Missing { what: "a contest of this name is" } })
        }
    }
}

fn papers(
    text: &str,
    report: &Report<'_>,
    contest: &str,
    selections: &HashMap<&str, Ranked>,
    desk: &mut Desk,
) -> Result<Papers, ReadError> {
    let mut sheaf = Sheaf::new(text.len());
    let mut finder = Finder::new(text);
    let mut ranks: Vec<(u32, Ranked)> = Vec::new();
    let mut once = HashSet::new();
    for record in &report.records {
        let (at, record): (Place, Record) = finder.parse(record)?;
        let current = record.current.as_deref();
        let found = record
            .snapshots
            .iter()
            .find(|snapshot| current.is_some_and(|id| snapshot.id.as_deref() == Some(id)));
        let Some(snapshot) = found.or(record.snapshots.last()) else { continue };
        let Some(marked) = snapshot.contests.iter().find(|marked| marked.contest == contest) else {
            continue;
        };
        ranks.clear();
        for selection in &marked.selections {
            rank(selection, selections, at, desk, &mut ranks)?;
        }
        // A tabulator may write one mark as several shares of a vote.
        once.clear();
        ranks.retain(|mark| once.insert(*mark));
        sheaf.add_ranks(desk, at, 1, &mut ranks)?;
    }
    Ok(sheaf.papers)
}

/// The marks of one selection on one paper.
fn rank(
    selection: &Marked,
    selections: &HashMap<&str, Ranked>,
    at: Place,
    desk: &mut Desk,
    ranks: &mut Vec<(u32, Ranked)>,
) -> Result<(), ReadError> {
    let indicated =
        selection.positions.iter().filter(|position| position.indication.as_deref() != Some("no"));
    for position in indicated {
        let rank = position.rank.or(selection.rank);
        if rank.is_none() && position.allocable.as_deref() == Some("no") {
            continue;
        }
        let ranked = match selection.selection.as_deref() {
            None => Ranked::Nobody,
            Some(id) => match selections.get(id) {
                Some(ranked) => *ranked,
                None => {
                    desk.mend(at, Fault::NoSuchName)?;
                    continue;
                }
            },
        };
        let mark = (rank.unwrap_or(1), ranked);
        if mark.0 == 0 {
            return Err(ReadError { at, fault: Fault::Expected { what: "ranks from 1 on" } });
        }
        ranks.push(mark);
    }
    Ok(())
}

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(rename = "CVR", borrow, default)]
    records: Vec<&'a RawValue>,
    #[serde(rename = "Election", default)]
    elections: Vec<Elected>,
}

impl Report<'_> {
    /// Names by the identifiers of candidates.
    fn names(&self) -> HashMap<&str, &str> {
        let candidates = self.elections.iter().flat_map(|election| &election.candidates);
        let named =
            candidates.filter_map(|candidate| Some((candidate.id.as_str(), candidate.name.as_deref()?)));
        named.collect()
    }
}

/// The name behind a selection; a ticket of several is joined.
fn name(selection: &Selection, number: u16, names: &HashMap<&str, &str>) -> String {
    let named: Vec<&str> =
        selection.candidates.iter().filter_map(|id| names.get(id.as_str()).copied()).collect();
    match (named.is_empty(), selection.write_in) {
        (false, _) => named.join(" / "),
        (true, true) => "Write-in".into(),
        (true, false) => format!("Candidate {}", u32::from(number) + 1),
    }
}

#[derive(Deserialize)]
struct Elected {
    #[serde(rename = "Candidate", default)]
    candidates: Vec<Candidate>,
    #[serde(rename = "Contest", default)]
    contests: Vec<Contest>,
}

#[derive(Deserialize)]
struct Candidate {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "Name")]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Contest {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "Name")]
    name: Option<String>,
    #[serde(rename = "NumberElected")]
    seats: Option<u32>,
    #[serde(rename = "ContestSelection", default)]
    selections: Vec<Selection>,
}

#[derive(Deserialize)]
struct Selection {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "CandidateIds", default)]
    candidates: Vec<String>,
    #[serde(rename = "IsWriteIn", default)]
    write_in: bool,
}

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "CurrentSnapshotId")]
    current: Option<String>,
    #[serde(rename = "CVRSnapshot", default)]
    snapshots: Vec<Snapshot>,
}

#[derive(Deserialize)]
struct Snapshot {
    #[serde(rename = "@id")]
    id: Option<String>,
    #[serde(rename = "CVRContest", default)]
    contests: Vec<MarkedContest>,
}

#[derive(Deserialize)]
struct MarkedContest {
    #[serde(rename = "ContestId")]
    contest: String,
    #[serde(rename = "CVRContestSelection", default)]
    selections: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    #[serde(rename = "ContestSelectionId")]
    selection: Option<String>,
    #[serde(rename = "Rank")]
    rank: Option<u32>,
    #[serde(rename = "SelectionPosition", default)]
    positions: Vec<Position>,
}

#[derive(Deserialize)]
struct Position {
    #[serde(rename = "HasIndication")]
    indication: Option<String>,
    #[serde(rename = "IsAllocable")]
    allocable: Option<String>,
    #[serde(rename = "Rank")]
    rank: Option<u32>,
}
