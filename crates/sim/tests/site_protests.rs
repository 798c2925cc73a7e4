//! Protests on the site: their words are for those who decide, the answer is for every member, and nobody else reads either.

use anyhow::{Context as _, Result};
use axum::http::{StatusCode, header};
use rankfile::ops::{election, keyholder};
use rankfile_record::note::LogKey;
use rankfile_sim::visit::{Guest, Visits};
use rankfile_sim::world::{ORIGIN, World, key, keys};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use tempfile::TempDir;

const PAGE: &str = "/elections/officers-1/protests";

/// A site whose election has a result, and time to protest.
fn result_declared() -> Result<(TempDir, Visits)> {
    let folder = tempfile::tempdir()?;
    let log_key = LogKey::from_seed(ORIGIN, [9; 32])?;
    let log = Log::create(Places::within(folder.path()).create_parts()?, log_key)?;
    let mut world = World::found(folder.path(), log, 40)?;
    world.run_until_open()?;
    let credential = world.credentials()?.first().cloned().context("a credential")?;
    world.vote(&credential, false)?;
    world.jump_to("close")?;
    let closes = election::known(&world.house, &world.election)?.step("close").map(|step| step.due_at);
    world.jump(closes.context("voting closes")?)?;
    for name in ["key-holder-1", "key-holder-2", "key-holder-3"] {
        let World { house, keys, election: id, folder } = &mut world;
        keyholder::decrypt(house, id, key(keys, name)?, &folder.join(name))?;
    }
    Ok((folder, Visits::open(world)?))
}

#[test]
fn a_protest_is_read_by_the_board_and_its_answer_by_every_member() -> Result<()> {
    let (_folder, visits) = result_declared()?;
    let words = "The box was <b>moved</b> at night.";
    let mut member = visits.member("M-00003")?;
    let filed = visits.post(&mut member, "/elections/officers-1/protest", &[("text", words)])?;
    let to = filed.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    assert!(to.starts_with(PAGE) && to.contains("recorded="), "{to} {}", filed.text);
    let page = visits.get(&mut member, to)?;
    assert!(page.text.contains("waits for a decision") && !page.text.contains("moved"), "{}", page.text);
    assert_eq!(visits.get(&mut Guest::default(), PAGE)?.status, StatusCode::SEE_OTHER);

    let view = visits.site.view();
    let known = view.state.elections.values().next().context("an election")?;
    let (protest, over) = (known.protests.keys().next().context("a protest")?, known.step("protest"));
    visits.jump(over.context("the time for protests")?.due_at)?;
    let keys = keys()?;
    let path = format!("{PAGE}/{protest}");
    let decision = [("decision", "reject"), ("reasons", "It stood <i>still</i>.")];
    // The roll's keeper is an officer, and none of those who decide.
    let mut secretary = visits.holder(key(&keys, "secretary")?)?;
    assert!(!visits.get(&mut secretary, PAGE)?.text.contains("moved"));
    assert_eq!(visits.post(&mut secretary, &path, &decision)?.status, StatusCode::FORBIDDEN);
    let mut board = visits.holder(key(&keys, "protest-board")?)?;
    let page = visits.get(&mut board, PAGE)?;
    assert!(page.text.contains("moved") && !page.text.contains("<b>"), "{}", page.text);
    let offered = visits.post(&mut board, &path, &decision)?;
    assert_eq!(visits.sign(&mut board, &offered, key(&keys, "protest-board")?)?.status, StatusCode::OK);

    let page = visits.get(&mut visits.member("M-00004")?, PAGE)?;
    assert!(page.text.contains("not upheld") && page.text.contains("It stood"), "{}", page.text);
    assert!(!page.text.contains("<i>") && !page.text.contains("moved"), "{}", page.text);
    Ok(())
}

#[test]
fn everything_public_of_the_record_comes_in_one_file() -> Result<()> {
    let (_folder, visits) = result_declared()?;
    let page = visits.get(&mut Guest::default(), "/elections/officers-1/observe")?;
    assert!(page.text.contains("href=\"/record/record.tar\""), "{}", page.text);
    let tar = visits.get(&mut Guest::default(), "/record/record.tar")?;
    assert_eq!(tar.status, StatusCode::OK);
    let view = visits.site.view();
    for part in ["record/log.vkey", "record/log/checkpoint", view.checkpoint.as_str(), view.vkey.as_str()] {
        assert!(tar.text.contains(part), "{part}");
    }
    assert!(
        !tar.text.contains("tile/entries") && !tar.text.contains("officers-1"),
        "what acts say is for members"
    );
    Ok(())
}
