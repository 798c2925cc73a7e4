//! `--json` is one object on standard output and one line on standard error, also when the words make no command.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::Value;
use std::process::{Command, Output};

fn rankfile(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rankfile")).args(words).output().unwrap()
}

fn refused(words: &[&str]) -> Value {
    let done = rankfile(words);
    assert_eq!(done.status.code(), Some(2), "{words:?}");
    let (out, err) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
    assert_eq!(err.trim_end().lines().count(), 1, "{words:?}: {err}");
    assert!(err.starts_with("rankfile: "), "{words:?}: {err}");
    assert_eq!(out.trim_end().lines().count(), 1, "{words:?}: {out}");
    let object: Value = serde_json::from_str(&out).unwrap();
    assert!(object.is_object(), "{words:?}: {out}");
    object
}

#[test]
fn words_that_make_no_count_are_refused_with_one_object() {
    let cases: [(&[&str], &str); 8] = [
        (&["count", "--json"], "<FILE>"),
        (&["count", "b.blt", "--json"], "b.blt"),
        (&["count", "b.blt", "--method", "irv", "--seats", "-1", "--json"], "-1"),
        (&["count", "b.blt", "--method", "irv", "--seats", "many", "--json"], "many"),
        (&["count", "b.blt", "--method", "irv", "--json", "--frobnicate"], "--frobnicate"),
        (&["count", "b.blt", "--method", "irv", "--json", "--seed"], "--seed"),
        (&["count", "b.blt", "c.blt", "--method", "irv", "--json"], "c.blt"),
        (&["--at", "yesterday", "count", "b.blt", "--method", "irv", "--json"], "yesterday"),
    ];
    for (words, wanted) in cases {
        let object = refused(words);
        assert_eq!(object["elected"], serde_json::json!([]), "{words:?}");
        assert!(object["error"].as_str().unwrap().contains(wanted), "{words:?}: {object}");
    }
}

#[test]
fn words_that_make_no_judgement_are_refused_with_one_object() {
    let cases: [&[&str]; 6] = [
        &["verify", "--json"],
        &["verify", "a.bel", "--json", "--jsn"],
        &["verify", "/nowhere/a.bel", "--json"],
        &["audit", "--json"],
        &["audit", "/nowhere", "--json"],
        &["frobnicate", "--json"],
    ];
    for words in cases {
        let object = refused(words);
        assert_eq!(object["verdict"], Value::Null, "{words:?}");
        assert!(!object["findings"][0]["message"].as_str().unwrap().is_empty(), "{words:?}");
    }
}

#[test]
fn help_and_version_are_no_faults() {
    for words in [&["--help"][..], &["--version"], &["count", "--help"], &["help", "count"]] {
        let done = rankfile(words);
        assert_eq!(done.status.code(), Some(0), "{words:?}");
        assert!(done.stderr.is_empty() && !done.stdout.is_empty(), "{words:?}");
    }
}

#[test]
fn without_json_nothing_is_on_standard_output() {
    let done = rankfile(&["count", "b.blt"]);
    assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0));
}
