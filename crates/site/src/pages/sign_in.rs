//! Signing in: by a one-time link to the address on the roll, by passkey, or by proving to hold an officer's key. A session
//! only says who is looking; an officer's act is signed again, each one.

use crate::accounts::{LINK_LASTS, Session};
use crate::form::{Form, Json, local_path};
use crate::frame::Frame;
use crate::guard::set_cookie;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rankfile_post::address::Address;
use rankfile_record::key::PublicKey;
use rankfile_record::passkey::{Assertion, Origins, check_assertion};
use rankfile_record::possession;
use rankfile_roll::Member;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", get(show))
        .route("/sign-in/link", post(ask_link))
        .route("/sign-in/link/{secret}", get(show_link).post(use_link))
        .route("/sign-in/challenge", post(challenge))
        .route("/sign-in/key", post(by_key))
        .route("/sign-in/passkey", post(by_passkey))
        .route("/sign-out", post(sign_out))
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    frame: Frame,
    next: String,
    address: String,
    sent: bool,
    error: Option<String>,
}

async fn show(visitor: Visitor, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let next = local_path(query.get("next").map_or("/", String::as_str));
    page(&visitor, next, String::new(), false, None)
}

fn page(visitor: &Visitor, next: String, address: String, sent: bool, error: Option<&str>) -> Response {
    let error = error.map(|id| visitor.words.say(id));
    let page = Page { frame: Frame::of(visitor), next, address, sent, error };
    match page.render() {
        Ok(page) => Html(page).into_response(),
        Err(why) => Trouble::from(why).page(visitor),
    }
}

#[derive(Deserialize)]
struct Asked {
    address: String,
    #[serde(default)]
    next: String,
}

/// Sends a link, if the address is on the roll. The answer is the same if it is not: this page tells nobody who is a member.
async fn ask_link(form: Form<Asked>) -> Response {
    let (visitor, Asked { address, next }) = (form.visitor, form.fields);
    let next = local_path(&next);
    if Address::parse(&address).is_err() {
        return page(&visitor, next, address, false, Some("sign-in-address-odd"));
    }
    match send_link(&visitor, &address, &next).await {
        Ok(()) => page(&visitor, next, address, true, None),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn send_link(visitor: &Visitor, address: &str, next: &str) -> Result<(), Trouble> {
    let site = &visitor.site;
    let roll = site.roll().await?;
    let Some(member) = roll.by_email(address) else { return Ok(()) };
    let id = member.member_id.as_str();
    if !site.limits().link_may_go(id) {
        return Ok(());
    }
    let now = site.now();
    let secret = site.accounts().make_link(id, now, &mut site.rng())?;
    let next = crate::form::encode(next);
    let link = format!("{}/sign-in/link/{secret}?next={next}", site.settings().public_url);
    let letter = link_letter(visitor, member, &link, now)?;
    site.outbox().put(&[letter]).map_err(|fault| Trouble::Fault(fault.to_string()))?;
    site.poke_carrier();
    Ok(())
}

fn link_letter(
    visitor: &Visitor,
    member: &Member,
    link: &str,
    now: i64,
) -> Result<rankfile_post::letter::Letter, Trouble> {
    use rankfile_post::letter::{Letter, Lifetime};
    use rankfile_post::line::Line;
    let (site, w) = (&visitor.site, &visitor.words);
    let odd = |_| Trouble::NotYet(w.say("sign-in-address-odd"));
    let union = site.union_name();
    let name = member.name.clone().unwrap_or_default();
    let body = w.with(
        "letter-link",
        &[
            ("name", name.into()),
            ("union", union.clone().into()),
            ("link", link.to_owned().into()),
            ("minutes", (LINK_LASTS / 60).into()),
        ],
    );
    Ok(Letter {
        message_id: site.message_ids().of_request(&site.bytes32()),
        to: Address::parse(member.email.as_deref().unwrap_or_default()).map_err(odd)?,
        language: w.language.tag().to_owned(),
        subject: Line::from_text(&w.one("letter-link-subject", "union", union)),
        body,
        check_phrase: Line::from_text(&w.one("letter-check", "url", site.settings().public_url.clone())),
        calendar: None,
        act: None,
        created_at: now,
        lifetime: Lifetime::UntilSentOr { useless_from: now + LINK_LASTS },
    })
}

#[derive(Template)]
#[template(path = "sign_in_link.html")]
struct LinkPage {
    frame: Frame,
    secret: String,
    next: String,
}

/// Asks for one press of a button: programs that look at links in mail must not use it up.
async fn show_link(
    visitor: Visitor,
    Path(secret): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let next = local_path(query.get("next").map_or("/", String::as_str));
    let page = LinkPage { frame: Frame::of(&visitor), secret, next };
    match page.render() {
        Ok(page) => Html(page).into_response(),
        Err(why) => Trouble::from(why).page(&visitor),
    }
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn use_link(Path(secret): Path<String>, form: Form<Next>) -> Response {
    let visitor = &form.visitor;
    match visitor.site.accounts().use_link(&secret, visitor.site.now()) {
        Ok(Some(member_id)) => {
            let session = Session { member_id: Some(member_id), key: None };
            match begin(visitor, &session) {
                Ok(cookie) => {
                    let mut response = Redirect::to(&local_path(&form.fields.next)).into_response();
                    set_cookie(&visitor.site, &mut response, &cookie);
                    response
                }
                Err(trouble) => trouble.page(visitor),
            }
        }
        Ok(None) => Trouble::NotYet(visitor.words.say("sign-in-link-used")).page(visitor),
        Err(error) => Trouble::from(error).page(visitor),
    }
}

/// Begins a session; the cookie is returned.
pub fn begin(visitor: &Visitor, session: &Session) -> Result<String, Trouble> {
    let site = &visitor.site;
    Ok(site.accounts().sign_in(&visitor.cookie, session, site.now(), &mut site.rng())?)
}

/// A fresh challenge for this browser: `{"challenge": ...}`, 32 bytes in base64url.
async fn challenge(form: Json<BTreeMap<String, String>>) -> Response {
    let challenge = form.visitor.site.challenges().make(&form.visitor);
    axum::Json(serde_json::json!({ "challenge": challenge })).into_response()
}

#[derive(Deserialize)]
struct KeyProof {
    challenge: String,
    public: String,
    proof: String,
    #[serde(default)]
    next: String,
}

async fn by_key(form: Json<KeyProof>) -> Response {
    let (visitor, proof) = (&form.visitor, &form.body);
    let signed_in = || -> Result<Session, Trouble> {
        let site = &visitor.site;
        site.challenges().take(visitor, &proof.challenge)?;
        let wrong = |_| Trouble::NotYet(visitor.words.say("sign-in-key-wrong"));
        let key = PublicKey::parse(&proof.public).map_err(wrong)?;
        possession::check(&key, &site.settings().public_url, &proof.challenge, &proof.proof)
            .map_err(wrong)?;
        as_holder(visitor, key)
    };
    answer(visitor, signed_in(), &proof.next)
}

#[derive(Deserialize)]
struct PasskeyProof {
    challenge: String,
    credential: String,
    signature: String,
    #[serde(default)]
    next: String,
}

async fn by_passkey(form: Json<PasskeyProof>) -> Response {
    let (visitor, proof) = (&form.visitor, &form.body);
    let signed_in = || -> Result<Session, Trouble> {
        let site = &visitor.site;
        site.challenges().take(visitor, &proof.challenge)?;
        let unknown = || Trouble::NotYet(visitor.words.say("sign-in-passkey-unknown"));
        let credential = URL_SAFE_NO_PAD.decode(&proof.credential).map_err(|_| unknown())?;
        let passkey = site.accounts().passkey(&credential)?.ok_or_else(unknown)?;
        let challenge = URL_SAFE_NO_PAD.decode(&proof.challenge).unwrap_or_default();
        let challenge = <[u8; 32]>::try_from(challenge).map_err(|_| unknown())?;
        let assertion = Assertion::parse(&proof.signature).map_err(|_| unknown())?;
        let origin = Origins::Only(&site.settings().public_url);
        check_assertion(&passkey.key, &challenge, &assertion, origin).map_err(|_| unknown())?;
        match passkey.member_id {
            Some(member_id) => {
                let key = is_known(visitor, &passkey.key).then_some(passkey.key);
                Ok(Session { member_id: Some(member_id), key })
            }
            None => as_holder(visitor, passkey.key),
        }
    };
    answer(visitor, signed_in(), &proof.next)
}

/// A session of a key's holder, if the union knows the key.
fn as_holder(visitor: &Visitor, key: PublicKey) -> Result<Session, Trouble> {
    if is_known(visitor, &key) {
        Ok(Session { member_id: None, key: Some(key) })
    } else {
        Err(Trouble::NotYet(visitor.words.say("sign-in-key-unknown")))
    }
}

fn is_known(visitor: &Visitor, key: &PublicKey) -> bool {
    let view = visitor.site.view();
    view.state.keys.contains_key(key)
        || view.state.elections.values().any(|e| e.holders.iter().any(|holder| &holder.key == key))
}

fn answer(visitor: &Visitor, session: Result<Session, Trouble>, next: &str) -> Response {
    match session.and_then(|session| begin(visitor, &session)) {
        Ok(cookie) => {
            let next = local_path(next);
            let to = if next == "/" { "/work".to_owned() } else { next };
            let mut response = axum::Json(serde_json::json!({ "to": to })).into_response();
            set_cookie(&visitor.site, &mut response, &cookie);
            response
        }
        Err(trouble) => trouble.json(visitor),
    }
}

async fn sign_out(form: Form<BTreeMap<String, String>>) -> Response {
    let visitor = &form.visitor;
    if let Err(error) = visitor.site.accounts().sign_out(&visitor.cookie) {
        return Trouble::from(error).page(visitor);
    }
    let mut response = Redirect::to("/").into_response();
    set_cookie(&visitor.site, &mut response, &crate::accounts::secret(&mut visitor.site.rng()));
    response
}
