//! The desk as a browser runs it: built for WebAssembly, it answers every vector with the bytes that native code answers, and
//! the offline booth votes in a real browser with no network. Node and Chromium are outside programs like any other.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the finding")]

#[path = "../../desk/build_step.rs"]
mod build_step;

use rankfile_belenios::{GroupName, Setup};
use rankfile_desk::offline::Page;
use rankfile_sim::elections::{credentials, key_holders, rng, template};
use rankfile_sim::outsiders::{absent, find};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The desk that the site serves, as a file: what is judged here is what people get.
fn desk() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("desk.wasm");
        std::fs::write(&file, rankfile_site::desk::MODULE).unwrap();
        file
    })
}

/// What a script under `tests/desk` prints.
fn node(script: &str, arguments: &[&Path]) -> Option<Value> {
    let Some(node) = find("node") else {
        absent("node", "install Node.js 20 or newer from your system's packages");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desk").join(script);
    let output = Command::new(node).arg(script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_browsers_desk_answers_with_the_bytes_that_native_code_answers() {
    let desk = desk();
    let folder = workspace().join("crates/desk");
    let vectors = folder.join("vectors/calls.json");
    let Some(told) = node("vectors.mjs", &[&folder.join("js/desk.js"), desk, &vectors]) else { return };
    let kept: Vec<Value> = serde_json::from_slice(&std::fs::read(vectors).unwrap()).unwrap();
    assert!(kept.len() > 40);
    assert_eq!(told, serde_json::json!({ "calls": kept.len(), "other": [], "refused": "desk-input" }));
}

#[test]
fn the_same_sources_make_the_same_desk_wherever_they_lie() {
    let elsewhere = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let copy = elsewhere.path().join("another/name/for/it");
    for part in ["Cargo.toml", "Cargo.lock", "crates", "xtask"] {
        copy_all(&workspace().join(part), &copy.join(part));
    }
    let again = build_step::build(&copy, &elsewhere.path().join("built")).unwrap();
    let digest = hex::encode(Sha256::digest(std::fs::read(again).unwrap()));
    assert_eq!(digest, rankfile_site::desk::digest());
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_file() {
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
        return;
    }
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name() != "target" {
            copy_all(&entry.path(), &to.join(entry.file_name()));
        }
    }
}

#[test]
fn the_offline_booth_votes_in_a_browser_without_a_network() {
    let has = ["chromium", "chromedriver"].into_iter().find(|name| find(name).is_none());
    if let Some(name) = has {
        return absent(name, "install Chromium and its driver from your system's packages");
    }
    let (group, mut rng) = (GroupName::Ed25519, rng(11));
    let (_, trustees) = key_holders(group, 2, &mut rng);
    let (voters, public): (Vec<_>, Vec<_>) = credentials(group, &[1, 1], &mut rng).into_iter().unzip();
    let mut template = template(group);
    // The page's script ticks the second answer of the first question and two of the second.
    template.questions.reverse();
    let setup = Setup::make(&template, &trustees, &public).unwrap();
    let election = setup.check().unwrap();
    let hand_in_at = "https://local42.example/elections/officers-1";
    let page = Page {
        language: "en",
        election: &setup.election,
        trustees: &setup.trustees,
        hand_in_at,
        desk: rankfile_site::desk::MODULE,
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("booth.html");
    std::fs::write(&file, page.render().unwrap()).unwrap();
    let credential = voters[1].reveal();
    let Some(shown) = node("booth.mjs", &[&file, Path::new(&credential)]) else { return };
    assert_eq!(shown["election"], template.name);
    assert_eq!(shown["fingerprint"], election.fingerprint());
    assert!(shown["refusal"].as_str().unwrap().contains("XXXXX-XXXXXX-XXXXX-XXXXXX"), "{shown}");
    assert_eq!(shown["audited"]["tracker"], shown["audited"]["again"]);
    assert_eq!(shown["audited"]["choices"], "The report?\nNo\nStewards?\nAna, Cy");
    let ballot = shown["ballot"].as_str().unwrap();
    let checked = election.check_ballot(ballot.as_bytes()).unwrap();
    assert_eq!(
        (shown["tracker"].as_str(), checked.credential.as_str()),
        (Some(checked.tracker.as_str()), public[1].0.as_str())
    );
    assert_ne!(shown["tracker"], shown["audited"]["tracker"]);
    assert_eq!((&shown["loaded"], &shown["injected"]), (&Value::from(0), &Value::from(0)));
}
