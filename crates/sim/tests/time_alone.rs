//! Time alone: it goes on from wherever people stop, does the same however rarely anybody looks, and never stands still,
//! under whatever constitution.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::Config;
use rankfile_constitution::{Document, compile};
use rankfile_hall::clock;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::hall::Ballots;
use rankfile_sim::play::Play;

const DAY: i64 = 86_400;

/// The steps at which everybody may stop doing anything.
const STALLS: [&str; 12] = [
    "call",
    "nomination-notice",
    "nominate",
    "accept",
    "eligibility",
    "freeze",
    "keys",
    "ballot",
    "notice",
    "open",
    "result",
    "certify",
];

#[test]
fn time_alone_goes_on_for_six_years_from_wherever_people_stop() {
    for (stall, loaded) in
        STALLS.into_iter().map(|stall| (Some(stall), true)).chain([(None, true), (None, false)])
    {
        let id = ElectionId("officers-1".to_owned());
        let mut play = Play::empty(2, rankfile_sim::world::CONSTITUTION);
        let founding = play.found();
        play.ask(founding).unwrap();
        if loaded {
            let load = play.load(6, 6);
            play.ask(load).unwrap();
        }
        if let Some(stall) = stall {
            play.run_until(&id, stall);
        }
        let (start, before) = (play.now, play.hall().state.elections.len());
        let dated = play.election(&id).voting_opens;
        for week in 1..=6 * 52 {
            let acts = play.jump(start + week * 7 * DAY);
            assert!(acts <= 40, "{acts} acts in one week after {stall:?}");
        }
        // Another election followed, or this one begins again and again in public, its date always ahead.
        let moved = play.election(&id).voting_opens;
        assert!(
            play.hall().state.elections.len() > before || (moved > dated && moved > Some(play.now)),
            "the election that stopped at {stall:?} is forgotten"
        );
        let next = clock::next_instant(&play.hall().state).expect("something is always still to come");
        assert!(next > play.now);
        play.check_history();
    }
}

#[test]
fn what_time_does_does_not_depend_on_how_often_anybody_looks() {
    for stall in STALLS {
        let id = ElectionId("officers-1".to_owned());
        let states = [1, 13, 2000].map(|days| {
            let mut play = Play::founded(3, 6);
            play.run_until(&id, stall);
            let start = play.now;
            for step in 1..=2000 / days {
                play.jump(start + step * days * DAY);
            }
            play.jump(start + 2000 * DAY);
            format!("{:?}", play.hall().state)
        });
        assert!(states.iter().all(|state| *state == states[0]), "after {stall}");
    }
}

/// Nobody looks into a box: what this test lets time do needs no ballots.
struct NoBallots;

impl Ballots for NoBallots {
    fn read(&mut self, _: &str, places: &[u64]) -> Result<Vec<Vec<u8>>, String> {
        if places.is_empty() { Ok(Vec::new()) } else { Err("nobody votes here".to_owned()) }
    }
}

/// A constitution, printed as the lines in which it differs from that of small worlds.
#[derive(Clone)]
struct Constitution(String);

impl std::fmt::Debug for Constitution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines = self.0.lines().zip(rankfile_sim::world::CONSTITUTION.lines());
        lines.filter(|(mine, other)| mine != other).try_for_each(|(mine, _)| writeln!(f, "{mine}"))
    }
}

/// The constitution of small worlds with other times in it, and other ends.
fn any_constitution() -> impl Strategy<Value = Constitution> {
    let span =
        prop::sample::select(vec!["1h", "2h", "23h", "1d", "2d", "9d", "1 month", "3 business-days", "1y"]);
    let end = |ends: &'static [&'static str]| prop::sample::select(ends.to_vec());
    let ends = (
        end(&["clock", "again", "rerun", "nothing"]),
        end(&["clock", "again", "rerun", "nothing"]),
        end(&["again", "rerun", "nothing"]),
        end(&["again", "rerun", "nothing"]),
        end(&["stands", "again", "rerun", "nothing"]),
        end(&["rerun", "nothing"]),
        end(&["stands", "rerun", "nothing"]),
        end(&["clock", "again", "nothing"]),
    );
    (prop::collection::vec(span, 24), ends).prop_map(
        |(spans, (notice, freeze, keys, ballot, eligible, tally, certify, call))| {
            let s = |n: usize| spans[n];
            let rules = [
                (
                    "every \"2y\" month=\"november\"",
                    format!("every \"{}\"", ["1d", "1 month", "1y", "2y"][spans[0].len() % 4]),
                ),
                ("first within=\"150d\"", format!("first within=\"{}\"", s(1))),
                (
                    "called-by \"election-committee\" within=\"30d\"",
                    format!("called-by \"election-committee\" within=\"{}\"", s(2)),
                ),
                (
                    "called-by \"lot-committee\" within=\"30d\" otherwise=\"clock\"",
                    format!("called-by \"lot-committee\" within=\"{}\" otherwise=\"{call}\"", s(3)),
                ),
                ("notice \"21d\" by", format!("notice \"{}\" by", s(4))),
                (
                    "notice-by \"secretary\" within=\"5d\" otherwise=\"clock\"",
                    format!("notice-by \"secretary\" within=\"{}\" otherwise=\"{notice}\"", s(5)),
                ),
                (
                    "roll frozen=\"10d\" by=\"secretary\" within=\"4d\" otherwise=\"clock\"",
                    format!(
                        "roll frozen=\"{}\" by=\"secretary\" within=\"{}\" otherwise=\"{freeze}\"",
                        s(6),
                        s(7)
                    ),
                ),
                (
                    "key-holders 3 within=\"7d\" otherwise=\"again\"",
                    format!("key-holders 3 within=\"{}\" otherwise=\"{keys}\"", s(8)),
                ),
                ("within=\"5d\" otherwise=\"again\"", format!("within=\"{}\" otherwise=\"{ballot}\"", s(9))),
                ("voting \"7d\"", format!("voting \"{}\"", s(10))),
                (
                    "tally within=\"3d\" otherwise=\"rerun\"",
                    format!("tally within=\"{}\" otherwise=\"{tally}\"", s(11)),
                ),
                (
                    "certified-by \"election-committee\" within=\"5d\" otherwise=\"stands\"",
                    format!(
                        "certified-by \"election-committee\" within=\"{}\" otherwise=\"{certify}\"",
                        s(12)
                    ),
                ),
                ("installed \"7d\"", format!("installed \"{}\"", s(13))),
                ("notice \"14d\" by", format!("notice \"{}\" by", s(14))),
                ("window \"14d\"", format!("window \"{}\"", s(15))),
                ("accept within=\"7d\"", format!("accept within=\"{}\"", s(16))),
                (
                    "decided-by \"election-committee\" within=\"5d\" otherwise=\"stands\"",
                    format!(
                        "decided-by \"election-committee\" within=\"{}\" otherwise=\"{eligible}\"",
                        s(17)
                    ),
                ),
                ("window \"10d\"", format!("window \"{}\"", s(18))),
                (
                    "decided-by \"protest-board\" within=\"30d\"",
                    format!("decided-by \"protest-board\" within=\"{}\"", s(19)),
                ),
            ];
            let mut text = rankfile_sim::world::CONSTITUTION.to_owned();
            for (before, after) in &rules {
                assert!(text.contains(before), "{before}");
                text = text.replace(before, after);
            }
            // A ladder that names no end ends in nothing.
            Constitution(text.replace(" otherwise=\"nothing\"", ""))
        },
    )
}

proptest! {
    #![proptest_config(Config { cases: 64 * (Config::default().cases / 256).max(1), ..Config::default() })]

    #[test]
    fn under_no_constitution_does_time_stand_still(
        constitution in any_constitution(),
        stall in prop::sample::select(STALLS.to_vec()),
    ) {
        let document = Document::parse(&constitution.0, "c").expect("it reads");
        let compiled = compile(&document);
        prop_assert!(compiled.is_ok(), "it does not compile: {:?}", compiled.err());
        let mut play = Play::empty(4, &constitution.0);
        let founding = play.found();
        play.ask(founding).unwrap();
        let load = play.load(3, 3);
        play.ask(load).unwrap();
        play.run_until(&ElectionId("officers-1".to_owned()), stall);
        let (mut hall, mut now) = (play.hall().clone(), play.now);
        let (mut acts, mut at_once, mut last) = (0, 0, Vec::new());
        while acts < 1500 {
            match hall.next_elapsed(now, &mut NoBallots).unwrap() {
                Some(accepted) => {
                    hall.take(&accepted);
                    last.push(accepted.act.inner.command.to_string());
                    acts += 1;
                    at_once += 1;
                    prop_assert!(at_once < 60, "time stands still at {now}: {:#?}", &last[last.len() - 6..]);
                }
                None => {
                    let Some(next) = clock::next_instant(&hall.state) else { break };
                    prop_assert!(next > now, "the next instant is past, and nothing happens");
                    (now, at_once) = (next, 0);
                }
            }
        }
        play.check_history();
    }
}
