//! What members read: every figure in a sentence is a figure of the count, and every candidate finds their own story.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod data;

use rankfile_count::figures::Figure;
use rankfile_count::method::Break;
use rankfile_count::report::{Action, Moved, Stage};
use rankfile_count::words::Words;
use rankfile_count::{Count, narrate};

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// Four candidates, one seat: Di goes with 103 votes, then Cy.
fn made_up() -> Count {
    let stage = |action, of: &[u32], votes: &[&str], lost: &str| Stage {
        action,
        of: of.to_vec(),
        votes: strings(votes),
        non_transferable: lost.into(),
        excluded: of.to_vec(),
        ..Stage::default()
    };
    let moved = |from, to, votes: &str| Moved { from, to, votes: votes.into() };
    let first = stage(Action::First, &[], &["1500", "900", "120", "103"], "0");
    let mut second = stage(Action::Exclusion, &[4], &["1550", "911", "120", "0"], "42");
    second.moved = vec![moved(4, Some(2), "11"), moved(4, Some(1), "50"), moved(4, None, "42")];
    second.elected = vec![1];
    Count {
        method: "irv".into(),
        seats: 1,
        candidates: strings(&["Ana", "Bo", "Cy", "Di"]),
        ballots: 2630,
        valid: 2623,
        elected: vec![1],
        stages: vec![first, second],
        explanation: strings(&["Stage 2: counted by hand twice.", "Counted in the hall."]),
        ..Count::default()
    }
}

#[test]
fn a_stage_is_told_with_who_went_and_where_the_votes_went() {
    let mut count = made_up();
    narrate::tell(&mut count, Words::english());
    assert_eq!(
        count.explanation,
        [
            "1 seat, 4 candidates, 2,623 valid papers.",
            "7 more papers are blank or name nobody who stands, and do not count.",
            "Counted in the hall.",
            "Stage 1. First choices: Ana (1,500), Bo (900), Cy (120) and Di (103).",
            "Stage 2. Di has the fewest, 103 votes, and is excluded: 50 to Ana, 11 to Bo and 42 ran out of choices. \
             Ana has more than half of the votes still in play, 1,550 votes of 2,581, and is elected.",
            "Stage 2: counted by hand twice.",
            "Elected: Ana.",
        ]
    );
}

#[test]
fn every_candidate_has_a_view_of_their_own() {
    let mut count = made_up();
    narrate::tell(&mut count, Words::english());
    assert_eq!(
        count.views[3],
        "Excluded at stage 2 with 103 votes: 50 to Ana, 11 to Bo and 42 ran out of choices."
    );
    assert_eq!(
        count.views[2],
        "Not elected: still stood with 120 votes when the last seat was filled. Began with 120 votes."
    );
    assert!(count.views[0].starts_with("Elected at stage 2 with 1,550 votes."), "{}", count.views[0]);
}

#[test]
fn where_nobody_recorded_the_moves_they_are_worked_out_from_the_totals() {
    let mut count = made_up();
    count.stages[1].moved.clear();
    narrate::tell(&mut count, Words::english());
    assert_eq!(
        count.views[3],
        "Excluded at stage 2 with 103 votes: 50 to Ana, 11 to Bo and 42 ran out of choices."
    );
}

/// Over real wards: whatever a view says moved adds up to what the candidate had.
#[test]
fn the_votes_in_a_view_add_up() {
    let Some(folder) = data::folder() else { return };
    let mut files = Vec::new();
    data::all_files(&folder.join("scottish/blt"), &mut files);
    files.sort();
    let mut checked = 0;
    for file in files.iter().step_by(9) {
        let count = data::counted("scottish-2011", &data::election_at(file), Break::Preset);
        for (index, stage) in count.stages.iter().enumerate().skip(1) {
            let before = &count.stages[index - 1];
            for of in &stage.of {
                let had = |stage: &Stage| Figure::read(&stage.votes[*of as usize - 1]);
                let moved = narrate::moved(stage, Some(before));
                let gone = moved.iter().filter(|moved| moved.from == *of);
                let gone = gone.fold(Figure::default(), |sum, moved| sum.plus(Figure::read(&moved.votes)));
                assert!(
                    gone.minus(had(before).minus(had(stage))).is_zero(),
                    "{}: stage {}",
                    file.display(),
                    index + 1
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "only {checked} stages");
}
