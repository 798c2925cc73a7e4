//! Years of unions from seeds: no guarantee is kept later than the linter says it can be, whatever up to three officers do,
//! and the auditor finds nothing. `cargo run --release -p rankfile-sim --bin worlds` lives as many more as one likes.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile_sim::rehearsal::world::{Lived, live};

const WORLDS: u64 = 32;
const YEARS: i64 = 3;

#[test]
fn years_of_unions_keep_what_the_rules_promise() {
    let lived: Vec<Lived> = (1..=WORLDS).map(|seed| live(seed, YEARS, 0)).collect();
    for world in &lived {
        let (seed, found) = (world.seed, &world.findings);
        assert!(found.is_empty(), "worlds --replay {seed} --years {YEARS}: {}: {found:#?}", world.document);
    }
    let watched: usize = lived.iter().map(|world| world.watched).sum();
    let elections: usize = lived.iter().map(|world| world.elections).sum();
    assert!(watched > 500 && elections > 10, "{watched} guarantees and {elections} elections are few");
    // Some people always wait until the last day: a bound that were a day shorter would not hold.
    assert_eq!(lived.iter().filter_map(|world| world.closest).min(), Some(0));
    let elections: Vec<i32> = lived.iter().filter_map(|world| world.closest_election).collect();
    assert!(
        elections.iter().all(|days| *days >= 0) && elections.iter().any(|days| *days <= 1),
        "{elections:?}"
    );
}

#[test]
fn bounds_that_were_a_day_shorter_are_found_wanting() {
    let found: usize = (1..=6).map(|seed| live(seed, 1, 1).findings.len()).sum();
    assert!(found > 0, "the judge never says no");
}
