//! Applying effects on the union itself.

use super::effect::Effect;
use crate::state::{State, Union};
use crate::zone::Zone;
use std::sync::Arc;

/// Applies.
pub fn evolve(state: &mut State, effect: &Effect) {
    let Effect::UnionFounded { origin, constitution, zone: zone_name, at } = effect;
    let program = state.documents.text(constitution).and_then(|text| super::decide::compile(text).ok());
    if let (Some(program), Some(zone)) = (program, Zone::parse(zone_name)) {
        let (origin, zone_name) = (origin.clone(), zone_name.clone());
        state.union = Some(Union { origin, program: Arc::new(program), zone, zone_name, founded_at: *at });
    }
}
