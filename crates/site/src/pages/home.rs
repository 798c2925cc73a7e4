//! The home page: what is due, what is open, who holds office until when, and what happened last.

use crate::due;
use crate::frame::{Frame, role_title};
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use rankfile_record::act::Act;
use std::collections::BTreeMap;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/", get(home)).route("/language/{tag}", get(language))
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    open: Vec<OpenElection>,
    duties: Vec<Duty>,
    offices: Vec<Office>,
    latest: Vec<Latest>,
    members: Option<(String, String)>,
}

struct OpenElection {
    id: String,
    name: String,
    what: String,
    until: Option<String>,
    votes: bool,
    declared: bool,
}

struct Duty {
    what: String,
    is_rule: bool,
    of: String,
    href: String,
    who: String,
    by: String,
    iso: String,
    distance: String,
    late: bool,
}

struct Office {
    title: String,
    rows: usize,
    holders: Vec<(String, String)>,
    vacant: u8,
}

struct Latest {
    index: u64,
    told: String,
    who: String,
    when: String,
    iso: String,
}

async fn home(visitor: Visitor) -> Response {
    match page(&visitor).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn page(visitor: &Visitor) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let (state, now) = (&view.state, site.now());
    let telling = Telling::new(w, state);
    let Some(union) = &state.union else { return Err(Trouble::NotYet(w.say("home-not-founded"))) };
    let docket = due::docket(w, state, visitor.is_insider(state)).into_iter();
    let duties = docket.take(6).map(|due| {
        let when = due.when(w, now);
        Duty {
            what: due.what,
            is_rule: due.is_rule,
            of: due.of,
            href: due.href,
            who: due.who,
            by: when.text,
            iso: when.iso,
            distance: when.distance,
            late: due.overdue,
        }
    });
    let open = state
        .elections
        .values()
        .rev()
        .filter(|e| e.is_done("call") && !e.is_done("install") && e.void.is_none());
    let open = open.map(|election| {
        let votes = election.is_open(now);
        let until = election.step("close").filter(|_| votes).map(|step| w.until(step.due_at));
        let phase = super::election::overview::phase(election, now);
        let what = w.say(if votes { "home-voting-open" } else { phase });
        let declared = election.is_done("result");
        OpenElection {
            id: election.id.0.clone(),
            name: telling.election(&election.id),
            what,
            until,
            votes,
            declared,
        }
    });
    let names = super::election::overview::names_of_everybody(site).await?;
    let offices = union.program.offices.iter().map(|office| {
        let holders = state.offices.get(&office.id).map(Vec::as_slice).unwrap_or_default();
        let holders: Vec<_> =
            holders.iter().filter(|holder| holder.from <= now && now < holder.until).collect();
        let named = |holder: &&rankfile_hall::state::Holder| {
            let name = names.get(&holder.candidacy).cloned();
            (name.unwrap_or_else(|| w.say("home-name-erased")), w.day_of(holder.until))
        };
        let vacant = office.seats.saturating_sub(u8::try_from(holders.len()).unwrap_or(u8::MAX));
        Office {
            title: role_title(state, &office.id.0),
            rows: holders.len() + usize::from(vacant > 0),
            vacant,
            holders: holders.iter().map(named).collect(),
        }
    });
    // What acts say is for members.
    let from = if visitor.is_insider(state) { view.size.saturating_sub(5) } else { view.size };
    let leaves = site
        .read(move |reader| {
            let mut leaves = Vec::new();
            reader.for_each_leaf(from..u64::MAX, &mut |index, leaf| {
                leaves.push((index, leaf.to_vec()));
                std::ops::ControlFlow::Continue(())
            })?;
            Ok(leaves)
        })
        .await?;
    let latest = leaves.into_iter().rev().filter_map(|(index, leaf)| {
        let act = Act::parse(&leaf).ok()?;
        let command = rankfile_hall::command::Command::parse(&act.inner.command)?;
        Some(Latest {
            index,
            told: telling.command(&command).into_iter().next().unwrap_or_default(),
            who: telling.who(&act.inner.actor, Some(&command)),
            when: w.moment(act.outer.recorded_at),
            iso: w.iso(act.outer.recorded_at),
        })
    });
    let home = Home {
        frame: Frame::of(visitor),
        open: open.collect(),
        duties: duties.collect(),
        offices: offices.collect(),
        latest: latest.collect(),
        members: state
            .roll
            .as_ref()
            .map(|roll| (w.number(roll.members as i64), w.number(roll.in_good_standing as i64))),
    };
    Ok(home.render()?)
}

/// Remembers a language and goes back.
async fn language(Path(tag): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let next = crate::form::local_path(query.get("next").map_or("/", String::as_str));
    let mut response = Redirect::to(&next).into_response();
    if let Some(language) = crate::words::Language::parse(&tag) {
        crate::guard::set_language(&mut response, language.tag());
    }
    response
}
