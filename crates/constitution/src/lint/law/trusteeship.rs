//! L23: a trusteeship has a purpose, a hearing and an end, and leaves the local its money.

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::ask::{Line, event, exceed, rules, times};
use crate::civil::add;
use crate::step::{Span, Unit};

/// L23.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for trusteeship in rules(case, "trusteeship") {
        let by = trusteeship
            .line("imposed-by")
            .map_or("The parent body".to_owned(), |line| people.the_upper(line.name()));
        if trusteeship.line("purposes").is_none() && case.covers("trusteeship") {
            let said = Said {
                message: format!("{by} can impose a trusteeship, and no rule says for what."),
                story: vec![event(
                    case.as_of,
                    "A local votes against its parent and is put under trusteeship.",
                    trusteeship.article,
                )],
                repair:
                    "Add a line: purposes \"corruption\" \"malpractice\" \"contract-duties\" \"democracy\"."
                        .to_owned(),
                floors: &["F35-purposes"],
                ..Said::default()
            };
            findings.note(trusteeship.at(), said);
        }
        let hearing = trusteeship.line("hearing");
        let is_heard = hearing.map_or(!case.covers("trusteeship"), |line| line.flag() == Some(true));
        if !is_heard {
            let said = Said {
                message: "A trusteeship can be imposed without a hearing.".to_owned(),
                story: vec![event(
                    case.as_of,
                    "The officers are set aside by a letter. Nobody has heard them.",
                    trusteeship.article,
                )],
                repair: "Write: hearing #true within=\"30d\".".to_owned(),
                floors: &["F35-hearing"],
                ..Said::default()
            };
            findings.note(hearing.unwrap_or(trusteeship).at(), said);
        }
        end(case, trusteeship, findings);
        if let Some(line) = trusteeship.line("funds").filter(|line| line.name() == "transferred") {
            let said = Said {
                message: "Under a trusteeship the money of the local goes to the parent body.".to_owned(),
                story: vec![event(
                    case.as_of,
                    "The trustee closes the local's account and moves what is in it.",
                    line.article,
                )],
                repair: "Write: funds \"kept\".".to_owned(),
                floors: &["F35-funds"],
                ..Said::default()
            };
            findings.note(line.at(), said);
        }
    }
}

fn end(case: &Case<'_>, trusteeship: Line<'_>, findings: &mut Findings<'_>) {
    let Some(most) = case.floor("F35").and_then(|floor| floor.time()) else { return };
    let at_most = trusteeship.line("at-most").and_then(|line| Some((line, line.time()?)));
    let exit =
        trusteeship.line("exit-election").and_then(|line| Some((line, line.node.prop_span("within")?)));
    let renewals: u32 = trusteeship.line("renewals").and_then(|line| line.node.arg()?.number()).unwrap_or(0);
    let (place, message) = match (at_most, exit) {
        // In an excerpt the end may stand elsewhere, unless the line for it is there and sets none.
        (None, None) if trusteeship.line("exit-election").is_none() && !case.covers("trusteeship") => return,
        (None, None) => (
            trusteeship,
            "A trusteeship has no end: neither a longest time nor a day by which members elect again."
                .to_owned(),
        ),
        (_, Some((_, within))) if !exceed(&[within], most) => return,
        (Some((line, longest)), _) => {
            let all = times(longest, renewals.saturating_add(1));
            if !exceed(&[all], most) {
                return;
            }
            (line, format!("A trusteeship can last {}, longer than {}.", all.in_words(), most.in_words()))
        }
        (None, Some((line, within))) => {
            (line, format!("The members elect again only {} after a trusteeship begins.", within.in_words()))
        }
    };
    let late = add(case.as_of, Span { amount: most.amount.saturating_add(1), unit: Unit::Months });
    let story = vec![
        event(case.as_of, "A trustee takes the local over.", place.article),
        event(
            late,
            format!(
                "Month {}: the trustee still decides when there will be an election. None has been held.",
                most.amount.saturating_add(1)
            ),
            place.article,
        ),
    ];
    let repair = "Write: at-most \"12 months\"; renewals 0; exit-election within=\"12 months\".".to_owned();
    findings.note(place.at(), Said { message, story, repair, floors: &["F35"], ..Said::default() });
}
