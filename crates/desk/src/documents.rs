//! What an election is known by on a voter's or a key holder's machine: its documents, and what they ask.

use crate::Problem;
use crate::input::{json_of, read};
use rankfile_belenios::{Outline, verify};
use serde::Deserialize;
use serde_json::{Value, json};

/// The documents of an election.
///
/// *Shape*: `election` and `trustees` as they were published, byte for byte; `credentials` only where the whole list is at hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    election: String,
    trustees: String,
    #[serde(default)]
    credentials: Option<String>,
}

impl Documents {
    /// The election, both documents checked.
    ///
    /// *Errors*: [`Problem::Election`].
    pub fn outline(&self) -> Result<Outline, Problem> {
        Outline::parse(&self.election, &self.trustees).map_err(Problem::Election)
    }

    /// Refuses a credential that is not on the list, where there is one.
    ///
    /// *Errors*: [`Problem::CredentialUnknown`].
    pub fn check_listed(&self, public: &str) -> Result<(), Problem> {
        let Some(list) = &self.credentials else { return Ok(()) };
        let lines: Vec<String> = serde_json::from_str(list).map_err(|_| Problem::CredentialUnknown)?;
        let listed = lines.iter().any(|line| line.split(',').next() == Some(public));
        if listed { Ok(()) } else { Err(Problem::CredentialUnknown) }
    }
}

/// `election.read`: what the documents say, once they are checked. A page that shows this shows what will be encrypted.
pub fn describe(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        documents: Documents,
    }
    let Input { documents } = read(input)?;
    let outline = documents.outline()?;
    let template = outline.template();
    Ok(json!({
        "uuid": outline.uuid(),
        "name": template.name,
        "description": template.description,
        "group": outline.group().as_str(),
        "fingerprint": outline.fingerprint(),
        "questions": json_of(&outline.questions()),
        "key_holders": outline.trustees().len(),
    }))
}

/// `archive.verify`: everything about an archive of ballots (`.bel`, in Base64), on this machine. It takes a while.
pub fn verify_archive(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        archive: String,
    }
    let Input { archive } = read(input)?;
    let bytes = crate::input::base64(&archive, "the archive")?;
    let report = verify(&bytes, &|_, _| ()).map_err(|_| Problem::NotAnArchive)?;
    if report.findings.is_empty() { Ok(json_of(&report)) } else { Err(Problem::Archive(report.findings)) }
}
