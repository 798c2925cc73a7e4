//! What whoever's turn it is can do: say that it is done, or yes, or no; and use a power to put it off. An office or body
//! signs; what the members decided together, two people of different offices say.

use super::{find, in_turn, one, slug};
use crate::form::Form;
use crate::sign;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use rankfile_clerk::process as clerk;
use rankfile_constitution::process::Who;
use rankfile_hall::process::bearer;
use rankfile_hall::process::command::Voice;
use serde::Deserialize;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/processes/{id}/speak", post(speak)).route("/processes/{id}/put-off", post(put_off))
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    voice: String,
}

async fn speak(Path(named): Path<String>, form: Form<Said>) -> Response {
    let visitor = &form.visitor;
    let voice = match form.fields.voice.as_str() {
        "for" => Voice::For,
        "against" => Voice::Against,
        // Nothing was chosen, or nothing there is: the form says so.
        _ => return one::respond(visitor, one::page(visitor, &named, None, Some("process-choose")).await),
    };
    said(visitor, &named, voice).await.unwrap_or_else(|trouble| trouble.page(visitor))
}

async fn said(visitor: &Visitor, named: &str, voice: Voice) -> Result<Response, Trouble> {
    let view = visitor.site.view();
    let case = find(visitor, &view.state, named)?;
    let (key, role) = visitor.need_role(&view.state, &[])?;
    // Whoever the form is not shown to has nothing to say here.
    one::turn(visitor, &view.state, case, visitor.site.now()).ok_or(Trouble::NotYours)?;
    let after = format!("/processes/{named}");
    let draft = clerk::speak(&case.id, voice);
    match in_turn(case) {
        Some(Who::Everybody(_)) => {
            let stage = case.open().map_or(0, |(number, ..)| number);
            if !visitor.site.outcomes().say(&case.id, stage, voice, (&role, &key)) {
                return Ok(Redirect::to(&after).into_response());
            }
            let recorded = visitor.site.act_for_member(draft).await?;
            Ok(Redirect::to(&format!("{after}?recorded={}", recorded.index)).into_response())
        }
        _ => sign::offer(visitor, draft, &role, &after),
    }
}

#[derive(Deserialize)]
struct PutOff {
    power: u32,
}

async fn put_off(Path(named): Path<String>, form: Form<PutOff>) -> Response {
    let visitor = &form.visitor;
    let offered = || -> Result<Response, Trouble> {
        let view = visitor.site.view();
        let case = find(visitor, &view.state, &named)?;
        let (_, role) = visitor.need_role(&view.state, &[])?;
        let delay = case.plan.delays.get(form.fields.power as usize).ok_or(Trouble::NotFound)?;
        if !bearer::seats(&case.people, &delay.who).contains_key(role.as_str()) {
            return Err(Trouble::NotYours);
        }
        let draft = clerk::put_off(&case.id, form.fields.power);
        sign::offer(visitor, draft, &role, &format!("/processes/{}", slug(&case.id.0)))
    };
    offered().unwrap_or_else(|trouble| trouble.page(visitor))
}
