//! The record: its checkpoint and tiles for everybody, its acts for members, and how to check both without believing this
//! site.

use crate::frame::Frame;
use crate::site::Site;
use crate::telling::{Telling, is_hosts_own};
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_hall::command::Command;
use rankfile_record::act::{Act, Actor};
use rankfile_record::tile::{EntriesPath, changed_tiles};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

/// How many acts stand on a page.
const ON_A_PAGE: u64 = 25;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/record", get(list))
        .route("/record/check", get(check))
        .route("/record/record.tar", get(whole))
        .route("/record/{index}", get(one))
        .route("/record/{index}/act.json", get(leaf))
        .route("/record/{index}/receipt.tlog-proof", get(receipt))
        .route("/log/{*path}", get(public))
}

/// What any static host could serve as well: checkpoint, hash tiles, archives. Bundles of entries are for members.
async fn public(visitor: Visitor, Path(path): Path<String>, request: Request) -> Response {
    if let Some(rest) = path.strip_prefix("tile/entries/") {
        return entries(&visitor, rest).await;
    }
    let (mut parts, _) = request.into_parts();
    let Ok(uri) = format!("/{}", parts.uri.path().trim_start_matches("/log/")).parse() else {
        return Trouble::NotFound.page(&visitor);
    };
    parts.uri = uri;
    let files = ServeDir::new(&visitor.site.settings().public).append_index_html_on_directories(false);
    match files.oneshot(Request::from_parts(parts, Body::empty())).await {
        Ok(found) if found.status() == StatusCode::NOT_FOUND => Trouble::NotFound.page(&visitor),
        Ok(found) => found.map(Body::new).into_response(),
    }
}

#[derive(Template)]
#[template(path = "record/list.html")]
struct List {
    frame: Frame,
    size: String,
    checkpoint: String,
    vkey: String,
    acts: Option<Vec<Listed>>,
    newer: Option<u64>,
    older: Option<u64>,
}

struct Listed {
    index: u64,
    told: String,
    who: String,
    when: String,
    iso: String,
}

async fn list(visitor: Visitor, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let before = query.get("before").and_then(|before| before.parse().ok());
    match list_page(&visitor, before).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn list_page(visitor: &Visitor, before: Option<u64>) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let end = before.unwrap_or(view.size).min(view.size);
    let start = end.saturating_sub(ON_A_PAGE);
    let acts = if visitor.is_insider(&view.state) {
        let telling = Telling::new(w, &view.state);
        let acts = acts(site, start, end).await?;
        Some(acts.into_iter().rev().map(|(index, act)| listed(visitor, &telling, index, &act)).collect())
    } else {
        None
    };
    let page = List {
        size: w.number(view.size as i64),
        checkpoint: view.checkpoint.clone(),
        vkey: view.vkey.clone(),
        newer: (end < view.size && acts.is_some()).then(|| (end + ON_A_PAGE).min(view.size)),
        older: (start > 0 && acts.is_some()).then_some(start),
        acts,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

/// Acts of the record, oldest first.
pub async fn acts(site: &Site, start: u64, end: u64) -> Result<Vec<(u64, Act)>, Trouble> {
    site.read(move |reader| {
        let mut acts = Vec::new();
        reader.for_each_leaf(start..end, &mut |index, leaf| {
            acts.extend(Act::parse(leaf).ok().map(|act| (index, act)));
            ControlFlow::Continue(())
        })?;
        Ok(acts)
    })
    .await
}

fn listed(visitor: &Visitor, telling: &Telling<'_>, index: u64, act: &Act) -> Listed {
    let w = &visitor.words;
    let command = Command::parse(&act.inner.command);
    Listed {
        index,
        who: telling.who(&act.inner.actor, command.as_ref()),
        told: command.and_then(|c| telling.command(&c).into_iter().next()).unwrap_or_default(),
        when: w.moment(act.outer.recorded_at),
        iso: w.iso(act.outer.recorded_at),
    }
}

#[derive(Template)]
#[template(path = "record/one.html")]
struct One {
    frame: Frame,
    index: u64,
    sentences: Vec<String>,
    who: String,
    host: bool,
    fingerprint: Option<String>,
    passkey: bool,
    when: String,
    iso: String,
    article: String,
    article_title: String,
    register: String,
    number: String,
    leaf: String,
    vkey: String,
}

async fn one(visitor: Visitor, Path(index): Path<String>) -> Response {
    match one_page(&visitor, &index).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn one_page(visitor: &Visitor, index: &str) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let (index, leaf) = insider_leaf(visitor, index).await?;
    let act = Act::parse(&leaf).map_err(|_| Trouble::bug("a leaf of the record is no act"))?;
    let view = site.view();
    let telling = Telling::new(w, &view.state);
    let key = match &act.inner.actor {
        Actor::Key { key, .. } => Some(key),
        _ => None,
    };
    let command = Command::parse(&act.inner.command);
    let page = One {
        who: telling.who(&act.inner.actor, command.as_ref()),
        host: act.inner.actor == Actor::Host && !is_hosts_own(&act.inner.actor, command.as_ref()),
        sentences: command.map(|c| telling.command(&c)).unwrap_or_default(),
        fingerprint: key.map(|key| key.fingerprint()),
        passkey: key.is_some_and(|key| key.rp_id().is_some()),
        when: w.moment(act.outer.recorded_at),
        iso: w.iso(act.outer.recorded_at),
        article_title: telling.article(&act.inner.basis.article),
        article: act.inner.basis.article.clone(),
        register: serde_json::to_value(act.outer.register)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default(),
        number: w.number(act.outer.number as i64 + 1),
        leaf: String::from_utf8_lossy(&leaf).into_owned(),
        vkey: view.vkey.clone(),
        index,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

/// A leaf, for members and officers.
async fn insider_leaf(visitor: &Visitor, index: &str) -> Result<(u64, Vec<u8>), Trouble> {
    let index: u64 = index.parse().map_err(|_| Trouble::NotFound)?;
    if !visitor.is_insider(&visitor.site.view().state) {
        return Err(Trouble::SignIn);
    }
    let leaf = visitor.site.read(move |reader| Ok(reader.leaf(index)?)).await?;
    Ok((index, leaf.ok_or(Trouble::NotFound)?))
}

async fn leaf(visitor: Visitor, Path(index): Path<String>) -> Response {
    match insider_leaf(&visitor, &index).await {
        Ok((_, leaf)) => ([(header::CONTENT_TYPE, "application/json")], leaf).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

/// The proof that an act is in the record; it says nothing about what the act says.
async fn receipt(visitor: Visitor, Path(index): Path<String>) -> Response {
    let made = async {
        let index: u64 = index.parse().map_err(|_| Trouble::NotFound)?;
        let receipt = visitor.site.read(move |reader| Ok(reader.receipt(index, None))).await?;
        receipt.ok_or(Trouble::NotFound)
    };
    match made.await {
        Ok(receipt) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], receipt).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

/// The public record in one file: the checkpoint, every hash tile below it, and the key that verifies it.
async fn whole(visitor: Visitor) -> Response {
    let made = visitor.site.read(|reader| {
        let view = reader.view();
        let mut files = vec![
            ("record/log.vkey".to_owned(), format!("{}\n", view.vkey).into_bytes()),
            ("record/log/checkpoint".to_owned(), view.checkpoint.clone().into_bytes()),
        ];
        for tile in changed_tiles(0, view.size) {
            let bytes = reader.tile(&tile).ok_or_else(|| Trouble::bug("a tile of the record is missing"))?;
            files.push((format!("record/log/{}", tile.render()), bytes));
        }
        let files = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        Ok(crate::tar::render(files, view.last_recorded_at))
    });
    match made.await {
        Ok(tar) => {
            let name = "attachment; filename=\"record.tar\"";
            ([(header::CONTENT_TYPE, "application/x-tar"), (header::CONTENT_DISPOSITION, name)], tar)
                .into_response()
        }
        Err(trouble) => trouble.page(&visitor),
    }
}

/// Bundles of entries, as the format of the log has them, for members.
async fn entries(visitor: &Visitor, path: &str) -> Response {
    let made = async {
        if !visitor.is_insider(&visitor.site.view().state) {
            return Err(Trouble::SignIn);
        }
        let path = EntriesPath::parse(&format!("tile/entries/{path}")).ok_or(Trouble::NotFound)?;
        visitor.site.read(move |reader| Ok(reader.bundle(&path)?)).await?.ok_or(Trouble::NotFound)
    };
    match made.await {
        Ok(bundle) => ([(header::CONTENT_TYPE, "application/octet-stream")], bundle).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

#[derive(Template)]
#[template(path = "record/check.html")]
struct Check {
    frame: Frame,
    url: String,
    vkey: String,
    size: u64,
}

async fn check(visitor: Visitor) -> Response {
    let view = visitor.site.view();
    let page = Check {
        url: visitor.site.settings().public_url.clone(),
        vkey: view.vkey.clone(),
        size: view.size,
        frame: Frame::of(&visitor),
    };
    match page.render() {
        Ok(page) => Html(page).into_response(),
        Err(why) => Trouble::from(why).page(&visitor),
    }
}
