//! Voting with a page one keeps: saved from the site, checked by the command line, opened from a file in a real browser with
//! no network, and the ballot it sealed handed in through a plain form. A page that was changed is refused.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use clap::Parser as _;
use rankfile::cli::{Cli, Ended};
use rankfile_desk::offline::look_into;
use rankfile_hall::election::command::ElectionId;
use rankfile_sim::outsiders::{absent, find};
use rankfile_sim::visit::{Guest, Page, Visits};
use rankfile_sim::world::{ORIGIN, World};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const OFFLINE: &str = "/elections/officers-1/offline";

fn voting() -> (TempDir, Visits, Vec<String>, Vec<Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let parts = Places::within(folder.path()).create_parts().unwrap();
    let key = rankfile_record::note::LogKey::from_seed(ORIGIN, [9; 32]).unwrap();
    let mut world = World::found(folder.path(), Log::create(parts, key).unwrap(), 40).unwrap();
    world.run_until_open().unwrap();
    let credentials = world.credentials().unwrap();
    let ballots = credentials.iter().take(2).map(|c| world.ballot(c, false).unwrap()).collect();
    (folder, Visits::open(world).unwrap(), credentials, ballots)
}

/// The page and its signature as somebody saves them.
fn saved(visits: &Visits, folder: &Path) -> PathBuf {
    let guest = &mut Guest::default();
    let [page, note] = ["booth.html", "booth.html.sig"].map(|name| {
        let answer = visits.get(guest, &format!("{OFFLINE}/{name}")).unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let kept = answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(kept.starts_with("attachment; filename=\"officers-1-booth-en.html"), "{kept}");
        answer.text
    });
    let file = folder.join("officers-1-booth-en.html");
    std::fs::write(&file, page).unwrap();
    std::fs::write(folder.join("officers-1-booth-en.html.sig"), note).unwrap();
    file
}

fn checked(file: &Path, vkey: &str, more: &[&str]) -> anyhow::Result<Ended> {
    let file = file.to_str().unwrap();
    Cli::try_parse_from([&["rankfile", "booth", file, "--vkey", vkey], more].concat()).unwrap().run()
}

/// Hands a ballot in as a browser sends a form with a file.
fn hand_in(visits: &Visits, guest: &mut Guest, token: &str, file: &[u8], text: &str) -> Page {
    let mut body = Vec::new();
    for (name, more, value) in [
        ("token", "", token.as_bytes()),
        ("file", "; filename=\"ballot.json\"", file),
        ("text", "", text.as_bytes()),
    ] {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n").bytes());
        body.extend_from_slice(value);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    let request = guest.request(Method::POST, OFFLINE);
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    visits.send(request.body(Body::from(body)).unwrap()).unwrap()
}

fn cast(visits: &Visits) -> u64 {
    visits.site.view().boxes[&ElectionId("officers-1".into())].ballots
}

#[test]
fn a_page_that_was_changed_or_signed_by_somebody_else_is_refused() {
    let (_folder, visits, ..) = voting();
    let folder = tempfile::tempdir().unwrap();
    let file = saved(&visits, folder.path());
    let view = visits.site.view();
    let fingerprint =
        view.state.elections[&ElectionId("officers-1".into())].ballot.clone().unwrap().fingerprint;
    assert_eq!(checked(&file, &view.vkey, &[]).unwrap(), Ended::Holds);
    assert_eq!(checked(&file, &view.vkey, &["--election", &fingerprint, "--json"]).unwrap(), Ended::Holds);
    let other = ["--election", "AnotherElectionsFingerprint"];
    assert_eq!(checked(&file, &view.vkey, &other).unwrap(), Ended::DoesNotHold);
    let stranger = rankfile_record::note::LogKey::from_seed(ORIGIN, [8; 32]).unwrap();
    assert_eq!(checked(&file, &stranger.vkey(), &[]).unwrap(), Ended::DoesNotHold);
    assert!(checked(&file, "no key", &[]).is_err(), "status 2");
    // What is in it is what this program makes; a page that a host put something into and signed is not.
    let page = std::fs::read_to_string(&file).unwrap();
    let ours = look_into(&page).unwrap();
    assert!(ours.is_ours && ours.desk == rankfile_site::desk::digest());
    let more = page.replacen(
        "<script type=\"module\">",
        "<script type=\"module\">fetch('https://elsewhere.example');",
        1,
    );
    assert_ne!(more, page);
    let log = rankfile_record::note::LogKey::from_seed(ORIGIN, [9; 32]).unwrap();
    let note = rankfile_desk::offline::sign(&more, &fingerprint, &log).unwrap();
    assert!(rankfile_desk::offline::check(&more, &note, log.verifier()).is_ok(), "its signature holds");
    assert!(!look_into(&more).unwrap().is_ours);
    assert_eq!(look_into("<p>Vote here</p>"), None);
    // One letter of the page; then a whole other page with the old signature; then a checkpoint in the place of the signature.
    std::fs::write(&file, page.replacen("credential", "credentiaI", 1)).unwrap();
    assert_eq!(checked(&file, &view.vkey, &["--json"]).unwrap(), Ended::DoesNotHold);
    std::fs::write(&file, "<p>Vote here</p>").unwrap();
    assert_eq!(checked(&file, &view.vkey, &[]).unwrap(), Ended::DoesNotHold);
    std::fs::write(&file, &page).unwrap();
    let signature = folder.path().join("officers-1-booth-en.html.sig");
    std::fs::write(&signature, &view.checkpoint).unwrap();
    assert_eq!(checked(&file, &view.vkey, &[]).unwrap(), Ended::DoesNotHold);
    std::fs::write(&signature, "nothing").unwrap();
    assert!(checked(&file, &view.vkey, &[]).is_err(), "status 2");
}

#[test]
fn the_logs_key_signs_nothing_that_could_be_a_checkpoint() {
    let (_folder, visits, ..) = voting();
    let (send, receive) = std::sync::mpsc::channel();
    visits.site.queue().with(Box::new(move |writer| {
        let log = writer.log_view();
        let checkpoint = format!("{ORIGIN}\n7\n{}=\n", "A".repeat(43));
        let signed = [checkpoint.as_str(), "one line\n", "one\n\n", "no end"].map(|text| log.sign_note(text));
        send.send((signed, log.sign_note("rank-and-file\nsha256:00\n"))).unwrap();
    }));
    let (signed, other) = receive.recv().unwrap();
    assert_eq!(signed, [None, None, None, None]);
    assert!(other.is_some());
}

#[test]
fn a_ballot_sealed_elsewhere_is_handed_in_without_a_script_and_only_from_the_form() {
    let (_folder, visits, _, ballots) = voting();
    let mut guest = Guest::default();
    let token = visits.token(&mut guest).unwrap();
    let done = hand_in(&visits, &mut guest, &token, &ballots[0], "");
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert_eq!(cast(&visits), 1);
    let tracker = done.text.split("id=\"done-tracker\">").nth(1).unwrap().split('<').next().unwrap();
    let tracker = tracker.replace("&#43;", "+").replace("&#47;", "/");
    let found =
        format!("/elections/officers-1/find?tracker={}", tracker.replace('+', "%2B").replace('/', "%2F"));
    assert!(visits.get(&mut guest, &found).unwrap().text.contains("This ballot is in the box."));
    let receipt = done.text.split("href=\"/record/").nth(1).unwrap().split('"').next().unwrap();
    assert!(
        visits
            .get(&mut guest, &format!("/record/{receipt}"))
            .unwrap()
            .text
            .starts_with("c2sp.org/tlog-proof")
    );
    for (token, file, text, status) in [
        ("forged", &ballots[1][..], "", StatusCode::FORBIDDEN),
        (&token, b"", " ", StatusCode::UNPROCESSABLE_ENTITY),
        (&token, b"{}", "", StatusCode::UNPROCESSABLE_ENTITY),
        (&token, &ballots[0][..], "", StatusCode::CONFLICT),
    ] {
        assert_eq!(hand_in(&visits, &mut guest, token, file, text).status, status);
        assert_eq!(cast(&visits), 1);
    }
    // As text, which is what a telephone without files has.
    let text = String::from_utf8(ballots[1].clone()).unwrap();
    assert_eq!(hand_in(&visits, &mut guest, &token, b"", &text).status, StatusCode::OK);
    assert_eq!(cast(&visits), 2);
}

#[test]
fn a_page_saved_from_the_site_votes_in_a_browser_without_a_network() {
    for name in ["node", "chromium", "chromedriver"] {
        if find(name).is_none() {
            return absent(name, "install it from your system's packages");
        }
    }
    let (_folder, visits, credentials, _) = voting();
    let folder = tempfile::tempdir().unwrap();
    let file = saved(&visits, folder.path());
    assert_eq!(checked(&file, &visits.site.view().vkey, &[]).unwrap(), Ended::Holds);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desk/booth.mjs");
    let output = Command::new(find("node").unwrap())
        .arg(script)
        .args([file.to_str().unwrap(), &credentials[0], "q0-1,q1-0"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&shown["loaded"], &shown["injected"]), (&Value::from(0), &Value::from(0)));
    let ballot = shown["ballot"].as_str().unwrap();
    let mut guest = Guest::default();
    let token = visits.token(&mut guest).unwrap();
    let done = hand_in(&visits, &mut guest, &token, ballot.as_bytes(), "");
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    let tracker = shown["tracker"].as_str().unwrap().replace('+', "&#43;").replace('/', "&#47;");
    assert!(
        done.text.contains(&tracker) || done.text.contains(shown["tracker"].as_str().unwrap()),
        "{}",
        done.text
    );
    assert_eq!(cast(&visits), 1);
}
