//! Every check of a ballot, shown failing on a ballot that is otherwise properly made and signed by its own voter.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;

use super::encrypt::{Answer, EncryptError};
use super::fault::BallotFault;
use super::wire::{AnswerWire, BallotWire, ProofWire, SignatureWire, signature_part, signed_part};
use crate::group::ed25519::Ed25519;
use crate::hash::{base64, sha256};
use crate::proof::make_knowledge;
use crate::{Credential, Election, GroupName, KeyShare, Question, Setup, Template};

struct World {
    rng: ChaCha12Rng,
    election: Election,
    credentials: Vec<Credential>,
}

fn world() -> World {
    let mut rng = ChaCha12Rng::seed_from_u64(5);
    let answers: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
    let choose =
        |blank| Question { question: "?".to_owned(), answers: answers.clone(), min: 1, max: 2, blank };
    let template = Template {
        uuid: "rankFiLeForge42".to_owned(),
        name: String::new(),
        description: String::new(),
        group: GroupName::Ed25519,
        questions: vec![choose(true), choose(false)],
        administrator: None,
        credential_authority: None,
    };
    let trustee = KeyShare::make(GroupName::Ed25519, &mut rng).public(None, &mut rng);
    let credentials: Vec<Credential> = (0..2).map(|_| Credential::make(&mut rng)).collect();
    let public: Vec<(String, u64)> =
        credentials.iter().map(|c| (c.public(GroupName::Ed25519, &template.uuid), 1)).collect();
    let election = Setup::make(&template, &[trustee], &public).unwrap().check().unwrap();
    World { rng, election, credentials }
}

impl World {
    fn ballot(&mut self, voter: usize) -> Vec<u8> {
        let answers = [Answer::Choices(vec![0, 2]), Answer::Choices(vec![1])];
        self.election.encrypt(&self.credentials[voter], &answers, &mut self.rng).unwrap()
    }

    /// A ballot with any answers, properly signed.
    fn sign(&mut self, voter: usize, answers: &str) -> Vec<u8> {
        let credential = &self.credentials[voter];
        let public = credential.public(GroupName::Ed25519, self.election.uuid());
        let signed = signed_part(self.election.uuid(), self.election.fingerprint(), &public, answers);
        let hash = base64(&sha256(format!("{signed}}}").as_bytes()));
        let secret = credential.secret::<Ed25519>(self.election.uuid());
        let proof = make_knowledge::<Ed25519>(&["sig|", &hash, "|"], &secret, &mut self.rng).render();
        let proof = ProofWire { challenge: &proof.challenge, response: &proof.response };
        format!("{signed}{}", signature_part(&SignatureWire { hash: &hash, proof })).into_bytes()
    }

    fn faults(&self, ballot: &[u8]) -> Vec<BallotFault> {
        let faults = self.election.ed25519().vartime_examine(ballot).faults;
        assert_eq!(self.election.check_ballot(ballot).err(), faults.first().copied());
        faults
    }

    /// The faults of a ballot whose answers were changed before it was signed.
    fn changed(&mut self, change: impl FnOnce(&mut Vec<AnswerWire>)) -> Vec<BallotFault> {
        let ballot = self.ballot(0);
        let ballot: BallotWire = serde_json::from_slice(&ballot).unwrap();
        let mut answers: Vec<AnswerWire> = serde_json::from_str(ballot.answers.get()).unwrap();
        change(&mut answers);
        let forged = self.sign(0, &serde_json::to_string(&answers).unwrap());
        self.faults(&forged)
    }

    /// The faults of a ballot whose answers' text was changed before it was signed.
    fn respelled(&mut self, respell: impl FnOnce(String) -> String) -> Vec<BallotFault> {
        let ballot = self.ballot(0);
        let ballot: BallotWire = serde_json::from_slice(&ballot).unwrap();
        let answers = ballot.answers.get().to_owned();
        let forged = self.sign(0, &respell(answers));
        self.faults(&forged)
    }
}

#[test]
fn a_ballot_signed_here_is_right_until_it_is_changed() {
    let mut world = world();
    assert_eq!(world.changed(|_| {}), []);
    let cast = world.ballot(0);
    assert_eq!(world.faults(&cast), []);
}

#[test]
fn each_proof_is_checked_by_itself() {
    let one = "1";
    let mut world = world();
    let (question, choice) = (1, 4);
    let fault = BallotFault::IndividualProof { question, choice };
    assert_eq!(world.changed(|answers| answers[0].individual_proofs[3][1].response = one), [fault]);
    assert_eq!(world.changed(|answers| answers[0].individual_proofs[3][0].challenge = one), [fault]);
    for i in 0..3 {
        let overall = BallotFault::OverallProof { question: 1 };
        assert_eq!(world.changed(|answers| answers[0].overall_proof[i].response = one), [overall]);
    }
    for i in 0..2 {
        let blank = BallotFault::BlankProof { question: 1 };
        assert_eq!(
            world.changed(|answers| answers[0].blank_proof.as_mut().unwrap()[i].response = one),
            [blank]
        );
        let overall = BallotFault::OverallProof { question: 2 };
        assert_eq!(world.changed(|answers| answers[1].overall_proof[i].challenge = one), [overall]);
    }
    let swapped = world.changed(|answers| answers[1].choices.swap(0, 1));
    let swapped_choices = [1, 2].map(|choice| BallotFault::IndividualProof { question: 2, choice });
    assert_eq!(swapped, [swapped_choices.as_slice(), &[BallotFault::OverallProof { question: 2 }]].concat());
}

#[test]
fn parts_outside_the_group_are_refused_even_where_every_equation_holds() {
    let mut world = world();
    let order_two = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec";
    let off_curve = "0000000000000000000000000000000000000000000000000000000000000002";
    let (question, choice) = (2, 3);
    assert_eq!(
        world.changed(|answers| answers[1].choices[2].beta = order_two),
        [BallotFault::OutsideGroup { question, choice }]
    );
    assert_eq!(
        world.changed(|answers| answers[1].choices[2].alpha = off_curve),
        [BallotFault::Element { question, choice }]
    );
    // q itself is one too many.
    let q = "7237005577332262213973186563042994240857116359379907606001950938285454250989";
    assert_eq!(
        world.changed(|answers| answers[1].overall_proof[0].response = q),
        [BallotFault::Scalar { question }]
    );
}

#[test]
fn answers_have_the_shape_of_their_questions() {
    let mut world = world();
    let shape = |question| vec![BallotFault::Shape { question }];
    assert_eq!(world.changed(|answers| answers[0].choices.truncate(3)), shape(1));
    assert_eq!(world.changed(|answers| answers[0].individual_proofs.truncate(3)), shape(1));
    assert_eq!(world.changed(|answers| answers[0].individual_proofs[0].truncate(1)), shape(1));
    assert_eq!(world.changed(|answers| answers[0].overall_proof.truncate(2)), shape(1));
    assert_eq!(world.changed(|answers| answers[0].blank_proof = None), shape(1));
    assert_eq!(world.changed(|answers| answers[1].blank_proof = Some(Vec::new())), shape(2));
    assert_eq!(world.changed(|answers| answers.truncate(1)), [BallotFault::AnswerCount]);
    let swapped = world.changed(|answers| answers.swap(0, 1));
    assert_eq!(swapped, [shape(1), shape(2)].concat());
}

#[test]
fn unusual_spellings_alone_are_refused_and_named() {
    let mut world = world();
    let alone = [BallotFault::Spelling { alone: true }];
    let first = |text: &str, key: &str| {
        let start = text.find(key).unwrap() + key.len();
        (start, start + text[start..].find('"').unwrap())
    };
    let respell_number = |spell: fn(&str) -> String| {
        move |text: String| {
            let (start, end) = first(&text, r#""response":""#);
            format!("{}{}{}", &text[..start], spell(&text[start..end]), &text[end..])
        }
    };
    let spellings: [fn(&str) -> String; 3] =
        [|n| format!("0{n}"), |n| format!("+{n}"), |n| format!("{}_{}", &n[..1], &n[1..])];
    for spell in spellings {
        assert_eq!(world.respelled(respell_number(spell)), alone);
    }
    let upper = |text: String| {
        let (start, end) = first(&text, r#""alpha":""#);
        format!("{}{}{}", &text[..start], text[start..end].to_uppercase(), &text[end..])
    };
    assert_eq!(world.respelled(upper), alone);
    assert_eq!(world.respelled(|text| text.replacen("{\"alpha\"", "{\"extra\":\"\",\"alpha\"", 1)), alone);
    assert_eq!(world.respelled(|text| text.replacen("}]}]", "}],\"blank_proof\":null}]", 1)), alone);
    let both = |text: String| {
        upper(text).replacen(
            "\"overall_proof\":[{\"challenge\":\"",
            "\"overall_proof\":[{\"challenge\":\"1\",\"x\":\"",
            1,
        )
    };
    let faults = world.respelled(both);
    assert!(faults.contains(&BallotFault::Spelling { alone: false }) && faults.len() == 2, "{faults:?}");
}

#[test]
fn what_no_program_writes_is_not_canonical_or_malformed() {
    let mut world = world();
    let malformed = [BallotFault::Malformed];
    assert_eq!(
        world.respelled(|text| text.replacen("{\"alpha\"", "{\"\\u0061lpha\"", 1))[0],
        BallotFault::NotCanonical
    );
    let spaced = world.respelled(|text| text.replacen(",\"beta\"", ", \"beta\"", 1));
    assert_eq!(spaced[0], BallotFault::NotCanonical);
    assert_eq!(
        world.respelled(|text| text.replacen("\"response\":\"", "\"response\":7,\"x\":\"", 1)),
        malformed
    );
    assert_eq!(
        world.respelled(|text| text.replacen("\"alpha\":", "\"alpha\":\"\",\"alpha\":", 1)),
        malformed
    );
    let ballot = String::from_utf8(world.ballot(0)).unwrap();
    for changed in
        [ballot.replacen(':', " :", 1), format!("{ballot}\n"), ballot.replacen('{', "{\"x\":1,", 1)]
    {
        assert_eq!(world.faults(changed.as_bytes()), [BallotFault::NotCanonical]);
    }
    for bytes in [&b""[..], b"{}", b"\xff", b"[]", ballot.as_bytes().split_last().unwrap().1] {
        assert_eq!(world.faults(bytes), malformed);
    }
}

#[test]
fn a_ballot_names_its_election_and_is_signed_by_its_credential() {
    let mut world = world();
    let ballot = String::from_utf8(world.ballot(0)).unwrap();
    let replaced = |from: &str, to: &str| ballot.replacen(from, to, 1).into_bytes();
    let uuid = world.faults(&replaced("rankFiLeForge42", "rankFiLeForge43"));
    assert_eq!(uuid, [BallotFault::WrongElection, BallotFault::SignatureHash]);
    let fingerprint = world.election.fingerprint().to_owned();
    let foreign = world.faults(&replaced(&fingerprint, &base64(&[0; 32])));
    assert_eq!(foreign, [BallotFault::WrongElection, BallotFault::SignatureHash]);
    let hash = replaced("\"hash\":\"", "\"hash\":\"A");
    assert_eq!(world.faults(&hash), [BallotFault::SignatureHash, BallotFault::Signature]);
    let end = ballot.rfind("\"response\":\"").unwrap();
    let response = format!("{}\"response\":\"1\"}}}}}}", &ballot[..end]);
    assert_eq!(world.faults(response.as_bytes()), [BallotFault::Signature]);
}

#[test]
fn a_copied_ballot_is_refused_whoever_signs_it() {
    let mut world = world();
    let [own, other] = [0, 1].map(|i| world.credentials[i].public(GroupName::Ed25519, world.election.uuid()));
    let ballot = String::from_utf8(world.ballot(0)).unwrap();
    let changed = ballot.replacen(&own, &other, 1);
    let faults = world.faults(changed.as_bytes());
    assert_eq!(faults[..2], [BallotFault::SignatureHash, BallotFault::Signature]);
    // Signed again by the copier, every proof still names the voter it was made by.
    let wire: BallotWire = serde_json::from_str(&ballot).unwrap();
    let answers = wire.answers.get().to_owned();
    let copy = world.sign(1, &answers);
    let faults = world.faults(&copy);
    assert_eq!(faults.len(), 4 + 2 + 3 + 1);
    assert!(faults.contains(&BallotFault::IndividualProof { question: 1, choice: 1 }));
    let unlisted = ballot.replacen(&own, &format!("{}1", "0".repeat(63)), 1);
    assert_eq!(world.faults(unlisted.as_bytes())[0], BallotFault::UnknownCredential);
    let nonsense = ballot.replacen(&own, "nonsense", 1);
    assert_eq!(
        world.faults(nonsense.as_bytes())[..2],
        [BallotFault::UnknownCredential, BallotFault::Credential]
    );
}

#[test]
fn a_vote_that_is_not_allowed_cannot_be_proved() {
    let mut world = world();
    let public = world.credentials[0].public(GroupName::Ed25519, world.election.uuid());
    let bound = format!("{}|{public}", world.election.fingerprint());
    let questions = world.election.questions().to_vec();
    let mut cheat = |blank: [u64; 4], plain: [u64; 3]| {
        let election = world.election.ed25519();
        let answers = [
            election.answer(&questions[0], &blank, &bound, &mut world.rng),
            election.answer(&questions[1], &plain, &bound, &mut world.rng),
        ];
        let forged = world.sign(0, &format!("[{}]", answers.join(",")));
        world.faults(&forged)
    };
    let overall = |question| BallotFault::OverallProof { question };
    assert_eq!(cheat([0, 1, 0, 0], [0, 1, 1]), []);
    assert_eq!(cheat([1, 0, 0, 0], [1, 0, 0]), []);
    assert_eq!(cheat([0, 1, 1, 1], [0, 0, 0]), [overall(1), overall(2)]);
    assert_eq!(cheat([0, 0, 0, 0], [1, 1, 1]), [overall(1), overall(2)]);
    assert_eq!(cheat([1, 1, 0, 0], [1, 0, 0]), [BallotFault::BlankProof { question: 1 }]);
    let twice = BallotFault::IndividualProof { question: 2, choice: 1 };
    assert_eq!(cheat([0, 1, 0, 0], [2, 0, 0]), [twice]);
}

#[test]
fn choices_that_do_not_fit_the_question_are_refused_when_a_ballot_is_made() {
    let mut world = world();
    let stranger = Credential::make(&mut world.rng);
    let mut refusal = |credential: &Credential, answers: &[Answer]| {
        world.election.encrypt(credential, answers, &mut world.rng).unwrap_err()
    };
    let own = &world.credentials[0];
    let choose = |indexes: &[usize]| Answer::Choices(indexes.to_vec());
    let (question, min, max) = (1, 1, 2);
    assert_eq!(refusal(&stranger, &[choose(&[0]), choose(&[0])]), EncryptError::UnknownCredential);
    assert_eq!(refusal(own, &[choose(&[0])]), EncryptError::AnswerCount);
    assert_eq!(refusal(own, &[choose(&[]), choose(&[0])]), EncryptError::Limits { question, min, max });
    assert_eq!(
        refusal(own, &[choose(&[0, 1, 2]), choose(&[0])]),
        EncryptError::Limits { question, min, max }
    );
    assert_eq!(refusal(own, &[choose(&[1, 1]), choose(&[0])]), EncryptError::NoSuchAnswer { question });
    assert_eq!(refusal(own, &[choose(&[3]), choose(&[0])]), EncryptError::NoSuchAnswer { question });
    assert_eq!(refusal(own, &[Answer::Blank, Answer::Blank]), EncryptError::BlankNotAllowed { question: 2 });
}

#[test]
fn reading_a_ballot_again_gives_what_checking_it_gave() {
    let mut world = world();
    let ballot = world.ballot(0);
    let checked = world.election.check_ballot(&ballot).unwrap();
    assert_eq!(world.election.read_ballot(&ballot).unwrap(), *checked);
    assert_eq!(world.election.read_ballot(b"{}"), Err(BallotFault::Malformed));
}

/// Everybody knows the discrete logarithm of the neutral element, so anybody can sign for it.
#[test]
fn the_neutral_element_is_nobodys_credential() {
    let World { mut rng, election, .. } = world();
    let neutral = format!("{}1", "0".repeat(63));
    let choices = [Answer::Choices(vec![0]), Answer::Choices(vec![1])];
    let unsigned = election.unsigned(&neutral, &choices, &mut rng).unwrap();
    let zero = crate::group::small::<Ed25519>(0);
    let proof = make_knowledge::<Ed25519>(&["sig|", unsigned.hash(), "|"], &zero, &mut rng).render();
    let proof = ProofWire { challenge: &proof.challenge, response: &proof.response };
    let signature = signature_part(&SignatureWire { hash: unsigned.hash(), proof });
    let ballot = format!("{}{signature}", unsigned.signed);
    assert_eq!(election.check_unlisted(ballot.as_bytes()), Err(BallotFault::Credential));
    assert_eq!(election.check_ballot(ballot.as_bytes()), Err(BallotFault::UnknownCredential));
}
