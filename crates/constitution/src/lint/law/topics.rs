//! L24: what a constitution speaks of. The first report to the government states, or points to, the provisions on thirteen
//! topics; a text that is silent on one leaves it to whoever is in office. Reports themselves are filed in time.

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::ask::{Line, event, exceed, is_said, rules};
use crate::civil::add;

/// A topic, in the order of 29 U.S.C. 431(a)(5)(A) to (M): the subject it belongs to, what is asked,
/// what rule answers it, what words do.
struct Topic {
    subject: &'static str,
    asks: &'static str,
    is_ruled: fn(&Case<'_>) -> bool,
    stems: &'static [&'static str],
    repair: &'static str,
}

fn has(case: &Case<'_>, kind: &'static str) -> bool {
    rules(case, kind).next().is_some()
}

fn has_line(case: &Case<'_>, kind: &'static str, words: &[&str]) -> bool {
    rules(case, kind).any(|rule| words.iter().any(|word| rule.line(word).is_some()))
}

fn may(case: &Case<'_>, act: &str) -> bool {
    rules(case, "power").any(|power| power.node.line_texts("may").any(|known| known == act))
}

const TOPICS: &[Topic] = &[
    // (A)
    Topic {
        subject: "membership",
        asks: "who can be a member",
        is_ruled: |case| has(case, "standing") || has(case, "member-class"),
        stems: &[
            "can be a member",
            "may be a member",
            "become a member",
            "membership is open",
            "eligible for membership",
            "becomes a member",
            "membership shall",
        ],
        repair: "Add: member-class \"member\" \
                 { who \"works in a unit we represent\"; votes #true; stands #true }.",
    },
    // (B)
    Topic {
        subject: "money",
        asks: "how dues, fees and assessments are set",
        is_ruled: |case| {
            has_line(case, "finance", &["dues", "assessments"])
                || has(case, "threshold") && rules(case, "threshold").any(|rule| rule.name().contains("dues"))
                || may(case, "raise-dues")
        },
        stems: &["dues", "assessment", "fees", "cuota"],
        repair: "Add to `finance`: dues decided-by=\"membership\" secret=#true notice=\"14d\".",
    },
    // (C)
    Topic {
        subject: "money",
        asks: "which benefit plans there are, or that there are none",
        is_ruled: |_| false,
        stems: &["benefit", "insurance", "pension", "welfare", "seguro"],
        repair: "Say it in a sentence, for example: we run no benefit plan.",
    },
    // (D)
    Topic {
        subject: "money",
        asks: "who can spend money",
        is_ruled: |case| has_line(case, "finance", &["spend", "signatories"]) || may(case, "spend"),
        stems: &["spend", "expend", "disburs", "gast"],
        repair: "Add to `finance`: spend \"treasurer\" up-to=500.",
    },
    // (E)
    Topic {
        subject: "money",
        asks: "who audits the books",
        is_ruled: |case| has_line(case, "finance", &["audit"]),
        stems: &["audit", "inspect the books", "review the books"],
        repair: "Add to `finance`: audit every=\"1y\" by=\"auditors\".",
    },
    // (F)
    Topic {
        subject: "meetings",
        asks: "how meetings are called",
        is_ruled: |case| {
            has(case, "meeting") || rules(case, "notice").any(|rule| rule.name().contains("meeting"))
        },
        stems: &["meeting", "meets", "reuni", "asamblea"],
        repair: "Add: meeting \"general\" \
                 { body \"membership\"; every \"1 month\"; called-by \"secretary\" within=\"7d\" otherwise=\"clock\" }.",
    },
    // (G)
    Topic {
        subject: "elections",
        asks: "how officers are chosen",
        is_ruled: |case| has(case, "election") || has_line(case, "office", &["elected-by", "appointed-by"]),
        stems: &["elect", "chosen", "appoint", "elig"],
        repair: "Add an `election`.",
    },
    // (H)
    Topic {
        subject: "recall",
        asks: "how officers are removed",
        // A local without it has another finding already.
        is_ruled: |case| case.is_local() || has(case, "removal-for-cause") || has(case, "recall"),
        stems: &["remov", "recall", "impeach", "destitu", "revoca"],
        repair: "Add a `removal-for-cause` or a `recall`.",
    },
    // (I)
    Topic {
        subject: "discipline",
        asks: "how members are fined, suspended or expelled",
        is_ruled: |case| has(case, "hearing"),
        stems: &["expel", "suspen", "disciplin", "charges", "expuls"],
        repair: "Add: hearing \"discipline\" \
                 { charges written=#true specific=#true; served within=\"7d\"; prepare \"14d\"; \
                 held-by \"trial-board\"; decided-within \"30d\" }.",
    },
    // (J)
    Topic {
        subject: "bargaining",
        asks: "how bargaining demands are made",
        is_ruled: |case| has_line(case, "bargaining", &["demands", "committee"]),
        stems: &["demand", "propos", "bargain", "negotiat", "negocia"],
        repair: "Add to `bargaining`: demands \"a survey of all members, then a vote at a meeting\".",
    },
    // (K)
    Topic {
        subject: "bargaining",
        asks: "who ratifies a contract",
        is_ruled: |case| has_line(case, "bargaining", &["ratification", "settled-by"]) || may(case, "settle"),
        stems: &["ratif", "accept a contract", "approve a contract"],
        repair: "Add to `bargaining`: ratification share=\"majority\" of=\"cast\" secret=#true.",
    },
    // (L)
    Topic {
        subject: "bargaining",
        asks: "who authorises a strike",
        is_ruled: |case| has_line(case, "bargaining", &["strike"]) || may(case, "strike"),
        stems: &["strike", "huelga", "walk out", "stoppage"],
        repair: "Add to `bargaining`: strike share=\"2/3\" of=\"cast\" secret=#true.",
    },
    // (M)
    Topic {
        subject: "membership",
        asks: "whether the union issues work permits",
        is_ruled: |_| false,
        stems: &["work permit", "permit"],
        repair: "Say it in a sentence, for example: we issue no work permits.",
    },
];

/// L24.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    for topic in TOPICS {
        if !case.covers(topic.subject) || (topic.is_ruled)(case) || is_said(case, topic.stems) {
            continue;
        }
        let said = Said {
            message: format!("No article says {}.", topic.asks),
            repair: topic.repair.to_owned(),
            floors: &["F36"],
            basis: "What a constitution does not say, whoever is in office says",
            ..Said::default()
        };
        findings.note_silence(None, said);
    }
    rights(case, findings);
    for filing in rules(case, "filing") {
        filed(case, filing, findings);
    }
    for publication in rules(case, "publication")
        .filter(|rule| rule.name().contains("contract") || rule.name().contains("agreement"))
    {
        if publication.node.text_of("to") == Some("board") {
            let said = Said {
                message: "Copies of the contract go to the board and not to the people who work under it."
                    .to_owned(),
                repair: "Write: to=\"members\".".to_owned(),
                floors: &["F37"],
                ..Said::default()
            };
            findings.note(publication.at(), said);
        }
    }
}

fn rights(case: &Case<'_>, findings: &mut Findings<'_>) {
    let is_told = rules(case, "publication").any(|rule| rule.name().contains("rights"));
    if case.covers("records") && !is_told && !is_said(case, &["rights", "derechos"]) {
        let said = Said {
            message: "No article says that members are told their rights under the law.".to_owned(),
            repair:
                "Add: publication \"rights\" to=\"members\" within=\"30d\" by=\"secretary\" every=\"1y\"."
                    .to_owned(),
            floors: &["F40"],
            basis: "A right that nobody knows of protects nobody",
            ..Said::default()
        };
        findings.note_silence(None, said);
    }
}

/// Reports to the government, by the name of their form.
fn filed(case: &Case<'_>, filing: Line<'_>, findings: &mut Findings<'_>) {
    let floors: &'static [&'static str] = match filing.name() {
        "lm-1" => &["F32"],
        "lm-2" | "lm-3" | "lm-4" => &["F33"],
        _ => return,
    };
    let most = case.floors(floors).into_iter().find_map(|floor| floor.time());
    let line = filing.line("within").and_then(|line| Some((line, line.time()?)));
    let (Some((line, within)), Some(most)) = (line, most) else { return };
    if !exceed(&[within], most) {
        return;
    }
    let last = add(case.as_of, most);
    let said = Said {
        message: format!(
            "The report {} is filed within {}, later than {}.",
            filing.name().to_uppercase(),
            within.in_words(),
            most.in_words()
        ),
        story: vec![event(
            last.tomorrow().unwrap_or(last),
            "The report was due yesterday; by this line there is still time.",
            line.article,
        )],
        repair: format!("Write at most: within \"{most}\"."),
        floors,
        ..Said::default()
    };
    findings.note(line.at(), said);
}
