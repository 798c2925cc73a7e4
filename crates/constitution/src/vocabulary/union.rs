//! What a union stands on: bodies, units, classes of members, good standing, offices, terms.

use super::shape::{Holds, Kind, Slot};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[BODY, UNIT, MEMBER_CLASS, STANDING, OFFICE, TERM];

const SEATS: Slot = may("seats", Holds::Number(MOST_SEATS), "how many people");
const TITLE: Slot = may("title", Holds::Text, "how people call it");

const BODY: Kind = Kind {
    shape: rule(
        "body",
        A_NEW_ID,
        &[
            must("kind", Holds::OneOf(words::BODY_KINDS), "what sort of body"),
            SEATS,
            TITLE,
            may("parent", Holds::Who, "the body it is part of"),
        ],
        &[
            line("seat", OFFICES, &[], "offices that sit on it", "These sit on it by office: {*}."),
            line(
                "chosen",
                NOTHING,
                &[
                    must("how", Holds::OneOf(words::CHOSEN), "how those who sit on it come to sit there"),
                    may("by", Holds::Who, "who chooses them"),
                ],
                "how those who sit on it come to sit there",
                "Those who sit on it are {how}[ by {by}].",
            ),
            line("serves", A_TIME, &[], "how long they sit", "They serve {0}."),
            line("paid", A_FLAG, &[], "whether they are paid", "{0?They are paid|They are not paid}."),
        ],
        "A group of people that can owe duties.",
        "{0} is {kind}[ of {seats}][, part of {parent}].",
    ),
    subject: "officers",
    example: r#"body "trial-board" kind="board" seats=5 title="board of trial" parent="membership" {
    seat "president" "secretary"
    chosen how="lot" by="election-committee"
    serves "2y"
    paid #false
}"#,
};

const UNIT: Kind = Kind {
    shape: rule(
        "unit",
        A_NEW_ID,
        &[
            TITLE,
            may("parent", Holds::Who, "the unit or body it is part of"),
            may("least", Holds::Number(MOST_PEOPLE), "how many members it must have"),
        ],
        &[],
        "A part of the membership: a workplace, a craft, a region.",
        "{0} is a unit[ of {parent}][, with at least {least:member:members}].",
    ),
    subject: "membership",
    example: r#"unit "night-shift" title="night shift" parent="membership" least=20"#,
};

const MEMBER_CLASS: Kind = Kind {
    shape: rule(
        "member-class",
        A_NEW_ID,
        &[TITLE],
        &[
            part("who", A_TEXT, &[], "who belongs to it"),
            line("votes", A_FLAG, &[], "whether they vote", "{0?They vote|They do not vote}."),
            line(
                "stands",
                A_FLAG,
                &[],
                "whether they can stand for office",
                "{0?They can stand for office|They cannot stand for office}.",
            ),
        ],
        "A class of members with rights of its own.",
        "There is a class of members: {~0}[, {who/0}].",
    ),
    subject: "membership",
    example: r#"member-class "retirees" {
    who "former workers who draw a pension"
    votes #true
    stands #false
}"#,
};

const STANDING: Kind = Kind {
    shape: rule(
        "standing",
        NOTHING,
        &[],
        &[
            required(part("kept-by", WHO, &[], "who keeps the roll")),
            line("late-after", A_TIME, &[], "when dues are late", "Dues are late {0} after they are due."),
            line(
                "automatic",
                A_FLAG,
                &[],
                "whether good standing is lost as soon as dues are late, without a word to the member",
                "Whoever is late {0?loses good standing at once|is told before good standing is lost}.",
            ),
            line(
                "grace",
                A_TIME,
                &[],
                "how late dues can be before good standing is lost",
                "A member whose dues are late stays in good standing for {0}.",
            ),
            line(
                "cure",
                NOTHING,
                &[must("before", Holds::OneOf(words::CURES), "until when")],
                "until when a member can pay and be in good standing again",
                "Whoever pays what is owed {before} is in good standing again.",
            ),
            line(
                "checkoff-protected",
                A_FLAG,
                &[],
                "whether dues that the employer passes on late count as paid",
                "Dues that an employer deducts and passes on late {0?are never|can be} held against the member.",
            ),
            line(
                "requires",
                some_words(words::DETAILS),
                &[],
                "what the roll holds of every member",
                "The roll holds of every member: {*}.",
            ),
        ],
        "Good standing, and who keeps the roll.",
        "{kept-by/0} keeps the roll.",
    ),
    subject: "membership",
    example: r#"standing {
    kept-by "secretary"
    late-after "1 month"
    automatic #false
    grace "60d"
    cure before="nominations-close"
    checkoff-protected #true
    requires "home-address" "email"
}"#,
};

const OFFICE: Kind = Kind {
    shape: rule(
        "office",
        A_NEW_ID,
        &[SEATS, TITLE],
        &[
            line("elected-by", WHO, &[], "who elects it", "{0} elects."),
            line("appointed-by", WHO, &[], "who appoints it", "{0} appoints."),
            line("sits-on", BODIES, &[], "bodies it sits on", "Whoever holds it sits on {*}."),
            line(
                "exclude",
                some_words(words::EXCLUDED),
                &[],
                "facts that keep a member from it",
                "Nobody can hold it who is {^*}.",
            ),
            line(
                "other-offices",
                A_FLAG,
                &[],
                "whether its holder can hold another office",
                "Whoever holds it {0?can|cannot} hold another office.",
            ),
            line("pay", A_TEXT, &[], "what it is paid", "Pay: {0}."),
        ],
        "An office.",
        "[{seats:person holds:people hold} the office of {~0}|There is the office of {~0}].",
    ),
    subject: "officers",
    example: r#"office "treasurer" seats=2 title="keeper of accounts" {
    elected-by "membership"
    appointed-by "president"
    sits-on "executive-board"
    exclude "supervisor" "barred-by-law"
    other-offices #false
    pay "the wages lost to the work of the office"
}"#,
};

const TERM: Kind = Kind {
    shape: rule(
        "term",
        MAYBE_OFFICES,
        &[],
        &[
            part("for", OFFICES, &[], "the offices, or all-offices"),
            required(part("length", A_TIME, &[], "how long")),
            line("starts", A_TEXT, &[], "when it starts", "Start of the term: {0}."),
            line(
                "measured-from",
                a_word(words::MEASURES),
                &[],
                "from what it is counted",
                "It is counted from {0}.",
            ),
            line(
                "max-consecutive",
                a_number(100),
                &[],
                "how many terms in a row one person can serve",
                "Nobody serves more than {0:term:terms} in a row.",
            ),
            line(
                "holdover",
                a_word(words::HOLDOVERS),
                &[],
                "what becomes of an officer whose term has ended",
                "When a term has ended, {0}.",
            ),
            line(
                "holdover-at-most",
                A_TIME,
                &[],
                "how long an officer can stay after the term",
                "Nobody stays in office for more than {0} after a term.",
            ),
            repeated(line(
                "extended-by",
                WHO,
                &[
                    must("by", Holds::Time, "by how much"),
                    may("times", Holds::Number(100), "how often; without it, as often as it likes"),
                ],
                "who can make a term longer",
                "{0} can make a term longer by {by}[, {times:time:times} at most].",
            )),
        ],
        "How long an office is held.",
        "The term of [{*}|{for/*}] is {length/0}.",
    ),
    subject: "officers",
    example: r#"term {
    for "president" "treasurer"
    length "2y"
    starts "when the result is certified"
    measured-from "last-election"
    max-consecutive 3
    holdover "until-successor"
    holdover-at-most "90d"
    extended-by "membership" by="60d" times=1
}"#,
};
