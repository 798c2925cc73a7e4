//! A count in the shape of RCTab's JSON report, which RCVis and others draw.
//!
//! A round shows the votes before its action and what the action moved; our stages show votes after it, so stage `k` gives
//! the votes of round `k` and stage `k + 1` its transfers. Everything that no longer counts is under "exhaustedChoices",
//! as a count here does not keep apart why a paper ran out. A surplus that waits is told again, with its transfers, in the
//! round that moves it. Not here: RCTab's tables by precinct.

use serde_json::{Map, Value, json};

use crate::Count;
use crate::formats::Unsayable;
use crate::report::{Action, Stage};

/// What the head of the report says beside the count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About<'a> {
    /// The contest's name.
    pub contest: &'a str,
    /// The day it was held.
    pub date: &'a str,
    /// Where.
    pub jurisdiction: &'a str,
    /// The office.
    pub office: &'a str,
}

/// Writes the report.
///
/// *Errors*: two candidates with one name, as names are the keys of the report; a count without stages.
pub fn render(count: &Count, about: &About<'_>) -> Result<String, Unsayable> {
    let format = "the RCTab report";
    let distinct: std::collections::HashSet<&String> = count.candidates.iter().collect();
    if distinct.len() < count.candidates.len() {
        return Err(Unsayable {
            format,
            what: "that two candidates have one name",
            remedy: "make the names differ",
        });
    }
    if count.stages.is_empty() {
        return Err(Unsayable {
            format,
            what: "a count without rounds",
            remedy: "write the dossier or the page",
        });
    }
    let results: Vec<Value> = (0..count.stages.len()).map(|stage| round(count, stage)).collect();
    let threshold =
        count.stages.iter().rev().find_map(|stage| stage.quota.as_deref()).map(plain).unwrap_or_default();
    let report = json!({
        "config": {
            "contest": about.contest,
            "date": about.date,
            "generatedBy": "Rank & File",
            "jurisdiction": about.jurisdiction,
            "office": about.office,
        },
        "jsonFormatVersion": "1",
        "results": results,
        "summary": {
            "finalThreshold": threshold,
            "numCandidates": count.candidates.len(),
            "numWinners": count.seats,
            "totalNumBallots": count.ballots.to_string(),
            "undervotes": count.ballots.saturating_sub(count.valid),
        },
    });
    Ok(format!("{report:#}\n"))
}

fn round(count: &Count, position: usize) -> Value {
    let stage = &count.stages[position];
    let next = count.stages.get(position + 1);
    let name = |candidate: u32| count.candidates.get(candidate as usize - 1).cloned().unwrap_or_default();
    let mut tally = Map::new();
    for (candidate, votes) in (1..).zip(&stage.votes) {
        if !gone(count, position, candidate) {
            tally.insert(name(candidate), plain(votes).into());
        }
    }
    let mut actions: Vec<Value> = Vec::new();
    let mut told = |kind: &str, candidate: u32| {
        let transfers = next.map(|next| transfers(count, next, candidate)).unwrap_or_default();
        actions.push(json!({ kind: name(candidate), "transfers": transfers }));
    };
    stage.elected.iter().for_each(|candidate| told("elected", *candidate));
    if let Some(next) = next {
        match next.action {
            Action::Surplus => {
                next.of.iter().filter(|of| !stage.elected.contains(of)).for_each(|of| told("elected", *of));
            }
            Action::Exclusion => next.of.iter().for_each(|of| told("eliminated", *of)),
            Action::Round => stage.excluded.iter().for_each(|of| told("eliminated", *of)),
            Action::First => {}
        }
    }
    json!({
        "inactiveBallots": {
            "exhaustedChoices": plain(&stage.non_transferable),
            "overvotes": "0",
            "repeatedRankings": "0",
            "skippedRankings": "0",
        },
        "round": position + 1,
        "tally": tally,
        "tallyResults": actions,
        "threshold": stage.quota.as_deref().map(plain).unwrap_or_default(),
    })
}

/// Whether a candidate is out by the time a stage ends. In a method of rounds those excluded by a round are still in its
/// votes.
fn gone(count: &Count, position: usize, candidate: u32) -> bool {
    let excluded = |stage: &Stage| stage.excluded.contains(&candidate);
    let earlier = count.stages[..position].iter().any(excluded);
    earlier || count.stages[position].action != Action::Round && excluded(&count.stages[position])
}

fn transfers(count: &Count, next: &Stage, from: u32) -> Map<String, Value> {
    let mut transfers = Map::new();
    for moved in next.moved.iter().filter(|moved| moved.from == from) {
        let name = match moved.to {
            Some(to) => count.candidates.get(to as usize - 1).cloned().unwrap_or_default(),
            None => "exhausted".into(),
        };
        transfers.insert(name, plain(&moved.votes).into());
    }
    transfers
}

/// A decimal without the zeros at its end.
fn plain(votes: &str) -> String {
    match votes.contains('.') {
        true => votes.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => votes.to_owned(),
    }
}
