//! A member's own page: what the roll says of them and why, their nominations to answer, and their passkeys.

use super::election::overview::answers_until;
use crate::accounts::Passkey;
use crate::form::{Form, Json};
use crate::frame::{Frame, role_title};
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rankfile_clerk::election as clerk;
use rankfile_hall::election::ballot_paper::STATEMENT_CHARACTERS;
use rankfile_hall::election::command::{Candidacy, ElectionId};
use rankfile_hall::election::state::Status;
use rankfile_record::key::PublicKey;
use rankfile_roll::Standing;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/me", get(show))
        .route("/me/answer", post(answer))
        .route("/me/passkeys", post(add_passkey))
        .route("/me/passkeys/forget", post(forget_passkey))
}

#[derive(Template)]
#[template(path = "me.html")]
struct Page {
    frame: Frame,
    recorded: Option<String>,
    facts: Vec<(String, String)>,
    good: Option<bool>,
    why: String,
    nominations: Vec<Nomination>,
    statement: String,
    statement_characters: i64,
    error: Option<String>,
    passkeys: Vec<(String, String)>,
    union: String,
    member: String,
}

struct Nomination {
    election: String,
    candidacy: String,
    what: String,
    status: String,
    can_answer: bool,
    until: String,
}

async fn show(visitor: Visitor, Query(query): Query<BTreeMap<String, String>>) -> Response {
    match page(&visitor, query.get("recorded").cloned(), String::new(), None).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn page(
    visitor: &Visitor,
    recorded: Option<String>,
    statement: String,
    error: Option<String>,
) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let id = visitor.need_member()?.to_owned();
    let roll = site.roll().await?;
    let member = roll.member(&id);
    let mut facts = vec![(w.say("me-number"), id.clone())];
    let mut fact = |name: &str, value: Option<String>| {
        facts.push((w.say(name), value.unwrap_or_else(|| w.say("me-unknown"))));
    };
    let good = member.map(|member| member.standing == Standing::Good);
    let why = match member.map(|member| &member.standing) {
        None => w.say("me-not-on-roll"),
        Some(Standing::Good) => w.say("me-good"),
        Some(Standing::NotGood(why)) => w.one("me-not-good", "why", why.to_string()),
    };
    if let Some(member) = member {
        fact("me-name", member.name.clone());
        fact("me-email", member.email.clone());
        fact("me-address", member.address.clone());
        fact("me-unit", member.unit.clone());
        fact("me-joined", member.joined.map(|day| w.calendar_day(day)));
    }
    let passkeys = site.accounts().passkeys(&id)?;
    let passkeys = passkeys.into_iter().map(|p| (p.label, URL_SAFE_NO_PAD.encode(p.credential))).collect();
    let page = Page {
        recorded: recorded.filter(|index| index.bytes().all(|b| b.is_ascii_digit())),
        facts,
        good,
        why,
        nominations: nominations(visitor, &id).await?,
        statement,
        statement_characters: STATEMENT_CHARACTERS as i64,
        error,
        passkeys,
        union: site.union_name(),
        member: id,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

/// The candidacies that are this member's, by the private note kept with each.
async fn mine(site: &Site, member: &str) -> Result<Vec<Candidacy>, Trouble> {
    let member = member.to_owned();
    site.read(move |reader| {
        let notes = reader.openings(None, Some(rankfile_clerk::election::NOMINEE))?;
        let mine = notes.into_iter().filter(|note| note.value == member.as_bytes());
        Ok(mine.map(|note| Candidacy(note.subject.clone())).collect())
    })
    .await
}

async fn nominations(visitor: &Visitor, member: &str) -> Result<Vec<Nomination>, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let mine = mine(site, member).await?;
    let view = site.view();
    let telling = Telling::new(w, &view.state);
    let mut found = Vec::new();
    for election in view.state.elections.values().filter(|election| election.void.is_none()) {
        for candidacy in &mine {
            let Some(standing) = election.candidacies.get(candidacy) else { continue };
            let open = ["nominate", "accept"].iter().any(|step| {
                election.step(step).is_some_and(|s| s.done.is_none() && s.opens_at <= site.now())
            });
            let status = match standing.status {
                Status::Nominated => "nominee-asked",
                Status::Accepted => "nominee-accepted",
                Status::Declined => "nominee-declined",
                Status::Eligible => "nominee-eligible",
                Status::Ineligible => "nominee-ineligible",
            };
            found.push(Nomination {
                election: election.id.0.clone(),
                candidacy: candidacy.0.clone(),
                what: w.two(
                    "me-nominated",
                    "office",
                    role_title(&view.state, &standing.office.0),
                    "election",
                    telling.election(&election.id),
                ),
                status: w.say(status),
                can_answer: open && standing.status == Status::Nominated,
                until: answers_until(&view.state, election).map(|at| w.until(at)).unwrap_or_default(),
            });
        }
    }
    Ok(found)
}

#[derive(Deserialize)]
struct Answered {
    election: String,
    candidacy: String,
    answer: String,
    #[serde(default)]
    statement: String,
}

/// Accepts or declines a nomination; only the nominee can. A statement that is too long is shown again, to be shortened.
async fn answer(form: Form<Answered>) -> Response {
    let (visitor, fields) = (&form.visitor, &form.fields);
    let length = clerk::plain(&fields.statement).chars().count();
    if fields.answer == "accept" && length > STATEMENT_CHARACTERS {
        let most = STATEMENT_CHARACTERS as i64;
        let why = visitor.words.two("me-statement-long", "n", length as i64, "most", most);
        return match page(visitor, None, fields.statement.clone(), Some(why)).await {
            Ok(page) => Html(page).into_response(),
            Err(trouble) => trouble.page(visitor),
        };
    }
    let done = async {
        let member = visitor.need_member()?;
        let candidacy = Candidacy(fields.candidacy.clone());
        if !mine(&visitor.site, member).await?.contains(&candidacy) {
            return Err(Trouble::NotYours);
        }
        let election = ElectionId(fields.election.clone());
        let draft = match fields.answer.as_str() {
            "accept" => clerk::accept(&election, candidacy, &fields.statement, &mut visitor.site.rng())?,
            "decline" => clerk::decline(&election, candidacy),
            _ => return Err(Trouble::Malformed(visitor.words.say("me-answer-odd"))),
        };
        visitor.site.act_for_member(draft).await
    };
    match done.await {
        Ok(recorded) => Redirect::to(&format!("/me?recorded={}", recorded.index)).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

#[derive(Deserialize)]
struct NewPasskey {
    id: String,
    key: String,
    label: String,
}

/// Keeps a passkey the member's browser made: it signs them in from now on, and nothing else until officers admit it.
async fn add_passkey(form: Json<NewPasskey>) -> Response {
    let (visitor, made) = (&form.visitor, &form.body);
    let kept = || -> Result<(), Trouble> {
        let member = visitor.need_member()?.to_owned();
        let odd = || Trouble::Malformed(visitor.words.say("me-passkey-odd"));
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| odd());
        let url = &visitor.site.settings().public_url;
        let host = url.split("://").nth(1).and_then(|rest| rest.split(':').next()).unwrap_or_default();
        let key = PublicKey::from_spki(&bytes(&made.key)?, host).map_err(|_| odd())?;
        let label: String = made.label.trim().chars().take(60).collect();
        let credential = bytes(&made.id)?;
        if credential.is_empty() || credential.len() > 1024 {
            return Err(odd());
        }
        // A passkey somebody else made is never taken over.
        let known = visitor.site.accounts().passkey(&credential)?;
        if known.is_some_and(|known| known.member_id.as_deref() != Some(member.as_str())) {
            return Err(odd());
        }
        let passkey = Passkey { credential, key, member_id: Some(member), label };
        Ok(visitor.site.accounts().keep_passkey(&passkey)?)
    };
    match kept() {
        Ok(()) => axum::Json(serde_json::json!({ "to": "/me" })).into_response(),
        Err(trouble) => trouble.json(visitor),
    }
}

#[derive(Deserialize)]
struct Forget {
    credential: String,
}

async fn forget_passkey(form: Form<Forget>) -> Response {
    let visitor = &form.visitor;
    let done = || -> Result<(), Trouble> {
        let credential = URL_SAFE_NO_PAD.decode(&form.fields.credential).unwrap_or_default();
        Ok(visitor.site.accounts().forget_passkey(visitor.need_member()?, &credential)?)
    };
    match done() {
        Ok(()) => Redirect::to("/me").into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}
