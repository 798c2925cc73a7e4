//! The arrow test: a room depends only on rooms of lower floors, floors 0 and 1 only on the outside crates they were
//! allowed, and nothing on `xtask`. Dependencies of tests obey too. What outside crates bring along is `carried`'s to
//! judge; that floors 0 and 1 still build for WebAssembly is checked by `cargo xtask test`.

use super::Finding;
use super::allowed::{FLOORS, LOWER_FLOORS, LOWER_FLOORS_TESTS, NARROWER};
use crate::workspace::{Dependency, Package};

/// Every forbidden arrow of these packages.
pub fn check(packages: &[Package]) -> Vec<Finding> {
    packages
        .iter()
        .flat_map(|package| package.dependencies.iter().filter_map(|to| judge(package, to)))
        .collect()
}

fn judge(package: &Package, to: &Dependency) -> Option<Finding> {
    let complaint = match (floor_of(&package.name), to.inside) {
        // xtask stands beside the house: it runs rooms, it does not link them.
        (None, true) => Some("stands outside the house and may use no room".to_owned()),
        (None, false) => None,
        (Some(floor), true) => inside(&package.name, floor, &to.name),
        (Some(floor), false) if floor <= 1 => outside(floor, to),
        (Some(_), false) => None,
    };
    complaint.map(|why| Finding::new(&package.name, format!("-> {}: {why}", to.name)))
}

fn inside(from: &str, floor: u8, to: &str) -> Option<String> {
    let Some(below) = floor_of(to) else {
        return Some("is no room of the house".to_owned());
    };
    if below >= floor {
        return Some(format!("arrows go down, and this goes from floor {floor} to floor {below}"));
    }
    let limit = NARROWER.iter().find(|(room, _, _)| Some(*room) == room_of(from));
    match limit {
        Some((_, highest, reason)) if below > *highest => {
            Some(format!("may use floors up to {highest} only: {reason}"))
        }
        _ => None,
    }
}

fn outside(floor: u8, to: &Dependency) -> Option<String> {
    let known = |table: &[(&str, &str)]| table.iter().any(|(name, _)| *name == to.name);
    if known(LOWER_FLOORS) || (to.for_tests && known(LOWER_FLOORS_TESTS)) {
        return None;
    }
    Some(format!("not an outside crate that floor {floor} was allowed (xtask/src/tidy/allowed.rs)"))
}

/// The room a package is: its name without the prefix, if the house has such a room.
fn room_of(package: &str) -> Option<&str> {
    let room = package.strip_prefix("rankfile-").unwrap_or(package);
    FLOORS.iter().map(|(name, _)| *name).find(|name| *name == room)
}

/// The floor a package is on, if it is a room.
pub fn floor_of(package: &str) -> Option<u8> {
    let room = room_of(package)?;
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn findings(from: &str, to: &str, inside: bool, for_tests: bool) -> Vec<String> {
        let package = Package {
            name: from.to_owned(),
            manifest: PathBuf::new(),
            folder: String::new(),
            dependencies: vec![Dependency { name: to.to_owned(), inside, for_tests }],
        };
        check(&[package]).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn an_arrow_that_goes_down_is_allowed() {
        for (from, to) in [("rankfile-hall", "rankfile-record"), ("rankfile-store", "rankfile-hall")] {
            assert_eq!(findings(from, to, true, false), [""; 0], "{from} -> {to}");
        }
    }

    #[test]
    fn an_arrow_sideways_or_up_is_found_even_in_tests() {
        for (from, to) in [
            ("rankfile-count", "rankfile-belenios"),
            ("rankfile-record", "rankfile-hall"),
            ("rankfile-hall", "rankfile-store"),
            ("rankfile", "rankfile-sim"),
        ] {
            for for_tests in [false, true] {
                let found = findings(from, to, true, for_tests);
                assert!(
                    matches!(&found[..], [one] if one.contains("arrows go down")),
                    "{from} -> {to}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn the_desk_may_not_carry_the_store() {
        assert_eq!(findings("rankfile-desk", "rankfile-hall", true, false), [""; 0]);
        let found = findings("rankfile-desk", "rankfile-store", true, false);
        assert!(matches!(&found[..], [one] if one.contains("arrows go down")), "{found:?}");
        let found = findings("rankfile-desk", "rankfile-clerk", true, true);
        assert!(matches!(&found[..], [one] if one.contains("arrows go down")), "{found:?}");
    }

    #[test]
    fn a_crate_that_was_not_allowed_is_found_on_the_lower_floors_only() {
        for room in ["rankfile-record", "rankfile-hall"] {
            let found = findings(room, "tokio", false, false);
            assert!(matches!(&found[..], [one] if one.contains("not an outside crate")), "{found:?}");
        }
        assert_eq!(findings("rankfile-store", "tokio", false, false), [""; 0]);
    }

    #[test]
    fn a_crate_allowed_for_tests_may_not_be_used_outside_them() {
        assert_eq!(findings("rankfile-record", "proptest", false, true), [""; 0]);
        assert_eq!(findings("rankfile-record", "proptest", false, false).len(), 1);
    }

    #[test]
    fn nothing_may_use_what_is_no_room_and_xtask_may_use_no_room() {
        assert_eq!(findings("rankfile-store", "xtask", true, false).len(), 1);
        assert_eq!(findings("xtask", "rankfile-record", true, true).len(), 1);
        assert_eq!(findings("xtask", "anyhow", false, false), [""; 0]);
    }

    #[test]
    fn every_allowed_crate_has_a_reason_and_is_listed_once() {
        let all: Vec<_> = LOWER_FLOORS.iter().chain(LOWER_FLOORS_TESTS).collect();
        for (name, reason) in &all {
            assert!(reason.len() > 8, "{name} needs a reason");
            assert_eq!(all.iter().filter(|(other, _)| other == name).count(), 1, "{name} is listed twice");
        }
    }
}
