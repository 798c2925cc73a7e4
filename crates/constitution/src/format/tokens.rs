//! The tokens of a rules block, comments and blank lines among them. The block has passed the gate before: what stands
//! here is plain and whole.

use crate::block::Datum;

/// A token and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub is: Is,
    pub line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Is {
    Open,
    Close,
    /// A line's end, or `;`.
    End,
    /// The end of a line with nothing on it.
    Blank,
    /// With its `//`.
    Comment(String),
    /// A value, or the word a line begins with.
    Value(Datum),
    /// A name with its `=`.
    Name(String),
}

/// The tokens of a block.
pub(super) fn read(block: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = block;
    let mut line = 0;
    let mut is_line_empty = true;
    while let Some(first) = rest.chars().next() {
        let (is, after) = match first {
            ' ' | '\t' => {
                rest = rest.trim_start_matches([' ', '\t']);
                continue;
            }
            '\n' => (if is_line_empty { Is::Blank } else { Is::End }, rest.get(1..)),
            ';' => (Is::End, rest.get(1..)),
            '{' => (Is::Open, rest.get(1..)),
            '}' => (Is::Close, rest.get(1..)),
            '"' => quoted(rest),
            '/' => {
                let (comment, after) = rest.split_at(rest.find('\n').unwrap_or(rest.len()));
                (Is::Comment(comment.trim_end().to_owned()), Some(after))
            }
            _ => bare(rest),
        };
        out.push(Token { is, line });
        is_line_empty = first == '\n';
        line += usize::from(first == '\n');
        rest = after.unwrap_or_default();
    }
    out
}

fn quoted(rest: &str) -> (Is, Option<&str>) {
    let mut text = String::new();
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\\' if !is_escaped => is_escaped = true,
            '"' if !is_escaped => return (Is::Value(Datum::Text(text)), rest.get(at + 1..)),
            _ => {
                text.push(c);
                is_escaped = false;
            }
        }
    }
    (Is::Value(Datum::Text(text)), None)
}

fn bare(rest: &str) -> (Is, Option<&str>) {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | ';' | '=' | '"' | '/');
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let (word, after) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()).max(first));
    if let Some(after) = after.strip_prefix('=') {
        return (Is::Name(word.to_owned()), Some(after));
    }
    let is = match word {
        "#true" => Datum::Flag(true),
        "#false" => Datum::Flag(false),
        _ => word.parse().map_or_else(|_| Datum::Text(word.to_owned()), Datum::Number),
    };
    (Is::Value(is), Some(after))
}
