//! A union in memory with the secrets of all its people, driven command by command from one seed. Unlike `world` it does
//! not go through the operations of the command line, so that every part of a request can be got wrong on purpose.
//!
//! What somebody asks is a [`Deed`]; `deeds` makes the right ones.

mod deeds;
mod history;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use rankfile_belenios::{Credential, KeyShare};
use rankfile_hall::Hall;
use rankfile_hall::audit::{Record, Report, audit};
use rankfile_hall::command::{Command, article};
use rankfile_hall::election::command::{Candidacy, Command as ElectionCommand, ElectionId};
use rankfile_hall::election::state::Election;
use rankfile_hall::union::command::Command as UnionCommand;
use rankfile_hall::{Refusal, Request};
use rankfile_record::act::{Act, Actor, Basis, Inner, Seen};
use rankfile_record::key::{PublicKey, SecretKey};
use rankfile_record::note::LogKey;
use rankfile_store::log::Log;
use rankfile_store::memory::Memory;
use rankfile_store::writer::{Answer, Ask, Writer};
use std::collections::BTreeMap;

use crate::passkey::Passkey;
use crate::world::{FOUNDED_AT, ORIGIN};

/// Officers who have keys that are not in force at the founding.
pub const LATER: [&str; 3] = ["president", "vice-president", "treasurer"];

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// The key of this name: a role, or `key-holder-1` and so on.
    Key(String),
    /// The host, for a member.
    Host,
    /// The clock.
    Clock,
}

/// Something asked, with the documents it names.
#[derive(Debug, Clone)]
pub struct Deed {
    /// By whom.
    pub who: Who,
    /// What.
    pub command: Command,
    /// Documents.
    pub documents: Vec<Vec<u8>>,
}

/// What became of a deed: the index of its act, or the refusal.
pub type Done = Result<u64, Refusal>;

/// A union in memory.
pub struct Play {
    /// The machine everything is stored on.
    pub machine: Memory,
    /// The time.
    pub now: i64,
    /// The constitution.
    pub constitution: String,
    /// Keys by name.
    pub keys: BTreeMap<String, SecretKey>,
    /// Passkeys by name. Whoever has one uses it instead of the key.
    pub passkeys: BTreeMap<String, Passkey>,
    writer: Option<Writer>,
    rng: ChaCha12Rng,
    names: BTreeMap<Candidacy, ([u8; 32], String)>,
    shares: BTreeMap<(ElectionId, u8), (KeyShare, String)>,
    credentials: BTreeMap<ElectionId, Vec<Credential>>,
}

impl Play {
    /// An empty record, under the constitution of all small worlds, or another one.
    pub fn empty(seed: u64, constitution: &str) -> Self {
        let machine = Memory::new();
        let log =
            Log::create(machine.parts().expect("nobody else is here"), log_key()).expect("an empty machine");
        let writer = Some(Writer::open(log).expect("an empty record holds"));
        let mut keys = crate::world::keys().expect("the constitution of small worlds compiles");
        // Officers whose keys are not named at the founding.
        for (office, seed) in LATER.iter().zip(100_u8..) {
            keys.insert((*office).to_owned(), SecretKey::make(office, &[seed; 32]));
        }
        let constitution = constitution.to_owned();
        let rng = ChaCha12Rng::seed_from_u64(seed);
        let (passkeys, names, shares, credentials) = Default::default();
        Self {
            machine,
            now: FOUNDED_AT,
            constitution,
            keys,
            passkeys,
            writer,
            rng,
            names,
            shares,
            credentials,
        }
    }

    /// A founded union with a roll of so many members, all in good standing.
    pub fn founded(seed: u64, members: u64) -> Self {
        let mut play = Self::empty(seed, crate::world::CONSTITUTION);
        let found = play.found();
        play.ask(found).expect("a founding");
        let load = play.load(members, members);
        play.ask(load).expect("a roll");
        play
    }

    /// The hall.
    pub fn hall(&self) -> &Hall {
        self.writer.as_ref().expect("open but for an instant").hall()
    }

    /// The writer.
    pub fn writer(&mut self) -> &mut Writer {
        self.writer.as_mut().expect("open but for an instant")
    }

    /// An election of the record.
    ///
    /// # Panics
    /// If there is none of this name: a test asked for something it never made.
    pub fn election(&self, id: &ElectionId) -> &Election {
        self.hall().state.elections.get(id).unwrap_or_else(|| panic!("no election {id}"))
    }

    /// Asks for something now: lets time pass, signs in sight of what is there, and has it recorded.
    pub fn ask(&mut self, deed: Deed) -> Done {
        self.tick();
        let request = self.request(deed);
        self.put(request)
    }

    /// A request as its asker would make it.
    pub fn request(&mut self, deed: Deed) -> Request {
        let actor = self.actor(&deed.who);
        let inner = self.inner(&deed.command, actor);
        let signature = match &deed.who {
            Who::Key(name) => Some(self.sign(&inner, name)),
            Who::Host | Who::Clock => None,
        };
        Request { inner, signature, documents: deed.documents }
    }

    /// The actor as acts name it.
    pub fn actor(&self, who: &Who) -> Actor {
        match who {
            Who::Host => Actor::Host,
            Who::Clock => Actor::Clock,
            Who::Key(name) => {
                let key = self.keys.get(name).unwrap_or_else(|| panic!("nobody plays {name}"));
                let role = name.strip_prefix("key-holder-").map(|number| format!("key-holder:{number}"));
                Actor::Key { key: self.public(name), role: role.unwrap_or_else(|| key.role().to_owned()) }
            }
        }
    }

    /// The public half of what somebody signs with.
    ///
    /// # Panics
    /// If nobody has this name.
    pub fn public(&self, name: &str) -> PublicKey {
        let key = self.keys.get(name).unwrap_or_else(|| panic!("nobody plays {name}"));
        self.passkeys.get(name).map_or_else(|| key.public(), Passkey::public)
    }

    /// The inner part of a request, with a fresh nonce.
    pub fn inner(&mut self, command: &Command, actor: Actor) -> Inner {
        let nonce = self.random32();
        let (hall, log) = (self.hall(), self.writer.as_ref().expect("open but for an instant").log_view());
        let seen = Seen { size: log.size(), root: hex::encode(log.root()) };
        let constitution = match (command, &hall.state.union) {
            (Command::Union(UnionCommand::Found { constitution, .. }), _) => constitution.clone(),
            (_, union) => union.as_ref().map_or_else(String::new, |union| union.program.digest.clone()),
        };
        Inner {
            origin: ORIGIN.to_owned(),
            command: command.render(),
            basis: Basis { constitution, article: article(&hall.state, command) },
            seen: matches!(actor, Actor::Key { .. }).then_some(seen),
            actor,
            nonce: hex::encode(&nonce[..16]),
        }
    }

    /// Signs an inner part; nonsense that has no canonical form gets a signature of nothing.
    pub fn sign(&self, inner: &Inner, name: &str) -> String {
        let key = self.keys.get(name).unwrap_or_else(|| panic!("nobody plays {name}"));
        if let (Some(passkey), Ok(challenge)) = (self.passkeys.get(name), inner.challenge()) {
            return passkey.sign(&challenge).render();
        }
        inner.sign(key).unwrap_or_else(|_| "00".repeat(64))
    }

    /// Has a request recorded as it is.
    pub fn put(&mut self, request: Request) -> Done {
        let ask = Ask::Act { request: Box::new(request), openings: Vec::new(), erased: Vec::new() };
        match self.commit(vec![ask]).pop() {
            Some(Answer::Recorded { index, .. }) => Ok(index),
            Some(Answer::Refused(refusal)) => Err(refusal),
            other => panic!("the writer answered {other:?}"),
        }
    }

    /// Has a batch decided.
    pub fn commit(&mut self, asks: Vec<Ask>) -> Vec<Answer> {
        let now = self.now;
        self.writer().commit(asks, now).expect("a sound machine and a sound record")
    }

    /// Lets everything happen that is due by now; the result is how many acts that made.
    pub fn tick(&mut self) -> u64 {
        let now = self.now;
        self.writer().tick(now).expect("time never stops")
    }

    /// Jumps to a moment, and lets time pass.
    pub fn jump(&mut self, to: i64) -> u64 {
        self.now = to;
        self.tick()
    }

    /// Ends the process and starts another on what is stored.
    pub fn reopen(&mut self) {
        drop(self.writer.take());
        let log = Log::open(self.machine.parts().expect("the other one ended"), log_key())
            .expect("a sound machine");
        self.writer = Some(Writer::open(log).expect("what was recorded is lawful"));
    }

    /// Everything that would be handed to an auditor.
    pub fn record(&mut self) -> Record {
        let log = self.writer().log();
        let checkpoint = log.checkpoint().as_bytes().to_vec();
        let heads = log.papers().expect("a sound machine");
        let papers = heads.iter().filter_map(|head| log.paper(&head.digest).expect("a sound machine"));
        let documents = papers.map(|paper| paper.bytes.clone()).collect();
        let elections: Vec<String> = log.archives().map(|archive| archive.election.clone()).collect();
        let archive = |id: String| (id.clone(), log.archive_bytes(&id).ok().flatten().unwrap_or_default());
        let archives = elections.into_iter().map(archive).collect();
        Record { vkey: log_key().verifier().clone(), checkpoint, leaves: self.leaves(), documents, archives }
    }

    /// What an auditor finds in what is stored.
    pub fn audit(&mut self) -> Report {
        audit(&self.record(), &|_, _, _| {}).0
    }

    /// The leaves.
    pub fn leaves(&self) -> Vec<Vec<u8>> {
        self.machine.contents().leaves.clone()
    }

    /// The acts.
    pub fn acts(&self) -> Vec<Act> {
        let parse = |leaf: &Vec<u8>| Act::parse(leaf).expect("every leaf is an act");
        self.machine.contents().leaves.iter().map(parse).collect()
    }

    /// Every command of elections that was recorded, in order.
    pub fn commands(&self) -> Vec<ElectionCommand> {
        let command = |act: Act| match Command::parse(&act.inner.command) {
            Some(Command::Election(command)) => Some(command),
            _ => None,
        };
        self.acts().into_iter().filter_map(command).collect()
    }

    /// 32 bytes nobody could foresee, were it not for the seed.
    pub fn random32(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.rng.fill_bytes(&mut bytes);
        bytes
    }
}

/// The log's own key, which in these tests is also in the hands of whoever cheats.
pub fn log_key() -> LogKey {
    LogKey::from_seed(ORIGIN, [9; 32]).expect("a plain name")
}
