//! Time: deadlines that clash, duties that nobody need do, renewals without end, emergencies without limit.

mod calendar;
mod deadlines;
mod duties;
mod emergencies;
mod processes;
mod renewals;
mod schedule;
mod votes;

use super::{Lint, LintId, Severity};

/// The lints of this group, in order.
pub(super) const ALL: &[Lint] = &[
    Lint {
        id: LintId("T01"),
        severity: Severity::Broken,
        about: "Deadlines of one process that cannot all be kept, or only if everybody acts on the first day.",
        check: deadlines::check,
    },
    Lint {
        id: LintId("T02"),
        severity: Severity::Broken,
        about: "A duty without a bearer, a deadline, or a default: what happens if nobody acts.",
        check: duties::check,
    },
    Lint {
        id: LintId("T03"),
        severity: Severity::Broken,
        about: "Renewals, extensions and suspensions without end, or that reach what is protected.",
        check: renewals::check,
    },
    Lint {
        id: LintId("T04"),
        severity: Severity::Broken,
        about: "Emergency powers without facts, a last day, a limit on renewals, a list of what they never touch, or a vote.",
        check: emergencies::check,
    },
];
