//! The room of the constitution's language: a document goes in, a typed program of steps comes out, or diagnostics with
//! line, column and remedy. It reads no file, knows no date of today and no other room.
//!
//! ```text
//! text -> canonical -> front_matter, markdown -> gate, block -> vocabulary, rules  = Constitution   (Document::parse)
//! Constitution -> names, ladders, defaults, steps                                  = Program        (compile)
//! Constitution -> plain sentences beside the words                                                  (print)
//! Constitution -> people and processes, for Program and for guarantees                              (process)
//! the definitions -> the manual                                                                     (manual)
//! text -> the same text, its rules laid out alike                                                    (format)
//! ```

mod block;
pub mod calendar;
mod canonical;
pub mod civil;
pub mod compare;
mod compile;
mod defaults;
mod diagnostic;
mod document;
mod duration;
mod format;
mod front_matter;
mod gate;
pub mod guarantee;
pub mod lint;
mod manual;
mod markdown;
mod nearest;
pub mod page;
pub mod print;
pub mod process;
pub mod program;
pub mod rules;
mod share;
mod source;
pub mod step;
pub mod vocabulary;

pub use block::{Datum, Node, Value};
pub use canonical::{canonical, digest};
pub use compile::{compile, left_to_people, rehearse};
pub use diagnostic::Diagnostic;
pub use document::{Article, Constitution, Document};
pub use duration::SpanError;
pub use format::format;
pub use front_matter::{FrontMatter, Happened, Scope};
pub use manual::manual;
pub use share::{Share, ShareError};
pub use source::{At, Place, Source};
