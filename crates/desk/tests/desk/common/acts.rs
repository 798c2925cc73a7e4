//! A small record: a founding, a frozen roll and some acts more, signed by keys of the desk, with checkpoint and proofs.

use super::{ELECTION, Story, seed};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::roll::proof::voter_label;
use rankfile_record::act::{Act, Actor, Basis, Inner, Outer, Register, Seen};
use rankfile_record::canonical;
use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::commit::{commit, digest_text};
use rankfile_record::hash::leaf_hash;
use rankfile_record::key::PublicKey;
use rankfile_record::note::LogKey;
use rankfile_record::receipt::make_receipt;
use rankfile_record::tile::make_bundle;
use rankfile_record::tree::Hashes;
use serde_json::{Value, json};

pub const ORIGIN: &str = "local42.example/record";

pub struct Recorded {
    pub leaves: Vec<String>,
    pub tree: Hashes,
    pub vkey: String,
    pub checkpoint: String,
}

/// The inner part of a command, canonical, for a key in a role.
pub fn inner(public: &str, role: &str, command: Value) -> String {
    let inner = Inner {
        origin: ORIGIN.to_owned(),
        command,
        basis: Basis { constitution: digest_text(b"a constitution"), article: "elections".to_owned() },
        actor: Actor::Key { key: PublicKey::parse(public).unwrap(), role: role.to_owned() },
        nonce: "00112233445566778899aabbccddeeff".to_owned(),
        seen: Some(Seen { size: 0, root: seed(0) }),
    };
    String::from_utf8(canonical::render_of(&inner).unwrap()).unwrap()
}

/// A leaf of a signed inner part.
pub fn leaf(inner: &str, signature: &str, index: u64) -> String {
    let outer = Outer {
        index,
        register: Register::Election,
        number: index,
        previous: index.checked_sub(1),
        recorded_at: 1_795_320_114,
        rules: 1,
        effects: digest_text(b"effects"),
    };
    let act =
        Act { inner: serde_json::from_str(inner).unwrap(), signature: Some(signature.to_owned()), outer };
    String::from_utf8(act.render().unwrap()).unwrap()
}

/// Commitments to the voters, in order, and the salt of each.
fn voters() -> Vec<([u8; 32], [u8; 32], String)> {
    let label = voter_label(&ElectionId(ELECTION.to_owned()));
    let mut all: Vec<_> = (1..=5_u8)
        .map(|n| {
            let member = format!("M-{n}");
            (commit(&label, &[n; 32], member.as_bytes()), [n; 32], member)
        })
        .collect();
    all.sort();
    all
}

/// Every command in a record of its own, and everything that is checked of one.
pub fn recorded(story: &mut Story) -> Recorded {
    let key = story.ask("key.make", json!({ "role": "secretary", "seed": seed(50) }));
    let public = key["public"].as_str().unwrap().to_owned();
    story.ask("key.show", json!({ "file": key["public_file"] }));
    let site = json!({ "file": key["file"], "origin": "https://union.example", "challenge": "c0ffee" });
    story.ask("key.prove", site);
    let roll: Hashes = voters().iter().map(|(commitment, ..)| leaf_hash(commitment)).collect();
    let freeze = json!({
        "subject": "election", "do": "freeze-roll", "election": ELECTION, "eligible": 5,
        "root": hex::encode(roll.root()),
    });
    let certify = json!({ "subject": "election", "do": "certify", "election": ELECTION });
    let call =
        json!({ "subject": "election", "do": "call", "election": ELECTION, "voting_opens": 1_795_338_000 });
    let mut leaves = Vec::new();
    for (index, command) in [freeze, certify, call].into_iter().enumerate() {
        let inner = inner(&public, "secretary", command);
        story.ask("act.describe", json!({ "inner": inner, "language": "es" }));
        let request = json!({ "file": key["file"], "inner": inner });
        let signature = story.ask("key.sign", request)["signature"].as_str().unwrap().to_owned();
        let leaf = leaf(&inner, &signature, index as u64);
        story.ask("act.parse", json!({ "leaf": leaf }));
        leaves.push(leaf);
    }
    let tree: Hashes = leaves.iter().map(|leaf| leaf_hash(leaf.as_bytes())).collect();
    let log = LogKey::from_seed(ORIGIN, [9; 32]).unwrap();
    let checkpoint =
        Checkpoint { origin: ORIGIN.to_owned(), size: tree.size(), root: tree.root() }.sign(&log);
    let record = Recorded { leaves, tree, vkey: log.vkey(), checkpoint };
    check_all(story, &record, &roll);
    record
}

fn check_all(story: &mut Story, record: &Recorded, roll: &Hashes) {
    let Recorded { leaves, tree, vkey, checkpoint } = record;
    let receipt = |index: u64| {
        make_receipt(index, &tree.inclusion_proof(index, tree.size()).unwrap(), checkpoint, None)
    };
    story.ask("checkpoint.check", json!({ "checkpoint": checkpoint, "vkey": vkey }));
    story.ask("receipt.check", json!({ "receipt": receipt(1), "leaf": leaves[1], "vkey": vkey }));
    let place = 2;
    let (_, salt, member) = &voters()[place];
    let path = roll.inclusion_proof(place as u64, roll.size()).unwrap();
    let proof = json!({
        "election": ELECTION, "member_id": member, "salt": hex::encode(salt), "place": place, "voters": 5,
        "path": path.iter().map(hex::encode).collect::<Vec<_>>(), "leaf": leaves[0], "receipt": receipt(0),
    });
    story.ask("proof.check", json!({ "proof": proof, "vkey": vkey }));
    let hashes: Vec<u8> = leaves.iter().flat_map(|leaf| leaf_hash(leaf.as_bytes())).collect();
    let act = json!({ "index": 1, "leaf": leaves[1] });
    let request = json!({ "tiles": [STANDARD.encode(&hashes[..64])], "act": act });
    let grown = story.ask("record.grow", request);
    assert_eq!(grown["found"], true);
    let rest = json!({
        "checkpoint": checkpoint, "vkey": vkey, "edge": grown["edge"], "tiles": [STANDARD.encode(&hashes[64..])],
    });
    story.ask("record.check", rest);
    let request = json!({ "checkpoint": checkpoint, "vkey": vkey, "leaves": leaves, "act": act });
    assert_eq!(story.ask("record.check", request)["found"], true);
    let borrowed: Vec<&[u8]> = leaves.iter().map(String::as_bytes).collect();
    let bundle = STANDARD.encode(make_bundle(&borrowed).unwrap());
    assert_eq!(story.ask("record.entries", json!({ "bundle": bundle }))["leaves"], json!(leaves));
}
