//! The desk: what the machine of a voter, an officer, a key holder or the credential committee does before anything leaves
//! it, and how anybody checks what they were handed. The same Rust as everywhere else, built for the browser.
//!
//! **In:** the name of a call and its JSON; all randomness as seeds, 64 hexadecimal digits from the browser's own source.
//! **Out:** JSON, or `{"error":{"code","message"}}`. It keeps nothing between calls, reads no clock and reaches no network.
//! A check that does not hold is an error, never a result with a flag: whoever overlooks it is left with nothing.
//!
//! What it is not: a judge. The hall decides everything again, and an auditor after it.
//!
//! `documents` is `{election, trustees[, credentials]}`, the published texts byte for byte; `language` is `en` or `es`.
//!
//! | call | takes | gives |
//! | --- | --- | --- |
//! | `election.read` | `documents` | `uuid name description group fingerprint questions key_holders` |
//! | `ballot.make` | `documents credential choices seed`; choices as `[[0,2],"blank"]` | `ballot tracker public_credential` |
//! | `ballot.audit` | `documents choices seed ballot [credential]` | `tracker public_credential`, if it is exactly that |
//! | `tracker.of` | `ballot` | `tracker` |
//! | `credentials.make` | `uuid group voters first seed`, in pieces | `public private csv` |
//! | `credentials.public` | `uuid group credential` | `public_credential` |
//! | `ballot.set` | `election template slate trustees credentials` | `command documents` |
//! | `keyholder.make` | `election key holder seed` | `file trustee seed_commitment command` |
//! | `keyholder.present` | `file election key holder seed` | `trustee seed_commitment command` |
//! | `keyholder.decrypt` | the same, `documents` and `tally: {encrypted_tally, sized}` | `decryption digest seed command ballots` |
//! | `archive.verify` | `archive` in Base64 | the verifier's report |
//! | `key.make` | `role seed` | `file public_file public fingerprint` |
//! | `key.show` | `file` | `role public fingerprint can_sign` |
//! | `key.sign` | `file inner [language]` | `signature act: {code facts sentences}` |
//! | `key.prove` | `file origin challenge` | `public proof` |
//! | `act.describe` | `inner [language]` | `code facts sentences` |
//! | `act.parse` | `leaf [language]` | `act said leaf_hash`, its signature checked |
//! | `receipt.check` | `receipt leaf vkey` | `index origin size root` |
//! | `proof.check` | `proof vkey` | `member_id election voters act sentence` |
//! | `checkpoint.check` | `checkpoint vkey` | `origin size root` |
//! | `record.grow` | `[edge] [tiles] [leaves] [act]` | `edge root found` |
//! | `record.check` | the same, `checkpoint vkey` | `origin size root found`, if all is what was signed |
//! | `record.entries` | `bundle` in Base64 | `leaves` |

#[cfg(target_arch = "wasm32")]
mod abi;
mod ballot;
mod ballot_set;
mod checks;
mod credentials;
mod describe;
mod documents;
mod input;
mod key;
mod keyholder;
pub mod offline;
mod problem;
mod seed;

pub use problem::Problem;
pub use seed::Seed;

use serde_json::Value;

/// A call: its JSON in, JSON out.
type Call = fn(Value) -> Result<Value, Problem>;

/// Every call by its name.
const TABLE: &[(&str, Call)] = &[
    ("act.describe", key::describe_inner),
    ("act.parse", checks::act),
    ("archive.verify", documents::verify_archive),
    ("ballot.audit", ballot::audit),
    ("ballot.make", ballot::make),
    ("ballot.set", ballot_set::set),
    ("checkpoint.check", checks::checkpoint),
    ("credentials.make", credentials::make),
    ("credentials.public", credentials::public),
    ("election.read", documents::describe),
    ("key.make", key::make),
    ("key.prove", key::prove),
    ("key.show", key::show),
    ("key.sign", key::sign),
    ("keyholder.decrypt", keyholder::decrypt),
    ("keyholder.make", keyholder::make),
    ("keyholder.present", keyholder::present),
    ("proof.check", checks::proof),
    ("receipt.check", checks::receipt),
    ("record.check", checks::record),
    ("record.entries", checks::entries),
    ("record.grow", checks::grow),
    ("tracker.of", ballot::tracker),
];

/// The names of all calls.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, _)| *name)
}

/// Answers a call.
pub fn call(name: &str, json: &[u8]) -> Vec<u8> {
    let answer = answer(name, json).unwrap_or_else(|problem| problem.render());
    serde_json::to_vec(&answer).expect("a JSON value always renders")
}

fn answer(name: &str, json: &[u8]) -> Result<Value, Problem> {
    let known = TABLE.iter().find(|(known, _)| *known == name);
    let (_, call) = known.ok_or_else(|| Problem::UnknownCall(name.chars().take(40).collect()))?;
    let input = serde_json::from_slice(json).map_err(|why| Problem::Input(why.to_string()))?;
    call(input)
}
