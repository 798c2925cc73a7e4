//! The vectors: every call with a fixed seed and the bytes of its answer. Native code must meet them here, the build for the
//! browser in `crates/sim`, and a later version must, or an audited ballot could not be audited again.
//!
//! To write them anew, on purpose: `RANKFILE_WRITE_VECTORS=1 cargo test -p rankfile-desk every_call`.

use crate::common::{self, Story, acts};
use serde_json::{Value, json};
use std::path::PathBuf;

fn file() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/calls.json"))
}

/// Every call of the story, and some that are refused.
fn calls() -> Vec<Value> {
    let Story { mut calls } = common::voted().story;
    let mut other = Story::default();
    acts::recorded(&mut other);
    calls.extend(other.calls);
    let refused = [
        ("no.such.call", json!({})),
        ("tracker.of", json!({ "vote": "x" })),
        ("key.make", json!({ "role": "two words", "seed": common::seed(1) })),
        (
            "credentials.public",
            json!({ "uuid": common::UUID, "group": "Ed25519", "credential": "biQfB-Qx9u5-noy2G" }),
        ),
    ];
    let answered = calls.into_iter().map(|called| (called.name, called.input));
    let all = answered.chain(refused);
    all.map(|(name, input)| {
        let output = rankfile_desk::call(name, &serde_json::to_vec(&input).unwrap());
        json!({ "name": name, "input": input, "output": String::from_utf8(output).unwrap() })
    })
    .collect()
}

#[test]
fn every_call_answers_as_it_always_did() {
    let calls = calls();
    if std::env::var_os("RANKFILE_WRITE_VECTORS").is_some() {
        let lines: Vec<String> = calls.iter().map(Value::to_string).collect();
        std::fs::write(file(), format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
    }
    let kept: Vec<Value> = serde_json::from_slice(&std::fs::read(file()).unwrap()).unwrap();
    assert_eq!(kept.len(), calls.len());
    for (kept, made) in kept.iter().zip(&calls) {
        assert_eq!(kept, made);
    }
    for name in rankfile_desk::names() {
        assert!(kept.iter().any(|call| call["name"] == name), "{name} has no vector");
        assert!(
            include_str!("../../src/lib.rs").contains(&format!("//! | `{name}` | ")),
            "{name} is not described"
        );
    }
}
