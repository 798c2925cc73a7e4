//! L09 to L12: what a member must be in order to stand. Long membership (L09) and attendance (L10) are judged by how many
//! they keep out; prior office and endorsement are not asked (L11); nothing is vague or asked after the fact (L12).

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::{Case, Event};
use super::ask::{Line, event, exceed, out_of, rules};
use crate::civil::add;
use crate::share::Share;
use crate::step::{Span, Unit};
use jiff::civil::Date;

/// L09.
pub(super) fn tenure(case: &Case<'_>, findings: &mut Findings<'_>) {
    let floors: &[&str] = &["F11", "G11"];
    let Some(most) = case.floors(floors).into_iter().find_map(|floor| floor.time()) else { return };
    for eligibility in rules(case, "eligibility") {
        for word in ["member-for", "standing-for"] {
            let Some(line) = eligibility.line(word) else { continue };
            let Some(asked) = line.time().filter(|asked| exceed(&[*asked], most)) else { continue };
            let said = Said {
                message: format!(
                    "Whoever stands must have been a member{} for {}, longer than {}{}.",
                    if word == "standing-for" { " in good standing" } else { "" },
                    asked.in_words(),
                    most.in_words(),
                    too_new(case, asked)
                        .map(|count| format!("; {count} members have not"))
                        .unwrap_or_default()
                ),
                story: nobody_yet(case, line, asked),
                repair: format!("Write at most: {word} \"{most}\"."),
                floors: &["F11", "G11"],
                ..Said::default()
            };
            findings.note(line.at(), said);
        }
    }
}

/// How many members of the roll joined too late: "212 of 400".
fn too_new(case: &Case<'_>, asked: Span) -> Option<String> {
    let members = &case.members?.each;
    let late =
        members.iter().filter(|member| member.joined.is_some_and(|day| add(day, asked) > case.as_of)).count();
    (late > 0).then(|| out_of(late, members.len()))
}

/// In a union that is younger than the time asked, nobody can stand.
fn nobody_yet(case: &Case<'_>, line: Line<'_>, asked: Span) -> Vec<Event> {
    let half = Span { amount: 30, unit: Unit::Months };
    let vote = add(case.as_of, half);
    if add(case.as_of, asked) <= vote {
        return Vec::new();
    }
    vec![
        event(case.as_of, "The union is founded.", line.article),
        event(
            vote,
            format!(
                "{} later nobody can stand: nobody has been a member for {}.",
                half.in_words(),
                asked.in_words()
            ),
            line.article,
        ),
    ]
}

/// L10.
pub(super) fn attendance(case: &Case<'_>, findings: &mut Findings<'_>) {
    let shares: &[&str] = &["F13", "G13"];
    let years: &[&str] = &["F13-years", "G13-years"];
    let most_share = case.floors(shares).into_iter().find_map(|floor| floor.share());
    let most_time = case.floors(years).into_iter().find_map(|floor| floor.time());
    for line in rules(case, "eligibility").filter_map(|eligibility| eligibility.line("attendance")) {
        let (share, over) = (line.prop_share("share"), line.node.prop_span("over"));
        let is_much = share.zip(most_share).is_some_and(|(share, most)| share.compare(&most).is_gt());
        let is_long = over.zip(most_time).is_some_and(|(over, most)| exceed(&[over], most));
        let shut_out = share.zip(over).and_then(|(share, over)| cannot_have_come(case, share, over));
        let is_most = shut_out.is_some_and(|(out, all)| out * 2 > all);
        if !is_much && !is_long && !is_most {
            continue;
        }
        let asked = format!(
            "{} of the meetings{}",
            line.node.text_of("share").unwrap_or("a share"),
            over.map(|over| format!(" of {}", over.in_words())).unwrap_or_default()
        );
        let counted = shut_out.filter(|(out, _)| *out > 0).map(|(out, all)| {
            format!(" {} members joined so late that they cannot have come to that many.", out_of(out, all))
        });
        let said = Said {
            message: format!(
                "Whoever stands must have come to {asked}; few members will have.{}",
                counted.unwrap_or_default()
            ),
            story: vec![event(
                case.as_of,
                format!(
                    "Nominations close. Of all members only those who came to {asked} can stand; \
                 in a case that was decided, 96.5% could not."
                ),
                line.article,
            )],
            repair: "Take the line out, or count how many members it would keep from standing.".to_owned(),
            floors: &["F13", "G13"],
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
}

/// How many members joined so late that meetings held evenly over the time asked were not enough for them; of how many.
fn cannot_have_come(case: &Case<'_>, share: Share, over: Span) -> Option<(usize, usize)> {
    let members = &case.members?.each;
    let begun = crate::civil::last_day_before(case.as_of, over);
    let whole = days(begun, case.as_of);
    let cannot = members.iter().filter(|member| {
        let there = member.joined.map(|joined| days(joined.max(begun), case.as_of));
        there.is_some_and(|there| !share.is_reached(there, whole))
    });
    Some((cannot.count(), members.len()))
}

fn days(from: Date, to: Date) -> u64 {
    super::ask::days_between(from, to)
}

/// L11.
pub(super) fn prior_office(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for line in rules(case, "eligibility").filter_map(|eligibility| eligibility.line("prior-office")) {
        if line.flag() == Some(true) {
            let said = Said {
                message: "Only a member who has held an office before can stand.".to_owned(),
                story: vec![event(
                    case.as_of,
                    "Nominations close. Of 600 members 11 have held an office and can stand.",
                    line.article,
                )],
                repair: "Write: prior-office #false, or take the line out.".to_owned(),
                floors: &["F14"],
                ..Said::default()
            };
            findings.note(line.at(), said);
        }
    }
    for line in rules(case, "nomination").filter_map(|nomination| nomination.line("endorsed-by")) {
        if people.is_membership(line.name()) {
            continue;
        }
        let who = people.the(line.name());
        let said = Said {
            message: format!("Nobody can stand without the leave of {who}."),
            story: vec![event(
                case.as_of,
                format!("{} endorses those in office and nobody else.", people.the_upper(line.name())),
                line.article,
            )],
            repair: "Take the line out; ask for a few signatures of members instead, if for anything."
                .to_owned(),
            floors: &["F14"],
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
}

/// L12.
pub(super) fn vague(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for eligibility in rules(case, "eligibility") {
        if let Some(line) = eligibility.line("judged-by") {
            let who = people.the(line.name());
            let of = line.node.text_of("of").map(|of| format!(" ({of})")).unwrap_or_default();
            let said = Said {
                message: format!(
                    "Whether somebody may stand is for {who} to judge{of}; no member can know it \
                 beforehand."
                ),
                story: vec![
                    event(case.as_of, "A member is nominated against the president.", line.article),
                    event(
                        add(case.as_of, Span::days(11)),
                        format!("Three days before the vote {who} finds that the member is not fit."),
                        line.article,
                    ),
                ],
                repair: "Say what can be read from records: how long a member, in good standing. Take \
                 the line out."
                    .to_owned(),
                floors: &["F41", "U04"],
                ..Said::default()
            };
            findings.note(line.at(), said);
        }
        if let Some(line) = eligibility.line("retroactive").filter(|line| line.flag() == Some(true)) {
            let said = Said {
                message: "A new condition for candidates also asks for what was before it was made."
                    .to_owned(),
                story: vec![
                    event(
                        case.as_of,
                        "The members adopt a new condition: half of the meetings of two years.",
                        line.article,
                    ),
                    event(
                        add(case.as_of, Span::days(30)),
                        "Nominations close. Who did not come in those years can no longer mend it.",
                        line.article,
                    ),
                ],
                repair: "Write: retroactive #false.".to_owned(),
                floors: &["F42"],
                ..Said::default()
            };
            findings.note(line.at(), said);
        }
    }
}
