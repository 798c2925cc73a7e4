//! One line of papers in ABIF, cut into candidates, scores and the signs between them.
//!
//! Not here: who the candidates are.

use crate::formats::place::{Cursor, text};
use crate::formats::{Fault, Place, ReadError};

/// One candidate on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    pub(super) at: Place,
    /// What stands before it.
    pub(super) sign: Sign,
    pub(super) token: Token<'a>,
    pub(super) score: Option<u16>,
}

/// What stands between two candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Nothing: the first of the line.
    First,
    /// `>`.
    Above,
    /// `=`.
    Equal,
    /// `,`: no order, the scores tell.
    Comma,
}

/// How a candidate is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `[Full Name]`.
    Name(&'a str),
    /// `id` or `"id"`.
    Id(&'a str),
}

impl<'a> Token<'a> {
    pub(super) fn text(self) -> &'a str {
        match self {
            Self::Name(text) | Self::Id(text) => text,
        }
    }
}

/// Blanks within a line.
pub(super) fn blanks(cursor: &mut Cursor<'_>) {
    cursor.run(|byte| matches!(byte, b' ' | b'\t'));
}

/// The candidates to the end of the line or to a comment.
pub(super) fn items<'a>(cursor: &mut Cursor<'a>) -> Result<Vec<Item<'a>>, ReadError> {
    let mut items = Vec::new();
    let mut sign = Sign::First;
    loop {
        blanks(cursor);
        let at = cursor.place();
        match cursor.peek() {
            None | Some(b'\r' | b'\n' | b'#') => {
                cursor.rest_of_line();
                let dangling = !matches!(sign, Sign::First | Sign::Comma);
                let fault = Fault::Expected { what: "a candidate behind the sign" };
                return if dangling { Err(ReadError { at, fault }) } else { Ok(items) };
            }
            Some(_) => {}
        }
        let token = token(cursor)?;
        blanks(cursor);
        let score = score(cursor)?;
        items.push(Item { at, sign, token, score });
        blanks(cursor);
        sign = match cursor.peek() {
            None | Some(b'\r' | b'\n' | b'#') => Sign::First,
            Some(b'>') => Sign::Above,
            Some(b'=') => Sign::Equal,
            Some(b',') => Sign::Comma,
            Some(_) => {
                return Err(ReadError {
                    at: cursor.place(),
                    fault: Fault::Expected { what: "one of > = , between candidates" },
                });
            }
        };
        if sign != Sign::First {
            cursor.step();
        }
    }
}

/// `[Name]`, `"id"` or a bare word, which may hold blanks.
pub(super) fn token<'a>(cursor: &mut Cursor<'a>) -> Result<Token<'a>, ReadError> {
    let at = cursor.place();
    let (end, open) = match cursor.peek() {
        Some(b'[') => (b']', Fault::OpenBracket),
        Some(b'"') => (b'"', Fault::OpenQuote),
        _ => {
            let bare = text(
                cursor.run(|byte| !matches!(byte, b'>' | b'=' | b',' | b'/' | b'#' | b':' | b'\r' | b'\n')),
            );
            let fault = Fault::Expected { what: "a candidate" };
            return if bare.trim().is_empty() {
                Err(ReadError { at, fault })
            } else {
                Ok(Token::Id(bare.trim()))
            };
        }
    };
    cursor.step();
    let inside = text(cursor.run(|byte| byte != end && byte != b'\r' && byte != b'\n')).trim();
    if cursor.peek() != Some(end) {
        return Err(ReadError { at, fault: open });
    }
    cursor.step();
    let fault = Fault::Expected { what: "a candidate" };
    match (inside.is_empty(), end) {
        (true, _) => Err(ReadError { at, fault }),
        (false, b']') => Ok(Token::Name(inside)),
        (false, _) => Ok(Token::Id(inside)),
    }
}

/// `/5`.
fn score(cursor: &mut Cursor<'_>) -> Result<Option<u16>, ReadError> {
    if cursor.peek() != Some(b'/') {
        return Ok(None);
    }
    cursor.step();
    blanks(cursor);
    let at = cursor.place();
    let number = cursor.number().and_then(|number| u16::try_from(number).ok());
    match (number, cursor.peek()) {
        (Some(number), None | Some(b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'=' | b',' | b'#')) => {
            Ok(Some(number))
        }
        _ => Err(ReadError { at, fault: Fault::Expected { what: "a whole score from 0 to 65535" } }),
    }
}
