//! The register of keys: which key acts for which office or body, what one officer proposed and a second must confirm, and
//! the way to propose a key or revoke one.

use crate::form::Form;
use crate::frame::{Frame, role_title};
use crate::sign;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use rankfile_clerk::Draft;
use rankfile_hall::command::Command;
use rankfile_hall::key::command::Command as Key;
use rankfile_record::key::{KeyFile, PublicKey};
use serde::Deserialize;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/keys", get(show))
        .route("/keys/admit", post(admit))
        .route("/keys/revoke", post(revoke))
}

#[derive(Template)]
#[template(path = "keys.html")]
struct Page {
    frame: Frame,
    keys: Vec<Shown>,
    proposals: Vec<Proposed>,
    roles: Vec<(String, String)>,
    officer: bool,
    mine: Option<(String, String)>,
    asked: Admitted,
    error: Option<String>,
}

struct Shown {
    role: String,
    fingerprint: String,
    key: String,
    founding: bool,
    passkey: bool,
}

struct Proposed {
    role: Option<String>,
    role_id: String,
    fingerprint: String,
    key: String,
}

async fn show(visitor: Visitor) -> Response {
    match page(&visitor, Admitted::default(), None) {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn page(visitor: &Visitor, asked: Admitted, error: Option<String>) -> Result<String, Trouble> {
    let view = visitor.site.view();
    let state = &view.state;
    if !visitor.is_insider(state) {
        return Err(Trouble::SignIn);
    }
    let shown = |(key, entry): (&PublicKey, &rankfile_hall::state::KeyEntry)| Shown {
        role: role_title(state, &entry.role),
        fingerprint: key.fingerprint(),
        key: key.as_str().to_owned(),
        founding: entry.founding,
        passkey: key.rp_id().is_some(),
    };
    let mut keys: Vec<Shown> = state.keys.iter().map(shown).collect();
    keys.sort_by(|a, b| a.role.cmp(&b.role));
    let proposed = |(key, role, _): &(PublicKey, Option<String>, PublicKey)| Proposed {
        role: role.as_deref().map(|role| role_title(state, role)),
        role_id: role.clone().unwrap_or_default(),
        fingerprint: key.fingerprint(),
        key: key.as_str().to_owned(),
    };
    let program = state.union.as_ref().map(|union| &union.program);
    let offices =
        program.into_iter().flat_map(|p| p.offices.iter().map(|o| (o.id.0.clone(), o.title.clone())));
    let bodies = program.into_iter().flat_map(|p| p.bodies.iter().map(|b| (b.id.0.clone(), b.title.clone())));
    // A member's own passkey can become an officer's key: they read its fingerprint to two officers.
    let mine = visitor.member().and_then(|id| visitor.site.accounts().passkeys(id).ok());
    let mine = mine.and_then(|keys| keys.into_iter().next());
    let mine = mine.map(|passkey| (passkey.key.as_str().to_owned(), passkey.key.fingerprint()));
    let page = Page {
        keys,
        proposals: state.key_proposals.iter().map(proposed).collect(),
        roles: offices.chain(bodies).collect(),
        officer: visitor.role(state).is_some(),
        mine,
        asked,
        error,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

#[derive(Deserialize, Default, Clone)]
struct Admitted {
    role: String,
    key: String,
}

async fn admit(form: Form<Admitted>) -> Response {
    let (visitor, fields) = (&form.visitor, &form.fields);
    let is_officer = visitor.role(&visitor.site.view().state).is_some();
    if let (true, Err(Trouble::Malformed(why))) = (is_officer, read_key(visitor, &fields.key)) {
        let page = page(visitor, fields.clone(), Some(why));
        return page.map_or_else(|trouble| trouble.page(visitor), |page| Html(page).into_response());
    }
    offer(visitor, |key| Key::Admit { role: fields.role.clone(), key }, &fields.key)
}

#[derive(Deserialize)]
struct Revoked {
    key: String,
}

async fn revoke(form: Form<Revoked>) -> Response {
    offer(&form.visitor, |key| Key::Revoke { key }, &form.fields.key)
}

fn offer(visitor: &Visitor, command: impl FnOnce(PublicKey) -> Key, text: &str) -> Response {
    let offered = || -> Result<Response, Trouble> {
        let view = visitor.site.view();
        let (_, role) = visitor.need_role(&view.state, &[])?;
        let key = read_key(visitor, text)?;
        sign::offer(visitor, Draft::new(Command::Key(command(key))), &role, "/keys")
    };
    offered().unwrap_or_else(|trouble| trouble.page(visitor))
}

/// A key as people hand it around: its one line, or the public file it stands in.
pub fn read_key(visitor: &Visitor, text: &str) -> Result<PublicKey, Trouble> {
    let text = text.trim();
    let file = KeyFile::parse(text).map(|file| file.public);
    let key = file.or_else(|_| PublicKey::parse(text));
    key.map_err(|_| Trouble::Malformed(visitor.words.say("keys-odd")))
}
