//! How long a count takes, phase by phase, and how much memory it needed at most:
//!
//! ```text
//! cargo run --release -p rankfile-count --example speed -- scottish-2011 FILE...
//! ```
//!
//! All files are counted in one process, ties falling by preset order. Peak memory is read from `/proc` and printed where
//! that exists. Not a benchmark harness: it measures once.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for people that measures time"
)]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use rankfile_count::formats::blt;
use rankfile_count::method::{Break, Options, find};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let Some(method) = words.next().and_then(|id| find(&id)) else {
        println!("usage: speed METHOD FILE...");
        return ExitCode::FAILURE;
    };
    let options = Options { tie: Break::Preset, vacating: Vec::new(), groups: Vec::new() };
    let mut spent = Spent::default();
    let (mut files, mut ballots, mut stages) = (0u64, 0u64, 0usize);
    for file in words {
        let bytes = match spent.read.of(|| std::fs::read(&file)) {
            Ok(bytes) => bytes,
            Err(error) => return failed(&file, &error.to_string()),
        };
        let election = match spent.parse.of(|| blt::parse(&bytes)) {
            Ok(read) => read.election,
            Err(error) => return failed(&file, &error.to_string()),
        };
        let count = match spent.count.of(|| (method.count)(&election, &options)) {
            Ok(count) => count,
            Err(stop) => return failed(&file, &stop.to_string()),
        };
        files += 1;
        ballots += count.ballots;
        stages += count.stages.len();
    }
    let total = spent.read.0 + spent.parse.0 + spent.count.0;
    println!("{}: {files} files, {ballots} ballots, {stages} stages", method.id);
    println!(
        "read {:?}, parse {:?}, count {:?}, together {total:?}",
        spent.read.0, spent.parse.0, spent.count.0
    );
    if let Some(peak) = peak() {
        println!("peak memory {peak}");
    }
    ExitCode::SUCCESS
}

#[derive(Default)]
struct Spent {
    read: Clock,
    parse: Clock,
    count: Clock,
}

#[derive(Default)]
struct Clock(Duration);

impl Clock {
    fn of<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.0 += start.elapsed();
        result
    }
}

fn failed(file: &str, why: &str) -> ExitCode {
    println!("{file}: {why}");
    ExitCode::FAILURE
}

fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.trim_start_matches("VmHWM:").trim().to_owned())
}
