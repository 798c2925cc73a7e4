//! Cases between members: complaints, hearings, appeals; who steps aside, and who is drawn in their place.

use super::shape::{Holds, Kind};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[COMPLAINT, HEARING, RECUSAL, SORTITION, APPEAL];

const COMPLAINT: Kind = Kind {
    shape: rule(
        "complaint",
        A_NAME,
        &[],
        &[
            required(part("about", a_word(words::ANYBODY), &[], "whom it can be about")),
            part("filed-with", WHOM, &[], "where it can be filed; two doors are safer than one"),
            line(
                "file-within",
                A_TIME,
                &[],
                "how long there is to complain",
                "It is filed within {0} of learning of it.",
            ),
            ladder(
                "acknowledged-by",
                "who says that it has arrived",
                "acknowledge it",
                "it counts as acknowledged",
            ),
            slack_ladder("screened-by", "who decides whether it goes on", "screen it", "it goes on"),
            line("panel-chosen-by", WHO, &[], "who chooses the panel", "The panel is chosen by {0}."),
            slack_ladder("decided-by", "who decides it", "decide it", NOTHING_CHANGES),
            line(
                "told",
                NOTHING,
                &[
                    must("within", Holds::Time, "in what time"),
                    may("by", Holds::Who, "by whom"),
                    may("otherwise", Holds::BearerOrEnd, "what follows when they do not"),
                ],
                "when the parties are told the outcome",
                "The parties are told the outcome within {within}[, by {by}][, else {otherwise}].",
            ),
            repeated(line(
                "interim",
                A_TEXT,
                &[
                    may("at-most", Holds::Time, "how long"),
                    may("review", Holds::Time, "how often it is looked at again"),
                    may("by", Holds::Who, "who orders it"),
                ],
                "a measure until the decision",
                "Until the decision this can be ordered[ by {by}]: {0}[, for {at-most} at most][, reviewed every {review}].",
            )),
            line(
                "on-resignation",
                a_word(words::ON_RESIGNATION),
                &[],
                "what follows when the respondent resigns",
                "When the respondent resigns, the case {0}.",
            ),
            line(
                "retaliation",
                a_word(words::FORBIDDEN),
                &[],
                "that retaliation is forbidden",
                "Retaliation is {0}.",
            ),
            line(
                "confidential",
                some_words(words::CONFIDENCES),
                &[may("until", Holds::Text, "until when")],
                "among whom it stays",
                "It stays among these[, until {until}]: {*}.",
            ),
            line(
                "withdrawal",
                a_word(words::WITHDRAWERS),
                &[],
                "who can withdraw it",
                "It can be withdrawn by {0}.",
            ),
            line(
                "appeal-to",
                WHO,
                &[],
                "to whom the decision can be appealed",
                "The decision can be appealed to {0}.",
            ),
            line(
                "fee",
                MAYBE_TEXT,
                &[may("refunded", Holds::Flag, "whether it is paid back to whoever is right")],
                "what it costs to complain",
                "It costs [{0}|money][, which is {refunded?paid back|not paid back}].",
            ),
        ],
        "Complaints: where they go, who decides, by when.",
        "Complaints about {about/0} ({~0}) [can be filed with {^filed-with/*}|are treated so].",
    ),
    subject: "complaints",
    example: r#"complaint "about-officers" {
    about "officers"
    filed-with "secretary" "protest-board"
    file-within "90d"
    acknowledged-by "secretary" within="3d" otherwise="protest-board"
    acknowledged-by "protest-board" within="4d" otherwise="stands"
    screened-by "protest-board" within="10d" otherwise="stands"
    panel-chosen-by "election-committee"
    decided-by "trial-board" within="60d" otherwise="draw-again"
    told within="7d" by="secretary" otherwise="clock"
    interim "leave with pay" at-most="30d" review="14d" by="protest-board"
    on-resignation "continues"
    retaliation "forbidden"
    confidential "parties" "panel" until="the decision"
    withdrawal "complainant"
    appeal-to "membership"
    fee "ten dollars" refunded=#true
}"#,
};

const HEARING: Kind = Kind {
    shape: rule(
        "hearing",
        A_NAME,
        &[],
        &[
            part("held-by", WHO, &[], "who holds it"),
            line(
                "charges",
                NOTHING,
                &[
                    may("written", Holds::Flag, "whether they are in writing"),
                    may("specific", Holds::Flag, "whether they say exactly what was done"),
                ],
                "what charges must be like",
                "Charges <{written?are in writing|need not be in writing};\
                 {specific?say exactly what was done|need not say exactly what was done}>.",
            ),
            line(
                "served",
                NOTHING,
                WITHIN,
                "when they are served on the accused",
                "They are served on the accused within {within}.",
            ),
            line(
                "prepare",
                A_TIME,
                &[],
                "how long the accused has to prepare",
                "The accused has {0} to prepare.",
            ),
            line("open", A_FLAG, &[], "whether members can be there", "It is {0?open|closed} to members."),
            line(
                "both-sides",
                A_FLAG,
                &[],
                "whether both sides are heard",
                "{0?Both sides are|Not both sides need be} heard.",
            ),
            line(
                "witnesses",
                A_FLAG,
                &[],
                "whether both can call and question witnesses",
                "Both sides {0?can|cannot} call and question witnesses.",
            ),
            line("decided-within", A_TIME, &[], "when it is decided", "It is decided within {0}."),
            line(
                "reasons",
                A_FLAG,
                &[],
                "whether the decision gives reasons",
                "The decision {0?gives|need not give} reasons.",
            ),
            repeated(line(
                "sanction",
                a_word(words::SANCTIONS),
                &[may("at-most", Holds::Time, "how long at most")],
                "what can be imposed",
                "This can be imposed: {0}[, for {at-most} at most].",
            )),
            line(
                "automatic",
                A_FLAG,
                &[],
                "whether anything is imposed without a hearing",
                "{0?A sanction can be imposed without a hearing|Nothing is imposed without a hearing}.",
            ),
            line(
                "except",
                some_names("reasons"),
                &[],
                "what needs no hearing",
                "No hearing is needed for {*}.",
            ),
            line(
                "appeal-to",
                WHO,
                &[],
                "to whom the decision can be appealed",
                "The decision can be appealed to {0}.",
            ),
        ],
        "Hearings before anybody is disciplined.",
        "[A hearing ({~0}) is held by {held-by/0}|These rules hold for hearings ({~0})].",
    ),
    subject: "discipline",
    example: r#"hearing "discipline" {
    held-by "trial-board"
    charges written=#true specific=#true
    served within="7d"
    prepare "14d"
    open #true
    both-sides #true
    witnesses #true
    decided-within "30d"
    reasons #true
    sanction "suspension" at-most="90d"
    sanction "expulsion"
    automatic #false
    except "non-payment"
    appeal-to "membership"
}"#,
};

const RECUSAL: Kind = Kind {
    shape: rule(
        "recusal",
        NOTHING,
        &[],
        &[
            part("who", some_words(words::CONFLICTS), &[], "who steps aside"),
            part(
                "from",
                some_words(words::PROCEEDINGS),
                &[],
                "from what; without it, from everything that concerns them",
            ),
            repeated(line(
                "replaced-by",
                WHO,
                &[may(
                    "chosen-by",
                    Holds::Who,
                    "who chooses the replacement; of several lines, the first whose chooser is not involved holds",
                )],
                "who takes the place: an office, a body, or `uninvolved-member`",
                "The place is taken by {0}[, chosen by {chosen-by}].",
            )),
            line(
                "majority-to",
                WHO,
                &[],
                "where the matter goes when most must step aside",
                "When most must step aside, the matter goes to {0}.",
            ),
            line(
                "declares",
                WHOM,
                &[],
                "who must say that somebody has to step aside",
                "This must be declared by {^*}.",
            ),
        ],
        "Who must step aside.",
        "[{^who/*}|whoever has an interest in a matter] takes no part[ in {^from/*}|in it].",
    ),
    subject: "complaints",
    example: r#"recusal {
    who "party" "witness" "appointee"
    from "complaint" "hearing"
    replaced-by "lot-committee" chosen-by="election-committee"
    majority-to "membership"
    declares "members"
}"#,
};

const SORTITION: Kind = Kind {
    shape: rule(
        "sortition",
        BODIES,
        &[],
        &[
            part("from", a_word(words::POOLS), &[], "from whom it is drawn"),
            part("seats", a_number(MOST_SEATS), &[], "how many are drawn"),
            line(
                "alternates",
                a_count(MOST_SEATS),
                &[],
                "how many are drawn besides",
                "Drawn besides: {0:alternate:alternates}.",
            ),
            line("exclude", some_words(words::LEFT_OUT), &[], "who is left out", "Left out are {*}."),
            line(
                "challenges",
                a_count(MOST_SEATS),
                &[],
                "how many each side can refuse without a reason",
                "Each side can refuse {0:of those drawn:of those drawn} without a reason.",
            ),
            line("seed", a_word(words::SEEDS), &[], "where the chance comes from", "Chance comes from {0}."),
            ladder("drawn-by", "who draws", "draw", NOTHING_CHANGES),
            line(
                "redraw-every",
                A_TIME,
                &[],
                "how often it is drawn anew until it acts",
                "Until it acts, it is drawn anew every {0}.",
            ),
        ],
        "A choice by lot.",
        "Drawn by lot[ from {from/0}][, {seats/0:person:people} each]: {*}.",
    ),
    subject: "complaints",
    example: r#"sortition "lot-committee" {
    from "good-standing"
    seats 3
    alternates 2
    exclude "officers" "candidates"
    challenges 1
    seed "public-beacon"
    drawn-by "election-committee" within="5d" otherwise="clock"
    redraw-every "14d"
}"#,
};

const APPEAL: Kind = Kind {
    shape: rule(
        "appeal",
        A_NAME,
        &[],
        &[
            required(part("from", some_words(words::PROCEEDINGS), &[], "from what")),
            required(part("to", WHO, &[], "to whom")),
            part("file-within", A_TIME, &[], "how long there is to appeal"),
            ladder("decided-by", "who decides it", "decide it", "the decision stands"),
            line("decided-within", A_TIME, &[], "when it is decided", "It is decided within {0}."),
            line(
                "stays",
                A_FLAG,
                &[],
                "whether the decision waits meanwhile",
                "Meanwhile the decision {0?waits|holds}.",
            ),
            line("final", A_FLAG, &[], "whether this is the last step", "This {0?is|is not} the last step."),
            line("cost", a_word(words::COSTS), &[], "who bears the cost", "The cost {0}."),
            line(
                "outside-after",
                A_TIME,
                &[],
                "after what time a member may go to a court or an authority, whatever has happened here",
                "After {0} a member may go to a court or an authority, whatever has happened here.",
            ),
        ],
        "Appeals from a decision.",
        "An appeal ({~0}) goes from the decision in {^from/*} to {to/0}[, within {file-within/0}].",
    ),
    subject: "complaints",
    example: r#"appeal "to-members" {
    from "complaint" "hearing"
    to "membership"
    file-within "30d"
    decided-by "membership" within="60d" otherwise="stands"
    decided-within "90d"
    stays #true
    final #true
    cost "none"
    outside-after "91d"
}"#,
};
