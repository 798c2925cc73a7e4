//! How many batches and acts a second become durable here, and how far that is from what the disk itself can force.
//!
//! ```text
//! cargo run --release -p rankfile-store --example commit_rate [FOLDER]
//! ```
//!
//! The folder decides which disk is measured; without one it is a temporary folder. A measurement, not a test: nothing
//! depends on its figures.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement reads the clock and prints; it is not part of the program"
)]

use rankfile_record::note::LogKey;
use rankfile_store::contract::Batch;
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use std::error::Error;
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const LEAF_BYTES: usize = 600;
const SPELL: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn Error>> {
    let temporary = tempfile::tempdir()?;
    let folder = std::env::args_os().nth(1).map_or(temporary.path().to_owned(), Into::into);
    let folder = folder.join("commit-rate");
    fs::create_dir_all(&folder)?;
    println!("median and 99th percentile of one step, in milliseconds; leaves of {LEAF_BYTES} bytes");
    measure_disk(&folder)?;
    let places = Places::within(&folder.join("log"));
    let mut log = Log::create(places.create_parts()?, LogKey::from_seed("rate.example/record", [7; 32])?)?;
    for batch_size in [1, 100, 1000] {
        measure_log(&mut log, batch_size)?;
    }
    let size = log.size();
    drop(log);
    let start = Instant::now();
    Log::open(places.open_parts()?, LogKey::from_seed("rate.example/record", [7; 32])?)?;
    println!("opening and checking {size} leaves again: {:.2} s", start.elapsed().as_secs_f64());
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// The two kinds of forced write that a commit is made of, without the log.
fn measure_disk(folder: &Path) -> Result<(), Box<dyn Error>> {
    let page = [b'x'; 4096];
    let mut file = File::create(folder.join("raw"))?;
    file.write_all(&page.repeat(1000))?;
    file.sync_all()?;
    let mut at = 0;
    report("4 KiB in place, fdatasync", 1, || {
        file.seek(SeekFrom::Start(at % 1000 * 4096))?;
        at += 1;
        file.write_all(&page)?;
        Ok(file.sync_data()?)
    })?;
    let mut appended = File::create(folder.join("appended"))?;
    report("4 KiB appended, fsync", 1, || {
        appended.write_all(&page)?;
        Ok(appended.sync_all()?)
    })?;
    let opened = File::open(folder)?;
    report("new file, fsync, rename, fsync of the folder", 1, || {
        let mut next = File::create(folder.join("next"))?;
        next.write_all(&page)?;
        next.sync_all()?;
        fs::rename(folder.join("next"), folder.join("current"))?;
        Ok(opened.sync_all()?)
    })
}

fn measure_log(log: &mut Log, batch_size: usize) -> Result<(), Box<dyn Error>> {
    let mut number = 0_u64;
    report(&format!("commit of {batch_size} leaves"), batch_size, || {
        let mut batch = Batch::default();
        for _ in 0..batch_size {
            number += 1;
            batch.leaves.push(format!("{number:0>LEAF_BYTES$}").into_bytes());
        }
        log.commit(&batch)?;
        Ok(())
    })
}

fn report(
    name: &str,
    acts: usize,
    mut step: impl FnMut() -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut times = Vec::new();
    while start.elapsed() < SPELL {
        let before = Instant::now();
        step()?;
        times.push(before.elapsed());
    }
    let per_second = times.len() as f64 / start.elapsed().as_secs_f64();
    times.sort_unstable();
    let millis = |share: usize| times.get(times.len() * share / 100).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    let (median, slow) = (millis(50), millis(99));
    println!(
        "{name:<46} {per_second:>9.1}/s {:>10.0} acts/s {median:>8.2} {slow:>8.2}",
        per_second * acts as f64
    );
    Ok(())
}
