//! Key files: what is signed verifies, what is signed is said in words, and nothing else is signed.

use crate::common::{Story, acts, call, problem, seed, with};
use rankfile_record::act::{Act, Inner};
use rankfile_record::key::PublicKey;
use rankfile_record::possession;
use serde_json::{Value, json};

fn asked() -> (Story, Value) {
    let mut story = Story::default();
    acts::recorded(&mut story);
    let request = story.input("key.sign").clone();
    (story, request)
}

#[test]
fn a_signature_verifies_as_an_act() {
    let (_, request) = asked();
    let signed = call("key.sign", &request);
    let inner: Inner = serde_json::from_str(request["inner"].as_str().unwrap()).unwrap();
    inner.check_signature(signed["signature"].as_str()).unwrap();
    assert_eq!(signed["act"]["code"], "election.freeze-roll");
    let leaf = acts::leaf(request["inner"].as_str().unwrap(), signed["signature"].as_str().unwrap(), 0);
    Act::parse(leaf.as_bytes()).unwrap();
    let parsed = call("act.parse", &json!({ "leaf": leaf }));
    assert_eq!(parsed["said"]["sentences"], signed["act"]["sentences"]);
    let other = leaf.replace("\"eligible\":5", "\"eligible\":6");
    assert_eq!(problem("act.parse", &json!({ "leaf": other })), "act-malformed");
}

#[test]
fn only_an_act_for_this_key_in_its_one_form_is_signed() {
    let (story, request) = asked();
    let refusal = |member: &str, value: Value| problem("key.sign", &with(&request, member, value));
    let inner = request["inner"].as_str().unwrap();
    assert_eq!(refusal("/inner", json!(format!(" {inner}"))), "act-malformed");
    assert_eq!(refusal("/inner", json!("{}")), "act-malformed");
    let unsaid = inner.replace("\"seen\":{", "\"extra\":1,\"seen\":{");
    assert_eq!(refusal("/inner", json!(unsaid)), "act-malformed");
    let unknown = inner.replace("freeze-roll", "close-shop!");
    assert_eq!(refusal("/inner", json!(unknown)), "act-without-words");
    let other = call("key.make", &json!({ "role": "secretary", "seed": seed(51) }));
    assert_eq!(refusal("/file", other["file"].clone()), "key-other");
    assert_eq!(refusal("/file", story.input("key.show")["file"].clone()), "key-no-secret");
    assert_eq!(refusal("/file", json!("not a key")), "key-file");
    let host = inner.replace("\"kind\":\"key\"", "\"kind\":\"host\"");
    assert!(["act-malformed", "key-other"].contains(&refusal("/inner", json!(host)).as_str()));
}

#[test]
fn a_key_file_is_the_one_the_command_line_reads() {
    let made = call("key.make", &json!({ "role": "recording-secretary", "seed": seed(5) }));
    let file = rankfile_record::key::KeyFile::parse(made["file"].as_str().unwrap()).unwrap();
    assert_eq!(file.public.as_str(), made["public"]);
    assert_eq!(file.public.fingerprint(), made["fingerprint"]);
    assert_eq!((file.role.as_str(), file.secret.is_some()), ("recording-secretary", true));
    let shown = call("key.show", &json!({ "file": made["file"] }));
    assert_eq!((&shown["can_sign"], &shown["public"]), (&json!(true), &made["public"]));
    assert!(!shown.to_string().contains(made["file"].as_str().unwrap().lines().last().unwrap()));
    assert_eq!(problem("key.make", &json!({ "role": "", "seed": seed(5) })), "key-file");
}

#[test]
fn a_sign_in_proves_this_key_to_this_site() {
    let (story, _) = asked();
    let request = story.input("key.prove");
    let proved = call("key.prove", request);
    let key = PublicKey::parse(proved["public"].as_str().unwrap()).unwrap();
    let proof = proved["proof"].as_str().unwrap();
    assert_eq!(possession::check(&key, "https://union.example", "c0ffee", proof), Ok(()));
    assert!(possession::check(&key, "https://other.example", "c0ffee", proof).is_err());
    assert_eq!(problem("key.prove", &with(request, "/challenge", "a\nb")), "key-file");
}
