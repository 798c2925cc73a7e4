//! Steps: what a constitution compiles to. One step is one thing that must happen, who owes it, in what time, and what
//! follows when nobody does it. The hall runs steps; the linter reasons about the same steps. No step knows a date:
//! dates appear when the hall runs a process.

use serde::{Deserialize, Serialize};

/// The stable id of an article, as in `{#elections}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub String);

/// The name of a step inside its process, for example `call` or `certify`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepId(pub String);

/// The id of an office, for example `president`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficeId(pub String);

/// The id of a body, for example `election-committee`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BodyId(pub String);

impl std::fmt::Display for ArticleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::fmt::Display for StepId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::fmt::Display for OfficeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::fmt::Display for BodyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A length of civil time.
///
/// *Shape*: as written: `30d`, `10 business-days`, `3 months`, `2y`, `24h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// How many of the unit.
    pub amount: u32,
    /// The unit counted.
    pub unit: Unit,
}

/// A unit of civil time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Sixty minutes, on the clock.
    Hours,
    /// Calendar days in the union's zone.
    Days,
    /// Monday to Friday in the union's zone.
    BusinessDays,
    /// Calendar months, clamped at the month's end.
    Months,
    /// Calendar years, clamped at the month's end.
    Years,
}

impl Span {
    /// A number of calendar days.
    pub const fn days(amount: u32) -> Self {
        Self { amount, unit: Unit::Days }
    }
}

/// Who can owe a duty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "id")]
pub enum Actor {
    /// Whoever holds this office.
    Office(OfficeId),
    /// This body, by its own rules.
    Body(BodyId),
    /// The key holders of the election in hand, each of them.
    KeyHolders,
    /// Any member in good standing.
    Members,
    /// The nominee concerned.
    Nominees,
    /// Nobody: time itself. It is never late and never bribed.
    Clock,
}

/// One rung of a ladder of bearers: who must act, and in what time counted from when the rung is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Who owes the duty on this rung.
    pub who: Actor,
    /// How long they have.
    pub within: Span,
}

/// When a step opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "on")]
pub enum Opens {
    /// In a cycle, counted from the last completed one; the first from when the union was founded.
    Cycle {
        /// How long from one to the next.
        every: Span,
        /// The month (1 to 12) in which it falls, when one is named.
        month: Option<i8>,
        /// The longest time from founding to the first.
        first_within: Option<Span>,
    },
    /// Some time after another step was done.
    After {
        /// The step waited for.
        step: StepId,
        /// How long after.
        wait: Span,
    },
    /// As soon as `after` is done, and due at the latest `lead` before `before` takes place (a date named in the call).
    Before {
        /// The step that opens this one.
        after: StepId,
        /// The dated step that it must precede.
        before: StepId,
        /// By how much it must precede it.
        lead: Span,
    },
}

/// What happens when the last rung of the ladder has not acted either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    /// The clock does it, on the constitution's own terms.
    Clock,
    /// The step lapses and what was there before stands.
    Stands,
    /// The date moves by the shortest lawful time and the ladder starts again, in public.
    Again,
    /// The process is void and called again by the clock.
    Rerun,
    /// Nothing: the duty stays overdue for ever. The linter lives to find these.
    Nothing,
}

/// One thing that must happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its name inside the process.
    pub id: StepId,
    /// The article that orders it; every decision and refusal about the step cites this.
    pub article: ArticleId,
    /// What is owed, as the rest of a sentence: "call the election".
    pub words: String,
    /// When it opens.
    pub opens: Opens,
    /// Who owes it, in order.
    pub bearers: Vec<Rung>,
    /// What follows when none of them acts.
    pub otherwise: Otherwise,
}
