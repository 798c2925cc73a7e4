//! L03 to L06: who votes for officers and how. Members elect the officers of a local themselves (L03), in secret and not by
//! proxy (L04), with a ballot where names can be written in (L05), on ballots that lead back to nobody (L06).

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::ask::{Line, electors, event, is_by_members, rules};

/// L03.
pub(super) fn direct(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for by in rules(case, "election").filter_map(|election| electors(&people, election)) {
        note_indirect(case, &people, by, findings);
    }
    for office in rules(case, "office") {
        let Some(by) = electors(&people, office) else { continue };
        // Stewards may elect a chief steward, unless that is a seat on a board.
        let is_by_board = people.post(by.name()).is_some_and(|post| post.sort == Some("board"));
        let mut boards = people.bodies().filter(|post| post.sort == Some("board"));
        if is_by_board || boards.any(|board| people.sitters(board.id).contains(office.name())) {
            note_indirect(case, &people, by, findings);
        }
    }
    // Whoever sits on the board that elected officers sit on is an officer, however they came there.
    for office in rules(case, "office") {
        let Some(by) = office.line("appointed-by").filter(|by| !people.is_open(by.name())) else { continue };
        let id = office.name();
        let is_elected = |other: &str| {
            other != id && people.post(other).is_some_and(|post| post.node.child("appointed-by").is_none())
        };
        let boards = people.bodies().filter(|post| post.sort == Some("board"));
        let mut mixed = boards.filter(|board| {
            let sitters = people.sitters(board.id);
            sitters.contains(id) && sitters.iter().any(|other| is_elected(other))
        });
        let is_filled_by_vote = rules(case, "election").any(|election| {
            election.node.line_texts("for").any(|named| named == id || named == "all-offices")
        });
        if let (Some(board), false) = (mixed.next(), is_filled_by_vote) {
            let said = Said {
                message: format!(
                    "{} sits on {} without having been elected by the members: {} appoints.",
                    people.the_upper(id),
                    people.the(board.id),
                    people.the(by.name())
                ),
                repair: "Let the members elect this office, or take its seat on the board away.".to_owned(),
                floors: &["F05-direct"],
                ..Said::default()
            };
            findings.note(by.at(), said);
        }
    }
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
                message: "A candidate without an opponent is elected without a ballot, although names can be written in.".to_owned(),
                story: vec![event(case.as_of, "One nominee is declared elected; ten members wanted to write in another.", line.article)],
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
