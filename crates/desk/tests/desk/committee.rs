//! The credential committee: credentials are the same however they are cut into pieces, and the ballot they set is the one on
//! the slate.

use crate::common::{UUID, call, problem, seed, voted, with};
use proptest::prelude::*;
use rankfile_belenios::Setup;
use rankfile_hall::command::Command;
use serde_json::{Value, json};

fn voters(count: usize) -> Vec<Value> {
    (0..count).map(|n| json!({ "member_id": format!("M-{n}") })).collect()
}

fn piece(voters: &[Value], first: usize) -> Value {
    let request =
        json!({ "uuid": UUID, "group": "Ed25519", "voters": voters, "first": first, "seed": seed(1) });
    call("credentials.make", &request)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn credentials_do_not_depend_on_how_they_are_cut(cut in 0usize..=20) {
        let all = voters(20);
        let whole = piece(&all, 0);
        let (one, two) = (piece(&all[..cut], 0), piece(&all[cut..], cut));
        for list in ["public", "private"] {
            let joined: Vec<&Value> = [&one, &two].into_iter().flat_map(|part| part[list].as_array().unwrap()).collect();
            prop_assert_eq!(json!(joined), whole[list].clone());
        }
        let heading = if cut == 0 { "member_id,credential\n" } else { "" };
        let csv = format!("{}{}", one["csv"].as_str().unwrap(), two["csv"].as_str().unwrap().replacen(heading, "", 1));
        prop_assert_eq!(&csv, whole["csv"].as_str().unwrap());
    }
}

#[test]
fn the_csv_says_whose_each_credential_is_however_odd_the_id() {
    let made = piece(&[json!({ "member_id": "a,\"b\"" }), json!({ "member_id": "c" })], 0);
    let lines: Vec<&str> = made["csv"].as_str().unwrap().lines().collect();
    let credential = |place: usize| made["private"][place]["credential"].as_str().unwrap();
    assert_eq!(lines[0], "member_id,credential");
    assert_eq!(lines[1], format!("\"a,\"\"b\"\"\",{}", credential(0)));
    assert_eq!(lines[2], format!("c,{}", credential(1)));
    let request = json!({ "uuid": UUID, "group": "Ed25519", "credential": credential(1) });
    assert_eq!(call("credentials.public", &request)["public_credential"], made["public"][1]);
}

#[test]
fn a_ballot_set_here_is_the_setup_everybody_makes() {
    let voted = voted();
    let request = voted.story.input("ballot.set");
    let set = call("ballot.set", request);
    let read = |name: &str| serde_json::from_value(request[name].clone()).unwrap();
    let trustees: Vec<rankfile_belenios::TrusteeKey> =
        serde_json::from_value(request["trustees"].clone()).unwrap();
    let public: Vec<(String, u64)> = voted.public.iter().map(|public| (public.clone(), 1)).collect();
    let Setup { election, trustees, credentials } =
        Setup::make(&read("template"), &trustees, &public).unwrap();
    assert_eq!(set["documents"]["election"], election);
    assert_eq!(set["documents"]["trustees"], trustees);
    assert_eq!(set["documents"]["credentials"], credentials);
    assert!(Command::parse(&set["command"]).is_some());
    // In which order the credentials come in is not seen in the list that goes out.
    let mut turned = voted.public.clone();
    turned.reverse();
    let again = call("ballot.set", &with(request, "/credentials", turned));
    assert_eq!(again["documents"]["credentials"], set["documents"]["credentials"]);
}

#[test]
fn a_ballot_that_is_not_the_slate_is_not_set() {
    let voted = voted();
    let request = voted.story.input("ballot.set");
    let refusal = |member: &str, value: Value| problem("ballot.set", &with(request, member, value));
    assert_eq!(refusal("/template/questions/0/answers/0", json!("Ana Rosa")), "ballot-other-slate");
    assert_eq!(refusal("/slate/contests/1/candidates/0/name", json!("Cyd")), "ballot-other-slate");
    assert_eq!(refusal("/slate/contests/1/candidates/0/salt", json!(seed(9))), "ballot-other-slate");
    assert_eq!(refusal("/slate/contests", json!([])), "ballot-other-slate");
    // A name and its printed form changed alike: the commitment in the record tells.
    let both = with(request, "/template/questions/1/answers/0", "Cyd");
    assert_eq!(
        problem("ballot.set", &with(&both, "/slate/contests/1/candidates/0/name", "Cyd")),
        "ballot-other-slate"
    );
    assert_eq!(refusal("/credentials", json!([])), "ballot-setup");
    assert_eq!(refusal("/credentials", json!([voted.public[0], voted.public[0]])), "ballot-setup");
    assert_eq!(refusal("/trustees", json!([])), "ballot-setup");
    assert_eq!(refusal("/template/uuid", json!("short")), "ballot-setup");
}
