//! The papers of a dossier: strings in the words of BLT, and grades as `"12 1:5 2:3"`.
//!
//! Not here: digests.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::election::MAX_CANDIDATES;
use crate::formats::desk::Desk;
use crate::formats::sheaf::Sheaf;
use crate::formats::{Fault, Place, ReadError, Repair};
use crate::tally::grades::{Given, GradedPapers, Grades, Scale};
use crate::{Election, Mark};

/// The papers of a dossier.
pub(super) fn write(election: &Election, grades: Option<&Grades>) -> Value {
    let numbers = |list: &[u16]| list.iter().map(|candidate| u32::from(*candidate) + 1).collect::<Vec<_>>();
    let papers: Vec<String> = election
        .papers
        .iter()
        .map(|paper| {
            let mut line = paper.weight.to_string();
            for mark in paper.marks {
                match mark.candidate() {
                    None => line.push_str(" -"),
                    Some(candidate) => {
                        line.push(if mark.is_equal() { '=' } else { ' ' });
                        line.push_str(&(candidate + 1).to_string());
                    }
                }
            }
            line
        })
        .collect();
    let mut ballots = json!({
        "candidates": election.candidates,
        "papers": papers,
        "parties": election.parties,
        "seats": election.seats,
        "tie_order": numbers(&election.tie_order),
        "title": election.title,
        "withdrawn": numbers(&election.withdrawn),
    });
    if let Some(grades) = grades {
        ballots["grades"] = serde_json::to_value(WireGrades::of(grades)).expect("grades are plain data");
    }
    ballots
}

/// The papers as they stand in the document; candidates numbered from 1.
#[derive(Deserialize)]
pub(super) struct WireBallots {
    candidates: Vec<String>,
    papers: Vec<String>,
    parties: Vec<String>,
    seats: u32,
    tie_order: Vec<u32>,
    title: String,
    withdrawn: Vec<u32>,
    grades: Option<WireGrades>,
}

impl WireBallots {
    /// The election, and its grades.
    pub(super) fn read(self, bytes: usize) -> Result<(Election, Option<Grades>), ReadError> {
        let at = Place { line: 1, column: 1 };
        let candidates = self.candidates.len();
        if candidates > MAX_CANDIDATES {
            return Err(ReadError { at, fault: Fault::TooManyCandidates { count: candidates as u64 } });
        }
        let number = |number: u32| match (number as usize).checked_sub(1) {
            Some(candidate) if candidate < candidates => Ok(candidate as u16),
            _ => Err(ReadError { at, fault: Fault::NoSuchCandidate { number: number.into(), candidates } }),
        };
        let numbers = |list: Vec<u32>| list.into_iter().map(number).collect::<Result<Vec<u16>, _>>();
        let mut desk = Desk::new(Repair::No);
        let mut sheaf = Sheaf::new(bytes);
        for line in &self.papers {
            let (weight, marks) = paper(line, at, &number)?;
            sheaf.add(&mut desk, at, weight, &marks)?;
        }
        let grades = self.grades;
        let election = Election {
            title: self.title,
            candidates: self.candidates,
            parties: self.parties,
            seats: self.seats,
            withdrawn: numbers(self.withdrawn)?,
            tie_order: numbers(self.tie_order)?,
            papers: sheaf.papers,
        };
        let grades = grades.map(|grades| grades.read(&election, at, &number)).transpose()?;
        Ok((election, grades))
    }
}

/// `12 3 1=2 - 4`.
fn paper(
    line: &str,
    at: Place,
    number: &dyn Fn(u32) -> Result<u16, ReadError>,
) -> Result<(u64, Vec<Mark>), ReadError> {
    let fault = || ReadError { at, fault: Fault::Expected { what: "papers in the words of BLT" } };
    let mut words = line.split(' ');
    let weight = words.next().and_then(|weight| weight.parse().ok()).ok_or_else(fault)?;
    let mut marks = Vec::new();
    for word in words {
        if word == "-" {
            marks.push(Mark::SKIP);
            continue;
        }
        for (place, candidate) in word.split('=').enumerate() {
            let candidate = number(candidate.parse().map_err(|_| fault())?)?;
            marks.push(if place == 0 { Mark::next(candidate) } else { Mark::equal(candidate) });
        }
    }
    Ok((weight, marks))
}

/// [`Grades`] as JSON: the scale, and the papers, `"12 1:5 2:3"` for twelve that give candidate 1 five.
#[derive(Serialize, Deserialize)]
struct WireGrades {
    scale: WireScale,
    papers: Vec<String>,
    withdrawn: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WireScale {
    Points(u16),
    Words(Vec<String>),
}

impl WireGrades {
    fn of(grades: &Grades) -> Self {
        let scale = match &grades.scale {
            Scale::Points(highest) => WireScale::Points(*highest),
            Scale::Words(words) => WireScale::Words(words.clone()),
        };
        let line = |paper: crate::tally::grades::GradedPaper<'_>| {
            let given = paper.given.iter().map(|given| format!(" {}:{}", given.candidate + 1, given.grade));
            format!("{}{}", paper.weight, given.collect::<String>())
        };
        let withdrawn = grades.withdrawn.iter().map(|candidate| u32::from(*candidate) + 1).collect();
        Self { scale, papers: grades.papers.iter().map(line).collect(), withdrawn }
    }

    fn read(
        self,
        election: &Election,
        at: Place,
        number: &dyn Fn(u32) -> Result<u16, ReadError>,
    ) -> Result<Grades, ReadError> {
        let scale = match self.scale {
            WireScale::Points(highest) => Scale::Points(highest),
            WireScale::Words(words) => Scale::Words(words),
        };
        let refuse =
            || ReadError { at, fault: Fault::Expected { what: "grades of the scale, written as 1:5" } };
        let mut papers = GradedPapers::default();
        for line in &self.papers {
            let mut words = line.split(' ');
            let weight = words.next().and_then(|weight| weight.parse().ok()).ok_or_else(refuse)?;
            let mut given = Vec::new();
            for word in words {
                let (candidate, grade) = word.split_once(':').ok_or_else(refuse)?;
                let candidate = number(candidate.parse().map_err(|_| refuse())?)?;
                let grade =
                    grade.parse().ok().filter(|grade| *grade <= scale.highest()).ok_or_else(refuse)?;
                given.push(Given { candidate, grade });
            }
            papers.push(weight, &given).map_err(|_| ReadError { at, fault: Fault::TooManyPapers })?;
        }
        if papers.total().is_err() {
            return Err(ReadError { at, fault: Fault::TooManyPapers });
        }
        Ok(Grades {
            title: election.title.clone(),
            candidates: election.candidates.clone(),
            seats: election.seats,
            withdrawn: self.withdrawn.into_iter().map(number).collect::<Result<_, _>>()?,
            scale,
            papers,
        })
    }
}
