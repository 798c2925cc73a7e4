//! What people in office can do and cannot: powers, prohibitions, emergencies, trusteeship.

use super::shape::{Holds, Kind};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[POWER, FORBID, CONFLICT_OF_INTEREST, EMERGENCY, TRUSTEESHIP];

const POWER: Kind = Kind {
    shape: rule(
        "power",
        WHO,
        &[],
        &[
            required(part("may", some_words(words::ACTS), &[], "what it may do")),
            line("limit", A_TEXT, &[], "within what limit", "Limit: {0}."),
            line("up-to", a_number(MOST_MONEY), &[], "up to what amount of money", "Up to this amount: {0}."),
            part("at-most", A_TIME, &[], "for how long at most"),
            line(
                "renewals",
                a_count(100),
                &[],
                "how often it can be renewed; without it, as often as it likes",
                "Number of renewals: {0}.",
            ),
            line(
                "never",
                some_words(words::UNTOUCHED),
                &[],
                "what it never touches",
                "It never touches these: {*}.",
            ),
            line(
                "delegable",
                A_FLAG,
                &[],
                "whether it can be passed on",
                "It {0?can|cannot} be passed on to others.",
            ),
            line("revoked-by", WHO, &[], "who can take it back", "It can be taken back by {0}."),
        ],
        "What an office or body may do.",
        "{0} may {may/*}[, for {at-most/0} at most].",
    ),
    subject: "officers",
    example: r#"power "executive-board" {
    may "spend" "appoint"
    limit "only for what the members have decided"
    up-to 500
    at-most "30d"
    renewals 1
    never "elections" "complaints"
    delegable #false
    revoked-by "membership"
}"#,
};

const FORBID: Kind = Kind {
    shape: rule(
        "forbid",
        a_word(words::FORBIDDEN_ACTS),
        &[may("for", Holds::OneOf(words::BOUND), "whom it binds; without it, everybody")],
        &[line("except", A_TEXT, &[], "what is excepted", "Except: {0}.")],
        "What nobody may do.",
        "This is forbidden[ for {for}]: {0}.",
    ),
    subject: "officers",
    example: r#"forbid "staff-in-elections" for="staff" {
    except "voting as a member"
}"#,
};

const CONFLICT_OF_INTEREST: Kind = Kind {
    shape: rule(
        "conflict-of-interest",
        NOTHING,
        &[],
        &[
            line(
                "declare",
                NOTHING,
                &[must("every", Holds::Time, "how often")],
                "when interests are declared",
                "Officers declare their interests every {every}.",
            ),
            line(
                "covers",
                some_words(words::INTERESTS),
                &[],
                "whose interests count",
                "The interests of these count: {*}.",
            ),
            line(
                "abstain",
                A_FLAG,
                &[],
                "whether an officer with an interest stays out of the decision",
                "An officer with an interest {0?takes no part|may take part} in the decision.",
            ),
            line(
                "divest",
                A_FLAG,
                &[],
                "whether an officer must give up the interest",
                "An officer {0?must|need not} give up such an interest.",
            ),
            line(
                "paid-by-employer",
                a_word(words::FORBIDDEN),
                &[],
                "that nothing may be taken from an employer",
                "To take anything from an employer is {0}.",
            ),
        ],
        "Conflicts of interest of officers.",
        "Officers act for the members alone, under these rules.",
    ),
    subject: "money",
    example: r#"conflict-of-interest {
    declare every="1y"
    covers "self" "spouse" "minor-child"
    abstain #true
    divest #true
    paid-by-employer "forbidden"
}"#,
};

const EMERGENCY: Kind = Kind {
    shape: rule(
        "emergency",
        NOTHING,
        &[],
        &[
            required(part("declared-by", WHO, &[], "who declares it")),
            line("when", A_TEXT, &[], "on what facts", "It needs these facts: {0}."),
            part("at-most", A_TIME, &[], "how long at most"),
            line(
                "renewals",
                a_count(100),
                &[],
                "how often it can be renewed; without it, as often as somebody likes",
                "Number of renewals: {0}.",
            ),
            line("may", some_words(words::ACTS), &[], "what it allows", "It allows to {*}."),
            line(
                "never",
                some_words(words::UNTOUCHED),
                &[],
                "what it never touches",
                "It never touches these: {*}.",
            ),
            line(
                "report",
                NOTHING,
                WITHIN,
                "when members are told",
                "Members are told of it within {within}.",
            ),
            ladder("ratified-by", "who must agree afterwards", "agree to it", "it stands"),
        ],
        "Emergencies, and what they cannot touch.",
        "{declared-by/0} can declare an emergency[, for {at-most/0} at most].",
    ),
    subject: "officers",
    example: r#"emergency {
    declared-by "executive-board"
    when "a fire, a flood or an epidemic keeps members from meeting"
    at-most "30d"
    renewals 1
    may "meet-remotely" "spend"
    never "elections" "complaints"
    report within="3d"
    ratified-by "membership" within="29d" otherwise="lapses"
}"#,
};

const TRUSTEESHIP: Kind = Kind {
    shape: rule(
        "trusteeship",
        NOTHING,
        &[],
        &[
            required(part("imposed-by", WHO, &[], "who imposes it")),
            part("at-most", A_TIME, &[], "how long at most"),
            line(
                "purposes",
                some_words(words::PURPOSES),
                &[],
                "for what",
                "It may be imposed only for this: {^*}.",
            ),
            line(
                "hearing",
                A_FLAG,
                MAYBE_WITHIN,
                "whether there is a hearing",
                "{0?There is a hearing|There is no hearing}[ within {within}].",
            ),
            line(
                "renewals",
                a_count(100),
                &[],
                "how often it can be renewed; without it, as often as the parent likes",
                "Number of renewals: {0}.",
            ),
            line(
                "exit-election",
                NOTHING,
                &[
                    may("within", Holds::Time, "in what time"),
                    may(
                        "called-by",
                        Holds::Name,
                        "who calls it, at such time as they choose where no time is given",
                    ),
                ],
                "when officers are elected again",
                "Officers are elected again[ when {called-by} calls the election][, within {within}].",
            ),
            line("funds", a_word(words::FUNDS), &[], "what becomes of the funds", "The funds {0}."),
        ],
        "Trusteeship: the parent body takes over for a time.",
        "{imposed-by/0} can impose a trusteeship[, for {at-most/0} at most].",
    ),
    subject: "trusteeship",
    example: r#"trusteeship {
    imposed-by "parent-board"
    at-most "12 months"
    purposes "corruption" "democracy"
    hearing #true within="30d"
    renewals 0
    exit-election within="3 months" called-by="trustee"
    funds "kept"
}"#,
};
