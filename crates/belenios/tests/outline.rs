//! The outline of an election does without the list of credentials whatever the election does with it, and leaves open only
//! what the list alone can tell.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

#[allow(dead_code, reason = "each file of tests uses a part of it")]
mod common;

use common::*;
use rankfile_belenios::{
    Answer, BallotFault, Credential, EncryptError, GroupName, Outline, Setup, SetupError, UNSUPPORTED,
};

const GROUPS: [GroupName; 2] = [GroupName::Ed25519, GroupName::Belenios2048];

fn world(group: GroupName) -> (World, Outline) {
    let world = World::new(group, vec![question(2, 1, 1, true), question(3, 0, 2, false)], &[1, 1], 6);
    let outline = Outline::parse(&world.setup.election, &world.setup.trustees).unwrap();
    (world, outline)
}

fn choices() -> [Answer; 2] {
    [Answer::Choices(vec![1]), Answer::Choices(vec![0, 2])]
}

#[test]
fn a_ballot_made_in_two_steps_is_the_one_made_in_one() {
    for group in GROUPS {
        let (world, outline) = world(group);
        let credential = &world.credentials[0];
        let public = credential.public(group, outline.uuid());
        let whole = world.election.encrypt(credential, &choices(), &mut rng(3)).unwrap();
        let drawn = &mut rng(3);
        let ballot = outline.answer(&public, &choices(), drawn).unwrap().sign(credential, drawn).unwrap();
        assert_eq!(ballot, whole);
        let (head, checked) =
            (outline.check_ballot(&ballot).unwrap(), world.election.check_ballot(&ballot).unwrap());
        assert_eq!(head, *checked);
        assert_eq!(
            (outline.fingerprint(), outline.trustees()),
            (world.election.fingerprint(), world.election.trustees())
        );
    }
}

#[test]
fn answers_are_signed_by_their_own_credential_only() {
    let (world, outline) = world(GroupName::Ed25519);
    let public = world.credentials[0].public(outline.group(), outline.uuid());
    let unsigned = outline.answer(&public, &choices(), &mut rng(1)).unwrap();
    assert_eq!(
        unsigned.sign(&world.credentials[1], &mut rng(2)).err(),
        Some(EncryptError::UnknownCredential)
    );
    let too_few = outline.answer(&public, &choices()[..1], &mut rng(1));
    assert_eq!(too_few.err(), Some(EncryptError::AnswerCount));
}

#[test]
fn a_ballot_of_a_credential_nobody_listed_is_checked_all_the_same() {
    let (world, outline) = world(GroupName::Ed25519);
    let stranger = Credential::make(&mut rng(9));
    let public = stranger.public(outline.group(), outline.uuid());
    let unsigned = outline.answer(&public, &choices(), &mut rng(1)).unwrap();
    let ballot = unsigned.sign(&stranger, &mut rng(2)).unwrap();
    assert_eq!(world.election.check_ballot(&ballot), Err(BallotFault::UnknownCredential));
    assert_eq!(outline.check_ballot(&ballot).unwrap().credential, public);
    // Every digit of it still matters.
    for at in (0..ballot.len()).step_by(97) {
        let mut altered = ballot.clone();
        altered[at] ^= 1;
        assert!(outline.check_ballot(&altered).is_err(), "byte {at}");
    }
}

#[test]
fn the_first_answer_that_differs_is_named() {
    let (world, outline) = world(GroupName::Ed25519);
    let credential = &world.credentials[0];
    let public = credential.public(outline.group(), outline.uuid());
    let answers = |choices: &[Answer], seed| outline.answer(&public, choices, &mut rng(seed)).unwrap();
    let ballot = answers(&choices(), 4).sign(credential, &mut rng(5)).unwrap();
    assert_eq!(answers(&choices(), 4).first_difference(&ballot), None);
    assert_eq!(answers(&choices(), 5).first_difference(&ballot), Some(1));
    let [first, _] = choices();
    let other = [first, Answer::Choices(vec![1])];
    assert_eq!(answers(&other, 4).first_difference(&ballot), Some(2));
    assert_eq!(answers(&choices(), 4).first_difference(b"{}"), Some(1));
    let public = world.credentials[1].public(outline.group(), outline.uuid());
    let others = outline.answer(&public, &choices(), &mut rng(4)).unwrap();
    assert_eq!(others.first_difference(&ballot), Some(1));
}

#[test]
fn a_key_holder_decrypts_without_the_list() {
    for group in GROUPS {
        let (mut world, outline) = world(group);
        let ballots = [world.ballot(0, &choices())];
        let tally = world.election.tally(&ballots).unwrap();
        let read = outline.read_tally(&tally.encrypted_tally, &tally.sized).unwrap();
        assert_eq!(read, tally);
        let part = outline.decrypt(&world.shares[1], &read, 2, &mut rng(8)).unwrap();
        assert_eq!(world.election.check_decryption(2, &tally, &part), Ok(()));
        assert_eq!(outline.check_decryption(2, &tally, &part), Ok(()));
        assert!(outline.check_decryption(1, &tally, &part).is_err());
        assert!(outline.decrypt(&world.shares[1], &read, 1, &mut rng(8)).is_err());
    }
}

#[test]
fn documents_that_do_not_fit_are_refused() {
    let (world, _) = world(GroupName::Ed25519);
    let other = World::new(GroupName::Ed25519, vec![question(2, 0, 1, false)], &[1], 7);
    let codes = |election: &str, trustees: &str| -> Vec<&'static str> {
        Outline::parse(election, trustees).unwrap_err().iter().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(&world.setup.election, &other.setup.trustees), ["setup-key"]);
    assert_eq!(codes("{}", &world.setup.trustees), ["setup-election"]);
    assert_eq!(codes(&world.setup.election, "[]"), ["setup-trustees"]);
    let foreign = world.setup.election.replace("\"version\":1", "\"version\":2");
    assert_eq!(codes(&foreign, &world.setup.trustees), [UNSUPPORTED]);
}

#[test]
fn a_setup_from_own_credentials_is_the_setup() {
    for group in GROUPS {
        let template = template(group, vec![question(2, 0, 1, false)]);
        let keys = [rankfile_belenios::KeyShare::make(group, &mut rng(1)).public(None, &mut rng(2))];
        let public: Vec<String> =
            (0..20).map(|n| Credential::make(&mut rng(n)).public(group, &template.uuid)).collect();
        let weighted: Vec<(String, u64)> = public.iter().map(|public| (public.clone(), 1)).collect();
        let made = Setup::make_from_own(&template, &keys, &public);
        assert_eq!(made, Setup::make(&template, &keys, &weighted));
        assert_eq!(Setup::make_from_own(&template, &keys, &[]), Err(SetupError::NoCredential));
        let twice = [public[0].clone(), public[1].clone(), public[0].clone()];
        let credential = 3;
        let refused = Setup::make_from_own(&template, &keys, &twice);
        assert_eq!(refused, Err(SetupError::CredentialRepeated { credential }));
    }
}
