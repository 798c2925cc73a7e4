//! Which count it is: by rankings, by grades, or under the rules of an RCTab configuration.

use super::Arguments;
use super::answer::Problem;
use super::input::Input;
use rankfile_count::formats::rctab::{Config, Mode};
use rankfile_count::margin::{self, LITTLE, MUCH};
use rankfile_count::method::{METHODS, Method, Stop, find};
use rankfile_count::report::Margin;
use rankfile_count::single::irv;
use rankfile_count::stv::several;
use rankfile_count::tally::{GradedMethod, find_graded};
use rankfile_count::words::Words;
use rankfile_count::{Count, Options, RuleSet, narrate};

/// The chosen way of counting.
pub enum Counting<'a> {
    Rankings(&'static Method),
    Grades(&'static GradedMethod),
    /// As the configuration says, one winner or several.
    Configured(&'a Config),
}

impl<'a> Counting<'a> {
    /// By the id asked for and what the file gives; without one, a configuration has rules of its own.
    pub fn choose(arguments: &Arguments, input: &'a Input) -> Result<Self, Problem> {
        let id = match (arguments.method.as_deref(), &input.config) {
            (None, Some(config)) => return Ok(Self::Configured(config)),
            (Some("irv"), Some(config)) if config.mode == Mode::Single => {
                return Ok(Self::Configured(config));
            }
            (Some("irv"), Some(_)) => {
                return Err(Problem::plain(format!(
                    "{}: the configuration elects several at once; leave --method out to count as it says, or take a method for several seats, such as minneapolis",
                    arguments.file.display()
                )));
            }
            (Some(id), _) => id,
            (None, None) => {
                return Err(Problem::plain(format!("--method is missing; take one of: {}", known())));
            }
        };
        let Some(method) = find(id) else {
            return Err(Problem::plain(format!("--method {id} is not known here; take one of: {}", known())));
        };
        if let (Some(graded), Some(_)) = (find_graded(id), &input.grades) {
            return Ok(Self::Grades(graded));
        }
        Ok(Self::Rankings(method))
    }

    pub fn count(&self, input: &Input, options: &Options) -> Result<Count, Stop> {
        let words = Words::english();
        match (self, &input.grades) {
            (Self::Grades(method), Some(grades)) => method.apply(grades, options, words),
            (Self::Grades(_), None) => Err(Stop::Unfit("the file gives no grades".to_owned())),
            (Self::Rankings(method), _) => method.apply(&input.election, options, words),
            (Self::Configured(config), _) => {
                let mut count = match config.mode {
                    Mode::Single => irv::count(&input.election, options, &config.policy)?,
                    Mode::Several => {
                        several::count(&input.election, options, &config.policy, &config.several)?
                    }
                };
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
            Self::Rankings(method) => method.name,
            Self::Configured(config) => match config.mode {
                Mode::Single => "Instant runoff, as the RCTab configuration says",
                Mode::Several => "Several winners at once, as the RCTab configuration says",
            },
        }
    }

    /// The rule text; that of a configuration has its policy written out.
    pub fn rules(&self) -> String {
        match self {
            Self::Grades(method) => method.rules.to_owned(),
            Self::Rankings(method) => method.rules.to_owned(),
            Self::Configured(config) => match config.mode {
                Mode::Single => irv::rules(&config.policy),
                Mode::Several => several::rules(&config.policy, &config.several),
            },
        }
    }

    pub fn rule_set(&self) -> RuleSet {
        match self {
            Self::Grades(method) => method.rule_set(),
            Self::Rankings(method) => method.rule_set(),
            Self::Configured(config) => match config.mode {
                Mode::Single => irv::rule_set(&config.policy),
                Mode::Several => several::rule_set(&config.policy, &config.several),
            },
        }
    }
}

fn known() -> String {
    let ids: Vec<&str> = METHODS.iter().flat_map(|folder| folder.iter()).map(|method| method.id).collect();
    ids.join(" ")
}
