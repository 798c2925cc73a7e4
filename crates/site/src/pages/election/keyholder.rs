//! A key holder's two tasks: make and present a share of the election's key, and open their part of the result. Share and
//! seed are made and used in the key holder's own browser and kept in a file of theirs.

use super::overview::find;
use crate::form::Json;
use crate::frame::Frame;
use crate::sign;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use rankfile_clerk::Draft;
use rankfile_hall::election::archive;
use rankfile_hall::election::command::{Command, ElectionId};
use rankfile_hall::election::state::Election;
use rankfile_record::commit::digest_text;
use serde::Deserialize;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/elections/{id}/keyholder", get(show))
        .route("/elections/{id}/keyholder/present", post(present))
        .route("/elections/{id}/keyholder/open", post(open))
        .route("/elections/{id}/tally.json", get(tally))
}

#[derive(Template)]
#[template(path = "election/keyholder.html")]
struct Page {
    frame: Frame,
    id: String,
    name: String,
    holder: u8,
    key: String,
    presented: bool,
    can_present: bool,
    can_open: bool,
    opened: bool,
}

/// The visitor's place among the key holders, from 1.
fn place(visitor: &Visitor, election: &Election) -> Result<u8, Trouble> {
    let key = visitor.key().ok_or(Trouble::SignIn)?;
    let place = election.holders.iter().position(|holder| holder.key == key).ok_or(Trouble::NotYours)?;
    u8::try_from(place + 1).map_err(|_| Trouble::NotYours)
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    let page = || -> Result<String, Trouble> {
        let (site, w) = (&visitor.site, &visitor.words);
        let view = site.view();
        let election = find(&view.state, &id)?;
        let holder = place(&visitor, election)?;
        let mine = election.holders.get(usize::from(holder) - 1);
        let open = |step: &str| {
            election.step(step).is_some_and(|s| s.done.is_none() && s.opens_at <= site.now() && !s.overdue)
        };
        let page = Page {
            id: id.clone(),
            name: Telling::new(w, &view.state).election(&election.id),
            holder,
            key: visitor.key().map(|key| key.as_str().to_owned()).unwrap_or_default(),
            presented: mine.is_some_and(|holder| holder.trustee.is_some()),
            can_present: open("keys"),
            can_open: open("decrypt"),
            opened: mine.is_some_and(|holder| holder.share.is_some()),
            frame: Frame::of(&visitor),
        };
        Ok(page.render()?)
    };
    match page() {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

/// The encrypted total, as the archive has it: `{"encrypted_tally", "sized"}`.
async fn tally(visitor: Visitor, Path(id): Path<String>) -> Response {
    let found = || -> Result<Response, Trouble> {
        let view = visitor.site.view();
        let election = find(&view.state, &id)?;
        let not_yet = || Trouble::NotYet(visitor.words.say("keyholder-no-tally"));
        archive::tally(&view.state, election).ok_or_else(not_yet)?;
        let head = election.tally.as_ref().ok_or_else(not_yet)?;
        let text = |digest: &str| view.state.documents.text(digest).ok_or_else(not_yet);
        let body = serde_json::json!({ "encrypted_tally": text(&head.tally)?, "sized": text(&head.sized)? });
        Ok(axum::Json(body).into_response())
    };
    found().unwrap_or_else(|trouble| trouble.json(&visitor))
}

#[derive(Deserialize)]
struct Presented {
    trustee: String,
    seed_commitment: String,
}

async fn present(Path(id): Path<String>, form: Json<Presented>) -> Response {
    let visitor = &form.visitor;
    prepare(visitor, &id, |holder| {
        Draft::new(Command::PresentKey {
            election: ElectionId(id.clone()),
            holder,
            trustee: form.body.trustee.clone(),
            seed_commitment: form.body.seed_commitment.clone(),
        })
    })
}

#[derive(Deserialize)]
struct Opened {
    decryption: String,
    seed: String,
}

async fn open(Path(id): Path<String>, form: Json<Opened>) -> Response {
    let visitor = &form.visitor;
    prepare(visitor, &id, |holder| {
        let payload = form.body.decryption.clone();
        let (share, seed) = (digest_text(payload.as_bytes()), form.body.seed.clone());
        let command = Command::ShareDecryption { election: ElectionId(id.clone()), holder, share, seed };
        Draft::new(command).documents(vec![payload.into_bytes()])
    })
}

/// Makes the draft ready and says where it is signed.
fn prepare(visitor: &Visitor, id: &str, draft: impl FnOnce(u8) -> Draft) -> Response {
    let prepared = || -> Result<Response, Trouble> {
        let view = visitor.site.view();
        let holder = place(visitor, find(&view.state, id)?)?;
        let after = format!("/elections/{id}");
        let waiting = sign::prepare(visitor, draft(holder), &format!("key-holder:{holder}"), &after)?;
        Ok(axum::Json(serde_json::json!({ "to": format!("/sign/{waiting}") })).into_response())
    };
    prepared().unwrap_or_else(|trouble| trouble.json(visitor))
}
