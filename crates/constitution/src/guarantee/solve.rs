//! The solver: of all coalitions, the one that makes a guarantee latest, the smallest that stalls it for ever, and the
//! smallest that decides it against whoever asked. It goes through what a coalition can want and asks for the fewest who
//! can do it; coalitions that hold and carry the same bodies are one.

use super::chance::{Chance, chances};
use super::cover::{Cover, Demand, Needs, needs};
use super::demands::Demands;
use super::run::{days, tell};
use super::{Bound, Guarantee};
use crate::process::people::KEY_HOLDERS;
use crate::process::{Begins, Coalition, End, People, Process, Role, Who};
use crate::program::ElectionPlan;
use crate::step::{Opens, Span, Unit};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::BTreeMap;

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
    demands: Demands<'a>,
    /// The longest it can take, by which bodies are held and carried.
    known: BTreeMap<Vec<(bool, bool)>, Option<i32>>,
}

/// What a coalition can want of a process: to hold it for ever, to make it late, to decide it; and how few it takes.
struct Wanted {
    for_ever: Vec<Needs>,
    late: Vec<Needs>,
    decided: Vec<Needs>,
    cover: Cover,
}

impl<'a> Solver<'a> {
    fn new(process: &'a Process, people: &'a People, as_of: Date) -> Self {
        Self { process, people, as_of, demands: Demands::of(process), known: BTreeMap::new() }
    }

    fn answer(mut self) -> Guarantee {
        let Wanted { for_ever, late, decided, cover } = self.wanted();
        let fewest = |all: &[Needs]| all.iter().min_by_key(|needs| cover.fewest(needs)).cloned();
        let stalled_by = fewest(&for_ever).map(|needs| cover.coalition(&needs));
        let captured_by = fewest(&decided).map(|needs| cover.coalition(&needs));
        let (bounds, worst) = self.bounds(&cover, &late, stalled_by.as_ref());
        let story = tell(self.process, self.people, stalled_by.as_ref().unwrap_or(&worst), self.first_day());
        let has_steps = !self.process.stages.is_empty();
        let stalled_by = stalled_by.filter(|_| has_steps);
        let is_broken = stalled_by.is_some();
        Guarantee {
            id: self.promise(),
            subject: None,
            article: self.process.article.clone(),
            bounds: if has_steps { bounds } else { Vec::new() },
            stall: stalled_by.as_ref().map(Coalition::len),
            capture: captured_by.as_ref().map(Coalition::len),
            captured_by: captured_by.map(|who| self.named(&who, &[])).unwrap_or_default(),
            needs: self.process.needs.clone().filter(|_| is_broken),
            chances: self.chances(),
            repair: stalled_by.as_ref().map(|who| self.repair(who)),
            stalled_by: stalled_by.map(|who| self.named(&who, &story.waits_for)).unwrap_or_default(),
            story: if is_broken { story.story } else { Vec::new() },
            is_exact: self.demands.is_exact && cover.is_exact,
        }
    }

    /// What a coalition can want, as far as anybody can do it.
    fn wanted(&self) -> Wanted {
        let whos = self.demands.whos.clone();
        let can = |demands: &[Demand]| -> Vec<Needs> {
            demands.iter().filter_map(|demand| needs(&whos, demand)).collect()
        };
        let for_ever = can(&self.demands.for_ever);
        let late = can(&self.demands.late);
        let decided = can(&self.demands.decided);
        let mut most = vec![0; whos.len()];
        for needs in for_ever.iter().chain(&late).chain(&decided) {
            most = most.iter().zip(needs).map(|(most, need): (&usize, &usize)| *most.max(need)).collect();
        }
        let cover = Cover::new(&whos, &most);
        Wanted { for_ever, late, decided, cover }
    }

    /// The worst that so many people can do, and who they are.
    fn worst(&mut self, size: usize) -> (Option<i32>, Coalition) {
        let Wanted { for_ever, late, cover, .. } = self.wanted();
        if let Some(needs) = for_ever.iter().find(|needs| cover.fewest(needs) <= size) {
            return (None, cover.coalition(needs));
        }
        let mut worst = (self.longest(&Coalition::new()), Coalition::new());
        for needs in late.iter().filter(|needs| cover.fewest(needs) <= size) {
            let coalition = cover.coalition(needs);
            let longest = self.longest(&coalition);
            if longest > worst.0 {
                worst = (longest, coalition);
            }
        }
        worst
    }

    /// The longest it can take by number of people, up to where more make it no worse; and a coalition that does the worst.
    fn bounds(
        &mut self,
        cover: &Cover,
        late: &[Needs],
        stalled_by: Option<&Coalition>,
    ) -> (Vec<Bound>, Coalition) {
        let stall = stalled_by.map(Coalition::len);
        let mut by_size: BTreeMap<usize, (i32, Coalition)> = BTreeMap::new();
        for needs in late {
            let size = cover.fewest(needs);
            if stall.is_some_and(|stall| size >= stall) {
                continue;
            }
            let coalition = cover.coalition(needs);
            let Some(days) = self.longest(&coalition) else { continue };
            if by_size.get(&size).is_none_or(|(known, _)| days > *known) {
                by_size.insert(size, (days, coalition));
            }
        }
        let (mut bounds, mut worst) = (Vec::new(), (0, Coalition::new()));
        for (size, (days, coalition)) in by_size {
            // Between two sizes that matter, one more makes nothing worse.
            if days > worst.0 || bounds.is_empty() {
                let known = worst.0;
                bounds.extend((bounds.len()..size).map(|people| Bound { people, days: Some(known) }));
                bounds.push(Bound { people: size, days: Some(days) });
                worst = (days, coalition);
            }
        }
        if let Some(stall) = stall {
            bounds.extend((bounds.len()..stall).map(|people| Bound { people, days: Some(worst.0) }));
            bounds.push(Bound { people: stall, days: None });
        }
        (bounds, worst.1)
    }

    /// The guarantee that is asked about.
    fn promise(&self) -> &'static str {
        self.process.promises.first().map_or(self.process.kind, |promise| promise.id)
    }

    /// The longest it can take against a coalition, over every day it can begin.
    fn longest(&mut self, coalition: &Coalition) -> Option<i32> {
        let alike: Vec<(bool, bool)> =
            self.demands.whos.iter().map(|who| (who.is_held(coalition), who.is_carried(coalition))).collect();
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

    /// Whether it takes as long whatever day it begins, because no month and no year is counted in it.
    fn is_alike_every_day(&self) -> bool {
        let is_days = |span: &Span| matches!(span.unit, Unit::Hours | Unit::Days);
        let mut stages = self
            .process
            .stages
            .iter()
            .flat_map(|stage| stage.rungs.iter().map(|(_, within)| *within).chain([stage.wait]));
        let mut delays = self.process.delays.iter().filter_map(|delay| delay.by);
        let is_cycle = matches!(self.process.begins, Begins::Cycle);
        let plan = self.process.plan.as_deref();
        stages.all(|span| is_days(&span))
            && delays.all(|span| is_days(&span))
            && plan.is_none_or(|plan| !is_cycle && spans(plan).iter().all(is_days))
    }

    /// Every day the process can begin, over a leap cycle. For an election that follows another: every day voting can have
    /// opened then.
    fn first_days(&self) -> Vec<Date> {
        let start = self.as_of;
        let all = (0..1461).filter_map(move |n: i32| start.checked_add(n.days()).ok());
        match &self.process.begins {
            Begins::Outside(_) | Begins::On(_) => vec![start],
            Begins::Yearly(month) => all.filter(|day| day.day() == 1 && day.month() == *month).collect(),
            _ if self.is_alike_every_day() => vec![start],
            Begins::AnyDay | Begins::Founding | Begins::Every(_) => all.collect(),
            Begins::Cycle => {
                let month = self.process.plan.as_deref().and_then(super::month_of);
                all.filter(|day| month.is_none_or(|month| day.month() == month)).collect()
            }
        }
    }

    fn first_day(&self) -> Date {
        self.first_days().into_iter().next().unwrap_or(self.as_of)
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

    /// Everybody with a part in it, powers over it included.
    fn parts(&self) -> impl Iterator<Item = &Who> {
        let rungs = self.process.stages.iter().flat_map(|stage| stage.rungs.iter().map(|(who, _)| who));
        let delays = self.process.delays.iter().map(|delay| &delay.who);
        rungs.chain(delays).chain(self.process.amendments.iter().map(|it| &it.who))
    }

    fn chances(&self) -> Vec<Chance> {
        let mut lots: Vec<(&str, u64, u64)> = Vec::new();
        for who in self.parts() {
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

/// Every length of time in an election, but for what comes after it.
fn spans(plan: &ElectionPlan) -> Vec<Span> {
    let steps = plan.steps.iter().filter(|step| step.id.0 != "retain");
    steps
        .flat_map(|step| {
            let opens = match &step.opens {
                Opens::Cycle { every, first_within, .. } => first_within.unwrap_or(*every),
                Opens::After { wait, .. } => *wait,
                Opens::Before { lead, .. } => *lead,
            };
            step.bearers.iter().map(|rung| rung.within).chain([opens]).collect::<Vec<_>>()
        })
        .collect()
}
