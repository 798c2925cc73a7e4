//! Laws that hold for every method, on random elections with everything odd in them: skipped and shared ranks, repeats,
//! withdrawn candidates, blank papers, more seats than candidates.
//!
//! Lots are drawn by name, so under a lot a count must not notice in which order candidates or papers come. Exceptions are
//! named here, each with the clause of its rule that makes it one.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod data;

use proptest::prelude::*;
use rankfile_count::figures::Figure;
use rankfile_count::method::{Break, METHODS, Method, Options, Stop};
use rankfile_count::page::{PageFacts, render};
use rankfile_count::tally::{GRADED, Given, GradedPapers, Grades, Scale};
use rankfile_count::words::Words;
use rankfile_count::{Count, Election, Mark, Papers, TieRule};
use std::collections::BTreeSet;

/// The order of papers is part of the rule: whole ballots, every n-th moves on.
const BY_PAPER_ORDER: &[&str] = &["cambridge"];
/// Ties fall by pseudo-random numbers given out in the order of the candidates.
const BY_CANDIDATE_ORDER: &[&str] = &["meek-nz"];
const NAMES: [&str; 6] = ["Ana", "Bo", "Cy", "Di", "Ed", "Flo"];

fn methods() -> impl Iterator<Item = &'static Method> {
    METHODS.iter().flat_map(|folder| folder.iter())
}

fn lot() -> Options {
    let seed = TieRule::Lot { seed: [7; 32], context: "laws".into() };
    Options { tie: Break::Lot(seed), vacating: Vec::new(), groups: Vec::new() }
}

fn apply(method: &Method, election: &Election) -> Result<Count, Stop> {
    method.apply(election, &lot(), Words::english())
}

type Lines = Vec<(u64, Vec<Mark>)>;

fn election(candidates: usize, seats: u32, withdrawn: &[u16], lines: &[(u64, Vec<Mark>)]) -> Election {
    let mut papers = Papers::default();
    for (weight, marks) in lines {
        papers.push(*weight, marks).unwrap();
    }
    let names = NAMES[..candidates].iter().map(ToString::to_string).collect();
    Election {
        title: "Laws".into(),
        candidates: names,
        seats,
        withdrawn: withdrawn.to_vec(),
        papers,
        ..Election::default()
    }
}

/// A mark: mostly a candidate of its own rank, sometimes an equal one, sometimes an empty rank.
fn a_mark(candidates: u16) -> impl Strategy<Value = Mark> {
    prop_oneof![
        8 => (0..candidates).prop_map(Mark::next),
        1 => (0..candidates).prop_map(Mark::equal),
        1 => Just(Mark::SKIP),
    ]
}

/// A first mark cannot share its rank with one before it.
fn a_paper(candidates: u16) -> impl Strategy<Value = Vec<Mark>> {
    prop::collection::vec(a_mark(candidates), 0..6).prop_map(|mut marks| {
        if let Some(candidate) = marks.first().and_then(|mark| mark.candidate()) {
            marks[0] = Mark::next(candidate);
        }
        for at in 1..marks.len() {
            if let (Mark::SKIP, Some(candidate)) = (marks[at - 1], marks[at].candidate()) {
                marks[at] = Mark::next(candidate);
            }
        }
        marks
    })
}

fn some_election() -> impl Strategy<Value = (usize, u32, Vec<u16>, Lines)> {
    (1usize..=6, 1u32..=3).prop_flat_map(|(candidates, seats)| {
        let papers = prop::collection::vec((1u64..6, a_paper(candidates as u16)), 0..14);
        let withdrawn = prop::collection::vec(0..candidates as u16, 0..2);
        (Just(candidates), Just(seats), withdrawn, papers).prop_map(
            |(candidates, seats, mut withdrawn, papers)| {
                withdrawn.truncate(candidates - 1);
                (candidates, seats, withdrawn, papers)
            },
        )
    })
}

fn in_stages(count: &Count) -> bool {
    !count.is_totals() && !count.stages.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn votes_and_non_transferable_are_all_valid_papers_at_every_stage((n, seats, out, lines) in some_election()) {
        let election = election(n, seats, &out, &lines);
        for method in methods() {
            let Ok(count) = apply(method, &election) else { continue };
            for stage in count.stages.iter().filter(|_| in_stages(&count)) {
                let sum = stage.votes.iter().fold(Figure::read(&stage.non_transferable), |sum, votes| {
                    sum.plus(Figure::parse(votes).unwrap())
                });
                prop_assert!(sum.minus(Figure::whole(count.valid)).is_zero(), "{} {stage:?}", method.id);
            }
        }
    }

    #[test]
    fn every_seat_is_filled_while_candidates_last_and_nobody_withdrawn_is_in((n, seats, out, lines) in some_election()) {
        let election = election(n, seats, &out, &lines);
        let standing = n - out.iter().collect::<BTreeSet<_>>().len();
        for method in methods() {
            let count = match apply(method, &election) {
                Ok(count) => count,
                Err(Stop::Unfit(_)) => continue,
                Err(tie) => return Err(TestCaseError::fail(format!("{}: {tie} under a lot", method.id))),
            };
            let elected: BTreeSet<u32> = count.elected.iter().copied().collect();
            prop_assert_eq!(elected.len(), count.elected.len(), "{} elects somebody twice", method.id);
            prop_assert_eq!(elected.len(), standing.min(count.seats as usize), "{} of {:?}", method.id, count);
            for gone in &out {
                let number = u32::from(*gone) + 1;
                prop_assert!(!elected.contains(&number), "{} elects the withdrawn", method.id);
                let held = count.stages.iter().map(|stage| Figure::read(&stage.votes[usize::from(*gone)]));
                prop_assert!(held.into_iter().all(Figure::is_zero), "{} counts votes of the withdrawn", method.id);
            }
            prop_assert!(count.valid <= count.ballots);
        }
    }

    #[test]
    fn the_order_of_papers_changes_nothing((n, seats, out, lines) in some_election(), seed in any::<u64>()) {
        let before = election(n, seats, &out, &lines);
        let after = election(n, seats, &out, &shuffled(&lines, seed));
        for method in methods().filter(|method| !BY_PAPER_ORDER.contains(&method.id)) {
            prop_assert_eq!(apply(method, &before), apply(method, &after), "{}", method.id);
        }
    }

    #[test]
    fn merging_equal_papers_changes_nothing((n, seats, out, lines) in some_election()) {
        let single: Lines =
            lines.iter().flat_map(|(weight, marks)| (0..*weight).map(move |_| (1, marks.clone()))).collect();
        let (merged, single) = (election(n, seats, &out, &lines), election(n, seats, &out, &single));
        for method in methods() {
            prop_assert_eq!(apply(method, &merged), apply(method, &single), "{}", method.id);
        }
    }

    #[test]
    fn the_order_of_candidates_changes_nothing_but_numbers((n, seats, out, lines) in some_election(), seed in any::<u64>()) {
        let before = election(n, seats, &out, &lines);
        // Candidate `one` becomes `place[one]`.
        let order: Vec<u16> = shuffled(&(0..n as u16).collect::<Vec<_>>(), seed);
        let mut place = vec![0u16; n];
        for (now, was) in (0u16..).zip(&order) {
            place[usize::from(*was)] = now;
        }
        let moved: Lines = lines.iter().map(|(weight, marks)| (*weight, renumbered(marks, &place))).collect();
        let mut after = election(n, seats, &out.iter().map(|one| place[usize::from(*one)]).collect::<Vec<_>>(), &moved);
        after.candidates = order.iter().map(|was| NAMES[usize::from(*was)].to_owned()).collect();
        for method in methods().filter(|method| !BY_CANDIDATE_ORDER.contains(&method.id)) {
            let names = |result: Result<Count, Stop>, election: &Election| {
                let name = |number: &u32| election.candidates[*number as usize - 1].clone();
                let named = |numbers: &[u32]| numbers.iter().map(name).collect::<Vec<_>>();
                result.ok().map(|count| {
                    let stages = count.stages.iter();
                    let stages = stages.map(|stage| {
                        let mut votes: Vec<_> =
                            election.candidates.iter().cloned().zip(stage.votes.iter().cloned()).collect();
                        votes.sort();
                        let sets = [&stage.of, &stage.excluded, &stage.elected].map(|set| {
                            let mut set = named(set);
                            set.sort();
                            set
                        });
                        (votes, stage.non_transferable.clone(), stage.quota.clone(), sets)
                    });
                    let elected: BTreeSet<String> = named(&count.elected).into_iter().collect();
                    (stages.collect::<Vec<_>>(), elected, count.ties.len())
                })
            };
            prop_assert_eq!(
                names(apply(method, &before), &before),
                names(apply(method, &after), &after),
                "{}", method.id
            );
        }
    }

    #[test]
    fn a_candidate_who_beats_everybody_wins_in_pairs((n, seats, out, lines) in some_election()) {
        let election = election(n, seats, &out, &lines);
        let pairs = rankfile_count::pairs::Pairs::of(&election, &lot()).unwrap();
        let Some(winner) = pairs.beats_all() else { return Ok(()) };
        for id in ["schulze", "schulze-margins", "ranked-pairs"] {
            let strict = data::counted(id, &election, Break::Stop);
            prop_assert_eq!(strict.elected, [u32::from(winner) + 1], "{}", id);
            prop_assert!(strict.ties.is_empty());
        }
    }

    #[test]
    fn every_answer_survives_json_and_makes_a_page((n, seats, out, lines) in some_election()) {
        let election = election(n, seats, &out, &lines);
        for method in methods() {
            let Ok(count) = apply(method, &election) else { continue };
            let text = serde_json::to_string(&count).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Count>(&text).unwrap(), &count);
            prop_assert_eq!(count.views.len(), n);
            prop_assert!(count.views.iter().chain(&count.explanation).all(|said| !said.is_empty()), "{:?}", count);
            let unfilled = |said: &String| said.contains('{') || said.contains('}');
            prop_assert!(!count.views.iter().chain(&count.explanation).any(unfilled), "{:?}", count);
            let page = render(&count, &PageFacts::default());
            let (_, body) = page.split_once("<body").unwrap();
            prop_assert!(page.ends_with("</html>\n") && !body.contains('{'), "{}", body);
        }
    }

    #[test]
    fn grades_have_the_same_laws(
        lines in prop::collection::vec((1u64..5, prop::collection::vec((0u16..4, 0u16..4), 0..5)), 0..10),
        seed in any::<u64>(),
    ) {
        let graded = |lines: &[(u64, Vec<(u16, u16)>)]| {
            let mut papers = GradedPapers::default();
            for (weight, given) in lines {
                let given: Vec<Given> = given.iter().map(|(candidate, grade)| Given { candidate: *candidate, grade: *grade }).collect();
                papers.push(*weight, &given).unwrap();
            }
            let candidates = NAMES[..4].iter().map(ToString::to_string).collect();
            Grades { candidates, seats: 1, scale: Scale::Points(3), papers, ..Grades::default() }
        };
        let single: Vec<_> = lines.iter().flat_map(|(weight, given)| (0..*weight).map(move |_| (1, given.clone()))).collect();
        for method in GRADED.iter().filter(|method| method.id != "approval") {
            let count = |grades: &Grades| method.apply(grades, &lot(), Words::english()).unwrap();
            let before = count(&graded(&lines));
            prop_assert_eq!(before.elected.len(), 1, "{}", method.id);
            prop_assert_eq!(&before, &count(&graded(&shuffled(&lines, seed))), "{}", method.id);
            prop_assert_eq!(&before, &count(&graded(&single)), "{}", method.id);
        }
    }
}

/// Every rule text is canonical, names itself and gives the digest that answers carry; ids are unique.
#[test]
fn every_rule_text_is_canonical_and_its_digest_is_in_the_answer() {
    let mut ids = BTreeSet::new();
    let paper = |places: &[u16]| places.iter().map(|one| Mark::next(*one)).collect::<Vec<_>>();
    let lines = vec![(5, paper(&[0, 1, 2])), (4, paper(&[1, 2])), (2, paper(&[2, 0]))];
    for method in methods() {
        assert!(ids.insert(method.id), "{} twice", method.id);
        let value: serde_json::Value = serde_json::from_str(method.rules).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), method.rules, "{} is not canonical", method.id);
        assert_eq!(value["method"], method.id);
        assert_eq!(value["version"], method.rule_set().version);
        if let Ok(count) = apply(method, &election(3, 2, &[], &lines)) {
            assert_eq!(count.method, method.id);
            assert_eq!(count.rules_version, method.rule_set().version);
            assert_eq!(count.rules_digest, method.rule_set().digest, "{}", method.id);
        }
    }
    for method in GRADED {
        assert!(ids.contains(method.id), "{} is missing in the table", method.id);
        assert_eq!(method.rule_set().digest, data::find(method.id).rule_set().digest, "{}", method.id);
    }
    for wanted in data::ISSUED {
        assert!(ids.contains(wanted), "{wanted} is missing");
    }
}

/// The largest numbers of papers there may be: counted or refused, never wrapped.
#[test]
fn the_largest_elections_are_counted_without_overflow() {
    let paper = |places: &[u16]| places.iter().map(|one| Mark::next(*one)).collect::<Vec<_>>();
    let big = Papers::MAX / 4;
    let lines =
        vec![(big, paper(&[0, 1, 2])), (big - 1, paper(&[1, 2])), (big, paper(&[2, 3])), (big, paper(&[3]))];
    for method in methods() {
        match apply(method, &election(4, 2, &[], &lines)) {
            Ok(count) => assert_eq!(count.ballots, Papers::MAX - 1, "{}", method.id),
            Err(Stop::Unfit(_)) => {}
            Err(tie) => panic!("{}: {tie}", method.id),
        }
    }
}

/// No seats, nobody, nothing: an answer or a sentence, never a panic.
#[test]
fn empty_and_impossible_elections_get_an_answer_or_a_sentence() {
    for method in methods() {
        for (n, seats, out) in
            [(0, 1, vec![]), (1, 0, vec![]), (2, 1, vec![0, 1]), (1, 1, vec![]), (3, 9, vec![])]
        {
            if let Err(Stop::Unfit(why)) = apply(method, &election(n, seats, &out, &[])) {
                assert!(why.len() > 10, "{}: {why}", method.id);
            }
        }
        let many = Election { candidates: vec!["X".into(); 10_000], seats: 1, ..Election::default() };
        if let Err(Stop::Unfit(why)) = apply(method, &many) {
            assert!(why.contains("10000") || why.contains("rankings only"), "{}: {why}", method.id);
        }
    }
}

fn renumbered(marks: &[Mark], place: &[u16]) -> Vec<Mark> {
    let one = |mark: &Mark| match mark.candidate() {
        None => Mark::SKIP,
        Some(candidate) if mark.is_equal() => Mark::equal(place[usize::from(candidate)]),
        Some(candidate) => Mark::next(place[usize::from(candidate)]),
    };
    marks.iter().map(one).collect()
}

/// The same things in another order, by a little generator of its own.
fn shuffled<T: Clone>(things: &[T], seed: u64) -> Vec<T> {
    let mut things = things.to_vec();
    let mut state = seed | 1;
    for at in (1..things.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        things.swap(at, (state >> 33) as usize % (at + 1));
    }
    things
}
