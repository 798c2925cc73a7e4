//! Commands on processes.

use rankfile_record::key::PublicKey;
use serde::{Deserialize, Serialize};

/// The id of one process under way: its name in the constitution, `#` and a number, as in `complaint/any/president#1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProcessId(pub String);

impl std::fmt::Display for ProcessId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What can be asked about a process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Command {
    /// Set it going.
    Begin {
        /// Its name in the constitution, as in `complaint/any/president`.
        plan: String,
        /// The commitment to what it is about, 64 hexadecimal digits; for an amendment, the digest of the new document.
        about: String,
        /// The key of the person it is against, where it is against somebody who has one: that key is not heard in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        against: Option<PublicKey>,
    },
    /// Speak in it: do what is owed, or say yes or no.
    Speak {
        /// Which.
        process: ProcessId,
        /// What.
        voice: Voice,
    },
    /// Use a power to put it off.
    PutOff {
        /// Which.
        process: ProcessId,
        /// Which power, from 0, in the order of the plan.
        power: u32,
    },
    /// The clock lets a deadline pass.
    Elapse {
        /// Which.
        process: ProcessId,
        /// The stage, from 0.
        stage: u32,
        /// When it was due, in seconds since 1970.
        due_at: i64,
    },
}

/// What somebody says in a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// What is owed is done; where something is decided: yes, for whoever asked.
    For,
    /// No, against whoever asked.
    Against,
}

impl Command {
    /// The process it is about; `None` for one that is yet to begin.
    pub fn process(&self) -> Option<&ProcessId> {
        match self {
            Self::Begin { .. } => None,
            Self::Speak { process, .. } | Self::PutOff { process, .. } | Self::Elapse { process, .. } => {
                Some(process)
            }
        }
    }
}
