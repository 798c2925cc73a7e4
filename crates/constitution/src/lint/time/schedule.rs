//! Difference constraints over the days of one process: who has how long, what must wait how long, what is promised by
//! when. Two runs from the same first day: everybody as quick as the rules allow, and everybody as slow. Real dates, from
//! every day of a leap cycle, because months and business days have no fixed length. It knows no rule and no article's words.

use crate::civil;
use crate::source::Place;
use crate::step::{ArticleId, Span, Unit};
use jiff::civil::Date;

/// One thing that happens, by its position in the plan.
pub(super) type Moment = usize;

/// How two moments are tied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tie {
    /// Somebody has this long, one after another, from the first to the second.
    Window(Vec<Span>),
    /// The second comes at least this long after the first.
    Wait(Span),
    /// The second is promised at most this long after the first.
    Promise(Span),
}

/// A line of the document that ties two moments.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub from: Moment,
    pub to: Moment,
    pub tie: Tie,
    pub article: ArticleId,
    pub place: Place,
    /// The line as a person says it: "notice 30 days before".
    pub says: String,
    /// What has happened at its end: "notice is served".
    pub done: String,
}

/// A process: its lines, in the order of time. Moment 0 is its beginning.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    pub lines: Vec<Line>,
}

/// A promise that cannot be kept, or only by luck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clash {
    /// The position of the promise among the lines.
    pub promise: usize,
    /// The first day of the worst case.
    pub start: Date,
    /// How late the promised thing comes when everybody takes all their time.
    ///
    /// *Units*: days; zero when it can just be kept.
    pub late: i32,
    /// What is left when everybody is as quick as can be; negative when even that is too late.
    ///
    /// *Units*: days.
    pub slack: i32,
    /// The days of the moments in the worst case.
    pub days: Vec<Date>,
}

impl Plan {
    fn moments(&self) -> usize {
        self.lines.iter().map(|line| line.from.max(line.to) + 1).max().unwrap_or(1)
    }

    /// The earliest days, when nobody loses any (`false`), or the days when everybody takes what they are given.
    ///
    /// Bellman and Ford: raise what is too early until nothing is. The lines wait forward only, so it ends.
    fn run(&self, start: Date, is_slow: bool) -> Vec<Date> {
        let mut days = vec![start; self.moments()];
        for _ in 0..=self.lines.len() {
            for line in &self.lines {
                let Some(from) = days.get(line.from).copied() else { continue };
                let least = match &line.tie {
                    Tie::Window(spans) if is_slow => {
                        spans.iter().fold(from, |day, span| civil::add(day, *span))
                    }
                    Tie::Wait(span) => civil::add(from, *span),
                    Tie::Window(_) => from,
                    Tie::Promise(_) => continue,
                };
                if let Some(to) = days.get_mut(line.to) {
                    *to = (*to).max(least);
                }
            }
        }
        days
    }

    /// The worst clash of a promise of this plan, over the first days of a leap cycle after this one; `None` when every
    /// promise can be kept by everybody who keeps to their own time.
    pub fn clash(&self, as_of: Date) -> Option<Clash> {
        let starts = if self.lines.iter().any(Line::is_uneven) { 1461 } else { 1 };
        let mut worst: Option<Clash> = None;
        let mut start = as_of;
        for _ in 0..starts {
            for found in self.clashes(start) {
                let weight = |clash: &Clash| (clash.slack < 0, clash.late, -clash.slack);
                if worst.as_ref().is_none_or(|worst| weight(&found) > weight(worst)) {
                    worst = Some(found);
                }
            }
            start = start.tomorrow().unwrap_or(start);
        }
        worst
    }

    fn clashes(&self, start: Date) -> impl Iterator<Item = Clash> {
        let (quick, slow) = (self.run(start, false), self.run(start, true));
        let waits = self.lines.iter().any(|line| matches!(line.tie, Tie::Wait(_)));
        self.lines.iter().enumerate().filter_map(move |(promise, line)| {
            let Tie::Promise(span) = line.tie else { return None };
            let left = |days: &[Date]| {
                let last = civil::add(*days.get(line.from)?, span);
                days_between(*days.get(line.to)?, last)
            };
            let (slack, late) = (left(&quick)?, -left(&slow)?);
            let is_clash = late > 0 || slack < 0 || slack == 0 && waits;
            is_clash.then(|| Clash { promise, start, late: late.max(0), slack, days: slow.clone() })
        })
    }
}

impl Line {
    /// Whether its length depends on the day it begins.
    fn is_uneven(&self) -> bool {
        let uneven = |span: &Span| matches!(span.unit, Unit::BusinessDays | Unit::Months | Unit::Years);
        match &self.tie {
            Tie::Window(spans) => spans.iter().any(uneven),
            Tie::Wait(span) | Tie::Promise(span) => uneven(span),
        }
    }
}

fn days_between(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn line(from: Moment, to: Moment, tie: Tie) -> Line {
        let article = ArticleId("a".to_owned());
        Line { from, to, tie, article, place: Place(0), says: String::new(), done: String::new() }
    }

    fn clash(tell: u32, notice: &str, promise: &str) -> Option<(i32, i32)> {
        let plan = Plan {
            lines: vec![
                line(0, 1, Tie::Window(vec![Span::days(tell)])),
                line(1, 2, Tie::Wait(notice.parse().expect("it is a length"))),
                line(0, 2, Tie::Promise(promise.parse().expect("it is a length"))),
            ],
        };
        plan.clash(date(2026, 3, 1)).map(|clash| (clash.late, clash.slack))
    }

    #[test]
    fn a_window_a_wait_and_a_promise_are_weighed_in_days() {
        assert_eq!(clash(3, "30d", "30d"), Some((3, 0)), "only the first day works");
        assert_eq!(clash(3, "31d", "30d"), Some((4, -1)), "no day works");
        assert_eq!(clash(15, "30d", "45d"), None, "everybody can take their time");
        assert_eq!(clash(16, "30d", "45d"), Some((1, 15)));
    }

    #[test]
    fn months_and_business_days_are_tried_from_every_day() {
        // A month is 28 days in February, and 31 in July.
        assert_eq!(clash(1, "29d", "1 month"), Some((2, -1)));
        assert_eq!(clash(1, "1 month", "33d"), None);
        assert_eq!(clash(2, "1 month", "32d"), Some((1, 1)));
        // Ten business days are two weeks, from a Sunday a day less.
        assert_eq!(clash(1, "10 business-days", "15d"), None);
        assert_eq!(clash(2, "10 business-days", "15d"), Some((1, 1)));
    }

    #[test]
    fn a_month_after_a_window_is_exact_and_not_the_longest_month_after_the_shortest() {
        assert_eq!(clash(28, "1 month", "2 months"), None);
    }
}
