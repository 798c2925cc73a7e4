//! The structure of a document's Markdown: headings and fenced blocks, with their places. Everything else is words, and
//! stays with the reader of words. Nothing here knows what an article or a rule is.

use crate::source::Place;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A piece of structure, in the order of the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A heading at the left margin.
    Heading(Heading),
    /// A fenced block with something written on its opening line.
    Fence(Fence),
}

/// A heading.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    pub place: Place,
    /// Where the text after it begins.
    pub end: usize,
    pub level: u8,
    pub text: String,
    /// The id in `{#id}`.
    pub id: Option<String>,
    /// The other words in the braces.
    pub marks: Vec<String>,
}

/// A fenced block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    /// From the opening to the closing fence.
    pub whole: Range<usize>,
    /// What stands between them.
    pub content: Range<usize>,
    /// What is written on the opening line.
    pub info: String,
    /// Whether there is a closing fence.
    pub is_closed: bool,
    /// Whether it stands inside a list or a quotation.
    pub is_nested: bool,
}

/// The pieces of a text.
///
/// *Shape*: `start` is where the Markdown begins in `text`; places count from the start of `text`.
pub(crate) fn pieces(text: &str, start: usize) -> Vec<Piece> {
    let markdown = text.get(start..).unwrap_or_default();
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut heading: Option<Heading> = None;
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter() {
        let range = start + range.start..start + range.end;
        match event {
            Event::Start(Tag::Heading { level, id, classes, attrs }) if depth == 0 => {
                let classes = classes.iter().map(|class| format!(".{class}"));
                let attrs = attrs.iter().map(|(name, value)| match value {
                    Some(value) => format!("{name}={value}"),
                    None => name.to_string(),
                });
                heading = Some(Heading {
                    place: Place(range.start),
                    end: range.end,
                    level: rank(level),
                    text: String::new(),
                    id: id.map(|id| id.to_string()),
                    marks: classes.chain(attrs).collect(),
                });
            }
            Event::End(TagEnd::Heading(_)) => out.extend(heading.take().map(Piece::Heading)),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.text.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut heading {
                    heading.text.push(' ');
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if !info.trim().is_empty() => {
                out.push(Piece::Fence(fence(text, range, info.trim(), depth > 0)));
            }
            // Not a fence at all: shown as it is, or taken for HTML, and in neither case read.
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented) | Tag::HtmlBlock) => {
                out.extend(hidden(text, range).into_iter().map(Piece::Fence));
            }
            Event::Start(tag) if is_container(&tag) => depth += 1,
            Event::End(tag) if is_container_end(&tag) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    out
}

/// What looks like a fenced block and stands where Markdown reads none; a comment of HTML is no such place, for nobody
/// who reads the page sees what stands in it.
fn hidden(text: &str, range: Range<usize>) -> Vec<Fence> {
    let inside = text.get(range.clone()).unwrap_or_default();
    let mut out = Vec::new();
    if inside.trim_start().starts_with("<!--") {
        return out;
    }
    let mut at = range.start;
    for line in inside.split_inclusive('\n') {
        let bare = line.trim();
        let info = bare.trim_start_matches(['`', '~']);
        if bare.len() >= info.len() + 3 && !info.is_empty() {
            let start = at + line.len() - line.trim_start().len();
            out.push(Fence {
                whole: start..start + bare.len(),
                content: start..start,
                info: info.trim().to_owned(),
                is_closed: true,
                is_nested: true,
            });
        }
        at += line.len();
    }
    out
}

fn is_container(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::Item)
}

fn is_container_end(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item)
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Finds the content between the fences in the text itself, so that places in it are places in the document.
fn fence(text: &str, whole: Range<usize>, info: &str, is_nested: bool) -> Fence {
    let block = text.get(whole.clone()).unwrap_or_default().trim_end_matches('\n');
    let opening = block.find('\n').map_or(block.len(), |at| at + 1);
    let last = block.rfind('\n').map_or(0, |at| at + 1);
    let mark = block.chars().next().unwrap_or('`');
    let length = block.chars().take_while(|c| *c == mark).count();
    let closing = block.get(last..).unwrap_or_default().trim();
    let is_closed =
        last >= opening && closing.chars().count() >= length && closing.chars().all(|c| c == mark);
    let content = whole.start + opening..whole.start + if is_closed { last } else { block.len() };
    Fence { whole, content, info: info.to_owned(), is_closed, is_nested }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_carry_their_id_and_marks() {
        let text = "---\n## A *b* `c` {#one two}\nwords\n\nSetext {#three}\n---\n> # quoted {#no}\n";
        let found = pieces(text, 4);
        let [Piece::Heading(first), Piece::Heading(second)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((first.place, first.level, first.text.trim()), (Place(4), 2, "A b c"));
        assert_eq!(
            (first.id.as_deref(), first.marks.as_slice()),
            (Some("one"), ["two".to_owned()].as_slice())
        );
        assert_eq!((second.id.as_deref(), second.level), (Some("three"), 2));
    }

    #[test]
    fn a_fence_knows_its_content_and_whether_it_is_closed() {
        for (text, content, is_closed, is_nested) in [
            ("```rules\na\nb\n```\nx\n", "a\nb\n", true, false),
            ("~~~~rules\na\n~~~\n~~~~\n", "a\n~~~\n", true, false),
            ("```rules\n```\n", "", true, false),
            ("```rules\na\n", "a", false, false),
            ("```rules\n", "", false, false),
            ("````rules\na\n```\n", "a\n```", false, false),
            ("  ```rules\n  a\n  ```\n", "  a\n", true, false),
            ("- ```rules\n  a\n  ```\n", "  a\n", true, true),
            ("<div>\n```rules\na\n```\n</div>\n", "", true, true),
            ("    ```rules\n    a\n    ```\n", "", true, true),
        ] {
            let found = pieces(text, 0);
            let [Piece::Fence(fence)] = found.as_slice() else { panic!("{text}: {found:?}") };
            assert_eq!(&text[fence.content.clone()], content, "{text}");
            assert_eq!((fence.is_closed, fence.is_nested), (is_closed, is_nested), "{text}");
        }
    }
}
