//! The closed lists of words that parameters take. A list grows when the hall learns to act on a new word.

/// What may follow when nobody on a ladder acts.
pub(crate) const ENDS: &[&str] = &["clock", "stands", "again", "rerun", "nobody"];

/// Words that mean something in place of an office or body, so that none may be called so.
pub(crate) const RESERVED: &[&str] =
    &["all-offices", "clock", "stands", "again", "rerun", "nobody", "members", "nominees", "key-holders"];

/// The word for every office of the document.
pub(crate) const ALL_OFFICES: &str = "all-offices";

/// Sorts of body.
pub(crate) const BODY_KINDS: &[&str] = &["membership", "assembly", "board", "committee", "unit"];

/// The sort of body that is everybody.
pub(crate) const MEMBERSHIP: &str = "membership";

/// Channels of notice.
pub(crate) const CHANNELS: &[&str] = &["post", "email", "sms", "posting", "app"];

/// What a notice can tell.
pub(crate) const CONTENT: &[&str] = &[
    "date",
    "time",
    "place",
    "offices",
    "how",
    "protest",
    "eligibility",
    "deadline",
    "form",
    "agenda",
    "text",
    "reasons",
    "rights",
];

/// Facts that keep a member from standing.
pub(crate) const EXCLUDED: &[&str] =
    &["supervisor", "barred-by-law", "employer", "staff", "retiree", "apprentice", "suspended"];

/// Ways to name winners. Not all are run yet: the compiler says which.
pub(crate) const METHODS: &[&str] = &["plurality", "run-off", "stv", "irv", "approval"];

/// Ways to break a tie.
pub(crate) const TIES: &[&str] = &["lot"];

/// Months, in order.
pub(crate) const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whom a publication reaches.
pub(crate) const AUDIENCES: &[&str] = &["members", "public", "board"];

/// What a share is a share of.
pub(crate) const BASES: &[&str] =
    &["members", "good-standing", "eligible", "present", "cast", "delegates", "seats"];
