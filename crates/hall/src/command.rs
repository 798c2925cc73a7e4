//! Commands: what somebody asks of the union, in the imperative. Each subject has its own.

use crate::process::command::Command as ProcessCommand;
use crate::{election, key, process, roll, union};
use serde::{Deserialize, Serialize};

/// A command of any subject.
///
/// *Shape*: `{"subject": "election", "do": "certify", ...}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "subject", rename_all = "kebab-case")]
pub enum Command {
    /// Founding the union.
    Union(union::command::Command),
    /// Keys of officers and bodies.
    Key(key::command::Command),
    /// The roll of members.
    Roll(roll::command::Command),
    /// Elections of officers.
    Election(election::command::Command),
    /// Everything else that runs step by step.
    Process(process::command::Command),
}

impl From<election::command::Command> for Command {
    fn from(command: election::command::Command) -> Self {
        Self::Election(command)
    }
}

impl From<ProcessCommand> for Command {
    fn from(command: ProcessCommand) -> Self {
        Self::Process(command)
    }
}

impl Command {
    /// Reads a command; `None` when the value is no command or has members that no command has.
    pub fn parse(value: &serde_json::Value) -> Option<Self> {
        let command: Self = serde_json::from_value(value.clone()).ok()?;
        // Writing it again shows unknown members, which the derive cannot refuse in nested enums.
        (command.render() == *value).then_some(command)
    }

    /// The command as JSON.
    pub fn render(&self) -> serde_json::Value {
        serde_json::to_value(self).expect("commands are plain data with string keys")
    }
}

/// The article a command rests on, by the constitution in force: what its basis names.
pub fn article(state: &crate::state::State, command: &Command) -> String {
    let named = article_named(state, command);
    // What is under way finishes by the rules it began with, and its article may be in force no more.
    let is_in_force =
        |union: &crate::state::Union| union.program.articles.iter().any(|(id, _)| id.0 == named);
    if state.union.as_ref().is_none_or(is_in_force) { named } else { state.first_article().0 }
}

fn article_named(state: &crate::state::State, command: &Command) -> String {
    let union = state.union.as_ref();
    let of = |found: Option<&rankfile_constitution::step::ArticleId>| {
        found.map_or_else(|| state.first_article().0, |article| article.0.clone())
    };
    match command {
        Command::Union(_) => state.first_article().0,
        Command::Key(_) => of(union.map(|union| &union.program.keys_article)),
        Command::Roll(_) => of(union.map(|union| &union.program.standing.article)),
        Command::Process(ProcessCommand::Begin { plan, .. }) => {
            of(union.and_then(|union| process::stages::in_force(union, plan)).map(|plan| &plan.article))
        }
        Command::Process(command) => {
            let case = command.process().and_then(|process| state.cases.get(process));
            of(case.map(|case| case.open().map_or(&case.plan.article, |(_, _, stage)| &stage.article)))
        }
        Command::Election(command) => {
            let election = state.elections.get(command.election());
            of(election.map(|e| e.plan.step(command.step()).map_or(&e.plan.article, |step| &step.article)))
        }
    }
}
