//! The JSON in which ConcreteSTV keeps Australian elections (`.stv`): candidates and parties, papers above and below the
//! line.
//!
//! A paper above the line becomes the candidates of its parties, in the order of the list. Not here: kinds of vote
//! (absent, postal), which no count needs.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::desk::{self, Desk};
use super::json::{self, Finder};
use super::sheaf::Sheaf;
use super::{Fault, Place, Read, ReadError, Repair};
use crate::election::MAX_CANDIDATES;
use crate::{Election, Mark};

/// Reads a `.stv` file; every fault is refused.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse(bytes: &[u8]) -> Result<Read, ReadError> {
    parse_with(bytes, Repair::No)
}

/// Reads a `.stv` file, mending what can plainly be mended if asked to.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse_with(bytes: &[u8], repair: Repair) -> Result<Read, ReadError> {
    let mut desk = Desk::new(repair);
    let text = desk::text(bytes, &mut desk);
    let document: Document<'_> = json::parse(&text)?;
    let mut finder = Finder::new(&text);
    let (at, metadata): (Place, Metadata) = finder.parse(document.metadata)?;
    let count = metadata.candidates.len();
    let fault = match count {
        0 => Some(Fault::NoCandidates),
        count if count > MAX_CANDIDATES => Some(Fault::TooManyCandidates { count: count as u64 }),
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(ReadError { at, fault });
    }
    let lists: Vec<&[u32]> = metadata.parties.iter().map(|party| party.candidates.as_slice()).collect();
    let mut sheaf = Sheaf::new(text.len());
    let mut reader = Papers { finder, desk: &mut desk, sheaf: &mut sheaf, candidates: count, lists };
    reader.above(&document.atl)?;
    reader.below(&document.btl)?;
    if document.informal > 0 {
        sheaf.add(&mut desk, at, document.informal, &[])?;
    }
    let parties = metadata.candidates.iter().map(|candidate| {
        let party = candidate.party.and_then(|party| metadata.parties.get(party as usize));
        party.map(|party| party.name.clone()).unwrap_or_default()
    });
    let election = Election {
        title: metadata.name.title(),
        parties: parties.collect(),
        seats: metadata.vacancies.unwrap_or_default(),
        withdrawn: withdrawn(&metadata, count),
        candidates: metadata.candidates.into_iter().map(|candidate| candidate.name).collect(),
        papers: sheaf.papers,
        ..Election::default()
    };
    if election.seats == 0 {
        desk.note(at, super::Oddity::SeatsUnknown);
    }
    Ok(Read { election, grades: None, warnings: desk.warnings() })
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    metadata: &'a RawValue,
    #[serde(borrow, default)]
    atl: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    btl: Vec<&'a RawValue>,
    #[serde(default)]
    informal: u64,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(default)]
    name: Name,
    candidates: Vec<Candidate>,
    #[serde(default)]
    parties: Vec<Party>,
    vacancies: Option<u32>,
    #[serde(default)]
    excluded: Vec<u32>,
}

#[derive(Default, Deserialize)]
struct Name {
    #[serde(default)]
    year: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    electorate: String,
}

impl Name {
    fn title(&self) -> String {
        [&self.year, &self.name, &self.electorate].map(String::as_str).join(" ").trim().to_owned()
    }
}

#[derive(Deserialize)]
struct Candidate {
    name: String,
    party: Option<u32>,
}

#[derive(Deserialize)]
struct Party {
    name: String,
    #[serde(default)]
    candidates: Vec<u32>,
}

#[derive(Deserialize)]
struct Above {
    parties: Vec<u32>,
    n: u64,
}

#[derive(Deserialize)]
struct Below {
    candidates: Vec<u32>,
    n: u64,
}

fn withdrawn(metadata: &Metadata, count: usize) -> Vec<u16> {
    let known = metadata.excluded.iter().filter(|candidate| (**candidate as usize) < count);
    known.map(|candidate| *candidate as u16).collect()
}

/// The papers being read.
struct Papers<'a, 'b> {
    finder: Finder<'a>,
    desk: &'b mut Desk,
    sheaf: &'b mut Sheaf,
    candidates: usize,
    lists: Vec<&'b [u32]>,
}

impl<'a> Papers<'a, '_> {
    fn above(&mut self, papers: &[&'a RawValue]) -> Result<(), ReadError> {
        let mut marks = Vec::new();
        for paper in papers {
            let (at, paper): (Place, Above) = self.finder.parse(paper)?;
            marks.clear();
            for party in paper.parties {
                let list = self
                    .lists
                    .get(party as usize)
                    .copied()
                    .ok_or(ReadError { at, fault: Fault::NoSuchName })?;
                self.sheaf.spend(at, list.len())?;
                self.mark(at, list, &mut marks)?;
            }
            self.sheaf.add(self.desk, at, paper.n, &marks)?;
        }
        Ok(())
    }

    fn below(&mut self, papers: &[&'a RawValue]) -> Result<(), ReadError> {
        let mut marks = Vec::new();
        for paper in papers {
            let (at, paper): (Place, Below) = self.finder.parse(paper)?;
            marks.clear();
            self.mark(at, &paper.candidates, &mut marks)?;
            self.sheaf.add(self.desk, at, paper.n, &marks)?;
        }
        Ok(())
    }

    fn mark(&mut self, at: Place, list: &[u32], marks: &mut Vec<Mark>) -> Result<(), ReadError> {
        for candidate in list {
            if (*candidate as usize) < self.candidates {
                marks.push(Mark::next(*candidate as u16));
            } else {
                let fault =
                    Fault::NoSuchCandidate { number: u64::from(*candidate) + 1, candidates: self.candidates };
                self.desk.mend(at, fault)?;
            }
        }
        Ok(())
    }
}
