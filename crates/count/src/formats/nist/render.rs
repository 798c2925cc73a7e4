//! Writes cast vote records: one for every paper, with the marks as the voter made them.
//!
//! Not here: what a round of a count made of a paper.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::formats::Unsayable;
use crate::{Election, Mark};

/// So many papers are written at most: a record takes about a kilobyte.
const MOST: u64 = 1_000_000;

/// Writes cast vote records.
///
/// *Shape*: `generated_at` is a date and time as ISO 8601 has it; the format wants to know when it was written.
/// *Errors*: withdrawn candidates, or more papers than a file should hold.
pub fn render(election: &Election, generated_at: &str) -> Result<String, Unsayable> {
    let format = "NIST CVR JSON";
    Unsayable::withdrawn(election, format)?;
    let papers = election.papers.iter().fold(0u64, |sum, paper| sum.saturating_add(paper.weight));
    if papers > MOST {
        return Err(Unsayable {
            format,
            what: "more than a million papers in one file",
            remedy: "write BLT",
        });
    }
    let mut out = String::from("{\"@type\":\"CVR.CastVoteRecordReport\",\"CVR\":[");
    let mut number = 0;
    for paper in election.papers.iter() {
        let selections = Value::from(selections(paper.marks)).to_string();
        for _ in 0..paper.weight {
            number += 1;
            out.push_str(if number == 1 { "\n" } else { ",\n" });
            record(&mut out, number, &selections);
        }
    }
    out.push_str("\n],");
    let rest = rest(election, generated_at).to_string();
    out.push_str(rest.strip_prefix('{').unwrap_or(&rest));
    out.push('\n');
    Ok(out)
}

/// One paper. Keys in the order in which RCTab writes them.
fn record(out: &mut String, number: u64, selections: &str) {
    let contest =
        format!(r#"{{"@type":"CVR.CVRContest","CVRContestSelection":{selections},"ContestId":"contest-1"}}"#);
    let snapshot = format!(
        r#"{{"@id":"paper-{number}","@type":"CVR.CVRSnapshot","CVRContest":[{contest}],"Type":"original"}}"#
    );
    write!(
        out,
        r#"{{"@type":"CVR.CVR","BallotPrePrintedId":"{number}","CVRSnapshot":[{snapshot}],"CurrentSnapshotId":"paper-{number}","ElectionId":"election-1"}}"#
    )
    .expect("writing into a String cannot fail");
}

fn selections(marks: &[Mark]) -> Vec<Value> {
    let mut rank = 0;
    let mut places: Vec<(u16, u32)> = Vec::new();
    for mark in marks {
        rank += u32::from(!mark.is_equal());
        places.extend(mark.candidate().map(|candidate| (candidate, rank)));
    }
    let position = |rank: u32| {
        json!({
            "@type": "CVR.SelectionPosition",
            "HasIndication": "yes",
            "IsAllocable": "unknown",
            "NumberVotes": 1,
            "Rank": rank,
        })
    };
    // A candidate named twice has two positions in one selection.
    let mut selections: Vec<(u16, Vec<Value>)> = Vec::new();
    let mut named: HashMap<u16, usize> = HashMap::new();
    for (candidate, rank) in places {
        let place = *named.entry(candidate).or_insert(selections.len());
        if place == selections.len() {
            selections.push((candidate, Vec::new()));
        }
        selections[place].1.push(position(rank));
    }
    let selection = |(candidate, positions): (u16, Vec<Value>)| {
        json!({
            "@type": "CVR.CVRContestSelection",
            "ContestSelectionId": format!("selection-{}", candidate + 1),
            "SelectionPosition": positions,
        })
    };
    selections.into_iter().map(selection).collect()
}

/// Everything but the records.
fn rest(election: &Election, generated_at: &str) -> Value {
    let candidates: Vec<Value> = (1..)
        .zip(&election.candidates)
        .map(|(number, name)| json!({"@id": format!("candidate-{number}"), "@type": "CVR.Candidate", "Name": name}))
        .collect();
    let selections: Vec<Value> = (1..=election.candidates.len())
        .map(|number| {
            json!({
                "@id": format!("selection-{number}"),
                "@type": "CVR.CandidateSelection",
                "CandidateIds": [format!("candidate-{number}")],
            })
        })
        .collect();
    let mut contest = json!({
        "@id": "contest-1",
        "@type": "CVR.CandidateContest",
        "ContestSelection": selections,
        "Name": election.title,
        "VoteVariation": "rcv",
    });
    if election.seats > 0 {
        contest["NumberElected"] = election.seats.into();
    }
    json!({
        "Election": [{
            "@id": "election-1",
            "@type": "CVR.Election",
            "Candidate": candidates,
            "Contest": [contest],
            "ElectionScopeId": "gpu-1",
        }],
        "GeneratedDate": generated_at,
        "GpUnit": [{"@id": "gpu-1", "@type": "CVR.GpUnit", "OtherType": "Election scope", "Type": "other"}],
        "ReportGeneratingDeviceIds": ["device-1"],
        "ReportingDevice": [
            {"@id": "device-1", "@type": "CVR.ReportingDevice", "Application": "Rank & File", "Manufacturer": "Rank & File"}
        ],
        "Version": "1.0.0",
    })
}
