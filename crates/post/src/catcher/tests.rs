//! The catcher's SMTP, spoken to line by line, and what it keeps.

use super::*;
use std::io::{BufRead, BufReader, Read, Write};

const PATIENCE: Duration = Duration::from_secs(20);

struct Client(BufReader<TcpStream>);

impl Client {
    fn new(catcher: &Catcher) -> Client {
        let stream = TcpStream::connect(catcher.address()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Client(BufReader::new(stream))
    }

    /// One connected and greeted.
    fn greeted(catcher: &Catcher) -> Client {
        let mut client = Client::new(catcher);
        assert_eq!(client.answer(), 220);
        assert_eq!(client.say("EHLO test"), 250);
        client
    }

    /// The code of the next answer, of however many lines.
    fn answer(&mut self) -> u16 {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            assert!(line.ends_with("\r\n"), "{line:?}");
            if line.as_bytes()[3] == b' ' {
                return line[..3].parse().unwrap();
            }
        }
    }

    fn say(&mut self, command: &str) -> u16 {
        self.write(&format!("{command}\r\n"));
        self.answer()
    }

    fn write(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).unwrap();
    }

    fn is_hung_up_on(&mut self) -> bool {
        matches!(self.0.read(&mut [0]), Ok(0) | Err(_))
    }
}

fn start() -> Catcher {
    Catcher::start_anywhere(3).unwrap()
}

#[test]
fn a_whole_conversation_is_understood_and_dots_come_through() {
    let catcher = start();
    let mut client = Client::new(&catcher);
    assert_eq!(client.answer(), 220);
    for (command, code) in [
        ("MAIL FROM:<a@example.org>", 503),
        ("ehlo test", 250),
        ("NOOP", 250),
        ("RCPT TO:<b@example.org>", 503),
        ("DATA", 503),
        ("mail from:<a@example.org> BODY=8BITMIME SIZE=100", 250),
        ("MAIL FROM:<a@example.org>", 503),
        ("DATA", 503),
        ("RSET", 250),
        ("RCPT TO:<b@example.org>", 503),
        ("MAIL FROM:<>", 250),
        ("RCPT TO:<b@example.org>", 250),
        ("RCPT TO: <c@example.org>", 250),
        ("RCPT TO:b@example.org", 501),
        ("RCPT TO:<>", 501),
        ("VRFY b", 252),
        ("TURN", 502),
        ("DATA", 354),
        ("Subject: x\r\n\r\n..one\r\n. two\r\n...\r\n.", 250),
        ("DATA", 503),
        ("QUIT", 221),
    ] {
        assert_eq!(client.say(command), code, "{command}");
    }
    assert!(client.is_hung_up_on());
    let caught = catcher.messages();
    assert_eq!(caught[0].data, b"Subject: x\r\n\r\n.one\r\n two\r\n..\r\n");
    assert_eq!(
        (caught[0].from.as_str(), caught[0].to.as_slice()),
        ("", &["b@example.org".to_owned(), "c@example.org".to_owned()][..])
    );
}

#[test]
fn the_last_messages_are_kept_and_all_are_counted() {
    let catcher = start();
    let mut client = Client::greeted(&catcher);
    for number in 1..=5 {
        client.say("MAIL FROM:<a@example.org>");
        client.say("RCPT TO:<b@example.org>");
        client.say("DATA");
        assert_eq!(client.say(&format!("Subject: {number}\r\n\r\nx\r\n.")), 250);
    }
    assert!(catcher.wait_for(5, PATIENCE));
    assert!(!catcher.wait_for(6, Duration::ZERO));
    let kept: Vec<_> =
        catcher.messages().iter().map(|caught| (caught.number, caught.read().unwrap().subject)).collect();
    assert_eq!(kept, [(3, "3".to_owned()), (4, "4".to_owned()), (5, "5".to_owned())]);
}

#[test]
fn what_ends_lines_otherwise_or_is_too_large_is_refused_and_the_connection_goes_on() {
    let catcher = start();
    let mut client = Client::greeted(&catcher);
    let large = format!("{}\r\n", "x".repeat(900)).repeat(LARGEST / 900);
    for (message, code) in [
        ("a\nb\r\n.", 550),
        ("a\rb\r\n.", 550),
        ("a\r\n\n.\n\r\n.", 550),
        (&format!("{}\r\n.", "x".repeat(1500)), 550),
        (&format!("{}\r\n.", "x".repeat(999)), 550),
        (&format!("{}\r\n.", "x".repeat(998)), 250),
        (&format!("{large}."), 552),
        ("fine\r\n.", 250),
    ] {
        assert_eq!(client.say("MAIL FROM:<a@example.org>"), 250);
        assert_eq!(client.say("RCPT TO:<b@example.org>"), 250);
        assert_eq!(client.say("DATA"), 354);
        assert_eq!(client.say(message), code, "{}", &message[..message.len().min(30)]);
    }
    assert_eq!(client.say(&"x".repeat(5000)), 500);
    assert_eq!(client.say("NOOP\nNOOP"), 500);
    assert_eq!(client.answer(), 250, "the second line ends as it should");
    assert_eq!(client.say("MAIL FROM:<a@example.org> SIZE=9999999"), 552);
    assert_eq!(client.say("MAIL FROM:<a@example.org> SMTPUTF8"), 555);
    assert_eq!(catcher.taken(), 2);
}

#[test]
fn it_misbehaves_as_often_as_told() {
    let catcher = start();
    for how in [
        Misbehaviour::HangUpAtOnce,
        Misbehaviour::KeepSilent,
        Misbehaviour::HangUpWithoutTaking,
        Misbehaviour::HangUpAfterTaking,
    ] {
        let taken = catcher.taken();
        catcher.misbehave(how, 1);
        let mut client = Client::new(&catcher);
        let text = "EHLO test\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nx\r\n.\r\n";
        // It may have hung up before this is written.
        let _ = client.0.get_mut().write_all(text.as_bytes());
        let _ = client.0.get_ref().shutdown(Shutdown::Write);
        let mut rest = vec![];
        let _ = client.0.read_to_end(&mut rest);
        assert!(!String::from_utf8(rest).unwrap().contains("taken as"), "{how:?}");
        assert_eq!(catcher.taken() - taken, u64::from(how == Misbehaviour::HangUpAfterTaking));
        assert_eq!(Client::greeted(&catcher).say("NOOP"), 250, "once only");
    }
    catcher.misbehave(Misbehaviour::RefuseRecipient, 2);
    catcher.behave();
    let mut client = Client::greeted(&catcher);
    client.say("MAIL FROM:<a@example.org>");
    assert_eq!(client.say("RCPT TO:<b@example.org>"), 250);
}

#[test]
fn it_listens_on_this_machine_only_and_ends_with_its_connections() {
    assert_eq!(
        Catcher::start(([0, 0, 0, 0], 0).into(), 1).err().map(|e| e.kind()),
        Some(io::ErrorKind::InvalidInput)
    );
    let catcher = start();
    let address = catcher.address();
    let mut client = Client::greeted(&catcher);
    drop(catcher);
    assert!(client.is_hung_up_on());
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_connection_too_many_is_closed_and_the_others_go_on() {
    let catcher = start();
    let mut clients: Vec<Client> = (0..SESSIONS_AT_MOST).map(|_| Client::greeted(&catcher)).collect();
    assert!(Client::new(&catcher).is_hung_up_on());
    assert_eq!(clients[0].say("NOOP"), 250);
}
