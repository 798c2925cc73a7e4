//! The events of an archive: their chain, their order, and that each is preceded by exactly the members it refers to.

use super::event::{Event, EventKind, parse_owned, parse_setup_data, parse_sized};
use super::read::{ArchiveFault, MemberKind, Named};
use crate::finding::{Fault, Finding};
use crate::hash::Hash;

/// An event with what it refers to.
pub(crate) struct LaidEvent<'a> {
    pub(crate) height: u64,
    pub(crate) kind: EventKind,
    pub(crate) hash: Hash,
    /// The content its payload names; none if it has no payload, or a missing one.
    pub(crate) payload: Option<&'a [u8]>,
    /// The further members it refers to, in order.
    pub(crate) parts: Vec<&'a [u8]>,
}

/// Lays out the events; everything wrong with them becomes a finding.
pub(crate) fn lay_out<'a>(members: &[Named<'a>]) -> (Vec<LaidEvent<'a>>, Vec<Finding>) {
    let mut events: Vec<LaidEvent> = Vec::new();
    let mut findings = Vec::new();
    let mut pending: Vec<Named> = Vec::new();
    let mut parent = None;
    for member in members {
        if member.kind == MemberKind::Data {
            pending.push(*member);
            continue;
        }
        let height = events.len() as u64;
        let data = std::mem::take(&mut pending);
        let Some(event) = Event::parse(member.body) else {
            findings.push(ArchiveFault::Event.at(height));
            parent = Some(member.hash);
            continue;
        };
        let mut find = |wrong: bool, fault: ArchiveFault| {
            if wrong {
                findings.push(fault.at(height));
            }
        };
        find(event.parent != parent, ArchiveFault::Parent);
        find(event.height != height, ArchiveFault::Height);
        find(!may_follow(events.last().map(|event| event.kind), event.kind), ArchiveFault::Order);
        match lay_event(&event, member.hash, &data) {
            Ok(laid) => events.push(LaidEvent { height, ..laid }),
            Err(fault) => {
                find(true, fault);
                let empty = LaidEvent {
                    height,
                    kind: event.kind,
                    hash: member.hash,
                    payload: data.iter().find(|data| Some(data.hash) == event.payload).map(|data| data.body),
                    parts: Vec::new(),
                };
                events.push(empty);
            }
        }
        parent = Some(member.hash);
    }
    if !pending.is_empty() {
        findings.push(ArchiveFault::Trailing.finding());
    }
    (events, findings)
}

/// The order of events.
///
/// *Source*: section 1: Setup, Ballot*, EndBallots, EncryptedTally, [Shuffle+ EndShuffles], PartialDecryption*, Result.
fn may_follow(before: Option<EventKind>, kind: EventKind) -> bool {
    use EventKind::*;
    let next: &[EventKind] = match before {
        None => &[Setup],
        Some(Setup | Ballot) => &[Ballot, EndBallots],
        Some(EndBallots) => &[EncryptedTally],
        Some(EncryptedTally) => &[Shuffle, PartialDecryption, Result],
        Some(Shuffle) => &[Shuffle, EndShuffles],
        Some(EndShuffles | PartialDecryption) => &[PartialDecryption, Result],
        Some(Result) => &[],
    };
    next.contains(&kind)
}

/// Compares the data members before an event with those it refers to.
fn lay_event<'a>(event: &Event, hash: Hash, data: &[Named<'a>]) -> Result<LaidEvent<'a>, ArchiveFault> {
    let bare = matches!(event.kind, EventKind::EndBallots | EventKind::EndShuffles);
    let (payload, parts) = match (event.payload, data.split_last()) {
        (None, None) if bare => (None, data),
        (None, Some(_)) if bare => return Err(ArchiveFault::Members),
        (Some(named), Some((last, parts))) if !bare && last.hash == named => (Some(last.body), parts),
        (Some(_), Some(_)) if !bare => return Err(ArchiveFault::Members),
        _ => return Err(ArchiveFault::Payload),
    };
    let one = |hash| vec![hash];
    let wanted = match event.kind {
        EventKind::Setup => payload.and_then(parse_setup_data),
        EventKind::EncryptedTally => payload.and_then(parse_sized).map(one),
        EventKind::Shuffle | EventKind::PartialDecryption => {
            payload.and_then(parse_owned).map(|(_, hash)| one(hash))
        }
        EventKind::Ballot | EventKind::Result | EventKind::EndBallots | EventKind::EndShuffles => {
            Some(Vec::new())
        }
    };
    let wanted = wanted.ok_or(ArchiveFault::Payload)?;
    if !wanted.iter().eq(parts.iter().map(|part| &part.hash)) {
        return Err(ArchiveFault::Members);
    }
    let parts = parts.iter().map(|part| part.body).collect();
    Ok(LaidEvent { height: 0, kind: event.kind, hash, payload, parts })
}
