//! The constitution in force: its words, beside each article its rules in sentences, what the linter found, and the next
//! election worked out with dates. The words bind; where a rule says something else, a member can see it here.

use crate::frame::Frame;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use crate::words::Language;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use jiff::civil::Date;
use rankfile_constitution::calendar::calendar;
use rankfile_constitution::guarantee::guarantees;
use rankfile_constitution::lint::{Against, Profile, lint};
use rankfile_constitution::{Constitution, Document, compile, page};
use rankfile_hall::command::Command;
use rankfile_hall::process::command::Voice;
use rankfile_hall::process::state::Case;
use rankfile_hall::state::State;
use rankfile_hall::union::command::Command as Union;
use rankfile_record::act::Act;
use std::sync::{Arc, Mutex, PoisonError};

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/constitution", get(constitution))
        .route("/constitution.md", get(text))
        .route("/constitution/{digits}", get(other))
        .route("/constitution/{digits}/text", get(other_text))
}

#[derive(Template)]
#[template(path = "constitution.html")]
struct Page<'a> {
    frame: Frame,
    digest: String,
    shown: &'a str,
    /// Every text that was in force, the newest first, when there was more than one.
    versions: Vec<Listed>,
    /// What is said of a text that is not in force.
    other: Option<String>,
    download: String,
    /// On what the rules of an earlier text hold until the next election.
    deferred: Option<String>,
}

struct Listed {
    href: String,
    when: String,
    is_this: bool,
}

/// A text that was in force.
pub struct Version {
    /// Its digest.
    pub digest: String,
    /// Since when.
    pub from: i64,
}

/// Every text that was in force, the oldest first.
pub async fn versions(site: &Site, state: &State) -> Result<Vec<Version>, Trouble> {
    let Some(union) = &state.union else { return Ok(Vec::new()) };
    let changed = |case: &Case| match case.ended {
        Some((at, Some(Voice::For))) if case.plan.kind == "amendment" => {
            Some(Version { digest: case.about.clone(), from: at })
        }
        _ => None,
    };
    let mut later: Vec<Version> = state.cases.values().filter_map(changed).collect();
    later.sort_by_key(|version| version.from);
    let mut all = vec![Version { digest: union.program.digest.clone(), from: union.founded_at }];
    if !later.is_empty() {
        // The founding is the first act of every record.
        let first = site.read(|reader| Ok(reader.leaf(0)?)).await?;
        let command = first.and_then(|leaf| Command::parse(&Act::parse(&leaf).ok()?.inner.command));
        let Some(Command::Union(Union::Found { constitution, .. })) = command else {
            return Err(Trouble::bug("the record does not begin with a founding"));
        };
        all = vec![Version { digest: constitution, from: union.founded_at }];
    }
    all.extend(later);
    Ok(all)
}

async fn constitution(visitor: Visitor) -> Response {
    respond(&visitor, page(&visitor, None).await)
}

/// A text that was in force once, or that is proposed.
async fn other(visitor: Visitor, Path(digits): Path<String>) -> Response {
    if in_force(&visitor).is_ok_and(|(digest, _)| digits_of(&digest) == digits) {
        return Redirect::to("/constitution").into_response();
    }
    respond(&visitor, page(&visitor, Some(digits)).await)
}

fn respond(visitor: &Visitor, page: Result<String, Trouble>) -> Response {
    match page {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

/// The digest of a constitution that was in force or proposed, by its digits.
fn known(state: &State, versions: &[Version], digits: &str) -> Option<String> {
    let digest = format!("sha256:{digits}");
    let in_force = versions.iter().any(|version| version.digest == digest);
    let proposed = state.cases.values().any(|case| case.plan.kind == "amendment" && case.about == digest);
    (in_force || proposed).then_some(digest)
}

async fn page(visitor: &Visitor, digits: Option<String>) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let (current, _) = in_force(visitor)?;
    let view = site.view();
    let state = &view.state;
    let versions = versions(site, state).await?;
    let digest = match &digits {
        Some(digits) => known(state, &versions, digits).ok_or(Trouble::NotFound)?,
        None => current.clone(),
    };
    let text = state.documents.text(&digest).ok_or(Trouble::NotFound)?;
    let zone = state.union.as_ref().map(|union| union.zone.date(site.now()));
    let as_of = zone.ok_or(Trouble::NotFound)?;
    let of_this = digest == current;
    let shown: Arc<str> = if of_this {
        shown(&digest, text, as_of, w.language)?
    } else {
        let document = Document::parse(text, "constitution.md").map_err(|_| Trouble::NotFound)?;
        self::view(&document, as_of, w.language, false).into()
    };
    let was_in_force = versions.iter().any(|version| version.digest == digest);
    let several = versions.len() > 1;
    let listed = versions.into_iter().rev().map(|version| Listed {
        href: match version.digest == current {
            true => "/constitution".to_owned(),
            false => format!("/constitution/{}", digits_of(&version.digest)),
        },
        when: w.one("constitution-since", "when", w.moment(version.from)),
        is_this: version.digest == digest,
    });
    let waits = state.union.iter().flat_map(|union| union.deferred.keys()).copied();
    let waits: Vec<String> = waits.map(|matter| matter.replace('-', " ")).collect();
    let page = Page {
        deferred: (of_this && !waits.is_empty())
            .then(|| w.one("constitution-deferred", "matters", waits.join(", "))),
        other: (!of_this)
            .then(|| w.say(if was_in_force { "constitution-earlier" } else { "constitution-proposed" })),
        download: match of_this {
            true => "/constitution.md".to_owned(),
            false => format!("/constitution/{}/text", digits_of(&digest)),
        },
        versions: if several { listed.collect() } else { Vec::new() },
        digest,
        shown: &shown,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

fn digits_of(digest: &str) -> &str {
    digest.trim_start_matches("sha256:")
}

async fn other_text(visitor: Visitor, Path(digits): Path<String>) -> Response {
    let view = visitor.site.view();
    let text = versions(&visitor.site, &view.state).await.and_then(|versions| {
        let digest = known(&view.state, &versions, &digits).ok_or(Trouble::NotFound)?;
        Ok(view.state.documents.text(&digest).ok_or(Trouble::NotFound)?.to_owned())
    });
    match text {
        Ok(text) => ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

/// What a page was worked out from: the text, the day, the language.
type From = (String, Date, Language);

/// Words beside rules, findings and calendar, worked out once for each text, day and language.
fn shown(digest: &str, text: &str, as_of: Date, language: Language) -> Result<Arc<str>, Trouble> {
    static KEPT: Mutex<Vec<(From, Arc<str>)>> = Mutex::new(Vec::new());
    let from = (digest.to_owned(), as_of, language);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, shown)) = kept.iter().find(|(of, _)| *of == from) {
        return Ok(shown.clone());
    }
    let parsed = Document::parse(text, "constitution.md");
    let document = parsed.map_err(|_| Trouble::bug("the constitution in force cannot be read"))?;
    let shown: Arc<str> = view(&document, as_of, language, false).into();
    // Yesterday's pages and those of an older text are let go.
    kept.retain(|((of, day, _), _)| of == digest && *day == as_of);
    kept.push((from, shown.clone()));
    Ok(shown)
}

/// A constitution as a page: its guarantees and findings first, or its words first.
pub fn view(document: &Constitution, as_of: Date, language: Language, is_report: bool) -> String {
    let profile = Profile::named(&document.front.profile).ok();
    let findings = profile.as_ref().map(|profile| lint(document, Against { profile, as_of, members: None }));
    let plans = compile(document).map(|program| program.elections).unwrap_or_default();
    let calendars: Vec<_> = plans.iter().map(|plan| (plan.name.clone(), calendar(plan, as_of))).collect();
    page::fragment(&page::Shown {
        constitution: document,
        findings: findings.as_deref(),
        is_report,
        guarantees: &guarantees(document, as_of),
        profile: profile.as_ref().map_or(document.front.profile.as_str(), |profile| &profile.title),
        as_of,
        words: match language {
            Language::English => &page::ENGLISH,
            Language::Spanish => &page::SPANISH,
        },
        calendars: &calendars,
    })
}

/// The document itself, as it was adopted.
async fn text(visitor: Visitor) -> Response {
    match in_force(&visitor) {
        Ok((_, text)) => ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn in_force(visitor: &Visitor) -> Result<(String, String), Trouble> {
    let view = visitor.site.view();
    let not_yet = || Trouble::NotYet(visitor.words.say("home-not-founded"));
    let union = view.state.union.as_ref().ok_or_else(not_yet)?;
    let digest = union.program.digest.clone();
    let text = view.state.documents.text(&digest).ok_or(Trouble::NotFound)?.to_owned();
    Ok((digest, text))
}
