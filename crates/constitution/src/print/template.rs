//! Templates: how a line of a rule is said. The vocabulary's tables hold them; this file fills them in.
//!
//! | in a template | says |
//! | --- | --- |
//! | `{0}`, `{*}` | the first argument; all of them, joined with "and" (`{^*}`: with "or") |
//! | `{within}` | a property, all of its values |
//! | `{every/0}`, `{for/*}`, `{every/month}` | the same of a line in this rule |
//! | `{~0}` | the title without "the" |
//! | `{secret?yes|no}` | one of two texts, by a flag |
//! | `{0:person:people}` | a number and the word for what is counted |
//! | `[a|b]` | the first of these whose values are all written; nothing when none is |
//! | `<a;b>`, `<a^b>` | those of these whose values are written, joined with "and" or with "or" |

use super::value::{phrase, row};
use super::{Printer, upper};
use crate::block::{Datum, Node, Value};
use crate::vocabulary::{Holds, Shape};

/// A node, its shape, and who knows the titles.
pub(super) struct Scene<'a> {
    pub printer: &'a Printer<'a>,
    pub node: &'a Node,
    pub shape: &'static Shape,
}

impl Scene<'_> {
    /// The sentence of a template, unless a value it cannot do without is not written.
    pub(super) fn sentence(&self, template: &str) -> Option<String> {
        let mut rest = template;
        let filled = self.fill(&mut rest, &[])?;
        (!filled.is_empty()).then(|| upper(&filled))
    }

    /// Fills in up to one of these stops, which stays; `None` when a value is not written.
    fn fill(&self, rest: &mut &str, stops: &[char]) -> Option<String> {
        let mut out = Some(String::new());
        while let Some(next) = rest.chars().next().filter(|next| !stops.contains(next)) {
            let piece = match next {
                '{' => self.placeholder(rest),
                '[' => Some(self.first_written(rest)),
                '<' => self.all_written(rest),
                _ => {
                    let end = rest
                        .find(|c| matches!(c, '{' | '[' | '<') || stops.contains(&c))
                        .unwrap_or(rest.len());
                    let (text, after) = rest.split_at(end);
                    *rest = after;
                    Some(text.to_owned())
                }
            };
            out = out.zip(piece).map(|(out, piece)| {
                // "every month" and not "every 1 month".
                let one = piece.strip_prefix("1 ").filter(|_| out.ends_with("very "));
                out + one.unwrap_or(&piece)
            });
        }
        out
    }

    /// `[a|b]`: the first whose values are all written.
    fn first_written(&self, rest: &mut &str) -> String {
        let mut found = None;
        for filled in self.parts(rest, &['|', ']'], ']') {
            found = found.or(filled);
        }
        found.unwrap_or_default()
    }

    /// `<a;b>`: all whose values are written.
    fn all_written(&self, rest: &mut &str) -> Option<String> {
        let join =
            if rest.get(..rest.find('>').unwrap_or(0)).is_some_and(joins_with_or) { "or" } else { "and" };
        let written: Vec<String> = self.parts(rest, &[';', '^', '>'], '>').into_iter().flatten().collect();
        (!written.is_empty()).then(|| row(&written, join))
    }

    /// The parts between brackets, each filled in.
    fn parts(&self, rest: &mut &str, stops: &[char], end: char) -> Vec<Option<String>> {
        let mut out = Vec::new();
        loop {
            // The opening bracket, or the stop before this part.
            let at = rest.chars().next().map_or(0, char::len_utf8);
            let (opening, after) = rest.split_at(at);
            *rest = after;
            if opening.is_empty() || opening.starts_with(end) {
                return out;
            }
            out.push(self.fill(rest, stops));
            if rest.starts_with(end) {
                *rest = rest.get(end.len_utf8()..).unwrap_or_default();
                return out;
            }
        }
    }

    /// `{...}`.
    fn placeholder(&self, rest: &mut &str) -> Option<String> {
        let end = rest.find('}').unwrap_or(rest.len());
        let inside = rest.get(1..end).unwrap_or_default();
        *rest = rest.get(end + 1..).unwrap_or_default();
        if let Some((path, texts)) = inside.split_once('?') {
            let (_, values) = self.values(path);
            let (yes, no) = texts.split_once('|').unwrap_or((texts, ""));
            return Some(if values.first()?.flag()? { yes } else { no }.to_owned());
        }
        if let Some((path, words)) = inside.split_once(':') {
            let (_, values) = self.values(path);
            let (one, many) = words.split_once(':').unwrap_or((words, words));
            return Some(match values.first()?.is {
                Datum::Number(1) if one == "time" => "once".to_owned(),
                Datum::Number(1) => format!("one {one}"),
                Datum::Number(0) => format!("no {one}"),
                Datum::Number(number) => format!("{number} {many}"),
                _ => return None,
            });
        }
        let path = inside.trim_start_matches(['~', '^']);
        let (holds, values) = self.values(path);
        let join = if inside.starts_with('^') { "or" } else { "and" };
        if let (Holds::Row(list), "or") = (holds, join) {
            let words = values.iter().flat_map(|value| value.row());
            let said: Vec<String> = words.map(|word| phrase(list, &word)).collect();
            return (!said.is_empty()).then(|| row(&said, join));
        }
        let say = |value: &&Value| match (inside.starts_with('~'), value.text()) {
            (true, Some(id)) => self.printer.title(id),
            _ => self.printer.say(holds, value),
        };
        let said: Vec<String> = values.iter().map(say).collect();
        (!said.is_empty()).then(|| row(&said, join))
    }

    /// The values at a path, and what they hold.
    fn values(&self, path: &str) -> (Holds, Vec<&Value>) {
        let nothing = (Holds::Text, Vec::new());
        let (node, shape, last) = match path.split_once('/') {
            None => (self.node, self.shape, path),
            Some((line, last)) => {
                let Some(node) = self.node.child(line) else { return nothing };
                let Some(shape) = self.shape.children.iter().find(|shape| shape.word == line) else {
                    return nothing;
                };
                (node, shape, last)
            }
        };
        match last {
            "0" => (shape.args.holds, node.args.iter().take(1).collect()),
            "*" => (shape.args.holds, node.args.iter().collect()),
            _ => match shape.props.iter().find(|slot| slot.word == last) {
                Some(slot) => {
                    let values = node.props.iter().filter(|(name, _)| name == last).map(|(_, value)| value);
                    (slot.holds, values.collect())
                }
                None => nothing,
            },
        }
    }
}

/// Whether parts are separated by `^`, outside any braces.
fn joins_with_or(parts: &str) -> bool {
    let mut depth = 0usize;
    parts.chars().any(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '^' && depth == 0
    })
}
