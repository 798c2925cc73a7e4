//! The files with the papers, put together into one election as the configuration says.
//!
//! Not here: opening files. The caller reads what [`Config::sources`] names and hands over the bytes in that order.

use super::config::{Config, Provider, Source};
use super::table;
use crate::formats::desk::Desk;
use crate::formats::names::Names;
use crate::formats::sheaf::Ranked;
use crate::formats::{Fault, Place, Read, ReadError, Repair, nist};
use crate::{Election, Papers};

/// What RCTab calls names nobody declared.
const WRITE_INS: &str = "Undeclared Write-ins";

/// Why a source could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("file {number} of the configuration, {error}")]
pub struct SourceError {
    /// Which of the sources, from 1.
    pub number: usize,
    /// What is wrong with it.
    pub error: ReadError,
}

impl Config {
    /// Puts the papers of all sources together.
    ///
    /// *Shape*: `files` holds the bytes of the sources, in their order. Excluded candidates are withdrawn; names nobody
    /// declared are one candidate behind all others.
    /// *Errors*: what is wrong in which source.
    pub fn read(&self, files: &[&[u8]], repair: Repair) -> Result<Read, SourceError> {
        let mut desk = Desk::new(repair);
        let at = Place { line: 1, column: 1 };
        let names = self.names(at).map_err(|error| SourceError { number: 0, error })?;
        let mut papers = Papers::default();
        for (number, source) in (1..).zip(&self.sources) {
            let missing = ReadError { at, fault: Fault::Missing { what: "this file is" } };
            let bytes = files.get(number - 1).ok_or(SourceError { number, error: missing })?;
            let read = self
                .read_source(source, bytes, &names, &mut desk)
                .map_err(|error| SourceError { number, error })?;
            for paper in read.iter() {
                let full = ReadError { at, fault: Fault::TooManyPapers };
                papers.push(paper.weight, paper.marks).map_err(|_| SourceError { number, error: full })?;
            }
        }
        let excluded = (0..).zip(&self.candidates).filter(|(_, candidate)| candidate.excluded);
        let election = Election {
            title: self.title.clone(),
            seats: self.seats,
            withdrawn: excluded.map(|(number, _)| number).collect(),
            tie_order: self.tie_order(&names),
            candidates: names.candidates,
            papers,
            ..Election::default()
        };
        Ok(Read { election, grades: None, warnings: desk.warnings() })
    }

    fn names(&self, at: Place) -> Result<Names, ReadError> {
        let mut names = Names::default();
        for candidate in &self.candidates {
            let number = names
                .declare(at, if candidate.name.is_empty() { &candidate.code } else { &candidate.name })?;
            let codes = std::iter::once(&candidate.code).filter(|code| !code.is_empty());
            for alias in candidate.aliases.iter().chain(codes) {
                names.alias(at, alias, number)?;
            }
        }
        if !self.policy.write_ins.is_empty() {
            names.declare(at, WRITE_INS)?;
        }
        Ok(names)
    }

    fn tie_order(&self, names: &Names) -> Vec<u16> {
        match self.tie {
            // The last of the tied loses; what is declared here goes first.
            super::TieMode::CandidateOrder => (0..names.candidates.len() as u16).rev().collect(),
            _ => Vec::new(),
        }
    }

    fn read_source(
        &self,
        source: &Source,
        bytes: &[u8],
        names: &Names,
        desk: &mut Desk,
    ) -> Result<Papers, ReadError> {
        let write_in = self.policy.write_ins.first().copied();
        let known = |name: &str| {
            let undeclared = !source.write_in_label.is_empty() && name == source.write_in_label;
            let found = if undeclared { write_in } else { names.find(name) };
            found.map(Ranked::Candidate)
        };
        let at = Place { line: 1, column: 1 };
        match source.provider {
            Provider::GenericCsv => table::candidate_columns(source, bytes, &known, desk),
            Provider::Ess => table::rank_columns(self, source, bytes, &known, desk),
            Provider::Cdf => {
                let contest = (!source.contest.is_empty()).then_some(source.contest.as_str());
                nist::parse_known(bytes, contest, &known, desk)
            }
            Provider::Other => {
                let what = "an export of this maker";
                let remedy = "let RCTab convert it to CSV or NIST JSON, and name that in the configuration";
                Err(ReadError { at, fault: Fault::NotRead { what, remedy } })
            }
        }
    }
}
