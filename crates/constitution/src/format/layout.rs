//! The layout of one rules block: from tokens to lines, and from lines to text. Comments and blank lines are no part of a
//! rule and still belong to their author: a comment stays where it stands, one blank line stays between two things.

use super::tokens::{self, Is, Token};
use crate::block::{Datum, kdl};
use crate::vocabulary::{self, ON_EVERY_RULE, Shape};

/// What one level is set in by.
const INDENT: &str = "    ";
/// A rule that its author wrote on one line stays there up to this width. *Units*: characters.
const WIDTH: usize = 110;

/// A block, laid out; each line ends in LF.
pub(super) fn block(content: &str) -> String {
    let tokens = tokens::read(content);
    let mut out = String::with_capacity(content.len() * 2);
    write(&Cursor { tokens: &tokens, at: 0 }.items(), 0, None, &mut out);
    out
}

/// What stands on lines of its own.
#[derive(Debug)]
enum Item {
    Comment(String),
    /// One or more blank lines.
    Gap,
    Line(Line),
}

/// A rule, or a line of one.
#[derive(Debug, Default)]
struct Line {
    word: String,
    args: Vec<Datum>,
    props: Vec<(String, Datum)>,
    inside: Vec<Item>,
    /// Whether its braces open and close on one line.
    is_short: bool,
    /// Behind what stands on its first line.
    comment: Option<String>,
    /// Behind its closing brace.
    after: Option<String>,
}

struct Cursor<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<&Is> {
        self.tokens.get(self.at).map(|token| &token.is)
    }

    /// Whether the next token stands on the line of the last one.
    fn is_same_line(&self) -> bool {
        let line = |at: Option<usize>| Some(self.tokens.get(at?)?.line);
        let last = line(self.at.checked_sub(1));
        last.is_some() && last == line(Some(self.at))
    }

    /// A comment on the line of the last token.
    fn comment_behind(&mut self) -> Option<String> {
        let Some(Is::Comment(text)) = self.peek() else { return None };
        let text = text.clone();
        self.is_same_line().then(|| {
            self.at += 1;
            text
        })
    }

    /// The items up to the brace that closes them, which stays, or to the end.
    fn items(mut self) -> Vec<Item> {
        self.items_here()
    }

    fn items_here(&mut self) -> Vec<Item> {
        let mut out = Vec::new();
        while let Some(next) = self.peek() {
            match next {
                Is::Close => break,
                Is::Blank => {
                    if matches!(out.last(), Some(Item::Comment(_) | Item::Line(_))) {
                        out.push(Item::Gap);
                    }
                    self.at += 1;
                }
                Is::Comment(text) => {
                    out.push(Item::Comment(text.clone()));
                    self.at += 1;
                }
                Is::Value(Datum::Text(word)) => {
                    let line = Line { word: word.clone(), ..Line::default() };
                    self.at += 1;
                    out.push(Item::Line(self.line(line)));
                }
                // Nothing else begins a line in a block that has been read.
                Is::End | Is::Open | Is::Name(_) | Is::Value(_) => self.at += 1,
            }
        }
        while matches!(out.last(), Some(Item::Gap)) {
            out.pop();
        }
        out
    }

    /// The rest of a line, of which the word has been taken.
    fn line(&mut self, mut line: Line) -> Line {
        loop {
            match self.tokens.get(self.at..) {
                Some([Token { is: Is::Value(value), .. }, ..]) => {
                    line.args.push(value.clone());
                    self.at += 1;
                }
                Some([Token { is: Is::Name(name), .. }, Token { is: Is::Value(value), .. }, ..]) => {
                    line.props.push((name.clone(), value.clone()));
                    self.at += 2;
                }
                _ => break,
            }
        }
        if self.peek() == Some(&Is::Open) {
            let opened = self.at;
            self.at += 1;
            line.comment = self.comment_behind();
            line.inside = self.items_here();
            if line.inside.is_empty() {
                // Braces around nothing go, unless a comment stands in them.
                line.inside.extend(line.comment.take().map(Item::Comment));
            }
            let row = |at: usize| self.tokens.get(at).map(|token| token.line);
            line.is_short = row(opened) == row(self.at);
            self.at += 1;
        }
        if self.peek() == Some(&Is::End) && self.is_same_line() && self.is_semicolon() {
            self.at += 1;
        }
        let behind = self.comment_behind();
        if line.inside.is_empty() {
            line.comment = behind
        } else {
            line.after = behind
        }
        line
    }

    /// Whether the end that comes next is a `;`: what follows it stands on the same line.
    fn is_semicolon(&self) -> bool {
        let line = |at: usize| self.tokens.get(at).map(|token| token.line);
        line(self.at).is_some() && line(self.at) == line(self.at + 1)
    }
}

fn write(items: &[Item], depth: usize, shape: Option<&'static Shape>, out: &mut String) {
    let indent = INDENT.repeat(depth);
    for item in items {
        match item {
            Item::Gap => out.push('\n'),
            Item::Comment(text) => out.push_str(&format!("{indent}{text}\n")),
            Item::Line(line) => {
                let shape = shape_of(line, shape);
                let behind = |comment: &Option<String>| match comment {
                    Some(text) => format!(" {text}\n"),
                    None => "\n".to_owned(),
                };
                out.push_str(&indent);
                if let Some(short) =
                    short(line, shape).filter(|short| indent.len() + short.chars().count() <= WIDTH)
                {
                    out.push_str(&short);
                    out.push_str(&behind(&line.after));
                    continue;
                }
                out.push_str(&head(line, shape));
                if line.inside.is_empty() {
                    out.push_str(&behind(&line.comment));
                    continue;
                }
                out.push_str(" {");
                out.push_str(&behind(&line.comment));
                write(&line.inside, depth + 1, shape, out);
                out.push_str(&format!("{indent}}}"));
                out.push_str(&behind(&line.after));
            }
        }
    }
}

fn shape_of(line: &Line, above: Option<&'static Shape>) -> Option<&'static Shape> {
    match above {
        None => vocabulary::kind(&line.word).map(|kind| &kind.shape),
        Some(above) => above.children.iter().find(|shape| shape.word == line.word),
    }
}

/// A rule with all its lines on one, where its author wrote it so and no comment stands inside.
fn short(line: &Line, shape: Option<&'static Shape>) -> Option<String> {
    if !line.is_short || line.inside.is_empty() || line.comment.is_some() {
        return None;
    }
    let parts = line.inside.iter().map(|item| match item {
        Item::Line(part) if part.inside.is_empty() && part.comment.is_none() => {
            Some(head(part, shape_of(part, shape)))
        }
        _ => None,
    });
    let parts: Vec<String> = parts.collect::<Option<_>>()?;
    Some(format!("{} {{ {} }}", head(line, shape), parts.join("; ")))
}

/// The word, the values, and the properties in the order of the vocabulary.
fn head(line: &Line, shape: Option<&Shape>) -> String {
    let slots = shape.into_iter().flat_map(|shape| shape.props).chain(ON_EVERY_RULE);
    let order: Vec<&str> = slots.map(|slot| slot.word).collect();
    let mut props: Vec<&(String, Datum)> = line.props.iter().collect();
    props.sort_by_key(|(name, _)| order.iter().position(|word| word == name).unwrap_or(order.len()));
    let mut out = line.word.clone();
    for arg in &line.args {
        out.push_str(&format!(" {}", kdl(arg)));
    }
    for (name, value) in props {
        out.push_str(&format!(" {name}={}", kdl(value)));
    }
    out
}
