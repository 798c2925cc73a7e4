//! Counts of other programs, stage by stage: Droop's Minneapolis and Scottish reports, and ConcreteSTV's Senate transcript
//! (kind: one program).
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "these are tests: they stop at the first surprise and say what is absent"
)]

mod judge;

use std::path::PathBuf;

use judge::{assert_conserved, blt, bytes, data, preset, units};
use rankfile_count::report::Action;
use rankfile_count::stv::METHODS;
use rankfile_count::{Count, Election, Mark};
use serde_json::Value;

fn counted(id: &str, election: &Election) -> Count {
    let method = METHODS.iter().find(|method| method.id == id).unwrap();
    let count =
        (method.count)(election, &preset()).unwrap_or_else(|stop| panic!("{}: {stop}", election.title));
    assert_conserved(&count);
    count
}

/// A table of a Droop report: whose papers moved, everybody's votes, and what nobody holds.
#[derive(Debug, Default, PartialEq)]
struct Sheet {
    of: Vec<String>,
    votes: Vec<(String, i128)>,
    lost: i128,
}

/// The first count, and the last table of every round in which votes moved; and who was elected.
fn read_report(text: &str, scottish: bool) -> (Vec<Sheet>, Vec<String>) {
    let (mut sheets, mut elected): (Vec<Sheet>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut reading, mut same_round) = (false, false);
    for line in text.lines() {
        let (key, value) = line.trim().split_once(": ").unwrap_or((line.trim(), ""));
        match key {
            _ if line.starts_with("Round") => same_round = false,
            "Action" => {
                let moves = ["Transfer surplus: ", "Surplus transferred: ", "Transfer defeated: "];
                let transfer = moves.iter().find_map(|words| value.strip_prefix(words));
                let first = sheets.is_empty() && (value.starts_with("Begin") || value.starts_with("Count"));
                // Droop's Scottish rule makes a stage of a surplus of nothing; the rules transfer votes above the quota.
                let nothing = scottish && value.contains("urplus") && value.ends_with("(0.00000)");
                reading = first || (transfer.is_some() && !nothing);
                if !reading {
                    continue;
                }
                let mut of: Vec<String> = if same_round { sheets.pop().unwrap().of } else { Vec::new() };
                let names = transfer.iter().flat_map(|who| who.split(" (").next().unwrap().split(", "));
                of.extend(names.map(str::to_owned));
                same_round = transfer.is_some();
                sheets.push(Sheet { of, ..Sheet::default() });
            }
            "Elected" | "Hopeful" | "Defeated" | "Pending" => {
                let (name, votes) = value.trim().rsplit_once(" (").unwrap();
                // Several of the defeated may share a line.
                for name in name.split(", ").map(str::to_owned) {
                    if key == "Elected" && !elected.contains(&name) {
                        elected.push(name.clone());
                    }
                    if reading {
                        sheets.last_mut().unwrap().votes.push((name, units(votes.trim_end_matches(')'))));
                    }
                }
            }
            "Nontransferable votes" | "Residual" if reading => {
                sheets.last_mut().unwrap().lost += units(value)
            }
            _ => {}
        }
    }
    (sheets, elected)
}

fn assert_like_droop(id: &str, election: &Election, report: PathBuf) {
    let at = report.file_name().unwrap().to_string_lossy().into_owned();
    let (sheets, elected) = read_report(&String::from_utf8(bytes(report)).unwrap(), id == "scottish-2011");
    let count = counted(id, election);
    let name = |number: &u32| squeezed(&count.candidates[*number as usize - 1]);
    // At the end, they differ in what changes nothing: the report stops before the papers of the last defeated move on,
    // or moves one more surplus when only as many are left as places.
    assert!(
        count.stages.len().abs_diff(sheets.len()) <= 1,
        "{at}: {} and {}",
        count.stages.len(),
        sheets.len()
    );
    for (number, (sheet, stage)) in (1..).zip(sheets.iter().zip(&count.stages)) {
        let at = format!("{at} stage {number}");
        let mut of: Vec<String> = stage.of.iter().map(name).collect();
        let mut theirs: Vec<String> = sheet.of.iter().map(|name| squeezed(name)).collect();
        of.sort();
        theirs.sort();
        assert_eq!(of, theirs, "{at}");
        for (who, votes) in &sheet.votes {
            let ours = (1..).zip(&stage.votes).find(|(number, _)| name(number) == squeezed(who));
            let ours = ours.unwrap_or_else(|| panic!("{at}: {who} among {:?}", count.candidates)).1;
            assert_eq!(units(ours), *votes, "{at}: {who}");
        }
        assert_eq!(units(&stage.non_transferable), sheet.lost, "{at}");
    }
    let mut ours: Vec<String> = count.elected.iter().map(name).collect();
    let mut theirs: Vec<String> = elected.iter().map(|name| squeezed(name)).collect();
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs, "{at}");
}

fn squeezed(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn droops_minneapolis_reports_are_reproduced() {
    let Some(data) = data() else { return };
    let folder = data.join("droop");
    for name in ["42", "42t", "42u", "513", "SC-Vm-12", "SC", "SCw", "SCwopt"] {
        let election = blt(folder.join(format!("blt/{name}.blt")));
        assert_like_droop(
            "minneapolis",
            &election,
            folder.join(format!("report/{name}-mpls-fixed-p4-d4.txt")),
        );
    }
    for name in ["loser", "tie"] {
        let election = blt(folder.join(format!("blt/mpls/{name}.blt")));
        assert_like_droop(
            "minneapolis",
            &election,
            folder.join(format!("report/mpls/{name}-mpls-fixed-p4-d4.txt")),
        );
    }
}

#[test]
fn droops_scottish_reports_are_reproduced() {
    let Some(data) = data() else { return };
    let folder = data.join("droop");
    for name in ["42", "42t", "42u", "513", "M135", "SC-Vm-12", "SC", "SCw", "SCwopt"] {
        let election = blt(folder.join(format!("blt/{name}.blt")));
        assert_like_droop(
            "scottish-2011",
            &election,
            folder.join(format!("report/{name}-scotland-fixed-p5-d5.txt")),
        );
    }
    for name in ["weak-defeat", "weak-surplus"] {
        let election = blt(folder.join(format!("blt/scotland/{name}.blt")));
        let report = folder.join(format!("report/scotland/{name}-scotland-fixed-p5-d5.txt"));
        assert_like_droop("scottish-2011", &election, report);
    }
}

/// The .stv file of the Northern Territory 2022, marks above the line turned into rankings.
fn northern_territory(data: &std::path::Path) -> Option<Election> {
    let unpacked =
        std::process::Command::new("xz").arg("-dkc").arg(data.join("australia/2022NT.json.xz")).output();
    let Ok(unpacked) = unpacked else {
        eprintln!("skipped: the program xz is absent, so the Senate file cannot be unpacked");
        return None;
    };
    let file: Value = serde_json::from_slice(&unpacked.stdout).unwrap();
    let of = |value: &Value| -> Vec<u16> {
        value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap() as u16).collect()
    };
    let candidates = file["metadata"]["candidates"].as_array().unwrap();
    let parties: Vec<Vec<u16>> = file["metadata"]["parties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|party| of(&party["candidates"]))
        .collect();
    let mut election =
        Election { seats: file["metadata"]["vacancies"].as_u64().unwrap() as u32, ..Election::default() };
    election.candidates =
        candidates.iter().map(|candidate| candidate["name"].as_str().unwrap().to_owned()).collect();
    for (key, inner) in [("atl", "parties"), ("btl", "candidates")] {
        for paper in file[key].as_array().unwrap() {
            let marked = of(&paper[inner]);
            let ranking: Vec<u16> = match key {
                "atl" => marked.iter().flat_map(|party| parties[usize::from(*party)].clone()).collect(),
                _ => marked,
            };
            let marks: Vec<Mark> = ranking.into_iter().map(Mark::next).collect();
            election.papers.push(paper["n"].as_u64().unwrap(), &marks).unwrap();
        }
    }
    Some(election)
}

#[test]
fn concrete_stvs_senate_transcript_is_reproduced() {
    let Some(data) = data() else { return };
    let Some(election) = northern_territory(&data) else { return };
    let count = counted("senate-au", &election);
    let transcript = judge::json(data.join("australia/2022NT.transcript-FederalPost2021-concretestv.json"));
    let transcript = &transcript["transcript"];
    let counts = transcript["counts"].as_array().unwrap();
    assert_eq!(count.stages.len(), counts.len());
    assert!(counts.len() > 10);
    for (number, (stage, theirs)) in (1..).zip(count.stages.iter().zip(counts)) {
        let at = format!("count {number}");
        let one_more = |value: &Value| value.as_u64().unwrap() as u32 + 1;
        let tallies = &theirs["status"]["tallies"];
        let votes: Vec<String> =
            tallies["candidate"].as_array().unwrap().iter().map(Value::to_string).collect();
        assert_eq!(stage.votes, votes, "{at}");
        let lost = tallies["exhausted"].as_i64().unwrap()
            + tallies["rounding"].as_str().unwrap().parse::<i64>().unwrap();
        assert_eq!(stage.non_transferable, lost.to_string(), "{at}");
        let elected: Vec<u32> =
            theirs["elected"].as_array().unwrap().iter().map(|elected| one_more(&elected["who"])).collect();
        assert_eq!(stage.elected, elected, "{at}");
        match theirs["reason"].as_object().and_then(|reason| reason.iter().next()) {
            None => assert_eq!((stage.action, &stage.of[..]), (Action::First, &[][..]), "{at}"),
            Some((action, of)) => {
                let surplus = action == "ExcessDistribution";
                assert_eq!(stage.action, if surplus { Action::Surplus } else { Action::Exclusion }, "{at}");
                let of: Vec<u32> = of
                    .as_array()
                    .map_or_else(|| vec![one_more(of)], |list| list.iter().map(one_more).collect());
                assert_eq!(stage.of, of, "{at}");
            }
        }
    }
    assert_eq!(count.stages[0].quota.as_deref(), Some(transcript["quota"]["quota"].to_string().as_str()));
    let elected: Vec<u32> = transcript["elected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number.as_u64().unwrap() as u32 + 1)
        .collect();
    assert_eq!(count.elected, elected);
}
