//! A small world: a founded union with a handful of members, keys for every role, and a calendar to jump on. Everything
//! goes through the same operations as the command line.

use anyhow::{Context as _, Result};
use rankfile::cli::duty_bearers;
use rankfile::house::{Asked, House, Signer};
use rankfile::ops::{election, keyholder, roll, vote};
use rankfile_belenios::{Answer as Choice, Credential};
use rankfile_constitution::{Document, canonical, compile};
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{ElectionId, Finding, Notice};
use rankfile_hall::union::command::{Command as UnionCommand, FoundingKey};
use rankfile_record::commit::digest_text;
use rankfile_record::key::SecretKey;
use rankfile_store::log::Log;
use rankfile_store::writer::Writer;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The constitution every small world lives under.
pub const CONSTITUTION: &str = include_str!("../../../examples/demo-local.md");
/// An article more, of things that are done step by step.
const PROCESSES: &str = include_str!("../vectors/processes.md");
/// Where its record is kept.
pub const ORIGIN: &str = "sim.example/record";
/// What the first candidate for president says to the voters; it would be a page of its own if pages took it for HTML.
pub const STATEMENT: &str =
    "I answer every letter.\n<script>alert('Ada')</script><img src=x onerror=alert(1)>";
/// The name of the second candidate for president, who tries the same.
pub const HOSTILE_NAME: &str = "Bo <b onmouseover=alert('Bo')>Example</b>";
/// When it is founded: 1 September 2026, nine in the morning in New York.
pub const FOUNDED_AT: i64 = 1_788_267_600;

/// A union with its people.
pub struct World {
    /// The record and the writer.
    pub house: House,
    /// Keys by role; key holders are `key-holder-1` and so on.
    pub keys: BTreeMap<String, SecretKey>,
    /// The first election.
    pub election: ElectionId,
    /// Where people keep their secrets.
    pub folder: PathBuf,
}

/// Keys for every role of the constitution and three key holders, always the same.
pub fn keys() -> Result<BTreeMap<String, SecretKey>> {
    let document =
        Document::parse(CONSTITUTION, "demo-local.md").map_err(|found| anyhow::anyhow!("{found:?}"))?;
    let program = compile(&document).map_err(|found| anyhow::anyhow!("{found:?}"))?;
    let roles = duty_bearers(&program).into_iter().map(|role| (role.clone(), role));
    let holders = (1..=3).map(|n| (format!("key-holder-{n}"), "key-holder".to_owned()));
    let keys = roles.chain(holders).zip(1_u8..);
    Ok(keys.map(|((name, role), seed)| (name, SecretKey::make(&role, &[seed; 32]))).collect())
}

/// The constitution of small worlds with an article more: complaints, petitions, amendments, and powers to put them off.
pub fn with_processes() -> String {
    format!("{CONSTITUTION}{PROCESSES}")
}

impl World {
    /// Founds the union on an empty log and loads a roll of so many invented members.
    pub fn found(folder: &Path, log: Log, members: usize) -> Result<Self> {
        Self::found_under(CONSTITUTION, folder, log, members)
    }

    /// The same under another constitution, whose elections have the same bearers.
    pub fn found_under(constitution: &str, folder: &Path, log: Log, members: usize) -> Result<Self> {
        let house = House::with_writer(folder, Writer::open(log)?, FOUNDED_AT);
        let election = ElectionId("officers-1".to_owned());
        let mut world = Self { house, keys: keys()?, election, folder: folder.to_owned() };
        let text = canonical(constitution).into_bytes();
        let officers = world.keys.values().filter(|key| key.role() != "key-holder");
        let command = UnionCommand::Found {
            constitution: digest_text(&text),
            zone: "America/New_York".to_owned(),
            keys: officers
                .map(|key| FoundingKey { role: key.role().to_owned(), key: key.public() })
                .collect(),
            rehearsal: false,
        };
        let asked = Asked::new(Command::Union(command), Signer::Key(key(&world.keys, "secretary")?));
        world.house.act(asked.documents(vec![text]))?;
        world.load_roll(members)?;
        Ok(world)
    }

    /// The same world, opened again on what is stored.
    pub fn open(folder: &Path, log: Log, now: i64) -> Result<Self> {
        let house = House::with_writer(folder, Writer::open(log)?, now);
        Ok(Self {
            house,
            keys: keys()?,
            election: ElectionId("officers-1".to_owned()),
            folder: folder.to_owned(),
        })
    }

    /// Loads a roll of invented members.
    pub fn load_roll(&mut self, members: usize) -> Result<()> {
        let csv = rankfile_roll::example_roll(7, members);
        let members = rankfile_roll::parse(csv.as_bytes(), &rankfile_roll::Mapping::default()).rows();
        let members = members.map_err(|report| anyhow::anyhow!(report.render()))?;
        roll::load(&mut self.house, &members, Signer::Key(key(&self.keys, "secretary")?))?;
        Ok(())
    }

    /// Jumps to a moment; everything due by then happens.
    pub fn jump(&mut self, to: i64) -> Result<()> {
        self.house.now = self.house.now.max(to);
        self.house.writer.tick(self.house.now)?;
        Ok(())
    }

    /// Jumps to when a step, opened already, opens.
    pub fn jump_to(&mut self, step: &str) -> Result<()> {
        let known = election::known(&self.house, &self.election)?;
        let opens_at = known.step(step).with_context(|| format!("{step} has not opened"))?.opens_at;
        self.jump(opens_at)
    }

    /// From the call to the opening of voting: two candidates for president, one for secretary.
    pub fn run_until_open(&mut self) -> Result<()> {
        let Self { house, keys, election: id, .. } = self;
        let (committee, secretary) = (key(keys, "election-committee")?, key(keys, "secretary")?);
        election::call(house, id, None, Signer::Key(committee))?;
        election::notice(
            house,
            id,
            Notice::Nominations,
            sent(),
            "Nominations open.",
            Signer::Key(secretary),
        )?;
        self.jump_to("nominate")?;
        let mut candidacies = Vec::new();
        for (office, name) in
            [("president", "Ada Example"), ("president", HOSTILE_NAME), ("secretary", "Cy Example")]
        {
            let candidacy = election::nominate(&mut self.house, &self.election, office, name)?;
            let statement = if name == "Ada Example" { STATEMENT } else { "" };
            election::accept(&mut self.house, &self.election, candidacy.clone(), statement)?;
            candidacies.push(candidacy);
        }
        let closes = election::known(&self.house, &self.election)?.step("nominate").map(|step| step.due_at);
        self.jump(closes.context("nominations close")?)?;
        self.jump_to("eligibility")?;
        let Self { house, keys, election: id, .. } = self;
        let committee = key(keys, "election-committee")?;
        for candidacy in candidacies {
            let finding = Finding { member_months: 30, good_standing: true, excluded_by: Vec::new() };
            election::find(house, id, candidacy, finding, Signer::Key(committee))?;
        }
        roll::freeze(house, id, Signer::Key(key(keys, "secretary")?))?;
        let holders: Vec<String> = (1..=3).map(|n| format!("key-holder-{n}")).collect();
        let public: Result<Vec<_>> = holders.iter().map(|name| Ok(key(keys, name)?.public())).collect();
        election::appoint(house, id, public?, Signer::Key(committee))?;
        for name in &holders {
            keyholder::present(house, id, key(keys, name)?, &self.folder.join(name))?;
        }
        election::set_ballot(house, id, &self.folder.join("committee"), Signer::Key(committee))?;
        election::notice(
            house,
            id,
            Notice::Election,
            sent(),
            "Voting opens.",
            Signer::Key(key(keys, "secretary")?),
        )?;
        let opens = election::known(house, id)?.voting_opens;
        self.jump(opens.context("the call named a day")?)
    }

    /// The credentials, in the committee's order.
    pub fn credentials(&self) -> Result<Vec<String>> {
        let text = std::fs::read_to_string(self.folder.join("committee").join("credentials.csv"))?;
        Ok(text.lines().skip(1).filter_map(|line| line.rsplit(',').next().map(str::to_owned)).collect())
    }

    /// A ballot of this credential: the first answer of each question, or blank.
    pub fn ballot(&self, credential: &str, blank: bool) -> Result<Vec<u8>> {
        let belenios = vote::belenios(&self.house, &self.election)?;
        let choice =
            |_: &rankfile_belenios::Question| if blank { Choice::Blank } else { Choice::Choices(vec![0]) };
        let choices: Vec<Choice> = belenios.questions().iter().map(choice).collect();
        Credential::parse(credential)?;
        vote::make(&belenios, credential, &choices)
    }

    /// Casts a ballot of this credential; the result is its tracker.
    pub fn vote(&mut self, credential: &str, blank: bool) -> Result<String> {
        let ballot = self.ballot(credential, blank)?;
        Ok(vote::cast(&mut self.house, &self.election, ballot)?.tracker)
    }

    /// From the close of voting to the installation.
    pub fn run_to_the_end(&mut self) -> Result<()> {
        let closes = election::known(&self.house, &self.election)?.step("close").map(|step| step.due_at);
        self.jump(closes.context("voting closes")?)?;
        let Self { house, keys, election: id, .. } = self;
        for name in ["key-holder-1", "key-holder-2", "key-holder-3"] {
            keyholder::decrypt(house, id, key(keys, name)?, &self.folder.join(name))?;
        }
        let over = election::known(house, id)?.step("protest").map(|step| step.due_at);
        self.jump(over.context("the window for protests closes")?)?;
        let Self { house, keys, election: id, .. } = self;
        election::certify(house, id, Signer::Key(key(keys, "election-committee")?))?;
        let installs = election::known(house, id)?.step("install").map(|step| step.due_at);
        self.jump(installs.context("an installation follows")?)
    }
}

/// The key of a role.
pub fn key<'k>(keys: &'k BTreeMap<String, SecretKey>, name: &str) -> Result<&'k SecretKey> {
    keys.get(name).with_context(|| format!("nobody plays {name}"))
}

/// Notices as a small union sends them.
pub fn sent() -> BTreeMap<String, u64> {
    BTreeMap::from([("post".to_owned(), 10), ("email".to_owned(), 9)])
}
