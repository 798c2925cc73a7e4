//! Rehearsals: the program of a document that is not complete enough to found a union on. Its elections run step by step, as
//! far as the rules tell them, and what it does not say about offices and bodies is guessed. Nobody governs by it; the
//! calculus of guarantees is checked by it.

use super::{articles, compile};
use crate::document::{Article, Constitution};
use crate::process::{People, processes};
use crate::program::{Body, Office, Program, Standing};
use crate::rules::Rule;
use crate::step::{Actor, ArticleId, BodyId, OfficeId, Span, Unit};

/// The program of any document that can be read.
pub fn rehearse(constitution: &Constitution) -> Program {
    compile(constitution).unwrap_or_else(|_| by_hand(constitution))
}

fn by_hand(constitution: &Constitution) -> Program {
    let of_kind = |kind: &'static str| constitution.rules().filter(move |(_, rule)| rule.node.word == kind);
    let people = People::of(constitution);
    let offices: Vec<Office> =
        of_kind("office").filter_map(|(article, rule)| office(article, rule)).collect();
    let bodies = of_kind("body").filter_map(|(article, rule)| body(article, rule)).collect();
    let first = constitution
        .articles
        .first()
        .map_or_else(|| ArticleId("founding".to_owned()), |article| article.id.clone());
    let keeper = offices.first().map_or(Actor::Members, |office| Actor::Office(office.id.clone()));
    Program {
        name: constitution.front.name.clone(),
        digest: constitution.digest.clone(),
        articles: articles(constitution),
        standing: Standing { kept_by: keeper, article: first.clone() },
        keys_article: first,
        elections: Vec::new(),
        processes: processes(constitution, &people, &[]),
        people,
        offices,
        bodies,
        assumed: vec![
            "This document is not complete enough to found a union on: this is a rehearsal.".to_owned(),
        ],
    }
}

fn office(article: &Article, rule: &Rule) -> Option<Office> {
    let id = rule.node.arg()?.text()?;
    Some(Office {
        id: OfficeId(id.to_owned()),
        title: id.replace('-', " "),
        seats: rule.node.prop("seats").and_then(|value| value.number()).unwrap_or(1),
        term: Span { amount: 1, unit: Unit::Years },
        article: article.id.clone(),
    })
}

fn body(article: &Article, rule: &Rule) -> Option<Body> {
    let id = rule.node.arg()?.text()?;
    Some(Body {
        id: BodyId(id.to_owned()),
        title: id.replace('-', " "),
        seats: rule.node.prop("seats").and_then(|value| value.number()),
        article: article.id.clone(),
    })
}
