//! A count with everything it came from: papers, rules, what the caller decided, draws and result, in one canonical JSON
//! document with a digest of each part. Who has the document can count again and compare; who has only a digest can tell
//! whether it is the same count.
//!
//! Papers are strings in the words of BLT (`"12 3 1=2 - 4"`: twelve papers, a skipped rank before the last). Not here:
//! trust. Digests show that nothing was changed since somebody published them, not who did.

mod ballots;
mod options;

use serde_json::{Value, json};

use self::ballots::WireBallots;
use self::options::WireOptions;
use super::canonical::{digest, render as canonical};
use super::desk::{self, Desk};
use super::json;
use super::{Fault, Place, Read, ReadError, Repair};
use crate::tally::grades::Grades;
use crate::{Count, Election, Options};

/// The name of the format, with its version.
pub const FORMAT: &str = "rankfile-dossier-1";

/// The parts that have a digest each.
const PARTS: [&str; 5] = ["ballots", "draws", "options", "result", "rules"];

/// A dossier whose digests are right.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// The papers.
    pub election: Election,
    /// The grades or points, where the papers give them.
    pub grades: Option<Grades>,
    /// What the caller decided.
    pub options: Options,
    /// The rule text, with every parameter.
    pub rules: Value,
    /// The result.
    pub result: Count,
    /// The digest over all digests.
    pub digest: String,
}

impl Dossier {
    /// The papers alone, as any other reader gives them.
    pub fn into_read(self) -> Read {
        Read { election: self.election, grades: self.grades, warnings: Vec::new() }
    }
}

/// Writes a dossier.
///
/// *Shape*: `rules` is the method's rule text ([`crate::Method::rules`]).
/// *Errors*: a rule text that is no JSON.
pub fn render(
    election: &Election,
    rules: &str,
    options: &Options,
    result: &Count,
) -> Result<String, ReadError> {
    render_graded(election, None, rules, options, result)
}

/// Writes a dossier with the grades that the papers give, so that a count of grades can be redone.
///
/// *Shape*, *Errors*: as [`render`].
pub fn render_graded(
    election: &Election,
    grades: Option<&Grades>,
    rules: &str,
    options: &Options,
    result: &Count,
) -> Result<String, ReadError> {
    let rules: Value = json::parse(rules)?;
    let result_value = serde_json::to_value(result).expect("an answer is plain data");
    let mut document = json!({
        "format": FORMAT,
        "ballots": ballots::write(election, grades),
        "draws": result_value["ties"],
        "options": serde_json::to_value(WireOptions::of(options)).expect("options are plain data"),
        "result": result_value,
        "rules": rules,
    });
    document["digests"] = digests(&document);
    Ok(canonical(&document) + "\n")
}

/// Reads a dossier and checks every digest.
///
/// *Errors*: what is wrong; a digest that does not fit names its part.
pub fn parse(bytes: &[u8]) -> Result<Dossier, ReadError> {
    let at = Place { line: 1, column: 1 };
    let text = desk::text(bytes, &mut Desk::new(Repair::No)).into_owned();
    let mut document: Value = json::parse(&text)?;
    if document["format"] != FORMAT {
        return Err(ReadError { at, fault: Fault::Expected { what: "a dossier of version 1" } });
    }
    let right = digests(&document);
    for part in PARTS.into_iter().chain(["all"]) {
        if document["digests"][part] != right[part] {
            return Err(ReadError { at, fault: Fault::Altered { part } });
        }
    }
    let malformed = |_| ReadError { at, fault: Fault::Json { why: "a part of it is not what it must be" } };
    let wire: WireOptions = serde_json::from_value(document["options"].take()).map_err(malformed)?;
    let result = serde_json::from_value(document["result"].take()).map_err(malformed)?;
    let ballots: WireBallots = serde_json::from_value(document["ballots"].take()).map_err(malformed)?;
    let (election, grades) = ballots.read(text.len())?;
    let options =
        wire.options().ok_or(ReadError { at, fault: Fault::Expected { what: "a known tie rule" } })?;
    let digest = right["all"].as_str().unwrap_or_default().to_owned();
    Ok(Dossier { election, grades, options, rules: document["rules"].take(), result, digest })
}

fn digests(document: &Value) -> Value {
    let mut digests = json!({});
    for part in PARTS {
        digests[part] = digest(&document[part]).into();
    }
    digests["all"] = digest(&digests).into();
    digests
}
