//! Saying no, to people: a rule refused, something was malformed, it is not there, it is not theirs to see, or the outside
//! failed. Each becomes a page in the visitor's language with what to do next; none tells secrets.

use crate::frame::Frame;
use crate::visitor::Visitor;
use askama::Template;
use axum::extract::OriginalUri;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use rankfile_clerk::Undrawn;
use rankfile_hall::Refusal;
use rankfile_store::fault::Fault;
use rankfile_store::queue::Unanswered;

/// Why a page could not be given.
#[derive(Debug)]
pub enum Trouble {
    /// A rule of the constitution says no.
    Refused(Refusal),
    /// The writer gave no answer.
    Unanswered(Unanswered),
    /// What was sent cannot be read: where, and the remedy. Both are texts already.
    Malformed(String),
    /// Something must happen first.
    NotYet(String),
    /// There is no such page.
    NotFound,
    /// The visitor must sign in, and then comes back.
    SignIn,
    /// The visitor is somebody else than whose page this is: the text id of who it is for.
    NotYours,
    /// The form is not from this site, or too old.
    Forged,
    /// Too often.
    TooOften,
    /// The store failed, or a bug; the reference is in the server's log.
    Fault(String),
}

impl Trouble {
    /// Something that cannot be.
    pub fn bug(what: &str) -> Self {
        Self::Fault(format!("bug: {what}"))
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Refused(_) | Self::NotYet(_) => StatusCode::CONFLICT,
            Self::Unanswered(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Malformed(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn => StatusCode::SEE_OTHER,
            Self::NotYours | Self::Forged => StatusCode::FORBIDDEN,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Heading and sentences, in the language of the words; the last is advice.
    pub(crate) fn texts(&self, w: &crate::words::Words) -> (String, Vec<String>) {
        let both = |heading: &str, sentence: &str| (w.say(heading), vec![w.say(sentence)]);
        match self {
            Self::Refused(refusal) => (
                w.say("trouble-refused"),
                vec![
                    capital(&refusal.reason),
                    w.one("trouble-refused-article", "article", refusal.article.0.clone()),
                    refusal.advice.clone(),
                ],
            ),
            Self::Unanswered(unanswered) => {
                let id = match unanswered.is_recorded() {
                    Some(_) => "trouble-not-recorded",
                    None => "trouble-unknown-recorded",
                };
                both("trouble-unanswered", id)
            }
            Self::Malformed(why) => {
                (w.say("trouble-malformed"), vec![capital(why), w.say("trouble-malformed-advice")])
            }
            Self::NotYet(why) => (w.say("trouble-not-yet"), vec![capital(why)]),
            Self::NotFound => both("trouble-not-found", "trouble-not-found-advice"),
            Self::SignIn => both("trouble-sign-in", "trouble-sign-in-advice"),
            Self::NotYours => both("trouble-not-yours", "trouble-not-yours-advice"),
            Self::Forged => both("trouble-forged", "trouble-forged-advice"),
            Self::TooOften => both("trouble-too-often", "trouble-too-often-advice"),
            Self::Fault(_) => both("trouble-fault", "trouble-fault-advice"),
        }
    }

    /// The page that says so.
    pub fn page(self, visitor: &Visitor) -> Response {
        self.log();
        if matches!(self, Self::SignIn) {
            let to = format!("/sign-in?next={}", crate::form::encode(&visitor.path));
            return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
        }
        let (heading, sentences) = self.texts(&visitor.words);
        let article = match &self {
            Self::Refused(refusal) => Some(refusal.article.0.clone()),
            _ => None,
        };
        let page = TroublePage { frame: Frame::of(visitor), heading, sentences, article };
        (self.status(), Html(page.render().unwrap_or_default())).into_response()
    }

    /// Faults are for the operator; nothing of a member is in them.
    fn log(&self) {
        if let Self::Fault(what) = self {
            tracing::error!("{what}");
        }
    }

    /// The same for scripts: `{"error":{"heading":..., "sentences":[...]}}`.
    pub fn json(self, visitor: &Visitor) -> Response {
        self.log();
        let (heading, sentences) = self.texts(&visitor.words);
        let body = serde_json::json!({ "error": { "heading": heading, "sentences": sentences } });
        (self.status(), axum::Json(body)).into_response()
    }
}

/// The page for an address that leads nowhere.
pub async fn not_found(visitor: Visitor, OriginalUri(_): OriginalUri) -> Response {
    Trouble::NotFound.page(&visitor)
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage {
    frame: Frame,
    heading: String,
    sentences: Vec<String>,
    article: Option<String>,
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let mut sentence: String = first.to_uppercase().chain(chars).collect();
    if !sentence.ends_with(['.', '!', '?', ':']) {
        sentence.push('.');
    }
    sentence
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault.to_string())
    }
}

impl From<Undrawn> for Trouble {
    fn from(undrawn: Undrawn) -> Self {
        match undrawn {
            Undrawn::NotYet(sentence) => Self::NotYet(sentence),
            Undrawn::Store(fault) => fault.into(),
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        // The message of SQLite names tables, never values.
        Self::Fault(format!("accounts: {error}"))
    }
}

impl From<askama::Error> for Trouble {
    fn from(error: askama::Error) -> Self {
        Self::Fault(format!("template: {error}"))
    }
}
