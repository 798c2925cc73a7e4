//! Guarantees on the page: a table of what could be done to members and how many people it takes, bars over the number of
//! people, and each broken promise as a dated story. The bars repeat what the table says.

use super::Shown;
use super::html::{esc, story};
use crate::guarantee::{Guarantee, Row, table};
use crate::print::Printer;

pub(super) fn section(shown: &Shown<'_>, printer: &Printer<'_>) -> String {
    let rows = table(shown.guarantees, printer);
    if rows.is_empty() {
        return String::new();
    }
    let words = shown.words;
    let lines: String = rows.iter().map(|row| line(row, shown)).collect();
    let stories: String =
        rows.iter().filter(|row| !row.of.story.is_empty()).map(|row| broken(row, shown)).collect();
    let [harm, who, longest] = words.promise_columns;
    format!(
        "<section class=\"lp-section\" id=\"guarantees\" aria-labelledby=\"guarantees-h\">\n<h2 id=\"guarantees-h\">{}</h2>\n\
         <p class=\"lp-how\">{}</p>\n<div class=\"lp-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{}\"><table class=\"lp-promises\">\n\
         <thead><tr><th scope=\"col\">{harm}</th><th scope=\"col\">{who}</th><th scope=\"col\">{longest}</th></tr></thead>\n\
         <tbody>\n{lines}</tbody></table></div>\n{stories}</section>\n",
        words.promises, words.promises_how, words.promises
    )
}

fn line(row: &Row<'_>, shown: &Shown<'_>) -> String {
    let class = if row.is_possible { "lp-can" } else { "lp-cannot" };
    let capture = row
        .capture
        .as_ref()
        .map_or_else(String::new, |who| format!("<br><small>{} {}</small>", shown.words.captured, esc(who)));
    format!(
        "<tr class=\"{class}\"><th scope=\"row\"><a href=\"#{}\">{}</a></th><td><strong>{}</strong>{capture}</td><td>{}{}</td></tr>\n",
        esc(&row.of.article.0),
        esc(&row.harm),
        esc(&row.who),
        bars(row.of),
        esc(&row.longest)
    )
}

/// One bar for each number of people: the days it takes, the last one without an end where it is for ever.
fn bars(guarantee: &Guarantee) -> String {
    let bounds = guarantee.bounds.get(..guarantee.bounds.len().min(8)).unwrap_or_default();
    let most = bounds.iter().filter_map(|bound| bound.days).max().unwrap_or(1).max(1);
    if bounds.is_empty() {
        return String::new();
    }
    let height = bounds.len() * 12;
    let mut marks = String::new();
    for (number, bound) in bounds.iter().enumerate() {
        let y = number * 12 + 1;
        match bound.days {
            Some(days) => {
                let width = (i64::from(days) * 80 / i64::from(most)).max(1);
                marks.push_str(&format!(
                    "<rect class=\"lp-people\" y=\"{y}\" width=\"{width}\" height=\"10\"/>"
                ));
            }
            None => {
                let middle = y + 5;
                marks.push_str(&format!(
                    "<rect class=\"lp-ever\" y=\"{y}\" width=\"92\" height=\"10\"/>\
                     <path class=\"lp-ever\" d=\"M92 {y} L100 {middle} L92 {} z\"/>",
                    y + 10
                ));
            }
        }
    }
    format!(
        "<svg class=\"lp-bars\" viewBox=\"0 0 100 {height}\" preserveAspectRatio=\"none\" height=\"{height}\" aria-hidden=\"true\">{marks}</svg>"
    )
}

/// A broken promise: how, in dated lines, and what would mend it.
fn broken(row: &Row<'_>, shown: &Shown<'_>) -> String {
    let repair = row.of.repair.as_ref().map_or_else(String::new, |repair| {
        format!("<p class=\"lp-repair\"><strong>{}</strong> {}</p>", shown.words.would_mend, esc(repair))
    });
    let needs = row.of.needs.as_ref().map_or_else(String::new, |needs| {
        format!("<p class=\"lp-cite\">{} {}</p>", shown.words.needs, esc(needs))
    });
    format!(
        "<details class=\"lp-broken lp-finding\"><summary>{}: {}</summary>\n{}{repair}{needs}</details>\n",
        esc(&row.harm),
        esc(&row.who),
        story(&row.of.story, shown.words)
    )
}
