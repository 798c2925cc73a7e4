//! Who is heard: keys speak for seats, seats make up bodies, and a body has spoken when its quorum and a majority of its
//! people have said the same. The linter counts the same people by the same rule.
//!
//! A record knows keys and no people. What was said stays said, and is counted for as long as its key is in force for the
//! seat it spoke for; where more keys are in force for a seat than it has people, so many of them are counted as doubles.

use super::command::Voice;
use super::effect::Speaker;
use crate::state::KeyEntry;
use rankfile_constitution::process::{People, Who};
use rankfile_record::act::Actor;
use rankfile_record::key::PublicKey;
use std::collections::BTreeMap;

/// The seat of whoever speaks, when a bearer has that seat; for a member, the empty seat.
pub fn seat_of<'a>(people: &People, who: &Who, actor: &'a Actor) -> Option<&'a str> {
    match (who, actor) {
        (Who::Everybody(_), Actor::Host) => Some(""),
        (_, Actor::Key { role, .. }) => {
            (seats(people, who).contains_key(role.as_str())).then_some(role.as_str())
        }
        _ => None,
    }
}

/// How many people of each seat a bearer is made of.
pub fn seats<'a>(people: &'a People, who: &'a Who) -> BTreeMap<&'a str, u64> {
    match who {
        Who::Lot { id, seats, .. } => BTreeMap::from([(id.as_str(), *seats)]),
        _ => {
            let mut seats = BTreeMap::new();
            for person in who.people().iter().filter_map(|person| people.persons.get(*person)) {
                *seats.entry(person.seat.as_str()).or_default() += 1;
            }
            seats
        }
    }
}

/// What counting voices looks at besides the voices.
#[derive(Debug, Clone, Copy)]
pub struct Hearing<'a> {
    /// Who holds which seat, by the rules the process began with.
    pub people: &'a People,
    /// The keys in force.
    pub keys: &'a BTreeMap<PublicKey, KeyEntry>,
    /// Whose key is not heard.
    pub against: Option<&'a PublicKey>,
}

impl Hearing<'_> {
    /// Whether these have spoken for the whole bearer, all saying the same.
    pub fn suffices<'s>(&self, who: &Who, spoke: impl Iterator<Item = &'s Speaker>) -> bool {
        let places = seats(self.people, who);
        let mut by_seat: BTreeMap<&str, u64> = BTreeMap::new();
        for speaker in spoke.filter(|speaker| self.is_in_force(&speaker.key, &speaker.seat)) {
            *by_seat.entry(speaker.seat.as_str()).or_default() += 1;
        }
        let people = |(seat, keys): (&&str, &u64)| {
            places.get(*seat).map_or(0, |places| self.people_behind(seat, *keys, *places))
        };
        let heard: u64 = by_seat.iter().map(people).sum();
        who.suffices(heard)
    }

    /// The decision of a bearer, when one side has been said by enough of it.
    pub fn decision(&self, who: &Who, heard: &BTreeMap<Speaker, Voice>) -> Option<Voice> {
        let side = |voice| heard.iter().filter(move |(_, said)| **said == voice).map(|(speaker, _)| speaker);
        [Voice::For, Voice::Against].into_iter().find(|voice| self.suffices(who, side(*voice)))
    }

    fn is_in_force(&self, key: &PublicKey, seat: &str) -> bool {
        self.against != Some(key) && self.keys.get(key).is_some_and(|entry| entry.role == seat)
    }

    /// How many people so many keys of one seat are at least.
    fn people_behind(&self, seat: &str, spoke: u64, places: u64) -> u64 {
        let in_force = self.keys.keys().filter(|key| self.is_in_force(key, seat)).count() as u64;
        let spare = in_force.saturating_sub(places);
        spoke.saturating_sub(spare).max(spoke.min(1))
    }
}

/// A bearer in words; the people are those of the rules that the process began with ([`super::state::Case::people`]).
pub fn say(people: &People, who: &Who) -> String {
    match who {
        Who::One(person) => {
            let seat = people.persons.get(*person).map(|person| person.seat.as_str());
            format!("the {}", plain(seat.unwrap_or_default()))
        }
        Who::Panel { id, .. } | Who::Lot { id, .. } | Who::Everybody(id) => format!("the {}", plain(id)),
        Who::Clock => "time itself".to_owned(),
        Who::Empty(_) => "nobody".to_owned(),
    }
}

fn plain(id: &str) -> String {
    id.replace('-', " ")
}
