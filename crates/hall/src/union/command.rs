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
        /// Whether this only rehearses a document that is not complete enough to govern by.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        rehearsal: bool,
    },
    /// The host says which desk it serves from now on: the program that makes ballots, keys and signatures in people's
    /// browsers. Nobody asks for it; it is recorded whenever it is another than before.
    ServeDesk {
        /// SHA-256 of the desk's module, 64 hexadecimal digits.
        desk: String,
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
