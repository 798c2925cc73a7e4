//! Commands on keys.

use rankfile_record::key::PublicKey;
use serde::{Deserialize, Serialize};

/// What can be asked about keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Command {
    /// Admit a key: at once when a founding key asks, else when a second officer asks the same.
    Admit {
        /// Id of the office or body it is to act for.
        role: String,
        /// The key whose fingerprint was compared in person.
        key: PublicKey,
    },
    /// Revoke a key: at once when it is the asker's own or a founding key asks, else when a second officer asks the same.
    Revoke {
        /// The key.
        key: PublicKey,
    },
}
