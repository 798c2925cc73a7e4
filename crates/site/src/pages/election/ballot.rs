//! The committee sets the ballot. It is given the slate and the voters' names and addresses once; credentials are made in its
//! own browser and become letters there. This server gets public halves only.

use super::overview::{find, voting_closes};
use crate::form::Json;
use crate::frame::Frame;
use crate::guard::DOCUMENT_BYTES;
use crate::sign;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use rankfile_clerk::election as clerk;
use rankfile_constitution::step::Actor as Bearer;
use rankfile_hall::election::ballot_paper::Slate;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::election::state::Election;
use rankfile_hall::state::State;
use serde::Deserialize;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/elections/{id}/ballot", get(show))
        .route("/elections/{id}/ballot/facts.json", post(facts))
        .route("/elections/{id}/ballot/set", post(set).layer(DefaultBodyLimit::max(DOCUMENT_BYTES)))
}

#[derive(Template)]
#[template(path = "election/ballot.html")]
struct Page {
    frame: Frame,
    id: String,
    name: String,
    voters: u64,
    union: String,
    url: String,
    opens: String,
    closes: String,
}

/// Whether the visitor acts for whoever draws up the ballot.
fn committee<'s>(visitor: &Visitor, state: &'s State, id: &str) -> Result<(&'s Election, String), Trouble> {
    let (_, role) = visitor.need_role(state, &[])?;
    let election = find(state, id)?;
    let rungs = election.plan.step("ballot").map(|step| step.bearers.as_slice()).unwrap_or_default();
    let bears = rungs.iter().any(|rung| match &rung.who {
        Bearer::Office(id) => id.0 == role,
        Bearer::Body(id) => id.0 == role,
        _ => false,
    });
    if bears { Ok((election, role)) } else { Err(Trouble::NotYours) }
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    let page = || -> Result<String, Trouble> {
        let (site, w) = (&visitor.site, &visitor.words);
        let view = site.view();
        let (election, _) = committee(&visitor, &view.state, &id)?;
        if election.ballot.is_some() {
            return Err(Trouble::NotYet(w.say("ballot-set-already")));
        }
        let ready = election.frozen.is_some() && clerk::trustees(&view.state, &election.id).is_ok();
        if !ready || election.holders.is_empty() {
            return Err(Trouble::NotYet(w.say("ballot-not-ready")));
        }
        let page = Page {
            id: id.clone(),
            name: Telling::new(w, &view.state).election(&election.id),
            voters: election.frozen.as_ref().map_or(0, |frozen| frozen.eligible),
            union: site.union_name(),
            url: format!("{}/elections/{id}/vote", site.settings().public_url),
            opens: election.voting_opens.map(|at| w.from(at)).unwrap_or_default(),
            closes: voting_closes(&view.state, election).map(|at| w.until(at)).unwrap_or_default(),
            frame: Frame::of(&visitor),
        };
        Ok(page.render()?)
    };
    match page() {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

/// What the browser needs: template, slate, key holders' shares, and the voters with names and addresses.
async fn facts(Path(id): Path<String>, form: Json<serde_json::Value>) -> Response {
    match gather(&form.visitor, &id).await {
        Ok(facts) => axum::Json(facts).into_response(),
        Err(trouble) => trouble.json(&form.visitor),
    }
}

async fn gather(visitor: &Visitor, id: &str) -> Result<serde_json::Value, Trouble> {
    let site = &visitor.site;
    let view = site.view();
    committee(visitor, &view.state, id)?;
    let election = ElectionId(id.to_owned());
    let uuid = clerk::uuid(&mut site.rng());
    let roll = site.roll().await?;
    let (read_view, read_election) = (view.clone(), election.clone());
    let (slate, voters) = site
        .read(move |reader| {
            let slate = clerk::slate(reader, &read_view.state, &read_election)?;
            let voters = clerk::voters(reader, &read_view.state, &read_election)?;
            Ok((slate, voters))
        })
        .await?;
    let template = clerk::template(&view.state, &election, &slate, &uuid)?;
    let trustees = clerk::trustees(&view.state, &election)?;
    let known = |id: &String| {
        let member = roll.member(id);
        serde_json::json!({
            "member_id": id,
            "name": member.and_then(|m| m.name.clone()).unwrap_or_default(),
            "address": member.and_then(|m| m.address.clone()).unwrap_or_default(),
        })
    };
    let voters: Vec<serde_json::Value> = voters.iter().map(known).collect();
    Ok(serde_json::json!({ "template": template, "slate": slate, "trustees": trustees, "voters": voters }))
}

#[derive(Deserialize)]
struct Documents {
    slate: String,
    election: String,
    trustees: String,
    credentials: String,
}

/// Takes the documents the browser made and leads to the signature.
async fn set(Path(id): Path<String>, form: Json<Documents>) -> Response {
    let (visitor, made) = (&form.visitor, form.body);
    let offered = || -> Result<Response, Trouble> {
        let view = visitor.site.view();
        let (_, role) = committee(visitor, &view.state, &id)?;
        let odd = |_| Trouble::Malformed(visitor.words.say("ballot-odd"));
        let slate: Slate = serde_json::from_str(&made.slate).map_err(odd)?;
        let setup = [made.election, made.trustees, made.credentials];
        let draft = clerk::set_ballot(&ElectionId(id.clone()), &slate, setup);
        let waiting = sign::prepare(visitor, draft, &role, &format!("/elections/{id}"))?;
        Ok(axum::Json(serde_json::json!({ "to": format!("/sign/{waiting}") })).into_response())
    };
    offered().unwrap_or_else(|trouble| trouble.json(visitor))
}
