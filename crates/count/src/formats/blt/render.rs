//! An election as strict BLT, for any other program: numbers, closing zeros, quoted names, a title.
//!
//! Not here: the tie order and the parties, which plain BLT has no place for; withdrawn candidates are written as `-k`.

use std::fmt::Write;

use crate::formats::Unsayable;
use crate::{Election, Papers};

/// Renders.
///
/// *Errors*: the election has no number of seats.
pub fn render(election: &Election) -> Result<String, Unsayable> {
    Unsayable::seats(election, "BLT")?;
    let mut out = String::with_capacity(election.papers.lines() * 24);
    line(&mut out, format_args!("{} {}", election.candidates.len(), election.seats));
    for candidate in &election.withdrawn {
        line(&mut out, format_args!("-{}", candidate + 1));
    }
    papers(&mut out, &election.papers);
    out.push_str("0\n");
    for name in &election.candidates {
        line(&mut out, format_args!("\"{}\"", quoted(name)));
    }
    line(&mut out, format_args!("\"{}\"", quoted(&election.title)));
    Ok(out)
}

fn papers(out: &mut String, papers: &Papers) {
    for paper in papers.iter() {
        push(out, format_args!("{}", paper.weight));
        for mark in paper.marks {
            match mark.candidate() {
                None => out.push_str(" -"),
                Some(candidate) => {
                    push(out, format_args!("{}{}", if mark.is_equal() { '=' } else { ' ' }, candidate + 1))
                }
            }
        }
        out.push_str(" 0\n");
    }
}

/// Quotation marks doubled, line ends as blanks: a name stays on its line.
fn quoted(name: &str) -> String {
    name.trim().replace('"', "\"\"").replace(['\r', '\n'], " ")
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing into a String cannot fail");
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    push(out, text);
    out.push('\n');
}
