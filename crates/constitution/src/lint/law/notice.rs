//! L07: the notice of an election. It is early enough, by the right way of counting; it is mailed home to every member; it
//! says what it must; a changed day is announced anew; whoever cannot come to the polls can vote another way.

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::super::people::{People, row};
use super::ask::{Line, event, falls_short, is_by_members, is_said, out_of, rules};
use crate::civil::last_day_before;
use crate::step::{Span, Unit};

const BASIS: &str = "Members who do not hear of an election cannot vote in it";

/// L07.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for election in rules(case, "election").filter(|election| is_by_members(case, &people, *election)) {
        match election.line("notice") {
            Some(notice) => {
                lead(case, notice, findings);
                channel(case, election, notice, findings);
                content(case, election, notice, findings);
                again(case, election, notice, findings);
                addresses(case, notice, findings);
            }
            None if case.covers("elections") && !is_said(case, &["notice", "notify", "aviso", "notific"]) => {
                let said = Said {
                    message: "No rule says how members are told of this election.".to_owned(),
                    repair: "Add to the election: notice \"21d\" by=\"post\" by=\"email\" content=\"date \
                 time place offices how protest\" to=\"members\"."
                        .to_owned(),
                    floors: &["F06", "F07"],
                    basis: BASIS,
                    ..Said::default()
                };
                findings.note_silence(election.at(), said);
            }
            None => {}
        }
        opportunity(case, election, findings);
    }
}

/// The days of a notice, by the way of counting in which the mailing day is left out and the election day is counted.
fn counted(lead: Span, counting: Option<&str>) -> Span {
    match (lead.unit, counting) {
        (Unit::Days, Some("clear-days")) => Span::days(lead.amount.saturating_add(1)),
        (Unit::Days, Some("both-days")) => Span::days(lead.amount.saturating_sub(1)),
        _ => lead,
    }
}

fn lead(case: &Case<'_>, notice: Line<'_>, findings: &mut Findings<'_>) {
    let (Some(written), Some(least)) = (notice.time(), case.floor("F06").and_then(|floor| floor.time()))
    else {
        return;
    };
    let counting = notice.node.text_of("counting");
    let real = counted(written, counting);
    if !falls_short(real, least) {
        return;
    }
    let how = match counting {
        Some("both-days") => " when the day of mailing is counted too",
        _ => "",
    };
    let vote = crate::civil::add(case.as_of, Span::days(60));
    let served = last_day_before(vote, real);
    let story = vec![
        event(
            last_day_before(vote, least),
            format!("The last day to mail notice {} before the election.", least.in_words()),
            notice.article,
        ),
        event(served, "Notice is mailed, as this line allows.", notice.article),
        event(vote, "Voting opens. Members who were away have not seen the notice.", notice.article),
    ];
    let said = Said {
        message: format!(
            "Notice of {}{how} comes less than {} before the election.",
            written.in_words(),
            least.in_words()
        ),
        story,
        repair: format!(
            "Write at least: notice \"{least}\"{}.",
            if how.is_empty() { "" } else { " counting=\"day-of-service-not-counted\"" }
        ),
        floors: &["F06"],
        ..Said::default()
    };
    findings.note(notice.at(), said);
}

/// Whether every ballot goes out by post in good time, so that the ballot itself is the notice.
fn is_ballot_the_notice(case: &Case<'_>, election: Line<'_>) -> bool {
    let media = election.line("ballot").map(|ballot| ballot.prop_row("medium")).unwrap_or_default();
    let least = case.floor("F06").and_then(|floor| floor.time());
    let open = election.line("voting").and_then(Line::time);
    media == ["post"] && open.zip(least).is_some_and(|(open, least)| !falls_short(open, least))
}

fn channel(case: &Case<'_>, election: Line<'_>, notice: Line<'_>, findings: &mut Findings<'_>) {
    let channels: Vec<&str> = notice
        .node
        .props
        .iter()
        .filter(|(name, _)| name == "by")
        .filter_map(|(_, value)| value.text())
        .collect();
    if !channels.is_empty() && !channels.contains(&"post") && !is_ballot_the_notice(case, election) {
        let said = Said {
            message: "Notice of the election is not mailed to the homes of the members.".to_owned(),
            story: vec![event(
                case.as_of,
                "Notice goes out, but not by post; 300 members on lay-off never see it.",
                notice.article,
            )],
            repair: "Add by=\"post\"; keep the other channels beside it.".to_owned(),
            floors: &["F07"],
            ..Said::default()
        };
        findings.note(notice.at(), said);
    }
    if let Some(to) = notice.node.text_of("to").filter(|to| *to != "members") {
        let whom = match to {
            "eligible" => "only to those who can vote",
            "delegates" => "only to delegates",
            _ => "only to those on the roll of voters",
        };
        let said = Said {
            message: format!("Notice of the election goes {whom}, not to every member."),
            story: vec![event(
                case.as_of,
                "A member whose standing is in question gets no notice, pays what is owed, and \
                 has missed the vote.",
                notice.article,
            )],
            repair: "Write: to=\"members\".".to_owned(),
            floors: &["F07"],
            ..Said::default()
        };
        findings.note(notice.at(), said);
    }
}

fn content(case: &Case<'_>, election: Line<'_>, notice: Line<'_>, findings: &mut Findings<'_>) {
    let told = notice.prop_row("content");
    let Some(floor) = case.floor("F08").filter(|_| !told.is_empty()) else { return };
    // Where nobody comes to a polling place, there is none to tell.
    let media = election.line("ballot").map(|ballot| ballot.prop_row("medium")).unwrap_or_default();
    let has_place = media.is_empty() || media.iter().any(|medium| medium == "paper");
    let missing: Vec<String> = floor
        .words()
        .iter()
        .filter(|word| !told.contains(word) && (has_place || *word != "place"))
        .cloned()
        .collect();
    if missing.is_empty() {
        return;
    }
    let said = Said {
        message: format!("The notice of the election does not tell: {}.", row(&missing)),
        repair: format!("Add to content=: {}.", missing.join(" ")),
        floors: &["F08"],
        ..Said::default()
    };
    findings.note(notice.at(), said);
}

fn again(case: &Case<'_>, election: Line<'_>, notice: Line<'_>, findings: &mut Findings<'_>) {
    let again = notice.node.prop_span("again");
    let least = case.floor("F09").and_then(|floor| floor.time());
    if let (Some(again), Some(least)) = (again, least)
        && falls_short(counted(again, notice.node.text_of("counting")), least)
    {
        let said = Said {
            message: format!(
                "When the day changes, notice goes out only {} before the new one.",
                again.in_words()
            ),
            repair: format!("Write at least: again=\"{least}\"."),
            floors: &["F09"],
            ..Said::default()
        };
        findings.note(notice.at(), said);
    }
    if again.is_none() && case.covers("elections") && election.line("postponed-by").is_some() {
        let said = Said {
            message: "The election can be put off, and no rule says that members are told the new day."
                .to_owned(),
            repair: "Add to the notice: again=\"21d\".".to_owned(),
            floors: &["F09"],
            basis: BASIS,
            ..Said::default()
        };
        findings.note_silence(notice.at(), said);
    }
}

/// What the roll says of the channels: a letter cannot go to a member without an address.
fn addresses(case: &Case<'_>, notice: Line<'_>, findings: &mut Findings<'_>) {
    let Some(members) = case.members.filter(|members| !members.each.is_empty()) else { return };
    let by = |channel: &str| {
        notice.node.props.iter().any(|(name, value)| name == "by" && value.text() == Some(channel))
    };
    let all = members.each.len();
    let homeless = members.each.iter().filter(|member| !member.has_address).count();
    let mailless = members.each.iter().filter(|member| !member.has_email).count();
    let (missing, what) = if by("post") {
        (homeless, "no address to mail the notice to")
    } else if by("email") {
        (mailless, "no e-mail address to send the notice to")
    } else {
        return;
    };
    if missing == 0 {
        return;
    }
    let said = Said {
        message: format!("{} members have {what}.", out_of(missing, all)),
        repair: "Ask them, their stewards and, where you can, the employer, before the election is called."
            .to_owned(),
        floors: &["F07"],
        basis: BASIS,
        ..Said::default()
    };
    findings.note_silence(notice.at(), said);
}

/// Several units, one way to vote, at a place: some will not be able to come.
fn opportunity(case: &Case<'_>, election: Line<'_>, findings: &mut Findings<'_>) {
    let units = rules(case, "unit").count();
    let Some(ballot) = election.line("ballot") else { return };
    let at_a_place = ballot.prop_row("medium") == ["paper"];
    if units < 2 || !case.covers("elections") || !at_a_place || election.line("opportunity").is_some() {
        return;
    }
    let said = Said {
        message: format!(
            "Members of {units} units vote on paper, at a place; no rule says how those \
                 vote who cannot come there."
        ),
        story: vec![event(
            case.as_of,
            "There is one polling place. Most members work in another state.",
            ballot.article,
        )],
        repair: "Add a line: opportunity \"absentee\", \"post\", \"online\" or \"every-site\".".to_owned(),
        floors: &["F39"],
        basis: "Everybody who may vote must be able to",
        ..Said::default()
    };
    findings.note_silence(ballot.at(), said);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_the_way_the_rule_says() {
        for (counting, days) in [
            (None, 15),
            (Some("day-of-service-not-counted"), 15),
            (Some("clear-days"), 16),
            (Some("both-days"), 14),
        ] {
            assert_eq!(counted(Span::days(15), counting), Span::days(days));
        }
    }
}
