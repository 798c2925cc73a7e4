//! What an officer, a committee or a key holder has to do: their open duties first, each with the way to do it.

use super::process;
use crate::due::{self, Due, Source};
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
use rankfile_hall::election::due::Duty;
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
    is_rule: bool,
    of: String,
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
    let mine = |due: &Due| match &due.source {
        Source::Process(duty) => {
            let case = state.cases.get(&duty.process);
            role.as_deref().zip(case).is_some_and(|(role, case)| process::is_asked(case, role))
        }
        Source::Election(duty) => match &duty.bearer {
            Bearer::KeyHolders => {
                holds.iter().any(|(election, _)| *election == duty.election.0)
                    || (duty.step.0 == "keys" && appoints(state, duty, role.as_deref()))
            }
            bearer => role.as_deref().is_some_and(|role| due::is_role(bearer, role)),
        },
    };
    let task = |due: Due| {
        let (open, when) = (due.is_open(now), due.when(w, now));
        let holder = |duty: &Duty| holds.iter().any(|(election, _)| *election == duty.election.0);
        let (what, href) = match &due.source {
            Source::Process(_) => (due.what.clone(), Some(due.href.clone())),
            Source::Election(duty) if duty.step.0 == "keys" && !holder(duty) => {
                (w.say("holders-title"), way(duty, false))
            }
            Source::Election(duty) => (due.what.clone(), way(duty, holder(duty))),
        };
        Task {
            what,
            is_rule: due.is_rule,
            of: due.of,
            href: href.filter(|_| open),
            when: when.text,
            iso: when.iso,
            distance: when.distance,
            late: due.overdue,
        }
    };
    let (open, later): (Vec<Due>, Vec<Due>) =
        due::docket(w, state, true).into_iter().filter(mine).partition(|due| due.is_open(now));
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
