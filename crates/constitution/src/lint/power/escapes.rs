//! P08: ways around a process. A measure "for the time being" without an end, a resignation that closes the case, duties taken
//! away so that nobody need be removed, and no protection for whoever complains.

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::stories::Story;
use super::super::{Case, Severity};
use crate::block::Node;
use crate::document::Article;
use crate::source::Place;
use crate::step::{Span, Unit};

/// P08.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for (article, rule) in case.constitution.rules() {
        let found = match rule.node.word.as_str() {
            "complaint" => complaint(case, &people, article, &rule.node),
            "power" => power(case, &people, article, &rule.node),
            "recall" => meanwhile(&rule.node),
            _ => Vec::new(),
        };
        for (place, said) in found {
            let basis = "A process protects nobody when there is a way around it.";
            findings
                .note(Some((&article.id, place)), Said { without: Some(Severity::Guidance), basis, ..said });
        }
    }
}

type Found = (Place, Said);

fn said(message: impl Into<String>, story: Story, repair: &str) -> Said {
    Said { message: message.into(), story: story.told(), repair: repair.to_owned(), ..Said::default() }
}

fn is_forbidden(case: &Case<'_>, act: &str) -> bool {
    case.of_kind("forbid").any(|(.., node)| node.texts().next() == Some(act))
}

fn complaint(case: &Case<'_>, people: &People<'_>, article: &Article, node: &Node) -> Vec<Found> {
    let mut found = Vec::new();
    let begin = || Story::from(case.as_of).tell(&article.id, "A complaint is filed.");
    for line in node.children_of("interim").filter(|line| line.prop("at-most").is_none()) {
        let what = line.texts().next().unwrap_or("an interim measure");
        let who = line.text_of("by").map(|by| format!(" by {}", people.the(by))).unwrap_or_default();
        let story = begin()
            .tell(&article.id, format!("Until it is decided, this is imposed{who}: {what}."))
            .wait(Span { amount: 1, unit: Unit::Years })
            .tell(&article.id, "It still holds. Nobody has been found to have done anything.");
        let message = format!(
            "An interim measure ({what}) has no last day: it can be a punishment before any decision."
        );
        found.push((line.place, said(message, story, "Add at-most=\"30d\" and review=\"7d\".")));
    }
    if let Some(line) =
        node.child("on-resignation").filter(|_| node.child_text("on-resignation") == Some("ends"))
    {
        let story = begin()
            .wait(Span::days(29))
            .tell(&article.id, "The officer resigns on the eve of the hearing. The case is closed.")
            .wait(Span { amount: 1, unit: Unit::Years })
            .tell(&article.id, "The same person stands for office again.");
        let message = "A resignation ends the case, whatever was done.";
        found.push((line.place, said(message, story, "Write on-resignation \"continues\".")));
    }
    let silent =
        case.tells(node) && node.child("retaliation").is_none() && !is_forbidden(case, "retaliation");
    if silent {
        let story = begin()
            .wait(Span::days(7))
            .tell(&article.id, "Whoever complained loses a shift, a post, a hearing. No rule is broken.");
        let message = "Nothing protects whoever complains, or bears witness, from retaliation.";
        found.push((node.place, said(message, story, "Add: retaliation \"forbidden\".")));
    }
    if case.tells(node)
        && node.child("on-resignation").is_none()
        && node.child_text("about") != Some("members")
    {
        let story = begin().wait(Span::days(29)).tell(
            &article.id,
            "The officer resigns on the eve of the hearing. Nothing says that the case goes on.",
        );
        let message = "Nothing says what becomes of a complaint when the officer it is about resigns.";
        found.push((node.place, said(message, story, "Add: on-resignation \"continues\".")));
    }
    found
}

fn power(case: &Case<'_>, people: &People<'_>, article: &Article, node: &Node) -> Vec<Found> {
    let Some(id) = node.texts().next() else { return Vec::new() };
    let who = people.the_upper(id);
    let may: Vec<&str> = node.line_texts("may").collect();
    let mut found = Vec::new();
    let open = people.is_open(id);
    let endless = node.child("at-most").is_none() && case.tells(node);
    for (act, whom) in [("suspend-members", "members"), ("suspend-officers", "officers")] {
        if may.contains(&act) && endless && !open {
            let story = Story::from(case.as_of)
                .tell(&article.id, format!("{who} suspends somebody who criticised it."))
                .wait(Span { amount: 1, unit: Unit::Years })
                .tell(&article.id, "The suspension still holds. There was no charge and no hearing.");
            let message = format!("{who} can suspend {whom}, and nothing says for how long.");
            found.push((node.place, said(message, story, "Add: at-most \"30d\".")));
        }
    }
    let unlimited = node.child("limit").is_none() && !is_forbidden(case, "reassigning-elected-officers");
    if may.contains(&"reassign-duties") && unlimited && !open {
        let story = Story::from(case.as_of)
            .tell(
                &article.id,
                format!("{who} takes an elected officer's duties away and gives them to another."),
            )
            .wait(Span::days(30))
            .tell(
                &article.id,
                "The officer keeps the title and has nothing to do. Nobody voted, nobody was heard.",
            );
        let message = format!(
            "{who} can take an elected officer's duties away, which removes the officer without the rules on removal."
        );
        found.push((node.place, said(message, story, "Add: forbid \"reassigning-elected-officers\", or a limit that the rules on removal are followed.")));
    }
    if may.contains(&"dismiss-complaints") && !open {
        let story = Story::from(case.as_of)
            .tell(&article.id, format!("A complaint is filed. {who} dismisses it unheard."));
        let message = format!("{who} can dismiss a complaint outside the rules on complaints.");
        found.push((node.place, said(message, story, "Leave the decision to whoever hears the complaint.")));
    }
    found
}

/// An officer suspended by the mere petition, with no day for the vote.
fn meanwhile(node: &Node) -> Vec<Found> {
    let Some(line) = node.child("meanwhile").filter(|_| node.child_text("meanwhile") == Some("suspended"))
    else {
        return Vec::new();
    };
    if node.child("vote").is_some() {
        return Vec::new();
    }
    let message =
        "An officer is suspended until the vote on the recall, and no day is set for the vote.".to_owned();
    vec![(line.place, Said { message, repair: "Add: vote within=\"45d\".".to_owned(), ..Said::default() })]
}
