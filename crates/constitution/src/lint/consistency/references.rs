//! C01: what a document points at and does not have: articles by number or id, offices and bodies, elections, texts taken
//! over without saying which, and clauses whose time is over.

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::{Case, Severity};
use crate::block::{Node, Value};
use crate::civil;
use crate::document::Article;
use crate::front_matter::Scope;
use crate::source::Place;
use crate::vocabulary::{self, Holds, ON_EVERY_RULE, Shape, words};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// C01.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let known = Known::of(case);
    for (article, rule) in case.constitution.rules() {
        if let Some(kind) = vocabulary::kind(&rule.node.word) {
            let mut found = Vec::new();
            known.node(&rule.node, &kind.shape, &mut found);
            found.extend(stale(case, &rule.node));
            found.extend(unpinned(&rule.node));
            for (place, message, repair) in found {
                note(findings, article, place, message, repair);
            }
        }
    }
    let numbers = Numbers::of(case);
    for article in &case.constitution.articles {
        for (place, message, repair) in
            numbers.mentions(case, article).into_iter().chain(links(case, article))
        {
            note(findings, article, place, message, repair);
        }
    }
}

type Found = (Place, String, String);

fn note(findings: &mut Findings<'_>, article: &Article, place: Place, message: String, repair: String) {
    let said = Said {
        message,
        repair,
        without: Some(Severity::Broken),
        basis: "What a document points at must be there.",
        ..Said::default()
    };
    findings.note(Some((&article.id, place)), said);
}

/// What can be pointed at.
struct Known<'a> {
    people: People<'a>,
    articles: BTreeSet<&'a str>,
    votes: BTreeSet<&'a str>,
    /// Units and classes of members, which can be named where a group can.
    groups: BTreeSet<&'a str>,
    /// Whether the document is whole, so that what it does not have is nowhere.
    is_whole: bool,
}

impl<'a> Known<'a> {
    fn of(case: &Case<'a>) -> Self {
        let votes = case.of_kind("election").chain(case.of_kind("referendum"));
        let groups = case.of_kind("unit").chain(case.of_kind("member-class"));
        Self {
            people: People::of(case),
            articles: case.constitution.articles.iter().map(|article| article.id.0.as_str()).collect(),
            groups: groups.filter_map(|(.., node)| node.texts().next()).collect(),
            votes: votes.filter_map(|(.., node)| node.texts().next()).collect(),
            is_whole: case.constitution.front.scope == Scope::All,
        }
    }

    fn node(&self, node: &Node, shape: &Shape, found: &mut Vec<Found>) {
        if !self.is_whole {
            return;
        }
        for arg in &node.args {
            self.value(shape.args.holds, arg, found);
        }
        if node.word == "under" {
            for arg in &node.args {
                self.value(Holds::Election, arg, found);
            }
        }
        for (name, value) in &node.props {
            let mut slots = shape.props.iter().chain(ON_EVERY_RULE);
            if let Some(slot) = slots.find(|slot| slot.word == name) {
                self.value(slot.holds, value, found);
            }
        }
        for child in &node.children {
            if let Some(inner) = shape.children.iter().find(|inner| inner.word == child.word) {
                self.node(child, inner, found);
            }
        }
    }

    fn value(&self, holds: Holds, value: &Value, found: &mut Vec<Found>) {
        let Some(text) = value.text() else { return };
        let post = || {
            self.people.post(text).is_some() || self.groups.contains(text) || words::RESERVED.contains(&text)
        };
        let (is_there, what, add) = match holds {
            Holds::Who | Holds::BearerOrEnd => (
                post() || words::ENDS.contains(&text) || self.people.is_open(text),
                "office or body",
                format!(
                    "Define it, for example: body \"{text}\" kind=\"committee\" seats=3; or name one there is."
                ),
            ),
            Holds::Body => (
                post() || self.people.is_open(text),
                "body",
                format!("Define it: body \"{text}\" kind=\"committee\" seats=3; or name one there is."),
            ),
            Holds::Office => {
                (post(), "office", format!("Define it: office \"{text}\" seats=1; or name one there is."))
            }
            Holds::Article => (
                self.articles.contains(text),
                "article",
                "Name the id of an article there is, as in {#id} after its heading.".to_owned(),
            ),
            Holds::Election => (
                self.votes.contains(text),
                "election or referendum",
                format!("Name one there is, or add: election \"{text}\" {{ ... }}."),
            ),
            _ => return,
        };
        if !is_there {
            found.push((value.place, format!("No {what} of this document is called `{text}`."), add));
        }
    }
}

/// Clauses whose time is over.
fn stale(case: &Case<'_>, node: &Node) -> Option<Found> {
    let over = |day: Date| day < case.as_of;
    let repair = "Take the rule and its words out, or give them a new day.".to_owned();
    if let Some(day) = node.prop_date("expires").filter(|day| over(*day)) {
        let message = format!("This `{}` held until {day}, which is over, and still stands here.", node.word);
        return Some((node.place, message, repair));
    }
    if node.word != "transition" {
        return None;
    }
    let first = node.child("first-election");
    let event = first.and_then(|line| line.text_of("after")).unwrap_or("founding");
    let happened = case.constitution.front.happened.iter().find(|happened| happened.event == event)?;
    let day = Date::new(happened.year, happened.month, happened.day).ok()?;
    let span = node.child_span("expires").or_else(|| first?.prop_span("within"))?;
    let end = civil::add(day, span);
    over(end).then(|| {
        let message =
            format!("This is for the time until {end} ({} after {event}), which is over.", span.in_words());
        (node.place, message, repair)
    })
}

/// A text taken over without saying which.
fn unpinned(node: &Node) -> Option<Found> {
    if node.word != "incorporate" || node.child("edition").is_some() || node.child("digest").is_some() {
        return None;
    }
    let name = node.texts().next().unwrap_or("this text").replace('-', " ");
    let message = format!(
        "This text is taken over as it is on any day ({name}): whoever writes it can change this constitution."
    );
    Some((node.place, message, "Say which: edition \"12\", or digest \"sha256:...\".".to_owned()))
}

/// Articles by the number in their headings.
struct Numbers<'a> {
    by_number: BTreeMap<u32, &'a Article>,
    is_whole: bool,
}

impl<'a> Numbers<'a> {
    fn of(case: &Case<'a>) -> Self {
        let numbered = case.constitution.articles.iter().filter_map(|article| {
            let rest =
                article.heading.strip_prefix("Article ").or_else(|| article.heading.strip_prefix("Art. "))?;
            Some((number(rest)?.0, article))
        });
        Self { by_number: numbered.collect(), is_whole: case.constitution.front.scope == Scope::All }
    }

    fn mentions(&self, case: &Case<'_>, article: &Article) -> Vec<Found> {
        let mut found = Vec::new();
        if self.by_number.len() < 2 {
            return found;
        }
        for (at, cited, rest) in cited(&article.words) {
            let place = || locate(case, article, at);
            match self.by_number.get(&cited) {
                None if self.is_whole => {
                    let last = self.by_number.keys().next_back().copied().unwrap_or_default();
                    found.push((
                        place(),
                        format!("The words point at Article {cited}, and there is none."),
                        format!("Point at the right one; the last is Article {last}."),
                    ));
                }
                Some(target) => found.extend(
                    self.other(target, cited, rest).map(|(message, repair)| (place(), message, repair)),
                ),
                None => {}
            }
        }
        found
    }

    /// A number whose article is about something else than the words beside it say: "Article 5 (Elections)".
    fn other(&self, target: &Article, cited: u32, rest: &str) -> Option<(String, String)> {
        let subject = rest.strip_prefix(" (").and_then(|rest| rest.split(')').next()).or_else(|| {
            let rest = rest.strip_prefix(" on ").or_else(|| rest.strip_prefix(", on "))?;
            rest.split(['.', ',', ';', ')', '(', '\n']).next()
        })?;
        let about = |heading: &str| stems(subject).iter().any(|stem| stems(heading).contains(stem));
        if about(&target.heading) || target.id.0.split('-').any(&about) {
            return None;
        }
        let (right, _) = self.by_number.iter().find(|(_, article)| about(&article.heading))?;
        let message = format!(
            "The words point at Article {cited} for \"{}\", but that is \"{}\".",
            subject.trim(),
            target.heading
        );
        Some((message, format!("Write Article {right}.")))
    }
}

/// The first letters of the longer words, so that "election" and "elections" are one.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    words.map(|word| word.to_lowercase().chars().take(5).collect()).filter(|stem| stem != "artic").collect()
}

/// A whole number, Arabic or Roman, that a text begins with, and what follows.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if let Ok(number) = word.parse() {
        return Some((number, rest));
    }
    let value = |letter: char| {
        Some(match letter {
            'I' => 1u32,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            _ => return None,
        })
    };
    let values: Vec<u32> = word.chars().map(value).collect::<Option<_>>()?;
    (!values.is_empty()).then_some((roman(&values), rest))
}

fn roman(values: &[u32]) -> u32 {
    let mut sum = 0u32;
    let mut least = 0u32;
    for value in values.iter().rev() {
        if *value < least {
            sum = sum.saturating_sub(*value)
        } else {
            sum = sum.saturating_add(*value)
        }
        least = least.max(*value);
    }
    sum
}

/// Every article of this document that the words cite by number: where, which, and the words after it.
fn cited(text: &str) -> Vec<(usize, u32, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("Article") {
        let Some(after) = text.get(at + "Article".len()..) else { continue };
        let after = after.strip_prefix('s').unwrap_or(after);
        let mut rest = after.strip_prefix(' ').or_else(|| after.strip_prefix('\n')).unwrap_or("");
        let mut these = Vec::new();
        while let Some((cited, left)) = number(rest) {
            these.push((at, cited, left));
            let next = [" and ", ", ", " or ", " to "].into_iter().find_map(|link| left.strip_prefix(link));
            let Some(next) = next.filter(|next| number(next).is_some()) else { break };
            rest = next;
        }
        // "Article 5 of the parent's constitution" is another document's.
        let is_elsewhere = these.last().is_some_and(|(.., rest)| {
            rest.trim_start().strip_prefix("of ").is_some_and(|of| !of.starts_with("this "))
        });
        if !is_elsewhere {
            found.extend(these);
        }
    }
    found
}

/// Links to ids: `[elections](#elections)`.
fn links(case: &Case<'_>, article: &Article) -> Vec<Found> {
    if case.constitution.front.scope != Scope::All {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, _) in article.words.match_indices("](#") {
        let Some(rest) = article.words.get(at + 3..) else { continue };
        let Some((id, _)) = rest.split_once(')') else { continue };
        if !case.constitution.articles.iter().any(|article| article.id.0 == id) {
            let message = format!("The words point at `#{id}`, and no article has this id.");
            found.push((
                locate(case, article, at),
                message,
                "Name the id of an article there is.".to_owned(),
            ));
        }
    }
    found
}

/// Where the words from this offset stand in the text; the heading when they cannot be found whole.
pub(super) fn locate(case: &Case<'_>, article: &Article, at: usize) -> Place {
    let text = case.constitution.source.text();
    let line = article.words.get(at..).and_then(|rest| rest.lines().next()).filter(|line| !line.is_empty());
    let from = article.place.0;
    let found = line.and_then(|line| text.get(from..)?.find(line));
    found.map_or(article.place, |found| Place(from + found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_forms() {
        for (text, value) in [("4.", 4), ("XIX.", 19), ("IV", 4), ("XL", 40), ("IX, 2", 9), ("12", 12)] {
            assert_eq!(number(text).map(|(value, _)| value), Some(value), "{text}");
        }
        assert_eq!(number("the"), None);
        assert_eq!(number(""), None);
    }

    #[test]
    fn citations_are_found_and_those_of_other_documents_left_alone() {
        let at = |text: &str| cited(text).into_iter().map(|(_, number, _)| number).collect::<Vec<_>>();
        assert_eq!(at("as Article 4 says, and Articles 5, 6 and 9"), [4, 5, 6, 9]);
        assert_eq!(at("under Article 5 of the constitution of the parent"), Vec::<u32>::new());
        assert_eq!(at("under Article 5 of this constitution"), [5]);
        assert_eq!(at("An article or two; Article the first"), Vec::<u32>::new());
    }
}
