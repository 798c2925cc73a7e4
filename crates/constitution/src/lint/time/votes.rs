//! Elections as plans: from the founding, an outside event or a vacancy to the opening of voting, through everything that is
//! written to come before it.

use super::deadlines::At;
use super::processes::{begin, chain, spanned, timed};
use super::schedule::{Plan, Tie};
use crate::block::Node;
use crate::document::Article;
use crate::rules::OfficeSet;
use crate::source::Place;
use crate::step::Span;

/// The first election of a union, and the one that an outside event begins.
pub(super) fn elections(at: &At<'_, '_>) -> Vec<Plan> {
    let promises = |word: &str, prop: Option<&str>| {
        let lines = at.node.children_of(word);
        let spans = lines.filter_map(|line| {
            let span = match prop {
                Some(prop) => line.prop_span(prop)?,
                None => line.arg()?.span()?,
            };
            Some((span, line.place))
        });
        spans.collect::<Vec<_>>()
    };
    let mut plans = Vec::new();
    for (span, place) in promises("first", Some("within")) {
        plans.push(election(
            at,
            at.node,
            "The union is founded.",
            true,
            (at.article, place, span, "the first election is held within"),
        ));
    }
    for (span, place) in promises("after", Some("within")) {
        plans.push(election(
            at,
            at.node,
            "The event that the election waits for occurs.",
            true,
            (at.article, place, span, "the election is held within"),
        ));
    }
    plans
}

/// From the call, or from when the clock calls, to the opening of voting.
fn election(
    at: &At<'_, '_>,
    node: &Node,
    done: &str,
    is_called: bool,
    (article, place, span, says): (&Article, Place, Span, &str),
) -> Plan {
    let mut plan = begin(at, done);
    let case = at.case;
    let name = node.texts().next();
    let of_name = |kind: &'static str| case.of_kind(kind).find(|(.., other)| other.texts().next() == name);
    if is_called {
        plan.window((0, 1), at.article, &node.ladder("called-by"), "it is called", "The election is called.");
    }
    let served = node.ladder("notice-by");
    if let Some((article, _, nomination)) = of_name("nomination") {
        if let Some((lead, place)) = spanned(nomination, "notice") {
            plan.window(
                (1, 2),
                article,
                &served,
                "notice of nominations is served",
                "Notice of nominations is served.",
            );
            plan.line(
                (2, 3),
                Tie::Wait(lead),
                (article, place),
                "nominations open after",
                "Nominations open.",
            );
        }
        if let Some((window, place)) = spanned(nomination, "window") {
            plan.line(
                (3, 4),
                Tie::Wait(window),
                (article, place),
                "they stay open for",
                "Nominations close.",
            );
        }
        if let Some((within, place)) = timed(nomination, "accept", "within") {
            plan.line(
                (4, 5),
                Tie::Window(vec![within]),
                (article, place),
                "nominees accept within",
                "Nominees have accepted.",
            );
        }
    }
    if let Some((article, _, eligibility)) = of_name("eligibility") {
        plan.window(
            (5, 6),
            article,
            &eligibility.ladder("decided-by"),
            "who may stand is decided",
            "Who may stand is decided.",
        );
    }
    if let Some((within, place)) = timed(node, "key-holders", "within") {
        plan.line(
            (6, 7),
            Tie::Window(vec![within]),
            (at.article, place),
            "keys are made within",
            "The keys are made.",
        );
    }
    plan.window(
        (7, 8),
        at.article,
        &node.ladder("ballot-by"),
        "the ballot is drawn up",
        "The ballot is drawn up.",
    );
    plan.window(
        (8, 9),
        at.article,
        &served,
        "notice of the election is served",
        "Notice of the election is served.",
    );
    if let Some((lead, place)) = spanned(node, "notice") {
        plan.line(
            (9, 10),
            Tie::Wait(lead),
            (at.article, place),
            "voting opens after notice of",
            "Voting can open.",
        );
    }
    let pairs: Vec<(usize, usize)> = (0..10).map(|moment| (moment, moment + 1)).collect();
    chain(&mut plan, at, &pairs);
    plan.line((0, 10), Tie::Promise(span), (article, place), says, "");
    plan
}

/// Whether the first names an office of the second.
fn overlaps(one: &Node, other: &Node) -> bool {
    let set = |node: &Node| node.child("for").and_then(Node::offices);
    match (set(one), set(other)) {
        (Some(OfficeSet::Named(one)), Some(OfficeSet::Named(other))) => {
            one.iter().any(|office| other.iter().any(|another| another.is == office.is))
        }
        (Some(_), Some(_)) => true,
        _ => false,
    }
}

/// A special election, and the end of whoever acts until then.
pub(super) fn vacancies(at: &At<'_, '_>) -> Vec<Plan> {
    let Some((span, place)) = timed(at.node, "special-election", "within") else { return Vec::new() };
    let mut plans = Vec::new();
    let regular = at.case.of_kind("election").find(|(.., node)| overlaps(at.node, node));
    if let Some((.., node)) = regular {
        let promise = (at.article, place, span, "a special election is held within");
        plans.push(election(at, node, "A special election is called.", false, promise));
    }
    if let Some((acting, stops)) = spanned(at.node, "acting-at-most") {
        let mut plan = begin(at, "The office falls vacant and somebody begins to act.");
        plan.line(
            (0, 1),
            Tie::Window(vec![span]),
            (at.article, place),
            "the special election is held within",
            "The special election is held.",
        );
        plan.line(
            (0, 1),
            Tie::Promise(acting),
            (at.article, stops),
            "somebody acts in the office at most",
            "",
        );
        plans.push(plan);
    }
    plans
}
