//! Signing on the web, in two steps. An officer's draft is made ready here and shown in plain words; their browser signs it,
//! with a passkey or with a key file that never leaves the browser; then it is submitted as it was shown. Between the two
//! steps it waits in memory: nothing is lost if the server stops, since nothing was promised.

use crate::form::Json;
use crate::frame::Frame;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rankfile_clerk::Draft;
use rankfile_record::act::{Actor, Inner};
use rankfile_record::canonical;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How long a draft waits for its signature.
///
/// *Units*: seconds.
const WAITS: i64 = 1_800;
/// How many drafts wait at most; the oldest gives way.
const MOST: usize = 500;

/// Drafts that wait for their signature, by a random id.
#[derive(Default)]
pub struct Pending {
    drafts: BTreeMap<String, Waiting>,
}

struct Waiting {
    inner: Inner,
    draft: Draft,
    cookie: String,
    since: i64,
    after: String,
}

/// The signing page and its submission.
pub fn routes() -> Router<Site> {
    Router::new().route("/sign/{id}", get(show).post(submit)).route("/sign/{id}/drop", post(give_up))
}

/// Makes a draft ready for the visitor's signature in a role, and leads them to the signing page. `after` is where they go
/// when it is recorded.
pub fn offer(visitor: &Visitor, draft: Draft, role: &str, after: &str) -> Result<Response, Trouble> {
    let id = prepare(visitor, draft, role, after)?;
    Ok(Redirect::to(&format!("/sign/{id}")).into_response())
}

/// The same for a script, which signs without leaving its page: the id of the waiting draft.
pub fn prepare(visitor: &Visitor, draft: Draft, role: &str, after: &str) -> Result<String, Trouble> {
    let site = &visitor.site;
    let key = visitor.key().ok_or(Trouble::SignIn)?;
    let inner = site.inner(&draft, Actor::Key { key, role: role.to_owned() });
    let id = hex::encode(&site.bytes32()[..16]);
    let waiting =
        Waiting { inner, draft, cookie: visitor.cookie.clone(), since: site.now(), after: after.to_owned() };
    let mut pending = site.pending();
    pending.drafts.retain(|_, other| other.since > site.now() - WAITS);
    while pending.drafts.len() >= MOST {
        let oldest = pending.drafts.iter().min_by_key(|(_, w)| w.since).map(|(id, _)| id.clone());
        oldest.and_then(|id| pending.drafts.remove(&id));
    }
    pending.drafts.insert(id.clone(), waiting);
    Ok(id)
}

#[derive(Template)]
#[template(path = "sign.html")]
struct SignPage {
    frame: Frame,
    id: String,
    sentences: Vec<String>,
    article: String,
    article_title: String,
    role: String,
    fingerprint: String,
    key: String,
    kind: &'static str,
    inner: String,
    challenge: String,
    credential: String,
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    match page(&visitor, &id) {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn page(visitor: &Visitor, id: &str) -> Result<String, Trouble> {
    let site = &visitor.site;
    let pending = site.pending();
    let waiting = pending
        .drafts
        .get(id)
        .filter(|waiting| waiting.cookie == visitor.cookie)
        .ok_or_else(|| Trouble::NotYet(visitor.words.say("sign-gone")))?;
    let Actor::Key { key, role } = &waiting.inner.actor else { return Err(Trouble::NotFound) };
    let view = site.view();
    let telling = Telling::new(&visitor.words, &view.state);
    let passkey = site.accounts().passkey_of(key)?;
    let inner = canonical::render_of(&waiting.inner).map_err(|why| Trouble::Malformed(why.to_string()))?;
    let challenge = waiting.inner.challenge().map_err(|why| Trouble::Malformed(why.to_string()))?;
    let page = SignPage {
        frame: Frame::of(visitor),
        id: id.to_owned(),
        sentences: telling.command(&waiting.draft.command),
        article_title: telling.article(&waiting.inner.basis.article),
        article: waiting.inner.basis.article.clone(),
        role: telling.role(role),
        fingerprint: key.fingerprint(),
        key: key.as_str().to_owned(),
        kind: if key.rp_id().is_some() { "passkey" } else { "file" },
        inner: String::from_utf8_lossy(&inner).into_owned(),
        challenge: URL_SAFE_NO_PAD.encode(challenge),
        credential: passkey.map(|p| URL_SAFE_NO_PAD.encode(p.credential)).unwrap_or_default(),
    };
    Ok(page.render()?)
}

#[derive(Deserialize)]
struct Signed {
    signature: String,
}

/// Takes the signature and has the act recorded: `{"to": where to go}`.
async fn submit(State(site): State<Site>, Path(id): Path<String>, form: Json<Signed>) -> Response {
    let taken = {
        let mut pending = site.pending();
        let mine = pending.drafts.get(&id).is_some_and(|waiting| waiting.cookie == form.visitor.cookie);
        mine.then(|| pending.drafts.remove(&id)).flatten()
    };
    let Some(Waiting { inner, draft, after, .. }) = taken else {
        return Trouble::NotYet(form.visitor.words.say("sign-gone")).json(&form.visitor);
    };
    match site.submit(inner, Some(form.body.signature), draft).await {
        Ok(recorded) => {
            let mark = if after.contains('?') { '&' } else { '?' };
            let to = format!("{after}{mark}recorded={}", recorded.index);
            axum::Json(serde_json::json!({ "to": to, "act": recorded.index })).into_response()
        }
        Err(trouble) => trouble.json(&form.visitor),
    }
}

/// Lets a draft go unsigned.
async fn give_up(Path(id): Path<String>, form: crate::form::Form<BTreeMap<String, String>>) -> Response {
    let mut pending = form.visitor.site.pending();
    if pending.drafts.get(&id).is_some_and(|waiting| waiting.cookie == form.visitor.cookie) {
        pending.drafts.remove(&id);
    }
    drop(pending);
    Redirect::to("/work").into_response()
}
