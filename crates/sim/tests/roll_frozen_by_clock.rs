//! Where nobody froze the roll in time the clock lets the one in force stand. Its members can prove their place all the same,
//! and nobody can prove a place that is not theirs.

use anyhow::{Context as _, Result};
use rankfile::house::Signer;
use rankfile::ops::{election, roll};
use rankfile_hall::election::command::Notice;
use rankfile_hall::roll::proof::ProofFault;
use rankfile_record::note::{LogKey, Vkey};
use rankfile_sim::visit::Visits;
use rankfile_sim::world::{ORIGIN, World, key, keys, sent};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use std::path::Path;

/// A world whose secretary let the day pass on which the roll was to be frozen.
fn frozen_by_clock(folder: &Path) -> Result<World> {
    let log = Log::create(Places::within(folder).create_parts()?, LogKey::from_seed(ORIGIN, [9; 32])?)?;
    let mut world = World::found(folder, log, 40)?;
    let World { house, keys, election: id, .. } = &mut world;
    election::call(house, id, None, Signer::Key(key(keys, "election-committee")?))?;
    let secretary = Signer::Key(key(keys, "secretary")?);
    election::notice(house, id, Notice::Nominations, sent(), "Nominations open.", secretary)?;
    world.jump_to("nominate")?;
    let candidacy = election::nominate(&mut world.house, &world.election, "president", "Ada Example")?;
    election::accept(&mut world.house, &world.election, candidacy, "")?;
    for step in ["nominate", "accept", "eligibility", "freeze"] {
        let due = election::known(&world.house, &world.election)?.step(step).map(|step| step.due_at);
        world.jump(due.with_context(|| format!("{step} has a day"))?)?;
    }
    Ok(world)
}

#[test]
fn a_member_proves_a_place_on_the_roll_that_the_clock_froze() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut world = frozen_by_clock(folder.path())?;
    let election = world.election.clone();
    let frozen = election::known(&world.house, &election)?.frozen.clone().context("a frozen roll")?;
    let vkey = Vkey::parse(&world.house.writer.log_view().vkey())?;
    let proof = roll::prove(&mut world.house, &election, "M-00001")?;
    let shown = proof.check(&vkey)?;
    assert_eq!((shown.member_id.as_str(), shown.voters), ("M-00001", frozen.eligible));
    assert!(shown.frozen_by.is_some_and(|clock| clock > shown.act), "{shown:?}");

    let other = roll::prove(&mut world.house, &election, "M-00002")?;
    let mut theirs = proof.clone();
    theirs.member_id = "M-00002".to_owned();
    assert_eq!(theirs.check(&vkey), Err(ProofFault::OtherMember));
    theirs.by_clock = other.by_clock.clone();
    assert!(matches!(theirs.check(&vkey), Err(ProofFault::NotIncluded(_))));
    let mut elsewhere = proof.clone();
    elsewhere.election = "officers-2".to_owned();
    assert_eq!(elsewhere.check(&vkey), Err(ProofFault::OtherRoll));
    let mut bare = proof.clone();
    bare.by_clock = None;
    assert_eq!(bare.check(&vkey), Err(ProofFault::OtherAct));
    let mut loaded_twice = proof.clone();
    if let Some(clock) = &mut loaded_twice.by_clock {
        (clock.leaf, clock.receipt) = (proof.leaf.clone(), proof.receipt.clone());
    }
    assert_eq!(loaded_twice.check(&vkey), Err(ProofFault::OtherAct));
    Ok(())
}

#[test]
fn who_is_not_among_the_voters_hears_why() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut world = frozen_by_clock(folder.path())?;
    let election = world.election.clone();
    let said = |world: &mut World, member: &str| {
        roll::prove(&mut world.house, &election, member).err().map(|why| why.to_string()).unwrap_or_default()
    };
    assert!(said(&mut world, "M-99999").contains("no member"), "{}", said(&mut world, "M-99999"));
    world.load_roll(41)?;
    assert!(said(&mut world, "M-00001").contains("loaded anew"), "{}", said(&mut world, "M-00001"));
    Ok(())
}

#[test]
fn the_keeper_is_warned_before_a_frozen_roll_is_replaced() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let world = frozen_by_clock(folder.path())?;
    let visits = Visits::open(world)?;
    let mut secretary = visits.holder(key(&keys()?, "secretary")?)?;
    for page in ["/roll/import", "/roll/member", "/roll/member/M-00001"] {
        let text = visits.get(&mut secretary, page)?.text;
        assert!(text.contains("The clock froze this very roll"), "{page}: {text}");
    }
    Ok(())
}
