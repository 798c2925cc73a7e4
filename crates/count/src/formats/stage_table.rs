//! A count as a table: a row for every candidate, two columns for every stage (what moved, and the votes then), as on the
//! result sheets of returning officers.
//!
//! Not here: any arithmetic of the count; what moved is the difference of the votes shown.

use crate::Count;
use crate::figures::Figure;
use crate::report::{Action, Stage};

/// Writes the table as CSV.
pub fn render(count: &Count) -> String {
    let mut rows: Vec<Vec<String>> = vec![head(count), vec![String::new()]];
    for stage in 1..=count.stages.len() {
        rows[1].extend(if stage == 1 {
            [String::new(), "votes".into()]
        } else {
            ["moved".into(), "votes".into()]
        });
    }
    rows[1].push(String::new());
    for (position, name) in count.candidates.iter().enumerate() {
        let votes = |stage: &Stage| stage.votes.get(position).cloned().unwrap_or_default();
        rows.push(row(cell(name), count, &votes, fate(count, position as u32 + 1)));
    }
    rows.push(row("Non-transferable".into(), count, &|stage| stage.non_transferable.clone(), String::new()));
    rows.push(row("Total".into(), count, &total, String::new()));
    rows.push(quotas(count));
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        out.write_record(row).expect("rows are of one length and go to memory");
    }
    let bytes = out.into_inner().expect("memory is always flushed");
    String::from_utf8(bytes).expect("made of strings")
}

fn head(count: &Count) -> Vec<String> {
    let mut head = vec!["Candidate".to_owned()];
    for (number, stage) in (1..).zip(&count.stages) {
        let names: Vec<&str> =
            stage.of.iter().filter_map(|of| Some(count.candidates.get(*of as usize - 1)?.as_str())).collect();
        let what = match stage.action {
            Action::First => "first preferences".to_owned(),
            Action::Surplus => format!("surplus of {}", names.join(", ")),
            Action::Exclusion => format!("exclusion of {}", names.join(", ")),
            Action::Round => "round".to_owned(),
        };
        head.extend([format!("Stage {number}: {what}"), String::new()]);
    }
    head.push("Result".into());
    head
}

fn row(title: String, count: &Count, votes: &dyn Fn(&Stage) -> String, result: String) -> Vec<String> {
    let mut row = vec![title];
    let mut before: Option<String> = None;
    for stage in &count.stages {
        let now = votes(stage);
        let moved = before.map(|before| Figure::read(&now).minus(Figure::read(&before)));
        let moved = moved.filter(|moved| !moved.is_zero());
        row.push(
            moved
                .map(|moved| if moved.units > 0 { format!("+{}", text(moved)) } else { text(moved) })
                .unwrap_or_default(),
        );
        row.push(now.clone());
        before = Some(now);
    }
    row.push(result);
    row
}

fn total(stage: &Stage) -> String {
    let zero = Figure::read(&stage.non_transferable);
    text(stage.votes.iter().fold(zero, |sum, votes| sum.plus(Figure::read(votes))))
}

/// With a plain minus sign and nothing between thousands: for machines.
fn text(figure: Figure) -> String {
    figure.full("", ".").replace('\u{2212}', "-")
}

fn quotas(count: &Count) -> Vec<String> {
    let mut row = vec!["Quota".to_owned()];
    for stage in &count.stages {
        row.extend([String::new(), stage.quota.clone().unwrap_or_default()]);
    }
    row.push(String::new());
    row
}

fn fate(count: &Count, candidate: u32) -> String {
    let at = |named: &dyn Fn(&Stage) -> bool| count.stages.iter().position(named).map(|stage| stage + 1);
    match count.elected.iter().position(|elected| *elected == candidate) {
        Some(place) => match at(&|stage| stage.elected.contains(&candidate)) {
            Some(stage) => format!("elected {} (stage {stage})", place + 1),
            None => format!("elected {}", place + 1),
        },
        None => at(&|stage| stage.excluded.contains(&candidate))
            .map(|stage| format!("excluded (stage {stage})"))
            .unwrap_or_default(),
    }
}

/// A name that a spreadsheet would take for a formula is written as text.
fn cell(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{name}") } else { name.to_owned() }
}
