//! Bars: first choices, what came by transfer, and the quota. The picture is a column of the table that holds its figures.

use super::Page;
use super::html::{esc, percent, scroller, section};
use crate::figures::Figure;
use crate::report::Action;
use crate::words::fill;

impl Page<'_> {
    /// Majority grades are no amounts, so they have no bars.
    pub(super) fn has_bars(&self) -> bool {
        !self.count.stages.is_empty() && self.words.tell.unit(&self.count.method).is_some()
    }

    pub(super) fn bars(&self) -> String {
        let Some(last) = self.count.stages.last().filter(|_| self.has_bars()) else { return String::new() };
        let words = &self.words.page;
        let staged = self.count.stages.len() > 1;
        let quota = last.quota.as_ref().map(|quota| Figure::read(quota)).filter(|_| staged);
        let longest =
            self.candidates().flat_map(|one| [self.votes(0, one), self.at_decision(one)]).chain(quota);
        let longest = longest
            .fold(Figure::default(), |most, figure| if figure.compare(most).is_gt() { figure } else { most });
        // The longest bar leaves a little room, so that the eye sees where it ends.
        let scale = longest.plus(Figure { units: longest.units_at(2) / 50, places: longest.places.max(2) });
        let mut rows = String::new();
        for candidate in self.by_outcome() {
            rows.push_str(&self.bar_row(candidate, staged, quota, scale));
        }
        let heads = if staged {
            format!(
                "<th scope=\"col\">{}</th><th scope=\"col\">{}</th>",
                esc(words.first_choices),
                esc(words.decided_with)
            )
        } else {
            format!("<th scope=\"col\">{}</th>", esc(words.votes))
        };
        let table = format!(
            "<table class=\"cp-bars\">\n<thead><tr><th scope=\"col\">{}</th><td class=\"cp-draw\"></td>{heads}<th scope=\"col\">{}</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>",
            esc(words.candidate),
            esc(words.outcome)
        );
        let heading = if staged { words.bars } else { words.bars_totals };
        let inside = format!("{}{}", self.bars_key(staged, quota), scroller(heading, &table));
        section("bars", heading, "", &inside)
    }

    fn bars_key(&self, staged: bool, quota: Option<Figure>) -> String {
        if !staged {
            return String::new();
        }
        let words = &self.words.page;
        let mut key = vec![
            ("cp-k-first", words.bars_key_first.to_owned()),
            ("cp-k-gained", words.bars_key_gained.to_owned()),
        ];
        if let Some(quota) = quota {
            key.push(("cp-k-quota", fill(words.bars_key_quota, &[("quota", &self.words.short(quota))])));
        }
        super::flow::key(&key)
    }

    fn bar_row(&self, candidate: u32, staged: bool, quota: Option<Figure>, scale: Figure) -> String {
        let (first, end) = (self.votes(0, candidate), self.at_decision(candidate));
        let (elected, words) = (self.is_elected(candidate), &self.words.page);
        let (solid, whole) = (first.share(scale, 10_000), end.share(scale, 10_000));
        let mut bar = String::from("<svg class=\"cp-bar\" aria-hidden=\"true\">");
        if staged && whole > solid {
            bar.push_str(&rect("cp-gained", solid, whole - solid));
        }
        bar.push_str(&rect("cp-first", 0, solid.min(whole)));
        if let Some(quota) = quota {
            let at = percent(quota.share(scale, 10_000));
            bar.push_str(&upright(&at));
        }
        bar.push_str("</svg>");
        let figures = if staged {
            figure_cell(words.first_choices, &self.words.short(first))
                + &figure_cell(words.decided_with, &self.words.short(end))
        } else {
            figure_cell(words.votes, &self.words.short(first))
        };
        let mark = if elected { "\u{2713}\u{a0}" } else { "" };
        format!(
            "<tr{}><th scope=\"row\">{}</th><td class=\"cp-draw\">{bar}</td>{figures}<td class=\"cp-out\">{mark}{}</td></tr>\n",
            if elected { " class=\"cp-won\"" } else { "" },
            esc(self.name(candidate)),
            esc(&self.outcome(candidate))
        )
    }

    /// Votes when a candidate was elected or excluded, or at the end.
    fn at_decision(&self, candidate: u32) -> Figure {
        if let Some(stage) = self.elected_at(candidate) {
            return self.votes(stage, candidate);
        }
        match self.excluded_at(candidate) {
            // In a round that counts everything anew the excluded still have their votes; elsewhere these have just left.
            Some(stage) if self.count.stages[stage].action == Action::Exclusion => {
                self.votes(stage.saturating_sub(1), candidate)
            }
            Some(stage) => self.votes(stage, candidate),
            None => self.votes(self.count.stages.len() - 1, candidate),
        }
    }

    /// The elected in order, then the others, the last excluded first, then by votes.
    pub(super) fn by_outcome(&self) -> Vec<u32> {
        let mut order: Vec<u32> = self.candidates().collect();
        let rank =
            |one: &u32| self.count.elected.iter().position(|elected| elected == one).unwrap_or(usize::MAX);
        order.sort_by(|a, b| {
            let lasted = |one: &u32| self.excluded_at(*one).unwrap_or(usize::MAX);
            let by_votes = || match self.count.stages.is_empty() {
                true => std::cmp::Ordering::Equal,
                false => self.at_decision(*b).compare(self.at_decision(*a)),
            };
            rank(a).cmp(&rank(b)).then_with(|| lasted(b).cmp(&lasted(a))).then_with(by_votes).then(a.cmp(b))
        });
        order
    }
}

/// A figure that says what it is where the table's head is not shown.
pub(super) fn figure_cell(label: &str, figure: &str) -> String {
    format!("<td class=\"cp-n\" data-label=\"{}\">{}</td>", esc(label), esc(figure))
}

/// A dashed line from top to bottom that shows on dark and on light.
pub(super) fn upright(at: &str) -> String {
    let line =
        |class: &str| format!("<line class=\"{class}\" x1=\"{at}\" x2=\"{at}\" y1=\"0\" y2=\"100%\"/>");
    line("cp-quota-ground") + &line("cp-quota")
}

/// A piece of a bar, in ten-thousandths.
pub(super) fn rect(class: &str, from: u32, width: u32) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{}\" width=\"{}\" y=\"0\" height=\"100%\"/>",
        percent(from),
        percent(width)
    )
}
