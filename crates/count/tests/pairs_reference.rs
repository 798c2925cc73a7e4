//! Schulze, ranked pairs and the matrix against an outside program, on real elections of unions and cities.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod data;

use data::{counted, options};
use rankfile_count::method::Break;
use rankfile_count::pairs::{Chains, Pairs, Strength, arrange, lock, majorities};
use serde_json::{Value, json};

fn numbers(value: &Value) -> Vec<u32> {
    value.as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as u32).collect()
}

/// 44 elections of unions and societies: matrix, every strongest path, order, locked majorities in their order.
#[test]
fn all_union_elections_agree_with_the_outside_program() {
    let Some(cases) = data::read_lines("ers-tideman/reference-condorcet-irv-borda.jsonl") else { return };
    assert_eq!(cases.len(), 44);
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let election = data::election(&format!("ers-tideman/blt/{id}.blt")).unwrap();
        let pairs = Pairs::of(&election, &options(Break::Stop)).unwrap();
        assert_eq!(json!(pairs.rows()), case["pairwise"], "{id}");
        let chains = Chains::of(&pairs, Strength::WinningVotes);
        assert_eq!(json!(chains.rows()), case["schulze_paths"], "{id}");
        let order: Vec<u16> = chains.places().concat().iter().map(|one| one + 1).collect();
        assert_eq!(json!(order), case["schulze_order_by_beats"], "{id}");
        let schulze = counted("schulze", &election, Break::Stop);
        assert_eq!(json!(schulze.winners), case["schulze_winners"], "{id}");
        assert_eq!(json!(schulze.elected), case["schulze_winners"], "{id}");

        let mut sorted = majorities(&pairs);
        let in_file_order: Vec<usize> = (0..pairs.candidates()).collect();
        arrange(&mut sorted, &in_file_order);
        let locked: Vec<[u16; 2]> =
            lock(&pairs, &sorted).kept.iter().map(|m| [m.over + 1, m.under + 1]).collect();
        assert_eq!(json!(locked), case["ranked_pairs_locked"], "{id}");
        let open = counted("ranked-pairs", &election, Break::Stop);
        // Equal majorities there are, in 13 of them, but none that matters: our search over all orders says so.
        assert_eq!(json!(open.winners), case["ranked_pairs_winners"], "{id}");
        assert_eq!(
            json!(counted("ranked-pairs", &election, Break::Preset).winners),
            case["ranked_pairs_winners"]
        );
    }
}

/// The whole PrefLib part: Irish constituencies, Debian, Burlington, San Francisco and others. There an over-vote ends
/// the paper, which is the reference's reading, not this method's: equal ranks are allowed here.
#[test]
fn all_city_elections_agree_with_the_outside_program() {
    let Some(cases) = data::read_lines("preflib/reference-irv-condorcet.jsonl") else { return };
    assert_eq!(cases.len(), 31);
    let Some(folder) = data::folder() else { return };
    let mut files = Vec::new();
    data::all_files(&folder.join("preflib"), &mut files);
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let file = files.iter().find(|file| file.ends_with(id)).unwrap_or_else(|| panic!("{id} is missing"));
        let election = data::stopped_at_over_votes(&data::election_at(file));
        let pairs = Pairs::of(&election, &options(Break::Stop)).unwrap();
        assert_eq!(json!(pairs.rows()), case["pairwise"], "{id}");
        assert_eq!(json!(pairs.valid), case["valid"], "{id}");
        let schulze = counted("schulze", &election, Break::Stop);
        assert_eq!(json!(schulze.winners), case["schulze_winners"], "{id}");
        let open = counted("ranked-pairs", &election, Break::Stop);
        let able = numbers(&json!(open.winners));
        let expected = numbers(&case["ranked_pairs_winners"]);
        assert!(expected.iter().all(|winner| able.contains(winner)), "{id}");
        if case["equal_strength"] == json!(false) {
            assert_eq!(able, expected, "{id}");
        }
    }
}

/// The official winners of the Debian leader elections, from the official tally sheets.
#[test]
fn the_official_debian_winners_win() {
    let winners = [("2006", 4), ("2007", 4), ("2020", 1)];
    for (year, winner) in winners {
        let Some(election) = data::election(&format!("formats/condorcet-php/leader{year}_tally.txt")) else {
            return;
        };
        for method in ["schulze", "schulze-margins", "ranked-pairs"] {
            let count = counted(method, &election, Break::Stop);
            assert_eq!(count.elected, [winner], "{method} {year}");
        }
    }
}
