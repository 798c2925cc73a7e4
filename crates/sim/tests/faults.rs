//! A whole election, and every call of the store in it made to fail in turn, in each of the three ways; then every call of
//! the opening after that. Whatever was answered is there, nothing is there twice, nobody repairs anything, and in the
//! end the machine holds, byte for byte, what it would have held without the fault.
#![allow(clippy::unwrap_used, reason = "a test may stop where its own machine fails it")]

use anyhow::Result;
use rankfile::house::Signer;
use rankfile::ops::{election, keyholder};
use rankfile_hall::audit::{Record, audit};
use rankfile_record::note::Vkey;
use rankfile_sim::crash::letter::{Found, is_repeated};
use rankfile_sim::crash::scene::log_key;
use rankfile_sim::crash::script::{Batch, Script, script};
use rankfile_sim::world::{World, key};
use rankfile_store::failing::{Failing, FaultPlan};
use rankfile_store::fault::Fault;
use rankfile_store::log::Log;
use rankfile_store::memory::{Contents, Memory};
use rankfile_store::writer::{Answer, OpenFault, Writer};
use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

/// Opens the record, or begins it if it was never begun: a process that starts.
fn open(machine: &Memory, plan: &FaultPlan) -> Result<Writer, Fault> {
    let log = match Log::open(plan.wrap(machine.parts()?), log_key()) {
        Err(Fault::NotBegun) => Log::create(plan.wrap(machine.parts()?), log_key()),
        opened => opened,
    };
    Writer::open(log?).map_err(|fault| match fault {
        OpenFault::Store(fault) => fault,
        OpenFault::Unlawful { .. } => panic!("a fault of the store was taken for a broken record: {fault}"),
    })
}

/// Sends a batch and has it answered.
fn send(writer: &mut Writer, batch: &Batch) -> Result<Vec<Answer>> {
    let asks: Result<Vec<_>> = batch.letters.iter().map(|letter| letter.ask(writer)).collect();
    Ok(writer.commit(asks?, batch.now)?)
}

/// One process that works through the batches until it is done or a call fails. The result is how many were answered.
fn live(machine: &Memory, plan: &FaultPlan, batches: &[Batch]) -> usize {
    let mut writer = match open(machine, plan) {
        Ok(writer) => writer,
        Err(fault) => {
            assert_planned(&fault);
            return 0;
        }
    };
    for (batch, answered) in batches.iter().zip(0..) {
        match send(&mut writer, batch) {
            Ok(answers) => assert!(answers.iter().all(is_taken), "{answers:?}"),
            Err(fault) => {
                assert_planned(fault.downcast_ref().unwrap());
                assert_stopped(&mut writer, batch);
                return answered;
            }
        }
    }
    assert!(!plan.has_struck(), "a call failed and nobody noticed");
    batches.len()
}

/// What comes out is the fault itself, not somebody's opinion of what it means.
fn assert_planned(fault: &Fault) {
    assert!(matches!(fault, Fault::Medium { doing: "failing on purpose", .. }), "{fault}");
}

/// After a fault nothing is done or answered any more.
fn assert_stopped(writer: &mut Writer, batch: &Batch) {
    let refused = [
        writer.commit(vec![], batch.now).map(drop),
        writer.tick(batch.now + 1_000_000_000).map(drop),
        writer.log().leaf(0).map(drop),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(Fault::Stopped { .. })), "it must stay stopped: {refused:?}");
    }
    assert!(send(writer, batch).is_err());
}

fn is_taken(answer: &Answer) -> bool {
    !matches!(answer, Answer::Refused(_))
}

/// Opens without faults, finds everything that was answered, sends again what was not, and goes on to the end.
fn recover_and_finish(machine: &Memory, script: &Script, answered: usize) {
    let mut writer = open(machine, &FaultPlan::none()).unwrap();
    let found = Found::within(writer.log()).unwrap();
    for (batch, number) in script.batches.iter().zip(0..) {
        for letter in &batch.letters {
            let times = found.places(letter).len();
            let expected = if number < answered { 1..=1 } else { 0..=usize::from(number == answered) };
            assert!(expected.contains(&times), "a letter of batch {number} is there {times} times");
        }
    }
    for (batch, number) in script.batches.iter().zip(0..).skip(answered) {
        let answers = send(&mut writer, batch).unwrap();
        // Only of the batch in doubt can the record say that it has it already, and then of all of it.
        let repeated = answers.iter().filter(|answer| is_repeated(answer)).count();
        assert!(repeated == 0 || (number == answered && repeated == answers.len()), "{answers:?}");
        assert!(answers.iter().all(|answer| is_taken(answer) || is_repeated(answer)), "{answers:?}");
    }
    drop(writer);
    assert_same(&machine.contents(), &script.lived);
}

/// The machine must hold what it holds without a fault. Opening may have published narrower tiles besides.
fn assert_same(found: &Contents, expected: &Contents) {
    assert!(found.leaves == expected.leaves, "the leaves are others");
    assert!(found.pieces == expected.pieces, "the archives are others");
    assert!(found.papers == expected.papers, "the documents are others");
    assert!(found.openings == expected.openings, "the private values are others");
    assert!(found.staged == expected.staged && found.lock == expected.lock, "another checkpoint was signed");
    for (path, bytes) in &expected.published {
        assert!(found.published.get(path) == Some(bytes), "the public sees another {path}");
    }
    let others = found.published.keys().filter(|path| !expected.published.contains_key(*path));
    assert!(others.into_iter().all(|path| path.starts_with("tile/0/000.p/")), "the public sees more");
}

fn with(contents: &Contents) -> Memory {
    let machine = Memory::new();
    *machine.contents() = contents.clone();
    machine
}

/// Whether a call changes anything; one that only reads can fail in one way only.
fn writes(call: &str) -> bool {
    ["append", "swap", "put", "replace", "extend", "prune"].iter().any(|verb| call.contains(verb))
}

fn ways(call: &str) -> &'static [Failing] {
    if writes(call) { &Failing::ALL } else { &[Failing::NotPersisted] }
}

/// Does something for each item, in two threads, and adds up the results.
fn in_two_threads<T: Sync>(items: &[T], each: impl Fn(&T) -> usize + Sync) -> usize {
    let each = &each;
    thread::scope(|scope| {
        let halves = [0, 1]
            .map(|first| scope.spawn(move || items.iter().skip(first).step_by(2).map(each).sum::<usize>()));
        halves.into_iter().map(|half| half.join().unwrap()).sum()
    })
}

#[test]
fn the_record_of_the_script_is_lawful_and_every_reading_of_it_gives_the_same() {
    let script = script().unwrap();
    let machine = Memory::new();
    assert_eq!(live(&machine, &FaultPlan::none(), &script.batches), script.batches.len());
    assert_same(&machine.contents(), &script.lived);
    let lived = &script.lived;
    let archives = lived.pieces.iter().map(|(election, pieces)| {
        (election.clone(), pieces.iter().flat_map(|piece| piece.bytes.clone()).collect())
    });
    let record = Record {
        vkey: Vkey::parse(&log_key().vkey()).unwrap(),
        checkpoint: lived.lock.clone().unwrap().into_bytes(),
        leaves: lived.leaves.clone(),
        documents: lived.papers.values().map(|paper| paper.bytes.clone()).collect(),
        archives: archives.collect(),
    };
    let (report, _) = audit(&record, &|_, _, _| {});
    assert_eq!(report.findings, []);
    let verdicts: Vec<_> =
        report.elections.iter().map(|e| (e.verdict.as_str(), e.ballots, e.counted)).collect();
    assert_eq!(verdicts, [("valid", 6, Some(5))], "six ballots, one of them replaced by its voter");
}

#[test]
fn every_call_fails_in_turn_and_the_record_comes_out_the_same() {
    let script = script().unwrap();
    let plan = FaultPlan::none();
    live(&Memory::new(), &plan, &script.batches);
    let calls: Vec<(usize, String)> = plan.calls().into_iter().enumerate().collect();
    let faults = in_two_threads(&calls, |(number, call)| {
        for failing in ways(call) {
            let (machine, plan) = (Memory::new(), FaultPlan::at(*number, *failing));
            let answered = live(&machine, &plan, &script.batches);
            assert!(plan.has_struck(), "the same script makes the same calls");
            recover_and_finish(&machine, &script, answered);
        }
        ways(call).len()
    });
    println!("{faults} faults at {} calls of {} batches", calls.len(), script.batches.len());
    assert!(faults > 300, "{faults} faults are too few to mean anything");
}

/// What a machine holds after each different way in which one call of a batch can fail, from what it held before.
fn states_after_a_fault(before: &Contents, batch: &Batch) -> Vec<Contents> {
    let plan = FaultPlan::none();
    let mut writer = open(&with(before), &plan).unwrap();
    let opening = plan.calls().len();
    send(&mut writer, batch).unwrap();
    let mut states: Vec<Contents> = vec![];
    for (number, call) in plan.calls().iter().enumerate().skip(opening) {
        for failing in ways(call) {
            let machine = with(before);
            live(&machine, &FaultPlan::at(number, *failing), std::slice::from_ref(batch));
            keep_if_new(&mut states, machine.contents().clone());
        }
    }
    states
}

fn keep_if_new(states: &mut Vec<Contents>, state: Contents) -> bool {
    let new = states.iter().all(|known| digest_of(known) != digest_of(&state));
    if new {
        states.push(state);
    }
    new
}

/// Enough to tell two states apart that came from the same one by part of a commit.
fn digest_of(contents: &Contents) -> (usize, Option<String>, BTreeMap<String, Vec<u8>>) {
    (contents.leaves.len(), contents.lock.clone(), contents.published.clone())
}

#[test]
fn every_call_of_the_opening_after_a_fault_fails_in_turn_too() {
    let script = script().unwrap();
    let machine = Memory::new();
    let mut writer = open(&machine, &FaultPlan::none()).unwrap();
    let mut cases = vec![];
    for (batch, number) in script.batches.iter().zip(0_usize..) {
        let before = machine.contents().clone();
        // The founding, a roll that replaces another, and from there on every third, so that each part of an election
        // is among them: the ballot being set, ballots, ballots among acts, the tally, a share, the result.
        if number == 0 || number % 3 == 2 {
            cases.extend(states_after_a_fault(&before, batch).into_iter().map(|state| (number, state)));
        }
        send(&mut writer, batch).unwrap();
    }
    let faults = in_two_threads(&cases, |(number, state)| fail_the_opening(state, &script, *number));
    println!("{faults} second faults, after {} different first ones", cases.len());
    assert!(faults > 1000, "{faults} faults are too few to mean anything");
}

/// Every call of an opening fails in turn; from each different state that is left, the rest of the script goes on.
fn fail_the_opening(state: &Contents, script: &Script, answered: usize) -> usize {
    let plan = FaultPlan::none();
    drop(open(&with(state), &plan).unwrap());
    let (mut known, mut faults) = (vec![], 0);
    for (call, number) in plan.calls().iter().zip(0..) {
        for failing in ways(call) {
            let machine = with(state);
            assert_planned(&open(&machine, &FaultPlan::at(number, *failing)).map(drop).unwrap_err());
            let left = machine.contents().clone();
            if keep_if_new(&mut known, left) {
                recover_and_finish(&machine, script, answered);
            }
            faults += 1;
        }
    }
    faults
}

/// A small world up to the opening of voting, on a store with this plan.
fn found(machine: &Memory, plan: &FaultPlan, folder: &Path) -> Result<World> {
    World::found(folder, Log::create(plan.wrap(machine.parts()?), log_key())?, 10)
}

/// The calls by which the last key holder's share and the ballot are stored.
fn calls_behind_secrets() -> [usize; 2] {
    let (plan, folder) = (FaultPlan::none(), tempfile::tempdir().unwrap());
    found(&Memory::new(), &plan, folder.path()).unwrap().run_until_open().unwrap();
    let calls = plan.calls();
    let first_archive = calls.iter().position(|call| call.starts_with("publish.extend")).unwrap();
    let appends: Vec<usize> =
        (0..first_archive).rev().filter(|call| calls[*call] == "storage.append").collect();
    [appends[1], appends[0]]
}

#[test]
fn key_holders_and_committee_can_ask_again_and_keep_the_right_secrets() {
    let [share, ballot] = calls_behind_secrets();
    for (call, failing) in
        [share, ballot].into_iter().flat_map(|call| Failing::ALL.map(|failing| (call, failing)))
    {
        let (machine, folder) = (Memory::new(), tempfile::tempdir().unwrap());
        let mut world = found(&machine, &FaultPlan::at(call, failing), folder.path()).unwrap();
        assert_planned(world.run_until_open().unwrap_err().downcast_ref().unwrap());
        let now = world.house.now;
        drop(world);
        let log = Log::open(machine.parts().unwrap(), log_key()).unwrap();
        let mut world = World::open(folder.path(), log, now).unwrap();
        let kept = failing == Failing::Persisted;
        present_again(&mut world, call == share && !kept);
        set_ballot_again(&mut world, call == ballot, kept);
        let opens = election::known(&world.house, &world.election).unwrap().voting_opens.unwrap();
        world.jump(opens).unwrap();
        world.vote(&world.credentials().unwrap()[0], false).unwrap();
        world.run_to_the_end().unwrap();
        let counted = election::known(&world.house, &world.election).unwrap().tally.as_ref().unwrap().counted;
        assert_eq!(
            counted, 1,
            "with the shares and credentials that were kept, the vote is cast and counted"
        );
    }
}

/// Every key holder presents again; only the last one's share can be missing.
fn present_again(world: &mut World, last_is_missing: bool) {
    for number in 1..=3 {
        let name = format!("key-holder-{number}");
        let World { house, keys, election, folder } = world;
        let presented = keyholder::present(house, election, key(keys, &name).unwrap(), &folder.join(&name));
        match presented {
            Ok(_) => assert!(last_is_missing && number == 3, "{name} presented twice"),
            Err(why) => assert!(why.to_string().contains("in the record already"), "{name}: {why}"),
        }
    }
}

/// The committee sets the ballot again, whatever it was told.
fn set_ballot_again(world: &mut World, tried: bool, kept: bool) {
    let World { house, keys, election, folder } = world;
    let folder = folder.join("committee");
    let mut again = || {
        let signer = Signer::Key(key(keys, "election-committee").unwrap());
        election::set_ballot(house, election, &folder, signer).map_err(|why| why.to_string())
    };
    if tried && kept {
        assert!(again().unwrap_err().contains("in the record already"));
        return;
    }
    if tried {
        assert!(again().unwrap_err().contains("move them away"));
        std::fs::rename(folder.join("credentials.csv"), folder.join("credentials.old")).unwrap();
    }
    again().unwrap();
}
