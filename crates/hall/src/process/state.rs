//! The state of one process.

use super::command::{ProcessId, Voice};
use super::effect::Speaker;
use crate::election::effect::How;
use rankfile_constitution::process::{People, Process, Stage};
use rankfile_record::key::PublicKey;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A process under way or over.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: ProcessId,
    /// The plan it began with and finishes by.
    pub plan: Arc<Process>,
    /// Who holds which seat by the rules it began with: its plan counts these people.
    pub people: Arc<People>,
    /// What it is about.
    pub about: String,
    /// Whose key is not heard in it.
    pub against: Option<PublicKey>,
    /// When it began.
    pub begun_at: i64,
    /// Its stages so far; the last is the one that is open, unless it is over.
    pub stages: BTreeMap<u32, StageState>,
    /// Who asks to use which power to put it off.
    pub asked: BTreeMap<u32, BTreeSet<Speaker>>,
    /// How often each power was used.
    pub used: BTreeMap<u32, u64>,
    /// Powers used and not yet served, in order.
    pub owed: Vec<u32>,
    /// When it ended, and for or against whoever asked where it decided anything.
    pub ended: Option<(i64, Option<Voice>)>,
}

/// A stage that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageState {
    /// When it opens.
    pub opens_at: i64,
    /// When whoever is in turn must have acted.
    pub due_at: i64,
    /// Who is in turn, from 0.
    pub rung: u32,
    /// What those in turn said so far.
    pub heard: BTreeMap<Speaker, Voice>,
    /// What members said through the host, last.
    pub members: Option<Voice>,
    /// Whether its time is over and nothing follows by rule.
    pub overdue: bool,
    /// Over, but for the time by which it was put off: until when, how, and what was decided.
    pub held: Option<Held>,
    /// When and how it ended, and what was decided.
    pub done: Option<(i64, How, Option<Voice>)>,
}

/// How a stage ended that was put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Until when; `None` without an end.
    pub until: Option<i64>,
    /// How it ended.
    pub how: How,
    /// What was decided.
    pub decision: Option<Voice>,
}

impl Case {
    /// The stage that is open, with its number and its plan.
    pub fn open(&self) -> Option<(u32, &StageState, &Stage)> {
        if self.ended.is_some() {
            return None;
        }
        let (number, state) = self.stages.iter().next_back().filter(|(_, state)| state.done.is_none())?;
        Some((*number, state, self.plan.stages.get(*number as usize)?))
    }

    /// The key that is not heard in it: of whom it is against, where the rules provide for stepping aside.
    pub fn aside(&self) -> Option<&PublicKey> {
        self.against.as_ref().filter(|_| self.plan.recuses)
    }

    /// When a guarantee that its plan keeps came true: when the last of its stages was over, or the whole process.
    pub fn kept_at(&self, promise: &str) -> Option<i64> {
        let promise = self.plan.promises.iter().find(|known| known.id == promise)?;
        let last = u32::try_from(promise.stages.checked_sub(1)?).ok()?;
        let over = self.stages.get(&last).and_then(|stage| stage.done).map(|(at, ..)| at);
        over.or(self.ended.map(|(at, _)| at))
    }
}
