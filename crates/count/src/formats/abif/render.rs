//! Writes ABIF: every candidate declared, a line for each line of papers.
//!
//! Not here: orders and scores on one line; a graded election is written with its scores alone.

use std::fmt::Write;

use crate::Election;
use crate::formats::Unsayable;
use crate::tally::grades::Grades;

const FORMAT: &str = "ABIF";

/// Writes an order for every line of papers.
///
/// *Errors*: withdrawn candidates, skipped or repeated ranks, a name that holds a closing square bracket.
pub fn render(election: &Election) -> Result<String, Unsayable> {
    Unsayable::withdrawn(election, FORMAT)?;
    Unsayable::skipped(election, FORMAT)?;
    Unsayable::repeated(election, FORMAT)?;
    let mut out = head(&election.title, election.seats, &election.candidates)?;
    for paper in election.papers.iter() {
        push(&mut out, format_args!("{}:", paper.weight));
        for (place, mark) in paper.marks.iter().enumerate() {
            let sign = if place == 0 {
                ""
            } else if mark.is_equal() {
                "="
            } else {
                ">"
            };
            push(&mut out, format_args!("{sign}c{}", mark.candidate().unwrap_or_default() + 1));
        }
        out.push('\n');
    }
    Ok(out)
}

/// Writes the scores of every line of papers; words become their numbers, the worst 0.
///
/// *Errors*: withdrawn candidates, a name that holds a closing square bracket.
pub fn render_graded(grades: &Grades) -> Result<String, Unsayable> {
    if !grades.withdrawn.is_empty() {
        let what = "that a candidate has withdrawn";
        return Err(Unsayable { format: FORMAT, what, remedy: "remove the candidate first" });
    }
    let mut out = head(&grades.title, grades.seats, &grades.candidates)?;
    push(&mut out, format_args!("{{\"max_rating\": {}}}\n", grades.scale.highest()));
    for paper in grades.papers.iter() {
        push(&mut out, format_args!("{}:", paper.weight));
        for (place, given) in paper.given.iter().enumerate() {
            let sign = if place == 0 { "" } else { "," };
            push(&mut out, format_args!("{sign}c{}/{}", given.candidate + 1, given.grade));
        }
        out.push('\n');
    }
    Ok(out)
}

fn head(title: &str, seats: u32, candidates: &[String]) -> Result<String, Unsayable> {
    let mut out = String::new();
    if !title.is_empty() {
        push(&mut out, format_args!("{{\"title\": {}}}\n", serde_json::Value::from(title)));
    }
    if seats > 0 {
        push(&mut out, format_args!("{{\"seats\": {seats}}}\n"));
    }
    for (number, name) in (1..).zip(candidates) {
        if name.contains(']') || name.trim().is_empty() {
            let what = "a name that is empty or holds a closing square bracket";
            return Err(Unsayable { format: FORMAT, what, remedy: "write BLT" });
        }
        push(&mut out, format_args!("=c{number}:[{}]\n", name.replace(['\r', '\n'], " ").trim()));
    }
    Ok(out)
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing into a String cannot fail");
}
