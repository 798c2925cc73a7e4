//! An archive taken apart into its members, altered with all digests made right again, and put together.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;

use super::event::{Event, EventKind, render_owned};
use super::tar::{push_member, read_member};
use super::{Archive, Piece};
use crate::hash::sha256;
use crate::{Credential, GroupName, KeyShare, Question, Setup, Template, Verdict, verify};

const TIME: u64 = 1_795_320_114;

/// Names and bodies.
type Members = Vec<(String, Vec<u8>)>;

/// The members of an archive in which voting has ended without a ballot: `BELENIOS`, four documents, Setup, EndBallots.
fn members() -> Members {
    let rng = &mut ChaCha12Rng::seed_from_u64(8);
    let group = GroupName::Ed25519;
    let question =
        Question { question: "?".to_owned(), answers: vec!["a".to_owned()], min: 0, max: 1, blank: false };
    let template = Template {
        uuid: "rankFiLeApart42".to_owned(),
        name: String::new(),
        description: String::new(),
        group,
        questions: vec![question],
        administrator: None,
        credential_authority: None,
    };
    let trustee = KeyShare::make(group, rng).public(None, rng);
    let public = Credential::make(rng).public(group, &template.uuid);
    let setup = Setup::make(&template, &[trustee], &[(public, 1)]).unwrap();
    let (mut bytes, head) = Archive::begin(TIME, &setup);
    bytes.extend(Archive::append(&head, Piece::EndBallots).0);
    let mut members = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let (member, next) = read_member(&bytes, start).unwrap();
        members.push((member.name.to_owned(), member.body.to_vec()));
        start = next;
    }
    assert_eq!(members.len(), 7);
    members
}

fn named(body: &[u8], kind: &str) -> (String, Vec<u8>) {
    (format!("{}.{kind}.json", hex::encode(sha256(body))), body.to_vec())
}

fn archive(members: &Members) -> Vec<u8> {
    let mut bytes = Vec::new();
    members.iter().for_each(|(name, body)| push_member(&mut bytes, name, TIME, body));
    bytes
}

/// Verdict and codes after a change.
fn after(change: impl FnOnce(&mut Members)) -> (Verdict, Vec<&'static str>) {
    let mut members = members();
    change(&mut members);
    judge(&archive(&members))
}

fn judge(bytes: &[u8]) -> (Verdict, Vec<&'static str>) {
    let report = verify(bytes, &|_, _| {}).unwrap();
    (report.verdict, report.findings.iter().map(|finding| finding.code).collect())
}

fn invalid(code: &'static str) -> (Verdict, Vec<&'static str>) {
    (Verdict::Invalid, vec![code])
}

#[test]
fn put_together_unaltered_it_is_open() {
    assert_eq!(after(|_| {}), (Verdict::Open, vec![]));
}

#[test]
fn the_first_member_says_version_and_time_in_one_way() {
    let first = |body: &str| after(|members| members[0].1 = body.as_bytes().to_vec());
    assert_eq!(first(r#"{"version":1,"timestamp":1795320114}"#), (Verdict::Open, vec![]));
    for body in [
        r#"{"version":1,"timestamp":"1795320115"}"#,
        r#"{"version":1, "timestamp":"1795320114"}"#,
        r#"{"timestamp":"1795320114","version":1}"#,
        r#"{"version":1,"timestamp":"01795320114"}"#,
        // Another version, but events of this one.
        r#"{"version":2,"timestamp":1795320114}"#,
        "",
    ] {
        assert_eq!(first(body), invalid("archive-first-member"), "{body}");
    }
    let foreign = |members: &mut Members| {
        members[0].1 = br#"{"version":2,"timestamp":1795320114}"#.to_vec();
        members.truncate(5);
    };
    assert_eq!(after(foreign), (Verdict::Unsupported, vec!["unsupported"]));
}

#[test]
fn members_are_named_by_their_digests_and_share_one_time() {
    let renamed = |rename: fn(&str) -> String| after(|members| members[6].0 = rename(&members[6].0));
    assert_eq!(renamed(|name| name.replace("event.json", "json")), invalid("archive-name"));
    assert_eq!(renamed(str::to_uppercase), invalid("archive-name"));
    assert_eq!(renamed(|name| name[1..].to_owned()), invalid("archive-name"));
    let changed = after(|members| members[6].1.push(b' '));
    assert_eq!(changed, invalid("archive-digest"));
    let mut bytes = archive(&members()[..6].to_vec());
    let (name, body) = &members()[6];
    push_member(&mut bytes, name, TIME + 1, body);
    assert_eq!(judge(&bytes), invalid("archive-timestamp"));
}

#[test]
fn an_event_is_preceded_by_exactly_what_it_refers_to() {
    let superfluous = named(b"nobody asked for this", "data");
    assert_eq!(after(|members| members.push(superfluous.clone())), invalid("archive-trailing-data"));
    assert_eq!(after(|members| members.insert(6, superfluous.clone())), invalid("archive-members"));
    assert_eq!(after(|members| members.insert(1, superfluous.clone())), invalid("archive-members"));
    assert_eq!(after(|members| members.swap(1, 2)), invalid("archive-members"));
    assert_eq!(after(|members| drop(members.remove(3))), invalid("archive-members"));
    assert_eq!(after(|members| drop(members.drain(1..5))), invalid("archive-payload"));
    let twice = after(|members| members.insert(1, members[1].clone()));
    assert_eq!(twice, (Verdict::Invalid, vec!["archive-repeated-member", "archive-members"]));
}

/// The last event replaced by another, its name made right.
fn with_event(change: impl FnOnce(&mut Event)) -> (Verdict, Vec<&'static str>) {
    after(|members| {
        let mut event = Event::parse(&members[6].1).unwrap();
        change(&mut event);
        members[6] = named(event.render().as_bytes(), "event");
    })
}

#[test]
fn events_form_one_chain() {
    assert_eq!(with_event(|event| event.parent = Some([7; 32])), invalid("archive-parent"));
    assert_eq!(with_event(|event| event.parent = None), invalid("archive-parent"));
    assert_eq!(with_event(|event| event.height = 2), invalid("archive-height"));
    assert_eq!(with_event(|event| event.payload = Some([7; 32])), invalid("archive-payload"));
    assert_eq!(with_event(|event| event.kind = EventKind::Ballot), invalid("archive-payload"));
    for respell in [
        |text: &str| text.replace(':', ": "),
        |text: &str| text.replace("\"type\"", "\"x\":0,\"type\""),
        |text: &str| text.replace("EndBallots", "EndOfBallots"),
    ] {
        let changed = after(|members| {
            let text = respell(std::str::from_utf8(&members[6].1).unwrap());
            members[6] = named(text.as_bytes(), "event");
        });
        assert_eq!(changed, invalid("archive-event"));
    }
}

#[test]
fn a_shuffle_has_no_place_among_choose_k_questions() {
    let (verdict, codes) = after(|members| {
        let shuffle = named(b"shuffled", "data");
        let owned = named(render_owned(1, &sha256(b"shuffled")).as_bytes(), "data");
        let parent = Some(sha256(&members[6].1));
        let event = Event { parent, height: 2, kind: EventKind::Shuffle, payload: Some(sha256(&owned.1)) };
        members.extend([shuffle, owned, named(event.render().as_bytes(), "event")]);
    });
    assert_eq!((verdict, codes), (Verdict::Invalid, vec!["archive-order", "archive-shuffle"]));
}

/// The setup document replaced by another, a member put before it, and the event made right.
fn with_setup_data(change: fn(&str) -> String, extra: Option<&[u8]>) -> (Verdict, Vec<&'static str>) {
    after(|members| {
        let data = change(std::str::from_utf8(&members[4].1).unwrap());
        let event =
            Event { parent: None, height: 0, kind: EventKind::Setup, payload: Some(sha256(data.as_bytes())) };
        members.truncate(4);
        members.extend(extra.map(|extra| named(extra, "data")));
        members.push(named(data.as_bytes(), "data"));
        members.push(named(event.render().as_bytes(), "event"));
    })
}

#[test]
fn a_credentials_certificate_is_recognised_and_not_supported() {
    let certified = |text: &str| {
        let digest = hex::encode(sha256(b"certificate"));
        text.replace('}', &format!(",\"credentials_certificate\":\"{digest}\"}}"))
    };
    assert_eq!(with_setup_data(str::to_owned, None), (Verdict::Open, vec![]));
    assert_eq!(with_setup_data(certified, Some(b"certificate")), (Verdict::Unsupported, vec!["unsupported"]));
    assert_eq!(with_setup_data(certified, Some(b"another")), invalid("archive-members"));
    assert_eq!(with_setup_data(|text| text.replace(':', ": "), None), invalid("archive-payload"));
    assert_eq!(with_setup_data(|text| text.replace("trustees", "x"), None), invalid("archive-payload"));
}
