//! The calendar of an election: every step with real dates, from the day its call opens, when everybody takes all the
//! time the rules give them. It counts as the hall does; it runs nothing and knows no date of today.

use crate::civil::{add, last_day_before};
use crate::program::ElectionPlan;
use crate::step::{Actor, ArticleId, Opens, Rung, Span, Step, StepId, Unit};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A step of an election, dated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The step.
    pub step: StepId,
    /// What is owed, as the rest of a sentence.
    pub words: String,
    /// Who owes it, in order.
    pub bearers: Vec<Actor>,
    /// The first day of it.
    pub from: Date,
    /// The last day of it, when everybody takes all their time.
    pub until: Date,
    /// Its article.
    pub article: ArticleId,
}

/// The calendar of an election whose call opens at the beginning of this day.
///
/// *Shape*: the steps in the order of the plan, without the one that destroys the records at the end.
pub fn calendar(plan: &ElectionPlan, call_opens: Date) -> Vec<Dated> {
    let voting = earliest_voting(plan, "call", call_opens);
    // A step ends at the beginning of the day here, as the hall counts: the day it was done in is the one before.
    let mut ends: BTreeMap<&StepId, Date> = BTreeMap::new();
    let mut dated = Vec::new();
    for step in plan.steps.iter().filter(|step| step.id.0 != "retain") {
        let ended = |id: &StepId| ends.get(id).copied().unwrap_or(call_opens);
        let (from, end) = match &step.opens {
            Opens::Cycle { .. } => (call_opens, ladder_end(&step.bearers, call_opens)),
            Opens::After { step: before, wait } => {
                let from = after(ended(before), *wait);
                (from, ladder_end(&step.bearers, from))
            }
            Opens::Before { .. } if step.id.0 == "open" => (voting, voting),
            Opens::Before { after, lead, .. } => (ended(after), next_day(last_day_before(voting, *lead))),
        };
        ends.insert(&step.id, end);
        dated.push(row(step, from, end));
    }
    dated
}

fn row(step: &Step, from: Date, end: Date) -> Dated {
    Dated {
        step: step.id.clone(),
        words: step.words.clone(),
        bearers: step.bearers.iter().map(|rung| rung.who.clone()).collect(),
        from,
        until: end.yesterday().unwrap_or(end).max(from),
        article: step.article.clone(),
    }
}

/// The earliest day voting can open if this step opens on a day and everybody takes all their time.
pub(crate) fn earliest_voting(plan: &ElectionPlan, from: &str, at: Date) -> Date {
    let mut ends: BTreeMap<&StepId, Date> = BTreeMap::new();
    let mut earliest = at;
    let steps = plan.steps.iter().skip_while(|step| step.id.0 != from).take_while(|step| step.id.0 != "open");
    for step in steps {
        let ended = |id: &StepId| ends.get(id).copied().unwrap_or(at);
        let (end, reaches) = match &step.opens {
            Opens::Cycle { .. } => (ladder_end(&step.bearers, at), at),
            Opens::After { step: before, wait } => {
                let end = ladder_end(&step.bearers, after(ended(before), *wait));
                (end, end)
            }
            Opens::Before { after: before, lead, .. } => {
                let end = ladder_end(&step.bearers, ended(before));
                (end, after(end, *lead))
            }
        };
        ends.insert(&step.id, end);
        earliest = earliest.max(reaches);
    }
    earliest
}

/// The beginning of the day after the last rung's time is over.
pub(crate) fn ladder_end(rungs: &[Rung], from: Date) -> Date {
    let people = rungs.iter().filter(|rung| rung.who != Actor::Clock);
    people.fold(from, |from, rung| match rung.within.unit {
        // Hours end within their day; the next bearer begins with the next one.
        Unit::Hours => add(from, rung.within),
        _ => next_day(add(from, rung.within)),
    })
}

pub(crate) fn after(day: Date, wait: Span) -> Date {
    if wait.amount == 0 { day } else { add(day, wait) }
}

pub(crate) fn next_day(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, compile};
    use jiff::civil::date;

    fn plan() -> ElectionPlan {
        let text = include_str!("../../../examples/demo-local.md");
        let program = compile(&Document::parse(text, "demo.md").unwrap()).unwrap();
        program.elections[0].clone()
    }

    #[test]
    fn the_calendar_of_the_example_is_the_one_worked_out_by_hand() {
        let days = calendar(&plan(), date(2026, 9, 1));
        let of = |id: &str| {
            let day = days.iter().find(|day| day.step.0 == id).unwrap();
            (day.from, day.until)
        };
        // Thirty days for the committee, to 1 October; thirty more from the 2nd for the lot committee, to 1 November.
        assert_eq!(of("call"), (date(2026, 9, 1), date(2026, 11, 1)));
        // Five days to serve notice, to the 7th; nominations open fourteen days after it is known to be served.
        assert_eq!(of("nomination-notice"), (date(2026, 11, 2), date(2026, 11, 7)));
        assert_eq!(of("nominate").0, date(2026, 11, 22));
        // Notice of the election leaves twenty-one whole days before voting.
        let (open, notice) = (of("open").0, of("notice").1);
        assert_eq!(add(notice, Span::days(21)), open);
        assert_eq!(of("close").0, add(open, Span::days(7)));
    }

    #[test]
    fn no_step_begins_before_the_one_it_waits_for_is_over() {
        let plan = plan();
        let days = calendar(&plan, date(2028, 2, 28));
        for step in &plan.steps {
            let Opens::After { step: before, .. } = &step.opens else { continue };
            let find = |id: &StepId| days.iter().find(|day| day.step == *id);
            let (Some(this), Some(before)) = (find(&step.id), find(before)) else { continue };
            assert!(this.from >= before.from && this.until >= before.until, "{:?} {:?}", before, this);
        }
    }
}
