//! Rules as plain sentences, to stand beside the words of their article. A sentence says what the rule says and nothing
//! about what is assumed where it is silent. Titles of offices and bodies come from the document; nothing is checked.

mod election;
mod light;

use crate::block::{Datum, Node};
use crate::compile::title;
use crate::document::Constitution;
use crate::rules::{NoticeRule, OfficeSet, Rule, RuleKind, RungRule};
use std::collections::BTreeMap;

/// Prints the rules of one constitution.
#[derive(Debug)]
pub struct Printer<'a> {
    titles: BTreeMap<&'a str, &'a str>,
}

impl<'a> Printer<'a> {
    /// A printer that knows the titles a constitution gives.
    pub fn new(constitution: &'a Constitution) -> Self {
        let titles = constitution.rules().filter_map(|(_, rule)| match &rule.kind {
            RuleKind::Office(office) => Some((office.id.is.as_str(), office.title.as_deref()?)),
            RuleKind::Body(body) => Some((body.id.is.as_str(), body.title.as_deref()?)),
            _ => None,
        });
        Self { titles: titles.collect() }
    }

    /// A rule in plain sentences.
    pub fn sentences(&self, rule: &Rule) -> Vec<String> {
        match &rule.kind {
            RuleKind::Body(body) => vec![match (body.sort.as_str(), body.seats) {
                ("membership", _) => format!("{} is all members together.", self.the_upper(&body.id.is)),
                (sort, Some(seats)) => format!("{} is a {sort} of {seats}.", self.the_upper(&body.id.is)),
                (sort, None) => format!("{} is a {sort}.", self.the_upper(&body.id.is)),
            }],
            RuleKind::Office(office) => vec![match office.seats {
                Some(1) => format!("One person holds the office of {}.", self.title(&office.id.is)),
                Some(seats) => format!("{seats} people hold the office of {}.", self.title(&office.id.is)),
                None => format!("There is the office of {}.", self.title(&office.id.is)),
            }],
            RuleKind::Term(term) => {
                vec![format!("The term of {} is {}.", self.offices(&term.offices), term.length.in_words())]
            }
            RuleKind::Standing(rule) => vec![format!("{} keeps the roll.", self.the_upper(&rule.kept_by.is))],
            RuleKind::Nomination(rule) => self.nomination(rule),
            RuleKind::Eligibility(rule) => self.eligibility(rule),
            RuleKind::Election(rule) => self.election(rule),
            RuleKind::ElectionProtest(rule) => self.protest(rule),
            RuleKind::Retention(rule) => {
                vec![format!("Kept for {}: {}.", rule.keep.in_words(), plain(&rule.class.is))]
            }
            RuleKind::Notice(rule) => {
                vec![notice(&plain(&rule.of.is), "before", &rule.notice)]
            }
            RuleKind::Publication(rule) => self.publication(rule),
            RuleKind::Quorum(rule) => self.quorum(rule),
            RuleKind::Threshold(rule) => self.threshold(rule),
            RuleKind::Vacancy(rule) => self.vacancy(rule),
            RuleKind::Other(rule) => vec![format!("{}.", node(&rule.node))],
        }
    }

    /// The title given, else the id as words: "election committee".
    fn title(&self, id: &str) -> String {
        self.titles.get(id).map_or_else(|| plain(id), |title| (*title).to_owned())
    }

    /// "the election committee".
    pub(crate) fn the(&self, id: &str) -> String {
        format!("the {}", self.title(id))
    }

    /// "The election committee".
    fn the_upper(&self, id: &str) -> String {
        format!("The {}", self.title(id))
    }

    /// "every office", or "president and treasurer".
    fn offices(&self, set: &OfficeSet) -> String {
        match set {
            OfficeSet::All(_) => "every office".to_owned(),
            OfficeSet::Named(named) => {
                row(&named.iter().map(|name| self.title(&name.is)).collect::<Vec<_>>())
            }
        }
    }

    /// A ladder: "The A must call the election within 30 days, else the B within 30 days, else the clock does it."
    /// `stands` says what stands when the ladder ends so.
    fn ladder(&self, lines: &[RungRule], deed: &str, stands: &str) -> Option<String> {
        let (first, rest) = lines.split_first()?;
        let mut sentence =
            format!("{} must {deed} within {}", self.the_upper(&first.who.is), first.within.in_words());
        for line in rest {
            sentence.push_str(&format!(
                ", else {} within {}",
                self.the(&line.who.is),
                line.within.in_words()
            ));
        }
        let end = lines.last().and_then(|line| line.otherwise.as_ref()).map(|end| end.is.as_str());
        Some(format!("{sentence}, else {}.", otherwise(end, stands)))
    }
}

/// What follows when nobody acts, in words.
fn otherwise<'s>(end: Option<&str>, stands: &'s str) -> &'s str {
    match end {
        Some("clock") => "the clock does it",
        Some("stands") => stands,
        Some("again") => "the time begins again, in public",
        Some("rerun") => "the election is held again",
        _ => "nothing follows",
    }
}

/// "Notice of it is served at least 21 days before, by post and by e-mail. It tells: date, time."
fn notice(of: &str, before: &str, notice: &NoticeRule) -> String {
    let mut out = format!("Notice of {of} is served at least {} {before}", notice.lead.in_words());
    let channels: Vec<String> = notice.channels.iter().map(|channel| by(channel).to_owned()).collect();
    if !channels.is_empty() {
        out.push_str(&format!(", {}", row(&channels)));
    }
    if !notice.content.is_empty() {
        out.push_str(&format!(". It tells: {}", notice.content.join(", ")));
    }
    out + "."
}

fn by(channel: &str) -> &str {
    match channel {
        "post" => "by post",
        "email" => "by e-mail",
        "sms" => "by text message",
        "posting" => "by posting it up",
        "app" => "in the app",
        other => other,
    }
}

/// "a, b and c".
fn row(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// An id as words: "election records".
fn plain(id: &str) -> String {
    id.replace('-', " ")
}

/// A rule that is not typed yet, part by part: "Duty keys: bearer secretary; action keep the register of keys".
fn node(node: &Node) -> String {
    let mut out = title(&node.word);
    for arg in &node.args {
        out.push_str(&format!(" {}", datum(&arg.is)));
    }
    let props = node.props.iter().map(|(name, value)| format!("{} {}", plain(name), datum(&value.is)));
    let children = node.children.iter().map(part);
    let parts: Vec<String> = props.chain(children).collect();
    if !parts.is_empty() {
        out.push_str(&format!(": {}", parts.join("; ")));
    }
    out
}

fn part(node: &Node) -> String {
    let mut out = plain(&node.word);
    for value in node.args.iter() {
        out.push_str(&format!(" {}", datum(&value.is)));
    }
    for (name, value) in &node.props {
        out.push_str(&format!(", {} {}", plain(name), datum(&value.is)));
    }
    if !node.children.is_empty() {
        out.push_str(&format!(" ({})", node.children.iter().map(part).collect::<Vec<_>>().join("; ")));
    }
    out
}

fn datum(datum: &Datum) -> String {
    match datum {
        Datum::Text(text) => match text.parse::<crate::step::Span>() {
            Ok(span) => span.in_words(),
            Err(_) if crate::front_matter::is_id(text) => plain(text),
            Err(_) => text.clone(),
        },
        Datum::Number(number) => number.to_string(),
        Datum::Flag(true) => "yes".to_owned(),
        Datum::Flag(false) => "no".to_owned(),
    }
}
