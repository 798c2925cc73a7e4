//! Pages of the site, in process: every page of every stage answers, who may see what, and the journey of an election through
//! forms alone.

use anyhow::{Context as _, Result};
use axum::http::{StatusCode, header};
use rankfile::house::Signer;
use rankfile::ops::election;
use rankfile_hall::election::command::{ElectionId, Notice};
use rankfile_sim::model::{self, MODEL};
use rankfile_sim::visit::{Guest, Visits};
use rankfile_sim::world::{ORIGIN, World, key, keys, sent};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use tempfile::TempDir;

fn world(members: usize) -> Result<(TempDir, World)> {
    let folder = tempfile::tempdir()?;
    let parts = Places::within(folder.path()).create_parts()?;
    let key = rankfile_record::note::LogKey::from_seed(ORIGIN, [9; 32])?;
    let world = World::found(folder.path(), Log::create(parts, key)?, members)?;
    Ok((folder, world))
}

fn open_election(members: usize) -> Result<(TempDir, Visits, Vec<String>, Vec<u8>)> {
    let (folder, mut world) = world(members)?;
    world.run_until_open()?;
    let credentials = world.credentials()?;
    let ballot = world.ballot(credentials.first().context("a credential")?, false)?;
    Ok((folder, Visits::open(world)?, credentials, ballot))
}

/// Every local link of a page.
fn links(text: &str) -> Vec<String> {
    let hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let local = hrefs.filter(|href| href.starts_with('/') && !href.starts_with("//"));
    local
        .map(|href| href.split('#').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

/// Walks every link from the home page; the result is every page that does not answer.
fn broken(visits: &Visits, guest: &mut Guest) -> Result<Vec<String>> {
    let (mut seen, mut waiting, mut broken) = (Vec::new(), vec!["/".to_owned()], Vec::new());
    while let Some(path) = waiting.pop() {
        if seen.contains(&path) || seen.len() > 400 || path.starts_with("/language/") {
            continue;
        }
        let page = visits.get(guest, &path)?;
        seen.push(path.clone());
        let fine = page.status.is_success()
            || page.status == StatusCode::SEE_OTHER
            || path == "/health" && page.status == StatusCode::SERVICE_UNAVAILABLE;
        if !fine {
            broken.push(format!("{path}: {}", page.status));
        }
        waiting.extend(links(&page.text));
    }
    anyhow::ensure!(seen.len() > 12, "only {} pages were found: {seen:?}", seen.len());
    Ok(broken)
}

#[test]
fn every_link_leads_somewhere_for_everybody_at_every_stage() -> Result<()> {
    let (_folder, before) = world(60)?;
    let mut stages = vec![("founded", Visits::open(before)?)];
    let (_open_folder, open, ..) = open_election(60)?;
    stages.push(("voting", open));
    let (_end_folder, mut ended) = world(60)?;
    ended.run_until_open()?;
    let credential = ended.credentials()?.first().cloned().context("a credential")?;
    ended.vote(&credential, false)?;
    ended.run_to_the_end()?;
    stages.push(("over", Visits::open(ended)?));
    let keys = keys()?;
    for (stage, visits) in &stages {
        let roll = visits.site.view().state.roll.clone().context("a roll")?;
        assert!(roll.members > 0);
        let mut guests = vec![("visitor", Guest::default()), ("member", visits.member("M-00001")?)];
        for role in ["secretary", "election-committee", "protest-board"] {
            guests.push((role, visits.holder(key(&keys, role)?)?));
        }
        for (who, guest) in &mut guests {
            assert_eq!(broken(visits, guest)?, [""; 0], "{stage}, {who}");
        }
    }
    Ok(())
}

#[test]
fn every_link_about_what_runs_step_by_step_leads_somewhere() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let parts = Places::within(folder.path()).create_parts()?;
    let log = Log::create(parts, rankfile_record::note::LogKey::from_seed(ORIGIN, [9; 32])?)?;
    let visits = Visits::open(model::found(MODEL, folder.path(), log, 60)?)?;
    let mut member = visits.member("M-00001")?;
    visits.post(&mut member, "/processes/begin/complaint~any~president", &[("text", "It was loud.")])?;
    visits.post(&mut member, "/processes/begin/vacancy~treasurer", &[])?;
    let keys = model::keys()?;
    let mut guests = vec![("visitor", Guest::default()), ("member", member)];
    for name in ["president", "auditors-1", "complaint-panel-1"] {
        guests.push((name, visits.holder(key(&keys, name)?)?));
    }
    for (who, guest) in &mut guests {
        assert_eq!(broken(&visits, guest)?, [""; 0], "{who}");
    }
    Ok(())
}

#[test]
fn a_ballot_cast_through_the_site_is_found_by_its_tracker() -> Result<()> {
    let (_folder, visits, _, ballot) = open_election(40)?;
    let mut guest = Guest::default();
    let body = serde_json::json!({ "ballot": String::from_utf8(ballot)? });
    let cast = visits.json(&mut guest, "/elections/officers-1/ballots", &body)?;
    assert_eq!(cast.status, StatusCode::OK, "{}", cast.text);
    let cast: serde_json::Value = serde_json::from_str(&cast.text)?;
    let tracker = cast["tracker"].as_str().context("a tracker")?;
    let path =
        format!("/elections/officers-1/find?tracker={}", tracker.replace('+', "%2B").replace('/', "%2F"));
    let found = visits.get(&mut guest, &path)?;
    assert!(found.text.contains("This ballot is in the box."), "{}", found.text);
    let other = visits
        .get(&mut guest, "/elections/officers-1/find?tracker=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")?;
    assert!(other.text.contains("No ballot in the box has this tracker."));
    Ok(())
}

#[test]
fn an_officers_act_goes_through_form_signature_and_record() -> Result<()> {
    let (_folder, world) = world(60)?;
    let visits = Visits::open(world)?;
    let keys = keys()?;
    let committee = key(&keys, "election-committee")?;
    let mut guest = visits.holder(committee)?;
    let form = visits.get(&mut guest, "/elections/officers-1/call")?;
    let day = form.text.split("value=\"2026-").nth(1).context("a first day")?;
    let day = format!("2026-{}", day.split('"').next().unwrap_or_default());
    let offered = visits.post(&mut guest, "/elections/officers-1/call", &[("day", &day)])?;
    assert_eq!(offered.status, StatusCode::SEE_OTHER, "{}", offered.text);
    let before = visits.size();
    let done = visits.sign(&mut guest, &offered, committee)?;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert!(visits.size() > before);
    let view = visits.site.view();
    let election = view.state.elections.get(&ElectionId("officers-1".into())).context("the election")?;
    assert!(election.is_done("call"));
    Ok(())
}

#[test]
fn a_member_sees_their_own_standing_and_nobody_elses() -> Result<()> {
    let (_folder, visits, ..) = open_election(40)?;
    let roll = visits.get(&mut visits.member("M-00002")?, "/roll")?;
    assert_eq!(roll.status, StatusCode::SEE_OTHER, "a member is asked to sign in as the roll's keeper");
    let mine = visits.get(&mut visits.member("M-00002")?, "/me")?;
    assert!(mine.text.contains("M-00002"));
    for page in ["/", "/elections", "/elections/officers-1", "/docket", "/record", "/constitution"] {
        let text = visits.get(&mut Guest::default(), page)?.text;
        assert!(!text.contains("M-0000"), "{page} shows a member's number");
        assert!(!text.contains("@example"), "{page} shows an address");
    }
    let record = visits.get(&mut Guest::default(), "/record/0")?;
    assert_eq!(record.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[test]
fn a_nominee_says_something_to_the_voters_when_they_accept() -> Result<()> {
    let (_folder, mut world) = world(40)?;
    let (committee, secretary) = (key(&world.keys, "election-committee")?, key(&world.keys, "secretary")?);
    election::call(&mut world.house, &world.election, None, Signer::Key(committee))?;
    let notice = (Notice::Nominations, sent(), "Nominations open.");
    election::notice(
        &mut world.house,
        &world.election,
        notice.0,
        notice.1,
        notice.2,
        Signer::Key(secretary),
    )?;
    world.jump_to("nominate")?;
    let (name, nominee) = ("Ada Example", Some("M-00002"));
    election::nominate_member(&mut world.house, &world.election, "president", name, nominee)?;
    let visits = Visits::open(world)?;
    let mut guest = visits.member("M-00002")?;
    let form = visits.get(&mut guest, "/me")?.text;
    assert!(form.contains("maxlength=\"2000\"") && form.contains("at most 2,000 characters"), "{form}");
    let view = visits.site.view();
    let of = ElectionId("officers-1".into());
    let candidacy = view.state.elections[&of].candidacies.keys().next().context("a nominee")?.0.clone();
    let answer = |guest: &mut Guest, answer: &str, statement: &str| {
        let fields = [
            ("election", "officers-1"),
            ("candidacy", candidacy.as_str()),
            ("statement", statement),
            ("answer", answer),
        ];
        visits.post(guest, "/me/answer", &fields)
    };
    // A line's end counts as one character, however a browser sends it; one too many is shown again, and nothing is recorded.
    let before = visits.size();
    let long = format!("{}\r\nx", "a".repeat(1_999));
    let again = answer(&mut guest, "accept", &long)?;
    assert_eq!((again.status, visits.size()), (StatusCode::OK, before));
    assert!(
        again.text.contains("2,001 characters, and 2,000 fit") && again.text.contains(&"a".repeat(1_999))
    );
    let said = format!("I answer every letter.\r\n{}", "é".repeat(1_900));
    assert_eq!(answer(&mut guest, "accept", &said)?.status, StatusCode::SEE_OTHER);
    assert_eq!(visits.size(), before + 1);
    let page = visits.get(&mut Guest::default(), "/elections/officers-1")?.text;
    assert!(page.contains(&said.replace('\r', "")) && page.contains("What Ada Example says"), "{page}");
    // The record has a commitment, and not the text.
    let act = visits.get(&mut guest, &format!("/record/{before}/act.json"))?.text;
    assert!(act.contains("\"statement\":\"") && !act.contains("every letter"), "{act}");
    Ok(())
}

#[test]
fn both_languages_are_whole_and_remembered() -> Result<()> {
    let (_folder, visits, ..) = open_election(40)?;
    let mut guest = Guest::default();
    let switched = visits.get(&mut guest, "/language/es?next=%2Fdocket")?;
    assert_eq!(switched.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()), Some("/docket"));
    let page = visits.get(&mut guest, "/docket")?;
    assert!(page.text.contains("<html lang=\"es\">") && page.text.contains("Lo pendiente"));
    Ok(())
}
