//! Effects: what an accepted command changed, in the past tense. `decide` makes them, `evolve` applies them, and the leaf
//! carries their digest, so that an auditor who derives them again can compare.

use crate::{election, key, process, roll, union};
use rankfile_record::canonical;
use rankfile_record::commit::digest_text;
use serde::{Deserialize, Serialize};

/// An effect of any subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "subject", rename_all = "kebab-case")]
pub enum Effect {
    /// On the union itself.
    Union(union::effect::Effect),
    /// On keys.
    Key(key::effect::Effect),
    /// On the roll.
    Roll(roll::effect::Effect),
    /// On elections and offices.
    Election(election::effect::Effect),
    /// On everything else that runs step by step.
    Process(process::effect::Effect),
}

/// The digest of effects that a leaf carries.
pub fn digest(effects: &[Effect]) -> String {
    digest_text(&canonical::render_of(&effects).expect("effects hold integers below 2^53 only"))
}
