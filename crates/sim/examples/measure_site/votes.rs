//! Voters who hand in a ballot at the same moment, each over a connection of their own. Then the server ends, the record is
//! audited from the disk, and every tracker must be in the archive.

use crate::client::Client;
use crate::served::{Served, make_union, open_union};
use anyhow::{Context as _, Result, anyhow, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rankfile::ambient::Stopwatch;
use rankfile::cli::audit_folder;
use rankfile::ops::vote;
use serde_json::{Value, json};
use std::sync::{Arc, Barrier};

/// Measures.
pub fn measure(voters: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let world = make_union(folder.path(), voters + 20)?;
    let ballots = world.credentials()?;
    ensure!(ballots.len() >= voters, "{} can vote", ballots.len());
    let ballots: Vec<Vec<u8>> = ballots
        .iter()
        .take(voters)
        .map(|credential| world.ballot(credential, false))
        .collect::<Result<_>>()?;
    let belenios = vote::belenios(&world.house, &world.election)?;
    let clock = Stopwatch::new();
    for ballot in &ballots {
        belenios.check_ballot(ballot).map_err(|why| anyhow!("{why}"))?;
    }
    let checked = clock.elapsed().as_secs_f64() * 1000.0 / voters as f64;
    let now = world.house.now;
    drop(world);
    let synced = synced_ms(folder.path())?;
    let site = Served::start(folder.path(), now)?;
    let before = site.ran_ms()?;
    let barrier = Arc::new(Barrier::new(voters + 1));
    let hands: Vec<_> = ballots
        .into_iter()
        .map(|ballot| {
            let (url, barrier) = (site.url.clone(), barrier.clone());
            std::thread::spawn(move || hand_in(&url, ballot, &barrier))
        })
        .collect();
    barrier.wait();
    let clock = Stopwatch::new();
    let mut told = Vec::new();
    for hand in hands {
        told.push(hand.join().map_err(|_| anyhow!("a voter's thread ended"))??);
    }
    let seconds = clock.elapsed().as_secs_f64();
    let ran = (site.ran_ms()? - before) / voters as f64;
    site.stop()?;
    let mut took: Vec<f64> = told.iter().map(|(_, took, _)| *took).collect();
    took.sort_by(f64::total_cmp);
    let at = |place: usize| took.get(place).copied().context("times");
    let batches: std::collections::BTreeSet<u64> = told.iter().map(|(_, _, act)| *act).collect();
    let report = audit_folder(folder.path(), None)?;
    let counted = report.elections.first().context("an election")?.ballots;
    ensure!(
        report.findings.is_empty() && counted == voters as u64,
        "{counted} ballots: {:?}",
        report.findings
    );
    let mut world = open_union(folder.path(), now)?;
    let uuid = belenios.uuid().to_owned();
    let archive = world.house.writer.log().archive_bytes(&uuid)?.context("the archive")?;
    let archive = String::from_utf8_lossy(&archive).into_owned();
    // A tracker is the ballot's SHA-256 in Base64; the archive names its pieces by the same in hexadecimal digits.
    let hex = |tracker: &String| STANDARD_NO_PAD.decode(tracker).map(hex::encode).unwrap_or_default();
    let is_there = |tracker: &String| hex(tracker).len() == 64 && archive.contains(&hex(tracker));
    ensure!(told.iter().all(|(tracker, ..)| is_there(tracker)), "a tracker is missing");
    println!("| what | |\n| --- | --- |");
    println!("| voters at once, all answered, all in the archive, the audit without a finding | {voters} |");
    println!("| ballots a second | {:.0} |", voters as f64 / seconds);
    println!("| an answer: median / worst, ms | {:.0} / {:.0} |", at(voters / 2)?, at(voters - 1)?);
    println!("| commits they were written in | {} |", batches.len());
    println!("| the server's own time for each, ms | {ran:.2} |");
    println!("| of that, checking one ballot's proofs, ms | {checked:.2} |");
    println!("| one file of 4 KiB written and synced on this disk, ms | {synced:.2} |");
    Ok(())
}

/// One voter: the tracker, how long the answer took in milliseconds, and the act that names the box with this ballot in it.
fn hand_in(url: &str, ballot: Vec<u8>, barrier: &Barrier) -> Result<(String, f64, u64)> {
    let ready = || -> Result<(Client, String, String)> {
        let mut client = Client::new(url)?;
        let token = client.token()?;
        Ok((client, token, String::from_utf8(ballot)?))
    };
    let ready = ready();
    // Everybody comes to the barrier, or nobody would get past it.
    barrier.wait();
    let (mut client, token, ballot) = ready?;
    let clock = Stopwatch::new();
    let answer = client.post_json("/elections/officers-1/ballots", &json!({ "ballot": ballot }), &token)?;
    let took = clock.elapsed().as_secs_f64() * 1000.0;
    ensure!(answer.status == 200, "{}: {}", answer.status, answer.text());
    let told: Value = serde_json::from_slice(&answer.body)?;
    let tracker = told["tracker"].as_str().context("a tracker")?.to_owned();
    Ok((tracker, took, told["act"].as_u64().context("an act")?))
}

/// The median of fifty small files forced to the disk, in milliseconds.
fn synced_ms(folder: &std::path::Path) -> Result<f64> {
    let path = folder.join("probe");
    let once = || -> Result<f64> {
        let clock = Stopwatch::new();
        let mut file = std::fs::File::create(&path)?;
        std::io::Write::write_all(&mut file, &[7; 4096])?;
        file.sync_all()?;
        Ok(clock.elapsed().as_secs_f64() * 1000.0)
    };
    let mut took = (0..50).map(|_| once()).collect::<Result<Vec<_>>>()?;
    std::fs::remove_file(&path)?;
    took.sort_by(f64::total_cmp);
    took.get(25).copied().context("times")
}
