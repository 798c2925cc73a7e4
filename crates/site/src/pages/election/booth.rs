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
use rankfile_hall::election::ballot_paper::Slate;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::election::state::Ballot;
use rankfile_hall::state::State;
use rankfile_store::writer::{Answer, Ask};
use serde::Deserialize;

/// The largest ballot.
///
/// *Units*: bytes. A choice takes about half a kilobyte.
pub const BALLOT_BYTES: usize = 2 * 1024 * 1024;

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
    questions: Vec<Asked>,
}

/// A question with its answers, each with what the candidate says.
struct Asked {
    question: Question,
    answers: Vec<(String, Option<String>)>,
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
            Some(opens) => w.one("booth-opens", "when", w.from(opens)),
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
        closes: w.until(closes),
        iso: w.iso(closes),
        fingerprint: ballot.fingerprint.clone(),
        questions: asked(&view.state, ballot, belenios.questions()),
        frame: Frame::of(visitor),
    };
    Ok(booth.render()?)
}

/// The questions with the statements of the slate, which are those the record's commitments were opened to.
fn asked(state: &State, ballot: &Ballot, questions: &[Question]) -> Vec<Asked> {
    let slate = state.documents.text(&ballot.slate).and_then(|text| serde_json::from_str::<Slate>(text).ok());
    let contests = slate.map(|slate| slate.contests).unwrap_or_default();
    let said = |question: usize, answer: usize| {
        let candidate = contests.get(question)?.candidates.get(answer)?;
        Some(candidate.statement.as_ref()?.text.clone())
    };
    let asked = |(question, q): (&Question, usize)| {
        let answers = question.answers.iter().zip(0..).map(|(name, a)| (name.clone(), said(q, a)));
        Asked { answers: answers.collect(), question: question.clone() }
    };
    questions.iter().zip(0..).map(asked).collect()
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
        Ok(Accepted { tracker, index, receipt }) => {
            let answer = serde_json::json!({ "tracker": tracker, "act": index, "receipt": receipt });
            axum::Json(answer).into_response()
        }
        Err(trouble) => trouble.json(&form.visitor),
    }
}

/// A ballot that is in the box.
pub struct Accepted {
    /// Its tracker.
    pub tracker: String,
    /// The act that names the box with this ballot in it.
    pub index: u64,
    /// The proof of that act.
    pub receipt: String,
}

/// Has a ballot checked and put into the box; the answer comes once it is durable.
pub async fn admit(visitor: &Visitor, id: &str, ballot: String) -> Result<Accepted, Trouble> {
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
        Answer::Cast { tracker, index, receipt } => Ok(Accepted { tracker, index, receipt }),
        Answer::Refused(refusal) => Err(Trouble::Refused(refusal)),
        Answer::Recorded { .. } => Err(Trouble::bug("an act's answer to a ballot")),
    }
}
