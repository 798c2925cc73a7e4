//! Cast vote records, RCTab's configurations and tables, and the Senate's papers, against the results of other programs.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a test that skips something says so loudly")]

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process::Command;

use rankfile_count::formats::rctab::{self, Config, Mode, Provider};
use rankfile_count::formats::{Repair, concrete, nist, read};
use rankfile_count::single::policy::OverVote;
use rankfile_count::{Election, Mark};

mod data;

fn merged(election: &Election) -> BTreeMap<Vec<Mark>, u64> {
    let mut merged = BTreeMap::new();
    for paper in election.papers.iter() {
        *merged.entry(paper.marks.to_vec()).or_default() += paper.weight;
    }
    merged
}

#[test]
fn records_before_and_after_rctab_hold_the_same_papers() {
    let Some(folder) = data::folder() else { return };
    let mut compared = 0;
    for set in [
        "0_skipped_first_choice",
        "1_exhaust_at_overvote",
        "3_skipped_choice_exhaust",
        "5_two_skipped_choice_exhaust",
        "7_duplicate_skip_to_next",
        "multi_winner_fractional_threshold",
    ] {
        let set = format!("test_set_{set}");
        let open = |kind: &str| {
            nist::parse(&std::fs::read(folder.join(format!("rctab/{set}/{set}_{kind}.json"))).unwrap())
                .unwrap()
        };
        let (before, after) = (open("cvr").election, open("expected_cdf_cvr").election);
        let order: HashMap<&str, u16> =
            (0..).zip(&before.candidates).map(|(number, name)| (name.as_str(), number)).collect();
        // Candidates may stand in another order in the second file.
        let mut renumbered = Election { papers: Default::default(), ..before.clone() };
        for paper in after.papers.iter() {
            let mark = |mark: &Mark| match mark.candidate() {
                None => Mark::SKIP,
                Some(candidate) => {
                    let candidate = order[after.candidates[usize::from(candidate)].as_str()];
                    if mark.is_equal() { Mark::equal(candidate) } else { Mark::next(candidate) }
                }
            };
            renumbered.papers.push(paper.weight, &paper.marks.iter().map(mark).collect::<Vec<_>>()).unwrap();
        }
        assert_eq!(merged(&before), merged(&renumbered), "{set}");
        compared += before.papers.total().unwrap();
    }
    assert_eq!(compared, 102);
}

#[test]
fn the_current_snapshot_counts_with_every_mark_once_and_no_mark_that_was_not_made() {
    let position = |rank: u32, made: &str| serde_json::json!({"HasIndication": made, "IsAllocable": "no", "NumberVotes": 1, "Rank": rank});
    let marks = |positions: serde_json::Value, id: &str| serde_json::json!({"ContestSelectionId": id, "SelectionPosition": positions});
    let contest = |id: &str, selections: serde_json::Value| serde_json::json!({"ContestId": id, "CVRContestSelection": selections});
    let old = contest("one", serde_json::json!([marks(serde_json::json!([position(1, "yes")]), "a")]));
    let new = contest(
        "one",
        serde_json::json!([
            marks(serde_json::json!([position(3, "yes"), position(3, "yes"), position(1, "no")]), "a"),
            marks(serde_json::json!([position(1, "yes")]), "b"),
        ]),
    );
    let other = contest("two", serde_json::json!([marks(serde_json::json!([position(1, "yes")]), "b")]));
    let selections =
        serde_json::json!([{"@id": "a", "CandidateIds": ["k"]}, {"@id": "b", "IsWriteIn": true}]);
    let mut report = serde_json::json!({
        "CVR": [
            {"CVRSnapshot": [{"@id": "s1", "CVRContest": [old]}, {"@id": "s2", "CVRContest": [new, other]}], "CurrentSnapshotId": "s2"},
            {"CVRSnapshot": [{"@id": "s1", "CVRContest": [other]}], "CurrentSnapshotId": "s1"},
        ],
        "Election": [{
            "Candidate": [{"@id": "k", "Name": "Ann"}],
            "Contest": [
                {"@id": "one", "Name": "First", "NumberElected": 2, "ContestSelection": selections},
                {"@id": "two", "ContestSelection": selections},
            ],
        }],
    });
    let several = nist::parse(report.to_string().as_bytes()).unwrap_err();
    assert!(several.to_string().contains("2 contests"), "{several}");
    for name in ["one", "First"] {
        let election =
            nist::parse_with(report.to_string().as_bytes(), Some(name), Repair::No).unwrap().election;
        assert_eq!(
            (election.candidates.join(","), election.seats, election.papers.lines()),
            ("Ann,Write-in".into(), 2, 1)
        );
        assert_eq!(election.papers.line(0).marks, [Mark::next(1), Mark::SKIP, Mark::next(0)]);
    }
    // Without the second contest nobody needs to choose, and its marks on papers are no concern.
    report["Election"][0]["Contest"].as_array_mut().unwrap().pop();
    assert_eq!(nist::parse(report.to_string().as_bytes()).unwrap().election.papers.lines(), 1);
}

#[test]
fn a_converted_table_and_the_records_of_the_same_papers_agree() {
    let Some(folder) = data::folder() else { return };
    let open = |name: &str| {
        read(&std::fs::read(folder.join("rctab").join(name)).unwrap(), "", Repair::No).unwrap().election
    };
    let table = open("conversions_from_ess/conversions_from_ess_expected.csv");
    let records = open("conversions_from_ess/conversions_from_ess_expected_cdf_cvr.json");
    let named = |election: &Election| {
        let name = |mark: &Mark| {
            mark.candidate().map(|candidate| election.candidates[usize::from(candidate)].clone())
        };
        election
            .papers
            .iter()
            .map(|paper| paper.marks.iter().map(name).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    assert_eq!(named(&table), named(&records));
    assert_eq!(table.papers.total(), Ok(10));
}

/// Reads the sources of a configuration; spreadsheets are turned into CSV by a small Python program, as a person would do
/// by "save as". `None` where a source is of a kind that cannot be read here, or is absent.
fn sources(folder: &Path, config: &Config) -> Option<Vec<Vec<u8>>> {
    config
        .sources
        .iter()
        .map(|source| {
            let path = folder.join(&source.path);
            match source.provider {
                Provider::Other => None,
                Provider::Ess if path.is_file() => {
                    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sheet_to_csv.py");
                    let Ok(output) = Command::new("python3").arg(script).arg(&path).output() else {
                        eprintln!("SKIPPED: python3 is absent, so {} was not read", path.display());
                        return None;
                    };
                    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                    Some(output.stdout)
                }
                _ => std::fs::read(&path).ok(),
            }
        })
        .collect()
}

/// Votes of the first round, counted here plainly: the first rank that the rules for skipped ranks and over-votes reach.
fn first_round(config: &Config, election: &Election) -> BTreeMap<String, u64> {
    let standing = |candidate: u16| !election.withdrawn.contains(&candidate);
    let mut tally: BTreeMap<String, u64> = BTreeMap::new();
    for (number, name) in (0..).zip(&election.candidates) {
        if standing(number) {
            tally.insert(name.clone(), 0);
        }
    }
    for paper in election.papers.iter() {
        let (mut skipped, mut at) = (0, 0);
        while at < paper.marks.len() {
            let size = 1 + paper.marks[at + 1..].iter().take_while(|mark| mark.is_equal()).count();
            let group = &paper.marks[at..at + size];
            at += size;
            let named: Vec<u16> = group.iter().filter_map(|mark| mark.candidate()).collect();
            let left: Vec<u16> = named.iter().copied().filter(|candidate| standing(*candidate)).collect();
            skipped = if named.is_empty() { skipped + 1 } else { 0 };
            if config.policy.skipped_ranks.is_some_and(|most| skipped > most) {
                break;
            }
            if named.len() > 1 {
                match config.policy.over_vote {
                    OverVote::Skip => continue,
                    OverVote::ExhaustIfSeveral if left.len() < 2 => {}
                    _ => break,
                }
            }
            if let [candidate] = left.as_slice() {
                *tally.get_mut(&election.candidates[usize::from(*candidate)]).unwrap() += paper.weight;
                break;
            }
        }
    }
    tally
}

#[test]
fn the_first_round_of_every_readable_configuration_is_the_one_rctab_expects() {
    let Some(folder) = data::folder() else { return };
    let (mut compared, mut unread, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let mut sets: Vec<_> =
        std::fs::read_dir(folder.join("rctab")).unwrap().map(|entry| entry.unwrap().path()).collect();
    sets.sort();
    for set in sets {
        let name = set.file_name().unwrap().to_str().unwrap().to_owned();
        // The park board has its 80,000 papers in three sets; one is enough.
        if name.starts_with("2013_minneapolis_park_") {
            continue;
        }
        let Ok(bytes) = std::fs::read(set.join(format!("{name}_config.json"))) else { continue };
        let config = match rctab::parse(&bytes) {
            Ok(config) => config,
            Err(error) => {
                refused.push((name, error.to_string()));
                continue;
            }
        };
        let Some(files) = sources(&set, &config) else {
            unread.push(name);
            continue;
        };
        let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let read = match config.read(&files, Repair::No) {
            Ok(read) => read,
            Err(error) if error.to_string().contains("XML") => {
                unread.push(name);
                continue;
            }
            Err(error) => {
                refused.push((name, error.to_string()));
                continue;
            }
        };
        let expected = ["", "_1"].iter().find_map(|pass| {
            std::fs::read(set.join(format!("{name}{pass}_expected_detailed_report.json"))).ok()
        });
        let Some(expected) = expected else {
            unread.push(name);
            continue;
        };
        let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
        let tally: BTreeMap<String, u64> = expected["results"][0]["tally"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, votes)| (name.clone(), votes.as_str().unwrap().parse().unwrap()))
            .collect();
        let mut found = first_round(&config, &read.election);
        found.retain(|name, votes| *votes > 0 || tally.contains_key(name));
        assert_eq!(found, tally, "{name}");
        assert_eq!(config.mode == Mode::Several, bytes_say_several(&bytes), "{name}");
        compared.push(name);
    }
    println!("compared {}: {compared:?}\nnot read: {unread:?}\nrefused: {refused:?}", compared.len());
    assert!(compared.len() >= 30, "{compared:?}");
    let names: Vec<&str> = refused.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["invalid_params_test", "invalid_sources_test"], "{refused:?}");
}

fn bytes_say_several(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains("multiWinner")
}

#[test]
fn the_first_round_of_a_dominion_contest_read_from_the_converted_table_is_the_expected_one() {
    let Some(bytes) = data::read("rctab/2024_alaska_dominion/2024_alaska_dominion_expected_rctab_cvr.csv")
    else {
        return;
    };
    let election = read(&bytes, "cvr.csv", Repair::No).unwrap().election;
    let report =
        data::read_json("rctab/2024_alaska_dominion/2024_alaska_dominion_expected_detailed_report.json")
            .unwrap();
    for (number, name) in (0..).zip(&election.candidates) {
        let first = |marks: &[Mark]| marks.first().and_then(|mark| mark.candidate()) == Some(number);
        let votes: u64 =
            election.papers.iter().filter(|paper| first(paper.marks)).map(|paper| paper.weight).sum();
        // The configuration calls candidate 476 a write-in, which the table alone does not know.
        let name = if name == "476" { "Undeclared Write-ins" } else { name };
        assert_eq!(report["results"][0]["tally"][name], votes.to_string(), "{name}");
    }
    assert_eq!(report["summary"]["totalNumBallots"], election.papers.total().unwrap().to_string());
}

#[test]
fn the_senate_papers_give_the_first_preferences_of_the_transcript() {
    let Some(folder) = data::folder() else { return };
    let packed = folder.join("australia/2022NT.json.xz");
    let unpacked = ["xz", "python3"].iter().find_map(|program| {
        let script = "import lzma,sys;sys.stdout.buffer.write(lzma.open(sys.argv[1]).read())";
        let mut command = Command::new(program);
        if *program == "xz" {
            command.arg("-dc")
        } else {
            command.args(["-c", script])
        };
        command.arg(&packed).output().ok().filter(|output| output.status.success())
    });
    let Some(unpacked) = unpacked else {
        eprintln!("SKIPPED: neither xz nor python3 is here, so {} was not read", packed.display());
        return;
    };
    let read = concrete::parse(&unpacked.stdout).unwrap();
    let election = read.election;
    assert_eq!(rankfile_count::formats::read(&unpacked.stdout, "", Repair::No).unwrap().election, election);
    assert_eq!(
        (election.seats, election.papers.total(), election.title.as_str()),
        (2, Ok(103_617), "2022 Federal Senate NT")
    );
    let transcript = data::read_json("australia/2022NT.transcript-FederalPost2021-concretestv.json").unwrap();
    let mut first = vec![0u64; election.candidates.len()];
    for paper in election.papers.iter() {
        first[usize::from(paper.marks[0].candidate().unwrap())] += paper.weight;
    }
    let tallies = &transcript["transcript"]["counts"][0]["status"]["tallies"]["candidate"];
    assert_eq!(serde_json::to_value(first).unwrap(), *tallies);
    assert_eq!(
        (election.candidates[4].as_str(), election.parties[4].as_str()),
        ("McCARTHY, Malarndirri", "A.L.P.")
    );
}
