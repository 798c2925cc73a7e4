//! What is published, what is kept, what is owed, what was promised.

use super::shape::{Args, Holds, Kind, Slot};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[PUBLICATION, RETENTION, DUTY, PROMISE];

const PUBLICATION: Kind = Kind {
    shape: rule(
        "publication",
        A_NAME,
        &[
            must("to", Holds::OneOf(words::AUDIENCES), "whom it reaches"),
            must("within", Holds::Time, "in what time"),
            may("by", Holds::Who, "who publishes it"),
            may("every", Holds::Time, "how often"),
            may("content", Holds::Text, "what it contains"),
            may("otherwise", Holds::BearerOrEnd, "what follows when it is not published"),
        ],
        &[],
        "What is published, to whom, by when.",
        "Told to {to} within {within}[, by {by}][, every {every}]: {0}[; it contains {content}][; else {otherwise}].",
    ),
    subject: "records",
    example: r#"publication "accounts" to="members" within="90d" by="treasurer" every="1y" content="all income and all spending" otherwise="clock""#,
};

const RETENTION: Kind = Kind {
    shape: rule(
        "retention",
        A_NAME,
        &[],
        &[
            required(part("keep", A_TIME, &[], "how long")),
            part("custodian", WHO, &[], "who keeps them"),
            line(
                "on-dispute",
                a_word(words::ON_DISPUTE),
                &[],
                "what becomes of them in a dispute",
                "In a dispute they are {0}.",
            ),
            line(
                "all-ballots",
                A_FLAG,
                &[],
                "whether every ballot is kept, void and unused ones too",
                "{0?Every ballot is kept|Not every ballot is kept}, void and unused ones too.",
            ),
        ],
        "How long records are kept.",
        "Kept for {keep/0}[, by {custodian/0}]: {0}.",
    ),
    subject: "records",
    example: r#"retention "election-records" {
    keep "3y"
    custodian "secretary"
    on-dispute "kept"
    all-ballots #true
}"#,
};

const DUTY: Kind = Kind {
    shape: rule(
        "duty",
        A_NAME,
        &[],
        &[
            required(part("bearer", WHO, &[], "whose duty it is")),
            required(part("action", A_TEXT, &[], "what must be done")),
            part("when", A_TEXT, &[], "on what occasion"),
            part("within", A_TIME, &[], "in what time"),
            part("every", A_TIME, &[], "how often"),
            line(
                "otherwise",
                Args { holds: Holds::BearerOrEnd, least: 1, most: 1, called: "one bearer or end" },
                &[],
                "what follows when it is not done",
                "If it is not done, this follows: {0}.",
            ),
            ladder("passes-to", "whose duty it becomes then", "do it then", NOTHING_CHANGES),
        ],
        "A duty: who must do what, by when, and what follows if not.",
        "Duty {~0}: {bearer/0} must {action/0}[, {when/0}][, within {within/0}][, every {every/0}].",
    ),
    subject: "officers",
    example: r#"duty "accounts" {
    bearer "treasurer"
    action "report on all money"
    when "at the regular meeting"
    within "30d"
    every "1 month"
    otherwise "president"
    passes-to "president" within="10d" otherwise="nobody"
}"#,
};

/// Who makes something known, by when, and what follows when they do not.
const PUBLISHED: &[Slot] = &[
    must("within", Holds::Time, "in what time"),
    may("by", Holds::Who, "by whom"),
    may("otherwise", Holds::BearerOrEnd, "what follows when they do not"),
];

const PROMISE: Kind = Kind {
    shape: rule(
        "promise",
        A_NAME,
        &[],
        &[
            part("made-by", a_word(words::PROMISERS), &[], "who makes it"),
            line("registered-with", WHO, &[], "where it is registered", "It is registered with {0}."),
            line(
                "published",
                NOTHING,
                PUBLISHED,
                "when it is published",
                "It is published within {within}[, by {by}][, else {otherwise}].",
            ),
            line("due", A_TEXT, &[], "when it is due", "It is due {0}."),
            line(
                "status-every",
                A_TIME,
                &[],
                "how often its state is told",
                "Every {0} members are told how it stands.",
            ),
            line(
                "missed",
                a_word(words::MISSED),
                &[],
                "what follows when it is missed",
                "When it is missed, {0}.",
            ),
            line(
                "remedy",
                NOTHING,
                PUBLISHED,
                "when that follows",
                "That follows within {within}[, by {by}][, else {otherwise}].",
            ),
        ],
        "Promises to members, and what becomes of them.",
        "These rules hold for promises ({~0})[ made by {made-by/0}].",
    ),
    subject: "officers",
    example: r#"promise "campaign" {
    made-by "candidates"
    registered-with "election-committee"
    published within="7d" by="secretary" otherwise="clock"
    due "by the end of the term"
    status-every "3 months"
    missed "published"
    remedy within="14d" by="president" otherwise="clock"
}"#,
};
