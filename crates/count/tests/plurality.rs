//! What plurality promises: tables a reader can follow, then the laws that hold for any contest.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

use proptest::prelude::*;
use rankfile_count::{Answer, Contest, Outcome, TieRule, lot, plurality};

fn contest(seats: u8, votes: &[(&str, u64)]) -> Contest {
    Contest {
        title: "Executive board".into(),
        candidates: votes.iter().map(|(name, _)| name.to_string()).collect(),
        seats,
        votes: votes.iter().map(|(_, votes)| *votes).collect(),
        blank: None,
        ballots: None,
    }
}

fn lot(number: u8) -> TieRule {
    TieRule::Lot { seed: [number; 32], context: "board".into() }
}

fn decided(contest: &Contest, tie: &TieRule) -> Answer {
    match plurality(contest, tie).expect("the contests in these tests add up") {
        Outcome::Decided(answer) => answer,
        open => panic!("expected a decision, found {open:?}"),
    }
}

#[test]
fn the_most_votes_win_and_the_sentences_show_it() {
    let mut contest = contest(2, &[("Ana", 3), ("Bo", 9), ("Cy", 7), ("Di", 1)]);
    (contest.ballots, contest.blank) = (Some(12), Some(1));
    let answer = decided(&contest, &TieRule::None);
    assert_eq!(answer.winners, [1, 2]);
    assert_eq!(
        answer.sentences,
        [
            "Executive board: 2 seats, 4 candidates, 20 votes.",
            "12 ballots were counted, 1 of them blank.",
            "Bo was elected with 9 votes.",
            "Cy was elected with 7 votes.",
            "Not elected: Ana with 3 votes and Di with 1 vote.",
        ]
    );
}

#[test]
fn a_tie_for_the_last_seat_falls_by_the_declared_lot_and_says_how() {
    let contest = contest(3, &[("Ana", 310), ("Bo", 412), ("Cy", 310), ("Di", 400), ("Ed", 5)]);
    let answer = decided(&contest, &lot(7));
    // From `vectors/lot.py`: draw("07" * 32, "board", ["Ana", "Cy"]).
    assert_eq!(answer.winners, [1, 3, 0]);
    let tie = &answer.ties[0];
    assert_eq!((tie.tied.as_slice(), tie.winners.as_slice()), ([0, 2].as_slice(), [0].as_slice()));
    assert_eq!(tie.seed, "07".repeat(32));
    assert_eq!(
        answer.sentences,
        [
            "Executive board: 3 seats, 5 candidates, 1437 votes.".to_string(),
            "Bo was elected with 412 votes.".into(),
            "Di was elected with 400 votes.".into(),
            "The last seat was tied between Ana and Cy at 310 votes each and fell by lot to Ana.".into(),
            format!(
                "The lot is rnf/lot/v1 with seed {} for \"board\"; the smallest digest comes first: Ana (49468fa4e8eb62cb...), Cy (df08426b786e3c48...).",
                "07".repeat(32)
            ),
            "Not elected: Cy with 310 votes and Ed with 5 votes.".into(),
        ]
    );
}

#[test]
fn without_a_lot_the_tie_stays_open_and_nobody_is_preferred() {
    let contest = contest(2, &[("Cy", 5), ("Ana", 9), ("Bo", 5), ("Di", 2)]);
    let Outcome::Tied { elected, tied, seats_left, sentences, .. } =
        plurality(&contest, &TieRule::None).unwrap()
    else {
        panic!("a tie nobody broke must not be decided");
    };
    assert_eq!((elected, tied, seats_left), (vec![1], vec![2, 0], 1));
    assert_eq!(
        sentences.last().unwrap(),
        "The last seat is tied between Bo and Cy at 5 votes each; no lot was declared, so the tie is open until the \
         rules break it."
    );
}

#[test]
fn equal_votes_that_all_fit_are_no_tie() {
    let answer = decided(&contest(2, &[("Ana", 4), ("Bo", 1), ("Cy", 4)]), &TieRule::None);
    assert_eq!((answer.winners, answer.ties.len()), (vec![0, 2], 0));
}

#[test]
fn fewer_candidates_than_seats_leave_seats_vacant_and_say_so() {
    let answer = decided(&contest(5, &[("Bo", 0), ("Ana", 3)]), &lot(1));
    assert_eq!((answer.winners, answer.vacant_seats), (vec![1, 0], 3));
    assert_eq!(
        answer.sentences[1..],
        [
            "Ana and Bo were elected without a count: no more candidates than seats.",
            "3 seats stay vacant: 5 less 2 leave 3.",
        ]
    );
    let nobody = decided(&contest(1, &[]), &lot(1));
    assert_eq!((nobody.winners.len(), nobody.vacant_seats), (0, 1));
    assert_eq!(nobody.sentences[1..], ["Nobody stood.", "1 seat stays vacant: 1 less 0 leaves 1."]);
}

#[test]
fn a_seat_filled_by_somebody_nobody_voted_for_is_warned_of() {
    let answer = decided(&contest(2, &[("Ana", 3), ("Bo", 0), ("Cy", 0)]), &lot(1));
    assert_eq!(answer.winners[0], 0);
    assert!(
        answer.sentences.last().unwrap().starts_with("Warning: nobody voted for "),
        "{:?}",
        answer.sentences
    );
    let voted = decided(&contest(2, &[("Ana", 3), ("Bo", 1), ("Cy", 0)]), &lot(1));
    assert!(!voted.sentences.iter().any(|sentence| sentence.starts_with("Warning")));
}

#[test]
fn the_lot_depends_on_the_seed() {
    let contest = contest(1, &[("Ana", 3), ("Bo", 3)]);
    let winners: std::collections::BTreeSet<_> =
        (0..16).map(|number| decided(&contest, &lot(number)).winners).collect();
    assert_eq!(winners.len(), 2, "sixteen seeds that all prefer one name are no lot");
}

#[test]
fn an_answer_survives_json() {
    let outcome = plurality(&contest(1, &[("Ana", 3), ("Bo", 3)]), &lot(1)).unwrap();
    let json = serde_json::to_string(&outcome).unwrap();
    assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome);
}

/// Small numbers of votes, so that ties are common.
fn contests() -> impl Strategy<Value = Contest> {
    (1..6u8, prop::collection::vec(0..5u64, 0..8), any::<bool>()).prop_map(|(seats, votes, known)| {
        let candidates: Vec<String> =
            (0..votes.len()).map(|n| format!("Candidate {}", (n * 5) % 8)).collect();
        let ballots = known.then(|| votes.iter().sum());
        Contest { title: "T".into(), candidates, seats, votes, blank: None, ballots }
    })
}

/// Everything an outcome says, by name instead of index.
fn by_name(contest: &Contest, outcome: &Outcome) -> Vec<Vec<String>> {
    let names = |list: &[usize]| list.iter().map(|&c| contest.candidates[c].clone()).collect::<Vec<_>>();
    match outcome {
        Outcome::Decided(answer) => {
            let mut all = vec![names(&answer.winners), answer.sentences.clone()];
            for tie in &answer.ties {
                let ranks: Vec<usize> = tie.ranks.iter().map(|rank| rank.candidate).collect();
                all.extend([names(&tie.tied), names(&tie.winners), names(&ranks)]);
            }
            all
        }
        Outcome::Tied { elected, tied, sentences, .. } => {
            vec![names(elected), names(tied), sentences.clone()]
        }
    }
}

proptest! {
    #[test]
    fn permuting_the_candidates_changes_nothing_but_indices(
        (contest, order) in contests().prop_flat_map(|contest| {
            let order: Vec<usize> = (0..contest.candidates.len()).collect();
            (Just(contest), Just(order).prop_shuffle())
        }),
        seed in any::<[u8; 32]>(), by_lot in any::<bool>()
    ) {
        let tie = if by_lot { TieRule::Lot { seed, context: "c".into() } } else { TieRule::None };
        let permuted = Contest {
            candidates: order.iter().map(|&c| contest.candidates[c].clone()).collect(),
            votes: order.iter().map(|&c| contest.votes[c]).collect(),
            ..contest.clone()
        };
        let (one, two) = (plurality(&contest, &tie).unwrap(), plurality(&permuted, &tie).unwrap());
        prop_assert_eq!(by_name(&contest, &one), by_name(&permuted, &two));
    }

    #[test]
    fn who_wins_is_who_too_few_others_beat(contest in contests(), seed in any::<[u8; 32]>()) {
        // A second definition: certainly in if fewer than `seats` have as many votes, certainly out if `seats` have more.
        let seats = usize::from(contest.seats);
        let tie = TieRule::Lot { seed, context: "c".into() };
        let Outcome::Decided(answer) = plurality(&contest, &tie).unwrap() else { panic!("a lot always decides") };
        prop_assert_eq!(answer.winners.len() + answer.vacant_seats, seats);
        let mut tied = Vec::new();
        for (candidate, &votes) in contest.votes.iter().enumerate() {
            let better = contest.votes.iter().filter(|&&other| other > votes).count();
            let equal = contest.votes.iter().filter(|&&other| other == votes).count();
            let wins = answer.winners.contains(&candidate);
            if better + equal <= seats {
                prop_assert!(wins);
            } else if better >= seats {
                prop_assert!(!wins);
            } else {
                tied.push(candidate);
            }
        }
        let named: std::collections::BTreeSet<usize> = answer.ties.iter().flat_map(|tie| tie.tied.clone()).collect();
        prop_assert_eq!(named.into_iter().collect::<Vec<_>>(), tied);
        if let Some(tie) = answer.ties.first() {
            let names: Vec<&str> = tie.tied.iter().map(|&c| contest.candidates[c].as_str()).collect();
            let again = lot::draw(&seed, "c", &names);
            let again: Vec<usize> = again.iter().take(tie.winners.len()).map(|place| tie.tied[place.position]).collect();
            prop_assert_eq!(&again, &tie.winners);
            prop_assert!(answer.winners.ends_with(&tie.winners));
        }
    }

    #[test]
    fn a_tie_is_open_exactly_when_a_lot_would_have_been_drawn(contest in contests(), seed in any::<[u8; 32]>()) {
        let with = plurality(&contest, &TieRule::Lot { seed, context: "c".into() }).unwrap();
        let without = plurality(&contest, &TieRule::None).unwrap();
        match (with, without) {
            (Outcome::Decided(with), Outcome::Decided(without)) => {
                prop_assert!(with.ties.is_empty());
                prop_assert_eq!(with.winners, without.winners);
            }
            (Outcome::Decided(with), Outcome::Tied { elected, tied, seats_left, .. }) => {
                prop_assert_eq!(&with.ties[0].tied, &tied);
                prop_assert!(tied.len() > seats_left && seats_left > 0);
                prop_assert_eq!(elected.len() + seats_left, usize::from(contest.seats));
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn one_more_vote_never_unseats_a_winner(contest in contests(), seed in any::<[u8; 32]>()) {
        let contest = Contest { ballots: None, ..contest };
        let tie = TieRule::Lot { seed, context: "c".into() };
        for winner in decided(&contest, &tie).winners {
            let mut more = contest.clone();
            more.votes[winner] += 1;
            prop_assert!(decided(&more, &tie).winners.contains(&winner));
        }
    }

    #[test]
    fn any_numbers_at_all_are_answered_without_a_panic(
        seats in any::<u8>(), votes in prop::collection::vec(any::<u64>(), 0..5),
        names in prop::collection::vec(".{0,3}", 0..5), blank in any::<Option<u64>>(), ballots in any::<Option<u64>>()
    ) {
        let contest = Contest { title: String::new(), candidates: names, seats, votes, blank, ballots };
        let _ = plurality(&contest, &TieRule::None);
    }
}
