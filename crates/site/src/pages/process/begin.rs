//! Beginning something: a complaint, a petition, an empty office. What a member writes goes to those who decide; the record
//! gets a commitment to it.

use super::stages::{Row, Timeline};
use super::{find, slug};
use crate::form::Form;
use crate::frame::Frame;
use crate::sign;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use rankfile_clerk::process::{self as clerk, MATTER_CHARACTERS, Readers};
use rankfile_constitution::process::{People, Process, Who};
use rankfile_hall::process::bearer;
use rankfile_hall::state::State;
use rankfile_record::key::PublicKey;
use serde::Deserialize;

pub(super) fn routes() -> Router<Site> {
    // Every character can take twelve bytes on its way, and one too many is still to be shown again.
    let route = get(show).post(begin).layer(DefaultBodyLimit::max(16 * MATTER_CHARACTERS));
    Router::new().route("/processes/begin/{plan}", route)
}

/// Who begins it: a member, for whom the host speaks, or an office that signs.
pub(super) enum Way {
    /// The member.
    Member(String),
    /// The office or body.
    Role(String),
}

/// How this visitor can begin a process of this plan.
///
/// *Errors*: nobody is signed in; or only others may.
pub(super) fn way(
    visitor: &Visitor,
    state: &State,
    (plan, people): (&Process, &People),
) -> Result<Way, Trouble> {
    let openers: Vec<Who> = plan.opened_by.iter().map(|id| people.who(id, &Default::default())).collect();
    // That somebody has left office is for those to say who hold one: it would be too easy a way to trouble them.
    let is_free = plan.kind != "vacancy"
        && (openers.is_empty() || openers.iter().any(|who| matches!(who, Who::Everybody(_))));
    let role = visitor.role(state);
    let may = |role: &String| {
        let has = |who: &Who| bearer::seats(people, who).contains_key(role.as_str());
        openers.is_empty() || openers.iter().any(has)
    };
    match (visitor.member(), role.filter(may)) {
        // An office proposes what it can propose itself.
        (_, Some(role)) if !openers.is_empty() => Ok(Way::Role(role)),
        (Some(member), _) if is_free => Ok(Way::Member(member.to_owned())),
        (_, Some(role)) => Ok(Way::Role(role)),
        (None, None) if visitor.key().is_none() => Err(Trouble::SignIn),
        _ => Err(Trouble::NotYours),
    }
}

/// What the form asks for beside the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Needed,
    Welcome,
    No,
}

fn text_of(plan: &Process) -> Text {
    match plan.kind {
        "vacancy" => Text::No,
        "complaint" | "petition" | "promise" | "hearing" | "removal-for-cause" | "appeal"
        | "interpretation" => Text::Needed,
        _ => Text::Welcome,
    }
}

/// Whether it rests on signatures, which the program does not count.
fn is_signed_for(plan: &Process) -> bool {
    matches!(plan.kind, "petition" | "recall" | "referendum")
}

#[derive(Template)]
#[template(path = "process/begin.html")]
struct Page {
    frame: Frame,
    slug: String,
    name: String,
    opening: String,
    article: String,
    article_title: String,
    stages: Vec<Row>,
    asks_text: bool,
    needs_text: bool,
    signed_for: bool,
    readers: String,
    recused: Option<String>,
    /// Keys of the office it is against, where it has several.
    keys: Vec<(String, String)>,
    is_member: bool,
    asked: Asked,
    error: Option<(String, &'static str)>,
}

#[derive(Clone, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    text: String,
    #[serde(default)]
    against: String,
    #[serde(default)]
    signatures: String,
}

async fn show(visitor: Visitor, Path(plan): Path<String>) -> Response {
    respond(&visitor, page(&visitor, &plan, Asked::default(), None))
}

fn respond(visitor: &Visitor, page: Result<String, Trouble>) -> Response {
    match page {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

fn plan<'s>(state: &'s State, named: &str) -> Result<(&'s Process, &'s People), Trouble> {
    let mut all = clerk::can_begin(state).filter(|(plan, _)| plan.kind != "amendment");
    all.find(|(plan, _)| slug(&plan.id) == named).ok_or(Trouble::NotFound)
}

/// Keys in force for the office that a process is against.
fn keys_of<'s>(state: &'s State, plan: &Process) -> Vec<&'s PublicKey> {
    if !matches!(plan.kind, "complaint" | "recall" | "removal-for-cause" | "hearing") {
        return Vec::new();
    }
    let is_subject = |role: &String| plan.subjects.contains(role);
    state.keys.iter().filter(|(_, entry)| is_subject(&entry.role)).map(|(key, _)| key).collect()
}

fn page(
    visitor: &Visitor,
    named: &str,
    asked: Asked,
    error: Option<(&str, &'static str)>,
) -> Result<String, Trouble> {
    let w = &visitor.words;
    let view = visitor.site.view();
    let state = &view.state;
    let (plan, people) = plan(state, named)?;
    let is_member = matches!(way(visitor, state, (plan, people))?, Way::Member(_));
    let telling = Telling::new(w, state);
    let keys = keys_of(state, plan);
    let recused = match keys.as_slice() {
        [_] => plan.subjects.first().map(|role| telling.role(role)),
        _ => None,
    };
    let several = if keys.len() > 1 { keys } else { Vec::new() };
    let page = Page {
        slug: named.to_owned(),
        name: telling.process(&plan.id),
        opening: plan.opening.clone(),
        article_title: telling.article(&plan.article.0),
        article: plan.article.0.clone(),
        stages: Timeline { w, telling: &telling, people }.plan(plan),
        asks_text: text_of(plan) != Text::No,
        needs_text: text_of(plan) == Text::Needed,
        signed_for: is_signed_for(plan),
        readers: said_readers(visitor, state, people, plan, true),
        recused,
        keys: several.into_iter().map(|key| (key.as_str().to_owned(), key.fingerprint())).collect(),
        is_member,
        asked,
        error: error.map(|(id, field)| (w.one(id, "n", MATTER_CHARACTERS as i64), field)),
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

/// Who reads what is written, in a sentence; to whoever is writing, or to others later.
pub(super) fn said_readers(
    visitor: &Visitor,
    state: &State,
    people: &People,
    plan: &Process,
    is_writing: bool,
) -> String {
    let w = &visitor.words;
    match clerk::readers(people, plan) {
        Readers::Members => {
            w.say(if is_writing { "process-writing-members" } else { "process-readers-members" })
        }
        Readers::Roles(roles) if roles.is_empty() => w.say("process-readers-nobody"),
        Readers::Roles(roles) => {
            let telling = Telling::new(w, state);
            let roles: Vec<String> = roles.iter().map(|role| telling.role(role)).collect();
            let id = if is_writing { "process-writing-roles" } else { "process-readers-roles" };
            w.one(id, "who", roles.join(", "))
        }
    }
}

async fn begin(Path(named): Path<String>, form: Form<Asked>) -> Response {
    let (visitor, asked) = (&form.visitor, &form.fields);
    match submit(visitor, &named, asked).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => respond(visitor, page(visitor, &named, asked.clone(), Some(error))),
        Err(trouble) => trouble.page(visitor),
    }
}

/// Either what follows, or what the form has to say and of which field.
type Submitted = Result<Response, (&'static str, &'static str)>;

async fn submit(visitor: &Visitor, named: &str, asked: &Asked) -> Result<Submitted, Trouble> {
    let site = &visitor.site;
    let view = site.view();
    let (plan, people) = plan(&view.state, named)?;
    let way = way(visitor, &view.state, (plan, people))?;
    let text = if text_of(plan) == Text::No { "" } else { asked.text.trim() };
    if text.is_empty() && text_of(plan) == Text::Needed {
        return Ok(Err(("process-text-missing", "matter")));
    }
    if text.chars().count() > MATTER_CHARACTERS {
        return Ok(Err(("process-text-long", "matter")));
    }
    if is_signed_for(plan) && asked.signatures.is_empty() {
        return Ok(Err(("process-signatures-missing", "signatures")));
    }
    let keys = keys_of(&view.state, plan);
    let against = match keys.as_slice() {
        [one] => Some((*one).clone()),
        several => several.iter().find(|key| key.as_str() == asked.against).map(|key| (*key).clone()),
    };
    if keys.len() > 1 && against.is_none() && !asked.against.is_empty() {
        return Ok(Err(("process-key-unknown", "against")));
    }
    let handed_in = match &way {
        Way::Member(member) if is_signed_for(plan) => Some(member.as_str()),
        _ => None,
    };
    let (about, draft) = clerk::begin(&plan.id, text, against, handed_in, &mut site.rng())?;
    let recorded = match way {
        Way::Role(role) => return Ok(Ok(sign::offer(visitor, draft, &role, "/processes")?)),
        Way::Member(member) if !site.limits().may_begin(&member) => return Err(Trouble::TooOften),
        Way::Member(_) => site.act_for_member(draft).await?,
    };
    let view = site.view();
    let case = view.state.cases.values().find(|case| case.about == about);
    let to = case.map_or_else(String::new, |case| format!("/{}", slug(&case.id.0)));
    debug_assert!(case.is_none_or(|case| find(visitor, &view.state, &slug(&case.id.0)).is_ok()));
    Ok(Ok(Redirect::to(&format!("/processes{to}?recorded={}", recorded.index)).into_response()))
}
