//! The names and the title at the end of a BLT file: quoted or bare, with or without parties, one a line or all on one.
//!
//! Not here: papers.

use super::Form;
use crate::formats::{Fault, Oddity, Place, ReadError};

/// One line of the names: what stands on it, in order, quotation marks removed.
struct Line {
    at: Place,
    parts: Vec<String>,
}

/// Whether every line is a candidate. With no more lines than candidates, lines of several strings may also be names in a
/// row; they are candidates with parties only if all lines have as many strings and there are several such lines.
fn one_a_line(lines: &[Line], count: usize) -> bool {
    let strings = lines[0].parts.len();
    lines.len() > count
        || lines.len() == count
            && lines.iter().all(|line| line.parts.len() == strings)
            && (count > 1 || strings == 1)
}

impl Form<'_> {
    /// The rest of the file.
    pub(super) fn names(&mut self) -> Result<(), ReadError> {
        let lines = self.lines()?;
        let count = self.election.candidates.len();
        let end = lines.last().map_or_else(|| self.cursor.place(), |line| line.at);
        if lines.is_empty() {
            self.desk.note(end, Oddity::NoNames);
        } else if one_a_line(&lines, count) {
            self.line_by_line(lines, count);
        } else {
            let mut parts: Vec<String> = lines.into_iter().flat_map(|line| line.parts).collect();
            if parts.len() < count {
                self.desk.mend(end, Fault::FewNames { given: parts.len(), candidates: count })?;
            }
            let behind = parts.split_off(count.min(parts.len()));
            self.election.title = behind.into_iter().next().unwrap_or_default();
            for (name, part) in self.election.candidates.iter_mut().zip(parts) {
                *name = part;
            }
        }
        for (number, name) in self.election.candidates.iter_mut().enumerate() {
            if name.is_empty() {
                *name = format!("Candidate {}", number + 1);
            }
        }
        self.parties_in_names();
        Ok(())
    }

    fn line_by_line(&mut self, lines: Vec<Line>, count: usize) {
        let mut parties = vec![String::new(); count];
        for (position, line) in lines.into_iter().enumerate() {
            let mut parts = line.parts.into_iter();
            let first = parts.next().unwrap_or_default();
            if position < count {
                self.election.candidates[position] = first;
                parties[position] = parts.next().unwrap_or_default();
            } else if position == count {
                self.election.title = first;
            } else {
                self.desk.note(line.at, Oddity::AfterTitle);
            }
        }
        if parties.iter().any(|party| !party.is_empty()) {
            self.election.parties = parties;
        }
    }

    /// `"Name ""Party"""`: if all names end in a quoted part, that part is the party.
    fn parties_in_names(&mut self) {
        let split = |name: &String| -> Option<(String, String)> {
            let (name, party) = name.strip_suffix('"')?.split_once('"')?;
            (!name.trim().is_empty()).then(|| (name.trim().to_owned(), party.trim().to_owned()))
        };
        let parts: Option<Vec<_>> = self.election.candidates.iter().map(split).collect();
        if let (Some(parts), true) = (parts, self.election.parties.is_empty()) {
            (self.election.candidates, self.election.parties) = parts.into_iter().unzip();
        }
    }

    fn lines(&mut self) -> Result<Vec<Line>, ReadError> {
        let mut lines = Vec::new();
        let most = self.election.candidates.len() + 1;
        loop {
            self.cursor.run(|byte| matches!(byte, b' ' | b'\t' | b','));
            let at = self.cursor.place();
            match self.cursor.peek() {
                None => return Ok(lines),
                Some(b'#') => _ = self.cursor.rest_of_line(),
                Some(_) if self.cursor.line_end() => {}
                // Of what follows the title only the first line is kept, to be warned of.
                Some(_) if lines.len() > most => _ = self.cursor.rest_of_line(),
                Some(_) => lines.push(Line { at, parts: self.parts(at)? }),
            }
        }
    }

    /// What stands on one line: quoted strings, or bare text to its end.
    fn parts(&mut self, at: Place) -> Result<Vec<String>, ReadError> {
        let mut parts = Vec::new();
        loop {
            self.cursor.run(|byte| matches!(byte, b' ' | b'\t' | b','));
            match self.cursor.peek() {
                None | Some(b'\r' | b'\n') => return Ok(parts),
                Some(b'"') => parts.push(self.quoted(at)?),
                // A comment behind a quoted name, but a bare name may hold a number sign.
                Some(b'#') if !parts.is_empty() => _ = self.cursor.rest_of_line(),
                Some(_) => {
                    let bare = self.cursor.rest_of_line().trim_end().trim_end_matches(',');
                    parts.push(bare.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
        }
    }

    /// `"x ""y"" z"`, quotation marks doubled inside.
    fn quoted(&mut self, at: Place) -> Result<String, ReadError> {
        let mut name = String::new();
        self.cursor.step();
        loop {
            let piece = self.cursor.run(|byte| !matches!(byte, b'"' | b'\r' | b'\n'));
            name.push_str(crate::formats::place::text(piece));
            if self.cursor.peek() != Some(b'"') {
                self.desk.mend(at, Fault::OpenQuote)?;
                break;
            }
            self.cursor.step();
            if self.cursor.peek() != Some(b'"') {
                break;
            }
            self.cursor.step();
            name.push('"');
        }
        Ok(name.trim().to_owned())
    }
}
