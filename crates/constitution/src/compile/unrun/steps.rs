//! What is left to people of the rules that are run step by step, and of those that are not run at all. Run by steps means
//! that a process begins, that its times are kept, that the duty passes on and that everybody can read it. What is owed is
//! done by people, who say that it is done: the program counts no show of hands and sits in no meeting.

/// The kind, the lines or `line.property` (the empty word stands for the rule itself), and what people do.
pub(super) const LEFT: &[(&str, &[&str], &str)] = &[
    ("campaign-parity", &[""], "that candidates have equal chances"),
    ("notice", &[""], "serving the notice that this rule asks for"),
    ("quorum", &["of", "which", "units", "remote"], "who counts towards a quorum"),
    (
        "threshold",
        &["share", "of", "secret", "turnout", "each-unit"],
        "how many must agree: people count and tell the program the outcome",
    ),
    ("meeting", &["body", "agenda", "business"], "who meets, and what a meeting can decide on"),
    (
        "meeting",
        &["notice.by", "notice.content", "notice.to", "notice.counting", "notice.again"],
        "serving notice of a meeting",
    ),
    (
        "meeting",
        &["special.share", "special.of", "special.number"],
        "whether enough members demand a meeting",
    ),
    ("meeting", &["emergency"], "a meeting on short notice"),
    (
        "petition",
        &["signers", "fresh", "form", "filed-with"],
        "collecting signatures, and where they are handed in",
    ),
    ("petition", &["for"], "the meeting or vote that a petition asks for"),
    (
        "referendum",
        &["petition.number", "petition.share", "petition.of", "petition.each-unit"],
        "whether enough members have signed",
    ),
    (
        "referendum",
        &["about", "month", "binding"],
        "what a vote is about, in which month it is, whether it binds",
    ),
    (
        "referendum",
        &["notice.by", "notice.content", "notice.to", "notice.counting", "notice.again"],
        "serving notice of a vote",
    ),
    (
        "recall",
        &["petition", "moved-by", "filed-with"],
        "whether enough members have signed, and where it is handed in",
    ),
    ("recall", &["told"], "telling members of a recall"),
    ("recall", &["under", "decided"], "the vote on a recall: people count and tell the program the outcome"),
    (
        "recall",
        &["lockout", "meanwhile", "cause"],
        "when an officer can be recalled, and what they do meanwhile",
    ),
    (
        "removal-for-cause",
        &["grounds", "filed-with", "charges", "told-members", "hearing.open", "hearing.evidence"],
        "the charges, serving them, telling members, and how the hearing is held",
    ),
    (
        "removal-for-cause",
        &["vote.share", "vote.of", "vote.secret"],
        "the vote on a removal: people count and tell the program the outcome",
    ),
    ("removal-for-cause", &["protected-from-retaliation"], "that nobody is punished for bringing charges"),
    (
        "vacancy",
        &["when", "runner-up", "acting-at-most", "until", "caretaker"],
        "when an office is empty, who acts in it, and until when",
    ),
    ("transition", &["provisional", "expires", "renewable"], "who acts before the first election"),
    (
        "amendment",
        &["petition.number", "petition.share", "petition.of", "petition.each-unit"],
        "whether enough members have signed",
    ),
    (
        "amendment",
        &["notice.by", "notice.content", "notice.to", "notice.counting", "notice.again", "readings"],
        "serving notice of a change, and reading it",
    ),
    (
        "amendment",
        &["share", "turnout"],
        "the vote on a change: people count and tell the program the outcome",
    ),
    ("protected", &[""], "that protected articles are harder to change"),
    ("interpretation", &["log"], "the list of what was said about the meaning of articles"),
    ("incorporate", &[""], "outside rules that are taken over"),
    (
        "complaint",
        &["filed-with", "file-within", "fee", "withdrawal"],
        "how a complaint is brought and who can withdraw it",
    ),
    (
        "complaint",
        &["interim.at-most", "on-resignation", "retaliation", "confidential"],
        "what holds while a complaint is open",
    ),
    ("hearing", &["charges", "open", "both-sides", "witnesses", "reasons"], "how a hearing is held"),
    ("hearing", &["sanction", "automatic", "except"], "what can be imposed on a member"),
    (
        "recusal",
        &["who", "replaced-by.chosen-by", "declares"],
        "who else steps aside than whoever a matter is about and those whom they have appointed",
    ),
    (
        "sortition",
        &["from", "alternates", "exclude", "challenges", "seed", "redraw-every"],
        "the draw itself",
    ),
    (
        "appeal",
        &["file-within", "stays", "final", "cost", "outside-after"],
        "until when one can appeal, and what holds meanwhile",
    ),
    ("publication", &["content"], "what a publication contains"),
    ("retention", &["custodian", "on-dispute", "all-ballots"], "keeping records"),
    ("promise", &["made-by", "registered-with", "due"], "putting promises on record"),
    ("power", &["limit", "up-to", "renewals", "never", "delegable", "revoked-by"], "the limits of a power"),
    ("forbid", &[""], "that what is forbidden is not done"),
    (
        "conflict-of-interest",
        &["covers", "abstain", "divest", "paid-by-employer"],
        "what is declared, and what follows from an interest",
    ),
    ("emergency", &["when", "may", "at-most", "renewals"], "what an emergency allows, and its last day"),
    (
        "trusteeship",
        &["at-most", "purposes", "renewals", "exit-election.called-by", "funds"],
        "what a trusteeship may do, and its last day",
    ),
    (
        "finance",
        &[
            "dues.share",
            "dues.of",
            "dues.secret",
            "assessments.share",
            "assessments.of",
            "assessments.secret",
        ],
        "the vote on dues: people count and tell the program the outcome",
    ),
    ("finance", &["spend", "signatories", "bond", "loans", "liability"], "how money is handled"),
    (
        "bargaining",
        &["ratification.share", "ratification.of", "ratification.secret"],
        "the vote on a contract: people count and tell the program the outcome",
    ),
    (
        "bargaining",
        &["strike.share", "strike.of", "strike.secret", "strike.turnout", "mandate"],
        "the vote on a strike, and how long it holds: people count and tell the program the outcome",
    ),
    ("bargaining", &["open", "demands", "settled-by", "board-may-accept-rejected"], "how the union bargains"),
];

#[cfg(test)]
mod tests {
    //! Everything a rule of any kind can say is used by the compiler, or left to people and told.

    use super::*;
    use crate::compile::unrun::RUN;
    use crate::vocabulary;

    /// What processes are made from. A word alone stands for the line or property.
    const USED: &[(&str, &[&str])] = &[
        ("quorum", &["number", "share"]),
        ("threshold", &["decided-by", "notice"]),
        ("meeting", &["every", "called-by", "called-by.within", "called-by.otherwise", "notice", "special"]),
        (
            "petition",
            &[
                "validated-by",
                "validated-by.within",
                "validated-by.otherwise",
                "acted-on-by",
                "acted-on-by.within",
                "acted-on-by.otherwise",
                "held-within",
            ],
        ),
        (
            "referendum",
            &[
                "initiated-by",
                "petition",
                "called-by",
                "called-by.within",
                "called-by.otherwise",
                "notice",
                "held-within",
                "open",
            ],
        ),
        ("recall", &["for", "called-by", "called-by.within", "called-by.otherwise", "vote", "vote.within"]),
        (
            "removal-for-cause",
            &[
                "for",
                "hearing",
                "hearing.within",
                "findings",
                "findings.within",
                "decided-by",
                "decided-by.within",
                "decided-by.otherwise",
                "vote",
                "appeal-to",
                "final-within",
            ],
        ),
        (
            "vacancy",
            &[
                "for",
                "filled-by",
                "filled-by.within",
                "filled-by.otherwise",
                "special-election",
                "special-election.within",
            ],
        ),
        ("succession", &["for", "then", "within", "last"]),
        ("transition", &["first-election", "first-election.within", "first-election.after"]),
        (
            "amendment",
            &[
                "proposed-by",
                "petition",
                "notice",
                "decided-by",
                "approved-by",
                "approved-by.within",
                "approved-by.otherwise",
                "delay",
                "effective",
                "deferred",
                "reaches",
            ],
        ),
        ("interpretation", &["by", "within", "appeal-to"]),
        (
            "complaint",
            &[
                "about",
                "acknowledged-by",
                "acknowledged-by.within",
                "acknowledged-by.otherwise",
                "screened-by",
                "screened-by.within",
                "screened-by.otherwise",
                "panel-chosen-by",
                "decided-by",
                "decided-by.within",
                "decided-by.otherwise",
                "told",
                "told.within",
                "told.by",
                "told.otherwise",
                "interim",
                "interim.review",
                "interim.by",
                "appeal-to",
            ],
        ),
        ("hearing", &["held-by", "served", "served.within", "prepare", "decided-within", "appeal-to"]),
        ("recusal", &["from", "replaced-by", "majority-to"]),
        ("sortition", &["seats", "drawn-by", "drawn-by.within", "drawn-by.otherwise"]),
        (
            "appeal",
            &["from", "to", "decided-by", "decided-by.within", "decided-by.otherwise", "decided-within"],
        ),
        ("publication", &["to", "within", "by", "every", "otherwise"]),
        ("retention", &["keep"]),
        (
            "duty",
            &[
                "bearer",
                "action",
                "when",
                "within",
                "every",
                "otherwise",
                "passes-to",
                "passes-to.within",
                "passes-to.otherwise",
            ],
        ),
        (
            "promise",
            &[
                "published",
                "published.within",
                "published.by",
                "published.otherwise",
                "status-every",
                "missed",
                "remedy",
                "remedy.within",
                "remedy.by",
                "remedy.otherwise",
            ],
        ),
        ("power", &["may", "at-most"]),
        ("conflict-of-interest", &["declare", "declare.every"]),
        (
            "emergency",
            &[
                "declared-by",
                "never",
                "report",
                "report.within",
                "ratified-by",
                "ratified-by.within",
                "ratified-by.otherwise",
            ],
        ),
        (
            "trusteeship",
            &["imposed-by", "hearing", "hearing.within", "exit-election", "exit-election.within"],
        ),
        (
            "finance",
            &[
                "dues",
                "dues.decided-by",
                "dues.notice",
                "assessments",
                "assessments.decided-by",
                "assessments.notice",
                "audit",
                "audit.every",
                "audit.by",
                "fiscal-year",
            ],
        ),
        ("filing", &["by", "within", "after"]),
        (
            "bargaining",
            &[
                "committee",
                "ratification",
                "ratification.contents",
                "ratification.window",
                "strike",
                "notice-to-employer",
            ],
        ),
    ];

    /// Kinds that say only who somebody is.
    const HARMLESS: [&str; 2] = ["unit", "member-class"];

    #[test]
    fn everything_a_rule_of_another_kind_can_say_is_used_or_left_to_people() {
        let mut wrong = Vec::new();
        let others = vocabulary::all().filter(|kind| !RUN.contains(&kind.shape.word));
        for kind in others.filter(|kind| !HARMLESS.contains(&kind.shape.word)) {
            let word = kind.shape.word;
            let used: Vec<&str> = USED
                .iter()
                .filter(|(known, _)| *known == word)
                .flat_map(|(_, parts)| *parts)
                .copied()
                .collect();
            let left: Vec<&str> = LEFT
                .iter()
                .filter(|(known, ..)| *known == word)
                .flat_map(|(_, parts, _)| *parts)
                .copied()
                .collect();
            let mut parts: Vec<String> = kind.shape.props.iter().map(|slot| slot.word.to_owned()).collect();
            for line in kind.shape.children {
                parts.push(line.word.to_owned());
                if used.contains(&line.word) {
                    parts.extend(line.props.iter().map(|slot| format!("{}.{}", line.word, slot.word)));
                }
            }
            // A rule that is left as a whole is told as a whole.
            if left == [""] {
                assert!(used.is_empty(), "{word}");
                continue;
            }
            let times = |part: &str| used.iter().chain(&left).filter(|known| **known == part).count();
            wrong.extend(parts.iter().filter(|part| times(part) != 1).map(|part| format!("{word} {part}")));
            let unknown = used.iter().chain(&left).filter(|known| !parts.iter().any(|part| part == *known));
            wrong.extend(unknown.map(|part| format!("{word} has no {part}")));
        }
        assert!(wrong.is_empty(), "not in exactly one of the lists: {wrong:#?}");
    }
}
