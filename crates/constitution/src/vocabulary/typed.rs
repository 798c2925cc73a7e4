//! The shapes of the typed kinds: the grammar of an officer election and what it stands on. One table per kind, in the
//! order in which a constitution tells it.

use super::shape::{Holds, Shape, Slot};
use super::words;

/// Every typed kind.
pub(crate) const ALL: &[&Shape] = &[
    &BODY,
    &OFFICE,
    &TERM,
    &STANDING,
    &NOMINATION,
    &ELIGIBILITY,
    &ELECTION,
    &ELECTION_PROTEST,
    &RETENTION,
    &NOTICE,
    &PUBLICATION,
    &QUORUM,
    &THRESHOLD,
    &VACANCY,
];

/// The shape of a kind, if it is a typed one.
pub(crate) fn shape(kind: &str) -> Option<&'static Shape> {
    ALL.iter().copied().find(|shape| shape.word == kind)
}

const MOST_SEATS: u64 = 200;
const MOST_KEY_HOLDERS: u64 = 50;
const MOST_OFFICES: usize = 200;

const NO_ARGS: (Holds, usize, usize, &str) = (Holds::Text, 0, 0, "nothing");
const ONE_NAME: (Holds, usize, usize, &str) = (Holds::Id, 1, 1, "one name");
const ONE_NEW_ID: (Holds, usize, usize, &str) = (Holds::NewId, 1, 1, "one id");
const ONE_TIME: (Holds, usize, usize, &str) = (Holds::Time, 1, 1, "one length of time");
const OFFICES: (Holds, usize, usize, &str) = (Holds::Id, 1, MOST_OFFICES, "offices");

const fn may(word: &'static str, holds: Holds) -> Slot {
    Slot { word, holds, is_required: false, repeats: false }
}
const fn must(word: &'static str, holds: Holds) -> Slot {
    Slot { word, holds, is_required: true, repeats: false }
}
const fn many(word: &'static str, holds: Holds) -> Slot {
    Slot { word, holds, is_required: false, repeats: true }
}

type Args = (Holds, usize, usize, &'static str);

const fn rule(word: &'static str, args: Args, props: &'static [Slot], children: &'static [Shape]) -> Shape {
    Shape { word, args, props, children, is_required: false, repeats: false }
}
const fn line(word: &'static str, args: Args, props: &'static [Slot]) -> Shape {
    rule(word, args, props, &[])
}
const fn required(shape: Shape) -> Shape {
    Shape { is_required: true, ..shape }
}
/// A ladder: one line for each bearer, in order.
const fn ladder(word: &'static str) -> Shape {
    Shape { repeats: true, ..line(word, (Holds::Id, 1, 1, "one office or body"), RUNG) }
}

const RUNG: &[Slot] = &[must("within", Holds::Time), may("otherwise", Holds::BearerOrEnd)];
const NOTICE_PROPS: &[Slot] =
    &[many("by", Holds::OneOf(words::CHANNELS)), may("content", Holds::Row(words::CONTENT))];

const BODY: Shape = rule(
    "body",
    ONE_NEW_ID,
    &[
        must("kind", Holds::OneOf(words::BODY_KINDS)),
        may("seats", Holds::Number(MOST_SEATS)),
        may("title", Holds::Text),
    ],
    &[],
);

const OFFICE: Shape =
    rule("office", ONE_NEW_ID, &[may("seats", Holds::Number(MOST_SEATS)), may("title", Holds::Text)], &[]);

const TERM: Shape = rule(
    "term",
    (Holds::Id, 0, MOST_OFFICES, "offices"),
    &[],
    &[line("for", OFFICES, &[]), required(line("length", ONE_TIME, &[]))],
);

const STANDING: Shape = rule(
    "standing",
    NO_ARGS,
    &[],
    &[required(line("kept-by", (Holds::Id, 1, 1, "one office or body"), &[]))],
);

const NOMINATION: Shape = rule(
    "nomination",
    ONE_NAME,
    &[],
    &[
        line("notice", ONE_TIME, NOTICE_PROPS),
        line("window", ONE_TIME, &[]),
        line("accept", NO_ARGS, &[must("within", Holds::Time)]),
    ],
);

const ELIGIBILITY: Shape = rule(
    "eligibility",
    ONE_NAME,
    &[],
    &[
        line("member-for", ONE_TIME, &[]),
        line("good-standing", (Holds::Flag, 1, 1, "#true or #false"), &[]),
        line("exclude", (Holds::OneOf(words::EXCLUDED), 1, 20, "facts"), &[]),
        ladder("decided-by"),
    ],
);

const ELECTION: Shape = rule(
    "election",
    ONE_NAME,
    &[],
    &[
        required(line("for", OFFICES, &[])),
        line("every", ONE_TIME, &[may("month", Holds::OneOf(words::MONTHS))]),
        line("first", NO_ARGS, &[must("within", Holds::Time)]),
        ladder("called-by"),
        line("notice", ONE_TIME, NOTICE_PROPS),
        ladder("notice-by"),
        ROLL,
        line(
            "key-holders",
            (Holds::Number(MOST_KEY_HOLDERS), 1, 1, "one number"),
            &[must("within", Holds::Time), may("otherwise", Holds::BearerOrEnd)],
        ),
        line(
            "ballot",
            NO_ARGS,
            &[
                may("secret", Holds::Flag),
                may("method", Holds::OneOf(words::METHODS)),
                may("write-ins", Holds::Flag),
                may("blank", Holds::Flag),
            ],
        ),
        ladder("ballot-by"),
        line("voting", ONE_TIME, &[]),
        line("tie", (Holds::OneOf(words::TIES), 1, 1, "one word"), &[]),
        line("tally", NO_ARGS, &[must("within", Holds::Time), may("otherwise", Holds::BearerOrEnd)]),
        ladder("certified-by"),
        line("installed", ONE_TIME, &[]),
    ],
);

/// The roll line repeats when its duty passes on; only the first says when the roll is frozen.
const ROLL: Shape = Shape {
    repeats: true,
    ..line(
        "roll",
        NO_ARGS,
        &[
            may("frozen", Holds::Time),
            must("by", Holds::Id),
            must("within", Holds::Time),
            may("otherwise", Holds::BearerOrEnd),
        ],
    )
};

const ELECTION_PROTEST: Shape =
    rule("election-protest", ONE_NAME, &[], &[line("window", ONE_TIME, &[]), ladder("decided-by")]);

const RETENTION: Shape = rule("retention", ONE_NAME, &[], &[required(line("keep", ONE_TIME, &[]))]);

const NOTICE: Shape = rule(
    "notice",
    ONE_NAME,
    &[
        must("lead", Holds::Time),
        many("by", Holds::OneOf(words::CHANNELS)),
        may("content", Holds::Row(words::CONTENT)),
    ],
    &[],
);

const PUBLICATION: Shape = rule(
    "publication",
    ONE_NAME,
    &[must("to", Holds::OneOf(words::AUDIENCES)), must("within", Holds::Time), may("by", Holds::Id)],
    &[],
);

const QUORUM: Shape = rule(
    "quorum",
    (Holds::Id, 1, 1, "one body"),
    &[
        may("number", Holds::Number(1_000_000)),
        may("share", Holds::Share),
        may("of", Holds::OneOf(words::BASES)),
    ],
    &[],
);

const THRESHOLD: Shape = rule(
    "threshold",
    ONE_NAME,
    &[must("share", Holds::Share), must("of", Holds::OneOf(words::BASES)), may("secret", Holds::Flag)],
    &[],
);

const VACANCY: Shape = rule(
    "vacancy",
    NO_ARGS,
    &[],
    &[
        required(line("for", OFFICES, &[])),
        ladder("filled-by"),
        line("special-election", NO_ARGS, &[must("within", Holds::Time)]),
    ],
);
