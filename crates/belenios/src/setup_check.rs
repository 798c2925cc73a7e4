//! The checking twin of [`crate::setup`]: reads the three documents into an [`Election`], or says everything that is wrong.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::document::{Document, DocumentFault, parse_election};
use crate::election::{Election, ElectionIn, Facts};
use crate::finding::{Fault, Unsupported};
use crate::group::belenios2048::Belenios2048;
use crate::group::ed25519::Ed25519;
use crate::group::{self, Group, GroupName};
use crate::hash::{base64, sha256};
use crate::setup::{Documents, Setup};
use crate::trustee::{TrusteeError, TrusteeItem, TrusteeKey, render_trustees};

/// What can be wrong with the documents of an election. Places are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SetupFault {
    #[error("the election document is malformed")]
    Election,
    #[error("question {0} cannot be answered: its limits fit neither each other nor its answers")]
    Limits(usize),
    #[error("the trustees document is malformed or not in canonical form")]
    Trustees,
    #[error("trustee {0}: {1}")]
    Trustee(usize, TrusteeError),
    #[error("the election's public key is not the product of its trustees' keys")]
    Key,
    #[error("the list of public credentials is malformed or not in canonical form")]
    Credentials,
    #[error("public credential {0} is not a canonical element of the group")]
    Credential(usize),
    #[error("public credential {0} stands in the list before")]
    CredentialRepeated(usize),
    #[error("the weight of public credential {0} is malformed, or the total is too large")]
    Weight(usize),
    #[error(transparent)]
    Unsupported(Unsupported),
}

impl Fault for SetupFault {
    fn code(&self) -> &'static str {
        match self {
            SetupFault::Election => "setup-election",
            SetupFault::Limits(_) => "setup-limits",
            SetupFault::Trustees => "setup-trustees",
            SetupFault::Trustee(_, TrusteeError::Proof) => "setup-trustee-proof",
            SetupFault::Trustee(..) => "setup-trustee-key",
            SetupFault::Key => "setup-key",
            SetupFault::Credentials => "setup-credentials",
            SetupFault::Credential(_) => "setup-credential",
            SetupFault::CredentialRepeated(_) => "setup-credential-repeated",
            SetupFault::Weight(_) => "setup-weight",
            SetupFault::Unsupported(kind) => kind.code(),
        }
    }
}

/// Reads and checks all documents; the election also comes out faulty if it can be read well enough to check its ballots.
pub(crate) fn audit_setup(setup: &Setup) -> (Option<Election>, Vec<SetupFault>) {
    audit_documents(&setup.election, &setup.trustees, Some(&setup.credentials))
}

/// The same; without the list of credentials, the election that comes out has none.
pub(crate) fn audit_documents(
    election: &str,
    trustees: &str,
    credentials: Option<&str>,
) -> (Option<Election>, Vec<SetupFault>) {
    let texts = Texts { election, trustees, credentials };
    let mut unsupported = Vec::new();
    let items = TrusteeItem::parse_all(trustees);
    if items.as_ref().is_some_and(|items| items.contains(&TrusteeItem::Pedersen)) {
        unsupported.push(Unsupported::ThresholdTrustees);
    }
    let document = match parse_election(election) {
        Ok(document) => Some(document),
        Err(DocumentFault::Malformed) => None,
        Err(DocumentFault::Unsupported(kinds)) => {
            unsupported.extend(kinds);
            None
        }
    };
    // Nothing is said about an election of unsupported kinds beyond that it is one.
    if !unsupported.is_empty() {
        return (None, unsupported.into_iter().map(SetupFault::Unsupported).collect());
    }
    let Some(document) = document else { return (None, vec![SetupFault::Election]) };
    match document.template.group {
        GroupName::Ed25519 => check_in::<Ed25519>(&texts, document, items),
        GroupName::Belenios2048 => check_in::<Belenios2048>(&texts, document, items),
    }
}

/// The documents as they stand.
struct Texts<'a> {
    election: &'a str,
    trustees: &'a str,
    credentials: Option<&'a str>,
}

fn check_in<G: Group>(
    texts: &Texts<'_>,
    document: Document,
    items: Option<Vec<TrusteeItem>>,
) -> (Option<Election>, Vec<SetupFault>)
where
    Election: From<ElectionIn<G>>,
{
    let mut faults = Vec::new();
    for (i, question) in document.template.questions.iter().enumerate() {
        if question.min > question.max || question.max > question.answers.len() {
            faults.push(SetupFault::Limits(i + 1));
        }
    }
    let answerable = faults.is_empty();
    let trustees = check_trustees::<G>(texts.trustees, items, &mut faults);
    let credentials = match texts.credentials {
        Some(list) => check_credentials::<G>(list, &mut faults),
        None => Some(Vec::new()),
    };
    let key = group::vartime_parse_member::<G>(&document.public_key);
    if let Some(trustees) = &trustees {
        let product = trustees.iter().fold(G::one(), |product, (_, key)| G::mul(&product, key));
        if key != Some(product) || product == G::one() {
            faults.push(SetupFault::Key);
        }
    }
    // No ballot can be read against questions that make no sense.
    let (Some(key), Some(trustees), Some(credentials), true) = (key, trustees, credentials, answerable)
    else {
        return (None, faults);
    };
    let facts = Facts {
        fingerprint: base64(&sha256(texts.election.as_bytes())),
        template: document.template,
        credentials: credentials.iter().map(|(text, weight, _)| (text.clone(), *weight)).collect(),
        trustees: trustees.iter().map(|(text, _)| text.clone()).collect(),
        documents: Documents::of(texts.election, texts.trustees, texts.credentials.unwrap_or_default()),
    };
    let trustees = trustees.into_iter().map(|(_, key)| key).collect();
    (Some(ElectionIn::<G>::load(facts, key, trustees, credentials).into()), faults)
}

fn check_trustees<G: Group>(
    document: &str,
    items: Option<Vec<TrusteeItem>>,
    faults: &mut Vec<SetupFault>,
) -> Option<Vec<(String, G::Element)>> {
    let singles = |item| match item {
        TrusteeItem::Single(key) => Some(key),
        TrusteeItem::Pedersen => None,
    };
    let keys: Option<Vec<TrusteeKey>> = items.and_then(|items| items.into_iter().map(singles).collect());
    let Some(keys) = keys.filter(|keys| !keys.is_empty() && render_trustees(keys) == document) else {
        faults.push(SetupFault::Trustees);
        return None;
    };
    let mut checked = Vec::with_capacity(keys.len());
    for (i, key) in keys.into_iter().enumerate() {
        if let Err(fault) = key.vartime_read::<G>() {
            faults.push(SetupFault::Trustee(i + 1, fault));
        }
        checked.push((group::vartime_parse_member::<G>(&key.public_key), key.public_key));
    }
    checked.into_iter().map(|(element, text)| Some((text, element?))).collect()
}

/// A public credential: text, weight, element.
pub(crate) type PublicCredential<G> = (String, u64, <G as Group>::Element);

fn check_credentials<G: Group>(
    document: &str,
    faults: &mut Vec<SetupFault>,
) -> Option<Vec<PublicCredential<G>>> {
    let lines: Option<Vec<String>> = serde_json::from_str(document).ok();
    let canonical = |lines: &Vec<String>| serde_json::to_string(lines).is_ok_and(|text| text == document);
    let Some(lines) = lines.filter(canonical) else {
        faults.push(SetupFault::Credentials);
        return None;
    };
    let read: Vec<_> = lines.par_iter().map(|line| read_credential::<G>(line)).collect();
    let mut seen = HashMap::new();
    let mut total = 0u64;
    let mut credentials = Vec::with_capacity(read.len());
    for (i, (text, weight, element)) in read.into_iter().enumerate() {
        let Some(element) = element else {
            faults.push(SetupFault::Credential(i + 1));
            continue;
        };
        if seen.insert(text, i).is_some() {
            faults.push(SetupFault::CredentialRepeated(i + 1));
        }
        match weight.and_then(|weight| Some((weight, total.checked_add(weight)?))) {
            Some((weight, sum)) => {
                total = sum;
                credentials.push((text.to_owned(), weight, element));
            }
            None => faults.push(SetupFault::Weight(i + 1)),
        }
    }
    Some(credentials)
}

/// Splits `element[,weight]`; a part that is wrong is `None`.
fn read_credential<G: Group>(line: &str) -> (&str, Option<u64>, Option<G::Element>) {
    let (text, weight) = match line.split_once(',') {
        Some((text, weight)) => (text, Some(weight)),
        None => (line, None),
    };
    let canonical = |text: &str| text.parse().ok().filter(|weight: &u64| weight.to_string() == text);
    let element = group::vartime_parse_member::<G>(text).filter(|element| *element != G::one());
    (text, weight.map_or(Some(1), canonical), element)
}
