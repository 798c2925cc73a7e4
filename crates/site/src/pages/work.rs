//! What an officer, a committee or a key holder has to do: their open duties first, each with the way to do it.

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
use rankfile_constitution::step::Actor as Bearer;
use rankfile_hall::election::due::{Duty, docket};
use std::collections::BTreeMap;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/work", get(show))
}

#[derive(Template)]
#[template(path = "work.html")]
struct Page {
    frame: Frame,
    recorded: Option<String>,
    role: String,
    open: Vec<Task>,
    later: Vec<Task>,
    keeps_roll: bool,
}

struct Task {
    what: String,
    election: String,
    href: Option<String>,
    when: String,
    iso: String,
    distance: String,
    late: bool,
}

async fn show(visitor: Visitor, Query(query): Query<BTreeMap<String, String>>) -> Response {
    match page(&visitor, query.get("recorded").cloned()) {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn page(visitor: &Visitor, recorded: Option<String>) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let (state, now) = (&view.state, site.now());
    visitor.key().ok_or(Trouble::SignIn)?;
    let role = visitor.role(state);
    let holds = visitor.holds(state);
    if role.is_none() && holds.is_empty() {
        return Err(Trouble::NotYours);
    }
    let telling = Telling::new(w, state);
    let mine = |duty: &Duty| match &duty.bearer {
        Bearer::Office(id) => role.as_deref() == Some(&id.0),
        Bearer::Body(id) => role.as_deref() == Some(&id.0),
        Bearer::KeyHolders => {
            holds.iter().any(|(election, _)| *election == duty.election.0)
                || (duty.step.0 == "keys" && appoints(state, duty, role.as_deref()))
        }
        _ => false,
    };
    let task = |duty: Duty| {
        let open = duty.opens_at <= now;
        let at = if open { duty.due_at } else { duty.opens_at };
        let holder = holds.iter().any(|(election, _)| *election == duty.election.0);
        Task {
            what: if duty.step.0 == "keys" && !holder {
                w.say("holders-title")
            } else {
                telling.step(&duty.step.0)
            },
            election: telling.election(&duty.election),
            href: open.then(|| way(&duty, holder)).flatten(),
            when: w.one(
                if open { "docket-by" } else { "docket-from" },
                "when",
                if open { w.until(at) } else { w.from(at) },
            ),
            iso: w.iso(at),
            distance: w.distance(at, now),
            late: duty.overdue,
        }
    };
    let (open, later): (Vec<Duty>, Vec<Duty>) =
        docket(state).into_iter().filter(mine).partition(|duty| duty.opens_at <= now);
    let named = role.as_deref().map(|role| telling.role(role));
    let page = Page {
        recorded: recorded.filter(|index| index.bytes().all(|b| b.is_ascii_digit())),
        role: named.unwrap_or_else(|| w.say("work-key-holder")),
        open: open.into_iter().map(&task).collect(),
        later: later.into_iter().map(&task).collect(),
        keeps_roll: role.as_deref().is_some_and(|role| super::roll::is_keeper(state, role)),
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

/// Who draws up the ballot appoints the key holders too.
fn appoints(state: &rankfile_hall::state::State, duty: &Duty, role: Option<&str>) -> bool {
    let election = state.elections.get(&duty.election);
    let step = election.and_then(|election| election.plan.step("ballot"));
    step.is_some_and(|step| {
        step.bearers.iter().any(|rung| matches!(&rung.who, Bearer::Body(id) if role == Some(&id.0)))
    })
}

/// Where a step is done.
fn way(duty: &Duty, holder: bool) -> Option<String> {
    let path = match duty.step.0.as_str() {
        "call" => "call",
        "nomination-notice" => "notice/nominations",
        "notice" => "notice/election",
        "eligibility" => "eligibility",
        "freeze" => "freeze",
        "keys" | "decrypt" if holder => "keyholder",
        "keys" => "holders",
        "ballot" => "ballot",
        "decide-protest" => "protests",
        "certify" => "certify",
        _ => return None,
    };
    Some(format!("/elections/{}/{path}", duty.election))
}
