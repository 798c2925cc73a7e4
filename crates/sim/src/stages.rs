//! One union at every stage of its first election, each served as a site of its own with people signed in: for tests that
//! look at every kind of page, and for the pictures in the docs. The people are invented. It judges nothing.

mod cases;
mod pretend;
mod story;

use crate::model;
use crate::world::{World, key, keys};
use anyhow::{Context as _, Result};
use rankfile::serving::{self, Serving};
use rankfile_site::Site;
use rankfile_site::accounts::Session;
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

pub use story::{CANDIDATE, MEMBER};

/// Roles with a key that somebody signs in with.
const OFFICERS: &[&str] =
    &["secretary", "election-committee", "protest-board", "key-holder-1", "key-holder-2"];

/// A stage being served.
pub struct Stage {
    /// What it is called: `founded`, `nominating` and so on.
    pub name: &'static str,
    /// Where it is reached.
    pub url: String,
    /// The site behind it.
    pub site: Site,
    /// A session's cookie by who it is: `visitor` has none.
    pub people: BTreeMap<String, String>,
    /// Where everything of it lies.
    pub folder: PathBuf,
    server: Option<JoinHandle<Result<()>>>,
}

/// Plays the election within a folder and serves every stage of it, and beside it a union where everything else is under way.
///
/// *Errors*: a step of the story was refused, or a site could not be opened.
pub fn serve(folder: &Path) -> Result<Vec<Stage>> {
    let mut kept = story::play(folder)?;
    kept.push(cases::play(folder)?);
    kept.into_iter().map(|kept| Stage::open(folder, kept)).collect()
}

/// What the scripts under `tests/site` are told: the stages, and what people bring who fill in forms there.
///
/// *Errors*: a file could not be written, or a stage is missing.
pub fn plan(folder: &Path, stages: &[Stage]) -> Result<Value> {
    let named = |name: &str| stages.iter().find(|stage| stage.name == name).context("the stage is there");
    let (roll, bad) = (folder.join("roll.csv"), folder.join("no-roll.csv"));
    std::fs::write(&roll, story::roll_file())?;
    std::fs::write(&bad, "this,is\nno,roll\n")?;
    let amendment = folder.join("amendment.md");
    std::fs::write(&amendment, cases::proposal()?)?;
    let secrets = keys()?;
    let holders = ["key-holder-1", "key-holder-2", "key-holder-3"];
    let holders: Result<Vec<_>> =
        holders.iter().map(|name| Ok(key(&secrets, name)?.public().as_str().to_owned())).collect();
    Ok(json!({
        "stages": stages.iter().map(Stage::told).collect::<Vec<_>>(),
        "member": MEMBER, "candidate": CANDIDATE, "candidate_name": story::candidate_name()?, "holders": holders?,
        "files": { "roll": roll, "bad": bad, "amendment": amendment },
        "trackers": { "voting": std::fs::read_to_string(named("voting")?.folder.join(story::TRACKER))? },
        "links": { "founded": named("founded")?.link(MEMBER)? },
    }))
}

/// A stage as the story left it.
struct Kept {
    name: &'static str,
    now: i64,
}

impl Stage {
    fn open(home: &Path, kept: Kept) -> Result<Self> {
        let folder = home.join(kept.name);
        let log = Log::open(Places::within(&folder).open_parts()?, story::log_key()?)?;
        let world = World::open(&folder, log, kept.now)?;
        let now = kept.now;
        let serving = Serving {
            listener: serving::bind("127.0.0.1:0".parse()?)?,
            public_url: None,
            clock: Arc::new(move || now),
            employers: vec!["harbor-logistics.example".to_owned()],
            mail: None,
        };
        let pretended = (kept.name == "voting").then(|| pretend::Pretended::open(&folder)).transpose()?;
        let opened = serving::open(world.house, serving, |_| {
            Ok(pretended.map(|pretended| Arc::new(pretended) as Arc<dyn rankfile_site::Demo>))
        })?;
        let (site, url) = (opened.site.clone(), opened.url.clone());
        let people = sign_in(&site, kept.name == cases::NAME)?;
        let server = std::thread::spawn(move || opened.answer());
        Ok(Self { name: kept.name, url, site, people, folder, server: Some(server) })
    }

    /// A fresh one-time link of a member, as the mail would carry it.
    pub fn link(&self, member_id: &str) -> Result<String> {
        let site = &self.site;
        Ok(format!("/sign-in/link/{}", site.accounts().make_link(member_id, site.now(), &mut site.rng())?))
    }

    /// What a script needs to know of it.
    pub fn told(&self) -> Value {
        json!({ "name": self.name, "url": self.url, "people": self.people })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.site.queue().stop();
        if let Some(server) = self.server.take() {
            // What it says was seen by whoever asked it; a test that is failing already needs no second reason.
            server.join().ok();
        }
    }
}

/// Sessions of everybody who signs in.
fn sign_in(site: &Site, is_model: bool) -> Result<BTreeMap<String, String>> {
    let (secrets, officers) = if is_model { (model::keys()?, cases::OFFICERS) } else { (keys()?, OFFICERS) };
    let mut people = BTreeMap::from([("visitor".to_owned(), String::new())]);
    let mut begin = |who: &str, session: &Session| -> Result<()> {
        let cookie = site.accounts().sign_in("", session, site.now(), &mut site.rng())?;
        people.insert(who.to_owned(), cookie);
        Ok(())
    };
    let in_arrears = story::in_arrears()?;
    for (who, member) in [("member", MEMBER), ("candidate", CANDIDATE), ("in-arrears", in_arrears.as_str())] {
        begin(who, &Session { member_id: Some(member.to_owned()), key: None })?;
    }
    for who in officers {
        let key = key(&secrets, who).context("the cast is whole")?.public();
        begin(who, &Session { member_id: None, key: Some(key) })?;
    }
    Ok(people)
}
