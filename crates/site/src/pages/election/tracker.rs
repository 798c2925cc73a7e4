//! Find my ballot: whether a tracker is in the box. Anybody can ask, of any tracker: it says nothing about who or what.

use super::overview::find;
use crate::frame::Frame;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use std::collections::BTreeMap;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/elections/{id}/find", get(show))
}

#[derive(Template)]
#[template(path = "election/tracker.html")]
struct Page {
    frame: Frame,
    id: String,
    name: String,
    tracker: String,
    found: Option<Option<String>>,
    ballots: String,
    uuid: String,
}

async fn show(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let tracker = query.get("tracker").map_or("", String::as_str).trim().trim_end_matches('=').to_owned();
    match page(&visitor, &id, tracker).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn page(visitor: &Visitor, id: &str, tracker: String) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = find(&view.state, id)?;
    let not_set = || Trouble::NotYet(w.say("tracker-no-ballot"));
    let uuid = election.ballot.as_ref().ok_or_else(not_set)?.uuid.clone();
    let found = if tracker.is_empty() {
        None
    } else {
        let (archive, wanted) = (uuid.clone(), tracker.clone());
        let place = site.read(move |reader| Ok(reader.ballot_place(&archive, &wanted)?)).await?;
        Some(place.map(|place| w.number(place as i64 + 1)))
    };
    let page = Page {
        name: Telling::new(w, &view.state).election(&election.id),
        ballots: w.number(election.ballots as i64),
        id: id.to_owned(),
        uuid,
        tracker,
        found,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}
