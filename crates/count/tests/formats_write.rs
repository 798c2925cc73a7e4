//! Writers: what is written is read back as it was, and what a format cannot say is refused.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a test that skips something says so loudly")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use rankfile_count::formats::{Repair, abif, blt, cef, dossier, nist, preflib, read};
use rankfile_count::lot::TieRule;
use rankfile_count::method::{Break, Group};
use rankfile_count::tally::grades::{Given, GradedPapers, Grades, Scale};
use rankfile_count::{Count, Election, Mark, Options, Papers};

/// What a paper of the strategy may hold.
#[derive(Clone, Copy, PartialEq)]
enum Odd {
    /// Equal, empty and repeated ranks.
    All,
    /// Equal ranks.
    Equal,
    /// None of them.
    Nothing,
}

/// One paper: its weight, and for each place the candidate and how it stands there (equal, new, after an empty rank).
type Ballot = (u64, Vec<(u16, u8)>);

fn papers(ballots: &[Ballot], odd: Odd) -> Papers {
    let mut papers = Papers::default();
    for (weight, places) in ballots {
        let mut marks: Vec<Mark> = Vec::new();
        for (candidate, kind) in places {
            if odd != Odd::All && marks.iter().any(|mark| mark.candidate() == Some(*candidate)) {
                continue;
            }
            let after_one = marks.last().is_some_and(|mark| mark.candidate().is_some());
            match kind {
                0 if odd != Odd::Nothing && after_one => marks.push(Mark::equal(*candidate)),
                1 if odd == Odd::All => marks.extend([Mark::SKIP, Mark::next(*candidate)]),
                _ => marks.push(Mark::next(*candidate)),
            }
        }
        papers.push(*weight, &marks).unwrap();
    }
    papers
}

prop_compose! {
    fn elections(odd: Odd, names: &'static str)(candidates in 1usize..7)(
        names in prop::collection::vec(names, candidates),
        title in "[a-zA-Z'&\\[\\]#é,=]{0,9}",
        seats in 1u32..5,
        withdrawn in prop::collection::btree_set(0..candidates as u16, 0..2),
        ballots in prop::collection::vec((1u64..60, prop::collection::vec((0..candidates as u16, 0u8..6), 0..9)), 0..20),
    ) -> Election {
        let papers = papers(&ballots, odd);
        let withdrawn = if odd == Odd::All { withdrawn.into_iter().collect() } else { Vec::new() };
        Election { title, candidates: names, seats, withdrawn, papers, ..Election::default() }
    }
}

prop_compose! {
    fn graded()(candidates in 1usize..6, highest in 0u16..7)(
        names in prop::collection::vec("[A-Za-zé(]{1,9}", candidates),
        words in any::<bool>(),
        highest in Just(highest),
        ballots in prop::collection::vec((1u64..60, prop::collection::vec((0..candidates as u16, 0..=highest), 0..6)), 1..12),
    ) -> Grades {
        let mut papers = GradedPapers::default();
        for (weight, given) in ballots {
            let given: Vec<Given> = given.into_iter().map(|(candidate, grade)| Given { candidate, grade }).collect();
            papers.push(weight, &given).unwrap();
        }
        let scale = if words { Scale::Words((0..=highest).map(|grade| format!("w{grade}")).collect()) } else { Scale::Points(highest) };
        Grades { title: "T".into(), candidates: names, seats: 1, scale, papers, ..Grades::default() }
    }
}

/// Any printable name, even with the signs that formats use; trimmed, as readers do.
const WILD: &str = "[a-zA-Z\"#=,;()*:/>-][a-zA-Z \"#=,;()é蘇*:/>-]{0,10}[a-zA-Z)]";
/// A name without the signs that ABIF or CEF use.
const TAME: &str = "[a-zA-Zé][a-zA-Z é'.-]{0,8}[a-zA-Z0-9]";

/// Papers by what they say: merged, the order within equal ranks and empty ranks at the end left out.
fn said(papers: &Papers) -> BTreeMap<Vec<Vec<u16>>, u64> {
    let mut said = BTreeMap::new();
    for paper in papers.iter() {
        let mut ranks: Vec<Vec<u16>> = Vec::new();
        for mark in paper.marks {
            match (mark.candidate(), ranks.last_mut()) {
                (Some(candidate), Some(rank)) if mark.is_equal() => rank.push(candidate),
                (candidate, _) => ranks.push(candidate.into_iter().collect()),
            }
        }
        for rank in &mut ranks {
            rank.sort_unstable();
            rank.dedup();
        }
        while ranks.last().is_some_and(Vec::is_empty) {
            ranks.pop();
        }
        *said.entry(ranks).or_default() += paper.weight;
    }
    said
}

fn graded_said(papers: &GradedPapers) -> BTreeMap<Vec<Given>, u64> {
    let mut said = BTreeMap::new();
    for paper in papers.iter() {
        *said.entry(paper.given.to_vec()).or_default() += paper.weight;
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn blt_reads_back_what_it_writes(election in elections(Odd::All, WILD)) {
        let text = blt::render(&election).unwrap();
        let back = blt::parse(text.as_bytes()).unwrap().election;
        prop_assert_eq!(&back, &election, "{}", text);
        prop_assert_eq!(read(text.as_bytes(), "", Repair::No).unwrap().election, election);
    }

    #[test]
    fn abif_reads_back_what_it_writes(election in elections(Odd::Equal, TAME)) {
        let text = abif::render(&election).unwrap();
        let back = abif::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(&back.election, &election, "{}", text);
        prop_assert_eq!(back.grades, None);
    }

    #[test]
    fn abif_reads_back_the_scores_it_writes(mut grades in graded()) {
        let text = abif::render_graded(&grades).unwrap();
        grades.scale = Scale::Points(grades.scale.highest());
        // Where no paper gives a score, nothing shows that the election is a graded one.
        if grades.papers.iter().any(|paper| !paper.given.is_empty()) {
            prop_assert_eq!(abif::parse(text.as_bytes()).unwrap().grades, Some(grades), "{}", text);
        }
    }

    #[test]
    fn preflib_soi_reads_back_what_it_writes(election in elections(Odd::Nothing, WILD)) {
        let text = preflib::render_soi(&election).unwrap();
        let back = preflib::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(said(&back.election.papers), said(&election.papers), "{}", text);
        prop_assert_eq!((&back.election.candidates, &back.election.title), (&election.candidates, &election.title));
        prop_assert_eq!(preflib::render_soi(&back.election).unwrap(), text);
        prop_assert_eq!(back.warnings.iter().filter(|warning| warning.to_string().contains("says")).count(), 0);
    }

    #[test]
    fn preflib_toc_ranks_everybody_and_reads_back(election in elections(Odd::Equal, WILD)) {
        let text = preflib::render_toc(&election).unwrap();
        let back = preflib::parse(text.as_bytes()).unwrap().election;
        let count = election.candidates.len();
        let mut completed = BTreeMap::new();
        for (mut ranks, weight) in said(&election.papers) {
            let rest: Vec<u16> = (0..count as u16).filter(|candidate| !ranks.concat().contains(candidate)).collect();
            ranks.extend(Some(rest).filter(|rest| !rest.is_empty()));
            *completed.entry(ranks).or_insert(0) += weight;
        }
        prop_assert_eq!(said(&back.papers), completed);
        prop_assert_eq!(preflib::render_toc(&back).unwrap(), text);
    }

    #[test]
    fn preflib_cat_reads_back_what_it_writes(grades in graded()) {
        let text = preflib::render_cat(&grades).unwrap();
        let back = preflib::parse(text.as_bytes()).unwrap().grades.unwrap();
        prop_assert_eq!(graded_said(&back.papers), graded_said(&grades.papers), "{}", text);
        prop_assert_eq!(&back.candidates, &grades.candidates);
        let words = |grades: &Grades| (0..=grades.scale.highest()).map(|grade| grades.scale.name(grade)).collect::<Vec<_>>();
        prop_assert_eq!(words(&back), words(&grades));
        prop_assert_eq!(preflib::render_cat(&back).unwrap(), text);
    }

    #[test]
    fn nist_records_read_back(mut election in elections(Odd::All, WILD)) {
        election.withdrawn.clear();
        let text = nist::render(&election, "2026-01-01T00:00:00Z").unwrap();
        let back = nist::parse(text.as_bytes()).unwrap().election;
        prop_assert_eq!(said(&back.papers), said(&election.papers));
        prop_assert_eq!((back.candidates, back.title, back.seats), (election.candidates, election.title, election.seats));
    }

    #[test]
    fn cef_reads_back_what_it_writes(election in elections(Odd::Equal, TAME)) {
        let names: std::collections::HashSet<_> = election.candidates.iter().collect();
        match cef::render(&election) {
            Err(_) => prop_assert!(names.len() < election.candidates.len()),
            Ok(text) => {
                let back = cef::parse(text.as_bytes()).unwrap().election;
                prop_assert_eq!(back, Election { title: String::new(), ..election }, "{}", text);
            }
        }
    }

    #[test]
    fn a_dossier_reads_back_and_is_canonical(election in elections(Odd::All, WILD), seed in any::<[u8; 32]>(), kind in 0..4) {
        let tie = match kind {
            0 => Break::Stop,
            1 => Break::Preset,
            2 => Break::Lot(TieRule::None),
            _ => Break::Lot(TieRule::Lot { seed, context: "the contest".into() }),
        };
        let groups = vec![Group { name: "young \"members\"".into(), members: vec![0], min: 1, max: 2 }];
        let options = Options { tie, vacating: vec![0], groups };
        let result = Count { method: "m".into(), candidates: election.candidates.clone(), ..Count::default() };
        let text = dossier::render(&election, r#"{"version":"1","method":"m"}"#, &options, &result).unwrap();
        let back = dossier::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(&back.election, &election);
        prop_assert_eq!(&back.options, &options);
        prop_assert_eq!(&back.result, &result);
        prop_assert_eq!(dossier::render(&back.election, &back.rules.to_string(), &back.options, &back.result).unwrap(), text);
    }
}

proptest! {
    #[test]
    fn a_dossier_of_grades_reads_back(grades in graded(), seats in 1u32..4) {
        let grades = Grades { seats, withdrawn: vec![0], ..grades };
        let election = Election { title: "T".into(), candidates: grades.candidates.clone(), seats, ..Election::default() };
        let options = Options { tie: Break::Stop, vacating: Vec::new(), groups: Vec::new() };
        let text = dossier::render_graded(&election, Some(&grades), "{}", &options, &Count::default()).unwrap();
        let back = dossier::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(back.grades.as_ref(), Some(&grades));
        prop_assert_eq!(read(text.as_bytes(), "", Repair::No).unwrap().grades, Some(grades));
    }
}

#[test]
fn what_a_format_cannot_say_is_refused() {
    let said = |text: &str| {
        blt::parse(format!("2 1\n{text}\n0\n\"A\"\n\"B\"\n\"T\"\n").as_bytes()).unwrap().election
    };
    let (skip, equal, twice, gone) = (said("1 - 2 0"), said("1 1=2 0"), said("1 1 2 1 0"), said("-1\n1 2 0"));
    let open = Election { seats: 0, ..said("1 1 0") };
    type Writer = fn(&Election) -> Result<String, rankfile_count::formats::Unsayable>;
    let nist: Writer = |election| nist::render(election, "");
    let table: [(&str, Writer, [bool; 5]); 6] = [
        ("BLT", blt::render, [true, true, true, true, false]),
        ("ABIF", abif::render, [false, true, false, false, true]),
        ("SOI", preflib::render_soi, [false, false, false, false, true]),
        ("TOC", preflib::render_toc, [false, true, false, false, true]),
        ("CEF", cef::render, [false, true, false, false, true]),
        ("NIST", nist, [true, true, true, false, true]),
    ];
    for (name, writer, says) in table {
        for (election, says) in [&skip, &equal, &twice, &gone, &open].into_iter().zip(says) {
            let written = writer(election);
            assert_eq!(written.is_ok(), says, "{name}: {written:?}");
            if let Err(error) = written {
                assert!(
                    error.to_string().contains(" cannot say ") && error.to_string().contains("; "),
                    "{error}"
                );
            }
        }
    }
}

#[test]
fn a_changed_dossier_is_told_by_its_part() {
    let election = blt::parse(b"2 1\n3 1 2 0\n0\n\"A\"\n\"B\"\n\"T\"\n").unwrap().election;
    let options = Options { tie: Break::Stop, vacating: Vec::new(), groups: Vec::new() };
    let result = Count { elected: vec![1], ..Count::default() };
    let text = dossier::render(&election, r#"{"method":"m","version":"1"}"#, &options, &result).unwrap();
    for (from, to, part) in [
        ("\"3 1 2\"", "\"4 1 2\"", "ballots"),
        ("\"elected\":[1]", "\"elected\":[2]", "result"),
        ("\"tie\":\"stop\"", "\"tie\":\"preset\"", "options"),
        ("\"method\":\"m\",\"version\":\"1\"", "\"method\":\"m\",\"version\":\"2\"", "rules"),
    ] {
        assert!(text.contains(from), "{text}");
        let error = dossier::parse(text.replace(from, to).as_bytes()).unwrap_err();
        assert!(error.to_string().contains(&format!("the digest of \"{part}\" does not fit")), "{error}");
    }
    // White space and the order of keys change nothing.
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    assert_eq!(dossier::parse(pretty.as_bytes()), dossier::parse(text.as_bytes()));
    assert_eq!(read(pretty.as_bytes(), "", Repair::No).unwrap().election, election);
}
