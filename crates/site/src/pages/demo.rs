//! The demonstration: stepping into roles, letting the story go on, and looking into everybody's letterbox. Only a
//! demonstration has these pages; a real union answers that there is no such page.

use crate::accounts::Session;
use crate::form::Form;
use crate::frame::{Frame, role_title};
use crate::guard::set_cookie;
use crate::site::{Beat, Caught, Demo, Site, blocking};
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use crate::words::Words;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use rankfile_roll::Standing;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The role of somebody who only looks.
const OBSERVER: &str = "observer";

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/demo", get(show))
        .route("/demo/play", post(play))
        .route("/demo/step", post(step))
        .route("/demo/key/{role}", get(key_file))
        .route("/demo/share/{role}", get(share_file))
        .route("/demo/letters", get(letters))
}

#[derive(Template)]
#[template(path = "demo.html")]
struct Page {
    frame: Frame,
    now: String,
    played: Option<String>,
    next: Option<String>,
    election: Option<String>,
    members: Vec<Person>,
    roles: Vec<Role>,
    letters: usize,
}

struct Person {
    id: String,
    name: String,
    what: String,
    credential: Option<String>,
}

struct Role {
    id: String,
    title: String,
    what: String,
}

fn demo(site: &Site) -> Result<Arc<dyn Demo>, Trouble> {
    site.settings().demo.clone().ok_or(Trouble::NotFound)
}

async fn show(visitor: Visitor, Query(query): Query<BTreeMap<String, String>>) -> Response {
    match page(&visitor, query.get("played").map(String::as_str)).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn page(visitor: &Visitor, played: Option<&str>) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let demo = demo(site)?;
    let view = site.view();
    let next = demo.next(&view.state);
    let roll = site.roll().await?;
    let nominees: BTreeSet<Vec<u8>> = site
        .read(|reader| {
            let notes = reader.openings(None, Some(rankfile_clerk::election::NOMINEE))?;
            Ok(notes.into_iter().map(|note| note.value.clone()).collect())
        })
        .await?;
    let voting = view.state.elections.values().find(|election| election.is_open(site.now()));
    let person = |(id, name): (String, String)| {
        let good = roll.member(&id).is_some_and(|member| member.standing == Standing::Good);
        let credential = voting.and_then(|_| demo.credential(&id));
        let what = if !good {
            w.say("demo-try-not-good")
        } else if nominees.contains(id.as_bytes()) {
            w.say("demo-try-nominee")
        } else if credential.is_some() {
            w.say("demo-try-voter")
        } else {
            w.say("demo-try-member")
        };
        Person { id, name, what, credential }
    };
    let role = |id: String| {
        let holder = id.strip_prefix("key-holder-").and_then(|n| n.parse::<i64>().ok());
        let title = match holder {
            Some(number) => w.one("role-key-holder", "n", number),
            None => role_title(&view.state, &id),
        };
        let what = match id.as_str() {
            "secretary" => w.say("demo-try-secretary"),
            "election-committee" => w.say("demo-try-committee"),
            "protest-board" => w.say("demo-try-board"),
            _ => w.say("demo-try-holder"),
        };
        Role { id, title, what }
    };
    let page = Page {
        now: w.moment(site.now()),
        played: played.and_then(|name| happened(w, name)),
        next: next.map(|beat| coming(w, beat)),
        election: voting.map(|election| election.id.0.clone()),
        members: demo.members().into_iter().map(person).collect(),
        roles: demo.roles().into_iter().map(role).collect(),
        letters: demo.letters().len(),
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

/// What happens next, in a sentence.
fn coming(w: &Words, beat: Beat) -> String {
    match beat {
        Beat::Vote => w.say("demo-next-vote"),
        Beat::Close => w.say("demo-next-close"),
        Beat::Open => w.say("demo-next-open"),
        Beat::Protest => w.say("demo-next-protest"),
        Beat::Decide => w.say("demo-next-decide"),
        Beat::Certify => w.say("demo-next-certify"),
        Beat::Install => w.say("demo-next-install"),
    }
}

/// How a beat is called in an address.
fn name(beat: Beat) -> &'static str {
    match beat {
        Beat::Vote => "vote",
        Beat::Close => "close",
        Beat::Open => "open",
        Beat::Protest => "protest",
        Beat::Decide => "decide",
        Beat::Certify => "certify",
        Beat::Install => "install",
    }
}

/// What a beat came to, by its name.
fn happened(w: &Words, name: &str) -> Option<String> {
    Some(match name {
        "vote" => w.say("demo-done-vote"),
        "close" => w.say("demo-done-close"),
        "open" => w.say("demo-done-open"),
        "protest" => w.say("demo-done-protest"),
        "decide" => w.say("demo-done-decide"),
        "certify" => w.say("demo-done-certify"),
        "install" => w.say("demo-done-install"),
        "wait" => w.say("demo-done-wait"),
        _ => return None,
    })
}

/// Lets the next beat happen.
async fn play(form: Form<BTreeMap<String, String>>) -> Response {
    match let_happen(&form.visitor).await {
        Ok(response) => response,
        Err(trouble) => trouble.page(&form.visitor),
    }
}

async fn let_happen(visitor: &Visitor) -> Result<Response, Trouble> {
    let site = &visitor.site;
    let demo = demo(site)?;
    if demo.next(&site.view().state).is_none() {
        return Ok(Redirect::to("/demo").into_response());
    }
    let beat = blocking(move || demo.play().map_err(Trouble::NotYet)).await?;
    let mut response = Redirect::to(&format!("/demo?played={}", beat.map_or("wait", name))).into_response();
    // The clock has jumped by days, and nobody is to lose their role by that.
    if let Some(session) = &visitor.session {
        begin(visitor, session, &mut response)?;
    }
    Ok(response)
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    member: String,
    #[serde(default)]
    role: String,
}

#[derive(Template)]
#[template(path = "demo_step.html")]
struct StepPage {
    frame: Frame,
    role: String,
    key: String,
    share: Option<String>,
}

/// Steps into a role: the one before is left.
async fn step(form: Form<Chosen>) -> Response {
    match step_into(&form.visitor, &form.fields) {
        Ok(response) => response,
        Err(trouble) => trouble.page(&form.visitor),
    }
}

fn step_into(visitor: &Visitor, fields: &Chosen) -> Result<Response, Trouble> {
    let site = &visitor.site;
    let demo = demo(site)?;
    if fields.role == OBSERVER {
        site.accounts().sign_out(&visitor.cookie)?;
        let mut response = Redirect::to("/").into_response();
        set_cookie(site, &mut response, &crate::accounts::secret(&mut site.rng()));
        return Ok(response);
    }
    if !fields.member.is_empty() {
        let known = demo.members().into_iter().any(|(id, _)| id == fields.member);
        if !known {
            return Err(Trouble::NotFound);
        }
        let session = Session { member_id: Some(fields.member.clone()), key: None };
        let mut response = Redirect::to("/me").into_response();
        begin(visitor, &session, &mut response)?;
        return Ok(response);
    }
    let key = demo.key_file(&fields.role).ok_or(Trouble::NotFound)?;
    let session = Session { member_id: None, key: demo.public_key(&fields.role) };
    let page = |frame: Frame| {
        let share = demo.share_file(&fields.role);
        StepPage { frame, role: fields.role.clone(), key, share }.render()
    };
    let cookie = fresh_session(visitor, &session)?;
    // The page's own forms belong to the new cookie.
    let mut now = visitor.clone();
    now.token = crate::form::token_for(site, &cookie);
    now.path = "/demo".to_owned();
    now.cookie.clone_from(&cookie);
    now.session = Some(session);
    let mut response = Html(page(Frame::of(&now))?).into_response();
    set_cookie(site, &mut response, &cookie);
    Ok(response)
}

fn begin(visitor: &Visitor, session: &Session, response: &mut Response) -> Result<(), Trouble> {
    let cookie = fresh_session(visitor, session)?;
    set_cookie(&visitor.site, response, &cookie);
    Ok(())
}

/// Nothing of the session before is kept: a visitor plays one role at a time.
fn fresh_session(visitor: &Visitor, session: &Session) -> Result<String, Trouble> {
    let site = &visitor.site;
    site.accounts().sign_out(&visitor.cookie)?;
    Ok(site.accounts().sign_in(&visitor.cookie, session, site.now(), &mut site.rng())?)
}

async fn key_file(visitor: Visitor, Path(role): Path<String>) -> Response {
    let found = demo(&visitor.site).and_then(|demo| demo.key_file(&role).ok_or(Trouble::NotFound));
    download(&visitor, found, &format!("{role}.key"))
}

async fn share_file(visitor: Visitor, Path(role): Path<String>) -> Response {
    let found = demo(&visitor.site).and_then(|demo| demo.share_file(&role).ok_or(Trouble::NotFound));
    download(&visitor, found, &format!("{role}-share.json"))
}

fn download(visitor: &Visitor, text: Result<String, Trouble>, name: &str) -> Response {
    let text = match text {
        Ok(text) => text,
        Err(trouble) => return trouble.page(visitor),
    };
    let mut response = ([(header::CONTENT_TYPE, "application/octet-stream")], text).into_response();
    // Only a role that exists came so far, and those are plain words.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

#[derive(Template)]
#[template(path = "demo_letters.html")]
struct LettersPage {
    frame: Frame,
    letters: Vec<Caught>,
}

async fn letters(visitor: Visitor) -> Response {
    let page = || -> Result<String, Trouble> {
        let mut letters = demo(&visitor.site)?.letters();
        letters.truncate(100);
        Ok(LettersPage { frame: Frame::of(&visitor), letters }.render()?)
    };
    match page() {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}
