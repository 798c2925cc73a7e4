//! Several winners at once under RCTab's configurations, round by round against RCTab's own reports. (Kind of reference:
//! one program; its reports are no authority's results.)
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

mod judge;

use std::path::Path;
use std::process::Command;

use judge::{assert_conserved, bytes, data, json, preset};
use rankfile_count::formats::Repair;
use rankfile_count::formats::rctab::{self, Config, Mode, Provider};
use rankfile_count::stv::several;
use rankfile_count::{Count, Election};
use serde_json::Value;

#[test]
fn every_round_with_several_winners_is_the_one_rctab_reports() {
    let Some(data) = data() else { return };
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: python3 is absent, and it reads the spreadsheets");
        return;
    }
    for name in [
        "2013_minneapolis_park",
        "minneapolis_multi_seat_threshold",
        "multi_seat_uwi_test",
        "test_set_allow_only_one_winner_per_round",
        "test_set_multi_winner_fractional_threshold",
    ] {
        let set = data.join("rctab").join(name);
        let config = rctab::parse(&bytes(set.join(format!("{name}_config.json")))).unwrap();
        assert_eq!(config.mode, Mode::Several, "{name}");
        let election = read(&set, &config);
        let count = several::count(&election, &preset(), &config.policy, &config.several);
        let count = count.unwrap_or_else(|stop| panic!("{name}: {stop}"));
        assert_conserved(&count);
        assert_rounds(name, &count, &json(set.join(format!("{name}_expected_detailed_report.json"))));
    }
}

fn read(set: &Path, config: &Config) -> Election {
    let file = |path: &str, provider: Provider| match provider {
        Provider::Ess => {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sheet_to_csv.py");
            let output = Command::new("python3").arg(script).arg(set.join(path)).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            output.stdout
        }
        _ => bytes(set.join(path)),
    };
    let files: Vec<Vec<u8>> =
        config.sources.iter().map(|source| file(&source.path, source.provider)).collect();
    let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    config.read(&files, Repair::No).unwrap().election
}

/// Votes in units of the fourth place, however many places are printed.
fn units(text: &str) -> i128 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{fraction:0<4}").parse().unwrap_or_else(|_| panic!("{text}"))
}

fn assert_rounds(name: &str, count: &Count, report: &Value) {
    let rounds = report["results"].as_array().unwrap();
    assert_eq!(count.stages.len(), rounds.len(), "{name}");
    let number = |candidate: &str| {
        count.candidates.iter().position(|other| other == candidate).unwrap_or_else(|| panic!("{candidate}"))
            as u32
            + 1
    };
    let mut done: Vec<(bool, u32)> = Vec::new();
    for (place, (stage, round)) in count.stages.iter().zip(rounds).enumerate() {
        let at = format!("{name} round {}", place + 1);
        for (candidate, votes) in round["tally"].as_object().unwrap() {
            let ours = &stage.votes[number(candidate) as usize - 1];
            assert_eq!(units(ours), units(votes.as_str().unwrap()), "{at} {candidate}");
        }
        assert_eq!(
            units(stage.quota.as_deref().unwrap()),
            units(round["threshold"].as_str().unwrap()),
            "{at}"
        );
        assert_transfers(&at, count, place, round["tallyResults"].as_array().unwrap(), &number);
        // What RCTab says was done after the round before is how this stage began.
        let mut of: Vec<u32> = stage.of.clone();
        of.sort_unstable();
        let mut theirs: Vec<u32> = done.iter().map(|(_, candidate)| *candidate).collect();
        theirs.sort_unstable();
        assert_eq!(of, theirs, "{at}");
        let results = round["tallyResults"].as_array().unwrap();
        let who = |key: &str| {
            results.iter().filter_map(|result| result[key].as_str()).map(number).collect::<Vec<_>>()
        };
        done = who("elected")
            .into_iter()
            .map(|who| (true, who))
            .chain(who("eliminated").into_iter().map(|who| (false, who)))
            .collect();
        let mut ours = stage.elected.clone();
        ours.sort_unstable();
        let mut elected = who("elected");
        elected.sort_unstable();
        assert_eq!(ours, elected, "{at}");
    }
}

/// Where the votes of the elected and of the excluded went; what nobody holds, RCTab splits into exhausted and residual.
fn assert_transfers(at: &str, count: &Count, place: usize, results: &[Value], number: &dyn Fn(&str) -> u32) {
    let Some(next) = count.stages.get(place + 1) else { return };
    for result in results {
        let from = number(result["elected"].as_str().or(result["eliminated"].as_str()).unwrap());
        let (mut to, mut lost) = (Vec::new(), 0);
        for (name, votes) in result["transfers"].as_object().unwrap() {
            match units(votes.as_str().unwrap()) {
                votes if name == "exhausted" || name == "residual surplus" => lost += votes,
                0 => {}
                votes => to.push((number(name), votes)),
            }
        }
        let moved = next.moved.iter().filter(|moved| moved.from == from);
        let mut ours: Vec<(u32, i128)> =
            moved.clone().filter_map(|moved| moved.to.map(|to| (to, units(&moved.votes)))).collect();
        if count.stages.len() > place + 2 {
            let lost_here: i128 =
                moved.filter(|moved| moved.to.is_none()).map(|moved| units(&moved.votes)).sum();
            ours.sort_unstable();
            to.sort_unstable();
            assert_eq!((ours, lost_here), (to, lost), "{at}");
        }
    }
}
