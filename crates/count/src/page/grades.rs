//! Grades: for each candidate a bar of all papers, best grades first, with the figures beside it.
//!
//! The line in the middle shows the majority grade: the grade the bar has there. Not here: who is ahead of whom.

use super::Page;
use super::bars::{figure_cell, upright};
use super::html::{esc, paragraph, percent, scroller, section};
use crate::figures::Figure;
use crate::tally::Grades;

/// More grades than this are not drawn.
const MOST_DRAWN: usize = 11;

/// How many papers give each candidate each grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeTable {
    /// Worst first.
    names: Vec<String>,
    /// A row for each candidate, worst first; a valid paper that leaves a candidate blank counts as worst.
    counts: Vec<Vec<u64>>,
}

impl GradeTable {
    /// Adds up the grades.
    pub fn of(grades: &Grades) -> Self {
        let names: Vec<String> = (0..=grades.scale.highest()).map(|grade| grades.scale.name(grade)).collect();
        let mut counts = vec![vec![0u64; names.len()]; grades.candidates.len()];
        let stands = |candidate: u16| !grades.withdrawn.contains(&candidate);
        let mut valid = 0u64;
        for paper in
            grades.papers.iter().filter(|paper| paper.given.iter().any(|given| stands(given.candidate)))
        {
            valid = valid.saturating_add(paper.weight);
            for given in paper.given {
                let row = counts.get_mut(usize::from(given.candidate));
                if let Some(cell) = row.and_then(|row| row.get_mut(usize::from(given.grade))) {
                    *cell = cell.saturating_add(paper.weight);
                }
            }
        }
        for row in &mut counts {
            let given = row.iter().fold(0u64, |sum, papers| sum.saturating_add(*papers));
            row[0] = row[0].saturating_add(valid.saturating_sub(given));
        }
        Self { names, counts }
    }
}

impl Page<'_> {
    pub(super) fn grades(&self) -> String {
        let Some(table) = self.facts.grades.as_ref().filter(|table| table.names.len() <= MOST_DRAWN) else {
            return String::new();
        };
        let words = &self.words.page;
        let heads: String =
            table.names.iter().rev().map(|name| format!("<th scope=\"col\">{}</th>", esc(name))).collect();
        let rows: String = self.by_outcome().into_iter().map(|one| self.grade_row(table, one)).collect();
        let drawn = format!(
            "<table class=\"cp-bars cp-grades\">\n<thead><tr><th scope=\"col\">{}</th><td class=\"cp-draw\"></td>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>",
            esc(words.candidate)
        );
        let inside = format!("{}{}", paragraph("cp-how", words.grades_how), scroller(words.grades, &drawn));
        section("grades", words.grades, "", &inside)
    }

    fn grade_row(&self, table: &GradeTable, candidate: u32) -> String {
        let Some(row) = table.counts.get(candidate as usize - 1) else { return String::new() };
        let all = row.iter().fold(0u64, |sum, papers| sum.saturating_add(*papers));
        let (mut bar, mut cells, mut before) = (String::new(), String::new(), 0u64);
        let steps = (table.names.len() - 1).max(1);
        for (grade, (papers, name)) in row.iter().zip(&table.names).enumerate().rev() {
            let from = Figure::whole(before).share(Figure::whole(all), 10_000);
            before = before.saturating_add(*papers);
            let until = Figure::whole(before).share(Figure::whole(all), 10_000);
            // The best grade is darkest, the worst is white: grey on paper, so no meaning hangs on colour.
            bar.push_str(&format!(
                "<rect class=\"cp-grade\" x=\"{}\" width=\"{}\" y=\"0\" height=\"100%\" fill-opacity=\"{}\"/>",
                percent(from),
                percent(until - from),
                percent((grade * 10_000 / steps) as u32)
            ));
            cells.push_str(&figure_cell(name, &self.words.number(*papers)));
        }
        format!(
            "<tr{}><th scope=\"row\">{}</th><td class=\"cp-draw\"><svg class=\"cp-bar\" aria-hidden=\"true\">{bar}{}</svg></td>{cells}</tr>\n",
            if self.is_elected(candidate) { " class=\"cp-won\"" } else { "" },
            esc(self.name(candidate)),
            upright("50%")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::{Given, GradedPapers, Scale};

    #[test]
    fn a_blank_counts_as_worst_and_an_empty_paper_not_at_all() {
        let mut papers = GradedPapers::default();
        papers.push(3, &[Given { candidate: 0, grade: 2 }]).unwrap();
        papers.push(5, &[]).unwrap();
        let candidates = vec!["Ana".to_owned(), "Bo".to_owned()];
        let grades = Grades { candidates, scale: Scale::Points(2), papers, ..Grades::default() };
        assert_eq!(GradeTable::of(&grades).counts, [[0, 0, 3], [3, 0, 0]]);
    }
}
