//! Programs nobody here wrote judge the mail: Python's smtplib sends to our catcher; a server made of aiosmtpd takes what our
//! mailer sends, encrypted too, and Python's email package reads it; the icalendar package reads our calendars.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "these are tests")]

mod letters;
mod pythons;

use jiff::civil::date;
use letters::{NOW, ana_eva_ida, settings};
use rankfile_post::calendar::{Event, When, announcement, feed};
use rankfile_post::catcher::{Catcher, LARGEST, Misbehaviour};
use rankfile_post::letter::Letter;
use rankfile_post::outbox::Due;
use rankfile_post::smtp::{Mailer, Settings};
use rankfile_post::trouble::Trouble;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, ChildStdout};

/// Runs a script on an input and gives the lines it prints, each as JSON.
fn ask(mut command: std::process::Command, input: &[u8]) -> Vec<Value> {
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success());
    said.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn smtplib_talks_to_our_catcher() {
    let Some(python) = pythons::with_module("smtplib", "our catcher's SMTP") else { return };
    let catcher = Catcher::start_anywhere(10).unwrap();
    let text = ".dot\n..two\n.\nñandú €\nlast\n";
    let message = |to: &[&str], text: &str| json!({"from": "a@example.org", "to": to, "subject": "¿Sí? ñ", "text": text});
    let mut eight_bits = message(&["b@example.org"], text);
    eight_bits["encoding"] = json!("8bit");
    let messages = [
        message(&["b@example.org", "c@example.org"], text),
        eight_bits,
        message(&["d@example.org"], &"x".repeat(LARGEST)),
        message(&["e@example.org"], "again\n"),
    ];
    let mut command = pythons::script(&python, "send.py");
    command.arg(catcher.address().port().to_string());
    let said = ask(command, json!(messages).to_string().as_bytes());
    assert_eq!(said[0]["features"], json!(["8bitmime", "size"]));
    assert_eq!((&said[0]["refused"], &said[1]["refused"]), (&json!([]), &json!([])));
    assert_eq!(said[2]["code"], 552);
    assert_eq!(said[3]["refused"], json!([]));
    assert_eq!(said[4], json!({"verify": 252, "noop": 250}));
    let caught = catcher.messages();
    assert_eq!(caught.len(), 3);
    assert_eq!(caught[0].to, ["b@example.org", "c@example.org"]);
    for caught in &caught[..2] {
        let found = caught.read().unwrap();
        assert_eq!((found.subject.as_str(), found.text.as_str()), ("¿Sí? ñ", text));
    }
    assert_eq!(catcher.connections(), 1);
}

#[test]
fn smtplib_sees_what_our_catcher_refuses() {
    let Some(python) = pythons::with_module("smtplib", "our catcher's refusals") else { return };
    let catcher = Catcher::start_anywhere(10).unwrap();
    catcher.misbehave(Misbehaviour::RefuseSender, 1);
    let message = json!({"from": "a@example.org", "to": ["b@example.org"], "subject": "x", "text": "y"});
    let mut command = pythons::script(&python, "send.py");
    command.arg(catcher.address().port().to_string());
    let said = ask(command, json!([message, message]).to_string().as_bytes());
    assert_eq!((&said[0]["code"], &said[1]["refused"]), (&json!(550), &json!([])));
}

/// A server made of aiosmtpd.
struct Receiver {
    child: Child,
    output: BufReader<ChildStdout>,
    port: u16,
}

impl Receiver {
    fn start(python: &Path, kind: &str, folder: &Path) -> Receiver {
        let mut child = pythons::script(python, "receive.py").arg(kind).arg(folder).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut port = String::new();
        output.read_line(&mut port).unwrap();
        Receiver { child, output, port: port.trim().parse().expect("the server prints its port first") }
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn send(settings: Settings, letters: &[Letter]) -> (Vec<Result<(), Trouble>>, Result<(), Trouble>) {
    let due: Vec<Due> = (1..)
        .zip(letters)
        .map(|(number, letter)| Due { number, attempts: 0, letter: letter.clone() })
        .collect();
    let mut told = vec![];
    let sent = Mailer::new(settings).unwrap().send(&due, &mut |_, outcome| {
        told.push(outcome);
        ControlFlow::Continue(())
    });
    (told, sent)
}

/// What Python found in a message against what the letter says.
fn check(found: &Value, letter: &Letter) {
    assert_eq!(
        (&found["defects"], &found["header_defects"], &found["bare"]),
        (&json!([]), &json!([]), &json!(false))
    );
    assert_eq!(
        (&found["from"], &found["to"]),
        (&json!("post@union.example.org"), &json!([letter.to.as_str()]))
    );
    assert_eq!(found["text"].as_str().unwrap().trim_end(), letter.text().trim_end());
    assert_eq!(
        (&found["date"], &found["sender_name"]),
        (&json!(letter.created_at), &json!("Unión de Almacenes, Local 7"))
    );
    let headers: Vec<(&str, &str)> = found["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one[0].as_str().unwrap(), one[1].as_str().unwrap()))
        .collect();
    for (name, value) in [
        ("Message-ID", letter.message_id.as_str()),
        ("Subject", letter.subject.as_str()),
        ("To", letter.to.as_str()),
        ("List-Id", "<members.union.example.org>"),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", "es-MX"),
    ] {
        let values: Vec<&str> =
            headers.iter().filter(|(found, _)| *found == name).map(|(_, value)| *value).collect();
        assert_eq!(values, [value], "{name}");
    }
}

#[test]
fn a_server_of_aiosmtpd_takes_our_mail_and_python_reads_it() {
    let Some(python) = pythons::with_module("aiosmtpd", "our mail before a real server") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut receiver = Receiver::start(&python, "plain", folder.path());
    let mut letters = ana_eva_ida(7);
    let event = events().remove(0);
    letters[1].calendar = Some(announcement(&event));
    let url = format!("smtp://127.0.0.1:{}", receiver.port);
    assert_eq!(send(settings(&url), &letters), (vec![Ok(()); 3], Ok(())));
    for letter in &letters {
        let found = receiver.next();
        check(&found, letter);
        let calendars = found["calendars"].as_array().unwrap();
        assert_eq!(calendars.len(), usize::from(letter.calendar.is_some()));
        if let Some(calendar) = &letter.calendar {
            assert_eq!(
                (&calendars[0]["method"], &calendars[0]["name"]),
                (&json!("PUBLISH"), &json!("event.ics"))
            );
            assert_eq!(
                calendars[0]["content"].as_str().unwrap().replace("\r\n", "\n"),
                calendar.as_str().replace("\r\n", "\n")
            );
        }
    }
    // This server offers no encryption.
    let url = format!("smtp://127.0.0.1:{}?tls=required", receiver.port);
    assert_eq!(send(settings(&url), &letters), (vec![], Err(Trouble::NotEncrypted)));
}

#[test]
fn mail_is_encrypted_and_authenticated_or_not_sent() {
    let Some(python) = pythons::with_module("aiosmtpd", "our mail over encrypted connections") else {
        return;
    };
    if std::process::Command::new("openssl").arg("version").output().is_err() {
        return pythons::absent("openssl", "our mail over encrypted connections");
    }
    for (kind, scheme, option) in [("starttls", "smtp", "?tls=required"), ("smtps", "smtps", "")] {
        let folder = tempfile::tempdir().unwrap();
        let mut receiver = Receiver::start(&python, kind, folder.path());
        let trusted = std::fs::read(folder.path().join("ca.pem")).unwrap();
        let with = |host: &str, password: &str, trusted: Option<&[u8]>| {
            let url = format!("{scheme}://union:{password}@{host}:{}{option}", receiver.port);
            Settings { also_trusted: trusted.map(<[u8]>::to_vec), ..settings(&url) }
        };
        let letters = ana_eva_ida(7);
        let fine = with("127.0.0.1", "p%3Aw%2F%C3%B1", Some(&trusted));
        assert_eq!(send(fine.clone(), &letters), (vec![Ok(()); 3], Ok(())), "{kind}");
        let refused = send(with("127.0.0.1", "wrong", Some(&trusted)), &letters);
        assert_eq!(refused, (vec![], Err(Trouble::PasswordRefused(535))), "{kind}");
        let untrusted = send(with("127.0.0.1", "p%3Aw%2F%C3%B1", None), &letters);
        assert_eq!(untrusted, (vec![], Err(Trouble::NotEncrypted)), "{kind}");
        let renamed = send(with("localhost", "p%3Aw%2F%C3%B1", Some(&trusted)), &letters);
        assert_eq!(renamed, (vec![], Err(Trouble::NotEncrypted)), "{kind}: the certificate is for 127.0.0.1");
        for letter in &letters {
            let found = receiver.next();
            check(&found, letter);
            assert_eq!((&found["encrypted"], &found["authenticated"]), (&json!(true), &json!(true)));
        }
    }
    let bad = Settings { also_trusted: Some(b"no certificate".to_vec()), ..settings("smtps://localhost") };
    assert!(Mailer::new(bad).is_err());
}

/// Events with everything the format has an escape for. A backslash before an n is left out: older releases of the package
/// read the two as a line end, whoever wrote them; and so are commas in the calendar's name, which newer ones do not unescape.
fn events() -> Vec<Event> {
    let plain = Event {
        uid: "meeting-12@union.example.org".into(),
        title: "Asamblea general; elección, votación".into(),
        description: format!(
            "Orden del día:\n1. Actas\\páginas\n2. Convenio, \"artículo 5\";\n{}",
            "ñandú € 老虎 ".repeat(40)
        ),
        place: Some("Sala 3, Calle Ñ".into()),
        when: When::Time { starts_at: NOW, ends_at: Some(NOW + 5400) },
        sequence: 3,
        url: Some("https://union.example.org/meetings/12?a=b;c,d".into()),
        updated: NOW - 86_400,
        cancelled: false,
    };
    let days = When::Days { first: date(2026, 12, 30), last: date(2027, 1, 2) };
    vec![
        plain.clone(),
        Event {
            uid: "vote-1@x".into(),
            when: days,
            cancelled: true,
            place: None,
            url: None,
            ..plain.clone()
        },
        Event {
            uid: "a".into(),
            title: "BEGIN:VEVENT\r\nUID:b".into(),
            description: "\r\nEND:VEVENT\r\n\t x\u{7}".into(),
            ..plain
        },
    ]
}

#[test]
fn the_icalendar_package_reads_our_calendar() {
    let Some(python) = pythons::with_module("icalendar", "our calendars") else { return };
    let events = events();
    let calendar = feed("Unión · Local 7", &events);
    let found = ask(pythons::script(&python, "calendar_check.py"), calendar.as_str().as_bytes()).remove(0);
    assert_eq!((&found["version"], &found["method"]), (&json!("2.0"), &json!("PUBLISH")));
    assert_eq!(found["name"], "Unión · Local 7");
    assert_eq!(found["components"], json!(["VCALENDAR", "VEVENT", "VEVENT", "VEVENT"]));
    for (found, event) in found["events"].as_array().unwrap().iter().zip(&events) {
        assert_eq!(found["errors"], json!([]));
        assert_eq!((&found["uid"], &found["sequence"]), (&json!(event.uid), &json!(event.sequence)));
        assert_eq!(found["stamp"], event.updated);
        assert_eq!((&found["place"], &found["url"]), (&json!(event.place), &json!(event.url)));
    }
    let of = |index: usize, key: &str| found["events"][index][key].clone();
    assert_eq!(
        (of(0, "title"), of(0, "description")),
        (json!(events[0].title), json!(events[0].description))
    );
    assert_eq!(
        (of(0, "starts"), of(0, "ends"), of(0, "status")),
        (json!(NOW), json!(NOW + 5400), json!("CONFIRMED"))
    );
    assert_eq!(
        (of(1, "starts"), of(1, "ends"), of(1, "status")),
        (json!("2026-12-30"), json!("2027-01-03"), json!("CANCELLED"))
    );
    assert_eq!(
        (of(2, "title"), of(2, "description")),
        (json!("BEGIN:VEVENT UID:b"), json!("\nEND:VEVENT\n x"))
    );
    let empty =
        ask(pythons::script(&python, "calendar_check.py"), feed("x", &[]).as_str().as_bytes()).remove(0);
    assert_eq!(empty["components"], json!(["VCALENDAR"]));
}
