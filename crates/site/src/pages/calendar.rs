//! The calendar feed of the docket: what any calendar program can subscribe to. It holds what the docket shows to
//! everybody, and nothing about any member or case.

use crate::due::{self, Due};
use crate::site::Site;
use crate::telling::Telling;
use crate::visitor::Visitor;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
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
    let event = |duty: Due| {
        Some(Event {
            uid: format!("{}@{host}", duty.uid),
            title: w.two("calendar-title", "what", duty.what, "election", duty.of),
            description: w.two(
                "calendar-description",
                "who",
                duty.who,
                "article",
                telling.article(&duty.article),
            ),
            place: None,
            when: When::Time { starts_at: duty.due_at?, ends_at: None },
            // A deadline can move; whoever has the older one takes the newer.
            sequence: u32::try_from(view.size).unwrap_or(u32::MAX),
            url: Some(format!("{}{}", site.settings().public_url, duty.href)),
            updated: view.last_recorded_at,
            cancelled: false,
        })
    };
    // Whoever has the address can read it, so a case about somebody is never in it.
    let events: Vec<Event> = due::docket(w, &view.state, false).into_iter().filter_map(event).collect();
    let text = feed(&site.union_name(), &events).as_str().to_owned();
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    (kind, text).into_response()
}
