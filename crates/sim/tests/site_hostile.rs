//! Hostile requests to the site: each is refused in its own way, and changes nothing in the record or the box.

use anyhow::{Context as _, Result};
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use rankfile_hall::election::command::ElectionId;
use rankfile_sim::visit::{Guest, URL, Visits};
use rankfile_sim::world::{ORIGIN, World, key, keys};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use serde_json::json;
use std::collections::BTreeSet;
use tempfile::TempDir;

struct Scene {
    _folder: TempDir,
    visits: Visits,
    credentials: Vec<String>,
    ballots: Vec<String>,
}

const BALLOTS: &str = "/elections/officers-1/ballots";

fn scene() -> Result<Scene> {
    let folder = tempfile::tempdir()?;
    let parts = Places::within(folder.path()).create_parts()?;
    let key = rankfile_record::note::LogKey::from_seed(ORIGIN, [9; 32])?;
    let mut world = World::found(folder.path(), Log::create(parts, key)?, 40)?;
    world.run_until_open()?;
    let credentials = world.credentials()?;
    let made = credentials.iter().take(3).map(|c| Ok(String::from_utf8(world.ballot(c, false)?)?));
    let ballots = made.collect::<Result<Vec<_>>>()?;
    Ok(Scene { _folder: folder, visits: Visits::open(world)?, credentials, ballots })
}

impl Scene {
    fn ballots_cast(&self) -> u64 {
        let view = self.visits.site.view();
        view.boxes.get(&ElectionId("officers-1".into())).map_or(0, |head| head.ballots)
    }

    /// Does something hostile; it must be refused with this status and change nothing.
    fn refused(&self, status: StatusCode, hostile: impl FnOnce(&Visits) -> Result<StatusCode>) -> Result<()> {
        let before = (self.visits.size(), self.ballots_cast());
        assert_eq!(hostile(&self.visits)?, status);
        assert_eq!((self.visits.size(), self.ballots_cast()), before, "something changed");
        Ok(())
    }
}

#[test]
fn a_forged_or_missing_token_is_refused() -> Result<()> {
    let scene = scene()?;
    let mut guest = scene.visits.member("M-00001")?;
    for token in ["", "forged", &"A".repeat(43)] {
        scene.refused(StatusCode::FORBIDDEN, |visits| {
            let fields = [("token", token), ("text", "x")];
            Ok(visits.post_as_is(&mut guest, "/elections/officers-1/protest", &fields)?.status)
        })?;
    }
    scene.refused(StatusCode::FORBIDDEN, |visits| {
        let request = guest.request(Method::POST, BALLOTS).header(header::CONTENT_TYPE, "application/json");
        Ok(visits.send(request.body(Body::from(json!({ "ballot": scene.ballots[0] }).to_string()))?)?.status)
    })
}

#[test]
fn another_members_session_or_token_is_worth_nothing() -> Result<()> {
    let scene = scene()?;
    let (mut one, mut other) = (scene.visits.member("M-00001")?, scene.visits.member("M-00002")?);
    let stolen = scene.visits.token(&mut other)?;
    scene.refused(StatusCode::FORBIDDEN, |visits| {
        let fields = [("token", stolen.as_str()), ("text", "x")];
        Ok(visits.post_as_is(&mut one, "/elections/officers-1/protest", &fields)?.status)
    })?;
    // A nomination can be answered by the nominee alone.
    scene.refused(StatusCode::FORBIDDEN, |visits| {
        let view = visits.site.view();
        let election = view.state.elections.get(&ElectionId("officers-1".into())).context("the election")?;
        let candidacy = election.candidacies.keys().next().context("a nominee")?.0.clone();
        let fields = [("election", "officers-1"), ("candidacy", candidacy.as_str()), ("answer", "decline")];
        Ok(visits.post(&mut one, "/me/answer", &fields)?.status)
    })
}

#[test]
fn a_page_of_another_site_cannot_send_forms() -> Result<()> {
    let scene = scene()?;
    let mut guest = scene.visits.member("M-00001")?;
    let token = scene.visits.token(&mut guest)?;
    for (name, value) in [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")] {
        scene.refused(StatusCode::FORBIDDEN, |visits| {
            let request = guest.request(Method::POST, BALLOTS).header(name, value).header("x-token", &token);
            let body = json!({ "ballot": scene.ballots[0] }).to_string();
            Ok(visits.send(request.body(Body::from(body))?)?.status)
        })?;
    }
    Ok(())
}

#[test]
fn a_name_that_leads_here_by_a_trick_is_not_answered() -> Result<()> {
    let scene = scene()?;
    for host in ["elsewhere.example", "127.0.0.1:8480", "localhost", "localhost:8480.elsewhere.example"] {
        scene.refused(StatusCode::MISDIRECTED_REQUEST, |visits| {
            let request = axum::http::Request::builder().uri("/").header(header::HOST, host);
            Ok(visits.send(request.body(Body::empty())?)?.status)
        })?;
    }
    Ok(())
}

#[test]
fn forged_malformed_and_replayed_ballots_are_refused() -> Result<()> {
    let scene = scene()?;
    let mut guest = Guest::default();
    let mut cast = |ballot: &str| scene.visits.json(&mut guest, BALLOTS, &json!({ "ballot": ballot }));
    // Of a credential nobody has: one digit of the public half is another.
    let mut forged: serde_json::Value = serde_json::from_str(&scene.ballots[0])?;
    let public = forged["credential"].as_str().context("a credential")?.to_owned();
    let other = serde_json::from_str::<serde_json::Value>(&scene.ballots[1])?["credential"].clone();
    assert_ne!(json!(public), other);
    forged["credential"] = other;
    for bad in
        [forged.to_string(), "{}".into(), "x".into(), scene.ballots[0].replace("\"answers\"", "\"answer\"")]
    {
        let before = (scene.visits.size(), scene.ballots_cast());
        let refused = cast(&bad)?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert_eq!((scene.visits.size(), scene.ballots_cast()), before);
    }
    assert_eq!(cast(&scene.ballots[0])?.status, StatusCode::OK);
    let before = scene.ballots_cast();
    let replayed = cast(&scene.ballots[0])?;
    assert_eq!(replayed.status, StatusCode::CONFLICT, "{}", replayed.text);
    assert_eq!(scene.ballots_cast(), before);
    assert!(scene.credentials.len() > 3);
    Ok(())
}

#[test]
fn a_late_ballot_is_refused_with_its_article() -> Result<()> {
    let scene = scene()?;
    let view = scene.visits.site.view();
    let election = view.state.elections.get(&ElectionId("officers-1".into())).context("the election")?;
    let closes = election.step("close").context("voting closes")?.due_at;
    scene.visits.jump(closes + 1)?;
    let before = scene.ballots_cast();
    let late = scene.visits.json(&mut Guest::default(), BALLOTS, &json!({ "ballot": scene.ballots[0] }))?;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
    assert!(late.text.contains("voting closed") || late.text.contains("Voting closed"), "{}", late.text);
    assert_eq!(scene.ballots_cast(), before);
    Ok(())
}

#[test]
fn a_body_that_is_too_large_is_refused() -> Result<()> {
    let scene = scene()?;
    let mut guest = scene.visits.member("M-00001")?;
    scene.refused(StatusCode::UNPROCESSABLE_ENTITY, |visits| {
        let text = "x".repeat(100_000);
        Ok(visits.post(&mut guest, "/elections/officers-1/protest", &[("text", &text)])?.status)
    })
}

#[test]
fn a_path_that_climbs_out_finds_nothing() -> Result<()> {
    let scene = scene()?;
    for path in
        ["/log/../record.db", "/log/%2e%2e/record.db", "/log/..%2frecord.db", "/log//etc/passwd", "/log/%00"]
    {
        let page = scene.visits.get(&mut Guest::default(), path)?;
        assert!(!page.status.is_success(), "{path}: {}", page.status);
        assert!(!page.text.contains("SQLite format"), "{path}");
    }
    assert!(scene.visits.get(&mut Guest::default(), "/log/checkpoint")?.status.is_success());
    Ok(())
}

#[test]
fn a_used_challenge_and_a_key_of_another_site_do_not_sign_in() -> Result<()> {
    let scene = scene()?;
    let keys = keys()?;
    let secretary = key(&keys, "secretary")?;
    let mut guest = Guest::default();
    let asked = scene.visits.json(&mut guest, "/sign-in/challenge", &json!({}))?;
    let challenge = serde_json::from_str::<serde_json::Value>(&asked.text)?["challenge"].clone();
    let challenge = challenge.as_str().context("a challenge")?;
    let elsewhere = rankfile_record::possession::prove(secretary, "https://elsewhere.example", challenge)?;
    let body = |proof: &str| json!({ "challenge": challenge, "public": secretary.public().as_str(), "proof": proof });
    let wrong = scene.visits.json(&mut guest, "/sign-in/key", &body(&elsewhere))?;
    assert_eq!(wrong.status, StatusCode::CONFLICT, "{}", wrong.text);
    // The challenge was used up by the attempt.
    let right = rankfile_record::possession::prove(secretary, URL, challenge)?;
    assert_eq!(scene.visits.json(&mut guest, "/sign-in/key", &body(&right))?.status, StatusCode::FORBIDDEN);
    assert_eq!(scene.visits.get(&mut guest, "/work")?.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[test]
fn a_draft_is_signed_once_by_the_browser_it_was_made_for() -> Result<()> {
    let scene = scene()?;
    let keys = keys()?;
    let (secretary, board) = (key(&keys, "secretary")?, key(&keys, "protest-board")?);
    let mut guest = scene.visits.holder(secretary)?;
    let fresh = rankfile_record::key::SecretKey::make("treasurer", &[77; 32]);
    let public = fresh.public();
    let offer = |guest: &mut Guest| {
        scene.visits.post(guest, "/keys/admit", &[("role", "treasurer"), ("key", public.as_str())])
    };
    // Another browser cannot even look at it.
    let offered = offer(&mut guest)?;
    let to = offered.headers.get(header::LOCATION).context("a signing page")?.to_str()?.to_owned();
    let mut other = scene.visits.holder(board)?;
    assert_eq!(scene.visits.get(&mut other, &to)?.status, StatusCode::CONFLICT);
    // The wrong key's signature is refused by the record.
    scene.refused(StatusCode::CONFLICT, |visits| Ok(visits.sign(&mut guest, &offered, board)?.status))?;
    // It was used up; a new one is signed, once.
    let offered = offer(&mut guest)?;
    assert_eq!(scene.visits.sign(&mut guest, &offered, secretary)?.status, StatusCode::OK);
    scene.refused(StatusCode::CONFLICT, |visits| {
        let to = offered.headers.get(header::LOCATION).context("a signing page")?.to_str()?.to_owned();
        Ok(visits.json(&mut guest, &to, &json!({ "signature": "00" }))?.status)
    })
}

/// Every page that can be reached by links, in one language.
fn pages(visits: &Visits, guest: &mut Guest) -> Result<Vec<(String, String)>> {
    let (mut seen, mut waiting, mut pages) = (BTreeSet::new(), vec!["/".to_owned()], Vec::new());
    while let Some(path) = waiting.pop() {
        if path.starts_with("/language/") || path.starts_with("/assets/") || !seen.insert(path.clone()) {
            continue;
        }
        let page = visits.get(guest, &path)?;
        let is_html = page
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if is_html {
            let hrefs = page.text.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
            waiting.extend(hrefs.map(|href| format!("/{}", href.split('#').next().unwrap_or_default())));
            pages.push((path, page.text));
        }
    }
    Ok(pages)
}

#[test]
fn html_in_a_statement_and_in_a_name_is_text_on_every_page() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let parts = Places::within(folder.path()).create_parts()?;
    let key_of_log = rankfile_record::note::LogKey::from_seed(ORIGIN, [9; 32])?;
    let mut world = World::found(folder.path(), Log::create(parts, key_of_log)?, 40)?;
    world.run_until_open()?;
    let folder_of_end = tempfile::tempdir()?;
    let parts = Places::within(folder_of_end.path()).create_parts()?;
    let key_of_end = rankfile_record::note::LogKey::from_seed(ORIGIN, [9; 32])?;
    let mut ended = World::found(folder_of_end.path(), Log::create(parts, key_of_end)?, 40)?;
    ended.run_until_open()?;
    for credential in ended.credentials()?.iter().take(3) {
        ended.vote(credential, false)?;
    }
    ended.run_to_the_end()?;
    let keys = keys()?;
    for (stage, world, shows) in [
        ("voting", world, &["/elections/officers-1", "/elections/officers-1/vote"][..]),
        ("over", ended, &["/elections/officers-1"][..]),
    ] {
        let visits = Visits::open(world)?;
        let guests =
            [Guest::default(), visits.member("M-00001")?, visits.holder(key(&keys, "election-committee")?)?];
        for mut guest in guests {
            for language in ["en", "es"] {
                visits.get(&mut guest, &format!("/language/{language}?next=/"))?;
                let pages = pages(&visits, &mut guest)?;
                assert!(pages.len() > 10, "{stage}: {}", pages.len());
                for (path, text) in &pages {
                    for hostile in ["<script>alert", "<img src=x", "<b onmouseover"] {
                        assert!(!text.contains(hostile), "{stage} {path}: {hostile}");
                    }
                }
                let said = |path: &str, what: &str| {
                    pages.iter().any(|(known, text)| known == path && text.contains(what))
                };
                for path in shows {
                    assert!(
                        said(path, "&#60;script&#62;alert(&#39;Ada&#39;)"),
                        "{stage}: {path} has the statement"
                    );
                    assert!(
                        said(path, "&#60;b onmouseover=alert(&#39;Bo&#39;)"),
                        "{stage}: {path} has the name"
                    );
                }
            }
        }
    }
    Ok(())
}

#[test]
fn html_in_what_people_write_stays_text() -> Result<()> {
    let scene = scene()?;
    let hostile = "<script>alert(1)</script>";
    let sent = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let mut guest = scene.visits.member("M-00001")?;
    let shown = scene.visits.get(&mut guest, &format!("/elections/officers-1/find?tracker={sent}"))?;
    assert!(!shown.text.contains(hostile));
    let page = scene.visits.get(&mut guest, &format!("/sign-in?next=/{sent}"))?;
    assert!(!page.text.contains(hostile));
    let policy = page.headers.get("content-security-policy").context("a policy")?.to_str()?;
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"));
    Ok(())
}
