//! BLT as it is met: the real files, every variant, and what is refused, with its place.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a test that skips something says so loudly")]

use rankfile_count::formats::{Fault, Oddity, Place, Read, ReadError, Repair, What, blt};
use rankfile_count::{Election, Mark};

mod data;

/// The marks of a line in the words of BLT, candidates from 1.
fn said(election: &Election, line: usize) -> String {
    let paper = election.papers.line(line);
    let mut words = paper.weight.to_string();
    for mark in paper.marks {
        match mark.candidate() {
            None => words.push_str(" -"),
            Some(candidate) => {
                words.push_str(&format!("{}{}", if mark.is_equal() { '=' } else { ' ' }, candidate + 1))
            }
        }
    }
    words
}

fn all_said(text: &str) -> Vec<String> {
    let election = parse(text).election;
    (0..election.papers.lines()).map(|line| said(&election, line)).collect()
}

fn parse(text: &str) -> Read {
    blt::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn refused(text: &str) -> ReadError {
    blt::parse(text.as_bytes()).err().unwrap_or_else(|| panic!("{text:?} was read"))
}

fn noted(read: &Read) -> Vec<&Oddity> {
    let noted = |warning: &'_ rankfile_count::formats::Warning| matches!(warning.what, What::Noted(_));
    let oddities = read.warnings.iter().filter(|warning| noted(warning));
    oddities
        .map(|warning| if let What::Noted(oddity) = &warning.what { oddity } else { unreachable!() })
        .collect()
}

const NAMES: &str = "\"Ann\"\n\"Bo\"\n\"Cy\"\n\"Board\"\n";

#[test]
fn every_file_of_the_data_is_read_and_holds_what_its_manifest_says() {
    let Some(folder) = data::folder() else { return };
    let manifest = String::from_utf8(data::read("MANIFEST.tsv").unwrap()).unwrap();
    let mut compared = 0;
    for row in manifest.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let path = fields[0].trim_start_matches("public/");
        if !path.ends_with(".blt") || path.ends_with("bigint/ballot_sum_overflows.blt") {
            continue;
        }
        let read = blt::parse(&std::fs::read(folder.join(path)).unwrap())
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let election = read.election;
        let mut distinct: Vec<&[Mark]> = election.papers.iter().map(|paper| paper.marks).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let found = [
            election.candidates.len() as u64,
            election.seats.into(),
            election.papers.total().unwrap(),
            distinct.len() as u64,
        ];
        for (field, found) in fields[3..7].iter().zip(found).filter(|(field, _)| !field.is_empty()) {
            assert_eq!(field.parse::<u64>().unwrap(), found, "{path}: {fields:?}");
            compared += 1;
        }
        assert!(election.candidates.iter().all(|name| !name.is_empty() && name.trim() == name), "{path}");
    }
    assert!(compared > 1500, "the manifest was compared with {compared} numbers only");
}

#[test]
fn a_sum_of_papers_that_overflows_is_refused_at_its_line() {
    let Some(bytes) = data::read("stv-rs/ballots/bigint/ballot_sum_overflows.blt") else { return };
    let error = blt::parse(&bytes).unwrap_err();
    assert_eq!(error, ReadError { at: Place { line: 3, column: 1 }, fault: Fault::TooManyPapers });
}

#[test]
fn raw_official_files_give_names_and_parties() {
    let Some(bytes) = data::read("blt-variants/raw_dundee_2022_ward4.blt") else { return };
    let election = blt::parse(&bytes).unwrap().election;
    assert_eq!(election.candidates[0], "Scott AGNEW");
    assert_eq!(election.parties[0], "Alba Party for independence");
    assert_eq!(election.title, "Ward 4 - Coldside");
    let election = blt::parse(&data::read("blt-variants/raw_official_PreferenceProfile_sample.blt").unwrap())
        .unwrap()
        .election;
    assert_eq!(
        (election.candidates[6].as_str(), election.parties[6].as_str()),
        ("Michael PERERA", "Scottish Labour Party")
    );
    assert_eq!(election.title, "Aird and Loch Ness");
    let election =
        blt::parse(&data::read("blt-variants/raw_perth_kinross_2016_by_election_ward9.blt").unwrap())
            .unwrap()
            .election;
    assert_eq!(election.candidates[3], "Wilma,LUMSDEN");
    assert_eq!((election.seats, election.title.as_str()), (1, "Ward 9 - Almond and Earn"));
    let election =
        blt::parse(&data::read("blt-variants/raw_edinburgh_2015_by_election_leith_walk.blt").unwrap())
            .unwrap()
            .election;
    assert_eq!(election.candidates[3], "Alan Gordon MELVILLE (UKIP)");
}

#[test]
fn the_same_election_in_other_clothes_is_the_same() {
    let Some(plain) = data::read("blt-variants/droop_42u.blt") else { return };
    let marked = data::read("blt-variants/droop_42ubom.blt").unwrap();
    assert_eq!(blt::parse(&plain), blt::parse(&marked));
    let text = String::from_utf8(plain.clone()).unwrap();
    let dos = text.replace('\n', "\r\n");
    assert_eq!(blt::parse(dos.as_bytes()), blt::parse(&plain));
    let (latin, _, _) = encoding(&text);
    let read = blt::parse(&latin).unwrap();
    assert_eq!(read.election, blt::parse(&plain).unwrap().election);
    assert_eq!(noted(&read), [&Oddity::Latin1]);
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(blt::parse(&wide), blt::parse(&plain));
}

fn encoding(text: &str) -> (Vec<u8>, (), ()) {
    (text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap()).collect(), (), ())
}

#[test]
fn withdrawn_candidates_come_in_both_ways() {
    let Some(bare) = data::read("blt-variants/droop_SCw.blt") else { return };
    let option = data::read("blt-variants/droop_SCwopt.blt").unwrap();
    let (bare, option) = (blt::parse(&bare).unwrap().election, blt::parse(&option).unwrap().election);
    assert_eq!(bare.withdrawn, [3]);
    assert_eq!(bare, option);
    let several = parse(&format!("3 1\n-1 -3\n4 2 0\n0\n{NAMES}")).election;
    assert_eq!((several.withdrawn.as_slice(), said(&several, 0).as_str()), ([0, 2].as_slice(), "4 2"));
}

#[test]
fn options_of_droop_are_heard_and_strange_ones_noted() {
    let read =
        parse(&format!("3 2\n[nick a b c] [tie c b a]\n[droop precision=5]\n2 a b=c 0\n1 3 1 0\n0\n{NAMES}"));
    assert_eq!(read.election.tie_order, [2, 1, 0]);
    assert_eq!(said(&read.election, 0), "2 1 2=3");
    assert_eq!(said(&read.election, 1), "1 3 1");
    assert_eq!(noted(&read), [&Oddity::UnknownOption]);
    let other = parse(&format!("3 2\n=tie 3 1 2\n2 1 0\n0\n{NAMES}"));
    assert_eq!(other.election.tie_order, [2, 0, 1]);
}

#[test]
fn papers_are_read_in_every_variant() {
    let mixed = format!(
        "# made by hand\n3 2 # size\n(a1) 1 2 0\n(a2) 3 0 # paper\n4 1 - 2 0\n2 1=2 3 0\n\n1 1 = 2 0\n3 0\n0\n{NAMES}"
    );
    assert_eq!(all_said(&mixed), ["1 1 2", "1 3", "4 1 - 2", "2 1=2 3", "1 1=2", "3"]);
    let unclosed = format!("3 1\n2 1 2\n1 3\n1 2 0\n0\n{NAMES}");
    assert_eq!(all_said(&unclosed), ["2 1 2", "1 3", "1 2"]);
    assert_eq!(noted(&parse(&unclosed)), [&Oddity::Unclosed]);
    assert_eq!(parse(&unclosed).warnings[0].times, 2);
    let line = "3 1 -2 4 1 2 0 3 3 0 0 \"Ann\" \"Bo\" \"Cy\" \"Board\"";
    assert_eq!(all_said(line), ["4 1 2", "3 3"]);
    let election = parse(line).election;
    assert_eq!(
        (election.candidates.as_slice(), election.title.as_str()),
        (["Ann", "Bo", "Cy"].map(str::to_owned).as_slice(), "Board")
    );
    assert_eq!(election.withdrawn, [1]);
    assert_eq!(all_said(&format!("3 1,\n5 1 2 0,\n0,\n{NAMES}")), ["5 1 2"]);
    assert_eq!(all_said(&format!("3 1\n2.0 1 0\n0\n{NAMES}")), ["2 1"]);
    assert_eq!(
        noted(&parse(&format!("3 1\n(x) 1 0\n(x) 1 1 0\n0\n{NAMES}"))),
        [&Oddity::IdTwice, &Oddity::Repeated]
    );
}

#[test]
fn names_are_read_in_every_variant() {
    let names = |text: &str| {
        let election = parse(&format!("2 1\n1 1 0\n0\n{text}")).election;
        (election.candidates.join("|"), election.parties.join("|"), election.title)
    };
    let expect = |text: &str, candidates: &str, parties: &str, title: &str| {
        assert_eq!(names(text), (candidates.into(), parties.into(), title.into()), "{text:?}");
    };
    expect("\"A\"\n\"B\"\n\"T\"", "A|B", "", "T");
    expect("A   x\nB\nT", "A x|B", "", "T");
    expect("\"A\" \"p\"\n\"B\" \"q\"\n\"T\"", "A|B", "p|q", "T");
    expect("\"A \"\"p\"\"\"\n\"B \"\"q\"\"\"\nT", "A|B", "p|q", "T");
    expect("\"A \"\"p\"\"\"\n\"B\"\nT", "A \"p\"|B", "", "T");
    expect("\"# A\" # comment\n# comment\n\"B\"\n\"T\"", "# A|B", "", "T");
    expect("\"A\" \"B\"\n\"T\"", "A|B", "", "T");
    expect("\"A\"\n\"B\"", "A|B", "", "");
    expect("", "Candidate 1|Candidate 2", "", "");
    let read = parse("2 1\n1 1 0\n0\n\"A\"\n\"B\"\n\"T\"\nby whom\nwhen");
    assert_eq!(noted(&read), [&Oddity::AfterTitle]);
}

#[test]
fn what_is_wrong_is_refused_with_its_place_and_a_remedy() {
    let table: &[(&str, u64, u64, &str)] = &[
        ("", 1, 1, "empty"),
        ("# only a comment\n", 2, 1, "empty"),
        ("x", 1, 1, "the number of candidates"),
        ("0 1\n0\n", 1, 1, "no candidates"),
        ("10001 1\n", 1, 1, "more than the 10000"),
        ("3\n", 2, 1, "the number of seats"),
        ("3 0\n", 1, 3, "zero seats"),
        ("3 -1\n", 1, 3, "the number of seats"),
        ("3 99999999999\n", 1, 3, "more than any election has"),
        ("3 1\n1 1 4 0\n0\n", 2, 5, "candidate 4 does not exist"),
        ("3 1\n1 1 0\n-2 1 0\n0\n", 3, 1, "negative"),
        ("3 1\n1 1 0\n-2\n0\n", 3, 1, "negative"),
        ("3 1\n-2 1 2 0\n0\n", 2, 1, "negative"),
        ("3 1\n1 1 -2 0\n0\n", 2, 5, "no candidate has this name"),
        ("3 1\n0 1 2 0\n0\n", 2, 1, "zero papers"),
        ("3 1\n2.5 1 0\n0\n", 2, 1, "not whole"),
        ("3 1\n1 1= 0\n0\n", 2, 4, "equals sign"),
        ("3 1\n1 =1 0\n0\n", 2, 3, "equals sign"),
        ("3 1\n1 1==2 0\n0\n", 2, 5, "equals sign"),
        ("3 1\n1 1,2 0\n0\n", 2, 4, "comma"),
        ("3 1\n1 1 2 0\n\"Ann\"\n", 3, 1, "no line with a single 0"),
        ("3 1\n1 1 2 0\n", 3, 1, "no line with a single 0"),
        ("3 1\n1 1 0\n0\n\"Ann\"\n\"Bo\"\n", 5, 1, "2 names for 3 candidates"),
        ("3 1\n1 1 0\n0\n\"Ann\n", 4, 1, "never closed"),
        ("3 1\n[tie 1 2\n1 1 0\n", 2, 1, "bracket"),
        ("3 1\n(id 1 0\n", 2, 1, "bracket"),
        ("3 1\n[nick a a]\n", 2, 9, "two candidates have this name"),
        ("3 1\n1099511627777 1 0\n0\n", 2, 1, "2^40"),
        ("3 1\n99999999999999999999999999 1 0\n0\n", 2, 1, "2^40"),
        ("3 1\nnobody 1 0\n", 2, 1, "a number of papers"),
        ("2 1\n1 1 \"é\" x 0\n", 2, 5, "a rank or a closing 0"),
    ];
    for (text, line, column, word) in table {
        let error = refused(text);
        assert_eq!(error.at, Place { line: *line, column: *column }, "{text:?}: {error}");
        let sentence = error.to_string();
        assert!(sentence.contains(word) && sentence.contains(';'), "{text:?}: {sentence}");
        assert!(sentence.starts_with(&format!("line {line}, column {column}: ")), "{sentence}");
    }
}

#[test]
fn what_can_plainly_be_mended_is_read_on_and_said() {
    let mended = |text: &str| {
        let error = refused(text);
        assert!(error.to_string().contains("; or let it be repaired: "), "{error}");
        let read =
            blt::parse_with(text.as_bytes(), Repair::Yes).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let said: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|warning| warning.contains("repaired: ")), "{said:?}");
        let lines = (0..read.election.papers.lines()).map(|line| self::said(&read.election, line));
        (lines.collect::<Vec<_>>().join(", "), read.election)
    };
    assert_eq!(mended(&format!("3 0\n1 1 0\n0\n{NAMES}")).1.seats, 0);
    assert_eq!(mended(&format!("3 1\n1 1 4 2 0\n0\n{NAMES}")).0, "1 1 2");
    assert_eq!(mended(&format!("3 1\n1 1 x 2 0\n0\n{NAMES}")).0, "1 1 2");
    assert_eq!(mended(&format!("3 1\n0 1 2 0\n3 2 0\n0\n{NAMES}")).0, "3 2");
    assert_eq!(mended(&format!("3 1\n1 1 0\n2.5 2 0\n0.25 3 0\n0\n{NAMES}")).0, "100 1, 250 2, 25 3");
    assert_eq!(mended(&format!("3 1\n1 1= 2 - = 3 = 0\n0\n{NAMES}")).0, "1 1=2 - 3");
    assert_eq!(mended(&format!("3 1\n5,1,2,0\n0\n{NAMES}")).0, "5 1 2");
    assert_eq!(mended(&format!("3 1\n5 1 2 0\n{NAMES}")).1.candidates, ["Ann", "Bo", "Cy"]);
    assert_eq!(mended("3 1\n5 1 2 0\n0\n\"Ann\"\n").1.candidates, ["Ann", "Candidate 2", "Candidate 3"]);
    assert_eq!(mended("2 1\n5 1 2 0\n0\n\"Ann\n\"Bo\"\n\"T\"\n").1.candidates, ["Ann", "Bo"]);
    for hopeless in ["", "x", "0 1\n", "3 1\n-2 1 2 0\n0\n", "3 1\n1099511627777 1 0\n0\n", "3 1\n[tie 1\n"] {
        blt::parse_with(hopeless.as_bytes(), Repair::Yes).unwrap_err();
    }
}
