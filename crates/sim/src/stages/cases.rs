//! A stage of its own: a union under the model constitution with something of every sort under way, at every point worth
//! looking at. It serves nothing.

use super::{Kept, story};
use crate::model;
use crate::world::{FOUNDED_AT, World, key};
use anyhow::{Context as _, Result};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rankfile::house::{Asked, Signer};
use rankfile_clerk::{Draft, process as clerk};
use rankfile_hall::process::command::{ProcessId, Voice};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use std::path::Path;

/// What the stage is called.
pub const NAME: &str = "cases";
/// Who signs in with a key there.
pub const OFFICERS: &[&str] = &["secretary", "auditors-1", "complaint-panel-1", "president"];
const DAY: i64 = 86_400;
const COMPLAINT: &str = "On Tuesday the president told the night shift that whoever asks about the accounts will be moved \
to another dock.\n\nI ask the panel to look into it.";

/// Plays it within a folder.
pub fn play(home: &Path) -> Result<Kept> {
    let folder = home.join(NAME);
    let log = Log::create(Places::within(&folder).create_parts()?, story::log_key()?)?;
    let mut play = Play {
        world: model::found(&model::with_emergencies(), &folder, log, story::MEMBERS)?,
        rng: ChaCha20Rng::from_seed([7; 32]),
    };
    play.world.jump(FOUNDED_AT + DAY)?;
    // One that comes to its end, with a decision.
    play.begin("complaint/any/treasurer", COMPLAINT, Some("treasurer"))?;
    play.speak("complaint/any/treasurer#1", "secretary", Voice::For)?;
    for name in ["complaint-panel-1", "complaint-panel-2", "complaint-panel-3"] {
        play.speak("complaint/any/treasurer#1", name, Voice::Against)?;
    }
    play.speak("complaint/any/treasurer#1", "secretary", Voice::For)?;
    // One that waits for the panel, of which two have spoken; nobody acknowledged it.
    play.begin("complaint/any/president", COMPLAINT, Some("president"))?;
    play.world.jump(FOUNDED_AT + 10 * DAY)?;
    play.speak("complaint/any/president#1", "complaint-panel-2", Voice::For)?;
    play.speak("complaint/any/president#1", "complaint-panel-3", Voice::Against)?;
    // One whose turn has passed on, and one that two put off.
    play.begin("complaint/any/secretary", COMPLAINT, Some("secretary"))?;
    play.begin("petition/special-meeting", "A meeting about the roof of hall 4.", None)?;
    play.begin("vacancy/treasurer", "", None)?;
    for name in ["president", "vice-president", "secretary", "board-member-1"] {
        let draft = clerk::put_off(&ProcessId("vacancy/treasurer#1".to_owned()), 0);
        play.act(draft, Some(name))?;
    }
    let (_, draft) = clerk::propose("amendment/constitution", &proposal()?, None, &mut play.rng);
    play.act(draft, Some("secretary"))?;
    play.world.jump(FOUNDED_AT + 14 * DAY)?;
    Ok(Kept { name: NAME, now: play.world.house.now })
}

/// The model, changed so that the treasurer alone can keep the accounts from the members.
pub fn proposal() -> Result<String> {
    let last = " otherwise=\"clock\"\n```\n\n## Article 23.";
    let old = model::with_emergencies();
    let new = old.replacen(last, "\n```\n\n## Article 23.", 1);
    anyhow::ensure!(new != old, "the model has another article on accounts");
    Ok(new)
}

struct Play {
    world: World,
    rng: ChaCha20Rng,
}

impl Play {
    fn begin(&mut self, plan: &str, text: &str, against: Option<&str>) -> Result<()> {
        let against = against.map(|name| key(&self.world.keys, name)).transpose()?.map(|key| key.public());
        let (_, draft) = clerk::begin(plan, text, against, None, &mut self.rng)?;
        self.act(draft, None)
    }

    fn speak(&mut self, process: &str, name: &str, voice: Voice) -> Result<()> {
        self.act(clerk::speak(&ProcessId(process.to_owned()), voice), Some(name))
            .with_context(|| format!("{name} in {process}"))
    }

    fn act(&mut self, draft: Draft, name: Option<&str>) -> Result<()> {
        let World { house, keys, .. } = &mut self.world;
        let signer = name.map(|name| key(keys, name)).transpose()?.map_or(Signer::Host, Signer::Key);
        house.act(Asked { draft, signer })?;
        Ok(())
    }
}
