//! The result sheet: every figure of every stage, as official sheets set it out, in parts that fit a screen or a page.
//!
//! A stage has two columns, what changed and what each candidate has then; the first has one. Not here: pictures.

use super::Page;
use super::html::{esc, paragraph, scroller, section};
use crate::figures::Figure;
use crate::report::{Action, Stage};
use crate::words::fill;

/// Rough pixels of a sheet beside the column of names, and of the column of outcomes.
const ROOM: usize = 840;
const OUTCOME: usize = 130;

impl Page<'_> {
    pub(super) fn sheet(&self) -> String {
        let stages = &self.count.stages;
        if stages.len() < 2 {
            return String::new();
        }
        let words = &self.words.page;
        let mut inside = paragraph("cp-how", words.sheet_how);
        for (from, until) in self.parts() {
            inside.push_str(&self.part(from, until));
        }
        inside.push_str(&paragraph("cp-keyline", words.sheet_key));
        section("sheet", words.sheet, "cp-sheets", &inside)
    }

    /// Stages side by side: as few parts as fit, and all of them about equally long.
    fn parts(&self) -> Vec<(usize, usize)> {
        let stages = self.count.stages.len();
        let (mut from, mut fewest) = (0, 0);
        while from < stages {
            from = self.part_end(from);
            fewest += 1;
        }
        let size = stages.div_ceil(fewest);
        let (mut from, mut parts) = (0, Vec::new());
        while from < stages {
            let until = self.part_end(from).min(from + size);
            parts.push((from, until));
            from = until;
        }
        parts
    }

    /// The first stage that no longer fits beside this one.
    fn part_end(&self, from: usize) -> usize {
        let stages = &self.count.stages;
        let letters = |stage: &Stage| {
            let longest = stage.votes.iter().chain([&stage.non_transferable]).map(String::len).max();
            longest.unwrap_or(1) + 2
        };
        let mut used = 0;
        let mut until = from;
        while until < stages.len() {
            let columns = if self.has_change(until) { 2 } else { 1 };
            used += columns * (letters(&stages[until]) * 8 + 14);
            used += if until + 1 == stages.len() { OUTCOME } else { 0 };
            if used > ROOM && until > from {
                break;
            }
            until += 1;
        }
        until
    }

    fn has_change(&self, index: usize) -> bool {
        index > 0 && self.count.stages[index].action != Action::Round
    }

    fn part(&self, from: usize, until: usize) -> String {
        let words = &self.words.page;
        let all = from == 0 && until == self.count.stages.len();
        let (first, last) = (self.words.number(from as u64 + 1), self.words.number(until as u64));
        let caption = fill(words.sheet_part, &[("first", &first), ("last", &last)]);
        let ends = until == self.count.stages.len();
        let mut rows = String::new();
        for candidate in self.candidates() {
            rows.push_str(&self.candidate_row(candidate, from, until, ends));
        }
        let outcome = if ends {
            format!("<th scope=\"col\" rowspan=\"3\">{}</th>", esc(words.outcome))
        } else {
            String::new()
        };
        let (names, actions, kinds) = self.heads(from, until);
        let foot = self.foot(from, until, ends);
        let shown = if all { "" } else { &caption };
        let table = format!(
            "<table class=\"cp-sheet\">\n<caption>{}</caption>\n<thead>\n<tr><th scope=\"col\" rowspan=\"3\">{}</th>{names}{outcome}</tr>\n\
             <tr>{actions}</tr>\n<tr>{kinds}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n<tfoot>\n{foot}</tfoot>\n</table>",
            esc(shown),
            esc(words.candidate)
        );
        let label = fill(words.scroll, &[("what", &caption)]);
        scroller(&label, &table)
    }

    fn heads(&self, from: usize, until: usize) -> (String, String, String) {
        let words = &self.words.page;
        let (mut names, mut actions, mut kinds) = (String::new(), String::new(), String::new());
        for index in from..until {
            let stage = &self.count.stages[index];
            let columns = if self.has_change(index) { 2 } else { 1 };
            let head = if stage.action == Action::Round { words.round } else { words.stage };
            let n = self.words.number(index as u64 + 1);
            names.push_str(&format!(
                "<th scope=\"colgroup\" colspan=\"{columns}\" class=\"cp-st\">{}</th>",
                esc(&fill(head, &[("n", &n)]))
            ));
            actions.push_str(&format!(
                "<th scope=\"colgroup\" colspan=\"{columns}\" class=\"cp-st cp-act\">{}</th>",
                esc(&self.stage_action(stage))
            ));
            if columns == 2 {
                kinds.push_str(&format!(
                    "<th scope=\"col\" class=\"cp-st cp-kind\">{}</th>",
                    esc(words.change)
                ));
                kinds.push_str(&format!("<th scope=\"col\" class=\"cp-kind\">{}</th>", esc(words.total)));
            } else {
                kinds.push_str(&format!(
                    "<th scope=\"col\" class=\"cp-st cp-kind\">{}</th>",
                    esc(words.total)
                ));
            }
        }
        (names, actions, kinds)
    }

    fn candidate_row(&self, candidate: u32, from: usize, until: usize, ends: bool) -> String {
        let mut cells = String::new();
        for index in from..until {
            let stage = &self.count.stages[index];
            let now = self.votes(index, candidate);
            if self.has_change(index) {
                cells.push_str(&change_cell(self, now.minus(self.votes(index - 1, candidate))));
            }
            let start = if self.has_change(index) { "" } else { " cp-st" };
            let out = self.excluded_at(candidate).is_some_and(|at| at <= index) && now.is_zero();
            let (mark, class) = match () {
                () if stage.elected.contains(&candidate) => ("<b class=\"cp-mark\">\u{2713}</b>", " cp-in"),
                () if stage.excluded.contains(&candidate) => ("<b class=\"cp-mark\">\u{d7}</b>", " cp-gone"),
                () => ("", ""),
            };
            let text = if out { "\u{2013}".to_owned() } else { self.decimals(now) };
            cells.push_str(&format!("<td class=\"cp-n cp-v{start}{class}\">{mark}{text}</td>"));
        }
        if ends {
            cells.push_str(&format!("<td class=\"cp-st cp-out\">{}</td>", esc(&self.outcome(candidate))));
        }
        let won = if self.is_elected(candidate) { " class=\"cp-won\"" } else { "" };
        format!(
            "<tr{won}><th scope=\"row\"><span class=\"cp-num\">{candidate}</span> {}</th>{cells}</tr>\n",
            esc(self.name(candidate))
        )
    }

    /// What ran out, the sum, and the quota where there is one.
    fn foot(&self, from: usize, until: usize, ends: bool) -> String {
        let words = &self.words.page;
        let stages = &self.count.stages;
        let lost = |index: usize| Figure::read(&stages[index].non_transferable);
        let (mut ran_out, mut sums, mut quotas) = (String::new(), String::new(), String::new());
        for (index, stage) in stages.iter().enumerate().take(until).skip(from) {
            let start = if self.has_change(index) { "" } else { " cp-st" };
            if self.has_change(index) {
                ran_out.push_str(&change_cell(self, lost(index).minus(lost(index - 1))));
                sums.push_str("<td class=\"cp-st\"></td>");
                quotas.push_str("<td class=\"cp-st\"></td>");
            }
            let sum = stage.votes.iter().fold(lost(index), |sum, votes| sum.plus(Figure::read(votes)));
            ran_out.push_str(&format!("<td class=\"cp-n cp-v{start}\">{}</td>", self.decimals(lost(index))));
            sums.push_str(&format!("<td class=\"cp-n cp-v{start}\">{}</td>", self.decimals(sum)));
            let quota =
                stage.quota.as_ref().map_or_else(String::new, |quota| self.decimals(Figure::read(quota)));
            quotas.push_str(&format!("<td class=\"cp-n cp-v{start}\">{quota}</td>"));
        }
        let last = if ends { "<td class=\"cp-st\"></td>" } else { "" };
        let row =
            |head: &str, cells: &str| format!("<tr><th scope=\"row\">{}</th>{cells}{last}</tr>\n", esc(head));
        let quota = if stages.iter().any(|stage| stage.quota.is_some()) {
            row(words.quota, &quotas)
        } else {
            String::new()
        };
        format!("{}{}{quota}", row(words.lost, &ran_out), row(words.sum, &sums))
    }

    /// All places, those after the point set back a little.
    fn decimals(&self, figure: Figure) -> String {
        let text = self.full(figure);
        match text.split_once(self.words.point) {
            Some((whole, part)) => format!("{whole}<small>{}{part}</small>", self.words.point),
            None => text,
        }
    }
}

fn change_cell(page: &Page<'_>, change: Figure) -> String {
    let text = match change.units {
        0 => String::new(),
        1.. => format!("+{}", page.decimals(change)),
        _ => page.decimals(change),
    };
    format!("<td class=\"cp-n cp-st cp-c\">{text}</td>")
}
