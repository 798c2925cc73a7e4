//! Effects on processes.

use super::command::{ProcessId, Voice};
use crate::election::effect::How;
use rankfile_record::key::PublicKey;
use serde::{Deserialize, Serialize};

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Effect {
    /// It is under way, by the plan of this name in the constitution in force, and finishes by it.
    Begun {
        /// Its id.
        process: ProcessId,
        /// The plan.
        plan: String,
        /// What it is about, as the command says; empty where time itself began it.
        about: String,
        /// Whose key is not heard in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        against: Option<PublicKey>,
        /// When it begins.
        at: i64,
    },
    /// A stage is open, or open again.
    StageOpened {
        /// Which process.
        process: ProcessId,
        /// The stage, from 0.
        stage: u32,
        /// When it opens.
        opens_at: i64,
        /// When the first in turn must have acted.
        due_at: i64,
    },
    /// Somebody spoke.
    Heard {
        /// Which process.
        process: ProcessId,
        /// By what key; `None` for a member, for whom the host speaks.
        by: Option<Speaker>,
        /// What.
        voice: Voice,
    },
    /// The duty passed to the next in turn.
    DutyPassed {
        /// Which process.
        process: ProcessId,
        /// The stage.
        stage: u32,
        /// Whose turn it is now, from 0.
        rung: u32,
        /// Until when.
        due_at: i64,
    },
    /// Nobody acted and nothing follows by rule: the duty stays open.
    DutyOverdue {
        /// Which process.
        process: ProcessId,
        /// The stage.
        stage: u32,
    },
    /// Somebody asked to use a power to put it off, together with others whose word is needed too.
    DelayAsked {
        /// Which process.
        process: ProcessId,
        /// Which power.
        power: u32,
        /// By whom.
        by: Speaker,
    },
    /// It was put off.
    PutOff {
        /// Which process.
        process: ProcessId,
        /// By which power.
        power: u32,
    },
    /// A stage is over but for the time by which it was put off.
    Held {
        /// Which process.
        process: ProcessId,
        /// The stage.
        stage: u32,
        /// Until when; `None` without an end.
        until: Option<i64>,
        /// How the stage came to its end.
        how: How,
        /// What was decided in it.
        decision: Option<Voice>,
    },
    /// A stage is over.
    StageDone {
        /// Which process.
        process: ProcessId,
        /// The stage.
        stage: u32,
        /// When.
        at: i64,
        /// How.
        how: How,
        /// What was decided in it.
        decision: Option<Voice>,
    },
    /// It is over.
    Ended {
        /// Which process.
        process: ProcessId,
        /// When.
        at: i64,
        /// Whether it ended for whoever asked, where it decided anything.
        decision: Option<Voice>,
    },
    /// Another constitution is in force.
    Amended {
        /// The process that decided it.
        process: ProcessId,
        /// Its digest.
        constitution: String,
        /// Since when.
        at: i64,
    },
}

/// Who spoke: a key, and the seat it spoke for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Speaker {
    /// The key.
    pub key: PublicKey,
    /// The office or body.
    pub seat: String,
}
