//! One finished small election, handed over to whoever wants to change it: its record, and the tools of somebody who owns
//! the log's key. The tests that change it are `flips` and `forgeries`.

use crate::play::{Play, log_key};
use rankfile_hall::audit::{Audit, Record, audit};
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{Command as ElectionCommand, ElectionId};
use rankfile_record::act::{Act, Actor};
use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::hash::leaf_hash;
use rankfile_record::tree::Hashes;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A finished election of six members with every kind of act in it: a protest, a revote, an admitted and a revoked key, a
/// nominee who declines and one with a statement, a desk that is served, everything to the end of retention.
/// # Panics
/// If the play does not go as it is written: so do all functions here.
pub fn play() -> Play {
    let mut play = Play::founded(20, 6);
    let id = ElectionId("officers-1".to_owned());
    let key = play.keys["president"].public();
    for command in [
        rankfile_hall::key::command::Command::Admit { role: "president".to_owned(), key: key.clone() },
        rankfile_hall::key::command::Command::Revoke { key },
    ] {
        let deed = crate::play::Deed::of("secretary", Command::Key(command));
        play.ask(deed).expect("a sound play");
    }
    let now = play.now;
    play.writer().serve_desk(&"d1".repeat(32), now).expect("a sound play");
    play.run_until(&id, "nomination-notice");
    let opens = play.election(&id).step("nominate").expect("a sound play").opens_at;
    play.jump(opens);
    let (candidacy, nominate) = play.nominate(&id, "treasurer", "Dee Example");
    play.ask(nominate).expect("a sound play");
    let decline = play.answer(&id, &candidacy, false);
    play.ask(decline).expect("a sound play");
    let (candidacy, nominate) = play.nominate(&id, "treasurer", "Flo Example");
    play.ask(nominate).expect("a sound play");
    let statement =
        Some(rankfile_hall::election::ballot_paper::statement(&[7; 32], "I answer every letter."));
    let accept = ElectionCommand::AcceptNomination { election: id.clone(), candidacy, statement };
    play.ask(crate::play::Deed::of("host", accept)).expect("a sound play");
    play.run_until(&id, "open");
    for (voter, choice) in [(0, Some(0)), (1, None), (0, Some(1)), (2, Some(1))] {
        play.now += 60;
        play.vote(&id, voter, choice).expect("a sound play");
    }
    play.run_until(&id, "result");
    let (protest, deed) = play.protest(&id);
    play.ask(deed).expect("a sound play");
    play.run_until(&id, "protest");
    let deed = play.decide_protest(&id, &protest, false);
    play.ask(deed).expect("a sound play");
    play.run_until(&id, "retain");
    play
}

/// The record of [`play`], made once.
pub fn record() -> &'static Record {
    static RECORD: OnceLock<Record> = OnceLock::new();
    RECORD.get_or_init(|| {
        let record = play().record();
        let (report, _) = audit(&record, &|_, _, _| {});
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        record
    })
}

/// The record cut after so many acts, or with other leaves, signed again by whoever owns the log's key.
pub fn signed_again(leaves: Vec<Vec<u8>>, archives: BTreeMap<String, Vec<u8>>) -> Record {
    let key = log_key();
    let tree = tree_of(&leaves);
    let head = Checkpoint { origin: key.name().to_owned(), size: tree.size(), root: tree.root() };
    let (vkey, checkpoint) = (key.verifier().clone(), head.sign(&key).into_bytes());
    Record { vkey, checkpoint, leaves, documents: record().documents.clone(), archives }
}

/// The tree over leaves.
pub fn tree_of(leaves: &[Vec<u8>]) -> Hashes {
    let mut tree = Hashes::new();
    leaves.iter().for_each(|leaf| tree.push(leaf_hash(leaf)));
    tree
}

/// What an auditor finds.
pub fn findings(record: &Record) -> Vec<String> {
    let (report, _) = audit(record, &|_, _, _| {});
    report.findings.into_iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect()
}

/// The audit as it stands before every act.
pub fn before_every_act() -> Vec<Audit<'static>> {
    let mut audit = Audit::begin(&record().documents, &record().archives);
    let step = |leaf: &Vec<u8>| {
        let before = audit.clone();
        assert!(audit.read(leaf).is_empty());
        before
    };
    record().leaves.iter().map(step).collect()
}

/// The acts of [`record`].
pub fn acts() -> Vec<Act> {
    record().leaves.iter().map(|leaf| Act::parse(leaf).expect("a sound play")).collect()
}

/// What an act is, for a list: who and what.
pub fn kind(act: &Act) -> String {
    let who = match act.inner.actor {
        Actor::Key { .. } => "key",
        Actor::Host => "host",
        Actor::Clock => "clock",
    };
    let step = act.inner.command["step"].as_str().map(|step| format!(" {step}")).unwrap_or_default();
    format!("{who} {}{step}", act.inner.command["do"].as_str().expect("a sound play"))
}

/// The last act that a later signature pins: every act before this index is in the tree that some key's owner saw.
pub fn pinned() -> u64 {
    acts().iter().filter_map(|act| act.inner.seen.as_ref().map(|seen| seen.size)).max().expect("a sound play")
}
