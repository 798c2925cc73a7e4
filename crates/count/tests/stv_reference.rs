//! Scottish 2011 and ERS97 against their judges, stage by stage and to the last digit: the official reports of four wards
//! (kind: official), and the 377 wards, the 44 union elections and the ERS97 model election (kind: two independent
//! programs, every stage).
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

mod judge;

use judge::{assert_conserved, blt, data, json, json_lines, numbers, preset, texts};
use rankfile_count::report::{Action, Stage};
use rankfile_count::stv::METHODS;
use rankfile_count::{Count, Election, Mark};
use serde_json::Value;

fn counted(id: &str, election: &Election) -> Count {
    let method = METHODS.iter().find(|method| method.id == id).unwrap();
    let count =
        (method.count)(election, &preset()).unwrap_or_else(|stop| panic!("{}: {stop}", election.title));
    assert_conserved(&count);
    count
}

/// Sets between which only a lot decides, in the order met.
fn lots(count: &Count) -> Vec<Vec<u32>> {
    count.ties.iter().filter(|tie| tie.rule == "preset order").map(|tie| tie.set.clone()).collect()
}

fn assert_votes(stage: &Stage, expected: &Value, at: &str) {
    assert_eq!(stage.votes, texts(&expected["votes"]), "{at}");
    assert_eq!(stage.non_transferable, expected["non_transferable"].as_str().unwrap(), "{at}");
    assert_eq!(stage.elected, numbers(&expected["elected"]), "{at}");
}

fn assert_scottish(count: &Count, expected: &Value) {
    let id = expected["id"].as_str().unwrap();
    let stages = expected["stages"].as_array().unwrap();
    assert_eq!(count.stages.len(), stages.len(), "{id}");
    for (number, (stage, expected_stage)) in (1..).zip(count.stages.iter().zip(stages)) {
        let at = format!("{id} stage {number}");
        let action = match expected_stage["action"].as_str().unwrap() {
            "first" => Action::First,
            "surplus" => Action::Surplus,
            "exclude" => Action::Exclusion,
            other => panic!("{at}: {other}"),
        };
        assert_eq!(stage.action, action, "{at}");
        let of: Vec<u32> =
            expected_stage["candidate"].as_u64().map(|number| number as u32).into_iter().collect();
        assert_eq!(stage.of, of, "{at}");
        assert_votes(stage, expected_stage, &at);
        assert_eq!(stage.quota.as_deref(), Some(format!("{}.00000", expected["quota"]).as_str()), "{at}");
    }
    assert_eq!(count.elected, numbers(&expected["elected"]), "{id}");
    let expected_lots: Vec<Vec<u32>> = expected["lots"].as_array().unwrap().iter().map(numbers).collect();
    assert_eq!(lots(count), expected_lots, "{id}");
}

fn assert_ers97(count: &Count, expected: &Value) {
    let id = expected["id"].as_str().unwrap();
    let stages = expected["stages"].as_array().unwrap();
    assert_eq!(count.stages.len(), stages.len(), "{id}");
    for (number, (stage, expected_stage)) in (1..).zip(count.stages.iter().zip(stages)) {
        let at = format!("{id} stage {number}");
        let (action, of) = match expected_stage["action"].as_str().unwrap() {
            "first" => (Action::First, Vec::new()),
            "surplus" => (Action::Surplus, vec![expected_stage["candidate"].as_u64().unwrap() as u32]),
            "exclude" | "exclude-then-elect-rest" => {
                (Action::Exclusion, numbers(&expected_stage["candidates"]))
            }
            other => panic!("{at}: {other}"),
        };
        assert_eq!(stage.action, action, "{at}");
        let sorted = |mut of: Vec<u32>| {
            of.sort_unstable();
            of
        };
        assert_eq!(sorted(stage.of.clone()), sorted(of), "{at}");
        assert_votes(stage, expected_stage, &at);
        assert_eq!(stage.quota.as_deref(), expected_stage["quota"].as_str(), "{at}");
    }
    assert_eq!(count.elected, numbers(&expected["elected"]), "{id}");
    let decided = expected["lots"].as_array().unwrap().iter().filter(|lot| lot[0] != "none elected");
    let expected_lots: Vec<Vec<u32>> = decided.map(|lot| numbers(&lot[1])).collect();
    assert_eq!(lots(count), expected_lots, "{id}");
}

#[test]
fn the_official_stage_reports_are_reproduced() {
    let Some(data) = data() else { return };
    let mut stages = 0;
    for ward in ["linn_2007", "dundee_2022_ward1", "dundee_2022_ward4", "dundee_2022_ward5"] {
        let folder = data.join("scottish/official");
        let election = blt(folder.join(format!("{ward}.blt")));
        let expected = json(folder.join(format!("{ward}.stages.json")));
        let count = counted("scottish-2011", &election);
        assert_eq!(count.valid, expected["valid_votes"].as_u64().unwrap(), "{ward}");
        stages += assert_official(&count, &expected, ward);
    }
    assert_eq!(stages, 29);
}

/// Reports name candidates without their party, in their own spelling; a blank cell is `null`.
fn assert_official(count: &Count, expected: &Value, ward: &str) -> usize {
    let column = |name: &str| {
        let is = |candidate: &&String| candidate.to_lowercase().starts_with(&name.to_lowercase());
        let found = count.candidates.iter().filter(is).count();
        assert_eq!(found, 1, "{ward}: {name} among {:?}", count.candidates);
        count.candidates.iter().position(|candidate| is(&candidate)).unwrap()
    };
    let stages = expected["stages"].as_array().unwrap();
    assert_eq!(count.stages.len(), stages.len(), "{ward}");
    for (number, (stage, official)) in (1..).zip(count.stages.iter().zip(stages)) {
        let at = format!("{ward} stage {number}");
        for (name, votes) in official["votes"].as_object().unwrap() {
            let Some(votes) = votes.as_str() else { continue };
            assert_eq!(stage.votes[column(name)], votes, "{at}: {name}");
        }
        assert_eq!(Some(stage.non_transferable.as_str()), official["non_transferable"].as_str(), "{at}");
        let elected: Vec<usize> = official["elected"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| column(name.as_str().unwrap()))
            .collect();
        let mut ours: Vec<usize> = stage.elected.iter().map(|number| *number as usize - 1).collect();
        assert_eq!(sorted(&mut ours), sorted(&mut elected.clone()), "{at}");
        if let Some(name) = official["candidate"].as_str() {
            assert_eq!(stage.of, [column(name) as u32 + 1], "{at}");
        }
    }
    stages.len()
}

fn sorted(list: &mut [usize]) -> Vec<usize> {
    list.sort_unstable();
    list.to_vec()
}

fn each(set: &str, reference: &str, id: &str, check: fn(&Count, &Value)) -> usize {
    let Some(data) = data() else { return 0 };
    let lines = json_lines(data.join(set).join(reference));
    for expected in &lines {
        let file = format!("{set}/blt/{}.blt", expected["id"].as_str().unwrap());
        let mut election = blt(data.join(file));
        election.seats = expected["seats"].as_u64().unwrap() as u32;
        check(&counted(id, &election), expected);
    }
    lines.len()
}

#[test]
fn every_stage_of_the_377_wards_is_that_of_the_scottish_reference() {
    let counted = each("scottish", "reference-scottish-2011.jsonl", "scottish-2011", assert_scottish);
    assert!(counted == 377 || data().is_none());
}

#[test]
fn every_stage_of_the_union_elections_is_that_of_the_scottish_reference() {
    let counted = each("ers-tideman", "reference-scottish-2011.jsonl", "scottish-2011", assert_scottish);
    assert!(counted == 44 || data().is_none());
}

#[test]
fn every_stage_of_the_377_wards_is_that_of_the_ers97_reference() {
    let counted = each("scottish", "reference-ers97.jsonl", "ers97", assert_ers97);
    assert!(counted == 377 || data().is_none());
}

#[test]
fn every_stage_of_the_union_elections_is_that_of_the_ers97_reference() {
    let counted = each("ers-tideman", "reference-ers97.jsonl", "ers97", assert_ers97);
    assert!(counted == 44 || data().is_none());
}

#[test]
fn the_ers97_model_election_is_reproduced() {
    let Some(data) = data() else { return };
    let election = blt(data.join("ers97-model/ers97_model_reconstructed.blt"));
    assert_ers97(&counted("ers97", &election), &json(data.join("ers97-model/reference-ers97.json")));
}

/// Kind: one program, and where OpenSTV and Droop accept the election and fill all seats, they agree.
#[test]
fn the_micro_elections_are_reproduced_under_both_rules() {
    let Some(data) = data() else { return };
    let elections = json(data.join("micro/small-elections.json"));
    let elections = elections.as_array().unwrap();
    assert_eq!(elections.len(), 100);
    for expected in elections {
        let election = micro(expected);
        for (id, key) in [("scottish-2011", "scottish"), ("ers97", "ers97")] {
            let (count, at) = (counted(id, &election), format!("{} {id}", expected["id"]));
            let expected = &expected[key];
            assert_eq!(count.elected, numbers(&expected["elected"]), "{at}");
            assert_eq!(count.stages.len() as u64, expected["stages"].as_u64().unwrap(), "{at}");
            assert_eq!(count.stages.last().unwrap().votes, texts(&expected["final_votes"]), "{at}");
            let set = |lot: &Value| numbers(if lot[0].is_string() { &lot[1] } else { lot });
            let lots_of = expected["lots"].as_array().unwrap().iter().filter(|lot| lot[0] != "none elected");
            assert_eq!(lots(&count), lots_of.map(set).collect::<Vec<_>>(), "{at}");
        }
    }
}

fn micro(expected: &Value) -> Election {
    let mut election = Election { seats: expected["seats"].as_u64().unwrap() as u32, ..Election::default() };
    election.candidates =
        (1..=expected["candidates"].as_u64().unwrap()).map(|number| number.to_string()).collect();
    for ballot in expected["ballots"].as_array().unwrap() {
        let marks: Vec<Mark> =
            numbers(&ballot[1]).into_iter().map(|number| Mark::next(number as u16 - 1)).collect();
        election.papers.push(ballot[0].as_u64().unwrap(), &marks).unwrap();
    }
    election
}
