//! One connection of the catcher: the commands and answers of SMTP. Lines must end with CR LF, bare CR or LF is refused,
//! because servers that disagree about the end of a message can be made to see two.
//!
//! *Source*: RFC 5321; RFC 1870 (SIZE); RFC 6152 (8BITMIME).

use super::{LARGEST, Misbehaviour, Shared};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The longest command line, in bytes, its end included. *Source*: RFC 5321, section 4.5.3.1.4, with room for parameters.
const COMMAND_AT_MOST: usize = 1024;
/// The longest line of a message, in bytes, its end included. *Source*: RFC 5321, section 4.5.3.1.6.
const LINE_AT_MOST: usize = 1000;
/// *Source*: RFC 5321, section 4.5.3.1.8.
const RECIPIENTS_AT_MOST: usize = 100;
/// *Source*: RFC 5321, section 4.5.3.2.7.
const PATIENCE: Duration = Duration::from_secs(300);

/// What was said of the message so far.
#[derive(Default)]
struct Envelope {
    greeted: bool,
    from: Option<String>,
    to: Vec<String>,
}

/// Talks until the client quits or hangs up.
pub(super) fn talk(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut input = BufReader::new(stream);
    if shared.misbehaves(Misbehaviour::HangUpAtOnce) {
        return Ok(());
    }
    if shared.misbehaves(Misbehaviour::TalkNonsense) {
        return answer(stream, "HTTP/1.1 400 Bad Request");
    }
    if shared.misbehaves(Misbehaviour::BeTooBusy) {
        return answer(stream, "421 4.3.2 too busy");
    }
    answer(stream, "220 localhost catcher: delivers nothing")?;
    let mut envelope = Envelope::default();
    while let Some(line) = read_line(&mut input, COMMAND_AT_MOST)? {
        if shared.misbehaves(Misbehaviour::KeepSilent) {
            return io::copy(&mut input, &mut io::sink()).map(drop);
        }
        let Line::Whole(line) = line else {
            answer(stream, "500 5.5.2 a command is one line of text that ends with CR LF")?;
            continue;
        };
        let Ok(line) = String::from_utf8(line) else {
            answer(stream, "500 5.5.2 not understood")?;
            continue;
        };
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "DATA" => data(stream, &mut input, shared, &mut envelope)?,
            "QUIT" => return answer(stream, "221 2.0.0 goodbye"),
            verb => answer(stream, &envelope.obey(verb, rest, shared))?,
        }
    }
    Ok(())
}

impl Envelope {
    /// Obeys a command that only changes the envelope.
    fn obey(&mut self, verb: &str, rest: &str, shared: &Shared) -> String {
        let said = match verb {
            "EHLO" => {
                *self = Envelope { greeted: true, ..Envelope::default() };
                return format!("250-localhost\r\n250-8BITMIME\r\n250 SIZE {LARGEST}");
            }
            "HELO" => {
                *self = Envelope { greeted: true, ..Envelope::default() };
                "250 localhost"
            }
            "RSET" => {
                *self = Envelope { greeted: self.greeted, ..Envelope::default() };
                "250 2.0.0 forgotten"
            }
            "NOOP" => "250 2.0.0 here",
            "VRFY" => "252 2.5.2 send it and see",
            "MAIL" | "RCPT" if !self.greeted => "503 5.5.1 greet first",
            "MAIL" => self.mail(rest, shared),
            "RCPT" => self.rcpt(rest, shared),
            _ => "502 5.5.1 not known here",
        };
        said.to_owned()
    }

    fn mail(&mut self, rest: &str, shared: &Shared) -> &'static str {
        let Some((path, parameters)) = path_of(rest, "FROM:") else { return "501 5.5.4 MAIL FROM:<address>" };
        let mut size = 0;
        for parameter in parameters.split_ascii_whitespace() {
            match parameter.to_ascii_uppercase().split_once('=') {
                Some(("BODY", "7BIT" | "8BITMIME")) => {}
                Some(("SIZE", digits)) => match digits.parse::<usize>() {
                    Ok(said) => size = said,
                    Err(_) => return "501 5.5.4 SIZE is a number",
                },
                _ => return "555 5.5.4 a parameter is not known here",
            }
        }
        if self.from.is_some() {
            return "503 5.5.1 one sender at a time";
        }
        if shared.misbehaves(Misbehaviour::RefuseSender) {
            return "550 5.1.8 not for this sender";
        }
        if size > LARGEST {
            return "552 5.3.4 too large";
        }
        self.from = Some(path);
        "250 2.1.0 sender taken"
    }

    fn rcpt(&mut self, rest: &str, shared: &Shared) -> &'static str {
        match path_of(rest, "TO:") {
            _ if self.from.is_none() => "503 5.5.1 the sender first",
            Some((path, "")) if !path.is_empty() => {
                if self.to.len() >= RECIPIENTS_AT_MOST {
                    return "452 4.5.3 too many recipients";
                }
                if shared.misbehaves(Misbehaviour::PutOffRecipient) {
                    return "450 4.2.1 later";
                }
                if shared.misbehaves(Misbehaviour::RefuseRecipient) {
                    return "550 5.1.1 nobody of that name";
                }
                if shared.misbehaves(Misbehaviour::RefuseToRelay) {
                    return "554 5.7.1 relaying denied";
                }
                self.to.push(path);
                "250 2.1.5 recipient taken"
            }
            _ => "501 5.5.4 RCPT TO:<address>",
        }
    }
}

/// Reads a message and keeps it.
fn data(
    stream: &TcpStream,
    input: &mut impl BufRead,
    shared: &Shared,
    envelope: &mut Envelope,
) -> io::Result<()> {
    if envelope.to.is_empty() {
        return answer(stream, "503 5.5.1 the recipients first");
    }
    answer(stream, "354 the message, then a line with one dot")?;
    let mut message = vec![];
    let mut refusal = None;
    loop {
        match read_line(input, LINE_AT_MOST)? {
            None => return Ok(()),
            Some(Line::Whole(line)) if line == b"." => break,
            Some(Line::Whole(line)) => {
                // A dot was put before every line that begins with one.
                message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
                message.extend_from_slice(b"\r\n");
            }
            Some(Line::Broken) => refusal = Some("550 5.6.0 lines end with CR LF and have at most 998 bytes"),
        }
        if message.len() > LARGEST {
            refusal = Some("552 5.3.4 too large");
            message.clear();
        }
    }
    let Envelope { from, to, .. } =
        std::mem::replace(envelope, Envelope { greeted: true, ..Envelope::default() });
    if shared.misbehaves(Misbehaviour::RefuseMessage) {
        refusal = Some("552 5.2.2 the mailbox is full");
    }
    if let Some(refusal) = refusal {
        return answer(stream, refusal);
    }
    if shared.misbehaves(Misbehaviour::HangUpWithoutTaking) {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    let number = shared.take(from.unwrap_or_default(), to, message);
    if shared.misbehaves(Misbehaviour::HangUpAfterTaking) {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    answer(stream, &format!("250 2.0.0 taken as {number}"))
}

/// A line without its end, or one that is too long or holds a bare CR or LF.
enum Line {
    Whole(Vec<u8>),
    Broken,
}

/// The next line; none at the end of the connection. What is too long is read to its end and thrown away.
fn read_line(input: &mut impl BufRead, at_most: usize) -> io::Result<Option<Line>> {
    let mut line = vec![];
    let mut too_long = false;
    loop {
        let before = line.len();
        input.by_ref().take((at_most - before) as u64).read_until(b'\n', &mut line)?;
        if line.ends_with(b"\n") {
            break;
        }
        if line.len() < at_most {
            // The connection ended in the middle of a line.
            return Ok(None);
        }
        too_long = true;
        // A CR at the end of what is thrown away may belong to the end of the line.
        line.clear();
    }
    let whole = line.strip_suffix(b"\r\n").filter(|line| !line.contains(&b'\r') && !too_long);
    Ok(Some(whole.map_or(Line::Broken, |line| Line::Whole(line.to_vec()))))
}

/// The path of a MAIL or RCPT command and what stands after it.
fn path_of<'a>(rest: &'a str, keyword: &str) -> Option<(String, &'a str)> {
    let start = rest.get(..keyword.len()).filter(|start| start.eq_ignore_ascii_case(keyword))?;
    let rest = rest[start.len()..].trim_start().strip_prefix('<')?;
    let (path, parameters) = rest.split_once('>')?;
    let is_plain = path.bytes().all(|sign| sign.is_ascii_graphic() && sign != b'<');
    let parted = parameters.is_empty() || parameters.starts_with(' ');
    (is_plain && parted).then(|| (path.to_owned(), parameters.trim()))
}

fn answer(mut stream: &TcpStream, text: &str) -> io::Result<()> {
    stream.write_all(format!("{text}\r\n").as_bytes())
}
