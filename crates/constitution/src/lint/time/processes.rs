//! The processes of a document as plans of windows, waits and promises. Only what is written counts: a value that would be
//! assumed clashes with nothing.

use super::deadlines::At;
use super::schedule::{Plan, Tie};
use super::votes::{elections, vacancies};
use crate::block::Node;
use crate::document::Article;
use crate::source::Place;
use crate::step::Span;

/// The plans that a rule is the beginning of.
pub(super) fn of(at: &At<'_, '_>) -> Vec<Plan> {
    match at.node.word.as_str() {
        "recall" => vec![recall(at)],
        "petition" => vec![petition(at)],
        "referendum" => vec![referendum(at)],
        "election" => elections(at),
        "vacancy" => vacancies(at),
        "removal-for-cause" => vec![removal(at)],
        "complaint" => complaints(at),
        "emergency" => vec![emergency(at)],
        "transition" => transition(at).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The beginning: a line without length, so that the story has its first day.
pub(super) fn begin(at: &At<'_, '_>, done: &str) -> Plan {
    let mut plan = Plan::default();
    plan.line((0, 0), Tie::Window(Vec::new()), (at.article, at.node.place), "", done);
    plan
}

/// The time that a line gives as a property.
pub(super) fn timed(node: &Node, word: &str, prop: &str) -> Option<(Span, Place)> {
    let line = node.child(word)?;
    Some((line.prop_span(prop)?, line.place))
}

/// The time that is the argument of a line.
pub(super) fn spanned(node: &Node, word: &str) -> Option<(Span, Place)> {
    Some((node.child_span(word)?, node.child(word)?.place))
}

impl<'a> At<'_, 'a> {
    /// The referendum, or the election, whose rules a recall follows.
    fn under(&self) -> Option<(&'a Article, &'a Node)> {
        let name = self.node.child_text("under")?;
        let mut votes = self.case.of_kind("referendum").chain(self.case.of_kind("election"));
        let found = votes.find(|(.., node)| node.texts().next() == Some(name));
        found.map(|(article, _, node)| (article, node))
    }

    /// How long before it notice of something is served, by a rule of its own.
    fn notice_of(&self, names: &[&str]) -> Option<(&'a Article, Place, Span)> {
        let (article, rule, node) =
            self.case.of_kind("notice").find(|(.., node)| node.texts().any(|of| names.contains(&of)))?;
        Some((article, rule.place, node.prop_span("lead")?))
    }

    /// How long before a meeting of the membership notice of it is served.
    fn notice_of_meeting(&self) -> Option<(&'a Article, Place, Span)> {
        let mut meetings = self.case.of_kind("meeting");
        let found = meetings.find_map(|(article, _, node)| {
            let (lead, place) = spanned(node, "notice")?;
            Some((article, place, lead))
        });
        found.or_else(|| self.notice_of(&["meetings", "meeting", "special-meetings"]))
    }
}

fn recall(at: &At<'_, '_>) -> Plan {
    let node = at.node;
    let mut plan = begin(at, "A valid petition to recall an officer is handed in.");
    let (mut notified, vote) = (0, 3);
    let under = at.under();
    // Who calls a regular election is not bound to call this one.
    let referred = under.filter(|(_, node)| node.word == "referendum");
    let caller = std::iter::once((at.article, node))
        .chain(referred)
        .find(|(_, node)| node.child("called-by").is_some());
    if let Some((article, node)) = caller {
        plan.window((0, 1), article, &node.ladder("called-by"), "the vote is called", "The vote is called.");
        notified = 1;
    } else if let Some((span, place)) = timed(node, "told", "within") {
        let tie = Tie::Window(vec![span]);
        plan.line((0, 1), tie, (at.article, place), "members are told within", "Members are told of it.");
        notified = 1;
    }
    let noticed = under.and_then(|(article, node)| {
        let (span, place) = spanned(node, "notice")?;
        Some((article, place, span))
    });
    if let Some((article, place, lead)) = noticed.or_else(|| at.notice_of(&["recall"])) {
        let done = "The first day the vote can be held after that notice.";
        plan.line(
            (notified, vote),
            Tie::Wait(lead),
            (article, place),
            "notice is served before it for",
            done,
        );
    } else {
        plan.line(
            (notified, vote),
            Tie::Window(Vec::new()),
            (at.article, node.place),
            "",
            "The vote can be held.",
        );
    }
    if let Some((span, place)) = timed(node, "vote", "within") {
        plan.line((0, vote), Tie::Promise(span), (at.article, place), "the vote must be held within", "");
    }
    plan
}

fn petition(at: &At<'_, '_>) -> Plan {
    let node = at.node;
    let mut plan = begin(at, "A petition is handed in.");
    plan.window((0, 1), at.article, &node.ladder("validated-by"), "it is checked", "It is found valid.");
    plan.window(
        (1, 2),
        at.article,
        &node.ladder("acted-on-by"),
        "it is acted on",
        "A date is set and notice is served.",
    );
    chain(&mut plan, at, &[(0, 1), (1, 2)]);
    let for_meeting = node.line_texts("for").any(|aim| aim == "meeting");
    if let Some((article, place, lead)) = at.notice_of_meeting().filter(|_| for_meeting) {
        let done = "The first day the meeting can be held after that notice.";
        plan.line(
            (2, 3),
            Tie::Wait(lead),
            (article, place),
            "notice of a meeting is served before it for",
            done,
        );
    } else {
        plan.line((2, 3), Tie::Window(Vec::new()), (at.article, node.place), "", "It can be held.");
    }
    if let Some((span, place)) = spanned(node, "held-within") {
        plan.line((0, 3), Tie::Promise(span), (at.article, place), "it must be held within", "");
    }
    plan
}

fn referendum(at: &At<'_, '_>) -> Plan {
    let node = at.node;
    let mut plan = begin(at, "The referendum is validly asked for.");
    plan.window((0, 1), at.article, &node.ladder("called-by"), "it is called", "It is called.");
    chain(&mut plan, at, &[(0, 1)]);
    if let Some((lead, place)) = spanned(node, "notice") {
        let done = "The first day it can be held after that notice.";
        plan.line((1, 2), Tie::Wait(lead), (at.article, place), "notice is served before it for", done);
    } else {
        chain(&mut plan, at, &[(1, 2)]);
    }
    if let Some((span, place)) = spanned(node, "held-within") {
        plan.line((0, 2), Tie::Promise(span), (at.article, place), "it must be held within", "");
    }
    plan
}

/// Ties moments that no line ties, so that the later is not before the earlier.
pub(super) fn chain(plan: &mut Plan, at: &At<'_, '_>, pairs: &[(usize, usize)]) {
    for pair in pairs {
        if !plan.lines.iter().any(|line| (line.from, line.to) == *pair) {
            plan.line(*pair, Tie::Window(Vec::new()), (at.article, at.node.place), "", "");
        }
    }
}

fn removal(at: &At<'_, '_>) -> Plan {
    let node = at.node;
    let mut plan = begin(at, "Charges against an officer are filed.");
    let window = |plan: &mut Plan, moments, word: &str, prop: &str, says: &str, done: &str| {
        if let Some((span, place)) = timed(node, word, prop) {
            plan.line(moments, Tie::Window(vec![span]), (at.article, place), says, done);
        }
    };
    window(&mut plan, (0, 1), "charges", "served-within", "charges are served within", "They are served.");
    window(&mut plan, (0, 2), "hearing", "within", "the hearing is held within", "The hearing is held.");
    chain(&mut plan, at, &[(0, 1), (1, 2)]);
    plan.window((2, 3), at.article, &node.ladder("decided-by"), "it is decided", "It is decided.");
    chain(&mut plan, at, &[(2, 3)]);
    if let Some((span, place)) = spanned(node, "final-within") {
        plan.line((0, 3), Tie::Promise(span), (at.article, place), "it must be final within", "");
    }
    plan
}

/// A complaint that is heard: the time to prepare against the time to decide.
fn complaints(at: &At<'_, '_>) -> Vec<Plan> {
    let deciding = at.node.ladder("decided-by");
    let Some(first) = deciding.first() else { return Vec::new() };
    let mut plans = Vec::new();
    for (article, _, hearing) in at.case.of_kind("hearing") {
        let holder = hearing.line_texts("held-by").next();
        let is_same = holder.is_some_and(|who| deciding.iter().any(|rung| rung.who.is == who));
        if !is_same || holder != Some(first.who.is.as_str()) {
            continue;
        }
        let mut plan = begin(at, "A complaint is filed.");
        if let Some((span, place)) = timed(hearing, "served", "within") {
            plan.line(
                (0, 1),
                Tie::Window(vec![span]),
                (article, place),
                "charges are served within",
                "Charges are served.",
            );
        }
        chain(&mut plan, at, &[(0, 1)]);
        if let Some((span, place)) = spanned(hearing, "prepare") {
            plan.line(
                (1, 2),
                Tie::Wait(span),
                (article, place),
                "there is time to prepare for",
                "The hearing can be held.",
            );
        }
        chain(&mut plan, at, &[(1, 2)]);
        let says = "it must be decided within";
        plan.line((0, 2), Tie::Promise(first.within), (at.article, first.who.place), says, "");
        plans.push(plan);
    }
    plans
}

/// An emergency that a meeting must ratify.
fn emergency(at: &At<'_, '_>) -> Plan {
    let mut plan = begin(at, "An emergency is declared.");
    if let Some((article, place, lead)) = at.notice_of_meeting() {
        let done = "The first day members can meet after that notice.";
        plan.line(
            (0, 1),
            Tie::Wait(lead),
            (article, place),
            "notice of a meeting is served before it for",
            done,
        );
    }
    let rungs = at.node.ladder("ratified-by");
    let membership = |id: &str| super::super::people::People::of(at.case).is_open(id);
    if let Some(first) = rungs.first().filter(|rung| membership(&rung.who.is)) {
        let says = "it must be ratified within";
        plan.line((0, 1), Tie::Promise(first.within), (at.article, first.who.place), says, "");
    }
    plan
}

/// A provisional government that ends before the first election.
fn transition(at: &At<'_, '_>) -> Option<Plan> {
    let (expires, stops) = spanned(at.node, "expires")?;
    let first = at.node.child("first-election")?;
    if first.text_of("after").is_some_and(|event| event != "founding") {
        return None;
    }
    let mut plan = begin(at, "The union is founded.");
    let tie = Tie::Window(vec![first.prop_span("within")?]);
    plan.line(
        (0, 1),
        tie,
        (at.article, first.place),
        "the first election is held within",
        "The first election is held.",
    );
    plan.line((0, 1), Tie::Promise(expires), (at.article, stops), "the provisional time ends after", "");
    Some(plan)
}
