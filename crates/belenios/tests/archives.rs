//! What an archive says beyond its ballots, each part altered in turn; and any altered byte at all.

mod common;

use common::*;
use rankfile_belenios::{
    Answer, BallotFault, GroupName, NotAnArchive, Piece, Setup, Tally, Verdict, tracker_of, verify,
};

/// An archive of one ballot with everything it was made from.
fn small() -> (World, Vec<u8>, Vec<u8>) {
    let mut world = World::new(GroupName::Ed25519, vec![question(2, 1, 1, false)], &[1, 1], 6);
    let ballot = world.ballot(0, &[Answer::Choices(vec![0])]);
    let (bytes, _) = world.archive(std::slice::from_ref(&ballot));
    (world, ballot, bytes)
}

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    let report = report(bytes);
    assert_eq!(report.verdict, Verdict::Invalid, "{:?}", report.findings);
    let mut codes: Vec<&str> = report.findings.iter().map(|finding| finding.code).collect();
    codes.dedup();
    codes
}

#[test]
fn no_altered_byte_goes_unnoticed() {
    let (_, _, bytes) = small();
    assert_eq!(report(&bytes).verdict, Verdict::Valid);
    for place in (0..bytes.len()).step_by(11).chain(0..600) {
        let mut altered = bytes.clone();
        altered[place] ^= 1 << (place % 8);
        if let Ok(report) = verify(&altered, &|_, _| {}) {
            assert_eq!(report.verdict, Verdict::Invalid, "byte {place}");
            assert_eq!(report.result, None);
        } else {
            assert!(place < 9, "byte {place}");
        }
    }
}

#[test]
fn an_archive_cut_anywhere_is_open_at_events_and_invalid_elsewhere() {
    let (world, ballot, bytes) = small();
    let ends: Vec<usize> = (1..=bytes.len() / 512).map(|block| block * 512).collect();
    let open: Vec<usize> = ends
        .into_iter()
        .chain([9, 511, 513, bytes.len() - 1])
        .filter(|&end| match report(&bytes[..end]).verdict {
            Verdict::Open => true,
            verdict => {
                assert_eq!(verdict == Verdict::Valid, end == bytes.len(), "{end}");
                false
            }
        })
        .collect();
    let setup = write(&world.setup, &[]).0.len();
    let cast = write(&world.setup, &[Piece::Ballot(&ballot)]).0.len();
    let ended = write(&world.setup, &[Piece::Ballot(&ballot), Piece::EndBallots]).0.len();
    // After the tally and after each of the two decryptions it may stop as well.
    assert_eq!((open.len(), &open[..3]), (6, &[setup, cast, ended][..]));
    assert_eq!(codes(&bytes[..1024]), ["archive-no-setup"]);
    assert_eq!(codes(&bytes[..bytes.len() - 1024]), ["archive-trailing-data"]);
    assert_eq!(codes(&[&bytes[..], &[0; 1024]].concat()), ["archive-header"]);
    assert_eq!(codes(&bytes[..700])[0], "archive-truncated");
}

#[test]
fn what_does_not_begin_like_an_archive_is_none() {
    for bytes in [&b""[..], b"BELENIO", b"BELENIOS", b"{\"version\":1}", &[0; 2048]] {
        assert_eq!(verify(bytes, &|_, _| {}).err(), Some(NotAnArchive));
    }
}

#[test]
fn events_come_in_their_order_and_once() {
    let (mut world, ballot, _) = small();
    let ballots = [ballot];
    let tally = world.election.tally(&ballots).unwrap();
    let parts = world.parts(&tally);
    let result = world.election.result(&tally, &parts).unwrap();
    let cast = Piece::Ballot(&ballots[0]);
    let counted = Piece::EncryptedTally { encrypted_tally: &tally.encrypted_tally, sized: &tally.sized };
    let [one, two] = [0, 1].map(|i| Piece::PartialDecryption { owner: i + 1, payload: &parts[i].1 });
    let end = Piece::EndBallots;
    let result = Piece::Result(&result.json);
    let codes = |pieces: &[Piece]| codes(&write(&world.setup, pieces).0);
    assert_eq!(codes(&[end, cast]), ["archive-order"]);
    assert_eq!(codes(&[cast, counted]), ["archive-order"]);
    assert_eq!(codes(&[cast, end, end]), ["archive-order"]);
    assert_eq!(codes(&[cast, end, counted, counted]), ["archive-repeated-member", "archive-order"]);
    assert_eq!(codes(&[cast, end, one]), ["archive-order"]);
    assert_eq!(codes(&[cast, end, counted, one, two, result, end]), ["archive-order"]);
    assert_eq!(codes(&[cast, end, counted, result]), ["decryption-missing"]);
    assert_eq!(codes(&[cast, end, counted, two, result]), ["decryption-missing"]);
    assert_eq!(codes(&[cast, end, counted, one, one]), ["archive-repeated-member", "decryption-repeated"]);
    assert_eq!(codes(&[cast, cast]), ["archive-repeated-member", "ballot-repeated"]);
}

#[test]
fn the_tally_its_sizes_and_the_result_must_be_those_of_the_ballots() {
    let (mut world, ballot, _) = small();
    let other = world.ballot(1, &[Answer::Choices(vec![1])]);
    let ballots = [ballot, other];
    let tally = world.election.tally(&ballots).unwrap();
    let parts = world.parts(&tally);
    let result = world.election.result(&tally, &parts).unwrap();
    assert_eq!(tally.check(&world.election, &ballots), Ok(()));
    assert!(tally.check(&world.election, &ballots[..1]).is_err());
    let resized = |from: &str, to: &str| {
        let sized = tally.sized.replace(from, to);
        assert_ne!(sized, tally.sized);
        Tally { sized, ..tally.clone() }
    };
    let whole = |tally: &Tally, parts: &[(usize, String)], json: &str| {
        codes(&world.archive_of(&ballots, tally, parts, json))
    };
    assert_eq!(
        whole(&resized("\"num_tallied\":2", "\"num_tallied\":1"), &parts, &result.json),
        ["tally-sizes"]
    );
    assert_eq!(
        whole(&resized("\"total_weight\":2", "\"total_weight\":3"), &parts, &result.json),
        ["tally-sizes"]
    );
    for text in
        ["\"total_weight\":\"2\"", "\"total_weight\": 2", "\"total_weight\":2,\"x\":0", "\"total_weight\":-2"]
    {
        let malformed = resized("\"total_weight\":2", text);
        assert_eq!(whole(&malformed, &parts, &result.json), ["tally-malformed", "decryption-missing"]);
    }
    // A tally of fewer ballots, decrypted and counted faithfully.
    let fewer = world.election.tally(&ballots[..1]).unwrap();
    let fewer_parts: Vec<(usize, String)> = (world.shares.iter().enumerate())
        .map(|(i, share)| (i + 1, world.election.decrypt(share, &fewer, i + 1, &mut rng(9)).unwrap()))
        .collect();
    let fewer_result = world.election.result(&fewer, &fewer_parts).unwrap();
    assert_eq!(whole(&fewer, &fewer_parts, &fewer_result.json), ["tally-mismatch", "tally-sizes"]);
    for json in [r#"{"result":[[1,"1"]]}"#, r#"{"result":[[1, 1]]}"#, r#"{"result":[[1,1]],"x":0}"#, "[]", ""]
    {
        assert_eq!(whole(&tally, &parts, json), ["result-malformed"]);
    }
    for json in
        [r#"{"result":[[1,0]]}"#, r#"{"result":[[1,1],[]]}"#, r#"{"result":[[1,1,0]]}"#, r#"{"result":[]}"#]
    {
        assert_eq!(whole(&tally, &parts, json), ["result-mismatch"]);
    }
}

#[test]
fn parts_of_the_decryption_are_checked_one_by_one() {
    let (mut world, ballot, _) = small();
    let ballots = [ballot];
    let tally = world.election.tally(&ballots).unwrap();
    let parts = world.parts(&tally);
    let result = world.election.result(&tally, &parts).unwrap().json;
    let whole = |parts: &[(usize, String)]| codes(&world.archive_of(&ballots, &tally, parts, &result));
    let changed = |owner: usize, payload: String| [(owner, payload), parts[1].clone()];
    assert_eq!(whole(&changed(3, parts[0].1.clone())), ["decryption-owner", "decryption-missing"]);
    assert_eq!(whole(&changed(0, parts[0].1.clone())), ["decryption-owner", "decryption-missing"]);
    let swapped = [(2, parts[0].1.clone()), (1, parts[1].1.clone())];
    assert_eq!(whole(&swapped), ["decryption-proof", "decryption-missing"]);
    let spaced = parts[0].1.replacen(':', ": ", 1);
    assert_eq!(whole(&changed(1, spaced)), ["decryption-malformed", "decryption-missing"]);
    let factor = parts[0].1.find("[[\"").unwrap() + 3;
    let order_two = format!("7{}ec", "f".repeat(61));
    let outside = format!("{}{order_two}{}", &parts[0].1[..factor], &parts[0].1[factor + 64..]);
    assert_eq!(whole(&changed(1, outside)), ["decryption-factor", "decryption-missing"]);
    for (owner, payload) in [(1, &parts[1].1), (2, &parts[0].1), (3, &parts[0].1)] {
        assert!(world.election.check_decryption(owner, &tally, payload).is_err());
    }
    assert_eq!(world.election.check_decryption(1, &tally, &parts[0].1), Ok(()));
    assert!(world.election.decrypt(&world.shares[0], &tally, 2, &mut rng(1)).is_err());
    assert!(world.election.result(&tally, &parts[..1]).is_err());
    assert!(world.election.result(&tally, &[parts[0].clone(), parts[0].clone()]).is_err());
}

#[test]
fn a_ballot_that_repeats_anothers_ciphertexts_is_found() {
    /// Draws the same randomness for the ciphertexts of one choice, then fresh one.
    struct Repeating(rand_chacha::ChaCha12Rng, rand_chacha::ChaCha12Rng, usize);
    impl rand_core::TryRng for Repeating {
        type Error = core::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            self.1.try_next_u32()
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            self.1.try_next_u64()
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
            self.2 += 1;
            if self.2 == 1 { self.0.try_fill_bytes(bytes) } else { self.1.try_fill_bytes(bytes) }
        }
    }
    impl rand_core::TryCryptoRng for Repeating {}
    let (mut world, ..) = small();
    let ballot = |voter: usize, seed| {
        let answers = [Answer::Choices(vec![0])];
        let rng = &mut Repeating(rng(1), rng(seed), 0);
        world.election.encrypt(&world.credentials[voter], &answers, rng).unwrap()
    };
    let ballots = vec![ballot(0, 2), ballot(1, 3)];
    let [first, second] = [0, 1].map(|i| world.election.check_ballot(&ballots[i]).unwrap());
    assert_eq!(first.ciphertext_digests()[0], second.ciphertext_digests()[0]);
    assert_ne!(first.ciphertext_digests()[1], second.ciphertext_digests()[1]);
    let (bytes, _) = world.archive(&ballots);
    let report = report(&bytes);
    let [finding] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
    assert_eq!((finding.code, finding.height), ("ballot-repeated-ciphertext", Some(2)));
    assert_eq!(finding.tracker, Some(tracker_of(&ballots[1])));
    assert_eq!(report.verdict, Verdict::Invalid);
}

#[test]
fn all_findings_are_reported_each_with_its_place() {
    let (mut world, ballot, _) = small();
    let text = String::from_utf8(ballot.clone()).unwrap();
    let broken = text.replacen("\"response\":\"", "\"response\":\"1", 1).into_bytes();
    let superseding = world.ballot(0, &[Answer::Choices(vec![1])]);
    let ballots = [b"nonsense".to_vec(), broken.clone(), superseding];
    assert!(world.election.check_ballot(&broken).is_err());
    assert_eq!(world.election.check_ballot(b"nonsense").unwrap_err(), BallotFault::Malformed);
    let tally = world.election.tally(&ballots[2..]).unwrap();
    let parts = world.parts(&tally);
    let bytes = world.archive_of(&ballots, &tally, &parts, r#"{"result":[[1,0]]}"#);
    let places: Vec<(Option<u64>, &str)> =
        report(&bytes).findings.iter().map(|finding| (finding.height, finding.code)).collect();
    assert_eq!(places[0], (Some(1), "ballot-malformed"));
    assert_eq!(places[1], (Some(2), "ballot-signature-hash"));
    assert_eq!(places.last(), Some(&(Some(8), "result-mismatch")));
    assert!(places.iter().all(|(height, _)| [1, 2, 8].map(Some).contains(height)));
}

#[test]
fn altered_documents_are_refused_by_name() {
    let (world, ballot, _) = small();
    let setup = &world.setup;
    let found = |setup: Setup| {
        assert!(setup.check().is_err());
        codes(&write(&setup, &[Piece::Ballot(&ballot)]).0)[0]
    };
    let credentials = |change: fn(&str) -> String| {
        let credentials = change(&setup.credentials);
        found(Setup { credentials, ..setup.clone() })
    };
    assert_eq!(credentials(|text| text.replace(',', ", ")), "setup-credentials");
    assert_eq!(credentials(|text| text.replacen("\",", ",01\",", 1)), "setup-weight");
    assert_eq!(credentials(|text| text.replacen("\",", ",-1\",", 1)), "setup-weight");
    assert_eq!(credentials(|text| text.replacen("\",", ",1,voter\",", 1)), "setup-weight");
    assert_eq!(credentials(|text| text.replacen("[\"", "[\"0", 1)), "setup-credential");
    assert_eq!(credentials(|text| format!("{},{}", &text[..67], &text[1..])), "setup-credential-repeated");
    let neutral = |_: &str| format!("[\"{}1\"]", "0".repeat(63));
    assert_eq!(credentials(neutral), "setup-credential");
    let trustees = |change: fn(&str) -> String| {
        let trustees = change(&setup.trustees);
        found(Setup { trustees, ..setup.clone() })
    };
    assert_eq!(trustees(|text| text.replace(':', ": ")), "setup-trustees");
    assert_eq!(trustees(|_| "[]".to_owned()), "setup-trustees");
    assert_eq!(
        trustees(|text| text.replacen("\"response\":\"", "\"response\":\"1", 1)),
        "setup-trustee-proof"
    );
    assert_eq!(
        trustees(|text| text.replacen("\"public_key\":\"", "\"public_key\":\"0", 1)),
        "setup-trustee-key"
    );
    let election = |change: fn(&str) -> String| {
        let election = change(&setup.election);
        found(Setup { election, ..setup.clone() })
    };
    assert_eq!(election(|text| text.replace("\"min\":1", "\"min\":2")), "setup-limits");
    assert_eq!(election(|text| text.replace("\"max\":1", "\"max\":3")), "setup-limits");
    assert_eq!(
        election(|text| text.replace("\"min\":1,\"max\":1", &format!("\"min\":{0},\"max\":{0}", u64::MAX))),
        "setup-limits"
    );
    assert_eq!(election(|text| text.replace("\"questions\"", "\"question\"")), "setup-election");
    let other = World::new(GroupName::Ed25519, vec![question(2, 1, 1, false)], &[1], 7).setup;
    assert_eq!(found(Setup { trustees: other.trustees, ..setup.clone() }), "setup-key");
}

#[test]
fn kinds_not_supported_yet_are_neither_valid_nor_invalid() {
    let (world, ballot, _) = small();
    let setup = &world.setup;
    let verdict = |setup: Setup| report(&write(&setup, &[Piece::Ballot(&ballot)]).0).verdict;
    let question = "\"questions\":[{";
    let election = |from: &str, to: &str| {
        let election = setup.election.replacen(from, to, 1);
        assert_ne!(election, setup.election);
        verdict(Setup { election, ..setup.clone() })
    };
    assert_eq!(election("Ed25519", "RFC-3526-2048"), Verdict::Unsupported);
    assert_eq!(election("\"version\":1", "\"version\":2"), Verdict::Unsupported);
    assert_eq!(election(question, "\"questions\":[{\"type\":\"NonHomomorphic\","), Verdict::Unsupported);
    assert_eq!(election(question, "\"questions\":[{\"type\":\"Lists\","), Verdict::Unsupported);
    assert_eq!(election(question, "\"questions\":[{\"type\":\"Song\","), Verdict::Unsupported);
    assert_eq!(election(question, "\"questions\":[{\"song\":1,"), Verdict::Invalid);
    let trustees = setup.trustees.replacen("[[\"Single\"", "[[\"Pedersen\",{}],[\"Single\"", 1);
    assert_eq!(verdict(Setup { trustees: trustees.clone(), ..setup.clone() }), Verdict::Unsupported);
    // Broken as an archive is broken, whatever the kind.
    let (bytes, _) = write(&Setup { trustees, ..setup.clone() }, &[Piece::Ballot(&ballot)]);
    assert_eq!(report(&bytes[..bytes.len() - 512]).verdict, Verdict::Invalid);
}
