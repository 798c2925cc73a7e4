//! A union's data directory, opened: the writer, the time, and one way to have something recorded. Commands and the worked
//! example both go through here.
//!
//! *Shape of the directory*: `record.db` (leaves, archives, documents, private openings), `lock/` (the last signed
//! checkpoint; never part of a backup), `public/` (checkpoint, tiles, archives: what any static host may serve),
//! `log.key` (the log's own key), `log.vkey` (what verifies it), `private/` (openings in plain files for officers).

use crate::ambient;
use anyhow::{Context as _, Result, anyhow, bail};
use rankfile_clerk::{Draft, Present};
use rankfile_hall::command::Command;
use rankfile_hall::hall::Hall;
use rankfile_hall::request::Request;
use rankfile_hall::state::State;
use rankfile_record::act::Actor;
use rankfile_record::key::{KeyFile, SecretKey};
use rankfile_record::note::LogKey;
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use rankfile_store::writer::{Answer, Ask, Writer};
use std::fs;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// An open data directory.
pub struct House {
    /// Where it is.
    pub folder: PathBuf,
    /// The one writer.
    pub writer: Writer,
    /// The time, given to every batch.
    pub now: i64,
}

/// Where something can be recorded: an open house, or the queue of one that is being served.
pub trait Recording {
    /// The time there.
    fn now(&self) -> i64;
    /// Lets everything happen that is due by now, and gives the state as it is then.
    fn settled(&mut self) -> Result<State>;
    /// Has a command recorded; the answer comes once it is durable.
    fn record(&mut self, asked: Asked<'_>) -> Result<Recorded>;
}

/// Who signs a command.
pub enum Signer<'k> {
    /// A key file, in its own role.
    Key(&'k SecretKey),
    /// A key file in another role, as key holders sign.
    KeyAs(&'k SecretKey, String),
    /// Nobody: the host says that a member asked.
    Host,
}

/// Something to be recorded: a draft and who signs it.
pub struct Asked<'k> {
    /// What.
    pub draft: Draft,
    /// By whom.
    pub signer: Signer<'k>,
}

/// A recorded act.
#[derive(Debug)]
pub struct Recorded {
    /// Its index.
    pub index: u64,
    /// Its leaf.
    pub leaf: Vec<u8>,
    /// Its receipt.
    pub receipt: String,
}

impl<'k> Asked<'k> {
    /// A command with nothing else.
    pub fn new(command: impl Into<Command>, signer: Signer<'k>) -> Self {
        Self { draft: Draft::new(command), signer }
    }

    /// With documents.
    pub fn documents(mut self, documents: Vec<Vec<u8>>) -> Self {
        self.draft = self.draft.documents(documents);
        self
    }

    /// Signs it as the record stands.
    pub fn sign(self, present: Present<'_>) -> Result<Ask> {
        let inner = self.draft.inner(present, self.signer.actor(), &mut ambient::rng());
        let signature = match self.signer {
            Signer::Key(key) | Signer::KeyAs(key, _) => Some(inner.sign(key)?),
            Signer::Host => None,
        };
        let Draft { documents, openings, erased, .. } = self.draft;
        Ok(Ask::Act { request: Box::new(Request { inner, signature, documents }), openings, erased })
    }
}

impl Recorded {
    /// Reads the writer's answer to a command.
    ///
    /// *Errors*: the refusal, as it was given.
    pub fn read(answer: Option<Answer>) -> Result<Self> {
        match answer {
            Some(Answer::Recorded { index, leaf, receipt }) => Ok(Self { index, leaf, receipt }),
            Some(Answer::Refused(refusal)) => Err(anyhow!(refusal)),
            _ => bail!("the writer gave no answer"),
        }
    }
}

impl Recording for House {
    fn now(&self) -> i64 {
        self.now
    }

    fn settled(&mut self) -> Result<State> {
        self.writer.tick(self.now)?;
        Ok(self.hall().state.clone())
    }

    fn record(&mut self, asked: Asked<'_>) -> Result<Recorded> {
        self.act(asked)
    }
}

impl House {
    /// Makes a directory with an empty record.
    pub fn create(folder: &Path, origin: &str, now: i64) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let places = Places::within(folder);
        let parts = places.create_parts()?;
        let seed = Zeroizing::new(ambient::bytes32());
        let key = log_key(origin, &seed)?;
        write_secret(&folder.join("log.key"), format!("{origin}\n{}\n", hex::encode(*seed)).as_bytes())?;
        fs::write(folder.join("log.vkey"), format!("{}\n", key.vkey()))?;
        fs::write(folder.join("public").join("log.vkey"), format!("{}\n", key.vkey()))?;
        let writer = Writer::open(Log::create(parts, key)?)?;
        keep_private(&places.data)?;
        Ok(Self { folder: folder.to_owned(), writer, now })
    }

    /// A house around a writer that was opened elsewhere, for rehearsals and tests.
    pub fn with_writer(folder: &Path, writer: Writer, now: i64) -> Self {
        Self { folder: folder.to_owned(), writer, now }
    }

    /// Opens a directory; every act in it is judged again.
    pub fn open(folder: &Path, now: i64) -> Result<Self> {
        let text = fs::read_to_string(folder.join("log.key")).with_context(|| {
            format!(
                "{} is no union's data directory (no log.key); make one with `rankfile init`",
                folder.display()
            )
        })?;
        let text = Zeroizing::new(text);
        let mut lines = text.lines();
        let (origin, seed) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let mut bytes = Zeroizing::new([0; 32]);
        hex::decode_to_slice(seed, bytes.as_mut_slice()).with_context(|| {
            format!(
                "{}/log.key is damaged: its second line should be 64 hexadecimal digits",
                folder.display()
            )
        })?;
        let key = log_key(origin, &bytes)?;
        let log = Log::open(Places::within(folder).open_parts()?, key)?;
        Ok(Self { folder: folder.to_owned(), writer: Writer::open(log)?, now })
    }

    /// The hall.
    pub fn hall(&self) -> &Hall {
        self.writer.hall()
    }

    /// Has a command recorded; the receipt comes back once it is durable.
    pub fn act(&mut self, asked: Asked<'_>) -> Result<Recorded> {
        // Let time pass first, so that what is signed has seen it.
        self.writer.tick(self.now)?;
        let ask = self.prepare(asked)?;
        let mut answers = self.writer.commit(vec![ask], self.now)?;
        Recorded::read(answers.pop())
    }

    /// Signs a command as it stands before the record now.
    pub fn prepare(&mut self, asked: Asked<'_>) -> Result<Ask> {
        asked.sign(self.present())
    }

    /// The record as it stands, for drafts.
    pub fn present(&self) -> Present<'_> {
        let log = self.writer.log_view();
        let origin = log.checkpoint().lines().next().unwrap_or_default();
        Present { state: &self.writer.hall().state, origin, size: log.size(), root: log.root() }
    }
}

impl Signer<'_> {
    fn actor(&self) -> Actor {
        match self {
            Self::Host => Actor::Host,
            Self::Key(key) => Actor::Key { key: key.public(), role: key.role().to_owned() },
            Self::KeyAs(key, role) => Actor::Key { key: key.public(), role: role.clone() },
        }
    }
}

/// Reads a key file that must hold a secret.
pub fn read_key(path: &Path) -> Result<SecretKey> {
    let file = read_key_file(path)?;
    file.secret.with_context(|| {
        format!("{}: this is the public half; the secret line is needed to sign", path.display())
    })
}

/// Reads a key file, with or without its secret.
pub fn read_key_file(path: &Path) -> Result<KeyFile> {
    let text =
        fs::read_to_string(path).with_context(|| format!("{}: cannot read the key file", path.display()))?;
    KeyFile::parse(&Zeroizing::new(text)).with_context(|| format!("{}: not a key file", path.display()))
}

/// Writes a file that only its owner can read, whole or not at all.
pub fn write_secret(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).with_context(|| {
            format!("cannot write {} (it may exist already; it is never overwritten)", path.display())
        })?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a secret is of no use, and in the way of the next attempt.
        fs::remove_file(path).ok();
    }
    written.with_context(|| format!("cannot write {}: make room and ask again", path.display()))
}

/// The database holds what commitments open to: names and addresses. Only its owner may read it.
fn keep_private(database: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    for ending in ["", "-wal", "-shm"] {
        let mut path = database.as_os_str().to_owned();
        path.push(ending);
        if Path::new(&path).exists() {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(())
}

fn log_key(origin: &str, seed: &[u8; 32]) -> Result<LogKey> {
    LogKey::from_seed(origin, *seed)
        .with_context(|| format!("`{origin}` cannot name a log: use a host name and a path"))
}
