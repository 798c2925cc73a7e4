//! Proposing another constitution. Nothing is proposed before whoever proposes it has seen what it changes and whose power
//! grows; a text that cannot be read comes back with the line and the remedy, and stays in the form.

use super::begin::{Way, way};
use super::list::ended;
use super::slug;
use super::stages::{Row, Timeline, outlook, reach};
use super::weigh::{Pair, Weighed, weigh};
use crate::form::is_token;
use crate::frame::Frame;
use crate::sign;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use rankfile_clerk::process as clerk;
use rankfile_constitution::process::{People, Process};
use rankfile_constitution::{Diagnostic, digest};
use rankfile_hall::state::State;
use std::sync::Arc;

/// The largest text that can be proposed.
///
/// *Units*: bytes.
const LARGEST: usize = 1 << 20;

pub(super) fn routes() -> Router<Site> {
    let route = get(show).post(sent).layer(DefaultBodyLimit::max(4 * LARGEST));
    Router::new().route("/amendments", route)
}

#[derive(Template)]
#[template(path = "process/amendments.html")]
struct Page {
    frame: Frame,
    proposals: Vec<Proposed>,
    /// Ways to propose one: id and name.
    plans: Vec<(String, String)>,
    stages: Vec<Row>,
    may: bool,
    signed_in: bool,
    is_member: bool,
    asked: Asked,
    error: Option<String>,
    problems: Vec<Diagnostic>,
    preview: Option<Preview>,
}

struct Proposed {
    href: String,
    name: String,
    line: String,
}

struct Preview {
    weighed: Arc<Weighed>,
    outlook: String,
}

/// What the form says.
#[derive(Default, Clone)]
struct Asked {
    plan: String,
    text: String,
    signatures: bool,
    proposes: bool,
}

/// What there is to say about what was sent.
#[derive(Default)]
struct Answer {
    error: Option<String>,
    problems: Vec<Diagnostic>,
    preview: Option<Preview>,
}

async fn show(visitor: Visitor) -> Response {
    respond(&visitor, page(&visitor, Asked::default(), Answer::default()))
}

fn respond(visitor: &Visitor, page: Result<String, Trouble>) -> Response {
    match page {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

fn plans(state: &State) -> impl Iterator<Item = (&Process, &People)> {
    clerk::can_begin(state).filter(|(plan, _)| plan.kind == "amendment")
}

/// A rule by which a change can be proposed, with the people it speaks of, and how this visitor can.
type Chosen<'s> = ((&'s Process, &'s People), Way);

/// The way that was chosen, or the first that is this visitor's.
fn chosen<'s>(visitor: &Visitor, state: &'s State, asked: &Asked) -> Option<Chosen<'s>> {
    let mut mine = plans(state).filter_map(|one| Some((one, way(visitor, state, one).ok()?)));
    mine.find(|((plan, _), _)| asked.plan.is_empty() || plan.id == asked.plan)
}

fn page(visitor: &Visitor, asked: Asked, answer: Answer) -> Result<String, Trouble> {
    let w = &visitor.words;
    let view = visitor.site.view();
    let state = &view.state;
    let telling = Telling::new(w, state);
    let proposed = |case: &rankfile_hall::process::state::Case| Proposed {
        href: format!("/processes/{}", slug(&case.id.0)),
        name: telling.process(&case.id.0),
        line: match case.ended {
            Some((at, decision)) => w.one(ended(decision), "when", w.moment(at)),
            None => w.one("amend-proposed", "when", w.moment(case.begun_at)),
        },
    };
    let mut cases: Vec<_> = state.cases.values().filter(|case| case.plan.kind == "amendment").collect();
    cases.sort_by_key(|case| std::cmp::Reverse(case.begun_at));
    let chosen = chosen(visitor, state, &asked);
    let shown = chosen.as_ref().map(|(one, _)| *one).or_else(|| plans(state).next());
    let stages = shown.map(|(plan, people)| Timeline { w, telling: &telling, people }.plan(plan));
    let page = Page {
        proposals: cases.into_iter().map(proposed).collect(),
        plans: plans(state).map(|(plan, _)| (plan.id.clone(), telling.process(&plan.id))).collect(),
        stages: stages.unwrap_or_default(),
        may: chosen.is_some(),
        signed_in: visitor.is_insider(state),
        is_member: matches!(chosen, Some((_, Way::Member(_)))),
        asked,
        error: answer.error,
        problems: answer.problems,
        preview: answer.preview,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

async fn sent(visitor: Visitor, form: Multipart) -> Response {
    match work(&visitor, form).await {
        Ok(response) => response,
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn work(visitor: &Visitor, form: Multipart) -> Result<Response, Trouble> {
    let w = &visitor.words;
    let (asked, odd) = read(visitor, form).await?;
    let view = visitor.site.view();
    let state = &view.state;
    if !visitor.is_insider(state) {
        return Err(Trouble::SignIn);
    }
    let Some(((plan, _), way)) = chosen(visitor, state, &asked) else { return Err(Trouble::NotYours) };
    let union = state.union.as_ref().ok_or(Trouble::NotFound)?;
    let old = state.documents.text(&union.program.digest).ok_or(Trouble::NotFound)?;
    let wrong = match () {
        () if odd => Some("amend-not-text"),
        () if asked.text.trim().is_empty() => Some("amend-empty"),
        () if asked.text.len() > LARGEST => Some("amend-long"),
        () if digest(&asked.text) == union.program.digest => Some("amend-same"),
        () if asked.proposes && is_proposed(state, &digest(&asked.text)) => Some("amend-proposed-already"),
        () => None,
    };
    if let Some(wrong) = wrong {
        let answer = Answer { error: Some(w.say(wrong)), ..Answer::default() };
        return Ok(Html(page(visitor, asked, answer)?).into_response());
    }
    let now = visitor.site.now();
    let pair = Pair {
        old: old.into(),
        new: asked.text.as_str().into(),
        as_of: union.zone.date(now),
        language: w.language,
        rehearsal: union.rehearsal,
    };
    let weighed = match weigh(pair).await? {
        Ok(weighed) => weighed,
        Err(problems) => {
            let answer = Answer { error: Some(w.say("amend-unreadable")), problems, ..Answer::default() };
            return Ok(Html(page(visitor, asked, answer)?).into_response());
        }
    };
    let mut answer = Answer::default();
    if asked.proposes {
        if asked.signatures || !matches!(way, Way::Member(_)) {
            return propose(visitor, plan, &asked.text, way).await;
        }
        answer.error = Some(w.say("process-signatures-missing"));
    }
    let (first, last) = outlook(&union.zone, plan, 0, now);
    let mut outlook = vec![w.two("amend-outlook", "first", w.from(first), "last", w.from(last))];
    outlook.extend(reach(w, plan));
    let outlook = outlook.join(" ");
    answer.preview = Some(Preview { weighed, outlook });
    Ok(Html(page(visitor, asked, answer)?).into_response())
}

/// Whether a text is proposed and not decided.
fn is_proposed(state: &State, digest: &str) -> bool {
    let mut open = state.cases.values().filter(|case| case.plan.kind == "amendment" && case.ended.is_none());
    open.any(|case| case.about == digest)
}

async fn propose(visitor: &Visitor, plan: &Process, text: &str, way: Way) -> Result<Response, Trouble> {
    let site = &visitor.site;
    let (about, draft) = match &way {
        Way::Member(member) => clerk::propose(&plan.id, text, Some(member), &mut site.rng()),
        Way::Role(_) => clerk::propose(&plan.id, text, None, &mut site.rng()),
    };
    let recorded = match way {
        Way::Role(role) => return sign::offer(visitor, draft, &role, "/processes"),
        Way::Member(member) if !site.limits().may_begin(&member) => return Err(Trouble::TooOften),
        Way::Member(_) => site.act_for_member(draft).await?,
    };
    let view = site.view();
    // The same text can be proposed again later: the newest is this one.
    let cases = view.state.cases.values().filter(|case| case.about == about);
    let case = cases.max_by_key(|case| case.begun_at);
    let to = case.map_or_else(String::new, |case| format!("/{}", slug(&case.id.0)));
    Ok(Redirect::to(&format!("/processes{to}?recorded={}", recorded.index)).into_response())
}

/// The form, and whether its file is no text.
async fn read(visitor: &Visitor, mut form: Multipart) -> Result<(Asked, bool), Trouble> {
    let too_large = |_| Trouble::Malformed(visitor.words.say("trouble-body-too-large"));
    let (mut asked, mut token, mut file) = (Asked::default(), String::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(too_large)? {
        match field.name().unwrap_or_default() {
            "token" => token = field.text().await.map_err(too_large)?,
            "plan" => asked.plan = field.text().await.map_err(too_large)?,
            "text" => asked.text = field.text().await.map_err(too_large)?,
            "signatures" => asked.signatures = true,
            "go" => asked.proposes = field.text().await.map_err(too_large)? == "propose",
            "file" => file = field.bytes().await.map_err(too_large)?.to_vec(),
            _ => {}
        }
    }
    if !is_token(visitor, &token) {
        return Err(Trouble::Forged);
    }
    if file.is_empty() {
        return Ok((asked, false));
    }
    match String::from_utf8(file) {
        Ok(text) => Ok((Asked { text, ..asked }, false)),
        Err(_) => Ok((asked, true)),
    }
}
