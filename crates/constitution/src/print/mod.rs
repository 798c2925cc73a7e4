//! Rules as plain sentences, to stand beside the words of their article. A sentence says what the rule says, every value
//! of it, and nothing about what is assumed where it is silent. How each word is said stands in the vocabulary's tables;
//! titles of offices, bodies and articles come from the document; nothing is checked.

mod template;
mod value;

pub(crate) use value::row;

use crate::block::{Datum, Node};
use crate::document::Constitution;
use crate::rules::Rule;
use crate::vocabulary::{self, Holds, ON_EVERY_RULE, Says, Shape};
use std::collections::BTreeMap;
use template::Scene;

/// Prints the rules of one constitution.
#[derive(Debug)]
pub struct Printer<'a> {
    titles: BTreeMap<&'a str, &'a str>,
    headings: BTreeMap<&'a str, &'a str>,
}

impl<'a> Printer<'a> {
    /// A printer that knows the titles a constitution gives.
    pub fn new(constitution: &'a Constitution) -> Self {
        let titles = constitution.rules().filter_map(|(_, rule)| {
            let kind = vocabulary::kind(&rule.node.word)?;
            let names_itself = matches!(kind.shape.args.holds, Holds::NewId);
            let id = rule.node.arg().filter(|_| names_itself)?.text()?;
            Some((id, rule.node.prop("title")?.text()?))
        });
        let headings =
            constitution.articles.iter().map(|article| (article.id.0.as_str(), article.heading.as_str()));
        Self { titles: titles.collect(), headings: headings.collect() }
    }

    /// A rule in plain sentences.
    pub fn sentences(&self, rule: &Rule) -> Vec<String> {
        let node = &rule.node;
        let Some(kind) = vocabulary::kind(&node.word) else { return Vec::new() };
        let mut out = Vec::new();
        if let Says::Line(template) = kind.shape.says {
            out.extend(self.scene(node, &kind.shape).sentence(template));
        }
        for shape in kind.shape.children {
            let lines: Vec<&Node> = node.children_of(shape.word).collect();
            match shape.says {
                Says::Above => {}
                Says::Line(template) => {
                    out.extend(lines.iter().filter_map(|line| self.scene(line, shape).sentence(template)));
                }
                Says::Ladder { deed, stands, before } => {
                    out.extend(lines.first().and_then(|line| self.scene(line, shape).sentence(before)));
                    out.extend(self.ladder(&lines, deed, stands));
                }
            }
        }
        if out.is_empty() {
            out.push(kind.shape.about.to_owned());
        }
        out.extend(self.on_every_rule(node));
        out
    }

    /// The sentence of one line of a rule; `None` for a line that is said in the sentence of its rule.
    pub(crate) fn line_sentence(&self, line: &Node, shape: &'static Shape) -> Option<String> {
        match shape.says {
            Says::Line(template) => self.scene(line, shape).sentence(template),
            Says::Above | Says::Ladder { .. } => None,
        }
    }

    fn scene<'s>(&'s self, node: &'s Node, shape: &'static Shape) -> Scene<'s> {
        Scene { printer: self, node, shape }
    }

    /// What any rule can say of itself.
    fn on_every_rule(&self, node: &Node) -> impl Iterator<Item = String> {
        ON_EVERY_RULE.iter().filter_map(|slot| {
            let said = self.say(slot.holds, node.prop(slot.word)?);
            Some(match slot.word {
                "rank" => format!("This ranks as {said}."),
                "exception-to" => format!("This is an exception to {said}."),
                "effective" => format!("This holds from {said}."),
                _ => format!("This holds until {said}."),
            })
        })
    }

    /// A ladder: "The A must call the election within 30 days, else the B within 30 days, else the clock does it."
    /// `stands` says what stands when the ladder ends so.
    pub(crate) fn ladder(&self, lines: &[&Node], deed: &str, stands: &str) -> Option<String> {
        let rung = |line: &Node| {
            let who = line.arg().or_else(|| line.prop("by"))?.text()?;
            let within = line.prop_span("within").map(|within| format!(" within {}", within.in_words()));
            Some((self.the(who), within.unwrap_or_default()))
        };
        let (first, rest) = lines.split_first()?;
        let (who, within) = rung(first)?;
        let mut sentence = format!("{who} must {deed}{within}");
        for (who, within) in rest.iter().filter_map(|line| rung(line)) {
            sentence.push_str(&format!(", else {who}{within}"));
        }
        let end = match lines.last().and_then(|line| line.prop("otherwise")) {
            Some(value) => match &value.is {
                Datum::Text(end) if end == "stands" => stands.to_owned(),
                _ => self.say(Holds::BearerOrEnd, value),
            },
            None => "nothing follows".to_owned(),
        };
        Some(upper(&format!("{sentence}, else {end}.")))
    }
}

/// The same with a capital at the start.
pub(crate) fn upper(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
