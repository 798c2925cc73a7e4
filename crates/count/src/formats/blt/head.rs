//! The head of a BLT file: `candidates seats`, withdrawn candidates as `-k`, options in brackets.
//!
//! Not here: papers and names.

use super::Form;
use crate::election::MAX_CANDIDATES;
use crate::formats::{Fault, Oddity, Place, ReadError};

impl<'a> Form<'a> {
    /// The two numbers of the first line.
    pub(super) fn head(&mut self) -> Result<(), ReadError> {
        self.gap()?;
        if self.cursor.peek().is_none() {
            return self.refuse(self.cursor.place(), Fault::Empty);
        }
        let (at, count) = self.size("the number of candidates")?;
        if count == 0 {
            return self.refuse(at, Fault::NoCandidates);
        }
        if count > MAX_CANDIDATES as u64 {
            return self.refuse(at, Fault::TooManyCandidates { count });
        }
        self.gap()?;
        let (at, seats) = self.size("the number of seats")?;
        if seats == 0 {
            self.desk.mend(at, Fault::NoSeats)?;
        }
        let Ok(seats) = u32::try_from(seats) else {
            return self.refuse(at, Fault::TooManySeats { count: seats });
        };
        self.election.seats = seats;
        self.election.candidates = vec![String::new(); count as usize];
        self.withdrawn = vec![false; count as usize];
        Ok(())
    }

    fn size(&mut self, what: &'static str) -> Result<(Place, u64), ReadError> {
        let at = self.cursor.place();
        let Some(value) = self.cursor.number() else {
            return self.refuse(at, Fault::Expected { what });
        };
        match self.cursor.peek() {
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b'#') => Ok((at, value)),
            Some(_) => self.refuse(at, Fault::Expected { what }),
        }
    }

    /// `-3 -5` before the papers. A paper behind it on the same line makes it a negative weight, unless the whole file so
    /// far is one line.
    pub(super) fn withdrawal(&mut self) -> Result<(), ReadError> {
        let start = self.cursor.place();
        let papers_began = self.sheaf.total() > 0;
        let mut gone = Vec::new();
        while self.cursor.peek() == Some(b'-') {
            let at = self.cursor.place();
            self.cursor.step();
            let Some(number) = self.cursor.number() else {
                return self.refuse(at, Fault::Expected { what: "the number of papers" });
            };
            if papers_began {
                return self.refuse(at, Fault::NegativeWeight);
            }
            gone.push((at, number));
            self.blanks()?;
        }
        let alone = matches!(self.cursor.peek(), None | Some(b'\r' | b'\n' | b'#' | b'['));
        if !alone && start.line != 1 {
            return self.refuse(start, Fault::NegativeWeight);
        }
        for (at, number) in gone {
            if let Some(candidate) = self.candidate(at, number)? {
                self.withdraw(candidate);
            }
        }
        Ok(())
    }

    fn withdraw(&mut self, candidate: u16) {
        if !std::mem::replace(&mut self.withdrawn[usize::from(candidate)], true) {
            self.election.withdrawn.push(candidate);
        }
    }

    /// A candidate's number from 1 as one from 0; `None` where the mark was mended away.
    pub(super) fn candidate(&mut self, at: Place, number: u64) -> Result<Option<u16>, ReadError> {
        let candidates = self.election.candidates.len();
        if (1..=candidates as u64).contains(&number) {
            return Ok(Some((number - 1) as u16));
        }
        self.desk.mend(at, Fault::NoSuchCandidate { number, candidates })?;
        Ok(None)
    }

    /// `[nick a b c]`, `[tie 3 2 1]`, `[withdrawn 4]`, `[undeclared 4]` and options of other programs; also written
    /// `=tie 3 2 1` on a line of its own.
    pub(super) fn option(&mut self) -> Result<(), ReadError> {
        let open = self.cursor.place();
        let bracket = self.cursor.peek() == Some(b'[');
        self.cursor.step();
        let mut words = Vec::new();
        loop {
            match self.cursor.peek() {
                Some(b' ' | b'\t' | b',') => self.cursor.step(),
                Some(b'\r' | b'\n') if !bracket => break,
                Some(b'\r' | b'\n') => _ = self.cursor.line_end(),
                Some(b']') if bracket => {
                    self.cursor.step();
                    break;
                }
                None if bracket => return self.refuse(open, Fault::OpenBracket),
                None => break,
                Some(_) => {
                    let at = self.cursor.place();
                    words.push((
                        at,
                        self.cursor.run(|byte| !matches!(byte, b' ' | b'\t' | b',' | b'\r' | b'\n' | b']')),
                    ));
                }
            }
            if words.len() > MAX_CANDIDATES + 1 {
                return self.refuse(open, Fault::OpenBracket);
            }
        }
        let Some(((_, name), values)) = words.split_first() else {
            self.desk.note(open, Oddity::UnknownOption);
            return Ok(());
        };
        self.set(open, name, values)
    }

    fn set(&mut self, open: Place, name: &[u8], values: &[(Place, &'a [u8])]) -> Result<(), ReadError> {
        match name {
            b"nick" => self.nick(open, values),
            b"tie" => {
                self.election.tie_order = self.named(values)?;
                let mut found = vec![false; self.election.candidates.len()];
                self.election
                    .tie_order
                    .retain(|candidate| !std::mem::replace(&mut found[usize::from(*candidate)], true));
                Ok(())
            }
            b"withdrawn" => {
                for candidate in self.named(values)? {
                    self.withdraw(candidate);
                }
                Ok(())
            }
            b"undeclared" => {
                self.named(values)?;
                self.desk.note(open, Oddity::Undeclared);
                Ok(())
            }
            _ => {
                self.desk.note(open, Oddity::UnknownOption);
                Ok(())
            }
        }
    }

    fn nick(&mut self, open: Place, values: &[(Place, &'a [u8])]) -> Result<(), ReadError> {
        let candidates = self.election.candidates.len();
        if values.len() > candidates {
            return self.refuse(open, Fault::Expected { what: "one nickname for every candidate" });
        }
        self.nicknames.clear();
        for (number, (at, nickname)) in (0..).zip(values) {
            if self.nicknames.insert(nickname, number).is_some() {
                return self.refuse(*at, Fault::NameTwice);
            }
        }
        Ok(())
    }

    fn named(&mut self, values: &[(Place, &'a [u8])]) -> Result<Vec<u16>, ReadError> {
        let mut found = Vec::with_capacity(values.len());
        for (at, word) in values {
            found.extend(self.word(*at, word)?);
        }
        Ok(found)
    }

    /// A nickname or a number as a candidate; a nickname goes first, as some are made of digits.
    pub(super) fn word(&mut self, at: Place, word: &[u8]) -> Result<Option<u16>, ReadError> {
        if let Some(candidate) = self.nicknames.get(word) {
            return Ok(Some(*candidate));
        }
        match crate::formats::place::text(word).parse() {
            Ok(number) => self.candidate(at, number),
            Err(_) => {
                self.desk.mend(at, Fault::NoSuchName)?;
                Ok(None)
            }
        }
    }
}
