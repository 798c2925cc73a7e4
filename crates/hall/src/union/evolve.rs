//! Applying effects on the union itself.

use super::effect::Effect;
use crate::state::{ServedDesk, State, Union};
use crate::zone::Zone;
use std::sync::Arc;

/// Applies.
pub fn evolve(state: &mut State, effect: &Effect) {
    let (origin, constitution, zone_name, at, rehearsal) = match effect {
        Effect::UnionFounded { origin, constitution, zone, at, rehearsal } => {
            (origin, constitution, zone, at, *rehearsal)
        }
        Effect::DeskServed { desk, at } => {
            state.desks.push(ServedDesk { digest: desk.clone(), from: *at });
            return;
        }
    };
    let text = state.documents.text(constitution);
    let program = text.and_then(|text| super::decide::compile(text, rehearsal).ok());
    if let (Some(program), Some(zone)) = (program, Zone::parse(zone_name)) {
        let (origin, zone_name) = (origin.clone(), zone_name.clone());
        let program = Arc::new(program);
        state.union = Some(Union {
            origin,
            program,
            deferred: Default::default(),
            zone,
            zone_name,
            founded_at: *at,
            rehearsal,
        });
    }
}
