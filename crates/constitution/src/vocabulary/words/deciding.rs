//! Words of meetings, petitions, recall, empty offices and amendments.

use super::Words;

/// Which of two numbers counts.
pub(crate) const WHICH: Words = &[("lesser", "whichever is less"), ("greater", "whichever is more")];

/// What a meeting can decide on.
pub(crate) const BUSINESS: Words =
    &[("noticed-only", "nothing but what the notice named"), ("any", "anything that is raised")];

/// What a petition asks for.
pub(crate) const ASKS: Words = &[
    ("meeting", "a meeting"),
    ("vote", "a vote"),
    ("amendment", "an amendment"),
    ("recall", "a recall"),
    ("referendum", "a referendum"),
    ("removal", "a removal"),
    ("audit", "an audit"),
];

/// What signatures can be made on.
pub(crate) const FORMS: Words =
    &[("paper", "on paper"), ("electronic", "electronically"), ("either", "on paper or electronically")];

/// What becomes of an officer while a recall is under way.
pub(crate) const MEANWHILE: Words =
    &[("stays", "stays in office"), ("suspended", "is suspended from office")];

/// What makes an office empty.
pub(crate) const CAUSES: Words = &[
    ("death", ""),
    ("resignation", ""),
    ("ineligibility", ""),
    ("absence", ""),
    ("incapacity", ""),
    ("recall", ""),
    ("removal", ""),
    ("term-end", "the end of the term"),
    ("no-candidate", "the lack of a candidate"),
];

/// Until when somebody fills an empty office.
pub(crate) const UNTILS: Words = &[
    ("next-election", "until the next election"),
    ("special-election", "until a special election"),
    ("term-end", "until the term ends"),
    ("nobody-says", "for a time that nothing says"),
];

/// Grounds for removing an officer.
pub(crate) const GROUNDS: Words = &[
    ("misconduct", ""),
    ("neglect", "neglect of duty"),
    ("fraud", ""),
    ("violence", ""),
    ("harassment", ""),
    ("election-rigging", "rigging an election"),
    ("breach-of-trust", "breach of trust"),
    ("theft", ""),
    ("absence", ""),
    ("constitution-breach", "breach of this constitution"),
    ("conviction", ""),
];

/// When an amendment takes effect.
pub(crate) const EFFECTS: Words = &[
    ("at-once", "at once"),
    ("after-next-election", "after the next election"),
    ("next-year", "with the next year"),
];

/// Subjects a change can be about.
pub(crate) const MATTERS: Words = &[
    ("terms", ""),
    ("elections", ""),
    ("eligibility", ""),
    ("pay", ""),
    ("offices", ""),
    ("vacancies", ""),
    ("recall", ""),
    ("complaints", ""),
    ("discipline", ""),
    ("amendment", ""),
    ("protected", "protected articles"),
    ("quorum", ""),
    ("dues", ""),
    ("meetings", ""),
    ("bargaining", ""),
    ("procedure", ""),
];

/// What a protected article is safe from, and what an emergency never touches.
pub(crate) const SAFE_FROM: Words = &[
    ("emergency", "an emergency"),
    ("suspension", ""),
    ("bylaws", ""),
    ("standing-rules", "a standing rule"),
    ("motion", "a motion"),
    ("parent", "the parent body"),
];
