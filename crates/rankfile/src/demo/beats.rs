//! The last beats of the story, from the close of voting to the installation. The story told from end to end and the one
//! that goes on while the site is served play the same: each beat does only what is still missing, so that a visitor may
//! have done some of it.

use super::calendar::{Stage, jump_to_end};
use super::cast::Cast;
use crate::house::Signer;
use crate::ops::{election, keyholder};
use anyhow::Result;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::election::state::Election;
use rankfile_hall::state::State;
use rankfile_site::Beat;

/// What the member who protests writes.
const PROTEST: &str = "The notice reached me late. I ask the board to look at it.";

/// What comes next in an election whose voting has opened; `None` once its winners took office, or if it is void.
///
/// `waiting` says whether some of the cast have not voted yet.
pub fn next(state: &State, election: &ElectionId, waiting: bool) -> Option<Beat> {
    let known = state.elections.get(election)?;
    if known.void.is_some() || known.is_done("install") {
        return None;
    }
    Some(if !known.is_done("close") {
        if waiting { Beat::Vote } else { Beat::Close }
    } else if !known.is_done("result") {
        Beat::Open
    } else if !known.is_done("protest") && known.protests.is_empty() {
        Beat::Protest
    } else if !known.is_done("decide-protest") {
        Beat::Decide
    } else if !known.is_done("certify") {
        Beat::Certify
    } else {
        Beat::Install
    })
}

/// Voting ends.
pub fn close(stage: &mut impl Stage, election: &ElectionId) -> Result<()> {
    let state = stage.settled()?;
    jump_to_end(stage, &state, election, "close")
}

/// The key holders who have not done so decrypt their parts; `tell` hears of each by number.
pub fn open_result(
    stage: &mut impl Stage,
    cast: &Cast,
    election: &ElectionId,
    tell: &mut dyn FnMut(usize),
) -> Result<()> {
    for (key, number) in cast.key_holders().into_iter().zip(1..) {
        let state = stage.settled()?;
        let holder = known(&state, election)?.holders.iter().find(|holder| holder.key == key.public());
        if holder.is_some_and(|holder| holder.share.is_some()) {
            continue;
        }
        stage.later(30)?;
        let secret = cast.share_file(number);
        keyholder::decrypt(stage, election, key, &secret)?;
        tell(number);
    }
    Ok(())
}

/// A member protests, a day after the result; what commits to the protest.
pub fn protest(stage: &mut impl Stage, election: &ElectionId) -> Result<String> {
    stage.later(24 * 60)?;
    election::protest(stage, election, PROTEST)
}

/// The time for protests ends, and the board decides those that wait. `ours` is the story's own; the result is the reasons
/// given for it.
pub fn decide(
    stage: &mut impl Stage,
    cast: &Cast,
    election: &ElectionId,
    ours: Option<&str>,
) -> Result<String> {
    let state = stage.settled()?;
    if !known(&state, election)?.is_done("protest") {
        jump_to_end(stage, &state, election, "protest")?;
    }
    stage.later(48 * 60)?;
    let board = cast.key("protest-board")?;
    let state = stage.settled()?;
    let known = known(&state, election)?;
    let served = known.step("notice").and_then(|step| step.done).map_or(0, |(at, _)| at);
    let days = known.voting_opens.map_or(0, |opens| (opens - served) / 86_400);
    let reasons = format!("The notice was served {days} days before voting opened; the rules ask for 21.");
    for (protest, _) in known.protests.iter().filter(|(_, decided)| decided.is_none()) {
        let reasons = match ours {
            Some(ours) if ours == protest => reasons.as_str(),
            _ => "The board looked into it and found nothing that could have changed who was elected.",
        };
        election::decide_protest(stage, election, protest, false, reasons, Signer::Key(board))?;
    }
    Ok(reasons)
}

/// The committee certifies.
pub fn certify(stage: &mut impl Stage, cast: &Cast, election: &ElectionId) -> Result<()> {
    stage.later(60)?;
    election::certify(stage, election, Signer::Key(cast.key("election-committee")?))?;
    Ok(())
}

/// The winners take office.
pub fn install(stage: &mut impl Stage, election: &ElectionId) -> Result<()> {
    let state = stage.settled()?;
    jump_to_end(stage, &state, election, "install")
}

fn known<'s>(state: &'s State, election: &ElectionId) -> Result<&'s Election> {
    Ok(rankfile_clerk::election::known(state, election)?)
}
