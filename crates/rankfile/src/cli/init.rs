//! `rankfile init`: found a union's record from a constitution, and a roll if there is one already.

use super::{Ended, read_text};
use crate::ambient;
use crate::house::{Asked, House, Signer, read_key_file, write_secret};
use crate::ops::roll;
use crate::say::line;
use anyhow::{Context as _, Result, bail};
use rankfile_constitution::step::Actor;
use rankfile_constitution::{Document, canonical, compile, program::Program};
use rankfile_hall::command::Command;
use rankfile_hall::process::bearer;
use rankfile_hall::union::command::{Command as UnionCommand, FoundingKey};
use rankfile_record::commit::digest_text;
use rankfile_record::key::{KeyFile, SecretKey};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Arguments {
    /// The data directory to make.
    pub data: PathBuf,
    /// The constitution: Markdown with rules.
    #[arg(long, value_name = "FILE.md")]
    pub constitution: PathBuf,
    /// The roll of members. Without it the roll's keeper loads one later, on the site or with `rankfile roll load`.
    #[arg(long, value_name = "FILE.csv")]
    pub roll: Option<PathBuf>,
    /// Where the record will be kept, without a scheme: a host name and a path.
    #[arg(long, default_value = "localhost/record", value_name = "URL")]
    pub origin: String,
    /// The union's time zone.
    #[arg(long, default_value = "America/New_York", value_name = "ZONE")]
    pub zone: String,
    /// Founding keys, at least the roll keeper's with its secret. Without any, keys are made for every role under `roles/`.
    #[arg(long = "officer-key", value_name = "FILE")]
    pub officer_keys: Vec<PathBuf>,
}

pub fn run(arguments: &Arguments, now: i64) -> Result<Ended> {
    // Everything that can be wrong is looked at before anything is made.
    let program = read_constitution(&arguments.constitution)?;
    let imported = arguments.roll.as_deref().map(roll::import).transpose()?;
    let keys = founding_keys(arguments, &program)?;
    let mut house =
        found(&arguments.data, &arguments.constitution, &arguments.origin, &arguments.zone, &keys, now)?;
    if let Some((members, report)) = imported {
        let signer = keeper(&program, &keys).map_or(Signer::Host, Signer::Key);
        let recorded = roll::load(&mut house, &members, signer)?;
        line(report.trim_end());
        line(format!(
            "{}: founded, with {} members on the roll (act {}).",
            program.name,
            members.members().len(),
            recorded.index
        ));
    } else {
        line(format!("{}: founded, without a roll yet.", program.name));
    }
    line(format!("Verifier key of the record: {}", house.writer.log_view().vkey()));
    for assumed in &program.assumed {
        line(format!("By default, since the constitution does not say: {assumed}"));
    }
    if let Some(missing) = without_keys(&program, &keys) {
        line(missing);
    }
    line(format!("Next: `rankfile election status {}`", arguments.data.display()));
    Ok(Ended::Holds)
}

/// Reads and compiles a constitution; the error shows every diagnostic with its place.
pub fn read_constitution(path: &Path) -> Result<Program> {
    let text = read_text(path)?;
    let name = path.display().to_string();
    let shown = |found: Vec<rankfile_constitution::Diagnostic>| {
        let all: Vec<String> = found.iter().map(rankfile_constitution::Diagnostic::render).collect();
        anyhow::anyhow!("{name}: the constitution cannot be run\n{}", all.join("\n"))
    };
    let document = Document::parse(&text, &name).map_err(shown)?;
    compile(&document).map_err(shown)
}

/// Makes the directory and the founding act.
pub fn found(
    data: &Path,
    constitution: &Path,
    origin: &str,
    zone: &str,
    keys: &[KeyFile],
    now: i64,
) -> Result<House> {
    let text = canonical(&read_text(constitution)?);
    let signer = keys.iter().find_map(|key| key.secret.as_ref());
    let signer =
        signer.context("no founding key has its secret: the founding must be signed by one of them")?;
    let mut house = House::create(data, origin, now)?;
    let command = UnionCommand::Found {
        constitution: digest_text(text.as_bytes()),
        zone: zone.to_owned(),
        keys: keys
            .iter()
            .map(|key| FoundingKey { role: key.role.clone(), key: key.public.clone() })
            .collect(),
        rehearsal: false,
    };
    house.act(Asked::new(Command::Union(command), Signer::Key(signer)).documents(vec![text.into_bytes()]))?;
    Ok(house)
}

/// The founding key of whoever keeps the roll, if its secret is here.
pub fn keeper<'k>(program: &Program, keys: &'k [KeyFile]) -> Option<&'k SecretKey> {
    let role = match &program.standing.kept_by {
        Actor::Office(id) => &id.0,
        Actor::Body(id) => &id.0,
        _ => return None,
    };
    keys.iter().filter(|key| &key.role == role).find_map(|key| key.secret.as_ref())
}

/// Every office and body that owes a duty by the constitution.
pub fn duty_bearers(program: &Program) -> BTreeSet<String> {
    let steps = program.elections.iter().flat_map(|plan| &plan.steps).flat_map(|step| &step.bearers);
    let actors = steps.map(|rung| &rung.who).chain([&program.standing.kept_by]);
    actors
        .filter_map(|actor| match actor {
            Actor::Office(id) => Some(id.0.clone()),
            Actor::Body(id) => Some(id.0.clone()),
            _ => None,
        })
        .collect()
}

/// Which seats owe something by the constitution and have no key yet: until they have, their time passes.
fn without_keys(program: &Program, keys: &[KeyFile]) -> Option<String> {
    let run = program.processes.iter().filter(|plan| plan.is_run_by_steps());
    let rungs = run.flat_map(|plan| &plan.stages).flat_map(|stage| &stage.rungs);
    let mut seats: BTreeMap<&str, u64> = BTreeMap::new();
    for (who, _) in rungs {
        for (seat, people) in bearer::seats(&program.people, who) {
            let most = seats.entry(seat).or_default();
            *most = people.max(*most);
        }
    }
    let missing = seats.into_iter().filter_map(|(seat, people)| {
        let known = keys.iter().filter(|key| key.role == seat).count() as u64;
        let more = people.checked_sub(known).filter(|more| *more > 0)?;
        Some(format!("{} ({more})", seat.replace('-', " ")))
    });
    let missing: Vec<String> = missing.collect();
    (!missing.is_empty()).then(|| {
        format!(
            "Without a key so far, and their time passes until they have one: {}. `rankfile key admit`, or the site under Keys.",
            missing.join(", ")
        )
    })
}

fn founding_keys(arguments: &Arguments, program: &Program) -> Result<Vec<KeyFile>> {
    let keys: Vec<KeyFile> = if arguments.officer_keys.is_empty() {
        let make = |role: String| {
            let key = SecretKey::make(&role, &ambient::bytes32());
            let path = arguments.data.join("roles").join(&role).join("key");
            write_secret(&path, key.render().as_bytes())?;
            line(format!("{}: a new key for {role}; hand it over and delete it here", path.display()));
            Ok(KeyFile { role, public: key.public(), secret: Some(key) })
        };
        duty_bearers(program).into_iter().map(make).collect::<Result<_>>()?
    } else {
        arguments.officer_keys.iter().map(|path| read_key_file(path)).collect::<Result<_>>()?
    };
    if arguments.roll.is_some() && keeper(program, &keys).is_none() {
        bail!(
            "the roll must be loaded by who keeps it, {:?}, and no founding key of theirs with its secret was given; add it with --officer-key",
            program.standing.kept_by
        );
    }
    Ok(keys)
}
