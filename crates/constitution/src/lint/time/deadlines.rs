//! T01: deadlines of one process that cannot all be kept. Each process becomes a plan of windows, waits and promises; the
//! schedule finds what clashes. Here stands which line of which rule is which.

use super::super::finding::{Findings, Said};
use super::super::people::row;
use super::super::{Case, Event, Severity};
use super::schedule::{Clash, Line, Moment, Plan, Tie};
use crate::block::Node;
use crate::document::Article;
use crate::rules::RungRule;
use crate::source::Place;
use crate::step::Span;

/// More lines than this are too many for one sentence.
const MOST_SAID: usize = 4;

/// T01.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    for (article, rule) in case.constitution.rules() {
        let at = At { case, article, node: &rule.node };
        for plan in super::processes::of(&at) {
            let Some(clash) = plan.clash(case.as_of) else { continue };
            let Some(promise) = plan.lines.get(clash.promise) else { continue };
            let said = Said {
                message: message(&plan, &clash, promise),
                story: story(&plan, &clash, promise),
                repair: repair(&plan, &clash, promise),
                without: Some(Severity::Broken),
                basis: "Every deadline of a process must leave room for the others.",
                ..Said::default()
            };
            findings.note(Some((&promise.article, promise.place)), said);
        }
    }
    super::calendar::check(case, findings);
}

/// A rule where it stands.
pub(super) struct At<'c, 'a> {
    pub case: &'c Case<'a>,
    pub article: &'a Article,
    pub node: &'a Node,
}

impl Plan {
    pub(super) fn window(
        &mut self,
        moments: (Moment, Moment),
        article: &Article,
        rungs: &[RungRule],
        says: &str,
        done: &str,
    ) {
        let Some(first) = rungs.first() else { return };
        let spans: Vec<Span> = rungs.iter().map(|rung| rung.within).collect();
        let long: Vec<String> = spans.iter().map(Span::in_words).collect();
        let says = format!("{says} within {}", long.join(", then "));
        self.push(moments, Tie::Window(spans), (article, first.who.place), says, done);
    }

    /// A line with a time: `says` comes before the time.
    pub(super) fn line(
        &mut self,
        moments: (Moment, Moment),
        tie: Tie,
        at: (&Article, Place),
        says: &str,
        done: &str,
    ) {
        let long = match &tie {
            Tie::Window(spans) => spans.first().map(Span::in_words).unwrap_or_default(),
            Tie::Wait(span) | Tie::Promise(span) => span.in_words(),
        };
        self.push(moments, tie, at, format!("{says} {long}"), done);
    }

    fn push(
        &mut self,
        (from, to): (Moment, Moment),
        tie: Tie,
        at: (&Article, Place),
        says: String,
        done: &str,
    ) {
        let (article, place) = (at.0.id.clone(), at.1);
        self.lines.push(Line { from, to, tie, article, place, says, done: done.to_owned() });
    }
}

fn days(count: i32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// The lines that lead to the promised moment, without the promise.
fn leading<'p>(plan: &'p Plan, promise: &Line) -> Vec<&'p Line> {
    let mut moments = vec![promise.to];
    let mut found: Vec<&Line> = Vec::new();
    for line in plan.lines.iter().rev().filter(|line| !matches!(line.tie, Tie::Promise(_))) {
        if moments.contains(&line.to) && line.from != line.to {
            moments.push(line.from);
            found.push(line);
        }
    }
    found.reverse();
    found
}

fn message(plan: &Plan, clash: &Clash, promise: &Line) -> String {
    let says = leading(plan, promise).into_iter().map(|line| line.says.trim());
    let lines: Vec<String> = says.filter(|says| !says.is_empty()).map(str::to_owned).collect();
    let says = &promise.says;
    // A long way is told by its story; the sentence only says how long it is.
    let lines = match clash.days.get(promise.to).and_then(|to| clash.start.until(*to).ok()) {
        Some(way) if lines.len() > MOST_SAID => {
            format!("the {} steps before it can take {}", lines.len(), days(way.get_days()))
        }
        _ => row(&lines),
    };
    if clash.slack < 0 {
        return format!(
            "These cannot go together: {says}, but {lines}; that is {} too long.",
            days(-clash.slack)
        );
    }
    if clash.slack == 0 {
        let late = if clash.late > 0 {
            format!("; at worst it is {} late", days(clash.late))
        } else {
            String::new()
        };
        return format!(
            "There is no day to spare: {says}, but {lines}. It works only if everything is done on the first day{late}."
        );
    }
    format!(
        "The times given to those who act are longer than the time promised: {says}, but {lines}. If each takes the time given, it is {} late.",
        days(clash.late)
    )
}

fn story(plan: &Plan, clash: &Clash, promise: &Line) -> Vec<Event> {
    let day = |moment: Moment| clash.days.get(moment).copied().unwrap_or(clash.start);
    let mut lines = leading(plan, promise);
    lines.sort_by_key(|line| (day(line.to), line.to));
    let event =
        |line: &Line, event: String| Event { date: day(line.to), event, article: Some(line.article.clone()) };
    let mut out = vec![Event {
        date: clash.start,
        event: plan.lines.first().map(|line| line.done.clone()).unwrap_or_default(),
        article: plan.lines.first().map(|line| line.article.clone()),
    }];
    out.extend(lines.iter().filter(|line| !line.done.is_empty()).map(|line| event(line, line.done.clone())));
    if let Tie::Promise(span) = promise.tie {
        let last = crate::civil::add(day(promise.from), span);
        let event = format!("The last day for it ({}).", promise.says);
        out.push(Event { date: last, event, article: Some(promise.article.clone()) });
    }
    out.sort_by_key(|event| event.date);
    out
}

fn repair(plan: &Plan, clash: &Clash, promise: &Line) -> String {
    let Tie::Promise(span) = promise.tie else { return String::new() };
    let need = clash.late.max(-clash.slack).max(1);
    let windows = leading(plan, promise)
        .into_iter()
        .filter(|line| matches!(&line.tie, Tie::Window(spans) if !spans.is_empty()));
    let shorter = windows.map(|line| line.says.clone()).next();
    let longer = format!("Give {} more ({} becomes longer by that much)", days(need), span.in_words());
    match shorter.filter(|_| clash.slack >= need || clash.slack >= 0 && clash.late > 0) {
        Some(window) => format!("{longer}, or shorten: {window}."),
        None => format!("{longer}, or shorten what must come first."),
    }
}
