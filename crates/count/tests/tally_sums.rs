//! Methods that add up, against outside counts where there are any: Borda of 44 union elections (one program), block
//! votes by `stv-rs` (one program), majority judgment by hand (the cases of the data).
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

mod judge;

use std::collections::BTreeMap;

use judge::{blt, bytes, data, json, json_lines, numbers, preset, stopping};
use proptest::prelude::*;
use rankfile_count::tally::{GRADED, Given, Grades, METHODS, Scale, find_graded};
use rankfile_count::{Count, Election, Mark, Options, Stop};

fn count(id: &str, election: &Election, options: &Options) -> Result<Count, Stop> {
    (METHODS.iter().find(|method| method.id == id).unwrap().count)(election, options)
}

fn graded(id: &str, grades: &Grades, options: &Options) -> Result<Count, Stop> {
    (find_graded(id).unwrap().count)(grades, options)
}

#[test]
fn borda_points_of_the_union_elections_are_those_of_the_reference() {
    let Some(data) = data() else { return };
    for expected in json_lines(data.join("ers-tideman/reference-condorcet-irv-borda.jsonl")) {
        let id = expected["id"].as_str().unwrap();
        let mut election = blt(data.join(format!("ers-tideman/blt/{id}.blt")));
        election.seats = 1;
        let count = count("borda", &election, &preset()).unwrap();
        let points: BTreeMap<String, String> = (1..)
            .zip(&count.stages[0].votes)
            .map(|(number, points): (u32, _)| (number.to_string(), points.clone()))
            .collect();
        for (number, theirs) in expected["borda_n_minus_1"].as_object().unwrap() {
            assert_eq!(points[number], theirs.to_string(), "{id} candidate {number}");
        }
    }
}

#[test]
fn block_votes_are_those_of_another_program() {
    let Some(data) = data() else { return };
    // Its other transcripts split votes between equals, which no block vote at a polling place does.
    let election = blt(data.join("stv-rs/ballots/vegetables.blt"));
    let count = count("block", &election, &preset()).unwrap();
    let text =
        String::from_utf8(bytes(data.join("stv-rs/plurality_block_voting/vegetables.fixed9.log"))).unwrap();
    let elected: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("Action: Elect: ")).collect();
    let ours: Vec<&str> =
        count.elected.iter().map(|number| election.candidates[*number as usize - 1].as_str()).collect();
    assert_eq!(ours, elected);
    for line in text.lines().filter(|line| line.starts_with("\tElected:") || line.starts_with("\tDefeated:"))
    {
        let (name, votes) = line.split_once(':').unwrap().1.trim().rsplit_once(" (").unwrap();
        let place = election.candidates.iter().position(|candidate| candidate == name).unwrap();
        assert_eq!(format!("{}.000000000)", count.stages[0].votes[place]), votes, "{name}");
    }
}

#[test]
fn majority_judgments_are_those_worked_out_by_hand() {
    let Some(data) = data() else { return };
    let cases = json(data.join("micro/majority-judgment.json"));
    for case in cases.as_array().unwrap() {
        let scale = judge::texts(&case["scale"]);
        let counts = case["counts"].as_object().unwrap();
        let mut grades = Grades { seats: 1, scale: Scale::Words(scale.clone()), ..Grades::default() };
        grades.candidates = counts.keys().cloned().collect();
        // Nothing links the grades of one paper, so each candidate's may be dealt in order.
        let dealt: Vec<Vec<u16>> = counts.values().map(|counts| deal(&numbers(counts))).collect();
        for paper in 0..dealt[0].len() {
            let given =
                (0u16..).zip(&dealt).map(|(candidate, dealt)| Given { candidate, grade: dealt[paper] });
            grades.papers.push(1, &given.collect::<Vec<_>>()).unwrap();
        }
        let ranking: Vec<Vec<String>> =
            case["ranking"].as_array().unwrap().iter().map(judge::texts).collect();
        let count = graded("majority-judgment", &grades, &stopping());
        if ranking[0].len() > 1 {
            assert_eq!(
                count,
                Err(Stop::Tie { stage: 1, set: vec![1, 2], purpose: "for election" }),
                "{}",
                case["id"]
            );
            continue;
        }
        let count = count.unwrap();
        assert_eq!(grades.candidates[count.elected[0] as usize - 1], ranking[0][0], "{}", case["id"]);
        let told: Vec<&str> = count
            .explanation
            .iter()
            .filter_map(|told| told.split_once(": majority"))
            .map(|pair| pair.0)
            .collect();
        assert_eq!(told, ranking.concat(), "{}", case["id"]);
        for (median, (name, expected)) in
            count.stages[0].votes.iter().zip(case["median"].as_object().unwrap())
        {
            assert_eq!(
                scale[median.parse::<usize>().unwrap()],
                expected.as_str().unwrap(),
                "{} {name}",
                case["id"]
            );
        }
    }
}

fn deal(counts: &[u32]) -> Vec<u16> {
    (0..).zip(counts).flat_map(|(grade, count)| vec![grade; *count as usize]).collect()
}

fn election(candidates: usize, seats: u32, papers: &[(u64, &[Mark])]) -> Election {
    let mut election = Election { seats, ..Election::default() };
    election.candidates = (1..=candidates).map(|number| format!("Candidate {number}")).collect();
    for (weight, marks) in papers {
        election.papers.push(*weight, marks).unwrap();
    }
    election
}

#[test]
fn each_method_reads_the_same_papers_its_own_way() {
    let [a, b, c, d] = [0, 1, 2, 3].map(Mark::next);
    let papers: &[(u64, &[Mark])] = &[(4, &[a, b, c]), (3, &[b, Mark::equal(3), c]), (2, &[c]), (1, &[])];
    let election = election(4, 2, papers);
    let votes = |id| count(id, &election, &preset()).unwrap().stages[0].votes.join(" ");
    assert_eq!(votes("plurality"), "4 0 2 0");
    assert_eq!(votes("block"), "4 7 2 3");
    assert_eq!(votes("limited"), "4 0 2 0");
    assert_eq!(votes("approval"), "4 7 9 3");
    // First 3 points, second 2, third 1; b and d share 3 and 2.
    assert_eq!(votes("borda"), "12.0 15.5 13.0 7.5");
    // On the second kind of paper a alone is left with 0; on the third, a, b and d share 0, 1 and 2.
    assert_eq!(votes("borda-shared"), "14.0 17.5 13.0 9.5");
    assert_eq!(votes("borda-modified"), "8.0 8.5 0.0 4.5");
    let plurality = count("plurality", &election, &preset()).unwrap();
    assert_eq!((plurality.ballots, plurality.valid), (10, 6), "two first preferences make a paper invalid");
    let _ = d;
}

#[test]
fn what_a_method_cannot_count_is_refused_with_a_remedy() {
    let ranked = election(3, 1, &[(1, &[Mark::next(0)])]);
    for id in ["score", "star", "majority-judgment"] {
        let Err(Stop::Unfit(text)) = count(id, &ranked, &preset()) else { panic!("{id} counted rankings") };
        assert!(text.contains("give ABIF"), "{text}");
    }
    let vacant = Options { vacating: vec![0], ..preset() };
    for method in METHODS.iter().filter(|method| !["score", "star", "majority-judgment"].contains(&method.id))
    {
        assert!(matches!((method.count)(&ranked, &vacant), Err(Stop::Unfit(_))), "{}", method.id);
    }
    let mut wide = points(3, 1, 5, &[&[Some(1), None, Some(5)]]);
    assert!(matches!(graded("approval", &wide, &preset()), Err(Stop::Unfit(_))));
    wide.seats = 0;
    for method in GRADED.iter().filter(|method| method.id != "star") {
        assert!(matches!((method.count)(&wide, &preset()), Err(Stop::Unfit(_))), "{}", method.id);
    }
}

fn points(candidates: usize, seats: u32, highest: u16, papers: &[&[Option<u16>]]) -> Grades {
    let mut grades = Grades { seats, scale: Scale::Points(highest), ..Grades::default() };
    grades.candidates = (1..=candidates).map(|number| format!("Candidate {number}")).collect();
    for paper in papers {
        let given = |(candidate, grade): (u16, &Option<u16>)| grade.map(|grade| Given { candidate, grade });
        grades.papers.push(1, &(0..).zip(*paper).filter_map(given).collect::<Vec<_>>()).unwrap();
    }
    grades
}

#[test]
fn star_elects_whom_more_papers_prefer_of_the_two_with_most_points() {
    let [zero, two, four, five] = [Some(0), Some(2), Some(4), Some(5)];
    let grades = points(
        3,
        1,
        5,
        &[
            &[five, four, zero],
            &[five, four, zero],
            &[zero, five, four],
            &[zero, five, None],
            &[two, four, zero],
        ],
    );
    let count = graded("star", &grades, &stopping()).unwrap();
    assert_eq!(count.stages[0].votes, ["12", "22", "4"]);
    assert_eq!(count.elected, [2]);
    let score = graded("score", &grades, &stopping()).unwrap();
    assert_eq!(score.elected, [2]);
}

#[test]
fn a_tied_runoff_falls_by_points_and_a_tied_score_by_comparisons() {
    let [zero, one, three, five] = [Some(0), Some(1), Some(3), Some(5)];
    // One prefers each; the first has more points.
    let grades = points(2, 1, 5, &[&[five, zero], &[zero, three]]);
    let count = graded("star", &grades, &stopping()).unwrap();
    assert_eq!((count.elected[0], count.ties[0].rule.as_str()), (1, "more points"));
    // The second and the third have six points each; two of three papers prefer the third.
    let grades = points(3, 1, 5, &[&[five, five, zero], &[five, zero, three], &[five, one, three]]);
    let count = graded("star", &grades, &stopping()).unwrap();
    assert_eq!((count.ties[0].set.as_slice(), count.ties[0].chosen), ([2, 3].as_slice(), 3));
}

#[test]
fn a_tie_that_changes_no_winner_needs_no_rule() {
    let [zero, two, three, four, five] = [Some(0), Some(2), Some(3), Some(4), Some(5)];
    // The second and the third are equal in everything, and the first beats both.
    let grades = points(4, 1, 5, &[&[five, two, three, zero], &[four, three, two, three]]);
    let count = graded("star", &grades, &stopping()).unwrap();
    assert_eq!((count.elected[0], count.ties.len()), (1, 1));
    assert!(count.ties[0].rule.starts_with("no matter"), "{}", count.ties[0].rule);
}

#[test]
fn uncontested_elections_have_no_table() {
    let few = election(2, 3, &[(1, &[Mark::next(1)])]);
    for method in METHODS.iter().filter(|method| !["score", "star", "majority-judgment"].contains(&method.id))
    {
        let count = (method.count)(&few, &stopping()).unwrap();
        assert_eq!((count.elected, count.stages.len()), (vec![1, 2], 0), "{}", method.id);
    }
}

proptest! {
    #[test]
    fn approval_of_rankings_is_approval_of_grades(
        papers in prop::collection::vec((1u64..5, prop::collection::btree_set(0u16..4, 0..4)), 1..9)
    ) {
        let mut ranked = election(4, 2, &[]);
        let mut grades = points(4, 2, 1, &[]);
        for (weight, named) in papers {
            let marks: Vec<Mark> = named.iter().map(|candidate| Mark::next(*candidate)).collect();
            let given: Vec<Given> = named.iter().map(|candidate| Given { candidate: *candidate, grade: 1 }).collect();
            ranked.papers.push(weight, &marks).unwrap();
            grades.papers.push(weight, &given).unwrap();
        }
        prop_assert_eq!(count("approval", &ranked, &preset()), graded("approval", &grades, &preset()));
    }

    #[test]
    fn borda_shared_gives_every_paper_the_same_sum(
        papers in prop::collection::vec((1u64..5, prop::collection::vec((0u16..5, any::<bool>()), 1..6)), 1..9)
    ) {
        let mut election = election(5, 1, &[]);
        for (weight, marks) in papers {
            let mark = |(place, (candidate, equal)): (usize, &(u16, bool))| match place > 0 && *equal {
                true => Mark::equal(*candidate),
                false => Mark::next(*candidate),
            };
            election.papers.push(weight, &marks.iter().enumerate().map(mark).collect::<Vec<_>>()).unwrap();
        }
        let count = count("borda-shared", &election, &preset()).unwrap();
        let halves = |points: &String| points.split_once('.').map_or_else(
            || 2 * points.parse::<u64>().unwrap(),
            |(whole, half)| 2 * whole.parse::<u64>().unwrap() + half.parse::<u64>().unwrap() / 5,
        );
        let sum: u64 = count.stages[0].votes.iter().map(halves).sum();
        prop_assert_eq!(sum, 2 * 10 * count.valid);
    }
}
