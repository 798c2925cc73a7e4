//! The election document: what is voted on, in which group, under which key.
//!
//! The document is hashed as it stands and never rendered again; members this room does not know are let pass, since the fingerprint
//! covers them and no check depends on them. Questions are different: an unknown member could change what a ballot means.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::finding::Unsupported;
use crate::group::GroupName;

/// A choose-k question: between `min` and `max` of the answers, or blank where that is allowed.
///
/// *Source*: section 3.2, question of kind Homomorphic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The answers to choose from.
    pub answers: Vec<String>,
    /// Whether a voter may answer blank instead of choosing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blank: bool,
    /// The fewest answers a voter may choose.
    pub min: usize,
    /// The most answers a voter may choose.
    pub max: usize,
    /// The question itself.
    pub question: String,
}

impl Question {
    /// Ciphertexts in an answer, and counters in the result: the answers, and before them the blank counter if there is one.
    pub fn counters(&self) -> usize {
        self.answers.len() + usize::from(self.blank)
    }
}

/// What an election is to be, before its key is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its identifier: at least 14 Base58 characters.
    pub uuid: String,
    /// Its name.
    pub name: String,
    /// A longer text.
    pub description: String,
    /// The group of all its keys.
    pub group: GroupName,
    /// The questions, at least one.
    pub questions: Vec<Question>,
    /// Who administers it, if said.
    #[serde(default)]
    pub administrator: Option<String>,
    /// Who makes the credentials, if said.
    #[serde(default)]
    pub credential_authority: Option<String>,
}

/// The election document of a template under a public key.
pub(crate) fn render_election(template: &Template, public_key: &str) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        version: u64,
        description: &'a str,
        name: &'a str,
        group: &'a str,
        public_key: &'a str,
        questions: &'a [Question],
        uuid: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        administrator: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        credential_authority: Option<&'a str>,
    }
    let document = Document {
        version: 1,
        description: &template.description,
        name: &template.name,
        group: template.group.as_str(),
        public_key,
        questions: &template.questions,
        uuid: &template.uuid,
        administrator: template.administrator.as_deref(),
        credential_authority: template.credential_authority.as_deref(),
    };
    serde_json::to_string(&document).expect("strings and lists always render")
}

/// An election document read, as far as this room supports it.
pub(crate) struct Document {
    pub(crate) template: Template,
    pub(crate) public_key: String,
}

/// Why an election document could not be taken in.
pub(crate) enum DocumentFault {
    /// Not an election document at all.
    Malformed,
    /// A lawful document of kinds not supported yet; every one is listed.
    Unsupported(Vec<Unsupported>),
}

/// Reads an election document.
pub(crate) fn parse_election(text: &str) -> Result<Document, DocumentFault> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        version: u64,
        #[serde(default)]
        description: String,
        #[serde(default)]
        name: String,
        group: String,
        public_key: String,
        #[serde(borrow)]
        questions: Vec<&'a RawValue>,
        uuid: String,
        administrator: Option<String>,
        credential_authority: Option<String>,
    }
    let version = parse_version(text).ok_or(DocumentFault::Malformed)?;
    if version != 1 {
        return Err(DocumentFault::Unsupported(vec![Unsupported::Version(version)]));
    }
    let wire: Wire = serde_json::from_str(text).map_err(|_| DocumentFault::Malformed)?;
    debug_assert_eq!(wire.version, version);
    let mut unsupported = Vec::new();
    let group = wire.group.parse().inspect_err(|_| unsupported.push(Unsupported::Group(wire.group.clone())));
    let mut questions = Vec::with_capacity(wire.questions.len());
    for (i, raw) in wire.questions.iter().enumerate() {
        match parse_question(raw.get(), i + 1)? {
            Ok(question) => questions.push(question),
            Err(kind) => unsupported.push(kind),
        }
    }
    let (Ok(group), true) = (group, unsupported.is_empty()) else {
        return Err(DocumentFault::Unsupported(unsupported));
    };
    let template = Template {
        uuid: wire.uuid,
        name: wire.name,
        description: wire.description,
        group,
        questions,
        administrator: wire.administrator,
        credential_authority: wire.credential_authority,
    };
    Ok(Document { template, public_key: wire.public_key })
}

fn parse_version(text: &str) -> Option<u64> {
    #[derive(Deserialize)]
    struct Version {
        version: u64,
    }
    serde_json::from_str::<Version>(text).ok().map(|wire| wire.version)
}

/// Reads a question: a choose-k question, or the name of a kind that is not supported.
fn parse_question(text: &str, question: usize) -> Result<Result<Question, Unsupported>, DocumentFault> {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(rename = "type")]
        kind: Option<String>,
    }
    if let Ok(choose) = serde_json::from_str::<Question>(text) {
        return Ok(Ok(choose));
    }
    let kind: Kind = serde_json::from_str(text).map_err(|_| DocumentFault::Malformed)?;
    match kind.kind.as_deref() {
        Some("NonHomomorphic") => Ok(Err(Unsupported::RankedQuestion { question })),
        Some("Lists") => Ok(Err(Unsupported::ListsQuestion { question })),
        Some(_) => Ok(Err(Unsupported::QuestionKind { question })),
        None => Err(DocumentFault::Malformed),
    }
}
