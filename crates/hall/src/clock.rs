//! The clock: of everything that time does, in elections and in processes, what comes first. Before anybody is heard,
//! every duty whose time ran out is applied, in the order in which they ran out.

use crate::command::Command;
use crate::election::command::{Command as ElectionCommand, Facts};
use crate::process::command::Command as ProcessCommand;
use crate::state::State;
use crate::{election, process};
use rankfile_constitution::step::ArticleId;

/// A duty whose time ran out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elapsed {
    /// Of an election.
    Election(election::due::Duty),
    /// Of a process.
    Process(process::due::Duty),
}

impl Elapsed {
    /// The article that orders the duty.
    pub fn article(&self) -> &ArticleId {
        match self {
            Self::Election(duty) => &duty.article,
            Self::Process(duty) => &duty.article,
        }
    }

    /// What was owed, as the rest of a sentence.
    pub fn words(&self) -> &str {
        match self {
            Self::Election(duty) => &duty.words,
            Self::Process(duty) => &duty.words,
        }
    }

    fn due_at(&self) -> i64 {
        match self {
            Self::Election(duty) => duty.due_at,
            Self::Process(duty) => duty.due_at,
        }
    }

    /// The clock's command, with what the archive of ballots says where it needs that.
    pub fn command(self, facts: Facts) -> Command {
        match self {
            Self::Election(duty) => Command::Election(ElectionCommand::Elapse {
                election: duty.election,
                step: duty.step,
                due_at: duty.due_at,
                facts,
            }),
            Self::Process(duty) => Command::Process(ProcessCommand::Elapse {
                process: duty.process,
                stage: duty.stage,
                due_at: duty.due_at,
            }),
        }
    }
}

/// The duty whose time ran out first, if any has at `now`; of two at the same instant, that of an election.
pub fn elapsed(state: &State, now: i64) -> Option<Elapsed> {
    let election = election::due::elapsed(state, now).map(Elapsed::Election);
    let process = process::due::elapsed(state, now).map(Elapsed::Process);
    election.into_iter().chain(process).min_by_key(Elapsed::due_at)
}

/// The next instant at which time will do something, so that nobody has to ask all the time.
pub fn next_instant(state: &State) -> Option<i64> {
    let first = state.cases.values().filter_map(process::due::due_at).min();
    election::due::next_instant(state).into_iter().chain(first).min()
}

/// Whether a command is the clock's.
pub fn is_elapse(command: &Command) -> bool {
    matches!(
        command,
        Command::Election(ElectionCommand::Elapse { .. }) | Command::Process(ProcessCommand::Elapse { .. })
    )
}
