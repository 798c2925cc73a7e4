//! How many papers would have to change, against trying every way with no cleverness at all.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod data;

use data::options;
use proptest::prelude::*;
use rankfile_count::margin::{LITTLE, MUCH, of_rankings};
use rankfile_count::method::{Break, Method, find};
use rankfile_count::report::Margin;
use rankfile_count::words::Words;
use rankfile_count::{Election, Mark};

fn election(seats: u32, candidates: usize, papers: &[Vec<Mark>]) -> Election {
    let names = ["Ana", "Bo", "Cy", "Di"];
    let candidates = names[..candidates].iter().map(ToString::to_string).collect();
    let mut election = Election { candidates, seats, ..Election::default() };
    for paper in papers {
        election.papers.push(1, paper).unwrap();
    }
    election
}

fn elected(method: &Method, election: &Election) -> Option<Vec<u32>> {
    let mut elected = (method.count)(election, &options(Break::Stop)).ok()?.elected;
    elected.sort_unstable();
    (!elected.is_empty()).then_some(elected)
}

fn margin(method: &Method, election: &Election, effort: u64) -> Option<Margin> {
    let count = (method.count)(election, &options(Break::Stop)).ok()?;
    of_rankings(method, election, &options(Break::Stop), &count, effort, Words::english())
}

/// Every paper of up to three candidates, equal ranks included.
fn all_papers(candidates: u16) -> Vec<Vec<Mark>> {
    let mut all: Vec<Vec<Mark>> = vec![Vec::new()];
    let mut from = 0;
    while from < all.len() {
        let paper = all[from].clone();
        for one in (0..candidates).filter(|one| paper.iter().all(|mark| mark.candidate() != Some(*one))) {
            all.push([&paper[..], &[Mark::next(one)]].concat());
            if paper.last().is_some_and(|last| last.candidate() < Some(one)) {
                all.push([&paper[..], &[Mark::equal(one)]].concat());
            }
        }
        from += 1;
    }
    all
}

/// The smallest number of changed papers that elects another set, if one or two are enough.
fn by_force(method: &Method, election: &Election, papers: &[Vec<Mark>]) -> Option<u64> {
    let before = elected(method, election)?;
    let all = all_papers(election.candidates.len() as u16);
    let seats = election.seats;
    let differs = |papers: &[Vec<Mark>]| {
        let changed = self::election(seats, election.candidates.len(), papers);
        elected(method, &changed).is_some_and(|after| after != before)
    };
    let mut changed = papers.to_vec();
    for one in 0..papers.len() {
        for paper in &all {
            changed[one] = paper.clone();
            if differs(&changed) {
                return Some(1);
            }
        }
        changed[one] = papers[one].clone();
    }
    for one in 0..papers.len() {
        for other in one + 1..papers.len() {
            for (first, second) in all.iter().flat_map(|first| all.iter().map(move |second| (first, second)))
            {
                (changed[one], changed[other]) = (first.clone(), second.clone());
                if differs(&changed) {
                    return Some(2);
                }
            }
            (changed[one], changed[other]) = (papers[one].clone(), papers[other].clone());
        }
    }
    None
}

fn some_papers() -> impl Strategy<Value = Vec<Vec<Mark>>> {
    let all = all_papers(3);
    prop::collection::vec(prop::sample::select(all), 3..12)
}

fn agrees(id: &str, seats: u32, papers: &[Vec<Mark>]) -> Result<(), TestCaseError> {
    let method = find(id).unwrap();
    let election = election(seats, 3, papers);
    let Some(found) = margin(method, &election, MUCH) else { return Ok(()) };
    let forced = by_force(method, &election, papers);
    if found.exact {
        // Two is as far as force was used.
        prop_assert_eq!(Some(found.papers).filter(|papers| *papers <= 2), forced, "{} {:?}", id, found);
    } else {
        prop_assert!(forced.is_none_or(|forced| forced <= found.papers), "{} {:?}", id, found);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn methods_that_add_up_have_their_exact_number(papers in some_papers()) {
        for id in ["plurality", "approval", "borda"] {
            agrees(id, 1, &papers)?;
        }
        agrees("block", 2, &papers)?;
    }

    #[test]
    fn small_elections_in_stages_and_in_pairs_have_their_exact_number(papers in some_papers()) {
        for id in ["irv", "schulze", "ranked-pairs"] {
            agrees(id, 1, &papers)?;
        }
        agrees("scottish-2011", 2, &papers)?;
    }
}

fn ranking(places: &[u16]) -> Vec<Mark> {
    places.iter().map(|one| Mark::next(*one)).collect()
}

#[test]
fn a_lead_of_three_falls_by_two_papers_and_the_sentence_says_whose() {
    let mut election = election(1, 2, &[]);
    election.papers.push(10, &ranking(&[0])).unwrap();
    election.papers.push(7, &ranking(&[1])).unwrap();
    let margin = margin(find("plurality").unwrap(), &election, LITTLE).unwrap();
    assert_eq!((margin.papers, margin.exact), (2, true));
    assert!(margin.how.contains("2 papers had said Bo instead of Ana"), "{}", margin.how);
}

#[test]
fn against_a_winner_who_beats_everybody_pairs_give_the_exact_number() {
    let mut election = election(1, 3, &[]);
    for (papers, places) in [(50, [0, 1, 2]), (30, [1, 0, 2]), (17, [2, 1, 0])] {
        election.papers.push(papers, &ranking(&places)).unwrap();
    }
    // Ana beats Bo by 50 to 47.
    for id in ["schulze", "schulze-margins", "ranked-pairs"] {
        let margin = margin(find(id).unwrap(), &election, LITTLE).unwrap();
        assert_eq!((margin.papers, margin.exact), (2, true), "{id}: {}", margin.how);
    }
}

/// Burlington's election of 2009: the final round stood 4,313 to 4,060, but far fewer papers decide who is in it.
#[test]
fn a_change_in_the_order_of_exclusions_is_found() {
    let Some(folder) = data::folder() else { return };
    let mut files = Vec::new();
    data::all_files(&folder.join("preflib/00005-burlington"), &mut files);
    let file = files.iter().find(|file| file.extension().is_some_and(|ending| ending == "toi")).unwrap();
    let election = data::election_at(file);
    let found = margin(find("irv").unwrap(), &Election { seats: 1, ..election }, MUCH).unwrap();
    assert!(!found.exact && found.papers <= 127, "{found:?}");
}

#[test]
fn nobody_else_can_be_elected_where_all_are() {
    let election = election(3, 3, &[ranking(&[0])]);
    assert_eq!(margin(find("scottish-2011").unwrap(), &election, LITTLE), None);
}
