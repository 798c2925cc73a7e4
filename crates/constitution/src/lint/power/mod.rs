//! Power: who judges whom, who fills which seat, how few can decide, what cannot be changed, and by whom everything can.

mod capture;
mod decisions;
mod escapes;
mod frozen;
mod own_cause;
mod rank;
mod self_dealing;
mod vacancies;
mod vetoes;

use super::{Lint, LintId, Severity};

/// The lints of this group, in order.
pub(super) const ALL: &[Lint] = &[
    Lint {
        id: LintId("P01"),
        severity: Severity::Broken,
        about: "An accused officer, or somebody they appointed, takes in, screens, hears or decides the case.",
        check: own_cause::check,
    },
    Lint {
        id: LintId("P02"),
        severity: Severity::Broken,
        about: "Empty seats that nobody can fill, that fill themselves, or that are filled without an end.",
        check: vacancies::check,
    },
    Lint {
        id: LintId("P03"),
        severity: Severity::Guidance,
        about: "How few people can change, remove or bind: quorum and share.",
        check: capture::check,
    },
    Lint {
        id: LintId("P04"),
        severity: Severity::Guidance,
        about: "Shares, turnouts, quorums and petitions that hardly ever can be reached.",
        check: frozen::check,
    },
    Lint {
        id: LintId("P05"),
        severity: Severity::Broken,
        about: "People in office who can change the rules of their own office with effect before members vote again.",
        check: self_dealing::check,
    },
    Lint {
        id: LintId("P06"),
        severity: Severity::Broken,
        about: "Lower rules that change higher ones, and protection in name only.",
        check: rank::check,
    },
    Lint {
        id: LintId("P07"),
        severity: Severity::Guidance,
        about: "One unit, or one doorkeeper, that can stop all the others.",
        check: vetoes::check,
    },
    Lint {
        id: LintId("P08"),
        severity: Severity::Guidance,
        about: "Ways around a process: endless interim measures, resignation, stripped duties, retaliation.",
        check: escapes::check,
    },
];
