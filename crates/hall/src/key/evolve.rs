//! Applying effects on keys.

use super::effect::Effect;
use crate::state::{KeyEntry, State};

/// Applies.
pub fn evolve(state: &mut State, effect: &Effect) {
    match effect {
        Effect::KeyAdmitted { role, key, founding } => {
            state.key_proposals.retain(|(about, _, _)| about != key);
            state.keys.insert(key.clone(), KeyEntry { role: role.clone(), founding: *founding });
        }
        Effect::KeyAdmissionProposed { role, key, by } => {
            state.key_proposals.insert((key.clone(), Some(role.clone()), by.clone()));
        }
        Effect::KeyRevoked { key } => {
            state.keys.remove(key);
            // What a revoked key proposed falls with it.
            state.key_proposals.retain(|(about, _, by)| about != key && by != key);
        }
        Effect::KeyRevocationProposed { key, by } => {
            state.key_proposals.insert((key.clone(), None, by.clone()));
        }
    }
}
