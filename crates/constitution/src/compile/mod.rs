//! The compiler: from a well-formed constitution to a program of steps. It looks ids up, joins rules that belong together,
//! fills in what `defaults` allows, and refuses what does not fit together. It invents nothing else and runs nothing.

mod election;
mod founding;
mod ladder;
mod names;
mod rehearsal;
mod steps;
mod terms;
mod timetable;
mod unrun;

use crate::defaults::Assumptions;
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Article, Constitution};
use crate::nearest;
use crate::process::{People, processes};
use crate::program::Program;
use crate::rules::{Rule, RuleKind};
use crate::source::At;
use crate::step::ArticleId;
use names::Names;
pub use rehearsal::rehearse;
use std::collections::BTreeMap;
pub use unrun::left_to_people;

/// Compiles a constitution.
///
/// *Errors*: every problem found, in the order of the text.
pub fn compile(constitution: &Constitution) -> Result<Program, Vec<Diagnostic>> {
    let mut compiler = Compiler {
        constitution,
        names: Names::default(),
        report: Report::default(),
        assumed: Assumptions(constitution.front.assumed.clone()),
    };
    compiler.names = Names::collect(constitution, &mut compiler.report);
    let program = compiler.program();
    compiler.report.settle(&constitution.source)?;
    Ok(program.expect("a program that cannot be made notes a problem"))
}

/// What the parts of the compiler share.
struct Compiler<'a> {
    constitution: &'a Constitution,
    names: Names<'a>,
    report: Report,
    assumed: Assumptions,
}

/// Rules of one kind by name, each with its article.
type ByName<'a, T> = BTreeMap<&'a str, (&'a Article, &'a T)>;

impl<'a> Compiler<'a> {
    /// The program, or `None` when a problem was noted.
    fn program(&mut self) -> Option<Program> {
        let elections = self.elections();
        let offices = self.offices();
        let bodies = self.bodies();
        let standing = self.standing();
        self.check_light_rules();
        self.check_unrun();
        let constitution = self.constitution;
        let elections = elections?;
        let people = People::of(constitution);
        let processes = processes(constitution, &people, &elections);
        Some(Program {
            name: constitution.front.name.clone(),
            digest: constitution.digest.clone(),
            articles: articles(constitution),
            offices: offices?,
            bodies: bodies?,
            standing: standing?,
            keys_article: keys_article(constitution)?,
            elections,
            people,
            processes,
            assumed: std::mem::take(&mut self.assumed.0),
        })
    }

    /// Rules of one kind by name; a name that comes twice is noted.
    fn by_name<T: 'a>(
        &mut self,
        word: &str,
        pick: impl Fn(&'a RuleKind) -> Option<(&'a At<String>, &'a T)>,
    ) -> ByName<'a, T> {
        let mut found: ByName<'a, T> = BTreeMap::new();
        for (article, rule) in self.constitution.rules() {
            let Some((name, value)) = pick(&rule.kind) else { continue };
            if let Some((first, _)) = found.get(name.is.as_str()) {
                let message =
                    format!("There is already a `{word} \"{}\"`, in the article `{}`.", name.is, first.id);
                self.report.note(rule.place, Some(&article.id), message, "Keep one of the two.");
                continue;
            }
            found.insert(&name.is, (article, value));
        }
        found
    }

    /// Notes rules that name an election that does not exist. The names of elections come sorted.
    fn check_belong<T: 'a>(
        &mut self,
        word: &str,
        rules: &ByName<'a, T>,
        name: impl Fn(&'a T) -> &'a At<String>,
        elections: &[&str],
    ) {
        for (article, rule) in rules.values() {
            let name = name(rule);
            if elections.binary_search(&name.is.as_str()).is_ok() {
                continue;
            }
            self.report.note_with(name.place, Some(&article.id), || {
                let message =
                    format!("This `{word}` belongs to an election `{}`, which there is not.", name.is);
                let remedy = match nearest::nearest(&name.is, elections.iter().copied()) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Add a rule: election \"{}\" {{ ... }}.", name.is),
                };
                (message, remedy)
            });
        }
    }

    /// Looks up the ids in rules that make no part of the program yet.
    fn check_light_rules(&mut self) {
        let constitution = self.constitution;
        for (article, Rule { kind, .. }) in constitution.rules() {
            match kind {
                RuleKind::Vacancy(rule) => {
                    self.names.offices(&rule.offices, &article.id, &mut self.report);
                    if !rule.filled_by.is_empty() {
                        self.ladder(
                            "filled-by",
                            &rule.filled_by,
                            &ladder::ANY_END,
                            "fill the office",
                            &article.id,
                        );
                    }
                }
                RuleKind::Publication(rule) => {
                    if let Some(by) = &rule.by {
                        self.names.actor(by, &article.id, &mut self.report);
                    }
                }
                RuleKind::Quorum(rule) => self.names.body(&rule.body, &article.id, &mut self.report),
                _ => {}
            }
        }
    }
}

/// Every article: id and heading, in document order.
fn articles(constitution: &Constitution) -> Vec<(ArticleId, String)> {
    constitution.articles.iter().map(|article| (article.id.clone(), article.heading.clone())).collect()
}

/// The article that keeps the register of keys: the first with a rule `duty "keys"`, else the first of all.
fn keys_article(constitution: &Constitution) -> Option<ArticleId> {
    let says = |rule: &Rule| match &rule.kind {
        RuleKind::Other(other) => other.kind == "duty" && other.name.as_deref() == Some("keys"),
        _ => false,
    };
    let article = constitution.articles.iter().find(|article| article.rules.iter().any(says));
    Some(article.or(constitution.articles.first())?.id.clone())
}
