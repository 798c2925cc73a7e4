//! The configuration file.
//!
//! RCTab writes numbers and booleans as strings in some versions and bare in others; both are read. Not here: what the
//! rules mean ([`super::rules`]), and settings of RCTab's own output.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::rules::{self, Mode, Several, TieMode};
use crate::election::MAX_CANDIDATES;
use crate::formats::desk::{self, Desk};
use crate::formats::{Fault, Place, ReadError, Repair, json};
use crate::single::policy::Policy;

/// What a configuration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The name of the contest.
    pub title: String,
    /// The day it was held, as written.
    pub date: String,
    /// Where it was held.
    pub jurisdiction: String,
    /// The office it was for.
    pub office: String,
    /// The candidates, in order.
    pub candidates: Vec<Named>,
    /// The files with the papers, in order.
    pub sources: Vec<Source>,
    /// How many are to be elected.
    pub seats: u32,
    /// How winners are found.
    pub mode: Mode,
    /// The rules for papers and rounds; for [`Mode::Several`] only those for papers apply.
    pub policy: Policy,
    /// What several winners at once need beside.
    pub several: Several,
    /// How ties fall.
    pub tie: TieMode,
}

/// A candidate of a configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// The name.
    #[serde(default)]
    pub name: String,
    /// What else the papers may call the candidate.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// An identifier that older versions use instead of aliases.
    #[serde(default)]
    pub code: String,
    /// Left out of the count.
    #[serde(default)]
    pub excluded: bool,
}

/// A file with papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is, relative to the configuration.
    pub path: String,
    /// What kind of file it is.
    pub provider: Provider,
    /// Which contest of the file.
    pub contest: String,
    /// The column of the first rank or candidate, from 1.
    pub first_column: usize,
    /// The row of the first paper, from 1.
    pub first_row: u64,
    /// What separates several candidates in one cell; empty for nothing.
    pub over_vote_delimiter: String,
    /// What a cell says when several candidates were marked and it does not say which; empty for nothing.
    pub over_vote_label: String,
    /// What a cell says when nobody was marked; empty for nothing.
    pub skipped_label: String,
    /// What a cell says for a name nobody declared; empty for nothing.
    pub write_in_label: String,
    /// Whether an empty cell stands for a name nobody declared.
    pub blank_is_write_in: bool,
}

/// What kind of file a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// A column for every candidate, ranks in the cells.
    GenericCsv,
    /// A column for every rank, candidates in the cells; a spreadsheet, to be saved as CSV first.
    Ess,
    /// NIST cast vote records.
    Cdf,
    /// Something else that RCTab reads.
    Other,
}

/// Reads a configuration.
///
/// *Errors*: what is wrong, with line, column and remedy; settings have no place of their own, so a wrong one is told by
/// its name.
pub fn parse(bytes: &[u8]) -> Result<Config, ReadError> {
    let mut desk = Desk::new(Repair::No);
    let text = desk::text(bytes, &mut desk);
    let wire: Wire = json::parse(&text)?;
    let count = wire.candidates.len();
    if count == 0 {
        return Err(refuse(Fault::NoCandidates));
    }
    if count >= MAX_CANDIDATES {
        return Err(refuse(Fault::TooManyCandidates { count: count as u64 }));
    }
    if wire.candidates.iter().any(|candidate| candidate.name.is_empty() && candidate.code.is_empty()) {
        return Err(refuse(Fault::Missing { what: "the name of a candidate is" }));
    }
    let sources = wire.sources.into_iter().map(WireSource::source).collect::<Result<Vec<_>, _>>()?;
    let mut read = rules::read(&wire.rules)?;
    if sources.iter().any(|source| !source.write_in_label.is_empty() || source.blank_is_write_in) {
        // They come last, after all candidates of the configuration.
        read.policy.write_ins.push(count as u16);
    }
    Ok(Config {
        title: wire.output.title,
        date: wire.output.date,
        jurisdiction: wire.output.jurisdiction,
        office: wire.output.office,
        candidates: wire.candidates,
        sources,
        seats: read.seats,
        mode: read.mode,
        policy: read.policy,
        several: read.several,
        tie: read.tie,
    })
}

/// A setting has no place of its own once it is read.
pub(super) fn refuse(fault: Fault) -> ReadError {
    ReadError { at: Place { line: 1, column: 1 }, fault }
}

/// A value that is a string in one version and a number or a boolean in another.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Loose {
    Flag(bool),
    Number(i64),
    Text(String),
}

impl Loose {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.trim().to_owned(),
        }
    }
}

#[derive(Deserialize)]
struct Wire {
    #[serde(rename = "outputSettings", default)]
    output: Output,
    #[serde(rename = "cvrFileSources")]
    sources: Vec<WireSource>,
    #[serde(default)]
    candidates: Vec<Named>,
    #[serde(default)]
    rules: BTreeMap<String, Loose>,
}

#[derive(Default, Deserialize)]
struct Output {
    #[serde(rename = "contestName", default)]
    title: String,
    #[serde(rename = "contestDate", default)]
    date: String,
    #[serde(rename = "contestJurisdiction", default)]
    jurisdiction: String,
    #[serde(rename = "contestOffice", default)]
    office: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireSource {
    #[serde(default)]
    file_path: String,
    #[serde(default)]
    provider: String,
    #[serde(default)]
    contest_id: String,
    first_vote_column_index: Option<Loose>,
    first_vote_row_index: Option<Loose>,
    #[serde(default)]
    overvote_delimiter: String,
    #[serde(default)]
    overvote_label: String,
    #[serde(default)]
    skipped_rank_label: String,
    #[serde(default)]
    undeclared_write_in_label: String,
    treat_blank_as_undeclared_write_in: Option<Loose>,
}

impl WireSource {
    fn source(self) -> Result<Source, ReadError> {
        let index = |value: &Option<Loose>| match value.as_ref().map(Loose::text).unwrap_or_default() {
            text if text.is_empty() => Ok(1),
            text => text.parse::<u32>().ok().filter(|index| *index > 0).ok_or_else(|| {
                refuse(Fault::Expected {
                    what: "a column or row from 1 on for firstVoteColumnIndex and firstVoteRowIndex",
                })
            }),
        };
        Ok(Source {
            first_column: index(&self.first_vote_column_index)? as usize,
            first_row: index(&self.first_vote_row_index)?.into(),
            path: self.file_path,
            provider: match self.provider.as_str() {
                "genericCsv" => Provider::GenericCsv,
                "ess" => Provider::Ess,
                "cdf" => Provider::Cdf,
                _ => Provider::Other,
            },
            contest: self.contest_id,
            over_vote_delimiter: self.overvote_delimiter,
            over_vote_label: self.overvote_label,
            skipped_label: self.skipped_rank_label,
            write_in_label: self.undeclared_write_in_label,
            blank_is_write_in: self
                .treat_blank_as_undeclared_write_in
                .is_some_and(|flag| flag.text() == "true"),
        })
    }
}
