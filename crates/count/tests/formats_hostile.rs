//! Files that nobody should have made: broken, enormous, or made to break a reader.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a test that skips something says so loudly")]

use std::io::Read as _;
use std::sync::LazyLock;

use proptest::prelude::*;
use rankfile_count::formats::{Fault, Limits, Place, ReadError, Repair, blt, gather, rctab, read};

/// A small file of every format, with most of what the format can say; the fuzz targets begin with them too.
static SEEDS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds");
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 12);
    let seed = |name: std::ffi::OsString| {
        let name = name.into_string().unwrap();
        (name.clone(), std::fs::read_to_string(format!("{folder}/{name}")).unwrap())
    };
    names.into_iter().map(seed).collect()
});

fn seed(name: &str) -> &'static str {
    &SEEDS.iter().find(|(seed, _)| seed == name).unwrap().1
}

/// One change to the bytes of a file.
#[derive(Clone, Debug)]
enum Harm {
    Put(usize, u8),
    Insert(usize, String),
    Cut(usize, usize),
    Copy(usize, usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let words = prop::sample::select(vec![
        "0",
        "-",
        "-1",
        "=",
        ",",
        "\n",
        "\r",
        "\"",
        "[",
        "]",
        "{",
        "}",
        "#",
        "(",
        " ",
        "99999999999999999999",
        "4294967296",
        "65536",
        "1.5",
        "\u{feff}",
        "é",
        ":",
        "/",
        ">",
        "null",
        "[[[[",
        "\\",
        "1e9",
        "\0",
    ]);
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Harm::Put(at, byte)),
        (any::<usize>(), words).prop_map(|(at, word)| Harm::Insert(at, word.into())),
        (any::<usize>(), 1usize..20).prop_map(|(at, length)| Harm::Cut(at, length)),
        (any::<usize>(), 1usize..40, any::<usize>())
            .prop_map(|(from, length, to)| Harm::Copy(from, length, to)),
    ]
}

fn harmed(seed: &str, harms: &[Harm]) -> Vec<u8> {
    let mut bytes = seed.as_bytes().to_vec();
    for harm in harms {
        let at = |at: usize| at % (bytes.len() + 1);
        match harm {
            Harm::Put(place, byte) => {
                let place = at(*place);
                if let Some(slot) = bytes.get_mut(place) {
                    *slot = *byte;
                }
            }
            Harm::Insert(place, word) => {
                let place = at(*place);
                bytes.splice(place..place, word.bytes());
            }
            Harm::Cut(place, length) => {
                let place = at(*place);
                let end = (place + length).min(bytes.len());
                bytes.drain(place..end);
            }
            Harm::Copy(from, length, to) => {
                let (from, to) = (at(*from), at(*to));
                let piece = bytes[from..(from + length).min(bytes.len())].to_vec();
                bytes.splice(to..to, piece);
            }
        }
    }
    bytes
}

/// What must hold of every file that is read, however odd.
fn sound(bytes: &[u8], name: &str) -> Result<(), TestCaseError> {
    let strict = read(bytes, name, Repair::No);
    let mended = read(bytes, name, Repair::Yes);
    for read in [&strict, &mended].into_iter().flatten() {
        let election = &read.election;
        let candidates = election.candidates.len();
        let known = |candidate: u16| usize::from(candidate) < candidates;
        prop_assert!(candidates > 0 && election.papers.total().is_ok());
        prop_assert!(election.withdrawn.iter().chain(&election.tie_order).all(|candidate| known(*candidate)));
        prop_assert!(election.parties.is_empty() || election.parties.len() == candidates);
        for paper in election.papers.iter() {
            prop_assert!(paper.weight > 0);
            prop_assert!(paper.marks.iter().filter_map(|mark| mark.candidate()).all(known));
            prop_assert!(!paper.marks.first().is_some_and(|mark| mark.is_equal()));
        }
        if let Some(grades) = &read.grades {
            let within = |given: &rankfile_count::tally::grades::Given| {
                known(given.candidate) && given.grade <= grades.scale.highest()
            };
            prop_assert!(grades.papers.iter().all(|paper| paper.given.iter().all(within)));
        }
        prop_assert!(read.warnings.len() < 30);
    }
    match (strict, mended) {
        // To allow repairs changes nothing about a file that needs none.
        (Ok(strict), mended) => prop_assert_eq!(mended, Ok(strict)),
        (Err(error), Err(_)) => {
            prop_assert!(error.at.line > 0 && error.to_string().contains(';'), "{}", error)
        }
        (Err(error), Ok(mended)) => {
            prop_assert!(error.fault.mend().is_some(), "{}", error);
            prop_assert!(!mended.warnings.is_empty());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn a_harmed_file_is_read_or_refused_and_never_breaks_a_reader(
        seed in 0usize..12,
        other in 0usize..12,
        harms in prop::collection::vec(harm(), 0..6),
    ) {
        let bytes = harmed(&SEEDS[seed].1, &harms);
        sound(&bytes, &SEEDS[seed].0)?;
        // Also under the name of another format.
        sound(&bytes, &SEEDS[other].0)?;
        let _ = rctab::parse(&bytes).map(|config| config.read(&[&bytes, b"id,A\n1,1\n"], Repair::Yes));
    }

    #[test]
    fn bytes_without_sense_never_break_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), name in 0usize..12) {
        sound(&bytes, &SEEDS[name].0)?;
    }
}

#[test]
fn the_seeds_themselves_are_read() {
    for (name, text) in SEEDS.iter().filter(|(name, _)| name != "configuration.json") {
        read(text.as_bytes(), name, Repair::Yes).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    rctab::parse(seed("configuration.json").as_bytes()).unwrap();
}

/// A stream that never ends, and counts what was taken from it.
struct Endless<'a> {
    head: &'a [u8],
    body: &'a [u8],
    taken: u64,
}

impl std::io::Read for Endless<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = if self.head.is_empty() {
            for (slot, byte) in into.iter_mut().zip(self.body.iter().cycle()) {
                *slot = *byte;
            }
            into.len()
        } else {
            self.head.read(into)?
        };
        self.taken += length as u64;
        Ok(length)
    }
}

#[test]
fn a_line_without_end_is_refused_at_its_line_and_no_more_of_it_is_read() {
    let limits = Limits { bytes: 1 << 30, line_bytes: 1 << 20 };
    let mut stream = Endless { head: b"3 1\n", body: b"1 2 3 ", taken: 0 };
    let error = gather(&mut stream, limits).unwrap_err();
    assert_eq!(
        error,
        ReadError { at: Place { line: 2, column: 1 }, fault: Fault::LineTooLong { limit: 1 << 20 } }
    );
    assert!(stream.taken < (1 << 20) + 100_000, "{}", stream.taken);
}

#[test]
fn a_file_without_end_is_refused_in_bounded_memory() {
    let limits = Limits { bytes: 4 << 20, line_bytes: 1 << 20 };
    for (head, body) in [(b"3 1\n".as_slice(), b"1 1 0\n".as_slice()), (b" \n{", b"[[\"a\","), (b"\n", b"\n")]
    {
        let mut stream = Endless { head, body, taken: 0 };
        let error = gather(&mut stream, limits).unwrap_err();
        assert_eq!(error.fault, Fault::TooLong { limit: 4 << 20 });
        assert!(stream.taken <= (4 << 20) + 100_000, "{}", stream.taken);
    }
    assert_eq!(gather(b"3 1\n0\n".as_slice(), limits).unwrap(), b"3 1\n0\n");
}

#[test]
fn a_stream_that_fails_is_told_with_its_line() {
    struct Failing;
    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::TimedOut.into())
        }
    }
    let error = gather(b"3 1\n".chain(Failing), Limits::default()).unwrap_err();
    assert_eq!(
        error,
        ReadError { at: Place { line: 2, column: 1 }, fault: Fault::Broken(std::io::ErrorKind::TimedOut) }
    );
}

#[test]
fn ten_thousand_candidates_are_read_and_one_more_is_refused() {
    let file = |count: usize| {
        let ranking: Vec<String> = (1..=count).rev().map(|candidate| candidate.to_string()).collect();
        let names: Vec<String> = (1..=count).map(|candidate| format!("\"C{candidate}\"")).collect();
        format!("{count} 3\n7 {} 0\n0\n{}\n\"T\"\n", ranking.join(" "), names.join("\n"))
    };
    let election = blt::parse(file(10_000).as_bytes()).unwrap().election;
    assert_eq!((election.candidates.len(), election.papers.line(0).marks.len()), (10_000, 10_000));
    let error = blt::parse(file(10_001).as_bytes()).unwrap_err();
    assert_eq!(error.fault, Fault::TooManyCandidates { count: 10_001 });
    let names: Vec<String> = (0..10_001).map(|candidate| format!("1:C{candidate}\n")).collect();
    let error = read(names.concat().as_bytes(), "a.abif", Repair::No).unwrap_err();
    assert_eq!((error.at.line, error.fault), (10_001, Fault::TooManyCandidates { count: 10_001 }));
}

#[test]
fn deep_json_is_refused() {
    for text in
        ["[".repeat(100_000), "{\"CVR\":".repeat(100_000), format!("{{\"CVR\":[{}", "[".repeat(100_000))]
    {
        read(text.as_bytes(), "", Repair::Yes).unwrap_err();
        rctab::parse(text.as_bytes()).unwrap_err();
    }
    let deep = format!("{{\"CVR\":[{}{}],\"Election\":[]}}", "[".repeat(100_000), "]".repeat(100_000));
    read(deep.as_bytes(), "", Repair::Yes).unwrap_err();
}

#[test]
fn a_short_file_cannot_ask_for_endless_memory() {
    // Ranks in the billions: every one of them would stand behind as many empty ones.
    let records = seed("records.json").replace("\"Rank\":2", "\"Rank\":4000000000");
    let error = read(records.as_bytes(), "", Repair::Yes).unwrap_err();
    assert!(error.to_string().contains("fewer ranks"), "{error}");
    let config = rctab::parse(seed("configuration.json").as_bytes()).unwrap();
    let rows = format!("id,A\n{}", "1,4000000000\n".repeat(1000));
    let error = config.read(&[rows.as_bytes()], Repair::Yes).unwrap_err();
    assert!(error.to_string().contains("file 1") && error.to_string().contains("line 2"), "{error}");
    let paper = format!("{{\"parties\":[{}0],\"n\":1}},", "0,".repeat(5000));
    let text = format!(
        "{{\"metadata\":{{\"candidates\":[{{\"name\":\"A\"}}],\"parties\":[{{\"name\":\"P\",\"candidates\":[{}0]}}],\"vacancies\":1}},\"atl\":[{}{{\"parties\":[0],\"n\":1}}]}}",
        "0,".repeat(20_000),
        paper,
    );
    let error = read(text.as_bytes(), "", Repair::Yes).unwrap_err();
    assert!(error.to_string().contains("fewer ranks"), "{error}");
    // A million odd lines are one warning.
    let odd = format!("1 1\n{}0\n\"A\"\n", "1 1 1 0\n".repeat(100_000));
    let warnings = blt::parse(odd.as_bytes()).unwrap().warnings;
    assert_eq!((warnings.len(), warnings[0].times), (1, 100_000));
}

/// Each of these files takes a moment if it is read in one go, and hours if something is looked for from the start again
/// and again.
#[test]
fn a_long_file_takes_time_in_proportion_to_its_length() {
    let million = 1 << 20;
    let line = format!("2 1 {}0 \"A\" \"B\"", "1 1 0 ".repeat(million / 4));
    assert_eq!(blt::parse(line.as_bytes()).unwrap().election.papers.lines(), million / 4);
    let withdrawn = format!("3 1\n{}\n1 1 0\n0\n\"A\"\n\"B\"\n\"C\"\n", "-2 -3 ".repeat(million / 8));
    assert_eq!(blt::parse(withdrawn.as_bytes()).unwrap().election.withdrawn, [1, 2]);
    let orders = format!("1:A{}\n", ">B>A".repeat(million / 4));
    assert_eq!(read(orders.as_bytes(), "a.abif", Repair::No).unwrap().election.candidates.len(), 2);
    let votes = format!("#/Candidates: A;B\nA{} * 3\n", ">B>x>A".repeat(million / 4));
    assert_eq!(read(votes.as_bytes(), "", Repair::No).unwrap().election.papers.total(), Ok(3));
    let header = format!(
        "# NUMBER ALTERNATIVES: 10000\n{}1: 1\n",
        "# NUMBER ALTERNATIVES: 10000\n".repeat(million / 8)
    );
    assert_eq!(read(header.as_bytes(), "a.soi", Repair::No).unwrap_err().at.line, 2);
    let position = r#"{"HasIndication":"yes","Rank":2}"#;
    let records = seed("records.json").replace(position, &[position].repeat(million / 16).join(","));
    assert_eq!(read(records.as_bytes(), "", Repair::No).unwrap().election.papers.line(0).marks.len(), 2);
    let ranks: Vec<String> = (1..60_000).map(|rank| format!("Rank {rank}")).collect();
    let table = format!("{}\n{}", ranks.join(","), "A\n".repeat(million / 8));
    assert_eq!(read(table.as_bytes(), "", Repair::No).unwrap().election.papers.lines(), million / 8);
}

#[test]
fn more_selections_than_numbers_are_refused() {
    let selection = r#"{"@id":"x","CandidateIds":["k"]}"#;
    let records = seed("records.json").replace(selection, &[selection].repeat(70_000).join(","));
    let error = read(records.as_bytes(), "", Repair::No).unwrap_err();
    assert_eq!(error.fault, Fault::TooManyCandidates { count: 70_000 });
    let config = rctab::parse(seed("configuration.json").replace("genericCsv", "cdf").as_bytes()).unwrap();
    assert!(config.read(&[records.as_bytes()], Repair::No).is_ok());
}
