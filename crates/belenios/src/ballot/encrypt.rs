//! Making a ballot: encryption, proofs and signature, all exponents secret and all time constant.
//!
//! The prover knows every discrete logarithm in its own ciphertexts, so every commitment, real or simulated, is a product of powers of
//! the two fixed bases g and y; real and simulated branches run the same operations, and only arithmetic tells them apart.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::unsigned::Unsigned;
use super::wire::signed_part;
use crate::credential::Credential;
use crate::document::Question;
use crate::election::ElectionIn;
use crate::group::{Group, random_scalar, small};
use crate::hash::{base64, hash_to_scalar, sha256};
use crate::proof::{Proof, ProofText};

/// A voter's answer to one question.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// The chosen answers, counted from 0, in any order.
    Choices(Vec<usize>),
    /// Blank, where the question allows it.
    Blank,
}

/// Why no ballot can be made. Questions are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncryptError {
    /// The credential is not in the list of this election.
    #[error("this credential is not in the list of this election; use the one that was sent for it")]
    UnknownCredential,
    /// Not one answer per question.
    #[error("answer every question once")]
    AnswerCount,
    /// Too few or too many answers were chosen.
    #[error("question {question}: choose between {min} and {max} answers")]
    Limits {
        /// The question.
        question: usize,
        /// The fewest allowed.
        min: usize,
        /// The most allowed.
        max: usize,
    },
    /// An answer was chosen that the question does not have, or one was chosen twice.
    #[error("question {question}: choose each answer at most once, among those it has")]
    NoSuchAnswer {
        /// The question.
        question: usize,
    },
    /// Blank was chosen where it is not allowed.
    #[error("question {question} cannot be left blank")]
    BlankNotAllowed {
        /// The question.
        question: usize,
    },
}

/// A ciphertext with the secrets of its maker.
struct Sealed<G: Group> {
    randomness: Zeroizing<G::Scalar>,
    /// The encrypted number, as an exponent.
    message: Zeroizing<G::Scalar>,
    alpha: String,
    beta: String,
}

/// One branch of a disjunction: "this ciphertext encrypts `value`".
struct Branch<'a, G: Group> {
    randomness: &'a G::Scalar,
    message: &'a G::Scalar,
    value: G::Scalar,
    /// Whether this is the one branch that is proved; the others are simulated.
    proved: bool,
}

impl<G: Group> ElectionIn<G> {
    pub(crate) fn encrypt(
        &self,
        credential: &Credential,
        choices: &[Answer],
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, EncryptError> {
        let public = credential.public(G::NAME, &self.facts.template.uuid);
        if !self.credentials.contains_key(&public) {
            return Err(EncryptError::UnknownCredential);
        }
        self.unsigned(&public, choices, rng)?.sign(credential, rng)
    }

    /// The part of a ballot that its signature covers.
    pub(crate) fn unsigned(
        &self,
        public: &str,
        choices: &[Answer],
        rng: &mut dyn CryptoRng,
    ) -> Result<Unsigned, EncryptError> {
        let questions = &self.facts.template.questions;
        if choices.len() != questions.len() {
            return Err(EncryptError::AnswerCount);
        }
        let bound = format!("{}|{public}", self.facts.fingerprint);
        let mut answers = Vec::with_capacity(questions.len());
        for (n, (question, choice)) in (1..).zip(questions.iter().zip(choices)) {
            let messages = messages(question, n, choice)?;
            answers.push(self.answer(question, &messages, &bound, rng));
        }
        let uuid = &self.facts.template.uuid;
        let signed = signed_part(uuid, &self.facts.fingerprint, public, &format!("[{}]", answers.join(",")));
        let hash = base64(&sha256([signed.as_str(), "}"].concat().as_bytes()));
        Ok(Unsigned { group: G::NAME, uuid: uuid.clone(), public: public.to_owned(), answers, signed, hash })
    }

    /// The JSON of one answer.
    pub(super) fn answer(
        &self,
        question: &Question,
        messages: &[u64],
        bound: &str,
        rng: &mut dyn CryptoRng,
    ) -> String {
        let sealed: Vec<Sealed<G>> = messages.iter().map(|&message| self.seal(message, rng)).collect();
        let individual: Vec<Vec<ProofText>> = (sealed.iter().zip(messages))
            .map(|(one, &message)| {
                let branches = [one.branch(0, message == 0), one.branch(1, message == 1)];
                self.prove(&["prove|", bound, "|", &one.alpha, ",", &one.beta, "|"], &branches, rng)
            })
            .collect();
        let listed: Vec<String> = sealed.iter().map(|one| format!("{},{}", one.alpha, one.beta)).collect();
        let bound = format!("{bound}|{}", listed.join(","));
        let (flag, chosen) = sealed.split_at(usize::from(question.blank));
        let count: u64 = messages.iter().skip(flag.len()).sum();
        let whole = self.product(chosen, question.blank);
        let blank = flag.first().zip(messages.first()).map(|(flag, &blank)| (flag, blank == 1));
        let is_blank = blank.is_some_and(|(_, blank)| blank);
        let mut counts: Vec<Branch<G>> = (question.min as u64..=question.max as u64)
            .map(|value| whole.branch(value, (value == count) & !is_blank))
            .collect();
        let mut members = vec![("choices", ciphers(&sealed)), ("individual_proofs", json(&individual))];
        if let Some((flag, is_blank)) = blank {
            counts.insert(0, flag.branch(1, is_blank));
            let either = [flag.branch(0, !is_blank), whole.branch(0, is_blank)];
            members.push(("overall_proof", json(&self.prove(&["bproof1|", &bound, "|"], &counts, rng))));
            members.push(("blank_proof", json(&self.prove(&["bproof0|", &bound, "|"], &either, rng))));
        } else {
            let prefix = ["prove|", &bound, "|", &whole.alpha, ",", &whole.beta, "|"];
            members.push(("overall_proof", json(&self.prove(&prefix, &counts, rng))));
        }
        let members: Vec<String> =
            members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", members.join(","))
    }

    /// Encrypts: `alpha = g^r`, `beta = y^r g^message`.
    fn seal(&self, message: u64, rng: &mut dyn CryptoRng) -> Sealed<G> {
        let randomness = Zeroizing::new(random_scalar::<G>(rng));
        self.seal_with(randomness, Zeroizing::new(small::<G>(message)))
    }

    fn seal_with(&self, randomness: Zeroizing<G::Scalar>, message: Zeroizing<G::Scalar>) -> Sealed<G> {
        let alpha = G::make(G::making_generator(), &randomness);
        let mask = G::make(&self.making_key, &randomness);
        let beta = G::make_mul(&mask, &G::make(G::making_generator(), &message));
        let [alpha, beta] =
            <[String; 2]>::try_from(G::made_texts(&[alpha, beta])).expect("one text per element");
        Sealed { randomness, message, alpha, beta }
    }

    /// The product of ciphertexts; its texts are needed only where they are hashed, which is where there is no blank flag.
    fn product(&self, factors: &[Sealed<G>], blank: bool) -> Sealed<G> {
        let zero = || Zeroizing::new(small::<G>(0));
        let (mut randomness, mut message) = (zero(), zero());
        for factor in factors {
            *randomness = *randomness + *factor.randomness;
            *message = *message + *factor.message;
        }
        if blank {
            return Sealed { randomness, message, alpha: String::new(), beta: String::new() };
        }
        self.seal_with(randomness, message)
    }

    /// Proves that one of the branches holds, hiding which.
    ///
    /// With random w and challenge c for every branch, `A = g^w` and `B = y^w g^((message - value) c)`. In the proved branch the last
    /// factor is 1 whatever c is, so its challenge can still move: it takes up what the hash asks for. Then `response = w - r c` is right
    /// for all branches alike.
    fn prove(&self, prefix: &[&str], branches: &[Branch<'_, G>], rng: &mut dyn CryptoRng) -> Vec<ProofText> {
        let mut draw = || Zeroizing::new(random_scalar::<G>(rng));
        let drawn: Vec<Drawn<G>> = branches.iter().map(|_| Drawn { w: draw(), challenge: draw() }).collect();
        let mut commitments = Vec::with_capacity(2 * branches.len());
        for (branch, Drawn { w, challenge }) in branches.iter().zip(&drawn) {
            let shift = Zeroizing::new((*branch.message - branch.value) * **challenge);
            commitments.push(G::make(G::making_generator(), w));
            let b = G::make(&self.making_key, w);
            commitments.push(G::make_mul(&b, &G::make(G::making_generator(), &shift)));
        }
        let hash = hash_to_scalar::<G>(prefix, &G::made_texts(&commitments));
        let owed = Zeroizing::new(drawn.iter().fold(hash, |owed, drawn| owed - *drawn.challenge));
        let mut proofs = Vec::with_capacity(branches.len());
        for (branch, Drawn { w, challenge }) in branches.iter().zip(&drawn) {
            let challenge = **challenge + small::<G>(u64::from(branch.proved)) * *owed;
            proofs.push(Proof::<G> { challenge, response: **w - *branch.randomness * challenge }.render());
        }
        proofs
    }
}

/// What is drawn for one branch before the hash is known.
struct Drawn<G: Group> {
    w: Zeroizing<G::Scalar>,
    challenge: Zeroizing<G::Scalar>,
}

impl<G: Group> Sealed<G> {
    fn branch(&self, value: u64, proved: bool) -> Branch<'_, G> {
        Branch { randomness: &self.randomness, message: &self.message, value: small::<G>(value), proved }
    }
}

/// The numbers to encrypt: 0 or 1 per answer, the blank flag before them where there is one.
fn messages(question: &Question, n: usize, choice: &Answer) -> Result<Zeroizing<Vec<u64>>, EncryptError> {
    let mut messages = Zeroizing::new(vec![0; question.counters()]);
    let first = usize::from(question.blank);
    match choice {
        Answer::Blank if question.blank => messages[0] = 1,
        Answer::Blank => return Err(EncryptError::BlankNotAllowed { question: n }),
        Answer::Choices(chosen) => {
            for &index in chosen {
                match messages.get_mut(first..).and_then(|all| all.get_mut(index)) {
                    Some(message @ 0) => *message = 1,
                    _ => return Err(EncryptError::NoSuchAnswer { question: n }),
                }
            }
            let Question { min, max, .. } = *question;
            if !(min..=max).contains(&chosen.len()) {
                return Err(EncryptError::Limits { question: n, min, max });
            }
        }
    }
    Ok(messages)
}

fn ciphers<G: Group>(sealed: &[Sealed<G>]) -> String {
    let all: Vec<String> =
        sealed.iter().map(|one| format!(r#"{{"alpha":"{}","beta":"{}"}}"#, one.alpha, one.beta)).collect();
    format!("[{}]", all.join(","))
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("strings and lists always render")
}
