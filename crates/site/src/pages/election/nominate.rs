//! Nominating: any member nominates any other, or themselves, by the name on the roll. The record gets a commitment, and the
//! nominee is asked.

use super::overview::find;
use crate::form::Form;
use crate::frame::{Frame, role_title};
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use rankfile_hall::election::command::ElectionId;
use rankfile_roll::Member;
use serde::Deserialize;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/elections/{id}/nominate", get(show).post(nominate))
}

#[derive(Template)]
#[template(path = "election/nominate.html")]
struct Page {
    frame: Frame,
    id: String,
    name: String,
    until: String,
    offices: Vec<(String, String)>,
    asked: Asked,
    error: Option<String>,
}

#[derive(Clone, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    office: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    number: String,
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    respond(&visitor, page(&visitor, &id, Asked::default(), None))
}

fn respond(visitor: &Visitor, page: Result<String, Trouble>) -> Response {
    match page {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

fn page(visitor: &Visitor, id: &str, asked: Asked, error: Option<&str>) -> Result<String, Trouble> {
    visitor.need_member()?;
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = find(&view.state, id)?;
    let step = election.step("nominate").filter(|s| s.done.is_none() && s.opens_at <= site.now());
    let step = step.ok_or_else(|| Trouble::NotYet(w.say("nominate-closed")))?;
    let office = |office: &rankfile_constitution::step::OfficeId| {
        (office.0.clone(), role_title(&view.state, &office.0))
    };
    let page = Page {
        id: id.to_owned(),
        name: Telling::new(w, &view.state).election(&election.id),
        until: w.until(step.due_at),
        offices: election.plan.offices.iter().map(office).collect(),
        asked,
        error: error.map(|id| w.say(id)),
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

async fn nominate(Path(id): Path<String>, form: Form<Asked>) -> Response {
    let visitor = &form.visitor;
    match submit(visitor, &id, &form.fields).await {
        Ok(Ok(index)) => Redirect::to(&format!("/elections/{id}?recorded={index}")).into_response(),
        Ok(Err(why)) => respond(visitor, page(visitor, &id, form.fields.clone(), Some(why))),
        Err(trouble) => trouble.page(visitor),
    }
}

/// Either the act's index, or what the form has to say.
async fn submit(visitor: &Visitor, id: &str, asked: &Asked) -> Result<Result<u64, &'static str>, Trouble> {
    visitor.need_member()?;
    let site = &visitor.site;
    let view = site.view();
    let election = find(&view.state, id)?;
    if !election.plan.offices.iter().any(|office| office.0 == asked.office) {
        return Ok(Err("nominate-no-office"));
    }
    let roll = site.roll().await?;
    let named = roll.by_name(&asked.name);
    let number = asked.number.trim();
    let chosen: Vec<&&Member> = named
        .iter()
        .filter(|member| number.is_empty() || member.member_id.as_str().eq_ignore_ascii_case(number))
        .collect();
    let member = match chosen.as_slice() {
        [one] => one,
        [] => return Ok(Err("nominate-unknown")),
        _ => return Ok(Err("nominate-several")),
    };
    let name = member.name.clone().unwrap_or_default();
    let member_id = Some(member.member_id.as_str());
    let (_, draft) = rankfile_clerk::election::nominate(
        &ElectionId(id.to_owned()),
        &asked.office,
        &name,
        member_id,
        &mut site.rng(),
    );
    Ok(Ok(site.act_for_member(draft).await?.index))
}
