//! The booth: a ballot is made in the voter's browser and cast. No sign-in: whoever holds a credential can vote with it, and
//! this server learns neither who nor what. The credential never leaves the browser.

use super::overview::find;
use crate::form::Json;
use crate::frame::Frame;
use crate::site::{Site, blocking};
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use rankfile_belenios::Question;
use rankfile_hall::election::command::ElectionId;
use rankfile_store::writer::{Answer, Ask};
use serde::Deserialize;

/// The largest ballot.
///
/// *Units*: bytes. A choice takes about half a kilobyte.
const BALLOT_BYTES: usize = 2 * 1024 * 1024;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/elections/{id}/vote", get(show))
        .route("/elections/{id}/documents.json", get(documents))
        .route("/elections/{id}/ballots", post(cast).layer(DefaultBodyLimit::max(BALLOT_BYTES)))
}

#[derive(Template)]
#[template(path = "election/booth.html")]
struct Booth {
    frame: Frame,
    id: String,
    name: String,
    closes: String,
    iso: String,
    fingerprint: String,
    questions: Vec<Question>,
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    match page(&visitor, &id) {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn page(visitor: &Visitor, id: &str) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = find(&view.state, id)?;
    if !election.is_open(site.now()) {
        let opens = election.voting_opens.filter(|opens| *opens > site.now());
        return Err(Trouble::NotYet(match opens {
            Some(opens) => w.one("booth-opens", "when", w.moment(opens)),
            None => w.say("booth-closed"),
        }));
    }
    let lost = || Trouble::bug("the ballot's documents are missing");
    let ballot = election.ballot.as_ref().ok_or_else(lost)?;
    let belenios = ballot.belenios.as_ref().ok_or_else(lost)?;
    let closes = election.step("close").map_or(0, |step| step.due_at);
    let booth = Booth {
        id: id.to_owned(),
        name: Telling::new(w, &view.state).election(&election.id),
        closes: w.moment(closes),
        iso: w.iso(closes),
        fingerprint: ballot.fingerprint.clone(),
        questions: belenios.questions().to_vec(),
        frame: Frame::of(visitor),
    };
    Ok(booth.render()?)
}

/// What a ballot is made from: the election and its keys, byte for byte as published. No list of credentials.
async fn documents(visitor: Visitor, Path(id): Path<String>) -> Response {
    let found = || -> Result<Response, Trouble> {
        let view = visitor.site.view();
        let ballot = find(&view.state, &id)?.ballot.as_ref().ok_or(Trouble::NotFound)?;
        let text = |digest: &str| view.state.documents.text(digest).ok_or(Trouble::NotFound);
        let body = serde_json::json!({
            "election": text(&ballot.setup.election)?,
            "trustees": text(&ballot.setup.trustees)?,
        });
        Ok(([(header::CACHE_CONTROL, "no-cache")], axum::Json(body)).into_response())
    };
    found().unwrap_or_else(|trouble| trouble.json(&visitor))
}

#[derive(Deserialize)]
struct Cast {
    ballot: String,
}

/// Takes a ballot: `{"tracker", "act", "receipt"}` once it is durable.
async fn cast(Path(id): Path<String>, form: Json<Cast>) -> Response {
    match admit(&form.visitor, &id, form.body.ballot).await {
        Ok(answer) => axum::Json(answer).into_response(),
        Err(trouble) => trouble.json(&form.visitor),
    }
}

async fn admit(visitor: &Visitor, id: &str, ballot: String) -> Result<serde_json::Value, Trouble> {
    let view = visitor.site.view();
    let election = find(&view.state, id)?;
    let belenios = election.ballot.as_ref().and_then(|ballot| ballot.belenios.clone());
    let belenios = belenios.ok_or_else(|| Trouble::NotYet(visitor.words.say("booth-closed")))?;
    let odd = visitor.words.say("booth-ballot-odd");
    // The costly part: every proof of the ballot is checked, on a thread of its own.
    let (bytes, checked) = blocking(move || {
        let bytes = ballot.into_bytes();
        let checked =
            belenios.check_ballot(&bytes).map_err(|why| Trouble::Malformed(format!("{odd} {why}")))?;
        Ok((bytes, Box::new(checked)))
    })
    .await?;
    let ask = Ask::Ballot { election: ElectionId(id.to_owned()), bytes, checked };
    match visitor.site.ask(ask).await? {
        Answer::Cast { tracker, index, receipt } => {
            Ok(serde_json::json!({ "tracker": tracker, "act": index, "receipt": receipt }))
        }
        Answer::Refused(refusal) => Err(Trouble::Refused(refusal)),
        Answer::Recorded { .. } => Err(Trouble::bug("an act's answer to a ballot")),
    }
}
