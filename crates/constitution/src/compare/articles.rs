//! Articles and words: what is added, taken out, renamed, said otherwise.

use super::{Change, Weight};
use crate::document::{Article, Constitution};
use crate::front_matter::{FrontMatter, Scope};
use std::collections::BTreeSet;

/// What changes in the front matter.
pub(super) fn front(old: &FrontMatter, new: &FrontMatter) -> Vec<Change> {
    let scope = |front: &FrontMatter| match &front.scope {
        Scope::All => "everything".to_owned(),
        Scope::Subjects(subjects) if subjects.is_empty() => "an excerpt".to_owned(),
        Scope::Subjects(subjects) => subjects.join(", "),
    };
    let happened = |front: &FrontMatter| {
        let events = front.happened.iter();
        let events: Vec<String> = events
            .map(|event| format!("{} on {:04}-{:02}-{:02}", event.event, event.year, event.month, event.day))
            .collect();
        if events.is_empty() { "none".to_owned() } else { events.join(", ") }
    };
    let stall =
        |front: &FrontMatter| front.minimum_stall.map_or("none".to_owned(), |stall| stall.to_string());
    let rows = [
        ("The name of the union", old.name.clone(), new.name.clone(), Weight::Form),
        ("The kind of organisation", old.kind.clone(), new.kind.clone(), Weight::Rules),
        ("The sector", old.sector.clone(), new.sector.clone(), Weight::Rules),
        ("The law it is held against", old.profile.clone(), new.profile.clone(), Weight::Rules),
        ("What the document covers", scope(old), scope(new), Weight::Form),
        ("The outside events that have happened", happened(old), happened(new), Weight::Form),
        ("The least number of people who could stall a promise", stall(old), stall(new), Weight::Rules),
    ];
    let changed = rows.into_iter().filter(|(_, was, becomes, _)| was != becomes);
    let change = |(what, was, becomes, weight): (&str, String, String, Weight)| Change {
        weight,
        article: None,
        heading: String::new(),
        sentence: format!("{what}: was {was}, becomes {becomes}."),
    };
    changed.map(change).collect()
}

fn change(weight: Weight, article: &Article, sentence: String) -> Change {
    Change { weight, article: Some(article.id.clone()), heading: article.heading.clone(), sentence }
}

/// Words without their layout: line ends and blanks are none of theirs.
fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What changes in articles and their words.
pub(super) fn compare(old: &Constitution, new: &Constitution) -> Vec<Change> {
    let mut out = Vec::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for article in &new.articles {
        if let Some(before) = old.article(&article.id) {
            if before.heading != article.heading {
                let sentence =
                    format!("The article \"{}\" is now called \"{}\".", before.heading, article.heading);
                out.push(change(Weight::Form, article, sentence));
            }
            out.extend(words(before, article));
            continue;
        }
        // An article that only changed its id is the same article.
        let moved = old.articles.iter().find(|before| {
            new.article(&before.id).is_none()
                && !taken.contains(before.id.0.as_str())
                && plain(&before.words) == plain(&article.words)
                && !article.words.trim().is_empty()
        });
        match moved {
            Some(before) => {
                taken.insert(&before.id.0);
                let sentence = format!(
                    "The article \"{}\" had the id `{}` and now has the id `{}`.",
                    article.heading, before.id, article.id
                );
                out.push(change(Weight::Form, article, sentence));
            }
            None => {
                let sentence = format!("New article: \"{}\". {}", article.heading, said(&article.words));
                out.push(change(Weight::Words, article, sentence.trim_end().to_owned()));
            }
        }
    }
    for before in old
        .articles
        .iter()
        .filter(|before| new.article(&before.id).is_none() && !taken.contains(before.id.0.as_str()))
    {
        let sentence = format!(
            "Taken out: the article \"{}\". {}",
            before.heading,
            said(&before.words).replace("It says", "It said")
        );
        out.push(change(Weight::Words, before, sentence.trim_end().to_owned()));
    }
    out
}

fn said(words: &str) -> String {
    let words = plain(words);
    if words.is_empty() { String::new() } else { format!("It says: {words}") }
}

/// Sentences that come and go.
fn words(before: &Article, after: &Article) -> Vec<Change> {
    if plain(&before.words) == plain(&after.words) {
        return Vec::new();
    }
    let (was, is) = (sentences(&before.words), sentences(&after.words));
    let gone: Vec<&String> = was.iter().filter(|sentence| !is.contains(sentence)).collect();
    let new: Vec<&String> = is.iter().filter(|sentence| !was.contains(sentence)).collect();
    let quote =
        |row: &[&String]| row.iter().map(|sentence| format!("\"{sentence}\"")).collect::<Vec<_>>().join(" ");
    let sentence = match (gone.is_empty(), new.is_empty()) {
        (true, true) => "The words stand in another order.".to_owned(),
        (true, false) => format!("The words now also say: {}", quote(&new)),
        (false, true) => format!("The words no longer say: {}", quote(&gone)),
        (false, false) => format!("The words no longer say: {} They now say: {}", quote(&gone), quote(&new)),
    };
    vec![change(Weight::Words, after, sentence)]
}

fn sentences(words: &str) -> Vec<String> {
    let words = plain(words);
    let mut out = Vec::new();
    let mut rest = words.as_str();
    while let Some(at) = rest.match_indices(['.', '!', '?']).map(|(at, _)| at).find(|at| {
        let after = rest.get(at + 1..).unwrap_or_default();
        after.is_empty()
            || after.starts_with(' ')
                && after.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    }) {
        let (sentence, more) = rest.split_at(at + 1);
        out.push(sentence.trim().to_owned());
        rest = more;
    }
    let last = rest.trim();
    if !last.is_empty() {
        out.push(last.to_owned());
    }
    out
}
