//! The Condorcet Election Format (`.cvotes`): `#/Candidates: A ; B ; C`, then `A > B = C ^weight * count`.
//!
//! Tags before `||` are dropped. Not here: its wish that unranked candidates be left out of every comparison
//! (`#/Implicit Ranking: false`), which no method here has; a warning says so.

use std::fmt::Write;

use super::desk::{self, Desk};
use super::names::Names;
use super::sheaf::Sheaf;
use super::{Fault, Oddity, Place, Read, ReadError, Repair, Unsayable};
use crate::{Election, Mark};

/// Reads a `.cvotes` file; every fault is refused.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse(bytes: &[u8]) -> Result<Read, ReadError> {
    parse_with(bytes, Repair::No)
}

/// Reads a `.cvotes` file, mending what can plainly be mended if asked to.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse_with(bytes: &[u8], repair: Repair) -> Result<Read, ReadError> {
    let mut desk = Desk::new(repair);
    let text = desk::text(bytes, &mut desk);
    let mut file = File {
        names: Names::default(),
        declared: false,
        seats: 0,
        weights: false,
        sheaf: Sheaf::new(text.len()),
    };
    for (line, words) in (1..).zip(text.lines()) {
        match words.strip_prefix("#/") {
            Some(parameter) => file.parameter(line, parameter, &mut desk)?,
            None => file.paper(Line { number: line, whole: words }, &mut desk)?,
        }
    }
    let top = Place { line: 1, column: 1 };
    if file.names.candidates.is_empty() {
        let fault = if file.sheaf.papers.lines() == 0 { Fault::Empty } else { Fault::NoCandidates };
        return Err(ReadError { at: top, fault });
    }
    if file.seats == 0 {
        desk.note(top, Oddity::SeatsUnknown);
    }
    let (candidates, seats, papers) = (file.names.candidates, file.seats, file.sheaf.papers);
    let election = Election { candidates, seats, papers, ..Election::default() };
    Ok(Read { election, grades: None, warnings: desk.warnings() })
}

/// Writes a `.cvotes` file.
///
/// *Errors*: withdrawn candidates, skipped or repeated ranks, a name with a sign that means something else in the format.
pub fn render(election: &Election) -> Result<String, Unsayable> {
    let format = "CEF";
    Unsayable::withdrawn(election, format)?;
    Unsayable::skipped(election, format)?;
    Unsayable::repeated(election, format)?;
    let names = &election.candidates;
    let reserved = |name: &String| {
        name.trim() != name
            || name.is_empty()
            || name.contains(['>', '=', ';', ',', '#', '/', '^', '*', '|', '<', '\n', '\r'])
    };
    let twice = names.iter().collect::<std::collections::HashSet<_>>().len() < names.len();
    if twice || names.iter().any(reserved) {
        let what = "a name that is empty, occurs twice or holds one of > < = ; , # / ^ * |";
        return Err(Unsayable { format, what, remedy: "write BLT" });
    }
    let mut out = format!("#/Candidates: {}\n", names.join(" ; "));
    if election.seats > 0 {
        push(&mut out, format_args!("#/Number of Seats: {}\n", election.seats));
    }
    out.push_str("#/Implicit Ranking: true\n#/Weight Allowed: false\n\n");
    for paper in election.papers.iter() {
        if paper.marks.is_empty() {
            out.push_str("/EMPTY_RANKING/");
        }
        for (place, mark) in paper.marks.iter().enumerate() {
            let sign = if place == 0 {
                ""
            } else if mark.is_equal() {
                " = "
            } else {
                " > "
            };
            out.push_str(sign);
            out.push_str(&names[usize::from(mark.candidate().unwrap_or_default())]);
        }
        push(&mut out, format_args!(" * {}\n", paper.weight));
    }
    Ok(out)
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing into a String cannot fail");
}

/// A file half read.
struct File {
    names: Names,
    /// Whether the file lists its candidates; then other names are no candidates.
    declared: bool,
    seats: u32,
    weights: bool,
    sheaf: Sheaf,
}

/// One line, to find the column of its parts.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: u64,
    whole: &'a str,
}

impl Line<'_> {
    /// The place of a part cut from this line.
    fn place(self, part: &str) -> Place {
        let offset =
            (part.as_ptr() as usize).wrapping_sub(self.whole.as_ptr() as usize).min(self.whole.len());
        let column = self.whole.as_bytes()[..offset].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        Place { line: self.number, column: column as u64 + 1 }
    }
}

impl File {
    fn parameter(&mut self, line: u64, parameter: &str, desk: &mut Desk) -> Result<(), ReadError> {
        let at = Place { line, column: 1 };
        let Some((key, value)) = parameter.split_once(':') else {
            desk.note(at, Oddity::UnknownOption);
            return Ok(());
        };
        let value = value.trim();
        match key.trim().to_lowercase().as_str() {
            "candidates" => {
                self.declared = true;
                for name in value.split(';').map(str::trim).filter(|name| !name.is_empty()) {
                    self.names.declare(at, name)?;
                }
            }
            "number of seats" | "number of seat" => {
                let fault = Fault::Expected { what: "the number of seats" };
                self.seats = value.parse().map_err(|_| ReadError { at, fault })?;
                if self.seats == 0 {
                    desk.mend(at, Fault::NoSeats)?;
                }
            }
            "implicit ranking" if value.eq_ignore_ascii_case("false") => desk.note(at, Oddity::NotImplicit),
            "implicit ranking" => {}
            "weight allowed" => self.weights = value.eq_ignore_ascii_case("true"),
            _ => desk.note(at, Oddity::UnknownOption),
        }
        Ok(())
    }

    /// `tags || A > B = C ^7 * 42 # comment`.
    fn paper(&mut self, line: Line<'_>, desk: &mut Desk) -> Result<(), ReadError> {
        let rest = line.whole.split('#').next().unwrap_or_default();
        let rest = rest.split_once("||").map_or(rest, |(_, ranking)| ranking);
        let (rest, count) = factor(line, rest, '*')?;
        let (rest, weight) = factor(line, rest, '^')?;
        let ranking = rest.trim();
        if ranking.is_empty() {
            return Ok(());
        }
        let at = line.place(ranking);
        if weight.is_some() && !self.weights {
            desk.note(at, Oddity::WeightsOff);
        }
        let weight = if self.weights { weight.unwrap_or(1) } else { 1 };
        let papers = count.unwrap_or(1).saturating_mul(weight);
        let marks = if ranking.starts_with("/EMPTY") { Vec::new() } else { self.marks(line, ranking, desk)? };
        self.sheaf.add(desk, at, papers, &marks)
    }

    fn marks(&mut self, line: Line<'_>, ranking: &str, desk: &mut Desk) -> Result<Vec<Mark>, ReadError> {
        let start = Place { line: line.number, column: 1 };
        let mut marks = Vec::new();
        for rank in ranking.split('>') {
            let mut first = true;
            for part in rank.split('=') {
                let name = part.trim();
                if name.is_empty() || name.contains(['<', '/', ';']) {
                    let fault = Fault::Expected { what: "a candidate between the signs" };
                    return Err(ReadError { at: line.place(part), fault });
                }
                let candidate = match self.names.find(name) {
                    Some(candidate) => candidate,
                    None if self.declared => {
                        let what = "names that are no candidates of this election were";
                        desk.note(start, Oddity::PassedOver { what });
                        continue;
                    }
                    None => self.names.find_or_add(start, name)?,
                };
                marks.push(if first { Mark::next(candidate) } else { Mark::equal(candidate) });
                first = false;
            }
        }
        Ok(marks)
    }
}

/// Cuts `sign number` from the end.
fn factor<'a>(line: Line<'_>, rest: &'a str, sign: char) -> Result<(&'a str, Option<u64>), ReadError> {
    let Some((before, number)) = rest.rsplit_once(sign) else { return Ok((rest, None)) };
    let at = line.place(number);
    let words = number.trim();
    if words.starts_with('-') {
        return Err(ReadError { at, fault: Fault::NegativeWeight });
    }
    let fault = Fault::Expected { what: "a whole number" };
    match words.parse() {
        Ok(number) => Ok((before, Some(number))),
        Err(_) if !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok((before, Some(u64::MAX)))
        }
        Err(_) => Err(ReadError { at, fault }),
    }
}
