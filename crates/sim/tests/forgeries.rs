//! A forger who owns the log's key but nobody else's: takes a finished election, changes it, and puts everything after the
//! change in order again: counters, effects, the clock's own acts, the tree, the checkpoint. What such a forger can still
//! not do, and the little that only a kept checkpoint shows.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile_constitution::canonical;
use rankfile_hall::audit::{Audit, Record};
use rankfile_hall::command::Command;
use rankfile_hall::effect::digest;
use rankfile_hall::election::command::{ElectionId, Facts};
use rankfile_hall::judge::{Judged, judge};
use rankfile_hall::key::command::Command as Key;
use rankfile_hall::own;
use rankfile_hall::process::command::{Command as Process, ProcessId, Voice};
use rankfile_hall::rules::RULES;
use rankfile_record::act::{Act, Actor, Register, Seen};
use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::commit::digest_text;
use rankfile_record::key::SecretKey;
use rankfile_record::receipt::check_receipt;
use rankfile_record::tree::check_consistency;
use rankfile_sim::finished::{acts, before_every_act, findings, kind, pinned, record, signed_again, tree_of};
use rankfile_sim::play::{Deed, Play, log_key};
use rankfile_sim::world::with_processes;
use serde_json::Value;

/// What a forger makes of a history who owns the log's key but no other: every act is put in its place again, with the
/// effects and counters it must have there; the host's and the clock's own acts are made anew.
fn chained_again(acts: impl IntoIterator<Item = Act>) -> (Vec<Vec<u8>>, Vec<String>) {
    chained_in(record(), acts)
}

/// The same with the documents and archives of any record.
fn chained_in(record: &Record, acts: impl IntoIterator<Item = Act>) -> (Vec<Vec<u8>>, Vec<String>) {
    let mut audit = Audit::begin(&record.documents, &record.archives);
    let (mut leaves, mut found) = (Vec::new(), Vec::new());
    for mut act in acts {
        let hall = audit.hall();
        if let Some(command) = Command::parse(&act.inner.command)
            && own::is_own(&act.inner.actor, &command)
        {
            act.inner = own::inner(&hall.state, &hall.chain, act.inner.actor.clone(), &command);
        }
        let at = act.outer.recorded_at.max(hall.chain.last_recorded_at());
        let judged = judge(
            &hall.state,
            &hall.chain,
            &hall.hashes,
            &act.inner,
            act.signature.as_deref(),
            at,
            act.outer.rules,
        );
        let (register, effects) = match judged {
            Ok(Judged { register, effects }) => (register, digest(&effects)),
            Err(_) => (act.outer.register, act.outer.effects),
        };
        act.outer = hall.chain.make(register, at, RULES, effects);
        let leaf = act.render().unwrap();
        found.extend(
            audit.read(&leaf).iter().map(|finding| format!("act {}: {}", finding.index, finding.message)),
        );
        leaves.push(leaf);
    }
    let (report, _) = audit.end(&signed_again(leaves.clone(), record.archives.clone()), &|_, _, _| {});
    found.extend(report.findings.iter().skip(found.len()).map(|finding| finding.message.clone()));
    (leaves, found)
}

#[test]
fn a_history_chained_again_as_it_was_is_the_same() {
    let (leaves, found) = chained_again(acts());
    assert!(found.is_empty(), "{found:?}");
    assert!(leaves == record().leaves);
}

#[test]
fn no_act_can_be_left_out_doubled_or_moved_but_the_last() {
    let acts = acts();
    let last = acts.len() - 1;
    for index in 0..acts.len() {
        let mut without = acts.clone();
        without.remove(index);
        let (_, found) = chained_again(without);
        assert_eq!(
            found.is_empty(),
            index == last,
            "act {index} ({}) left out: {found:?}",
            kind(&acts[index])
        );
        let mut doubled = acts.clone();
        doubled.insert(index, acts[index].clone());
        let (_, found) = chained_again(doubled);
        assert!(!found.is_empty(), "act {index} ({}) doubled", kind(&acts[index]));
        if index < last {
            let mut moved = acts.clone();
            moved.swap(index, index + 1);
            let (_, found) = chained_again(moved);
            assert!(!found.is_empty(), "act {index} ({}) and the next exchanged", kind(&acts[index]));
        }
    }
    // Nor without putting the rest in order.
    for index in [3, 20, last - 1] {
        let mut without = record().leaves.clone();
        without.remove(index);
        assert!(!findings(&signed_again(without, record().archives.clone())).is_empty());
    }
}

#[test]
fn the_tail_can_be_cut_off_and_only_somebody_who_kept_a_checkpoint_sees_it() {
    let whole = tree_of(&record().leaves);
    for keep in [whole.size() - 1, whole.size() - 2] {
        let cut = record().leaves[..usize::try_from(keep).unwrap()].to_vec();
        let forged = signed_again(cut.clone(), record().archives.clone());
        assert_eq!(findings(&forged), Vec::<String>::new(), "by itself a shorter history holds");
        let head = Checkpoint::open(&forged.checkpoint, &forged.vkey).unwrap();
        // Whoever kept the checkpoint over all of it asks how the one follows from the other.
        let proof = tree_of(&cut).consistency_proof(whole.size(), head.size).unwrap_or_default();
        assert!(check_consistency(whole.size(), &whole.root(), head.size, &head.root, &proof).is_err());
    }
    // In the middle of an election the archive goes on where the acts do not: that is found by anybody.
    let close = acts().iter().position(|act| kind(act) == "clock elapse tally").unwrap();
    let cut = record().leaves[..close].to_vec();
    assert!(!findings(&signed_again(cut, record().archives.clone())).is_empty());
    // A history that only grew is consistent with every checkpoint before.
    for old in 1..=whole.size() {
        let proof = whole.consistency_proof(old, whole.size()).unwrap();
        check_consistency(old, &whole.root_at(old).unwrap(), whole.size(), &whole.root(), &proof).unwrap();
    }
}

/// One act changed by somebody who owns the log's key, and everything after it put in order again.
fn forge(index: usize, change: impl Fn(&mut Act)) -> (Vec<Vec<u8>>, Vec<String>) {
    let mut acts = acts();
    change(&mut acts[index]);
    chained_again(acts)
}

/// Puts another value somewhere into an act.
fn put(act: &mut Act, path: &str, value: Value) {
    let mut whole = serde_json::to_value(&*act).unwrap();
    let place = whole.pointer_mut(path).unwrap();
    assert_ne!(*place, value, "that is no change");
    *place = value;
    *act = serde_json::from_value(whole).unwrap();
}

/// The act itself changed, with the effects it would have, and nothing after it: what its own checks find.
fn forge_last(index: usize, change: impl Fn(&mut Act)) -> Vec<String> {
    let befores = before_every_act();
    let mut audit = befores[index].clone();
    let mut act = acts()[index].clone();
    change(&mut act);
    let hall = audit.hall();
    let at = act.outer.recorded_at;
    let judged = judge(
        &hall.state,
        &hall.chain,
        &hall.hashes,
        &act.inner,
        act.signature.as_deref(),
        at,
        act.outer.rules,
    );
    if let Ok(Judged { effects, .. }) = judged {
        act.outer.effects = digest(&effects);
    }
    let found = audit.read(&act.render().unwrap());
    found.iter().map(|finding| finding.message.clone()).collect()
}

#[test]
fn the_clock_has_nothing_to_choose() {
    let acts = acts();
    let article = |act: &mut Act| act.inner.basis.article = "members".to_owned();
    let nonce = |act: &mut Act| act.inner.nonce = "00112233445566778899aabbccddeeff".to_owned();
    let tree = tree_of(&record().leaves);
    for (index, act) in acts.iter().enumerate() {
        let command = Command::parse(&act.inner.command).unwrap();
        if !own::is_own(&act.inner.actor, &command) {
            continue;
        }
        let size = index as u64;
        let root = hex::encode(tree.root_at(size).unwrap());
        let seen = |act: &mut Act| act.inner.seen = Some(Seen { size, root: root.clone() });
        for (what, found) in [
            ("another article", forge_last(index, article)),
            ("another nonce", forge_last(index, nonce)),
            ("a tree it saw", forge_last(index, seen)),
        ] {
            assert!(!found.is_empty(), "act {index} ({}): {what} went unseen", kind(act));
        }
        let due = act.inner.command["due_at"].as_i64();
        if let Some(due) = due.filter(|due| *due > acts[index - 1].outer.recorded_at) {
            let early = forge_last(index, |act| act.outer.recorded_at = due - 1);
            assert!(!early.is_empty(), "act {index} ({}) was recorded before it was due", kind(act));
        }
        let facts = forge_last(index, |act| {
            if act.inner.command["facts"]["of"] == "none" {
                act.inner.command["facts"] =
                    serde_json::to_value(Facts::Result { votes: vec![vec![7]], result: "x".into() }).unwrap();
            } else {
                act.inner.command["head"] = Value::from("00");
            }
        });
        assert!(!facts.is_empty(), "act {index} ({}): facts nobody needs went unseen", kind(act));
    }
}

#[test]
fn what_the_host_says_of_the_box_and_of_the_count_is_held_against_the_archive() {
    let acts = acts();
    let find = |wanted: &str| acts.iter().position(|act| kind(act) == wanted).unwrap();
    let last_report = acts.iter().rposition(|act| kind(act) == "host report-ballots").unwrap();
    for (what, index, path, value) in [
        ("fewer ballots", last_report, "/inner/command/ballots", Value::from(3)),
        ("more ballots", last_report, "/inner/command/ballots", Value::from(5)),
        ("endless ballots", last_report, "/inner/command/ballots", Value::from(9_007_199_254_740_991_u64)),
        ("another head", last_report, "/inner/command/head", Value::from("ab".repeat(32))),
        ("fewer counted", find("clock elapse tally"), "/inner/command/facts/counted", Value::from(2)),
        ("more counted", find("clock elapse tally"), "/inner/command/facts/counted", Value::from(4)),
        ("another tally", find("clock elapse tally"), "/inner/command/facts/tally", Value::from("sha256:00")),
        ("other votes", find("clock elapse result"), "/inner/command/facts/votes/0/1", Value::from(7)),
        (
            "another result",
            find("clock elapse result"),
            "/inner/command/facts/result",
            Value::from("sha256:00"),
        ),
    ] {
        let (_, found) = forge(index, |act| put(act, path, value.clone()));
        let at_once = forge_last(index, |act| put(act, path, value.clone()));
        assert!(!at_once.is_empty(), "{what} went unseen while nothing followed");
        assert!(!found.is_empty(), "{what} went unseen");
    }
}

#[test]
fn what_the_host_says_for_a_member_stands_until_a_key_has_seen_it_or_the_member_kept_the_receipt() {
    let mut play = Play::founded(21, 6);
    let id = ElectionId("officers-1".to_owned());
    play.run_until(&id, "nomination-notice");
    let opens = play.election(&id).step("nominate").unwrap().opens_at;
    play.jump(opens);
    let (_, nominate) = play.nominate(&id, "president", "Ada Example");
    let index = play.ask(nominate).unwrap();
    let receipt = play.writer().log().receipt(index, None).unwrap().unwrap();
    let leaf = play.leaves().pop().unwrap();
    let mut forged_play = Play::founded(21, 6);
    forged_play.run_until(&id, "nomination-notice");
    forged_play.jump(opens);
    let (_, other) = forged_play.nominate(&id, "president", "Somebody Else");
    forged_play.ask(other).unwrap();
    // By itself the other history holds: members have no keys, and this is the host's word.
    assert!(forged_play.audit().findings.is_empty());
    // The member's receipt does not agree with it: the leaf is not there, and the trees are not consistent.
    let vkey = log_key().verifier().clone();
    let kept = check_receipt(&receipt, &leaf, &vkey).unwrap().checkpoint;
    let shown = Checkpoint::open(&forged_play.record().checkpoint, &vkey).unwrap();
    let proof = tree_of(&forged_play.leaves()).consistency_proof(kept.size, shown.size).unwrap_or_default();
    assert!(check_consistency(kept.size, &kept.root, shown.size, &shown.root, &proof).is_err());
    // And in the finished election every member's act comes before a signature that pins it.
    let host = acts().into_iter().filter(|act| act.inner.actor == Actor::Host).map(|act| act.outer.index);
    assert!(host.max().unwrap() < pinned());
}

#[test]
fn an_act_stands_in_its_own_register_only() {
    let acts = acts();
    for (index, act) in acts.iter().enumerate() {
        let other = if act.outer.register == Register::Draw { Register::Case } else { Register::Draw };
        // A register nothing stands in yet, so that number and link are right.
        let found = forge_last(index, |act| {
            (act.outer.register, act.outer.number, act.outer.previous) = (other, 0, None);
        });
        assert!(!found.is_empty(), "act {index} ({}) in register {other:?}", kind(act));
    }
}

const DAY: i64 = 86_400;
const COMPLAINT: &str = "complaint/officers/executive-board#1";
const AMENDMENT: &str = "amendment/constitution#1";

/// A complaint that was put off and decided, a petition that only the clock acted on, and a constitution changed; with a
/// signature after all of it.
fn step_by_step() -> Play {
    let mut play = Play::empty(31, &with_processes());
    let found = play.found();
    play.ask(found).unwrap();
    for seat in 1_u8..=3 {
        let (name, role) = (format!("board-{seat}"), "executive-board".to_owned());
        play.keys.insert(name.clone(), SecretKey::make(&role, &[70 + seat; 32]));
        let key = play.public(&name);
        play.ask(Deed::of("secretary", Command::Key(Key::Admit { role, key }))).unwrap();
    }
    let begin = |plan: &str, about: String, against| Process::Begin { plan: plan.to_owned(), about, against };
    let against = Some(play.public("board-1"));
    let complaint = begin("complaint/officers/executive-board", "c1".repeat(32), against);
    let text = canonical(&with_processes().replace("delay \"5d\"", "delay \"6d\"")).into_bytes();
    let amendment = begin("amendment/constitution", digest_text(&text), None);
    play.ask(Deed::of("host", complaint)).unwrap();
    play.ask(Deed::of("host", begin("petition/meeting", "b2".repeat(32), None))).unwrap();
    play.ask(Deed::of("board-1", amendment).with(vec![text])).unwrap();
    let id = |id: &str| ProcessId(id.to_owned());
    let speak =
        |who: &str, process: &str| Deed::of(who, Process::Speak { process: id(process), voice: Voice::For });
    for who in ["board-2", "board-3"] {
        play.ask(Deed::of(who, Process::PutOff { process: id(COMPLAINT), power: 0 })).unwrap();
    }
    play.ask(speak("secretary", COMPLAINT)).unwrap();
    play.jump(play.now + 12 * DAY);
    for (who, process) in
        [("board-2", COMPLAINT), ("board-3", COMPLAINT), ("board-1", AMENDMENT), ("board-3", AMENDMENT)]
    {
        play.now += 60;
        play.ask(speak(who, process)).unwrap();
    }
    play.jump(play.now + 40 * DAY);
    let load = play.load(6, 6);
    play.ask(load).unwrap();
    let cases = &play.hall().state.cases;
    for id in [COMPLAINT, AMENDMENT, "petition/meeting#1"] {
        assert!(cases[&ProcessId(id.to_owned())].ended.is_some(), "{id} is not over");
    }
    play
}

/// Where the acts on processes are, and all acts.
fn on_processes(play: &Play) -> (Vec<usize>, Vec<Act>) {
    let acts = play.acts();
    let is = |act: &Act| matches!(Command::parse(&act.inner.command), Some(Command::Process(_)));
    ((0..acts.len()).filter(|index| is(&acts[*index])).collect(), acts)
}

#[test]
fn no_act_on_a_process_can_be_left_out_doubled_or_moved() {
    let mut play = step_by_step();
    let record = play.record();
    let (places, acts) = on_processes(&play);
    let (leaves, found) = chained_in(&record, acts.clone());
    assert!(found.is_empty() && leaves == record.leaves, "{found:?}");
    assert!(places.len() > 15, "{}", places.len());
    for index in places {
        let mut without = acts.clone();
        without.remove(index);
        assert!(!chained_in(&record, without).1.is_empty(), "act {index} ({}) left out", kind(&acts[index]));
        let mut doubled = acts.clone();
        doubled.insert(index, acts[index].clone());
        assert!(!chained_in(&record, doubled).1.is_empty(), "act {index} ({}) doubled", kind(&acts[index]));
        let mut moved = acts.clone();
        moved.swap(index, index + 1);
        assert!(!chained_in(&record, moved).1.is_empty(), "act {index} ({}) moved", kind(&acts[index]));
    }
}

#[test]
fn forged_acts_on_processes_are_found() {
    let mut play = step_by_step();
    let record = play.record();
    let (places, acts) = on_processes(&play);
    let forged = |index: usize, change: &dyn Fn(&mut Act)| {
        let mut acts = acts[..=index].to_vec();
        change(&mut acts[index]);
        chained_in(&record, acts).1
    };
    let stranger = play.actor(&rankfile_sim::play::Who::Key("protest-board".to_owned()));
    let Actor::Key { key: stranger, .. } = stranger else { panic!("a key") };
    let mut tried = [0; 5];
    for index in places {
        let (act, at) = (&acts[index], acts[index - 1].outer.recorded_at);
        assert!(forged(index, &|_| {}).is_empty());
        let what = kind(act);
        let is = |word: &str| act.inner.command["do"] == word;
        if is("elapse") {
            tried[0] += 1;
            let due = act.inner.command["due_at"].as_i64().unwrap();
            if due > at {
                assert!(
                    !forged(index, &|act| act.outer.recorded_at = due - 1).is_empty(),
                    "{what} too early"
                );
            }
            for (path, value) in [
                ("/inner/command/due_at", Value::from(due - 1)),
                ("/inner/command/stage", Value::from(7)),
                ("/inner/command/process", Value::from("petition/meeting#9")),
                ("/inner/actor", serde_json::json!({ "kind": "host" })),
            ] {
                assert!(!forged(index, &|act| put(act, path, value.clone())).is_empty(), "{what}: {path}");
            }
        }
        if let (true, Actor::Key { role, .. }) = (is("speak") || is("put-off"), &act.inner.actor) {
            tried[1] += 1;
            // The word of somebody of another body, and the host's, in place of the one who has the seat.
            let role = role.clone();
            let by_other = forged(index, &|act| {
                act.inner.actor = Actor::Key { key: stranger.clone(), role: role.clone() };
                act.signature = Some(play.sign(&act.inner, "protest-board"));
            });
            assert!(!by_other.is_empty(), "{what} by somebody else");
            let by_host = forged(index, &|act| {
                (act.inner.actor, act.inner.seen, act.signature) = (Actor::Host, None, None);
            });
            assert!(!by_host.is_empty(), "{what} by the host");
            let other_way = forged(index, &|act| {
                if act.inner.command["voice"] == "for" {
                    act.inner.command["voice"] = Value::from("against");
                } else {
                    act.inner.command["power"] = Value::from(1);
                }
            });
            assert!(!other_way.is_empty(), "{what} the other way");
        }
        if is("begin") {
            tried[2] += 1;
            let by_clock = forged(index, &|act| {
                (act.inner.actor, act.inner.seen, act.signature) = (Actor::Clock, None, None);
            });
            assert!(!by_clock.is_empty(), "{what} by the clock");
            let unknown = forged(index, &|act| put(act, "/inner/command/plan", Value::from("no/plan")));
            assert!(!unknown.is_empty(), "{what} by no plan");
        }
        if act.inner.command["plan"] == "amendment/constitution" {
            tried[3] += 1;
            // The document is not there: neither the proposal nor what follows from it can be derived.
            let digest = act.inner.command["about"].as_str().unwrap().to_owned();
            let documents = record.documents.iter().filter(|bytes| digest_text(bytes) != digest).cloned();
            let without = Record { documents: documents.collect(), ..play.record() };
            assert!(!findings(&without).is_empty(), "a constitution that nobody can read is in force");
            assert!(without.documents.len() < record.documents.len());
        }
        if is("begin") && act.inner.command["against"].is_string() {
            tried[4] += 1;
            let nobody = |act: &mut Act| drop(act.inner.command.as_object_mut().unwrap().remove("against"));
            // It is the host's word, until the next key has seen it.
            let mut all = acts.clone();
            nobody(&mut all[index]);
            assert!(!chained_in(&record, all).1.is_empty(), "against whom it is was changed unseen");
        }
    }
    assert!(tried.iter().all(|times| *times > 0), "{tried:?}");
}

#[test]
fn a_decision_nobody_made_is_not_in_force() {
    let mut play = step_by_step();
    let record = play.record();
    let (places, acts) = on_processes(&play);
    // Without one of the two words of the board, the clock's act by which the amendment is in force has nothing to stand on.
    let words = places.iter().filter(|index| {
        let command = &acts[**index].inner.command;
        command["do"] == "speak" && command["process"] == AMENDMENT
    });
    for word in words {
        let mut forged = acts.clone();
        forged.remove(*word);
        let (leaves, found) = chained_in(&record, forged);
        assert!(!found.is_empty());
        let archives = record.archives.clone();
        let mut audit = Audit::begin(&record.documents, &archives);
        leaves.iter().for_each(|leaf| drop(audit.read(leaf).to_vec()));
        let in_force = audit.hall().state.union.as_ref().unwrap().program.digest.clone();
        assert_eq!(
            in_force,
            digest_text(canonical(&with_processes()).as_bytes()),
            "one of three is no majority"
        );
    }
}
