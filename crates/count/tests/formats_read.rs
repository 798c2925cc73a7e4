//! Every format but BLT, on real files: compared with other programs' results, with the same election in another format,
//! or with the numbers in the file itself.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a test that skips something says so loudly")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rankfile_count::formats::{
    Fault, Format, Oddity, Read, Repair, What, abif, cef, preflib, read, recognise,
};
use rankfile_count::{Election, Mark};
use serde_json::Value;

mod data;

/// Papers as (ranks of candidates, weight), merged and sorted: what two files must share to be one election.
fn merged(election: &Election) -> BTreeMap<Vec<Mark>, u64> {
    let mut merged = BTreeMap::new();
    for paper in election.papers.iter() {
        *merged.entry(paper.marks.to_vec()).or_default() += paper.weight;
    }
    merged
}

fn open(folder: &Path, path: &str) -> Read {
    let bytes = std::fs::read(folder.join(path)).unwrap();
    read(&bytes, path, Repair::No).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn ending(folder: &Path, below: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    data::all_files(&folder.join(below), &mut found);
    found.retain(|path| path.extension().is_some_and(|it| it == ending));
    found.sort();
    found
}

#[test]
fn every_abif_file_is_read_but_those_the_format_gave_up() {
    let Some(folder) = data::folder() else { return };
    let files = ending(&folder, "formats", "abif");
    assert_eq!(files.len(), 64);
    let mut refused = Vec::new();
    for path in &files {
        let name = path.file_name().unwrap().to_str().unwrap();
        match read(&std::fs::read(path).unwrap(), "", Repair::No) {
            Ok(read) => assert!(read.election.papers.total().unwrap() > 0, "{name}"),
            Err(error) => refused.push((name.to_owned(), error.fault)),
        }
    }
    refused.sort_by(|one, other| one.0.cmp(&other.0));
    let old = (5..=9).map(|number| (format!("test{number:03}.abif"), Fault::OldDeclaration));
    let blank = std::iter::repeat_n(("mock-all-blank.abif".to_owned(), Fault::NoCandidates), 2);
    assert_eq!(refused, blank.chain(old).collect::<Vec<_>>());
}

#[test]
fn old_abif_declarations_are_mended_into_the_files_that_replaced_them() {
    let Some(folder) = data::folder() else { return };
    for (old, new) in [(5, 10), (6, 11), (7, 12), (8, 13), (9, 14)] {
        let bytes =
            |number| std::fs::read(folder.join(format!("formats/abif/test{number:03}.abif"))).unwrap();
        let error = abif::parse(&bytes(old)).unwrap_err();
        assert_eq!((error.at.column, &error.fault), (1, &Fault::OldDeclaration), "{error}");
        let mended = abif::parse_with(&bytes(old), Repair::Yes).unwrap();
        let replaced = abif::parse(&bytes(new)).unwrap();
        assert_eq!(mended.election, replaced.election, "{old} and {new}");
        assert_eq!(mended.grades, replaced.grades, "{old} and {new}");
    }
}

#[test]
fn orders_and_scores_of_one_election_agree_in_all_ways_of_abif() {
    let Some(folder) = data::folder() else { return };
    let case = |number: u32| open(&folder, &format!("formats/abif/test{number:03}.abif"));
    // Scores in a list, an order, and both: the same papers.
    let (scores, order, both) = (case(1), case(2), case(3));
    let by_name = |read: &Read| {
        let names = &read.election.candidates;
        let word = |mark: &Mark| (names[usize::from(mark.candidate().unwrap())].clone(), mark.is_equal());
        let papers = read.election.papers.iter();
        papers
            .map(|paper| (paper.weight, paper.marks.iter().map(word).collect::<Vec<_>>()))
            .collect::<Vec<_>>()
    };
    assert_eq!(by_name(&scores), by_name(&order));
    assert_eq!(by_name(&both), by_name(&order));
    assert_eq!(scores.grades.as_ref().unwrap().scale.highest(), 5);
    assert_eq!(order.grades, None);
    for number in [14, 15] {
        assert_eq!(case(number).election, case(10).election);
    }
    assert_eq!(case(16).election.candidates, case(11).election.candidates);
    assert_eq!(case(4).election.candidates[2], "Sue Ye (蘇業)");
    assert_eq!(case(13).election.candidates[3], "蘇業");
    assert_eq!(case(17).election.candidates.len(), 5);
    let blanks = case(20).election;
    assert_eq!((blanks.papers.line(0).weight, blanks.papers.line(0).marks), (10, [].as_slice()));
    assert_eq!(case(21).election.title, "Weird election");
}

#[test]
fn burlington_is_the_same_in_abif_jabmod_widj_and_preflib() {
    let Some(folder) = data::folder() else { return };
    let ranked = open(&folder, "formats/abiftool/burl2009/burl2009.abif");
    let rated = open(&folder, "formats/abiftool/burl2009/burl2009-withratings.abif");
    assert_eq!(merged(&ranked.election), merged(&rated.election));
    let preflib = open(&folder, "preflib/00005-burlington/00005-00000002.toi").election;
    let sizes = |election: &Election| {
        let mut sizes: Vec<u64> = merged(election).into_values().collect();
        sizes.sort_unstable();
        sizes
    };
    assert_eq!(sizes(&preflib), sizes(&ranked.election));
    let json = |path: &str| data::read_json(&format!("formats/abiftool/burl2009/{path}")).unwrap();
    let ids: Vec<String> =
        json("burl2009.jabmod")["candidates"].as_object().unwrap().keys().cloned().collect();
    // The declarations tell which candidate an identifier is.
    let declared = data::read("formats/abiftool/burl2009/burl2009.abif").unwrap();
    let declared = String::from_utf8(declared).unwrap();
    let number = |id: &str| {
        let ids: Vec<&str> =
            declared.lines().filter_map(|line| line.strip_prefix('=')?.split(':').next()).collect();
        ids.iter().position(|declared| *declared == id).unwrap() as u16
    };
    assert_eq!(ids.len(), ranked.election.candidates.len());
    let lines = json("burl2009.jabmod")["votelines"].as_array().unwrap().clone();
    assert_eq!(lines.len(), ranked.election.papers.lines());
    for (line, paper) in lines.iter().zip(ranked.election.papers.iter()) {
        assert_eq!(line["qty"], paper.weight);
        let mut rank = 0;
        for mark in paper.marks {
            rank += u64::from(!mark.is_equal());
            let prefs = line["prefs"].as_object().unwrap();
            let (_, pref) = prefs.iter().find(|(id, _)| Some(number(id)) == mark.candidate()).unwrap();
            assert!(pref["rank"].is_null() || pref["rank"] == rank, "{line}");
        }
    }
    let grades = rated.grades.unwrap();
    for (line, paper) in
        json("burl2009.widj")["inline_ballots"].as_array().unwrap().iter().zip(grades.papers.iter())
    {
        assert_eq!(line["qty"], paper.weight);
        let votes = line["vote"].as_object().unwrap();
        assert_eq!(votes.len(), paper.given.len());
        for (id, points) in votes {
            let given = paper.given.iter().find(|given| given.candidate == number(id)).unwrap();
            assert_eq!(*points, given.grade);
        }
    }
}

/// Papers ranking row above column, counted here once more, plainly; a paper ends at its first over-vote.
fn pairwise(election: &Election, stop_at_equal: bool) -> Vec<Vec<u64>> {
    let count = election.candidates.len();
    let mut above = vec![vec![0; count]; count];
    for paper in election.papers.iter() {
        let mut rank = vec![usize::MAX; count];
        for (place, mark) in paper.marks.iter().enumerate() {
            let next_is_equal = paper.marks.get(place + 1).is_some_and(|next| next.is_equal());
            if stop_at_equal && (mark.is_equal() || next_is_equal) {
                break;
            }
            let candidate = usize::from(mark.candidate().unwrap());
            rank[candidate] = rank[candidate].min(place);
        }
        for (one, row) in above.iter_mut().enumerate() {
            for (other, cell) in row.iter_mut().enumerate() {
                *cell += u64::from(rank[one] < rank[other]) * paper.weight;
            }
        }
    }
    above
}

#[test]
fn preflib_files_hold_what_their_headers_and_other_programs_say() {
    let Some(references) = data::read_lines("preflib/reference-irv-condorcet.jsonl") else { return };
    let folder = data::folder().unwrap();
    let mut files = Vec::new();
    data::all_files(&folder.join("preflib"), &mut files);
    let mut compared = 0;
    for path in files.iter().filter(|path| path.extension().is_some_and(|it| it != "jsonl")) {
        let id = path.file_name().unwrap().to_str().unwrap();
        let read =
            preflib::parse(&std::fs::read(path).unwrap()).unwrap_or_else(|error| panic!("{id}: {error}"));
        // Its own header counts papers and lines; a difference would be warned of.
        let oddities: Vec<_> = read.warnings.iter().map(|warning| &warning.what).collect();
        assert_eq!(oddities, [&What::Noted(Oddity::SeatsUnknown)], "{id}");
        let Some(reference) = references.iter().find(|reference| reference["id"] == id) else { continue };
        assert_eq!(Value::from(read.election.candidates.clone()), reference["candidates"], "{id}");
        assert_eq!(
            serde_json::to_value(pairwise(&read.election, true)).unwrap(),
            reference["pairwise"],
            "{id}"
        );
        compared += 1;
    }
    assert_eq!(compared, references.len());
}

#[test]
fn approvals_of_a_category_file_are_its_first_group() {
    let Some(folder) = data::folder() else { return };
    for path in ending(&folder, "preflib", "cat") {
        let text = std::fs::read_to_string(&path).unwrap();
        let grades = preflib::parse(text.as_bytes()).unwrap().grades.unwrap();
        assert_eq!(grades.scale.name(1), "Yes");
        let mut approvals = vec![0; grades.candidates.len()];
        for paper in grades.papers.iter() {
            assert_eq!(paper.given.len(), grades.candidates.len());
            for given in paper.given.iter().filter(|given| given.grade == 1) {
                approvals[usize::from(given.candidate)] += paper.weight;
            }
        }
        let mut plain = vec![0; grades.candidates.len()];
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (weight, groups) = line.split_once(": ").unwrap();
            let yes = match groups.strip_prefix('{') {
                Some(rest) => rest.split('}').next().unwrap(),
                None => groups.split(',').next().unwrap(),
            };
            for number in yes.split(',').filter(|number| !number.is_empty()) {
                plain[number.parse::<usize>().unwrap() - 1] += weight.parse::<u64>().unwrap();
            }
        }
        assert_eq!(approvals, plain, "{}", path.display());
    }
}

#[test]
fn debian_tallies_are_read_with_their_equals_and_gaps() {
    let Some(folder) = data::folder() else { return };
    for (year, options, papers, seventh) in
        [(2006, 8, 421, "Bill Allombert"), (2007, 9, 482, "Anthony Towns"), (2020, 4, 339, "")]
    {
        let election = open(&folder, &format!("formats/condorcet-php/leader{year}_tally.txt")).election;
        assert_eq!((election.candidates.len(), election.papers.total()), (options, Ok(papers)), "{year}");
        assert_eq!(election.candidates.get(6).map_or("", String::as_str), seventh);
        assert!(election.candidates.last().unwrap().to_lowercase().starts_with("none of the above"));
    }
    let text = "  Option 1->: A\n /  Option 2->: B\n |/  Option 3->: C\nV: 8-2 \tx\nV: 221\nV: ---\n";
    let election = read(text.as_bytes(), "", Repair::No).unwrap().election;
    let marks = |line: usize| election.papers.line(line).marks.to_vec();
    assert_eq!(marks(0), [Mark::next(2), Mark::next(0)]);
    assert_eq!(marks(1), [Mark::next(2), Mark::next(0), Mark::equal(1)]);
    assert_eq!(marks(2), []);
}

#[test]
fn tidemans_a3_is_the_same_in_cvotes_and_hil() {
    let Some(folder) = data::folder() else { return };
    let (cvotes, hil) =
        (open(&folder, "formats/condorcet-php/A03.cvotes"), open(&folder, "formats/condorcet-php/A3.HIL"));
    assert_eq!(cvotes.election.seats, 7);
    assert_eq!(hil.election.title, "a3");
    let mut papers = merged(&hil.election);
    assert_eq!(papers.values().sum::<u64>(), 989);
    let mut others = merged(&cvotes.election);
    // The candidates of both are called 1 to 15.
    assert_eq!(cvotes.election.candidates, hil.election.candidates);
    papers.remove([].as_slice());
    others.remove([].as_slice());
    assert_eq!(papers, others);
    for (name, title, candidates) in [("A1", "a1", 10), ("A60", "f:a60", 6), ("A77", "f:a77", 3)] {
        let election = open(&folder, &format!("formats/condorcet-php/{name}.HIL")).election;
        assert_eq!((election.title.as_str(), election.candidates.len()), (title, candidates));
        assert!(election.papers.iter().all(|paper| paper.weight == 1));
    }
}

#[test]
fn weights_tags_and_strangers_of_cvotes_are_treated_as_its_text_says() {
    let text = "# words\n#/Candidates: Ann B ; Cy;Di\n#/Weight Allowed: true\n#/Number of Seats: 2\n\
        tag, more || Cy > Ann B = Di ^7 * 2 # words\nAnn B>Nobody>Di\n/EMPTY_RANKING/ * 3\n";
    let read = cef::parse(text.as_bytes()).unwrap();
    assert_eq!((read.election.seats, read.election.candidates.len()), (2, 3));
    let lines: Vec<(u64, Vec<Mark>)> =
        read.election.papers.iter().map(|paper| (paper.weight, paper.marks.to_vec())).collect();
    assert_eq!(lines[0], (14, vec![Mark::next(1), Mark::next(0), Mark::equal(2)]));
    assert_eq!(lines[1], (1, vec![Mark::next(0), Mark::next(2)]));
    assert_eq!(lines[2], (3, vec![]));
    let off = cef::parse(b"#/Candidates: A;B\n#/Implicit Ranking: false\nA > B ^7\n").unwrap();
    assert_eq!(off.election.papers.line(0).weight, 1);
    let said: Vec<String> = off.warnings.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|warning| warning.contains("weights were passed over")), "{said:?}");
    assert!(said.iter().any(|warning| warning.contains("not compared")), "{said:?}");
    let error = cef::parse("#/Candidates: Ä;B\nÄ > B\nÄ > > B\n".as_bytes()).unwrap_err();
    assert_eq!((error.at.line, error.at.column), (3, 4), "{error}");
}

#[test]
fn a_scottish_table_is_read() {
    let text = "3,1,\n126,1,\n9,1,2,\n10,1,2,3,\n\"Candidate 1\",\"Paul\",\"Orange (O)\",\n\
        \"Candidate 2\",\"George, the\",\"Yellow (Y)\",\n\"Candidate 3\",\"Ringo\",\"Red (R)\",\n\"Wardy Ward\",\n";
    let election = read(text.as_bytes(), "ward.csv", Repair::No).unwrap().election;
    assert_eq!(
        (election.seats, election.title.as_str(), election.papers.total()),
        (1, "Wardy Ward", Ok(145))
    );
    assert_eq!((election.candidates[1].as_str(), election.parties[2].as_str()), ("George, the", "Red (R)"));
    assert_eq!(election.papers.line(2).marks, [Mark::next(0), Mark::next(1), Mark::next(2)]);
    assert_eq!(read(text.replace('\n', "\r\n").as_bytes(), "", Repair::No).unwrap().election, election);
    let wrong = text.replace("9,1,2", "9,1,4").replace('\n', "\r\n");
    let error = read(wrong.as_bytes(), "", Repair::No).unwrap_err();
    assert_eq!((error.at.line, error.fault), (3, Fault::NoSuchCandidate { number: 4, candidates: 3 }));
}

#[test]
fn a_format_is_told_by_content_alone() {
    let Some(folder) = data::folder() else { return };
    let mut files = Vec::new();
    data::all_files(&folder, &mut files);
    let mut told = BTreeMap::new();
    for path in &files {
        let name = path.file_name().unwrap().to_str().unwrap();
        let expected = match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
            "blt" | "HIL" => Format::Blt,
            "abif" => Format::Abif,
            "soi" | "toi" | "toc" | "cat" => Format::PrefLib,
            "cvotes" => Format::Cef,
            "txt" if name.ends_with("_tally.txt") => Format::Debian,
            "json" if name.ends_with("config.json") => Format::RcTab,
            "json" if name.ends_with("cvr.json") => Format::Nist,
            "csv" if name.contains("rctab_cvr") || name.starts_with("conversions_from") => {
                Format::RankColumns
            }
            _ => continue,
        };
        let found = recognise(&std::fs::read(path).unwrap(), "");
        assert_eq!(found, Ok(expected), "{}", path.display());
        *told.entry(expected.name()).or_insert(0) += 1;
    }
    assert_eq!(told.len(), 8, "{told:?}");
    assert!(told.values().sum::<u32>() > 650, "{told:?}");
}

#[test]
fn a_file_of_another_kind_is_refused_with_what_to_do() {
    let said = |bytes: &[u8]| read(bytes, "", Repair::No).unwrap_err().to_string();
    assert!(said(b"PK\x03\x04rest").contains("save the sheet"));
    assert!(said(b"<?xml version=\"1.0\"?>").contains("NIST JSON"));
    assert!(said(b"Name,Age\nAnn,3\n").contains("Rank 1"));
    assert!(said(b"once upon a time").contains("BLT"));
    assert!(said(b" \n").contains("empty"));
    assert!(said(b"{\"a\":1}").contains("JSON"));
    assert!(said(b"{\n \"CVR\": [}").starts_with("line 2, column 10: "), "{}", said(b"{\n \"CVR\": [}"));
    assert!(said(br#"{"cvrFileSources":[]}"#).contains("configuration"));
}
