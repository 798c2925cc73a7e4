//! A small union for tests of the queue: founded on any log, brought to the opening of nominations or of voting through
//! the writer, as the command line and the site would do it. One contest, one candidate, any number of voters.
#![allow(dead_code, reason = "each program uses a part")]

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use rankfile_belenios::{Answer as Choice, Credential, Election as Belenios, KeyShare, Setup, Template};
use rankfile_constitution::canonical;
use rankfile_constitution::step::OfficeId;
use rankfile_hall::Request;
use rankfile_hall::command::{Command, article};
use rankfile_hall::election::ballot_paper::{self, Candidate, Slate, SlateContest};
use rankfile_hall::election::command::{
    Candidacy, Command as Elections, ElectionId, Notice, Setup as Digests,
};
use rankfile_hall::election::decide::GROUP;
use rankfile_hall::election::due;
use rankfile_hall::election::state::Election;
use rankfile_hall::roll::command::Command as RollCommand;
use rankfile_hall::union::command::{Command as UnionCommand, FoundingKey};
use rankfile_record::act::{Actor, Basis, Inner, Seen};
use rankfile_record::commit::digest_text;
use rankfile_record::key::SecretKey;
use rankfile_record::note::LogKey;
use rankfile_store::contract::Opening;
use rankfile_store::failing::FaultPlan;
use rankfile_store::log::Log;
use rankfile_store::memory::Memory;
use rankfile_store::queue::{Clock, Queue, View};
use rankfile_store::writer::{Answer, Ask, Writer};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc;

const CONSTITUTION: &str = include_str!("../../../../examples/demo-local.md");

/// When it is founded: 1 September 2026, nine in the morning in New York.
pub const FOUNDED_AT: i64 = 1_788_267_600;

pub fn election() -> ElectionId {
    ElectionId("officers-1".into())
}

/// The archive of the election.
pub const ARCHIVE: &str = "TestedByManyThreads";

/// The log's key.
pub fn log_key() -> LogKey {
    LogKey::from_seed("local42.example/record", [7; 32]).unwrap()
}

/// A new log on a machine in memory, whose calls fail by plan.
pub fn in_memory(memory: &Memory, plan: &FaultPlan) -> Log {
    Log::create(plan.wrap(memory.parts().unwrap()), log_key()).unwrap()
}

/// A union whose nominations are open, so that anybody can have acts recorded.
pub fn nominating(memory: &Memory, plan: &FaultPlan) -> Union {
    let mut union = Union::found(in_memory(memory, plan), 10);
    union.until_nominations();
    union
}

/// A clock that a test sets.
pub fn clock(now: i64) -> (Clock, Arc<AtomicI64>) {
    let time = Arc::new(AtomicI64::new(now));
    let shown = time.clone();
    (Arc::new(move || shown.load(Ordering::SeqCst)), time)
}

/// Keeps the writer's thread busy until it is opened, so that a test knows who waits.
pub struct Gate(mpsc::Sender<()>);

impl Gate {
    /// Closed when this returns.
    pub fn before(queue: &Queue) -> Gate {
        let (open, opened) = mpsc::channel::<()>();
        let (closed, is_closed) = mpsc::channel();
        queue.with(Box::new(move |_| {
            closed.send(()).unwrap();
            // A gate that is dropped is open too.
            opened.recv().ok();
        }));
        is_closed.recv().unwrap();
        Gate(open)
    }

    pub fn open(self) {}
}

/// Keys by the role they play; key holders are `key-holder-1` and so on.
pub type Keys = BTreeMap<String, SecretKey>;

/// A union and its people.
pub struct Union {
    pub writer: Writer,
    pub now: i64,
    pub credentials: Vec<Credential>,
    pub keys: Keys,
    rng: ChaCha20Rng,
}

impl Union {
    /// Founds it and loads a roll of so many voters.
    pub fn found(log: Log, voters: u64) -> Union {
        let roles = ["secretary", "election-committee", "key-holder-1", "key-holder-2", "key-holder-3"];
        let keys = roles.into_iter().zip(1_u8..).map(|(name, seed)| {
            let role = if name.starts_with("key-holder") { "key-holder" } else { name };
            (name.to_owned(), SecretKey::make(role, &[seed; 32]))
        });
        let writer = Writer::open(log).unwrap();
        let rng = ChaCha20Rng::from_seed([42; 32]);
        let mut union = Union { writer, now: FOUNDED_AT, credentials: Vec::new(), keys: keys.collect(), rng };
        let text = canonical(CONSTITUTION).into_bytes();
        let officers = union.keys.values().filter(|key| key.role() != "key-holder");
        let found = UnionCommand::Found {
            constitution: digest_text(&text),
            zone: "America/New_York".into(),
            keys: officers.map(|key| FoundingKey { role: key.role().into(), key: key.public() }).collect(),
            rehearsal: false,
        };
        union.act(Some("secretary"), Command::Union(found), vec![text]);
        union.act(Some("secretary"), load(voters), vec![]);
        union
    }

    /// From the call to the moment nominations open.
    pub fn until_nominations(&mut self) {
        let state = &self.writer.hall().state;
        let founded = state.union.as_ref().unwrap();
        let (earliest, _) = due::voting_window(founded, &state.elections[&election()], None, self.now);
        self.act(
            Some("election-committee"),
            Elections::Call { election: election(), voting_opens: earliest },
            vec![],
        );
        self.notice(Notice::Nominations);
        self.jump(self.known().step("nominate").unwrap().opens_at);
    }

    /// From the opening of nominations to the opening of voting, with a credential for each voter.
    pub fn until_voting(&mut self) {
        let (salt, name) = ([9; 32], "Ada Example");
        let candidacy = ballot_paper::candidacy(&salt, name);
        self.act(None, nominate(candidacy.clone()), vec![]);
        self.act(
            None,
            Elections::AcceptNomination {
                election: election(),
                candidacy: candidacy.clone(),
                statement: None,
            },
            vec![],
        );
        // Time finds nobody ineligible, and freezes the roll.
        while self.known().frozen.is_none() || !self.known().is_done("eligibility") {
            self.jump(due::next_instant(&self.writer.hall().state).unwrap());
        }
        let trustees = self.hold_keys();
        let candidate = Candidate { candidacy, salt: hex::encode(salt), name: name.into(), statement: None };
        let slate =
            Slate { contests: vec![SlateContest { office: president(), candidates: vec![candidate] }] };
        let program = self.writer.hall().state.union.as_ref().unwrap().program.clone();
        let template = Template {
            uuid: ARCHIVE.into(),
            name: "Tested".into(),
            description: String::new(),
            group: GROUP,
            questions: ballot_paper::questions(&program, &self.known().plan, &slate),
            administrator: None,
            credential_authority: None,
        };
        let eligible = self.known().frozen.as_ref().unwrap().eligible;
        self.credentials = (0..eligible).map(|_| Credential::make(&mut self.rng)).collect();
        let public: Vec<_> = self.credentials.iter().map(|c| (c.public(GROUP, ARCHIVE), 1)).collect();
        let setup = Setup::make(&template, &trustees, &public).unwrap();
        let documents =
            [serde_json::to_string(&slate).unwrap(), setup.election, setup.trustees, setup.credentials]
                .map(String::into_bytes);
        let [slate, parameters, trustees, credentials] = documents.each_ref().map(|bytes| digest_text(bytes));
        let setup = Digests { election: parameters, trustees, credentials };
        let set = Elections::SetBallot { election: election(), slate, setup };
        self.act(Some("election-committee"), set, documents.to_vec());
        self.notice(Notice::Election);
        self.jump(self.known().voting_opens.unwrap());
        assert!(self.known().is_open(self.now), "voting must be open");
    }

    fn hold_keys(&mut self) -> Vec<rankfile_belenios::TrusteeKey> {
        let names = ["key-holder-1", "key-holder-2", "key-holder-3"];
        let holders = names.map(|name| self.keys[name].public()).to_vec();
        let appoint = Elections::AppointKeyHolders { election: election(), holders };
        self.act(Some("election-committee"), appoint, vec![]);
        let mut trustees = Vec::new();
        for (name, holder) in names.into_iter().zip(1..) {
            let trustee = KeyShare::make(GROUP, &mut self.rng).public(None, &mut self.rng);
            let present = Elections::PresentKey {
                election: election(),
                holder,
                trustee: serde_json::to_string(&trustee).unwrap(),
                seed_commitment: "00".repeat(32),
            };
            self.act(Some(name), present, vec![]);
            trustees.push(trustee);
        }
        trustees
    }

    fn notice(&mut self, notice: Notice) {
        let text = b"It is served.".to_vec();
        let sent = BTreeMap::from([("post".to_owned(), 1), ("email".to_owned(), 1)]);
        let serve = Elections::ServeNotice { election: election(), notice, sent, text: digest_text(&text) };
        self.act(Some("secretary"), serve, vec![text]);
    }

    pub fn known(&self) -> &Election {
        &self.writer.hall().state.elections[&election()]
    }

    pub fn belenios(&self) -> Arc<Belenios> {
        self.known().ballot.as_ref().unwrap().belenios.clone().unwrap()
    }

    /// A checked ballot of this voter, ready to be cast.
    pub fn ballot(&mut self, voter: usize) -> Ask {
        let choices = [Choice::Choices(vec![0])];
        let belenios = self.belenios();
        let bytes = belenios.encrypt(&self.credentials[voter], &choices, &mut self.rng).unwrap();
        let checked = Box::new(belenios.check_ballot(&bytes).unwrap());
        Ask::Ballot { election: election(), bytes, checked }
    }

    pub fn jump(&mut self, to: i64) {
        self.now = self.now.max(to);
        self.writer.tick(self.now).unwrap();
    }

    fn act(&mut self, name: Option<&str>, command: impl Into<Command>, documents: Vec<Vec<u8>>) {
        self.writer.tick(self.now).unwrap();
        let mut nonce = [0; 16];
        self.rng.fill_bytes(&mut nonce);
        let view = View::of(&self.writer);
        let mut request = request(&view, &command.into(), name.map(|name| (&self.keys, name)), nonce);
        request.documents = documents;
        let ask = Ask::Act { request: Box::new(request), openings: vec![], erased: vec![] };
        let answers = self.writer.commit(vec![ask], self.now).unwrap();
        assert!(matches!(answers.as_slice(), [Answer::Recorded { .. }]), "{name:?}: {answers:?}");
    }
}

/// A command of the host's, or signed with one of the keys.
fn request(view: &View, command: &Command, signer: Option<(&Keys, &str)>, nonce: [u8; 16]) -> Request {
    let constitution = match (command, &view.state.union) {
        (Command::Union(UnionCommand::Found { constitution, .. }), _) => constitution.clone(),
        (_, Some(union)) => union.program.digest.clone(),
        (_, None) => String::new(),
    };
    let role =
        |name: &str| name.strip_prefix("key-holder-").map_or(name.into(), |n| format!("key-holder:{n}"));
    let key = signer.map(|(keys, name)| &keys[name]);
    let inner = Inner {
        origin: view.origin.clone(),
        command: command.render(),
        basis: Basis { constitution, article: article(&view.state, command) },
        actor: signer
            .map_or(Actor::Host, |(keys, name)| Actor::Key { key: keys[name].public(), role: role(name) }),
        nonce: hex::encode(nonce),
        seen: key.map(|_| Seen { size: view.size, root: hex::encode(view.root) }),
    };
    let signature = key.map(|key| inner.sign(key).unwrap());
    Request { inner, signature, documents: vec![] }
}

/// What a member without a key asks: a nomination like no other, with the opening of its name.
pub fn nomination(view: &View, number: u32) -> (Candidacy, Ask) {
    let mut salt = [0; 32];
    salt[..4].copy_from_slice(&number.to_be_bytes());
    let name = format!("Nominee {number}");
    let candidacy = ballot_paper::candidacy(&salt, &name);
    let opening = opening("candidacy", &election().0, salt, name.as_bytes());
    let command = Command::from(nominate(candidacy.clone()));
    let request = Box::new(request(view, &command, None, u128::from(number).to_be_bytes()));
    (candidacy, Ask::Act { request, openings: vec![opening], erased: vec![] })
}

/// What the secretary can ask at any time: the roll loaded again, with openings filed and erased.
pub fn loading(view: &View, keys: &Keys, openings: Vec<Opening>, erased: Vec<[u8; 32]>) -> Ask {
    let mut nonce = [7; 16];
    nonce[..8].copy_from_slice(&view.size.to_be_bytes());
    let request = Box::new(request(view, &load(10), Some((keys, "secretary")), nonce));
    Ask::Act { request, openings, erased }
}

fn load(members: u64) -> Command {
    let (root, good_root) = ("00".repeat(32), "00".repeat(32));
    Command::Roll(RollCommand::Load { members, in_good_standing: members, root, good_root })
}

pub fn opening(label: &str, subject: &str, salt: [u8; 32], value: &[u8]) -> Opening {
    Opening {
        commitment: rankfile_record::commit::commit(label, &salt, value),
        label: label.into(),
        subject: subject.into(),
        salt,
        value: value.to_vec(),
    }
}

fn nominate(candidacy: Candidacy) -> Elections {
    Elections::Nominate { election: election(), office: president(), candidacy }
}

fn president() -> OfficeId {
    OfficeId("president".into())
}
