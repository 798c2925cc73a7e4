//! Letters: what somebody wants recorded, signed once. A sender who got no answer sends the same letter again; it is
//! for the record to know that it has it already.

use anyhow::{Context as _, Result};
use rankfile_hall::election::archive::ballot_in;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::{Request, Rule};
use rankfile_record::act::{Act, Inner};
use rankfile_record::commit::commit;
use rankfile_store::contract::Opening;
use rankfile_store::log::Log;
use rankfile_store::writer::{Answer, Ask, Writer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Openings under this label stand for the roll in force: a letter that brings new ones has the old ones destroyed.
pub const MEMBER: &str = "member";

/// A letter, in the form it is kept in.
#[derive(Clone, Serialize, Deserialize)]
pub enum Letter {
    /// A command.
    Act {
        /// What is asked, and by whom.
        inner: Box<Inner>,
        /// Its signature.
        signature: Option<String>,
        /// Documents it names.
        documents: Vec<String>,
        /// Private values it commits to.
        private: Vec<Private>,
    },
    /// A ballot.
    Ballot {
        /// The election.
        election: String,
        /// The ballot, as Belenios writes it.
        ballot: String,
    },
}

/// A private value on its way; the commitment it opens is computed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Private {
    label: String,
    subject: String,
    salt: [u8; 32],
    value: String,
}

impl Letter {
    /// Writes down what somebody is about to ask.
    ///
    /// *Errors*: a document or private value that is not text, which no room makes.
    pub fn of_request(request: &Request, openings: &[Opening]) -> Result<Self> {
        let private = |opening: &Opening| {
            let Opening { label, subject, salt, value, .. } = opening;
            Ok(Private { label: label.clone(), subject: subject.clone(), salt: *salt, value: text(value)? })
        };
        Ok(Letter::Act {
            inner: Box::new(request.inner.clone()),
            signature: request.signature.clone(),
            documents: request.documents.iter().map(|bytes| text(bytes)).collect::<Result<_>>()?,
            private: openings.iter().map(private).collect::<Result<_>>()?,
        })
    }

    /// Writes down a ballot.
    ///
    /// *Errors*: a ballot that is not text.
    pub fn of_ballot(election: &ElectionId, ballot: &[u8]) -> Result<Self> {
        Ok(Letter::Ballot { election: election.0.clone(), ballot: text(ballot)? })
    }

    /// What the writer is asked.
    ///
    /// *Errors*: the store cannot be read, or this is a ballot of no known election, or no ballot.
    pub fn ask(&self, writer: &mut Writer) -> Result<Ask> {
        Ok(match self {
            Letter::Act { inner, signature, documents, private } => {
                let documents = documents.iter().map(|text| text.clone().into_bytes()).collect();
                let openings: Vec<Opening> = private.iter().map(Private::open).collect();
                let replaces = openings.iter().any(|opening| opening.label == MEMBER);
                let old = if replaces { writer.log().openings(None, Some(MEMBER))? } else { vec![] };
                let erased = old.into_iter().map(|opening| opening.commitment).collect();
                let request = Request { inner: (**inner).clone(), signature: signature.clone(), documents };
                Ask::Act { request: Box::new(request), openings, erased }
            }
            Letter::Ballot { election, ballot } => {
                let election = ElectionId(election.clone());
                let known = writer.hall().boxes.get(&election).context("a ballot of no known election")?;
                let checked = Box::new(known.belenios.check_ballot(ballot.as_bytes())?);
                Ask::Ballot { election, bytes: ballot.clone().into_bytes(), checked }
            }
        })
    }
}

impl Private {
    fn open(&self) -> Opening {
        let (label, subject) = (self.label.clone(), self.subject.clone());
        let commitment = commit(&label, &self.salt, self.value.as_bytes());
        Opening { commitment, label, subject, salt: self.salt, value: self.value.clone().into_bytes() }
    }
}

/// Whether an answer says "I have this already".
pub fn is_repeated(answer: &Answer) -> bool {
    let Answer::Refused(refusal) = answer else { return false };
    matches!(refusal.rule, Rule::NonceRepeated | Rule::BallotRepeated)
}

/// Where every letter is in a record, by what cannot occur twice by chance: an act's nonce, a ballot's text.
#[derive(Default)]
pub struct Found {
    acts: BTreeMap<String, Vec<u64>>,
    ballots: BTreeMap<String, Vec<u64>>,
}

impl Found {
    /// Reads a whole record.
    ///
    /// *Errors*: the store cannot be read, or holds something that is no act or no ballot.
    pub fn within(log: &mut Log) -> Result<Self> {
        let mut found = Found::default();
        let mut leaves = vec![];
        log.for_each_leaf(0..u64::MAX, &mut |_, leaf| leaves.push(leaf.to_vec()))?;
        for (leaf, index) in leaves.iter().zip(0..) {
            found.acts.entry(Act::parse(leaf)?.inner.nonce).or_default().push(index);
        }
        let elections: Vec<String> = log.archives().map(|archive| archive.election.clone()).collect();
        for election in elections {
            let pieces = log.pieces(&election)?;
            for (piece, place) in pieces.iter().filter(|piece| piece.kind == "ballot").zip(0..) {
                let ballot = ballot_in(&piece.bytes).context("a piece without a ballot")?;
                found.ballots.entry(text(ballot)?).or_default().push(place);
            }
        }
        Ok(found)
    }

    /// The places of a letter: indices of acts, or places among the ballots.
    pub fn places(&self, letter: &Letter) -> &[u64] {
        let found = match letter {
            Letter::Act { inner, .. } => self.acts.get(&inner.nonce),
            Letter::Ballot { ballot, .. } => self.ballots.get(ballot),
        };
        found.map_or(&[], Vec::as_slice)
    }

    /// How many ballots there are in all archives together.
    pub fn ballots(&self) -> usize {
        self.ballots.values().map(Vec::len).sum()
    }
}

fn text(bytes: &[u8]) -> Result<String> {
    String::from_utf8(bytes.to_vec()).context("only texts go into letters")
}
