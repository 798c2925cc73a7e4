//! Empty offices, and the time before the first election.

use super::shape::{Holds, Kind};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[VACANCY, SUCCESSION, TRANSITION];

const VACANCY: Kind = Kind {
    shape: rule(
        "vacancy",
        NOTHING,
        &[],
        &[
            required(part("for", OFFICES, &[], "the offices, or all-offices")),
            part("when", some_words(words::CAUSES), &[], "what makes them empty"),
            line(
                "runner-up",
                A_FLAG,
                &[],
                "whether the next in the order of votes takes it first",
                "Whoever is next in the order of votes {0?takes it first|does not follow}.",
            ),
            slack_ladder("filled-by", "who fills it", "fill it", "it stays empty"),
            line(
                "special-election",
                NOTHING,
                WITHIN,
                "when a special election is held",
                "A special election is held within {within}.",
            ),
            line(
                "acting-at-most",
                A_TIME,
                &[],
                "how long somebody can act in it",
                "Nobody acts in it for longer than {0}.",
            ),
            line("until", a_word(words::UNTILS), &[], "until when it is filled so", "It is filled {0}."),
            line(
                "caretaker",
                WHO,
                &[],
                "who acts when nobody is left to fill it",
                "When nobody is left to fill it, {0} acts.",
            ),
        ],
        "How an empty office is filled.",
        "When an office is empty[ through {^when/*}], this holds for {for/*}.",
    ),
    subject: "vacancies",
    example: r#"vacancy {
    for "president" "treasurer"
    when "death" "resignation" "recall"
    runner-up #true
    filled-by "executive-board" within="14d" otherwise="membership"
    filled-by "membership" within="60d" otherwise="clock"
    special-election within="120d"
    acting-at-most "90d"
    until "special-election"
    caretaker "protest-board"
}"#,
};

const SUCCESSION: Kind = Kind {
    shape: rule(
        "succession",
        NOTHING,
        &[],
        &[
            required(part("for", OFFICES, &[], "the office")),
            required(part("then", WHOM, &[], "who follows, in order")),
            part("within", A_TIME, &[], "in what time"),
            line(
                "last",
                args_of_last(),
                &[],
                "who follows when none of these can",
                "When none of these can, this follows: {0}.",
            ),
        ],
        "Who follows in an empty office.",
        "When the office of {for/*} is empty, these follow in this order[, within {within/0}]: {then/*}.",
    ),
    subject: "vacancies",
    example: r#"succession {
    for "president"
    then "vice-president" "secretary"
    within "7d"
    last "clock"
}"#,
};

const fn args_of_last() -> super::shape::Args {
    super::shape::Args { holds: Holds::BearerOrEnd, least: 1, most: 1, called: "one body, or `clock`" }
}

const TRANSITION: Kind = Kind {
    shape: rule(
        "transition",
        NOTHING,
        &[],
        &[
            part("provisional", WHOM, &[], "who acts until then"),
            line(
                "first-election",
                NOTHING,
                &[
                    must("within", Holds::Time, "in what time"),
                    may("after", Holds::OneOf(words::BEGINNINGS), "after what"),
                ],
                "when the first election is held",
                "The first election is held within {within}[ of this: {after}].",
            ),
            line("expires", A_TIME, &[], "when this ends by itself", "This ends by itself after {0}."),
            line(
                "renewable",
                NOTHING,
                &[may("times", Holds::Count(100), "how often; without it, as often as somebody likes")],
                "whether it can be made longer",
                "It can be made longer[, {times:time:times} at most].",
            ),
        ],
        "The time before the first election.",
        "Until the first election [{provisional/*} acts|somebody acts].",
    ),
    subject: "elections",
    example: r#"transition {
    provisional "executive-board"
    first-election within="120d" after="certification"
    expires "1y"
    renewable times=1
}"#,
};
