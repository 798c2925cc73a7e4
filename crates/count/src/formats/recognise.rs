//! Which format a file is in, told by its first lines and, where those leave a doubt, by its name.
//!
//! Not here: reading. A file recognised may still be faulty, and then the error is that of its reader.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::desk::{self, Desk};
use super::{Fault, Place, ReadError, Repair, json};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// BLT, and `.HIL`, which is BLT with a line for every paper.
    Blt,
    /// ABIF.
    Abif,
    /// PrefLib orders and categories.
    PrefLib,
    /// NIST cast vote records (SP 1500-103) as JSON.
    Nist,
    /// An RCTab configuration, which names the files with the papers.
    RcTab,
    /// A table with the columns `Rank 1`, `Rank 2`, as RCTab converts records to.
    RankColumns,
    /// The Condorcet Election Format.
    Cef,
    /// A Debian tally sheet.
    Debian,
    /// The comma-separated files of Scottish council elections.
    Scottish,
    /// ConcreteSTV's JSON.
    Concrete,
    /// The canonical JSON written here, with every digest.
    Dossier,
}

impl Format {
    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blt => "BLT",
            Self::Abif => "ABIF",
            Self::PrefLib => "PrefLib",
            Self::Nist => "NIST CVR JSON",
            Self::RcTab => "RCTab configuration",
            Self::RankColumns => "CSV with rank columns",
            Self::Cef => "CEF (.cvotes)",
            Self::Debian => "Debian tally",
            Self::Scottish => "Scottish CSV",
            Self::Concrete => "ConcreteSTV JSON",
            Self::Dossier => "Rank & File dossier",
        }
    }

    const ALL: [Self; 11] = [
        Self::Blt,
        Self::Abif,
        Self::PrefLib,
        Self::Nist,
        Self::RcTab,
        Self::RankColumns,
        Self::Cef,
        Self::Debian,
        Self::Scottish,
        Self::Concrete,
        Self::Dossier,
    ];
}

/// How far into a file its format shows.
const GLANCE: usize = 64 * 1024;

/// Tells the format of a file.
///
/// *Errors*: an empty file, a file of a kind that has to be converted first, or none that is known here.
pub fn recognise(bytes: &[u8], file_name: &str) -> Result<Format, ReadError> {
    let top = Place { line: 1, column: 1 };
    let refuse = |fault| Err(ReadError { at: top, fault });
    let unknown_json = || {
        let (what, remedy) = (
            "JSON of this kind",
            "export the papers as BLT, ABIF, PrefLib or NIST cast vote records, and give that",
        );
        Err(ReadError { at: top, fault: Fault::NotRead { what, remedy } })
    };
    let not_read = |what, remedy| Err(ReadError { at: top, fault: Fault::NotRead { what, remedy } });
    if bytes.starts_with(b"PK\x03\x04") {
        return not_read(
            "a spreadsheet or an archive",
            "open it, save the sheet with the papers as CSV, and give that",
        );
    }
    let glance = desk::text(&bytes[..bytes.len().min(GLANCE)], &mut Desk::new(Repair::Yes)).into_owned();
    let start = glance.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.is_empty() {
        return refuse(Fault::Empty);
    }
    if let Some(format) = by_ending(file_name) {
        return Ok(format);
    }
    if start.starts_with('<') {
        return not_read("XML", "export the records as NIST JSON or as CSV, and give that");
    }
    if start.starts_with('{') && !abif_head(start) {
        return by_keys(bytes)?.map_or_else(unknown_json, Ok);
    }
    if json_list(start) {
        return unknown_json();
    }
    match by_lines(start) {
        Some(format) => Ok(format),
        None if start.lines().next().is_some_and(|line| line.contains(',')) => not_read(
            "a table of its own kind",
            "write an RCTab configuration for it, or name its columns Rank 1, Rank 2 and so on",
        ),
        None => refuse(Fault::UnknownFormat { known: Format::ALL.map(Format::name).join(", ") }),
    }
}

/// Endings that only one format has; `.stv`, `.json`, `.csv` and `.txt` say too little.
fn by_ending(file_name: &str) -> Option<Format> {
    let ending = file_name.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match ending.as_str() {
        "blt" | "hil" => Format::Blt,
        "abif" => Format::Abif,
        "soc" | "soi" | "toc" | "toi" | "cat" => Format::PrefLib,
        "cvotes" => Format::Cef,
        _ => return None,
    })
}

/// The keys that tell JSON documents apart.
#[derive(Deserialize)]
struct Keys {
    format: Option<String>,
    #[serde(rename = "CVR")]
    records: Option<IgnoredAny>,
    #[serde(rename = "cvrFileSources")]
    sources: Option<IgnoredAny>,
    atl: Option<IgnoredAny>,
    btl: Option<IgnoredAny>,
}

/// A list of objects, lists or texts: JSON, and nothing that is read here.
fn json_list(start: &str) -> bool {
    let inside = start.strip_prefix('[').map(str::trim_start);
    inside.is_some_and(|inside| inside.starts_with(['{', '[', '"']))
}

/// A line of metadata in braces, and more lines: no JSON document.
fn abif_head(start: &str) -> bool {
    let mut lines = start.lines().map(str::trim).filter(|line| !line.is_empty());
    let closed =
        lines.next().is_some_and(|line| line.split(" #").next().unwrap_or(line).trim_end().ends_with('}'));
    closed && lines.next().is_some()
}

fn by_keys(bytes: &[u8]) -> Result<Option<Format>, ReadError> {
    let text = desk::text(bytes, &mut Desk::new(Repair::Yes));
    let keys: Keys = json::parse(&text)?;
    if keys.format.is_some_and(|format| format.starts_with(super::dossier::FORMAT)) {
        return Ok(Some(Format::Dossier));
    }
    let found = [
        (keys.records.is_some(), Format::Nist),
        (keys.sources.is_some(), Format::RcTab),
        (keys.atl.is_some() || keys.btl.is_some(), Format::Concrete),
    ];
    Ok(found.into_iter().find(|(found, _)| *found).map(|(_, format)| format))
}

fn by_lines(start: &str) -> Option<Format> {
    for line in start.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with("# NUMBER ALTERNATIVES:") || line.starts_with("# ALTERNATIVE NAME") {
            return Some(Format::PrefLib);
        }
        if line.starts_with("#/") {
            return Some(Format::Cef);
        }
        if line.starts_with('#') {
            continue;
        }
        let numbers = line
            .trim_end_matches([',', ' '])
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b", \t-".contains(&byte));
        if line.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) && numbers {
            let scottish = line.trim_end_matches(',').contains(',') && !line.contains(' ');
            return Some(if scottish { Format::Scottish } else { Format::Blt });
        }
        if rank_columns(line) {
            return Some(Format::RankColumns);
        }
        if line.starts_with("V:") || line.contains("Option 1-") || line.starts_with("Tally Sheet") {
            return Some(Format::Debian);
        }
        let declared = line.starts_with('{') || line.starts_with('=') || line.starts_with('[');
        let weight = line.trim_start_matches(|sign: char| sign.is_ascii_digit());
        if declared || weight.len() < line.len() && weight.trim_start().starts_with([':', '*']) {
            return Some(Format::Abif);
        }
        if blt_in_one_line(line) {
            return Some(Format::Blt);
        }
        // A first line of words: a Debian sheet explains itself at length, a CEF file without parameters ranks.
        if start.lines().any(|line| line.starts_with("V:")) {
            return Some(Format::Debian);
        }
        return (!line.contains(',') && line.contains('>')).then_some(Format::Cef);
    }
    None
}

fn rank_columns(line: &str) -> bool {
    let titles = line.split(',').map(|title| title.trim().trim_matches('"').to_ascii_lowercase());
    titles.into_iter().any(|title| title == "rank 1" || title == "rank1")
}

/// Two numbers first, as in a BLT file that is a single line.
fn blt_in_one_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let mut number = || words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    number() && number()
}
