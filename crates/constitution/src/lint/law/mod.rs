//! Checks against the law: what a constitution says that a floor of the profile does not allow. A text that is silent where
//! the law speaks anyway is in conflict with nothing; it gets guidance, and only on subjects that the document covers.

mod ask;
mod ballot;
mod campaign;
mod candidates;
mod discipline;
mod money;
mod nomination;
mod notice;
mod protest;
mod records;
mod removal;
mod standing;
mod term;
mod topics;
mod trigger;
mod trusteeship;
mod votes;

use super::finding::Findings;
use super::{Case, Lint, LintId, Severity};

const fn lint(
    id: &'static str,
    severity: Severity,
    about: &'static str,
    check: fn(&Case<'_>, &mut Findings<'_>),
) -> Lint {
    Lint { id: LintId(id), severity, about, check }
}

/// The lints of this group, in order.
pub(super) const ALL: &[Lint] = &[
    lint(
        "L01",
        Severity::Law,
        "Officers can serve longer than the law allows before the members elect again.",
        term::check,
    ),
    lint(
        "L02",
        Severity::Law,
        "An election waits for an event that may never come, without a latest date.",
        trigger::check,
    ),
    lint(
        "L03",
        Severity::Law,
        "Officers of a local are not elected by the members themselves.",
        ballot::direct,
    ),
    lint("L04", Severity::Law, "The ballot is not secret, or can be cast by proxy.", ballot::secret),
    lint(
        "L05",
        Severity::Law,
        "Nobody votes on an unopposed candidate although names can be written in.",
        ballot::unopposed,
    ),
    lint("L06", Severity::Law, "A ballot can be traced to its voter.", ballot::traceable),
    lint(
        "L07",
        Severity::Law,
        "Notice of an election is late, not mailed home, not for every member, or incomplete.",
        notice::check,
    ),
    lint(
        "L08",
        Severity::Law,
        "Notice of nominations is late, incomplete, or not for every member.",
        nomination::check,
    ),
    lint("L09", Severity::Guidance, "Candidates must have been members for a long time.", candidates::tenure),
    lint(
        "L10",
        Severity::Guidance,
        "A rule on attendance keeps most members from standing.",
        candidates::attendance,
    ),
    lint(
        "L11",
        Severity::Law,
        "Only those who held office, or whom officers endorse, can stand.",
        candidates::prior_office,
    ),
    lint(
        "L12",
        Severity::Law,
        "What a candidate must be is vague, or is asked after the fact.",
        candidates::vague,
    ),
    lint(
        "L13",
        Severity::Law,
        "Good standing has no time of grace, or hangs on the employer.",
        standing::grace,
    ),
    lint("L14", Severity::Law, "Supervisors, or people barred by law, can hold office.", standing::barred),
    lint(
        "L15",
        Severity::Law,
        "Candidates' observers cannot watch every phase of an election.",
        campaign::observers,
    ),
    lint("L16", Severity::Law, "Candidates do not have equal chances.", campaign::parity),
    lint(
        "L17",
        Severity::Law,
        "Records are not kept long enough, or results do not reach the members.",
        records::check,
    ),
    lint(
        "L18",
        Severity::Law,
        "Members can be disciplined without charges, time and a hearing.",
        discipline::hearing,
    ),
    lint("L19", Severity::Law, "Members may not speak, or may not sue.", discipline::speech),
    lint(
        "L20",
        Severity::Law,
        "A vote that the law gives to the members is not theirs, or not secret.",
        votes::check,
    ),
    lint(
        "L21",
        Severity::Law,
        "Members of a local cannot remove an officer guilty of serious misconduct.",
        removal::check,
    ),
    lint(
        "L22",
        Severity::Law,
        "Officers do not answer for money, borrow much, are not bonded, or deal with themselves.",
        money::check,
    ),
    lint("L23", Severity::Law, "A trusteeship has no purpose, no hearing or no end.", trusteeship::check),
    lint(
        "L24",
        Severity::Guidance,
        "The text is silent on a topic of the first report, or reports are filed late.",
        topics::check,
    ),
    lint(
        "L25",
        Severity::Law,
        "A protest has no way, is judged by who ran the election, or takes too long.",
        protest::check,
    ),
];
