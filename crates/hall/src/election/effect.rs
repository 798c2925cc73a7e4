//! Effects on elections and on who holds office.

use super::command::{Candidacy, ElectionId, Notice, Setup};
use rankfile_constitution::step::{OfficeId, StepId};
use rankfile_record::key::PublicKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What changed. `at` is when it took effect, which for the clock's acts is when they were due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[allow(missing_docs)] // the fields are those of the command that caused the effect
pub enum Effect {
    ElectionAwaited {
        election: ElectionId,
        plan: String,
    },
    StepOpened {
        election: ElectionId,
        step: StepId,
        opens_at: i64,
        due_at: i64,
    },
    StepDone {
        election: ElectionId,
        step: StepId,
        at: i64,
        how: How,
    },
    DutyPassed {
        election: ElectionId,
        step: StepId,
        rung: u32,
        due_at: i64,
    },
    DutyOverdue {
        election: ElectionId,
        step: StepId,
    },
    VotingDated {
        election: ElectionId,
        opens_at: i64,
        moved: bool,
    },
    KeyHoldersAppointed {
        election: ElectionId,
        holders: Vec<PublicKey>,
    },
    NoticeServed {
        election: ElectionId,
        notice: Notice,
        sent: BTreeMap<String, u64>,
        at: i64,
    },
    Nominated {
        election: ElectionId,
        office: OfficeId,
        candidacy: Candidacy,
    },
    NominationAccepted {
        election: ElectionId,
        candidacy: Candidacy,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<String>,
    },
    NominationDeclined {
        election: ElectionId,
        candidacy: Candidacy,
    },
    EligibilityFound {
        election: ElectionId,
        candidacy: Candidacy,
        eligible: bool,
        reasons: Vec<String>,
    },
    RollFrozen {
        election: ElectionId,
        eligible: u64,
        root: String,
    },
    KeyPresented {
        election: ElectionId,
        holder: u8,
        trustee: String,
        seed_commitment: String,
    },
    BallotSet {
        election: ElectionId,
        uuid: String,
        fingerprint: String,
        setup: Setup,
        slate: String,
        contests: Vec<Contest>,
    },
    VotingOpened {
        election: ElectionId,
        at: i64,
    },
    BallotsReported {
        election: ElectionId,
        ballots: u64,
        head: String,
    },
    VotingClosed {
        election: ElectionId,
        at: i64,
    },
    TallyEncrypted {
        election: ElectionId,
        tally: String,
        sized: String,
        counted: u64,
    },
    DecryptionShared {
        election: ElectionId,
        holder: u8,
        share: String,
        seed: String,
    },
    ResultDeclared {
        election: ElectionId,
        result: String,
        seed: String,
        outcomes: Vec<Outcome>,
    },
    ProtestFiled {
        election: ElectionId,
        protest: String,
    },
    ProtestDecided {
        election: ElectionId,
        protest: String,
        upheld: bool,
    },
    ElectionCertified {
        election: ElectionId,
        at: i64,
    },
    OfficeTaken {
        election: ElectionId,
        office: OfficeId,
        seat: u8,
        candidacy: Candidacy,
        from: i64,
        until: i64,
    },
    ElectionVoided {
        election: ElectionId,
        why: String,
    },
    RecordsReleased {
        election: ElectionId,
    },
}

/// How a step came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Its bearer acted.
    Acted,
    /// The clock did it.
    ByClock,
    /// It lapsed.
    Lapsed,
}

/// One office on the ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// The office.
    pub office: OfficeId,
    /// Its seats.
    pub seats: u8,
    /// Candidacies in ballot order.
    pub candidacies: Vec<Candidacy>,
}

/// What voters decided about one office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The office.
    pub office: OfficeId,
    /// Votes in ballot order.
    pub votes: Vec<u64>,
    /// Blank votes, where they can be cast.
    pub blank: Option<u64>,
    /// The elected.
    pub winners: Vec<Candidacy>,
    /// The arithmetic, in sentences.
    pub sentences: Vec<String>,
}
