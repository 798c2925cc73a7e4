//! A server is killed (SIGKILL) two hundred times at random moments while ballots and acts arrive, and once before, after
//! and in the middle of every call of the store that writes. Whatever it had answered is there afterwards, once, with
//! receipts that hold; what is sent again is not recorded again; the audit passes. Nobody repairs anything in between.
#![allow(clippy::unwrap_used, reason = "a test may stop where its own folder fails it")]

use anyhow::{Context as _, Result, ensure};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::Rng as _;
use rankfile::ambient::Stopwatch;
use rankfile::house::House;
use rankfile::pack;
use rankfile_sim::crash::client::{Client, Fate};
use rankfile_sim::crash::process::{Ended, Process, while_none_starts};
use rankfile_sim::crash::scene::Scene;
use rankfile_sim::crash::server::Said;
use rankfile_sim::elections::rng;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// Kills of one data directory; then its election is brought to its end.
const KILLS_EACH: usize = 20;
/// Data directories, half of them in each of two threads.
const DIRECTORIES: u64 = 10;
/// Letters that a server is sent: more than it lives to answer.
const LETTERS_EACH: usize = 30;

fn crashling() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_crashling"))
}

/// What the kills of one directory hit.
#[derive(Debug, Default)]
struct Tally {
    killed: usize,
    while_opening: usize,
    reopened: usize,
    in_doubt_kept: usize,
    in_doubt_gone: usize,
    answered: usize,
}

#[test]
fn two_hundred_kills_lose_nothing_double_nothing_and_need_nobody() {
    let watch = Stopwatch::new();
    let scene = Scene::prepare(240).unwrap();
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let half = |first| {
            let scene = &scene;
            move || {
                (first..DIRECTORIES)
                    .step_by(2)
                    .map(|seed| kill_many(scene, seed).unwrap())
                    .collect::<Vec<_>>()
            }
        };
        let halves = [scope.spawn(half(0)), scope.spawn(half(1))];
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let (killed, kept, gone) = (sum(|t| t.killed), sum(|t| t.in_doubt_kept), sum(|t| t.in_doubt_gone));
    println!(
        "{killed} kills in {:?}: {} while opening; {} answers kept; of letters in doubt {kept} were there, {gone} not",
        watch.elapsed(),
        sum(|t| t.while_opening),
        sum(|t| t.answered),
    );
    assert!(killed >= 200, "only {killed} processes were alive when they were killed");
    assert!(kept > 0 && gone > 0, "kills never fell between a commit and its answer, or always did");
}

/// One directory: kill, now and then look, at last finish the election.
fn kill_many(scene: &Scene, seed: u64) -> Result<Tally> {
    let folder = tempfile::tempdir()?;
    let union = folder.path().join("union");
    scene.copy_to(&union)?;
    let (mut client, mut rng, mut tally) = (Client::new(scene), rng(seed), Tally::default());
    while tally.killed < KILLS_EACH {
        kill_one(scene, &union, &mut client, &mut rng, &mut tally)?;
        // Otherwise the next server is the one that finds what the kill left.
        if rng.next_u32() % 3 > 0 {
            let fate = look(scene, &union, &client)?;
            tally.reopened += 1;
            tally.in_doubt_kept += fate.kept;
            tally.in_doubt_gone += fate.gone;
        }
    }
    tally.answered = look(scene, &union, &client)?.answered;
    audit(&union, "open")?;
    answer_everything(scene, &union, &mut client)?;
    let alone = while_none_starts();
    scene.finish(House::open(&union, scene.now)?)?;
    drop(alone);
    audit(&union, "valid")?;
    Ok(tally)
}

fn kill_one(
    scene: &Scene,
    union: &Path,
    client: &mut Client<'_>,
    rng: &mut ChaCha12Rng,
    tally: &mut Tally,
) -> Result<()> {
    let mut server = Process::start(crashling(), union, &scene.inbox(), scene.now, None)?;
    server.send(&client.letters(LETTERS_EACH, rng))?;
    let lines = (rng.next_u32() % 20).saturating_sub(4);
    for _ in 0..lines {
        client.hear(server.hear()?.context("it has not been killed yet")?)?;
    }
    // The first line comes after the record was read; later ones are a commit apart.
    wait_about(if lines == 0 { 60_000 } else { 3_000 }, rng);
    let (said, ended) = server.kill()?;
    let opened = lines > 0 || !said.is_empty();
    said.into_iter().try_for_each(|said| client.hear(said))?;
    if ended == Ended::Killed {
        tally.killed += 1;
        tally.while_opening += usize::from(!opened);
    }
    Ok(())
}

/// Waits up to so many microseconds, awake: a kill must be able to fall between any two instructions.
fn wait_about(micros: u32, rng: &mut ChaCha12Rng) {
    let (watch, until) = (Stopwatch::new(), Duration::from_micros(u64::from(rng.next_u32() % micros)));
    while watch.elapsed() < until {
        std::hint::spin_loop();
    }
}

/// Opens the record as a server would, and holds it against every answer.
fn look(scene: &Scene, union: &Path, client: &Client<'_>) -> Result<Fate> {
    let _alone = while_none_starts();
    client.check(&mut House::open(union, scene.now)?)
}

/// Sends the rest of the letters, to a server that is left alone.
fn answer_everything(scene: &Scene, union: &Path, client: &mut Client<'_>) -> Result<()> {
    while !client.is_done() {
        let mut server = Process::start(crashling(), union, &scene.inbox(), scene.now, None)?;
        server.send(&client.letters(scene.letters.len(), &mut rng(0)))?;
        server.end_letters();
        server.hear_all()?.into_iter().try_for_each(|said| client.hear(said))?;
    }
    let fate = look(scene, union, client)?;
    ensure!(fate == Fate { answered: scene.letters.len(), kept: 0, gone: 0 }, "{fate:?}");
    Ok(())
}

fn audit(union: &Path, verdict: &str) -> Result<()> {
    let on_disk = pack::read(union)?;
    let (report, _) = rankfile_hall::audit::audit(&on_disk.record, &|_, _, _| {});
    ensure!(report.findings.is_empty() && report.verdict == "valid", "{:?}", report.findings);
    ensure!(report.elections.len() == 1 && report.elections[0].verdict == verdict, "{:?}", report.elections);
    let public = pack::check_public(&on_disk);
    ensure!(public.is_empty(), "{public:?}");
    Ok(())
}

#[test]
fn a_kill_at_every_call_that_writes_is_recovered_from() {
    let scene = Scene::prepare(12).unwrap();
    let calls = calls_of_one_life(&scene);
    let mut kills = 0;
    let writes = ["append", "swap", "put", "replace", "extend", "prune"];
    for (label, call) in
        calls.iter().zip(0..).filter(|(label, _)| writes.iter().any(|verb| label.contains(verb)))
    {
        for how in ["before", "after", "torn"] {
            kill_at(&scene, &format!("{call}:{how}")).with_context(|| format!("{label}, {how}")).unwrap();
            kills += 1;
        }
    }
    println!("{kills} kills; a life makes {} calls", calls.len());
    assert!(kills > 60, "{kills} kills are too few to mean anything");
}

/// The calls of the store that a server makes from opening the record to the last letter.
fn calls_of_one_life(scene: &Scene) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    scene.copy_to(folder.path()).unwrap();
    let mut server = Process::start(crashling(), folder.path(), &scene.inbox(), scene.now, None).unwrap();
    server.send(&Client::new(scene).letters(12, &mut rng(1))).unwrap();
    server.end_letters();
    match server.hear_all().unwrap().pop() {
        Some(Said::Done(calls)) => calls,
        other => panic!("it should have come to its end: {other:?}"),
    }
}

/// A server whose call fails stands still there, with nothing closed or tidied up, and is killed.
fn kill_at(scene: &Scene, fault: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    scene.copy_to(folder.path())?;
    let mut client = Client::new(scene);
    let mut server = Process::start(crashling(), folder.path(), &scene.inbox(), scene.now, Some(fault))?;
    // The same batches as in the life that was counted.
    server.send(&client.letters(12, &mut rng(1)))?;
    loop {
        match server.hear()?.context("it waits to be killed")? {
            Said::Stopped(why) => break ensure!(why.contains("a planned fault"), "it stopped for {why}"),
            Said::Done(_) => anyhow::bail!("it was to stop"),
            said => client.hear(said)?,
        }
    }
    let (_, ended) = server.kill()?;
    ensure!(ended == Ended::Killed, "it had ended by itself");
    look(scene, folder.path(), &client)?;
    answer_everything(scene, folder.path(), &mut client)?;
    audit(folder.path(), "open")
}
