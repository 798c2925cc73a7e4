//! The story behind the stages: played once, and kept at every point worth looking at as a copy of the folder. It serves
//! nothing.

use super::Kept;
use crate::world::{FOUNDED_AT, ORIGIN, World, key, sent};
use anyhow::{Context as _, Result};
use rankfile::house::Signer;
use rankfile::ops::{election, keyholder, roll, vote};
use rankfile_belenios::{Answer, Question};
use rankfile_hall::election::command::{Candidacy, Finding, Notice};
use rankfile_record::note::LogKey;
use rankfile_roll::{Member, Standing};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use std::path::Path;

/// A member in good standing.
pub const MEMBER: &str = "M-00001";
/// A member in good standing who is nominated.
pub const CANDIDATE: &str = "M-00002";
/// The file with the tracker of the ballot that was cast last.
pub const TRACKER: &str = "tracker";
/// How many members the union has.
pub const MEMBERS: usize = 160;
/// How many ballots are cast.
const BALLOTS: usize = 44;
const DAY: i64 = 86_400;
/// Who is nominated for what, by place among the members in good standing, from 0; the second is [`CANDIDATE`].
const NOMINEES: &[(&str, usize)] = &[
    ("president", 1),
    ("president", 20),
    ("president", 33),
    ("vice-president", 41),
    ("vice-president", 47),
    ("secretary", 52),
    ("treasurer", 60),
    ("treasurer", 66),
    ("executive-board", 71),
    ("executive-board", 78),
    ("executive-board", 83),
    ("executive-board", 90),
    ("executive-board", 99),
];
const PROTEST: &str = "The notice of the election reached me nine days after it was served. I had no time to ask the \
candidates anything.\n\nI ask the board to look into how it was sent.";

/// The log's key, the same at every stage.
pub fn log_key() -> Result<LogKey> {
    Ok(LogKey::from_seed(ORIGIN, [9; 32])?)
}

/// The roll as a file.
pub fn roll_file() -> String {
    rankfile_roll::example_roll(7, MEMBERS)
}

/// What the candidate is called.
pub fn candidate_name() -> Result<String> {
    let (good, _) = members()?;
    let member = good.into_iter().find(|member| member.member_id.as_str() == CANDIDATE);
    member.and_then(|member| member.name).context("the candidate is on the roll")
}

/// The first member of the roll who is not in good standing.
pub fn in_arrears() -> Result<String> {
    let (_, others) = members()?;
    Ok(others.first().context("somebody is late with dues")?.member_id.as_str().to_owned())
}

/// Members in good standing, and the others.
fn members() -> Result<(Vec<Member>, Vec<Member>)> {
    let roll = rankfile_roll::parse(roll_file().as_bytes(), &rankfile_roll::Mapping::default()).rows();
    let roll = roll.map_err(|report| anyhow::anyhow!(report.render()))?;
    Ok(roll.members().iter().cloned().partition(|member| member.standing == Standing::Good))
}

/// Plays it and says what was kept.
pub fn play(home: &Path) -> Result<Vec<Kept>> {
    let folder = home.join("play");
    let parts = Places::within(&folder).create_parts()?;
    let world = World::found(&folder, Log::create(parts, log_key()?)?, MEMBERS)?;
    let mut play = Play { home: home.to_owned(), world, kept: Vec::new() };
    play.call()?;
    let made = play.nominate()?;
    play.prepare(&made)?;
    play.vote()?;
    play.conclude()?;
    Ok(play.kept)
}

struct Play {
    home: std::path::PathBuf,
    world: World,
    kept: Vec<Kept>,
}

impl Play {
    /// Copies the folder as it is: nothing is written meanwhile, so the copy is whole.
    fn keep(&mut self, name: &'static str) -> Result<()> {
        self.world.house.writer.tick(self.world.house.now)?;
        copy(&self.world.folder, &self.home.join(name)).with_context(|| format!("keeping {name}"))?;
        self.kept.push(Kept { name, now: self.world.house.now });
        Ok(())
    }

    /// When a step's time ends.
    fn due(&self, step: &str) -> Result<i64> {
        let known = election::known(&self.world.house, &self.world.election)?;
        Ok(known.step(step).with_context(|| format!("{step} has no date"))?.due_at)
    }

    fn later(&mut self, seconds: i64) {
        self.world.house.now += seconds;
    }

    fn call(&mut self) -> Result<()> {
        self.world.jump(FOUNDED_AT + 3 * DAY)?;
        self.keep("founded")?;
        let World { house, keys, election: id, .. } = &mut self.world;
        election::call(house, id, None, Signer::Key(key(keys, "election-committee")?))?;
        self.later(3600);
        self.keep("called")?;
        let World { house, keys, election: id, .. } = &mut self.world;
        let text = "Nominations for all offices open in two weeks. Any member can nominate any other.";
        election::notice(house, id, Notice::Nominations, sent(), text, Signer::Key(key(keys, "secretary")?))?;
        Ok(())
    }

    fn nominate(&mut self) -> Result<Vec<Candidacy>> {
        self.world.jump_to("nominate")?;
        let (good, _) = members()?;
        let mut made = Vec::new();
        for (office, place) in NOMINEES {
            self.later(5 * 3600);
            let member = good.get(*place).context("the roll is long enough")?;
            let name = member.name.clone().context("a name")?;
            let World { house, election: id, .. } = &mut self.world;
            let number = Some(member.member_id.as_str());
            made.push(election::nominate_member(house, id, office, &name, number)?);
        }
        let (first, others) = made.split_first().context("somebody is nominated")?;
        for candidacy in others {
            election::answer(&mut self.world.house, &self.world.election, candidacy.clone(), true)?;
        }
        self.keep("nominating")?;
        election::answer(&mut self.world.house, &self.world.election, first.clone(), true)?;
        Ok(made)
    }

    fn prepare(&mut self, made: &[Candidacy]) -> Result<()> {
        let closes = self.due("nominate")?;
        self.world.jump(closes)?;
        self.world.jump_to("eligibility")?;
        let mut months = (4..).step_by(7);
        let finding =
            |months| Finding { member_months: months, good_standing: true, excluded_by: Vec::new() };
        for (at, candidacy) in made.iter().rev().enumerate() {
            if at == 7 {
                self.keep("examining")?;
            }
            let World { house, keys, election: id, .. } = &mut self.world;
            let signer = Signer::Key(key(keys, "election-committee")?);
            election::find(house, id, candidacy.clone(), finding(months.next().unwrap_or(12)), signer)?;
        }
        self.world.jump_to("freeze")?;
        self.keep("freezing")?;
        let World { house, keys, election: id, .. } = &mut self.world;
        roll::freeze(house, id, Signer::Key(key(keys, "secretary")?))?;
        let holders = ["key-holder-1", "key-holder-2", "key-holder-3"];
        let public: Result<Vec<_>> = holders.iter().map(|name| Ok(key(keys, name)?.public())).collect();
        election::appoint(house, id, public?, Signer::Key(key(keys, "election-committee")?))?;
        for name in holders {
            if name == "key-holder-2" {
                self.keep("making-keys")?;
            }
            let World { house, keys, election: id, folder } = &mut self.world;
            keyholder::present(house, id, key(keys, name)?, &folder.join(name))?;
        }
        self.later(3600);
        self.keep("setting-the-ballot")?;
        let World { house, keys, election: id, folder } = &mut self.world;
        election::set_ballot(
            house,
            id,
            &folder.join("committee"),
            Signer::Key(key(keys, "election-committee")?),
        )?;
        let text = "Voting is open for seven days. Your credential comes by post. Vote from any device.";
        election::notice(house, id, Notice::Election, sent(), text, Signer::Key(key(keys, "secretary")?))?;
        Ok(())
    }

    fn vote(&mut self) -> Result<()> {
        let opens = election::known(&self.world.house, &self.world.election)?.voting_opens;
        self.world.jump(opens.context("the call named a day")? + 3 * DAY)?;
        let credentials = self.world.credentials()?;
        let belenios = vote::belenios(&self.world.house, &self.world.election)?;
        let mut asks = Vec::new();
        for (voter, credential) in credentials.iter().rev().take(BALLOTS).enumerate() {
            let ballot = vote::make(&belenios, credential, &choices(belenios.questions(), voter))?;
            asks.push(vote::check(&belenios, &self.world.election, ballot)?);
        }
        let answers = self.world.house.writer.commit(asks, self.world.house.now)?;
        let last = vote::read(answers.into_iter().next_back().context("somebody votes")?)?;
        std::fs::write(self.world.folder.join(TRACKER), last.tracker)?;
        self.keep("voting")
    }

    fn conclude(&mut self) -> Result<()> {
        let closes = self.due("close")?;
        self.world.jump(closes)?;
        for name in ["key-holder-1", "key-holder-2", "key-holder-3"] {
            if name == "key-holder-2" {
                self.keep("opening")?;
            }
            self.later(3600);
            let World { house, keys, election: id, folder } = &mut self.world;
            keyholder::decrypt(house, id, key(keys, name)?, &folder.join(name))?;
        }
        self.later(DAY);
        let protest = election::protest(&mut self.world.house, &self.world.election, PROTEST)?;
        self.keep("protesting")?;
        let over = self.due("protest")?;
        self.world.jump(over + DAY)?;
        self.keep("deciding")?;
        let World { house, keys, election: id, .. } = &mut self.world;
        let reasons = "The notice was served 25 days before voting opened; the rules ask for 21.";
        let board = Signer::Key(key(keys, "protest-board")?);
        election::decide_protest(house, id, &protest, false, reasons, board)?;
        self.later(3600);
        self.keep("certifying")?;
        let World { house, keys, election: id, .. } = &mut self.world;
        election::certify(house, id, Signer::Key(key(keys, "election-committee")?))?;
        let installs = self.due("install")?;
        self.world.jump(installs + DAY)?;
        self.keep("installed")
    }
}

/// What a voter chooses: everybody has a favourite by their number, some hand in a blank.
fn choices(questions: &[Question], voter: usize) -> Vec<Answer> {
    let choose = |(number, question): (usize, &Question)| {
        let spread = (voter * 31 + number * 17) % 100;
        if spread < 5 {
            return Answer::Blank;
        }
        let many = question.answers.len();
        let first = (spread * spread / 37) % many;
        Answer::Choices((0..question.max).map(|next| (first + next) % many).collect())
    };
    questions.iter().enumerate().map(|(number, question)| choose((number, question))).collect()
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&from, &to)?;
        } else {
            std::fs::copy(&from, &to)?;
        }
    }
    Ok(())
}
