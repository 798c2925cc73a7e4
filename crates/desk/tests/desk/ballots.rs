//! Ballots: what the desk makes the election takes, and an audit finds every ballot that says something else.

use crate::common::{call, problem, seed, voted, with};
use rankfile_belenios::{Answer, Credential};
use serde_json::json;

#[test]
fn a_ballot_made_is_a_ballot_of_the_election() {
    let voted = voted();
    for (ballot, voter) in voted.ballots.iter().zip([0, 1, 2, 0]) {
        let checked = voted.election.check_ballot(ballot.as_bytes()).unwrap();
        assert_eq!(checked.credential, voted.public[voter]);
    }
}

#[test]
fn the_same_seed_makes_the_same_ballot_and_another_makes_another() {
    let voted = voted();
    let request = voted.story.input("ballot.make");
    let tracker = |input| call("ballot.make", &input)["tracker"].as_str().unwrap().to_owned();
    let first = tracker(request.clone());
    assert_eq!(first, tracker(request.clone()));
    assert_ne!(first, tracker(with(request, "/seed", seed(99))));
    // The order of ticks is nobody's business.
    let swapped = with(request, "/choices", json!(["blank", [2, 0]]));
    assert_eq!(first, tracker(swapped));
}

/// What an audit shows must not give the credential away: with known randomness a signature does.
#[test]
fn the_signature_cannot_be_made_again_from_the_seed_alone() {
    let voted = voted();
    let request = voted.story.input("ballot.make");
    let signature = |input| {
        let made = call("ballot.make", &input);
        let ballot: serde_json::Value = serde_json::from_str(made["ballot"].as_str().unwrap()).unwrap();
        ballot["signature"]["proof"].clone()
    };
    // Two ballots of one credential and one seed, of one election, with different choices: were their nonces the same, the
    // two proofs would be two equations in two unknowns, the nonce and the secret key.
    let one = signature(request.clone());
    let two = signature(with(request, "/choices", json!([[1], [0, 2]])));
    assert_ne!(commitment(&voted.public[0], &one), commitment(&voted.public[0], &two));
}

/// The commitment `g^w` behind a proof of knowledge, from its two numbers: equal for equal nonces.
fn commitment(public: &str, proof: &serde_json::Value) -> String {
    use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
    use curve25519_dalek::scalar::Scalar;
    let scalar = |name: &str| {
        let digits = proof[name].as_str().unwrap().bytes();
        digits.fold(Scalar::ZERO, |sum, digit| sum * Scalar::from(10_u8) + Scalar::from(digit - b'0'))
    };
    let mut bytes: [u8; 32] = hex::decode(public).unwrap().try_into().unwrap();
    bytes.reverse();
    let key = CompressedEdwardsY(bytes).decompress().unwrap();
    let point = EdwardsPoint::mul_base(&scalar("response")) + key * scalar("challenge");
    hex::encode(point.compress().0)
}

#[test]
fn an_audit_finds_other_choices_another_seed_and_an_altered_ballot() {
    let voted = voted();
    let audit = voted.story.input("ballot.audit");
    assert_eq!(problem("ballot.audit", audit), "");
    let other = |member: &str, value: serde_json::Value| problem("ballot.audit", &with(audit, member, value));
    assert_eq!(other("/choices", json!(["blank", [0, 1]])), "ballot-other-choices");
    assert_eq!(other("/choices", json!([[0], [0, 2]])), "ballot-other-choices");
    assert_eq!(other("/seed", json!(seed(99))), "ballot-other-choices");
    assert_eq!(other("/ballot", json!(voted.ballots[1])), "ballot-other-choices");
    let altered = voted.ballots[0].replacen("\"response\":\"", "\"response\":\"1", 1);
    assert!(other("/ballot", json!(altered)).starts_with("ballot-"));
    assert_eq!(other("/ballot", json!("{}")), "ballot-malformed");
}

/// A machine that encrypts something else than it was told to, perfectly, is found by the audit and by nothing else.
#[test]
fn a_cheating_machine_is_found_and_the_question_is_named() {
    let voted = voted();
    let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::from_seed([3; 32]);
    let credential = Credential::parse(&voted.credentials[0]).unwrap();
    let cheated = [Answer::Blank, Answer::Choices(vec![1])];
    let ballot = voted.election.encrypt(&credential, &cheated, &mut rng).unwrap();
    let audit = with(voted.story.input("ballot.audit"), "/ballot", String::from_utf8(ballot).unwrap());
    let found = call("ballot.audit", &audit);
    assert_eq!(found["error"]["code"], "ballot-other-choices");
    assert!(found["error"]["message"].as_str().unwrap().starts_with("question 1"), "{found}");
}

#[test]
fn a_credential_is_held_against_the_list_where_there_is_one() {
    let voted = voted();
    let list: Vec<&str> = voted.public.iter().map(String::as_str).collect();
    let mut request = voted.story.input("ballot.make").clone();
    request["documents"]["credentials"] = json!(serde_json::to_string(&list).unwrap());
    assert_eq!(problem("ballot.make", &request), "");
    request["documents"]["credentials"] = json!(serde_json::to_string(&list[1..]).unwrap());
    assert_eq!(problem("ballot.make", &request), "credential-unknown");
    let mut audit = voted.story.input("ballot.audit").clone();
    audit["credential"] = json!(voted.credentials[0]);
    assert_eq!(problem("ballot.audit", &audit), "");
    audit["credential"] = json!(voted.credentials[1]);
    assert_eq!(problem("ballot.audit", &audit), "ballot-other-credential");
}

#[test]
fn what_cannot_be_a_ballot_is_refused_for_its_reason() {
    let voted = voted();
    let request = voted.story.input("ballot.make");
    let refusal =
        |member: &str, value: serde_json::Value| problem("ballot.make", &with(request, member, value));
    for (choices, code) in [
        (json!(["blank"]), "choices-count"),
        (json!([[0], "blank"]), "choices-blank"),
        (json!([[0, 1], []]), "choices-limits"),
        (json!([[2], []]), "choices-no-such-answer"),
        (json!([[0], [1, 1]]), "choices-no-such-answer"),
        (json!([[-1], []]), "desk-input"),
        (json!(["Blank", []]), "desk-input"),
    ] {
        assert_eq!(refusal("/choices", choices.clone()), code, "{choices}");
    }
    for (credential, code) in [
        ("biQfB-Qx9u5-noy2G", "credential-maybe-password"),
        ("biQfB", "credential-shape"),
        ("biQfB-Qx9u55-noy2G-h8cQF0", "credential-alphabet"),
    ] {
        assert_eq!(refusal("/credential", json!(credential)), code);
    }
    for digits in ["", "00", &"zz".repeat(32), &"00".repeat(33)] {
        assert_eq!(refusal("/seed", json!(digits)), "desk-input");
    }
    let key =
        voted.documents["election"].as_str().unwrap().replace("\"public_key\":\"", "\"public_key\":\"0");
    assert_eq!(refusal("/documents/election", json!(key)), "election-documents");
    assert_eq!(refusal("/documents/trustees", json!("[]")), "election-documents");
}

#[test]
fn no_message_shows_what_was_typed() {
    let voted = voted();
    let request = voted.story.input("ballot.make");
    let secret = &voted.credentials[0];
    for input in [
        with(request, "/credential", format!("{secret}x")),
        with(request, "/seed", secret.as_str()),
        with(request, "/choices", json!([secret, [0]])),
        with(request, "/choices", secret.as_str()),
        json!({ "credential": secret }),
    ] {
        let answer = call("ballot.make", &input);
        assert!(answer["error"]["code"].is_string(), "{answer}");
        assert!(!answer.to_string().contains(secret.as_str()), "{answer}");
    }
}
