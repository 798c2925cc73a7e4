//! A whole election as batches of letters with the time of each, from the founding to the installation. It is lived
//! through once and read back out of the record; every later reading of it gives the same record, byte for byte, so that
//! a record that suffered can be compared with one that did not.

use super::letter::{Letter, MEMBER};
use super::scene::log_key;
use crate::world::{World, key};
use anyhow::{Context as _, Result};
use rankfile::house::{Asked, Signer};
use rankfile::ops::vote;
use rankfile_hall::command::Command;
use rankfile_hall::election::archive::ballot_in;
use rankfile_hall::election::command::{Command as ElectionCommand, ElectionId};
use rankfile_hall::key::command::Command as KeyCommand;
use rankfile_hall::request::Request;
use rankfile_record::act::{Act, Actor};
use rankfile_record::key::SecretKey;
use rankfile_store::contract::{Opening, Piece};
use rankfile_store::log::Log;
use rankfile_store::memory::{Contents, Memory};

/// How many members.
const MEMBERS: usize = 10;

/// One batch.
#[derive(Clone)]
pub struct Batch {
    /// The time, in seconds since 1970.
    pub now: i64,
    /// What arrives; nothing, where only time passes.
    pub letters: Vec<Letter>,
}

/// The batches, and what a machine holds in the end.
pub struct Script {
    /// The batches, in order.
    pub batches: Vec<Batch>,
    /// The machine they were read from.
    pub lived: Contents,
}

/// Lives through the election and writes down what was asked.
///
/// *Errors*: a room refuses, or a file cannot be written.
pub fn script() -> Result<Script> {
    let folder = tempfile::tempdir()?;
    let machine = Memory::new();
    let mut scribe = Scribe { machine: machine.clone(), seen: Contents::default(), batches: vec![] };
    let mut world = World::found(folder.path(), Log::create(machine.parts()?, log_key())?, MEMBERS)?;
    scribe.write_down()?;
    world.load_roll(MEMBERS)?;
    scribe.write_down()?;
    world.run_until_open()?;
    scribe.write_down()?;
    vote_in_batches(&mut world, &mut scribe)?;
    world.run_to_the_end()?;
    scribe.write_down()?;
    drop(world);
    Ok(Script { batches: scribe.batches, lived: scribe.seen })
}

/// Three ballots, two with acts among them, one by somebody who voted already.
fn vote_in_batches(world: &mut World, scribe: &mut Scribe) -> Result<()> {
    let credentials = world.credentials()?;
    for voters in [0..3, 3..5, 0..1] {
        let belenios = vote::belenios(&world.house, &world.election)?;
        let has_acts = voters.start == 3;
        let mut asks = vec![];
        for credential in credentials.get(voters).context("there are voters")? {
            let ballot = world.ballot(credential, has_acts)?;
            asks.push(vote::check(&belenios, &world.election, ballot)?);
        }
        if has_acts {
            let newcomer = SecretKey::make("treasurer", &[99; 32]).public();
            let admit = KeyCommand::Admit { role: "treasurer".to_owned(), key: newcomer.clone() };
            for command in [admit, KeyCommand::Revoke { key: newcomer }] {
                let World { house, keys, .. } = world;
                let signer = Signer::Key(key(keys, "secretary")?);
                asks.push(house.prepare(Asked::new(Command::Key(command), signer))?);
            }
        }
        world.house.writer.commit(asks, world.house.now)?;
        scribe.write_down_as_one()?;
    }
    Ok(())
}

/// Reads letters back out of what a machine has gained since it was looked at last.
struct Scribe {
    machine: Memory,
    seen: Contents,
    batches: Vec<Batch>,
}

impl Scribe {
    /// Each act as a batch of its own, as the operations commit them.
    fn write_down(&mut self) -> Result<()> {
        for (now, letters) in self.gained()? {
            // What the clock does follows from the time: a batch at that time without letters is enough.
            let is_passed = self.batches.last().is_some_and(|last| last.now == now);
            if !letters.is_empty() || !is_passed {
                self.batches.push(Batch { now, letters });
            }
        }
        Ok(())
    }

    /// All acts and ballots as one batch.
    fn write_down_as_one(&mut self) -> Result<()> {
        let gained = self.gained()?;
        let now = gained.first().context("something was committed")?.0;
        self.batches
            .push(Batch { now, letters: gained.into_iter().flat_map(|(_, letters)| letters).collect() });
        Ok(())
    }

    /// For each new leaf its time, and the letters it came from.
    fn gained(&mut self) -> Result<Vec<(i64, Vec<Letter>)>> {
        let contents = self.machine.contents().clone();
        let mut gained = vec![];
        for leaf in contents.leaves.get(self.seen.leaves.len()..).context("a record only grows")? {
            let act = Act::parse(leaf)?;
            let letters = match Command::parse(&act.inner.command).context("it was accepted")? {
                _ if act.inner.actor == Actor::Clock => vec![],
                Command::Election(ElectionCommand::ReportBallots { election, .. }) => {
                    self.new_ballots(&contents, &election)?
                }
                command => vec![self.letter_of(&contents, &command, &act)?],
            };
            gained.push((act.outer.recorded_at, letters));
        }
        self.seen = contents;
        Ok(gained)
    }

    fn new_ballots(&self, contents: &Contents, election: &ElectionId) -> Result<Vec<Letter>> {
        let ballots = |contents: &Contents| -> Vec<Piece> {
            let pieces = contents.pieces.values().flatten();
            pieces.filter(|piece| piece.kind == "ballot").cloned().collect()
        };
        let new = ballots(contents).split_off(ballots(&self.seen).len());
        let letter = |piece: &Piece| {
            Letter::of_ballot(election, ballot_in(&piece.bytes).context("a piece without a ballot")?)
        };
        new.iter().map(letter).collect()
    }

    fn letter_of(&self, contents: &Contents, command: &Command, act: &Act) -> Result<Letter> {
        let words = act.inner.command.to_string();
        let documents = contents.papers.values().filter(|paper| words.contains(&hex::encode(paper.digest)));
        let belongs = |opening: &&Opening| match command {
            Command::Roll(_) => opening.label == MEMBER,
            Command::Election(ElectionCommand::FreezeRoll { .. }) => opening.label.starts_with("voter:"),
            _ => words.contains(&hex::encode(opening.commitment)),
        };
        let new = contents.openings.values().filter(|new| !self.seen.openings.contains_key(&new.commitment));
        let openings: Vec<Opening> = new.filter(belongs).cloned().collect();
        let request = Request {
            inner: act.inner.clone(),
            signature: act.signature.clone(),
            documents: documents.map(|paper| paper.bytes.clone()).collect(),
        };
        Letter::of_request(&request, &openings)
    }
}
