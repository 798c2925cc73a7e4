//! What is due, by whom and until when: open duties first, then those whose time has not come.

use crate::frame::Frame;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_hall::election::due;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/docket", get(docket))
}

#[derive(Template)]
#[template(path = "docket.html")]
struct Docket {
    frame: Frame,
    parts: Vec<Part>,
    calendar: String,
}

struct Part {
    heading: String,
    rows: Vec<Row>,
}

struct Row {
    what: String,
    election: String,
    election_id: String,
    who: String,
    article: String,
    article_title: String,
    when: String,
    iso: String,
    distance: String,
    late: bool,
}

async fn docket(visitor: Visitor) -> Response {
    match page(&visitor) {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn page(visitor: &Visitor) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let (state, now) = (&view.state, site.now());
    let telling = Telling::new(w, state);
    let row = |duty: due::Duty| {
        let open = duty.opens_at <= now;
        let at = if open { duty.due_at } else { duty.opens_at };
        let when = w.one(
            if open { "docket-by" } else { "docket-from" },
            "when",
            if open { w.until(at) } else { w.from(at) },
        );
        Row {
            what: telling.step(&duty.step.0),
            election: telling.election(&duty.election),
            election_id: duty.election.0.clone(),
            who: telling.bearer(&duty.bearer),
            article_title: telling.article(&duty.article.0),
            article: duty.article.0.clone(),
            when,
            iso: w.iso(at),
            distance: w.distance(at, now),
            late: duty.overdue,
        }
    };
    let (open, later): (Vec<due::Duty>, Vec<due::Duty>) =
        due::docket(state).into_iter().partition(|duty| duty.opens_at <= now);
    let part = |heading: &str, duties: Vec<due::Duty>| Part {
        heading: w.say(heading),
        rows: duties.into_iter().map(row).collect(),
    };
    let parts = vec![part("docket-open", open), part("docket-later", later)];
    let calendar = format!("{}/calendar.ics", site.settings().public_url);
    Ok(Docket { frame: Frame::of(visitor), parts, calendar }.render()?)
}
