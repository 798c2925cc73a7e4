//! C02: one question, two answers. Every rule answers questions ("how long is the president in office?"); two rules of equal
//! rank that answer the same question differently, at the same time, without one being an exception to the other, clash.

use super::super::finding::{Findings, Said};
use super::super::people::{People, row};
use super::super::{Case, Severity};
use crate::block::{Node, Value};
use crate::document::Article;
use crate::rules::{OfficeSet, RungRule};
use crate::source::Place;
use crate::step::{Span, Unit};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// C02.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    let mut answers: BTreeMap<String, Vec<Answer<'_>>> = BTreeMap::new();
    let mut told: Vec<Clash<'_>> = Vec::new();
    for (article, rule) in case.constitution.rules() {
        let mut asked = Asked { people: &people, out: Vec::new() };
        asked.rule(&rule.node);
        for (question, says, place) in asked.out {
            let answer = Answer { article, node: &rule.node, says, place };
            let given = answers.entry(question.clone()).or_default();
            if let Some(other) = given.iter().find(|other| other.clashes(&answer)) {
                clash(&mut told, &question, other, &answer);
            }
            given.push(answer);
        }
    }
    for Clash { article, place, message, repair, more, .. } in told {
        let more = if more > 0 { format!("; likewise of {more} more") } else { String::new() };
        let said = Said {
            message: format!("{message}{more}."),
            repair,
            without: Some(Severity::Broken),
            basis: "Two rules of equal rank cannot both hold.",
            ..Said::default()
        };
        findings.note(Some((&article.id, place)), said);
    }
    forbidden(case, findings);
}

/// Two rules that clash, and how many questions more they answer so.
struct Clash<'a> {
    article: &'a Article,
    between: (Place, Place),
    place: Place,
    says: (String, String),
    message: String,
    repair: String,
    more: usize,
}

/// An answer to a question.
struct Answer<'a> {
    article: &'a Article,
    node: &'a Node,
    says: Says,
    place: Place,
}

/// What is answered, for comparing and for reading.
struct Says {
    same: String,
    words: String,
}

impl Answer<'_> {
    fn clashes(&self, other: &Self) -> bool {
        let rank = |answer: &Self| answer.node.text_of("rank").unwrap_or("constitution").to_owned();
        let excepts =
            |one: &Self, other: &Self| one.node.text_of("exception-to") == Some(other.article.id.0.as_str());
        self.says.same != other.says.same
            && rank(self) == rank(other)
            && !excepts(self, other)
            && !excepts(other, self)
            && overlap(self.node, other.node)
    }
}

/// Whether two rules ever hold on the same day.
fn overlap(one: &Node, other: &Node) -> bool {
    let days = |node: &Node| {
        (node.prop_date("effective").unwrap_or(Date::MIN), node.prop_date("expires").unwrap_or(Date::MAX))
    };
    let ((from, until), (begins, ends)) = (days(one), days(other));
    from <= ends && begins <= until
}

/// Notes a clash of two answers; two rules that clash over several offices in one way clash once.
fn clash<'a>(told: &mut Vec<Clash<'a>>, question: &str, one: &Answer<'a>, other: &Answer<'a>) {
    let between = (one.node.place, other.node.place);
    let says = (one.says.same.clone(), other.says.same.clone());
    if let Some(same) = told.iter_mut().find(|clash| clash.between == between && clash.says == says) {
        same.more += 1;
        return;
    }
    let place = |answer: &Answer<'_>| format!("\"{}\"", answer.article.heading);
    let message = if one.article.id == other.article.id {
        format!(
            "{} says two things about {question}: {}, and {}",
            place(one),
            one.says.words,
            other.says.words
        )
    } else {
        format!(
            "{} says about {question}: {}; but {} says: {}",
            place(one),
            one.says.words,
            place(other),
            other.says.words
        )
    };
    let repair = format!(
        "Keep one of the two, or say that this one is an exception: exception-to=\"{}\".",
        one.article.id
    );
    told.push(Clash { article: other.article, between, place: other.place, says, message, repair, more: 0 });
}

/// The questions that a rule answers.
struct Asked<'c, 'a> {
    people: &'c People<'a>,
    out: Vec<(String, Says, Place)>,
}

fn says(words: impl Into<String>) -> Says {
    let words = words.into();
    Says { same: words.clone(), words }
}

fn span(span: Span) -> Says {
    // Two years are twenty-four months, and a day is twenty-four hours.
    let (unit, amount) = match span.unit {
        Unit::Years => ("months", u64::from(span.amount) * 12),
        Unit::Months => ("months", u64::from(span.amount)),
        Unit::Days => ("hours", u64::from(span.amount) * 24),
        Unit::Hours => ("hours", u64::from(span.amount)),
        Unit::BusinessDays => ("business days", u64::from(span.amount)),
    };
    Says { same: format!("{amount} {unit}"), words: span.in_words() }
}

impl Asked<'_, '_> {
    fn ask(&mut self, question: impl Into<String>, says: Option<Says>, place: Place) {
        self.out.extend(says.map(|says| (question.into(), says, place)));
    }

    fn offices(&self, node: &Node) -> Vec<String> {
        let named = node.child("for").and_then(Node::offices).or_else(|| node.offices());
        match named {
            Some(OfficeSet::Named(named)) => named.into_iter().map(|name| name.is).collect(),
            Some(OfficeSet::All(_)) => self.people.offices().map(|office| office.id.to_owned()).collect(),
            None => Vec::new(),
        }
    }

    fn ladder(&self, lines: &[RungRule]) -> Option<Says> {
        let last = lines.last()?;
        let mut words: Vec<String> = lines
            .iter()
            .map(|line| format!("{} within {}", self.people.the(&line.who.is), line.within.in_words()))
            .collect();
        words.extend(last.otherwise.as_ref().map(|end| end.is.clone()));
        Some(says(words.join(", then ")))
    }

    fn rule(&mut self, node: &Node) {
        let place = node.place;
        let name = node.texts().next().unwrap_or_default().replace('-', " ");
        let time = |word: &str| node.child_span(word).map(span);
        let within =
            |word: &str, prop: &str| node.child(word).and_then(|line| line.prop_span(prop)).map(span);
        match node.word.as_str() {
            "term" => {
                for office in self.offices(node) {
                    let question = format!("how long {} is in office", self.people.the(&office));
                    self.ask(question, time("length"), place);
                }
            }
            "election" => self.election(node),
            "vacancy" => self.vacancy(node),
            "recall" => {
                for office in self.offices(node) {
                    let the = self.people.the(&office);
                    self.ask(
                        format!("who can start a recall of {the}"),
                        signers(node.child("petition")),
                        place,
                    );
                    self.ask(format!("when a recall of {the} is voted on"), within("vote", "within"), place);
                }
                self.ask("how many must agree to a recall", share(node.child("decided")), place);
            }
            "removal-for-cause" => {
                self.ask("how many must agree to a removal", share(node.child("vote")), place)
            }
            "quorum" => {
                let body = node.texts().next().unwrap_or_default();
                self.ask(format!("the quorum of {}", self.people.the(body)), signers(Some(node)), place);
            }
            "threshold" => {
                let question = match name.as_str() {
                    "amendment" | "amendments" | "constitution" => {
                        "how many must agree to change the constitution".to_owned()
                    }
                    "removal" => "how many must agree to a removal".to_owned(),
                    "recall" => "how many must agree to a recall".to_owned(),
                    "dues" => "how many must agree to a change of dues".to_owned(),
                    other => format!("how many must agree on {other}"),
                };
                self.ask(question, share(Some(node)), place);
            }
            "amendment" => {
                let what = if name == "amendment" { "constitution" } else { &name };
                self.ask(
                    format!("how many must agree to change the {what}"),
                    share(node.child("share")),
                    place,
                );
                self.ask(
                    format!("who decides on changes to the {what}"),
                    node.child_text("decided-by").map(|by| says(self.people.the(by))),
                    place,
                );
            }
            "notice" => self.ask(
                format!("how long before it notice of {name} is served"),
                node.prop_span("lead").map(span),
                place,
            ),
            "retention" => self.ask(format!("how long {name} are kept"), time("keep"), place),
            "publication" => {
                let to = node.text_of("to").unwrap_or_default();
                self.ask(
                    format!("when the {name} are told to {to}"),
                    node.prop_span("within").map(span),
                    place,
                );
            }
            "standing" => self.ask(
                "who keeps the roll",
                node.child_text("kept-by").map(|by| says(self.people.the(by))),
                place,
            ),
            "eligibility" => {
                self.ask(
                    format!("how long a candidate must have been a member ({name})"),
                    time("member-for"),
                    place,
                );
            }
            "nomination" => {
                self.ask(format!("how long nominations stay open ({name})"), time("window"), place)
            }
            "election-protest" => {
                self.ask(format!("how long a protest can be filed ({name})"), time("window"), place)
            }
            "body" | "office" | "sortition" => {
                let seats =
                    node.prop("seats").or_else(|| node.child("seats")?.arg()).and_then(Value::number::<u64>);
                self.ask(
                    format!(
                        "how many people are {}",
                        self.people.the(node.texts().next().unwrap_or_default())
                    ),
                    seats.map(|seats| says(seats.to_string())),
                    place,
                );
            }
            "interpretation" => self.ask(
                "who says what the constitution means",
                node.child_text("by").map(|by| says(self.people.the(by))),
                place,
            ),
            "finance" => {
                let dues = node.child("dues").and_then(|line| line.text_of("decided-by"));
                self.ask("who decides on dues", dues.map(|by| says(self.people.the(by))), place);
            }
            _ => {}
        }
    }

    /// A seat that one person holds is filled by one election; several seats can be staggered.
    fn election(&mut self, node: &Node) {
        let every = node.child_span("every");
        let month = node.child("every").and_then(|line| line.text_of("month"));
        for office in self.offices(node).into_iter().filter(|office| self.people.size(office) == Some(1)) {
            let the = self.people.the(&office);
            self.ask(format!("how long {the} is in office"), every.map(span), node.place);
            if let Some(month) = month {
                self.ask(format!("the month in which {the} is elected"), Some(says(month)), node.place);
            }
        }
    }

    fn vacancy(&mut self, node: &Node) {
        let causes: Vec<&str> = match node.child("when") {
            Some(line) => line.texts().collect(),
            None => vec!["any cause"],
        };
        let filled = self.ladder(&node.ladder("filled-by"));
        for office in self.offices(node) {
            for cause in &causes {
                let question = format!(
                    "who fills the office of {} when it is empty through {cause}",
                    self.people.the(&office).trim_start_matches("the ")
                );
                let again = filled
                    .as_ref()
                    .map(|filled| Says { same: filled.same.clone(), words: filled.words.clone() });
                self.ask(question, again, node.place);
            }
        }
    }
}

/// "2/3 of cast", from a line that gives a share.
fn share(line: Option<&Node>) -> Option<Says> {
    let line = line?;
    let share = line.prop_share("share").or_else(|| line.arg()?.share())?;
    let of = line.text_of("of").map(|of| format!(" of {}", of.replace('-', " "))).unwrap_or_default();
    Some(says(format!("{share}{of}")))
}

/// "25 people", "10% of members", or both.
fn signers(line: Option<&Node>) -> Option<Says> {
    let line = line?;
    let number = line.prop_number("number").map(|number| format!("{number} people"));
    let parts: Vec<String> = number.into_iter().chain(share(Some(line)).map(|share| share.words)).collect();
    (!parts.is_empty()).then(|| says(row(&parts)))
}

/// What one rule forbids and another provides for.
fn forbidden(case: &Case<'_>, findings: &mut Findings<'_>) {
    for (article, rule, node) in case.of_kind("forbid") {
        let act = node.texts().next().unwrap_or_default();
        if node.child("except").is_some() {
            continue;
        }
        let other = case.constitution.rules().find(|(_, other)| {
            let node = &other.node;
            match act {
                "trusteeship" => node.word == "trusteeship",
                "proxy-votes" => node.children_of("ballot").any(|line| line.prop_flag("proxy") == Some(true)),
                "reassigning-elected-officers" => {
                    node.word == "power" && node.line_texts("may").any(|may| may == "reassign-duties")
                }
                _ => false,
            }
        });
        let Some((other, provides)) = other.filter(|(_, other)| overlap(node, &other.node)) else { continue };
        let except = provides.node.text_of("exception-to") == Some(article.id.0.as_str());
        if except {
            continue;
        }
        let act = act.replace('-', " ");
        let said = Said {
            message: format!(
                "\"{}\" forbids this, and \"{}\" provides for it: {act}.",
                article.heading, other.heading
            ),
            repair: "Keep one of the two, or say what is excepted.".to_owned(),
            without: Some(Severity::Broken),
            basis: "Two rules of equal rank cannot both hold.",
            ..Said::default()
        };
        findings.note(Some((&article.id, rule.place)), said);
    }
}
