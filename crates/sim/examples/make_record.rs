//! Makes a small record to keep: a whole election of invented people, and then a complaint, a petition, an empty office,
//! things put off and a constitution changed, as the pack an outsider would get. See `tests/old_records.rs` for what it
//! is kept for.

use anyhow::{Context as _, Result, bail};
use rankfile::house::{Asked, House, Signer};
use rankfile::pack;
use rankfile_constitution::canonical;
use rankfile_hall::Request;
use rankfile_hall::command::{Command, article};
use rankfile_hall::key::command::Command as KeyCommand;
use rankfile_hall::process::command::{Command as ProcessCommand, ProcessId, Voice};
use rankfile_record::act::{Actor, Basis, Inner, Seen};
use rankfile_record::commit::digest_text;
use rankfile_record::key::{KeyKind, SecretKey};
use rankfile_record::note::LogKey;
use rankfile_sim::passkey::Passkey;
use rankfile_sim::world::{ORIGIN, World, with_processes};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use rankfile_store::writer::{Answer, Ask};

fn main() -> Result<()> {
    let out = std::env::args().nth(1).context("name the folder to write the pack to")?;
    let folder = tempfile::tempdir()?;
    let union = folder.path().join("union");
    let log = Log::create(Places::within(&union).create_parts()?, LogKey::from_seed(ORIGIN, [3; 32])?)?;
    let mut world = World::found_under(&with_processes(), folder.path(), log, 12)?;
    for (kind, seed) in [(KeyKind::PasskeyEs256, [51; 32]), (KeyKind::PasskeyEd25519, [52; 32])] {
        come_and_go(&mut world, &Passkey::make(kind, seed, "sim.example"))?;
    }
    world.house.writer.serve_desk(&"d1".repeat(32), world.house.now)?;
    world.run_until_open()?;
    for (credential, blank) in world.credentials()?.iter().take(4).zip([false, true, false, false]) {
        world.vote(credential, blank)?;
    }
    // The host takes up a new version while voting is open: the record says so.
    world.house.writer.serve_desk(&"d2".repeat(32), world.house.now)?;
    let again = world.credentials()?.into_iter().next().context("there are voters")?;
    world.vote(&again, true)?;
    world.run_to_the_end()?;
    step_by_step(&mut world)?;
    std::fs::write(union.join("log.vkey"), world.house.writer.log_view().vkey())?;
    drop(world);
    pack::write(&pack::read(&union)?, out.as_ref())
}

const DAY: i64 = 86_400;

/// A complaint decided after it was put off, a petition that nobody acts on, an empty office, and another constitution.
fn step_by_step(world: &mut World) -> Result<()> {
    let board: Vec<SecretKey> =
        (0..3).map(|seat| SecretKey::make("executive-board", &[71 + seat; 32])).collect();
    for key in &board {
        let admit = KeyCommand::Admit { role: "executive-board".to_owned(), key: key.public() };
        world.house.act(Asked::new(Command::Key(admit), Signer::Key(&world.keys["secretary"])))?;
    }
    let complaint = begin(world, "complaint/officers/executive-board", "c1", Some(&board[0]))?;
    let petition = begin(world, "petition/meeting", "b2", None)?;
    begin(world, "vacancy/president", "a3", None)?;
    for key in &board[1..] {
        let put_off = ProcessCommand::PutOff { process: complaint.clone(), power: 0 };
        world.house.act(Asked::new(put_off, Signer::Key(key)))?;
    }
    let other = canonical(
        &with_processes()
            .replace("change waits 5 days", "change waits 6 days")
            .replace("delay \"5d\"", "delay \"6d\""),
    );
    let about = digest_text(other.as_bytes());
    let propose = ProcessCommand::Begin { plan: "amendment/constitution".to_owned(), about, against: None };
    world.house.act(Asked::new(propose, Signer::Key(&board[0])).documents(vec![other.into_bytes()]))?;
    let amendment = ProcessId("amendment/constitution#1".to_owned());
    speak(&mut world.house, &complaint, Signer::Key(&world.keys["secretary"]), Voice::For)?;
    world.jump(world.house.now + 11 * DAY)?;
    speak(&mut world.house, &complaint, Signer::Key(&board[1]), Voice::For)?;
    speak(&mut world.house, &complaint, Signer::Key(&board[2]), Voice::For)?;
    // The clock acts on the petition; members hold what it asked for.
    world.jump(world.house.now + 2 * DAY)?;
    for key in [&board[0], &board[2]] {
        speak(&mut world.house, &amendment, Signer::Key(key), Voice::For)?;
    }
    world.jump(world.house.now + 15 * DAY)?;
    speak(&mut world.house, &petition, Signer::Host, Voice::For)?;
    world.jump(world.house.now + 200 * DAY)?;
    let cases = &world.house.hall().state.cases;
    for begun in
        ["complaint/officers/executive-board#1", "petition/meeting#1", "vacancy/president#1", &amendment.0]
    {
        if cases.get(&ProcessId(begun.to_owned())).is_none_or(|case| case.ended.is_none()) {
            bail!("{begun} is not over");
        }
    }
    Ok(())
}

fn begin(world: &mut World, plan: &str, about: &str, against: Option<&SecretKey>) -> Result<ProcessId> {
    let (plan, about) = (plan.to_owned(), about.repeat(32));
    let process = ProcessId(format!("{plan}#1"));
    let command = ProcessCommand::Begin { plan, about, against: against.map(SecretKey::public) };
    world.house.act(Asked::new(command, Signer::Host))?;
    Ok(process)
}

fn speak(house: &mut House, process: &ProcessId, signer: Signer<'_>, voice: Voice) -> Result<()> {
    let command = ProcessCommand::Speak { process: process.clone(), voice };
    house.act(Asked::new(command, signer)).map(drop)
}

/// A passkey is admitted by the secretary, and withdraws itself: two acts, the second signed by it.
fn come_and_go(world: &mut World, passkey: &Passkey) -> Result<()> {
    let (role, key) = ("treasurer".to_owned(), passkey.public());
    let admit = Command::Key(KeyCommand::Admit { role: role.clone(), key: key.clone() });
    world.house.act(Asked::new(admit, Signer::Key(&world.keys["secretary"])))?;
    let command = Command::Key(KeyCommand::Revoke { key: key.clone() });
    let (state, log) = (&world.house.hall().state, world.house.writer.log_view());
    let inner = Inner {
        origin: ORIGIN.to_owned(),
        command: command.render(),
        basis: Basis {
            constitution: state.union.as_ref().context("a union")?.program.digest.clone(),
            article: article(state, &command),
        },
        actor: Actor::Key { key, role },
        // Of a key that is used once, any number is used once.
        nonce: passkey.public().as_str().chars().skip_while(|c| *c != ':').skip(3).take(32).collect(),
        seen: Some(Seen { size: log.size(), root: hex::encode(log.root()) }),
    };
    let signature = Some(passkey.sign(&inner.challenge()?).render());
    let request = Box::new(Request { inner, signature, documents: Vec::new() });
    let ask = Ask::Act { request, openings: Vec::new(), erased: Vec::new() };
    match world.house.writer.commit(vec![ask], world.house.now)?.pop() {
        Some(Answer::Recorded { .. }) => Ok(()),
        other => bail!("the writer answered {other:?}"),
    }
}
