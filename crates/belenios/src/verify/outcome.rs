//! What follows the ballots: the tally against them, the parts of the decryption, the result.

use std::collections::HashSet;

use crate::archive::event::{EventKind, parse_owned};
use crate::archive::layout::LaidEvent;
use crate::archive::read::ArchiveFault;
use crate::election::Election;
use crate::finding::{Fault, Finding};
use crate::tally::decryption::DecryptionFault;
use crate::tally::result::ElectionResult;
use crate::tally::{Tally, TallyFault};

/// The outcome of an archive.
pub(crate) struct Outcome {
    pub(crate) findings: Vec<Finding>,
    /// The published result, if it holds.
    pub(crate) result: Option<Vec<Vec<u64>>>,
}

/// What can be wrong with the outcome apart from single parts. Trustees are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum OutcomeFault {
    #[error(transparent)]
    Tally(TallyFault),
    #[error("the tally's sizes are not those of the ballots that count")]
    Sizes,
    #[error("trustee {0}: {1}")]
    Part(usize, DecryptionFault),
    #[error("trustee {0} decrypted before")]
    Repeated(usize),
    #[error("the result was published without a valid partial decryption by trustee {0}")]
    Missing(usize),
    #[error("the result is malformed or not in canonical form")]
    ResultMalformed,
    #[error("the result is not what the partial decryptions open the tally to")]
    Result,
}

impl Fault for OutcomeFault {
    fn code(&self) -> &'static str {
        match self {
            OutcomeFault::Tally(TallyFault::Mismatch) => "tally-mismatch",
            OutcomeFault::Tally(_) => "tally-malformed",
            OutcomeFault::Sizes => "tally-sizes",
            OutcomeFault::Part(_, fault) => fault.code(),
            OutcomeFault::Repeated(_) => "decryption-repeated",
            OutcomeFault::Missing(_) => "decryption-missing",
            OutcomeFault::ResultMalformed => "result-malformed",
            OutcomeFault::Result => "result-mismatch",
        }
    }
}

/// Audits everything after the ballots; `expected` is the tally recomputed from them.
pub(crate) fn audit_outcome(
    election: &Election,
    events: &[LaidEvent<'_>],
    expected: Option<&Tally>,
) -> Outcome {
    let mut audit = Audit {
        election,
        expected,
        tally: None,
        parts: Vec::new(),
        owners: HashSet::new(),
        findings: Vec::new(),
    };
    let mut result = None;
    for event in events {
        match event.kind {
            EventKind::Setup | EventKind::Ballot | EventKind::EndBallots => {}
            EventKind::Shuffle | EventKind::EndShuffles => {
                audit.findings.push(ArchiveFault::Shuffle.at(event.height))
            }
            EventKind::EncryptedTally => audit.check_tally(event),
            EventKind::PartialDecryption => audit.check_part(event),
            EventKind::Result => result = audit.check_result(event),
        }
    }
    Outcome { findings: audit.findings, result }
}

struct Audit<'a> {
    election: &'a Election,
    expected: Option<&'a Tally>,
    /// The published tally; what is decrypted, even if it is not what was expected.
    tally: Option<Tally>,
    /// The parts that hold.
    parts: Vec<(usize, String)>,
    owners: HashSet<usize>,
    findings: Vec<Finding>,
}

impl Audit<'_> {
    fn find(&mut self, fault: &OutcomeFault, event: &LaidEvent<'_>) {
        self.findings.push(fault.at(event.height));
    }

    fn check_tally(&mut self, event: &LaidEvent<'_>) {
        // Without its one part the event was reported with the layout.
        let [published] = event.parts.as_slice() else { return };
        let texts = std::str::from_utf8(published).ok().zip(text(event));
        let parsed = texts
            .ok_or(TallyFault::Malformed)
            .and_then(|(published, sized)| Tally::parse(self.election, published, sized));
        match (parsed, self.expected) {
            (Err(fault), _) => self.find(&OutcomeFault::Tally(fault), event),
            (Ok(tally), expected) => {
                if expected.is_some_and(|expected| expected.encrypted_tally != tally.encrypted_tally) {
                    self.find(&OutcomeFault::Tally(TallyFault::Mismatch), event);
                }
                let sizes = |tally: &Tally| (tally.num_tallied, tally.total_weight);
                if expected.is_some_and(|expected| sizes(expected) != sizes(&tally)) {
                    self.find(&OutcomeFault::Sizes, event);
                }
                self.tally = Some(tally);
            }
        }
    }

    fn check_part(&mut self, event: &LaidEvent<'_>) {
        let ([payload], Some((owner, _))) = (event.parts.as_slice(), event.payload.and_then(parse_owned))
        else {
            return;
        };
        if !self.owners.insert(owner) {
            self.find(&OutcomeFault::Repeated(owner), event);
            return;
        }
        let Some(tally) = self.tally.clone() else { return };
        // What is not even text is not a partial decryption, like no text at all.
        let payload = std::str::from_utf8(payload).unwrap_or_default().to_owned();
        let faults = self.election.decryption_faults(owner, &tally, &payload);
        for fault in &faults {
            self.find(&OutcomeFault::Part(owner, *fault), event);
        }
        if faults.is_empty() {
            self.parts.push((owner, payload));
        }
    }

    fn check_result(&mut self, event: &LaidEvent<'_>) -> Option<Vec<Vec<u64>>> {
        let parsed = text(event).and_then(ElectionResult::parse);
        if parsed.is_none() {
            self.find(&OutcomeFault::ResultMalformed, event);
        }
        let present: HashSet<usize> = self.parts.iter().map(|(owner, _)| *owner).collect();
        let missing: Vec<usize> =
            (1..=self.election.trustees().len()).filter(|n| !present.contains(n)).collect();
        for owner in &missing {
            self.find(&OutcomeFault::Missing(*owner), event);
        }
        let (result, tally, true) = (parsed?, self.tally.clone()?, missing.is_empty()) else { return None };
        let holds = self.election.counts_hold(&tally, &self.parts, &result.counts);
        if !holds {
            self.find(&OutcomeFault::Result, event);
        }
        holds.then_some(result.counts)
    }
}

/// The payload of an event as text.
fn text<'a>(event: &LaidEvent<'a>) -> Option<&'a str> {
    event.payload.and_then(|payload| std::str::from_utf8(payload).ok())
}
