//! Protests: any member files one; its words go to those who decide, and the record shows that it waits. The board reads,
//! decides and gives reasons, and every member reads those.

use super::overview::find;
use crate::form::Form;
use crate::frame::Frame;
use crate::sign;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use rankfile_clerk::election as clerk;
use rankfile_constitution::step::Actor as Bearer;
use rankfile_hall::command::Command;
use rankfile_hall::election::bearer::in_turn;
use rankfile_hall::election::command::{Command as Act, ElectionId};
use rankfile_hall::election::state::Election;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The longest protest.
///
/// *Units*: characters.
const LONGEST: usize = 20_000;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/elections/{id}/protest", get(show).post(file))
        .route("/elections/{id}/protests", get(read))
        .route("/elections/{id}/protests/{protest}", post(decide))
}

#[derive(Template)]
#[template(path = "election/protest.html")]
struct FilePage {
    frame: Frame,
    id: String,
    name: String,
    until: String,
    board: String,
    text: String,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Protest {
    #[serde(default)]
    text: String,
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    respond(&visitor, file_page(&visitor, &id, String::new(), None))
}

fn respond(visitor: &Visitor, page: Result<String, Trouble>) -> Response {
    match page {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

fn file_page(visitor: &Visitor, id: &str, text: String, error: Option<&str>) -> Result<String, Trouble> {
    visitor.need_member()?;
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = find(&view.state, id)?;
    let step = election.step("protest").filter(|s| s.done.is_none() && s.opens_at <= site.now());
    let step = step.ok_or_else(|| Trouble::NotYet(w.say("protest-closed")))?;
    let telling = Telling::new(w, &view.state);
    let board = election.plan.step("decide-protest").map(|step| telling.bearer(in_turn(step, 0)));
    let page = FilePage {
        id: id.to_owned(),
        name: telling.election(&election.id),
        until: w.until(step.due_at),
        board: board.unwrap_or_default(),
        text,
        error: error.map(|id| w.say(id)),
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

async fn file(Path(id): Path<String>, form: Form<Protest>) -> Response {
    let (visitor, text) = (&form.visitor, form.fields.text.trim().to_owned());
    let wrong = match text.chars().count() {
        0 => Some("protest-empty"),
        n if n > LONGEST => Some("protest-long"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        return respond(visitor, file_page(visitor, &id, text, Some(wrong)));
    }
    let done = async {
        visitor.need_member()?;
        find(&visitor.site.view().state, &id)?;
        let (_, draft) = clerk::protest(&ElectionId(id.clone()), &text, &mut visitor.site.rng());
        visitor.site.act_for_member(draft).await
    };
    match done.await {
        Ok(recorded) => {
            Redirect::to(&format!("/elections/{id}/protests?recorded={}", recorded.index)).into_response()
        }
        Err(trouble) => trouble.page(visitor),
    }
}

#[derive(Template)]
#[template(path = "election/protests.html")]
struct ReadPage {
    frame: Frame,
    id: String,
    name: String,
    recorded: Option<String>,
    protests: Vec<Waiting>,
    /// Whether the visitor decides.
    board: bool,
    who: String,
    until: Option<String>,
    over: bool,
    open: bool,
}

struct Waiting {
    protest: String,
    act: u64,
    when: String,
    iso: String,
    text: Option<String>,
    decided: Option<Decided>,
}

struct Decided {
    upheld: bool,
    act: u64,
    when: String,
    reasons: Option<String>,
}

/// Whether a role is on the ladder of those who decide protests.
fn decides(election: &Election, role: &str) -> bool {
    let rungs = election.plan.step("decide-protest").map(|step| step.bearers.as_slice()).unwrap_or_default();
    rungs.iter().any(|rung| match &rung.who {
        Bearer::Office(id) => id.0 == role,
        Bearer::Body(id) => id.0 == role,
        _ => false,
    })
}

fn need_board(visitor: &Visitor, election: &Election) -> Result<String, Trouble> {
    let view = visitor.site.view();
    let (_, role) = visitor.need_role(&view.state, &[])?;
    if decides(election, &role) { Ok(role) } else { Err(Trouble::NotYours) }
}

async fn read(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    respond(&visitor, read_page(&visitor, &id, query.get("recorded").cloned()).await)
}

/// What was filed and what was answered, for members; the words of a protest only for those who decide it.
async fn read_page(visitor: &Visitor, id: &str, recorded: Option<String>) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = find(&view.state, id)?;
    if !visitor.is_insider(&view.state) {
        return Err(Trouble::SignIn);
    }
    let board = need_board(visitor, election).is_ok();
    let mut texts = BTreeMap::new();
    if board {
        let of = election.id.clone();
        texts = site.read(move |reader| Ok(clerk::protests(reader, &of)?)).await?;
    }
    let mut protests: Vec<Waiting> = Vec::new();
    for (index, act) in crate::pages::record::acts(site, 0, view.size).await? {
        let at = act.outer.recorded_at;
        match Command::parse(&act.inner.command) {
            Some(Command::Election(Act::FileProtest { election: of, protest })) if of == election.id => {
                let text = texts.get(&protest).cloned();
                let (when, iso) = (w.moment(at), w.iso(at));
                protests.push(Waiting { protest, act: index, when, iso, text, decided: None });
            }
            Some(Command::Election(Act::DecideProtest { election: of, protest: which, upheld, reasons }))
                if of == election.id =>
            {
                let reasons = view.state.documents.text(&reasons).map(str::to_owned);
                if let Some(one) = protests.iter_mut().find(|one| one.protest == which) {
                    one.decided = Some(Decided { upheld, act: index, when: w.moment(at), reasons });
                }
            }
            _ => {}
        }
    }
    let telling = Telling::new(w, &view.state);
    let step = election.step("decide-protest");
    let who = election.plan.step("decide-protest").map(|step| telling.bearer(in_turn(step, 0)));
    let page = ReadPage {
        id: id.to_owned(),
        name: telling.election(&election.id),
        recorded: recorded.filter(|index| index.bytes().all(|b| b.is_ascii_digit())),
        protests,
        board,
        who: who.unwrap_or_default(),
        until: step.filter(|step| step.done.is_none()).map(|step| w.until(step.due_at)),
        over: step.is_some_and(|step| step.done.is_some()),
        open: step.is_some_and(|step| step.done.is_none() && step.opens_at <= site.now()),
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

#[derive(Deserialize)]
struct Decision {
    decision: String,
    #[serde(default)]
    reasons: String,
}

async fn decide(Path((id, protest)): Path<(String, String)>, form: Form<Decision>) -> Response {
    let (visitor, fields) = (&form.visitor, &form.fields);
    let offered = || -> Result<Response, Trouble> {
        let view = visitor.site.view();
        let role = need_board(visitor, find(&view.state, &id)?)?;
        let reasons = fields.reasons.trim();
        if reasons.is_empty() || reasons.chars().count() > LONGEST {
            return Err(Trouble::Malformed(visitor.words.say("protest-reasons-missing")));
        }
        let upheld = fields.decision == "uphold";
        let draft = clerk::decide_protest(&ElectionId(id.clone()), &protest, upheld, reasons);
        sign::offer(visitor, draft, &role, &format!("/elections/{id}/protests"))
    };
    offered().unwrap_or_else(|trouble| trouble.page(visitor))
}
