//! The pairwise matrix, the winner against each of the others, and for Schulze the strongest chains.

use super::Page;
use super::bars::{figure_cell, rect, upright};
use super::html::{esc, paragraph, scroller, section};
use crate::figures::Figure;
use crate::pairs::{Chains, Pairs, Strength};
use crate::words::fill;

/// More candidates than this, and a picture of the matrix says nothing; the JSON has it.
const MOST_SHOWN: usize = 60;

impl Page<'_> {
    /// The elected one against each of the others, the closest first.
    pub(super) fn duels(&self) -> String {
        let (Some(rows), [winner]) = (&self.count.pairwise, &self.count.elected[..]) else {
            return String::new();
        };
        let words = &self.words.page;
        let one = *winner as usize - 1;
        let vote =
            |row: usize, column: usize| rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0);
        let mut others: Vec<usize> =
            (0..rows.len()).filter(|other| *other != one && self.compared(*other)).collect();
        others.sort_by_key(|other| i128::from(vote(one, *other)) - i128::from(vote(*other, one)));
        if others.is_empty() || others.len() > MOST_SHOWN {
            return String::new();
        }
        let name = [("name", self.name(*winner))];
        let body: String = others
            .iter()
            .map(|other| self.duel(*winner, *other, vote(one, *other), vote(*other, one)))
            .collect();
        let table = format!(
            "<table class=\"cp-bars cp-duels\">\n<thead><tr><th scope=\"col\">{}</th><td class=\"cp-draw\"></td><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n{body}</tbody>\n</table>",
            esc(words.against),
            esc(self.name(*winner)),
            esc(words.the_other)
        );
        let how = paragraph("cp-how", &fill(words.duels_how, &name));
        let heading = fill(words.duels, &name);
        section("duels", &heading, "", &format!("{how}{}", scroller(&heading, &table)))
    }

    fn duel(&self, winner: u32, other: usize, votes: u64, against: u64) -> String {
        let all = Figure::whole(self.count.valid.max(votes.saturating_add(against)));
        let (left, right) =
            (Figure::whole(votes).share(all, 10_000), Figure::whole(against).share(all, 10_000));
        let bar = format!(
            "<svg class=\"cp-bar cp-duel\" aria-hidden=\"true\">{}{}{}</svg>",
            rect("cp-first", 0, left),
            rect("cp-gained", 10_000 - right, right),
            upright("50%")
        );
        format!(
            "<tr><th scope=\"row\">{}</th><td class=\"cp-draw\">{bar}</td>{}{}</tr>\n",
            esc(self.name(other as u32 + 1)),
            figure_cell(self.name(winner), &self.words.number(votes)),
            figure_cell(self.words.page.the_other, &self.words.number(against))
        )
    }

    /// The matrix, those who win most duels first, so that majorities gather above the diagonal.
    pub(super) fn matrix(&self) -> String {
        let Some(rows) = &self.count.pairwise else { return String::new() };
        let words = &self.words.page;
        if rows.len() > MOST_SHOWN {
            return String::new();
        }
        let order = self.by_duels(rows);
        let table = self.square(rows, &order, words.pairs_caption);
        let mut inside =
            format!("{}{}", paragraph("cp-how", words.pairs_how), scroller(words.pairs_caption, &table));
        if let Some(chains) = self.chains(rows) {
            let table = self.square(&chains, &order, words.chains);
            inside.push_str(&format!(
                "<details><summary>{}</summary>{}{}</details>\n",
                esc(words.chains),
                paragraph("cp-how", words.chains_how),
                scroller(words.chains, &table)
            ));
        }
        section("pairs", words.pairs, "", &inside)
    }

    fn chains(&self, rows: &[Vec<u64>]) -> Option<Vec<Vec<u64>>> {
        let strength = match self.count.method.as_str() {
            "schulze" => Strength::WinningVotes,
            "schulze-margins" => Strength::Margins,
            _ => return None,
        };
        Some(Chains::of(&Pairs::from_rows(rows)?, strength).rows())
    }

    fn square(&self, rows: &[Vec<u64>], order: &[usize], caption: &str) -> String {
        let heads: String = order
            .iter()
            .map(|one| {
                let name = esc(self.name(*one as u32 + 1));
                format!("<th scope=\"col\"><span class=\"cp-turn\">{name}</span></th>")
            })
            .collect();
        let body: String = order
            .iter()
            .map(|row| {
                let cells: String = order.iter().map(|column| self.cell(rows, *row, *column)).collect();
                format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", esc(self.name(*row as u32 + 1)))
            })
            .collect();
        format!(
            "<table class=\"cp-matrix\">\n<caption>{}</caption>\n<thead><tr><td></td>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>",
            esc(caption)
        )
    }

    fn cell(&self, rows: &[Vec<u64>], row: usize, column: usize) -> String {
        if row == column {
            return "<td class=\"cp-diag\" aria-hidden=\"true\"></td>".to_owned();
        }
        let (votes, back) = (rows[row][column], rows[column][row]);
        let class = match votes.cmp(&back) {
            std::cmp::Ordering::Greater => " cp-beats",
            std::cmp::Ordering::Less => "",
            std::cmp::Ordering::Equal => " cp-even",
        };
        format!("<td class=\"cp-n{class}\">{}</td>", self.words.number(votes))
    }

    /// The elected first, then by duels won.
    pub(super) fn by_duels(&self, rows: &[Vec<u64>]) -> Vec<usize> {
        let won = |one: usize| (0..rows.len()).filter(|other| rows[one][*other] > rows[*other][one]).count();
        let first = |one: usize| {
            let place = self.count.elected.iter().position(|elected| *elected as usize == one + 1);
            place.unwrap_or(usize::MAX)
        };
        let mut order: Vec<usize> = (0..rows.len()).filter(|one| self.compared(*one)).collect();
        order.sort_by_key(|one| (first(*one), std::cmp::Reverse(won(*one)), *one));
        order
    }

    /// Whether any paper ranks a candidate above or below another: those who did not stand have no figures.
    fn compared(&self, one: usize) -> bool {
        let Some(rows) = &self.count.pairwise else { return false };
        rows.get(one).is_some_and(|row| row.iter().any(|votes| *votes > 0))
            || rows.iter().any(|row| row.get(one).is_some_and(|votes| *votes > 0))
    }
}
