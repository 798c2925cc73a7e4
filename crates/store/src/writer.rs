//! The one writer: it owns the hall and the log, gathers what has arrived into a batch, commits it once and only then
//! answers. It decides nothing: the hall does. Time comes in with each batch.

use crate::contract::{Batch, Opening, Paper, Piece};
use crate::fault::Fault;
use crate::log::Log;
use crate::replay::{self, PieceBallots};
use rankfile_belenios::CheckedBallot;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::hall::{Accepted, Growth};
use rankfile_hall::{Hall, Refusal, Request};
use std::collections::{BTreeMap, BTreeSet};

/// The writer of one union's record.
pub struct Writer {
    hall: Hall,
    log: Log,
    stopped: Option<String>,
}

/// Something that wants to be recorded.
pub enum Ask {
    /// An act, with the private values its leaf commits to.
    Act {
        /// The signed command.
        request: Box<Request>,
        /// What its commitments open to; kept apart from the record.
        openings: Vec<Opening>,
        /// Commitments whose openings are destroyed with it.
        erased: Vec<[u8; 32]>,
    },
    /// A ballot that was checked already, on any thread.
    Ballot {
        /// The election.
        election: ElectionId,
        /// The ballot.
        bytes: Vec<u8>,
        /// What checking it found.
        checked: Box<CheckedBallot>,
    },
}

/// What became of it, once it is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The act is in the record.
    Recorded {
        /// Its index.
        index: u64,
        /// Its leaf.
        leaf: Vec<u8>,
        /// A proof that verifies offline: the text of a `.tlog-proof` file.
        receipt: String,
    },
    /// The ballot is in the archive.
    Cast {
        /// The voter's tracker.
        tracker: String,
        /// Index of the act that names the archive's head with this ballot in it.
        index: u64,
        /// The proof of that act.
        receipt: String,
    },
    /// The hall said no; nothing was recorded.
    Refused(Refusal),
}

/// Why a record could not be opened for writing.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// The store failed or holds something else than the lock says.
    #[error(transparent)]
    Store(#[from] Fault),
    /// The acts do not follow from one another.
    #[error(
        "the record does not hold: act {index}: {message}. Run `rankfile audit` on it, and do not write to it"
    )]
    Unlawful {
        /// Index of the first act with a finding.
        index: u64,
        /// The finding.
        message: String,
    },
}

/// What a batch was given, on the way to an answer.
enum Pending {
    Act(u64, Vec<u8>),
    Ballot(ElectionId, String),
    Refused(Refusal),
}

impl Writer {
    /// Opens a record: every act is judged again from the one before.
    pub fn open(mut log: Log) -> Result<Self, OpenFault> {
        let (hall, findings) = replay::replay(&mut log)?;
        if let Some(first) = findings.into_iter().next() {
            return Err(OpenFault::Unlawful { index: first.index, message: first.message });
        }
        Ok(Self { hall, log, stopped: None })
    }

    /// The hall as of the last commit.
    pub fn hall(&self) -> &Hall {
        &self.hall
    }

    /// The log, for reading what is stored.
    pub fn log(&mut self) -> &mut Log {
        &mut self.log
    }

    /// The log, for what it holds in memory.
    pub fn log_view(&self) -> &Log {
        &self.log
    }

    /// The first fault in words, if one has stopped it; the log can have been stopped by somebody who only read.
    pub fn stopped(&self) -> Option<&str> {
        self.stopped.as_deref().or(self.log.stopped())
    }

    /// Decides everything that was asked, in order, and commits it as one batch. Answers are in the order of the asks.
    ///
    /// Duties whose time has passed come first, also between two asks. *Errors*: nobody may be answered and the process must
    /// end: what was asked may or may not be durable, and the next start finds out.
    pub fn commit(&mut self, asks: Vec<Ask>, now: i64) -> Result<Vec<Answer>, Fault> {
        if let Some(first) = self.stopped() {
            return Err(Fault::Stopped { first: first.to_owned() });
        }
        let done = self.commit_once(asks, now);
        if let Err(fault) = &done {
            self.stopped = Some(fault.to_string());
        }
        done
    }

    /// Lets time pass: applies every duty that is due. The result is how many acts that made.
    pub fn tick(&mut self, now: i64) -> Result<u64, Fault> {
        let before = self.log.size();
        self.commit(Vec::new(), now)?;
        Ok(self.log.size() - before)
    }

    /// Has it recorded which desk browsers get from now on, if the record names another or none; the result is whether it was.
    ///
    /// *Errors*: as of [`Writer::commit`].
    pub fn serve_desk(&mut self, digest: &str, now: i64) -> Result<bool, Fault> {
        self.tick(now)?;
        let served = self.hall.serve_desk(digest, now).map_err(|refusal| bug(&refusal))?;
        let Some(accepted) = served else { return Ok(false) };
        let mut batch = Gathered::default();
        self.take(accepted, Vec::new(), &mut batch);
        let committed = self.log.commit(&batch.batch);
        if let Err(fault) = &committed {
            self.stopped = Some(fault.to_string());
        }
        committed.map(|_| true)
    }

    fn commit_once(&mut self, asks: Vec<Ask>, now: i64) -> Result<Vec<Answer>, Fault> {
        let mut batch = Gathered::default();
        self.apply_elapsed(now, &mut batch)?;
        let mut pending = Vec::with_capacity(asks.len());
        for ask in asks {
            pending.push(self.decide(ask, now, &mut batch)?);
        }
        let mut reports = BTreeMap::new();
        for election in std::mem::take(&mut batch.touched) {
            let report = self.hall.report_ballots(&election, now).map_err(|refusal| bug(&refusal))?;
            if let Some(report) = report {
                reports.insert(election, report.act.outer.index);
                self.take(report, Vec::new(), &mut batch);
            }
        }
        if !batch.batch.is_empty() {
            self.log.commit(&batch.batch)?;
        }
        pending.into_iter().map(|pending| self.answer(pending, &reports)).collect()
    }

    fn decide(&mut self, ask: Ask, now: i64, batch: &mut Gathered) -> Result<Pending, Fault> {
        match ask {
            Ask::Act { request, openings, erased } => {
                let decided = self.hall.accept(*request, now);
                match decided {
                    Err(refusal) => Ok(Pending::Refused(refusal)),
                    Ok(accepted) => {
                        let pending = Pending::Act(accepted.act.outer.index, accepted.leaf.clone());
                        self.take(accepted, openings, batch);
                        batch.batch.erased.extend(erased);
                        // An act can end the last thing that time was waiting for.
                        self.apply_elapsed(now, batch)?;
                        Ok(pending)
                    }
                }
            }
            Ask::Ballot { election, bytes, checked } => {
                match self.hall.admit(&election, &checked, &bytes, now) {
                    Err(refusal) => Ok(Pending::Refused(refusal)),
                    Ok(growth) => {
                        batch.grow(&self.log, vec![growth]);
                        batch.touched.insert(election.clone());
                        Ok(Pending::Ballot(election, checked.tracker.clone()))
                    }
                }
            }
        }
    }

    fn apply_elapsed(&mut self, now: i64, batch: &mut Gathered) -> Result<(), Fault> {
        loop {
            let mut ballots = PieceBallots::new(&mut self.log);
            let next = self.hall.next_elapsed(now, &mut ballots);
            ballots.into_fault().map_or(Ok(()), Err)?;
            match next.map_err(|refusal| bug(&refusal))? {
                Some(accepted) => self.take(accepted, Vec::new(), batch),
                None => return Ok(()),
            }
        }
    }

    fn take(&mut self, accepted: Accepted, openings: Vec<Opening>, batch: &mut Gathered) {
        let growth = self.hall.take(&accepted);
        batch.grow(&self.log, growth);
        batch.batch.papers.extend(accepted.documents.into_iter().map(|bytes| Paper::make("document", bytes)));
        batch.batch.openings.extend(openings);
        batch.batch.leaves.push(accepted.leaf);
    }

    fn answer(&mut self, pending: Pending, reports: &BTreeMap<ElectionId, u64>) -> Result<Answer, Fault> {
        let receipt = |log: &mut Log, index| log.receipt(index, None).map(Option::unwrap_or_default);
        Ok(match pending {
            Pending::Refused(refusal) => Answer::Refused(refusal),
            Pending::Act(index, leaf) => {
                Answer::Recorded { index, leaf, receipt: receipt(&mut self.log, index)? }
            }
            Pending::Ballot(election, tracker) => {
                let index = reports.get(&election).copied().unwrap_or_default();
                Answer::Cast { tracker, index, receipt: receipt(&mut self.log, index)? }
            }
        })
    }
}

/// A batch being gathered.
#[derive(Default)]
struct Gathered {
    batch: Batch,
    touched: BTreeSet<ElectionId>,
    heights: BTreeMap<String, u64>,
}

impl Gathered {
    fn grow(&mut self, log: &Log, growth: Vec<Growth>) {
        for Growth { archive, kind, bytes } in growth {
            let stored = log.archive(&archive).map_or(0, |archive| archive.pieces);
            let next = self.heights.entry(archive.clone()).or_insert(stored);
            self.batch.pieces.push(Piece { election: archive, height: *next, kind: kind.to_owned(), bytes });
            *next += 1;
        }
    }
}

/// The hall refused itself: the record and the archive do not belong together, and nothing more may be written.
fn bug(refusal: &Refusal) -> Fault {
    Fault::Stopped { first: refusal.to_string() }
}
