//! `rankfile count` as people and programs use it: answers, exit statuses, one JSON object for every ending.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const BALLOTS: &str =
    "4 2\n6 1 2 0\n4 2 1 3 0\n3 3 4 0\n2 4 3 0\n0\n\"Ana\"\n\"Bo\"\n\"Cy\"\n\"Di\"\n\"Branch committee\"\n";
/// Ana and Bo are equal in everything.
const TIE: &str = "2 1\n3 1 0\n3 2 0\n0\n\"Ana\"\n\"Bo\"\n\"Steward\"\n";

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        assert_eq!(self.out.trim_end().lines().count(), 1, "{}", self.out);
        serde_json::from_str(&self.out).unwrap()
    }
}

fn count(folder: &Path, words: &[&str]) -> Said {
    let done = Command::new(env!("CARGO_BIN_EXE_rankfile"))
        .arg("count")
        .args(words)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn a_count_answers_with_the_object_of_the_contract() {
    let folder = folder(&[("b.blt", BALLOTS)]);
    let said = count(folder.path(), &["b.blt", "--method", "scottish-2011", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let answer = said.json();
    assert_eq!(answer["method"], "scottish-2011");
    assert_eq!(answer["seats"], 2);
    assert_eq!(answer["candidates"], json!(["Ana", "Bo", "Cy", "Di"]));
    assert_eq!((&answer["ballots"], &answer["valid"]), (&json!(15), &json!(15)));
    assert_eq!(answer["stages"][0]["votes"], json!(["6.00000", "4.00000", "3.00000", "2.00000"]));
    assert_eq!(answer["stages"][0]["quota"], "6.00000");
    assert_eq!(answer["elected"][0], 1);
    assert!(answer["rules_digest"].as_str().unwrap().starts_with("sha256:"));
    assert!(answer["explanation"].as_array().unwrap().len() > 3);
    assert_eq!(answer["views"].as_array().unwrap().len(), 4);
    assert!(answer["margin"]["papers"].as_u64().unwrap() > 0);
}

#[test]
fn people_get_names_stages_and_the_rules() {
    let folder = folder(&[("b.blt", BALLOTS)]);
    let said = count(folder.path(), &["b.blt", "--method", "ers97"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for part in
        ["b.blt: elected: Ana (1)", "Stage 1. First choices: Ana (6), Bo (4)", "Cy: ", "Rules: ers97 version"]
    {
        assert!(said.out.contains(part), "{part:?} is missing in {}", said.out);
    }
}

#[test]
fn seats_on_the_command_line_take_the_place_of_those_in_the_file() {
    let folder = folder(&[("b.blt", BALLOTS)]);
    let said = count(folder.path(), &["b.blt", "--method", "plurality", "--seats", "3", "--json"]);
    assert_eq!(said.json()["elected"], json!([1, 2, 3]));
    let none = count(folder.path(), &["b.blt", "--method", "plurality", "--seats", "0", "--json"]);
    assert_eq!(none.code, 2);
    assert!(none.json()["error"].as_str().unwrap().contains("--seats 0"));
}

#[test]
fn a_tie_that_nobody_broke_is_2_with_the_set_named() {
    let folder = folder(&[("t.blt", TIE)]);
    for method in
        ["plurality", "irv", "scottish-2011", "ers97", "meek-prf", "schulze", "ranked-pairs", "borda"]
    {
        let said = count(folder.path(), &["t.blt", "--method", method, "--json"]);
        assert_eq!(said.code, 2, "{method}: {}", said.out);
        assert_eq!(said.err.trim_end().lines().count(), 1, "{method}: {}", said.err);
        assert!(
            said.err.contains("t.blt") && said.err.contains("1, 2") && said.err.contains("--tie lot"),
            "{}",
            said.err
        );
        let answer = said.json();
        assert_eq!(answer["elected"], json!([]), "{method}");
        assert_eq!(answer["tied"]["set"], json!([1, 2]), "{method}");
    }
    let said = count(folder.path(), &["t.blt", "--method", "schulze", "--json"]).json();
    assert_eq!((&said["winners"], &said["pairwise"]), (&json!([1, 2]), &json!([[0, 3], [3, 0]])));
}

#[test]
fn preset_and_lot_break_it_and_the_same_seed_does_so_again() {
    let folder = folder(&[("t.blt", TIE)]);
    let preset = count(folder.path(), &["t.blt", "--method", "plurality", "--tie", "preset", "--json"]);
    assert_eq!((preset.code, &preset.json()["elected"]), (0, &json!([1])));
    let drawn = |seed: &str| {
        let said =
            count(folder.path(), &["t.blt", "--method", "schulze", "--tie", "lot", "--seed", seed, "--json"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let answer = said.json();
        assert!(answer["ties"][0]["rule"].as_str().unwrap().starts_with("lot"), "{answer}");
        answer["elected"][0].as_u64().unwrap()
    };
    let firsts: Vec<u64> = (0..12).map(|n| drawn(&format!("draw {n}"))).collect();
    assert!(firsts.contains(&1) && firsts.contains(&2), "{firsts:?}");
    assert_eq!(drawn("draw 3"), firsts[3]);
}

#[test]
fn what_cannot_be_done_is_2_with_a_remedy_and_still_one_object() {
    let broken = BALLOTS.replace("6 1 2 0", "6 1 9 0");
    let folder = folder(&[("b.blt", BALLOTS), ("broken.blt", &broken), ("empty.blt", "")]);
    let cases: [(&[&str], &[&str]); 9] = [
        (&["b.blt", "--method", "guesswork"], &["guesswork", "scottish-2011"]),
        (&["nofile.blt", "--method", "irv"], &["nofile.blt", "cannot read"]),
        (&["empty.blt", "--method", "irv"], &["empty.blt", "empty"]),
        (&["broken.blt", "--method", "irv"], &["broken.blt: line 2, column 5", "--repair"]),
        (&["b.blt", "--method", "irv", "--tie", "lot"], &["--seed"]),
        (&["b.blt", "--method", "irv", "--seed", "x"], &["--tie lot"]),
        (&["b.blt", "--method", "irv", "--tie", "age"], &["age", "preset"]),
        (&["b.blt", "--method", "scottish-2011", "--reserve", "x"], &["women=2..9:1,4,7"]),
        (&["b.blt", "--method", "scottish-2011", "--vacating", "5"], &["no candidate 5"]),
    ];
    for (words, wanted) in cases {
        let said = count(folder.path(), &[words, &["--json"]].concat());
        assert_eq!(said.code, 2, "{words:?}: {}", said.out);
        assert_eq!(said.err.trim_end().lines().count(), 1, "{words:?}: {}", said.err);
        let error = said.json()["error"].as_str().unwrap().to_owned();
        for word in wanted {
            assert!(
                said.err.contains(word) && error.contains(word),
                "{words:?}: {word:?} is missing in {}",
                said.err
            );
        }
        let plain = count(folder.path(), words);
        assert_eq!((plain.code, plain.out.as_str()), (2, ""), "{words:?}");
    }
    let repaired = count(folder.path(), &["broken.blt", "--method", "plurality", "--repair", "--json"]);
    assert_eq!(repaired.code, 0, "{}", repaired.err);
    assert!(repaired.json()["file_warnings"][0].as_str().unwrap().contains("line 2"));
}

#[test]
fn reserved_seats_and_vacancies_reach_the_count() {
    let folder = folder(&[("b.blt", BALLOTS)]);
    let reserved = count(
        folder.path(),
        &["b.blt", "--method", "scottish-2011", "--reserve", "night shift=1..2:4", "--json"],
    );
    assert_eq!(reserved.code, 0, "{}", reserved.err);
    assert!(reserved.json()["elected"].as_array().unwrap().contains(&json!(4)), "{}", reserved.out);
    let vacancy = count(folder.path(), &["b.blt", "--method", "scottish-2011", "--vacating", "1", "--json"]);
    assert_eq!(vacancy.code, 0, "{}", vacancy.err);
    assert!(!vacancy.json()["elected"].as_array().unwrap().contains(&json!(1)), "{}", vacancy.out);
}

#[test]
fn the_page_needs_nothing_else_and_shows_a_hostile_name_as_text() {
    let hostile = BALLOTS.replace("\"Ana\"", "\"<script>alert(1)</script>\"");
    let folder = folder(&[("b.blt", &hostile)]);
    let said = count(folder.path(), &["b.blt", "--method", "scottish-2011", "--html", "out.html"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let page = std::fs::read_to_string(folder.path().join("out.html")).unwrap();
    assert!(page.starts_with("<!doctype html>"));
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    for outside in ["http://", "https://", "src=", "@import", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("rankfile count b.blt --method scottish-2011"));
}

#[test]
fn exported_ballots_count_to_the_same_result() {
    let folder = folder(&[("b.blt", BALLOTS)]);
    let words = ["b.blt", "--method", "irv", "--tie", "preset", "--json"];
    let mut all = words.to_vec();
    let formats = [
        "blt=o.blt",
        "abif=o.abif",
        "toc=o.toc",
        "cvotes=o.cvotes",
        "nist=o.json",
        "stages=o.csv",
        "rctab=r.json",
        "dossier=d.json",
    ];
    for format in &formats {
        all.extend(["--export", format]);
    }
    let before = count(folder.path(), &all);
    assert_eq!(before.code, 0, "{}", before.err);
    let expected = before.json()["stages"].clone();
    for file in ["o.blt", "o.abif", "o.toc", "o.cvotes", "o.json", "d.json"] {
        let again = count(folder.path(), &[&[file], &words[1..]].concat());
        assert_eq!(again.code, 0, "{file}: {}", again.err);
        assert_eq!(again.json()["stages"], expected, "{file}");
    }
    let table = std::fs::read_to_string(folder.path().join("o.csv")).unwrap();
    assert!(table.starts_with("Candidate,") && table.contains("Ana"), "{table}");
    let refused = count(folder.path(), &["b.blt", "--method", "irv", "--export", "pdf=x", "--json"]);
    assert_eq!(refused.code, 2);
    assert!(refused.json()["error"].as_str().unwrap().contains("blt abif soi"));
}

/// An RCTab configuration for four candidates, and its papers as generic CSV.
fn configured(mode: &str, winners: u32) -> String {
    let candidates = ["Ana", "Bo", "Cy", "Di"].map(|name| json!({"name": name}));
    json!({
        "outputSettings": {"contestName": "Branch committee"},
        "cvrFileSources": [{"filePath": "papers.csv", "provider": "genericCsv",
                            "firstVoteColumnIndex": "2", "firstVoteRowIndex": "2"}],
        "candidates": candidates,
        "rules": {"tiebreakMode": "useCandidateOrder", "overvoteRule": "exhaustImmediately",
                  "winnerElectionMode": mode, "numberOfWinners": winners,
                  "decimalPlacesForVoteArithmetic": "4", "maxSkippedRanksAllowed": "unlimited",
                  "maxRankingsAllowed": "max"}
    })
    .to_string()
}

/// Ana 3 (then Bo), Bo 2, Cy 2, Di 1 (then Cy).
const TABLE: &str =
    "paper,Ana,Bo,Cy,Di\n1,1,2,,\n2,1,2,,\n3,1,2,,\n4,,1,,\n5,,1,,\n6,,,1,\n7,,,1,\n8,,,2,1\n";

#[test]
fn a_configuration_is_counted_as_it_says_for_one_winner_or_several() {
    let (one, several) =
        (configured("singleWinnerMajority", 1), configured("multiWinnerAllowMultipleWinnersPerRound", 2));
    let folder = folder(&[("one.json", &one), ("several.json", &several), ("papers.csv", TABLE)]);
    let single = count(folder.path(), &["one.json", "--json"]);
    assert_eq!(single.code, 0, "{}", single.err);
    let single = single.json();
    assert_eq!((&single["method"], &single["elected"]), (&json!("irv"), &json!([1])));
    assert_eq!(single["ties"][0]["rule"], "preset order of the file", "the configuration declares it");
    let two = count(folder.path(), &["several.json", "--json"]);
    assert_eq!(two.code, 0, "{}", two.err);
    let two = two.json();
    assert_eq!(two["method"], "rctab-several");
    assert_eq!(two["stages"][0]["quota"], "3.0000");
    assert_eq!(two["elected"].as_array().unwrap().len(), 2);
    let refused = count(folder.path(), &["several.json", "--method", "irv"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("leave --method out"), "{}", refused.err);
    let other = count(folder.path(), &["several.json", "--method", "scottish-2011", "--json"]).json();
    assert_eq!(other["method"], "scottish-2011");
}

#[test]
fn a_configuration_that_names_a_spreadsheet_is_read_from_the_csv_beside_it() {
    let text = configured("singleWinnerMajority", 1).replace("papers.csv", "papers.xlsx");
    let folder = folder(&[("one.json", &text), ("papers.xlsx", "PK"), ("papers.csv", TABLE)]);
    let said = count(folder.path(), &["one.json", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.json()["file_warnings"][0].as_str().unwrap().starts_with("papers from papers.csv (sha256:"));
}

#[test]
fn a_ballot_file_without_a_method_is_answered_with_all_of_them() {
    let folder = folder(&[("b.blt", BALLOTS)]);
    let said = count(folder.path(), &["b.blt"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--method is missing") && said.err.contains("scottish-2011"), "{}", said.err);
}
