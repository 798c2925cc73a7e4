//! Consistency: what a document points at, what it says twice, and whether its words and its rules say the same.

mod drift;
mod references;
mod twice;

use super::{Lint, LintId, Severity};

/// The lints of this group, in order.
pub(super) const ALL: &[Lint] = &[
    Lint {
        id: LintId("C01"),
        severity: Severity::Broken,
        about: "Articles, offices, bodies and elections that are named and not there; texts taken over unpinned; clauses whose time is over.",
        check: references::check,
    },
    Lint {
        id: LintId("C02"),
        severity: Severity::Broken,
        about: "Two rules of equal rank that say different things about the same, without one being an exception.",
        check: twice::check,
    },
    Lint {
        id: LintId("C03"),
        severity: Severity::Broken,
        about: "Numbers, shares, months and bearers in the words of an article that its rules contradict; rules without words.",
        check: drift::check,
    },
];
