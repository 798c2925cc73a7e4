//! Elections made here verify here, and their results are what was voted.

mod common;

use std::sync::LazyLock;

use common::*;
use proptest::prelude::*;
use rankfile_belenios::{Answer, Election, GroupName, Piece, Setup, Tally, Verdict, tracker_of};

const GROUPS: [GroupName; 2] = [GroupName::Ed25519, GroupName::Belenios2048];

#[test]
fn an_election_with_weights_blanks_and_revotes_is_valid_and_counts_last_ballots() {
    for group in GROUPS {
        let questions = vec![question(2, 0, 1, false), question(3, 1, 2, true)];
        let mut world = World::new(group, questions, &[1, 90_000_000_000, 0, 7], 1);
        let answers = |first: &[usize], second: Option<&[usize]>| {
            let second = second.map_or(Answer::Blank, |chosen| Answer::Choices(chosen.to_vec()));
            [Answer::Choices(first.to_vec()), second]
        };
        let ballots = vec![
            world.ballot(0, &answers(&[0], Some(&[0]))),
            world.ballot(1, &answers(&[1], Some(&[2, 1]))),
            world.ballot(2, &answers(&[1], Some(&[2]))),
            world.ballot(0, &answers(&[], None)),
        ];
        for ballot in &ballots {
            let checked = world.election.check_ballot(ballot).unwrap();
            assert_eq!(checked.tracker, tracker_of(ballot));
            assert_eq!(checked.ciphertext_digests().len(), 6);
        }
        let (bytes, result) = world.archive(&ballots);
        assert_eq!(result.counts, [vec![0, 90_000_000_000], vec![1, 0, 90_000_000_000, 90_000_000_000]]);
        let report = report(&bytes);
        assert_eq!(report.findings, []);
        assert_eq!(report.verdict, Verdict::Valid);
        assert_eq!(report.result, Some(result.counts));
        assert_eq!(
            (report.ballots, report.num_tallied, report.total_weight),
            (4, Some(3), Some(90_000_000_001))
        );
        assert_eq!(report.fingerprint.as_deref(), Some(world.election.fingerprint()));
    }
}

#[test]
fn an_election_nobody_voted_in_is_valid() {
    for group in GROUPS {
        let mut world = World::new(group, vec![question(2, 1, 1, true)], &[1, 1], 2);
        let (bytes, result) = world.archive(&[]);
        assert_eq!(result.counts, [[0, 0, 0]]);
        assert_eq!(report(&bytes).verdict, Verdict::Valid);
    }
}

#[test]
fn an_archive_that_stops_early_at_any_event_is_open() {
    let mut world = World::new(GroupName::Ed25519, vec![question(2, 1, 1, false)], &[1], 3);
    let ballots = vec![world.ballot(0, &[Answer::Choices(vec![1])])];
    let tally = world.election.tally(&ballots).unwrap();
    let parts = world.parts(&tally);
    let pieces = [
        Piece::Ballot(&ballots[0]),
        Piece::EndBallots,
        Piece::EncryptedTally { encrypted_tally: &tally.encrypted_tally, sized: &tally.sized },
        Piece::PartialDecryption { owner: 2, payload: &parts[1].1 },
        Piece::PartialDecryption { owner: 1, payload: &parts[0].1 },
    ];
    for count in 0..=pieces.len() {
        let (bytes, head) = write(&world.setup, &pieces[..count]);
        let report = report(&bytes);
        assert_eq!((report.verdict, report.findings.len()), (Verdict::Open, 0));
        assert_eq!(report.events.len() as u64, head.height);
        assert_eq!(report.events.last().map(|event| event.hash.clone()), head.head.map(hex::encode));
        assert_eq!(report.result, None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_result_is_the_plain_count(
        votes in prop::collection::vec((0usize..4, prop::collection::btree_set(0usize..4, 1..=3), any::<bool>()), 0..8),
        weights in prop::collection::vec(prop_oneof![0u64..4, 1_000_000_000u64..20_000_000_000], 4),
    ) {
        let mut world = World::new(GroupName::Ed25519, vec![question(4, 1, 3, true)], &weights, 4);
        let mut last = [const { None }; 4];
        let mut ballots = Vec::new();
        for (voter, chosen, blank) in votes {
            let answer = if blank { Answer::Blank } else { Answer::Choices(chosen.iter().copied().collect()) };
            ballots.push(world.ballot(voter, std::slice::from_ref(&answer)));
            last[voter] = Some((blank, chosen));
        }
        let mut expected = vec![0; 5];
        for (vote, weight) in last.iter().zip(&weights) {
            match vote {
                Some((true, _)) => expected[0] += weight,
                Some((false, chosen)) => chosen.iter().for_each(|i| expected[i + 1] += weight),
                None => {}
            }
        }
        let (bytes, result) = world.archive(&ballots);
        prop_assert_eq!(&result.counts, &vec![expected]);
        prop_assert_eq!(report(&bytes).verdict, Verdict::Valid);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_document_survives_an_altered_byte(place in any::<prop::sample::Index>(), byte in prop_oneof![any::<u8>(), Just(b'0'), Just(b'"')]) {
        let (world, ballot, tally, part) = &*SMALL;
        let altered = |text: &[u8]| {
            let mut bytes = text.to_vec();
            let place = place.index(bytes.len());
            (bytes[place] != byte).then(|| {
                bytes[place] = byte;
                bytes
            })
        };
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        if let Some(bytes) = altered(ballot) {
            prop_assert!(world.election.check_ballot(&bytes).is_err());
        }
        if let Some(bytes) = altered(part.as_bytes()) {
            prop_assert!(world.election.check_decryption(1, tally, &text(bytes)).is_err());
        }
        if let Some(bytes) = altered(tally.encrypted_tally.as_bytes()) {
            prop_assert!(Tally::parse(&world.election, &text(bytes), &tally.sized).is_err());
        }
        if let Some(bytes) = altered(tally.sized.as_bytes()) {
            let read = Tally::parse(&world.election, &tally.encrypted_tally, &text(bytes));
            prop_assert!(read.is_err() || byte.is_ascii_digit());
        }
        if let Some(bytes) = altered(world.setup.trustees.as_bytes()) {
            let setup = Setup { trustees: text(bytes), ..world.setup.clone() };
            // Only a trustee's name may be another one.
            let other = |read: Election| read.trustees() != world.election.trustees();
            prop_assert!(!setup.check().is_ok_and(other));
        }
    }
}

/// An election with one ballot, its tally and the first part of its decryption.
static SMALL: LazyLock<(World, Vec<u8>, Tally, String)> = LazyLock::new(|| {
    let mut world = World::new(GroupName::Ed25519, vec![question(2, 1, 1, true)], &[1], 5);
    let ballot = world.ballot(0, &[Answer::Blank]);
    let tally = world.election.tally(std::slice::from_ref(&ballot)).expect("the ballot is right");
    let part = world.parts(&tally).swap_remove(0).1;
    (world, ballot, tally, part)
});
