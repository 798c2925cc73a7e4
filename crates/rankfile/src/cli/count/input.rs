//! The ballot file, in whatever format: read in bounded memory, with the files an RCTab configuration names.

use super::Arguments;
use super::answer::Problem;
use anyhow::Context as _;
use rankfile_count::Election;
use rankfile_count::formats::{
    Format, Limits, Oddity, Read, ReadError, Repair, What, gather, nist, rctab, read, recognise,
};
use rankfile_count::tally::Grades;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// What will be counted.
pub struct Input {
    pub election: Election,
    /// Where the file gives points or grades.
    pub grades: Option<Grades>,
    /// Where the file is an RCTab configuration.
    pub config: Option<rctab::Config>,
    /// What the reader noticed.
    pub noticed: Vec<String>,
    /// `sha256:` over the ballot file.
    pub digest: String,
}

/// Reads the ballot file, and puts the seats asked for in place of its own.
pub fn read_election(arguments: &Arguments) -> Result<Input, Problem> {
    let bytes = open(&arguments.file)?;
    let name =
        arguments.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let repair = if arguments.repair { Repair::Yes } else { Repair::No };
    let place = |error: ReadError| Problem::unreadable(&arguments.file, &error);
    let mut noticed = Vec::new();
    let mut config = None;
    let found = match recognise(&bytes, &name).map_err(place)? {
        Format::RcTab => {
            let (read, found) = configured(arguments, &bytes, repair, &mut noticed)?;
            config = Some(read);
            found
        }
        Format::Nist => nist::parse_with(&bytes, arguments.contest.as_deref(), repair).map_err(place)?,
        _ => read(&bytes, &name, repair).map_err(place)?,
    };
    let Read { mut election, mut grades, warnings } = found;
    // What --seats has answered needs no notice.
    let answered = |what: &What| arguments.seats.is_some() && *what == What::Noted(Oddity::SeatsUnknown);
    let warnings = warnings.iter().filter(|warning| !answered(&warning.what));
    noticed.splice(0..0, warnings.map(ToString::to_string));
    if let Some(seats) = arguments.seats {
        if seats == 0 {
            return Err(Problem::plain("--seats 0 elects nobody; give at least 1"));
        }
        election.seats = seats;
        if let Some(grades) = &mut grades {
            grades.seats = seats;
        }
    }
    Ok(Input { election, grades, config, noticed, digest: digest(&bytes) })
}

fn open(path: &Path) -> Result<Vec<u8>, Problem> {
    let file = std::fs::File::open(path).with_context(|| format!("{}: cannot read it", path.display()))?;
    gather(file, Limits::default()).map_err(|error| Problem::unreadable(path, &error))
}

/// The papers lie in other files, which the configuration names from its own place.
fn configured(
    arguments: &Arguments,
    bytes: &[u8],
    repair: Repair,
    noticed: &mut Vec<String>,
) -> Result<(rctab::Config, Read), Problem> {
    let config = rctab::parse(bytes).map_err(|error| Problem::unreadable(&arguments.file, &error))?;
    let folder = arguments.file.parent().unwrap_or(Path::new(""));
    let mut files = Vec::new();
    for source in &config.sources {
        // What cannot be read is told as such, whether it is a file or a folder.
        if source.provider == rctab::Provider::Other {
            files.push(Vec::new());
            continue;
        }
        let path = as_csv(folder, source);
        let bytes = open(&folder.join(&path))?;
        noticed.push(format!("papers from {path} ({})", digest(&bytes)));
        files.push(bytes);
    }
    let slices: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    let found = config.read(&slices, repair).map_err(|error| {
        let source = error.number.checked_sub(1).and_then(|at| config.sources.get(at));
        match source {
            Some(source) => Problem::unreadable(&folder.join(&source.path), &error.error),
            None => Problem::unreadable(&arguments.file, &error.error),
        }
    })?;
    Ok((config, found))
}

/// A spreadsheet is read from the CSV beside it, saved under the same name.
fn as_csv(folder: &Path, source: &rctab::Source) -> String {
    let csv = source.path.strip_suffix(".xlsx").map(|stem| format!("{stem}.csv"));
    csv.filter(|csv| folder.join(csv).is_file()).unwrap_or_else(|| source.path.clone())
}

fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(bytes)))
}
