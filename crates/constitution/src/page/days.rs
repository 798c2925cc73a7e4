//! The calendar of an election on the page: one row for each step, with its days, who owes it, and a bar that shows where
//! in the whole it lies. The bars repeat what the table says.

use super::html::esc;
use super::say::{Words, fill};
use crate::calendar::Dated;
use crate::print::Printer;
use crate::step::Actor;
use jiff::civil::Date;

pub(super) fn section(name: &str, days: &[Dated], printer: &Printer<'_>, words: &Words) -> String {
    let (Some(first), Some(last)) = (days.iter().map(|d| d.from).min(), days.iter().map(|d| d.until).max())
    else {
        return String::new();
    };
    let whole = length(first, last);
    let rows: String = days.iter().map(|dated| row(dated, first, whole, printer, words)).collect();
    let id = esc(name);
    let how = fill(
        words.how,
        &[("first", &words.day(first)), ("last", &words.day(last)), ("days", &whole.to_string())],
    );
    let [from, until, what, who, bars] = words.columns;
    let heading = fill(words.worked_out, &[("name", name)]);
    format!(
        "<section class=\"lp-section\" id=\"calendar-{id}\" aria-labelledby=\"calendar-{id}-h\">\n\
         <h2 id=\"calendar-{id}-h\">{heading}</h2>\n<p class=\"lp-how\">{how}</p>\n\
         <div class=\"lp-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{heading}\"><table class=\"lp-days\">\n\
         <thead><tr><th scope=\"col\">{from}</th><th scope=\"col\">{until}</th><th scope=\"col\">{what}</th><th scope=\"col\">{who}</th>\
         <th scope=\"col\"><span class=\"lp-unseen\">{bars}</span></th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n</section>\n",
        heading = esc(&heading),
        how = esc(&how),
    )
}

fn row(dated: &Dated, first: Date, whole: i32, printer: &Printer<'_>, words: &Words) -> String {
    let who: Vec<String> = dated.bearers.iter().map(|bearer| actor(bearer, printer)).collect();
    // Thousandths of the whole: a bar is never thinner than can be seen.
    let at = |days: i32| days * 1000 / whole.max(1);
    let (from, width) = (at(length(first, dated.from)), at(length(dated.from, dated.until)).max(14));
    let class =
        if dated.bearers.iter().all(|bearer| *bearer == Actor::Clock) { "lp-clock" } else { "lp-people" };
    format!(
        "<tr><td>{}</td><td>{}</td><td><a href=\"#{}\">{}</a></td><td>{}</td><td class=\"lp-bar\"><svg viewBox=\"0 0 1000 10\" \
         preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"lp-rail\" y=\"4.5\" width=\"1000\" height=\"1\"/>\
         <rect class=\"{class}\" x=\"{}\" width=\"{width}\" height=\"10\"/></svg></td></tr>\n",
        words.day(dated.from),
        words.day(dated.until),
        esc(&dated.article.0),
        esc(&upper(&dated.words)),
        esc(&upper(&who.join(", else "))),
        from.min(1000 - width),
    )
}

fn actor(actor: &Actor, printer: &Printer<'_>) -> String {
    match actor {
        Actor::Office(id) => printer.the(&id.0),
        Actor::Body(id) => printer.the(&id.0),
        Actor::KeyHolders => "the key holders".to_owned(),
        Actor::Members => "any member".to_owned(),
        Actor::Nominees => "the nominees".to_owned(),
        Actor::Clock => "the clock, by itself".to_owned(),
    }
}

fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn length(from: Date, until: Date) -> i32 {
    from.until(until).map_or(0, |span| span.get_days())
}
