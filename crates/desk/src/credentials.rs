//! The credential committee's part: one secret per voter, and the list that says whose it is. Both are made in the
//! committee's own browser; only the public list, sorted so that it says nothing about anybody, leaves it (`ballot_set`).
//!
//! A hundred thousand take a while: a page asks in pieces. Each credential depends on the seed and its place alone, so the
//! result is the same however it is cut.

use crate::input::{Secret, read};
use crate::{Problem, Seed};
use rankfile_belenios::{Credential, GroupName};
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// A voter the committee makes a credential for; what else is known about them is let pass.
#[derive(Deserialize)]
struct Voter {
    member_id: String,
}

/// `credentials.make`: credentials for some voters, the first of them at place `first` among all.
///
/// *Shape* of the answer: `public` and `private` in the order of the voters, and `csv`, lines of `credentials.csv`; the first
/// piece begins with its heading.
pub fn make(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        uuid: String,
        group: GroupName,
        voters: Vec<Voter>,
        #[serde(default)]
        first: u64,
        seed: Seed,
    }
    let Input { uuid, group, voters, first, seed } = read(input)?;
    let mut csv = Zeroizing::new(String::new());
    if first == 0 {
        csv.push_str("member_id,credential\n");
    }
    let (mut public, mut private) = (Vec::new(), Vec::new());
    for (place, voter) in (first..).zip(&voters) {
        let bound = [uuid.as_bytes(), &place.to_be_bytes()];
        let credential = Credential::make(&mut seed.stream("rnf/credential/v1", &bound));
        let secret = Zeroizing::new(credential.reveal());
        public.push(credential.public(group, &uuid));
        csv.push_str(&format!("{},{}\n", cell(&voter.member_id), secret.as_str()));
        private.push(json!({ "member_id": voter.member_id, "credential": secret.as_str() }));
    }
    Ok(json!({ "public": public, "private": private, "csv": csv.as_str() }))
}

/// `credentials.public`: the public credential of a secret one.
pub fn public(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        uuid: String,
        group: GroupName,
        credential: Secret,
    }
    let Input { uuid, group, credential } = read(input)?;
    Ok(json!({ "public_credential": Credential::parse(&credential)?.public(group, &uuid) }))
}

/// A cell of a CSV file.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
