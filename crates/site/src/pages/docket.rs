//! What is due, by whom and until when: open duties first, then those whose time has not come.

use crate::due::{self, Due};
use crate::frame::Frame;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;

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
    is_rule: bool,
    of: String,
    href: String,
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
    let row = |duty: Due| {
        let when = duty.when(w, now);
        Row {
            article_title: telling.article(&duty.article),
            what: duty.what,
            is_rule: duty.is_rule,
            of: duty.of,
            href: duty.href,
            who: duty.who,
            article: duty.article,
            when: when.text,
            iso: when.iso,
            distance: when.distance,
            late: duty.overdue,
        }
    };
    let (open, later): (Vec<Due>, Vec<Due>) =
        due::docket(w, state, visitor.is_insider(state)).into_iter().partition(|duty| duty.is_open(now));
    let part = |heading: &str, duties: Vec<Due>| Part {
        heading: w.say(heading),
        rows: duties.into_iter().map(row).collect(),
    };
    let parts = vec![part("docket-open", open), part("docket-later", later)];
    let calendar = format!("{}/calendar.ics", site.settings().public_url);
    Ok(Docket { frame: Frame::of(visitor), parts, calendar }.render()?)
}
