//! The papers of a BLT file: `weight first second=second third 0`.
//!
//! Not here: what a rule makes of equal, skipped or repeated ranks; papers keep them.

use std::collections::HashSet;

use super::{Form, Halt};
use crate::Mark;
use crate::formats::{Fault, Oddity, Place, ReadError};

/// Most decimal places of a fractional weight that can be repaired.
const PLACES: usize = 6;

impl<'a> Form<'a> {
    /// All papers and the zero behind them.
    pub(super) fn papers(&mut self) -> Result<(), Halt> {
        let mut marks = Vec::new();
        let mut ids = HashSet::new();
        loop {
            self.gap()?;
            let at = self.cursor.place();
            let weight = match self.cursor.peek() {
                Some(b'0'..=b'9') => match self.weight(at)? {
                    Some(weight) => weight,
                    None => return Ok(()),
                },
                Some(b'(') => {
                    self.id(at, &mut ids)?;
                    1
                }
                Some(b'-') => {
                    self.withdrawal()?;
                    continue;
                }
                Some(b'[' | b'=') => {
                    self.option()?;
                    continue;
                }
                None | Some(b'"') => {
                    self.desk.mend(at, Fault::NoEndOfPapers)?;
                    return Ok(());
                }
                Some(_) => return Err(self.refuse(at, Fault::Expected { what: "a number of papers" })?),
            };
            marks.clear();
            self.ranking(at, &mut marks)?;
            // A line for zero papers was mended away where its weight was read.
            if weight > 0 {
                self.sheaf.add(self.desk, at, weight, &marks)?;
            }
        }
    }

    /// The number of papers at the start of a line; `None` for the zero that ends them all.
    fn weight(&mut self, at: Place) -> Result<Option<u64>, Halt> {
        let mut weight = self.cursor.number().unwrap_or_default().saturating_mul(self.scale);
        if self.cursor.peek() == Some(b'.') {
            weight = weight.saturating_add(self.fraction(at)?);
        }
        match self.cursor.peek() {
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b'#' | b'"') => {}
            Some(_) => self.refuse(at, Fault::Expected { what: "a number of papers" })?,
        }
        if weight != 0 {
            return Ok(Some(weight));
        }
        let mut ahead = self.cursor.clone();
        ahead.run(|byte| matches!(byte, b' ' | b'\t' | b','));
        if !ahead.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        self.desk.mend(at, Fault::ZeroWeight)?;
        Ok(Some(0))
    }

    /// `.50` of a weight, in units of the scale.
    fn fraction(&mut self, at: Place) -> Result<u64, Halt> {
        self.cursor.step();
        let digits = self.cursor.run(|byte| byte.is_ascii_digit());
        let digits = &digits[..digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1)];
        if digits.is_empty() {
            return Ok(0);
        }
        if digits.len() > PLACES {
            self.refuse(at, Fault::TooManyPapers)?;
        }
        self.desk.mend(at, Fault::FractionalWeight)?;
        let unit = 10u64.pow(digits.len() as u32);
        if unit > self.scale {
            return Err(Halt::Scale(unit));
        }
        let value = digits.iter().fold(0u64, |value, digit| value * 10 + u64::from(digit - b'0'));
        Ok(value * (self.scale / unit))
    }

    /// `(any text)` instead of a weight: one paper with an identifier.
    fn id(&mut self, at: Place, ids: &mut HashSet<&'a [u8]>) -> Result<(), ReadError> {
        let id = self.cursor.run(|byte| !matches!(byte, b')' | b'\r' | b'\n'));
        if self.cursor.peek() != Some(b')') {
            return self.refuse(at, Fault::OpenBracket);
        }
        self.cursor.step();
        if !ids.insert(id) {
            self.desk.note(at, Oddity::IdTwice);
        }
        Ok(())
    }

    /// The marks of one paper, to its closing zero or to the end of the line.
    fn ranking(&mut self, paper: Place, marks: &mut Vec<Mark>) -> Result<(), ReadError> {
        let mut equals: Option<Place> = None;
        loop {
            match self.cursor.peek() {
                Some(b' ' | b'\t') => self.cursor.step(),
                Some(b',') => self.comma()?,
                Some(b'=') => {
                    let at = self.cursor.place();
                    self.cursor.step();
                    if equals.is_some() || marks.last().is_none_or(|mark| mark.candidate().is_none()) {
                        self.desk.mend(at, Fault::LoneEquals)?;
                    } else {
                        equals = Some(at);
                    }
                }
                Some(b'-') if self.skips() => {
                    self.lone(&mut equals)?;
                    self.cursor.step();
                    marks.push(Mark::SKIP);
                }
                None | Some(b'\r' | b'\n' | b'#') => {
                    self.lone(&mut equals)?;
                    self.desk.note(paper, Oddity::Unclosed);
                    return Ok(());
                }
                Some(b'"') => {
                    return self
                        .refuse(self.cursor.place(), Fault::Expected { what: "a rank or a closing 0" });
                }
                Some(_) => match self.mark()? {
                    Some(Rank::End) => return self.lone(&mut equals),
                    Some(Rank::Of(candidate)) if equals.take().is_some() => {
                        marks.push(Mark::equal(candidate))
                    }
                    Some(Rank::Of(candidate)) => marks.push(Mark::next(candidate)),
                    None => equals = None,
                },
            }
        }
    }

    /// An equals sign with nothing behind it.
    fn lone(&mut self, equals: &mut Option<Place>) -> Result<(), ReadError> {
        equals.take().map_or(Ok(()), |at| self.desk.mend(at, Fault::LoneEquals))
    }

    /// Whether the `-` here is a skipped rank (alone) and no negative number.
    fn skips(&self) -> bool {
        matches!(self.cursor.second(), None | Some(b' ' | b'\t' | b',' | b'\r' | b'\n'))
    }

    fn mark(&mut self) -> Result<Option<Rank>, ReadError> {
        let start = self.cursor.clone();
        // Nearly all marks of nearly all files are plain numbers; this is the loop that decides the speed.
        if let Some(number) = self.cursor.number()
            && matches!(self.cursor.peek(), None | Some(b' ' | b'\n' | b'\r' | b'\t' | b'=' | b',' | b'#'))
            && (number == 0 || self.nicknames.is_empty())
        {
            if number == 0 {
                return Ok(Some(Rank::End));
            }
            if number <= self.election.candidates.len() as u64 {
                return Ok(Some(Rank::Of((number - 1) as u16)));
            }
            return Ok(self.candidate(start.place(), number)?.map(Rank::Of));
        }
        self.cursor = start;
        let at = self.cursor.place();
        let word = self.cursor.run(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b',' | b'"'));
        Ok(self.word(at, word)?.map(Rank::Of))
    }
}

enum Rank {
    /// The closing zero.
    End,
    Of(u16),
}
