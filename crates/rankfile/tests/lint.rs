//! `rankfile lint` and `rankfile fmt` as people and programs use them: answers, exit statuses, one JSON object for every
//! ending, a page that stands by itself.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

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

fn rankfile(words: &[&str]) -> Said {
    let done = Command::new(env!("CARGO_BIN_EXE_rankfile")).args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name).display().to_string()
}

#[test]
fn the_model_holds_and_the_warehouse_union_after_its_amendment_does_not() {
    let model = rankfile(&["lint", &example("model-local.md"), "--as-of", "2026-11-22"]);
    assert_eq!(model.code, 0, "{}{}", model.out, model.err);
    let warehouse = rankfile(&["lint", &example("warehouse-new.md"), "--as-of", "2026-11-22"]);
    assert_eq!(warehouse.code, 1);
    assert!(
        warehouse.out.contains("L02 (law)") && warehouse.out.contains("likely in conflict"),
        "{}",
        warehouse.out
    );
    assert!(warehouse.out.contains("contract"), "{}", warehouse.out);
    assert!(!warehouse.out.contains("illegal"));
}

#[test]
fn the_answer_for_programs_is_one_object_for_every_ending() {
    let held = rankfile(&["lint", &example("model-local.md"), "--json", "--as-of", "2026-11-22"]);
    let answer = held.json();
    assert_eq!(
        (held.code, answer["profile"].as_str(), answer["as_of"].as_str()),
        (0, Some("us-lmrda"), Some("2026-11-22"))
    );
    assert!(answer["digest"].as_str().unwrap().starts_with("sha256:"));
    assert!(!answer["guarantees"].as_array().unwrap().is_empty());

    let found = rankfile(&["lint", &example("warehouse-new.md"), "--json", "--as-of", "2026-11-22"]);
    let answer = found.json();
    assert_eq!(found.code, 1);
    let l02 = answer["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == "L02").unwrap();
    assert!(l02["counterexample"].as_array().unwrap().len() > 1 && l02["line"].as_u64().unwrap() > 1);
    let first =
        answer["guarantees"].as_array().unwrap().iter().find(|it| it["id"] == "first-election").unwrap();
    assert_eq!(first["stall"], 0);
    assert!(first["stalled_by"][0].as_str().unwrap().starts_with("outside:"));

    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.md");
    std::fs::write(&broken, "---\nname: A\nkind: local\nsector: private\nprofile: none\n---\n\n## A {#a}\n\n```rules\nofice \"p\"\n```\n").unwrap();
    let unread = rankfile(&["lint", &broken.display().to_string(), "--json"]);
    let answer = unread.json();
    assert_eq!((unread.code, &answer["problems"][0]["line"]), (2, &Value::from(11)));
    assert!(answer["problems"][0]["remedy"].as_str().unwrap().contains("office"), "{answer}");
    assert!(unread.err.contains("broken.md:11:1"), "{}", unread.err);

    let absent = rankfile(&["lint", "/nowhere/at/all.md", "--json"]);
    assert_eq!(absent.code, 2);
    assert!(absent.json()["problems"][0]["message"].as_str().unwrap().contains("cannot read it"));
    let profile = rankfile(&["lint", &example("model-local.md"), "--profile", "us-lmdra", "--json"]);
    assert_eq!(profile.code, 2);
    assert!(profile.json()["problems"][0]["message"].as_str().unwrap().contains("us-lmrda"));
}

#[test]
fn an_amendment_is_told_rule_by_rule_with_whose_power_grows() {
    let words = ["lint", &example("warehouse-old.md"), &example("warehouse-new.md"), "--as-of", "2026-11-22"];
    let said = rankfile(&words);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("What changes:") && said.out.contains("was ") && said.out.contains("becomes "),
        "{}",
        said.out
    );
    let same =
        rankfile(&["lint", &example("model-local.md"), &example("model-local.md"), "--as-of", "2026-11-22"]);
    assert_eq!(same.code, 0);
    assert!(same.out.contains("the same rules"), "{}", same.out);
    let answer = rankfile(&[&words[..], &["--json"]].concat()).json();
    assert!(
        !answer["changes"].as_array().unwrap().is_empty() && answer["before"]["digest"] != answer["digest"]
    );
}

#[test]
fn a_roll_gives_numbers_and_no_names() {
    let folder = tempfile::tempdir().unwrap();
    let roll = folder.path().join("roll.csv");
    let mut rows = "member_id,name,email,phone,address,unit,joined,standing\n".to_owned();
    for number in 0..40 {
        let address = if number % 4 == 0 { "" } else { "1 Example Street" };
        rows.push_str(&format!(
            "m{number},Zebedee Q{number},z{number}@mail.example,,{address},dock,2024-01-01,good\n"
        ));
    }
    std::fs::write(&roll, rows).unwrap();
    let said = rankfile(&[
        "lint",
        &example("model-local.md"),
        "--roll",
        &roll.display().to_string(),
        "--as-of",
        "2026-11-22",
    ]);
    assert!(said.out.contains("10 of 40"), "{}{}", said.out, said.err);
    assert!(!said.out.contains("Zebedee"));
}

#[test]
fn the_page_stands_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let page: PathBuf = folder.path().join("page.html");
    let said = rankfile(&[
        "lint",
        &example("warehouse-new.md"),
        "--html",
        &page.display().to_string(),
        "--as-of",
        "2026-11-22",
    ]);
    assert_eq!(said.code, 1);
    let html = std::fs::read_to_string(&page).unwrap();
    for outside in ["<script", "http-equiv", "src=", "@import", "url("] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert!(html.starts_with("<!doctype html>") && html.contains("finding-L02"));
}

#[test]
fn formatting_is_checked_written_and_then_has_nothing_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.md");
    let text = std::fs::read_to_string(example("model-local.md")).unwrap();
    std::fs::write(&file, text.replace("office \"president\" ", "office    \"president\"   ")).unwrap();
    let name = file.display().to_string();
    let before = std::fs::read_to_string(&file).unwrap();
    let check = rankfile(&["fmt", &name, "--check"]);
    assert_eq!((check.code, std::fs::read_to_string(&file).unwrap() == before), (1, true), "{}", check.out);
    assert!(check.out.contains("mine.md:"), "{}", check.out);
    assert_eq!(rankfile(&["fmt", &name]).code, 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    assert_eq!(rankfile(&["fmt", &name, "--check"]).code, 0);
    let unread = rankfile(&["fmt", "/nowhere/at/all.md"]);
    assert_eq!(unread.code, 2);
}
