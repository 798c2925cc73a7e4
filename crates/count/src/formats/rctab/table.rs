//! Tables with papers: a column for every candidate with ranks in the cells (RCTab's generic CSV), or a column for every
//! rank with candidates in the cells (ES&S sheets, and what RCTab converts other exports to).
//!
//! Not here: spreadsheets. They are saved as CSV first.

use super::config::{Config, Source};
use crate::election::MAX_CANDIDATES;
use crate::formats::desk::{self, Desk};
use crate::formats::names::Names;
use crate::formats::sheaf::{Ranked, Sheaf};
use crate::formats::{Fault, Oddity, Place, Read, ReadError, Repair};
use crate::{Election, Papers};

type Known<'a> = &'a dyn Fn(&str) -> Option<Ranked>;

/// A column for every candidate.
pub(super) fn candidate_columns(
    source: &Source,
    bytes: &[u8],
    known: Known<'_>,
    desk: &mut Desk,
) -> Result<Papers, ReadError> {
    let text = text(bytes, desk)?;
    let mut sheaf = Sheaf::new(text.len());
    let mut columns: Vec<Ranked> = Vec::new();
    let mut ranks = Vec::new();
    for row in rows(&text) {
        let (at, row) = row?;
        let cells = row.iter().map(str::trim).skip(source.first_column - 1);
        if at.line + 1 == source.first_row {
            for title in cells {
                columns.push(known(title).ok_or(ReadError { at, fault: Fault::NoSuchName })?);
            }
        } else if at.line >= source.first_row {
            if columns.is_empty() {
                let what =
                    "the row of candidates above the papers (firstVoteRowIndex, firstVoteColumnIndex) is";
                return Err(ReadError { at, fault: Fault::Missing { what } });
            }
            ranks.clear();
            for (cell, ranked) in cells.zip(&columns).filter(|(cell, _)| !cell.is_empty()) {
                let rank = cell.parse::<u32>().ok().filter(|rank| *rank > 0);
                let fault = Fault::Expected { what: "ranks from 1 on, or empty cells" };
                ranks.push((rank.ok_or(ReadError { at, fault })?, *ranked));
            }
            sheaf.add_ranks(desk, at, 1, &mut ranks)?;
        }
    }
    Ok(sheaf.papers)
}

/// A column for every rank.
pub(super) fn rank_columns(
    config: &Config,
    source: &Source,
    bytes: &[u8],
    known: Known<'_>,
    desk: &mut Desk,
) -> Result<Papers, ReadError> {
    let text = text(bytes, desk)?;
    let candidates = config.candidates.len() as u16;
    let most = config.policy.rankings.unwrap_or(candidates.into()).min(MAX_CANDIDATES as u32);
    let cells = Cells {
        skipped: &source.skipped_label,
        over_vote: &source.over_vote_label,
        delimiter: &source.over_vote_delimiter,
        blank: if source.blank_is_write_in { known(&source.write_in_label) } else { None },
    };
    let mut sheaf = Sheaf::new(text.len());
    let mut ranks = Vec::new();
    for row in rows(&text) {
        let (at, row) = row?;
        if at.line < source.first_row {
            continue;
        }
        ranks.clear();
        // Where an empty cell means something, cells that a row leaves off at its end are empty cells.
        let left_off = std::iter::repeat_n("", if cells.blank.is_some() { most as usize } else { 0 });
        let row = row.iter().map(str::trim).skip(source.first_column - 1).chain(left_off);
        for (rank, cell) in (1..=most).zip(row) {
            let mut find = |name: &str| known(name).ok_or(ReadError { at, fault: Fault::NoSuchName });
            cells.read(rank, cell, &mut find, &mut ranks)?;
        }
        sheaf.spend(at, ranks.len())?;
        everybody(&mut sheaf, at, candidates, &mut ranks)?;
        sheaf.add_ranks(desk, at, 1, &mut ranks)?;
    }
    Ok(sheaf.papers)
}

/// Reads a table with the columns `Rank 1`, `Rank 2` and so on, without a configuration: whoever is named in a cell is a
/// candidate, in order of appearance; `undervote` and `overvote` are what RCTab writes for empty and over-voted ranks.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse_rank_columns(bytes: &[u8], repair: Repair) -> Result<Read, ReadError> {
    let mut desk = Desk::new(repair);
    let text = text(bytes, &mut desk)?;
    let mut names = Names::default();
    let mut columns: Vec<usize> = Vec::new();
    let mut papers: Vec<(Place, Vec<(u32, Ranked)>)> = Vec::new();
    let cells = Cells { skipped: "undervote", over_vote: "overvote", delimiter: "", blank: None };
    for row in rows(&text) {
        let (at, row) = row?;
        if columns.is_empty() {
            let number = |title: &str| {
                title.trim().to_ascii_lowercase().strip_prefix("rank")?.trim().parse::<usize>().ok()
            };
            columns = (0..row.len())
                .filter(|column| row.get(*column).is_some_and(|title| number(title).is_some()))
                .collect();
            if columns.is_empty() {
                return Err(ReadError {
                    at,
                    fault: Fault::Missing { what: "the columns Rank 1, Rank 2 and so on are" },
                });
            }
            continue;
        }
        let mut ranks = Vec::new();
        for (rank, column) in (1..).zip(columns.iter().take_while(|column| **column < row.len())) {
            let cell = row.get(*column).unwrap_or_default().trim();
            let mut find = |name: &str| Ok(Ranked::Candidate(names.find_or_add(at, name)?));
            cells.read(rank, cell, &mut find, &mut ranks)?;
        }
        papers.push((at, ranks));
    }
    let top = Place { line: 1, column: 1 };
    if names.candidates.is_empty() {
        return Err(ReadError { at: top, fault: Fault::NoCandidates });
    }
    let mut sheaf = Sheaf::new(text.len());
    // Only now is it known who everybody is.
    for (at, mut ranks) in papers {
        everybody(&mut sheaf, at, names.candidates.len() as u16, &mut ranks)?;
        sheaf.add_ranks(&mut desk, at, 1, &mut ranks)?;
    }
    desk.note(top, Oddity::SeatsUnknown);
    let election = Election { candidates: names.candidates, papers: sheaf.papers, ..Election::default() };
    Ok(Read { election, grades: None, warnings: desk.warnings() })
}

/// Writes all candidates, equal, where a rank is over-voted and the file does not say by whom.
fn everybody(
    sheaf: &mut Sheaf,
    at: Place,
    candidates: u16,
    ranks: &mut Vec<(u32, Ranked)>,
) -> Result<(), ReadError> {
    let unnamed: Vec<u32> =
        ranks.iter().filter(|(_, ranked)| *ranked == Ranked::Everybody).map(|(rank, _)| *rank).collect();
    for rank in unnamed {
        sheaf.spend(at, candidates.into())?;
        ranks.extend((0..candidates).map(|candidate| (rank, Ranked::Candidate(candidate))));
    }
    ranks.retain(|(_, ranked)| *ranked != Ranked::Everybody);
    Ok(())
}

/// How to read the cell of a rank.
struct Cells<'a> {
    skipped: &'a str,
    over_vote: &'a str,
    delimiter: &'a str,
    blank: Option<Ranked>,
}

impl Cells<'_> {
    fn read(
        &self,
        rank: u32,
        cell: &str,
        find: &mut dyn FnMut(&str) -> Result<Ranked, ReadError>,
        ranks: &mut Vec<(u32, Ranked)>,
    ) -> Result<(), ReadError> {
        if cell.is_empty() || cell == self.skipped {
            ranks.extend(self.blank.filter(|_| cell.is_empty()).map(|ranked| (rank, ranked)));
        } else if !self.over_vote.is_empty() && cell == self.over_vote {
            ranks.push((rank, Ranked::Everybody));
        } else if !self.delimiter.is_empty() && cell.contains(self.delimiter) {
            for name in cell.split(self.delimiter).map(str::trim).filter(|name| !name.is_empty()) {
                ranks.push((rank, find(name)?));
            }
        } else {
            ranks.push((rank, find(cell)?));
        }
        Ok(())
    }
}

fn text<'a>(bytes: &'a [u8], desk: &mut Desk) -> Result<std::borrow::Cow<'a, str>, ReadError> {
    if bytes.starts_with(b"PK\x03\x04") {
        let (what, remedy) = ("a spreadsheet", "save the sheet as CSV beside it, under the same name");
        return Err(ReadError { at: Place { line: 1, column: 1 }, fault: Fault::NotRead { what, remedy } });
    }
    Ok(desk::table(bytes, desk))
}

fn rows(text: &str) -> impl Iterator<Item = Result<(Place, csv::StringRecord), ReadError>> {
    let rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    rows.into_records().map(|row| {
        let place = |position: Option<&csv::Position>| Place {
            line: position.map_or(1, csv::Position::line),
            column: 1,
        };
        let what = "a row of fields separated by commas";
        let row =
            row.map_err(|error| ReadError { at: place(error.position()), fault: Fault::Expected { what } })?;
        Ok((place(row.position()), row))
    })
}
