//! Which count it is: by rankings, by grades, or instant runoff under the rules of an RCTab configuration.

use super::Arguments;
use super::answer::Problem;
use super::input::Input;
use rankfile_count::margin::{self, LITTLE, MUCH};
use rankfile_count::method::{METHODS, Method, Stop, find};
use rankfile_count::report::Margin;
use rankfile_count::single::{Policy, irv};
use rankfile_count::tally::{GradedMethod, find_graded};
use rankfile_count::words::Words;
use rankfile_count::{Count, Options, RuleSet, narrate};

/// The chosen way of counting.
pub enum Counting<'a> {
    Rankings(&'static Method),
    Grades(&'static GradedMethod),
    /// `irv` under the policy of a configuration.
    Configured(&'static Method, &'a Policy),
}

impl<'a> Counting<'a> {
    /// By the id asked for and what the file gives.
    pub fn choose(arguments: &Arguments, input: &'a Input) -> Result<Self, Problem> {
        let id = arguments.method.as_str();
        let Some(method) = find(id) else {
            let known: Vec<&str> =
                METHODS.iter().flat_map(|folder| folder.iter()).map(|method| method.id).collect();
            return Err(Problem::plain(format!(
                "--method {id} is not known here; take one of: {}",
                known.join(" ")
            )));
        };
        if let (Some(graded), Some(_)) = (find_graded(id), &input.grades) {
            return Ok(Self::Grades(graded));
        }
        Ok(match &input.policy {
            Some(policy) if id == "irv" => Self::Configured(method, policy),
            _ => Self::Rankings(method),
        })
    }

    pub fn count(&self, input: &Input, options: &Options) -> Result<Count, Stop> {
        let words = Words::english();
        match (self, &input.grades) {
            (Self::Grades(method), Some(grades)) => method.apply(grades, options, words),
            (Self::Grades(_), None) => Err(Stop::Unfit("the file gives no grades".to_owned())),
            (Self::Rankings(method), _) => method.apply(&input.election, options, words),
            (Self::Configured(_, policy), _) => {
                let mut count = irv::count(&input.election, options, policy)?;
                narrate::tell(&mut count, words);
                Ok(count)
            }
        }
    }

    /// How close it was, with little effort or with much. Under a configuration's own rules it is not looked for.
    pub fn margin(&self, input: &Input, options: &Options, count: &Count, much: bool) -> Option<Margin> {
        let (effort, words) = (if much { MUCH } else { LITTLE }, Words::english());
        match (self, &input.grades) {
            (Self::Grades(method), Some(grades)) => {
                margin::of_grades(method, grades, options, count, effort, words)
            }
            (Self::Rankings(method), _) => {
                margin::of_rankings(method, &input.election, options, count, effort, words)
            }
            _ => None,
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Grades(method) => method.name,
            Self::Rankings(method) | Self::Configured(method, _) => method.name,
        }
    }

    /// The rule text; of a configuration only the digest is in the answer.
    pub fn rules(&self) -> &'static str {
        match self {
            Self::Grades(method) => method.rules,
            Self::Rankings(method) => method.rules,
            Self::Configured(..) => "",
        }
    }

    pub fn rule_set(&self) -> RuleSet {
        match self {
            Self::Grades(method) => method.rule_set(),
            Self::Rankings(method) | Self::Configured(method, _) => method.rule_set(),
        }
    }
}
