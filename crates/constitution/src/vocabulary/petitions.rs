//! What members can start by themselves: petitions, votes of all, recall, removal for cause.

use super::shape::{Holds, Kind, Shape, Slot};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[PETITION, REFERENDUM, RECALL, REMOVAL_FOR_CAUSE];

/// How many must sign.
const SIGNATURES: Shape = line(
    "petition",
    NOTHING,
    SIGNERS,
    "how many must sign a petition for it",
    "A petition for it needs the signatures of <{number:member:members}^{share}[ {of}]>[, and {each-unit} of each unit].",
);

const FILED_WITH: Shape =
    line("filed-with", WHOM, &[], "where it can be filed", "It can be filed with {^*}.");

const DECISION: &[Slot] = &[MUST_SHARE, OF, SECRET];

const PETITION: Kind = Kind {
    shape: rule(
        "petition",
        A_NAME,
        &[],
        &[
            required(part("signers", NOTHING, SIGNERS, "how many must sign")),
            part("for", a_word(words::ASKS), &[], "what it asks for"),
            line("fresh", A_TIME, &[], "how long a signature counts", "A signature counts for {0}."),
            line("form", a_word(words::FORMS), &[], "what it can be signed on", "It can be signed {0}."),
            FILED_WITH,
            ladder(
                "validated-by",
                "who checks the signatures",
                "check the signatures",
                "they count as valid",
            ),
            ladder("acted-on-by", "who must act on it", "act on it", NOTHING_CHANGES),
            line(
                "held-within",
                A_TIME,
                &[],
                "when the vote or meeting it asks for is held",
                "What it asks for is held within {0}.",
            ),
        ],
        "What members can ask for with their signatures.",
        "A petition ({~0})[ for {for/0}] needs the signatures of \
         <{signers/number:member:members}^{signers/share}[ {signers/of}]>[, and {signers/each-unit} of each unit].",
    ),
    subject: "petitions",
    example: r#"petition "special-meeting" {
    signers number=50 share="10%" of="good-standing" each-unit="5%"
    for "meeting"
    fresh "90d"
    form "either"
    filed-with "secretary" "protest-board"
    validated-by "secretary" within="5d" otherwise="stands"
    acted-on-by "president" within="10d" otherwise="clock"
    held-within "45d"
}"#,
};

const REFERENDUM: Kind = Kind {
    shape: rule(
        "referendum",
        A_NAME,
        &[],
        &[
            part("about", A_TEXT, &[], "what it can be about"),
            line("initiated-by", WHOM, &[], "who can start it", "It can be started by {^*}."),
            SIGNATURES,
            ladder("called-by", "who calls it", "call the vote", NOTHING_CHANGES),
            line(
                "notice",
                A_TIME,
                NOTICE_TERMS,
                "how long before the vote notice of it is served",
                "Notice of the vote is served at least {0} before[, {by}][, to {to}][; {counting}]\
                 [, and again at least {again} before a changed day][. It tells: {content}].",
            ),
            line("held-within", A_TIME, &[], "when it is held", "It is held within {0}."),
            line("month", a_word(words::MONTHS), &[], "the month it falls in", "It is held in {0}."),
            line("open", A_TIME, &[], "how long voting stays open", "Voting is open for {0}."),
            line("binding", A_FLAG, &[], "whether it binds", "Its outcome {0?binds|does not bind}."),
        ],
        "A vote of the whole membership.",
        "There are votes of all members ({~0})[, on {about/0}].",
    ),
    subject: "petitions",
    example: r#"referendum "general" {
    about "anything but the discipline of a member"
    initiated-by "executive-board" "membership"
    petition share="5%" of="members"
    called-by "secretary" within="10d" otherwise="clock"
    notice "21d" by="post" by="app" content="date how text" to="eligible" counting="clear-days" again="14d"
    held-within "60d"
    month "october"
    open "30d"
    binding #true
}"#,
};

const RECALL: Kind = Kind {
    shape: rule(
        "recall",
        A_NAME,
        &[],
        &[
            required(part("for", OFFICES, &[], "the offices, or all-offices")),
            SIGNATURES,
            line(
                "moved-by",
                WHOM,
                &[],
                "who can start it without a petition",
                "It can also be started by {^*}.",
            ),
            FILED_WITH,
            line("told", NOTHING, WITHIN, "when members are told", "Members are told within {within}."),
            ladder("called-by", "who calls the vote", "call the vote", NOTHING_CHANGES),
            line("vote", NOTHING, WITHIN, "when members vote", "Members vote within {within}."),
            line(
                "under",
                A_NAME,
                &[],
                "the referendum whose rules it follows",
                "It follows the rules of the referendum {0}.",
            ),
            line(
                "decided",
                NOTHING,
                DECISION,
                "how many must agree",
                "The officer leaves if {share}[ {of}] agree[, {secret?by secret ballot|without a secret ballot}].",
            ),
            line(
                "lockout",
                A_TIME,
                &[],
                "how long after an election or recall there is none",
                "There is no recall in the first {0} after an election or another recall.",
            ),
            line(
                "meanwhile",
                a_word(words::MEANWHILE),
                &[],
                "what becomes of the officer meanwhile",
                "Meanwhile the officer {0}.",
            ),
            line("cause", A_FLAG, &[], "whether a reason is needed", "A reason {0?is|is not} needed."),
        ],
        "How members can recall an officer.",
        "Recall of {0}: members can recall officers; this holds for {for/*}.",
    ),
    subject: "recall",
    example: r#"recall "officers" {
    for all-offices
    petition share="20%" of="good-standing" each-unit="2%"
    moved-by "executive-board"
    filed-with "secretary" "protest-board"
    told within="3d"
    called-by "election-committee" within="10d" otherwise="clock"
    vote within="45d"
    under "general"
    decided share="majority" of="cast" secret=#true
    lockout "6 months"
    meanwhile "stays"
    cause #false
}"#,
};

const REMOVAL_FOR_CAUSE: Kind = Kind {
    shape: rule(
        "removal-for-cause",
        A_NAME,
        &[],
        &[
            required(part("for", OFFICES, &[], "the offices, or all-offices")),
            part("grounds", some_words(words::GROUNDS), &[], "for what"),
            line("filed-with", WHOM, &[], "where charges can be filed", "Charges can be filed with {^*}."),
            line(
                "charges",
                NOTHING,
                &[
                    may("written", Holds::Flag, "whether they are in writing"),
                    may("specific", Holds::Flag, "whether they say exactly what was done"),
                    may("served-within", Holds::Time, "when they are served on the accused"),
                ],
                "what charges must be like",
                "Charges <{written?are in writing|need not be in writing};\
                 {specific?say exactly what was done|need not say exactly what was done};\
                 are served on the accused within {served-within}>.",
            ),
            line(
                "told-members",
                NOTHING,
                WITHIN,
                "when members are told before the hearing",
                "Members are told of the hearing within {within}.",
            ),
            line(
                "hearing",
                NOTHING,
                &[
                    may("open", Holds::Flag, "whether members can be there"),
                    may("within", Holds::Time, "when it is held"),
                    may("evidence", Holds::Flag, "whether both sides bring evidence"),
                ],
                "what the hearing must be like",
                "The hearing <{open?is open to members|is closed to members};is held within {within};\
                 {evidence?takes evidence from both sides|does not take evidence from both sides}>.",
            ),
            line(
                "findings",
                NOTHING,
                WITHIN,
                "when members are told the findings",
                "Members are told the findings within {within}.",
            ),
            ladder("decided-by", "who decides", "decide", "the officer stays"),
            line(
                "vote",
                NOTHING,
                DECISION,
                "how many must agree",
                "The officer leaves if {share}[ {of}] agree[, {secret?by secret ballot|without a secret ballot}].",
            ),
            line(
                "appeal-to",
                WHO,
                &[],
                "to whom the decision can be appealed",
                "The decision can be appealed to {0}.",
            ),
            line("final-within", A_TIME, &[], "when all of it has ended", "All of it has ended within {0}."),
            line(
                "protected-from-retaliation",
                A_FLAG,
                &[],
                "whether whoever brings charges is protected",
                "Whoever brings charges {0?is|is not} protected from retaliation.",
            ),
        ],
        "How an officer is removed for something done.",
        "Removal of {0}[ for {^grounds/*}]: this holds for {for/*}.",
    ),
    subject: "recall",
    example: r#"removal-for-cause "officers" {
    for "president" "treasurer"
    grounds "misconduct" "theft"
    filed-with "secretary" "protest-board"
    charges written=#true specific=#true served-within="7d"
    told-members within="10d"
    hearing open=#true within="30d" evidence=#true
    findings within="6d"
    decided-by "protest-board" within="14d" otherwise="nobody"
    vote share="2/3" of="cast" secret=#true
    appeal-to "membership"
    final-within "120d"
    protected-from-retaliation #true
}"#,
};
