//! A count as others read it: the stage table against official result sheets, the report against RCTab's own.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a test that skips something says so loudly")]

use rankfile_count::Options;
use rankfile_count::formats::rctab::{About, Mode, TieMode};
use rankfile_count::formats::{Repair, blt, dossier, rctab, stage_table};
use rankfile_count::method::{Break, find};
use rankfile_count::single::irv;
use serde_json::Value;

mod data;

fn options(tie: Break) -> Options {
    Options { tie, vacating: Vec::new(), groups: Vec::new() }
}

#[test]
fn the_stage_table_shows_the_votes_of_the_official_sheet() {
    let mut cells = 0;
    for ward in ["dundee_2022_ward1", "dundee_2022_ward4", "dundee_2022_ward5", "linn_2007"] {
        let Some(bytes) = data::read(&format!("scottish/official/{ward}.blt")) else { return };
        let election = blt::parse(&bytes).unwrap().election;
        let count = (find("scottish-2011").unwrap().count)(&election, &options(Break::Stop)).unwrap();
        let table = stage_table::render(&count);
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), election.candidates.len() + 5);
        let official = data::read_json(&format!("scottish/official/{ward}.stages.json")).unwrap();
        for (stage, official) in official["stages"].as_array().unwrap().iter().enumerate() {
            for (name, votes) in official["votes"].as_object().unwrap() {
                let Some(votes) = votes.as_str() else { continue };
                let named =
                    |row: &&csv::StringRecord| row[0].to_lowercase().starts_with(&name.to_lowercase());
                let row = rows.iter().find(named).unwrap_or_else(|| panic!("{ward}: {name} in {table}"));
                assert_eq!(&row[2 * stage + 2], votes, "{ward}, stage {}, {name}", stage + 1);
                cells += 1;
            }
        }
        let total = rows.iter().find(|row| &row[0] == "Total").unwrap();
        assert!((0..count.stages.len()).all(|stage| total[2 * stage + 2] == total[2]), "{table}");
    }
    assert!(cells > 150, "{cells}");
}

#[test]
fn a_name_that_a_spreadsheet_would_run_is_written_as_text() {
    let election = blt::parse(b"2 1\n3 1 2 0\n0\n\"=1+1\"\n\"A, B\"\n\"T\"\n").unwrap().election;
    let count = (find("scottish-2011").unwrap().count)(&election, &options(Break::Stop)).unwrap();
    let table = stage_table::render(&count);
    assert!(table.contains("\n'=1+1,") && table.contains("\n\"A, B\","), "{table}");
}

/// Keys of every object in a document, by their path without numbers and names of candidates.
fn shape(value: &Value, path: &str, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(fields) if !path.ends_with("/tally") && !path.ends_with("/transfers") => {
            for (key, field) in fields {
                found.insert(format!("{path}/{key}"));
                shape(field, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| shape(item, path, found)),
        _ => {}
    }
}

#[test]
fn the_report_has_the_shape_and_the_rounds_of_rctabs_own() {
    let Some(folder) = data::folder() else { return };
    for set in [
        "generic_csv_test",
        "csv_missing_header_test",
        "test_set_7_duplicate_skip_to_next",
        "aliases_cdf_json",
    ] {
        let at = folder.join("rctab").join(set);
        let config = rctab::parse(&std::fs::read(at.join(format!("{set}_config.json"))).unwrap()).unwrap();
        assert_eq!(config.mode, Mode::Single);
        let files: Vec<Vec<u8>> =
            config.sources.iter().map(|source| std::fs::read(at.join(&source.path)).unwrap()).collect();
        let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let election = config.read(&files, Repair::No).unwrap().election;
        let tie = if matches!(config.tie, TieMode::CandidateOrder) { Break::Preset } else { Break::Stop };
        let count = irv::count(&election, &options(tie), &config.policy).unwrap();
        let about = About {
            contest: &config.title,
            date: &config.date,
            jurisdiction: &config.jurisdiction,
            office: &config.office,
        };
        let ours: Value = serde_json::from_str(&rctab::render(&count, &about).unwrap()).unwrap();
        let theirs = data::read_json(&format!("rctab/{set}/{set}_expected_detailed_report.json")).unwrap();
        let (mut our_shape, mut their_shape) = Default::default();
        shape(&ours, "", &mut our_shape);
        shape(&theirs, "", &mut their_shape);
        assert_eq!(our_shape, their_shape, "{set}");
        assert_eq!(
            ours["results"].as_array().unwrap().len(),
            theirs["results"].as_array().unwrap().len(),
            "{set}"
        );
        for (our, their) in
            ours["results"].as_array().unwrap().iter().zip(theirs["results"].as_array().unwrap())
        {
            assert_eq!(our["tally"], their["tally"], "{set}, round {}", our["round"]);
            assert_eq!(our["tallyResults"], their["tallyResults"], "{set}, round {}", our["round"]);
        }
        for key in ["contest", "date", "jurisdiction", "office"] {
            assert_eq!(ours["config"][key], theirs["config"][key]);
        }
        assert_eq!(ours["summary"]["totalNumBallots"], theirs["summary"]["totalNumBallots"]);
        assert_eq!(ours["summary"]["numWinners"], theirs["summary"]["numWinners"]);
    }
}

#[test]
fn a_dossier_is_enough_to_count_again() {
    let Some(bytes) = data::read("scottish/official/dundee_2022_ward4.blt") else { return };
    let election = blt::parse(&bytes).unwrap().election;
    let method = find("scottish-2011").unwrap();
    let count = (method.count)(&election, &options(Break::Stop)).unwrap();
    let text = dossier::render(&election, method.rules, &options(Break::Stop), &count).unwrap();
    let back = dossier::parse(text.as_bytes()).unwrap();
    let again = find(&back.result.method).unwrap();
    assert_eq!((again.count)(&back.election, &back.options).unwrap(), back.result);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["digests"]["rules"], count.rules_digest);
}
