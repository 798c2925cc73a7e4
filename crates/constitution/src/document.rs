//! A constitution as a document: front matter, articles, the words and the typed rules of each. Reading it says whether it
//! is well formed; whether its rules fit together is for the compiler.
//!
//! *Shape of a document.* A front matter between lines of three dashes. Then CommonMark. A heading of the first level
//! without an id is the title. Every other heading begins an article and carries a stable id: `## Elections {#elections}`.
//! An article reaches to the next heading. It holds at least one fenced block marked `rules`, or its heading says that
//! words are all there is: `## History {#history prose-only}`. Silence is a decision.

use crate::block;
use crate::canonical::{canonical, digest};
use crate::diagnostic::{Diagnostic, Report};
use crate::front_matter::{self, FrontMatter, is_id};
use crate::markdown::{self, Fence, Heading, Piece};
use crate::nearest;
use crate::rules::Rule;
use crate::source::{Place, Source};
use crate::step::ArticleId;
use std::collections::BTreeMap;

/// A well-formed constitution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constitution {
    /// Its canonical text.
    pub source: Source,
    /// SHA-256 of the canonical text, as `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    /// Its front matter.
    pub front: FrontMatter,
    /// The title, when there is a heading for it.
    pub title: Option<String>,
    /// Its articles, in order; at least one.
    pub articles: Vec<Article>,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its stable id.
    pub id: ArticleId,
    /// Its heading, as plain text.
    pub heading: String,
    /// The level of the heading. *Units*: 1 to 6.
    pub level: u8,
    /// Where the heading stands.
    pub place: Place,
    /// Whether it is meant to have no rules.
    pub is_prose_only: bool,
    /// Its words: Markdown, without the heading and the rules blocks.
    pub words: String,
    /// Its rules, in order.
    pub rules: Vec<Rule>,
}

/// The way from a text to a constitution.
#[derive(Debug)]
pub struct Document<'a> {
    source: &'a Source,
    report: Report,
    title: Option<String>,
    articles: Vec<Draft>,
    /// Every id, and where it was first given.
    ids: BTreeMap<String, Place>,
}

/// An article being read.
#[derive(Debug)]
struct Draft {
    article: Article,
    has_block: bool,
    /// Up to where its text has been taken.
    taken: usize,
}

/// The mark on the heading of an article without rules.
pub(crate) const PROSE_ONLY: &str = "prose-only";
/// The word on the opening line of a rules block.
pub(crate) const RULES: &str = "rules";
/// No constitution comes near this. *Units*: bytes.
const LONGEST_DOCUMENT: usize = 16 * 1024 * 1024;

impl Document<'_> {
    /// Reads a constitution. The file name is only for diagnostics.
    ///
    /// *Errors*: every problem of form, in the order of the text.
    pub fn parse(text: &str, file_name: &str) -> Result<Constitution, Vec<Diagnostic>> {
        let mut report = Report::default();
        if text.len() > LONGEST_DOCUMENT {
            report.note(Place(0), None, "This file is longer than 16 MiB.", "Is it the right file?");
            let nothing = Source::new(file_name, String::new());
            return Err(report.settle(&nothing).expect_err("a problem was just noted"));
        }
        let source = Source::new(file_name, canonical(text));
        let (front, start) = front_matter::read(&source, &mut report);
        let mut document =
            Document { source: &source, report, title: None, articles: Vec::new(), ids: BTreeMap::new() };
        for piece in markdown::pieces(source.text(), start) {
            match piece {
                Piece::Heading(heading) => document.heading(heading),
                Piece::Fence(fence) => document.fence(fence),
            }
        }
        document.finish_article(source.text().len());
        if document.articles.is_empty() {
            let remedy = "Give the heading of every article an id: `## Elections {#elections}`.";
            document.report.note(Place(start), None, "The document has no article.", remedy);
        }
        let Document { report, title, articles, .. } = document;
        report.settle(&source)?;
        let front = front.expect("a front matter that cannot be read notes a problem");
        let articles = articles.into_iter().map(|draft| draft.article).collect();
        Ok(Constitution { digest: digest(source.text()), front, title, articles, source })
    }

    fn heading(&mut self, heading: Heading) {
        self.finish_article(heading.place.0);
        let text = heading.text.trim().to_owned();
        if heading.level == 1 && heading.id.is_none() && self.title.is_none() && self.articles.is_empty() {
            self.title = Some(text);
            return;
        }
        let id = ArticleId(self.id_of(&heading, &text));
        for mark in heading.marks.iter().filter(|mark| *mark != PROSE_ONLY) {
            let message = format!("A heading knows no mark `{mark}`.");
            self.report.note(heading.place, Some(&id), message, nearest::remedy(mark, &[PROSE_ONLY]));
        }
        let article = Article {
            is_prose_only: heading.marks.iter().any(|mark| mark == PROSE_ONLY),
            id,
            heading: text,
            level: heading.level,
            place: heading.place,
            words: String::new(),
            rules: Vec::new(),
        };
        self.articles.push(Draft { article, has_block: false, taken: heading.end });
    }

    /// The id of an article; when it has none, or a bad one, the one suggested for it.
    fn id_of(&mut self, heading: &Heading, text: &str) -> String {
        let suggested = self.suggestion(heading.id.as_deref().unwrap_or(text));
        let Some(id) = &heading.id else {
            let message = format!("The article \"{text}\" has no id.");
            self.report.note(
                heading.place,
                None,
                message,
                format!("Write {{#{suggested}}} after its heading."),
            );
            return suggested;
        };
        if !is_id(id) {
            let remedy =
                format!("Small letters, digits and hyphens, beginning with a letter: {{#{suggested}}}.");
            self.report.note(heading.place, None, format!("`{id}` is no id of an article."), remedy);
            return suggested;
        }
        if let Some(first) = self.ids.get(id) {
            let (line, _) = self.source.line_column(*first);
            let message = format!("The id `{id}` is already that of the article on line {line}.");
            let remedy = format!("Give this one another, for example {{#{suggested}}}.");
            self.report.note(heading.place, None, message, remedy);
        }
        self.ids.entry(id.clone()).or_insert(heading.place);
        id.clone()
    }

    /// An id made from a heading, not yet given to another article.
    fn suggestion(&self, text: &str) -> String {
        let lower = text.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        // "Article 4. Elections" is better called by its subject than by its number.
        let subject = words.iter().skip_while(|word| {
            matches!(**word, "article" | "section" | "part") || word.bytes().all(|b| b.is_ascii_digit())
        });
        let mut id: Vec<&str> = subject.take(5).copied().collect();
        if !id.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_lowercase())) {
            id.insert(0, "article");
        }
        let id = id.join("-");
        let mut free = id.clone();
        let mut number = 2;
        while self.ids.contains_key(&free) {
            free = format!("{id}-{number}");
            number += 1;
        }
        free
    }

    fn fence(&mut self, fence: Fence) {
        let place = Place(fence.whole.start);
        let Some(draft) = self.articles.last_mut() else {
            if fence.info == RULES {
                let remedy = "Put it under the heading of the article whose words it repeats.";
                self.report.note(place, None, "A rules block stands before the first article.", remedy);
            }
            return;
        };
        let id = draft.article.id.clone();
        if fence.info != RULES {
            if let Some(word) =
                fence.info.split_whitespace().find(|word| nearest::nearest(word, [RULES]).is_some())
            {
                let message = format!("A block is marked `{}`.", fence.info);
                let remedy =
                    format!("For rules write ```rules and nothing else; `{word}` would not be read.");
                self.report.note(place, Some(&id), message, remedy);
            }
            return;
        }
        draft.has_block = true;
        draft.take_words(self.source.text(), fence.whole.start);
        draft.taken = fence.whole.end;
        if fence.is_nested {
            let message = "A rules block stands inside a list, a quotation, HTML or other code.";
            let remedy = "Put it at the left margin, with an empty line before it.";
            self.report.note(place, Some(&id), message, remedy);
        } else if !fence.is_closed {
            self.report.note(place, Some(&id), "This rules block has no end.", "Close it with a line ```.");
        } else {
            let content = self.source.text().get(fence.content.clone()).unwrap_or_default();
            let nodes = block::parse(content, fence.content.start, Some(&id), &mut self.report);
            if nodes.as_ref().is_some_and(Vec::is_empty) {
                let remedy =
                    format!("Write a rule, or take it out and mark the heading {{#{id} {PROSE_ONLY}}}.");
                self.report.note(place, Some(&id), "This rules block is empty.", remedy);
            }
            let rules =
                nodes.into_iter().flatten().filter_map(|node| Rule::read(node, &id, &mut self.report));
            draft.article.rules.extend(rules);
        }
    }

    /// Ends the article being read where the next begins.
    fn finish_article(&mut self, end: usize) {
        let Some(draft) = self.articles.last_mut() else { return };
        draft.take_words(self.source.text(), end);
        let Article { id, place, is_prose_only, .. } = &draft.article;
        match (draft.has_block, is_prose_only) {
            (false, false) => {
                let message = format!("The article `{id}` has no rules and does not say that it has none.");
                let remedy = format!("Add a ```rules block, or mark the heading {{#{id} {PROSE_ONLY}}}.");
                self.report.note(*place, Some(id), message, remedy);
            }
            (true, true) => {
                let message = format!("The article `{id}` has rules but is marked `{PROSE_ONLY}`.");
                self.report.note(*place, Some(id), message, "Take out the mark, or the block.");
            }
            _ => {}
        }
    }
}

impl Draft {
    /// Adds the words from where the last piece ended up to here.
    fn take_words(&mut self, text: &str, end: usize) {
        let words = text.get(self.taken..end).unwrap_or_default().trim_matches('\n');
        if !words.is_empty() {
            let gap = if self.article.words.is_empty() { "" } else { "\n\n" };
            self.article.words.push_str(gap);
            self.article.words.push_str(words);
        }
        self.taken = end.max(self.taken);
    }
}

impl Constitution {
    /// The article of this id.
    pub fn article(&self, id: &ArticleId) -> Option<&Article> {
        self.articles.iter().find(|article| article.id == *id)
    }

    /// Every rule with its article, in the order of the text.
    pub fn rules(&self) -> impl Iterator<Item = (&Article, &Rule)> {
        self.articles.iter().flat_map(|article| article.rules.iter().map(move |rule| (article, rule)))
    }
}
