//! A union with voting open, made once and copied as often as wanted, and a stack of letters for it: ballots, keys
//! admitted and revoked, now and then a whole roll. The letters are to be sent in their order.

use super::letter::Letter;
use crate::world::{ORIGIN, World, key, keys};
use anyhow::{Context as _, Result, bail};
use rankfile::house::{Asked, House, Signer};
use rankfile::ops::roll;
use rankfile_hall::command::Command;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::key::command::Command as KeyCommand;
use rankfile_record::key::SecretKey;
use rankfile_record::note::LogKey;
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use rankfile_store::writer::Ask;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// How many members.
const MEMBERS: usize = 12;
/// Letters that follow one another in the same mixture.
const ROUND: usize = 12;

/// The prepared union and its letters.
pub struct Scene {
    folder: TempDir,
    /// The letters.
    pub letters: Vec<Letter>,
    /// When voting is open.
    pub now: i64,
    election: ElectionId,
}

/// The key of every log here.
pub fn log_key() -> LogKey {
    LogKey::from_seed(ORIGIN, [7; 32]).expect("the origin names a log")
}

impl Scene {
    /// Founds the union, opens voting and writes the letters.
    ///
    /// *Errors*: a room refuses, or a file cannot be written.
    pub fn prepare(letters: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (union, people) = (folder.path().join("union"), folder.path().join("people"));
        let log = Log::create(Places::within(&union).create_parts()?, log_key())?;
        let vkey = format!("{}\n", log_key().vkey());
        fs::write(union.join("log.key"), format!("{ORIGIN}\n{}\n", hex::encode([7; 32])))?;
        fs::write(union.join("log.vkey"), &vkey)?;
        let mut world = World::found(&people, log, MEMBERS)?;
        world.run_until_open()?;
        let written = write_letters(&mut world, letters)?;
        let inbox = folder.path().join("letters");
        fs::create_dir(&inbox)?;
        for (letter, number) in written.iter().zip(0_usize..) {
            fs::write(inbox.join(number.to_string()), serde_json::to_vec(letter)?)?;
        }
        Ok(Scene { now: world.house.now, election: world.election.clone(), letters: written, folder })
    }

    /// The folder with one file for each letter, named by its number.
    pub fn inbox(&self) -> PathBuf {
        self.folder.path().join("letters")
    }

    /// Copies the union, as it was before any letter.
    ///
    /// *Errors*: a file cannot be copied.
    pub fn copy_to(&self, folder: &Path) -> Result<()> {
        copy(&self.folder.path().join("union"), folder)
    }

    /// Closes the vote on a copy, counts and installs: everything a union still has to be able to do.
    ///
    /// *Errors*: a room refuses.
    pub fn finish(&self, house: House) -> Result<()> {
        let folder = self.folder.path().join("people");
        World { house, keys: keys()?, election: self.election.clone(), folder }.run_to_the_end()
    }
}

fn write_letters(world: &mut World, count: usize) -> Result<Vec<Letter>> {
    let credentials = world.credentials()?;
    let mut voters = credentials.iter().cycle();
    let mut letters = vec![];
    for number in 0..count {
        let newcomer = |number: usize| {
            let seed = u8::try_from(number / ROUND % 200)?;
            anyhow::Ok(SecretKey::make("treasurer", &[seed + 50; 32]).public())
        };
        letters.push(match number % ROUND {
            3 => act(world, KeyCommand::Admit { role: "treasurer".to_owned(), key: newcomer(number)? })?,
            8 => act(world, KeyCommand::Revoke { key: newcomer(number)? })?,
            11 => load_of_roll(world)?,
            _ => {
                let ballot = world.ballot(voters.next().context("there are voters")?, number % 5 == 0)?;
                Letter::of_ballot(&world.election, &ballot)?
            }
        });
    }
    Ok(letters)
}

fn act(world: &mut World, command: KeyCommand) -> Result<Letter> {
    let World { house, keys, .. } = world;
    seal(house, Asked::new(Command::Key(command), Signer::Key(key(keys, "secretary")?)))
}

fn load_of_roll(world: &mut World) -> Result<Letter> {
    let World { house, keys, .. } = world;
    let members = roll::current(house)?;
    let asked = roll::loading(house, &members, Signer::Key(key(keys, "secretary")?))?;
    seal(house, asked)
}

fn seal(house: &mut House, asked: Asked<'_>) -> Result<Letter> {
    match house.prepare(asked)? {
        Ask::Act { request, openings, .. } => Letter::of_request(&request, &openings),
        Ask::Ballot { .. } => bail!("a command became a ballot"),
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
