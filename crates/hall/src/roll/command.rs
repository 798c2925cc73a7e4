//! Commands on the roll.

use serde::{Deserialize, Serialize};

/// What can be asked about the roll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Command {
    /// Put a roll in force, whole; it replaces the one before.
    Load {
        /// How many members.
        members: u64,
        /// How many of them are in good standing, as the roll's keeper found on this day.
        in_good_standing: u64,
        /// Merkle root over one salted commitment for each member, 64 hexadecimal digits.
        root: String,
        /// The same over the members in good standing only: what stands when nobody freezes a roll in time.
        good_root: String,
    },
}
