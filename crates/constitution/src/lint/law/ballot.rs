//! L03 to L06: who votes for officers and how. Members elect the officers of a local themselves (L03), in secret and not by
//! proxy (L04), with a ballot where names can be written in (L05), on ballots that lead back to nobody (L06).

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::ask::{Line, electors, event, is_by_members, rules};
use std::collections::{BTreeMap, BTreeSet};

/// L03.
pub(super) fn direct(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for by in rules(case, "election").filter_map(|election| electors(&people, election)) {
        note_indirect(case, &people, by, findings);
    }
    let boards = Boards::of(case, &people);
    for office in rules(case, "office") {
        let id = office.name();
        let board = boards.of_office.get(id).copied();
        if let Some(by) = electors(&people, office) {
            // Stewards may elect a chief steward, unless that is a seat on a board.
            if board.is_some() || people.post(by.name()).is_some_and(|post| post.sort == Some("board")) {
                note_indirect(case, &people, by, findings);
            }
        }
        let appointed = office.line("appointed-by").filter(|by| !people.is_open(by.name()));
        let (Some(board), Some(by)) = (board, appointed) else { continue };
        let is_filled_by_vote = boards.is_all_elected || boards.elected.contains(id);
        if !is_filled_by_vote && boards.with_elected.contains(board) {
            note_appointed(&people, id, board, by, findings);
        }
    }
}

/// Which offices sit on which board. Whoever sits on the board that elected officers sit on is an officer.
struct Boards<'a> {
    of_office: BTreeMap<&'a str, &'a str>,
    /// Offices that an election names.
    elected: BTreeSet<&'a str>,
    /// Whether an election is for all offices.
    is_all_elected: bool,
    /// Boards that somebody sits on who is not appointed.
    with_elected: BTreeSet<&'a str>,
}

impl<'a> Boards<'a> {
    fn of(case: &Case<'a>, people: &People<'a>) -> Self {
        let is_board = |id: &str| people.post(id).is_some_and(|post| post.sort == Some("board"));
        let mut seats: Vec<(&str, &str)> = Vec::new();
        for body in rules(case, "body") {
            seats.extend(body.node.line_texts("seat").map(|office| (office, body.name())));
        }
        for office in rules(case, "office") {
            seats.extend(office.node.line_texts("sits-on").map(|body| (office.name(), body)));
        }
        seats.retain(|(_, body)| is_board(body));
        let is_appointed =
            |id: &str| people.post(id).is_none_or(|post| post.node.child("appointed-by").is_some());
        let elected: BTreeSet<&str> =
            rules(case, "election").flat_map(|election| election.node.line_texts("for")).collect();
        Self {
            with_elected: seats
                .iter()
                .filter(|(office, _)| !is_appointed(office))
                .map(|(_, board)| *board)
                .collect(),
            of_office: seats.into_iter().collect(),
            is_all_elected: elected.contains("all-offices"),
            elected,
        }
    }
}

fn note_appointed(people: &People<'_>, id: &str, board: &str, by: Line<'_>, findings: &mut Findings<'_>) {
    let said = Said {
        message: format!(
            "{} sits on {} without having been elected by the members: {} appoints.",
            people.the_upper(id),
            people.the(board),
            people.the(by.name())
        ),
        repair: "Let the members elect this office, or take its seat on the board away.".to_owned(),
        floors: &["F05-direct"],
        ..Said::default()
    };
    findings.note(by.at(), said);
}

fn note_indirect(case: &Case<'_>, people: &People<'_>, by: Line<'_>, findings: &mut Findings<'_>) {
    let who = people.the(by.name());
    let story = vec![
        event(case.as_of, format!("The members elect {who}."), by.article),
        event(
            case.as_of.tomorrow().unwrap_or(case.as_of),
            format!(
                "{} votes for the officers. No member has voted for any of them.",
                people.the_upper(by.name())
            ),
            by.article,
        ),
    ];
    let said = Said {
        message: format!("Officers of a local are elected by {who} and not by the members themselves."),
        story,
        repair: "Write: elected-by \"membership\".".to_owned(),
        floors: &["F05-direct"],
        ..Said::default()
    };
    findings.note(by.at(), said);
}

/// The ballot of every election that members vote in.
fn ballots<'a>(case: &Case<'a>) -> Vec<(Line<'a>, Line<'a>)> {
    let people = People::of(case);
    let elections = rules(case, "election").filter(|election| is_by_members(case, &people, *election));
    elections.filter_map(|election| Some((election, election.line("ballot")?))).collect()
}

/// L04.
pub(super) fn secret(case: &Case<'_>, findings: &mut Findings<'_>) {
    for (_, ballot) in ballots(case) {
        if ballot.prop_flag("secret") == Some(false) {
            let said = Said {
                message: "This ballot for officers is not secret.".to_owned(),
                story: vec![event(
                    case.as_of,
                    "Members vote in the open, and a foreman reads who voted for whom.",
                    ballot.article,
                )],
                repair: "Write: ballot secret=#true.".to_owned(),
                floors: &["F05", "U02"],
                ..Said::default()
            };
            findings.note(ballot.at(), said);
        }
        if ballot.prop_flag("proxy") == Some(true) {
            let said = Said {
                message: "One member can vote for another in this election.".to_owned(),
                story: vec![event(
                    case.as_of,
                    "A steward collects proxies and casts 40 votes.",
                    ballot.article,
                )],
                repair: "Write: proxy=#false, and let whoever cannot come vote by post or online.".to_owned(),
                floors: &["F05-proxy"],
                ..Said::default()
            };
            findings.note(ballot.at(), said);
        }
    }
}

/// L05.
pub(super) fn unopposed(case: &Case<'_>, findings: &mut Findings<'_>) {
    for (election, ballot) in ballots(case) {
        let Some(line) = election.line("unopposed").filter(|line| line.name() == "elected") else { continue };
        if ballot.prop_flag("write-ins") == Some(true) {
            let said = Said {
                message: "A candidate without an opponent is elected without a ballot, although names \
                 can be written in."
                    .to_owned(),
                story: vec![event(
                    case.as_of,
                    "One nominee is declared elected; ten members wanted to write in another.",
                    line.article,
                )],
                repair: "Write: unopposed \"ballot\", or: write-ins=#false.".to_owned(),
                floors: &["F38"],
                ..Said::default()
            };
            findings.note(line.at(), said);
        }
    }
}

/// L06.
pub(super) fn traceable(case: &Case<'_>, findings: &mut Findings<'_>) {
    for (_, ballot) in ballots(case) {
        let serials = ballot.prop_flag("serials");
        if serials == Some(true) {
            let said = Said {
                message: "Ballots are numbered: a number beside a list of voters shows how a member voted."
                    .to_owned(),
                story: vec![event(
                    case.as_of,
                    "Ballot 0412 is laid beside row 0412 of the list of ballots handed out.",
                    ballot.article,
                )],
                repair: "Write: serials=#false.".to_owned(),
                floors: &["F05-linkable"],
                ..Said::default()
            };
            findings.note(ballot.at(), said);
        }
        if serials == Some(false) {
            let said = Said {
                message: "Voting papers carry no serial number.".to_owned(),
                repair: "Write: serials=#true, and have an independent scrutineer keep the list.".to_owned(),
                floors: &["U03"],
                ..Said::default()
            };
            findings.note(ballot.at(), said);
        }
        if ballot.prop_flag("linkable") == Some(true) {
            let said = Said {
                message: "Somebody could find out who cast which ballot.".to_owned(),
                story: vec![event(
                    case.as_of,
                    "Whoever runs the system joins the log of voters with the log of votes.",
                    ballot.article,
                )],
                repair: "Write: linkable=#false, and vote in a way that makes it true.".to_owned(),
                floors: &["F05-linkable", "U02"],
                ..Said::default()
            };
            findings.note(ballot.at(), said);
        }
    }
}
