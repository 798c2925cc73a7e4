//! Messages, read back by mail-parser, which knows nothing of how they were written; and texts that try to get into the
//! header.

use super::*;
use crate::calendar::{Event, When, announcement};
use crate::catcher::{Caught, Reading};
use crate::letter::tests::letter;
use crate::line::Line;
use crate::smtp::ServerUrl;
use proptest::prelude::*;

fn settings() -> Settings {
    Settings {
        server: ServerUrl::parse("smtp://localhost").unwrap(),
        sender: crate::address::Address::parse("post@union.example.org").unwrap(),
        sender_name: Line::from_text("Unión de Almacenes, Local 7"),
        reply_to: Some(crate::address::Address::parse("office@union.example.org").unwrap()),
        list_id: "members.union.example.org".into(),
        patience: Duration::from_secs(5),
        also_trusted: None,
    }
}

fn read(letter: &Letter) -> Reading {
    let data = render(letter, &settings()).unwrap().into_bytes();
    Caught { number: 1, from: String::new(), to: vec![], data }.read().unwrap()
}

fn event() -> Event {
    Event {
        uid: "asamblea-3@union.example.org".into(),
        title: "Asamblea; votación, y más".into(),
        description: "Uno\nDos".repeat(60),
        place: None,
        when: When::Time { starts_at: 1_793_712_600, ends_at: None },
        sequence: 0,
        url: None,
        updated: 1_793_000_000,
        cancelled: false,
    }
}

#[test]
fn a_message_says_what_the_letter_says() {
    let letter = letter(7, "ana");
    let found = read(&letter);
    assert_eq!(format!("<{}>", found.message_id), letter.message_id.as_str());
    assert_eq!(found.from_name.as_deref(), Some("Unión de Almacenes, Local 7"));
    assert_eq!(
        (found.from.as_str(), found.to),
        ("post@union.example.org", vec!["ana@example.org".to_owned()])
    );
    assert_eq!(found.subject, letter.subject.as_str());
    assert_eq!(found.date, letter.created_at);
    assert_eq!(found.text.trim_end(), letter.text().trim_end());
    assert!(found.text.trim_end().ends_with(letter.check_phrase.as_str()));
    for (name, value) in [
        ("List-Id", "<members.union.example.org>"),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", "es"),
        ("Reply-To", "office@union.example.org"),
        ("MIME-Version", "1.0"),
    ] {
        let found: Vec<_> = found
            .fields
            .iter()
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(found, [value], "{name}");
    }
}

#[test]
fn an_event_goes_with_the_text_unchanged() {
    let calendar = announcement(&event());
    let found = read(&Letter { calendar: Some(calendar.clone()), ..letter(7, "ana") });
    assert_eq!(found.calendar.unwrap().replace('\n', "\r\n").replace("\r\r", "\r"), calendar.as_str());
    assert!(found.text.contains("el acto 7 convoca"));
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let letter = Letter { calendar: Some(announcement(&event())), ..letter(7, "ana") };
    assert_eq!(render(&letter, &settings()).unwrap(), render(&letter, &settings()).unwrap());
}

#[test]
fn a_date_beyond_what_mail_can_name_is_no_panic() {
    for created_at in [i64::MIN, -1, 0, i64::MAX] {
        assert!(render(&Letter { created_at, ..letter(7, "ana") }, &settings()).is_ok());
    }
}

/// Texts that would like to be a header, a body, the end of a message.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\r\n.\r\n".to_owned()),
        Just("\r\n\r\n".to_owned()),
        Just("Bcc: all@example.org".to_owned()),
        Just("=?utf-8?q?=0D=0ABcc:_x?=".to_owned()),
        Just("--part-".to_owned()),
        Just("Content-Type: text/html".to_owned()),
        Just("\0".to_owned()),
        Just("\u{2028}".to_owned()),
        "\\PC{0,30}",
        "[ -~]{0,120}",
        Just("ñ".repeat(80)),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_gets_into_the_header_or_ends_the_message(
        subject in hostile(), name in hostile(), body in hostile(), phrase in hostile(), title in hostile(), with_event in any::<bool>()
    ) {
        let calendar = with_event.then(|| announcement(&Event { title, ..event() }));
        let letter = Letter {
            subject: Line::from_text(&subject), body, check_phrase: Line::from_text(&format!("x{phrase}")), calendar, ..letter(7, "ana")
        };
        let settings = Settings { sender_name: Line::from_text(&name), ..settings() };
        let data = render(&letter, &settings).unwrap();
        prop_assert!(data.is_ascii());
        let text = data.clone();
        prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0']), "only whole line ends");
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 998));
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let mut names: Vec<&str> =
            head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).map(|line| line.split(':').next().unwrap()).collect();
        names.sort_unstable();
        let mut expected = vec![
            "Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "List-Id", "MIME-Version", "Message-ID", "Reply-To",
            "Subject", "To",
        ];
        if !with_event {
            expected.push("Content-Transfer-Encoding");
        }
        expected.sort_unstable();
        prop_assert_eq!(names, expected);
        let found = Caught { number: 1, from: String::new(), to: vec![], data: data.into_bytes() }.read().unwrap();
        prop_assert_eq!(found.to, vec!["ana@example.org".to_owned()]);
        prop_assert_eq!(found.from, "post@union.example.org");
        prop_assert_eq!(found.text.trim_end().to_owned(), letter.text().trim_end().to_owned());
        prop_assert_eq!(found.calendar.is_some(), with_event);
    }

    #[test]
    fn every_address_that_is_taken_can_be_sent_to(local in "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}", domain in "[a-z0-9.-]{1,40}") {
        if let Ok(to) = crate::address::Address::parse(&format!("{local}@{domain}")) {
            let letter = Letter { to: to.clone(), ..letter(7, "ana") };
            prop_assert!(render(&letter, &settings()).is_ok());
            prop_assert_eq!(read(&letter).to, vec![to.as_str().to_owned()]);
        }
    }
}
