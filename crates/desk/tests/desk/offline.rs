//! The offline booth: it holds everything it needs, allows nothing else, and an altered one is found.

use crate::common::voted;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rankfile_desk::offline::{OfflineError, Page, check, sign};
use rankfile_record::note::{LogKey, sign_note};
use sha2::{Digest, Sha256};

fn key(seed: u8) -> LogKey {
    LogKey::from_seed("local42.example/record", [seed; 32]).unwrap()
}

fn page(hand_in_at: &str) -> (String, String) {
    let voted = voted();
    let text = |name: &str| voted.documents[name].as_str().unwrap().to_owned();
    let (election, trustees) = (text("election"), text("trustees"));
    let page = Page { language: "es", election: &election, trustees: &trustees, hand_in_at, desk: b"\0asm" };
    (page.render().unwrap(), voted.election.fingerprint().to_owned())
}

/// What stands in an element with this beginning.
fn inside<'a>(page: &'a str, begins: &str) -> &'a str {
    let (_, rest) = page.split_once(begins).unwrap();
    rest.split_once("</").unwrap().0
}

#[test]
fn the_page_allows_its_own_script_and_nothing_else() {
    let (page, _) = page("https://union.example/");
    let policy =
        page.split_once("Content-Security-Policy\" content=\"").unwrap().1.split_once('"').unwrap().0;
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    assert!(policy.starts_with("default-src 'none'; "));
    assert!(policy.contains(&hash(inside(&page, "<script type=\"module\">"))));
    assert!(policy.contains(&hash(inside(&page, "<style>"))));
    assert!(!policy.contains("unsafe-inline") && !policy.contains("connect-src"));
    for outside in ["src=", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn what_a_document_says_cannot_end_its_element() {
    let (page, _) = page("</script><script>alert(1)</script>");
    let data: serde_json::Value =
        serde_json::from_str(inside(&page, "<script type=\"application/json\" id=\"data\">")).unwrap();
    assert_eq!(data["where"], "</script><script>alert(1)</script>");
    assert!(data["documents"]["election"].as_str().unwrap().contains("Bo \\\"B\\\" Ber"));
}

#[test]
fn a_signed_page_holds_and_an_altered_one_is_found() {
    let (page, fingerprint) = page("https://union.example/");
    let note = sign(&page, &fingerprint, &key(1)).unwrap();
    let signed = check(&page, &note, key(1).verifier()).unwrap();
    assert_eq!(signed.fingerprint, fingerprint);
    assert_eq!(signed.digest, hex::encode(Sha256::digest(&page)));
    let altered = page.replace("ballot.make", "ballot.fake");
    assert_eq!(check(&altered, &note, key(1).verifier()), Err(OfflineError::OtherPage));
    assert!(matches!(check(&page, &note, key(2).verifier()), Err(OfflineError::Note(_))));
    let forged = note.replace(&signed.digest, &hex::encode(Sha256::digest(&altered)));
    assert!(matches!(check(&altered, &forged, key(1).verifier()), Err(OfflineError::Note(_))));
    let other = sign_note("something else\n", &key(1)).unwrap();
    assert_eq!(check(&page, &other, key(1).verifier()), Err(OfflineError::OtherNote));
}

#[test]
fn the_note_under_a_page_is_no_checkpoint() {
    let (page, fingerprint) = page("https://union.example/");
    let note = sign(&page, &fingerprint, &key(1)).unwrap();
    assert!(rankfile_record::checkpoint::Checkpoint::open(note.as_bytes(), key(1).verifier()).is_err());
}
