//! How members decide: notices, quorums, thresholds, meetings, publications.

use super::shape::{Holds, Kind};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[NOTICE, QUORUM, THRESHOLD, MEETING];

const NOTICE: Kind = Kind {
    shape: rule(
        "notice",
        A_NAME,
        &[must("lead", Holds::Time, "the shortest time beforehand"), BY, CONTENT, TO, COUNTING, AGAIN],
        &[],
        "What must be told to whom beforehand.",
        "Notice of {0} is served at least {lead} before[, {by}][, to {to}][; {counting}]\
         [, and again at least {again} before a changed day][. It tells: {content}].",
    ),
    subject: "meetings",
    example: r#"notice "meetings" lead="10d" by="post" by="email" content="date time place agenda" to="members" counting="both-days" again="5d""#,
};

const QUORUM: Kind = Kind {
    shape: rule(
        "quorum",
        A_BODY,
        &[
            NUMBER,
            SHARE,
            OF,
            may("which", Holds::OneOf(words::WHICH), "which counts, where both a number and a share stand"),
            may("units", Holds::Share, "the share of units that must be there"),
            may("remote", Holds::Flag, "whether those count who take part from afar"),
        ],
        &[],
        "How many must be there for a body to decide.",
        "A quorum of {0} is <{number:person:people}^{share}[ {of}]>[, {which}][, from {units} of the units]\
         [, {remote?counting|not counting} those who take part from afar].",
    ),
    subject: "meetings",
    example: r#"quorum "membership" number=25 share="10%" of="members" which="lesser" units="50%" remote=#true"#,
};

const THRESHOLD: Kind = Kind {
    shape: rule(
        "threshold",
        A_NAME,
        &[
            MUST_SHARE,
            must("of", Holds::OneOf(words::BASES), "what it is a share of"),
            SECRET,
            may("decided-by", Holds::Who, "who decides"),
            may("turnout", Holds::Share, "the share of those who can vote that must take part"),
            EACH_UNIT,
            may("notice", Holds::Time, "how long before notice is served"),
        ],
        &[],
        "How many must agree to a decision.",
        "A decision on {0} needs {share} {of}[, {secret?by secret ballot|without a secret ballot}]\
         [, and {each-unit} in each unit][, with a turnout of {turnout}][, decided by {decided-by}]\
         [, after a notice of {notice}].",
    ),
    subject: "meetings",
    example: r#"threshold "dues" share="majority" of="cast" secret=#true decided-by="membership" turnout="40%" each-unit="5%" notice="14d""#,
};

const MEETING: Kind = Kind {
    shape: rule(
        "meeting",
        A_NAME,
        &[],
        &[
            part("body", A_BODY, &[], "who meets"),
            part("every", A_TIME, &[], "how long from one to the next"),
            ladder("called-by", "who calls it", "call the meeting", NOTHING_CHANGES),
            line(
                "notice",
                A_TIME,
                NOTICE_TERMS,
                "how long before notice of it is served",
                "Notice of the meeting is served at least {0} before[, {by}][, to {to}][; {counting}]\
                 [, and again at least {again} before a changed day][. It tells: {content}].",
            ),
            line(
                "special",
                NOTHING,
                &[SHARE, OF, NUMBER],
                "how many members can have one called",
                "It is also called when <{number:member demands:members demand} it^{share}[ {of}] demand it>.",
            ),
            line(
                "emergency",
                NOTHING,
                &[
                    must("notice", Holds::Time, "the shortest notice"),
                    may("limit", Holds::Text, "what it can decide on"),
                    may("up-to", Holds::Number(MOST_MONEY), "up to what amount of money"),
                ],
                "a meeting on short notice",
                "In an emergency a notice of {notice} is enough[; then it decides only on this: {limit}]\
                 [; up to this amount: {up-to}].",
            ),
            line(
                "agenda",
                WHOM,
                &[],
                "who can put something on the agenda",
                "{*} can put matters on the agenda.",
            ),
            line("business", a_word(words::BUSINESS), &[], "what it can decide on", "It decides on {0}."),
        ],
        "Meetings of a body.",
        "[{body/0} meets|There are meetings] ({~0})[ every {every/0}].",
    ),
    subject: "meetings",
    example: r#"meeting "regular" {
    body "membership"
    every "1 month"
    called-by "president" within="10d" otherwise="clock"
    notice "9d" by="post" by="posting" content="date time place agenda" to="members" counting="clear-days" again="5d"
    special share="10%" of="good-standing"
    emergency notice="24h" limit="a strike or a lockout" up-to=100
    agenda "members" "executive-board"
    business "noticed-only"
}"#,
};
