//! The calendar feed of the docket: what any calendar program can subscribe to. It holds what the docket shows to
//! everybody, and nothing about any member or case.

use crate::site::Site;
use crate::telling::Telling;
use crate::visitor::Visitor;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use rankfile_hall::election::due;
use rankfile_post::calendar::{Event, When, feed};

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/calendar.ics", get(calendar))
}

async fn calendar(visitor: Visitor) -> Response {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let telling = Telling::new(w, &view.state);
    let host = site.settings().public_url.split("://").nth(1).unwrap_or("localhost");
    let event = |duty: due::Duty| Event {
        uid: format!("{}.{}@{host}", duty.election.0, duty.step.0),
        title: w.two(
            "calendar-title",
            "what",
            telling.step(&duty.step.0),
            "election",
            telling.election(&duty.election),
        ),
        description: w.two(
            "calendar-description",
            "who",
            telling.bearer(&duty.bearer),
            "article",
            telling.article(&duty.article.0),
        ),
        place: None,
        when: When::Time { starts_at: duty.due_at, ends_at: None },
        // A deadline can move; whoever has the older one takes the newer.
        sequence: u32::try_from(view.size).unwrap_or(u32::MAX),
        url: Some(format!("{}/elections/{}", site.settings().public_url, duty.election.0)),
        updated: view.last_recorded_at,
        cancelled: false,
    };
    let events: Vec<Event> = due::docket(&view.state).into_iter().map(event).collect();
    let text = feed(&site.union_name(), &events).as_str().to_owned();
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    (kind, text).into_response()
}
