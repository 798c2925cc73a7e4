//! The constitution in force: its words, beside each article its rules in sentences, what the linter found, and the next
//! election worked out with dates. The words bind; where a rule says something else, a member can see it here.

use crate::frame::Frame;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use crate::words::Language;
use askama::Template;
use axum::Router;
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use jiff::civil::Date;
use rankfile_constitution::calendar::calendar;
use rankfile_constitution::guarantee::guarantees;
use rankfile_constitution::lint::{Against, Profile, lint};
use rankfile_constitution::{Constitution, Document, compile, page};
use std::sync::{Arc, Mutex, PoisonError};

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/constitution", get(constitution)).route("/constitution.md", get(text))
}

#[derive(Template)]
#[template(path = "constitution.html")]
struct Page<'a> {
    frame: Frame,
    digest: String,
    shown: &'a str,
}

async fn constitution(visitor: Visitor) -> Response {
    match page(&visitor) {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn page(visitor: &Visitor) -> Result<String, Trouble> {
    let (digest, text) = in_force(visitor)?;
    let zone = visitor.site.view().state.union.as_ref().map(|union| union.zone.date(visitor.site.now()));
    let as_of = zone.ok_or(Trouble::NotFound)?;
    let shown = shown(&digest, &text, as_of, visitor.words.language)?;
    Ok(Page { frame: Frame::of(visitor), digest, shown: &shown }.render()?)
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
    let shown: Arc<str> = view(&document, as_of, language).into();
    // Yesterday's pages and those of an older text are let go.
    kept.retain(|((of, day, _), _)| of == digest && *day == as_of);
    kept.push((from, shown.clone()));
    Ok(shown)
}

fn view(document: &Constitution, as_of: Date, language: Language) -> String {
    let profile = Profile::named(&document.front.profile).ok();
    let findings = profile.as_ref().map(|profile| lint(document, Against { profile, as_of, members: None }));
    let plans = compile(document).map(|program| program.elections).unwrap_or_default();
    let calendars: Vec<_> = plans.iter().map(|plan| (plan.name.clone(), calendar(plan, as_of))).collect();
    page::fragment(&page::Shown {
        constitution: document,
        findings: findings.as_deref(),
        is_report: false,
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
