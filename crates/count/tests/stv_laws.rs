//! Laws of every method by single transferable vote, on random elections full of ties: votes are conserved, seats filled,
//! order means nothing, reserved seats are kept, and a vacancy is filled without unseating anybody.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

use proptest::prelude::*;
use rankfile_count::lot::TieRule;
use rankfile_count::method::{Break, Group};
use rankfile_count::stv::METHODS;
use rankfile_count::{Count, Election, Mark, Method, Options, Papers, Stop};

fn election() -> impl Strategy<Value = Election> {
    // Small branches and larger ones: some rules treat candidates below 50 votes differently.
    (2usize..7, 1u32..5, prop::sample::select(vec![1u64, 31])).prop_flat_map(|(candidates, seats, times)| {
        let ranking = Just((0..candidates as u16).collect::<Vec<_>>()).prop_shuffle();
        let paper = (1u64..4, ranking, 0..=candidates);
        prop::collection::vec(paper, 0..14).prop_map(move |papers| {
            let mut election = Election { seats, title: "Branch".into(), ..Election::default() };
            election.candidates = (0..candidates).map(|number| format!("Candidate {number}")).collect();
            for (weight, ranking, length) in papers {
                let marks: Vec<Mark> = ranking[..length].iter().copied().map(Mark::next).collect();
                election.papers.push(weight * times, &marks).unwrap();
            }
            election
        })
    })
}

fn by_lot() -> Options {
    let tie = Break::Lot(TieRule::Lot { seed: [3; 32], context: "law".into() });
    Options { tie, vacating: Vec::new(), groups: Vec::new() }
}

fn counted(method: &Method, election: &Election, options: &Options) -> Count {
    (method.count)(election, options).unwrap_or_else(|stop| panic!("{}: {stop}", method.id))
}

fn units(text: &str) -> i128 {
    text.replace('.', "").parse().unwrap()
}

fn sorted(list: &[u32]) -> Vec<u32> {
    let mut list = list.to_vec();
    list.sort_unstable();
    list
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn votes_and_non_transferable_are_all_valid_papers_and_every_seat_is_filled(election in election()) {
        for method in METHODS {
            let count = counted(method, &election, &by_lot());
            for stage in &count.stages {
                let places = stage.non_transferable.split('.').nth(1).map_or(0, str::len) as u32;
                let votes: i128 = stage.votes.iter().map(|votes| units(votes)).sum();
                let valid = i128::from(count.valid) * 10i128.pow(places);
                prop_assert_eq!(votes + units(&stage.non_transferable), valid, "{}", method.id);
                prop_assert!(stage.votes.iter().all(|votes| !votes.starts_with('-')));
            }
            let seats = (election.seats as usize).min(election.candidates.len());
            prop_assert_eq!(count.elected.len(), seats, "{}", method.id);
            let at_stages: Vec<u32> = count.stages.iter().flat_map(|stage| stage.elected.clone()).collect();
            prop_assert!(count.stages.is_empty() || at_stages == count.elected, "{}", method.id);
        }
    }

    #[test]
    fn moved_votes_explain_every_change_between_stages(election in election()) {
        // Wright starts again, so that papers come back; the others only pass on.
        for method in METHODS.iter().filter(|method| method.id != "wright") {
            let count = counted(method, &election, &by_lot());
            for pair in count.stages.windows(2) {
                let mut votes: Vec<i128> = pair[0].votes.iter().map(|votes| units(votes)).collect();
                let mut lost = units(&pair[0].non_transferable);
                for moved in &pair[1].moved {
                    votes[moved.from as usize - 1] -= units(&moved.votes);
                    match moved.to {
                        Some(to) => votes[to as usize - 1] += units(&moved.votes),
                        None => lost += units(&moved.votes),
                    }
                }
                let after: Vec<i128> = pair[1].votes.iter().map(|votes| units(votes)).collect();
                prop_assert_eq!((votes, lost), (after, units(&pair[1].non_transferable)), "{}", method.id);
            }
        }
    }

    #[test]
    fn the_order_of_papers_and_their_grouping_mean_nothing(election in election()) {
        let mut other = Election { papers: Papers::default(), ..election.clone() };
        let lines: Vec<_> = election.papers.iter().collect();
        for line in lines.iter().rev() {
            for _ in 0..line.weight {
                other.papers.push(1, line.marks).unwrap();
            }
        }
        for method in METHODS.iter().filter(|method| method.id != "cambridge") {
            let (one, two) = (counted(method, &election, &by_lot()), counted(method, &other, &by_lot()));
            prop_assert_eq!(one, two, "{}", method.id);
        }
    }

    #[test]
    fn the_order_of_candidates_changes_numbers_and_nothing_else(election in election()) {
        let last = election.candidates.len() as u16 - 1;
        let mut other = Election { papers: Papers::default(), ..election.clone() };
        other.candidates.reverse();
        for line in election.papers.iter() {
            let marks: Vec<Mark> =
                line.marks.iter().filter_map(|mark| mark.candidate()).map(|candidate| Mark::next(last - candidate)).collect();
            other.papers.push(line.weight, &marks).unwrap();
        }
        let back = |list: &[u32]| sorted(&list.iter().map(|number| u32::from(last) + 2 - number).collect::<Vec<_>>());
        for method in METHODS {
            let (one, two) = (counted(method, &election, &by_lot()), counted(method, &other, &by_lot()));
            prop_assert_eq!(sorted(&one.elected), back(&two.elected), "{}", method.id);
            prop_assert_eq!(one.stages.len(), two.stages.len(), "{}", method.id);
            for (one, two) in one.stages.iter().zip(&two.stages) {
                let reversed: Vec<String> = two.votes.iter().rev().cloned().collect();
                prop_assert_eq!(&one.votes, &reversed, "{}", method.id);
                prop_assert_eq!(sorted(&one.of), back(&two.of), "{}", method.id);
                prop_assert_eq!(sorted(&one.elected), back(&two.elected), "{}", method.id);
            }
        }
    }

    #[test]
    fn reserved_seats_are_kept_while_candidates_last(
        election in election(), members in prop::collection::vec(any::<bool>(), 6), min in 0u32..3, extra in 0u32..3
    ) {
        let members: Vec<u16> = (0..election.candidates.len() as u16).filter(|number| members[usize::from(*number)]).collect();
        let (standing, others) = (members.len(), election.candidates.len() - members.len());
        let group = Group { name: "youth".into(), members: members.clone(), min, max: min + extra };
        let options = Options { groups: vec![group], ..by_lot() };
        for method in METHODS {
            match (method.count)(&election, &options) {
                Err(Stop::Unfit(_)) => prop_assert!(min.min(standing as u32) > election.seats, "{}", method.id),
                Err(stop) => prop_assert!(false, "{}: {stop}", method.id),
                Ok(count) => {
                    let of_group = count.elected.iter().filter(|number| members.contains(&(**number as u16 - 1))).count();
                    prop_assert!(of_group >= (min as usize).min(standing), "{}", method.id);
                    prop_assert!(of_group <= (min + extra) as usize, "{}", method.id);
                    let places = (election.seats as usize).min(others + standing.min((min + extra) as usize));
                    prop_assert_eq!(count.elected.len(), places, "{}", method.id);
                }
            }
        }
    }

    #[test]
    fn groups_that_do_not_bind_change_nothing(election in election()) {
        let everybody: Vec<u16> = (0..election.candidates.len() as u16).collect();
        let group = Group { name: "all".into(), members: everybody, min: 0, max: 9 };
        let options = Options { groups: vec![group], ..by_lot() };
        for method in METHODS {
            let (plain, grouped) = (counted(method, &election, &by_lot()), counted(method, &election, &options));
            prop_assert_eq!((plain.elected, plain.stages, plain.ties), (grouped.elected, grouped.stages, grouped.ties), "{}", method.id);
        }
    }

    #[test]
    fn a_vacancy_is_filled_and_nobody_sitting_loses_the_seat(election in election(), which in any::<prop::sample::Index>()) {
        for method in METHODS.iter().filter(|method| method.id != "senate-au" && method.id != "cambridge") {
            let first = counted(method, &election, &by_lot());
            let gone = first.elected[which.index(first.elected.len())];
            let count = counted(method, &election, &Options { vacating: vec![gone as u16 - 1], ..by_lot() });
            let seats = (election.seats as usize).min(election.candidates.len() - 1);
            prop_assert_eq!(count.elected.len(), seats, "{}", method.id);
            prop_assert!(!count.elected.contains(&gone), "{}", method.id);
            let sitting = first.elected.iter().filter(|number| **number != gone);
            prop_assert!(sitting.clone().all(|number| count.elected.contains(number)), "{}", method.id);
            prop_assert!(count.stages.iter().all(|stage| sitting.clone().all(|number| !stage.excluded.contains(number))));
        }
    }

    #[test]
    fn without_a_tie_rule_a_count_either_needs_none_or_stops_and_says_between_whom(election in election()) {
        let stopping = Options { tie: Break::Stop, ..by_lot() };
        for method in METHODS {
            match (method.count)(&election, &stopping) {
                Ok(count) => prop_assert_eq!(count, counted(method, &election, &by_lot()), "{}", method.id),
                Err(Stop::Tie { set, .. }) => {
                    prop_assert!(set.len() > 1);
                    let lots = counted(method, &election, &by_lot()).ties;
                    prop_assert!(lots.iter().any(|tie| tie.set == set && tie.rule.starts_with("lot")), "{}", method.id);
                }
                Err(stop) => prop_assert!(false, "{}: {stop}", method.id),
            }
        }
    }
}
