//! P02: whether an empty seat is filled by somebody who does not sit through it. Ladders that end empty or go in a circle,
//! co-option without an end, and bodies that nobody is bound to choose.

use super::super::finding::{Findings, Said};
use super::super::people::{People, row};
use super::super::stories::Story;
use super::super::{Case, Event, Severity};
use crate::block::Node;
use crate::document::Article;
use crate::rules::OfficeSet;
use crate::source::Place;
use crate::step::{Span, Unit};
use std::collections::BTreeSet;

/// P02.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    let sure = surely_filled(case, &people);
    for (article, rule) in case.constitution.rules() {
        let at = At { case, people: &people, article, node: &rule.node, sure: &sure };
        let found = match rule.node.word.as_str() {
            "vacancy" => at.ends().or_else(|| at.circle()).into_iter().chain(at.endless()).collect(),
            "succession" => at.succession().into_iter().collect(),
            "body" => at.body().into_iter().collect(),
            "office" => at.office().into_iter().collect(),
            _ => Vec::new(),
        };
        for (place, said) in found {
            findings.note(Some((&article.id, place)), said);
        }
    }
    unspoken(case, &people, findings);
}

type Found = (Place, Said);

struct At<'c, 'a> {
    case: &'c Case<'a>,
    people: &'c People<'a>,
    article: &'a Article,
    node: &'a Node,
    sure: &'c BTreeSet<&'a str>,
}

/// The offices a rule is for.
fn offices<'a>(people: &People<'a>, node: &Node) -> BTreeSet<&'a str> {
    match node.child("for").and_then(Node::offices) {
        Some(OfficeSet::Named(named)) => {
            let all = people.offices().map(|office| office.id);
            all.filter(|id| named.iter().any(|name| name.is == *id)).collect()
        }
        Some(OfficeSet::All(_)) => people.offices().map(|office| office.id).collect(),
        None => BTreeSet::new(),
    }
}

/// Who fills the offices of a rule, by its ladder and its last resorts.
fn fillers(node: &Node) -> impl Iterator<Item = &str> {
    ["filled-by", "then", "last", "caretaker"].into_iter().flat_map(|word| node.line_texts(word))
}

/// Whether time itself fills them: the ladder ends in the clock, or an election is held by a day.
fn by_time(node: &Node) -> bool {
    let ends =
        node.ladder("filled-by").last().and_then(|rung| rung.otherwise.as_ref().map(|end| end.is.clone()));
    ends.as_deref() == Some("clock")
        || node.child_text("last") == Some("clock")
        || node.child("special-election").is_some()
}

/// The offices that are filled even when every office is empty: the least set that everybody, time or chance begins.
fn surely_filled<'a>(case: &Case<'a>, people: &People<'a>) -> BTreeSet<&'a str> {
    let mut sure: BTreeSet<&'a str> = BTreeSet::new();
    loop {
        let before = sure.len();
        for (.., node) in case.of_kind("vacancy").chain(case.of_kind("succession")) {
            let runner_up = node.line_flag("runner-up") == Some(true);
            if by_time(node) || runner_up || fillers(node).any(|who| can_act(people, &sure, who)) {
                sure.extend(offices(people, node));
            }
        }
        if sure.len() == before {
            return sure;
        }
    }
}

/// Whether somebody acts although every office may be empty.
fn can_act(people: &People<'_>, sure: &BTreeSet<&str>, who: &str) -> bool {
    if people.is_open(who) || people.is_drawn(who) || sure.contains(who) {
        return true;
    }
    let Some(post) = people.post(who) else { return true };
    let sitting = people.sitters(who);
    match post.sort {
        None => false,
        // A body chosen otherwise than by office does not empty with the offices.
        Some(_) if sitting.is_empty() => true,
        Some(_) => sitting.iter().all(|office| sure.contains(office)),
    }
}

fn said(message: String, story: Vec<Event>, repair: &str, severity: Severity) -> Said {
    Said {
        message,
        story,
        repair: repair.to_owned(),
        without: Some(severity),
        basis: "A union must be able to fill every seat, and members must be able to fill it in the end.",
        ..Said::default()
    }
}

impl At<'_, '_> {
    fn named(&self) -> String {
        match self.node.child("for").and_then(Node::offices) {
            Some(OfficeSet::Named(named)) => self.seats(named.iter().map(|name| name.is.as_str())),
            _ => "an office".to_owned(),
        }
    }

    /// "the office of secretary", "the offices of secretary and treasurer".
    fn seats<'s>(&self, ids: impl Iterator<Item = &'s str>) -> String {
        let titles: Vec<String> = ids.map(|id| self.people.the(id).replacen("the ", "", 1)).collect();
        let word = if titles.len() == 1 { "office" } else { "offices" };
        format!("the {word} of {}", row(&titles))
    }

    /// Whether an earlier rule already leaves seats that nobody can fill: one finding tells of all.
    fn is_told(&self) -> bool {
        let rules = self.case.of_kind("vacancy");
        let mut before = rules.map(|(.., node)| node).take_while(|node| !std::ptr::eq(*node, self.node));
        before.any(|node| !offices(self.people, node).is_subset(self.sure))
    }

    /// A ladder that ends in nobody.
    fn ends(&self) -> Option<Found> {
        if by_time(self.node) || self.node.child("caretaker").is_some() {
            return None;
        }
        let lines = self.node.ladder("filled-by");
        let last = lines.last();
        let otherwise = last.and_then(|line| line.otherwise.as_ref());
        if otherwise.map_or(!self.case.tells(self.node), |end| end.is != "nobody") {
            return None;
        }
        let place = last.map_or(self.node.place, |line| line.who.place);
        let message = match last {
            Some(line) => format!(
                "If {} does not fill it, {} stays empty.",
                self.people.the(&line.who.is),
                self.named()
            ),
            None => format!("Nobody is bound to fill {} when it is empty.", self.named()),
        };
        let mut story =
            Story::from(self.case.as_of).tell(&self.article.id, format!("It is empty: {}.", self.named()));
        for line in &lines {
            story = story.wait(line.within);
            story = story.tell(
                &self.article.id,
                format!("{} has filled nothing.", self.people.the_upper(&line.who.is)),
            );
        }
        let year = Span { amount: 1, unit: Unit::Years };
        let story = story.wait(year).tell(&self.article.id, "It is still empty. No rule is broken.").told();
        Some((
            place,
            said(
                message,
                story,
                "End the ladder with otherwise=\"clock\" and add: special-election within=\"120d\".",
                Severity::Broken,
            ),
        ))
    }

    /// Seats that are filled only by those who are gone.
    fn circle(&self) -> Option<Found> {
        let stuck: Vec<&str> = offices(self.people, self.node)
            .into_iter()
            .filter(|office| !self.sure.contains(office))
            .collect();
        if stuck.is_empty() || self.is_told() {
            return None;
        }
        let by: Vec<&str> = fillers(self.node).collect();
        let who = self.people.all_of(by.iter().copied());
        let them = self.seats(stuck.iter().copied());
        let message = format!(
            "Only {who} can fill {them}; when those seats are empty too, or too few are left, nobody can."
        );
        let story = Story::from(self.case.as_of)
            .tell(&self.article.id, "Most of those in office resign together.")
            .wait(Span::days(60))
            .tell(
                &self.article.id,
                format!("Too few are left for {who} to act, and nobody else may fill a seat."),
            );
        let repair = "Add a last line that needs none of them: the membership, a body drawn by lot, or otherwise=\"clock\" with a special election.";
        Some((self.node.place, said(message, story.told(), repair, Severity::Broken)))
    }

    /// Somebody put in by a few, with no day on which members choose again.
    fn endless(&self) -> Option<Found> {
        let node = self.node;
        let until = node.child_text("until");
        let bounded = until.is_some_and(|until| until != "nobody-says")
            || node.child("special-election").is_some()
            || node.child("acting-at-most").is_some();
        if bounded || until.is_none() && !self.case.tells(node) {
            return None;
        }
        let is_few = |who: &str| self.people.post(who).is_some() && !self.people.is_open(who);
        let line = node.children_of("filled-by").find(|line| line.texts().any(is_few))?;
        let few = line.arg()?.named()?;
        let message = format!(
            "{} can fill {}, and nothing says until when.",
            self.people.the_upper(&few.is),
            self.named()
        );
        let story = Story::from(self.case.as_of)
            .tell(&self.article.id, format!("It is empty: {}.", self.named()))
            .wait(line.prop_span("within").unwrap_or(Span::days(30)))
            .tell(&self.article.id, format!("{} fills it.", self.people.the_upper(&few.is)))
            .wait(Span { amount: 2, unit: Unit::Years })
            .tell(&self.article.id, "Whoever was put in still sits. Nothing in this article ends it.");
        let repair = "Add: until \"next-election\", or special-election within=\"120d\".";
        Some((few.place, said(message, story.told(), repair, Severity::Broken)))
    }

    fn succession(&self) -> Option<Found> {
        let these = offices(self.people, self.node);
        let covered =
            self.case.of_kind("vacancy").any(|(.., node)| these.is_subset(&offices(self.people, node)));
        if self.node.child("last").is_some() || covered || !self.case.tells(self.node) {
            return None;
        }
        let message =
            format!("When none of those named can follow, nothing says who fills {}.", self.named());
        let repair = "Add: last \"clock\", or a vacancy rule for the same office.";
        let story = Story::from(self.case.as_of)
            .tell(&self.article.id, "Those named in the order of succession resign one after another.")
            .wait(Span::days(30))
            .tell(&self.article.id, "Nobody is left in the order, and nothing says what follows.");
        Some((self.node.place, said(message, story.told(), repair, Severity::Broken)))
    }

    /// A body that chooses itself, or that nobody is bound to choose.
    fn body(&self) -> Option<Found> {
        let id = self.node.texts().next()?;
        let the = self.people.the(id);
        if self.people.is_open(id) || self.people.is_drawn(id) || self.node.text_of("kind") == Some("unit") {
            return None;
        }
        let itself = self.people.ways(id).find(|(how, by)| {
            *how == "self"
                || *how == "co-opted" && self.node.child("serves").is_none()
                || matches!(how, &"appointed" | &"elected") && *by == Some(id)
        });
        if let Some((how, _)) = itself {
            let message = match how {
                "co-opted" => format!("Members of {the} can be co-opted, and nothing says until when."),
                _ => format!("{} chooses its own members.", self.people.the_upper(id)),
            };
            let story = Story::from(self.case.as_of)
                .tell(
                    &self.article.id,
                    format!("A seat on {the} is empty. Those left choose whom they like."),
                )
                .wait(Span { amount: 1, unit: Unit::Years })
                .tell(&self.article.id, format!("Nobody on {the} was ever chosen by members."));
            let repair = "Write chosen how=\"elected\" by=\"membership\", or how=\"lot\", and serves \"2y\".";
            return Some((self.node.place, said(message, story.told(), repair, Severity::Broken)));
        }
        self.unchosen(id, &the)
    }

    /// Whether a rule gives the body something to do.
    fn owes(&self, id: &str) -> bool {
        fn names(node: &Node, id: &str) -> bool {
            let bears = node.prop("within").is_some()
                || matches!(node.word.as_str(), "conducted-by" | "held-by" | "bearer");
            bears && (node.texts().any(|text| text == id) || node.text_of("by") == Some(id))
                || node.children.iter().any(|child| names(child, id))
        }
        self.case.constitution.rules().any(|(_, rule)| names(&rule.node, id))
    }

    /// Whether a duty that ends with the body begins again when the body does nothing.
    fn begins_again(&self, id: &str) -> bool {
        let is_it = |line: &Node| {
            let bears = line.texts().next() == Some(id) || line.text_of("by") == Some(id);
            bears && matches!(line.text_of("otherwise"), Some("again" | "draw-again"))
        };
        self.case.constitution.rules().any(|(_, rule)| rule.node.children.iter().any(is_it))
    }

    fn unchosen(&self, id: &str, the: &str) -> Option<Found> {
        let is_chosen = self.people.ways(id).next().is_some() || !self.people.sitters(id).is_empty();
        let is_outside = self.node.prop("parent").is_some() && self.node.prop("seats").is_none();
        let committee = self
            .case
            .of_kind("bargaining")
            .any(|(.., node)| node.line_texts("committee").any(|body| body == id));
        if is_chosen || is_outside || committee || !self.case.covers("officers") || !self.owes(id) {
            return None;
        }
        let for_ever = self.begins_again(id);
        let message = format!(
            "{} has duties, but nothing says who sits on it or who chooses them.{}",
            self.people.the_upper(id),
            if for_ever { " While nobody does, one of its duties begins again for ever." } else { "" }
        );
        let repair = format!(
            "Add to its rule, for example: chosen how=\"elected\" by=\"membership\", or how=\"lot\". Without it {the} can be empty."
        );
        Some((self.node.place, said(message, Vec::new(), &repair, Severity::Guidance)))
    }

    fn office(&self) -> Option<Found> {
        let id = self.node.texts().next()?;
        let by = self.node.line_texts("appointed-by").next()?;
        let sitting = self.people.sitters(by);
        let circle = by == id
            || self
                .people
                .post(by)
                .is_some_and(|post| post.node.line_texts("appointed-by").any(|by| by == id))
            || sitting.len() == 1 && sitting.contains(id);
        circle.then(|| {
            let message =
                format!("{} and {} appoint each other.", self.people.the_upper(id), self.people.the(by));
            (
                self.node.place,
                said(message, Vec::new(), "Let members elect one of the two.", Severity::Broken),
            )
        })
    }
}

/// An elected office for which nothing says what happens when it is empty.
fn unspoken(case: &Case<'_>, people: &People<'_>, findings: &mut Findings<'_>) {
    if !case.covers("vacancies") {
        return;
    }
    let rules = || case.of_kind("vacancy").chain(case.of_kind("succession"));
    let covered: BTreeSet<&str> = rules().flat_map(|(.., node)| offices(people, node)).collect();
    let silent: Vec<_> = people.offices().filter(|office| !covered.contains(office.id)).collect();
    let Some(first) = silent.first() else { return };
    let these = people.all_of(silent.iter().map(|office| office.id));
    let message = format!("Nothing says what happens when these are empty: {these}.");
    let repair =
        "Add: vacancy { for ...; filled-by ... otherwise=\"clock\"; special-election within=\"120d\" }.";
    findings.note(
        Some((&first.article.id, first.node.place)),
        said(message, Vec::new(), repair, Severity::Guidance),
    );
}
