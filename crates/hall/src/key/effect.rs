//! Effects on keys.

use rankfile_record::key::PublicKey;
use serde::{Deserialize, Serialize};

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Effect {
    /// The key acts for the role from now on.
    KeyAdmitted {
        /// Office or body.
        role: String,
        /// The key.
        key: PublicKey,
        /// Whether it was named at the founding.
        founding: bool,
    },
    /// One officer asked; another must.
    KeyAdmissionProposed {
        /// Office or body.
        role: String,
        /// The key.
        key: PublicKey,
        /// Who asked.
        by: PublicKey,
    },
    /// The key acts no longer.
    KeyRevoked {
        /// The key.
        key: PublicKey,
    },
    /// One officer asked to revoke; another must.
    KeyRevocationProposed {
        /// The key.
        key: PublicKey,
        /// Who asked.
        by: PublicKey,
    },
}
