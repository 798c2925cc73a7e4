//! Counts small enough to redo on paper, for rules without a public judge and for what the judges do not show: Wright,
//! PRSA 1977, Cambridge and its vacancies, Minneapolis' odd papers, reserved seats, casual vacancies.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

use rankfile_count::method::{Break, Group};
use rankfile_count::report::Action;
use rankfile_count::stv::METHODS;
use rankfile_count::{Count, Election, Mark, Options, Stop};

/// Papers as "weight: ranking", candidates A, B, C ...; "." is an empty rank, "=" joins equals.
fn election(seats: u32, candidates: usize, papers: &[(u64, &str)]) -> Election {
    let mut election = Election { seats, ..Election::default() };
    election.candidates = ('A'..).take(candidates).map(String::from).collect();
    for (weight, ranking) in papers {
        let mut marks = Vec::new();
        let mut equal = false;
        for letter in ranking.bytes() {
            match letter {
                b'.' => marks.push(Mark::SKIP),
                b'=' => equal = true,
                _ => {
                    let candidate = u16::from(letter - b'A');
                    marks.push(if std::mem::take(&mut equal) {
                        Mark::equal(candidate)
                    } else {
                        Mark::next(candidate)
                    });
                }
            }
        }
        election.papers.push(*weight, &marks).unwrap();
    }
    election
}

fn options() -> Options {
    Options { tie: Break::Stop, vacating: Vec::new(), groups: Vec::new() }
}

fn count(id: &str, election: &Election, options: &Options) -> Result<Count, Stop> {
    (METHODS.iter().find(|method| method.id == id).unwrap().count)(election, options)
}

fn assert_stage(
    count: &Count,
    number: usize,
    action: Action,
    of: &[u32],
    votes: &[&str],
    lost: &str,
    elected: &[u32],
) {
    let stage = &count.stages[number - 1];
    assert_eq!((stage.action, &stage.of[..]), (action, of), "stage {number}");
    assert_eq!(stage.votes, votes, "stage {number}");
    assert_eq!((stage.non_transferable.as_str(), &stage.elected[..]), (lost, elected), "stage {number}");
}

#[test]
fn wright_counts_everything_again_after_an_exclusion() {
    let election = election(2, 4, &[(40, "AB"), (20, "BC"), (25, "C"), (15, "DAB")]);
    let count = count("wright", &election, &options()).unwrap();
    assert_stage(
        &count,
        1,
        Action::First,
        &[],
        &["40.00000", "20.00000", "25.00000", "15.00000"],
        "0.00000",
        &[],
    );
    // 6 over 40 papers: 0.15 each.
    assert_stage(
        &count,
        2,
        Action::Surplus,
        &[1],
        &["34.00000", "26.00000", "25.00000", "15.00000"],
        "0.00000",
        &[],
    );
    // The papers for D now belong to A from the start, and raise the surplus to 21 over 55 papers: 0.38181 each.
    assert_stage(
        &count,
        3,
        Action::Exclusion,
        &[4],
        &["55.00000", "20.00000", "25.00000", "0.00000"],
        "0.00000",
        &[1],
    );
    assert_stage(
        &count,
        4,
        Action::Surplus,
        &[1],
        &["34.00000", "40.99955", "25.00000", "0.00000"],
        "0.00045",
        &[2],
    );
    assert_eq!((count.elected, count.stages.len()), (vec![1, 2], 4));
    assert!(!count.warnings.is_empty(), "what is not verified is said");
}

#[test]
fn wrights_quota_falls_with_the_papers_in_play() {
    let election = election(1, 3, &[(4, "A"), (3, "B"), (2, "C")]);
    let count = count("wright", &election, &options()).unwrap();
    let quotas: Vec<_> = count.stages.iter().map(|stage| stage.quota.clone().unwrap()).collect();
    assert_eq!(quotas, ["5.00000", "4.00000"]);
    assert_eq!(count.elected, [1]);
}

#[test]
fn prsa_counts_in_thousandths_and_passes_on_the_last_parcel() {
    let election = election(3, 4, &[(30, "ABC"), (10, "A"), (24, "B"), (20, "C"), (16, "D")]);
    let count = count("prsa-1977", &election, &options()).unwrap();
    assert_eq!(count.stages[0].quota.as_deref(), Some("25.001"));
    // 14.999 over the 30 papers that can pass on: 0.499 each, 14.970 together.
    assert_stage(&count, 2, Action::Surplus, &[1], &["25.001", "38.970", "20.000", "16.000"], "0.029", &[2]);
    // 13.969 over the same 30 papers, the last parcel: 0.465 each, 13.950 together.
    assert_stage(&count, 3, Action::Surplus, &[2], &["25.001", "25.001", "33.950", "16.000"], "0.048", &[3]);
    assert_eq!(count.elected, [1, 2, 3]);
}

#[test]
fn prsa_defers_a_surplus_that_cannot_change_who_is_lowest() {
    let election = election(2, 4, &[(40, "AB"), (30, "B"), (20, "C"), (10, "DC")]);
    let count = count("prsa-1977", &election, &options()).unwrap();
    assert_stage(&count, 2, Action::Exclusion, &[4], &["40.000", "30.000", "30.000", "0.000"], "0.000", &[]);
    assert_stage(&count, 3, Action::Surplus, &[1], &["33.334", "36.640", "30.000", "0.000"], "0.026", &[2]);
}

#[test]
fn cambridge_takes_every_third_paper_and_stops_a_receiver_at_the_quota() {
    let election = election(2, 3, &[(50, "AB"), (50, "AC"), (45, "B"), (35, "C")]);
    let count = count("cambridge", &election, &options()).unwrap();
    assert_eq!(count.stages[0].quota.as_deref(), Some("61"));
    assert_stage(&count, 1, Action::First, &[], &["100", "45", "35"], "0", &[1]);
    // Surplus 39, n = 3: papers 3 to 48 bring B the quota, 51 to 99 go to C; the rest from 4, 7 ... on, where those for B
    // stay and 52, 55, 58, 61, 64 and 67 go to C.
    assert_stage(&count, 2, Action::Surplus, &[1], &["61", "61", "58"], "0", &[2]);
    assert_eq!(count.elected, [1, 2]);
}

#[test]
fn cambridge_defeats_those_below_fifty_together() {
    let election = election(1, 4, &[(60, "A"), (55, "B"), (9, "CA"), (3, "DB")]);
    let count = count("cambridge", &election, &options()).unwrap();
    assert_stage(&count, 2, Action::Exclusion, &[4, 3], &["64", "58", "0", "0"], "5", &[1]);
}

#[test]
fn a_cambridge_vacancy_is_filled_from_the_papers_that_elected_the_member() {
    let election = election(1, 4, &[(28, "AC"), (22, "AD"), (10, "ABD"), (40, "B")]);
    let gone = Options { vacating: vec![0], ..options() };
    let count = count("cambridge", &election, &gone).unwrap();
    assert_stage(&count, 1, Action::First, &[], &["0", "10", "28", "22"], "0", &[]);
    assert_stage(&count, 2, Action::Exclusion, &[2], &["0", "0", "28", "32"], "0", &[4]);
    assert_eq!((count.seats, count.elected), (1, vec![4]));
    let nobody = Options { vacating: vec![1], ..options() };
    let refused = (METHODS.iter().find(|method| method.id == "cambridge").unwrap().count)(&election, &nobody);
    assert!(matches!(refused, Err(Stop::Unfit(text)) if text.contains("exactly one")));
}

#[test]
fn minneapolis_stops_a_paper_at_a_second_gap_a_repeat_or_an_over_vote() {
    let papers = [(3, "A"), (1, ".B"), (1, "..B"), (1, "CCB"), (1, "A=BC")];
    let count = count("minneapolis", &election(1, 4, &papers), &options()).unwrap();
    // Valid: three for A, one for B after a single gap, one for C.
    assert_eq!((count.ballots, count.valid), (7, 5));
    assert_eq!(count.stages[0].votes, ["3.0000", "1.0000", "1.0000", "0.0000"]);
}

#[test]
fn minneapolis_cuts_the_fraction_before_it_multiplies() {
    let election = election(3, 4, &[(70, "ABC"), (20, "BC"), (8, "C"), (8, "D")]);
    let count = count("minneapolis", &election, &options()).unwrap();
    // 43 over 70 is 0.6142: B gets 42.994.
    assert_stage(
        &count,
        2,
        Action::Surplus,
        &[1],
        &["27.0000", "62.9940", "8.0000", "8.0000"],
        "0.0060",
        &[2],
    );
    // 35.994 over 62.994 is 0.5713; 0.5713 x 0.6142 is 0.3508, where one division would give 0.3509.
    assert_stage(
        &count,
        3,
        Action::Surplus,
        &[2],
        &["27.0000", "27.0000", "43.9820", "8.0000"],
        "0.0180",
        &[3],
    );
}

#[test]
fn a_reserved_seat_dooms_a_candidate_with_the_quota() {
    let election = election(2, 4, &[(50, "AB"), (30, "BD"), (12, "C"), (8, "D")]);
    assert_eq!(count("scottish-2011", &election, &options()).unwrap().elected, [1, 2]);
    let women = Group { name: "women".into(), members: vec![2, 3], min: 1, max: 2 };
    let reserved = Options { groups: vec![women], ..options() };
    let count = count("scottish-2011", &election, &reserved).unwrap();
    // One place is left and it is a woman's: B goes at once, before A's surplus moves.
    assert_stage(
        &count,
        2,
        Action::Exclusion,
        &[2],
        &["50.00000", "0.00000", "12.00000", "38.00000"],
        "0.00000",
        &[4],
    );
    assert_eq!(count.elected, [1, 4]);
    let said = count.explanation.join(" ");
    assert!(said.contains("at least 1 and at most 2 of group women"), "{said}");
    assert!(said.contains("Stage 2: no lawful choice elects B (2) any more"), "{said}");
}

#[test]
fn a_guarded_candidate_is_passed_over_when_the_lowest_is_excluded() {
    let election = election(2, 4, &[(30, "A"), (26, "B"), (25, "C"), (19, "D")]);
    let youth = Group { name: "youth".into(), members: vec![3], min: 1, max: 1 };
    for id in ["scottish-2011", "ers97", "minneapolis", "prsa-1977"] {
        let count = count(id, &election, &Options { groups: vec![youth.clone()], ..options() }).unwrap();
        assert_eq!(count.stages[1].of, [3], "{id}: D is lowest, and guarded");
        assert!(count.elected.contains(&4), "{id}");
        assert!(count.explanation.join(" ").contains("not excluded with fewer votes: D (4)"), "{id}");
    }
}

#[test]
fn a_vacancy_is_filled_by_a_recount_that_ends_when_somebody_new_is_in() {
    let election = election(2, 4, &[(60, "ADC"), (25, "B"), (15, "CB")]);
    let original = count("ers97", &election, &options()).unwrap();
    assert_eq!(original.elected, [1, 2]);
    let count = count("ers97", &election, &Options { vacating: vec![0], ..options() }).unwrap();
    assert_stage(&count, 1, Action::First, &[], &["0.00", "25.00", "15.00", "60.00"], "0.00", &[4, 2]);
    assert!(
        count
            .explanation
            .iter()
            .any(|sentence| sentence.contains("without A (1)") && sentence.contains("B (2)"))
    );
}

#[test]
fn a_vacancy_nobody_left_is_refused_with_the_reason() {
    let election = election(2, 4, &[(60, "ADC"), (25, "B"), (15, "CB")]);
    let vacating = Options { vacating: vec![2], ..options() };
    let refused = count("scottish-2011", &election, &vacating).unwrap_err().to_string();
    assert!(refused.contains("no seat is vacant: C (3) was not elected"), "{refused}");
    let senate =
        count("senate-au", &election, &Options { vacating: vec![0], ..options() }).unwrap_err().to_string();
    assert!(senate.contains("parliament"), "{senate}");
}

#[test]
fn small_bodies_are_counted_as_the_rules_say() {
    // One paper, one seat; no more candidates than seats; all papers blank.
    let one = count("scottish-2011", &election(1, 2, &[(1, "B")]), &options()).unwrap();
    assert_eq!((one.elected, one.stages.len()), (vec![2], 1));
    let uncontested = count("ers97", &election(3, 2, &[(1, "A")]), &options()).unwrap();
    assert_eq!((uncontested.elected, uncontested.stages.len()), (vec![1, 2], 0));
    assert!(uncontested.explanation.iter().any(|sentence| sentence.contains("1 stay empty")));
    let blank = election(1, 2, &[(5, "")]);
    assert!(matches!(count("ers97", &blank, &options()), Err(Stop::Tie { set, .. }) if set == [1, 2]));
    let preset = count("ers97", &blank, &Options { tie: Break::Preset, ..options() }).unwrap();
    assert_eq!((preset.valid, preset.ballots, preset.elected), (0, 5, vec![2]));
    assert!(preset.warnings.iter().any(|warning| warning.contains("No paper is valid")));
}

#[test]
fn more_candidates_than_a_stage_table_holds_are_refused() {
    let election = election(1, 1, &[(1, "A")]);
    let many = Election { candidates: (0..2_000).map(|number| number.to_string()).collect(), ..election };
    for method in METHODS {
        let refused = (method.count)(&many, &options()).unwrap_err().to_string();
        assert!(refused.contains("2000 candidates"), "{}: {refused}", method.id);
    }
}

#[test]
fn rule_texts_are_canonical_json_that_names_its_method_and_version() {
    for method in METHODS {
        let value: serde_json::Value = serde_json::from_str(method.rules).unwrap();
        assert_eq!(
            serde_json::to_string(&value).unwrap(),
            method.rules,
            "{}: keys sorted, no white space",
            method.id
        );
        assert_eq!(value["method"], method.id);
        let count = (method.count)(&election(1, 2, &[(1, "A")]), &options()).unwrap();
        assert_eq!(
            (value["version"].as_str(), count.method.as_str()),
            (Some(count.rules_version.as_str()), method.id)
        );
        assert_eq!(count.rules_digest.len(), "sha256:".len() + 64);
    }
}
