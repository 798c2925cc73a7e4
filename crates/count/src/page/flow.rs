//! How votes moved, as a picture: a line for each stage, as long as all valid papers, and bands between the lines.
//!
//! Bars and texts are placed in percentages and bands in a stretched inner picture, so it fits a telephone and a sheet of
//! paper alike without shrinking a letter. Not here: the figures; they are in the table below it and in the sheet.

use super::Page;
use super::html::{esc, percent, scroller, section};
use crate::figures::Figure;
use crate::narrate::moved;
use crate::report::{Action, Moved, Stage};
use crate::words::fill;

/// Hatching and dots that pictures fill areas with, so that no meaning hangs on colour.
pub(super) const PATTERNS: &str = concat!(
    "<svg class=\"cp-defs\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>",
    "<pattern id=\"cp-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">",
    "<rect class=\"cp-hatch-ground\" width=\"6\" height=\"6\"/><rect class=\"cp-hatch-line\" width=\"2.5\" height=\"6\"/></pattern>",
    "<pattern id=\"cp-hatch-won\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">",
    "<rect class=\"cp-hatch-ground\" width=\"6\" height=\"6\"/><rect class=\"cp-hatch-won-line\" width=\"3\" height=\"6\"/></pattern>",
    "<pattern id=\"cp-dots\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">",
    "<rect class=\"cp-dots-ground\" width=\"5\" height=\"5\"/><circle class=\"cp-dots-dot\" cx=\"2.5\" cy=\"2.5\" r=\"1\"/></pattern>",
    "</defs></svg>\n"
);

/// Everything is this wide; a ten-thousandth of the picture.
const WIDE: u32 = 10_000;
/// Room between two neighbours on a line.
const GAP: u32 = 45;
/// Above this many pieces a picture shows nothing any more.
const MOST_PIECES: usize = 6_000;
/// Pixels: a label's line, a bar, and the bands below it.
const LABEL: u32 = 22;
const BAR: u32 = 30;
/// Rough pixels of the picture on a wide screen, on a middling one or on paper, and on a telephone, with the class of the
/// texts that are shown there.
const SCREENS: [(&str, u32); 3] = [("cp-wide", 1_020), ("cp-mid", 660), ("cp-narrow", 340)];

/// A key to a picture: a patch and what it means.
pub(super) fn key(entries: &[(&str, String)]) -> String {
    let entry = |(class, text): &(&str, String)| {
        format!(
            "<li><svg class=\"cp-patch\" aria-hidden=\"true\"><rect class=\"{class}\" width=\"100%\" height=\"100%\"/></svg>{}</li>",
            esc(text)
        )
    };
    format!("<ul class=\"cp-key\">{}</ul>\n", entries.iter().map(entry).collect::<String>())
}

/// Where somebody's votes lie on a line.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    from: u32,
    width: u32,
}

/// One line of the picture: a span for each candidate, and one for what ran out.
struct Line {
    spans: Vec<Span>,
    lost: Span,
}

impl Page<'_> {
    pub(super) fn flow(&self) -> String {
        let (stages, words) = (&self.count.stages, &self.words.page);
        if stages.len() < 2 {
            return String::new();
        }
        let picture = if stages.len() * self.count.candidates.len() > MOST_PIECES {
            super::html::paragraph("cp-how", words.flow_too_large)
        } else {
            self.flow_picture()
        };
        let table = self.flow_table();
        let inside = format!("{}{picture}{table}", super::html::paragraph("cp-how", words.flow_how));
        section("flow", words.flow, "cp-flow-section", &inside)
    }

    fn flow_picture(&self) -> String {
        let words = &self.words.page;
        let order = self.by_outcome();
        let lines = self.lines(&order);
        let between = if lines.len() > 14 { 34 } else { 52 };
        let mut pieces = String::new();
        for (index, line) in lines.iter().enumerate() {
            // A piece is a stage with the bands that lead to it, so that paper can break between two pieces.
            let bands_height = if index == 0 { 0 } else { between + LABEL };
            let bands = match index.checked_sub(1).map(|before| &lines[before]) {
                Some(before) => self.bands(index, before, line, &order, bands_height),
                None => String::new(),
            };
            let top = bands_height.max(LABEL);
            let height = top + BAR;
            pieces.push_str(&format!(
                "<svg class=\"cp-piece\" width=\"100%\" height=\"{height}\" aria-hidden=\"true\">\n\
                 <svg width=\"100%\" height=\"{height}\" viewBox=\"0 0 {WIDE} {height}\" preserveAspectRatio=\"none\">\n{bands}</svg>\n{}</svg>\n",
                self.line(index, line, &order, top)
            ));
        }
        let legend: String =
            order.iter().map(|one| format!("<li><b>{one}</b> {}</li>", esc(self.name(*one)))).collect();
        let key = key(&[
            ("cp-s-won", words.key_elected.to_owned()),
            ("cp-s-in", words.key_continuing.to_owned()),
            ("cp-b-move", words.key_moving.to_owned()),
            ("cp-s-lost", words.key_lost.to_owned()),
        ]);
        format!(
            "{key}<ol class=\"cp-legend\">{legend}</ol>\n<div class=\"cp-flow\" role=\"img\" aria-label=\"{}\">\n{pieces}</div>\n",
            esc(words.flow_alt)
        )
    }

    /// Where everything lies, line by line. What ran out stands at the right edge, so that it grows to the left.
    fn lines(&self, order: &[u32]) -> Vec<Line> {
        let stages = &self.count.stages;
        let all = stages
            .iter()
            .map(whole)
            .fold(Figure::default(), |most, sum| if sum.compare(most).is_gt() { sum } else { most });
        let room = WIDE - GAP * (order.len() as u32).min(100);
        let spans = |stage: &Stage| {
            let mut spans = vec![Span::default(); self.count.candidates.len() + 1];
            let mut from = 0;
            for &candidate in order {
                let votes = stage
                    .votes
                    .get(candidate as usize - 1)
                    .map_or_else(Figure::default, |votes| Figure::read(votes));
                let width = votes.share(all, room);
                spans[candidate as usize] = Span { from, width };
                from += if width > 0 { width + GAP } else { 0 };
            }
            let width = Figure::read(&stage.non_transferable).share(all, room);
            Line { spans, lost: Span { from: WIDE - width, width } }
        };
        stages.iter().map(spans).collect()
    }

    /// The bar of one stage with its label.
    fn line(&self, index: usize, line: &Line, order: &[u32], top: u32) -> String {
        let mut text = format!(
            "<text class=\"cp-f-label\" x=\"0\" y=\"{}\">{}</text>\n",
            top - 7,
            esc(&self.stage_label(index))
        );
        for &candidate in order {
            let span = line.spans[candidate as usize];
            if span.width == 0 {
                continue;
            }
            let won = self.elected_at(candidate).is_some_and(|at| at <= index);
            let class = if won { "cp-s-won" } else { "cp-s-in" };
            text.push_str(&bar(class, span, top));
            text.push_str(&self.bar_labels(candidate, span, top, won));
        }
        if line.lost.width > 0 {
            text.push_str(&bar("cp-s-lost", line.lost, top));
        }
        text
    }

    fn bar_labels(&self, candidate: u32, span: Span, top: u32, won: bool) -> String {
        let (name, number) = (self.name(candidate), candidate.to_string());
        let middle = percent(span.from + span.width / 2);
        let fits = |text: &str, screen: u32| {
            let letters = text.chars().count() as u32;
            letters * 8 + 8 < span.width * screen / WIDE
        };
        let won = if won { " cp-on-won" } else { "" };
        let label = |class: &str, text: &str| {
            format!(
                "<text class=\"cp-f-name {class}{won}\" x=\"{middle}\" y=\"{}\">{}</text>\n",
                top + 20,
                esc(text)
            )
        };
        let mut labels = String::new();
        for (class, screen) in SCREENS {
            let text = [name, number.as_str()].into_iter().find(|text| fits(text, screen));
            labels.push_str(&text.map_or_else(String::new, |text| label(class, text)));
        }
        labels
    }

    pub(super) fn stage_label(&self, index: usize) -> String {
        let (words, stage) = (&self.words.page, &self.count.stages[index]);
        let n = self.words.number(index as u64 + 1);
        let head = if stage.action == Action::Round { words.round } else { words.stage };
        let what = self.stage_action(stage);
        format!("{} \u{b7} {what}", fill(head, &[("n", &n)]))
    }

    pub(super) fn stage_action(&self, stage: &Stage) -> String {
        let words = &self.words.page;
        let names = [("names", &*self.names(&stage.of))];
        match stage.action {
            Action::First => words.first_stage.to_owned(),
            Action::Surplus => fill(words.surplus_of, &names),
            Action::Exclusion => fill(words.exclusion_of, &names),
            Action::Round => self.round_action(stage),
        }
    }

    /// A round is named after what it ended with.
    fn round_action(&self, stage: &Stage) -> String {
        let words = &self.words.page;
        let (template, names) = match (&stage.elected[..], &stage.excluded[..]) {
            ([], []) => return words.shared_anew.to_owned(),
            ([], excluded) => (words.round_excluded, excluded),
            (elected, _) => (words.round_elected, elected),
        };
        fill(template, &[("names", &self.names(names))])
    }

    /// The bands from the line before stage `index` (from 0) to its own.
    fn bands(&self, index: usize, line: &Line, next: &Line, order: &[u32], height: u32) -> String {
        let before = &self.count.stages[index - 1];
        let moves = moved(&self.count.stages[index], Some(before));
        let place = |one: Option<u32>| {
            one.map_or(order.len(), |one| order.iter().position(|other| *other == one).unwrap_or(0))
        };
        let mut drawn = String::new();
        let mut leaves: Vec<u32> = vec![0; self.count.candidates.len() + 1];
        let mut arrives = vec![0; self.count.candidates.len() + 2];
        let lost = self.count.candidates.len() + 1;
        // Sources left to right, and from each source its goals left to right: bands cross as little as they can.
        let mut ends: Vec<(u32, Option<u32>, Option<u32>)> =
            order.iter().map(|one| (*one, Some(*one), None)).collect();
        ends.extend(moves.iter().enumerate().map(|(at, moved)| (moved.from, moved.to, Some(at as u32))));
        ends.sort_by_key(|(from, to, _)| (place(Some(*from)), place(*to)));
        let shares: Vec<u32> = moves.iter().map(|moved| self.band_width(moved, line, before)).collect();
        let mut bands = Vec::new();
        for (from, to, through) in &ends {
            let source = line.spans[*from as usize];
            let given: u32 =
                moves.iter().zip(&shares).filter(|(m, _)| m.from == *from).map(|(_, share)| *share).sum();
            let width = match through {
                Some(at) => shares[*at as usize],
                None => source.width.saturating_sub(given),
            };
            let start = source.from + leaves[*from as usize];
            leaves[*from as usize] += width;
            bands.push((*from, *to, through.is_some(), start, width));
        }
        // The same bands in the order in which they arrive: goals left to right, at each goal by source.
        bands.sort_by_key(|(from, to, _, _, _)| (place(*to), place(Some(*from))));
        for (_, to, moves_on, start, width) in bands {
            let goal = to.map_or(next.lost, |to| next.spans[to as usize]);
            let slot = to.map_or(lost, |to| to as usize);
            // Without recorded moves a candidate's band simply swells or shrinks to its new width.
            let arriving = if moves.is_empty() { goal.width } else { width };
            let end = match to {
                None if moves_on => goal.from + goal.width.saturating_sub(width + arrives[slot]),
                _ => goal.from + arrives[slot],
            };
            arrives[slot] += arriving;
            if width > 0 || arriving > 0 {
                let class = if moves_on { "cp-b-move" } else { "cp-b-stay" };
                drawn.push_str(&band(class, (start, width), (end, arriving), height));
            }
        }
        if line.lost.width > 0 {
            let kept = (next.lost.from + next.lost.width - line.lost.width, line.lost.width);
            drawn.push_str(&band("cp-b-lost", (line.lost.from, line.lost.width), kept, height));
        }
        drawn
    }

    /// How wide a move is: its part of the giver's bar.
    fn band_width(&self, moved: &Moved, line: &Line, before: &Stage) -> u32 {
        let holder = before
            .votes
            .get(moved.from as usize - 1)
            .map_or_else(Figure::default, |votes| Figure::read(votes));
        Figure::read(&moved.votes).share(holder, line.spans[moved.from as usize].width)
    }

    fn flow_table(&self) -> String {
        let words = &self.words.page;
        let mut rows = String::new();
        for (index, stage) in self.count.stages.iter().enumerate().skip(1) {
            for moved in moved(stage, self.count.stages.get(index - 1)) {
                let to = moved.to.map_or(words.lost, |to| self.name(to));
                rows.push_str(&format!(
                    "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"cp-n\">{}</td></tr>\n",
                    index + 1,
                    esc(self.name(moved.from)),
                    esc(to),
                    self.full(Figure::read(&moved.votes))
                ));
            }
        }
        if rows.is_empty() {
            return String::new();
        }
        let heads: String = [fill(words.stage, &[("n", "")]).trim(), words.from, words.to, words.votes]
            .iter()
            .map(|head| format!("<th scope=\"col\">{}</th>", esc(head)))
            .collect();
        let table = format!(
            "<table class=\"cp-plain\"><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>"
        );
        format!(
            "<details><summary>{}</summary>{}</details>\n",
            esc(words.flow_table),
            scroller(words.flow_table, &table)
        )
    }
}

/// All votes of a stage.
fn whole(stage: &Stage) -> Figure {
    let sum = stage.votes.iter().fold(Figure::default(), |sum, votes| sum.plus(Figure::read(votes)));
    sum.plus(Figure::read(&stage.non_transferable))
}

fn bar(class: &str, span: Span, top: u32) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{BAR}\"/>\n",
        percent(span.from),
        percent(span.width)
    )
}

/// A band that leaves straight down and arrives straight down.
fn band(class: &str, (start, width): (u32, u32), (end, arriving): (u32, u32), height: u32) -> String {
    let (top, bottom, middle) = (0, height, height / 2);
    let (right, far) = (start + width, end + arriving);
    format!(
        "<path class=\"{class}\" d=\"M{start} {top}C{start} {middle} {end} {middle} {end} {bottom}H{far}C{far} {middle} {right} {middle} {right} {top}Z\"/>\n"
    )
}
