//! Reading the members of an archive: headers, names, digests.

use std::collections::HashSet;

use serde::Deserialize;

use super::FIRST_MEMBER;
use super::tar::{Member, TarFault, read_member};
use crate::finding::Fault;
use crate::hash::{Hash, parse_hex, sha256};

/// What can be wrong with an archive as a file. Members are counted from 1, the first being `BELENIOS`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArchiveFault {
    #[error(transparent)]
    Tar(TarFault),
    #[error("the first member does not introduce an election archive as the format prescribes")]
    FirstMember,
    #[error("member {0} has another time in its header than the first member")]
    Timestamp(usize),
    #[error("member {0} is not named by a digest and a kind")]
    Name(usize),
    #[error("the content of member {0} does not have the digest in its name")]
    Digest(usize),
    #[error("the archive contains member {0} twice")]
    Repeated(usize),
    #[error("the archive ends with a member that no event refers to")]
    Trailing,
    #[error("the event is malformed or not in canonical form")]
    Event,
    #[error("the event does not name the event before it")]
    Parent,
    #[error("the event has another height than its place")]
    Height,
    #[error("the event's payload is missing, superfluous or malformed")]
    Payload,
    #[error("the members before the event are not exactly those it refers to")]
    Members,
    #[error("an event of this kind cannot come here")]
    Order,
    #[error("there is no shuffle in an election without ranked questions")]
    Shuffle,
    #[error("the archive has no setup")]
    NoSetup,
    #[error("the documents of the election are not text")]
    NotText,
}

impl Fault for ArchiveFault {
    fn code(&self) -> &'static str {
        match self {
            ArchiveFault::Tar(TarFault::Truncated(_)) => "archive-truncated",
            ArchiveFault::Tar(TarFault::Header(_)) => "archive-header",
            ArchiveFault::Tar(TarFault::Padding(_)) => "archive-padding",
            ArchiveFault::FirstMember => "archive-first-member",
            ArchiveFault::Timestamp(_) => "archive-timestamp",
            ArchiveFault::Name(_) => "archive-name",
            ArchiveFault::Digest(_) => "archive-digest",
            ArchiveFault::Repeated(_) => "archive-repeated-member",
            ArchiveFault::Trailing => "archive-trailing-data",
            ArchiveFault::Event => "archive-event",
            ArchiveFault::Parent => "archive-parent",
            ArchiveFault::Height => "archive-height",
            ArchiveFault::Payload => "archive-payload",
            ArchiveFault::Members => "archive-members",
            ArchiveFault::Order => "archive-order",
            ArchiveFault::Shuffle => "archive-shuffle",
            ArchiveFault::NoSetup => "archive-no-setup",
            ArchiveFault::NotText => "archive-not-text",
        }
    }
}

/// What a member is, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MemberKind {
    Data,
    Event,
}

/// A member whose name and content agree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a> {
    pub(crate) kind: MemberKind,
    pub(crate) hash: Hash,
    pub(crate) body: &'a [u8],
}

/// The members of an archive, as far as they could be read.
pub(crate) struct Members<'a> {
    /// The protocol version, if the first member tells it.
    pub(crate) version: Option<u64>,
    pub(crate) members: Vec<Named<'a>>,
    pub(crate) faults: Vec<ArchiveFault>,
}

/// Reads all members; stops where the next one cannot be found.
pub(crate) fn read_members(bytes: &[u8]) -> Members<'_> {
    let mut all = Members { version: None, members: Vec::new(), faults: Vec::new() };
    let mut seen = HashSet::new();
    let mut timestamp = None;
    let mut start = 0;
    let mut number = 0;
    while start < bytes.len() {
        let (member, next) = match read_member(bytes, start) {
            Ok(read) => read,
            Err(fault) => {
                all.faults.push(ArchiveFault::Tar(fault));
                break;
            }
        };
        start = next;
        number += 1;
        if number == 1 {
            timestamp = Some(member.timestamp);
            all.version = read_first(&member);
            if all.version.is_none() {
                all.faults.push(ArchiveFault::FirstMember);
            }
            continue;
        }
        if timestamp != Some(member.timestamp) {
            all.faults.push(ArchiveFault::Timestamp(number));
        }
        match read_named(&member, number) {
            Ok(named) if seen.insert(named.hash) => all.members.push(named),
            Ok(named) => {
                all.faults.push(ArchiveFault::Repeated(number));
                all.members.push(named);
            }
            Err(fault) => all.faults.push(fault),
        }
    }
    all
}

/// The version in the first member, which must be canonical and tell the header's time.
fn read_first(member: &Member<'_>) -> Option<u64> {
    #[derive(Deserialize)]
    struct First {
        version: u64,
    }
    let First { version } = serde_json::from_slice(member.body).ok()?;
    let time = member.timestamp;
    // 2.0 to 3.3 write the time as a string; version 2, and what 3.x also reads, is a number.
    let texts = [
        format!(r#"{{"version":{version},"timestamp":"{time}"}}"#),
        format!(r#"{{"version":{version},"timestamp":{time}}}"#),
    ];
    let canonical = texts.iter().any(|text| text.as_bytes() == member.body);
    (member.name == FIRST_MEMBER && canonical).then_some(version)
}

fn read_named<'a>(member: &Member<'a>, number: usize) -> Result<Named<'a>, ArchiveFault> {
    let (digest, kind) = match member.name.split_once('.') {
        Some((digest, "data.json")) => (digest, MemberKind::Data),
        Some((digest, "event.json")) => (digest, MemberKind::Event),
        _ => return Err(ArchiveFault::Name(number)),
    };
    let hash = parse_hex(digest).ok_or(ArchiveFault::Name(number))?;
    if sha256(member.body) != hash {
        return Err(ArchiveFault::Digest(number));
    }
    Ok(Named { kind, hash, body: member.body })
}
