//! The state of one election.

use super::command::{Candidacy, ElectionId, Notice, Setup};
use super::effect::{Contest, How, Outcome};
use rankfile_constitution::program::ElectionPlan;
use rankfile_constitution::step::{OfficeId, StepId};
use rankfile_record::key::PublicKey;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One election.
#[derive(Debug, Clone)]
pub struct Election {
    /// Its id.
    pub id: ElectionId,
    /// The plan it follows, of the constitution it began under.
    pub plan: Arc<ElectionPlan>,
    /// Steps that have opened, and those that will at a known time.
    pub steps: BTreeMap<StepId, StepState>,
    /// When voting opens.
    pub voting_opens: Option<i64>,
    /// The key holders.
    pub holders: Vec<KeyHolder>,
    /// Notices served.
    pub notices: BTreeMap<Notice, BTreeMap<String, u64>>,
    /// Everybody nominated.
    pub candidacies: BTreeMap<Candidacy, Standing>,
    /// The frozen roll.
    pub frozen: Option<Frozen>,
    /// The ballot, once set.
    pub ballot: Option<Ballot>,
    /// Ballots in the archive, as last reported.
    pub ballots: u64,
    /// Head of the archive, as last reported.
    pub head: String,
    /// The encrypted tally, once it is made.
    pub tally: Option<TallyHead>,
    /// Who won what.
    pub outcomes: Vec<Outcome>,
    /// Protests and, once decided, whether each was upheld.
    pub protests: BTreeMap<String, Option<bool>>,
    /// Why it is void.
    pub void: Option<String>,
}

/// Where a step stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepState {
    /// When it opens.
    pub opens_at: i64,
    /// When the bearer on this rung must have acted.
    pub due_at: i64,
    /// Which rung of its ladder it has reached, from 0.
    pub rung: u32,
    /// When and how it was done.
    pub done: Option<(i64, How)>,
    /// Whether its last deadline passed and nothing follows.
    pub overdue: bool,
}

/// A key holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHolder {
    /// The key they sign with.
    pub key: PublicKey,
    /// Their public share of the election's key.
    pub trustee: Option<String>,
    /// SHA-256 of their seed.
    pub seed_commitment: Option<String>,
    /// Digest of their partial decryption, and their seed.
    pub share: Option<(String, String)>,
}

/// Where a candidacy stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// For which office.
    pub office: OfficeId,
    /// How far it has come.
    pub status: Status,
    /// Why eligible or not.
    pub reasons: Vec<String>,
    /// The commitment to the candidate's statement, if there is one.
    pub statement: Option<String>,
}

/// How far a candidacy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Status {
    Nominated,
    Accepted,
    Declined,
    Eligible,
    Ineligible,
}

/// A frozen roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// How many can vote.
    pub eligible: u64,
    /// Its fingerprint.
    pub root: String,
}

/// An encrypted tally, by the digests of its documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyHead {
    /// Of the encrypted tally.
    pub tally: String,
    /// Of its sizes.
    pub sized: String,
    /// How many ballots it counts, one for each voter.
    pub counted: u64,
}

/// A set ballot.
#[derive(Debug, Clone)]
pub struct Ballot {
    /// The Belenios id of the election.
    pub uuid: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The documents that set it up.
    pub setup: Setup,
    /// The slate's digest.
    pub slate: String,
    /// Offices and candidacies in ballot order.
    pub contests: Vec<Contest>,
    /// The election as the ballot's room knows it; absent only when its documents were lost.
    pub belenios: Option<Arc<rankfile_belenios::Election>>,
}

impl Election {
    /// Where a step stands; `None` when it has not opened.
    pub fn step(&self, id: &str) -> Option<&StepState> {
        self.steps.get(&StepId(id.to_owned()))
    }

    /// Whether a step is done.
    pub fn is_done(&self, id: &str) -> bool {
        self.step(id).is_some_and(|step| step.done.is_some())
    }

    /// Whether ballots can be cast now.
    pub fn is_open(&self, now: i64) -> bool {
        self.void.is_none()
            && self.is_done("open")
            && self.step("close").is_some_and(|s| s.done.is_none() && now < s.due_at)
    }

    /// Candidacies for an office with this status.
    pub fn with_status(&self, office: &OfficeId, status: Status) -> impl Iterator<Item = &Candidacy> {
        self.candidacies
            .iter()
            .filter(move |(_, s)| &s.office == office && s.status == status)
            .map(|(c, _)| c)
    }
}
