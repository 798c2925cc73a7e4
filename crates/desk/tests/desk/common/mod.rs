//! One small election and one small record, every step of it a call of the desk with a fixed seed, for tests that look at
//! the answers and for the vectors that other builds have to meet.

pub mod acts;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rankfile_belenios::{Archive, Election, Piece, Setup, Tally};
use serde_json::{Value, json};

/// What was asked.
pub struct Called {
    pub name: &'static str,
    pub input: Value,
}

/// Everything that was asked so far.
#[derive(Default)]
pub struct Story {
    pub calls: Vec<Called>,
}

/// A seed for tests: the same byte throughout.
pub fn seed(byte: u8) -> String {
    hex::encode([byte; 32])
}

/// Calls the desk.
pub fn call(name: &str, input: &Value) -> Value {
    let output = rankfile_desk::call(name, &serde_json::to_vec(input).unwrap());
    serde_json::from_slice(&output).unwrap()
}

/// The code of the problem a call ends in; empty if it was answered.
pub fn problem(name: &str, input: &Value) -> String {
    call(name, input)["error"]["code"].as_str().unwrap_or_default().to_owned()
}

/// An input with one member changed.
pub fn with(input: &Value, member: &str, value: impl Into<Value>) -> Value {
    let mut changed = input.clone();
    *changed.pointer_mut(member).unwrap_or_else(|| panic!("no {member}")) = value.into();
    changed
}

impl Story {
    /// Calls the desk, and keeps what was asked.
    pub fn ask(&mut self, name: &'static str, input: Value) -> Value {
        let output = call(name, &input);
        assert!(output.get("error").is_none(), "{name}: {output}");
        self.calls.push(Called { name, input });
        output
    }

    /// The input of the first call of this name.
    pub fn input(&self, name: &str) -> &Value {
        &self.calls.iter().find(|called| called.name == name).expect("it was asked").input
    }
}

/// An election that was set up by calls of the desk.
pub struct Voted {
    pub story: Story,
    pub election: Election,
    /// The documents, without the list of credentials.
    pub documents: Value,
    /// Member ids and credentials.
    pub credentials: Vec<String>,
    pub public: Vec<String>,
    pub ballots: Vec<String>,
    pub tally: Tally,
}

pub const ELECTION: &str = "officers-1";
pub const UUID: &str = "rankFiLeDesk42";

/// What is asked: a question with blank, and one to choose up to two of three.
pub fn slate() -> Value {
    let candidate = |name: &str, salt: u8| {
        let candidacy = rankfile_hall::election::ballot_paper::candidacy(&[salt; 32], name);
        json!({ "candidacy": candidacy, "salt": seed(salt), "name": name })
    };
    let contest =
        |office: &str, candidates: Vec<Value>| json!({ "office": office, "candidates": candidates });
    json!({ "contests": [
        contest("president", vec![candidate("Ana Azul", 1), candidate("Bo \"B\" Ber", 2)]),
        contest("steward", vec![candidate("Cy", 3), candidate("Dé", 4), candidate("Ed", 5)]),
    ] })
}

pub fn template() -> Value {
    json!({
        "uuid": UUID,
        "name": "Local 42: officers-1",
        "description": "Under article \"elections\"",
        "group": "Ed25519",
        "questions": [
            { "question": "President", "answers": ["Ana Azul", "Bo \"B\" Ber"], "min": 1, "max": 1, "blank": true },
            { "question": "Steward (choose up to 2)", "answers": ["Cy", "Dé", "Ed"], "min": 0, "max": 2 },
        ],
    })
}

/// The whole election: two key holders, three voters, one of them twice.
pub fn voted() -> Voted {
    let mut story = Story::default();
    let shares = [1_u8, 2].map(|holder| share(&mut story, holder));
    let voters = ["M-1", "M-2", "M,3"].map(|id| json!({ "member_id": id, "name": "kept away" }));
    let request = json!({ "uuid": UUID, "group": "Ed25519", "voters": voters, "seed": seed(20) });
    let made = story.ask("credentials.make", request);
    let texts = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let public = texts(&made["public"]);
    let private = made["private"].as_array().unwrap();
    let credentials: Vec<String> =
        private.iter().map(|one| one["credential"].as_str().unwrap().to_owned()).collect();
    let set = story.ask(
        "ballot.set",
        json!({
            "election": ELECTION, "template": template(), "slate": slate(), "credentials": public,
            "trustees": shares.iter().map(|share| share["trustee"].clone()).collect::<Vec<_>>(),
        }),
    );
    let text = |name: &str| set["documents"][name].as_str().unwrap().to_owned();
    let setup =
        Setup { election: text("election"), trustees: text("trustees"), credentials: text("credentials") };
    let election = setup.check().unwrap();
    let documents = json!({ "election": setup.election, "trustees": setup.trustees });
    story.ask("election.read", json!({ "documents": documents }));
    let ballots: Vec<String> = [
        (0, json!(["blank", [0, 2]])),
        (1, json!([[1], []])),
        (2, json!([[0], [1]])),
        (0, json!([[0], [2, 1]])),
    ]
    .into_iter()
    .zip(30..)
    .map(|((voter, choices), byte)| vote(&mut story, &documents, &credentials[voter], choices, byte))
    .collect();
    let bytes: Vec<Vec<u8>> = ballots.iter().map(|ballot| ballot.clone().into_bytes()).collect();
    let tally = election.tally(&bytes).unwrap();
    let parts = decrypt(&mut story, &documents, &shares, &tally);
    let archive = archive(&setup, &bytes, &tally, &parts, &election);
    story.ask("archive.verify", json!({ "archive": STANDARD.encode(archive) }));
    Voted { story, election, documents, credentials, public, ballots, tally }
}

/// The signing key of a key holder.
pub fn holder_key(story: &mut Story, holder: u8) -> Value {
    story.ask("key.make", json!({ "role": "key-holder", "seed": seed(holder) }))
}

fn share(story: &mut Story, holder: u8) -> Value {
    let key = holder_key(story, holder)["public"].clone();
    let request = json!({ "election": ELECTION, "key": key, "holder": holder, "seed": seed(10 + holder) });
    let made = story.ask("keyholder.make", request);
    let again = json!({
        "file": made["file"], "election": ELECTION, "key": key, "holder": holder, "seed": seed(12 + holder),
    });
    let presented = story.ask("keyholder.present", again);
    assert_eq!(presented["seed_commitment"], made["seed_commitment"]);
    made
}

fn vote(story: &mut Story, documents: &Value, credential: &str, choices: Value, byte: u8) -> String {
    let made = story.ask(
        "ballot.make",
        json!({ "documents": documents, "credential": credential, "choices": choices, "seed": seed(byte) }),
    );
    let audit = json!({
        "documents": documents, "choices": choices, "seed": seed(byte), "ballot": made["ballot"],
    });
    let audited = story.ask("ballot.audit", audit);
    assert_eq!(audited["tracker"], made["tracker"]);
    let tracker = story.ask("tracker.of", json!({ "ballot": made["ballot"] }));
    assert_eq!(tracker["tracker"], made["tracker"]);
    made["ballot"].as_str().unwrap().to_owned()
}

fn decrypt(story: &mut Story, documents: &Value, shares: &[Value; 2], tally: &Tally) -> Vec<(usize, String)> {
    let mut parts = Vec::new();
    for (holder, share) in (1_u8..).zip(shares) {
        let key = holder_key(story, holder)["public"].clone();
        let request = json!({
            "file": share["file"], "election": ELECTION, "key": key, "holder": holder, "documents": documents,
            "tally": { "encrypted_tally": tally.encrypted_tally, "sized": tally.sized }, "seed": seed(40 + holder),
        });
        let part = story.ask("keyholder.decrypt", request)["decryption"].as_str().unwrap().to_owned();
        parts.push((usize::from(holder), part));
    }
    parts
}

fn archive(
    setup: &Setup,
    ballots: &[Vec<u8>],
    tally: &Tally,
    parts: &[(usize, String)],
    election: &Election,
) -> Vec<u8> {
    let (mut archive, mut head) = Archive::begin(1_795_320_114, setup);
    let mut append = |piece: Piece<'_>| {
        let (bytes, next) = Archive::append(&head, piece);
        archive.extend(bytes);
        head = next;
    };
    ballots.iter().for_each(|ballot| append(Piece::Ballot(ballot)));
    append(Piece::EndBallots);
    append(Piece::EncryptedTally { encrypted_tally: &tally.encrypted_tally, sized: &tally.sized });
    parts.iter().for_each(|(owner, payload)| append(Piece::PartialDecryption { owner: *owner, payload }));
    let result = election.result(tally, parts).unwrap();
    assert_eq!(result.counts, [vec![0, 2, 1], vec![0, 2, 1]]);
    append(Piece::Result(&result.json));
    archive
}
