//! `rankfile count`: a ballot file and a method in, who is elected out, with the arithmetic, for people and for programs.
//!
//! It reads and writes files and says what the room `count` answered. It decides nothing.

mod answer;
mod counting;
mod export;
mod input;
mod options;

use super::Ended;
use anyhow::Context as _;
use counting::Counting;
use rankfile_count::{Count, page};
use std::path::{Path, PathBuf};

pub use answer::Problem;

#[derive(clap::Args)]
pub struct Arguments {
    /// The ballot file: BLT, ABIF, PrefLib, NIST CVR JSON, RCTab configuration, CEF, Debian tally, Scottish CSV and others.
    pub file: PathBuf,
    /// How to count: the id of a method, such as scottish-2011. A name nobody knows is answered with all of them. An RCTab
    /// configuration may do without: it has rules of its own.
    #[arg(long, value_name = "NAME")]
    pub method: Option<String>,
    /// How many are to be elected, instead of what the file says.
    #[arg(long, value_name = "N")]
    pub seats: Option<u32>,
    /// What breaks a tie that the method's own rule leaves: a lot from --seed, or file order (lowest number first).
    #[arg(long, value_name = "lot|preset")]
    pub tie: Option<String>,
    /// The published text that lots are drawn from; 64 hexadecimal digits are taken as they are, any other text by its
    /// SHA-256.
    #[arg(long, value_name = "TEXT")]
    pub seed: Option<String>,
    /// A casual vacancy: count again without these members, by number, as the method's rules say.
    #[arg(long, value_name = "N,N", value_delimiter = ',')]
    pub vacating: Vec<u16>,
    /// Reserved seats, once for each group: "women=2..9:1,4,7" is at least 2 and at most 9 of candidates 1, 4 and 7.
    #[arg(long, value_name = "NAME=MIN..MAX:N,N")]
    pub reserve: Vec<String>,
    /// The contest to count, where the file holds several.
    #[arg(long, value_name = "NAME")]
    pub contest: Option<String>,
    /// Mend plain faults of the file, each with a warning.
    #[arg(long)]
    pub repair: bool,
    /// Look longer for how many papers would have to change for somebody else to be elected.
    #[arg(long)]
    pub margin: bool,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    pub json: bool,
    /// Write the result page: one file that needs nothing else.
    #[arg(long, value_name = "OUT")]
    pub html: Option<PathBuf>,
    /// Write ballots (blt, abif, soi, toc, cat, cvotes, nist) or the result (rctab, stages, dossier) for others to recount.
    #[arg(long, value_name = "FORMAT=OUT")]
    pub export: Vec<String>,
}

/// Counts. Every ending is told here, so that `--json` is one object whatever happens.
pub fn run(arguments: &Arguments, now: i64) -> anyhow::Result<Ended> {
    Ok(match work(arguments, now) {
        Ok(done) => {
            answer::tell(arguments, &done);
            done.open.map_or(Ended::Holds, Ended::NotJudged)
        }
        Err(problem) => {
            if arguments.json {
                answer::tell_problem(arguments, &problem);
            }
            Ended::NotJudged(problem.line)
        }
    })
}

/// A finished count and what was around it.
pub struct Done {
    pub count: Count,
    /// What the reader noticed in the file.
    pub noticed: Vec<String>,
    /// Why nobody is elected, where a tie stayed open.
    pub open: Option<String>,
    /// What lots were drawn from, 64 hexadecimal digits.
    pub key: Option<String>,
    /// Files written.
    pub written: Vec<PathBuf>,
}

fn work(arguments: &Arguments, now: i64) -> Result<Done, Problem> {
    // Shows on a terminal and nowhere else.
    let spinner = indicatif::ProgressBar::new_spinner().with_message("counting");
    spinner.enable_steady_tick(std::time::Duration::from_millis(250));
    let done = done(arguments, now);
    spinner.finish_and_clear();
    done
}

fn done(arguments: &Arguments, now: i64) -> Result<Done, Problem> {
    let exports = export::parse(&arguments.export)?;
    let input = input::read_election(arguments)?;
    let options = options::read(arguments, &input)?;
    let mut written = Vec::new();
    for export in exports.iter().filter(|export| export.kind.is_ballots()) {
        write(&export.out, export.ballots(&input, now)?.as_bytes())?;
        written.push(export.out.clone());
    }
    let counting = Counting::choose(arguments, &input)?;
    let mut count = counting
        .count(&input, &options)
        .map_err(|stop| Problem::stopped(arguments, &counting.rule_set(), &input.election, stop))?;
    // A page is what members read; it is worth a second.
    let much = arguments.margin || arguments.html.is_some();
    count.margin = counting.margin(&input, &options, &count, much);
    for export in exports.iter().filter(|export| !export.kind.is_ballots()) {
        write(&export.out, export.result(&input, &options, &counting.rules(), &count)?.as_bytes())?;
        written.push(export.out.clone());
    }
    if let Some(out) = &arguments.html {
        let facts = answer::facts(arguments, &counting, &input);
        write(out, page::render(&count, &facts).as_bytes())?;
        written.push(out.clone());
    }
    let open = open_tie(arguments, &count);
    let key = arguments.seed.as_deref().map(options::key);
    Ok(Done { count, noticed: input.noticed, open, key, written })
}

/// Methods that compare in pairs answer a tie with the set, not with a stop.
fn open_tie(arguments: &Arguments, count: &Count) -> Option<String> {
    let tied = count.winners.as_ref().filter(|_| count.elected.is_empty())?;
    let set: Vec<String> = tied.iter().map(u32::to_string).collect();
    Some(format!(
        "{}: a tie between candidates {}, and no rule to break it; give --tie lot --seed TEXT, or --tie preset",
        arguments.file.display(),
        set.join(", ")
    ))
}

fn write(out: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(out, bytes).with_context(|| format!("{}: cannot write it", out.display()))
}
