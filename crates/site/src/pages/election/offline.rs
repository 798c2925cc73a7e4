//! Voting with a page one keeps: the offline booth of an election to download, with a signature by the record's own key; and
//! a plain form that hands in a ballot which was sealed somewhere else, by that page or by the command line.
//!
//! A ballot is sealed where this server cannot look. What is handed in here is what everybody may see.

use super::booth::{BALLOT_BYTES, admit};
use super::overview::find;
use crate::form::is_token;
use crate::frame::Frame;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Path};
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_desk::offline::{Page, note_text};
use rankfile_hall::election::state::{Ballot, Election};
use std::sync::Arc;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    let largest = DefaultBodyLimit::max(BALLOT_BYTES);
    Router::new()
        .route("/elections/{id}/offline", get(show).post(hand_in).layer(largest))
        .route("/elections/{id}/offline/booth.html", get(booth))
        .route("/elections/{id}/offline/booth.html.sig", get(signature))
}

/// An offline booth, and the note that signs it.
pub struct Booth {
    page: String,
    note: String,
}

/// The booths made last, by election and language: each is made and signed once.
#[derive(Default)]
pub struct Booths(Vec<(String, Arc<Booth>)>);

impl Booths {
    /// More than the elections of one union that can be open at once.
    const MOST: usize = 8;

    fn find(&self, name: &str) -> Option<Arc<Booth>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, booth)| booth.clone())
    }

    fn keep(&mut self, name: String, booth: Arc<Booth>) {
        if self.0.len() >= Self::MOST {
            self.0.remove(0);
        }
        self.0.push((name, booth));
    }
}

#[derive(Template)]
#[template(path = "election/offline.html")]
struct OfflinePage {
    frame: Frame,
    id: String,
    name: String,
    open: bool,
    file: String,
    vkey: String,
    fingerprint: String,
    done: Option<(String, u64)>,
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    match page(&visitor, &id, None) {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn page(visitor: &Visitor, id: &str, done: Option<(String, u64)>) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let (election, ballot) = with_ballot(visitor, &view.state, id)?;
    let page = OfflinePage {
        id: id.to_owned(),
        name: Telling::new(w, &view.state).election(&election.id),
        open: election.is_open(site.now()),
        file: file_name(id, visitor),
        vkey: view.vkey.clone(),
        fingerprint: ballot.fingerprint.clone(),
        done,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

/// An election whose ballot is set: before, there is nothing a page could be made from.
fn with_ballot<'s>(
    visitor: &Visitor,
    state: &'s rankfile_hall::state::State,
    id: &str,
) -> Result<(&'s Election, &'s Ballot), Trouble> {
    let election = find(state, id)?;
    let not_yet = || Trouble::NotYet(visitor.words.say("offline-not-yet"));
    Ok((election, election.ballot.as_ref().ok_or_else(not_yet)?))
}

fn file_name(id: &str, visitor: &Visitor) -> String {
    format!("{id}-booth-{}.html", visitor.words.language.tag())
}

/// The booth of an election in the visitor's language.
async fn made(visitor: &Visitor, id: &str) -> Result<Arc<Booth>, Trouble> {
    let (site, language) = (&visitor.site, visitor.words.language.tag());
    let view = site.view();
    let (_, ballot) = with_ballot(visitor, &view.state, id)?;
    let name = format!("{} {language}", ballot.fingerprint);
    if let Some(kept) = site.booths().find(&name) {
        return Ok(kept);
    }
    let lost = || Trouble::bug("the ballot's documents are missing");
    let text = |digest: &str| view.state.documents.text(digest).ok_or_else(lost);
    let page = Page {
        language,
        election: text(&ballot.setup.election)?,
        trustees: text(&ballot.setup.trustees)?,
        hand_in_at: &format!("{}/elections/{id}/offline", site.settings().public_url),
        desk: crate::desk::MODULE,
    };
    let page = page.render().map_err(|why| Trouble::bug(&format!("the offline booth: {why:?}")))?;
    let note = site.sign_note(note_text(&page, &ballot.fingerprint)).await?;
    let booth = Arc::new(Booth { page, note });
    site.booths().keep(name, booth.clone());
    Ok(booth)
}

async fn booth(visitor: Visitor, Path(id): Path<String>) -> Response {
    match made(&visitor, &id).await {
        Ok(made) => file(&file_name(&id, &visitor), "text/html; charset=utf-8", made.page.clone()),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn signature(visitor: Visitor, Path(id): Path<String>) -> Response {
    let name = format!("{}.sig", file_name(&id, &visitor));
    match made(&visitor, &id).await {
        Ok(made) => file(&name, "text/plain; charset=utf-8", made.note.clone()),
        Err(trouble) => trouble.page(&visitor),
    }
}

/// A file to keep: opened here it would be under this site's policy, which lets none of its scripts run.
fn file(name: &str, kind: &'static str, text: String) -> Response {
    let kept = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, kept)], text).into_response()
}

/// Takes a ballot that was sealed elsewhere, as a file or as text.
async fn hand_in(visitor: Visitor, Path(id): Path<String>, form: Multipart) -> Response {
    match take(&visitor, &id, form).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn take(visitor: &Visitor, id: &str, mut form: Multipart) -> Result<String, Trouble> {
    let too_large = |_| Trouble::Malformed(visitor.words.say("trouble-body-too-large"));
    let (mut token, mut file, mut text) = (String::new(), String::new(), String::new());
    while let Some(field) = form.next_field().await.map_err(too_large)? {
        match field.name().unwrap_or_default() {
            "token" => token = field.text().await.map_err(too_large)?,
            "file" => file = field.text().await.map_err(too_large)?,
            "text" => text = field.text().await.map_err(too_large)?,
            _ => {}
        }
    }
    if !is_token(visitor, &token) {
        return Err(Trouble::Forged);
    }
    let ballot = [file.trim(), text.trim()].into_iter().find(|given| !given.is_empty());
    let missing = || Trouble::Malformed(visitor.words.say("offline-no-ballot"));
    let done = admit(visitor, id, ballot.ok_or_else(missing)?.to_owned()).await?;
    page(visitor, id, Some((done.tracker, done.index)))
}
