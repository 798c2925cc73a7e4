//! How long it takes to lint a constitution and to work out its guarantees: `lint_speed FILE.md [TIMES]`. Prints the fastest of
//! so many runs for each part.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a measurement is printed")]
#![allow(clippy::disallowed_methods, reason = "a measurement needs a clock")]

use jiff::civil::date;
use rankfile_constitution::Document;
use rankfile_constitution::guarantee::guarantees;
use rankfile_constitution::lint::{Against, Profile, lint};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else {
        eprintln!("which file? lint_speed FILE.md [TIMES]");
        return ExitCode::from(2);
    };
    let times: u32 = arguments.next().and_then(|times| times.parse().ok()).unwrap_or(20);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::from(2);
        }
    };
    let Ok(constitution) = Document::parse(&text, &file) else {
        eprintln!("{file}: it is not well formed; `rankfile lint` says where");
        return ExitCode::from(2);
    };
    let as_of = date(2026, 11, 22);
    let Ok(profile) = Profile::named(&constitution.front.profile) else {
        eprintln!("{file}: its profile is not known");
        return ExitCode::from(2);
    };
    let read = fastest(times, || Document::parse(&text, &file).is_ok());
    let linted =
        fastest(times, || lint(&constitution, Against { profile: &profile, as_of, members: None }).len());
    let promised = fastest(times, || guarantees(&constitution, as_of).len());
    let rules = constitution.rules().count();
    println!(
        "{file}: {rules} rules; read {read:?}, linted {linted:?}, guarantees {promised:?} (fastest of {times})"
    );
    ExitCode::SUCCESS
}

/// The fastest of so many runs.
fn fastest<T>(times: u32, mut work: impl FnMut() -> T) -> Duration {
    let run = |_| {
        let start = Instant::now();
        std::hint::black_box(work());
        start.elapsed()
    };
    (0..times.max(1)).map(run).min().unwrap_or_default()
}
