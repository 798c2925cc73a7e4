//! One process, one coalition, one first day: when it is over, and what happened on the way. Free people act at the last
//! permitted moment; the coalition does not act, and uses every power to put things off; the clock is exactly on time.
//! Days count as the hall counts: what a person does is done on the last day of its time, what is let pass or runs in
//! full is over at the beginning of the day after.

use crate::calendar::{after, earliest_voting, next_day};
use crate::civil::add;
use crate::lint::Event;
use crate::process::{
    Amendment, Begins, Coalition, Delay, End, NO_BEARER, People, Process, Role, Stage, Who,
};
use crate::program::ElectionPlan;
use crate::step::{ArticleId, Opens, Span, Step, Unit};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How a process went.
#[derive(Debug, Clone)]
pub struct Ran {
    /// The day its clock started.
    pub from: Date,
    /// The day it was over; `None` when it never is.
    pub over: Option<Date>,
    /// What happened, in dated lines.
    pub story: Vec<Event>,
    /// Who it waits for at the end, when it is never over: seats, `outside:EVENT` or `empty:BODY`.
    pub waits_for: Vec<String>,
}

/// Runs a process from a day and tells the story. For an election that follows another, the day is the one voting opened.
pub fn tell(process: &Process, people: &People, coalition: &Coalition, day: Date) -> Ran {
    go(process, Run { people, coalition, story: Some(Vec::new()) }, day)
}

/// Runs a process from a day, without a story: how many days it takes, `None` when it is never over.
pub fn days(process: &Process, people: &People, coalition: &Coalition, day: Date) -> Option<i32> {
    let ran = go(process, Run { people, coalition, story: None }, day);
    ran.over.map(|over| ran.from.until(over).map_or(0, |span| span.get_days()))
}

fn go(process: &Process, mut run: Run<'_>, day: Date) -> Ran {
    let from = match (&process.begins, &process.plan) {
        (Begins::Cycle, Some(plan)) => promptly_over(plan, day),
        (Begins::On(date), _) => *date,
        _ => day,
    };
    let amendment = process.amendments.iter().find(|it| it.binds_at_once && it.who.is_carried(run.coalition));
    if let Some(amendment) = amendment.filter(|_| !matches!(process.begins, Begins::Outside(_))) {
        return run.amended(process, amendment, from);
    }
    run.tell(from, Some(&process.article), |_| process.opening.clone());
    let ended = run.follow(process, day, from);
    let (over, waits_for) = match ended {
        Ok(over) => (Some(over), Vec::new()),
        Err(waits_for) => (None, waits_for),
    };
    Ran { from, over, story: in_order(run.story.unwrap_or_default()), waits_for }
}

/// A story in the order of its days. What runs beside the step that is stuck, and would end later, is left out.
fn in_order(mut story: Vec<Event>) -> Vec<Event> {
    let last = story.last().map(|event| event.date);
    story.retain(|event| Some(event.date) <= last);
    story.sort_by_key(|event| event.date);
    story
}

struct Run<'a> {
    people: &'a People,
    coalition: &'a Coalition,
    /// Told only when somebody listens.
    story: Option<Vec<Event>>,
}

/// Who a process waits for, for ever.
type Waits = Vec<String>;

impl Run<'_> {
    fn follow(&mut self, process: &Process, day: Date, from: Date) -> Result<Date, Waits> {
        if let Begins::Outside(event) = &process.begins {
            self.tell(next_day(from), None, |_| {
                format!("It waits for an outside event that may never come: {}.", plain(event))
            });
            return Err(vec![format!("outside:{event}")]);
        }
        let mut at = from;
        let mut voting = from;
        let mut done = Done::new();
        for stage in &process.stages {
            at = match (&stage.role, &process.plan) {
                (Role::Appeals, _) => at,
                (Role::Calls, Some(plan)) => {
                    let cycle = match process.begins {
                        Begins::Cycle => cycle(plan, day),
                        _ => first(plan, from),
                    };
                    let called;
                    (called, voting) = self.call(stage, plan, &cycle)?;
                    done.insert("call".to_owned(), called);
                    voting
                }
                (Role::BeforeVoting, plan) => {
                    self.before_voting(stage, plan.as_deref(), voting, &mut done)?;
                    at
                }
                _ => self.stage(stage, at)?,
            };
        }
        self.put_off(&process.delays, at)
    }

    /// The stage in which an election is called: the day of the call, and the day voting opens.
    fn call(&mut self, stage: &Stage, plan: &ElectionPlan, cycle: &Cycle) -> Result<(Date, Date), Waits> {
        let called = self.ladder(stage, cycle.call_opens)?;
        let soonest = earliest_voting(plan, "nomination-notice", called).max(cycle.earliest);
        // Who calls it and wants it late names the last day the rules allow.
        let reached = stage.rungs.iter().take_while(|(who, _)| who.is_held(self.coalition));
        let is_theirs = reached.clone().any(|(who, _)| who.is_carried(self.coalition));
        Ok((called, if is_theirs { soonest.max(cycle.latest) } else { soonest }))
    }

    /// A stage whose time is in the date of voting already: only whether it is done at all matters, and for the story,
    /// when.
    fn before_voting(
        &mut self,
        stage: &Stage,
        plan: Option<&ElectionPlan>,
        voting: Date,
        done: &mut Done,
    ) -> Result<(), Waits> {
        let Some(plan) = plan.filter(|_| self.story.is_some()) else {
            return self.ladder(stage, voting).map(|_| ());
        };
        let step = plan.steps.iter().find(|step| step.words == stage.words);
        let opens = step.map_or(voting, |step| opens(plan, done, step, voting));
        let over = self.ladder(stage, opens)?;
        done.extend(step.map(|step| (step.id.0.clone(), over)));
        Ok(())
    }

    fn stage(&mut self, stage: &Stage, at: Date) -> Result<Date, Waits> {
        let opens = after(at, stage.wait);
        self.ladder(stage, opens)
    }

    /// When the duty of a stage is done that opens on a day.
    fn ladder(&mut self, stage: &Stage, opens: Date) -> Result<Date, Waits> {
        let mut at = opens;
        for (who, within) in &stage.rungs {
            if *who == Who::Clock {
                self.tell(at, Some(&stage.article), |_| format!("The clock itself: {}.", stage.words));
                return Ok(at);
            }
            // A duty without a time of its own is done or missed within the day.
            let end = if within.amount == 0 && stage.role != Role::Window {
                next_day(at)
            } else {
                over(at, *within)
            };
            let is_held = who.is_held(self.coalition);
            if !is_held {
                self.tell(last_day(end, at), Some(&stage.article), |run| {
                    format!("{}: {}.", upper(&run.say(who)), stage.words)
                });
                return Ok(if stage.role == Role::Window { end } else { last_day(end, at) });
            }
            self.tell(last_day(end, at), Some(&stage.article), |run| match who {
                Who::Empty(id) if id == NO_BEARER => format!("No rule says who must {}.", stage.words),
                Who::Empty(id) => format!("Nobody is left in the {} to {}.", plain(id), stage.words),
                _ => format!("{} let the time pass and do not {}.", upper(&run.say(who)), stage.words),
            });
            at = end;
        }
        if stage.role == Role::Window {
            return Ok(at);
        }
        match stage.end {
            End::Clock => {
                self.tell(at, Some(&stage.article), |_| format!("The clock does it: {}.", stage.words));
                Ok(at)
            }
            End::Goes => {
                self.tell(at, Some(&stage.article), |_| {
                    "Nobody acted, and the process goes on without it.".to_owned()
                });
                Ok(at)
            }
            End::Against => {
                self.tell(at, Some(&stage.article), |_| {
                    "Nobody acted in time, and that counts as a refusal.".to_owned()
                });
                Ok(at)
            }
            End::Again => {
                self.tell(at, Some(&stage.article), |_| {
                    "It begins again, and the same people let it pass again, without end.".to_owned()
                });
                Err(self.holders(stage))
            }
            End::Nothing => {
                self.tell(at, Some(&stage.article), |_| {
                    "The rules say nothing about what follows. No rule is broken, and nothing happens."
                        .to_owned()
                });
                Err(self.holders(stage))
            }
        }
    }

    /// The rule is changed before anything begins by it: what is under way finishes by the rules it began with.
    fn amended(mut self, process: &Process, amendment: &Amendment, from: Date) -> Ran {
        let who = self.say(&amendment.who);
        self.tell(from.yesterday().unwrap_or(from), Some(&amendment.article), |_| {
            format!("{} changes the rule itself, with effect at once.", upper(&who))
        });
        self.tell(from, None, |_| process.opening.clone());
        self.tell(from, None, |_| "The rule that said what follows is gone, and nothing follows.".to_owned());
        let waits_for = self.seats(&amendment.who);
        Ran { from, over: None, story: in_order(self.story.unwrap_or_default()), waits_for }
    }

    /// The powers of the coalition to put it off, used as often as permitted.
    fn put_off(&mut self, delays: &[Delay], mut at: Date) -> Result<Date, Waits> {
        for delay in delays.iter().filter(|delay| delay.who.is_carried(self.coalition)) {
            let who = upper(&self.say(&delay.who));
            let (Some(by), Some(times)) = (delay.by, delay.times) else {
                self.tell(at, Some(&delay.article), |_| {
                    format!("{who} puts it off, again and again: {}.", delay.words)
                });
                return Err(self.seats(&delay.who));
            };
            for _ in 0..times.min(1000) {
                at = add(at, by);
            }
            self.tell(at, Some(&delay.article), |_| {
                format!("{who} puts it off as often as permitted: {}.", delay.words)
            });
        }
        Ok(at)
    }

    /// Who holds the stage: its whole ladder.
    fn holders(&self, stage: &Stage) -> Waits {
        let mut seats: Waits = stage.rungs.iter().flat_map(|(who, _)| self.seats(who)).collect();
        seats.dedup();
        seats
    }

    fn seats(&self, who: &Who) -> Waits {
        if let Who::Empty(id) = who {
            return vec![format!("empty:{id}")];
        }
        let held = who.people().iter().filter(|person| self.coalition.contains(person));
        let mut seats: Waits =
            held.filter_map(|person| Some(self.people.persons.get(*person)?.seat.clone())).collect();
        seats.sort();
        seats
    }

    fn say(&self, who: &Who) -> String {
        match who {
            Who::One(person) => {
                format!(
                    "the {}",
                    self.people.persons.get(*person).map_or_else(String::new, |p| plain(&p.seat))
                )
            }
            Who::Panel { id, .. } | Who::Everybody(id) | Who::Lot { id, .. } | Who::Empty(id) => {
                format!("the {}", plain(id))
            }
            Who::Clock => "the clock".to_owned(),
        }
    }

    fn tell(&mut self, date: Date, article: Option<&ArticleId>, event: impl FnOnce(&Self) -> String) {
        if self.story.is_none() {
            return;
        }
        let event = event(self);
        if let Some(story) = &mut self.story {
            story.push(Event { date, event, article: article.cloned() });
        }
    }
}

/// When steps of an election were done, by their names.
type Done = BTreeMap<String, Date>;

/// The day a step before voting opens, after those that were done; `otherwise` where the plan does not say.
fn opens(plan: &ElectionPlan, done: &Done, step: &Step, otherwise: Date) -> Date {
    let (before, wait) = match &step.opens {
        Opens::After { step, wait } => (step, *wait),
        Opens::Before { after, .. } => (after, Span::days(0)),
        Opens::Cycle { .. } => return otherwise,
    };
    let at = done.get(&before.0).copied().or_else(|| {
        // What is no stage of its own: nominations run in full, and nominees answer on the last day.
        let before = plan.steps.iter().find(|step| step.id == *before)?;
        let from = opens(plan, done, before, otherwise);
        let end = before.bearers.first().map_or(from, |rung| over(from, rung.within));
        Some(if before.id.0 == "accept" { last_day(end, from) } else { end })
    });
    at.map_or(otherwise, |at| after(at, wait))
}

/// When an election is due, counted as the hall does.
struct Cycle {
    call_opens: Date,
    earliest: Date,
    latest: Date,
}

/// When the first election is due after a founding.
fn first(plan: &ElectionPlan, founded: Date) -> Cycle {
    let latest = match plan.step("call").map(|step| &step.opens) {
        Some(Opens::Cycle { every, first_within, .. }) => {
            next_day(add(founded, first_within.unwrap_or(*every)))
        }
        _ => founded,
    };
    Cycle { call_opens: founded, earliest: founded, latest }
}

fn cycle(plan: &ElectionPlan, last: Date) -> Cycle {
    let Some(Opens::Cycle { every, month, .. }) = plan.step("call").map(|step| &step.opens) else {
        return Cycle { call_opens: last, earliest: last, latest: last };
    };
    let exact = add(last, *every);
    let target = month.and_then(|month| exact.with().day(1).month(month).build().ok()).unwrap_or(exact);
    let latest = if month.is_some() { next_day(target.last_of_month()) } else { next_day(exact) };
    let year_before = target.checked_sub(jiff::Span::new().days(365)).unwrap_or(target);
    let preparation = earliest_voting(plan, "call", year_before);
    let days = year_before.until(preparation).map_or(0, |span| span.get_days());
    let call_opens = target.checked_sub(jiff::Span::new().days(days)).unwrap_or(target);
    Cycle { call_opens, earliest: if month.is_some() { target } else { call_opens }, latest }
}

/// The day an election was over whose voting opened on a day, when nobody lost any time.
fn promptly_over(plan: &ElectionPlan, voting: Date) -> Date {
    let mut at = voting;
    for step in
        plan.steps.iter().skip_while(|step| step.id.0 != "close").take_while(|step| step.id.0 != "retain")
    {
        if let Opens::After { wait, .. } = &step.opens {
            at = after(at, *wait);
        }
        // A window for members runs in full however prompt everybody is.
        if step.id.0 == "protest" {
            at = step.bearers.first().map_or(at, |rung| over(at, rung.within));
        }
    }
    at
}

/// When a time is over that begins on a day.
pub(super) fn over(from: Date, within: Span) -> Date {
    match (within.amount, within.unit) {
        (0, _) => from,
        (_, Unit::Hours) => add(from, within),
        _ => next_day(add(from, within)),
    }
}

fn last_day(end: Date, from: Date) -> Date {
    end.yesterday().unwrap_or(end).max(from)
}

pub(super) fn plain(id: &str) -> String {
    id.replace('-', " ")
}

fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
