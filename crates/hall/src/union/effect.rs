//! Effects on the union itself.

use serde::{Deserialize, Serialize};

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Effect {
    /// The union exists, under this constitution.
    UnionFounded {
        /// Where its record is kept.
        origin: String,
        /// The constitution's digest.
        constitution: String,
        /// IANA name of its zone.
        zone: String,
        /// When.
        at: i64,
        /// Whether it is a rehearsal.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        rehearsal: bool,
    },
    /// From now on browsers get this desk.
    DeskServed {
        /// SHA-256 of its module.
        desk: String,
        /// When.
        at: i64,
    },
}
