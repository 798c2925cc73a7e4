//! Key holders: a share made here decrypts the tally there, and a file that does not fit is refused.

use crate::common::{call, problem, seed, voted, with};
use rankfile_belenios::{GroupName, TrusteeKey};
use rankfile_hall::command::Command;
use serde_json::json;

#[test]
fn a_share_is_presented_with_a_proof_that_holds() {
    let voted = voted();
    let made = call("keyholder.make", voted.story.input("keyholder.make"));
    let trustee: TrusteeKey = serde_json::from_value(made["trustee"].clone()).unwrap();
    assert_eq!(trustee.check(GroupName::Ed25519), Ok(()));
    assert_eq!(trustee.name.as_deref(), Some("Key holder 1"));
    assert!(Command::parse(&made["command"]).is_some());
    let file: serde_json::Value = serde_json::from_str(made["file"].as_str().unwrap()).unwrap();
    let members: Vec<&String> = file.as_object().unwrap().keys().collect();
    assert_eq!(members, ["election", "key", "seed", "share"]);
}

#[test]
fn a_decryption_holds_for_its_election_and_reveals_the_seed_committed_to() {
    let voted = voted();
    let part = call("keyholder.decrypt", voted.story.input("keyholder.decrypt"));
    let payload = part["decryption"].as_str().unwrap();
    assert_eq!(voted.election.check_decryption(1, &voted.tally, payload), Ok(()));
    assert_eq!(part["ballots"], 3);
    let made = call("keyholder.make", voted.story.input("keyholder.make"));
    let commitment = <sha2::Sha256 as sha2::Digest>::digest(part["seed"].as_str().unwrap());
    assert_eq!(made["seed_commitment"], hex::encode(commitment));
    assert_eq!(part["command"]["share"], part["digest"]);
    assert!(Command::parse(&part["command"]).is_some());
}

#[test]
fn what_does_not_fit_is_refused_for_its_reason() {
    let voted = voted();
    let request = voted.story.input("keyholder.decrypt");
    let refusal =
        |member: &str, value: serde_json::Value| problem("keyholder.decrypt", &with(request, member, value));
    let other_key = crate::common::holder_key(&mut Default::default(), 2)["public"].clone();
    assert_eq!(refusal("/key", other_key), "share-other-holder");
    assert_eq!(refusal("/election", json!("officers-2")), "share-other-election");
    assert_eq!(refusal("/file", json!("{}")), "share-malformed");
    assert_eq!(refusal("/holder", json!(2)), "share-does-not-fit");
    assert_eq!(refusal("/tally/sized", json!("{}")), "tally-other");
    assert_eq!(refusal("/tally/encrypted_tally", json!("[]")), "tally-other");
    let made = voted.story.input("keyholder.make");
    let (one, two) = (call("keyholder.make", made), call("keyholder.make", &with(made, "/seed", seed(77))));
    assert_ne!(one["trustee"]["public_key"], two["trustee"]["public_key"]);
}
