//! Money and the outside world: finance, reports to authorities, bargaining.

use super::shape::{Args, Holds, Kind, Slot};
use super::table::*;
use super::words;

pub(super) const KINDS: &[Kind] = &[FINANCE, FILING, BARGAINING];

const CHANGE: &[Slot] = &[
    may("decided-by", Holds::Who, "who decides a change"),
    SHARE,
    OF,
    SECRET,
    may("notice", Holds::Time, "how long before notice is served"),
];

const FINANCE: Kind = Kind {
    shape: rule(
        "finance",
        NOTHING,
        &[],
        &[
            line(
                "dues",
                NOTHING,
                CHANGE,
                "how dues change",
                "Dues are changed <by {decided-by};with {share}[ {of}];{secret?by secret ballot|without a secret ballot};\
                 after a notice of {notice}>.",
            ),
            line(
                "assessments",
                NOTHING,
                CHANGE,
                "how an assessment is raised",
                "Assessments are raised <by {decided-by};with {share}[ {of}];{secret?by secret ballot|without a secret ballot};\
                 after a notice of {notice}>.",
            ),
            repeated(line(
                "spend",
                WHO,
                &[may("up-to", Holds::Number(MOST_MONEY), "up to what amount")],
                "who can spend",
                "{0} can spend[ up to {up-to}] at once.",
            )),
            line(
                "signatories",
                a_number(100),
                &[],
                "how many must sign for money",
                "Every payment needs {0:signature:signatures}.",
            ),
            line(
                "bond",
                Args { holds: Holds::Flag, least: 0, most: 1, called: "#true or #false" },
                &[may("share", Holds::Share, "of the funds handled")],
                "whether whoever handles money is bonded",
                "Whoever handles money is [{0?bonded|not bonded}|bonded][ for {share} of it].",
            ),
            line(
                "audit",
                NOTHING,
                &[must("every", Holds::Time, "how often"), may("by", Holds::Who, "by whom")],
                "when the books are audited",
                "The books are audited every {every}[, by {by}].",
            ),
            line(
                "loans",
                NOTHING,
                &[must("at-most", Holds::Count(MOST_MONEY), "how much in all")],
                "how much the union can lend to an officer",
                "Loans to an officer are {at-most} in all at most.",
            ),
            line(
                "liability",
                a_word(words::LIABILITIES),
                &[],
                "whether officers answer for losses",
                "Officers {0}.",
            ),
            line(
                "fiscal-year",
                a_word(words::MONTHS),
                &[],
                "the month in which the fiscal year begins",
                "The fiscal year begins in {0}.",
            ),
        ],
        "Money: dues, spending, audit.",
        "The money of the union is handled under these rules.",
    ),
    subject: "money",
    example: r#"finance {
    dues decided-by="membership" share="majority" of="cast" secret=#true notice="14d"
    assessments decided-by="membership" share="2/3" of="cast" secret=#true notice="21d"
    spend "treasurer" up-to=500
    spend "executive-board" up-to=5000
    signatories 2
    bond #true share="10%"
    audit every="1y" by="audit-committee"
    loans at-most=2000
    liability "full"
    fiscal-year "january"
}"#,
};

const FILING: Kind = Kind {
    shape: rule(
        "filing",
        A_NAME,
        &[],
        &[
            required(part("by", WHO, &[], "who files it")),
            required(part("within", A_TIME, &[], "in what time")),
            part("after", a_word(words::FILING_STARTS), &[], "after what"),
        ],
        "A report to an authority.",
        "{by/0} files this report within {within/0}[ of {after/0}]: {0}.",
    ),
    subject: "money",
    example: r#"filing "lm-3" {
    by "treasurer"
    within "90d"
    after "fiscal-year-end"
}"#,
};

const BARGAINING: Kind = Kind {
    shape: rule(
        "bargaining",
        NOTHING,
        &[],
        &[
            part("committee", WHO, &[], "who bargains"),
            line(
                "open",
                A_FLAG,
                &[],
                "whether members can be there",
                "Bargaining is {0?open|closed} to members.",
            ),
            line("demands", A_TEXT, &[], "how demands come about", "Demands: {0}."),
            line(
                "ratification",
                NOTHING,
                &[
                    MUST_SHARE,
                    OF,
                    SECRET,
                    may("contents", Holds::Time, "how long before the vote members can read the contract"),
                    may("window", Holds::Time, "how long voting stays open"),
                ],
                "how members accept a contract",
                "A contract is accepted with {share}[ {of}][, {secret?by secret ballot|without a secret ballot}]\
                 [, read {contents} before the vote][, in a vote of {window}].",
            ),
            line(
                "strike",
                NOTHING,
                &[
                    MUST_SHARE,
                    OF,
                    SECRET,
                    may("turnout", Holds::Share, "the share of those who can vote that must take part"),
                ],
                "how members decide on a strike",
                "A strike needs {share}[ {of}][, {secret?by secret ballot|without a secret ballot}]\
                 [, with a turnout of {turnout}].",
            ),
            line(
                "mandate",
                A_TIME,
                &[],
                "how long the vote for a strike holds",
                "The vote for a strike holds for {0}.",
            ),
            line(
                "notice-to-employer",
                A_TIME,
                &[],
                "how long before the employer is told",
                "The employer is told {0} before.",
            ),
            line(
                "settled-by",
                a_word(words::SETTLERS),
                &[],
                "who settles with the employer",
                "{0} settles with the employer.",
            ),
            line(
                "board-may-accept-rejected",
                A_FLAG,
                &[],
                "whether the board may accept what members rejected",
                "The board {0?may|may not} accept what members rejected.",
            ),
        ],
        "Bargaining, contracts and strikes.",
        "[{committee/0} bargains for the members|The union bargains for the members].",
    ),
    subject: "bargaining",
    example: r#"bargaining {
    committee "executive-board"
    open #true
    demands "members propose them and vote on them"
    ratification share="majority" of="cast" secret=#true contents="72h" window="7d"
    strike share="2/3" of="present" secret=#true turnout="50%"
    mandate "12 months"
    notice-to-employer "10d"
    settled-by "membership"
    board-may-accept-rejected #false
}"#,
};
