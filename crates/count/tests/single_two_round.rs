//! Two rounds, and the policies of instant runoff one by one, on papers small enough to follow by hand.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

mod judge;

use judge::{assert_conserved, by_lot, preset, stopping};
use proptest::prelude::*;
use rankfile_count::pairs::Pairs;
use rankfile_count::single::policy::{Look, OverVote, Repeated, Winners};
use rankfile_count::single::{METHODS, Policy, irv};
use rankfile_count::{Count, Election, Mark, Options, Stop};

const SKIP: Mark = Mark::SKIP;

fn election(candidates: usize, papers: &[(u64, &[Mark])]) -> Election {
    let mut election = Election { seats: 1, ..Election::default() };
    election.candidates = (1..=candidates).map(|number| format!("Candidate {number}")).collect();
    for (weight, marks) in papers {
        election.papers.push(*weight, marks).unwrap();
    }
    election
}

fn two_round(election: &Election, options: &Options) -> Result<Count, Stop> {
    (METHODS.iter().find(|method| method.id == "two-round").unwrap().count)(election, options)
}

fn rounds(election: &Election, policy: &Policy) -> Vec<String> {
    let count = irv::count(election, &preset(), policy).unwrap();
    assert_conserved(&count);
    let round = |stage: &rankfile_count::report::Stage| {
        format!("{} ({})", stage.votes.join(" "), stage.non_transferable)
    };
    count.stages.iter().map(round).collect()
}

const A: Mark = first(0);
const B: Mark = first(1);
const C: Mark = first(2);
const D: Mark = first(3);

const fn first(candidate: u16) -> Mark {
    Mark::next(candidate)
}

#[test]
fn a_majority_of_first_preferences_needs_no_second_round() {
    let count = two_round(&election(3, &[(5, &[A]), (2, &[B]), (2, &[C, B])]), &stopping()).unwrap();
    assert_eq!((count.elected, count.stages.len()), (vec![1], 1));
}

#[test]
fn the_papers_of_the_others_go_to_whichever_of_the_two_they_prefer() {
    let papers: &[(u64, &[Mark])] = &[(4, &[A]), (3, &[B]), (2, &[C, D, B]), (1, &[D])];
    let count = two_round(&election(4, papers), &stopping()).unwrap();
    assert_eq!(count.stages[1].votes, ["4", "5", "0", "0"]);
    assert_eq!((count.elected.as_slice(), count.stages[1].non_transferable.as_str()), ([2].as_slice(), "1"));
}

#[test]
fn a_tie_for_the_second_place_or_at_the_end_needs_a_rule() {
    let second = election(3, &[(4, &[A]), (3, &[B]), (3, &[C, B])]);
    let stop = Stop::Tie { stage: 1, set: vec![2, 3], purpose: "for the second round" };
    assert_eq!(two_round(&second, &stopping()), Err(stop));
    assert_eq!(two_round(&second, &preset()).unwrap().elected, [2], "the papers of C go to B");
    // Equal at the end, but one had more first preferences.
    let end = election(3, &[(4, &[A]), (3, &[B]), (1, &[C, B])]);
    assert_eq!(two_round(&end, &stopping()).unwrap().elected, [1]);
    let equal = election(2, &[(4, &[A]), (4, &[B])]);
    assert!(matches!(two_round(&equal, &stopping()), Err(Stop::Tie { stage: 1, .. })));
}

#[test]
fn an_over_vote_ends_the_paper_is_passed_over_or_counts_for_the_one_left() {
    let over: &[Mark] = &[A, B, Mark::equal(3), C];
    let election = election(4, &[(1, over), (5, &[B]), (4, &[C]), (3, &[D])]);
    let policy = |over_vote| Policy { over_vote, ..Policy::plain() };
    let ends = |over_vote| rounds(&election, &policy(over_vote)).last().unwrap().clone();
    assert_eq!(ends(OverVote::Exhaust), "0 5 4 0 (4)");
    assert_eq!(ends(OverVote::Skip), "0 5 5 0 (3)");
    // When A goes, B and D are both in the race.
    assert_eq!(ends(OverVote::ExhaustIfSeveral), "0 5 4 0 (4)");
    let alone = self::election(4, &[(2, over), (5, &[B]), (4, &[C]), (1, &[D])]);
    // D goes first, so B is the only one left of the two.
    assert_eq!(rounds(&alone, &policy(OverVote::ExhaustIfSeveral)).last().unwrap(), "0 7 4 0 (1)");
}

#[test]
fn gaps_repeats_and_limits_end_papers_as_the_policy_says() {
    let papers: &[(u64, &[Mark])] =
        &[(1, &[A, SKIP, SKIP, B]), (1, &[A, A, C]), (1, &[A, D, B]), (6, &[B]), (5, &[C]), (4, &[D])];
    let election = election(4, papers);
    let second = |policy: &Policy| rounds(&election, policy)[1].clone();
    let plain = Policy::plain();
    assert_eq!(second(&plain), "0 7 6 5 (0)");
    assert_eq!(second(&Policy { skipped_ranks: Some(1), ..plain.clone() }), "0 6 6 5 (1)");
    assert_eq!(second(&Policy { skipped_ranks: Some(2), ..plain.clone() }), "0 7 6 5 (0)");
    assert_eq!(second(&Policy { repeated: Repeated::Exhaust, ..plain.clone() }), "0 7 5 5 (1)");
    assert_eq!(second(&Policy { rankings: Some(1), ..plain }), "0 6 5 4 (3)");
}

#[test]
fn a_batch_goes_together_and_exclusions_may_go_on_to_two() {
    let papers: &[(u64, &[Mark])] = &[(9, &[A]), (5, &[B]), (1, &[C, B]), (1, &[D, C, B])];
    let election = election(4, papers);
    let batch = Policy { batch: true, until_two: true, ..Policy::plain() };
    assert_eq!(rounds(&election, &Policy::plain()).len(), 1, "A has nine of sixteen");
    assert_eq!(rounds(&election, &batch), ["9 5 1 1 (0)", "9 7 0 0 (0)"]);
    // Two and one are as many as three: they might catch up.
    let close = self::election(4, &[(9, &[A]), (3, &[B]), (2, &[C]), (1, &[D])]);
    assert_eq!(rounds(&close, &batch)[1], "9 3 2 0 (1)");
    let one_by_one = Policy { batch: false, ..batch };
    assert_eq!(rounds(&election, &one_by_one), ["9 5 1 1 (0)", "9 6 0 1 (0)", "9 7 0 0 (0)"]);
}

#[test]
fn bottoms_up_keeps_as_many_as_there_are_seats_and_passes_elect_one_by_one() {
    let papers: &[(u64, &[Mark])] = &[(6, &[A, B]), (5, &[B]), (4, &[C]), (1, &[D, C])];
    let election = Election { seats: 2, ..election(4, papers) };
    let elected =
        |winners| irv::count(&election, &preset(), &Policy { winners, ..Policy::plain() }).unwrap().elected;
    assert_eq!(elected(Winners::BottomsUp), [1, 2]);
    // Without A all six papers go to B.
    assert_eq!(elected(Winners::MultiPass), [1, 2]);
    assert_eq!(elected(Winners::BottomsUpPercent(30)), [1, 2, 3]);
    assert_eq!(elected(Winners::Majority), [1]);
}

#[test]
fn a_tie_looks_back_or_forward_or_straight_to_the_rule() {
    // B and C are equal after D goes; before, C had fewer. D and E were never equal to them.
    let papers: &[(u64, &[Mark])] = &[(9, &[A]), (5, &[B]), (4, &[C]), (1, &[D, C]), (9, &[first(4)])];
    let election = election(5, papers);
    let gone = |look| {
        let count = irv::count(&election, &preset(), &Policy { look, ..Policy::plain() }).unwrap();
        count.stages[2].excluded[0]
    };
    assert_eq!((gone(Look::Backwards), gone(Look::Forwards), gone(Look::Nothing)), (3, 3, 2));
}

fn papers() -> impl Strategy<Value = Election> {
    let paper = (1u64..20, prop::sample::subsequence(vec![0u16, 1, 2, 3, 4], 1..5).prop_shuffle());
    prop::collection::vec(paper, 1..30).prop_map(|papers| {
        let mut election = election(5, &[]);
        for (weight, ranking) in papers {
            let marks: Vec<Mark> = ranking.into_iter().map(Mark::next).collect();
            election.papers.push(weight, &marks).unwrap();
        }
        election
    })
}

proptest! {
    #[test]
    fn the_second_round_is_won_by_whom_more_papers_prefer_of_the_two(election in papers()) {
        let count = two_round(&election, &by_lot(3)).unwrap();
        assert_conserved(&count);
        if count.stages.len() == 2 {
            let pairs = Pairs::of(&election, &by_lot(3)).unwrap();
            let two: Vec<u16> = (0..5).filter(|candidate| !count.stages[1].excluded.contains(&(u32::from(*candidate) + 1))).collect();
            let winner = count.elected[0] as u16 - 1;
            let other = if two[0] == winner { two[1] } else { two[0] };
            prop_assert!(pairs.prefer(winner, other) >= pairs.prefer(other, winner));
        }
    }

    #[test]
    fn batches_and_going_on_to_two_change_no_winner(election in papers()) {
        let plain = irv::count(&election, &stopping(), &Policy::plain());
        for policy in [Policy { batch: true, ..Policy::plain() }, Policy { until_two: true, ..Policy::plain() }] {
            // A batch may pass over a tie that one exclusion at a time meets, and going on may meet more of them.
            if let (Ok(plain), Ok(other)) = (&plain, irv::count(&election, &stopping(), &policy)) {
                prop_assert_eq!(&plain.elected, &other.elected);
            }
        }
    }
}
