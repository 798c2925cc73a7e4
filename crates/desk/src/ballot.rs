//! Making a ballot, and checking afterwards that it says what the voter chose.
//!
//! The voter sees the tracker first and only then decides: cast the ballot, or have it audited. An audit shows the seed, from
//! which anybody, on any other machine, encrypts the same choices again and compares; an audited ballot is never cast. A
//! machine that cheats cannot know which of the two will be asked.
//!
//! The seed of the answers alone is shown. Randomness of the signature comes from the seed *and the credential*, because a
//! signature with known randomness gives its secret key away; so the second machine needs no credential and learns none.

use crate::documents::Documents;
use crate::input::{Secret, read};
use crate::{Problem, Seed};
use rankfile_belenios::{Answer, BallotHead, Credential, Outline, Unsigned, tracker_of};
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// One answer as JSON has it: places counted from 0, or the word `blank`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Choice {
    Places(Vec<usize>),
    Word(Blank),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Blank {
    Blank,
}

/// A voter's answers, one for each question.
#[derive(Deserialize)]
#[serde(from = "Vec<Choice>")]
pub struct Choices(Vec<Answer>);

impl From<Vec<Choice>> for Choices {
    fn from(choices: Vec<Choice>) -> Self {
        let answer = |choice| match choice {
            Choice::Places(places) => Answer::Choices(places),
            Choice::Word(Blank::Blank) => Answer::Blank,
        };
        Self(choices.into_iter().map(answer).collect())
    }
}

impl Choices {
    /// The text that the randomness is bound to: `0,2;blank;1`, places in order.
    fn render(&self) -> Zeroizing<String> {
        let text = |answer: &Answer| match answer {
            Answer::Blank => "blank".to_owned(),
            Answer::Choices(places) => {
                let mut places = places.clone();
                places.sort_unstable();
                places.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
            }
        };
        Zeroizing::new(self.0.iter().map(text).collect::<Vec<_>>().join(";"))
    }
}

/// `ballot.make`: encrypts, proves and signs, then checks its own work.
pub fn make(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        documents: Documents,
        credential: Secret,
        choices: Choices,
        seed: Seed,
    }
    let Input { documents, credential, choices, seed } = read(input)?;
    let (credential, outline) = (Credential::parse(&credential)?, documents.outline()?);
    let public = credential.public(outline.group(), outline.uuid());
    documents.check_listed(&public)?;
    let unsigned = answer(&outline, &public, &choices, &seed)?;
    let secret = Zeroizing::new(credential.reveal());
    let mut rng = seed.stream("rnf/ballot-signature/v1", &[unsigned.hash().as_bytes(), secret.as_bytes()]);
    let ballot = unsigned.sign(&credential, &mut rng)?;
    let head = outline.check_ballot(&ballot)?;
    Ok(json!({ "ballot": text(ballot), "tracker": head.tracker, "public_credential": public }))
}

/// `ballot.audit`: whether a ballot is exactly these choices under this seed. It needs no credential.
pub fn audit(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        documents: Documents,
        #[serde(default)]
        credential: Option<Secret>,
        choices: Choices,
        seed: Seed,
        ballot: String,
    }
    let Input { documents, credential, choices, seed, ballot } = read(input)?;
    let outline = documents.outline()?;
    let BallotHead { credential: public, tracker, .. } = outline.check_ballot(ballot.as_bytes())?;
    documents.check_listed(&public)?;
    if let Some(credential) = credential
        && Credential::parse(&credential)?.public(outline.group(), outline.uuid()) != public
    {
        return Err(Problem::OtherCredential);
    }
    match answer(&outline, &public, &choices, &seed)?.first_difference(ballot.as_bytes()) {
        None => Ok(json!({ "tracker": tracker, "public_credential": public })),
        Some(question) => Err(Problem::OtherChoices { question }),
    }
}

/// `tracker.of`: the tracker of a ballot, from its bytes.
pub fn tracker(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        ballot: String,
    }
    let Input { ballot } = read(input)?;
    Ok(json!({ "tracker": tracker_of(ballot.as_bytes()) }))
}

/// The answers that these choices and this seed make, the same on every machine.
fn answer(outline: &Outline, public: &str, choices: &Choices, seed: &Seed) -> Result<Unsigned, Problem> {
    let chosen = choices.render();
    let bound = [outline.fingerprint().as_bytes(), public.as_bytes(), chosen.as_bytes()];
    let mut rng = seed.stream("rnf/ballot-answers/v1", &bound);
    Ok(outline.answer(public, &choices.0, &mut rng)?)
}

fn text(ballot: Vec<u8>) -> String {
    String::from_utf8(ballot).expect("a ballot is JSON")
}
