//! An act in plain words, made from what is signed and nothing else. Pages have words of their own, in their own files; these
//! are the ones a hostile host cannot change without changing the desk.
//!
//! An act of a kind without words is not described, and so not signed.

mod facts;

use crate::Problem;
use rankfile_hall::command::Command;
use rankfile_record::act::{Actor, Inner};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A language the desk has words in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

/// An act, described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Its kind, as in `election.certify`.
    pub code: String,
    /// What it says, by the names of the command's members; times in seconds since 1970.
    pub facts: BTreeMap<String, String>,
    /// The same in words.
    pub sentences: Vec<String>,
}

impl Language {
    fn texts(self) -> &'static str {
        match self {
            Language::En => include_str!("../texts/en.txt"),
            Language::Es => include_str!("../texts/es.txt"),
        }
    }

    /// The sentence of a code.
    ///
    /// *Shape* of a file of texts: a line is `code = sentence with {fact}`; a line that begins with `#` is for people.
    fn sentence(self, code: &str) -> Option<&'static str> {
        let lines = self.texts().lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once(" = "))
            .find(|(known, _)| *known == code)
            .map(|(_, text)| text)
    }
}

/// Describes the inner part of an act.
///
/// *Errors*: the command is none, or one without words.
pub fn describe(inner: &Inner, language: Language) -> Result<Said, Problem> {
    let Some(_) = Command::parse(&inner.command) else {
        return Err(Problem::NotDescribed("of an unknown kind".to_owned()));
    };
    let (code, facts) = facts::gather(&inner.command);
    let undescribed = || Problem::NotDescribed(code.clone());
    let what = language.sentence(&code).ok_or_else(undescribed)?;
    let mut all = facts.clone();
    all.insert("union".to_owned(), inner.origin.clone());
    all.insert("article".to_owned(), inner.basis.article.clone());
    let signer = match &inner.actor {
        Actor::Key { role, .. } => {
            all.insert("signer".to_owned(), role.clone());
            "signer.key"
        }
        Actor::Host => "signer.host",
        Actor::Clock => "signer.clock",
    };
    let who = language.sentence(signer).ok_or_else(undescribed)?;
    let sentences: Option<Vec<String>> = [who, what].into_iter().map(|text| fill(text, &all)).collect();
    Ok(Said { sentences: sentences.ok_or_else(undescribed)?, code, facts })
}

/// A sentence with its facts; `None` if one is not there.
fn fill(text: &str, facts: &BTreeMap<String, String>) -> Option<String> {
    let mut parts = text.split('{');
    let mut filled = parts.next()?.to_owned();
    for part in parts {
        let (name, after) = part.split_once('}')?;
        let fact = facts.get(name.trim_end_matches("@time"))?;
        filled.push_str(&if name.ends_with("@time") { facts::time(fact)? } else { fact.clone() });
        filled.push_str(after);
    }
    Some(filled)
}

#[cfg(test)]
mod tests;
