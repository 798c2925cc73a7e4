//! One way to write a constitution: its canonical form, and every rules block laid out alike. The words stay as they are,
//! letter for letter; so do comments, and the order of rules and lines. What changes is the layout of the blocks: four
//! blanks for each level, one line for each part (a short rule may stand on one line), values before properties, properties in the order of the vocabulary,
//! texts in quotes, whole numbers without leading zeros.
//!
//! Formatting twice is formatting once, and what a document means does not change with it; the digest does.

mod layout;
mod tokens;

use crate::block::{self, Node};
use crate::canonical::canonical;
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Document, RULES};
use crate::front_matter;
use crate::markdown::{self, Piece};
use crate::source::Source;

/// Formats a constitution. The file name is only for diagnostics.
///
/// *Errors*: every problem of form; a document that cannot be read is not formatted.
pub fn format(text: &str, file_name: &str) -> Result<String, Vec<Diagnostic>> {
    Document::parse(text, file_name)?;
    let source = Source::new(file_name, canonical(text));
    let (_, start) = front_matter::read(&source, &mut Report::default());
    let text = source.text();
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut copied = 0;
    for piece in markdown::pieces(text, start) {
        let Piece::Fence(fence) = piece else { continue };
        if fence.info != RULES {
            continue;
        }
        let content = text.get(fence.content.clone()).unwrap_or_default();
        let laid_out = layout::block(content);
        // Rules bind people: a layout that reads differently is a bug here, and never reaches a document.
        if !means_the_same(content, &laid_out) {
            debug_assert!(false, "formatting changes the meaning of:\n{content}");
            continue;
        }
        out.push_str(text.get(copied..fence.content.start).unwrap_or_default());
        out.push_str(&laid_out);
        copied = fence.content.end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Ok(canonical(&out))
}

/// Whether two blocks hold the same rules.
fn means_the_same(one: &str, other: &str) -> bool {
    let read = |text: &str| {
        let nodes = block::parse(text, 0, None, &mut Report::default())?;
        Some(nodes.iter().map(Node::meaning).collect::<Vec<_>>())
    };
    read(one).is_some_and(|one| read(other) == Some(one))
}

#[cfg(test)]
mod tests;
