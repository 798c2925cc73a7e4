//! Who is heard: keys speak for seats, seats make up bodies, and a body has spoken when its quorum and a majority of its
//! people have said the same. The linter counts the same people by the same rule.

use super::command::Voice;
use super::effect::Speaker;
use crate::state::Union;
use rankfile_constitution::process::{People, Who};
use rankfile_record::act::Actor;
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

/// Whether these have spoken for the whole bearer, all saying the same.
pub fn suffices<'a>(people: &People, who: &Who, spoke: impl Iterator<Item = &'a Speaker>) -> bool {
    let places = seats(people, who);
    let mut by_seat: BTreeMap<&str, u64> = BTreeMap::new();
    for speaker in spoke {
        *by_seat.entry(speaker.seat.as_str()).or_default() += 1;
    }
    // Nobody counts beyond the seats there are, however many keys are in force for one.
    let counted = |(seat, keys): (&&str, &u64)| places.get(*seat).map_or(0, |places| *keys.min(places));
    let heard: u64 = by_seat.iter().map(counted).sum();
    who.suffices(heard)
}

/// The decision of a bearer, when one side has been said by enough of it.
pub fn decision(people: &People, who: &Who, heard: &BTreeMap<Speaker, Voice>) -> Option<Voice> {
    let side = |voice| heard.iter().filter(move |(_, said)| **said == voice).map(|(speaker, _)| speaker);
    [Voice::For, Voice::Against].into_iter().find(|voice| suffices(people, who, side(*voice)))
}

/// A bearer in words.
pub fn say(union: &Union, who: &Who) -> String {
    match who {
        Who::One(person) => {
            let seat = union.program.people.persons.get(*person).map(|person| person.seat.as_str());
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
