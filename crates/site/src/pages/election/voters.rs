//! Am I on the roll: a member's own place among the voters of an election, why or why not, and the proof to keep.

use super::overview::find;
use crate::frame::Frame;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_clerk::roll;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::roll::proof::Proof;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/elections/{id}/voters", get(show))
        .route("/elections/{id}/voters/proof.json", get(download))
}

#[derive(Template)]
#[template(path = "election/voters.html")]
struct Page {
    frame: Frame,
    id: String,
    name: String,
    eligible: String,
    root: String,
    mine: Option<Result<(String, u64), String>>,
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    match page(&visitor, &id).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn page(visitor: &Visitor, id: &str) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = find(&view.state, id)?;
    let not_frozen = || Trouble::NotYet(w.say("voters-not-frozen"));
    let frozen = election.frozen.as_ref().ok_or_else(not_frozen)?;
    let mine = match visitor.member() {
        None => None,
        Some(_) => Some(match prove(visitor, id).await? {
            Ok(proof) => Ok((w.number(proof.place as i64 + 1), proof.voters)),
            Err(why) => Err(why),
        }),
    };
    let page = Page {
        id: id.to_owned(),
        name: Telling::new(w, &view.state).election(&election.id),
        eligible: w.number(frozen.eligible as i64),
        root: frozen.root.clone(),
        mine,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

/// The visitor's proof, or why there is none, in a sentence.
async fn prove(visitor: &Visitor, id: &str) -> Result<Result<Proof, String>, Trouble> {
    let (site, member) = (&visitor.site, visitor.need_member()?.to_owned());
    let frozen = match site.frozen(&ElectionId(id.to_owned())).await {
        Err(Trouble::NotYet(why)) => return Ok(Err(why)),
        other => other?,
    };
    let asked = member.clone();
    let proof = site.read(move |reader| Ok(frozen.prove(reader, &asked)?)).await?;
    match proof {
        Some(proof) => Ok(Ok(proof)),
        None => Ok(Err(roll::why_not_of(site.roll().await?.member(&member), &member))),
    }
}

async fn download(visitor: Visitor, Path(id): Path<String>) -> Response {
    let proof = match find(&visitor.site.view().state, &id) {
        Ok(_) => prove(&visitor, &id).await,
        Err(trouble) => Err(trouble),
    };
    match proof {
        Ok(Ok(proof)) => {
            let name = format!("attachment; filename=\"{id}-roll-proof.json\"");
            ([(header::CONTENT_DISPOSITION, name)], axum::Json(proof)).into_response()
        }
        Ok(Err(why)) => Trouble::NotYet(why).page(&visitor),
        Err(trouble) => trouble.page(&visitor),
    }
}
