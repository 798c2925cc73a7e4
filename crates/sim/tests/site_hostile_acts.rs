//! Hostile acts through the site: a passkey of another origin, the same nonce twice, an act signed for another basis, and more
//! requests than one address may send. Each is refused in words, and changes nothing.

use anyhow::{Context as _, Result, anyhow};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rankfile_hall::{Request, Rule};
use rankfile_record::act::{Act, Inner};
use rankfile_record::key::KeyKind;
use rankfile_sim::passkey::Passkey;
use rankfile_sim::visit::{Guest, Page, URL, Visits};
use rankfile_sim::world::{ORIGIN, World, key, keys};
use rankfile_site::accounts::Passkey as Kept;
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use rankfile_store::writer::{Answer, Ask};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tempfile::TempDir;

fn scene() -> Result<(TempDir, Visits)> {
    let folder = tempfile::tempdir()?;
    let parts = Places::within(folder.path()).create_parts()?;
    let key = rankfile_record::note::LogKey::from_seed(ORIGIN, [9; 32])?;
    let world = World::found(folder.path(), Log::create(parts, key)?, 40)?;
    Ok((folder, Visits::open(world)?))
}

/// What the signing page shows to be signed.
fn inner_shown(visits: &Visits, guest: &mut Guest, offered: &Page) -> Result<(String, Inner)> {
    let to = offered.headers.get(header::LOCATION).context("a signing page")?.to_str()?.to_owned();
    let page = visits.get(guest, &to)?;
    let inner = page.text.split("<pre id=\"inner\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    let inner = inner.context("the bytes to sign")?.replace("&#34;", "\"").replace("&quot;", "\"");
    Ok((to, serde_json::from_str(&inner)?))
}

/// A passkey of the site's own host, admitted for the treasurer, and its name for itself.
fn treasurer(visits: &Visits) -> Result<(Passkey, &'static [u8])> {
    let mut passkey = Passkey::make(KeyKind::PasskeyEs256, [51; 32], "localhost");
    passkey.origin = URL.to_owned();
    let kept = Kept {
        credential: b"treasurer".to_vec(),
        key: passkey.public(),
        member_id: Some("M-00003".to_owned()),
        label: "my phone".to_owned(),
    };
    visits.site.accounts().keep_passkey(&kept)?;
    let keys = keys()?;
    let secretary = key(&keys, "secretary")?;
    let mut guest = visits.holder(secretary)?;
    let public = passkey.public();
    let offered =
        visits.post(&mut guest, "/keys/admit", &[("role", "treasurer"), ("key", public.as_str())])?;
    assert_eq!(visits.sign(&mut guest, &offered, secretary)?.status, StatusCode::OK);
    Ok((passkey, b"treasurer"))
}

fn sign_in(visits: &Visits, guest: &mut Guest, passkey: &Passkey, name: &[u8]) -> Result<StatusCode> {
    let asked = visits.json(guest, "/sign-in/challenge", &json!({}))?;
    let challenge: Value = serde_json::from_str(&asked.text)?;
    let challenge = challenge["challenge"].as_str().context("a challenge")?;
    let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(challenge)?.try_into().map_err(|_| anyhow!("32 bytes"))?;
    let body = json!({
        "challenge": challenge,
        "credential": URL_SAFE_NO_PAD.encode(name),
        "signature": passkey.sign(&bytes).render(),
    });
    Ok(visits.json(guest, "/sign-in/passkey", &body)?.status)
}

#[test]
fn a_passkey_used_on_another_page_neither_signs_in_nor_signs() -> Result<()> {
    let (_folder, visits) = scene()?;
    let (passkey, name) = treasurer(&visits)?;
    let with = |change: &dyn Fn(&mut Passkey)| {
        let mut changed = passkey.clone();
        change(&mut changed);
        changed
    };
    // Used on another page; for another host; without the person being recognised; another passkey under this one's name.
    let mut stranger = Passkey::make(KeyKind::PasskeyEs256, [52; 32], "localhost");
    stranger.origin = URL.to_owned();
    let hostile = [
        with(&|passkey| passkey.origin = "https://elsewhere.example".to_owned()),
        with(&|passkey| passkey.origin = "http://localhost.elsewhere.example:8480".to_owned()),
        with(&|passkey| passkey.rp_id = "elsewhere.example".to_owned()),
        with(&|passkey| passkey.flags = 1),
        stranger,
    ];
    for bad in &hostile {
        let mut guest = Guest::default();
        assert_eq!(sign_in(&visits, &mut guest, bad, name)?, StatusCode::CONFLICT);
        assert_eq!(visits.get(&mut guest, "/work")?.status, StatusCode::SEE_OTHER, "nobody is signed in");
    }
    let mut guest = Guest::default();
    assert_eq!(sign_in(&visits, &mut guest, &passkey, name)?, StatusCode::OK);
    let fresh = rankfile_record::key::SecretKey::make("president", &[77; 32]).public();
    let offer = |guest: &mut Guest| {
        visits.post(guest, "/keys/admit", &[("role", "president"), ("key", fresh.as_str())])
    };
    for bad in &hostile {
        let before = visits.size();
        let offered = offer(&mut guest)?;
        let (to, inner) = inner_shown(&visits, &mut guest, &offered)?;
        let signature = bad.sign(&inner.challenge()?).render();
        let refused = visits.json(&mut guest, &to, &json!({ "signature": signature }))?;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
        assert_eq!(visits.size(), before);
    }
    let before = visits.size();
    let offered = offer(&mut guest)?;
    let (to, inner) = inner_shown(&visits, &mut guest, &offered)?;
    let signature = passkey.sign(&inner.challenge()?).render();
    let done = visits.json(&mut guest, &to, &json!({ "signature": signature }))?;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert_eq!(visits.size(), before + 1);
    Ok(())
}

/// Puts a request before the writer by the queue that the site itself uses, with nothing of the site in between.
fn ask(visits: &Visits, inner: Inner, signature: Option<String>) -> Result<Rule> {
    let request = Box::new(Request { inner, signature, documents: Vec::new() });
    let ask = Ask::Act { request, openings: Vec::new(), erased: Vec::new() };
    match visits.site.queue().ask_wait(ask).map_err(|why| anyhow!("{why}"))? {
        Answer::Refused(refusal) => Ok(refusal.rule),
        other => Err(anyhow!("it was taken: {other:?}")),
    }
}

#[test]
fn the_same_nonce_twice_and_another_basis_are_refused_however_they_come() -> Result<()> {
    let (_folder, visits) = scene()?;
    let keys = keys()?;
    let secretary = key(&keys, "secretary")?;
    let mut guest = visits.holder(secretary)?;
    let fresh = rankfile_record::key::SecretKey::make("treasurer", &[78; 32]).public();
    let offer = |guest: &mut Guest| {
        visits.post(guest, "/keys/admit", &[("role", "treasurer"), ("key", fresh.as_str())])
    };
    // The signature is over the basis and the nonce: one made for others does not fit what the site drew up.
    for change in [
        &(|inner: &mut Inner| inner.basis.constitution = format!("sha256:{}", "0".repeat(64)))
            as &dyn Fn(&mut Inner),
        &|inner| inner.basis.article = "name".to_owned(),
        &|inner| inner.nonce = "0".repeat(32),
        &|inner| inner.origin = "elsewhere.example/record".to_owned(),
    ] {
        let before = visits.size();
        let offered = offer(&mut guest)?;
        let (to, mut inner) = inner_shown(&visits, &mut guest, &offered)?;
        change(&mut inner);
        let signature = inner.sign(secretary)?;
        let refused = visits.json(&mut guest, &to, &json!({ "signature": signature }))?;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
        assert_eq!(visits.size(), before);
    }
    let offered = offer(&mut guest)?;
    let (_, shown) = inner_shown(&visits, &mut guest, &offered)?;
    assert_eq!(visits.sign(&mut guest, &offered, secretary)?.status, StatusCode::OK);
    // The recorded act again, word for word; then a fresh one with its nonce; then ones for another basis, rightly signed.
    let before = visits.size();
    let last = visits.size() - 1;
    let page = visits.get(&mut guest, &format!("/record/{last}/act.json"))?;
    let act = Act::parse(page.text.as_bytes())?;
    assert_eq!(act.inner, shown);
    assert_eq!(ask(&visits, act.inner.clone(), act.signature.clone())?, Rule::NonceRepeated);
    let signed = |change: &dyn Fn(&mut Inner)| -> Result<Rule> {
        let mut inner = act.inner.clone();
        change(&mut inner);
        let signature = inner.sign(secretary)?;
        ask(&visits, inner, Some(signature))
    };
    assert_eq!(signed(&|inner| inner.command["role"] = "president".into())?, Rule::NonceRepeated);
    let other = |inner: &mut Inner| {
        inner.nonce = "1".repeat(32);
        inner.basis.constitution = format!("sha256:{}", "0".repeat(64));
    };
    assert_eq!(signed(&other)?, Rule::OtherConstitution);
    let nowhere = |inner: &mut Inner| {
        inner.nonce = "2".repeat(32);
        inner.basis.article = "no-such-article".to_owned();
    };
    assert_eq!(signed(&nowhere)?, Rule::OtherConstitution);
    let elsewhere = |inner: &mut Inner| {
        inner.nonce = "3".repeat(32);
        inner.origin = "elsewhere.example/record".to_owned();
    };
    assert_eq!(signed(&elsewhere)?, Rule::OtherUnion);
    assert_eq!(visits.size(), before);
    Ok(())
}

#[test]
fn who_sends_too_much_is_told_to_wait_and_nobody_else_is() -> Result<()> {
    let (_folder, visits) = scene()?;
    let mut guest = Guest::default();
    let token = visits.token(&mut guest)?;
    let send = |guest: &Guest, address: &str| {
        let body = format!("token={token}&address=nobody%40nowhere.example");
        let request = guest
            .request(Method::POST, "/sign-in/link")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut request = request.body(Body::from(body))?;
        let address: SocketAddr = address.parse()?;
        request.extensions_mut().insert(ConnectInfo(address));
        visits.send(request)
    };
    // A burst of 400 passes: a hall full of telephones shares one address. Ten a second come free meanwhile.
    let mut refused = None;
    for sent in 0..20_000 {
        let page = send(&guest, "192.0.2.7:40000")?;
        if page.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some((sent, page));
            break;
        }
        assert!(page.status.is_success() || page.status == StatusCode::SEE_OTHER, "{}", page.status);
    }
    let (sent, page) = refused.context("nobody was told to wait")?;
    assert!(sent >= 400, "after {sent}");
    assert!(page.text.contains("Too many at once") && page.text.contains("wait a minute"), "{}", page.text);
    // The same address may still look, and another may send.
    assert_eq!(
        send(&guest, "192.0.2.7:40001")?.status,
        StatusCode::TOO_MANY_REQUESTS,
        "another port is no other address"
    );
    assert_ne!(send(&guest, "192.0.2.8:40000")?.status, StatusCode::TOO_MANY_REQUESTS);
    let mut look = guest.request(Method::GET, "/").body(Body::empty())?;
    look.extensions_mut().insert(ConnectInfo("192.0.2.7:40000".parse::<SocketAddr>()?));
    assert_eq!(visits.send(look)?.status, StatusCode::OK);
    Ok(())
}
