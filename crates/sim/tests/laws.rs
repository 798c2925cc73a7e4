//! Laws of the union as a whole: whatever anybody asks, in whatever order, at whatever time, the history audits, replays
//! to the same state and goes on. Sequences are drawn at random; what people should do is mixed with what nobody should.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use rankfile_constitution::canonical;
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{Candidacy, Command as ElectionCommand, ElectionId, Facts, Notice};
use rankfile_hall::election::due;
use rankfile_hall::key::command::Command as KeyCommand;
use rankfile_hall::process::command::{Command as ProcessCommand, ProcessId, Voice};
use rankfile_record::act::Actor;
use rankfile_record::commit::digest_text;
use rankfile_record::key::SecretKey;
use rankfile_sim::play::{Deed, Done, LATER, Play};
use rankfile_store::writer::Answer;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const DAY: i64 = 86_400;
const PEOPLE: [&str; 14] = [
    "election-committee",
    "secretary",
    "protest-board",
    "lot-committee",
    "president",
    "treasurer",
    "host",
    "clock",
    "key-holder-1",
    "key-holder-2",
    "key-holder-3",
    "vice-president",
    "board-1",
    "board-2",
];

/// One move of a sequence.
#[derive(Debug, Clone)]
enum Move {
    /// What should happen next happens, so many times; `pick` says who votes and whether somebody protests.
    Advance { times: u8, pick: u8 },
    /// What should happen next is asked by somebody else, or spoiled.
    Spoil { who: Option<u8>, spoil: u8 },
    /// Nobody does anything and time passes, in seconds; the clock of the machine may also go back.
    Wait(i64),
    /// Time jumps to the next deadline, and so many seconds beyond.
    ToDeadline(i64),
    /// Somebody asks for something, rightly or not.
    Ask { kind: u8, who: Option<u8>, pick: u16, spoil: u8 },
    /// A ballot is cast.
    Vote { voter: u8, choice: Option<u8> },
    /// The same ballot arrives twice in one batch.
    VoteTwice { voter: u8 },
    /// A protest is filed and decided.
    Protest { upheld: bool },
    /// Those whose turn it is in one of the processes that run step by step say yes or no.
    Step { pick: u8, no: bool },
    /// The board proposes another constitution and sees it through.
    Amend { text: u8 },
    /// The program ends and starts again.
    Reopen,
}

fn any_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        60 => (1u8..9, any::<u8>()).prop_map(|(times, pick)| Move::Advance { times, pick }),
        20 => (prop::option::of(0u8..14), 0u8..14).prop_map(|(who, spoil)| Move::Spoil { who, spoil }),
        4 => (0i64..12 * DAY).prop_map(Move::Wait),
        3 => (-400 * DAY..0).prop_map(Move::Wait),
        1 => prop::sample::select(vec![70 * DAY, 500 * DAY, 1500 * DAY]).prop_map(Move::Wait),
        4 => (-2i64..3).prop_map(Move::ToDeadline),
        30 => (0u8..KINDS, prop::option::weighted(0.3, 0u8..14), any::<u16>(), 0u8..40)
            .prop_map(|(kind, who, pick, spoil)| Move::Ask { kind, who, pick, spoil }),
        8 => (any::<u8>(), prop::option::of(0u8..3)).prop_map(|(voter, choice)| Move::Vote { voter, choice }),
        3 => any::<u8>().prop_map(|voter| Move::VoteTwice { voter }),
        5 => prop::bool::weighted(0.4).prop_map(|upheld| Move::Protest { upheld }),
        8 => (any::<u8>(), prop::bool::weighted(0.3)).prop_map(|(pick, no)| Move::Step { pick, no }),
        1 => any::<u8>().prop_map(|text| Move::Amend { text }),
        3 => Just(Move::Reopen),
    ]
}

/// How many kinds of deeds [`any_deed`] makes.
const KINDS: u8 = 25;

/// A deed of every kind, right or wrong; `None` when it cannot even be put into words yet.
fn any_deed(play: &mut Play, id: &ElectionId, kind: u8, pick: u16) -> Option<Deed> {
    let known: Vec<Candidacy> = match play.hall().state.elections.get(id) {
        Some(election) => election.candidacies.keys().cloned().collect(),
        None => Vec::new(),
    };
    let candidacy = known.get(usize::from(pick) % known.len().max(1)).cloned();
    let candidacy = candidacy.unwrap_or_else(|| Candidacy("ab".repeat(32)));
    let exists = play.hall().state.elections.contains_key(id);
    let holder = 1 + (pick % 4) as u8;
    Some(match kind {
        0 => play.found(),
        1 => play.load(u64::from(pick % 9), u64::from(pick % 7)),
        2 => admit(play, pick),
        3 => revoke(play, pick),
        4 if exists => play.call(id),
        5 => Deed::of(
            "election-committee",
            ElectionCommand::Call {
                election: id.clone(),
                voting_opens: play.now + i64::from(pick) * DAY / 100,
            },
        ),
        6 => {
            let names = ["key-holder-1", "key-holder-2", "key-holder-3", "treasurer"];
            let count = 2 + usize::from(pick % 3);
            play.appoint(id, &names[usize::from(pick / 3) % 2..][..count.min(3)])
        }
        7 => play.serve(id, Notice::Nominations),
        8 => play.serve(id, Notice::Election),
        9 => play.nominate(id, ["president", "secretary", "pope"][usize::from(pick % 3)], "Somebody").1,
        10 => play.answer(id, &candidacy, true),
        11 => play.answer(id, &candidacy, false),
        12 => play.find(id, &candidacy, !pick.is_multiple_of(3)),
        13 => play.freeze(id),
        14 => play.present(id, holder.min(3)),
        15 if exists => play.ballot(id)?,
        16 if exists => play.decrypt(id, holder.min(3))?,
        17 => play.protest(id).1,
        18 => play.decide_protest(id, &"cd".repeat(32), pick.is_multiple_of(2)),
        19 => play.certify(id),
        20 => forged_own(play, id, pick),
        21 => begin(play, pick),
        22 => Deed::of(
            ["secretary", "host", "board-1", "board-2"][usize::from(pick % 4)],
            ProcessCommand::Speak {
                process: any_process(play, pick / 4),
                voice: voice(pick.is_multiple_of(3)),
            },
        ),
        23 => Deed::of(
            ["board-1", "board-2", "board-3"][usize::from(pick % 3)],
            ProcessCommand::PutOff {
                process: any_process(play, pick / 3),
                power: u32::from(pick.is_multiple_of(7)),
            },
        ),
        24 => {
            let process = any_process(play, pick);
            let case = play.hall().state.cases.get(&process);
            let open = case.and_then(|case| case.open().map(|(number, open, _)| (number, open.due_at)));
            let (stage, due_at) = open.unwrap_or((0, play.now));
            Deed::of("clock", ProcessCommand::Elapse { process, stage, due_at })
        }
        _ => return None,
    })
}

/// Something begun, rightly or not: what is about nobody, against somebody, or a constitution that did not come along.
fn begin(play: &mut Play, pick: u16) -> Deed {
    let plans = &play.hall().state.union.as_ref().unwrap().program.processes;
    let plan = plans.get(usize::from(pick) % (plans.len() + 1)).map(|plan| plan.id.clone());
    let plan = plan.unwrap_or_else(|| "nothing/at/all".to_owned());
    let against = plan.ends_with("/executive-board").then(|| play.public("board-1"));
    let about = if pick.is_multiple_of(9) { "Ada did it".to_owned() } else { "ab".repeat(32) };
    let who = ["host", "host", "secretary", "board-3"][usize::from(pick / 16) % 4];
    Deed::of(who, ProcessCommand::Begin { plan, about, against })
}

/// A process of the record, mostly one that is not over; sometimes one that never was.
fn any_process(play: &Play, pick: u16) -> ProcessId {
    let cases = play.hall().state.cases.values();
    let known: Vec<&ProcessId> = match pick % 8 {
        0 => Vec::new(),
        1 => cases.map(|case| &case.id).collect(),
        _ => cases.filter(|case| case.ended.is_none()).map(|case| &case.id).collect(),
    };
    let picked = known.get(usize::from(pick / 8) % known.len().max(1)).map(|id| (*id).clone());
    picked.unwrap_or(ProcessId("petition/meeting#99".to_owned()))
}

fn voice(no: bool) -> Voice {
    if no { Voice::Against } else { Voice::For }
}

/// Another constitution: with other times, another article for elections, offices in another order, or as it was.
fn another_constitution(text: u8) -> String {
    let usual = rankfile_sim::world::with_processes();
    canonical(&match text % 4 {
        0 => usual.replace("delay \"5d\"", "delay \"6d\"").replace("within=\"30d\"", "within=\"29d\""),
        1 => usual.replace("{#elections}", "{#voting}").replace("{#step-by-step}", "{#steps}"),
        2 => usual.replace("office \"president\" seats=1\n", "").replace(
            "office \"treasurer\" seats=1\n",
            "office \"treasurer\" seats=1\noffice \"president\" seats=1\n",
        ),
        _ => usual,
    })
}

fn amend(play: &mut Play, text: u8, tally: &mut Tally) {
    let text = another_constitution(text).into_bytes();
    let (plan, about) = ("amendment/constitution".to_owned(), digest_text(&text));
    let begin = ProcessCommand::Begin { plan, about: about.clone(), against: None };
    let deed = Deed::of("board-1", begin).with(vec![text]);
    let done = play.ask(deed.clone());
    count(tally, &deed.command, &done);
    if done.is_err() {
        return;
    }
    play.jump(play.now + 11 * DAY);
    let ours = |play: &Play| {
        let mut open = play.hall().state.cases.values();
        open.find(|case| case.about == about && case.ended.is_none()).map(|case| case.id.clone())
    };
    for who in ["board-1", "board-2"] {
        let Some(process) = ours(play) else { return };
        let deed = Deed::of(who, ProcessCommand::Speak { process, voice: Voice::For });
        let done = play.ask(deed.clone());
        count(tally, &deed.command, &done);
    }
    play.jump(play.now + 7 * DAY);
    let in_force = play.hall().state.union.as_ref().unwrap().program.digest == about;
    tally.entry("amended".to_owned()).or_default().0 += u64::from(in_force);
}

fn admit(play: &mut Play, pick: u16) -> Deed {
    let name = LATER[usize::from(pick) % LATER.len()];
    let role = if pick.is_multiple_of(5) { "nobody" } else { name }.to_owned();
    let key = play.keys[name].public();
    Deed::of("secretary", Command::Key(KeyCommand::Admit { role, key }))
}

/// Only keys that no other move needs, so that sequences go on.
fn revoke(play: &mut Play, pick: u16) -> Deed {
    let admitted = LATER.iter().find(|name| play.hall().state.keys.contains_key(&play.keys[**name].public()));
    let name = admitted.unwrap_or(&LATER[usize::from(pick) % LATER.len()]);
    Deed::of("secretary", Command::Key(KeyCommand::Revoke { key: play.keys[*name].public() }))
}

/// What only the writer may make.
fn forged_own(play: &mut Play, id: &ElectionId, pick: u16) -> Deed {
    let election = id.clone();
    if pick.is_multiple_of(2) {
        let ballots = u64::from(pick) << (pick % 50);
        return Deed::of("host", ElectionCommand::ReportBallots { election, ballots, head: "ef".repeat(32) });
    }
    let duty = due::docket(&play.hall().state).into_iter().next();
    let (step, due_at) = match duty {
        Some(duty) => (duty.step, duty.due_at),
        None => (rankfile_constitution::step::StepId("call".to_owned()), play.now),
    };
    let facts = if pick.is_multiple_of(3) {
        Facts::None
    } else {
        Facts::Tally { tally: "x".into(), sized: "y".into(), counted: u64::from(pick) }
    };
    Deed::of("clock", ElectionCommand::Elapse { election, step, due_at, facts })
}

/// Asks, with one part of the request spoiled; shows that a refusal changes nothing.
fn ask(play: &mut Play, deed: Deed, spoil: u8) -> Done {
    play.tick();
    let name = deed.command.render().to_string();
    let who = deed.who.clone();
    let mut request = play.request(deed);
    match spoil {
        0 => request.inner.origin = "elsewhere.example/record".to_owned(),
        1 => request.inner.basis.article = "name-of-no-article".to_owned(),
        2 => request.inner.basis.constitution = format!("sha256:{}", "0".repeat(64)),
        3 => request.inner.nonce = "not a nonce".to_owned(),
        4 => request.inner.nonce = play.acts().last().map_or_else(String::new, |act| act.inner.nonce.clone()),
        5 => {
            request.inner.seen = request.inner.seen.map(|mut seen| {
                seen.size += 1;
                seen
            })
        }
        6 => request.documents.push(b"a document nobody named".to_vec()),
        7 => request.documents.clear(),
        8 => request.inner.command["more"] = serde_json::json!(1),
        9 => request.inner.seen = None,
        _ => {}
    }
    if let (rankfile_sim::play::Who::Key(name), 0..=9) = (&who, spoil) {
        request.signature = Some(play.sign(&request.inner, name));
    }
    if spoil == 10 {
        request.signature = Some("00".repeat(64));
    }
    let before = play.fingerprint();
    let done = play.put(request);
    if done.is_err() {
        assert_eq!(before, play.fingerprint(), "a refusal changed something: {name}");
    }
    done
}

/// Which kinds of commands were recorded, and which refused.
type Tally = BTreeMap<String, (u64, u64)>;

fn count(tally: &mut Tally, command: &Command, done: &Done) {
    let value = command.render();
    let name = format!("{} {}", value["subject"].as_str().unwrap(), value["do"].as_str().unwrap());
    let entry = tally.entry(name).or_default();
    match done {
        Ok(_) => entry.0 += 1,
        Err(_) => entry.1 += 1,
    }
}

/// The election a move is about: mostly the last one, sometimes another or none.
fn about(play: &Play, pick: u16) -> ElectionId {
    let ids: Vec<&ElectionId> = play.hall().state.elections.keys().collect();
    let last = ids.iter().max_by_key(|id| id.0.rsplit('-').next().and_then(|n| n.parse::<u32>().ok()));
    match pick % 8 {
        0 => ElectionId("officers-99".to_owned()),
        1 => ids
            .get(usize::from(pick) % ids.len().max(1))
            .map_or(ElectionId(String::new()), |id| (*id).clone()),
        _ => last.map_or(ElectionId("officers-1".to_owned()), |id| (*id).clone()),
    }
}

/// One thing that should happen next: a deed, a vote, a protest, or a jump to when time does something.
fn advance(play: &mut Play, pick: u8, tally: &mut Tally) {
    play.tick();
    let id = about(play, 2);
    if let Some(mut deed) = play.next_deed(&id) {
        match &deed.command {
            Command::Election(ElectionCommand::AcceptNomination { candidacy, .. })
                if pick.is_multiple_of(7) =>
            {
                deed = play.answer(&id, candidacy, false);
            }
            Command::Election(ElectionCommand::DecideProtest { protest, .. }) if pick.is_multiple_of(2) => {
                deed = play.decide_protest(&id, protest, true);
                tally.entry("upheld".to_owned()).or_default().0 += 1;
            }
            _ => {}
        }
        let done = play.ask(deed.clone());
        count(tally, &deed.command, &done);
        return;
    }
    let now = play.now;
    if play.election(&id).is_open(now) {
        let ballot = play.fill_in(
            &id,
            usize::from(pick) % 6,
            (!pick.is_multiple_of(3)).then_some(usize::from(pick % 2)),
        );
        ballot.into_iter().for_each(|ballot| cast(play, ballot, tally));
    }
    let protests = play.election(&id).step("protest").is_some_and(|step| step.done.is_none());
    if protests && pick.is_multiple_of(3) && play.election(&id).protests.len() < 2 {
        let (_, deed) = play.protest(&id);
        let done = play.ask(deed.clone());
        count(tally, &deed.command, &done);
    }
    if let Some(next) = play.next_moment() {
        play.jump(next);
    }
}

fn cast(play: &mut Play, ballot: rankfile_store::writer::Ask, tally: &mut Tally) {
    play.tick();
    let before = play.fingerprint();
    let entry = tally.entry("vote".to_owned()).or_default();
    match play.commit(vec![ballot]).as_slice() {
        [Answer::Cast { .. }] => entry.0 += 1,
        [Answer::Refused(_)] => {
            assert_eq!(before, play.fingerprint(), "a refused ballot changed something");
            entry.1 += 1;
        }
        other => panic!("{other:?}"),
    }
}

fn apply(play: &mut Play, made: &Move, tally: &mut Tally) {
    match made {
        Move::Advance { times, pick } => {
            for _ in 0..*times {
                advance(play, *pick, tally);
            }
        }
        Move::Spoil { who, spoil } => {
            play.tick();
            let id = about(play, 2);
            let Some(mut deed) = play.next_deed(&id) else { return };
            if let Some(who) = who {
                deed = deed.by(PEOPLE[usize::from(*who)]);
            }
            let command = deed.command.clone();
            let done = ask(play, deed, *spoil);
            count(tally, &command, &done);
        }
        Move::Wait(seconds) => drop(play.jump((play.now + seconds).max(0))),
        Move::ToDeadline(beyond) => {
            if let Some(next) = play.next_moment() {
                play.jump(next + beyond);
            }
        }
        Move::Ask { kind, who, pick, spoil } => {
            play.tick();
            let id = about(play, *pick);
            let Some(mut deed) = any_deed(play, &id, *kind, pick / 8) else { return };
            if let Some(who) = who {
                deed = deed.by(PEOPLE[usize::from(*who)]);
            }
            let command = deed.command.clone();
            let done = ask(play, deed, *spoil);
            count(tally, &command, &done);
        }
        Move::Vote { voter, choice } => {
            play.tick();
            let id = about(play, 2);
            let Some(ballot) = play.fill_in(&id, usize::from(*voter) % 6, choice.map(usize::from)) else {
                return;
            };
            cast(play, ballot, tally);
        }
        Move::VoteTwice { voter } => {
            let id = about(play, 2);
            let Some(ballot) = play.fill_in(&id, usize::from(*voter) % 6, None) else { return };
            let rankfile_store::writer::Ask::Ballot { election, bytes, checked } = &ballot else { return };
            let again = rankfile_store::writer::Ask::Ballot {
                election: election.clone(),
                bytes: bytes.clone(),
                checked: Box::new((**checked).clone()),
            };
            let answers = play.commit(vec![ballot, again]);
            assert!(matches!(answers[1], Answer::Refused(_)), "one ballot was taken twice");
        }
        Move::Protest { upheld } => {
            let id = about(play, 2);
            let (protest, deed) = play.protest(&id);
            if play.ask(deed).is_err() {
                return;
            }
            let closes = play.election(&id).step("protest").map(|step| step.due_at);
            play.jump(closes.unwrap_or(play.now).max(play.now));
            let deed = play.decide_protest(&id, &protest, *upheld);
            let done = play.ask(deed.clone());
            count(tally, &deed.command, &done);
            if *upheld && done.is_ok() {
                tally.entry("upheld".to_owned()).or_default().0 += 1;
            }
        }
        Move::Step { pick, no } => {
            let process = any_process(play, u16::from(*pick));
            for who in ["board-1", "board-2", "board-3"].into_iter().filter(|_| pick.is_multiple_of(3)) {
                let command = ProcessCommand::PutOff { process: process.clone(), power: 0 };
                let deed = Deed::of(who, command);
                let done = play.ask(deed.clone());
                count(tally, &deed.command, &done);
            }
            for who in ["secretary", "host", "board-1", "board-2", "election-committee"] {
                let command = ProcessCommand::Speak { process: process.clone(), voice: voice(*no) };
                let deed = Deed::of(who, command);
                let done = play.ask(deed.clone());
                count(tally, &deed.command, &done);
            }
        }
        Move::Amend { text } => amend(play, *text, tally),
        Move::Reopen => play.reopen(),
    }
}

fn run(moves: &[Move], tally: &mut Tally) {
    let mut play = Play::empty(1, &rankfile_sim::world::with_processes());
    for seat in 1_u8..=3 {
        play.keys.insert(format!("board-{seat}"), SecretKey::make("executive-board", &[70 + seat; 32]));
    }
    let founding = play.found();
    play.ask(founding).unwrap();
    let load = play.load(6, 6);
    play.ask(load).unwrap();
    for made in moves {
        apply(&mut play, made, tally);
    }
    let clock = play.acts().iter().filter(|act| act.inner.actor == Actor::Clock).count() as u64;
    tally.entry("clock".to_owned()).or_default().0 += clock;
    for effect in play.hall().state.elections.values() {
        tally.entry("elections".to_owned()).or_default().0 += 1;
        let mut note = |name: &str, is: bool| tally.entry(name.to_owned()).or_default().0 += u64::from(is);
        note("void", effect.void.is_some());
        note("installed", effect.is_done("install"));
        note("released", effect.is_done("retain"));
    }
    for case in play.hall().state.cases.values() {
        let mut note = |name: &str, is: bool| tally.entry(name.to_owned()).or_default().0 += u64::from(is);
        note("processes over", case.ended.is_some());
        note("processes put off", !case.used.is_empty());
    }
    play.check_history();
}

/// So many cases, and as many times more as the environment asks for.
fn config(cases: u32) -> Config {
    let asked = Config::default();
    Config { cases: (asked.cases / 256).max(1) * cases, max_shrink_iters: 200, ..asked }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn any_sequence_of_commands_leaves_a_history_that_audits(moves in prop::collection::vec(any_move(), 10..70)) {
        run(&moves, &mut Tally::new());
    }
}

#[test]
fn the_sequences_reach_every_command_rightly_and_wrongly() {
    // The same sequences on every run, so that what they reach can be asserted.
    let rng = TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config(16), rng);
    let tally = RefCell::new(Tally::new());
    let sequences = prop::collection::vec(any_move(), 80..120);
    runner
        .run(&sequences, |moves| {
            run(&moves, &mut tally.borrow_mut());
            Ok(())
        })
        .unwrap();
    let tally = tally.into_inner();
    let both: BTreeSet<&str> = [
        "election accept-nomination",
        "election appoint-key-holders",
        "election call",
        "election certify",
        "election decide-protest",
        "election decline-nomination",
        "election file-protest",
        "election find-eligibility",
        "election freeze-roll",
        "election nominate",
        "election present-key",
        "election serve-notice",
        "election set-ballot",
        "election share-decryption",
        "key admit",
        "key revoke",
        "process begin",
        "process put-off",
        "process speak",
        "roll load",
        "vote",
    ]
    .into();
    for name in both {
        let (right, wrong) = tally.get(name).copied().unwrap_or_default();
        assert!(right > 0 && wrong > 0, "{name}: {right} recorded, {wrong} refused");
    }
    for name in ["union found", "election report-ballots", "election elapse", "process elapse"] {
        let (right, wrong) = tally.get(name).copied().unwrap_or_default();
        assert!(right == 0 && wrong > 0, "{name} cannot be asked for: {right} recorded, {wrong} refused");
    }
    for name in [
        "clock",
        "elections",
        "void",
        "installed",
        "released",
        "upheld",
        "amended",
        "processes over",
        "processes put off",
    ] {
        assert!(tally.get(name).is_some_and(|(times, _)| *times > 0), "no sequence came to `{name}`");
    }
}
