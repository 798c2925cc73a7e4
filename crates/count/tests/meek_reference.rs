//! Meek-PRF against three judges: an independent exact counter at every round, Droop's transcripts at every action, and
//! the winners of `stv-rs` in all 377 Scottish wards. (Kinds of reference: two programs in part, one program, two
//! programs in part; see the README of the data.)
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

mod judge;

use judge::{assert_conserved, blt, data, json, json_lines, numbers, preset, texts};
use rankfile_count::meek::METHODS;
use rankfile_count::{Count, Election, Options};
use serde_json::Value;

fn meek_prf(election: &Election, options: &Options) -> Count {
    let method = METHODS.iter().find(|method| method.id == "meek-prf").unwrap();
    let count = (method.count)(election, options).unwrap_or_else(|stop| panic!("{}: {stop}", election.title));
    assert_conserved(&count);
    count
}

#[test]
fn every_round_of_the_union_elections_is_that_of_the_reference() {
    let Some(data) = data() else { return };
    for expected in json_lines(data.join("ers-tideman/reference-meek-prf.jsonl")) {
        let file = format!("ers-tideman/blt/{}.blt", expected["id"].as_str().unwrap());
        let mut election = blt(data.join(file));
        election.seats = expected["seats"].as_u64().unwrap() as u32;
        assert_rounds(&meek_prf(&election, &preset()), &expected);
    }
}

#[test]
fn every_round_of_the_sampled_wards_is_that_of_the_reference() {
    let Some(data) = data() else { return };
    for expected in json_lines(data.join("scottish/reference-meek-prf-sample.jsonl")) {
        let file = format!("scottish/blt/{}.blt", expected["id"].as_str().unwrap());
        assert_rounds(&meek_prf(&blt(data.join(file)), &preset()), &expected);
    }
}

fn assert_rounds(count: &Count, expected: &Value) {
    let id = expected["id"].as_str().unwrap();
    assert_eq!(count.elected, numbers(&expected["elected"]), "{id}");
    let rounds = expected["rounds"].as_array().unwrap();
    assert_eq!(count.stages.len(), rounds.len(), "{id}");
    for (place, (stage, round)) in count.stages.iter().zip(rounds).enumerate() {
        let at = format!("{id} round {}", place + 1);
        let candidates = numbers(&round["candidates"]);
        match round["action"].as_str().unwrap() {
            "elect" => assert_eq!((&stage.elected, stage.excluded.len()), (&candidates, 0), "{at}"),
            "defeat" => assert_eq!((&stage.excluded, stage.elected.len()), (&candidates, 0), "{at}"),
            other => panic!("{at}: {other}"),
        }
        assert_eq!(stage.of, candidates, "{at}");
        assert_eq!(stage.votes, texts(&round["votes"]), "{at}");
        assert_eq!(stage.quota.as_deref(), round["quota"].as_str(), "{at}");
        assert_eq!(stage.non_transferable, round["residual"].as_str().unwrap(), "{at}");
    }
    let ties: Vec<Vec<u32>> = count.ties.iter().map(|tie| tie.set.clone()).collect();
    let flagged: Vec<Vec<u32>> =
        expected["ties_within_surplus"].as_array().unwrap().iter().map(numbers).collect();
    assert_eq!(ties, flagged, "{id}");
}

#[test]
fn the_winners_of_all_wards_are_those_of_another_program() {
    let Some(data) = data() else { return };
    let winners = json(data.join("scottish/winners-meek-stvrs-bigfixed9-omega6.json"));
    let winners = winners.as_object().unwrap();
    assert_eq!(winners.len(), 377);
    for (id, expected) in winners {
        let mut elected = meek_prf(&blt(data.join(format!("scottish/blt/{id}.blt"))), &preset()).elected;
        elected.sort_unstable();
        assert_eq!(elected, numbers(expected), "{id}");
    }
}

#[test]
fn the_tiny_elections_elect_in_the_order_of_the_reference() {
    let Some(data) = data() else { return };
    let elections = json(data.join("micro/small-elections.json"));
    for expected in elections.as_array().unwrap() {
        let count = meek_prf(&judge::micro(expected), &preset());
        let id = &expected["id"];
        assert_eq!(count.elected, numbers(&expected["meek_prf"]["elected"]), "{id}");
        assert_eq!(count.stages.len() as u64, expected["meek_prf"]["rounds"].as_u64().unwrap(), "{id}");
        let ties: Vec<Vec<u32>> = count.ties.iter().map(|tie| tie.set.clone()).collect();
        let flagged: Vec<Vec<u32>> =
            expected["meek_prf"]["ties"].as_array().unwrap().iter().map(numbers).collect();
        assert_eq!(ties, flagged, "{id}");
    }
}
