//! Instant runoff under RCTab's configurations, round by round against RCTab's own reports. (Kind of reference: one
//! program; its reports are no authority's results.)
//!
//! Ties fall by the configuration's order of candidates; where RCTab drew them from the generator of Java's `Random`, they
//! fall as its report says they fell, so that every other step is judged. Spreadsheets become CSV by a small Python program, as a person would do by "save as".
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

mod judge;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use judge::{bytes, data, json, preset};
use rankfile_count::formats::Repair;
use rankfile_count::formats::rctab::{self, Config, Mode, Provider};
use rankfile_count::report::Action;
use rankfile_count::single::irv;
use rankfile_count::{Count, Election};
use serde_json::Value;

/// What is not compared, each with its reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("2018_maine_governor_primary", "the data has no ballot file for it"),
    ("sample_interactive_tiebreak", "the data has no ballot file for it"),
    ("2024_alaska_dominion", "a maker's export, which RCTab converts; read by the tests of formats"),
    ("clear_ballot_kansas_primary", "a maker's export"),
    ("dominion_alaska", "a maker's export"),
    ("dominion_kansas", "a maker's export"),
    ("dominion_multi_file", "a maker's export"),
    ("dominion_no_precinct_data", "a maker's export"),
    ("dominion_wyoming", "a maker's export"),
    ("hart_cedar_park_school_board", "a maker's export"),
    ("hart_travis_county_officers", "a maker's export"),
    ("nist_xml_cdf_2", "NIST records as XML"),
    ("unisyn_xml_cdf_city_chief_of_police", "NIST records as XML"),
    ("unisyn_xml_cdf_city_coroner", "NIST records as XML"),
    ("unisyn_xml_cdf_city_council_member", "NIST records as XML"),
    ("unisyn_xml_cdf_city_tax_collector", "NIST records as XML"),
    ("unisyn_xml_cdf_county_coroner", "NIST records as XML"),
    ("2013_minneapolis_park", "several winners at once: tests/stv_rctab.rs"),
    ("minneapolis_multi_seat_threshold", "several winners at once: tests/stv_rctab.rs"),
    ("multi_seat_uwi_test", "several winners at once: tests/stv_rctab.rs"),
    ("test_set_allow_only_one_winner_per_round", "several winners at once: tests/stv_rctab.rs"),
    ("test_set_multi_winner_fractional_threshold", "several winners at once: tests/stv_rctab.rs"),
];

#[test]
fn every_round_is_the_one_rctab_reports() {
    let Some(data) = data() else { return };
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: python3 is absent, and it reads the spreadsheets");
        return;
    }
    let mut compared = Vec::new();
    let mut sheets = BTreeMap::new();
    let mut sets: Vec<_> =
        std::fs::read_dir(data.join("rctab")).unwrap().map(|entry| entry.unwrap().path()).collect();
    sets.sort();
    for set in sets {
        let name = set.file_name().unwrap().to_str().unwrap().to_owned();
        let reports = reports(&set, &name);
        if reports.is_empty() || LEFT_OUT.iter().any(|(left_out, _)| *left_out == name) {
            continue;
        }
        let config = rctab::parse(&bytes(set.join(format!("{name}_config.json")))).unwrap();
        assert_eq!(config.mode, Mode::Single, "{name}");
        let mut election = read(&set, &config, &mut sheets);
        if election.tie_order.is_empty() {
            election.tie_order = as_reported(&election, &reports);
        }
        let count =
            irv::count(&election, &preset(), &config.policy).unwrap_or_else(|stop| panic!("{name}: {stop}"));
        assert_rounds(&name, &election, &count, &reports);
        judge::assert_conserved(&count);
        compared.push(name);
    }
    assert_eq!(compared.len(), 30, "{compared:?}");
}

/// The reports of a set: one, or one for each pass.
fn reports(set: &Path, name: &str) -> Vec<Value> {
    let path = |pass: &str| set.join(format!("{name}{pass}_expected_detailed_report.json"));
    let passes = ["", "_1", "_2", "_3"].map(path);
    passes.into_iter().filter(|path| path.is_file()).map(json).collect()
}

/// Some sets share a large sheet, so `sheets` keeps them.
fn read(set: &Path, config: &Config, sheets: &mut BTreeMap<PathBuf, Vec<u8>>) -> Election {
    let mut file = |path: &str, provider: Provider| match provider {
        Provider::Ess => {
            let path = set.join(path).canonicalize().unwrap();
            sheets.entry(path.clone()).or_insert_with(|| as_csv(&path)).clone()
        }
        _ => bytes(set.join(path)),
    };
    let files: Vec<Vec<u8>> =
        config.sources.iter().map(|source| file(&source.path, source.provider)).collect();
    let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    config.read(&files, Repair::No).unwrap().election
}

fn as_csv(sheet: &Path) -> Vec<u8> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sheet_to_csv.py");
    let output = Command::new("python3").arg(script).arg(sheet).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn named(election: &Election, name: &str) -> u16 {
    election.candidates.iter().position(|candidate| candidate == name).unwrap_or_else(|| panic!("{name}"))
        as u16
}

/// The order in which candidates go in the report, for ties.
fn as_reported(election: &Election, reports: &[Value]) -> Vec<u16> {
    let rounds = reports.iter().flat_map(|report| report["results"].as_array().unwrap());
    let actions = rounds.flat_map(|round| round["tallyResults"].as_array().unwrap());
    let mut order = Vec::new();
    let mut elected = Vec::new();
    for action in actions {
        order.extend(action["eliminated"].as_str().map(|gone| named(election, gone)));
        elected.extend(action["elected"].as_str().map(|wins| named(election, wins)));
    }
    let left = (0..election.candidates.len() as u16).filter(|candidate| !elected.contains(candidate));
    order.extend(left);
    order.extend(elected.iter());
    order
}

fn assert_rounds(name: &str, election: &Election, count: &Count, reports: &[Value]) {
    let rounds = rounds(reports);
    if count.stages.is_empty() {
        // One candidate stands: elected here without a count, by RCTab after a round.
        assert_eq!(
            (count.elected.len(), rounds.len(), rounds[0]["tally"].as_object().unwrap().len()),
            (1, 1, 1),
            "{name}"
        );
        return;
    }
    // RCTab keeps papers without any mark apart from those that stop at once, and takes empty rows at the end of a sheet
    // for such papers.
    let total: u64 = reports[0]["summary"]["totalNumBallots"].as_str().unwrap().parse().unwrap();
    let unmarked = reports[0]["summary"]["undervotes"].as_u64().unwrap() - (total - count.ballots);
    assert_eq!(count.stages.len(), rounds.len(), "{name}");
    for (place, round) in rounds.iter().enumerate() {
        let at = format!("{name} round {}", place + 1);
        let stage = &count.stages[place];
        assert_eq!(stage.action == Action::First, round["round"] == 1, "{at}");
        for (candidate, votes) in round["tally"].as_object().unwrap() {
            assert_eq!(
                stage.votes[usize::from(named(election, candidate))],
                votes.as_str().unwrap(),
                "{at} {candidate}"
            );
        }
        let inactive = round["inactiveBallots"].as_object().unwrap().values();
        let inactive: u64 = inactive.map(|papers| papers.as_str().unwrap().parse::<u64>().unwrap()).sum();
        let first: u64 = count.ballots - count.valid;
        assert_eq!(first + stage.non_transferable.parse::<u64>().unwrap(), inactive + unmarked, "{at}");
        let results = round["tallyResults"].as_array().unwrap();
        let elected: Vec<u32> = results
            .iter()
            .filter_map(|result| result["elected"].as_str())
            .map(|name| u32::from(named(election, name)) + 1)
            .collect();
        let mut ours = stage.elected.clone();
        ours.sort_unstable();
        let mut theirs = elected;
        theirs.sort_unstable();
        assert_eq!(ours, theirs, "{at}");
        assert_transfers(&at, election, count, place, results);
    }
}

/// The rounds of all reports. Where exclusions go on after an election, RCTab writes a round in which nothing moves: it is
/// put together with the one before.
fn rounds(reports: &[Value]) -> Vec<Value> {
    let mut rounds: Vec<Value> = Vec::new();
    for round in reports.iter().flat_map(|report| report["results"].as_array().unwrap()) {
        match rounds.last_mut().filter(|last| last["tally"] == round["tally"] && round["round"] != 1) {
            None => rounds.push(round.clone()),
            Some(last) => {
                let more = round["tallyResults"].as_array().unwrap().clone();
                last["tallyResults"].as_array_mut().unwrap().extend(more);
            }
        }
    }
    rounds
}

/// Who goes after this round, and where the votes go.
fn assert_transfers(at: &str, election: &Election, count: &Count, place: usize, results: &[Value]) {
    let Some(next) = count.stages.get(place + 1).filter(|stage| stage.action == Action::Exclusion) else {
        return;
    };
    for result in results.iter().filter(|result| result["eliminated"].is_string()) {
        let gone = u32::from(named(election, result["eliminated"].as_str().unwrap())) + 1;
        assert!(next.excluded.contains(&gone), "{at}");
        let theirs: BTreeMap<Option<u32>, String> = result["transfers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(to, votes)| {
                let to = (to != "exhausted").then(|| u32::from(named(election, to)) + 1);
                (to, votes.as_str().unwrap().to_owned())
            })
            .collect();
        let ours: BTreeMap<Option<u32>, String> = next
            .moved
            .iter()
            .filter(|moved| moved.from == gone)
            .map(|moved| (moved.to, moved.votes.clone()))
            .collect();
        assert_eq!(ours, theirs, "{at}");
    }
}
