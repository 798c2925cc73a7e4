//! The setup of an election: the documents everything later refers to, made from a template and checked.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::document::{Template, parse_election, render_election};
use crate::election::Election;
use crate::finding::{Fault, Finding};
use crate::group::belenios2048::Belenios2048;
use crate::group::ed25519::Ed25519;
use crate::group::{self, Group, GroupName};
use crate::hash::sha256;
use crate::setup_check::audit_setup;
use crate::trustee::{TrusteeError, TrusteeKey, render_trustees};

/// The largest total weight a result is computed for.
///
/// *Source*: section 3.2, the convention of existing servers.
pub const MAX_TOTAL_WEIGHT: u64 = 100_000_000_000;

/// The exact texts of an election's three documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The election document.
    pub election: String,
    /// The trustees document.
    pub trustees: String,
    /// The public credentials.
    pub credentials: String,
}

/// The SHA-256 of each document, in lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documents {
    /// Of the election document.
    pub election: String,
    /// Of the trustees document.
    pub trustees: String,
    /// Of the public credentials.
    pub credentials: String,
}

impl Documents {
    /// The digests of these documents.
    pub(crate) fn of(election: &str, trustees: &str, credentials: &str) -> Self {
        let digest = |text: &str| hex::encode(sha256(text.as_bytes()));
        Documents { election: digest(election), trustees: digest(trustees), credentials: digest(credentials) }
    }
}

/// Why no setup can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The identifier is too short or has a foreign character.
    #[error("an election's identifier has at least 14 letters and digits, without 0, O, I and l")]
    Uuid,
    /// There is no question.
    #[error("the election asks nothing; add a question")]
    NoQuestion,
    /// The limits of a question contradict each other or its answers.
    #[error(
        "question {question} cannot be answered; its limits must satisfy min <= max <= number of answers, with max at least 1"
    )]
    Limits {
        /// Counted from 1.
        question: usize,
    },
    /// There is no trustee.
    #[error("nobody holds a share of the election key; add a trustee")]
    NoTrustee,
    /// A trustee's key does not pass its check.
    #[error("trustee {trustee}: {fault}")]
    Trustee {
        /// Counted from 1.
        trustee: usize,
        /// What is wrong with the key.
        fault: TrusteeError,
    },
    /// Two trustees have the same key, or the keys cancel each other out.
    #[error("the trustees' keys depend on each other; have each trustee make a fresh key")]
    DependentTrustees,
    /// There is no credential.
    #[error("nobody can vote; add a credential")]
    NoCredential,
    /// A public credential is not an element of the group.
    #[error("public credential {credential} is not an element of the group; derive it again")]
    Credential {
        /// Counted from 1, in the order given.
        credential: usize,
    },
    /// A public credential was given twice.
    #[error("public credential {credential} was given before; every voter needs another one")]
    CredentialRepeated {
        /// Counted from 1, in the order given.
        credential: usize,
    },
    /// The weights add up to more than a result can be computed for.
    #[error("the weights add up to more than {MAX_TOTAL_WEIGHT}; scale them down")]
    TotalWeight,
}

impl Setup {
    /// Makes the documents of an election.
    ///
    /// Credentials come as (public credential, weight) in any order and are written in the order of section 4.1.
    ///
    /// *Errors*: the first thing found wrong with the template, the trustees or the credentials.
    pub fn make(
        template: &Template,
        trustees: &[TrusteeKey],
        credentials: &[(String, u64)],
    ) -> Result<Setup, SetupError> {
        match template.group {
            GroupName::Ed25519 => make_setup::<Ed25519>(template, trustees, credentials),
            GroupName::Belenios2048 => make_setup::<Belenios2048>(template, trustees, credentials),
        }
    }

    /// Makes the documents from public credentials that the caller has derived itself with [`crate::Credential::public`], all of
    /// weight 1: their membership of the group is not checked once more, which for a hundred thousand takes a while.
    ///
    /// *Errors*: as [`Setup::make`], apart from that check; [`Setup::check`] makes it like all others.
    pub fn make_from_own(
        template: &Template,
        trustees: &[TrusteeKey],
        credentials: &[String],
    ) -> Result<Setup, SetupError> {
        match template.group {
            GroupName::Ed25519 => make_own::<Ed25519>(template, trustees, credentials),
            GroupName::Belenios2048 => make_own::<Belenios2048>(template, trustees, credentials),
        }
    }

    /// Checks every document and what they say about each other.
    ///
    /// *Errors*: all findings, among them `unsupported` ones for kinds not supported yet.
    pub fn check(&self) -> Result<Election, Vec<Finding>> {
        match audit_setup(self) {
            (Some(election), faults) if faults.is_empty() => Ok(election),
            (_, faults) => Err(faults.iter().map(Fault::finding).collect()),
        }
    }

    /// The digests of the documents.
    pub fn documents(&self) -> Documents {
        Documents::of(&self.election, &self.trustees, &self.credentials)
    }

    /// The setup document, which names the three others by digest.
    pub(crate) fn render(&self) -> String {
        serde_json::to_string(&self.documents()).expect("strings always render")
    }
}

fn make_setup<G: Group>(
    template: &Template,
    trustees: &[TrusteeKey],
    credentials: &[(String, u64)],
) -> Result<Setup, SetupError> {
    let election = make_election::<G>(template, trustees)?;
    let credentials = render_credentials::<G>(credentials)?;
    Ok(Setup { election, trustees: render_trustees(trustees), credentials })
}

fn make_own<G: Group>(
    template: &Template,
    trustees: &[TrusteeKey],
    credentials: &[String],
) -> Result<Setup, SetupError> {
    let election = make_election::<G>(template, trustees)?;
    if credentials.is_empty() {
        return Err(SetupError::NoCredential);
    }
    let mut seen = HashSet::new();
    if let Some(twice) = credentials.iter().position(|public| !seen.insert(public)) {
        return Err(SetupError::CredentialRepeated { credential: twice + 1 });
    }
    let credentials = render_sorted::<G>(credentials.iter().map(|public| (public.as_str(), 1)).collect());
    Ok(Setup { election, trustees: render_trustees(trustees), credentials })
}

fn make_election<G: Group>(template: &Template, trustees: &[TrusteeKey]) -> Result<String, SetupError> {
    check_template(template)?;
    let key = combine_keys::<G>(trustees)?;
    let election = render_election(template, &group::text::<G>(&key));
    debug_assert!(parse_election(&election).is_ok());
    Ok(election)
}

fn check_template(template: &Template) -> Result<(), SetupError> {
    let base58 = |c: char| c.is_ascii_alphanumeric() && !"0OIl".contains(c);
    if template.uuid.len() < 14 || !template.uuid.chars().all(base58) {
        return Err(SetupError::Uuid);
    }
    if template.questions.is_empty() {
        return Err(SetupError::NoQuestion);
    }
    for (i, question) in template.questions.iter().enumerate() {
        if question.min > question.max || question.max > question.answers.len() || question.max == 0 {
            return Err(SetupError::Limits { question: i + 1 });
        }
    }
    Ok(())
}

fn combine_keys<G: Group>(trustees: &[TrusteeKey]) -> Result<G::Element, SetupError> {
    let mut seen = HashSet::new();
    let mut product = G::one();
    for (i, trustee) in trustees.iter().enumerate() {
        let key =
            trustee.vartime_read::<G>().map_err(|fault| SetupError::Trustee { trustee: i + 1, fault })?;
        if !seen.insert(&trustee.public_key) {
            return Err(SetupError::DependentTrustees);
        }
        product = G::mul(&product, &key);
    }
    match (trustees.is_empty(), product == G::one()) {
        (true, _) => Err(SetupError::NoTrustee),
        (false, true) => Err(SetupError::DependentTrustees),
        (false, false) => Ok(product),
    }
}

fn render_credentials<G: Group>(credentials: &[(String, u64)]) -> Result<String, SetupError> {
    let mut seen = HashSet::new();
    let mut total = 0u64;
    for (i, (public, weight)) in credentials.iter().enumerate() {
        let credential = i + 1;
        let element =
            group::vartime_parse_member::<G>(public).ok_or(SetupError::Credential { credential })?;
        if element == G::one() {
            return Err(SetupError::Credential { credential });
        }
        if !seen.insert(public) {
            return Err(SetupError::CredentialRepeated { credential });
        }
        total =
            total.checked_add(*weight).filter(|&t| t <= MAX_TOTAL_WEIGHT).ok_or(SetupError::TotalWeight)?;
    }
    if credentials.is_empty() {
        return Err(SetupError::NoCredential);
    }
    Ok(render_sorted::<G>(credentials.iter().map(|(public, weight)| (public.as_str(), *weight)).collect()))
}

/// The list in the order of section 4.1.
fn render_sorted<G: Group>(mut credentials: Vec<(&str, u64)>) -> String {
    credentials.sort_by(|a, b| G::order(a.0, b.0));
    let lines: Vec<String> = credentials
        .into_iter()
        .map(|(public, weight)| if weight == 1 { public.to_owned() } else { format!("{public},{weight}") })
        .collect();
    serde_json::to_string(&lines).expect("strings always render")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Credential, KeyShare, Question};
    use rand_chacha::ChaCha12Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn what_cannot_be_an_election_is_refused_for_its_reason() {
        let rng = &mut ChaCha12Rng::seed_from_u64(1);
        let question = Question {
            question: "?".to_owned(),
            answers: vec!["a".to_owned(), "b".to_owned()],
            min: 1,
            max: 2,
            blank: false,
        };
        let template = Template {
            uuid: "rankFiLeSetup42".to_owned(),
            name: String::new(),
            description: String::new(),
            group: GroupName::Ed25519,
            questions: vec![question.clone()],
            administrator: None,
            credential_authority: None,
        };
        let key = KeyShare::make(template.group, rng).public(None, rng);
        let public = Credential::make(rng).public(template.group, &template.uuid);
        let one = [(public.clone(), 1)];
        let refusal = |template: &Template, keys: &[TrusteeKey], credentials: &[(String, u64)]| {
            Setup::make(template, keys, credentials).err()
        };
        let keys = std::slice::from_ref(&key);
        assert_eq!(refusal(&template, keys, &one), None);
        for uuid in ["rankFiLeSetup", "rankFileSetup42", "rankFiLe|Setup42"] {
            let template = Template { uuid: uuid.to_owned(), ..template.clone() };
            assert_eq!(refusal(&template, keys, &one), Some(SetupError::Uuid));
        }
        let silent = Template { questions: Vec::new(), ..template.clone() };
        assert_eq!(refusal(&silent, keys, &one), Some(SetupError::NoQuestion));
        for (min, max) in [(2, 1), (0, 3), (0, 0)] {
            let template =
                Template { questions: vec![Question { min, max, ..question.clone() }], ..template.clone() };
            assert_eq!(refusal(&template, keys, &one), Some(SetupError::Limits { question: 1 }));
        }
        assert_eq!(refusal(&template, &[], &one), Some(SetupError::NoTrustee));
        assert_eq!(
            refusal(&template, &[key.clone(), key.clone()], &one),
            Some(SetupError::DependentTrustees)
        );
        let foreign = KeyShare::make(GroupName::Belenios2048, rng).public(None, rng);
        let fault = TrusteeError::PublicKey;
        assert_eq!(refusal(&template, &[foreign], &one), Some(SetupError::Trustee { trustee: 1, fault }));
        assert_eq!(refusal(&template, keys, &[]), Some(SetupError::NoCredential));
        let credential = 2;
        let twice = [one[0].clone(), one[0].clone()];
        assert_eq!(refusal(&template, keys, &twice), Some(SetupError::CredentialRepeated { credential }));
        let nonsense = [one[0].clone(), ("nonsense".to_owned(), 1)];
        assert_eq!(refusal(&template, keys, &nonsense), Some(SetupError::Credential { credential }));
        assert_eq!(refusal(&template, keys, &[(public.clone(), MAX_TOTAL_WEIGHT)]), None);
        let heavy = [(public, MAX_TOTAL_WEIGHT + 1)];
        assert_eq!(refusal(&template, keys, &heavy), Some(SetupError::TotalWeight));
    }

    #[test]
    fn an_election_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Election>();
    }
}
