//! BLT, the format of Hill, Wichmann and Woodall: two numbers, papers, a zero, names, a title.
//!
//! Read in every variant met in the wild: options in brackets and nicknames (Droop, stv-rs), paper identifiers (OpenSTV),
//! `-` for a skipped rank (Opavote), no closing zeros (OpenTally), commas at the ends of lines, parties behind the names,
//! comments, everything on one line. Written strictly. Not here: any judgement of a paper.

mod head;
mod names;
mod papers;
mod render;

pub use render::render;

use super::desk::{self, Desk};
use super::place::Cursor;
use super::sheaf::Sheaf;
use super::{Fault, Place, Read, ReadError, Repair};
use crate::Election;

/// Reads a BLT file; every fault is refused.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse(bytes: &[u8]) -> Result<Read, ReadError> {
    parse_with(bytes, Repair::No)
}

/// Reads a BLT file, mending what can plainly be mended if asked to.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse_with(bytes: &[u8], repair: Repair) -> Result<Read, ReadError> {
    let mut desk = Desk::new(repair);
    let text = desk::text(bytes, &mut desk);
    let mut scale = 1;
    loop {
        let mut form = Form::new(&text, scale, &mut desk);
        match form.read() {
            // Weights such as 2.5 show up anywhere in the file, and all of them must grow alike: start again.
            Err(Halt::Scale(needed)) => scale = needed,
            Err(Halt::Refused(error)) => return Err(error),
            Ok(()) => {
                let election = form.election;
                return Ok(Read { election, grades: None, warnings: desk.warnings() });
            }
        }
    }
}

/// A BLT file half read.
struct Form<'a> {
    cursor: Cursor<'a>,
    desk: &'a mut Desk,
    election: Election,
    /// Nicknames by `[nick ...]`, with the candidate.
    nicknames: std::collections::HashMap<&'a [u8], u16>,
    /// What every weight is multiplied by, a power of ten.
    scale: u64,
    sheaf: Sheaf,
    /// For each candidate, whether it has withdrawn.
    withdrawn: Vec<bool>,
}

/// Why reading stopped.
enum Halt {
    Refused(ReadError),
    /// Fractional weights ask for this scale.
    Scale(u64),
}

impl From<ReadError> for Halt {
    fn from(error: ReadError) -> Self {
        Self::Refused(error)
    }
}

impl<'a> Form<'a> {
    fn new(text: &'a str, scale: u64, desk: &'a mut Desk) -> Self {
        Self {
            cursor: Cursor::new(text),
            desk,
            election: Election::default(),
            nicknames: std::collections::HashMap::new(),
            scale,
            sheaf: Sheaf::new(text.len()),
            withdrawn: Vec::new(),
        }
    }

    fn read(&mut self) -> Result<(), Halt> {
        self.head()?;
        self.papers()?;
        self.election.papers = std::mem::take(&mut self.sheaf.papers);
        self.names()?;
        Ok(())
    }

    fn refuse<T>(&self, at: Place, fault: Fault) -> Result<T, ReadError> {
        Err(ReadError { at, fault })
    }

    /// Blanks and trailing commas, not line ends. A comma between two numbers is a fault of its own.
    fn blanks(&mut self) -> Result<(), ReadError> {
        while let Some(byte) = self.cursor.peek() {
            match byte {
                b' ' | b'\t' => self.cursor.step(),
                b',' => self.comma()?,
                _ => break,
            }
        }
        Ok(())
    }

    #[cold]
    fn comma(&mut self) -> Result<(), ReadError> {
        let at = self.cursor.place();
        self.cursor.step();
        match self.cursor.peek() {
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | b',') => Ok(()),
            Some(_) => self.desk.mend(at, Fault::CommaInside),
        }
    }

    /// Blanks, line ends and comments.
    fn gap(&mut self) -> Result<(), ReadError> {
        loop {
            self.blanks()?;
            match self.cursor.peek() {
                Some(b'#') => _ = self.cursor.rest_of_line(),
                Some(_) if self.cursor.line_end() => {}
                _ => return Ok(()),
            }
        }
    }
}
