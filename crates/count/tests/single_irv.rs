//! Instant runoff against independent counts: 44 union elections, 31 public elections, a hundred tiny ones full of ties,
//! and the teaching cases. (Kinds of reference: two programs in part, one program.)
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

mod judge;

use std::path::Path;

use judge::{assert_conserved, blt, data, json, json_lines, preset};
use rankfile_count::single::METHODS;
use rankfile_count::{Count, Election, Mark};
use serde_json::Value;

fn irv(election: &Election) -> Count {
    let method = METHODS.iter().find(|method| method.id == "irv").unwrap();
    let count =
        (method.count)(election, &preset()).unwrap_or_else(|stop| panic!("{}: {stop}", election.title));
    assert_conserved(&count);
    count
}

/// Rounds as the references write them: votes of those in the race, and how many papers have run out.
fn assert_rounds(at: &str, count: &Count, rounds: &Value) {
    let rounds = rounds.as_array().unwrap();
    assert_eq!(count.stages.len(), rounds.len(), "{at}");
    for (place, (stage, round)) in count.stages.iter().zip(rounds).enumerate() {
        let at = format!("{at} round {}", place + 1);
        let votes = round[0].as_object().unwrap();
        for (number, ours) in (1..).zip(&stage.votes) {
            let theirs = votes.get(&format!("{number}")).map_or(0, |votes| votes.as_u64().unwrap());
            assert_eq!(*ours, theirs.to_string(), "{at} candidate {number}");
        }
        assert_eq!(stage.non_transferable, round[1].as_u64().unwrap().to_string(), "{at}");
    }
}

#[test]
fn every_round_of_the_union_elections_is_that_of_the_reference() {
    let Some(data) = data() else { return };
    for expected in json_lines(data.join("ers-tideman/reference-condorcet-irv-borda.jsonl")) {
        let id = expected["id"].as_str().unwrap();
        let count = irv(&blt(data.join(format!("ers-tideman/blt/{id}.blt"))));
        assert_rounds(id, &count, &expected["irv_rounds"]);
        assert_eq!(count.elected, [expected["irv_winner"].as_u64().unwrap() as u32], "{id}");
        let by_order = count.ties.iter().any(|tie| tie.rule.contains("preset"));
        assert_eq!(by_order, expected["irv_lot_needed"].as_bool().unwrap(), "{id}");
    }
}

#[test]
fn every_round_of_the_public_elections_is_that_of_the_reference() {
    let Some(data) = data() else { return };
    let folders = ["00001-irish", "00002-debian", "00005-burlington", "00016-aspen", "00018-minneapolis"];
    let folders = folders.into_iter().chain(["00020-pierce", "00021-sf", "00058-nswla"]);
    let folder_of = |id: &str| folders.clone().find(|folder| folder[..5] == id[..5]).unwrap();
    for expected in json_lines(data.join("preflib/reference-irv-condorcet.jsonl")) {
        let id = expected["id"].as_str().unwrap();
        let count = irv(&preflib(&data.join("preflib").join(folder_of(id)).join(id)));
        assert_eq!(count.valid, expected["valid"].as_u64().unwrap(), "{id}");
        assert_rounds(id, &count, &expected["irv"]["rounds"]);
        assert_eq!(count.elected, [expected["irv"]["winner"].as_u64().unwrap() as u32], "{id}");
    }
}

/// A reader of its own for one format, so that the judgement does not hang on the reader.
fn preflib(path: &Path) -> Election {
    let text = String::from_utf8(judge::bytes(path.into())).unwrap();
    let mut election = Election { seats: 1, ..Election::default() };
    for line in text.lines() {
        if line.starts_with("# ALTERNATIVE NAME") {
            election.candidates.push(line.split_once(": ").unwrap().1.into());
        }
        let Some((weight, ranks)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let (mut marks, mut equal) = (Vec::new(), false);
        for part in ranks.split(',') {
            let candidate = part.trim_matches(['{', '}']).parse::<u16>().unwrap() - 1;
            marks.push(if equal { Mark::equal(candidate) } else { Mark::next(candidate) });
            equal = part.starts_with('{') || equal && !part.ends_with('}');
        }
        election.papers.push(weight.parse().unwrap(), &marks).unwrap();
    }
    election
}

#[test]
fn the_tiny_elections_have_their_winner_and_say_when_only_the_order_decided() {
    let Some(data) = data() else { return };
    let elections = json(data.join("micro/small-elections.json"));
    for expected in elections.as_array().unwrap() {
        let count = irv(&judge::micro(expected));
        let id = &expected["id"];
        assert_eq!(count.elected, [expected["irv"]["winner"].as_u64().unwrap() as u32], "{id}");
        let by_order = count.ties.iter().any(|tie| tie.rule.contains("preset"));
        assert_eq!(by_order, expected["irv"]["lot"].as_bool().unwrap(), "{id}");
    }
}

#[test]
fn the_teaching_cases_have_their_published_rounds() {
    let Some(data) = data() else { return };
    let cases = json(data.join("micro/condorcet-irv.json"));
    for case in cases.as_array().unwrap() {
        let names = judge::texts(&case["candidates"]);
        let mut election = Election { seats: 1, candidates: names.clone(), ..Election::default() };
        for line in case["ballots"].as_array().unwrap() {
            let place =
                |name: char| names.iter().position(|other| *other == name.to_string()).unwrap() as u16;
            let marks: Vec<Mark> =
                line[1].as_str().unwrap().chars().map(|name| Mark::next(place(name))).collect();
            election.papers.push(line[0].as_u64().unwrap(), &marks).unwrap();
        }
        let count = irv(&election);
        let winner = names[count.elected[0] as usize - 1].as_str();
        assert_eq!(winner, case["irv"]["winner"].as_str().unwrap(), "{}", case["id"]);
        let last = case["irv"]["rounds"].as_array().unwrap().last().unwrap();
        assert_eq!(count.stages.last().unwrap().non_transferable, last[1].to_string(), "{}", case["id"]);
    }
}
