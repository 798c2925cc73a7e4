//! Who: the office or body that the words give a duty, against the one in the rule; and offices that the words list and no
//! rule makes.

use super::super::super::people::People;
use super::said::stem;
use crate::block::Node;
use crate::document::Article;
use crate::source::Place;
use crate::vocabulary::{self, Says};
use std::collections::BTreeSet;

/// Offices that unions have, as prose names them.
const OFFICES: [&str; 12] = [
    "president",
    "vice president",
    "secretary",
    "treasurer",
    "secretary treasurer",
    "recording secretary",
    "financial secretary",
    "trustee",
    "steward",
    "sergeant at arms",
    "auditor",
    "business agent",
];

/// Contradictions about who, with their places.
pub(super) fn check(people: &People<'_>, article: &Article) -> Vec<(Place, String)> {
    let sentences = sentences(&article.words);
    let mut out = Vec::new();
    let named: BTreeSet<String> = article.rules.iter().flat_map(|rule| bearers_of(&rule.node)).collect();
    for rule in &article.rules {
        let Some(kind) = vocabulary::kind(&rule.node.word) else { continue };
        for line in &rule.node.children {
            let Some(shape) = kind.shape.children.iter().find(|shape| shape.word == line.word) else {
                continue;
            };
            let Says::Ladder { deed, .. } = shape.says else { continue };
            out.extend(bearer(people, &sentences, &named, line, deed));
        }
    }
    out.extend(list(people, article, &sentences));
    out.extend(article.rules.iter().filter_map(|rule| single(people, &rule.node, &sentences)));
    out
}

fn bearers_of(node: &Node) -> Vec<String> {
    let own = node.texts().chain(node.props.iter().filter_map(|(_, value)| value.text()));
    let own: Vec<String> = own.map(str::to_owned).collect();
    own.into_iter().chain(node.children.iter().flat_map(bearers_of)).collect()
}

/// Sentences in small letters, hyphens as blanks, with a blank at both ends.
fn sentences(prose: &str) -> Vec<String> {
    let plain: String = prose
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | ';' | '!' | '?') { c } else { ' ' })
        .collect();
    let cut = plain.to_lowercase();
    let cut = cut.split(['.', ';', '!', '?']);
    cut.map(|sentence| format!(" {} ", sentence.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
}

/// The title of an office or body as prose has it.
fn title(people: &People<'_>, id: &str) -> String {
    people.the(id).trim_start_matches("the ").to_lowercase().replace('-', " ")
}

fn says(sentence: &str, title: &str) -> bool {
    sentence.contains(&format!(" {title} ")) || sentence.contains(&format!(" {title}s "))
}

/// A bearer whom the words never name, in a duty that the words give somebody else.
fn bearer(
    people: &People<'_>,
    sentences: &[String],
    named: &BTreeSet<String>,
    line: &Node,
    deed: &str,
) -> Option<(Place, String)> {
    let who = line.arg()?.named()?;
    people.post(&who.is)?;
    let own = title(people, &who.is);
    let last = own.rsplit(' ').next().unwrap_or(&own).to_owned();
    if sentences.iter().any(|sentence| says(sentence, &own) || says(sentence, &last)) {
        return None;
    }
    let verb = deed.split(' ').next().and_then(stem)?;
    let doing =
        sentences.iter().filter(|sentence| sentence.split(' ').filter_map(stem).any(|word| word == verb));
    for sentence in doing {
        let other = people.offices().chain(people.bodies()).find(|post| {
            !named.contains(post.id) && says(sentence, &title(people, post.id)) && !people.is_open(post.id)
        });
        if let Some(other) = other {
            let message = format!(
                "The words give {} to {}, the rule to {}.",
                line.word.trim_end_matches("-by").replace('-', " "),
                people.the(other.id),
                people.the(&who.is)
            );
            return Some((who.place, format!("{}: {message}", deed_words(deed))));
        }
    }
    None
}

fn deed_words(deed: &str) -> String {
    let mut letters = deed.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "A president" in the words, several in the rule.
fn single(people: &People<'_>, node: &Node, sentences: &[String]) -> Option<(Place, String)> {
    let seats = node.prop_number("seats").filter(|seats| *seats > 1)?;
    let title = title(people, node.texts().next().filter(|_| node.word == "office")?);
    let one = |sentence: &String| {
        ["a", "an", "one"].iter().any(|article| {
            let phrase = format!(" {article} {title} ");
            sentence.split_once(&phrase).is_some_and(|(_, rest)| !rest.starts_with("of "))
        })
    };
    let message = format!("The words speak of one {title}, the rule says `seats` {seats}.");
    sentences.iter().any(one).then(|| (node.prop("seats").map_or(node.place, |seats| seats.place), message))
}

/// An office in the words' list of offices that no rule makes.
fn list(people: &People<'_>, article: &Article, sentences: &[String]) -> Vec<(Place, String)> {
    let made: Vec<(String, Place)> = article
        .rules
        .iter()
        .filter(|rule| rule.node.word == "office")
        .filter_map(|rule| Some((title(people, rule.node.texts().next()?), rule.place)))
        .collect();
    let mut out = Vec::new();
    for sentence in sentences {
        let listed: Vec<&(String, Place)> = made.iter().filter(|(title, _)| says(sentence, title)).collect();
        let [_, .., (_, place)] = listed.as_slice() else { continue };
        let known = |office: &str| {
            people.offices().chain(people.bodies()).any(|post| title(people, post.id).contains(office))
        };
        let holds = [" elect ", " elected ", " officers ", " are ", " is "]
            .iter()
            .any(|verb| sentence.contains(verb));
        for office in OFFICES.iter().filter(|office| holds && says(sentence, office) && !known(office)) {
            out.push((
                *place,
                format!("The words list a {office} among the officers, and no rule makes that office."),
            ));
        }
    }
    out
}
