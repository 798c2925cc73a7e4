//! Makes a small record to keep: a whole election of invented people, as the pack an outsider would get. See
//! `tests/old_records.rs` for what it is kept for.

use anyhow::{Context as _, Result};
use rankfile::pack;
use rankfile_record::note::LogKey;
use rankfile_sim::world::{ORIGIN, World};
use rankfile_store::log::Log;
use rankfile_store::place::Places;

fn main() -> Result<()> {
    let out = std::env::args().nth(1).context("name the folder to write the pack to")?;
    let folder = tempfile::tempdir()?;
    let union = folder.path().join("union");
    let log = Log::create(Places::within(&union).create_parts()?, LogKey::from_seed(ORIGIN, [3; 32])?)?;
    let mut world = World::found(folder.path(), log, 12)?;
    world.run_until_open()?;
    for (credential, blank) in world.credentials()?.iter().take(4).zip([false, true, false, false]) {
        world.vote(credential, blank)?;
    }
    let again = world.credentials()?.into_iter().next().context("there are voters")?;
    world.vote(&again, true)?;
    world.run_to_the_end()?;
    std::fs::write(union.join("log.vkey"), world.house.writer.log_view().vkey())?;
    drop(world);
    pack::write(&pack::read(&union)?, out.as_ref())
}
