//! The page of one process: what it is, its stages, who spoke, who can put it off; the form of whoever's turn it is; and for
//! a proposed constitution, what it would change.

use super::stages::{Row, Timeline, outlook, reach};
use super::weigh::{Pair, Weighed, weigh};
use super::{begin, find, in_turn, is_asked};
use crate::frame::Frame;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_clerk::process::{self as clerk, Readers};
use rankfile_constitution::guarantee::Way;
use rankfile_constitution::process::{Delay, Role, Who};
use rankfile_hall::process::bearer;
use rankfile_hall::process::command::Voice;
use rankfile_hall::process::state::Case;
use rankfile_hall::state::State;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/processes/{id}", get(show))
}

#[derive(Template)]
#[template(path = "process/one.html")]
struct Page {
    frame: Frame,
    slug: String,
    name: String,
    tag: (&'static str, String),
    recorded: Option<String>,
    error: Option<String>,
    opening: String,
    facts: Vec<(String, String)>,
    article: String,
    article_title: String,
    matter: Option<String>,
    readers: Option<String>,
    recused: bool,
    turn: Option<Turn>,
    stages: Vec<Row>,
    powers: Vec<Power>,
    proposal: Option<Proposal>,
}

/// The form of whoever's turn it is.
pub(super) struct Turn {
    words: String,
    /// Whether yes or no is asked, and not only that it is done.
    decides: bool,
    /// Whether the members decided it together.
    outcome: bool,
    /// Whether the visitor has said so already.
    has_spoken: bool,
    /// What one person of an office said of the members' decision.
    first: Option<String>,
}

/// A power to put it off.
struct Power {
    number: u32,
    words: String,
    who: String,
    used: String,
    article: String,
    article_title: String,
    can: bool,
}

/// What a proposed constitution changes.
pub struct Proposal {
    /// Its text.
    href: String,
    /// When it would be in force.
    outlook: Option<String>,
    /// What it does not reach, and what of it waits.
    reach: Vec<String>,
    /// Everything that was worked out.
    weighed: Arc<Weighed>,
}

impl Proposal {
    /// A shift's class: whether it weakens or strengthens what members count on.
    pub(crate) fn way(way: &Way) -> &'static str {
        match way {
            Way::Weaker => "weaker",
            Way::Other => "other",
            Way::Stronger => "stronger",
        }
    }
}

async fn show(
    visitor: Visitor,
    Path(named): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let recorded = super::recorded(query.get("recorded"));
    respond(&visitor, page(&visitor, &named, recorded, None).await)
}

pub(super) fn respond(visitor: &Visitor, page: Result<String, Trouble>) -> Response {
    match page {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

pub(super) async fn page(
    visitor: &Visitor,
    named: &str,
    recorded: Option<String>,
    error: Option<&str>,
) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let (state, now) = (&view.state, site.now());
    let case = find(visitor, state, named)?;
    let telling = Telling::new(w, state);
    let matter = matter(visitor, state, case).await?;
    let is_proposal = case.plan.kind == "amendment";
    let has_text = !is_proposal && !case.about.is_empty() && case.plan.kind != "vacancy";
    let mut facts = vec![(w.say("process-begun"), w.moment(case.begun_at))];
    facts.extend(case.ended.map(|(at, _)| (w.say("process-over"), w.moment(at))));
    let page = Page {
        slug: named.to_owned(),
        name: telling.process(&case.id.0),
        tag: tag(visitor, case),
        recorded,
        error: error.map(|id| w.say(id)),
        opening: case.plan.opening.clone(),
        facts,
        article: case.plan.article.0.clone(),
        article_title: telling.article(&case.plan.article.0),
        readers: has_text.then(|| begin::said_readers(visitor, state, &case.people, &case.plan, false)),
        matter,
        recused: case.aside().is_some() && case.aside() == visitor.key().as_ref(),
        turn: turn(visitor, state, case, now),
        stages: Timeline { w, telling: &telling, people: &case.people }.of(case, now),
        powers: powers(visitor, state, case),
        proposal: if is_proposal { proposal(visitor, state, case).await? } else { None },
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

fn tag(visitor: &Visitor, case: &Case) -> (&'static str, String) {
    let w = &visitor.words;
    match case.ended {
        None => ("warn", w.say("process-tag-open")),
        Some((_, Some(Voice::For))) => ("good", w.say("process-tag-for")),
        Some((_, Some(Voice::Against))) => ("", w.say("process-tag-against")),
        Some((_, None)) => ("good", w.say("process-tag-over")),
    }
}

/// What was written when it began, for those who may read it.
async fn matter(visitor: &Visitor, state: &State, case: &Case) -> Result<Option<String>, Trouble> {
    let role = visitor.role(state);
    let is_recused = case.aside().is_some() && case.aside() == visitor.key().as_ref();
    let may = match clerk::readers(&case.people, &case.plan) {
        Readers::Members => visitor.is_insider(state),
        Readers::Roles(roles) => role.is_some_and(|role| roles.contains(&role)) && !is_recused,
    };
    if !may || case.about.is_empty() {
        return Ok(None);
    }
    let case = case.clone();
    visitor.site.read(move |reader| Ok(clerk::matter(reader, &case)?)).await
}

/// The form, if it is this visitor's turn, or if they can say what the members decided.
pub(super) fn turn(visitor: &Visitor, state: &State, case: &Case, now: i64) -> Option<Turn> {
    let (number, open, stage) = case.open()?;
    let (key, role) = (visitor.key()?, visitor.role(state)?);
    let who = in_turn(case).filter(|_| open.opens_at <= now && case.aside() != Some(&key))?;
    let outcome = matches!(who, Who::Everybody(_));
    // Waiting is nobody's deed: a notice runs, and a change waits, whatever anybody says.
    let only_waits = stage.role == Role::Window && case.plan.kind == "amendment";
    if only_waits || !outcome && !is_asked(case, &role) {
        return None;
    }
    let w = &visitor.words;
    let first = visitor.site.outcomes().of(&case.id, number).cloned();
    let first = first.filter(|_| outcome).map(|said| {
        let id = if said.voice == Voice::For { "process-first-for" } else { "process-first-against" };
        w.one(id, "who", Telling::new(w, state).role(&said.role))
    });
    Some(Turn {
        words: stage.words.clone(),
        decides: matches!(stage.role, Role::Decides | Role::Window),
        outcome,
        has_spoken: open.heard.keys().any(|speaker| speaker.key == key),
        first,
    })
}

fn powers(visitor: &Visitor, state: &State, case: &Case) -> Vec<Power> {
    let w = &visitor.words;
    let telling = Telling::new(w, state);
    let role = visitor.role(state);
    let one = |(delay, number): (&Delay, u32)| {
        let used = case.used.get(&number).copied().unwrap_or(0);
        let mine =
            role.as_deref().is_some_and(|role| bearer::seats(&case.people, &delay.who).contains_key(role));
        let by = match delay.by {
            Some(by) => w.one("process-power-by", "span", telling.span(by)),
            None => w.say("process-power-ever"),
        };
        let times = match delay.times {
            Some(times) => w.two("process-power-used-of", "n", used as i64, "times", times as i64),
            None => w.one("process-power-used", "n", used as i64),
        };
        Power {
            number,
            words: delay.words.clone(),
            who: telling.who_owes(&case.people, &delay.who),
            used: format!("{by} {times}"),
            article: delay.article.0.clone(),
            article_title: telling.article(&delay.article.0),
            can: mine && case.ended.is_none() && delay.times.is_none_or(|times| used < times),
        }
    };
    case.plan.delays.iter().zip(0..).map(one).collect()
}

/// What a proposed constitution changes against the one in force; of one that was decided, against the one before it.
async fn proposal(visitor: &Visitor, state: &State, case: &Case) -> Result<Option<Proposal>, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let Some(union) = &state.union else { return Ok(None) };
    let versions = crate::pages::constitution::versions(site, state).await?;
    let place = versions.iter().position(|version| version.digest == case.about);
    let before = match place {
        Some(place) if case.ended.is_some() => place.checked_sub(1).and_then(|at| versions.get(at)),
        _ => versions.last(),
    };
    let old = before.and_then(|version| state.documents.text(&version.digest));
    let (Some(old), Some(new)) = (old, state.documents.text(&case.about)) else { return Ok(None) };
    let pair = Pair {
        old: old.into(),
        new: new.into(),
        as_of: union.zone.date(case.begun_at),
        language: w.language,
        rehearsal: union.rehearsal,
    };
    let Ok(weighed) = weigh(pair).await? else { return Ok(None) };
    let outlook = case.open().map(|(number, open, _)| {
        let (first, last) = outlook(&union.zone, &case.plan, number as usize, open.opens_at);
        w.two("amend-outlook", "first", w.from(first), "last", w.from(last))
    });
    let digits = case.about.trim_start_matches("sha256:");
    Ok(Some(Proposal {
        href: format!("/constitution/{digits}"),
        outlook,
        reach: reach(w, &case.plan),
        weighed,
    }))
}
