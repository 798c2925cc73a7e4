//! The simulated calendar: time jumps from one duty to the next.

use crate::house::{House, Recording};
use anyhow::{Context as _, Result};
use rankfile_hall::clock;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::state::State;

/// Where the story plays: something that records, and whose time can be moved on.
pub trait Stage: Recording {
    /// Jumps to a moment and lets everything happen that is due by then.
    fn jump(&mut self, to: i64) -> Result<()>;
    /// Some minutes later, so that acts do not all stand at the same moment.
    fn later(&mut self, minutes: i64) -> Result<()>;
}

impl Stage for House {
    fn jump(&mut self, to: i64) -> Result<()> {
        jump(self, to)
    }

    fn later(&mut self, minutes: i64) -> Result<()> {
        later(self, minutes);
        Ok(())
    }
}

/// Jumps to a moment and lets everything happen that is due by then.
pub fn jump(house: &mut House, to: i64) -> Result<()> {
    house.now = house.now.max(to);
    house.writer.tick(house.now)?;
    Ok(())
}

/// Jumps to when a step opens.
pub fn jump_to(house: &mut House, election: &ElectionId, step: &str) -> Result<()> {
    loop {
        let known = house.hall().state.elections.get(election).context("the election is known")?;
        if let Some(step) = known.step(step) {
            let opens_at = step.opens_at;
            return jump(house, opens_at);
        }
        let next = clock::next_instant(&house.hall().state)
            .context("something is always due until the step opens")?;
        jump(house, next)?;
    }
}

/// Jumps to when the time of a step that has opened is over.
pub fn jump_to_end(stage: &mut impl Stage, state: &State, election: &ElectionId, step: &str) -> Result<()> {
    let known = state.elections.get(election).context("the election is known")?;
    let due_at = known.step(step).map(|step| step.due_at);
    stage.jump(due_at.with_context(|| format!("the step `{step}` has not opened"))?)
}

/// Some minutes later, so that acts do not all stand at the same moment.
pub fn later(house: &mut House, minutes: i64) {
    house.now += minutes * 60;
}

/// The date and time as the union's zone has it.
pub fn say(house: &House) -> String {
    house.hall().state.union.as_ref().map_or_else(String::new, |union| union.zone.say(house.now))
}
