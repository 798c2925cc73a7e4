//! A forger's workbench: takes an election archive (`.bel`) apart into events, lets a test change any body, and puts it
//! together again with every hash, size and parent right, so that only the change itself is left to be found. It is
//! written apart from the `belenios` room on purpose and checks nothing: a forger would not.

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// An archive taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    header: String,
    timestamp: u64,
    /// The events in order.
    pub events: Vec<Event>,
}

/// One event with the bodies stored before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its type, for example `Ballot`.
    pub kind: String,
    /// The bodies in order; the last one is the event's payload. `EndBallots` has none.
    pub bodies: Vec<String>,
}

impl Archive {
    /// Takes an archive apart.
    ///
    /// *Errors*: it is no archive of the known shape.
    pub fn parse(bytes: &[u8]) -> Result<Archive> {
        let mut archive = Archive { header: String::new(), timestamp: 0, events: vec![] };
        let (mut rest, mut bodies) = (bytes, vec![]);
        while !rest.is_empty() {
            let (header, after) = rest.split_at_checked(512).context("a member's header is cut short")?;
            let octal = |from: usize| -> Result<u64> {
                let digits = header.get(from..from + 11).context("a header is cut short")?;
                Ok(u64::from_str_radix(std::str::from_utf8(digits)?, 8)?)
            };
            let size = usize::try_from(octal(124)?)?;
            let (body, after) =
                after.split_at_checked(size.next_multiple_of(512)).context("a body is cut short")?;
            let body = String::from_utf8(body.get(..size).context("a body is cut short")?.to_vec())?;
            let name = std::str::from_utf8(header.split(|byte| *byte == 0).next().unwrap_or_default())?;
            match name.split('.').nth(1) {
                None => (archive.header, archive.timestamp) = (body, octal(136)?),
                Some("data") => bodies.push(body),
                Some("event") => {
                    let event: serde_json::Value = serde_json::from_str(&body)?;
                    let kind = event["type"].as_str().context("an event without type")?.to_owned();
                    archive.events.push(Event { kind, bodies: std::mem::take(&mut bodies) });
                }
                Some(other) => bail!("a member of unknown kind `{other}`"),
            }
            rest = after;
        }
        Ok(archive)
    }

    /// Puts the archive together, hashes made anew.
    pub fn render(&self) -> Vec<u8> {
        let mut bytes = vec![];
        self.append(&mut bytes, "BELENIOS", &self.header);
        let mut parent = None;
        for (height, event) in self.events.iter().enumerate() {
            for body in &event.bodies {
                self.append(&mut bytes, &format!("{}.data.json", hash(body)), body);
            }
            let parent_member = parent.map(|parent| format!("\"parent\":\"{parent}\",")).unwrap_or_default();
            let payload = event.bodies.last().map(|body| format!(",\"payload\":\"{}\"", hash(body)));
            let payload = payload.unwrap_or_default();
            let body = format!("{{{parent_member}\"height\":{height},\"type\":\"{}\"{payload}}}", event.kind);
            self.append(&mut bytes, &format!("{}.event.json", hash(&body)), &body);
            parent = Some(hash(&body));
        }
        bytes
    }

    /// The archive as it was just after the last event of that type; all of it if there is none.
    pub fn until(&self, kind: &str) -> Archive {
        let mut archive = self.clone();
        if let Some(last) = archive.events.iter().rposition(|event| event.kind == kind) {
            archive.events.truncate(last + 1);
        }
        archive
    }

    /// Every body of the events of that type, in order.
    pub fn bodies_of<'a>(&'a self, kind: &'a str) -> impl DoubleEndedIterator<Item = &'a str> {
        let events = self.events.iter().filter(move |event| event.kind == kind);
        events.flat_map(|event| event.bodies.iter().map(String::as_str))
    }

    /// Changes one body, and what refers to it inside the same event.
    ///
    /// *Shape*: `event` counts among the events of that type, `body` among its bodies.
    /// *Errors*: there is no such body, or the change left it as it was.
    pub fn alter(
        &mut self,
        kind: &str,
        event: usize,
        body: usize,
        change: impl Fn(&str) -> String,
    ) -> Result<()> {
        let mut events = self.events.iter_mut().filter(|event| event.kind == kind);
        let event = events.nth(event).with_context(|| format!("no such event of type {kind}"))?;
        let old = event.bodies.get(body).context("no such body")?.clone();
        let new = change(&old);
        if new == old {
            bail!("the change to {kind} changed nothing");
        }
        for later in event.bodies.iter_mut().skip(body) {
            *later = later.replace(&hash(&old), &hash(&new));
        }
        if let Some(place) = event.bodies.get_mut(body) {
            *place = new;
        }
        Ok(())
    }

    /// Adds an event at the end.
    pub fn push(&mut self, kind: &str, bodies: &[&str]) {
        let bodies = bodies.iter().map(|body| (*body).to_owned()).collect();
        self.events.push(Event { kind: kind.to_owned(), bodies });
    }

    /// The name the archive's file must have.
    ///
    /// *Errors*: the archive has no election with a uuid.
    pub fn file_name(&self) -> Result<String> {
        let election: serde_json::Value = serde_json::from_str(self.election()?)?;
        let uuid = election["uuid"].as_str().context("the election has no uuid")?;
        Ok(format!("{uuid}.bel"))
    }

    /// Whether the election is in the Ed25519 group.
    pub fn is_ed25519(&self) -> bool {
        self.election().is_ok_and(|election| election.contains("\"group\":\"Ed25519\""))
    }

    fn election(&self) -> Result<&str> {
        self.bodies_of("Setup").next().context("the archive has no election")
    }

    /// Appends one member: a header of the oldest kind of tar, the body, zeros up to a full block.
    fn append(&self, bytes: &mut Vec<u8>, name: &str, body: &str) {
        let mut header = [0u8; 512];
        let fields = [
            (0, name.to_owned()),
            (100, "0000644".to_owned()),
            (108, "0000000".to_owned()),
            (116, "0000000".to_owned()),
            (124, format!("{:011o}", body.len())),
            (136, format!("{:011o}", self.timestamp)),
            (148, " ".repeat(8)),
            (156, "0".to_owned()),
        ];
        for (from, value) in fields {
            header[from..from + value.len()].copy_from_slice(value.as_bytes());
        }
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        bytes.extend_from_slice(&header);
        bytes.extend_from_slice(body.as_bytes());
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
}

/// Adds one to the last digit of the decimal number that follows the first occurrence of a text (9 becomes 8).
pub fn bump_number_after(content: &str, text: &str) -> String {
    let Some(from) = content.find(text).map(|at| at + text.len()) else { return content.to_owned() };
    let digits = content[from..].bytes().take_while(u8::is_ascii_digit).count();
    let Some(last) = (from + digits).checked_sub(1) else { return content.to_owned() };
    let bumped = match content.as_bytes().get(last) {
        Some(b'9') => '8',
        Some(digit @ b'0'..=b'8') => char::from(digit + 1),
        _ => return content.to_owned(),
    };
    format!("{}{bumped}{}", &content[..last], &content[last + 1..])
}

fn hash(body: &str) -> String {
    hex::encode(Sha256::digest(body.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Archive {
        let mut archive =
            Archive { header: "{\"version\":1}".to_owned(), timestamp: 1_700_000_000, events: vec![] };
        archive.push("Setup", &["{\"uuid\":\"x\"}", "[]", "[]", "{}"]);
        archive.push("EndBallots", &[]);
        let tally = "[1,2]";
        archive.push("EncryptedTally", &[tally, &format!("{{\"encrypted_tally\":\"{}\"}}", hash(tally))]);
        archive
    }

    #[test]
    fn an_archive_put_together_and_taken_apart_is_the_same() {
        let archive = example();
        assert_eq!(Archive::parse(&archive.render()).expect("readable"), archive);
    }

    #[test]
    fn a_change_takes_its_references_along() {
        let mut archive = example();
        archive.alter("EncryptedTally", 0, 0, |body| bump_number_after(body, "[1,")).expect("changed");
        let bodies: Vec<&str> = archive.bodies_of("EncryptedTally").collect();
        assert_eq!(bodies, ["[1,3]", &format!("{{\"encrypted_tally\":\"{}\"}}", hash("[1,3]"))]);
        assert!(
            archive.alter("Setup", 0, 0, str::to_owned).is_err(),
            "a change that changes nothing is an error"
        );
    }

    #[test]
    fn numbers_are_bumped_in_their_last_digit() {
        assert_eq!(bump_number_after("{\"response\":\"129\"}", "\"response\":\""), "{\"response\":\"128\"}");
        assert_eq!(bump_number_after("{\"response\":\"120\"}", "\"response\":\""), "{\"response\":\"121\"}");
        assert_eq!(bump_number_after("nothing", "\"response\":\""), "nothing");
    }
}
