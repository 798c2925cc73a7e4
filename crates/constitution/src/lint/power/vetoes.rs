//! P07: one unit, or one doorkeeper, that stops what all others want: a share that each unit must reach, and a paper that can
//! be handed only to the person it is about, or a change that only those in office can propose.

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::stories::Story;
use super::super::{Case, Event, Severity};
use crate::Share;
use crate::block::Node;
use crate::document::Article;
use crate::rules::OfficeSet;
use crate::source::Place;
use crate::step::Span;

/// P07.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for (article, rule) in case.constitution.rules() {
        let at = At { case, people: &people, article, node: &rule.node };
        let found = [at.each_unit(rule.place), at.door(rule.place), at.proposer(rule.place)];
        for (place, message, story, repair) in found.into_iter().flatten() {
            let said = Said {
                message,
                story,
                repair: repair.to_owned(),
                without: Some(Severity::Guidance),
                basis: "What all others want should not depend on one unit or one person.",
                ..Said::default()
            };
            findings.note(Some((&article.id, place)), said);
        }
    }
}

struct At<'c, 'a> {
    case: &'c Case<'a>,
    people: &'c People<'a>,
    article: &'a Article,
    node: &'a Node,
}

type Found = Option<(Place, String, Vec<Event>, &'static str)>;

/// The first `each-unit=` in a rule, and where it stands.
fn each_unit(node: &Node) -> Option<(Share, Place)> {
    let own = node.prop_share("each-unit").map(|share| (share, node.place));
    own.or_else(|| node.children.iter().find_map(each_unit))
}

impl At<'_, '_> {
    fn each_unit(&self, place: Place) -> Found {
        let found = each_unit(self.node);
        if let Some((share, place)) = found {
            let message =
                format!("Every unit must reach {share}: one unit that does not stops all the others.");
            let story = Story::from(self.case.as_of)
                .tell(
                    &self.article.id,
                    format!("All units but one reach {share}, most of them many times over."),
                )
                .wait(Span::days(1))
                .tell(&self.article.id, "One unit is a few signatures or votes short. All of it is void.");
            return Some((
                place,
                message,
                story.told(),
                "Ask for a share of all members, and at most for several units, not for each.",
            ));
        }
        let all = self.node.word == "quorum"
            && self.node.prop_share("units").is_some_and(|share| share.fraction() == (100, 100));
        all.then(|| {
            let message =
                "Somebody from every unit must be there: one unit that stays away stops the meeting."
                    .to_owned();
            let story = Story::from(self.case.as_of)
                .tell(&self.article.id, "One unit sends nobody. The meeting cannot decide.");
            (place, message, story.told(), "Ask for somebody from most units, not from all.")
        })
    }

    /// The one door stands in the hands of the person it is about.
    fn door(&self, place: Place) -> Found {
        let node = self.node;
        let is_about = match node.word.as_str() {
            "recall" | "removal-for-cause" => true,
            "petition" => matches!(node.child_text("for"), Some("recall" | "removal")),
            _ => false,
        };
        let doors: Vec<&str> = node.line_texts("filed-with").collect();
        let [door] = doors.as_slice() else { return None };
        let behind = self.people.sitters(door);
        let targets = node.child("for").and_then(Node::offices);
        let hits = |office: &str| match &targets {
            Some(OfficeSet::Named(named)) => named.iter().any(|name| name.is == office),
            _ => true,
        };
        let target = behind.iter().find(|office| hits(office)).filter(|_| is_about)?;
        // Where others check and call without them, the door cannot be held shut.
        let message = format!(
            "It can be filed only with {}; when it is about {}, the person it is about holds the door.",
            self.people.the(door),
            self.people.the(target)
        );
        let story = Story::from(self.case.as_of)
            .tell(
                &self.article.id,
                format!("Members bring it, about {}, to {}.", self.people.the(target), self.people.the(door)),
            )
            .wait(Span::days(30))
            .tell(&self.article.id, "It is said never to have arrived. There is no other place to file it.");
        let place = node.child("filed-with").map_or(place, |line| line.place);
        Some((
            place,
            message,
            story.told(),
            "Name a second place to file it, where the same person does not sit.",
        ))
    }

    /// Only those in office can propose a change.
    fn proposer(&self, place: Place) -> Found {
        let node = self.node;
        if node.word != "amendment" || node.child("petition").is_some() {
            return None;
        }
        let by: Vec<&str> = node.line_texts("proposed-by").collect();
        let petition =
            self.case.of_kind("petition").any(|(.., node)| node.child_text("for") == Some("amendment"));
        if by.is_empty()
            || petition
            || by.iter().any(|who| self.people.is_open(who) || self.people.post(who).is_none())
        {
            return None;
        }
        let who = self.people.all_of(by.iter().copied());
        let message =
            format!("Only {who} can propose a change: what they do not like never comes to a vote.");
        let story = Story::from(self.case.as_of)
            .tell(&self.article.id, "Most members want a change.")
            .wait(Span::days(365))
            .tell(&self.article.id, format!("It has never been voted on: {who} did not propose it."));
        let place = node.child("proposed-by").map_or(place, |line| line.place);
        Some((
            place,
            message,
            story.told(),
            "Add \"members\" to proposed-by, with: petition share=\"5%\" of=\"good-standing\".",
        ))
    }
}
