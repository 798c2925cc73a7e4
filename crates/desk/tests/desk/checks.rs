//! Checks: each holds on what is right, and is shown to fail on what was tampered with.

use crate::common::{Story, acts, call, problem, seed, voted, with};
use serde_json::{Value, json};

fn story() -> Story {
    let mut story = Story::default();
    acts::recorded(&mut story);
    story
}

/// Another text of the same length, one letter changed.
fn spoiled(text: &Value, at: usize) -> String {
    let text = text.as_str().unwrap();
    let letter = if &text[at..=at] == "A" { "B" } else { "A" };
    format!("{}{letter}{}", &text[..at], &text[at + 1..])
}

#[test]
fn a_receipt_holds_for_its_act_only() {
    let story = story();
    let request = story.input("receipt.check");
    assert_eq!(call("receipt.check", request)["index"], 1);
    let leaf = spoiled(&request["leaf"], 20);
    assert_eq!(problem("receipt.check", &with(request, "/leaf", leaf)), "receipt");
    let receipt = request["receipt"].as_str().unwrap().replace("index 1", "index 0");
    assert_eq!(problem("receipt.check", &with(request, "/receipt", receipt)), "receipt");
    assert_eq!(problem("receipt.check", &with(request, "/vkey", "x")), "vkey");
    let other = rankfile_record::note::LogKey::from_seed(acts::ORIGIN, [8; 32]).unwrap().vkey();
    assert_eq!(problem("receipt.check", &with(request, "/vkey", other)), "receipt");
}

#[test]
fn a_proof_of_the_roll_holds_for_its_member_only() {
    let story = story();
    let request = story.input("proof.check");
    assert_eq!(call("proof.check", request)["voters"], 5);
    for (member, value) in [
        ("/proof/member_id", json!("M-9")),
        ("/proof/salt", json!(seed(9))),
        ("/proof/place", json!(0)),
        ("/proof/voters", json!(6)),
        ("/proof/path/0", json!(seed(9))),
        ("/proof/election", json!("officers-2")),
        ("/proof/leaf", json!("{}")),
        ("/proof/receipt", json!("")),
    ] {
        assert_eq!(problem("proof.check", &with(request, member, value)), "proof", "{member}");
    }
}

#[test]
fn the_whole_record_is_what_the_checkpoint_says_or_is_refused() {
    let story = story();
    let whole = story.calls.iter().rfind(|called| called.name == "record.check").unwrap().input.clone();
    assert_eq!(call("record.check", &whole)["found"], true);
    let refusal = |member: &str, value: Value| problem("record.check", &with(&whole, member, value));
    let leaves = whole["leaves"].as_array().unwrap();
    assert_eq!(refusal("/leaves/2", json!(spoiled(&leaves[2], 9))), "record-other-root");
    assert_eq!(refusal("/leaves", json!([leaves[1], leaves[0], leaves[2]])), "record-other-act");
    assert_eq!(refusal("/leaves", json!(leaves[..2])), "record-other-size");
    assert_eq!(refusal("/act/leaf", leaves[0].clone()), "record-other-act");
    assert_eq!(refusal("/act/index", json!(0)), "record-other-act");
    let note = spoiled(&whole["checkpoint"], 30);
    assert_eq!(refusal("/checkpoint", json!(note)), "checkpoint");
    let mut odd = whole.clone();
    odd["tiles"] = json!(["AAAA"]);
    assert_eq!(problem("record.check", &odd), "desk-base64");
    odd["tiles"] = json!([]);
    odd["edge"] = json!({ "size": 1, "runs": [] });
    assert_eq!(problem("record.check", &odd), "desk-input");
}

#[test]
fn an_act_beyond_the_record_is_not_found() {
    let whole = story().calls.into_iter().rfind(|called| called.name == "record.check").unwrap().input;
    assert_eq!(call("record.check", &with(&whole, "/act/index", 7))["found"], false);
}

#[test]
fn an_archive_altered_anywhere_does_not_hold() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let voted = voted();
    let request = voted.story.input("archive.verify");
    let report = call("archive.verify", request);
    assert_eq!((&report["verdict"], &report["ballots"]), (&json!("valid"), &json!(4)));
    let bytes = STANDARD.decode(request["archive"].as_str().unwrap()).unwrap();
    for at in [600, bytes.len() / 2, bytes.len() - 600] {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        let found = call("archive.verify", &json!({ "archive": STANDARD.encode(altered) }));
        assert_eq!(found["error"]["code"], "archive-invalid", "byte {at}");
        assert!(!found["error"]["findings"].as_array().unwrap().is_empty());
    }
    assert_eq!(problem("archive.verify", &json!({ "archive": "AAAA" })), "archive-none");
}

#[test]
fn no_bytes_stop_the_desk() {
    use proptest::prelude::*;
    let names: Vec<&str> = rankfile_desk::names().collect();
    let samples = [story().calls, voted().story.calls].into_iter().flatten();
    let samples: Vec<(&str, Vec<u8>)> =
        samples.map(|called| (called.name, called.input.to_string().into_bytes())).collect();
    let config = ProptestConfig::with_cases(300);
    let strategy = (0..samples.len(), any::<prop::sample::Index>(), any::<u8>(), 0..names.len());
    let mut runner = prop::test_runner::TestRunner::new(config);
    let ran = runner.run(&strategy, |(sample, place, byte, name)| {
        let (own, mut json) = samples[sample].clone();
        let at = place.index(json.len());
        json[at] = byte;
        for name in [own, names[name]] {
            let answer: Value = serde_json::from_slice(&rankfile_desk::call(name, &json)).unwrap();
            prop_assert!(answer.is_object());
        }
        Ok(())
    });
    ran.unwrap();
}
