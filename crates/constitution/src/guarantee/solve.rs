//! The solver: of all coalitions, the one that makes a guarantee latest, the smallest that stalls it for ever, and the
//! smallest that decides it against whoever asked. People whom no step tells apart are interchangeable, so it tries numbers
//! of people from each class, the smallest coalitions first; and two coalitions that hold and carry the same bodies are one.

use super::chance::{Chance, chances};
use super::run::{days, tell};
use super::{Bound, Guarantee};
use crate::process::people::KEY_HOLDERS;
use crate::process::{Begins, Coalition, End, People, Process, Role, Stage, Who};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// More coalitions than this of one size are not tried; the answer then says that it is cut off.
const MOST_COALITIONS: usize = 200_000;

/// Works out one guarantee.
pub fn solve(process: &Process, people: &People, as_of: Date) -> Guarantee {
    Solver::new(process, people, as_of).answer()
}

/// The longest a process takes against one coalition; `None` is for ever.
pub fn longest_against(
    process: &Process,
    people: &People,
    coalition: &Coalition,
    as_of: Date,
) -> Option<i32> {
    Solver::new(process, people, as_of).longest(coalition)
}

/// The worst that so many people can do: a coalition, and a first day from which it takes longest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worst {
    /// How long it takes; `None` is for ever.
    pub days: Option<i32>,
    /// Who they are.
    pub coalition: Coalition,
    /// When it begins: for an election that follows another, when voting opened in that one.
    pub from: Date,
}

/// The worst that so many people can do to a process.
pub fn worst(process: &Process, people: &People, size: usize, as_of: Date) -> Worst {
    let mut solver = Solver::new(process, people, as_of);
    let (longest, coalition) = solver.worst(size);
    let takes = |day: &Date| days(process, people, &coalition, *day);
    let from = solver.first_days().into_iter().find(|day| takes(day) == longest);
    Worst { days: longest, from: from.unwrap_or(as_of), coalition }
}

struct Solver<'a> {
    process: &'a Process,
    people: &'a People,
    as_of: Date,
    whos: Vec<&'a Who>,
    classes: Vec<Vec<usize>>,
    /// The longest it can take, by which bodies are held and carried.
    known: BTreeMap<Vec<(bool, bool)>, Option<i32>>,
    is_exact: bool,
}

/// The worst of a size: the days it takes, and a coalition that does it.
type Slowed = (Option<i32>, Coalition);

impl<'a> Solver<'a> {
    fn new(process: &'a Process, people: &'a People, as_of: Date) -> Self {
        let rungs = process.stages.iter().flat_map(|stage| stage.rungs.iter().map(|(who, _)| who));
        let powers = process.delays.iter().map(|delay| &delay.who);
        let whos: Vec<&Who> =
            rungs.chain(powers).chain(process.amendments.iter().map(|it| &it.who)).collect();
        let mut classes: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
        let everybody: BTreeSet<usize> = whos.iter().flat_map(|who| who.people().iter().copied()).collect();
        for person in everybody {
            classes
                .entry(whos.iter().map(|who| who.people().contains(&person)).collect())
                .or_default()
                .push(person);
        }
        let classes = classes.into_values().collect();
        Self { process, people, as_of, whos, classes, known: BTreeMap::new(), is_exact: true }
    }

    fn answer(mut self) -> Guarantee {
        let all: Coalition = self.classes.iter().flatten().copied().collect();
        let utmost = self.longest(&all);
        let (mut bounds, mut stall, mut stalled_by) = (Vec::new(), None, Coalition::new());
        for size in 0..=all.len() {
            let (longest, who) = self.worst(size);
            bounds.push(Bound { people: size, days: longest });
            if longest.is_none() {
                (stall, stalled_by) = (Some(size), who);
            }
            // More people make nothing worse than all of them together.
            if longest == utmost {
                break;
            }
        }
        let capture = (0..=all.len()).find_map(|size| {
            let mut of_size = self.coalitions(size).into_iter();
            of_size.find(|coalition| self.captures(coalition)).map(|coalition| (size, coalition))
        });
        let story = match (&stall, &capture) {
            (Some(_), _) => tell(self.process, self.people, &stalled_by, self.first_day()),
            _ => tell(self.process, self.people, &all, self.first_day()),
        };
        let stall = stall.filter(|_| !self.process.stages.is_empty());
        let is_broken = stall.is_some();
        Guarantee {
            id: self.promise(),
            subject: None,
            article: self.process.article.clone(),
            bounds: if self.process.stages.is_empty() { Vec::new() } else { bounds },
            stall,
            stalled_by: if is_broken { self.named(&stalled_by, &story.waits_for) } else { Vec::new() },
            captured_by: capture.as_ref().map(|(_, who)| self.named(who, &[])).unwrap_or_default(),
            capture: capture.map(|(size, _)| size),
            needs: self.process.needs.clone().filter(|_| is_broken),
            chances: self.chances(),
            repair: is_broken.then(|| self.repair(&stalled_by)),
            story: if is_broken { story.story } else { Vec::new() },
            is_exact: self.is_exact,
        }
    }

    /// The guarantee that is asked about.
    fn promise(&self) -> &'static str {
        self.process.promises.first().map_or(self.process.kind, |promise| promise.id)
    }

    /// The worst coalition of a size.
    fn worst(&mut self, size: usize) -> Slowed {
        let mut worst: Slowed = (Some(0), Coalition::new());
        for coalition in self.coalitions(size) {
            let longest = self.longest(&coalition);
            let is_worse = match (longest, worst.0) {
                (None, _) => return (None, coalition),
                (Some(this), Some(known)) => this > known,
                (Some(_), None) => false,
            };
            if is_worse {
                worst = (longest, coalition);
            }
        }
        worst
    }

    /// The longest it can take against a coalition, over every day it can begin.
    fn longest(&mut self, coalition: &Coalition) -> Option<i32> {
        let alike: Vec<(bool, bool)> =
            self.whos.iter().map(|who| (who.is_held(coalition), who.is_carried(coalition))).collect();
        if let Some(known) = self.known.get(&alike) {
            return *known;
        }
        let mut longest = Some(0);
        for day in self.first_days() {
            longest = longest.zip(days(self.process, self.people, coalition, day)).map(|(a, b)| a.max(b));
            if longest.is_none() {
                break;
            }
        }
        self.known.insert(alike, longest);
        longest
    }

    /// Every day the process can begin, over a leap cycle. For an election that follows another: every day voting can have
    /// opened then.
    fn first_days(&self) -> Vec<Date> {
        let start = self.as_of;
        let all = (0..1461).filter_map(move |n: i32| start.checked_add(n.days()).ok());
        match &self.process.begins {
            Begins::Outside(_) | Begins::On(_) => vec![start],
            Begins::AnyDay | Begins::Founding | Begins::Every(_) => all.collect(),
            Begins::Yearly(month) => all.filter(|day| day.day() == 1 && day.month() == *month).collect(),
            Begins::Cycle => {
                let month = self.process.plan.as_deref().and_then(super::month_of);
                all.filter(|day| month.is_none_or(|month| day.month() == month)).collect()
            }
        }
    }

    fn first_day(&self) -> Date {
        self.first_days().into_iter().next().unwrap_or(self.as_of)
    }

    /// Whether a coalition can make it end against whoever asked, whatever the merits.
    fn captures(&self, coalition: &Coalition) -> bool {
        if self.process.stages.is_empty() {
            return self.process.amendments.iter().any(|it| it.who.is_carried(coalition));
        }
        let stages = || self.process.stages.iter();
        let is_decided = stages().any(|stage| stage.role == Role::Decides && is_captured(stage, coalition));
        is_decided
            && stages().filter(|stage| stage.role == Role::Appeals).all(|stage| is_captured(stage, coalition))
    }

    /// Every coalition of a size, up to people whom no step tells apart.
    fn coalitions(&mut self, size: usize) -> Vec<Coalition> {
        let mut found = vec![(Coalition::new(), size)];
        for class in &self.classes {
            let mut grown = Vec::new();
            for (coalition, left) in &found {
                for taken in 0..=class.len().min(*left) {
                    let mut more = coalition.clone();
                    more.extend(class.iter().take(taken));
                    grown.push((more, left - taken));
                }
            }
            found = grown;
            if found.len() > MOST_COALITIONS {
                self.is_exact = false;
                found.truncate(MOST_COALITIONS);
            }
        }
        found.into_iter().filter(|(_, left)| *left == 0).map(|(coalition, _)| coalition).collect()
    }

    /// A coalition by its seats; what waits for nobody in it says what it waits for.
    fn named(&self, coalition: &Coalition, waits_for: &[String]) -> Vec<String> {
        let mut seats: Vec<String> = coalition
            .iter()
            .filter_map(|person| Some(self.people.persons.get(*person)?.seat.clone()))
            .collect();
        seats.sort();
        seats.extend(waits_for.iter().filter(|what| what.contains(':')).cloned());
        seats
    }

    fn chances(&self) -> Vec<Chance> {
        let mut lots: Vec<(&str, u64, u64)> = Vec::new();
        for who in &self.whos {
            if let Who::Lot { id, seats, needed } = who
                && !lots.iter().any(|(known, ..)| known == id)
            {
                lots.push((id, *seats, *needed));
            }
        }
        lots.into_iter().flat_map(|(id, seats, needed)| chances(id, seats, needed)).collect()
    }

    /// The smallest change that restores the guarantee.
    fn repair(&self, coalition: &Coalition) -> String {
        let process = self.process;
        if let Begins::Outside(event) = &process.begins {
            return format!(
                "In the article `{}`, add a latest date that does not wait for {event}.",
                process.article
            );
        }
        if let Some(it) =
            process.amendments.iter().find(|it| it.binds_at_once && it.who.is_carried(coalition))
        {
            return format!(
                "In the article `{}`, let such a change take effect only after the next election.",
                it.article
            );
        }
        let stuck = process.stages.iter().find(|stage| {
            let is_held = stage.rungs.iter().all(|(who, _)| who.is_held(coalition));
            is_held && matches!(stage.end, End::Again | End::Nothing) && stage.role != Role::Window
        });
        if let Some(stage) = stuck {
            let is_keys = |who: &Who| matches!(who, Who::Panel { id, .. } if id == KEY_HOLDERS);
            if stage.rungs.iter().any(|(who, _)| is_keys(who)) {
                return format!(
                    "In the article `{}`, have the key holders drawn by lot, and others drawn when one of them does not act.",
                    stage.article
                );
            }
            let instead = match (&stage.role, self.promise()) {
                (Role::Decides | Role::Appeals, _) => {
                    "a body drawn by lot, drawn again if need be, then has to"
                }
                (_, "vacancy") => "the clock then calls a special election to",
                _ => "the clock then has to",
            };
            return format!(
                "In the article `{}`, say what follows when nobody does: {instead} {}.",
                stage.article, stage.words
            );
        }
        match process.delays.iter().find(|delay| delay.who.is_carried(coalition)) {
            Some(delay) => {
                format!("In the article `{}`, say how often and how long it can be put off.", delay.article)
            }
            None => format!("In the article `{}`, say what follows when nobody acts.", process.article),
        }
    }
}

/// Whether a coalition decides a stage: it carries a bearer the duty reaches, or its silence counts as a refusal.
fn is_captured(stage: &Stage, coalition: &Coalition) -> bool {
    for (who, _) in &stage.rungs {
        if who.is_carried(coalition) {
            return true;
        }
        if !who.is_held(coalition) {
            return false;
        }
    }
    stage.end == End::Against
}
