//! Makes a small record to keep: a whole election of invented people, as the pack an outsider would get. See
//! `tests/old_records.rs` for what it is kept for.

use anyhow::{Context as _, Result, bail};
use rankfile::house::{Asked, Signer};
use rankfile::pack;
use rankfile_hall::Request;
use rankfile_hall::command::{Command, article};
use rankfile_hall::key::command::Command as KeyCommand;
use rankfile_record::act::{Actor, Basis, Inner, Seen};
use rankfile_record::key::KeyKind;
use rankfile_record::note::LogKey;
use rankfile_sim::passkey::Passkey;
use rankfile_sim::world::{ORIGIN, World};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use rankfile_store::writer::{Answer, Ask};

fn main() -> Result<()> {
    let out = std::env::args().nth(1).context("name the folder to write the pack to")?;
    let folder = tempfile::tempdir()?;
    let union = folder.path().join("union");
    let log = Log::create(Places::within(&union).create_parts()?, LogKey::from_seed(ORIGIN, [3; 32])?)?;
    let mut world = World::found(folder.path(), log, 12)?;
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
    std::fs::write(union.join("log.vkey"), world.house.writer.log_view().vkey())?;
    drop(world);
    pack::write(&pack::read(&union)?, out.as_ref())
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
