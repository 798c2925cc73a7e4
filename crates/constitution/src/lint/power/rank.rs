//! P06: a lower rule over a higher one. What members made hard to change must not be changed from below: by bylaws that reach
//! terms, by a standing rule that is an exception to the constitution, by an article that is protected in name only.

use super::super::finding::{Findings, Said};
use super::super::people::row;
use super::super::stories::Story;
use super::super::{Case, Severity};
use super::decisions::{self, Decision};
use crate::Share;
use crate::block::Node;
use crate::document::Article;
use crate::source::Place;
use crate::step::Span;
use std::cmp::Ordering;

/// What only the constitution itself should settle.
const HIGH: [&str; 8] =
    ["terms", "elections", "eligibility", "recall", "complaints", "discipline", "amendment", "protected"];
/// Kinds of rule that settle it.
const HIGH_KINDS: [&str; 8] =
    ["term", "election", "eligibility", "recall", "complaint", "hearing", "amendment", "protected"];
/// Ranks, from above to below.
const RANKS: [&str; 4] = ["constitution", "bylaw", "standing-rule", "motion"];

/// P06.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    for (article, rule) in case.constitution.rules() {
        let node = &rule.node;
        let found = match node.word.as_str() {
            "amendment" => reach(node),
            "protected" => protected(case, node),
            _ => None,
        };
        let found = found.or_else(|| exception(case, node)).or_else(|| low(case, node));
        let Some((message, event, repair)) = found else { continue };
        let story = Story::from(case.as_of)
            .tell(&article.id, event)
            .wait(Span::days(1))
            .tell(&article.id, "What members had made hard to change has changed.");
        note(findings, article, rule.place, Said { message, story: story.told(), repair, ..Said::default() });
    }
}

type Found = Option<(String, String, String)>;

fn note(findings: &mut Findings<'_>, article: &Article, place: Place, said: Said) {
    let basis = "A lower rule does not change a higher one.";
    findings.note(Some((&article.id, place)), Said { without: Some(Severity::Broken), basis, ..said });
}

/// An instrument below the constitution that reaches what the constitution settles.
fn reach(node: &Node) -> Found {
    let name = node.texts().next().filter(|name| *name != "constitution")?;
    let reached: Vec<String> = node
        .line_texts("reaches")
        .filter(|matter| HIGH.contains(matter))
        .map(|matter| if matter == "protected" { "protected articles".to_owned() } else { matter.to_owned() })
        .collect();
    if reached.is_empty() {
        return None;
    }
    let name = name.replace('-', " ");
    let message = format!("The {name} rank below the constitution, but can change this: {}.", row(&reached));
    let event = format!("The {name} are changed, by less than a change of the constitution needs.");
    Some((message, event, "Take these out of `reaches`.".to_owned()))
}

fn rank(node: &Node) -> usize {
    RANKS.iter().position(|rank| node.text_of("rank") == Some(rank)).unwrap_or(0)
}

fn words(rank: usize) -> &'static str {
    ["the constitution", "a bylaw", "a standing rule", "a motion"].get(rank).copied().unwrap_or("a rule")
}

/// A lower rule that says it is an exception to a higher one.
fn exception(case: &Case<'_>, node: &Node) -> Found {
    let to = node.text_of("exception-to")?;
    let above = case.constitution.articles.iter().find(|article| article.id.0 == to)?;
    // An incorporated text has a rank of its own sort.
    let highest = above.rules.iter().map(|rule| rank(&rule.node)).min().unwrap_or(0);
    let own = rank(node);
    (own > highest).then(|| {
        let message = format!(
            "{} makes an exception to \"{}\", which ranks above it.",
            upper(words(own)),
            above.heading
        );
        let event = format!("{} is passed that sets \"{}\" aside.", upper(words(own)), above.heading);
        (message, event, "Move the exception into the article it is an exception to.".to_owned())
    })
}

/// A rule of the highest matters that stands as a lower rule.
fn low(case: &Case<'_>, node: &Node) -> Found {
    let own = rank(node);
    if own == 0 || !HIGH_KINDS.contains(&node.word.as_str()) {
        return None;
    }
    let by = decisions::all(case).into_iter().find(|decision| decision.deed.contains(&lower(own)));
    let how = by.and_then(|decision| decision.share).map_or(String::new(), |share| match share {
        Share::Majority => ", and so by a simple majority".to_owned(),
        other => format!(", and so by {other}"),
    });
    let message = format!(
        "This `{}` is {}: whoever can change {} can change it{how}.",
        node.word,
        words(own),
        words(own)
    );
    let event = format!("{} is changed, and with it this `{}`.", upper(words(own)), node.word);
    Some((message, event, "Make it part of the constitution: take rank= out.".to_owned()))
}

/// The name that amendments of this rank go by.
fn lower(rank: usize) -> String {
    words(rank).trim_start_matches("a ").to_owned()
}

/// Articles protected by less than the rest, or by nothing.
fn protected(case: &Case<'_>, node: &Node) -> Found {
    let share = node.child_share("share");
    let general = decisions::all(case)
        .into_iter()
        .find(|decision: &Decision<'_>| decision.deed == "change this constitution");
    let general = general.and_then(|decision| decision.share);
    let named: Vec<String> = node
        .texts()
        .filter_map(|id| case.constitution.articles.iter().find(|article| article.id.0 == id))
        .map(|article| format!("\"{}\"", article.heading))
        .collect();
    let named = row(&named);
    match (share, general) {
        (None, _) if node.child("immune-to").is_none() && case.tells(node) => Some((
            format!("{named}: protected, but nothing says from what, or by what share."),
            "It is changed like any other article.".to_owned(),
            "Add: share \"3/4\" of=\"cast\", or immune-to \"emergency\" \"suspension\" \"bylaws\"."
                .to_owned(),
        )),
        (Some(share), Some(general)) if share.compare(&general) == Ordering::Less => Some((
            format!(
                "{named}: protected, but it changes by {share}, less than the {general} that the rest needs."
            ),
            "It is changed by fewer than any other article.".to_owned(),
            format!("Ask for at least {general}."),
        )),
        _ => None,
    }
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
