//! P03: how few can bind everybody. Quorum times share: when the fewest who must come agree by the least that is enough.

use super::super::finding::{Findings, Said};
use super::super::people::{People, people as people_of};
use super::super::stories::Story;
use super::super::{Case, Severity};
use super::decisions::{self, Decision, Fewest};
use crate::step::Span;

/// As few as this can decide anywhere and it is worth a word. *Units*: people.
const FEW: u64 = 15;
/// Where the roll is known: one in so many members is few.
const ONE_IN: u64 = 20;

/// P03.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for decision in decisions::all(case) {
        let in_meeting = decision.is_in_a_meeting(&people);
        // Where the turnout is bounded, or everybody is asked by ballot, few can decide only if the rest stay away by choice.
        if decision.turnout.is_some() || !in_meeting {
            continue;
        }
        let Some(fewest) = decision.fewest(case, &people) else { continue };
        if let Some(said) = said(case, &people, &decision, fewest) {
            findings.note(Some((&decision.article.id, decision.place)), said);
        }
    }
}

fn said(case: &Case<'_>, people: &People<'_>, decision: &Decision<'_>, fewest: Fewest) -> Option<Said> {
    let members = decisions::members(case);
    let deed = &decision.deed;
    let body = decision.body.map_or("the membership".to_owned(), |body| people.the(body));
    let of_all = members.map(|members| format!(" of {members} members")).unwrap_or_default();
    let (message, count) = match fewest {
        Fewest::People(count) => {
            let is_few = match members {
                Some(members) => count.saturating_mul(ONE_IN) < members || count <= FEW.min(members / 4),
                None => count <= FEW,
            };
            if !is_few {
                return None;
            }
            let present = decisions::quorum(case, people, decision.body);
            let quorum = present
                .map(|present| format!(", when just the quorum of {present} is there"))
                .unwrap_or_default();
            (format!("{}{of_all} can {deed}{quorum}.", upper(&people_of(count))), count)
        }
        // In an excerpt the quorum may stand elsewhere.
        Fewest::Unsaid if !case.covers("meetings") => return None,
        Fewest::Unsaid => (
            format!(
                "As few as come can {deed}: {body} decides by those present, and no quorum is set for it."
            ),
            2,
        ),
    };
    let story = Story::from(case.as_of)
        .tell(&decision.article.id, format!("A meeting of {body} is called for a bad day."))
        .wait(Span::days(14))
        .tell(
            &decision.article.id,
            format!("Just enough come; {} of them agree to {deed}. It binds everybody.", people_of(count)),
        );
    Some(Said {
        message,
        story: story.told(),
        repair: "Raise the quorum or the share, or let all members vote on it by secret ballot.".to_owned(),
        without: Some(Severity::Guidance),
        basis: "How few people a rule lets decide for all is arithmetic: quorum and share.",
        ..Said::default()
    })
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
