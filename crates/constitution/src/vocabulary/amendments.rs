//! How the constitution itself changes: amendment, protected articles, interpretation, outside rules taken over.

use super::shape::Kind;
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[AMENDMENT, PROTECTED, INTERPRETATION, INCORPORATE];

const AMENDMENT: Kind = Kind {
    shape: rule(
        "amendment",
        A_NAME,
        &[],
        &[
            line("proposed-by", WHOM, &[], "who can propose a change", "A change can be proposed by {^*}."),
            line(
                "petition",
                NOTHING,
                SIGNERS,
                "how many must sign a proposal",
                "A proposal needs the signatures of <{number:member:members}^{share}[ {of}]>[, and {each-unit} of each unit].",
            ),
            line(
                "notice",
                A_TIME,
                NOTICE_TERMS,
                "how long before the decision notice is served",
                "Notice of a proposal is served at least {0} before it is decided[, {by}][, to {to}][; {counting}]\
                 [, and again at least {again} before a changed day][. It tells: {content}].",
            ),
            line(
                "readings",
                a_number(10),
                &[],
                "how often it is read before the decision",
                "It is read {0:time:times} before it is decided.",
            ),
            part("decided-by", WHO, &[], "who decides"),
            line(
                "share",
                A_SHARE,
                &[OF, SECRET],
                "how many must agree",
                "It needs {0}[ {of}][, {secret?by secret ballot|without a secret ballot}].",
            ),
            line(
                "turnout",
                A_SHARE,
                &[],
                "the share of those who can vote that must take part",
                "At least {0} of those who can vote must take part.",
            ),
            ladder("approved-by", "who outside must approve it", "approve it", NOTHING_CHANGES),
            line("effective", a_word(words::EFFECTS), &[], "when it takes effect", "It takes effect {0}."),
            line(
                "delay",
                A_TIME,
                &[],
                "how long it waits before it takes effect",
                "It takes effect {0} after the decision.",
            ),
            line(
                "deferred",
                some_words(words::MATTERS),
                &[],
                "subjects on which a change binds only after the next election",
                "A change to any of these takes effect only after the next election: {*}.",
            ),
            line(
                "reaches",
                some_words(words::MATTERS),
                &[],
                "what it may change; without it, everything",
                "It may change only these: {*}.",
            ),
        ],
        "How this constitution, or rules below it, change.",
        "[{decided-by/0} decides on changes to the {~0}|This is how the {~0} can be changed].",
    ),
    subject: "amendment",
    example: r#"amendment "bylaws" {
    proposed-by "members" "executive-board"
    petition share="5%" of="good-standing" each-unit="1%"
    notice "30d" by="post" by="email" content="text date how" to="members" counting="clear-days" again="15d"
    readings 2
    decided-by "membership"
    share "2/3" of="cast" secret=#true
    turnout "40%"
    approved-by "parent-board" within="60d" otherwise="approved"
    effective "at-once"
    delay "31d"
    deferred "terms" "elections" "pay"
    reaches "dues" "meetings"
}"#,
};

const PROTECTED: Kind = Kind {
    shape: rule(
        "protected",
        ARTICLES,
        &[],
        &[
            line(
                "share",
                A_SHARE,
                &[OF],
                "how many must agree to change them",
                "To change this needs {0}[ {of}].",
            ),
            line(
                "immune-to",
                some_words(words::SAFE_FROM),
                &[],
                "what can never touch them",
                "None of these can touch it: {*}.",
            ),
        ],
        "What is harder to change than the rest.",
        "This is protected: {*}.",
    ),
    subject: "amendment",
    example: r#"protected "elections" "complaints" {
    share "3/4" of="cast"
    immune-to "emergency" "bylaws"
}"#,
};

const INTERPRETATION: Kind = Kind {
    shape: rule(
        "interpretation",
        NOTHING,
        &[],
        &[
            required(part("by", WHO, &[], "who says it")),
            part("within", A_TIME, &[], "in what time"),
            line("appeal-to", WHO, &[], "to whom it can be appealed", "That can be appealed to {0}."),
            line(
                "log",
                A_FLAG,
                &[],
                "whether every ruling is kept where members can read it",
                "{0?Every ruling is|Rulings are not} kept where members can read it.",
            ),
        ],
        "Who says what this constitution means.",
        "{by/0} says what this constitution means[, within {within/0}].",
    ),
    subject: "amendment",
    example: r#"interpretation {
    by "executive-board"
    within "30d"
    appeal-to "membership"
    log #true
}"#,
};

const INCORPORATE: Kind = Kind {
    shape: rule(
        "incorporate",
        A_NAME,
        &[],
        &[
            part("edition", A_TEXT, &[], "which edition"),
            line(
                "digest",
                A_TEXT,
                &[],
                "the SHA-256 of the text taken over",
                "The text taken over has this digest: {0}.",
            ),
            line(
                "rank",
                a_word(words::ABOVE_OR_BELOW),
                &[],
                "where it ranks against this constitution",
                "It ranks {0}.",
            ),
        ],
        "Outside rules that are taken over.",
        "These rules are taken over: {0}[, edition {edition/0}].",
    ),
    subject: "amendment",
    example: r#"incorporate "rules-of-order" {
    edition "12"
    digest "sha256:edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb"
    rank "below"
}"#,
};
