//! L15 and L16: watching and campaigning. Candidates' observers see every phase of an election (L15); lists, messages,
//! channels and money serve all candidates alike or none (L16).

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::super::people::{People, row};
use super::ask::{Line, event, is_by_members, is_said, rules};

const WATCHED: &str = "A count that candidates cannot watch is believed by nobody who lost";
const EQUAL: &str = "An election between the union's officers and members without its means is none";

/// L15.
pub(super) fn observers(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for election in rules(case, "election").filter(|election| is_by_members(case, &people, *election)) {
        let Some(line) = election.line("observers") else {
            if case.covers("elections")
                && !is_said(case, &["observer", "poll watcher", "watcher", "observador"])
            {
                let said = Said {
                    message: "No rule gives candidates observers in this election.".to_owned(),
                    story: vec![event(
                        case.as_of,
                        "The votes are counted behind a door, before any candidate could send somebody.",
                        election.article,
                    )],
                    repair:
                        "Add a line: observers phases=\"configuration casting recording tally verification\"."
                            .to_owned(),
                    floors: &["F20"],
                    basis: WATCHED,
                    ..Said::default()
                };
                findings.note_silence(election.at(), said);
            }
            continue;
        };
        let media = election.line("ballot").map(|ballot| ballot.prop_row("medium")).unwrap_or_default();
        let is_online = media.iter().any(|medium| medium == "online");
        let floors: &'static [&'static str] = if is_online { &["F20-remote"] } else { &["F20"] };
        let Some(floor) = case.floors(floors).into_iter().next() else { continue };
        let watched = line.prop_row("phases");
        let missing: Vec<String> =
            floor.words().iter().filter(|phase| !watched.contains(phase)).cloned().collect();
        if missing.is_empty() {
            continue;
        }
        let said = Said {
            message: format!("Candidates' observers cannot watch every phase; not: {}.", row(&missing)),
            story: vec![event(
                case.as_of,
                "Votes are recorded and counted by a machine before any observer may look.",
                line.article,
            )],
            repair: format!("Add to phases=: {}.", missing.join(" ")),
            floors,
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
}

/// L16.
pub(super) fn parity(case: &Case<'_>, findings: &mut Findings<'_>) {
    let mut rows = rules(case, "campaign-parity").peekable();
    let elections: Vec<_> = rules(case, "election").collect();
    if rows.peek().is_none() {
        let Some(election) = elections.first().filter(|_| case.covers("elections")) else { return };
        if is_said(case, &["campaign", "literature", "equal chance", "campaña"]) {
            return;
        }
        let said = Said {
            message: "No rule gives candidates equal chances: messages to members, the list, the \
                 union's channels and money."
                .to_owned(),
            story: vec![event(
                case.as_of,
                "The president's report goes out to all members; the challenger's letter is \
                 refused.",
                election.article,
            )],
            repair: "Add: campaign-parity { distribution #true; list-inspection #true; \
                     official-channels \"neutral\"; union-money #false; equal-cost #true }."
                .to_owned(),
            floors: &["F17", "F18", "F19"],
            basis: EQUAL,
            ..Said::default()
        };
        return findings.note_silence(election.at(), said);
    }
    for rule in rows {
        for unequal in UNEQUAL {
            unequal.check(case, rule, findings);
        }
    }
}

/// A line of `campaign-parity` that breaks a floor.
struct Unequal {
    word: &'static str,
    is_broken: fn(Line<'_>) -> bool,
    message: &'static str,
    happens: &'static str,
    repair: &'static str,
    floors: &'static [&'static str],
}

const UNEQUAL: &[Unequal] = &[
    Unequal {
        word: "distribution",
        is_broken: |line| line.flag() == Some(false),
        message: "Candidates cannot have messages sent to the members.",
        happens: "A challenger asks to have a letter sent, at the challenger's own cost, and is refused.",
        repair: "Write: distribution #true.",
        floors: &["F18", "U05"],
    },
    Unequal {
        word: "equal-cost",
        is_broken: |line| line.flag() == Some(false),
        message: "Sending messages to the members can cost one candidate more than another.",
        happens: "The president's letter goes out with the newsletter; the challenger pays for every stamp.",
        repair: "Write: equal-cost #true.",
        floors: &["F18", "U05"],
    },
    Unequal {
        word: "list-inspection",
        is_broken: |line| line.flag() == Some(false),
        message: "Candidates cannot inspect the list of members.",
        happens: "Those in office have the list at hand; the challenger is not let near it.",
        repair: "Write: list-inspection #true.",
        floors: &["F17"],
    },
    Unequal {
        word: "official-channels",
        is_broken: |line| line.name() == "incumbents",
        message: "During a campaign the union's channels are open to those in office only.",
        happens: "The president's update goes out in the union's app; the challenger's request is refused.",
        repair: "Write: official-channels \"neutral\", or \"closed\".",
        floors: &["F18", "F19"],
    },
    Unequal {
        word: "union-money",
        is_broken: |line| line.flag() == Some(true),
        message: "The union's money can be used for a candidate.",
        happens: "The union prints the president's leaflets on its own paper.",
        repair: "Write: union-money #false.",
        floors: &["F19"],
    },
];

impl Unequal {
    fn check(&self, case: &Case<'_>, rule: Line<'_>, findings: &mut Findings<'_>) {
        let Some(line) = rule.line(self.word).filter(|line| (self.is_broken)(*line)) else { return };
        let said = Said {
            message: self.message.to_owned(),
            story: vec![event(case.as_of, self.happens, line.article)],
            repair: self.repair.to_owned(),
            floors: self.floors,
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
}
