//! Measures what `docs/performance.md` tells, side by side with `belenios-tool` where there is one. It prints rows of a
//! Markdown table. Run it alone on the machine: `cargo run --release -p rankfile-sim --example measure -- ballots`.
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

use anyhow::{Context as _, Result, bail};
use rankfile::ambient::Stopwatch;
use rankfile_belenios::{
    Answer, Archive, Credential, Election, GroupName, KeyShare, Piece, Question, Setup, Template, verify,
};
use rankfile_sim::elections::rng;
use rankfile_sim::outsiders;
use rankfile_sim::world::World;
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use rankfile_store::writer::{Answer as Said, Ask};
use std::path::Path;
use std::process::Command;

/// How often each thing is measured; the median is told.
const RUNS: usize = 3;

fn main() -> Result<()> {
    // One core: the figures are per core.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    match std::env::args().nth(1).as_deref() {
        Some("ballots") => ballots(),
        Some("store") => store(),
        _ => bail!("say what to measure: `ballots` or `store`"),
    }
}

fn ballots() -> Result<()> {
    println!(
        "| group | choices | ballots | made, per s | verified here, ms per ballot | by belenios-tool {{2.0, 3.0}}, ms per ballot | times faster |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for (group, tool, counts) in [
        (GroupName::Ed25519, "belenios-tool-3", [(2, 1000), (10, 1000)]),
        (GroupName::Belenios2048, "belenios-tool-2", [(2, 300), (10, 200)]),
    ] {
        for (choices, ballots) in counts {
            let made = make_archive(group, choices, ballots)?;
            let folder = tempfile::tempdir()?;
            std::fs::write(folder.path().join(format!("{UUID}.bel")), &made.archive)?;
            let mut pairs = Vec::new();
            for _ in 0..RUNS {
                let before = processor_seconds()?.0;
                let report = verify(&made.archive, &|_, _| ())?;
                let ours = processor_seconds()?.0 - before;
                anyhow::ensure!(
                    report.findings.is_empty(),
                    "our own archive has findings: {:?}",
                    report.findings
                );
                pairs.push((ours, peer(tool, folder.path())?));
            }
            pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
            let (ours, theirs) = pairs.get(RUNS / 2).copied().context("at least one run")?;
            let each = |seconds: f64| format!("{:.2}", seconds * 1000.0 / ballots as f64);
            let (peer, ratio) = match theirs {
                Some(theirs) => (each(theirs), format!("{:.1}", theirs / ours)),
                None => ("absent".to_owned(), "-".to_owned()),
            };
            println!(
                "| {} | {choices} | {ballots} | {:.0} | {} | {peer} | {ratio} |",
                group.as_str(),
                made.per_second,
                each(ours)
            );
        }
    }
    Ok(())
}

const UUID: &str = "MeasureMeHere4";

struct Made {
    archive: Vec<u8>,
    per_second: f64,
}

fn make_archive(group: GroupName, choices: usize, ballots: usize) -> Result<Made> {
    let mut rng = rng(7);
    let share = KeyShare::make(group, &mut rng);
    let question = Question {
        question: "Who?".to_owned(),
        answers: (1..=choices).map(|n| format!("Answer {n}")).collect(),
        min: 1,
        max: 1,
        blank: false,
    };
    let template = Template {
        uuid: UUID.to_owned(),
        name: "Measured".to_owned(),
        description: String::new(),
        group,
        questions: vec![question],
        administrator: None,
        credential_authority: None,
    };
    let credentials: Vec<Credential> = (0..ballots).map(|_| Credential::make(&mut rng)).collect();
    let public: Vec<(String, u64)> = credentials.iter().map(|c| (c.public(group, UUID), 1)).collect();
    let setup = Setup::make(&template, &[share.public(None, &mut rng)], &public)?;
    let election: Election = setup.check().map_err(|findings| anyhow::anyhow!("{findings:?}"))?;
    let (mut archive, mut head) = Archive::begin(1_795_320_114, &setup);
    let before = processor_seconds()?.0;
    let made: Result<Vec<Vec<u8>>, _> = credentials
        .iter()
        .zip(0..)
        .map(|(credential, n)| election.encrypt(credential, &[Answer::Choices(vec![n % choices])], &mut rng))
        .collect();
    let per_second = ballots as f64 / (processor_seconds()?.0 - before);
    let made = made?;
    let tally = election.tally(&made)?;
    let payload = election.decrypt(&share, &tally, 1, &mut rng)?;
    let result = election.result(&tally, &[(1, payload.clone())])?;
    let mut append = |piece: Piece<'_>| {
        let (bytes, next) = Archive::append(&head, piece);
        archive.extend(bytes);
        head = next;
    };
    made.iter().for_each(|ballot| append(Piece::Ballot(ballot)));
    append(Piece::EndBallots);
    append(Piece::EncryptedTally { encrypted_tally: &tally.encrypted_tally, sized: &tally.sized });
    append(Piece::PartialDecryption { owner: 1, payload: &payload });
    append(Piece::Result(&result.json));
    Ok(Made { archive, per_second })
}

/// Seconds the peer takes to verify, or nothing when it is not here.
fn peer(tool: &str, folder: &Path) -> Result<Option<f64>> {
    let Some(program) = outsiders::find(tool) else { return Ok(None) };
    let before = processor_seconds()?.1;
    let done = Command::new(program).args(["election", "verify"]).current_dir(folder).output()?;
    anyhow::ensure!(done.status.success(), "{tool}: {}", String::from_utf8_lossy(&done.stderr));
    Ok(Some(processor_seconds()?.1 - before))
}

/// Processor time so far, of this process and of its finished children: what other programs on the machine do matters less.
fn processor_seconds() -> Result<(f64, f64)> {
    let stat =
        std::fs::read_to_string("/proc/self/stat").context("processor time is read as Linux tells it")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks =
        |at: usize| -> Result<f64> { Ok(fields.get(at).context("a field of stat")?.parse::<f64>()? / 100.0) };
    Ok((ticks(11)? + ticks(12)?, ticks(13)? + ticks(14)?))
}

/// The most memory this process ever held, in MB.
fn peak_memory_mb() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("Linux tells the peak")?;
    Ok(line.split_whitespace().next().context("a number")?.parse::<u64>()? / 1024)
}

fn store() -> Result<()> {
    println!("| what | batch | per s, durable |");
    println!("| --- | --- | --- |");
    for batch in [1, 10, 100, 500] {
        let folder = tempfile::tempdir()?;
        let mut world = world(folder.path(), 2_000)?;
        world.run_until_open()?;
        let credentials = world.credentials()?;
        let count = if batch == 1 { 100 } else { 1_000 };
        let belenios = rankfile::ops::vote::belenios(&world.house, &world.election)?;
        let asks: Result<Vec<Ask>> = credentials
            .iter()
            .take(count)
            .map(|credential| {
                rankfile::ops::vote::check(&belenios, &world.election, world.ballot(credential, false)?)
            })
            .collect();
        let mut asks = asks?.into_iter().peekable();
        let clock = Stopwatch::new();
        while asks.peek().is_some() {
            let answers = world.house.writer.commit(asks.by_ref().take(batch).collect(), world.house.now)?;
            anyhow::ensure!(
                answers.iter().all(|said| matches!(said, Said::Cast { .. })),
                "a ballot was refused"
            );
        }
        println!(
            "| ballots (checked before) | {batch} | {:.0} |",
            count as f64 / clock.elapsed().as_secs_f64()
        );
        println!("| acts | {batch} | {:.0} |", acts(&mut world, batch, count)?);
    }
    let folder = tempfile::tempdir()?;
    world(folder.path(), 2_000)?;
    let clock = Stopwatch::new();
    let mut written = 0;
    while clock.elapsed().as_secs_f64() < 2.0 {
        let path = folder.path().join("probe");
        let file = std::fs::File::create(&path)?;
        std::io::Write::write_all(&mut &file, &[7; 4096])?;
        file.sync_all()?;
        written += 1;
    }
    println!("| the most memory held while measuring, MB | - | {} |", peak_memory_mb()?);
    println!(
        "| one file of 4 KiB written and synced: the limit of the disk | 1 | {:.0} |",
        f64::from(written) / 2.0
    );
    Ok(())
}

/// Admissions of keys by a founding key: the plainest signed act there is.
fn acts(world: &mut World, batch: usize, count: usize) -> Result<f64> {
    use rankfile::house::{Asked, Signer};
    use rankfile_hall::command::Command as Any;
    use rankfile_hall::key::command::Command as Key;
    let keys: Vec<_> = (0..count)
        .map(|n| {
            let mut seed = [77; 32];
            seed[..8].copy_from_slice(&(n as u64).to_be_bytes());
            rankfile_record::key::SecretKey::make("treasurer", &seed).public()
        })
        .collect();
    let mut done = 0;
    let clock = Stopwatch::new();
    for keys in keys.chunks(batch) {
        let mut asks = Vec::new();
        for key in keys {
            let command = Any::Key(Key::Admit { role: "treasurer".to_owned(), key: key.clone() });
            let signer = rankfile_sim::world::key(&world.keys, "secretary")?;
            asks.push(world.house.prepare(Asked::new(command, Signer::Key(signer)))?);
        }
        let answers = world.house.writer.commit(asks, world.house.now)?;
        anyhow::ensure!(
            answers.iter().all(|said| matches!(said, Said::Recorded { .. })),
            "an act was refused"
        );
        done += answers.len();
    }
    Ok(done as f64 / clock.elapsed().as_secs_f64())
}

fn world(folder: &Path, members: usize) -> Result<World> {
    let places = Places::within(&folder.join("union"));
    let key = rankfile_record::note::LogKey::from_seed(rankfile_sim::world::ORIGIN, [3; 32])?;
    World::found(folder, Log::create(places.create_parts()?, key)?, members)
}
