//! A member's proof: that they are one of the voters of an election's frozen roll, in a form that verifies offline, in a
//! browser or on the command line, against the log's verifier key alone.

use crate::command::Command;
use crate::election::command::{Command as ElectionCommand, ElectionId};
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
    /// The act that froze the roll.
    pub leaf: String,
    /// The proof that this act is in the record.
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
        let checked = check_receipt(&self.receipt, self.leaf.as_bytes(), vkey)
            .map_err(|why| ProofFault::Receipt(why.to_string()))?;
        let act = Act::parse(self.leaf.as_bytes()).map_err(|why| ProofFault::Leaf(why.to_string()))?;
        let Some(Command::Election(ElectionCommand::FreezeRoll { election, eligible, root })) =
            Command::parse(&act.inner.command)
        else {
            return Err(ProofFault::OtherAct);
        };
        if election.0 != self.election || eligible != self.voters {
            return Err(ProofFault::OtherRoll);
        }
        let commitment = commit(&voter_label(&election), &decode(&self.salt)?, self.member_id.as_bytes());
        let path: Result<Vec<Hash>, ProofFault> = self.path.iter().map(|hash| decode(hash)).collect();
        check_inclusion(&leaf_hash(&commitment), self.place, self.voters, &decode(&root)?, &path?)
            .map_err(|why| ProofFault::NotIncluded(why.to_string()))?;
        Ok(Shown {
            member_id: self.member_id.clone(),
            election: election.0,
            voters: eligible,
            act: checked.index,
        })
    }
}

impl Shown {
    /// The same in one sentence.
    pub fn sentence(&self) -> String {
        format!(
            "member {} is one of the {} voters of {}: act {} of the record says so",
            self.member_id, self.voters, self.election, self.act
        )
    }
}

/// Label of the commitments to an election's voters.
pub fn voter_label(election: &ElectionId) -> String {
    format!("voter:{election}")
}

fn decode(text: &str) -> Result<Hash, ProofFault> {
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash).map_err(|_| ProofFault::Hash)?;
    Ok(hash)
}
