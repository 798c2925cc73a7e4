//! The auditor's view: an act is derived again from the one before, by the same judgement that accepted it, and compared.

use crate::command::Command;
use crate::effect::digest;
use crate::election::command::{Command as ElectionCommand, ElectionId};
use crate::election::decide::MOST_AT_ONCE;
use crate::hall::{Accepted, Ballots, Growth, Hall};
use crate::judge::{Judged, judge};
use crate::rules;
use rankfile_record::act::Act;
use serde::Serialize;

/// Something an auditor found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind, for programs.
    pub code: &'static str,
    /// Index of the act.
    #[serde(rename = "where")]
    pub index: u64,
    /// One sentence.
    pub message: String,
}

/// Checks the next leaf and takes it in when it can be; the archive's growth is compared by the caller at the end.
///
/// Every finding is reported. An act that was not lawful is not taken into the state, but the chain goes on.
pub fn check(hall: &mut Hall, leaf: &[u8], ballots: &mut dyn Ballots) -> (Vec<Finding>, Vec<Growth>) {
    let index = hall.chain.size();
    let found = |code, message| Finding { code, index, message };
    let act = match Act::parse(leaf) {
        Ok(act) => act,
        Err(why) => return (vec![found("leaf", why.to_string())], Vec::new()),
    };
    let mut findings: Vec<Finding> = hall
        .chain
        .check(&act, &hall.hashes)
        .into_iter()
        .map(|fault| found("chain", fault.to_string()))
        .collect();
    if let Some(message) = rules::fault(&act) {
        findings.push(found("rules-version", message));
    }
    let judged = judge(
        &hall.state,
        &hall.chain,
        &hall.hashes,
        &act.inner,
        act.signature.as_deref(),
        act.outer.recorded_at,
        act.outer.rules,
    );
    let effects = match judged {
        Err(refusal) => {
            findings.push(found("unlawful", format!("it should have been refused: {refusal}")));
            Vec::new()
        }
        Ok(Judged { register, effects }) => {
            if register != act.outer.register {
                let message =
                    format!("it stands in register {:?} and belongs in {register:?}", act.outer.register);
                findings.push(found("register", message));
            }
            if digest(&effects) != act.outer.effects {
                let message = "its effects, derived again, are not those it was recorded with".to_owned();
                findings.push(found("effects", message));
            }
            effects
        }
    };
    let mut growth = Vec::new();
    if let Some(Command::Election(ElectionCommand::ReportBallots { election, ballots: count, head })) =
        Command::parse(&act.inner.command)
    {
        match refill(hall, &election, count, ballots) {
            Ok(grown) => growth.extend(grown),
            Err(why) => findings.push(found("ballots", why)),
        }
        if hall.boxes.get(&election).is_none_or(|known| known.head() != head) {
            let message = format!("the archive of {election} does not have this head after {count} ballots");
            findings.push(found("archive-head", message));
        }
    }
    growth.extend(hall.take(&Accepted { act, leaf: leaf.to_vec(), effects, documents: Vec::new() }));
    (findings, growth)
}

/// Puts ballots back into a box, up to a count, which is somebody's word until they are there.
fn refill(
    hall: &mut Hall,
    id: &ElectionId,
    count: u64,
    ballots: &mut dyn Ballots,
) -> Result<Vec<Growth>, String> {
    let (Some(known), Some(election)) = (hall.boxes.get_mut(id), hall.state.elections.get(id)) else {
        return Err(format!("{id} has no archive yet"));
    };
    if count.saturating_sub(known.ballots()) > MOST_AT_ONCE {
        return Err(format!(
            "{count} ballots were reported of {id} after {}: no report covers so many",
            known.ballots()
        ));
    }
    let places: Vec<u64> = (known.ballots()..count).collect();
    let mut growth = Vec::new();
    let archive = known.belenios.uuid().to_owned();
    for bytes in ballots.read(&archive, &places)? {
        let ballot = known.belenios.read_ballot(&bytes).map_err(|fault| fault.to_string())?;
        let bytes = known.admit(election, &ballot, &bytes).map_err(|refusal| refusal.to_string())?;
        growth.push(Growth { archive: archive.clone(), kind: "ballot", bytes });
    }
    Ok(growth)
}
