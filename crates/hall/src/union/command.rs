//! Commands on the union itself.

use rankfile_record::key::PublicKey;
use serde::{Deserialize, Serialize};

/// What can be asked of a union as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Command {
    /// Found the union: the first act of every record.
    Found {
        /// The constitution's digest; its text comes along as a document.
        constitution: String,
        /// IANA name of the union's time zone.
        zone: String,
        /// The founding keys, which admit all others.
        keys: Vec<FoundingKey>,
    },
}

/// A key named at the founding, with the office or body it acts for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundingKey {
    /// Id of the office or body.
    pub role: String,
    /// The key.
    pub key: PublicKey,
}
