//! `--export FORMAT=OUT`: ballots and results in the formats others recount from.

use super::answer::Problem;
use super::input::Input;
use anyhow::{Context as _, anyhow};
use rankfile_count::formats::{abif, blt, cef, dossier, nist, preflib, rctab, stage_table};
use rankfile_count::{Count, Options};
use std::path::PathBuf;

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Blt,
    Abif,
    Soi,
    Toc,
    Cat,
    Cvotes,
    Nist,
    RcTab,
    Stages,
    Dossier,
}

/// Every format by the name it has on the command line.
const KINDS: [(&str, Kind); 10] = [
    ("blt", Kind::Blt),
    ("abif", Kind::Abif),
    ("soi", Kind::Soi),
    ("toc", Kind::Toc),
    ("cat", Kind::Cat),
    ("cvotes", Kind::Cvotes),
    ("nist", Kind::Nist),
    ("rctab", Kind::RcTab),
    ("stages", Kind::Stages),
    ("dossier", Kind::Dossier),
];

impl Kind {
    /// Whether it is made of the ballots alone.
    pub fn is_ballots(self) -> bool {
        !matches!(self, Self::RcTab | Self::Stages | Self::Dossier)
    }
}

/// One file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub kind: Kind,
    pub out: PathBuf,
}

/// Reads `FORMAT=OUT`, each of them.
pub fn parse(texts: &[String]) -> Result<Vec<Export>, Problem> {
    let one = |text: &String| {
        let (name, out) = text.split_once('=').filter(|(_, out)| !out.is_empty())?;
        let (_, kind) = KINDS.iter().find(|(known, _)| *known == name)?;
        Some(Export { kind: *kind, out: PathBuf::from(out) })
    };
    let known: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
    texts
        .iter()
        .map(|text| {
            one(text).ok_or_else(|| {
                Problem::plain(format!(
                    "--export {text} cannot be read; write it like --export blt=ballots.blt; formats: {}",
                    known.join(" ")
                ))
            })
        })
        .collect()
}

impl Export {
    /// The ballots in this format.
    pub fn ballots(&self, input: &Input, now: i64) -> Result<String, Problem> {
        let election = &input.election;
        let text = match (self.kind, &input.grades) {
            (Kind::Abif, Some(grades)) => abif::render_graded(grades),
            (Kind::Cat, Some(grades)) => preflib::render_cat(grades),
            (Kind::Cat, None) => return Err(self.refused("the file gives no grades")),
            (Kind::Abif, None) => abif::render(election),
            (Kind::Blt, _) => blt::render(election),
            (Kind::Soi, _) => preflib::render_soi(election),
            (Kind::Toc, _) => preflib::render_toc(election),
            (Kind::Cvotes, _) => cef::render(election),
            (Kind::Nist, _) => nist::render(election, &moment(now)?),
            (Kind::RcTab | Kind::Stages | Kind::Dossier, _) => {
                return Err(self.refused("that is no ballot format"));
            }
        };
        text.map_err(|error| self.refused(&error.to_string()))
    }

    /// The result in this format.
    pub fn result(
        &self,
        input: &Input,
        options: &Options,
        rules: &str,
        count: &Count,
    ) -> Result<String, Problem> {
        match self.kind {
            Kind::Stages => Ok(stage_table::render(count)),
            Kind::RcTab => {
                let about = rctab::About { contest: &input.election.title, ..rctab::About::default() };
                rctab::render(count, &about).map_err(|error| self.refused(&error.to_string()))
            }
            Kind::Dossier => {
                let grades = input.grades.as_ref();
                dossier::render_graded(&input.election, grades, rules, options, count)
                    .map_err(|error| self.refused(&error.to_string()))
            }
            _ => Err(self.refused("that is no result format")),
        }
    }

    fn refused(&self, why: &str) -> Problem {
        Problem::plain(format!("{}: cannot write it: {why}", self.out.display()))
    }
}

fn moment(now: i64) -> Result<String, Problem> {
    let time = jiff::Timestamp::from_second(now).map_err(|error| anyhow!(error)).context("the time")?;
    Ok(time.to_string())
}
