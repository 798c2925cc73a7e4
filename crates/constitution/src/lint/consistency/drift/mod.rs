//! C03: words against rules. A number that the rules give and the words do not, beside a number that the words give and the
//! rules do not, in the same role: one of the two is wrong, and a program would follow the other. Likewise for the office or
//! body that bears a duty. Words that say more than the rules, or less, are left alone: only a contradiction is told.

mod bearers;
mod facts;
mod numbers;
mod phrases;
mod said;

use super::super::finding::{Findings, Said as Telling};
use super::super::people::People;
use super::super::{Case, Severity};
use crate::document::Article;
use crate::source::Place;
use facts::{Fact, Found};
use said::Said;
use std::collections::BTreeMap;

/// C03.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for article in case.constitution.articles.iter().filter(|article| !article.rules.is_empty()) {
        if article.words.trim().is_empty() {
            let message = "This article has rules and no words: members vote on words.";
            note(findings, article, article.place, message.to_owned(), "Say in words what the rules say.");
            continue;
        }
        for (place, message) in numbers(article).into_iter().chain(bearers::check(&people, article)) {
            note(
                findings,
                article,
                place,
                message,
                "Make the two say the same. The words bind; the rules are what a program does.",
            );
        }
    }
}

fn note(findings: &mut Findings<'_>, article: &Article, place: Place, message: String, repair: &str) {
    let said = Telling {
        message,
        repair: repair.to_owned(),
        without: Some(Severity::Broken),
        basis: "Members vote on the words, a program follows the rules.",
        ..Telling::default()
    };
    findings.note(Some((&article.id, place)), said);
}

/// Numbers of the words and of the rules that contradict each other.
fn numbers(article: &Article) -> Vec<(Place, String)> {
    let mut written: Vec<Said> = article.rules.iter().flat_map(|rule| said::of(&rule.node)).collect();
    let mut spoken: Vec<Found> = facts::of(&article.words);
    let mut out = method(article, &written, &spoken);
    // A number counts as told as often as it stands in the words; several rules can share one telling.
    let counts = |facts: &mut dyn Iterator<Item = &Fact>| {
        let mut counts: BTreeMap<Fact, usize> = BTreeMap::new();
        for fact in facts {
            *counts.entry(fact.clone()).or_default() += 1;
        }
        counts
    };
    let in_rules = counts(&mut written.iter().map(|said| &said.fact));
    let in_words = counts(&mut spoken.iter().map(|found| &found.fact));
    written.retain(|said| {
        in_words.get(&said.fact).copied().unwrap_or(0) < in_rules.get(&said.fact).copied().unwrap_or(0)
    });
    // What the rules say anywhere in the article is no contradiction, except where the words say it oftener than the rules.
    spoken.retain(|found| {
        in_rules.get(&found.fact).copied().unwrap_or(0) < in_words.get(&found.fact).copied().unwrap_or(0)
    });
    spoken.retain(|found| found.fact != Fact::Plurality);
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (rule, said) in written.iter().enumerate() {
        let missing = !in_words.contains_key(&said.fact);
        for (word, found) in spoken.iter().enumerate() {
            let surplus = in_rules.contains_key(&found.fact);
            // Where both numbers are known to both, only their counts differ, and prose may simply say one of them again.
            if !found.fact.is_like(&said.fact) || found.fact == said.fact || surplus && !missing {
                continue;
            }
            let score = score(said, found);
            // A number that stands elsewhere too must be spoken of more plainly to count.
            let needed = match (missing, surplus) {
                (true, false) => 1,
                (true, true) => 2,
                (false, _) => 4,
            };
            if score >= needed {
                pairs.push((score, rule, word));
            }
        }
    }
    pairs.sort_by_key(|(score, rule, word)| (std::cmp::Reverse(*score), *rule, *word));
    let (mut rules, mut words) = (Vec::new(), Vec::new());
    for (_, rule, word) in pairs {
        if rules.contains(&rule) || words.contains(&word) {
            continue;
        }
        rules.push(rule);
        words.push(word);
        let (Some(said), Some(found)) = (written.get(rule), spoken.get(word)) else { continue };
        out.push((
            said.place,
            format!("The words say \"{}\", the rule says {}.", found.words, quoted(&said.written)),
        ));
    }
    out
}

/// "`within` 30 days".
fn quoted(written: &str) -> String {
    match written.split_once(' ') {
        Some((word, value)) => format!("`{word}` {value}"),
        None => written.to_owned(),
    }
}

/// How much a sentence of the words speaks of what a line of the rules says. Words near the number weigh double.
fn score(said: &Said, found: &Found) -> usize {
    let stems: Vec<(usize, Option<String>)> =
        found.sentence.iter().enumerate().map(|(at, word)| (at, said::stem(word))).collect();
    let near = |at: usize| at.abs_diff(found.position) <= 6;
    let hit = |wanted: &String| {
        let best = stems
            .iter()
            .filter(|(_, stem)| stem.as_ref() == Some(wanted))
            .map(|(at, _)| usize::from(near(*at)) + 1);
        best.max().unwrap_or(0)
    };
    let roles: usize = said.stems.difference(&said.names).map(hit).sum();
    let names: usize = said.names.iter().map(hit).sum();
    // Who it is about says nothing without what it is about, unless nothing else could be meant.
    let is_lone = said.stems.len() == said.names.len();
    if roles == 0 && !is_lone { 0 } else { roles + 2 * names }
}

/// The way to win: "majority" in the words against plurality in the rule, and the other way round.
fn method(article: &Article, written: &[Said], spoken: &[Found]) -> Vec<(Place, String)> {
    let mut out = Vec::new();
    let winning = |found: &&Found| {
        found.sentence.iter().any(|word| {
            matches!(
                word.as_str(),
                "win" | "wins" | "winner" | "winners" | "elected" | "elects" | "candidate"
            )
        })
    };
    let shares = written.iter().any(|said| said.fact == Fact::Majority);
    let says = |fact: Fact| spoken.iter().filter(winning).find(|found| found.fact == fact);
    if let Some(said) = written.iter().find(|said| said.fact == Fact::Plurality).filter(|_| !shares)
        && says(Fact::Plurality).is_none()
        && let Some(found) = says(Fact::Majority)
    {
        let message = format!(
            "The words say \"{}\", the rule says plurality: whoever has the most votes wins, however few.",
            found.words
        );
        out.push((said.place, message));
    }
    for rule in article.rules.iter().filter(|rule| rule.node.word == "election") {
        let Some(ballot) = rule.node.child("ballot") else { continue };
        let method = ballot.text_of("method").filter(|method| matches!(*method, "run-off" | "irv"));
        if let (Some(method), Some(found), None) = (method, says(Fact::Plurality), says(Fact::Majority)) {
            let message = format!(
                "The words say \"{}\", the rule says `method` {method}: a majority is needed.",
                found.words
            );
            out.push((ballot.place, message));
        }
    }
    out
}
