//! Applying effects on the roll.

use super::effect::Effect;
use crate::state::{Roll, State};

/// Applies.
pub fn evolve(state: &mut State, effect: &Effect) {
    let Effect::RollLoaded { members, in_good_standing, root, good_root, at } = effect;
    state.roll = Some(Roll {
        members: *members,
        in_good_standing: *in_good_standing,
        root: root.clone(),
        good_root: good_root.clone(),
        since: *at,
    });
}
