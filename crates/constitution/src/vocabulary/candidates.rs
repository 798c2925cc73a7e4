//! What stands around an election: nomination, eligibility, equal chances, protests.

use super::shape::{Holds, Kind};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[NOMINATION, ELIGIBILITY, CAMPAIGN_PARITY, ELECTION_PROTEST];

const NOMINATION: Kind = Kind {
    shape: rule(
        "nomination",
        AN_ELECTION,
        &[],
        &[
            line(
                "notice",
                A_TIME,
                NOTICE_TERMS,
                "how long before nominations open notice of them is served",
                "Notice of nominations is served at least {0} before they open[, {by}][, to {to}]\
                 [; {counting}][, and again at least {again} before a changed day][. It tells: {content}].",
            ),
            line("window", A_TIME, &[], "how long nominations stay open", "Nominations stay open for {0}."),
            line(
                "closes",
                A_YEARLY,
                &[],
                "the last day of the year on which nominations can close",
                "Nominations close by {0}.",
            ),
            line(
                "closed-before",
                A_TIME,
                &[],
                "how long before voting nominations have closed",
                "Nominations have closed at least {0} before voting opens.",
            ),
            line(
                "accept",
                NOTHING,
                WITHIN,
                "how long a nominee has to accept",
                "A nominee has {within} to accept.",
            ),
            line(
                "seconders",
                a_count(MOST_PEOPLE),
                &[],
                "how many others must second",
                "A nomination needs {0:seconder:seconders}.",
            ),
            line(
                "self",
                A_FLAG,
                &[],
                "whether members can nominate themselves",
                "Members {0?can|cannot} nominate themselves.",
            ),
            line(
                "endorsed-by",
                WHO,
                &[],
                "a body without which nobody is nominated",
                "Nobody is nominated whom {0} does not endorse.",
            ),
            line(
                "least",
                a_number(100),
                &[],
                "the fewest candidates for an office",
                "There must be at least {0:candidate:candidates} for an office.",
            ),
            line(
                "petition",
                NOTHING,
                SIGNERS,
                "how many signatures nominate",
                "Signatures nominate too: those of <{number:member:members}^{share}[ {of}]>[, and {each-unit} of each unit].",
            ),
        ],
        "How members are nominated for an election.",
        "Members are nominated for the election of {0}.",
    ),
    subject: "nominations",
    example: r#"nomination "officers" {
    notice "14d" by="post" by="email" content="offices how eligibility deadline" to="members" counting="clear-days" again="15d"
    window "15d"
    closes "17 september"
    closed-before "8d"
    accept within="7d"
    seconders 1
    self #true
    endorsed-by "executive-board"
    least 2
    petition number=50 share="5%" of="good-standing" each-unit="1%"
}"#,
};

const ELIGIBILITY: Kind = Kind {
    shape: rule(
        "eligibility",
        AN_ELECTION,
        &[],
        &[
            part("member-for", A_TIME, &[], "how long they must have been a member"),
            part("good-standing", A_FLAG, &[], "whether they must be in good standing"),
            part("exclude", some_words(words::EXCLUDED), &[], "facts that keep a member from standing"),
            line(
                "standing-for",
                A_TIME,
                &[],
                "how long they must have been in good standing without a break",
                "They must have been in good standing for {0} without a break.",
            ),
            line(
                "attendance",
                NOTHING,
                &[
                    must("share", Holds::Share, "the share of meetings"),
                    may("over", Holds::Time, "of the meetings of what time"),
                ],
                "how many meetings they must have come to",
                "They must have come to {share} of the meetings[ of the last {over}].",
            ),
            line(
                "prior-office",
                A_FLAG,
                &[],
                "whether they must have held an office before",
                "They {0?must|need not} have held an office before.",
            ),
            line(
                "judged-by",
                WHO,
                &[may("of", Holds::Text, "what is judged: character, loyalty")],
                "who judges what no record shows",
                "{0} judges them[: {of}].",
            ),
            line(
                "declared",
                A_TEXT,
                &[],
                "when and where these conditions are made known",
                "These conditions are made known: {0}.",
            ),
            line(
                "retroactive",
                A_FLAG,
                &[],
                "whether a new condition asks for time before it was made",
                "A new condition {0?also|never} asks for what was before it was made.",
            ),
            ladder(
                "decided-by",
                "who decides who may stand",
                "decide who may stand",
                "the nominee may stand",
            ),
            line(
                "appeal-to",
                WHO,
                MAYBE_WITHIN,
                "to whom a nominee can appeal",
                "A nominee who is refused can appeal to {0}[ within {within}].",
            ),
        ],
        "Who may stand in an election.",
        "Whoever is a member[{good-standing/0? in good standing|, in good standing or not,}]\
         [ and has been one for {member-for/0}] can stand in the election of {0}[, except {exclude/*}].",
    ),
    subject: "eligibility",
    example: r#"eligibility "officers" {
    member-for "6 months"
    good-standing #true
    exclude "supervisor" "barred-by-law"
    standing-for "3 months"
    attendance share="50%" over="3y"
    prior-office #false
    judged-by "executive-board" of="good character"
    declared "with the notice of nominations"
    retroactive #false
    decided-by "election-committee" within="5d" otherwise="stands"
    appeal-to "protest-board" within="10d"
}"#,
};

const CAMPAIGN_PARITY: Kind = Kind {
    shape: rule(
        "campaign-parity",
        NOTHING,
        &[],
        &[
            line(
                "distribution",
                A_FLAG,
                &[],
                "whether every candidate can have messages sent to all members",
                "A candidate {0?can|cannot} have messages sent to all members.",
            ),
            line(
                "equal-cost",
                A_FLAG,
                &[],
                "whether that costs every candidate the same",
                "That {0?costs every candidate the same|can cost one candidate more than another}.",
            ),
            line(
                "list-inspection",
                A_FLAG,
                &[],
                "whether every candidate can inspect the list of members",
                "A candidate {0?can|cannot} inspect the list of members.",
            ),
            line(
                "official-channels",
                a_word(words::OFFICIAL_CHANNELS),
                &[],
                "to whom the union's own channels are open",
                "During a campaign the union's channels are {0}.",
            ),
            line(
                "union-money",
                A_FLAG,
                &[],
                "whether the union's money can be used for a candidate",
                "The money of the union {0?can|cannot} be used for a candidate.",
            ),
            line(
                "member-data",
                a_word(words::DATA_USES),
                &[],
                "what the data of members can be used for",
                "The data of members {0}.",
            ),
        ],
        "Equal chances for candidates.",
        "Candidates have equal chances under these rules.",
    ),
    subject: "elections",
    example: r#"campaign-parity {
    distribution #true
    equal-cost #true
    list-inspection #true
    official-channels "neutral"
    union-money #false
    member-data "roll-only"
}"#,
};

const ELECTION_PROTEST: Kind = Kind {
    shape: rule(
        "election-protest",
        AN_ELECTION,
        &[],
        &[
            part("window", A_TIME, &[], "how long after the result a protest can be filed"),
            part("standing", a_word(words::ANYBODY), &[], "who can protest"),
            ladder("decided-by", "who decides", "decide protests", "the result stands"),
            line(
                "appeal-to",
                WHO,
                MAYBE_WITHIN,
                "to whom the decision can be appealed",
                "The decision can be appealed to {0}[ within {within}].",
            ),
            line(
                "rights-text",
                A_FLAG,
                &[],
                "whether the decision names the rights that remain outside the union",
                "The decision {0?names|does not name} the rights that remain outside the union.",
            ),
        ],
        "Protests against an election.",
        "[{standing/0}|a member] can protest against the election of {0}[ within {window/0} of the result].",
    ),
    subject: "protests",
    example: r#"election-protest "officers" {
    window "10d"
    standing "candidates"
    decided-by "protest-board" within="30d" otherwise="stands"
    appeal-to "membership" within="29d"
    rights-text #true
}"#,
};
