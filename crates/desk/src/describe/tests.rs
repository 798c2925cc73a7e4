//! The words: every command has a sentence in every language, and a sentence names only facts that its command has.

use super::{Language, describe, fill};
use crate::Problem;
use rankfile_hall::command::Command;
use rankfile_record::act::{Actor, Basis, Inner};
use serde_json::{Value, json};

/// One of every command there is.
fn commands() -> Vec<Value> {
    let key = public_key();
    let hash = "ab".repeat(32);
    let of = |subject: &str, name: &str, members: Value| {
        let mut command = json!({ "subject": subject, "do": name });
        command.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        command
    };
    let election = |name: &str, members: Value| {
        let mut command = of("election", name, members);
        command["election"] = json!("officers-1");
        command
    };
    let notice = |which: &str| {
        election("serve-notice", json!({ "notice": which, "sent": { "mail": 12, "post": 3 }, "text": hash }))
    };
    let finding = json!({ "member_months": 25, "good_standing": true, "excluded_by": ["employer"] });
    let decide = |upheld: bool| {
        election("decide-protest", json!({ "protest": hash, "upheld": upheld, "reasons": hash }))
    };
    let setup = json!({ "election": hash, "trustees": hash, "credentials": hash });
    vec![
        of(
            "union",
            "found",
            json!({ "constitution": hash, "zone": "UTC", "keys": [{ "role": "secretary", "key": key }] }),
        ),
        of("union", "serve-desk", json!({ "desk": hash })),
        of("key", "admit", json!({ "role": "president", "key": key })),
        of("key", "revoke", json!({ "key": key })),
        of("roll", "load", json!({ "members": 9, "in_good_standing": 8, "root": hash, "good_root": hash })),
        election("call", json!({ "voting_opens": 1_795_338_000 })),
        election("appoint-key-holders", json!({ "holders": [key, key] })),
        notice("nominations"),
        notice("election"),
        election("nominate", json!({ "office": "president", "candidacy": hash })),
        election("accept-nomination", json!({ "candidacy": hash })),
        election("accept-nomination", json!({ "candidacy": hash, "statement": hash })),
        election("decline-nomination", json!({ "candidacy": hash })),
        election("find-eligibility", json!({ "candidacy": hash, "finding": finding })),
        election("freeze-roll", json!({ "eligible": 8, "root": hash })),
        election("present-key", json!({ "holder": 1, "trustee": "{}", "seed_commitment": hash })),
        election("set-ballot", json!({ "slate": hash, "setup": setup })),
        election("report-ballots", json!({ "ballots": 3, "head": hash })),
        election("share-decryption", json!({ "holder": 1, "share": hash, "seed": hash })),
        election("file-protest", json!({ "protest": hash })),
        decide(true),
        decide(false),
        election("certify", json!({})),
        election("elapse", json!({ "step": "close", "due_at": 1_795_338_000, "facts": { "of": "none" } })),
    ]
}

fn public_key() -> String {
    rankfile_record::key::SecretKey::make("secretary", &[7; 32]).public().as_str().to_owned()
}

fn inner(command: Value, actor: Actor) -> Inner {
    Inner {
        origin: "local42.example".to_owned(),
        command,
        basis: Basis { constitution: String::new(), article: "elections".to_owned() },
        actor,
        nonce: String::new(),
        seen: None,
    }
}

#[test]
fn every_command_has_words_in_every_language() {
    let mut used = vec!["signer.key", "signer.host", "signer.clock"];
    let mut codes = Vec::new();
    for command in commands() {
        assert!(Command::parse(&command).is_some(), "{command}");
        for language in [Language::En, Language::Es] {
            let said = describe(&inner(command.clone(), Actor::Host), language).unwrap();
            assert_eq!(said.sentences.len(), 2);
            assert!(!said.sentences.concat().contains(['{', '}', '@']), "{:?}", said.sentences);
            codes.push(said.code);
        }
    }
    used.extend(codes.iter().map(String::as_str));
    // And no words for what does not exist.
    for language in [Language::En, Language::Es] {
        let lines = language.texts().lines().filter(|line| !line.starts_with('#'));
        for (code, _) in lines.filter_map(|line| line.split_once(" = ")) {
            assert!(used.contains(&code), "{code}");
        }
    }
}

#[test]
fn an_act_is_told_from_what_is_signed() {
    let key = rankfile_record::key::PublicKey::parse(&public_key()).unwrap();
    let actor = Actor::Key { key: key.clone(), role: "secretary".to_owned() };
    let call = json!({ "subject": "election", "do": "call", "election": "officers-1", "voting_opens": 1_795_338_000 });
    let said = describe(&inner(call, actor.clone()), Language::En).unwrap();
    assert_eq!(
        said.sentences,
        [
            "You sign as secretary of local42.example, under article elections.",
            "Call the election officers-1. Voting opens on 2026-11-22 09:00 UTC.",
        ]
    );
    let admit = json!({ "subject": "key", "do": "admit", "role": "president", "key": key.as_str() });
    let said = describe(&inner(admit, actor), Language::Es).unwrap();
    let shown = format!("Admitir la clave con la huella {} para actuar por president.", key.fingerprint());
    assert_eq!(said.sentences.last(), Some(&shown));
    assert_eq!(said.facts.get("role").map(String::as_str), Some("president"));
}

#[test]
fn what_has_no_words_is_not_described() {
    for command in [
        json!({}),
        json!({ "subject": "union", "do": "dissolve" }),
        json!({ "subject": "key", "do": "revoke", "key": "x" }),
    ] {
        let described = describe(&inner(command, Actor::Host), Language::En);
        assert!(matches!(described, Err(Problem::NotDescribed(_))));
    }
}

#[test]
fn a_sentence_without_its_fact_is_not_shown_with_a_gap() {
    let facts = std::collections::BTreeMap::from([("a".to_owned(), "1".to_owned())]);
    assert_eq!(fill("{a} of {a}", &facts).as_deref(), Some("1 of 1"));
    assert_eq!(fill("{a} of {b}", &facts), None);
    assert_eq!(fill("{a@time}", &facts).as_deref(), Some("1970-01-01 00:00 UTC"));
}
