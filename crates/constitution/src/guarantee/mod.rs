//! Guarantees: what a constitution promises its members, and how many people it takes to break the promise. The rules
//! become processes, a process meets every coalition, and the answer says the longest it can take, who can stall it for
//! ever, and who can decide it against whoever asked. It runs no union; the hall does, and is its judge.
//!
//! ```text
//! Constitution -> process::people, process::processes (who holds which seat, what must happen, by whom, else what)
//! people + process + coalition + first day -> run -> the day it is over, and the story
//! what a coalition can want                -> demands -> cover (the fewest who can do it) -> solve -> Guarantee
//! ```

mod chance;
mod cover;
mod demands;
mod run;
mod shift;
#[cfg(test)]
mod slow;
mod solve;
mod table;

pub use chance::Chance;
pub use run::{Ran, days, tell};
pub use shift::{Shift, Way, shifts};
pub use solve::{Worst, longest_against as longest, worst};
pub use table::{Row, table};

use crate::document::Constitution;
use crate::lint::Event;
use crate::process::{People, Process, processes};
use crate::program::ElectionPlan;
use crate::step::{ArticleId, Opens};
use jiff::civil::Date;

/// What is known of one guarantee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarantee {
    /// Which: `election`, `first-election`, `complaint-decided`, ...
    pub id: &'static str,
    /// Whom or what it is about.
    pub subject: Option<String>,
    /// The article that promises it.
    pub article: ArticleId,
    /// The longest it can take, by how many people work against it.
    pub bounds: Vec<Bound>,
    /// The fewest people who can put it off for ever; `None` when nobody can.
    pub stall: Option<usize>,
    /// They, by seat; also `outside:EVENT` and `empty:BODY`.
    pub stalled_by: Vec<String>,
    /// The fewest people who can make it end against whoever asked; `None` when nobody can.
    pub capture: Option<usize>,
    /// They, by seat.
    pub captured_by: Vec<String>,
    /// What members outside the coalition could still do.
    pub needs: Option<String>,
    /// For bodies drawn by lot: how likely a part of the membership blocks or carries them.
    pub chances: Vec<Chance>,
    /// How it is broken, in dated lines; empty when it is not.
    pub story: Vec<Event>,
    /// The smallest change that restores it.
    pub repair: Option<String>,
    /// Whether every coalition was tried.
    pub is_exact: bool,
}

/// The longest it can take against so many people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// How many people work against it.
    pub people: usize,
    /// The days it takes at most; `None` means for ever.
    pub days: Option<i32>,
}

/// Every guarantee of a constitution, on a day.
pub fn guarantees(constitution: &Constitution, as_of: Date) -> Vec<Guarantee> {
    let (people, processes) = compiled(constitution);
    let mut all = Vec::new();
    for process in &processes {
        for promise in &process.promises {
            let guarantee = solve::solve(&process.up_to(*promise), &people, as_of);
            let of = |subject: Option<&String>| Guarantee { subject: subject.cloned(), ..guarantee.clone() };
            all.extend(process.subjects.iter().map(|subject| of(Some(subject))));
            all.extend(process.subjects.is_empty().then(|| of(None)));
        }
    }
    all
}

/// The people and processes of a constitution, of one that the hall cannot run as well.
fn compiled(constitution: &Constitution) -> (People, Vec<Process>) {
    let people = People::of(constitution);
    let plans = crate::compile(constitution).map(|program| program.elections).unwrap_or_default();
    let processes = processes(constitution, &people, &plans);
    (people, processes)
}

/// The longest a guarantee takes against these seats: so many people of each office, body or, as `key-holder`, of the key
/// holders. *Shape*: outer `None` when the constitution makes no such guarantee; inner `None` is for ever.
pub fn longest_against(
    constitution: &Constitution,
    id: &str,
    subject: Option<&str>,
    seats: &[(&str, usize)],
    as_of: Date,
) -> Option<Option<i32>> {
    let (people, processes) = compiled(constitution);
    let is_about = |process: &&Process| match subject {
        Some(subject) => process.subjects.iter().any(|known| known == subject),
        None => process.subjects.is_empty(),
    };
    let kept = |process: &Process| process.promises.iter().copied().find(|promise| promise.id == id);
    let (process, promise) =
        processes.iter().filter(is_about).find_map(|process| Some((process, kept(process)?)))?;
    let process = &process.up_to(promise);
    let of =
        |(seat, count): &(&str, usize)| people.holders(seat).iter().copied().take(*count).collect::<Vec<_>>();
    let coalition = seats.iter().flat_map(of).collect();
    Some(solve::longest_against(process, &people, &coalition, as_of))
}

/// The month in which an election falls, when one is named.
fn month_of(plan: &ElectionPlan) -> Option<i8> {
    match plan.step("call").map(|step| &step.opens) {
        Some(Opens::Cycle { month, .. }) => *month,
        _ => None,
    }
}
