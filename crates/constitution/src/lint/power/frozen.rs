//! P04: what can hardly ever be reached. A share of everybody, a turnout, a quorum or a petition that asks for more people
//! than ever take part freezes what it guards: amendment, recall, meeting.

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::stories::Story;
use super::super::{Case, Severity};
use super::decisions::{self, Decision};
use crate::Share;
use crate::block::Node;
use crate::document::Article;
use crate::source::Place;
use crate::step::{Span, Unit};
use std::cmp::Ordering;

/// A vote of members seldom brings more than this share of them. *Source*: turnouts of contested officer elections.
const PLAUSIBLE_TURNOUT: Share = Share::Part { part: 1, whole: 3, is_percent: false };
/// A meeting seldom brings more than this share of the members.
const PLAUSIBLE_MEETING: Share = Share::Part { part: 20, whole: 100, is_percent: true };
/// A meeting seldom brings more people than this where nothing says how many members there are.
const PLAUSIBLE_CROWD: u64 = 200;

/// P04.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for decision in decisions::all(case) {
        if let Some((message, repair)) = decided(case, &people, &decision) {
            note(case, findings, (decision.article, decision.place), &decision.deed, message, repair);
        }
    }
    for (article, rule) in case.constitution.rules() {
        let node = &rule.node;
        let found = match node.word.as_str() {
            "quorum" => quorum(case, &people, node).map(|message| (message, "meet and decide")),
            "petition" => signers(node.child("signers")).map(|message| (message, "bring a petition")),
            "recall" => signers(node.child("petition")).map(|message| (message, "bring a recall to a vote")),
            "referendum" => {
                signers(node.child("petition")).map(|message| (message, "bring a matter to a vote"))
            }
            _ => None,
        };
        if let Some((message, deed)) = found {
            note(
                case,
                findings,
                (article, rule.place),
                deed,
                message,
                "Ask for fewer: a number, or a smaller share.",
            );
        }
    }
}

fn note(
    case: &Case<'_>,
    findings: &mut Findings<'_>,
    (article, place): (&Article, Place),
    deed: &str,
    message: String,
    repair: &str,
) {
    let story = Story::from(case.as_of)
        .tell(&article.id, format!("Members try to {deed}. Nobody who takes part is against."))
        .wait(Span { amount: 1, unit: Unit::Years })
        .tell(&article.id, "Too few took part. They try again, with the same end.");
    let said = Said {
        message,
        story: story.told(),
        repair: repair.to_owned(),
        without: Some(Severity::Guidance),
        basis: "A rule that members can never bring enough people to use is no rule.",
        ..Said::default()
    };
    findings.note(Some((&article.id, place)), said);
}

fn above(share: Share, plausible: Share) -> bool {
    share.compare(&plausible) == Ordering::Greater
}

/// "a majority of all members".
fn words(share: Share, of: &str) -> String {
    let share = match share {
        Share::Majority => "a majority".to_owned(),
        other => other.to_string(),
    };
    match of {
        "good-standing" => format!("{share} of all members in good standing"),
        "eligible" => format!("{share} of all who can vote"),
        "locals" => format!("{share} of all locals"),
        _ => format!("{share} of all members"),
    }
}

fn decided(case: &Case<'_>, people: &People<'_>, decision: &Decision<'_>) -> Option<(String, &'static str)> {
    // In a body of a few seats, all of them can be asked.
    if decision.body.is_some_and(|body| !people.is_open(body)) {
        return None;
    }
    let in_figures = |share: Share| {
        let members = decisions::members(case)?;
        Some(format!(" ({} of {members})", share.least_of(members)))
    };
    if let Some(turnout) = decision.turnout.filter(|turnout| above(*turnout, PLAUSIBLE_TURNOUT)) {
        let figures = in_figures(turnout).unwrap_or_default();
        let message = format!(
            "To {}, {turnout} of those who can vote{figures} must take part, which hardly ever happens.",
            decision.deed
        );
        return Some((message, "Ask for a share of the votes cast, or a lower turnout."));
    }
    let share = decision.share.filter(|share| decision.is_of_all() && above(*share, PLAUSIBLE_TURNOUT))?;
    let figures = in_figures(share).unwrap_or_default();
    let message = format!(
        "To {}, {}{figures} must agree, whether they vote or not: whoever stays at home votes no.",
        decision.deed,
        words(share, decision.of)
    );
    Some((message, "Ask for a share of the votes cast, with notice to everybody."))
}

fn quorum(case: &Case<'_>, people: &People<'_>, node: &Node) -> Option<String> {
    let id = node.texts().next()?;
    if !people.is_membership(id) {
        return None;
    }
    let the = people.the(id);
    if let Some(members) = decisions::members(case) {
        let need = decisions::quorum(case, people, Some(id))?;
        let most = PLAUSIBLE_MEETING.least_of(members);
        return (need > most).then(|| {
            format!("A meeting of {the} needs {need} of its {members} members, which hardly ever happens.")
        });
    }
    let lesser = node.text_of("which") == Some("lesser");
    let number = node.prop_number("number").filter(|number| *number > PLAUSIBLE_CROWD);
    let share = node.prop_share("share").filter(|share| above(*share, PLAUSIBLE_MEETING));
    let said = match (number, share) {
        (Some(_), None) | (None, Some(_))
            if lesser && node.prop("number").is_some() && node.prop("share").is_some() =>
        {
            None
        }
        (Some(number), _) => Some(format!("{number} people")),
        (None, Some(share)) => Some(words(share, node.text_of("of").unwrap_or("members"))),
        (None, None) => None,
    }?;
    Some(format!("A meeting of {the} needs {said}, which hardly ever happens."))
}

fn signers(line: Option<&Node>) -> Option<String> {
    let line = line?;
    let share = line
        .prop_share("share")
        .filter(|share| line.prop("number").is_none() && above(*share, PLAUSIBLE_TURNOUT))?;
    let of = line.text_of("of").unwrap_or("members");
    Some(format!("It needs the signatures of {}, more than ever vote.", words(share, of)))
}
