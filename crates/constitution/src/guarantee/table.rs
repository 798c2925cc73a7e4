//! Guarantees as a short table that a member understands: what could be done to members, and how many people it takes.
//! Guarantees that say the same of several offices are one row. No figure is worked out here.

use super::{Bound, Guarantee};
use crate::print::Printer;
use crate::process::NO_BEARER;
use crate::process::people::KEY_HOLDERS;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// What could be done to members: "Putting off the next election for ever".
    pub harm: String,
    /// Who can, in words: "the president alone".
    pub who: String,
    /// Whether somebody can.
    pub is_possible: bool,
    /// How long it takes when nobody can, or until enough work against it: one sentence.
    pub longest: String,
    /// Who can decide it against whoever asked; `None` where nothing is decided.
    pub capture: Option<String>,
    /// The guarantee; of several alike, the first.
    pub of: &'a Guarantee,
}

/// The table of guarantees.
pub fn table<'a>(guarantees: &'a [Guarantee], printer: &Printer<'_>) -> Vec<Row<'a>> {
    let mut groups: Vec<(&'a Guarantee, Vec<&'a str>)> = Vec::new();
    for guarantee in guarantees {
        let subject = guarantee.subject.as_deref();
        match groups.iter_mut().find(|(first, _)| is_alike(first, guarantee)) {
            Some((_, subjects)) => subjects.extend(subject),
            None => groups.push((guarantee, subject.into_iter().collect())),
        }
    }
    groups.into_iter().map(|(of, subjects)| row(of, &subjects, printer)).collect()
}

/// Whether two guarantees differ only in whom they are about.
fn is_alike(one: &Guarantee, other: &Guarantee) -> bool {
    one.id == other.id
        && one.article == other.article
        && one.bounds == other.bounds
        && (one.stall, one.capture) == (other.stall, other.capture)
        && one.stalled_by == other.stalled_by
        && one.captured_by == other.captured_by
}

pub(super) fn row<'a>(of: &'a Guarantee, subjects: &[&str], printer: &Printer<'_>) -> Row<'a> {
    let about = list(&subjects.iter().map(|id| printer.the(id)).collect::<Vec<_>>(), "or");
    let is_rules = of.id == "amendment";
    let (fewest, by) = if is_rules { (of.capture, &of.captured_by) } else { (of.stall, &of.stalled_by) };
    Row {
        harm: harm(of.id, subjects, &about),
        who: match fewest {
            None => "nobody".to_owned(),
            Some(0) => waits(by),
            Some(_) => people(by, printer),
        },
        is_possible: fewest.is_some(),
        longest: longest(&of.bounds),
        capture: of.capture.filter(|_| !is_rules).map(|_| people(&of.captured_by, printer)),
        of,
    }
}

fn harm(id: &str, subjects: &[&str], about: &str) -> String {
    let named = subjects.first().map(|id| id.replace('-', " ")).unwrap_or_default();
    match id {
        "election" => "Putting off the next election for ever".to_owned(),
        "first-election" => "Putting off the first election for ever".to_owned(),
        "complaint-acknowledged" => format!("Leaving a complaint against {about} unanswered"),
        "complaint-decided" => format!("Burying a complaint against {about}"),
        "complaint-told" => {
            format!("Keeping the outcome of a complaint against {about} from those it concerns")
        }
        "vacancy" => format!("Leaving the post of {about} empty"),
        "petition" => format!("Ignoring a petition ({named})"),
        "recall" => format!("Keeping a recall of {about} from the members' vote"),
        "protest" => "Leaving a protest against an election undecided".to_owned(),
        "promise" => "Keeping quiet about a promise that was not kept".to_owned(),
        "accounts" => "Keeping the accounts from the members".to_owned(),
        "amendment" => "Rewriting the rules without the members".to_owned(),
        other => other.replace('-', " "),
    }
}

/// Seats as people say them: "the president alone", "2 of the board", "the president and the secretary".
fn people(seats: &[String], printer: &Printer<'_>) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for seat in seats.iter().filter(|seat| !seat.contains(':')) {
        match counted.iter_mut().find(|(known, _)| known == seat) {
            Some((_, count)) => *count += 1,
            None => counted.push((seat, 1)),
        }
    }
    let said: Vec<String> = counted
        .iter()
        .map(|(seat, count)| match (*seat, count) {
            (KEY_HOLDERS, 1) => "one key holder".to_owned(),
            (seat, 1) => printer.the(seat),
            (seat, count) => format!("{count} of {}", printer.the(seat)),
        })
        .collect();
    let alone = if seats.len() == 1 { " alone" } else { "" };
    format!("{}{alone}", list(&said, "and"))
}

/// What it waits for where nobody even has to try.
fn waits(by: &[String]) -> String {
    let events = by.iter().filter_map(|what| what.strip_prefix("outside:"));
    let events: Vec<String> = events.map(|name| name.replace('-', " ")).collect();
    let empty = by.iter().filter_map(|what| what.strip_prefix("empty:"));
    let empty: Vec<String> =
        empty.filter(|name| *name != NO_BEARER).map(|name| name.replace('-', " ")).collect();
    match (events.as_slice(), empty.as_slice()) {
        ([], []) => "nobody even has to try: no rule says who must act".to_owned(),
        ([], _) => format!("nobody even has to try: nobody is left in the {}", empty.join(" and the ")),
        _ => format!(
            "nobody even has to try: it waits for an event that may never come ({})",
            events.join(", ")
        ),
    }
}

fn longest(bounds: &[Bound]) -> String {
    let finite: Vec<(usize, i32)> =
        bounds.iter().filter_map(|bound| Some((bound.people, bound.days?))).collect();
    let (Some((_, first)), Some((_, last))) = (finite.first(), finite.last()) else { return String::new() };
    let with = finite.iter().find(|(_, days)| days == last).map_or(0, |(people, _)| *people);
    match with {
        0 => format!("{last} days at most"),
        1 => format!("{first} days at most; {last} when one person works against it"),
        people => format!("{first} days at most; {last} when {people} people work against it"),
    }
}

fn list(parts: &[String], last: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
