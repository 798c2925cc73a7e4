//! A whole union's public files, judged by programs nobody here wrote: Go's own code for the log, `belenios-tool` and a
//! Python checker for the election.

use anyhow::Result;
use rankfile_record::note::LogKey;
use rankfile_sim::forger::Archive;
use rankfile_sim::outsiders::belenios::{BeleniosTool, Release, second_opinion};
use rankfile_sim::outsiders::find_or_say_absent;
use rankfile_sim::world::{ORIGIN, World};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use std::path::Path;
use std::process::Command;

fn finished(folder: &Path) -> Result<World> {
    let key = LogKey::from_seed(ORIGIN, [3; 32])?;
    let log = Log::create(Places::within(&folder.join("union")).create_parts()?, key)?;
    let mut world = World::found(folder, log, 40)?;
    let early = world.house.writer.log_view().checkpoint().to_owned();
    std::fs::write(folder.join("early"), early)?;
    std::fs::write(folder.join("vkey"), world.house.writer.log_view().vkey())?;
    world.run_until_open()?;
    let credentials = world.credentials()?;
    for (credential, blank) in credentials.iter().take(12).zip([false, true].into_iter().cycle()) {
        world.vote(credential, blank)?;
    }
    world.vote(&credentials[0], true)?;
    world.run_to_the_end()?;
    Ok(world)
}

#[test]
fn go_and_belenios_accept_what_a_whole_union_leaves_in_public() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let world = finished(folder.path())?;
    let public = folder.path().join("union").join("public");
    if let Some(go) = find_or_say_absent("tlogcheck") {
        let run = |vkey: &str| {
            Command::new(&go)
                .arg(folder.path().join(vkey))
                .arg(&public)
                .arg(folder.path().join("early"))
                .output()
        };
        let said = run("vkey")?;
        let out = String::from_utf8_lossy(&said.stdout).into_owned();
        let size = world.house.hall().chain.size();
        assert!(said.status.success() && out.trim_end().ends_with(&format!("OK {size}")), "{out}");
        // The same log under another key is refused.
        let other = LogKey::from_seed(ORIGIN, [4; 32])?;
        std::fs::write(folder.path().join("other"), other.vkey())?;
        assert!(!run("other")?.status.success());
    }
    let belenios = rankfile::ops::vote::belenios(&world.house, &world.election)?;
    let bytes = std::fs::read(public.join("elections").join(format!("{}.bel", belenios.uuid())))?;
    let archive = Archive::parse(&bytes)?;
    if let Some(tool) = BeleniosTool::find(Release::Three) {
        tool.verify(&archive)?;
        let result = tool.compute_result(&archive)?;
        let ours = rankfile_belenios::verify(&bytes, &|_, _| ())?.result;
        let ours = serde_json::json!({"result": ours}).to_string();
        assert_eq!(result.trim(), ours);
    }
    if let Some(opinion) = second_opinion(&archive) {
        opinion?;
    }
    Ok(())
}
