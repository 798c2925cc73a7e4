//! The result page: one self-contained HTML file, or a fragment of it for a site that has its own frame.
//!
//! A pure function of the answer and a few facts around it. It needs no script, no other file and no network; every
//! picture has its figures in a table; it prints in black and white. Not here: counting, and any word: those are in
//! [`crate::words`].

mod bars;
mod flow;
mod grades;
mod head;
mod html;
mod pairs;
mod sheet;
mod telling;

use crate::figures::Figure;
use crate::report::{Action, Count};
use crate::words::{Words, fill};
pub use grades::GradeTable;
use html::esc;

/// The style sheet of [`fragment`], for a site that serves it itself. Every class begins with `cp-`.
pub const STYLE: &str = include_str!("style.css");

/// What the page says beside the count. All of it may stay empty.
#[derive(Clone, Debug)]
pub struct PageFacts {
    /// What was elected ("Branch committee, 2026").
    pub title: String,
    /// Whose election it was.
    pub union: Option<String>,
    /// When, as people write it.
    pub date: Option<String>,
    /// The method as people say it.
    pub method: String,
    /// The rules' canonical JSON.
    pub rules: String,
    /// The ballot file's name.
    pub file: Option<String>,
    /// `sha256:` over the ballot file.
    pub ballots_digest: Option<String>,
    /// The command that counts again.
    pub recount: Option<String>,
    /// What the reader noticed in the ballot file.
    pub noticed: Vec<String>,
    /// Grades, where the count is of grades.
    pub grades: Option<GradeTable>,
    /// Files beside the page: what they are, and where.
    pub links: Vec<(String, String)>,
    /// The language.
    pub words: &'static Words,
}

impl Default for PageFacts {
    fn default() -> Self {
        Self {
            title: String::new(),
            union: None,
            date: None,
            method: String::new(),
            rules: String::new(),
            file: None,
            ballots_digest: None,
            recount: None,
            noticed: Vec::new(),
            grades: None,
            links: Vec::new(),
            words: Words::english(),
        }
    }
}

/// The whole page.
pub fn render(count: &Count, facts: &PageFacts) -> String {
    let page = Page { count, facts, words: facts.words };
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body class=\"cp-body\">\n<main>\n{}</main>\n</body>\n</html>\n",
        esc(facts.words.language),
        esc(&page.title()),
        fragment(count, facts)
    )
}

/// The same inside a site's own frame: one `article` with an `h1`; the site serves [`STYLE`].
pub fn fragment(count: &Count, facts: &PageFacts) -> String {
    let page = Page { count, facts, words: facts.words };
    let parts = [
        page.head(),
        page.result(),
        page.contents(),
        page.grades(),
        page.bars(),
        page.duels(),
        page.matrix(),
        page.flow(),
        page.sheet(),
        page.told(),
        page.views(),
        page.ties(),
        page.notes(),
        page.check(),
    ];
    format!("<article class=\"cp-page\">\n{}{}</article>\n", flow::PATTERNS, parts.concat())
}

/// What all parts of the page look at.
struct Page<'a> {
    count: &'a Count,
    facts: &'a PageFacts,
    words: &'static Words,
}

impl Page<'_> {
    fn title(&self) -> String {
        let title = self.facts.title.trim();
        if title.is_empty() { self.words.page.untitled.to_owned() } else { title.to_owned() }
    }

    fn name(&self, candidate: u32) -> &str {
        let position = (candidate as usize).wrapping_sub(1);
        self.count.candidates.get(position).map_or("?", String::as_str)
    }

    fn names(&self, candidates: &[u32]) -> String {
        let names: Vec<&str> = candidates.iter().map(|candidate| self.name(*candidate)).collect();
        self.words.list(&names)
    }

    /// Votes of a candidate after a stage, from 0.
    fn votes(&self, stage: usize, candidate: u32) -> Figure {
        let votes = self.count.stages.get(stage).and_then(|stage| stage.votes.get(candidate as usize - 1));
        votes.map_or_else(Figure::default, |votes| Figure::read(votes))
    }

    /// A figure with all its places.
    fn full(&self, figure: Figure) -> String {
        self.words.full(figure)
    }

    /// The stage, from 0, at which a candidate was elected.
    fn elected_at(&self, candidate: u32) -> Option<usize> {
        self.count.stages.iter().position(|stage| stage.elected.contains(&candidate))
    }

    /// The stage, from 0, at which a candidate was excluded.
    fn excluded_at(&self, candidate: u32) -> Option<usize> {
        self.count.stages.iter().position(|stage| stage.excluded.contains(&candidate))
    }

    /// "stage 3", "round 3"; the stage from 0.
    fn stage_name(&self, stage: usize) -> String {
        let round = self.count.stages.get(stage).is_some_and(|stage| stage.action == Action::Round);
        let template = if round { self.words.tell.at_round } else { self.words.tell.at_stage };
        fill(template, &[("n", &self.words.number(stage as u64 + 1))])
    }

    fn candidates(&self) -> impl Iterator<Item = u32> + use<> {
        (1..).take(self.count.candidates.len())
    }

    fn is_elected(&self, candidate: u32) -> bool {
        self.count.elected.contains(&candidate)
    }

    /// "Elected", "Excluded, stage 4", "not elected".
    fn outcome(&self, candidate: u32) -> String {
        let words = &self.words.page;
        match self.excluded_at(candidate) {
            _ if self.is_elected(candidate) => words.out_elected.to_owned(),
            Some(_) if self.count.is_totals() => words.out_passed_over.to_owned(),
            Some(stage) => fill(words.out_excluded, &[("stage", &self.stage_name(stage))]),
            None => words.out_not.to_owned(),
        }
    }
}
