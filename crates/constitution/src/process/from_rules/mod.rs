//! From rules to processes: for every guarantee the constitution makes, and for everything else its rules order of somebody
//! in some time, what must happen, by whom, and what follows when nobody does it. A guarantee the document does not make
//! has no process; that it is absent is for the lints.

mod appeals;
mod cases;
mod discipline;
mod duties;
mod elections;
mod emergencies;
mod meetings;
mod offices;
mod powers;
mod reports;
mod steps;

use super::people::{People, Who, drawn};
use super::{Begins, End, NO_BEARER, Process, Promise, Role, Stage};
use crate::block::{Node, Value};
use crate::document::{Article, Constitution};
use crate::program::ElectionPlan;
use crate::rules::{Rule, RungRule};
use crate::step::{ArticleId, Span};
use crate::vocabulary::words::MONTHS;
use std::collections::BTreeSet;

/// Every process of a constitution: first those that keep guarantees, in the order of the table of guarantees, then the
/// others. Elections that the hall holds with ballots of its own come as plans.
pub fn processes(constitution: &Constitution, people: &People, plans: &[ElectionPlan]) -> Vec<Process> {
    let from = From { constitution, people, plans };
    let mut all = elections::processes(&from);
    all.extend(cases::processes(&from));
    all.extend(offices::processes(&from));
    all.extend(powers::amendment(&from));
    all.extend(meetings::processes(&from));
    all.extend(discipline::processes(&from));
    all.extend(appeals::processes(&from));
    all.extend(emergencies::processes(&from));
    all.extend(duties::processes(&from));
    all.extend(reports::processes(&from));
    for process in &mut all {
        process.recuses |= matters(process.kind).iter().any(|matter| people.recuses_in(matter));
    }
    each_its_own_id(&mut all);
    all
}

/// The proceedings that a process is, as rules on recusal name them, where it is against somebody who need not hold an
/// office.
fn matters(kind: &str) -> &'static [&'static str] {
    match kind {
        "complaint" => &["complaint"],
        "hearing" => &["hearing"],
        "removal-for-cause" => &["removal-for-cause", "hearing"],
        "appeal" => &["appeal"],
        _ => &[],
    }
}

/// Where two rules have the same name, the later ones get a number.
fn each_its_own_id(all: &mut [Process]) {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for process in all {
        let plain = process.id.clone();
        let mut numbers = 2..;
        while !known.insert(process.id.clone()) {
            process.id = format!("{plain}/{}", numbers.next().unwrap_or(u32::MAX));
        }
    }
}

/// What processes are made from.
struct From<'a> {
    constitution: &'a Constitution,
    people: &'a People,
    plans: &'a [ElectionPlan],
}

impl<'a> From<'a> {
    fn of_kind(&self, kind: &'static str) -> impl Iterator<Item = (&'a Article, &'a Rule)> + use<'a> {
        self.constitution.rules().filter(move |(_, rule)| rule.node.word == kind)
    }

    /// The offices a rule names: after `for`, or as its own arguments.
    fn offices(&self, node: &Node) -> Vec<String> {
        let line = node.child("for").unwrap_or(node);
        let named = names(line);
        if named.iter().any(|name| name == "all-offices") { self.all_offices() } else { named }
    }

    fn all_offices(&self) -> Vec<String> {
        self.of_kind("office").filter_map(|(_, rule)| Some(rule.node.arg()?.text()?.to_owned())).collect()
    }

    /// The month in which the year of accounts begins, 1 to 12; January where nothing is said.
    fn first_month(&self) -> i8 {
        let said = self.of_kind("finance").find_map(|(_, rule)| names(rule.node.child("fiscal-year")?).pop());
        let place = said.and_then(|month| MONTHS.iter().position(|(known, _)| *known == month));
        place.and_then(|place| i8::try_from(place + 1).ok()).unwrap_or(1)
    }

    /// The stage whose duty is a ladder of lines that begin with this word; `None` when there is none.
    fn ladder(
        &self,
        article: &ArticleId,
        node: &Node,
        word: &str,
        deed: &str,
        aside: &BTreeSet<usize>,
    ) -> Option<Stage> {
        let rungs = node.ladder(word);
        (!rungs.is_empty()).then(|| self.stage(article, &rungs, deed, aside))
    }

    fn stage(&self, article: &ArticleId, ladder: &[RungRule], deed: &str, aside: &BTreeSet<usize>) -> Stage {
        let mut rungs: Vec<(Who, Span)> =
            ladder.iter().map(|rung| (self.people.who(&rung.who.is, aside), rung.within)).collect();
        let last = ladder.last().and_then(|rung| Some((rung.otherwise.as_ref()?.is.as_str(), rung)));
        if let Some(("draw-again", rung)) = last
            && !matches!(rungs.last(), Some((Who::Lot { .. }, _)))
        {
            // Whoever is drawn again is free for bounds, as every body drawn by lot.
            let seats = self.people.holders(&rung.who.is).len().max(1) as u64;
            rungs.push((drawn(&rung.who.is, seats), rung.within));
        }
        let end = last.map_or(End::Nothing, |(word, _)| end(word));
        Stage {
            words: deed.to_owned(),
            article: article.clone(),
            wait: Span::days(0),
            rungs,
            end,
            role: Role::Plain,
        }
    }

    /// A stage with one bearer, named by a property, and perhaps an end.
    fn one(&self, article: &ArticleId, line: &Node, deed: &str, aside: &BTreeSet<usize>) -> Option<Stage> {
        let within = line.prop_span("within")?;
        let by = line.prop_text("by");
        let otherwise = line.prop_text("otherwise");
        let rungs = by.map(|by| (self.people.who(&by, aside), within)).into_iter().collect();
        let end = otherwise.map_or(End::Nothing, |word| end(&word));
        Some(Stage {
            words: deed.to_owned(),
            article: article.clone(),
            wait: Span::days(0),
            rungs,
            end,
            role: Role::Plain,
        })
    }

    /// By which petition members could force something themselves.
    fn needs(&self) -> Option<String> {
        let (article, rule) = self.of_kind("petition").next()?;
        let signers = rule.node.child("signers")?;
        let many = match (signers.prop_text("share"), signers.prop("number").and_then(Value::number::<u64>)) {
            (Some(share), _) => {
                let of = signers.prop_text("of").unwrap_or_else(|| "members".to_owned());
                format!(
                    "{share} of the {}",
                    if of == "good-standing" { "members in good standing" } else { &of }
                )
            }
            (None, Some(number)) => format!("{number} members"),
            (None, None) => return None,
        };
        Some(format!("A petition signed by {many} (article `{}`).", article.id))
    }
}

/// A process of these stages, about what its last name says, which keeps the guarantee of its kind when all are over.
fn process(
    kind: &'static str,
    names: &[&str],
    article: &ArticleId,
    opening: String,
    stages: Vec<Stage>,
) -> Process {
    Process {
        id: [&[kind], names].concat().join("/"),
        kind,
        promises: vec![Promise { id: kind, stages: stages.len() }],
        subjects: names.last().map(|name| (*name).to_owned()).into_iter().collect(),
        begins: Begins::AnyDay,
        opened_by: Vec::new(),
        recuses: false,
        matter: "",
        changes: None,
        opening,
        article: article.clone(),
        plan: None,
        stages,
        delays: Vec::new(),
        amendments: Vec::new(),
        needs: None,
    }
}

/// A window of time that always runs in full.
fn window(article: &ArticleId, words: &str, length: Span) -> Stage {
    Stage {
        words: words.to_owned(),
        article: article.clone(),
        wait: Span::days(0),
        rungs: vec![(Who::Everybody("members".to_owned()), length)],
        end: End::Clock,
        role: Role::Window,
    }
}

/// A duty that nobody bears: it stays undone for ever.
fn nobody(article: &ArticleId, deed: &str) -> Stage {
    Stage {
        words: deed.to_owned(),
        article: article.clone(),
        wait: Span::days(0),
        rungs: vec![(Who::Empty(NO_BEARER.to_owned()), Span::days(0))],
        end: End::Nothing,
        role: Role::Plain,
    }
}

/// What the word after `otherwise` means for a duty to do something.
fn end(word: &str) -> End {
    match word {
        "clock" => End::Clock,
        "stands" | "upheld" | "approved" => End::Goes,
        "dismissed" => End::Against,
        "again" | "rerun" | "draw-again" => End::Again,
        _ => End::Nothing,
    }
}

/// The name a rule gives itself; its kind when it gives none.
fn name(node: &Node) -> &str {
    node.arg().and_then(|arg| arg.text()).unwrap_or(&node.word)
}

fn names(node: &Node) -> Vec<String> {
    node.args.iter().filter_map(|arg| Some(arg.text()?.to_owned())).collect()
}

fn plain(id: &str) -> String {
    id.replace('-', " ")
}
