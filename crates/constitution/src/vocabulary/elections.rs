//! The election of officers itself.

use super::shape::{Holds, Kind, Says, Shape, Slot};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[ELECTION];

const ELECTION: Kind = Kind {
    shape: rule(
        "election",
        AN_ELECTION,
        &[],
        &[
            required(part("for", OFFICES, &[], "the offices it fills, or all-offices")),
            part(
                "every",
                A_TIME,
                &[
                    may("month", Holds::OneOf(words::MONTHS), "the month it falls in"),
                    may(
                        "until",
                        Holds::OneOf(words::MONTHS),
                        "the last month it can fall in, where it can be in several",
                    ),
                ],
                "how long from one to the next",
            ),
            part("first", NOTHING, WITHIN, "how long after the founding the first is held"),
            AFTER,
            line(
                "not-later-than",
                A_TIME,
                &[],
                "the longest time from one to the next, whatever happens; for the first, from the founding",
                "Whatever happens, it is held {0} after the last one at the latest, and the first {0} after the founding.",
            ),
            line("elected-by", WHO, &[], "who elects", "{0} elects."),
            ladder("called-by", "who calls it", "call the election", NOTHING_CHANGES),
            POSTPONED_BY,
            line("conducted-by", WHO, &[], "who runs it", "It is run by {0}."),
            NOTICE,
            ladder("notice-by", "who serves the notices", "serve the notices", NOTHING_CHANGES),
            line(
                "distribution-to",
                some_words(words::RECIPIENTS),
                &[],
                "who is sent a ballot, or the way to one",
                "The ballot, or the way to it, is sent to {*}.",
            ),
            OBSERVERS,
            ROLL,
            KEY_HOLDERS,
            line(
                "unopposed",
                a_word(words::UNOPPOSED),
                &[],
                "what becomes of a candidate without an opponent",
                "A candidate without an opponent {0}.",
            ),
            BALLOT,
            ladder("ballot-by", "who draws up the ballot", "draw up the ballot", NOTHING_CHANGES),
            line(
                "opportunity",
                some_words(words::OPPORTUNITIES),
                &[],
                "how members vote who cannot come",
                "Whoever cannot come can vote {^*}.",
            ),
            line(
                "issued",
                A_YEARLY,
                &[],
                "the last day of the year on which ballots go out; a notice is counted from there",
                "Ballots go out by {0}.",
            ),
            line("voting", A_TIME, &[], "how long voting stays open", "Voting is open for {0}."),
            line("close", A_TEXT, &[], "when exactly voting closes", "Voting closes: {0}."),
            line("tie", a_word(words::TIES), &[], "what breaks a tie", "A tie is broken by {0}."),
            line(
                "tally",
                NOTHING,
                RUNG,
                "how long the key holders have to decrypt the result",
                "The key holders decrypt the result within {within}, else [{otherwise}|nothing follows].",
            ),
            line(
                "results",
                NOTHING,
                WITHIN,
                "when the result is told",
                "The result is told within {within}.",
            ),
            ladder("certified-by", "who certifies the result", "certify the result", "the result stands"),
            line(
                "installed",
                A_TIME,
                &[],
                "how long after certification the winners take office",
                "The winners take office {0} after certification.",
            ),
        ],
        "An election of officers.",
        "The election of {0} fills {for/*}[ every {every/0}][, in {every/month}][ to {every/until}]\
         [; the first is held within {first/within} of the founding].",
    ),
    subject: "elections",
    example: r#"election "officers" {
    for all-offices
    every "2y" month="november" until="december"
    first within="120d"
    after event="contract-ratified" within="60d"
    not-later-than "3y"
    elected-by "membership"
    called-by "election-committee" within="30d" otherwise="lot-committee"
    called-by "lot-committee" within="30d" otherwise="clock"
    postponed-by "membership" at-most="20d" times=1 when="a storm or a fire"
    conducted-by "election-committee"
    notice "21d" by="post" by="email" content="date time place offices how protest" to="members" counting="day-of-service-not-counted" again="15d"
    notice-by "secretary" within="5d" otherwise="clock"
    distribution-to "members"
    observers phases="configuration casting tally"
    roll frozen="10d" by="secretary" within="4d" otherwise="clock"
    key-holders 3 how="lot" within="7d" otherwise="draw-again"
    unopposed "ballot"
    ballot secret=#true method="plurality" write-ins=#false blank=#true proxy=#false serials=#false linkable=#false medium="paper online" paper-option=#true required=#false
    ballot-by "election-committee" within="5d" otherwise="again"
    opportunity "absentee" "online"
    issued "15 october"
    voting "7d"
    close "at noon of the last day"
    tie "lot"
    tally within="3d" otherwise="rerun"
    results within="1d"
    certified-by "election-committee" within="6d" otherwise="stands"
    installed "8d"
}"#,
};

/// More than one event can be named: it waits for whichever comes first.
const AFTER: Shape = repeated(line(
    "after",
    NOTHING,
    &[
        must("event", Holds::Name, "the outside event, for example contract-ratified"),
        may("within", Holds::Time, "how long after it"),
    ],
    "an outside event it waits for, which may never come",
    "It is held[ within {within} of|, at no given time after] this event: {event}.",
));

const POSTPONED_BY: Shape = repeated(line(
    "postponed-by",
    WHO,
    &[
        may("at-most", Holds::Time, "by how much at most"),
        may("times", Holds::Number(100), "how often; without it, as often as it likes"),
        may("when", Holds::Text, "on what facts"),
    ],
    "who can put it off",
    "{0} can put it off[ by {at-most}][, {times:time:times} at most][, when there is {when}].",
));

const NOTICE: Shape = line(
    "notice",
    A_TIME,
    NOTICE_TERMS,
    "how long before voting notice of it is served",
    "Notice of the election is served at least {0} before voting opens[, {by}][, to {to}]\
     [; {counting}][, and again at least {again} before a changed day][. It tells: {content}].",
);

const OBSERVERS: Shape = line(
    "observers",
    NOTHING,
    &[must("phases", Holds::Row(words::PHASES), "the phases they can watch")],
    "what the observers of candidates can watch",
    "Candidates can send observers to these phases: {phases}.",
);

const FROZEN: Slot = may("frozen", Holds::Time, "how long before voting; on the first line only");

/// The roll line repeats when its duty passes on; only the first says when the roll is frozen.
const ROLL: Shape = Shape {
    says: Says::Ladder {
        deed: "freeze the roll",
        stands: NOTHING_CHANGES,
        before: "[The roll of voters is frozen {frozen} before voting opens.]",
    },
    ..repeated(line(
        "roll",
        NOTHING,
        &[
            FROZEN,
            must("by", Holds::Who, "who freezes it"),
            must("within", Holds::Time, "how long this bearer has"),
            OTHERWISE,
        ],
        "when and by whom the roll of voters is frozen",
        "",
    ))
};

const KEY_HOLDERS: Shape = line(
    "key-holders",
    a_number(50),
    &[
        may("how", Holds::OneOf(words::KEY_HOLDERS), "how they are chosen, for each election anew"),
        must("within", Holds::Time, "how long this bearer has"),
        OTHERWISE,
    ],
    "how many key holders there are, and how long they have to make their keys",
    "{0:key holder makes a key:key holders make their keys} within {within}, else [{otherwise}|nothing follows]\
     [. For each election they are {how}].",
);

const BALLOT: Shape = line(
    "ballot",
    NOTHING,
    &[
        may("secret", Holds::Flag, "whether it is secret"),
        may("method", Holds::OneOf(words::METHODS), "how winners are named"),
        may("write-ins", Holds::Flag, "whether a voter can write a name in"),
        may("blank", Holds::Flag, "whether a voter can hand in a blank vote"),
        may("proxy", Holds::Flag, "whether one member can vote for another"),
        may("serials", Holds::Flag, "whether ballots are numbered"),
        may("linkable", Holds::Flag, "whether anybody could find out who cast which ballot"),
        may("medium", Holds::Row(words::MEDIA), "what it is cast on"),
        may("paper-option", Holds::Flag, "whether every voter can have it on paper"),
        may("required", Holds::Flag, "whether every member must vote"),
    ],
    "what the ballot is like",
    "The ballot <{secret?is secret|is not secret};{method};{write-ins?takes write-ins|takes no write-ins};\
     {blank?can be left blank|cannot be left blank};{proxy?can be cast by proxy|cannot be cast by proxy};\
     {serials?is numbered|is not numbered};\
     {linkable?can be traced to its voter|cannot be traced to its voter};is cast {^medium};\
     {paper-option?can be had on paper|cannot be had on paper};{required?must be cast|need not be cast}>.",
);
