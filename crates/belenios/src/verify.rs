//! The verifier: an archive in, every finding out, and one verdict.
//!
//! It recomputes everything from the archive alone and never trusts an event because the chain before it was right.

pub(crate) mod ballots;
pub(crate) mod outcome;

use serde::Serialize;

use crate::archive::FIRST_MEMBER;
use crate::archive::event::{Event, EventKind};
use crate::archive::layout::{LaidEvent, lay_out};
use crate::archive::read::{ArchiveFault, read_members};
use crate::election::Election;
use crate::finding::{Fault, Finding, UNSUPPORTED, Unsupported};
use crate::setup::Setup;
use crate::setup_check::audit_setup;
use ballots::Progress;

/// What a verification comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The election is complete and everything holds.
    Valid,
    /// Everything so far holds, and the election has no result yet.
    Open,
    /// Something does not hold.
    Invalid,
    /// The archive is of a kind this room cannot judge yet; nothing wrong was seen as far as it could look.
    Unsupported,
}

/// An event in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventSummary {
    /// Its place, counted from 0.
    pub height: u64,
    /// Its kind.
    pub kind: EventKind,
    /// Its digest, in hex.
    pub hash: String,
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What it comes to.
    pub verdict: Verdict,
    /// Everything wrong or not supported, in the order of the archive.
    pub findings: Vec<Finding>,
    /// The election's identifier.
    pub uuid: Option<String>,
    /// The election's name.
    pub name: Option<String>,
    /// The name of its group.
    pub group: Option<&'static str>,
    /// The fingerprint of the election document.
    pub fingerprint: Option<String>,
    /// How many credentials may vote.
    pub credentials: Option<u64>,
    /// How many trustees hold shares of the key.
    pub trustees: Option<u64>,
    /// The events.
    pub events: Vec<EventSummary>,
    /// How many ballots were cast, superseded ones included.
    pub ballots: u64,
    /// How many ballots count, as recomputed.
    pub num_tallied: Option<u64>,
    /// The sum of their weights, as recomputed.
    pub total_weight: Option<u64>,
    /// The result, only when the verdict is [`Verdict::Valid`]. Per question and counter, the blank counter first.
    pub result: Option<Vec<Vec<u64>>>,
}

/// The bytes are no election archive at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an election archive; an archive is a .bel file that begins with {FIRST_MEMBER}")]
pub struct NotAnArchive;

/// Verifies an archive.
///
/// `progress` is called with ballots checked so far and in all, from several threads.
///
/// *Errors*: [`NotAnArchive`] when the bytes do not even begin like one.
pub fn verify(bytes: &[u8], progress: &(dyn Fn(usize, usize) + Sync)) -> Result<Report, NotAnArchive> {
    let begins = bytes.strip_prefix(FIRST_MEMBER.as_bytes()).is_some_and(|rest| rest.first() == Some(&0));
    if !begins {
        return Err(NotAnArchive);
    }
    let members = read_members(bytes);
    let mut report = Report {
        verdict: Verdict::Invalid,
        findings: members.faults.iter().map(Fault::finding).collect(),
        uuid: None,
        name: None,
        group: None,
        fingerprint: None,
        credentials: None,
        trustees: None,
        events: Vec::new(),
        ballots: 0,
        num_tallied: None,
        total_weight: None,
        result: None,
    };
    match members.version {
        Some(1) | None => {
            let (events, findings) = lay_out(&members.members);
            report.findings.extend(findings);
            verify_events(&events, progress, &mut report);
        }
        // An archive that calls itself another version, yet holds events of this one, lies.
        Some(_) if members.members.iter().any(|member| Event::parse(member.body).is_some()) => {
            report.findings.push(ArchiveFault::FirstMember.finding());
        }
        // The layout of other versions is not known here.
        Some(version) => report.findings.push(Unsupported::Version(version).finding()),
    }
    report.verdict = verdict(&report);
    if report.verdict != Verdict::Valid {
        report.result = None;
    }
    Ok(report)
}

fn verdict(report: &Report) -> Verdict {
    let complete = report.events.last().is_some_and(|event| event.kind == EventKind::Result);
    match (report.findings.is_empty(), complete) {
        (true, false) => Verdict::Open,
        (true, true) if report.result.is_some() => Verdict::Valid,
        (false, _) if report.findings.iter().all(|finding| finding.code == UNSUPPORTED) => {
            Verdict::Unsupported
        }
        _ => Verdict::Invalid,
    }
}

fn verify_events(events: &[LaidEvent<'_>], progress: Progress<'_>, report: &mut Report) {
    let summary = |event: &LaidEvent| EventSummary {
        height: event.height,
        kind: event.kind,
        hash: hex::encode(event.hash),
    };
    report.events = events.iter().map(summary).collect();
    // A ballot whose payload is missing was reported with the layout.
    let ballots: Vec<(u64, &[u8])> = events
        .iter()
        .filter(|event| event.kind == EventKind::Ballot)
        .filter_map(|event| Some((event.height, event.payload?)))
        .collect();
    report.ballots = ballots.len() as u64;
    let Some(election) = verify_setup(events, report) else { return };
    let audit = election.audit_ballots(&ballots, progress);
    report.findings.extend(audit.findings);
    report.num_tallied = audit.tally.as_ref().map(|tally| tally.num_tallied);
    report.total_weight = audit.tally.as_ref().map(|tally| tally.total_weight);
    let outcome = outcome::audit_outcome(&election, events, audit.tally.as_ref());
    report.findings.extend(outcome.findings);
    report.result = outcome.result;
}

/// Checks the setup; the election, if it can be read well enough to check what follows.
fn verify_setup(events: &[LaidEvent<'_>], report: &mut Report) -> Option<Election> {
    let Some(event) = events.iter().find(|event| event.kind == EventKind::Setup) else {
        report.findings.push(ArchiveFault::NoSetup.finding());
        return None;
    };
    // An event whose members were wrong has no parts; that was reported with the layout.
    let [election, trustees, credentials, certificate @ ..] = event.parts.as_slice() else { return None };
    if !certificate.is_empty() {
        report.findings.push(Unsupported::CredentialsCertificate.at(event.height));
        return None;
    }
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).map(str::to_owned);
    let (Ok(election), Ok(trustees), Ok(credentials)) = (text(election), text(trustees), text(credentials))
    else {
        report.findings.push(ArchiveFault::NotText.at(event.height));
        return None;
    };
    let (election, faults) = audit_setup(&Setup { election, trustees, credentials });
    report.findings.extend(faults.iter().map(|fault| fault.at(event.height)));
    let election = election?;
    report.uuid = Some(election.uuid().to_owned());
    report.name = Some(election.name().to_owned());
    report.group = Some(election.group().as_str());
    report.fingerprint = Some(election.fingerprint().to_owned());
    report.credentials = Some(election.credentials().len() as u64);
    report.trustees = Some(election.trustees().len() as u64);
    Some(election)
}
