//! Applying effects on the union itself.

use super::effect::Effect;
use crate::state::{ServedDesk, State, Union};
use crate::zone::Zone;
use std::sync::Arc;

/// Applies.
pub fn evolve(state: &mut State, effect: &Effect) {
    let (origin, constitution, zone_name, at) = match effect {
        Effect::UnionFounded { origin, constitution, zone, at } => (origin, constitution, zone, at),
        Effect::DeskServed { desk, at } => {
            state.desks.push(ServedDesk { digest: desk.clone(), from: *at });
            return;
        }
    };
    let program = state.documents.text(constitution).and_then(|text| super::decide::compile(text).ok());
    if let (Some(program), Some(zone)) = (program, Zone::parse(zone_name)) {
        let (origin, zone_name) = (origin.clone(), zone_name.clone());
        state.union = Some(Union { origin, program: Arc::new(program), zone, zone_name, founded_at: *at });
    }
}
