//! Schulze, ranked pairs and the matrix on small elections with known answers.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod data;

use data::{counted, letters, options, read_json};
use rankfile_count::method::Break;
use rankfile_count::pairs::{Chains, Pairs, Strength, possible};
use rankfile_count::{Election, Mark};
use serde_json::Value;

fn ranked(candidates: usize, ballots: &Value) -> Election {
    let mut election = Election {
        candidates: (1..=candidates).map(|n| format!("C{n}")).collect(),
        seats: 1,
        ..Election::default()
    };
    for ballot in ballots.as_array().unwrap() {
        let marks: Vec<Mark> = match &ballot[1] {
            Value::String(letters) => {
                letters.bytes().map(|letter| Mark::next(u16::from(letter - b'A'))).collect()
            }
            numbers => numbers
                .as_array()
                .unwrap()
                .iter()
                .map(|n| Mark::next(n.as_u64().unwrap() as u16 - 1))
                .collect(),
        };
        election.papers.push(ballot[0].as_u64().unwrap(), &marks).unwrap();
    }
    election
}

fn numbers(value: &Value) -> Vec<u32> {
    value.as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as u32).collect()
}

/// Published examples: Schulze's 45 voters, Tennessee, truncated papers, a circle of three.
#[test]
fn the_published_examples_come_out_as_published() {
    let Some(examples) = read_json("micro/condorcet-irv.json") else { return };
    for example in examples.as_array().unwrap() {
        let election = ranked(example["candidates"].as_array().unwrap().len(), &example["ballots"]);
        let pairs = Pairs::of(&election, &options(Break::Stop)).unwrap();
        assert_eq!(serde_json::json!(pairs.rows()), example["pairwise"], "{}", example["id"]);
        let chains = Chains::of(&pairs, Strength::WinningVotes);
        assert_eq!(
            serde_json::json!(chains.rows()),
            example["schulze"]["strongest_paths"],
            "{}",
            example["id"]
        );
        let order: Vec<u16> = chains.places().concat();
        assert_eq!(letters(&order), example["schulze"]["order"], "{}", example["id"]);
        let count = counted("schulze", &election, Break::Stop);
        assert_eq!(serde_json::json!(letters_of(&count.winners.unwrap())), example["schulze"]["winners"]);
        let count = counted("ranked-pairs", &election, Break::Stop);
        assert_eq!(
            serde_json::json!(letters_of(&count.winners.unwrap())),
            example["ranked_pairs"]["winners"]
        );
        let locked = rankfile_count::pairs::lock(&pairs, &rankfile_count::pairs::majorities(&pairs));
        let kept: Vec<String> =
            locked.kept.iter().map(|m| format!("{}>{}", letter(m.over), letter(m.under))).collect();
        assert_eq!(serde_json::json!(kept), example["ranked_pairs"]["locked"], "{}", example["id"]);
    }
}

/// Tie-rich elections; the reference broke ties between equal majorities by lowest number.
#[test]
fn a_hundred_tie_rich_elections_agree_with_the_reference() {
    let Some(elections) = read_json("micro/small-elections.json") else { return };
    assert_eq!(elections.as_array().unwrap().len(), 100);
    for case in elections.as_array().unwrap() {
        let election = ranked(case["candidates"].as_u64().unwrap() as usize, &case["ballots"]);
        let schulze = counted("schulze", &election, Break::Stop);
        let expected = numbers(&case["schulze"]["winners"]);
        assert_eq!(schulze.winners.as_ref(), Some(&expected), "{}", case["id"]);
        assert_eq!(schulze.elected.is_empty(), expected.len() > 1, "{}", case["id"]);

        let expected = numbers(&case["ranked_pairs"]["winners"]);
        let preset = counted("ranked-pairs", &election, Break::Preset);
        assert_eq!(preset.winners.as_ref(), Some(&expected), "{}", case["id"]);
        assert_eq!(preset.elected, expected[..1], "{}", case["id"]);
        // Without a rule: everybody whom some order elects, and the reference's order is one of them.
        let open = counted("ranked-pairs", &election, Break::Stop);
        let able = open.winners.unwrap();
        assert!(expected.iter().all(|winner| able.contains(winner)), "{}", case["id"]);
        if !case["ranked_pairs"]["equal_strength"].as_bool().unwrap() {
            assert_eq!(able, expected, "{}", case["id"]);
        }
        assert_eq!(open.elected.is_empty(), able.len() > 1, "{}", case["id"]);
    }
}

/// The search over orders against all orders tried blindly, where they are few.
#[test]
fn the_search_over_orders_finds_what_trying_every_order_finds() {
    let Some(elections) = read_json("micro/small-elections.json") else { return };
    let mut tried = 0;
    for case in elections.as_array().unwrap() {
        let election = ranked(case["candidates"].as_u64().unwrap() as usize, &case["ballots"]);
        let pairs = Pairs::of(&election, &options(Break::Stop)).unwrap();
        if let Some(expected) = data::every_order(&pairs, 5_000) {
            assert_eq!(possible(&pairs).winners, expected, "{}", case["id"]);
            tried += 1;
        }
    }
    assert!(tried > 50, "only {tried} were small enough");
}

fn letter(candidate: u16) -> char {
    char::from(b'A' + candidate as u8)
}

fn letters_of(numbers: &[u32]) -> Vec<String> {
    numbers.iter().map(|n| letter(*n as u16 - 1).to_string()).collect()
}
