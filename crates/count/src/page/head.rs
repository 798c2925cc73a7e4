//! The top of the page: what it is about, who is elected, how close it was, and what else is on it.

use super::Page;
use super::html::{esc, paragraph, section};
use crate::words::fill;

impl Page<'_> {
    pub(super) fn head(&self) -> String {
        let (count, words) = (self.count, self.words);
        let mut over = vec![words.page.result.to_owned()];
        over.extend(self.facts.union.clone());
        over.extend(self.facts.date.clone());
        let papers = if count.valid == count.ballots {
            words.plural(words.tell.valid_papers, count.valid)
        } else {
            let (valid, all) = (words.number(count.valid), words.number(count.ballots));
            fill(words.page.valid_of, &[("valid", &valid), ("all", &all)])
        };
        let method = if self.facts.method.is_empty() { &count.method } else { &self.facts.method };
        let chips = [
            words.plural(words.tell.seats, count.seats.into()),
            words.plural(words.tell.candidates, count.candidates.len() as u64),
            papers,
            method.clone(),
        ];
        let chips: String = chips.iter().map(|chip| format!("<li>{}</li>", esc(chip))).collect();
        let over: Vec<String> = over.iter().map(|part| esc(part)).collect();
        format!(
            "<header class=\"cp-head\">\n<p class=\"cp-over\">{}</p>\n<h1>{}</h1>\n<ul class=\"cp-chips\">{chips}</ul>\n</header>\n",
            over.join(" \u{b7} "),
            esc(&self.title())
        )
    }

    /// Who is elected, or who is tied.
    pub(super) fn result(&self) -> String {
        let words = &self.words.page;
        let elected = &self.count.elected;
        let open = self.count.winners.as_ref().filter(|_| elected.len() < self.count.seats as usize);
        let open = open.map_or_else(String::new, |tied| self.tied(tied));
        if elected.is_empty() && !open.is_empty() {
            return open;
        }
        let mut inside = if elected.is_empty() { paragraph("cp-lead", words.nobody) } else { self.cards() };
        if let Some(margin) = &self.count.margin {
            let bound = if margin.exact { "" } else { words.bound };
            inside.push_str(&format!(
                "<div class=\"cp-margin\"><h3>{}</h3><p>{} {}</p></div>\n",
                esc(words.close),
                esc(&margin.how),
                esc(bound)
            ));
        }
        let heading = if elected.len() == 1 { words.elected.one } else { words.elected.many };
        section("result", heading, "cp-result", &inside) + &open
    }

    fn cards(&self) -> String {
        let mut cards = String::new();
        for (place, &candidate) in (1u64..).zip(&self.count.elected) {
            let place = if self.count.elected.len() > 1 {
                format!("<span class=\"cp-place\" aria-hidden=\"true\">{}</span>", self.words.number(place))
            } else {
                "<span class=\"cp-place\" aria-hidden=\"true\">\u{2713}</span>".to_owned()
            };
            let with = self.elected_with(candidate);
            let with =
                if with.is_empty() { with } else { format!("<span class=\"cp-with\">{}</span>", esc(&with)) };
            cards.push_str(&format!(
                "<li>{place}<span class=\"cp-who\"><strong>{}</strong>{with}</span></li>\n",
                esc(self.name(candidate))
            ));
        }
        let single = if self.count.elected.len() == 1 { " cp-single" } else { "" };
        format!("<ol class=\"cp-cards{single}\">\n{cards}</ol>\n")
    }

    fn elected_with(&self, candidate: u32) -> String {
        let Some(stage) = self.elected_at(candidate) else {
            return match self.count.stages.len() {
                1 => self.words.short(self.votes(0, candidate)),
                _ => String::new(),
            };
        };
        if self.count.is_totals() {
            return self
                .words
                .tell
                .unit(&self.count.method)
                .map_or_else(String::new, |unit| self.words.of(unit, self.votes(stage, candidate)));
        }
        let (name, votes) = (self.stage_name(stage), self.words.votes(self.votes(stage, candidate)));
        let template = if stage == 0 { self.words.page.on_first } else { self.words.page.at_stage };
        fill(template, &[("stage", &name), ("votes", &votes)])
    }

    fn tied(&self, tied: &[u32]) -> String {
        let words = &self.words.page;
        let names: String =
            tied.iter().map(|one| format!("<li><span class=\"cp-place\" aria-hidden=\"true\">=</span><span class=\"cp-who\"><strong>{}</strong></span></li>\n", esc(self.name(*one)))).collect();
        let inside =
            format!("{}<ul class=\"cp-cards\">\n{names}</ul>\n", paragraph("cp-lead", words.tied_what));
        section("tied", words.tied, "cp-result cp-open", &inside)
    }

    /// Links to the sections that are there.
    pub(super) fn contents(&self) -> String {
        let words = &self.words.page;
        let staged = self.count.stages.len() > 1;
        let paired = self.count.pairwise.is_some();
        let all = [
            ("grades", words.grades, self.facts.grades.is_some()),
            ("bars", if staged { words.bars } else { words.bars_totals }, self.has_bars()),
            ("pairs", words.pairs, paired),
            ("flow", words.flow, staged),
            ("sheet", words.sheet, staged),
            ("words", words.words, true),
            ("views", words.views, !self.count.views.is_empty()),
            ("check", words.check, true),
        ];
        let links: String = all
            .iter()
            .filter(|(_, _, there)| *there)
            .map(|(id, label, _)| format!("<li><a href=\"#count-{id}\">{}</a></li>", esc(label)))
            .collect();
        format!("<nav class=\"cp-contents\" aria-label=\"{}\"><ul>{links}</ul></nav>\n", esc(words.contents))
    }
}
