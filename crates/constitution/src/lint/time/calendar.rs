//! T01, for days of the year: nominations close by one day, ballots go out by another, and the notice between them has to
//! fit. Whoever is nominated on the last day is announced only after it.

use super::super::finding::{Findings, Said};
use super::super::{Case, Event, Severity};
use crate::block::Node;
use crate::civil;
use crate::document::Article;
use crate::source::Place;
use crate::vocabulary::words;
use jiff::civil::Date;

/// T01, for days of the year.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    for (article, _, election) in case.of_kind("election") {
        let (Some(notice), Some(issued)) = (election.child_span("notice"), day(case, election, "issued"))
        else {
            continue;
        };
        let same = |node: &Node| node.texts().next() == election.texts().next();
        for (nominating, _, nomination) in case.of_kind("nomination").filter(|(.., node)| same(node)) {
            let Some(closed) = day(case, nomination, "closes") else { continue };
            let noticed = civil::add(closed.day, notice);
            if noticed > issued.day && closed.day <= issued.day {
                let said = clash(nominating, article, (&closed, &issued, noticed), &notice.in_words());
                findings.note(Some((&nominating.id, closed.place)), said);
            }
        }
    }
}

/// A day of the coming year, and the line that says it.
struct Day {
    day: Date,
    place: Place,
}

fn day(case: &Case<'_>, node: &Node, word: &str) -> Option<Day> {
    let line = node.child(word)?;
    let (month, day) = words::yearly(line.texts().next()?)?;
    let day = Date::new(case.as_of.year().checked_add(1)?, month, day).ok()?;
    Some(Day { day, place: line.place })
}

/// "15 October".
fn said(day: Date) -> String {
    day.strftime("%-d %B").to_string()
}

fn clash(nominating: &Article, electing: &Article, days: (&Day, &Day, Date), notice: &str) -> Said {
    let (closed, issued, noticed) = (days.0.day, days.1.day, days.2);
    let event = |date: Date, event: &str, article: &Article| {
        let article = Some(article.id.clone());
        Event { date, event: event.to_owned(), article }
    };
    let (last, end) = (said(issued), said(noticed));
    Said {
        message: format!(
            "These cannot go together: nominations close by {}, {notice} of notice from there end on {end}, and ballots \
             go out by {last}.",
            said(closed),
        ),
        story: vec![
            event(
                closed,
                "Nominations close on the last day there is for it. The notice goes out.",
                nominating,
            ),
            event(issued, "The last day for the ballots to go out. The notice has not run.", electing),
            event(noticed, "The notice has run: too late.", electing),
        ],
        repair: format!("Close nominations earlier, let ballots go out by {end}, or shorten the notice."),
        without: Some(Severity::Broken),
        basis: "Every deadline of a process must leave room for the others.",
        ..Said::default()
    }
}
