//! Commands on elections.

use rankfile_constitution::step::{OfficeId, StepId};
use rankfile_record::key::PublicKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The id of one election: the plan's name and a number, as in `officers-1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ElectionId(pub String);

impl std::fmt::Display for ElectionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A candidacy: the commitment to one nominee for one office, 64 hexadecimal digits.
///
/// The salt is fresh for every candidacy, so that nobody can follow a member from one process into another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Candidacy(pub String);

/// What can be asked about an election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Command {
    /// Call it: from here the timetable runs.
    Call {
        /// Which.
        election: ElectionId,
        /// When voting opens, in seconds since 1970.
        voting_opens: i64,
    },
    /// Appoint the key holders, or replace them while the ballot is not set.
    AppointKeyHolders {
        /// Which election.
        election: ElectionId,
        /// The signing key of each, in order.
        holders: Vec<PublicKey>,
    },
    /// Say that a notice was served.
    ServeNotice {
        /// Which election.
        election: ElectionId,
        /// Which notice.
        notice: Notice,
        /// How many were sent by each channel.
        sent: BTreeMap<String, u64>,
        /// Digest of the notice's text.
        text: String,
    },
    /// Nominate somebody.
    Nominate {
        /// Which election.
        election: ElectionId,
        /// For which office.
        office: OfficeId,
        /// The commitment to the nominee's name.
        candidacy: Candidacy,
    },
    /// Accept a nomination, and consent to the name being opened on the ballot.
    AcceptNomination {
        /// Which election.
        election: ElectionId,
        /// Which candidacy.
        candidacy: Candidacy,
        /// The commitment to what the candidate says to the voters, 64 hexadecimal digits; absent if nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<String>,
    },
    /// Decline a nomination.
    DeclineNomination {
        /// Which election.
        election: ElectionId,
        /// Which candidacy.
        candidacy: Candidacy,
    },
    /// Sign what was found about a nominee; the hall draws the conclusion.
    FindEligibility {
        /// Which election.
        election: ElectionId,
        /// Which candidacy.
        candidacy: Candidacy,
        /// The facts.
        finding: Finding,
    },
    /// Freeze the roll of voters.
    FreezeRoll {
        /// Which election.
        election: ElectionId,
        /// How many members can vote.
        eligible: u64,
        /// Merkle root over one fresh salted commitment for each of them, 64 hexadecimal digits.
        root: String,
    },
    /// A key holder presents a share of the election's key and commits to a seed for lots.
    PresentKey {
        /// Which election.
        election: ElectionId,
        /// Which key holder, from 1.
        holder: u8,
        /// The public share with its proof, as Belenios writes a trustee.
        trustee: String,
        /// SHA-256 of the seed, 64 hexadecimal digits.
        seed_commitment: String,
    },
    /// Set the ballot: candidates, keys and credentials are fixed.
    SetBallot {
        /// Which election.
        election: ElectionId,
        /// Digest of the slate: the opened candidacies, in ballot order.
        slate: String,
        /// Digests of the Belenios documents.
        setup: Setup,
    },
    /// The host reports what a batch of ballots made of the archive.
    ReportBallots {
        /// Which election.
        election: ElectionId,
        /// Ballots so far.
        ballots: u64,
        /// The archive's head, 64 hexadecimal digits.
        head: String,
    },
    /// A key holder decrypts the tally and reveals the seed.
    ShareDecryption {
        /// Which election.
        election: ElectionId,
        /// Which key holder, from 1.
        holder: u8,
        /// Digest of the partial decryption.
        share: String,
        /// The seed, 64 hexadecimal digits.
        seed: String,
    },
    /// File a protest; its text goes to those who decide it, sealed by a commitment here.
    FileProtest {
        /// Which election.
        election: ElectionId,
        /// The commitment, 64 hexadecimal digits.
        protest: String,
    },
    /// Decide a protest.
    DecideProtest {
        /// Which election.
        election: ElectionId,
        /// Which protest.
        protest: String,
        /// Whether it is upheld; then the election is void and called again.
        upheld: bool,
        /// Digest of the reasons.
        reasons: String,
    },
    /// Certify the result.
    Certify {
        /// Which election.
        election: ElectionId,
    },
    /// Time has passed: the clock's only command.
    Elapse {
        /// Which election.
        election: ElectionId,
        /// Which step's time is over.
        step: StepId,
        /// When it was due.
        due_at: i64,
        /// What the archive of ballots says, for the steps that need it.
        facts: Facts,
    },
}

/// Which notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// That nominations will open.
    Nominations,
    /// That the election will be held.
    Election,
}

/// What an officer found about a nominee, as of the close of nominations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whole months of membership.
    pub member_months: u32,
    /// Whether in good standing.
    pub good_standing: bool,
    /// Which of the constitution's grounds of exclusion apply.
    pub excluded_by: Vec<String>,
}

/// Digests of the three documents that set up a Belenios election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The election's parameters.
    pub election: String,
    /// The key holders' public shares.
    pub trustees: String,
    /// The public credentials.
    pub credentials: String,
}

/// Facts from the archive of ballots, which are not leaves. `rankfile verify` checks them against the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Facts {
    /// None needed.
    None,
    /// The encrypted tally.
    Tally {
        /// Digest of the encrypted tally.
        tally: String,
        /// Digest of its sizes.
        sized: String,
        /// Ballots counted, one for each voter.
        counted: u64,
    },
    /// The decrypted tally.
    Result {
        /// Votes for each answer of each question, blanks first where they can be cast.
        votes: Vec<Vec<u64>>,
        /// Digest of the Belenios result.
        result: String,
    },
}

impl Command {
    /// The election it is about.
    pub fn election(&self) -> &ElectionId {
        match self {
            Self::Call { election, .. }
            | Self::AppointKeyHolders { election, .. }
            | Self::ServeNotice { election, .. }
            | Self::Nominate { election, .. }
            | Self::AcceptNomination { election, .. }
            | Self::DeclineNomination { election, .. }
            | Self::FindEligibility { election, .. }
            | Self::FreezeRoll { election, .. }
            | Self::PresentKey { election, .. }
            | Self::SetBallot { election, .. }
            | Self::ReportBallots { election, .. }
            | Self::ShareDecryption { election, .. }
            | Self::FileProtest { election, .. }
            | Self::DecideProtest { election, .. }
            | Self::Certify { election }
            | Self::Elapse { election, .. } => election,
        }
    }
}

impl Command {
    /// The step it belongs to, whose article it rests on.
    pub fn step(&self) -> &str {
        match self {
            Self::Call { .. } => "call",
            Self::AppointKeyHolders { .. } | Self::PresentKey { .. } => "keys",
            Self::ServeNotice { notice: Notice::Nominations, .. } => "nomination-notice",
            Self::ServeNotice { notice: Notice::Election, .. } => "notice",
            Self::Nominate { .. } => "nominate",
            Self::AcceptNomination { .. } | Self::DeclineNomination { .. } => "accept",
            Self::FindEligibility { .. } => "eligibility",
            Self::FreezeRoll { .. } => "freeze",
            Self::SetBallot { .. } => "ballot",
            Self::ReportBallots { .. } => "close",
            Self::ShareDecryption { .. } => "decrypt",
            Self::FileProtest { .. } => "protest",
            Self::DecideProtest { .. } => "decide-protest",
            Self::Certify { .. } => "certify",
            Self::Elapse { step, .. } => &step.0,
        }
    }
}
