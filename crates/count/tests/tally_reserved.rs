//! Reserved seats under the methods that add up: the groups hold whenever they can, nobody is passed over without need,
//! and without groups nothing changes.
#![allow(clippy::unwrap_used, reason = "these are tests: they stop at the first surprise")]

use proptest::prelude::*;
use rankfile_count::method::{Break, Group, find};
use rankfile_count::tally::{Given, Grades, Scale, find_graded};
use rankfile_count::words::Words;
use rankfile_count::{Count, Election, Mark, Options, Stop};

const RANKED: [&str; 7] =
    ["plurality", "block", "limited", "approval", "borda", "borda-shared", "borda-modified"];
const GRADED: [&str; 2] = ["score", "majority-judgment"];
const CANDIDATES: u16 = 6;

fn options(groups: Vec<Group>) -> Options {
    Options { tie: Break::Preset, vacating: Vec::new(), groups }
}

fn names() -> Vec<String> {
    (0..CANDIDATES).map(|number| format!("C{number}")).collect()
}

fn election(seats: u32, papers: &[(u64, Vec<u16>)]) -> Election {
    let mut election = Election { seats, candidates: names(), ..Election::default() };
    for (weight, ranking) in papers {
        let marks: Vec<Mark> = ranking.iter().copied().map(Mark::next).collect();
        election.papers.push(*weight, &marks).unwrap();
    }
    election
}

/// The same papers as points: five for the first, then one fewer each.
fn grades(seats: u32, papers: &[(u64, Vec<u16>)]) -> Grades {
    let mut grades = Grades { seats, candidates: names(), scale: Scale::Points(5), ..Grades::default() };
    for (weight, ranking) in papers {
        let points = (0..=5u16).rev().chain(std::iter::repeat(0));
        let given: Vec<Given> = ranking
            .iter()
            .zip(points)
            .map(|(candidate, grade)| Given { candidate: *candidate, grade })
            .collect();
        grades.papers.push(*weight, &given).unwrap();
    }
    grades
}

/// Every method of the folder that fills several seats.
fn counts(seats: u32, papers: &[(u64, Vec<u16>)], options: &Options) -> Vec<Result<Count, Stop>> {
    let ranked =
        RANKED.iter().map(|id| find(id).unwrap().apply(&election(seats, papers), options, Words::english()));
    let graded = GRADED
        .iter()
        .map(|id| find_graded(id).unwrap().apply(&grades(seats, papers), options, Words::english()));
    ranked.chain(graded).collect()
}

fn papers() -> impl Strategy<Value = Vec<(u64, Vec<u16>)>> {
    let ranking = Just((0..CANDIDATES).collect::<Vec<u16>>()).prop_shuffle();
    let paper = (1u64..9, ranking, 0..=CANDIDATES as usize).prop_map(|(weight, mut ranking, length)| {
        ranking.truncate(length);
        (weight, ranking)
    });
    prop::collection::vec(paper, 0..12)
}

fn groups() -> impl Strategy<Value = Vec<Group>> {
    let one = (0u16..64, 0u32..3, 0u32..3).prop_map(|(mask, min, extra)| Group {
        name: "group".into(),
        members: (0..CANDIDATES).filter(|candidate| mask & (1 << candidate) != 0).collect(),
        min,
        max: min + extra,
    });
    prop::collection::vec(one, 1..3)
}

fn holds(groups: &[Group], elected: &[u32]) -> bool {
    groups.iter().all(|group| {
        let of_group = elected.iter().filter(|number| group.members.contains(&(**number as u16 - 1))).count();
        of_group >= (group.min as usize).min(group.members.len()) && of_group <= group.max as usize
    })
}

/// All ways of filling so many seats, the slow way: the size of the largest that keeps the groups.
fn most_places(seats: u32, groups: &[Group]) -> Option<usize> {
    let sets = (0u32..1 << CANDIDATES).filter(|set| set.count_ones() <= seats);
    let elected = |set: u32| -> Vec<u32> {
        (1..=u32::from(CANDIDATES)).filter(|n| set & (1 << (n - 1)) != 0).collect()
    };
    sets.map(elected).filter(|elected| holds(groups, elected)).map(|elected| elected.len()).max()
}

/// As the sheet says it.
fn total(count: &Count, number: u32) -> f64 {
    count.stages[0].votes[number as usize - 1].parse().unwrap()
}

proptest! {
    #[test]
    fn the_groups_hold_whenever_they_can(seats in 1u32..5, papers in papers(), groups in groups()) {
        let places = most_places(seats, &groups);
        for answer in counts(seats, &papers, &options(groups.clone())) {
            let Some(places) = places else {
                let refused = answer.map(drop).unwrap_err().to_string();
                prop_assert!(refused.contains("no choice of candidates"), "{}", refused);
                continue;
            };
            let count = answer.unwrap();
            prop_assert!(holds(&groups, &count.elected), "{}: {:?}", count.method, count.elected);
            prop_assert_eq!(count.elected.len(), places, "{}", &count.method);
            prop_assert!(count.explanation.iter().any(|said| said.starts_with("Reserved seats: at least")));
        }
    }

    #[test]
    fn nobody_is_passed_over_without_need(seats in 1u32..5, papers in papers(), groups in groups()) {
        for count in counts(seats, &papers, &options(groups.clone())).into_iter().flatten() {
            if count.stages.is_empty() || count.method == "majority-judgment" {
                continue;
            }
            for over in &count.stages[0].excluded {
                prop_assert!(!count.elected.contains(over));
            }
            // Who has more than somebody elected without being elected is passed over, and exchanging the two breaks a group
            // or a seat higher up.
            for other in (1..=u32::from(CANDIDATES)).filter(|number| !count.elected.contains(number)) {
                let behind: Vec<u32> =
                    count.elected.iter().copied().filter(|elected| total(&count, *elected) < total(&count, other)).collect();
                if behind.is_empty() {
                    continue;
                }
                prop_assert!(count.stages[0].excluded.contains(&other), "{}: {}", &count.method, other);
                for elected in behind {
                    let mut exchanged = count.elected.clone();
                    exchanged.retain(|number| *number != elected);
                    exchanged.push(other);
                    prop_assert!(!holds(&groups, &exchanged), "{}: {} for {}", &count.method, other, elected);
                }
            }
        }
    }

    #[test]
    fn a_group_that_binds_nobody_changes_nobodys_seat(seats in 1u32..5, papers in papers()) {
        let everybody = Group { name: "all".into(), members: (0..CANDIDATES).collect(), min: 0, max: 9 };
        let plain = counts(seats, &papers, &options(Vec::new()));
        for (plain, grouped) in plain.into_iter().zip(counts(seats, &papers, &options(vec![everybody]))) {
            let (plain, grouped) = (plain.unwrap(), grouped.unwrap());
            prop_assert_eq!((plain.elected, plain.stages, plain.ties), (grouped.elected, grouped.stages, grouped.ties));
        }
    }
}

#[test]
fn an_answer_tells_who_was_passed_over_and_why() {
    let papers = [(9, vec![0]), (8, vec![1]), (7, vec![2]), (2, vec![3])];
    let women = Group { name: "women".into(), members: vec![3, 4], min: 1, max: 2 };
    let count = find("plurality").unwrap();
    let count = count.apply(&election(3, &papers), &options(vec![women]), Words::english()).unwrap();
    assert_eq!(
        (count.elected.as_slice(), count.stages[0].excluded.as_slice()),
        ([1, 2, 4].as_slice(), [3].as_slice())
    );
    let said = count.explanation.join("\n");
    assert!(said.contains("at least 1 and at most 2 of group women"), "{said}");
    assert!(said.contains("C2 is passed over, as a reserved seat leaves no place."), "{said}");
    assert_eq!(count.views[2], "Not elected, with 7 votes. Passed over: a reserved seat left no place.");
}

#[test]
fn fewer_standing_than_a_minimum_asks_for_is_a_warning() {
    let papers = [(9, vec![0]), (8, vec![1]), (2, vec![3])];
    let youth = Group { name: "youth".into(), members: vec![3], min: 2, max: 3 };
    let count = find("block").unwrap();
    let count = count.apply(&election(2, &papers), &options(vec![youth]), Words::english()).unwrap();
    assert!(count.elected.contains(&4));
    assert!(count.warnings.iter().any(|said| said.contains("1 of them stand")), "{:?}", count.warnings);
}

#[test]
fn a_method_for_one_seat_says_that_none_can_be_reserved() {
    let group = Group { name: "women".into(), members: vec![1], min: 1, max: 1 };
    let star = find_graded("star").unwrap();
    let stop = (star.count)(&grades(1, &[(3, vec![0, 1])]), &options(vec![group])).unwrap_err();
    assert!(stop.to_string().contains("one seat"), "{stop}");
}
