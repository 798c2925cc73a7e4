//! `rankfile lint` and `rankfile fmt`: a constitution in; what is wrong with it, what its rules promise, or its rules in
//! their one form, out. They read and write files and say what the room `constitution` answered. They judge nothing.

mod answer;
mod members;
mod tell;

use super::{Ended, read_text};
use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use rankfile_constitution::guarantee::{Guarantee, guarantees};
use rankfile_constitution::lint::{Against, Finding, Members, Profile, Severity, lint};
use rankfile_constitution::{Constitution, Diagnostic, Document, calendar, compile, page};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Arguments {
    /// The constitution: Markdown with rules.
    #[arg(value_name = "FILE.md")]
    pub file: PathBuf,
    /// The constitution as it would be after an amendment: says what changes.
    #[arg(value_name = "NEW.md")]
    pub new: Option<PathBuf>,
    /// The legal floors to hold it against, instead of those its front matter names.
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// The day the question is asked: floors in force then are used. Today when left out.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// The roll, to answer with real members: how many could stand, how many have no address.
    #[arg(long, value_name = "FILE.csv")]
    pub roll: Option<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    pub json: bool,
    /// Write the page: words beside rules, findings in the margin; one file that needs nothing else. Of two documents, the page
    /// of the new one; what changes stands in the answer itself.
    #[arg(long, value_name = "OUT")]
    pub html: Option<PathBuf>,
}

#[derive(clap::Args)]
pub struct FmtArguments {
    /// The constitution: Markdown with rules.
    #[arg(value_name = "FILE.md")]
    pub file: PathBuf,
    /// Change nothing; status 1 when the file is not in its one form.
    #[arg(long)]
    pub check: bool,
}

/// What was asked, read: everything an answer is made from.
struct Asked {
    profile: Profile,
    as_of: Date,
    members: Option<Members>,
}

/// A constitution and what was found in it.
struct Linted {
    constitution: Constitution,
    findings: Vec<Finding>,
    guarantees: Vec<Guarantee>,
}

/// Why there is no answer.
enum Unread {
    /// The document is not well formed.
    Document(PathBuf, Vec<Diagnostic>),
    /// Anything else, with its remedy.
    Other(anyhow::Error),
}

impl From<anyhow::Error> for Unread {
    fn from(fault: anyhow::Error) -> Self {
        Self::Other(fault)
    }
}

/// Lints. Every ending is told here, so that `--json` is one object whatever happens.
pub fn run(arguments: &Arguments, now: i64) -> Result<Ended> {
    match work(arguments, now) {
        Ok(ended) => Ok(ended),
        Err(Unread::Other(fault)) => {
            if arguments.json {
                answer::no_answer(&arguments.file, &[], Some(&fault));
            }
            let chain: Vec<String> = fault.chain().map(ToString::to_string).collect();
            Ok(Ended::NotJudged(chain.join(": ")))
        }
        Err(Unread::Document(file, problems)) => {
            if arguments.json {
                answer::no_answer(&file, &problems, None);
            } else {
                tell::problems(&problems);
            }
            let first = problems.first().map_or_else(String::new, ToString::to_string);
            let more = match problems.len() {
                0 | 1 => String::new(),
                n => format!(" (and {} more)", n - 1),
            };
            Ok(Ended::NotJudged(format!("{first}{more}")))
        }
    }
}

fn work(arguments: &Arguments, now: i64) -> Result<Ended, Unread> {
    let old = parse(&arguments.file)?;
    let new = arguments.new.as_deref().map(parse).transpose()?;
    let judged = new.as_ref().unwrap_or(&old);
    let asked = Asked {
        profile: Profile::named(arguments.profile.as_deref().unwrap_or(&judged.front.profile))
            .map_err(anyhow::Error::new)?,
        as_of: match arguments.as_of {
            Some(date) => date,
            None => today(now)?,
        },
        members: arguments.roll.as_deref().map(members::read).transpose()?,
    };
    let linted = |constitution| {
        let against =
            Against { profile: &asked.profile, as_of: asked.as_of, members: asked.members.as_ref() };
        Linted {
            findings: lint(&constitution, against),
            guarantees: guarantees(&constitution, asked.as_of),
            constitution,
        }
    };
    let (last, before) = match new {
        Some(new) => (linted(new), Some(linted(old))),
        None => (linted(old), None),
    };
    if let Some(out) = &arguments.html {
        write_page(out, &last, &asked)?;
    }
    if arguments.json {
        answer::tell(arguments, &last, before.as_ref(), &asked);
    } else {
        tell::tell(arguments, &last, before.as_ref(), &asked);
    }
    Ok(if holds(&last) { Ended::Holds } else { Ended::DoesNotHold })
}

/// Whether nothing weighty was found, and no guarantee falls to fewer people than the document itself promises.
fn holds(linted: &Linted) -> bool {
    let is_found = linted.findings.iter().any(|f| matches!(f.severity, Severity::Law | Severity::Broken));
    let least = linted.constitution.front.minimum_stall.unwrap_or(0) as usize;
    !is_found && linted.guarantees.iter().all(|it| it.stall.is_none_or(|stall| stall >= least))
}

fn parse(file: &Path) -> Result<Constitution, Unread> {
    let text = read_text(file)?;
    Document::parse(&text, &file.display().to_string())
        .map_err(|problems| Unread::Document(file.to_owned(), problems))
}

fn today(now: i64) -> Result<Date> {
    let time = jiff::Timestamp::from_second(now).context("this time is outside the calendar")?;
    Ok(time.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn write_page(out: &Path, linted: &Linted, asked: &Asked) -> Result<()> {
    let calendars: Vec<_> = compile(&linted.constitution)
        .map(|program| program.elections)
        .unwrap_or_default()
        .iter()
        .map(|plan| (plan.name.clone(), calendar::calendar(plan, asked.as_of)))
        .collect();
    let shown = page::Shown {
        constitution: &linted.constitution,
        findings: Some(&linted.findings),
        is_report: true,
        guarantees: &linted.guarantees,
        profile: &asked.profile.title,
        as_of: asked.as_of,
        words: &page::ENGLISH,
        calendars: &calendars,
    };
    std::fs::write(out, page::render(&shown)).with_context(|| format!("{}: cannot write it", out.display()))
}

/// Formats.
pub fn fmt(arguments: &FmtArguments) -> Result<Ended> {
    let file = &arguments.file;
    let text = read_text(file)?;
    let formatted = match rankfile_constitution::format(&text, &file.display().to_string()) {
        Ok(formatted) => formatted,
        Err(problems) => {
            tell::problems(&problems);
            bail!("{}: it cannot be formatted before it can be read", file.display());
        }
    };
    if formatted == text {
        return Ok(Ended::Holds);
    }
    if arguments.check {
        tell::would_change(file, &text, &formatted);
        return Ok(Ended::DoesNotHold);
    }
    replace(file, &formatted)?;
    Ok(Ended::Holds)
}

/// Writes beside the file and renames over it: a crash leaves the old text or the new one.
fn replace(file: &Path, text: &str) -> Result<()> {
    let beside = file.with_extension("md.new");
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, file));
    written.with_context(|| format!("{}: cannot write it; the file is as it was", file.display()))
}
