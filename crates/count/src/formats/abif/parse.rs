//! Reads ABIF.
//!
//! Not here: the cutting of a line ([`super::line`]).

use std::collections::{HashMap, HashSet};

use super::line::{self, Item, Sign, Token};
use crate::election::MAX_CANDIDATES;
use crate::formats::desk::{self, Desk};
use crate::formats::place::Cursor;
use crate::formats::sheaf::Sheaf;
use crate::formats::{Fault, Oddity, Place, Read, ReadError, Repair};
use crate::tally::grades::{Given, GradedPapers, Grades, Scale};
use crate::{Election, Mark};

/// Reads ABIF; every fault is refused.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse(bytes: &[u8]) -> Result<Read, ReadError> {
    parse_with(bytes, Repair::No)
}

/// Reads ABIF, mending what can plainly be mended if asked to.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse_with(bytes: &[u8], repair: Repair) -> Result<Read, ReadError> {
    let mut desk = Desk::new(repair);
    let text = desk::text(bytes, &mut desk);
    let mut cursor = Cursor::new(&text);
    let mut file = File::new(text.len());
    loop {
        line::blanks(&mut cursor);
        match cursor.peek() {
            None => break,
            Some(b'#') => _ = cursor.rest_of_line(),
            Some(_) if cursor.line_end() => {}
            Some(b'{') => file.metadata(&mut cursor)?,
            Some(b'=') => file.declaration(&mut cursor)?,
            Some(b'[') => file.old_declaration(&mut cursor, &mut desk)?,
            Some(_) => file.papers(&mut cursor, &mut desk)?,
        }
    }
    file.finish(cursor.place(), desk)
}

/// An ABIF file half read.
struct File<'a> {
    title: String,
    description: String,
    seats: u32,
    highest: u16,
    said: Option<u64>,
    candidates: Vec<String>,
    by_token: HashMap<&'a str, u16>,
    by_name: HashMap<&'a str, u16>,
    declared: HashSet<u16>,
    sheaf: Sheaf,
    graded: GradedPapers,
    scores: bool,
    unscored: bool,
}

impl<'a> File<'a> {
    fn new(bytes: usize) -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            seats: 0,
            highest: 0,
            said: None,
            candidates: Vec::new(),
            by_token: HashMap::new(),
            by_name: HashMap::new(),
            declared: HashSet::new(),
            sheaf: Sheaf::new(bytes),
            graded: GradedPapers::default(),
            scores: false,
            unscored: false,
        }
    }

    /// `{"title": "..."}`, also with bare keys; all but a few keys are for other programs.
    fn metadata(&mut self, cursor: &mut Cursor<'a>) -> Result<(), ReadError> {
        let at = cursor.place();
        cursor.step();
        let Some((inside, _)) = cursor.rest_of_line().rsplit_once('}') else {
            return Err(ReadError { at, fault: Fault::OpenBracket });
        };
        let Some((key, value)) = inside.split_once(':') else { return Ok(()) };
        let (key, value) = (key.trim().trim_matches('"'), value.trim());
        let words = || serde_json::from_str(value).unwrap_or_else(|_| value.trim_matches('"').to_owned());
        let number = || value.trim_matches('"').parse::<u64>().ok();
        match key {
            "title" => self.title = words(),
            "description" => self.description = words(),
            "seats" => {
                self.seats = number().and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
            }
            "max_rating" => {
                self.highest = number().and_then(|number| u16::try_from(number).ok()).unwrap_or_default()
            }
            "ballotcount" => self.said = number(),
            _ => {}
        }
        Ok(())
    }

    /// `=id:[Name]`.
    fn declaration(&mut self, cursor: &mut Cursor<'a>) -> Result<(), ReadError> {
        cursor.step();
        line::blanks(cursor);
        let at = cursor.place();
        let id = line::token(cursor)?;
        line::blanks(cursor);
        if cursor.peek() != Some(b':') {
            return Err(ReadError {
                at: cursor.place(),
                fault: Fault::Expected { what: "a colon and a name" },
            });
        }
        cursor.step();
        line::blanks(cursor);
        let name = line::token(cursor)?;
        cursor.rest_of_line();
        self.declare(at, id.text(), name.text())
    }

    /// `[Name]: id`, which ABIF gave up in 2021.
    fn old_declaration(&mut self, cursor: &mut Cursor<'a>, desk: &mut Desk) -> Result<(), ReadError> {
        let at = cursor.place();
        let name = line::token(cursor)?;
        line::blanks(cursor);
        if cursor.peek() != Some(b':') {
            return Err(ReadError { at, fault: Fault::Expected { what: "a number of papers and a colon" } });
        }
        desk.mend(at, Fault::OldDeclaration)?;
        cursor.step();
        line::blanks(cursor);
        let id = line::token(cursor)?;
        cursor.rest_of_line();
        self.declare(at, id.text(), name.text())
    }

    fn declare(&mut self, at: Place, id: &'a str, name: &'a str) -> Result<(), ReadError> {
        let candidate = self.candidate(at, Token::Id(id))?;
        if !self.declared.insert(candidate) {
            return Err(ReadError { at, fault: Fault::NameTwice });
        }
        name.clone_into(&mut self.candidates[usize::from(candidate)]);
        self.by_name.entry(name).or_insert(candidate);
        Ok(())
    }

    /// The candidate of a token, a new one if nobody has it yet.
    fn candidate(&mut self, at: Place, token: Token<'a>) -> Result<u16, ReadError> {
        let known = match token {
            Token::Name(name) => self.by_name.get(name).or_else(|| self.by_token.get(name)),
            Token::Id(id) => self.by_token.get(id),
        };
        if let Some(candidate) = known {
            return Ok(*candidate);
        }
        let number = self.candidates.len();
        if number == MAX_CANDIDATES {
            return Err(ReadError { at, fault: Fault::TooManyCandidates { count: number as u64 + 1 } });
        }
        self.candidates.push(token.text().to_owned());
        self.by_token.insert(token.text(), number as u16);
        Ok(number as u16)
    }

    /// `27: ...` or `27 * ...`.
    fn papers(&mut self, cursor: &mut Cursor<'a>, desk: &mut Desk) -> Result<(), ReadError> {
        let at = cursor.place();
        if cursor.peek() == Some(b'-') {
            return Err(ReadError { at, fault: Fault::NegativeWeight });
        }
        let weight = cursor.number();
        line::blanks(cursor);
        let (Some(weight), Some(b':' | b'*')) = (weight, cursor.peek()) else {
            let fractional = weight.is_some() && cursor.peek() == Some(b'.');
            let fault = Fault::Expected { what: "a number of papers and a colon" };
            return Err(ReadError { at, fault: if fractional { Fault::FractionalWeight } else { fault } });
        };
        cursor.step();
        let items = line::items(cursor)?;
        let mut named = Vec::with_capacity(items.len());
        for item in &items {
            named.push(self.candidate(item.at, item.token)?);
        }
        let marks = marks(desk, at, &items, &named)?;
        self.sheaf.add(desk, at, weight, &marks)?;
        self.unscored |= items.iter().any(|item| item.score.is_none());
        self.scores |= items.iter().any(|item| item.score.is_some());
        let given: Vec<Given> = items
            .iter()
            .zip(&named)
            .filter_map(|(item, candidate)| Some(Given { candidate: *candidate, grade: item.score? }))
            .collect();
        if weight > 0 {
            self.graded.push(weight, &given).map_err(|_| ReadError { at, fault: Fault::TooManyPapers })?;
        }
        self.highest = given.iter().map(|given| given.grade).max().unwrap_or(0).max(self.highest);
        Ok(())
    }

    fn finish(self, end: Place, mut desk: Desk) -> Result<Read, ReadError> {
        if self.candidates.is_empty() {
            let fault = if self.sheaf.papers.lines() == 0 { Fault::Empty } else { Fault::NoCandidates };
            return Err(ReadError { at: end, fault });
        }
        let top = Place { line: 1, column: 1 };
        if self.seats == 0 {
            desk.note(top, Oddity::SeatsUnknown);
        }
        if let Some(said) = self.said.filter(|said| *said != self.sheaf.total()) {
            desk.note(top, Oddity::Miscounted { what: "papers", said, found: self.sheaf.total() });
        }
        if self.scores && self.unscored {
            desk.note(top, Oddity::PassedOver { what: "scores that only some papers give were" });
        }
        let title = if self.title.is_empty() { self.description } else { self.title };
        let grades = (self.scores && !self.unscored).then(|| Grades {
            title: title.clone(),
            candidates: self.candidates.clone(),
            seats: self.seats,
            scale: Scale::Points(self.highest),
            papers: self.graded,
            ..Grades::default()
        });
        let papers = self.sheaf.papers;
        let election =
            Election { title, candidates: self.candidates, seats: self.seats, papers, ..Election::default() };
        Ok(Read { election, grades, warnings: desk.warnings() })
    }
}

/// The order of a line: as its signs say, or by score where commas leave it open.
fn marks(desk: &mut Desk, at: Place, items: &[Item<'_>], named: &[u16]) -> Result<Vec<Mark>, ReadError> {
    if items.iter().all(|item| item.sign != Sign::Comma) {
        let against = |pair: &[Item<'_>]| match (pair[0].score, pair[1].score) {
            (Some(above), Some(below)) if pair[1].sign == Sign::Above => above < below,
            (Some(one), Some(other)) => one != other,
            _ => false,
        };
        if items.windows(2).any(against) {
            desk.note(at, Oddity::ScoresContradict);
        }
        let mark = |(item, candidate): (&Item<'_>, &u16)| match item.sign {
            Sign::Equal => Mark::equal(*candidate),
            _ => Mark::next(*candidate),
        };
        return Ok(items.iter().zip(named).map(mark).collect());
    }
    let scored = items.iter().filter(|item| item.score.is_some()).count();
    if scored != 0 && scored != items.len() {
        let bare = items.iter().find(|item| item.score.is_none()).map_or(at, |item| item.at);
        return Err(ReadError {
            at: bare,
            fault: Fault::Expected { what: "a score for every candidate of a list with commas" },
        });
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(items[*place].score));
    let mut above = None;
    let marks = order.into_iter().map(|place| {
        let equal = above.replace(items[place].score) == Some(items[place].score);
        if equal { Mark::equal(named[place]) } else { Mark::next(named[place]) }
    });
    Ok(marks.collect())
}
