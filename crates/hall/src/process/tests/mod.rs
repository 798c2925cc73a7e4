//! Tests of processes: a hall with nothing around it, its keys, and a small constitution with a board, powers to put off,
//! a way to change the rules, people who step aside, and people drawn again.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod attacks;
mod laws;
mod observer;

use super::command::{Command as ProcessCommand, ProcessId, Voice};
use super::state::Case;
use crate::audit::Audit;
use crate::command::{Command, article};
use crate::hall::{Ballots, Hall};
use crate::key::command::Command as KeyCommand;
use crate::refusal::Refusal;
use crate::request::Request;
use crate::union::command::{Command as UnionCommand, FoundingKey};
use rankfile_record::act::{Actor, Basis, Inner, Seen};
use rankfile_record::commit::digest_text;
use rankfile_record::key::{PublicKey, SecretKey};
use std::collections::BTreeMap;

const DAY: i64 = 86_400;
/// 1 September 2026, nine in the morning in New York.
const FOUNDED_AT: i64 = 1_788_267_600;
/// No sequence of acts in one instant is longer.
const MANY: usize = 2_000;

/// A small constitution, of these rules.
fn document(rules: &str) -> String {
    format!(
        "---\nname: Dockside Local\nkind: local\nsector: private\nprofile: us-lmrda\nscope: excerpt\nhappened: {{}}\n---\n\n\
         # Constitution of Dockside Local\n\n## Article 1. Rules {{#rules}}\n\nThe rules.\n\n```rules\n{rules}\n```\n"
    )
}

/// Offices and bodies: a board of five, of whom three must be there.
const SEATS: &str = r#"
office "president" seats=1
office "secretary" seats=1
office "trustee" seats=3
body "board" kind="board" seats=5 { seat "president" "secretary" "trustee" }
body "panel" kind="board" seats=3 { chosen how="lot" }
body "membership" kind="membership"
quorum "board" number=3
recusal { who "party"; from "complaint"; replaced-by "panel" }
"#;

/// What they are for.
const RULES: &str = r#"
complaint "any" {
    about "officers"
    acknowledged-by "secretary" within="3d" otherwise="clock"
    decided-by "board" within="10d" otherwise="dismissed"
    told within="3d" by="secretary" otherwise="clock"
}
petition "meeting" {
    signers number=5
    for "meeting"
    validated-by "secretary" within="5d" otherwise="president"
    validated-by "president" within="5d" otherwise="stands"
    acted-on-by "panel" within="10d" otherwise="draw-again"
    held-within "20d"
}
recall "officers" { for "president"; petition number=5; called-by "secretary" within="7d" otherwise="clock"; vote within="30d" }
vacancy { for "president" "trustee"; filled-by "board" within="30d" otherwise="nobody" }
publication "accounts" to="members" within="90d" by="secretary"
amendment "bylaws" { proposed-by "board"; notice "10d" by="post"; decided-by "board"; share "majority" of="seats"; delay "5d" }
emergency { declared-by "board"; at-most "10d"; renewals 1 }
"#;

fn usual() -> String {
    document(&format!("{SEATS}{RULES}"))
}

/// Everybody's keys at the founding: name and seat.
const EVERYBODY: [(&str, &str); 8] = [
    ("president", "president"),
    ("secretary", "secretary"),
    ("trustee-1", "trustee"),
    ("trustee-2", "trustee"),
    ("trustee-3", "trustee"),
    ("panel-1", "panel"),
    ("panel-2", "panel"),
    ("panel-3", "panel"),
];

/// A hall, everybody's keys and a clock.
struct Bench {
    hall: Hall,
    keys: BTreeMap<String, SecretKey>,
    now: i64,
    leaves: Vec<Vec<u8>>,
    papers: Vec<Vec<u8>>,
    nonces: u64,
}

/// There are no ballots here.
struct NoBallots;

impl Ballots for NoBallots {
    fn read(&mut self, _: &str, _: &[u64]) -> Result<Vec<Vec<u8>>, String> {
        Err("nobody votes here".to_owned())
    }
}

type Done = Result<(), Refusal>;

impl Bench {
    /// A document founded as a rehearsal.
    fn found(text: &str) -> Self {
        Self::found_at(text, FOUNDED_AT)
    }

    fn found_at(text: &str, now: i64) -> Self {
        let mut bench = Self {
            hall: Hall::default(),
            keys: BTreeMap::new(),
            now,
            leaves: Vec::new(),
            papers: Vec::new(),
            nonces: 0,
        };
        EVERYBODY.into_iter().for_each(|(name, seat)| bench.make_key(name, seat));
        let text = text.as_bytes().to_vec();
        let keys = EVERYBODY
            .iter()
            .map(|(name, seat)| FoundingKey { role: (*seat).to_owned(), key: bench.public(name) })
            .collect();
        let (constitution, zone) = (digest_text(&text), "America/New_York".to_owned());
        let found = UnionCommand::Found { constitution, zone, keys, rehearsal: true };
        bench.put("president", Command::Union(found), vec![text]).unwrap();
        bench
    }

    /// A key for somebody, not admitted yet.
    fn make_key(&mut self, name: &str, seat: &str) {
        let mut seed = [0; 32];
        name.bytes().zip(&mut seed).for_each(|(byte, place)| *place = byte);
        self.keys.insert(name.to_owned(), SecretKey::make(seat, &seed));
    }

    fn public(&self, name: &str) -> PublicKey {
        self.keys[name].public()
    }

    /// Admits a new key.
    fn admit(&mut self, name: &str, seat: &str) {
        self.make_key(name, seat);
        let admit = KeyCommand::Admit { role: seat.to_owned(), key: self.public(name) };
        self.ask("secretary", Command::Key(admit)).unwrap();
    }

    fn revoke(&mut self, name: &str) {
        let revoke = KeyCommand::Revoke { key: self.public(name) };
        self.ask("secretary", Command::Key(revoke)).unwrap();
    }

    fn ask(&mut self, who: &str, command: impl Into<Command>) -> Done {
        self.tick();
        self.put(who, command.into(), Vec::new())
    }

    fn ask_with(&mut self, who: &str, command: impl Into<Command>, documents: Vec<Vec<u8>>) -> Done {
        self.tick();
        self.put(who, command.into(), documents)
    }

    fn put(&mut self, who: &str, command: Command, documents: Vec<Vec<u8>>) -> Done {
        let request = self.request(who, &command, documents);
        let accepted = self.hall.accept(request, self.now)?;
        self.take(&accepted);
        Ok(())
    }

    fn take(&mut self, accepted: &crate::hall::Accepted) {
        self.hall.take(accepted);
        self.leaves.push(accepted.leaf.clone());
        self.papers.extend(accepted.documents.iter().cloned());
    }

    fn request(&mut self, who: &str, command: &Command, documents: Vec<Vec<u8>>) -> Request {
        self.nonces += 1;
        let state = &self.hall.state;
        let constitution = match command {
            Command::Union(UnionCommand::Found { constitution, .. }) => constitution.clone(),
            _ => state.union.as_ref().unwrap().program.digest.clone(),
        };
        let key = self.keys.get(who);
        let actor =
            key.map_or(Actor::Host, |key| Actor::Key { key: key.public(), role: key.role().to_owned() });
        let (size, root) = (self.hall.chain.size(), hex::encode(self.hall.hashes.root()));
        let inner = Inner {
            origin: "bench.example/record".to_owned(),
            command: command.render(),
            basis: Basis { constitution, article: article(state, command) },
            actor,
            nonce: format!("{:032x}", self.nonces),
            seen: key.map(|_| Seen { size, root }),
        };
        let signature = key.map(|key| inner.sign(key).unwrap());
        Request { inner, signature, documents }
    }

    /// Lets everything happen that is due by now.
    fn tick(&mut self) {
        for _ in 0..MANY {
            let Some(accepted) = self.hall.next_elapsed(self.now, &mut NoBallots).unwrap() else { return };
            self.take(&accepted);
        }
        panic!("time stands still at {}", self.now);
    }

    fn wait(&mut self, days: i64) {
        self.now += days * DAY;
        self.tick();
    }

    fn begin(&mut self, plan: &str, against: Option<&str>) -> ProcessId {
        let against = against.map(|name| self.public(name));
        let begin = ProcessCommand::Begin { plan: plan.to_owned(), about: "ab".repeat(32), against };
        self.ask("host", begin).unwrap();
        self.last(plan)
    }

    /// Somebody of the board proposes other rules.
    fn propose(&mut self, text: &str) -> ProcessId {
        let text = text.as_bytes().to_vec();
        let begin = ProcessCommand::Begin {
            plan: "amendment/bylaws".to_owned(),
            about: digest_text(&text),
            against: None,
        };
        self.ask_with("president", begin, vec![text]).unwrap();
        self.last("amendment/bylaws")
    }

    /// Proposes other rules and sees them through.
    fn amend(&mut self, text: &str) {
        let id = self.propose(text);
        self.wait(12);
        for name in ["president", "trustee-1", "trustee-2"] {
            self.speak(name, &id, Voice::For).unwrap();
        }
        self.wait(7);
        assert_eq!(self.case(&id).ended.unwrap().1, Some(Voice::For));
        assert_eq!(self.hall.state.union.as_ref().unwrap().program.digest, digest_text(text.as_bytes()));
    }

    /// The last process begun by this plan.
    fn last(&self, plan: &str) -> ProcessId {
        let of_plan = self.hall.state.cases.values().filter(|case| case.plan.id == plan);
        let number = |case: &&Case| case.id.0.rsplit_once('#').unwrap().1.parse::<u64>().unwrap();
        of_plan.max_by_key(number).unwrap().id.clone()
    }

    fn speak(&mut self, who: &str, process: &ProcessId, voice: Voice) -> Done {
        self.ask(who, ProcessCommand::Speak { process: process.clone(), voice })
    }

    fn put_off(&mut self, who: &str, process: &ProcessId, power: u32) -> Done {
        self.ask(who, ProcessCommand::PutOff { process: process.clone(), power })
    }

    fn case(&self, id: &ProcessId) -> &Case {
        &self.hall.state.cases[id]
    }

    /// The number of the stage that is open.
    fn stage(&self, id: &ProcessId) -> Option<u32> {
        self.case(id).open().map(|(number, ..)| number)
    }

    /// An auditor who derives everything again finds nothing and comes to the same state.
    fn audit(&self) {
        let archives = BTreeMap::new();
        let mut audit = Audit::begin(&self.papers, &archives);
        for leaf in &self.leaves {
            assert_eq!(audit.read(leaf), []);
        }
        let print = |hall: &Hall| {
            let state = &hall.state;
            format!("{:?}{:?}{:?}", state.cases, state.keys, state.union)
        };
        assert!(print(audit.hall()) == print(&self.hall), "the record replays to another state");
    }
}
