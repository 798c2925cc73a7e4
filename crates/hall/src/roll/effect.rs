//! Effects on the roll.

use serde::{Deserialize, Serialize};

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Effect {
    /// A roll is in force.
    RollLoaded {
        /// How many members.
        members: u64,
        /// How many in good standing.
        in_good_standing: u64,
        /// Fingerprint of the whole roll.
        root: String,
        /// Fingerprint of those in good standing.
        good_root: String,
        /// Since when.
        at: i64,
    },
}
