//! The offline booth: one page in one file, with the desk and the documents of one election inside, that makes a ballot with
//! no network at all. It is signed, so that a voter can tell the page the union published from one that somebody altered.
//!
//! Made and checked by programs; the browser only runs it. It is the one page with scripts inside, and its own policy names
//! their digests and allows nothing else, no connection among them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rankfile_belenios::Outline;
use rankfile_record::note::{LogKey, NoteError, Vkey, open_note, sign_note};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::Problem;

/// What the signed note under a page begins with. No checkpoint can: its second line is a number.
const FIRST_LINE: &str = "rank-and-file offline booth v1";

/// What a page is made of.
pub struct Page<'a> {
    /// Its language: `en` or `es`.
    pub language: &'a str,
    /// The election document.
    pub election: &'a str,
    /// The trustees document.
    pub trustees: &'a str,
    /// Where a ballot is handed in, as a voter types it.
    pub hand_in_at: &'a str,
    /// The desk, built for the browser.
    pub desk: &'a [u8],
}

/// Why a page is not the one that was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OfflineError {
    /// The note is not signed by the key.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The note is about something else.
    #[error("this signature is not one of an offline booth; fetch the file that belongs to the page")]
    OtherNote,
    /// The page was altered.
    #[error("this page is not the one that was signed; do not vote with it, and fetch it again")]
    OtherPage,
}

/// What a signed page is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The fingerprint of its election.
    pub fingerprint: String,
    /// The SHA-256 of the page, 64 hexadecimal digits.
    pub digest: String,
}

impl Page<'_> {
    /// The page.
    ///
    /// *Errors*: [`Problem::Election`] if the documents do not hold.
    pub fn render(&self) -> Result<String, Problem> {
        Outline::parse(self.election, self.trustees).map_err(Problem::Election)?;
        let texts: serde_json::Value =
            serde_json::from_str(self.texts()).expect("the texts are JSON; a test reads them");
        let data = json!({
            "documents": { "election": self.election, "trustees": self.trustees },
            "where": self.hand_in_at,
            "texts": texts,
        });
        // Inside a script element no text may end it; in JSON a `<` can always be written otherwise.
        let data = data.to_string().replace('<', "\\u003c");
        let text = |name: &str| escape(texts[name].as_str().unwrap_or_default());
        let (script, style) = (script(), include_str!("../js/offline.css"));
        Ok(fill(
            include_str!("../js/offline.html"),
            &[
                ("language", self.language()),
                ("policy", &policy(&script, style)),
                ("title", &text("title")),
                ("fingerprint", &text("fingerprint")),
                ("noscript", &text("noscript")),
                ("style", style),
                ("data", &data),
                ("desk", &STANDARD.encode(self.desk)),
                ("script", &script),
            ],
        ))
    }

    fn language(&self) -> &'static str {
        if self.language == "es" { "es" } else { "en" }
    }

    fn texts(&self) -> &'static str {
        match self.language() {
            "es" => include_str!("../texts/offline-es.json"),
            _ => include_str!("../texts/offline-en.json"),
        }
    }
}

/// Signs a page with the record's key or a key of those who publish the program: a signed note, to be kept in a file beside it.
///
/// *Errors*: the fingerprint is no plain text.
pub fn sign(page: &str, fingerprint: &str, key: &LogKey) -> Result<String, NoteError> {
    sign_note(&note_text(page, fingerprint), key)
}

/// What the note of a page says, for whoever has the key and not the page.
pub fn note_text(page: &str, fingerprint: &str) -> String {
    let fingerprint: String = fingerprint.chars().filter(|c| !c.is_whitespace()).collect();
    format!("{FIRST_LINE}\n{fingerprint}\nsha256:{}\n", digest(page))
}

/// Checks a page against its note and the key one trusts.
///
/// *Errors*: the note is not signed by that key, or of another page.
pub fn check(page: &str, note: &str, key: &Vkey) -> Result<Signed, OfflineError> {
    let opened = open_note(note.as_bytes(), std::slice::from_ref(key))?;
    let lines: Vec<&str> = opened.text.lines().collect();
    let [FIRST_LINE, fingerprint, signed] = lines[..] else { return Err(OfflineError::OtherNote) };
    let digest = digest(page);
    if signed != format!("sha256:{digest}") {
        return Err(OfflineError::OtherPage);
    }
    Ok(Signed { fingerprint: fingerprint.to_owned(), digest })
}

/// What a page was made of, told by the page itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The SHA-256 of the desk inside, 64 hexadecimal digits.
    pub desk: String,
    /// Whether this very program makes the same page, byte for byte, from the same documents and the same desk: then the page
    /// holds no other script than this program's.
    pub is_ours: bool,
}

/// Looks into a page, whoever made it; `None` if it is not built as these pages are.
pub fn look_into(page: &str) -> Option<Contents> {
    let between = |begin: &str| page.split_once(begin)?.1.split_once("</script>").map(|(inside, _)| inside);
    let desk = STANDARD.decode(between(r#"id="desk">"#)?).ok()?;
    let data: serde_json::Value = serde_json::from_str(between(r#"id="data">"#)?).ok()?;
    let text = |value: &'_ serde_json::Value| value.as_str().map(str::to_owned);
    let (election, trustees) = (text(&data["documents"]["election"])?, text(&data["documents"]["trustees"])?);
    let hand_in_at = text(&data["where"])?;
    let language = if page.contains(r#"<html lang="es">"#) { "es" } else { "en" };
    let again =
        Page { language, election: &election, trustees: &trustees, hand_in_at: &hand_in_at, desk: &desk };
    let is_ours = again.render().is_ok_and(|again| again == page);
    Some(Contents { desk: hex::encode(Sha256::digest(&desk)), is_ours })
}

/// The page's scripts in one, without what binds them as files.
fn script() -> String {
    let (desk, booth) = (include_str!("../js/desk.js"), include_str!("../js/offline.js"));
    let lines = desk.lines().chain(booth.lines().filter(|line| !line.starts_with("import ")));
    let joined: Vec<&str> = lines.map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    joined.join("\n")
}

fn policy(script: &str, style: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(script),
        hash(style)
    )
}

fn digest(page: &str) -> String {
    hex::encode(Sha256::digest(page))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Puts values in the places of a template; what stands in a value is never taken for a place.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_texts() {
        let names = |text: &str| -> Vec<String> {
            let texts: std::collections::BTreeMap<String, String> = serde_json::from_str(text).unwrap();
            texts.into_keys().collect()
        };
        let [en, es] = [include_str!("../texts/offline-en.json"), include_str!("../texts/offline-es.json")];
        assert_eq!(names(en), names(es));
        // Every text the booth asks for is there, and every problem with words is a problem there can be.
        let asked = include_str!("../js/offline.js").split("say(").skip(1);
        for call in asked {
            for name in call.split(')').next().unwrap_or_default().split('"').skip(1).step_by(2) {
                assert!(names(en).iter().any(|known| known == name), "{name}");
            }
        }
    }

    #[test]
    fn the_scripts_fit_into_one_element() {
        let script = script();
        assert!(!script.contains("</script") && !script.contains("<!--"), "it would end its element");
        let binds = |line: &&str| line.starts_with("import ") || line.starts_with("export ");
        assert_eq!(script.lines().find(binds), None);
    }

    #[test]
    fn what_stands_in_a_value_is_no_place() {
        assert_eq!(fill("a{b}c{d}e", &[("b", "{d}"), ("d", "x")]), "a{d}cxe");
    }
}
