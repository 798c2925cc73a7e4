//! Time: deadlines that clash, duties that nobody need do, renewals without end, emergencies without limit.

mod duties;
mod schedule;

use super::{Lint, LintId, Severity};

/// The lints of this group, in order.
pub(super) const ALL: &[Lint] = &[Lint {
    id: LintId("T02"),
    severity: Severity::Broken,
    about: "A duty without a bearer, a deadline, or a default: what happens if nobody acts.",
    check: duties::check,
}];
