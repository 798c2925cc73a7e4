//! Nothing can be changed unseen: one finished election, and every bit of it changed, by somebody who cannot sign for the
//! log, and by somebody who can. What the second one can do unseen is listed here, and it is all there is. Whoever puts
//! the rest in order again after a change is met in `forgeries`.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile_hall::audit::{Audit, Record};
use rankfile_hall::command::Command;
use rankfile_hall::election::command::Command as ElectionCommand;
use rankfile_record::act::Act;
use rankfile_record::note::LogKey;
use rankfile_sim::finished::{
    acts, before_every_act, findings, kind, pinned, play, record, signed_again, tree_of,
};
use rankfile_sim::play::{Play, log_key};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Where two values differ.
fn differing(path: &str, one: &Value, other: &Value, into: &mut BTreeSet<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for name in one.keys().chain(other.keys()) {
                let path = format!("{path}.{name}").trim_start_matches('.').to_owned();
                differing(
                    &path,
                    one.get(name).unwrap_or(&Value::Null),
                    other.get(name).unwrap_or(&Value::Null),
                    into,
                );
            }
        }
        _ if one == other => {}
        _ => drop(into.insert(path.to_owned())),
    }
}

#[test]
fn a_changed_leaf_is_not_the_one_the_checkpoint_was_signed_over() {
    // Somebody without the log's key: one bit of each leaf, the whole audit. That no other bit fares better is what a
    // hash is for.
    let tree = tree_of(&record().leaves);
    for index in 0..record().leaves.len() {
        let mut leaves = record().leaves.clone();
        let middle = leaves[index].len() / 2;
        leaves[index][middle] ^= 1;
        assert_ne!(tree_of(&leaves).root(), tree.root(), "act {index}");
        if index % 9 == 0 {
            let forged = Record {
                checkpoint: record().checkpoint.clone(),
                ..signed_again(leaves, record().archives.clone())
            };
            let found = findings(&forged);
            assert!(found.iter().any(|finding| finding.starts_with("checkpoint")), "act {index}: {found:?}");
        }
    }
}

#[test]
fn every_bit_of_every_leaf_is_found_by_its_own_signature_or_by_the_law_even_if_the_log_signs_it() {
    let (acts, befores) = (acts(), before_every_act());
    let (mut tried, mut kinds) = (0_u64, BTreeSet::new());
    // What is not found when the act is the last one, and what is not found when the others follow it.
    let (mut if_last, mut in_the_end) = (BTreeSet::new(), BTreeSet::new());
    for (index, (act, before)) in acts.iter().zip(&befores).enumerate() {
        let first_of_its_kind = kinds.insert(kind(act));
        let leaf = &record().leaves[index];
        // All bits of the first act of every kind that nobody signed. Of the others the bit that turns one digit into the
        // next; of signed ones also the bit that turns capitals.
        let bits: &[u32] = match (first_of_its_kind, &act.signature) {
            (true, None) => &[0, 1, 2, 3, 4, 5, 6, 7],
            (false, None) => &[0],
            (_, Some(_)) => &[0, 5],
        };
        for (byte, bit) in (0..leaf.len()).flat_map(|byte| bits.iter().map(move |bit| (byte, bit))) {
            let mut changed = leaf.clone();
            changed[byte] ^= 1 << bit;
            tried += 1;
            let mut audit = before.clone();
            if !audit.read(&changed).is_empty() {
                continue;
            }
            let (old, new) =
                (serde_json::from_slice(leaf).unwrap(), serde_json::from_slice(&changed).unwrap());
            let mut fields = BTreeSet::new();
            differing("", &old, &new, &mut fields);
            let fields = Vec::from_iter(fields).join(" and ");
            assert!(fields != "outer.rules", "act {index} under other rules went unseen");
            if_last.insert((kind(act).split(' ').next().unwrap().to_owned(), fields.clone()));
            // The others follow, as they were.
            if record().leaves[index + 1..].iter().all(|leaf| audit.read(leaf).is_empty()) {
                in_the_end.insert((index as u64, kind(act), fields));
            }
        }
    }
    println!("{tried} changes tried on {} acts of {} kinds: {kinds:#?}", acts.len(), kinds.len());
    assert!(kinds.len() >= 25 && tried > 100_000, "{} kinds, {tried} changes", kinds.len());
    // While nothing follows it, whoever owns the log's key can date an act otherwise, within what its neighbours and the
    // deadlines allow, and can give an act of the host another random number. Nobody else has said when it was, and the
    // number says nothing. Both are the host's word until somebody has seen them. Not even the founding can be said to have been
    // decided by older rules: those began no processes with it.
    let words_of_the_host: BTreeSet<(String, String)> = [
        ("clock", "outer.recorded_at"),
        ("host", "inner.nonce"),
        ("host", "outer.recorded_at"),
        ("key", "outer.recorded_at"),
    ]
    .map(|(who, field)| (who.to_owned(), field.to_owned()))
    .into();
    assert_eq!(if_last, words_of_the_host);
    // Somebody has seen them as soon as the next key signs: it names the tree before it. What remains is what comes after
    // the last signature, which is the clock's own acts and their dates.
    let pinned = pinned();
    for (index, kind, fields) in &in_the_end {
        assert!(*index >= pinned && fields == "outer.recorded_at", "act {index} ({kind}): {fields}");
    }
    assert!(in_the_end.iter().all(|(_, kind, _)| kind.starts_with("clock")), "{in_the_end:?}");
}

/// Which act writes each stretch of the archive, in order.
fn stretches(play: &mut Play, archive: &str) -> Vec<(usize, String, usize)> {
    let contents = play.machine.contents();
    let mut pieces = contents.pieces[archive].iter().map(|piece| (piece.kind.clone(), piece.bytes.len()));
    let mut found = Vec::new();
    let mut ballots = 0;
    for (leaf, index) in contents.leaves.iter().zip(0..) {
        let act = Act::parse(leaf).unwrap();
        let writes = match Command::parse(&act.inner.command) {
            Some(Command::Election(ElectionCommand::ReportBallots { ballots: now, .. })) => {
                let new = now - ballots;
                ballots = now;
                new
            }
            Some(Command::Election(
                ElectionCommand::SetBallot { .. } | ElectionCommand::ShareDecryption { .. },
            )) => 1,
            Some(Command::Election(ElectionCommand::Elapse { election, step, .. })) => u64::from(
                election.0 == "officers-1" && matches!(step.0.as_str(), "close" | "tally" | "result"),
            ),
            _ => 0,
        };
        for _ in 0..writes {
            let (kind, length) = pieces.next().unwrap();
            found.push((index, kind, length));
        }
    }
    assert_eq!(pieces.next(), None, "every piece is written by an act");
    found
}

#[test]
fn every_byte_of_an_archive_is_found() {
    let befores = before_every_act();
    let (archive, bytes) = record().archives.iter().next().unwrap();
    let mut archives = record().archives.clone();
    let (mut start, mut tried) = (0, BTreeMap::<String, usize>::new());
    for (index, kind, length) in stretches(&mut play(), archive) {
        // Every byte of the headers and of short pieces; of long ones every fifth, since each costs the check of a whole act.
        let short = matches!(kind.as_str(), "end" | "tally" | "result");
        for at in (start..start + length).filter(|at| short || at - start < 512 || at % 5 == 0) {
            archives.get_mut(archive).unwrap()[at] ^= 1 << (at % 8);
            let mut audit = befores[index].with_archives(&archives);
            assert!(!audit.read(&record().leaves[index]).is_empty(), "byte {at} ({kind}) went unseen");
            archives.get_mut(archive).unwrap()[at] ^= 1 << (at % 8);
            *tried.entry(kind.clone()).or_default() += 1;
        }
        start += length;
    }
    assert_eq!(start, bytes.len());
    println!("bytes tried: {tried:?}");
    // More, less, none, and another name.
    let whole =
        |archives: BTreeMap<String, Vec<u8>>| findings(&signed_again(record().leaves.clone(), archives));
    let with = |bytes: Vec<u8>| whole(BTreeMap::from([(archive.clone(), bytes)]));
    assert!(!with([bytes.as_slice(), &[0]].concat()).is_empty());
    assert!(!with(bytes[..bytes.len() - 1].to_vec()).is_empty());
    assert!(!with(Vec::new()).is_empty());
    assert!(!whole(BTreeMap::new()).is_empty());
    assert!(!whole(BTreeMap::from([("anotherArchive".to_owned(), bytes.clone())])).is_empty());
}

#[test]
fn a_changed_document_is_a_missing_one() {
    for (place, document) in record().documents.iter().enumerate() {
        // Which byte does not matter: a document is known by its digest.
        for at in [0, document.len() / 2, document.len() - 1] {
            let mut documents = record().documents.clone();
            documents[place][at] ^= 1;
            let mut audit = Audit::begin(&documents, &record().archives);
            let found = record().leaves.iter().any(|leaf| !audit.read(leaf).is_empty());
            assert!(found, "document {place} went unseen");
        }
    }
}

#[test]
fn every_bit_of_the_checkpoint_and_the_key_it_is_checked_with_are_found() {
    // Over the founding alone, so that it can be audited so many times.
    let leaves = record().leaves[..1].to_vec();
    let good = signed_again(leaves.clone(), BTreeMap::new());
    assert_eq!(findings(&good), Vec::<String>::new());
    for (byte, bit) in (0..good.checkpoint.len()).flat_map(|byte| (0..8).map(move |bit| (byte, bit))) {
        let mut forged = signed_again(leaves.clone(), BTreeMap::new());
        forged.checkpoint[byte] ^= 1 << bit;
        assert!(!findings(&forged).is_empty(), "bit {bit} of byte {byte} went unseen");
    }
    let other = LogKey::from_seed(log_key().name(), [10; 32]).unwrap();
    let forged = Record { vkey: other.verifier().clone(), ..signed_again(leaves, BTreeMap::new()) };
    assert!(!findings(&forged).is_empty());
}
