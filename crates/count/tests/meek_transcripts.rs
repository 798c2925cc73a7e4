//! Meek-PRF against transcripts: Droop's own reports of the same rule, to the last digit, and those of `stv-rs`, whose
//! rule rounds the other way, so that they judge who is elected and defeated in which order, and votes to a few
//! millionths. (Kind of reference: one program.)
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

mod judge;

use std::collections::BTreeMap;
use std::path::Path;

use judge::{assert_conserved, blt, bytes, data, preset, units};
use rankfile_count::meek::METHODS;
use rankfile_count::{Count, Election};

/// One round of a transcript.
#[derive(Debug, Default)]
struct Round {
    elected: Vec<String>,
    defeated: Vec<String>,
    votes: BTreeMap<String, String>,
    quota: String,
    residual: String,
}

/// A transcript: its rounds, and who is elected only because places are left.
#[derive(Debug, Default)]
struct Transcript {
    rounds: Vec<Round>,
    remaining: Vec<String>,
}

fn transcript(path: &Path) -> Transcript {
    let text = String::from_utf8(bytes(path.into())).unwrap();
    let mut found = Transcript::default();
    let mut remaining = false;
    for line in text.lines() {
        if line.starts_with("Round ") {
            found.rounds.push(Round::default());
        }
        if let Some(name) = line.strip_prefix("Action: Elect remaining: ") {
            found.remaining.push(name.into());
        }
        remaining |= line.contains(" remaining: ") || line.contains("Count Complete");
        let Some(round) = found.rounds.last_mut().filter(|_| !remaining) else { continue };
        if let Some(name) = line.strip_prefix("Action: Elect: ") {
            round.elected.push(name.into());
        } else if line.starts_with("Action: Defeat") {
            round.defeated.push(line.split_once("): ").unwrap().1.into());
        } else if let Some(quota) = line.strip_prefix("\tQuota: ") {
            round.quota = quota.into();
        } else if let Some(residual) = line.strip_prefix("\tResidual: ") {
            round.residual = residual.into();
        } else if let Some(status) =
            ["\tElected:", "\tHopeful:", "\tDefeated:"].iter().find(|s| line.starts_with(**s))
        {
            let (names, votes) = line[status.len()..].trim().rsplit_once(" (").unwrap();
            let names: Vec<&str> =
                if *status == "\tDefeated:" { names.split(", ").collect() } else { vec![names] };
            for name in names {
                round.votes.insert(name.into(), votes.trim_end_matches(')').into());
            }
        }
    }
    found
}

fn meek_prf(election: &Election) -> Count {
    let method = METHODS.iter().find(|method| method.id == "meek-prf").unwrap();
    let count = (method.count)(election, &preset()).unwrap();
    assert_conserved(&count);
    count
}

fn names(election: &Election, numbers: &[u32]) -> Vec<String> {
    numbers.iter().map(|number| election.candidates[*number as usize - 1].clone()).collect()
}

/// The same rounds, with votes, quota and residual at most so many units apart.
fn assert_same(at: &str, election: &Election, count: &Count, transcript: &Transcript, apart: i128) -> i128 {
    assert_eq!(count.stages.len(), transcript.rounds.len(), "{at}");
    let mut elected: Vec<String> = transcript.rounds.iter().flat_map(|round| round.elected.clone()).collect();
    elected.extend(transcript.remaining.clone());
    assert_eq!(names(election, &count.elected), elected, "{at}");
    let mut furthest = 0;
    for (place, (stage, round)) in count.stages.iter().zip(&transcript.rounds).enumerate() {
        let at = format!("{at} round {}", place + 1);
        assert_eq!(names(election, &stage.excluded), round.defeated, "{at}");
        let mut close = |name: &str, ours: &str, theirs: &str| {
            let difference = (units(ours) - units(theirs)).abs();
            furthest = furthest.max(difference);
            assert!(difference <= apart, "{at}: {name} has {ours}, expected {theirs}");
        };
        for (name, votes) in &round.votes {
            let candidate = election.candidates.iter().position(|candidate| candidate == name).unwrap();
            close(name, &stage.votes[candidate], votes);
        }
        close("the quota", stage.quota.as_deref().unwrap(), &round.quota);
        close("the residual", &stage.non_transferable, &round.residual);
    }
    furthest
}

#[test]
fn droops_reports_of_the_same_rule_are_equal_to_the_last_digit() {
    let Some(data) = data() else { return };
    for id in ["42", "42t", "42u", "513", "M135", "SC-Vm-12", "SC", "SCw", "SCwopt"] {
        let mut election = blt(data.join(format!("droop/blt/{id}.blt")));
        election.candidates.iter_mut().for_each(|name| *name = name.trim().to_owned());
        let transcript = transcript(&data.join(format!("droop/report/{id}-meek-prf-o6-fixed-p9-d9.txt")));
        assert_same(id, &election, &meek_prf(&election), &transcript, 0);
    }
}

#[test]
fn equal_rankings_are_counted_as_stv_rs_does_exactly_where_nothing_is_rounded() {
    let Some(data) = data() else { return };
    for id in
        ["equal_preference/equal_preference", "equal_preference/always_behind", "ties/tie_break_explicit"]
    {
        let election = blt(data.join(format!("stv-rs/ballots/{id}.blt")));
        let transcript = transcript(&data.join(format!("stv-rs/meek/{id}.equalize.fixed9.log")));
        assert_same(id, &election, &meek_prf(&election), &transcript, 0);
    }
}

#[test]
fn stv_rs_elects_and_defeats_the_same_in_the_same_order() {
    let Some(data) = data() else { return };
    let ids = "random/rand_5x4 random/rand_2x10 random/rand_hypergeometric vegetables skewed ties/tie_break_implicit \
               recursive_descent/transfer recursive_descent/transfer_is_blocked negative_surplus/below_quota \
               equal_preference/equal_preference_equalize equal_preference/equal_preference_droop crashes/minimal";
    for id in ids.split_whitespace() {
        let election = blt(data.join(format!("stv-rs/ballots/{id}.blt")));
        let transcript = transcript(&data.join(format!("stv-rs/meek/{id}.equalize.fixed9.log")));
        let count = meek_prf(&election);
        // Each paper may lose a few units on its way, here by rounding up, there by rounding down.
        let furthest = assert_same(id, &election, &count, &transcript, 5 * i128::from(count.valid));
        println!("{id} {furthest} {}", count.valid);
    }
}
