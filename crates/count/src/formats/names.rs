//! Candidates found by name: where a format has no numbers, the name is what tells candidates apart.
//!
//! Not here: spelling. Two names are the same if their letters are.

use std::collections::HashMap;

use super::{Fault, Place, ReadError};
use crate::election::MAX_CANDIDATES;

/// Candidates by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) candidates: Vec<String>,
    numbers: HashMap<String, u16>,
}

impl Names {
    /// The candidate of this name.
    pub(super) fn find(&self, name: &str) -> Option<u16> {
        self.numbers.get(name).copied()
    }

    /// Adds a candidate whose name must be new.
    pub(super) fn declare(&mut self, at: Place, name: &str) -> Result<u16, ReadError> {
        if self.find(name).is_some() {
            return Err(ReadError { at, fault: Fault::NameTwice });
        }
        self.find_or_add(at, name)
    }

    /// The candidate of this name, a new one if nobody has it yet.
    pub(super) fn find_or_add(&mut self, at: Place, name: &str) -> Result<u16, ReadError> {
        if let Some(candidate) = self.find(name) {
            return Ok(candidate);
        }
        let number = self.candidates.len();
        if number == MAX_CANDIDATES {
            return Err(ReadError { at, fault: Fault::TooManyCandidates { count: number as u64 + 1 } });
        }
        self.candidates.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number as u16);
        Ok(number as u16)
    }

    /// Another name for a candidate.
    pub(super) fn alias(&mut self, at: Place, name: &str, candidate: u16) -> Result<(), ReadError> {
        match self.numbers.insert(name.to_owned(), candidate) {
            Some(other) if other != candidate => Err(ReadError { at, fault: Fault::NameTwice }),
            _ => Ok(()),
        }
    }
}
