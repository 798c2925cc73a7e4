//! What is under way, what is to come, what is over, and what can be begun.

use super::begin::way;
use super::{is_about_somebody, slug};
use crate::frame::Frame;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_clerk::process as clerk;
use rankfile_constitution::process::{People, Process, Role};
use rankfile_hall::process::command::Voice;
use rankfile_hall::process::due;
use rankfile_hall::process::state::Case;
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/processes", get(show))
}

#[derive(Template)]
#[template(path = "process/list.html")]
struct Page {
    frame: Frame,
    recorded: Option<String>,
    parts: Vec<(String, Vec<Row>)>,
    begin: Vec<Begin>,
    signed_in: bool,
}

struct Row {
    href: String,
    name: String,
    class: &'static str,
    /// What is owed now, in the words of the rules.
    words: Option<String>,
    line: String,
}

/// What one article lets somebody begin.
struct Begin {
    article: String,
    article_title: String,
    /// Where, and its name.
    ways: Vec<(String, String)>,
}

async fn show(visitor: Visitor, Query(query): Query<BTreeMap<String, String>>) -> Response {
    match page(&visitor, super::recorded(query.get("recorded"))) {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn page(visitor: &Visitor, recorded: Option<String>) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let (state, now) = (&view.state, site.now());
    let telling = Telling::new(w, state);
    let is_insider = visitor.is_insider(state);
    let mut seen: Vec<&Case> =
        state.cases.values().filter(|case| is_insider || !is_about_somebody(&case.plan)).collect();
    // The second before the tenth, where nothing else tells them apart.
    seen.sort_by_key(|case| case.begun_at);
    // What is due soonest comes first; of what is over, what ended last.
    seen.sort_by_key(|case| case.ended.map_or(i64::MAX, |(at, _)| at));
    seen.sort_by_key(|case| due::of_case(case).map_or(i64::MAX, |duty| duty.due_at));
    let row = |case: &Case| row(case, visitor, &telling, now);
    let (over, open): (Vec<&Case>, Vec<&Case>) = seen.into_iter().partition(|case| case.ended.is_some());
    let (later, now_open): (Vec<&Case>, Vec<&Case>) = open.into_iter().partition(|case| case.begun_at > now);
    // Visitors see what there is; whoever is signed in, what is theirs to begin.
    let can = |plan: &(&Process, &People)| !is_insider || way(visitor, state, *plan).is_ok();
    let mut begin: Vec<Begin> = Vec::new();
    for (plan, _) in clerk::can_begin(state).filter(can) {
        let href = match plan.kind {
            "amendment" => "/amendments".to_owned(),
            _ => format!("/processes/begin/{}", slug(&plan.id)),
        };
        let one = (href, telling.process(&plan.id));
        match begin.iter_mut().find(|known| known.article == plan.article.0) {
            Some(known) => known.ways.push(one),
            None => begin.push(Begin {
                article: plan.article.0.clone(),
                article_title: telling.article(&plan.article.0),
                ways: vec![one],
            }),
        }
    }
    let page = Page {
        recorded,
        parts: vec![
            (w.say("processes-open"), now_open.into_iter().map(row).collect()),
            (w.say("docket-later"), later.into_iter().map(row).collect()),
            (w.say("processes-over"), over.into_iter().rev().map(row).collect()),
        ],
        begin,
        signed_in: is_insider,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

fn row(case: &Case, visitor: &Visitor, telling: &Telling<'_>, now: i64) -> Row {
    let w = &visitor.words;
    let duty = due::of_case(case);
    let (class, line) = match (&duty, case.ended) {
        (_, Some((at, decision))) => ("", w.one(ended(decision), "when", w.moment(at))),
        (Some(duty), None) => {
            let runs = case.open().is_some_and(|(.., stage)| stage.role == Role::Window);
            let who = match &duty.bearer {
                _ if runs => w.say("process-window-runs"),
                Some(who) => telling.who_owes(&case.people, who),
                None => w.say("actor-clock"),
            };
            let when = match duty.due_at {
                i64::MAX => w.say("process-no-end"),
                _ if duty.opens_at > now => w.one("docket-from", "when", w.from(duty.opens_at)),
                at => w.one("docket-by", "when", w.until(at)),
            };
            (if duty.overdue { "late" } else { "due" }, format!("{who} · {when}"))
        }
        (None, None) => ("", String::new()),
    };
    Row {
        href: format!("/processes/{}", slug(&case.id.0)),
        name: telling.process(&case.id.0),
        class,
        words: duty.filter(|duty| duty.bearer.is_some()).map(|duty| duty.words),
        line,
    }
}

/// The text that says how something ended.
pub(super) fn ended(decision: Option<Voice>) -> &'static str {
    match decision {
        Some(Voice::For) => "process-ended-for",
        Some(Voice::Against) => "process-ended-against",
        None => "process-ended",
    }
}
