//! The audit of a whole record by somebody who has nothing but what was handed over: the signed checkpoint and the tree,
//! every act judged again, every archive compared byte by byte and verified. One verdict, every finding.

use crate::check::{Finding, check};
use crate::hall::{Ballots, Growth, Hall};
use crate::state::State;
use crate::{election, process};
use rankfile_belenios::{Verdict as ElectionVerdict, verify};
use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::note::Vkey;
use serde::Serialize;
use std::collections::BTreeMap;

/// A record as handed over.
pub struct Record {
    /// The log's verifier key, from where the auditor trusts it.
    pub vkey: Vkey,
    /// The signed checkpoint.
    pub checkpoint: Vec<u8>,
    /// Every leaf in order.
    pub leaves: Vec<Vec<u8>>,
    /// Every document.
    pub documents: Vec<Vec<u8>>,
    /// Archives by Belenios id.
    pub archives: BTreeMap<String, Vec<u8>>,
}

/// What the audit found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// `valid` or `invalid`.
    pub verdict: &'static str,
    /// The union's name; empty when the record does not get so far.
    pub union: String,
    /// Where the record is kept.
    pub origin: String,
    /// How many acts.
    pub acts: u64,
    /// How many in each register.
    pub registers: BTreeMap<String, u64>,
    /// Elections with an archive.
    pub elections: Vec<AuditedElection>,
    /// Duties that were overdue when the last act was recorded, with nothing to follow by rule.
    pub overdue: Vec<String>,
    /// Everything wrong.
    pub findings: Vec<Finding>,
}

/// One audited election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditedElection {
    /// Its id in the record.
    pub election: String,
    /// Its Belenios id.
    pub uuid: String,
    /// `valid`, `open`, `invalid` or `unsupported`.
    pub verdict: String,
    /// Ballots in the archive.
    pub ballots: u64,
    /// Ballots that count.
    pub counted: Option<u64>,
    /// Digests of the desks that the host said it served from the call to the result; none when nobody used the site.
    pub desks: Vec<String>,
}

/// What an audit tells while it runs: how far, of how many, and what is being looked at.
pub type Progress<'p> = &'p (dyn Fn(u64, u64, &str) + Sync);

/// Audits a record.
pub fn audit(record: &Record, progress: Progress<'_>) -> (Report, Hall) {
    let mut audit = Audit::begin(&record.documents, &record.archives);
    for (leaf, index) in record.leaves.iter().zip(0..) {
        progress(index, record.leaves.len() as u64, "acts");
        audit.read(leaf);
    }
    audit.end(record, progress)
}

/// An audit on its way, act by act. A copy of it can go on with other acts: that is how forgeries are tried out.
#[derive(Clone)]
pub struct Audit<'r> {
    hall: Hall,
    archives: Archives<'r>,
    findings: Vec<Finding>,
}

impl<'r> Audit<'r> {
    /// Begins before the first act.
    pub fn begin(documents: &[Vec<u8>], archives: &'r BTreeMap<String, Vec<u8>>) -> Self {
        let mut hall = Hall::default();
        documents.iter().for_each(|bytes| {
            hall.state.documents.insert(bytes);
        });
        Self { hall, archives: Archives { of: archives, cursors: BTreeMap::new() }, findings: Vec::new() }
    }

    /// Reads the next leaf; the result is what was found wrong with it.
    pub fn read(&mut self, leaf: &[u8]) -> &[Finding] {
        let (index, before) = (self.hall.chain.size(), self.findings.len());
        let (found, growth) = check(&mut self.hall, leaf, &mut self.archives);
        self.findings.extend(found);
        self.findings.extend(self.archives.compare(growth, index));
        self.findings.get(before..).unwrap_or_default()
    }

    /// The same audit with other archives from here on.
    pub fn with_archives<'o>(&self, archives: &'o BTreeMap<String, Vec<u8>>) -> Audit<'o> {
        let archives = Archives { of: archives, cursors: self.archives.cursors.clone() };
        Audit { hall: self.hall.clone(), archives, findings: self.findings.clone() }
    }

    /// The state as the acts read so far make it.
    pub fn hall(&self) -> &Hall {
        &self.hall
    }

    /// What remains once every act is read: the checkpoint, and every archive by itself.
    pub fn end(self, record: &Record, progress: Progress<'_>) -> (Report, Hall) {
        let Self { hall, archives, mut findings } = self;
        findings.extend(check_head(record, &hall));
        findings.extend(archives.left_over(hall.chain.size()));
        let elections = check_elections(record, &hall, &mut findings, progress);
        let union = hall.state.union.as_ref();
        let report = Report {
            verdict: if findings.is_empty() { "valid" } else { "invalid" },
            union: union.map_or_else(String::new, |union| union.program.name.clone()),
            origin: union.map_or_else(String::new, |union| union.origin.clone()),
            acts: hall.chain.size(),
            registers: hall
                .chain
                .counts()
                .map(|(register, count)| (format!("{register:?}").to_lowercase(), count))
                .collect(),
            elections,
            overdue: overdue(&hall.state),
            findings,
        };
        (report, hall)
    }
}

/// Duties whose time is over and from which nothing follows by rule.
fn overdue(state: &State) -> Vec<String> {
    let elections = election::due::docket(state).into_iter().filter(|duty| duty.overdue);
    let processes = process::due::docket(state).into_iter().filter(|duty| duty.overdue);
    elections
        .map(|duty| format!("{}: {}", duty.election, duty.words))
        .chain(processes.map(|duty| format!("{}: {}", duty.process, duty.words)))
        .collect()
}

fn check_head(record: &Record, hall: &Hall) -> Vec<Finding> {
    let index = hall.chain.size();
    let found = |message: String| vec![Finding { code: "checkpoint", index, message }];
    let head = match Checkpoint::open(&record.checkpoint, &record.vkey) {
        Ok(head) => head,
        Err(why) => return found(format!("the checkpoint does not hold: {why}")),
    };
    if head.size != index {
        return found(format!("the checkpoint is over {} acts and {index} were handed over", head.size));
    }
    if head.root != hall.hashes.root() {
        return found(
            "the checkpoint is over other acts than those handed over: a leaf was changed".to_owned(),
        );
    }
    match &hall.state.union {
        Some(union) if union.origin != head.origin => found(format!(
            "the checkpoint is of `{}` and the union's record is `{}`",
            head.origin, union.origin
        )),
        None if index > 0 => found("the first act founds no union".to_owned()),
        _ => Vec::new(),
    }
}

fn check_elections(
    record: &Record,
    hall: &Hall,
    findings: &mut Vec<Finding>,
    progress: Progress<'_>,
) -> Vec<AuditedElection> {
    let mut audited = Vec::new();
    for election in hall.state.elections.values() {
        let Some(ballot) = &election.ballot else { continue };
        let index = hall.chain.size();
        let mut found = |code, message| findings.push(Finding { code, index, message });
        let Some(bytes) = record.archives.get(&ballot.uuid) else {
            found(
                "archive-missing",
                format!("the archive of {} ({}) was not handed over", election.id, ballot.uuid),
            );
            continue;
        };
        let what = format!("ballots of {}", election.id);
        let report = match verify(bytes, &|done, of| progress(done as u64, of as u64, &what)) {
            Ok(report) => report,
            Err(why) => {
                found("archive", format!("the archive of {}: {why}", election.id));
                continue;
            }
        };
        for finding in &report.findings {
            found("ballots", format!("the archive of {}: {}", election.id, finding.message));
        }
        let recorded: Vec<Vec<u64>> = election
            .outcomes
            .iter()
            .map(|o| o.blank.into_iter().chain(o.votes.iter().copied()).collect())
            .collect();
        if report.result.as_ref().is_some_and(|result| result != &recorded) {
            found(
                "result",
                format!("the record of {} has other numbers than its archive decrypts to", election.id),
            );
        }
        let verdict = match report.verdict {
            ElectionVerdict::Valid => "valid",
            ElectionVerdict::Open => "open",
            ElectionVerdict::Invalid => "invalid",
            ElectionVerdict::Unsupported => "unsupported",
        };
        if !matches!(report.verdict, ElectionVerdict::Valid | ElectionVerdict::Open)
            && report.findings.is_empty()
        {
            found("ballots", format!("the archive of {} is {verdict}", election.id));
        }
        if election.is_done("result") && report.verdict != ElectionVerdict::Valid {
            found(
                "result",
                format!("{} has a result in the record and its archive is {verdict}", election.id),
            );
        }
        audited.push(AuditedElection {
            election: election.id.0.clone(),
            uuid: ballot.uuid.clone(),
            verdict: verdict.to_owned(),
            ballots: election.ballots,
            counted: election.tally.as_ref().map(|tally| tally.counted),
            desks: hall.state.desks_of(election).into_iter().map(str::to_owned).collect(),
        });
    }
    audited
}

/// Archives being read along with the acts.
#[derive(Clone)]
struct Archives<'a> {
    of: &'a BTreeMap<String, Vec<u8>>,
    cursors: BTreeMap<String, usize>,
}

impl Archives<'_> {
    /// Holds what an archive must have grown by against what it has there.
    fn compare(&mut self, growth: Vec<Growth>, index: u64) -> Vec<Finding> {
        let mut findings = Vec::new();
        for grown in growth {
            let cursor = self.cursors.entry(grown.archive.clone()).or_insert(0);
            let Some(archive) = self.of.get(&grown.archive) else { continue };
            let end = cursor.saturating_add(grown.bytes.len());
            if archive.get(*cursor..end) != Some(&grown.bytes) {
                let message =
                    format!("archive {} is not what the acts make it, from byte {cursor} on", grown.archive);
                findings.push(Finding { code: "archive", index, message });
            }
            *cursor = end;
        }
        findings
    }

    fn left_over(&self, index: u64) -> Vec<Finding> {
        let more = self
            .of
            .iter()
            .filter(|(uuid, bytes)| self.cursors.get(*uuid).copied().unwrap_or(0) < bytes.len());
        more.map(|(uuid, _)| {
            let message = format!("archive {uuid} goes on where the acts do not");
            Finding { code: "archive", index, message }
        })
        .collect()
    }
}

impl Ballots for Archives<'_> {
    /// Ballots are read in the order of the archive, from where the acts have come to.
    fn read(&mut self, archive: &str, places: &[u64]) -> Result<Vec<Vec<u8>>, String> {
        let bytes = self.of.get(archive).ok_or_else(|| format!("archive {archive} was not handed over"))?;
        let mut cursor = self.cursors.get(archive).copied().unwrap_or(0);
        let mut found = Vec::with_capacity(places.len());
        for _ in places {
            let piece = bytes.get(cursor..).unwrap_or_default();
            let cut = || format!("archive {archive} ends before all its ballots");
            let (ballot, length) = crate::election::archive::ballot_with_event(piece).ok_or_else(cut)?;
            found.push(ballot.to_vec());
            cursor += length;
        }
        Ok(found)
    }
}
