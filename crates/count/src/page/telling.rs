//! The page's words: the count in sentences, each candidate's view, ties, remarks, and how to check it all.

use super::Page;
use super::html::{esc, paragraph, scroller, section};

impl Page<'_> {
    pub(super) fn told(&self) -> String {
        let sentences: String = self
            .count
            .explanation
            .iter()
            .map(|sentence| format!("<li>{}</li>\n", with_head(sentence)))
            .collect();
        let list = if sentences.is_empty() {
            sentences
        } else {
            format!("<ol class=\"cp-told\">\n{sentences}</ol>\n")
        };
        section("words", self.words.page.words, "", &list)
    }

    pub(super) fn views(&self) -> String {
        let mut rows = String::new();
        let order = match &self.count.pairwise {
            Some(matrix) => self.by_duels(matrix).iter().map(|one| *one as u32 + 1).collect(),
            None => self.by_outcome(),
        };
        for candidate in order {
            let Some(view) = self.count.views.get(candidate as usize - 1) else { continue };
            let won = if self.is_elected(candidate) { " class=\"cp-won\"" } else { "" };
            rows.push_str(&format!(
                "<div{won}><dt>{}</dt><dd>{}</dd></div>\n",
                esc(self.name(candidate)),
                esc(view)
            ));
        }
        let list = if rows.is_empty() { rows } else { format!("<dl class=\"cp-views\">\n{rows}</dl>\n") };
        section("views", self.words.page.views, "", &list)
    }

    pub(super) fn ties(&self) -> String {
        let words = &self.words.page;
        if self.count.ties.is_empty() {
            return String::new();
        }
        let rows: String = self
            .count
            .ties
            .iter()
            .map(|tie| {
                format!(
                    "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                    tie.stage,
                    esc(&self.names(&tie.set)),
                    esc(&tie.rule),
                    esc(self.name(tie.chosen))
                )
            })
            .collect();
        let stage = crate::words::fill(words.stage, &[("n", "")]);
        let heads: String = [stage.trim(), words.tie_set, words.tie_rule, words.tie_chosen]
            .iter()
            .map(|head| format!("<th scope=\"col\">{}</th>", esc(head)))
            .collect();
        let table = format!(
            "<table class=\"cp-plain\"><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>"
        );
        let own = self.words.totals.lot_rule.split('{').next().unwrap_or("lot");
        let by_lot = |rule: &str| rule.starts_with("lot") || rule.starts_with(own);
        let lots = self.count.ties.iter().any(|tie| by_lot(&tie.rule));
        let how = if lots { paragraph("cp-how", words.ties_how) } else { String::new() };
        section("ties", words.ties, "", &format!("{how}{}", scroller(words.ties, &table)))
    }

    pub(super) fn notes(&self) -> String {
        let all = self.count.warnings.iter().chain(&self.facts.noticed);
        let notes: String = all.map(|note| format!("<li>{}</li>\n", esc(note))).collect();
        let list = if notes.is_empty() { notes } else { format!("<ul class=\"cp-notes\">\n{notes}</ul>\n") };
        section("notes", self.words.page.notes, "", &list)
    }

    pub(super) fn check(&self) -> String {
        let (words, facts, count) = (&self.words.page, self.facts, self.count);
        let method = if facts.method.is_empty() {
            count.method.clone()
        } else {
            format!("{} ({})", facts.method, count.method)
        };
        let rows = [
            (words.method, Some(method), false),
            (words.version, Some(count.rules_version.clone()), false),
            (words.digest, Some(count.rules_digest.clone()), true),
            (words.ballots_file, facts.file.clone(), false),
            (words.ballots_digest, facts.ballots_digest.clone(), true),
            (words.recount, facts.recount.clone(), true),
        ];
        let mut list = String::new();
        for (head, value, code) in rows {
            let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
            let value = if code { format!("<code>{}</code>", esc(&value)) } else { esc(&value) };
            list.push_str(&format!("<div><dt>{}</dt><dd>{value}</dd></div>\n", esc(head)));
        }
        let mut inside =
            format!("{}<dl class=\"cp-facts\">\n{list}</dl>\n", paragraph("cp-how", words.check_how));
        if !facts.links.is_empty() {
            let links: String = facts
                .links
                .iter()
                .map(|(label, href)| format!("<li><a href=\"{}\">{}</a></li>", esc(href), esc(label)))
                .collect();
            inside.push_str(&format!("<ul class=\"cp-links\">{links}</ul>\n"));
        }
        if !facts.rules.is_empty() {
            inside.push_str(&format!(
                "<details><summary>{}</summary><pre><code>{}</code></pre></details>\n",
                esc(words.rule_text),
                esc(&facts.rules)
            ));
        }
        inside.push_str(&paragraph("cp-made", words.made_by));
        section("check", words.check, "cp-check", &inside)
    }
}

/// "Stage 3. What happened" with its head set off; other sentences as they are.
fn with_head(sentence: &str) -> String {
    match sentence.split_once(". ") {
        Some((head, rest)) if head.ends_with(|c: char| c.is_ascii_digit()) && head.chars().count() < 16 => {
            format!("<b class=\"cp-stage-head\">{}</b> {}", esc(head), esc(rest))
        }
        _ => esc(sentence),
    }
}
