//! P05: those in office changing the rules of their own office. An amendment, or a power, that a body of office-holders uses
//! alone and that binds before members have voted again.

use super::super::finding::{Findings, Said};
use super::super::people::{People, row};
use super::super::stories::Story;
use super::super::{Case, Event, Severity};
use crate::document::Article;
use crate::step::Span;

/// What incumbents must not change for themselves, and how a person says it.
const OWN: [(&str, &str); 3] = [
    ("terms", "lengthen their own terms"),
    ("elections", "put off their own election"),
    ("pay", "raise their own pay"),
];

/// P05.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for (article, rule, node) in case.of_kind("amendment") {
        let Some(body) = node.child_text("decided-by").filter(|body| !people.is_open(body)) else { continue };
        if matches!(node.child_text("effective"), Some("after-next-election")) {
            continue;
        }
        let reaches: Vec<&str> = node.line_texts("reaches").collect();
        let deferred: Vec<&str> = node.line_texts("deferred").collect();
        let open = OWN.iter().filter(|(matter, _)| {
            !deferred.contains(matter) && (reaches.is_empty() || reaches.contains(matter))
        });
        let open: Vec<String> = open.map(|(_, deed)| (*deed).to_owned()).collect();
        if open.is_empty() || people.is_drawn(body) {
            continue;
        }
        let who = people.the_upper(body);
        let said = Said {
            message: format!(
                "{who} changes these rules alone, and with effect before the next election: its members can {}.",
                row(&open)
            ),
            story: story(case, article, &who, &open),
            repair: "Let the membership decide, or add: deferred \"terms\" \"elections\" \"pay\".".to_owned(),
            ..said()
        };
        findings.note(Some((&article.id, rule.place)), said);
    }
    powers(case, &people, findings);
}

fn said() -> Said {
    Said {
        without: Some(Severity::Broken),
        basis: "Those in office do not change the rules of their own office before they have stood again.",
        ..Said::default()
    }
}

fn story(case: &Case<'_>, article: &Article, who: &str, open: &[String]) -> Vec<Event> {
    let deed = open.first().cloned().unwrap_or_default();
    Story::from(case.as_of)
        .tell(&article.id, format!("{who} resolves to {deed}, a month before its own term ends."))
        .tell(&article.id, "It takes effect at once.")
        .wait(Span::days(30))
        .tell(&article.id, "The term would have ended today. Nobody has voted.")
        .told()
}

/// Powers that are the same thing by another name.
fn powers(case: &Case<'_>, people: &People<'_>, findings: &mut Findings<'_>) {
    let acts = [
        ("amend", "change these rules"),
        ("set-own-pay", "set its own pay"),
        ("extend-terms", "extend terms"),
    ];
    for (article, rule, node) in case.of_kind("power") {
        let Some(body) = node.texts().next().filter(|body| !people.is_open(body)) else { continue };
        let may: Vec<&str> = node.line_texts("may").collect();
        let never: Vec<&str> = node.line_texts("never").collect();
        let bounded = node.child("limit").is_some() || never.contains(&"elections");
        for (_, deed) in
            acts.iter().filter(|(act, _)| may.contains(act) && (*act == "set-own-pay" || !bounded))
        {
            let who = people.the_upper(body);
            let said = Said {
                message: format!("{who} may {deed}, and no vote of members stands between."),
                story: story(case, article, &who, &[(*deed).to_owned()]),
                repair: "Leave it to the membership, or let it take effect after the next election."
                    .to_owned(),
                ..said()
            };
            findings.note(Some((&article.id, rule.place)), said);
        }
    }
}
