//! Words of complaints, hearings, lots, appeals, records and promises.

use super::Words;

/// What becomes of a case when its respondent resigns.
pub(crate) const ON_RESIGNATION: Words = &[("continues", "goes on"), ("ends", "")];

/// What is forbidden without an exception.
pub(crate) const FORBIDDEN: Words = &[("forbidden", "")];

/// Among whom a case stays.
pub(crate) const CONFIDENCES: Words =
    &[("parties", "the parties"), ("panel", "the panel"), ("complainant", "the complainant"), ("nobody", "")];

/// Who can withdraw a complaint.
pub(crate) const WITHDRAWERS: Words =
    &[("complainant", "the complainant"), ("panel", "the panel"), ("nobody", "")];

/// What a panel can impose.
pub(crate) const SANCTIONS: Words = &[
    ("warning", "a warning"),
    ("reprimand", "a reprimand"),
    ("fine", "a fine"),
    ("suspension", ""),
    ("removal", "removal from office"),
    ("disqualification", "disqualification from office"),
    ("expulsion", ""),
];

/// Why somebody steps aside.
pub(crate) const CONFLICTS: Words = &[
    ("party", "a party"),
    ("complainant", "the complainant"),
    ("witness", "a witness"),
    ("relative", "a relative of a party"),
    ("appointee", "somebody a party appointed"),
    ("appointer", "somebody who appointed a party"),
    ("candidate", "a candidate"),
    ("involved", "somebody involved in the matter"),
    ("same-local", "somebody of the same local"),
    ("interested", "somebody with an interest in the outcome"),
];

/// Proceedings.
pub(crate) const PROCEEDINGS: Words = &[
    ("complaint", "a complaint"),
    ("hearing", "a hearing"),
    ("election-protest", "a protest against an election"),
    ("eligibility", "a decision on who may stand"),
    ("election", "the conduct of an election"),
    ("petition", "a petition"),
    ("recall", "a recall"),
    ("removal-for-cause", "a removal for cause"),
    ("appeal", "an appeal"),
    ("interpretation", "an interpretation"),
    ("trusteeship", "a trusteeship"),
    ("vacancy", "the filling of an office"),
    ("spending", ""),
];

/// From whom a lot draws.
pub(crate) const POOLS: Words =
    &[("members", "all members"), ("good-standing", "the members in good standing"), ("delegates", "")];

/// Who is left out of a draw.
pub(crate) const LEFT_OUT: Words = &[
    ("officers", ""),
    ("candidates", ""),
    ("relatives", "relatives of a party"),
    ("parties", ""),
    ("witnesses", ""),
    ("staff", ""),
    ("appointees", ""),
    ("served-before", "whoever has served before"),
];

/// Where the chance of a draw comes from.
pub(crate) const SEEDS: Words = &[
    ("public-beacon", "a public source of chance"),
    ("committed", "a number committed to beforehand"),
    ("hat", "slips drawn in public"),
];

/// Who bears the cost of an appeal.
pub(crate) const COSTS: Words = &[
    ("refunded", "is paid back to whoever wins"),
    ("appellant", "is borne by whoever appeals"),
    ("none", "is nothing"),
];

/// What becomes of records in dispute.
pub(crate) const ON_DISPUTE: Words = &[("kept", "kept until it ends"), ("destroyed", "")];

/// Who makes promises.
pub(crate) const PROMISERS: Words = &[("candidates", ""), ("officers", "")];

/// What follows when a promise is missed.
pub(crate) const MISSED: Words = &[
    ("published", "that is published"),
    ("meeting", "a meeting is held on it"),
    ("nothing", "nothing follows"),
];
