//! What the rooms of floors 0 and 1 bring along by way of their dependencies, tests left out. `arrows` looks at what a
//! room names; this looks at what comes with it: no source of randomness, no runtime, and one generation only of the
//! crates that secrets and hashes go through.

use super::Finding;
use crate::workspace::Carried;
use std::collections::BTreeMap;

/// Crates that would give a room randomness, a clock, threads of its own or the outside world.
const NOT_CARRIED: &[(&str, &str)] = &[
    ("getrandom", "randomness comes in as an argument"),
    ("rand", "randomness comes in as an argument"),
    ("chrono", "time comes in as an argument"),
    ("tokio", "the lower floors do no I/O"),
    ("mio", "the lower floors do no I/O"),
    ("socket2", "the lower floors do no I/O"),
    ("rusqlite", "the lower floors do no I/O"),
];

/// Crates of which two versions at once would mean two kinds of group element, hash or random source.
const ONE_GENERATION: &[&str] =
    &["curve25519-dalek", "digest", "ed25519-dalek", "rand_core", "sha2", "subtle"];

/// Every crate that a lower room must not bring along.
pub fn check(carried: &[Carried]) -> Vec<Finding> {
    let mut findings = vec![];
    let mut versions: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for Carried { room, name, version } in carried {
        if let Some((_, why)) = NOT_CARRIED.iter().find(|(banned, _)| banned == name) {
            findings.push(Finding::new(room, format!("brings `{name}` {version} along: {why}")));
        }
        if ONE_GENERATION.contains(&name.as_str()) {
            versions.entry(name).or_default().insert(version, room);
        }
    }
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let list: Vec<String> =
            versions.iter().map(|(version, room)| format!("{version} ({room})")).collect();
        findings.push(Finding::new(
            "floors 0 and 1",
            format!("two generations of `{name}`: {}", list.join(", ")),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(carried: &[(&str, &str, &str)]) -> Vec<String> {
        let carried = carried.iter().map(|(room, name, version)| Carried {
            room: (*room).to_owned(),
            name: (*name).to_owned(),
            version: (*version).to_owned(),
        });
        check(&carried.collect::<Vec<_>>()).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn one_generation_in_many_rooms_is_fine() {
        let one = ("rankfile-record", "sha2", "0.11.1");
        assert_eq!(
            findings(&[one, ("rankfile-hall", "sha2", "0.11.1"), ("rankfile-hall", "hex", "0.4.3")]),
            [""; 0]
        );
    }

    #[test]
    fn a_source_of_randomness_brought_along_is_found() {
        let found = findings(&[("rankfile-record", "getrandom", "0.4.3")]);
        assert!(matches!(&found[..], [one] if one.contains("argument")), "{found:?}");
    }

    #[test]
    fn two_generations_are_found() {
        let found = findings(&[("rankfile-record", "sha2", "0.11.1"), ("rankfile-hall", "sha2", "0.10.9")]);
        assert!(matches!(&found[..], [one] if one.contains("two generations of `sha2`")), "{found:?}");
    }
}
