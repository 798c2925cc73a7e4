//! A member's proof: that they are one of the voters of an election's frozen roll, in a form that verifies offline, in a
//! browser or on the command line, against the log's verifier key alone.

use crate::command::Command;
use crate::election::command::{Command as ElectionCommand, ElectionId};
use crate::roll::command::Command as RollCommand;
use rankfile_record::act::Act;
use rankfile_record::commit::commit;
use rankfile_record::hash::{Hash, leaf_hash};
use rankfile_record::note::Vkey;
use rankfile_record::receipt::check_receipt;
use rankfile_record::tree::check_inclusion;
use serde::{Deserialize, Serialize};

/// That a member is on an election's frozen roll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The election.
    pub election: String,
    /// The member.
    pub member_id: String,
    /// Salt of the commitment, 64 hexadecimal digits.
    pub salt: String,
    /// Place among the voters.
    pub place: u64,
    /// How many voters.
    pub voters: u64,
    /// The way up to the fingerprint, 64 hexadecimal digits each.
    pub path: Vec<String>,
    /// The act with the roll's fingerprint: the one that froze the roll, or, where the clock did, the one that had put it in
    /// force.
    pub leaf: String,
    /// The proof that this act is in the record.
    pub receipt: String,
    /// Where the clock froze the roll.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_clock: Option<ByClock>,
}

/// What a proof needs more where the clock let the roll in force stand: its fingerprint is over whole entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByClock {
    /// The member's own entry on the roll, as it was sealed.
    pub entry: String,
    /// The clock's act.
    pub leaf: String,
    /// The proof that it is in the record.
    pub receipt: String,
}

/// What a proof showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The member.
    pub member_id: String,
    /// The election.
    pub election: String,
    /// How many voters it has.
    pub voters: u64,
    /// The act that says so.
    pub act: u64,
    /// The act of the clock that froze the roll, where nobody else did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen_by: Option<u64>,
}

/// Why a proof shows nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// The act is not in the record, or the proof of it is not signed by the log.
    #[error("the act in this proof is not proven to be in the record: {0}")]
    Receipt(String),
    /// The leaf is no act.
    #[error("the act in this proof cannot be read: {0}")]
    Leaf(String),
    /// Another kind of act.
    #[error("the act in this proof freezes no roll")]
    OtherAct,
    /// Another election, or another number of voters.
    #[error("the act in this proof is about another roll")]
    OtherRoll,
    /// The entry on the roll is somebody else's.
    #[error("the entry in this proof is not this member's")]
    OtherMember,
    /// A field that should be a hash is not.
    #[error("the proof holds something that is not 64 hexadecimal digits")]
    Hash,
    /// The way up does not lead to the fingerprint.
    #[error("this member is not in the roll with this fingerprint: {0}")]
    NotIncluded(String),
}

impl Proof {
    /// Checks the proof against the record's verifier key.
    pub fn check(&self, vkey: &Vkey) -> Result<Shown, ProofFault> {
        let (act, command) = recorded(&self.leaf, &self.receipt, vkey)?;
        let salt = decode(&self.salt)?;
        let (root, commitment, frozen_by) = match (command, &self.by_clock) {
            (Command::Election(ElectionCommand::FreezeRoll { election, eligible, root }), None) => {
                if election.0 != self.election || eligible != self.voters {
                    return Err(ProofFault::OtherRoll);
                }
                (root, commit(&voter_label(&election), &salt, self.member_id.as_bytes()), None)
            }
            (Command::Roll(RollCommand::Load { in_good_standing, good_root, .. }), Some(clock)) => {
                if in_good_standing != self.voters {
                    return Err(ProofFault::OtherRoll);
                }
                let frozen_by = self.frozen_by(clock, act, vkey)?;
                (good_root, commit(MEMBER, &salt, clock.entry.as_bytes()), Some(frozen_by))
            }
            _ => return Err(ProofFault::OtherAct),
        };
        let path: Result<Vec<Hash>, ProofFault> = self.path.iter().map(|hash| decode(hash)).collect();
        check_inclusion(&leaf_hash(&commitment), self.place, self.voters, &decode(&root)?, &path?)
            .map_err(|why| ProofFault::NotIncluded(why.to_string()))?;
        let (member_id, election) = (self.member_id.clone(), self.election.clone());
        Ok(Shown { member_id, election, voters: self.voters, act, frozen_by })
    }

    /// The clock's act, which must come after the roll it froze, of a member whose entry this is.
    fn frozen_by(&self, clock: &ByClock, loaded: u64, vkey: &Vkey) -> Result<u64, ProofFault> {
        let entry = serde_json::from_str::<serde_json::Value>(&clock.entry);
        let is_theirs =
            |entry: serde_json::Value| entry.get("member_id") == Some(&self.member_id.as_str().into());
        if !entry.is_ok_and(is_theirs) {
            return Err(ProofFault::OtherMember);
        }
        let (act, command) = recorded(&clock.leaf, &clock.receipt, vkey)?;
        match command {
            Command::Election(ElectionCommand::Elapse { election, step, .. }) if step.0 == "freeze" => {
                let follows = election.0 == self.election && act > loaded;
                if follows { Ok(act) } else { Err(ProofFault::OtherRoll) }
            }
            _ => Err(ProofFault::OtherAct),
        }
    }
}

/// The index and the command of an act that is in the record.
fn recorded(leaf: &str, receipt: &str, vkey: &Vkey) -> Result<(u64, Command), ProofFault> {
    let checked =
        check_receipt(receipt, leaf.as_bytes(), vkey).map_err(|why| ProofFault::Receipt(why.to_string()))?;
    let act = Act::parse(leaf.as_bytes()).map_err(|why| ProofFault::Leaf(why.to_string()))?;
    Ok((checked.index, Command::parse(&act.inner.command).ok_or(ProofFault::OtherAct)?))
}

impl Shown {
    /// The same in one sentence.
    pub fn sentence(&self) -> String {
        let Self { member_id, election, voters, act, frozen_by } = self;
        match frozen_by {
            None => format!(
                "member {member_id} is one of the {voters} voters of {election}: act {act} of the record says so"
            ),
            Some(clock) => format!(
                "member {member_id} is one of the {voters} in good standing on the roll of act {act}, and with act {clock} the clock froze the roll in force for {election}"
            ),
        }
    }
}

/// Label of the commitments to the members of a roll.
pub const MEMBER: &str = "member";

/// Label of the commitments to an election's voters.
pub fn voter_label(election: &ElectionId) -> String {
    format!("voter:{election}")
}

fn decode(text: &str) -> Result<Hash, ProofFault> {
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash).map_err(|_| ProofFault::Hash)?;
    Ok(hash)
}
