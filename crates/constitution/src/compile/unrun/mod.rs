//! What a constitution can say and the program does not act on. Some of it would make the program do the opposite of the
//! text: that is refused. The rest is left to people, and told. Nothing is passed over in silence.

mod steps;

use super::Compiler;
use crate::block::Node;
use crate::document::{Article, Constitution};
use crate::rules::{Rule, RuleKind};
use crate::source::Place;
use crate::vocabulary::words::MEMBERSHIP;

/// The kinds whose rules the compiler makes elections from. The others are run step by step, or not at all.
const RUN: [&str; 8] =
    ["body", "office", "term", "standing", "nomination", "eligibility", "election", "election-protest"];

/// What is left to people of an election: the kind, the line or `line.property`, and what people do.
const LEFT: &[(&str, &str, &str)] = &[
    ("body", "seat", "who sits on it"),
    ("body", "chosen", "how those who sit on it are chosen"),
    ("body", "serves", "how long they sit"),
    ("body", "paid", "whether they are paid"),
    ("office", "sits-on", "the bodies its holder sits on"),
    ("office", "other-offices", "whether one person can hold two offices"),
    ("office", "pay", "what it is paid"),
    ("term", "starts", "when a term starts"),
    ("term", "measured-from", "from what a term is counted"),
    ("term", "holdover", "what becomes of an officer whose term has ended"),
    ("term", "holdover-at-most", "how long an officer stays after the term"),
    ("standing", "grace", "how late dues can be"),
    ("standing", "cure", "how good standing is cured"),
    ("standing", "checkoff-protected", "dues that the employer passes on late"),
    ("standing", "requires", "what the roll holds of a member"),
    ("standing", "late-after", "when dues are late"),
    ("standing", "automatic", "who is struck off, and how"),
    (
        "member-class",
        "votes",
        "everybody on its roll votes; a class that does not vote is kept on a list of its own",
    ),
    ("member-class", "stands", "everybody on its roll can stand, if the rules on eligibility let them"),
    ("nomination", "notice.again", "how long before a changed day notice is served anew"),
    ("nomination", "notice.to", "whom a notice reaches: the program tells every member"),
    ("nomination", "petition", "nomination by signatures"),
    ("nomination", "closed-before", "how long before voting nominations have closed"),
    ("nomination", "least", "the fewest candidates for an office"),
    ("eligibility", "declared", "how these conditions are made known"),
    (
        "election",
        "every.until",
        "in which later months an election can be: the program holds it in the first",
    ),
    ("election", "notice.again", "how long before a changed day notice is served anew"),
    ("election", "notice.to", "whom a notice reaches: the program tells every member"),
    ("election", "ballot.paper-option", "ballots on paper"),
    ("election", "not-later-than", "the latest day of an election"),
    ("election", "conducted-by", "who runs the election as a whole"),
    ("election", "observers", "observers"),
    (
        "election",
        "key-holders.how",
        "the draw of the key holders: the program takes those whom the bearer of the ballot names as drawn",
    ),
    ("election", "opportunity", "ways to vote other than through the program"),
    ("election", "distribution-to", "to whom ballots are sent"),
    ("election", "unopposed", "candidates without an opponent: they are voted on like any other"),
    ("election", "close", "the hour at which voting closes"),
    ("election", "results", "when the result is told: the program tells it at once"),
    ("election-protest", "rights-text", "the rights that remain outside the union"),
];

/// Sentences on what the program leaves to people: one for each article and subject, in the order of the text.
///
/// *Shape*: what a rule says and the program does not act on. What it runs step by step is not in it: there the program
/// keeps the times and passes the duty on, and people do what is owed.
pub fn left_to_people(constitution: &Constitution) -> Vec<String> {
    let mut out = Vec::new();
    for (article, Rule { node, .. }) in constitution.rules() {
        let of_elections = LEFT.iter().filter(|(kind, word, _)| node.word == *kind && says(node, word));
        let of_others = steps::LEFT
            .iter()
            .filter(|(kind, words, _)| node.word == *kind && words.iter().any(|word| says(node, word)));
        for about in of_elections.map(|(.., about)| about).chain(of_others.map(|(.., about)| about)) {
            let sentence = format!("Article `{}`: the program leaves this to people: {about}.", article.id);
            if !out.contains(&sentence) {
                out.push(sentence);
            }
        }
    }
    out
}

/// Whether a rule has this line or property, or a line with this property; the empty path is the rule itself.
fn says(node: &Node, path: &str) -> bool {
    match path.split_once('.') {
        Some((line, name)) => node.children_of(line).any(|line| line.prop(name).is_some()),
        None => path.is_empty() || node.child(path).is_some() || node.prop(path).is_some(),
    }
}

/// Where, what the program cannot do, and what to do about it.
type Refusal = (Place, String, &'static str);

impl Compiler<'_> {
    /// Notes what the program would get wrong.
    pub(super) fn check_unrun(&mut self) {
        let constitution = self.constitution;
        let excluded = self.excluded();
        for (article, rule) in constitution.rules() {
            let node = &rule.node;
            let mut refusals = Vec::new();
            if RUN.contains(&node.word.as_str()) {
                refusals.extend(dated(node));
            }
            match node.word.as_str() {
                "office" => refusals.extend(office(node, &excluded)),
                "term" => refusals.extend(term(node)),
                "nomination" => refusals.extend(nomination(node)),
                "eligibility" => refusals.extend(eligibility(node)),
                "election" => refusals.extend(election(node)),
                "election-protest" => refusals.extend(protest(node)),
                _ => {}
            }
            refusals.extend(self.elected_by(node));
            self.refuse(article, refusals);
        }
    }

    fn refuse(&mut self, article: &Article, refusals: Vec<Refusal>) {
        for (place, message, remedy) in refusals {
            self.report.note(place, Some(&article.id), message, remedy);
        }
    }

    /// Whoever else elects than the membership elects indirectly.
    fn elected_by(&self, node: &Node) -> Option<Refusal> {
        let by = node.child_named("elected-by")?;
        let open = self.names.bodies.iter().any(|(_, body)| body.id.is == by.is && body.sort == MEMBERSHIP);
        if open || by.is == "members" || by.is == MEMBERSHIP {
            return None;
        }
        let message = format!("Here `{}` elects; the program runs elections by all members only.", by.is);
        Some((by.place, message, "Write elected-by \"membership\"."))
    }

    /// The facts that every rule on eligibility excludes.
    fn excluded(&self) -> Vec<String> {
        let mut all: Option<Vec<String>> = None;
        for (_, rule) in self.constitution.rules() {
            let RuleKind::Eligibility(rule) = &rule.kind else { continue };
            match &mut all {
                None => all = Some(rule.excluded.clone()),
                Some(all) => all.retain(|fact| rule.excluded.contains(fact)),
            }
        }
        all.unwrap_or_default()
    }
}

/// A rule with a day of its own would hold before it, or after it.
fn dated(node: &Node) -> Vec<Refusal> {
    let remedy = "Take it out; put the rule into the document on the day it begins to hold, by an amendment.";
    ["effective", "expires"]
        .into_iter()
        .filter_map(|name| {
            let place = node.prop(name)?.place;
            let message = format!("The program cannot run a `{}` that has a day of its own.", node.word);
            Some((place, message, remedy))
        })
        .collect()
}

fn office(node: &Node, excluded: &[String]) -> Vec<Refusal> {
    let mut out = Vec::new();
    if let Some(line) = node.child("appointed-by") {
        let message = "The program knows offices that members elect, and no appointed ones.".to_owned();
        out.push((line.place, message, "Make it a body: body \"stewards\" kind=\"committee\" seats=3."));
    }
    for fact in node.child_names("exclude").iter().filter(|fact| !excluded.contains(&fact.is)) {
        let message =
            format!("The program would let a nominee stand whom `{}` excludes from this office.", fact.is);
        out.push((fact.place, message, "Name the same fact after `exclude` in the rules on eligibility."));
    }
    out
}

fn term(node: &Node) -> Vec<Refusal> {
    let mut out = Vec::new();
    if let Some(line) = node.child("max-consecutive") {
        let message = "The program does not count the terms of a nominee.".to_owned();
        out.push((line.place, message, "Take it out, or leave it to the words."));
    }
    for line in node.children_of("extended-by") {
        let message = "The program makes no term longer: elections are held when they are due.".to_owned();
        out.push((line.place, message, "Take it out."));
    }
    out
}

fn notice(node: &Node) -> Option<Refusal> {
    let counting = node.child("notice")?.prop("counting")?;
    let differs = counting.text().is_some_and(|way| way != "day-of-service-not-counted");
    let message =
        "The program counts a notice so: the day of service is not counted, the day itself is.".to_owned();
    differs.then_some((counting.place, message, "Write counting=\"day-of-service-not-counted\"."))
}

fn nomination(node: &Node) -> Vec<Refusal> {
    let mut out: Vec<Refusal> = notice(node).into_iter().chain(fixed_day(node, "closes")).collect();
    if let Some(line) = node.child("seconders").filter(|_| node.child_number("seconders") != Some(0)) {
        let message = "The program takes nominations without seconders.".to_owned();
        out.push((line.place, message, "Write seconders 0."));
    }
    if let Some(line) = node.child("self").filter(|_| node.child_flag("self") == Some(false)) {
        let message = "The program lets members nominate themselves.".to_owned();
        out.push((line.place, message, "Write self #true."));
    }
    if let Some(line) = node.child("endorsed-by") {
        let message = "The program asks nobody's leave for a nomination.".to_owned();
        out.push((line.place, message, "Take it out."));
    }
    out
}

fn eligibility(node: &Node) -> Vec<Refusal> {
    let mut out = Vec::new();
    for word in ["standing-for", "attendance", "judged-by"] {
        if let Some(line) = node.child(word) {
            let message =
                format!("The program does not ask `{word}` of a nominee and would let anybody stand.");
            out.push((
                line.place,
                message,
                "Take it out, or say it with member-for, good-standing or exclude.",
            ));
        }
    }
    for word in ["prior-office", "retroactive"] {
        if let Some(line) = node.child(word).filter(|_| node.child_flag(word) == Some(true)) {
            let message =
                format!("The program does not ask `{word}` of a nominee and would let anybody stand.");
            out.push((line.place, message, "Write #false, or take it out."));
        }
    }
    out
}

fn election(node: &Node) -> Vec<Refusal> {
    let mut out: Vec<Refusal> = notice(node).into_iter().collect();
    for line in node.children_of("after") {
        let message =
            "The program runs no election that waits for an outside event, which may never come.".to_owned();
        out.push((line.place, message, "Write first within=\"120d\", which counts from the founding."));
    }
    for line in node.children_of("postponed-by") {
        let message = "The program puts no election off.".to_owned();
        out.push((line.place, message, "Take it out."));
    }
    out.extend(fixed_day(node, "issued"));
    out.extend(node.child("ballot").into_iter().flat_map(ballot));
    out
}

/// A day of the year; the program counts its days from one another.
fn fixed_day(node: &Node, word: &str) -> Option<Refusal> {
    let line = node.child(word)?;
    let message =
        format!("The program runs an election by lengths of time, not by a day of the year after `{word}`.");
    Some((line.place, message, "Take it out; `every ... month=` says when the election is."))
}

fn ballot(line: &Node) -> Vec<Refusal> {
    let mut out = Vec::new();
    for (name, message, remedy) in [
        ("proxy", "A ballot here cannot be cast by proxy.", "Write proxy=#false."),
        ("serials", "Ballots here are not numbered.", "Write serials=#false."),
        ("linkable", "A ballot here cannot be traced to its voter.", "Write linkable=#false."),
        ("required", "Nobody is made to vote here.", "Write required=#false."),
    ] {
        if let Some(value) = line.prop(name).filter(|value| value.flag() == Some(true)) {
            out.push((value.place, message.to_owned(), remedy));
        }
    }
    if let Some(value) = line.prop("medium").filter(|value| !value.row().iter().any(|word| word == "online"))
    {
        let message = "Ballots here are cast online.".to_owned();
        out.push((value.place, message, "Write medium=\"online\", or name other ways beside it."));
    }
    out
}

fn protest(node: &Node) -> Vec<Refusal> {
    let who = node.child_named("standing").filter(|who| who.is != "members" && who.is != "anybody");
    let refusal = who.map(|who| {
        let message = "The program takes a protest from every member.".to_owned();
        (who.place, message, "Write standing \"members\".")
    });
    refusal.into_iter().collect()
}

#[cfg(test)]
mod tests;
