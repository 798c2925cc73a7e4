//! What a lint says. A finding names its place, one plain sentence, a dated story of what could happen, what would mend
//! it, and the floor it is likely in conflict with. No check words a severity: the lint and the profile do.

use super::{Case, Lint};
use crate::source::Place;
use crate::step::ArticleId;
use jiff::civil::Date;
use std::fmt;

/// The id of a lint: `L01` to `L25`, `T01` to `T04`, `P01` to `P08`, `C01` to `C03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LintId(pub &'static str);

impl fmt::Display for LintId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A floor of the profile is likely not met.
    Law,
    /// The constitution defeats its own guarantee, or itself, under any profile.
    Broken,
    /// An authority advises otherwise, or the effect on members decides.
    Guidance,
    /// It works, and could be better.
    Advice,
}

impl Severity {
    /// The word for it: `law`, `broken`, `guidance` or `advice`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Broken => "broken",
            Self::Guidance => "guidance",
            Self::Advice => "advice",
        }
    }
}

/// One dated line of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub date: Date,
    /// What happens, in a plain sentence.
    pub event: String,
    /// The article it happens under.
    pub article: Option<ArticleId>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The lint.
    pub id: LintId,
    /// How much it weighs under this profile.
    pub severity: Severity,
    /// The article it stands in; `None` for what the document as a whole leaves out.
    pub article: Option<ArticleId>,
    /// The line. *Units*: from 1.
    pub line: usize,
    /// The column. *Units*: characters, from 1.
    pub column: usize,
    /// What is wrong: one plain sentence.
    pub message: String,
    /// What could happen, in dated lines; empty where no story is needed to see it.
    pub counterexample: Vec<Event>,
    /// What would mend it.
    pub repair: String,
    /// The floor it is likely in conflict with, or the reason it is looked for.
    pub citation: String,
}

/// Where a check puts what it finds.
pub struct Findings<'a> {
    lint: &'static Lint,
    case: &'a Case<'a>,
    found: &'a mut Vec<Finding>,
}

/// What a check says of one finding.
#[derive(Debug, Default)]
pub struct Said {
    /// What is wrong: one plain sentence.
    pub message: String,
    /// What could happen.
    pub story: Vec<Event>,
    /// What would mend it.
    pub repair: String,
    /// The ids of the floors concerned, for example `["F01"]`: those that hold here give severity and citation.
    pub floors: &'static [&'static str],
    /// What it weighs where none of these floors holds, or where none is concerned; `None` makes no finding then. What
    /// is no matter of law weighs the same under every profile.
    pub without: Option<Severity>,
    /// Why it is looked for, where no floor is cited.
    pub basis: &'static str,
}

impl<'a> Findings<'a> {
    pub(super) fn new(lint: &'static Lint, case: &'a Case<'a>, found: &'a mut Vec<Finding>) -> Self {
        Self { lint, case, found }
    }

    /// Notes a finding at a place; `None` for what the document as a whole leaves out.
    pub(super) fn note(&mut self, place: Option<(&ArticleId, Place)>, said: Said) {
        self.weigh(place, said, None);
    }

    /// Notes what a text leaves unsaid and the law says anyway: such a text is in conflict with nothing, so it is guidance
    /// under every profile, with the citation of the floor where there is one.
    pub(super) fn note_silence(&mut self, place: Option<(&ArticleId, Place)>, said: Said) {
        self.weigh(place, said, Some(Severity::Guidance));
    }

    fn weigh(&mut self, place: Option<(&ArticleId, Place)>, said: Said, weight: Option<Severity>) {
        let Said { message, story, repair, floors, without, basis } = said;
        let held = self.case.floors(floors);
        let by_floor = held.iter().map(|floor| floor.severity).min();
        let Some(severity) = weight.or(by_floor).or(without) else { return };
        let cites: Vec<&str> = held.iter().map(|floor| floor.cite.as_str()).collect();
        let (line, column) = match place {
            Some((_, place)) => self.case.constitution.source.line_column(place),
            None => (1, 1),
        };
        self.found.push(Finding {
            id: self.lint.id,
            severity,
            article: place.map(|(article, _)| article.clone()),
            line,
            column,
            message,
            counterexample: story,
            repair,
            citation: if cites.is_empty() { basis.to_owned() } else { each_once(&cites) },
        });
    }
}

/// The parts of all citations, each once: floors of one section repeat it.
fn each_once(cites: &[&str]) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in cites.iter().flat_map(|cite| cite.split("; ")) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("; ")
}
